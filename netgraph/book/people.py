"""Who is who in the book: handles (local keys of sources) grouped into people with lasting ids.

A person is anchored in the handle it was made for. Groups are computed afresh from the cards and
the user's merges; a group's id is that of the oldest anchor in it, the others stay aliases. So a
merge keeps the older id, and taking it back restores both, whatever came between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .. import identity
from ..schema import EGO, Tables, frame, join_many, split_many, typed
from .facts import HELD, as_frame, person_columns
from .store import EGO_HANDLE, FACT_TABLES

if TYPE_CHECKING:
    import pandas as pd

EVER: Final = 2**62
"""As the number of an operation: whatever was done up to now."""


def handle_keys(connection: sqlite3.Connection) -> np.ndarray[Any, Any]:
    """Return key by handle; the last entry is "", so that nobody (−1) has no key."""
    rows = connection.execute("SELECT handle, key FROM handles").fetchall()
    keys = np.full(max(h for h, _ in rows) + 2, "", object)
    for handle, key in rows:
        keys[handle] = key
    return keys


def cards(connection: sqlite3.Connection, op: int = EVER) -> pd.DataFrame:
    """Return the cards of every source after `op`, ids being handle keys, merges in `keys`."""
    import pandas as pd

    names = handle_keys(connection)
    found = as_frame(connection, "contacts", names, op)
    more: dict[str, list[str]] = {}
    merges = connection.execute(
        "SELECT decision, a, b FROM decisions WHERE kind IN ('merge', 'ego') "
        "AND added <= :op AND (removed IS NULL OR removed > :op)",
        {"op": op},
    )
    for decision, a, b in merges:
        for handle in (a, b):
            more.setdefault(str(names[handle]), []).append(f"merge:{decision}")
    joined = [
        join_many([*split_many(cell), *more.pop(key, [])])
        for key, cell in zip(found["id"], found["keys"], strict=True)
    ]
    found = found.assign(keys=joined)
    if more:
        bare = pd.DataFrame({"id": list(more), "keys": [join_many(v) for v in more.values()]})
        found = pd.concat([found, typed("contacts", bare)], ignore_index=True)
    return typed("contacts", found)


@dataclass(frozen=True)
class Groups:
    """The cards joined, with each handle's group (its key's public id in `resolved`)."""

    resolved: Tables
    members: dict[str, list[int]]


def groups(connection: sqlite3.Connection, op: int = EVER) -> Groups:
    """Join the cards as of an operation; a key that no card bears is a person of its own."""
    rows = connection.execute(
        "SELECT handle, key FROM handles WHERE added <= ? ORDER BY handle", (op,)
    ).fetchall()
    if not is_ego_used(connection, op):
        rows = [row for row in rows if row[0] != EGO_HANDLE]
    named = frame("event_people", {"event": ["-"] * len(rows), "person": [key for _, key in rows]})
    resolved = identity.resolve(Tables(contacts=cards(connection, op), event_people=named))
    keys = resolved.keys[resolved.keys["kind"] == "local"]
    public = dict(zip(keys["value"], keys["person"], strict=True))
    public[EGO] = resolved.owner
    members: dict[str, list[int]] = {}
    for handle, key in rows:
        members.setdefault(public[key], []).append(handle)
    return Groups(resolved, members)


def is_ego_used(connection: sqlite3.Connection, op: int = EVER) -> bool:
    """Whether anything that held after an operation speaks of the owner."""
    queries = [
        f'SELECT 1 FROM {table} WHERE "{column}" = {EGO_HANDLE} AND {HELD} LIMIT 1'
        for table in FACT_TABLES
        for column in person_columns(table)
    ]
    queries += [
        f"SELECT 1 FROM event_people JOIN events ON event = fact WHERE person = {EGO_HANDLE} "
        f"AND {HELD} LIMIT 1",
        f"SELECT 1 FROM decisions WHERE a = {EGO_HANDLE} AND {HELD} LIMIT 1",
    ]
    return any(connection.execute(query, {"op": op}).fetchone() for query in queries)


def regroup(connection: sqlite3.Connection, op: int) -> int:
    """Write the groups afresh, making people under `op` for those without one; return how many."""
    found = groups(connection)
    connection.execute(
        "DELETE FROM positions WHERE person IN "
        "(SELECT person FROM people WHERE anchor NOT IN (SELECT handle FROM handles))"
    )
    anchors = dict(connection.execute("SELECT anchor, person FROM people"))
    taken = {row[0] for row in connection.execute("SELECT id FROM people")}
    next_person = max(anchors.values(), default=0) + 1
    new: list[tuple[int, str, int, int]] = []
    moved: list[tuple[int, int]] = []
    for wish, members in found.members.items():
        owned = [anchors[h] for h in members if h in anchors]
        person = min(owned, default=next_person)
        if not owned:
            new.append((person, unique_id(wish, taken), members[-1], op))
            next_person += 1
        moved += [(person, h) for h in members]
    connection.executemany(
        "INSERT INTO people (person, id, anchor, added) VALUES (?, ?, ?, ?)", new
    )
    connection.executemany("UPDATE handles SET person = ? WHERE handle = ?", moved)
    _keep_keys(connection, found.resolved)
    return len(new)


def _keep_keys(connection: sqlite3.Connection, resolved: Tables) -> None:
    """Keep what leads to whom, so that opening a book need not work it out again."""
    numbers = connection.execute("SELECT key, person FROM handles WHERE person IS NOT NULL")
    number_of = dict(numbers.fetchall())
    table = resolved.keys
    is_local = (table["kind"] == "local").to_numpy()
    local = table[is_local]
    person = {
        p: number_of[v]
        for p, v in zip(local["person"], local["value"], strict=True)
        if v in number_of
    }
    if resolved.owner and EGO in number_of:
        person[resolved.owner] = number_of[EGO]
    rest = table[~is_local]
    rows = zip(*(rest[c] for c in ("person", "kind", "value")), strict=True)
    connection.execute("DELETE FROM keys")
    connection.executemany(
        "INSERT OR IGNORE INTO keys (person, kind, value) VALUES (?, ?, ?)",
        ((person[p], kind, value) for p, kind, value in rows if p in person),
    )


def may_regroup(connection: sqlite3.Connection, op: int) -> bool:
    """Whether an operation touched anything that who-is-who depends on."""
    touched = (
        "SELECT 1 FROM handles WHERE added = :op",
        "SELECT 1 FROM contacts WHERE added = :op OR removed = :op",
        "SELECT 1 FROM decisions WHERE kind IN ('merge', 'ego') AND (added = :op OR removed = :op)",
        "SELECT 1 FROM handles WHERE handle = 0 AND person IS NULL",
    )
    return any(connection.execute(f"{query} LIMIT 1", {"op": op}).fetchone() for query in touched)


def unique_id(wish: str, taken: set[str]) -> str:
    """Return the wished id, with a number behind it where somebody has it."""
    name, n = wish, 1
    while name in taken:
        n += 1
        name = f"{wish}-{n}"
    taken.add(name)
    return name


def ids_by_handle(connection: sqlite3.Connection, op: int = EVER) -> np.ndarray[Any, Any]:
    """Return each handle's person id after `op`; the last entry is "" for nobody."""
    n = connection.execute("SELECT max(handle) FROM handles").fetchone()[0]
    out = np.full(n + 2, "", object)
    if op == EVER:
        rows: Iterable[tuple[int, str]] = connection.execute(
            "SELECT handle, id FROM handles JOIN people USING (person)"
        )
    else:
        rows = _ids_of_groups(connection, op)
    for handle, person in rows:
        out[handle] = person
    return out


def _ids_of_groups(connection: sqlite3.Connection, op: int) -> Iterable[tuple[int, str]]:
    anchored = connection.execute("SELECT anchor, person, id FROM people WHERE added <= ?", (op,))
    by_anchor = {anchor: (person, name) for anchor, person, name in anchored}
    for members in groups(connection, op).members.values():
        owned = [by_anchor[h] for h in members if h in by_anchor]
        if owned:
            yield from ((h, min(owned)[1]) for h in members)


def aliases(connection: sqlite3.Connection, op: int = EVER) -> list[tuple[str, str]]:
    """Return (alias, id) for people who have become part of another."""
    now = ids_by_handle(connection, op)
    rows = connection.execute("SELECT id, anchor FROM people WHERE added <= ?", (op,))
    return [(name, str(now[anchor])) for name, anchor in rows if now[anchor] not in ("", name)]
