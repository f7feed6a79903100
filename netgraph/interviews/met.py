"""A talk that took place, written at once: when, how long, who arranged it, which names were given
and whether you may use the name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..advice.asks import Ask, Step, asks_in
from ..book.entries import add_rows, key_of, new_event, new_person
from ..errors import NetgraphError, UnknownPersonError
from ..identity import find
from ..schema import EGO, PERMISSIONS, Tables
from .asks import in_words, write_step
from .states import check_step

if TYPE_CHECKING:
    from ..book import Book
    from ..book.operation import Operation


@dataclass(frozen=True)
class Given:
    """A name that was given: who, where, and whether the giver may be named (yes, no, ask)."""

    name: str
    company: str = ""
    may_use_name: str = "ask"


def given(words: str) -> Given:
    """Read a name that was given.

    >>> given("Seun Adeyemi, Globex: yes")
    Given(name='Seun Adeyemi', company='Globex', may_use_name='yes')
    """
    said, colon, permission = words.rpartition(":")
    if not colon:
        said, permission = words, "ask"
    permission = permission.strip().lower()
    name, _, company = (part.strip() for part in said.partition(","))
    if permission not in PERMISSIONS or not name:
        raise NetgraphError(
            f"{words!r}: expected a name, a company if known, and yes, no or ask, such as "
            "'Seun Adeyemi, Globex: yes' where you may say who gave you the name"
        )
    return Given(name, company, permission)


def met(
    book: Book,
    host: str,
    *,
    on: dt.date | None = None,
    minutes: float = np.nan,
    note: str = "",
    kind: str = "interview",
    arranged_by: str = "",
    names: Sequence[Given] = (),
) -> tuple[Ask, ...]:
    """Note a talk: when, with whom, arranged by whom, and the names it gave.

    Parameters
    ----------
    book : Book
    host : str
        Whom you met.
    on : date
        When; default today.
    minutes : float
    note : str
    kind : str
        "interview", or another kind of event.
    arranged_by : str
        The assistant who found the hour; somebody new gets a card as the host's assistant.
    names : sequence of Given
        Whom to talk to next; they become introductions of status name_given.

    Returns
    -------
    tuple of Ask
        The asks that led here, now in the state "met".

    Raises
    ------
    UnknownPersonError
        Nobody goes by the host's word.
    NetgraphError
        An ask for this person is open and no introduction is noted; nothing is written.
    """
    day = on or dt.date.today()
    known = book.tables()
    who = find(known, host)
    step = Step("met", day, note)
    led = [a for a in asks_in(known.asks, known.ask_events) if a.is_open and _is_for(a, who)]
    led = [a for a in led if a.status not in ("met", "thanked", "drafted")]
    for one in led:
        check_step(one, step, in_words(known, one))
    with book.operation("met", f"met {who} on {day}", as_of=day) as op:
        key = key_of(op, who)
        helper = _person(op, known, arranged_by, assistant_of=key) if arranged_by else ""
        people = [(EGO, "present"), (key, "present")]
        new_event(op, day, people, kind=kind, minutes=minutes, note=note, arranged_by=helper)
        for one in led:
            write_step(op, one, step)
        _close_introductions(op, known, who, key)
        for name in names:
            _write_name(op, known, key, name, day)
    return tuple(led)


def _is_for(one: Ask, person: str) -> bool:
    return one.target == person or (one.is_direct and one.helper == person)


def _person(op: Operation, known: Tables, word: str, **cells: str) -> str:
    """Return the key of the person a word means; somebody new gets a card."""
    try:
        return key_of(op, find(known, word))
    except UnknownPersonError as unknown:
        if "@" in word or "people go by" in str(unknown):
            raise
    return new_person(op, word, {column: value for column, value in cells.items() if value})


def _close_introductions(op: Operation, known: Tables, host: str, key: str) -> None:
    """Let the introduction that led here end in a meeting."""
    made = known.introductions
    mine = made[
        (made["introduced"] == host)
        & made["to"].isin(("", known.owner))
        & (made["status"] == "introduced")
    ]
    columns = ("introducer", "date", "context", "may_use_name")
    for by, date, context, may in zip(*(mine[c] for c in columns), strict=True):
        row = {"introducer": key_of(op, by), "introduced": key, "to": EGO, "date": date}
        add_rows(op, "introductions", [{**row, "context": context, "status": "met",
                                        "may_use_name": may}])  # fmt: skip


def _write_name(op: Operation, known: Tables, host: str, name: Given, day: dt.date) -> None:
    person = _person(op, known, name.name, company=name.company)
    row = {"introducer": host, "introduced": person, "to": EGO, "date": day}
    add_rows(
        op,
        "introductions",
        [{**row, "status": "name_given", "may_use_name": name.may_use_name}],
    )
