"""What a letter or a sheet may say of people: plain text, cleaned, names only with permission."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..advice.asks import Ask, asks_of
from ..advice.permission import permission
from ..schema import clean_text

if TYPE_CHECKING:
    from ..network import Network

_PREFERS = {"phone": "by phone", "in person": "in person"}
MOST_LETTERS = 200


def first_name(name: str) -> str:
    """Return how to address somebody, the whole name where its first part is no first name.

    >>> first_name("Ana Ruiz"), first_name("Ferreira, Gustavo, PhD"), first_name("王 家伟")
    ('Ana', 'Gustavo', '王 家伟')
    """
    if "," in name:
        rest = name.split(",")[1].split()
        return rest[0] if rest else name
    words = name.split()
    is_latin = bool(words) and all(c < "\u0250" or not c.isalpha() for c in words[0])
    return words[0] if is_latin and len(words) > 1 and not words[0].endswith(".") else name


def card(net: Network, person: int, column: str) -> str:
    """Return a cell of a person's card in one clean line."""
    return clean_text(str(net.now.contacts[column].iloc[person]))[:MOST_LETTERS]


def name_of(net: Network, person: int) -> str:
    """Return the name in one clean line."""
    return clean_text(net.label(person))[:MOST_LETTERS]


def prefers(net: Network, person: int) -> str:
    """Return how somebody likes to talk, in words."""
    return _PREFERS.get(card(net, person, "prefers"), "by phone or in person, as you prefer")


def introducers_of(net: Network, person: int) -> list[int]:
    """Return who introduced or named a person to ego, the latest first."""
    links, ego = net.links, net.ego_index
    rows = np.flatnonzero((links.who == person) & ((links.to == ego) | (links.to < 0)))
    rows = rows[links.status[rows] != "declined"]
    people = [int(links.by[row]) for row in rows[::-1].tolist()]
    return [p for p in dict.fromkeys(people) if p != ego]


def may_be_named(net: Network, introducer: int, person: int) -> bool:
    """Whether the introducer's name may be used with the person.

    Only where the answer was yes, and nobody's who does not want to be contacted since.
    """
    is_shut = bool(net.do_not_contact[introducer])
    return not is_shut and permission(net, introducer, person) == "yes"


def ask_about(net: Network, helper: int, target: int = -1) -> Ask | None:
    """Return the newest ask of a helper (for that target, where one is named), open ones first."""
    who = str(net.ids[helper])
    whom = str(net.ids[target]) if target >= 0 else ""
    found = [a for a in asks_of(net) if a.helper == who and whom in ("", a.target)]
    return next(reversed([a for a in found if a.is_open] or found), None)


def last_contact(net: Network, person: int) -> tuple[int | None, str]:
    """Return the days since you and somebody were last in touch, and what the last note says."""
    pairs, ego = net.pairs, net.ego_index
    low, high = sorted((ego, person))
    row = np.flatnonzero((pairs.i == low) & (pairs.j == high))
    days = None
    if len(row) and pairs.n_days[row[0]]:
        days = net.as_of_day - int(pairs.days[pairs.day_ptr[row[0] + 1] - 1])
    return days, next((note for _, note in notes_with(net, person) if note), "")


def notes_with(net: Network, person: int) -> list[tuple[dt.date, str]]:
    """Return the days of events with a person and ego, and their notes, the latest first."""
    parts, events = net.record.tables.event_people, net.record.tables.events
    theirs = set(parts["event"][parts["person"] == net.ids[person]])
    mine = set(parts["event"][parts["person"] == net.ego])
    rows = np.flatnonzero(
        events["id"].isin(theirs & mine).to_numpy() & (net.record.event_day <= net.as_of_day)
    )
    rows = rows[np.lexsort((rows, net.record.event_day[rows]))][::-1]
    notes = events["note"].to_numpy(dtype=object)
    epoch = dt.date(1970, 1, 1)
    return [
        (
            epoch + dt.timedelta(days=int(net.record.event_day[row])),
            clean_text(str(notes[row]))[:MOST_LETTERS],
        )
        for row in rows.tolist()
    ]
