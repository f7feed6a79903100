"""The whole book as lines of JSON and back: what was kept can be got out and put back.

One line a fact, decision or person, people named by the keys of their sources. Putting a dump into
an empty book gives an equal book: who is who, corrections, origins and permissions included.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from ..errors import BookError, SourceError
from .facts import Handles
from .store import EGO_HANDLE, FACT_TABLES, VERSION, fact_columns

NAME: Final = "book.jsonl"
_HEAD: Final = "netgraph book"


def write(connection: sqlite3.Connection, out: BinaryIO) -> int:
    """Write all that holds now, inside the caller's transaction; return the number of lines."""
    keys = dict(connection.execute("SELECT handle, key FROM handles"))
    n = 0
    for line in _lines(connection, keys):
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{text}\n".encode())
        n += 1
    return n


def _lines(connection: sqlite3.Connection, keys: dict[int, str]) -> Iterator[dict[str, Any]]:
    yield {"file": _HEAD, "tables": VERSION}
    for person, anchor in connection.execute("SELECT id, anchor FROM people ORDER BY person"):
        yield {"person": person, "anchor": keys[anchor]}
    for kind, a, b, field, was, value in connection.execute(
        "SELECT kind, a, b, field, was, value FROM decisions WHERE removed IS NULL "
        "ORDER BY decision"
    ):
        ends = {"a": keys.get(a), "b": keys.get(b)}
        yield {"decision": kind, **ends, "field": field, "was": was, "value": value}
    for table in FACT_TABLES:
        columns = fact_columns(table)
        names = ", ".join(f'"{c.name}"' for c in columns)
        for fact, stream, row_key, extra, *cells in connection.execute(
            f"SELECT fact, stream, row_key, extra, {names} FROM {table} "
            "WHERE removed IS NULL ORDER BY fact"
        ):
            row = {
                c.name: keys.get(cell) if c.kind == "person" else cell
                for c, cell in zip(columns, cells, strict=True)
                if cell not in (None, "")
            }
            line = {"fact": table, "stream": stream, "key": row_key, "row": row}
            if extra:
                line["extra"] = json.loads(extra)
            if table == "events":
                line["people"] = [
                    [keys.get(who), role, response]
                    for who, role, response in connection.execute(
                        "SELECT person, role, response FROM event_people WHERE event = ? "
                        "ORDER BY place",
                        (fact,),
                    )
                ]
            yield line


def is_dump(path: Path) -> bool:
    """Whether a file is what `write` writes."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.readline(200).startswith(f'{{"file":"{_HEAD}"'.encode())


def read(connection: sqlite3.Connection, path: Path, op: int) -> None:
    """Put a dump into an empty book, inside the caller's transaction."""
    if connection.execute("SELECT 1 FROM handles WHERE handle <> ?", (EGO_HANDLE,)).fetchone():
        raise BookError(
            "an exported book goes into an empty book only; name a new one with --book, or import "
            "the tables beside it"
        )
    handles = Handles(connection)
    puts: dict[str, Callable[[dict[str, Any]], None]] = {
        "person": lambda line: _put_person(connection, line, handles, op),
        "decision": lambda line: _put_decision(connection, line, handles, op),
        "fact": lambda line: _put_fact(connection, line, handles, op),
    }
    with path.open(encoding="utf-8") as stream:
        for number, text in enumerate(stream, 1):
            try:
                line = json.loads(text)
                kind = next((k for k in puts if k in line), None)
                if kind is not None:
                    puts[kind](line)
                elif line.get("tables", 0) > VERSION:
                    raise BookError(f"{path}: was written by a newer netgraph; upgrade it")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise SourceError(
                    f"{path}:{number}: is not a line of an exported book ({error}); export it again"
                ) from error


def _numbers(handles: Handles, keys: Iterable[str | None], op: int) -> list[int | None]:
    keys = list(keys)
    handles.add((k for k in keys if k), op)
    return [handles.number[k] if k else None for k in keys]


def _put_person(
    connection: sqlite3.Connection, line: dict[str, Any], handles: Handles, op: int
) -> None:
    (anchor,) = _numbers(handles, [line["anchor"]], op)
    connection.execute(
        "INSERT INTO people (id, anchor, added) VALUES (?, ?, ?)", (line["person"], anchor, op)
    )


def _put_decision(
    connection: sqlite3.Connection, line: dict[str, Any], handles: Handles, op: int
) -> None:
    a, b = _numbers(handles, [line["a"], line["b"]], op)
    connection.execute(
        "INSERT INTO decisions (kind, a, b, field, was, value, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (line["decision"], a, b, line["field"], line["was"], line["value"], op),
    )


def _put_fact(
    connection: sqlite3.Connection, line: dict[str, Any], handles: Handles, op: int
) -> None:
    table, row = line["fact"], line["row"]
    if table not in FACT_TABLES:
        raise ValueError(f"there is no table {table!r}")
    known = {c.name: c for c in fact_columns(table)}
    cells = {
        name: _numbers(handles, [cell], op)[0] if known[name].kind == "person" else cell
        for name, cell in row.items()
    }
    extra = json.dumps(line["extra"], ensure_ascii=False, sort_keys=True) if "extra" in line else ""
    names = ["stream", "row_key", "extra", "added", *(f'"{name}"' for name in cells)]
    made = connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (line["stream"], line["key"], extra, op, *cells.values()),
    )
    for place, (who, role, response) in enumerate(line.get("people", ())):
        connection.execute(
            "INSERT INTO event_people (event, place, person, role, response) "
            "VALUES (?, ?, ?, ?, ?)",
            (made.lastrowid, place, _numbers(handles, [who], op)[0], role, response),
        )
