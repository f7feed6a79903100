"""Facts in and out of the book: frames become typed rows, and rows frames again.

A fact is a row of a table of the schema with the stream it came by (the kind of source), a key
that names it within the stream, and the operation that added it. Nothing is overwritten: a newer
export ends the old fact and adds a new one, so that undoing it is exact.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..schema import EGO, TABLES, Column, frame, typed
from .store import EGO_HANDLE, fact_columns

if TYPE_CHECKING:
    import pandas as pd

HELD: Final = "added <= :op AND (removed IS NULL OR removed > :op)"
"""The facts that held after the operation `op`."""


class Handles:
    """The local keys of people ("in:slug", "mail:address" …) and their numbers in the book."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT key, handle FROM handles")
        self.number: dict[str, int] = dict(rows.fetchall())

    def known(self, key: str) -> int | None:
        """Return the number of a key, or None."""
        return self.number.get(key)

    def add(self, keys: Iterable[str], op: int) -> list[int]:
        """Number the keys that are new; return their numbers."""
        new = [k for k in dict.fromkeys(keys) if k and k not in self.number]
        start = max(self.number.values(), default=EGO_HANDLE) + 1
        rows = [(start + i, key, op) for i, key in enumerate(new)]
        self._connection.executemany(
            "INSERT INTO handles (handle, key, added) VALUES (?, ?, ?)", rows
        )
        self.number.update((key, handle) for handle, key, _ in rows)
        return [handle for handle, _, _ in rows]


def person_columns(table: str) -> list[str]:
    """Return the columns of a table that name people."""
    return [c.name for c in TABLES[table].columns if c.kind == "person"]


def to_rows(table: str, data: pd.DataFrame, handles: Handles) -> list[tuple[Any, ...]]:
    """Return the frame's rows as SQLite takes them, in the order of `fact_columns` and extra."""
    columns = [_to_sql(data[c.name], c, table, handles) for c in fact_columns(table)]
    known = {c.name for c in fact_columns(table)}
    extra = [str(c) for c in data.columns if c not in known]
    if extra:
        texts = zip(*(data[c].astype(str) for c in extra), strict=True)
        columns.append([_extra_cell(extra, cells) for cells in texts])
    else:
        columns.append([""] * len(data))
    return list(zip(*columns, strict=True))


def _extra_cell(names: Sequence[str], cells: Iterable[str]) -> str:
    kept = {n: c for n, c in zip(names, cells, strict=True) if c}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else ""


def _to_sql(values: pd.Series, column: Column, table: str, handles: Handles) -> list[Any]:
    if column.kind == "person":
        if table == "contacts" and column.name == "id":
            return [handles.number[v] for v in values]
        return [EGO_HANDLE if v == EGO else handles.number.get(v) for v in values]
    if column.kind == "day":
        days = values.to_numpy().astype("datetime64[D]")
        return [
            None if n else int(d)
            for d, n in zip(days.astype(np.int64), np.isnat(days), strict=True)
        ]
    if column.kind == "number":
        return [None if v != v else v for v in values.to_list()]
    if column.kind == "flag":
        return [int(v) for v in values.to_list()]
    return list(values.to_list())


def insert(
    connection: sqlite3.Connection,
    table: str,
    stream: str,
    keys: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    op: int,
) -> None:
    """Add facts; their keys must not stand for a current fact of the stream."""
    names = [f'"{c.name}"' for c in fact_columns(table)]
    marks = ", ".join("?" * (len(names) + 4))
    connection.executemany(
        f"INSERT INTO {table} (stream, row_key, {', '.join(names)}, extra, added) VALUES ({marks})",
        ((stream, key, *row, op) for key, row in zip(keys, rows, strict=True)),
    )


def current(
    connection: sqlite3.Connection, table: str, stream: str
) -> dict[str, tuple[int, tuple[Any, ...]]]:
    """Return the current facts of a stream: key → (fact, its columns and extra)."""
    names = ", ".join(f'"{c.name}"' for c in fact_columns(table))
    rows = connection.execute(
        f"SELECT row_key, fact, {names}, extra FROM {table} WHERE removed IS NULL AND stream = ?",
        (stream,),
    )
    return {key: (fact, tuple(rest)) for key, fact, *rest in rows}


def end(connection: sqlite3.Connection, table: str, facts: Sequence[int], op: int) -> None:
    """Mark facts as ended by an operation."""
    connection.executemany(
        f"UPDATE {table} SET removed = ? WHERE fact = ?", ((op, fact) for fact in facts)
    )


def as_frame(
    connection: sqlite3.Connection, table: str, names: np.ndarray[Any, Any], op: int
) -> pd.DataFrame:
    """Return the facts of a table that held after `op`; person columns hold `names[handle]`."""
    import pandas as pd

    columns = fact_columns(table)
    picked = ", ".join(f'"{c.name}"' for c in columns)
    rows = connection.execute(
        f"SELECT extra, {picked} FROM {table} WHERE {HELD} ORDER BY fact", {"op": op}
    ).fetchall()
    if not rows:
        return frame(table)
    extra, *cells = zip(*rows, strict=True)
    data = {c.name: _from_sql(v, c, names) for c, v in zip(columns, cells, strict=True)}
    out = typed(table, pd.DataFrame(data, copy=False))
    more = _extra_columns(extra)
    return out.assign(**more) if more else out


def _extra_columns(cells: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, None] = {}
    parsed = [json.loads(cell) if cell else {} for cell in cells]
    for row in parsed:
        names.update(dict.fromkeys(row))
    return {name: [row.get(name, "") for row in parsed] for name in sorted(names)}


def _from_sql(values: Sequence[Any], column: Column, names: np.ndarray[Any, Any]) -> Any:
    if column.kind == "person":
        numbers = np.array([-1 if v is None else v for v in values], np.int64)
        return names[numbers]
    if column.kind == "day":
        days = [np.iinfo(np.int64).min if v is None else v for v in values]
        return np.array(days, np.int64).astype("datetime64[D]").astype("datetime64[s]")
    if column.kind == "number":
        return np.array([np.nan if v is None else v for v in values], float)
    if column.kind == "whole":
        return np.array(values, np.int64)
    if column.kind == "flag":
        return np.array(values, bool)
    return np.array(values, object)
