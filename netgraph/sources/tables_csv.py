"""netgraph's own tables as CSV files or DataFrames: contacts, introductions, ties, interactions …

Files of one folder are read together: what one calls a person by name, another has under an id.
A row that cannot be used is skipped with its line and reason; a table without a column it needs
is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ..errors import SchemaError
from ..schema import EGO, TABLES, Column, fold_company, missing_column
from .cells import Bad, read_column, read_days
from .files import Head, SourceFile
from .grid import (
    INTERACTIONS,
    NODES,
    Grid,
    grid_of_frame,
    grid_of_sheet,
    is_header,
    table_named,
    table_of,
)
from .interactions import add_interactions, ids_by_content, instant_columns, read_instants
from .rows import Rows
from .sheet import open_sheet
from .whom import Whom, contact_keys

if TYPE_CHECKING:
    import pandas as pd

KIND = "table"

_NAMED_IN_A_ROW: Final = 5
_EMPTY_MEANS_EGO: Final = frozenset({("introductions", "to"), ("favours", "receiver")})
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    INTERACTIONS: ("date", "people"),
    NODES: ("id",),
    "contacts": (),
    "events": ("id", "instant"),
    "asks": ("helper",),
    "targets": (),
    "companies": ("name",),
}
"""Columns a file must have, where they are not those of the schema: ids can be made up."""


def recognises(head: Head) -> bool:
    """Whether a file is one of netgraph's tables, by its name and its columns."""
    return bool(table_of(head))


def is_named(head: Head) -> bool:
    """Whether the file is named after the table that it is."""
    return table_named(head.name) == table_of(head)


def read_group(group: Sequence[tuple[SourceFile, Rows]]) -> None:
    """Reads the tables of one folder."""
    grids = []
    for file, rows in group:
        table = table_of(file.head)
        rows.kind = f"table: {table}"
        with open_sheet(file, rows, partial(is_header, table)) as sheet:
            grids.append((grid_of_sheet(table, file.label, sheet), rows))
    _read(grids)


def read_frames(frames: Mapping[str, pd.DataFrame]) -> list[Rows]:
    """Reads DataFrames by table name.

    Raises
    ------
    SchemaError
        For a name that is no table, or a frame without a column it needs.
    """
    grids = []
    for name, frame in frames.items():
        if name not in TABLES and name not in (INTERACTIONS, NODES):
            known = ", ".join((INTERACTIONS, "edges", NODES, *TABLES))
            raise SchemaError(f"{name!r} is not a table; expected one of {known}")
        grids.append((grid_of_frame(name, name, frame), Rows(name, f"table: {name}")))
    _read(grids)
    return [rows for _, rows in grids]


def _read(grids: list[tuple[Grid, Rows]]) -> None:
    for grid, _ in grids:
        _require(grid)
    whom = Whom(grid for grid, _ in grids)
    for grid, rows in grids:
        before = len(whom.unknown)
        if grid.table == INTERACTIONS:
            add_interactions(grid, whom, rows)
        else:
            _add(grid, whom, rows)
        _tell_unknown(list(whom.unknown)[before:], rows)


def _require(grid: Grid) -> None:
    """Refuses a table without a column it needs."""
    schema = TABLES.get(grid.table)
    needed = _NEEDED.get(grid.table) or tuple(
        c.name for c in (schema.columns if schema else ()) if c.required
    )
    for name in needed:
        if name not in grid.columns and grid.table not in ("contacts", "targets"):
            shown = {"instant": "date"}.get(name, name)
            found = [*grid.written.values(), *grid.more]
            raise SchemaError(missing_column(grid.label, shown, found))


def _tell_unknown(words: list[str], rows: Rows) -> None:
    if words:
        named = ", ".join(repr(w[:40]) for w in words[:_NAMED_IN_A_ROW])
        more = " …" if len(words) > _NAMED_IN_A_ROW else ""
        people = "person is" if len(words) == 1 else "people are"
        rows.warn(f"{len(words):,} {people} in no contacts table beside it: {named}{more}")


