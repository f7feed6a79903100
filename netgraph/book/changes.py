"""What changed since a day: who moved job, who is new, whose connection is gone, what went cold."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING, Any

from ..schema import company_keys
from .store import OWNER

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("person", "name", "what", "was", "now", "on")


def changes(
    connection: sqlite3.Connection, since: dt.date, companies: pd.DataFrame
) -> list[dict[str, Any]]:
    """Return a row a change that came with operations dated (as of) after `since`."""
    rows = connection.execute(
        """
        SELECT people.id, new.name, old.company, new.company, old.title, new.title, ops.as_of
        FROM contacts AS new
        JOIN ops ON ops.op = new.added
        JOIN contacts AS old
            ON old.stream = new.stream AND old.row_key = new.row_key AND old.removed = new.added
        JOIN handles ON handles.handle = new.id
        JOIN people USING (person)
        WHERE ops.as_of > ?
        ORDER BY ops.op, people.id
        """,
        (since.isoformat(),),
    ).fetchall()
    found = []
    for person, name, old_company, company, old_title, title, on in rows:
        was, now = company_keys((old_company, company), companies)
        if was != now:
            found.append((person, name, "company", old_company, company, on))
        elif old_title != title:
            found.append((person, name, "title", old_title, title, on))
    found += [(p, n, "gone", "connected", "", on) for p, n, on in _gone(connection, since)]
    found += [(p, n, "new", "", "", on) for p, n, on in _new(connection, since)]
    return [dict(zip(COLUMNS, row, strict=True)) for row in dict.fromkeys(found)]


def _gone(connection: sqlite3.Connection, since: dt.date) -> list[tuple[str, str, str]]:
    """Return whose connection a newer list no longer had: id, name, the day of that list."""
    return connection.execute(
        f"""
        SELECT people.id, coalesce(max(contacts.name), ''), ops.as_of
        FROM ties
        JOIN ops ON ops.op = ties.added
        JOIN ties AS old ON old.stream = ties.stream AND old.row_key = ties.row_key
            AND old.removed = ties.added AND old.until IS NULL
        JOIN handles ON handles.handle IN (ties.a, ties.b)
        JOIN people USING (person)
        LEFT JOIN contacts ON contacts.id = handles.handle
        WHERE ops.as_of > ? AND ties.until IS NOT NULL
            AND people.person IS NOT {OWNER}
        GROUP BY people.id, ops.as_of
        ORDER BY people.id
        """,
        (since.isoformat(),),
    ).fetchall()


def _new(connection: sqlite3.Connection, since: dt.date) -> list[tuple[str, str, str]]:
    """Return who came with operations after the first one: id, name, the day."""
    return connection.execute(
        """
        SELECT people.id, coalesce(max(contacts.name), ''), ops.as_of
        FROM people
        JOIN ops ON ops.op = people.added
        LEFT JOIN contacts ON contacts.id = people.anchor
        WHERE ops.as_of > ?
        GROUP BY people.id
        ORDER BY people.id
        """,
        (since.isoformat(),),
    ).fetchall()
