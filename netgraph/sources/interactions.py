"""`interactions.csv`, the plain way to write events: when, with whom, how, and who wrote to whom.

`people` lists everybody besides the owner. `direction` is `out` (the owner to them), `in` (the
first of them to the owner), `both`, `none` (without the owner) or empty (together).
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from ..schema import EGO, EVENT_KINDS, split_many
from .cells import DIRECTIONS, Bad, each, not_a_date, number, read_choice
from .dates import Instant, day_order, parse_instant
from .grid import Grid
from .rows import Rows
from .whom import Whom

_Part = tuple[str, str]
"""A person's key and role."""

_WRITTEN: Final = ("mail", "message")


def add_interactions(grid: Grid, whom: Whom, rows: Rows) -> None:
    """Adds the rows of an interactions table as events and who took part in them."""
    n = len(grid)
    bad = Bad()
    empty = [""] * n
    dates, people = grid.columns["date"], grid.columns["people"]
    instants = read_instants(grid, "date", bad)
    kinds = read_choice(grid, "kind", EVENT_KINDS, rows) if "kind" in grid.columns else empty
    kinds = [kind or "other" for kind in kinds]
    ways = empty
    if "direction" in grid.columns:
        ways = read_choice(grid, "direction", DIRECTIONS, rows)
    parts: dict[tuple[str, str, bool], list[_Part] | str] = {}
    taking_part = []
    for at, (cell, way, kind) in enumerate(zip(people, ways, kinds, strict=True)):
        case = (cell, way, kind in _WRITTEN)
        found = parts.get(case)
        if found is None:
            found = parts[case] = _parts(cell, way, kind in _WRITTEN, whom)
        if isinstance(found, str):
            bad.add(at, found)
            found = []
        taking_part.append(found)
    arranged = [whom.key(w) or "" if w else "" for w in grid.columns.get("arranged_by", empty)]
    minutes = each(grid.columns.get("minutes", empty), number)
    notes = grid.columns.get("note", empty)
    stated = grid.columns.get("id", empty)
    hashed = ids_by_content([dates, people, kinds, ways, grid.columns.get("minutes", empty), notes])
    kept = bad.skip(grid, rows)
    rows.records += len(kept)
    ids = [stated[at] or hashed[at] for at in kept]
    rows.add_frame(
        "events",
        {
            "id": ids,
            **instant_columns([instants[at] for at in kept]),
            "kind": [kinds[at] for at in kept],
            "minutes": [math.nan if minutes[at] is None else minutes[at] for at in kept],
            "note": [notes[at] for at in kept],
            "arranged_by": [arranged[at] for at in kept],
            "line": [grid.lines[at] for at in kept],
            **{name: [cells[at] for at in kept] for name, cells in grid.more.items()},
        },
    )
    _add_people(ids, [taking_part[at] for at in kept], [grid.lines[at] for at in kept], rows)


def _add_people(ids: list[str], parts: list[list[_Part]], lines: list[int], rows: Rows) -> None:
    counts = np.fromiter(map(len, parts), np.int64, len(parts))
    rows.add_frame(
        "event_people",
        {
            "event": np.repeat(np.array(ids, dtype=object), counts),
            "person": [key for people in parts for key, _ in people],
            "role": [role for people in parts for _, role in people],
            "line": np.repeat(np.array(lines, np.int64), counts),
        },
    )


def _parts(cell: str, way: str, is_written: bool, whom: Whom) -> list[_Part] | str:
    """Who took part in which role, or why that cannot be said."""
    words = split_many(cell)
    if not words:
        return "'people' is empty; expected the names or ids of who took part"
    keys = []
    for word in words:
        key = whom.key(word)
        if key is None:
            return f"{word[:40]!r} is more than one person; write the id or the e-mail address"
        keys.append(key)
    others = [key for key in dict.fromkeys(keys) if key != EGO]
    if not others:
        return "'people' names nobody besides you"
    if way == "none":
        if len(keys) < 2:
            return "the direction is 'none' (without you) and there is only one person"
        return [(key, "present") for key in dict.fromkeys(keys)]
    if way == "out":
        return [(EGO, "by"), *((key, "to") for key in others)]
    if way == "in":
        return [(others[0], "by"), (EGO, "to"), *((key, "to") for key in others[1:])]
    everybody = [EGO, *others]
    if way == "both" and is_written:
        return [(key, role) for key in everybody for role in ("by", "to")]
    return [(key, "present") for key in everybody]


def read_instants(grid: Grid, column: str, bad: Bad) -> list[Instant | None]:
    """The instants of a column; a cell that is none marks its row."""
    cells = grid.columns[column]
    order = day_order(dict.fromkeys(cells))
    instants = each(cells, lambda cell: parse_instant(cell, order))
    for at, instant in enumerate(instants):
        if instant is None:
            bad.add(at, not_a_date(grid.written[column], cells[at]))
    return instants


def instant_columns(instants: list[Instant | None]) -> dict[str, Any]:
    """The three columns of an event's time; nothing known is 0 with an unknown zone."""
    return {
        "instant": [0 if i is None else i.seconds for i in instants],
        "offset_minutes": [math.nan if i is None else i.offset_minutes for i in instants],
        "precision": ["" if i is None else i.precision for i in instants],
    }


def ids_by_content(columns: list[list[str]]) -> list[str]:
    """An id for each row by what it says; rows that say the same are told apart by a count."""
    import pandas as pd

    if not columns[0]:
        return []
    said = pd.DataFrame({str(k): pd.Series(c, dtype=object) for k, c in enumerate(columns)})
    hashed = pd.util.hash_pandas_object(said, index=False)
    nth = hashed.groupby(hashed).cumcount()
    return [
        f"{h:016x}.{n}" if n else f"{h:016x}"
        for h, n in zip(hashed.tolist(), nth.tolist(), strict=True)
    ]
