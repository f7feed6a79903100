"""The book as tables: one id a person, corrections applied, as of any operation.

A million events come out as columns of numbers (`group_concat` in SQLite, parsed by numpy): rows
of Python objects would take most of the time of opening a book.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .. import identity
from ..schema import (
    EVENT_KINDS,
    ORIGINS,
    PRECISIONS,
    ROLES,
    TABLES,
    Tables,
    fold_company,
    frame,
    join_many,
    typed,
)
from ..sources.coverage import LOGS, Span
from . import people
from .facts import HELD, as_frame
from .people import EVER

if TYPE_CHECKING:
    import pandas as pd

_NONE: Final = -32_768
"""Stands for NULL: no length, offset or handle is that, and it is short."""
_EVENTS: Final = "events NOT INDEXED"
"""In the order of the file: by way of an index a million rows take fifteen times as long."""

_PLAIN: Final = (
    "introductions",
    "ties",
    "asks",
    "ask_events",
    "favours",
    "targets",
    "companies",
    "policy",
)


def tables(connection: sqlite3.Connection, op: int = EVER) -> Tables:
    """Return all that held after an operation, resolved: what `network.load` freezes."""
    ids = people.ids_by_handle(connection, op)
    owner = str(ids[0])
    contacts, keys = _cards_now(connection, ids) if op == EVER else _cards_then(connection, ids, op)
    frames = {name: as_frame(connection, name, ids, op) for name in _PLAIN}
    made = frames["introductions"]
    frames["introductions"] = made.assign(to=made["to"].where(made["to"] != "", owner))
    frames["events"], frames["event_people"] = _events(connection, ids, op)
    frames["contacts"], frames["keys"] = _corrected(connection, contacts, ids, op), keys
    frames["ties"] = _without_wrong_ties(connection, frames["ties"], ids, op)
    return Tables().with_frames(frames, owner=owner)


def _cards_now(
    connection: sqlite3.Connection, ids: np.ndarray[Any, Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the joined cards and the keys, by the groups and keys that the book keeps."""
    rows = connection.execute("SELECT id, kind, value FROM keys JOIN people USING (person)")
    keys = rows.fetchall()
    cards = people.cards(connection)
    by_key = {k: str(i) for k, i in zip(people.handle_keys(connection), ids, strict=True) if k}
    own = np.array([by_key[key] for key in cards["id"]], object)
    named = {person: value for person, kind, value in keys if kind == "name"}
    bare = {str(i): named.get(str(i), "") for i in set(ids.tolist()) - set(own.tolist()) - {""}}
    contacts = identity.one_row_each(
        cards.assign(assistant_of=cards["assistant_of"].map(lambda key: by_key.get(key, ""))),
        own,
        bare,
    )
    local = [(str(i), "local", k) for k, i in by_key.items() if i]
    return typed("contacts", contacts), _key_table(connection, [*keys, *local], EVER)


