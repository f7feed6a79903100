"""Taking an operation back: what it added goes, what it ended holds again.

An operation can be undone in any order, unless a later one has replaced what it added; then that
one has to go first, and the message says which.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from ..errors import BookError
from .facts import person_columns
from .people import regroup
from .store import EGO_HANDLE, FACT_TABLES

_WITH_OPS: Final = (*FACT_TABLES, "decisions")


def undo(connection: sqlite3.Connection, op: int) -> str:
    """Undo an operation inside the caller's transaction; return its title."""
    row = connection.execute("SELECT title FROM ops WHERE op = ? AND op > 0", (op,)).fetchone()
    if row is None:
        raise BookError(f"there is no operation {op}; `netgraph history` lists them")
    _refuse_if_replaced(connection, op)
    for table in _WITH_OPS:
        connection.execute(f"DELETE FROM {table} WHERE added = ?", (op,))
        connection.execute(f"UPDATE {table} SET removed = NULL WHERE removed = ?", (op,))
    _drop_unused_handles(connection)
    connection.execute("UPDATE people SET added = 0 WHERE added = ?", (op,))
    connection.execute("UPDATE handles SET added = 0 WHERE added = ?", (op,))
    connection.execute("DELETE FROM ops WHERE op = ?", (op,))
    regroup(connection, 0)
    return str(row[0])


def _refuse_if_replaced(connection: sqlite3.Connection, op: int) -> None:
    later: set[int] = set()
    for table in _WITH_OPS:
        later |= {
            row[0]
            for row in connection.execute(
                f"SELECT DISTINCT removed FROM {table} WHERE added = ? AND removed > ?", (op, op)
            )
        }
    if later:
        names = ", ".join(map(str, sorted(later, reverse=True)))
        raise BookError(
            f"operation {op} cannot be undone yet: operation {names} replaced what it added; "
            f"undo {names} first"
        )


def _drop_unused_handles(connection: sqlite3.Connection) -> None:
    """Forget the keys that nothing speaks of any more, and the people anchored in them."""
    used = " UNION ".join(used_handles())
    connection.execute(
        "CREATE TEMP TABLE gone AS SELECT handle FROM handles WHERE handle <> ? "
        f"AND handle NOT IN ({used})",
        (EGO_HANDLE,),
    )
    connection.execute(
        "DELETE FROM positions WHERE person IN "
        "(SELECT person FROM people WHERE anchor IN (SELECT handle FROM gone))"
    )
    connection.execute("UPDATE handles SET person = NULL")
    connection.execute("DELETE FROM people WHERE anchor IN (SELECT handle FROM gone)")
    connection.execute("DELETE FROM handles WHERE handle IN (SELECT handle FROM gone)")
    connection.execute("DROP TABLE gone")


def used_handles() -> list[str]:
    """Return a query for each column of the book that names people by handle."""
    queries = [
        f'SELECT "{column}" FROM {table} WHERE "{column}" IS NOT NULL'
        for table in FACT_TABLES
        for column in person_columns(table)
    ]
    queries += ["SELECT person FROM event_people WHERE person IS NOT NULL"]
    queries += [f"SELECT {c} FROM decisions WHERE {c} IS NOT NULL" for c in ("a", "b")]
    return queries
