"""What the tests of the book share: its whole content, tables to import, the program called."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from netgraph import cli, schema
from netgraph.book import Book


def content(book: Book) -> dict[str, list[tuple[object, ...]]]:
    """All that the book says, under people's ids, whatever the numbers inside."""
    tables = book.tables()
    out: dict[str, list[tuple[object, ...]]] = {"owner": [(tables.owner,)]}
    for name in schema.TABLES:
        table = tables[name].drop(columns=["file", "line"], errors="ignore").astype(object)
        table = table.where(table.notna(), "").astype(str)
        if name == "events":
            table = table.drop(columns=["id"])
        if name == "event_people":
            table = table.drop(columns=["event"])
        out[name] = sorted(map(tuple, table.to_numpy().tolist()))
    return out


def folder(path: Path, **tables: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def program(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Call the program in this process; return its exit code, and what it said and noted."""
    monkeypatch.setattr("sys.argv", ["netgraph", *words])
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()