def _cards_then(
    connection: sqlite3.Connection, ids: np.ndarray[Any, Any], op: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the joined cards and the keys as of an operation, worked out afresh."""
    found = people.groups(connection, op).resolved
    by_key = {k: str(i) for k, i in zip(people.handle_keys(connection), ids, strict=True) if k}
    local = found.keys[found.keys["kind"] == "local"]
    own = {p: by_key[v] for p, v in zip(local["person"], local["value"], strict=True)}
    own.setdefault(found.owner, str(ids[0]))
    contacts = found.contacts.assign(
        id=found.contacts["id"].map(lambda p: own.get(p, p)),
        assistant_of=found.contacts["assistant_of"].map(lambda p: own.get(p, p)),
    )
    rows = [(own.get(p, p), k, v) for p, k, v in found.keys[["person", "kind", "value"]].to_numpy()]
    return (
        typed("contacts", contacts.sort_values("id", ignore_index=True)),
        _key_table(connection, rows, op),
    )


def _key_table(
    connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str]], op: int
) -> pd.DataFrame:
    """Return the keys and the ids that have become aliases."""
    aliases = [(person, "alias", alias) for alias, person in people.aliases(connection, op)]
    columns = list(zip(*sorted({*rows, *aliases}), strict=True)) or [(), (), ()]
    return frame("keys", dict(zip(("person", "kind", "value"), columns, strict=True)))


def companies(connection: sqlite3.Connection) -> pd.DataFrame:
    """Return the table of companies as it is now."""
    return as_frame(connection, "companies", np.full(1, "", object), EVER)


def logs(connection: sqlite3.Connection, op: int) -> tuple[Span, ...]:
    """Return the days of the first and last event of each kind of log."""
    ends = connection.execute(
        f"SELECT stream, min(instant), max(instant) FROM {_EVENTS} WHERE {HELD} "
        "GROUP BY stream ORDER BY stream",
        {"op": op},
    )
    return tuple(Span(kind, _day(a), _day(b)) for kind, a, b in ends.fetchall() if kind in LOGS)


def _day(instant: int) -> str:
    return dt.date.fromordinal(instant // 86_400 + 719_163).isoformat()


def former_companies(connection: sqlite3.Connection) -> dict[str, str]:
    """Return where people were before, by id: the companies of cards that no longer hold."""
    rows = connection.execute(
        "SELECT people.id, company FROM contacts JOIN handles ON handle = contacts.id "
        "JOIN people USING (person) WHERE removed IS NOT NULL AND company <> '' ORDER BY fact"
    )
    found: dict[str, list[str]] = {}
    for person, company in rows:
        found.setdefault(person, []).append(company)
    return {person: join_many(dict.fromkeys(names)) for person, names in found.items()}


def decisions(
    connection: sqlite3.Connection, kind: str, ids: np.ndarray[Any, Any], op: int
) -> list[tuple[str, str, str, str, str]]:
    """Return the decisions of a kind that held: ids of a and b, field, what it was, what it is."""
    rows = connection.execute(
        f"SELECT a, b, field, was, value FROM decisions WHERE kind = :kind AND {HELD} "
        "ORDER BY decision",
        {"kind": kind, "op": op},
    )
    return [
        (str(ids[-1 if a is None else a]), str(ids[-1 if b is None else b]), field, was, value)
        for a, b, field, was, value in rows
    ]


def _corrected(
    connection: sqlite3.Connection, contacts: pd.DataFrame, ids: np.ndarray[Any, Any], op: int
) -> pd.DataFrame:
    """Return the cards as the user corrected them.

    A correction of a company or title holds as long as the sources say what they said then: news
    from a later export is shown.
    """
    contacts = contacts.set_index("id", drop=False)
    for person, _, column, was, value in decisions(connection, "correct", ids, op):
        if person not in contacts.index:
            continue
        now = contacts.at[person, column]
        if column == "company" and fold_company(str(now)) != fold_company(was):
            continue
        if column == "title" and now != was:
            continue
        contacts.at[person, column] = _cell(column, value)
    return contacts.reset_index(drop=True)


def _cell(column: str, value: str) -> Any:
    known = TABLES["contacts"].column(column)
    kind = known.kind if known else "text"
    if kind == "flag":
        return value == "yes"
    return (float(value) if value else np.nan) if kind == "number" else value


def _without_wrong_ties(
    connection: sqlite3.Connection, ties: pd.DataFrame, ids: np.ndarray[Any, Any], op: int
) -> pd.DataFrame:
    wrong = {frozenset(row[:2]) for row in decisions(connection, "not_tie", ids, op)}
    if not wrong:
        return ties
    keep = [frozenset(p) not in wrong for p in zip(ties["a"], ties["b"], strict=True)]
    return ties[keep].reset_index(drop=True)


def _columns(
    connection: sqlite3.Connection, expressions: Mapping[str, str], source: str, op: int
) -> dict[str, Any]:
    """Return columns of whole numbers as arrays, in one pass over the rows; NULL as `_NONE`."""
    inner = ", ".join(f"coalesce({e}, {_NONE}) AS {name}" for name, e in expressions.items())
    outer = ", ".join(f"group_concat({name})" for name in expressions)
    texts = connection.execute(f"SELECT {outer} FROM (SELECT {inner} FROM {source})", {"op": op})
    nothing = np.zeros(0, np.int64)
    return {
        name: np.fromstring(text, dtype=np.int64, sep=",") if text else nothing
        for name, text in zip(expressions, texts.fetchone(), strict=True)
    }


def _coded(column: str, words: Sequence[str]) -> str:
    """Return the SQL that gives the place of a column's word among some, −1 for another."""
    whens = " ".join(f"WHEN '{word}' THEN {at}" for at, word in enumerate(words))
    return f"CASE {column} {whens} ELSE -1 END"


def _events(
    connection: sqlite3.Connection, ids: np.ndarray[Any, Any], op: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the events, each once whichever files told of it, and who took part.

    An event's id here is its number in the book.
    """
    once = f"SELECT min(fact) FROM events WHERE {HELD} GROUP BY row_key"
    is_told_once = _is_told_once(connection, op)
    held = HELD if is_told_once else f"fact IN ({once})"
    source = f"{_EVENTS} WHERE {held} ORDER BY fact"
    words = {"precision": PRECISIONS, "kind": ("", *EVENT_KINDS), "origin": ORIGINS}
    found = _columns(
        connection,
        {
            "fact": "fact",
            "instant": "instant",
            "seconds": "CAST(minutes * 60 AS INTEGER)",
            "offset_minutes": "CAST(offset_minutes AS INTEGER)",
            "arranged_by": "arranged_by",
            **{name: _coded(name, among) for name, among in words.items()},
        },
        source,
        op,
    )
    fact = found["fact"]
    if not len(fact):
        return frame("events"), frame("event_people")
    known = {name: _words(found[name], among) for name, among in words.items()}
    note = np.full(len(fact), "", object)
    for number, text in connection.execute(
        f"SELECT fact, note FROM (SELECT * FROM {source}) WHERE note <> ''", {"op": op}
    ):
        note[np.searchsorted(fact, number)] = text
    seconds, offset = found["seconds"], found["offset_minutes"]
    events = {
        "id": np.array(list(map(str, fact.tolist())), object),
        "instant": found["instant"],
        "offset_minutes": np.where(offset == _NONE, np.nan, offset),
        "minutes": np.where(seconds == _NONE, np.nan, seconds / 60),
        "note": note,
        "arranged_by": _people(found["arranged_by"], ids),
        **known,
    }
    is_all = (
        is_told_once
        and not connection.execute(
            f"SELECT 1 FROM {_EVENTS} WHERE NOT ({HELD}) LIMIT 1", {"op": op}
        ).fetchone()
    )
    only = "" if is_all else f" WHERE event IN (SELECT fact FROM events WHERE {held})"
    return frame("events", events), _event_people(connection, only, fact, events["id"], ids, op)


def _is_told_once(connection: sqlite3.Connection, op: int) -> bool:
    """Whether no two sources tell of the same event; within one its keys are unique."""
    streams = connection.execute("SELECT count(DISTINCT stream) FROM events").fetchone()[0]
    if streams < 2:
        return True
    twice = f"SELECT 1 FROM {_EVENTS} WHERE {HELD} GROUP BY row_key HAVING count(*) > 1 LIMIT 1"
    return connection.execute(twice, {"op": op}).fetchone() is None


def _event_people(
    connection: sqlite3.Connection,
    only: str,
    fact: Any,
    names: Any,
    ids: np.ndarray[Any, Any],
    op: int,
) -> pd.DataFrame:
    """Return who took part in the events `fact`, whose ids are `names`."""
    roles = ("", *ROLES)
    found = _columns(
        connection,
        {"event": "event", "who": "person", "role": _coded("role", roles)},
        f"event_people{only} ORDER BY event, place",
        op,
    )
    response = np.full(len(found["event"]), "", object)
    where = f"{only} AND response <> ''" if only else " WHERE response <> ''"
    for event, place, answer in connection.execute(
        f"SELECT event, place, response FROM event_people{where}", {"op": op}
    ):
        response[np.searchsorted(found["event"], event) + place] = answer
    return frame(
        "event_people",
        {
            "event": names[np.searchsorted(fact, found["event"])],
            "person": _people(found["who"], ids),
            "role": _words(found["role"], roles),
            "response": response,
        },
    )


def _people(numbers: Any, ids: np.ndarray[Any, Any]) -> Any:
    return ids[np.where(numbers == _NONE, -1, numbers)]


def _words(numbers: Any, words: Sequence[str]) -> Any:
    return np.array([*words, ""], object)[numbers]