def _add(grid: Grid, whom: Whom, rows: Rows) -> None:
    """Adds the rows of any table but interactions."""
    table = "contacts" if grid.table == NODES else grid.table
    rows.is_whole_log = grid.table == NODES
    bad = Bad()
    columns: dict[str, list[Any]] = {}
    for column in TABLES[table].columns:
        if column.name in grid.columns:
            columns[column.name] = _values(grid, column, whom, bad, rows)
    _add_missing(grid, table, columns, bad)
    kept = bad.skip(grid, rows)
    rows.records += len(kept)
    columns["line"] = grid.lines
    if not kept:
        return
    if "instant" in columns:
        columns |= instant_columns(columns["instant"])
    own = {name: [_cell(values[at]) for at in kept] for name, values in columns.items()}
    more = {name: [cells[at] for at in kept] for name, cells in grid.more.items()}
    rows.add_frame(table, {**more, **own})


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def _values(grid: Grid, column: Column, whom: Whom, bad: Bad, rows: Rows) -> list[Any]:
    """The values of one column; rows without what they need are marked."""
    table = grid.table
    if (table, column.name) == ("events", "instant"):
        return read_instants(grid, "instant", bad)
    if column.name == "id" and table in ("contacts", NODES):
        return contact_keys(grid)
    if column.kind == "day":
        return read_days(grid, column.name, bad, months=table == "ties")
    if column.kind == "person":
        return _people(grid, column, whom, bad)
    values = read_column(grid, column, rows)
    if column.required and column.name != "id":
        for at, value in enumerate(values):
            if value in ("", None):
                bad.add(at, f"{grid.written[column.name]!r} is empty")
    return values


def _people(grid: Grid, column: Column, whom: Whom, bad: Bad) -> list[str]:
    empty = EGO if (grid.table, column.name) in _EMPTY_MEANS_EGO else ""
    keys = []
    for at, word in enumerate(grid.columns[column.name]):
        key = whom.key(word) if word else empty
        if key is None:
            reason = f"{word[:40]!r} is more than one person; write the id or the e-mail address"
            bad.add(at, reason)
        elif not key and column.required:
            bad.add(at, f"{grid.written[column.name]!r} is empty; expected a person")
        keys.append(key or "")
    return keys


def _add_missing(grid: Grid, table: str, columns: dict[str, list[Any]], bad: Bad) -> None:
    """Fills in the columns a file may leave out: ids, and the owner where nobody is named."""
    n = len(grid)
    for name, column in _EMPTY_MEANS_EGO:
        if name == table:
            columns.setdefault(column, [EGO] * n)
    if table == "contacts":
        columns.setdefault("id", contact_keys(grid))
        for at, key in enumerate(columns["id"]):
            if key.startswith("row:") and not grid.columns.get("name", [""] * n)[at]:
                bad.add(at, "neither an id, a name, an e-mail nor a LinkedIn address")
    elif table == "companies":
        made = [fold_company(name) for name in columns["name"]]
        columns["id"] = [i or m for i, m in zip(columns.get("id", made), made, strict=True)]
    elif table in ("asks", "targets"):
        made = ids_by_content([grid.columns[name] for name in sorted(grid.columns)])
        columns["id"] = [i or m for i, m in zip(columns.get("id", made), made, strict=True)]
    elif table == "events":
        _require_ids(grid, columns, bad)
    if table == "targets":
        for at in range(n):
            if not any(
                columns.get(c, [""] * n)[at] for c in ("person", "name", "company", "field")
            ):
                bad.add(at, "neither a person, a name, a company nor a field")


def _require_ids(grid: Grid, columns: dict[str, list[Any]], bad: Bad) -> None:
    for at, stated in enumerate(columns["id"]):
        if not stated:
            bad.add(at, f"{grid.written['id']!r} is empty")
