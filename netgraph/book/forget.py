"""Forgetting a person: every byte of what names them goes, from the book and its history.

A salted digest of their keys stays behind, so that the next import does not bring them back. What
others' notes say of them is listed, not changed: those are the user's own words.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..schema import Tables, fold_email, profile_slug, split_many
from .facts import person_columns
from .store import FACT_TABLES

if TYPE_CHECKING:
    from ..sources.rows import Reading


def erase(connection: sqlite3.Connection, person: str) -> list[str]:
    """Delete a person inside the caller's transaction; return notes of others that name them."""
    number = connection.execute("SELECT person FROM people WHERE id = ?", (person,)).fetchone()[0]
    handles = [
        row[0]
        for row in connection.execute("SELECT handle FROM handles WHERE person = ?", (number,))
    ]
    cards = _cards_of(connection, handles)
    words = {name for name, *_ in cards if name}
    _bury(connection, handles, cards)
    marks = ", ".join("?" * len(handles))
    for table in FACT_TABLES:
        for column in person_columns(table):
            if table == "events":
                connection.execute(
                    f"UPDATE events SET arranged_by = NULL WHERE arranged_by IN ({marks})", handles
                )
            elif (table, column) == ("contacts", "assistant_of"):
                connection.execute(
                    f"UPDATE contacts SET assistant_of = NULL WHERE assistant_of IN ({marks})",
                    handles,
                )
            else:
                connection.execute(f'DELETE FROM {table} WHERE "{column}" IN ({marks})', handles)
    connection.execute("DELETE FROM ask_events WHERE ask NOT IN (SELECT id FROM asks)")
    _leave_events(connection, handles)
    connection.execute(
        f"DELETE FROM decisions WHERE a IN ({marks}) OR b IN ({marks})", (*handles, *handles)
    )
    connection.execute("DELETE FROM positions WHERE person = ?", (number,))
    anchored = f"SELECT person FROM people WHERE anchor IN ({marks})"
    connection.execute(f"UPDATE handles SET person = NULL WHERE person IN ({anchored})", handles)
    connection.execute(f"DELETE FROM people WHERE anchor IN ({marks})", handles)
    connection.execute(f"DELETE FROM handles WHERE handle IN ({marks})", handles)
    _clean_titles(connection, words)
    return _mentions(connection, words)


def _cards_of(connection: sqlite3.Connection, handles: list[int]) -> list[tuple[str, ...]]:
    marks = ", ".join("?" * len(handles))
    return connection.execute(
        f"SELECT name, emails, phones, linkedin, keys FROM contacts WHERE id IN ({marks})", handles
    ).fetchall()


def _leave_events(connection: sqlite3.Connection, handles: list[int]) -> None:
    """Take the person out of events; those left with at most one person go, with their notes."""
    marks = ", ".join("?" * len(handles))
    theirs = [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT event FROM event_people WHERE person IN ({marks})", handles
        )
    ]
    connection.execute(f"DELETE FROM event_people WHERE person IN ({marks})", handles)
    connection.executemany(
        "DELETE FROM events WHERE fact = ? AND "
        "(SELECT count(*) FROM event_people WHERE event = fact) < 2",
        ((event,) for event in theirs),
    )


def _clean_titles(connection: sqlite3.Connection, words: Iterable[str]) -> None:
    """Take the name out of the titles of operations."""
    for word in words:
        connection.execute("UPDATE ops SET title = replace(title, ?, '(forgotten)')", (word,))


def _mentions(connection: sqlite3.Connection, words: Iterable[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        for table, column in (
            ("contacts", "notes"),
            ("events", "note"),
            ("introductions", "context"),
        ):
            rows = connection.execute(
                f"SELECT {column} FROM {table} WHERE instr({column}, ?) > 0", (word,)
            )
            found += [row[0] for row in rows]
    return list(dict.fromkeys(found))


def _salt(connection: sqlite3.Connection) -> bytes:
    row = connection.execute("SELECT value FROM settings WHERE key = 'salt'").fetchone()
    return bytes.fromhex(row[0])


def _digest(salt: bytes, key: str) -> bytes:
    return hmac.digest(salt, key.encode(), hashlib.sha256)


def _certain_keys(emails: str, phones: str, linkedin: str, more: str) -> set[str]:
    keys = {f"mail:{fold_email(a)}" for a in split_many(emails)}
    keys |= {f"tel:{p}" for p in split_many(phones) if p.startswith("+")}
    keys |= {f"in:{profile_slug(linkedin) or linkedin.lower()}"} if linkedin else set()
    return (keys | set(split_many(more))) - {"mail:", "in:"}


def _bury(connection: sqlite3.Connection, handles: list[int], cards: list[tuple[str, ...]]) -> None:
    salt = _salt(connection)
    marks = ", ".join("?" * len(handles))
    keys = {
        row[0]
        for row in connection.execute(f"SELECT key FROM handles WHERE handle IN ({marks})", handles)
    }
    for _, emails, phones, linkedin, more in cards:
        keys |= _certain_keys(emails, phones, linkedin, more)
    connection.executemany(
        "INSERT OR IGNORE INTO tombstones (digest) VALUES (?)",
        ((_digest(salt, key),) for key in keys),
    )


def without_forgotten(connection: sqlite3.Connection, reading: Reading) -> Tables:
    """Return the reading's tables without those who were forgotten."""
    buried = {row[0] for row in connection.execute("SELECT digest FROM tombstones")}
    tables = reading.tables
    if not buried:
        return tables
    salt = _salt(connection)
    contacts = tables.contacts
    gone = {
        local
        for local, *cells in zip(
            *(contacts[c] for c in ("id", "emails", "phones", "linkedin", "keys")), strict=True
        )
        if any(_digest(salt, k) in buried for k in (local, *_certain_keys(*cells)))
    }
    frames = {}
    for name in FACT_TABLES:
        for column in person_columns(name):
            gone |= {k for k in tables[name][column].unique() if k and _digest(salt, k) in buried}
    parts = tables.event_people
    gone |= {k for k in parts["person"].unique() if k and _digest(salt, k) in buried}
    if not gone:
        return tables
    for name in FACT_TABLES:
        table = tables[name]
        for column in person_columns(name):
            if (name, column) in (("contacts", "assistant_of"), ("events", "arranged_by")):
                table = table.assign(**{column: table[column].where(~table[column].isin(gone), "")})
            else:
                table = table[~table[column].isin(gone)]
        frames[name] = table.reset_index(drop=True)
    states = frames["ask_events"]
    frames["ask_events"] = states[states["ask"].isin(frames["asks"]["id"])].reset_index(drop=True)
    touched = set(parts["event"][parts["person"].isin(gone)])
    parts = parts[~parts["person"].isin(gone)]
    left = parts["event"].value_counts()
    alone = {e for e in touched if left.get(e, 0) < 2}
    frames["event_people"] = parts[~parts["event"].isin(alone)].reset_index(drop=True)
    events = frames["events"]
    frames["events"] = events[~events["id"].isin(alone)].reset_index(drop=True)
    owner = "" if tables.owner in gone else tables.owner
    return tables.with_frames(frames, owner=owner)
