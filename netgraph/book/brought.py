"""What did an operation bring: who is new, what was new between people, whose card changed?

Rows are counted while they are written; people are counted here, by who is who as the book knows
it now. So the counts of an import may be asked for again once `review` has been answered.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Final

from ..schema import split_many
from .store import OWNER

ONLY_ASKED: Final = frozenset({"linkedin: invitations"})
"""Streams that name people who were asked to connect: not known before they answer."""


def new_people(connection: sqlite3.Connection, op: int) -> dict[str, set[str]]:
    """Return, by stream, the ids of the people whom the stream did not name before an operation.

    The owner is left out; "" stands for all streams together, but for those in which people were
    only asked to connect.
    """
    rows = connection.execute(
        f"""
        SELECT stream, people.id, min(since) FROM (
            SELECT stream, id AS handle, added AS since FROM contacts
            UNION ALL
            SELECT stream, event_people.person, added
            FROM event_people JOIN events ON event = fact
        ) JOIN handles USING (handle) JOIN people USING (person)
        WHERE handles.person IS NOT {OWNER}
        GROUP BY stream, people.id
        """
    ).fetchall()
    first: dict[tuple[str, str], int] = {}
    for stream, person, since in rows:
        first[stream, person] = since
        if stream not in ONLY_ASKED:
            first["", person] = min(since, first.get(("", person), since))
    found: dict[str, set[str]] = {"": set()}
    for (stream, person), since in first.items():
        if since == op:
            found.setdefault(stream, set()).add(person)
    return found


def new_interactions(connection: sqlite3.Connection, op: int) -> dict[str, int]:
    """Count, by stream, an operation's events × the other people in each.

    In a book that has an owner, the owner's own events: what two others write to each other is no
    interaction of his. The owner is nobody's other person, whichever of the own addresses an event
    names.
    """
    rows = connection.execute(
        f"""
        SELECT stream, n - has_owner, has_owner, {OWNER} IS NULL
        FROM (
            SELECT stream, count(DISTINCT handles.person) AS n,
                max(handles.person IS {OWNER}) AS has_owner
            FROM events NOT INDEXED
            JOIN event_people ON event = fact
            JOIN handles ON handle = event_people.person
            WHERE events.added = :op
                AND row_key NOT IN (SELECT row_key FROM events WHERE removed = :op)
            GROUP BY fact
        )
        """,
        {"op": op},
    )
    found: Counter[str] = Counter()
    for stream, n, has_owner, is_ownerless in rows:
        if has_owner or is_ownerless:
            found[stream] += n
    return dict(found)


def new_emails(connection: sqlite3.Connection, op: int) -> dict[str, int]:
    """Count, by log, the addresses that an operation brought of people the log named before.

    A mailbox or calendar names people by address alone: an address that is new there is a new row.
    """
    rows = connection.execute(
        f"""
        SELECT contacts.stream, count(*) FROM contacts
        JOIN handles ON handle = contacts.id
        WHERE contacts.added = ? AND contacts.origin = 'logged' AND contacts.emails <> ''
            AND handles.person IS NOT {OWNER}
            AND EXISTS (
                SELECT 1 FROM contacts AS old JOIN handles AS had ON had.handle = old.id
                WHERE had.person = handles.person AND old.stream = contacts.stream
                    AND old.added < contacts.added
            )
            AND NOT EXISTS (
                SELECT 1 FROM contacts AS same
                WHERE same.id = contacts.id AND same.stream = contacts.stream
                    AND same.added < contacts.added
            )
        GROUP BY contacts.stream
        """,
        (op,),
    )
    return dict(rows.fetchall())


def changed_people(connection: sqlite3.Connection, op: int) -> Counter[str]:
    """Count the people whose company, title or e-mail addresses an operation changed.

    An address is new that no source had shown of a person known before.
    """
    found: Counter[str] = Counter()
    for column in ("company", "title"):
        found[f"changed_{column}"] = connection.execute(
            f"""
            SELECT count(DISTINCT handles.person) FROM contacts AS new
            JOIN contacts AS old ON old.stream = new.stream AND old.row_key = new.row_key
                AND old.removed = new.added AND old.{column} <> new.{column}
            JOIN handles ON handle = new.id
            WHERE new.added = ? AND handles.person IS NOT {OWNER}
            """,
            (op,),
        ).fetchone()[0]
    found["new_emails"] = len(_with_new_address(connection, op))
    return found


def _with_new_address(connection: sqlite3.Connection, op: int) -> set[int]:
    """Return the people known before who bear an address that no earlier card of theirs shows."""
    rows = connection.execute(
        f"""
        SELECT person, emails, min(contacts.added) < :op FROM contacts
        JOIN handles ON handle = contacts.id
        WHERE contacts.added <= :op AND person IS NOT {OWNER}
            AND stream NOT IN ({", ".join(map(repr, sorted(ONLY_ASKED)))})
        GROUP BY person, emails
        """,
        {"op": op},
    ).fetchall()
    own = set(connection.execute("SELECT person, value FROM keys WHERE kind = 'email'").fetchall())
    known = {person for person, _, is_old in rows if is_old}
    had = {(p, e) for p, emails, is_old in rows if is_old for e in split_many(emails)}
    return {
        p
        for p, emails, is_old in rows
        if not is_old and p in known
        for e in split_many(emails)
        if (p, e) in own and (p, e) not in had
    }
