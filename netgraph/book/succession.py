"""Which card of a newer export is which card of the book, rewritten.

A card of an address book is known by what it says, so that the same card read again is the same
fact. Where its owner rewrote it (a new job, a new address), nothing equal is left: it is found by
its UID, by an address, number or profile it still shows, or, in a newer export of the same list,
by being the only card of its name there that has changed. It keeps the key it had; the key it has
now is kept beside it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..identity.certain import are_different_names
from ..identity.records import marks_of_card
from ..schema import TABLES, Tables, fold_name, join_many, split_many
from ..sources.rows import Reading
from . import facts
from .facts import person_columns
from .store import fact_columns

if TYPE_CHECKING:
    import pandas as pd

CARD: Final = "card:"
"""How the key of a card begins that has nothing but what it says."""

SAME_LIST: Final = 0.5
"""A file in which at least this share of a list's cards stands again is a newer export of it."""

_COMPARED: Final = ("name", "company", "title", "notes", "tags", "group", "phones", "emails")


@dataclass(frozen=True)
class _Card:
    """What a card is known by."""

    key: str
    name: str
    marks: frozenset[str]
    was: frozenset[str]
    cells: tuple[str, ...]


def with_lasting_keys(connection: sqlite3.Connection, reading: Reading) -> Tables:
    """Return the tables with each rewritten card under the key the book knows it by."""
    tables = reading.tables
    cards = tables.contacts[tables.contacts["id"].str.startswith(CARD).to_numpy()]
    if not len(cards):
        return tables
    kind_of = {report.path: report.kind for report in reading.reports}
    stream = cards["file"].map(lambda path: kind_of.get(path, "frames"))
    known: dict[str, str] = {}
    for name, part in cards.groupby(stream.to_numpy(), sort=True):
        before = [c for c in _kept(connection, str(name)) if c.key.startswith(CARD)]
        known |= successors(before, _cards(part))
    return _renamed(tables, known) if known else tables


def successors(before: Sequence[_Card], now: Sequence[_Card]) -> dict[str, str]:
    """Return the key each rewritten card had, by the key it has now."""
    here, there = {card.key for card in now}, {card.key for card in before}
    known = {was: card.key for card in before for was in card.was if was in here}
    known = {key: was for key, was in known.items() if key not in there}
    left = [c for c in before if c.key not in here and c.key not in known.values()]
    come = [c for c in now if c.key not in there and c.key not in known]
    known |= _by_marks(left, come)
    if len(left) <= (1 - SAME_LIST) * len(before):
        taken = set(known.values())
        left = [c for c in left if c.key not in taken]
        known |= _by_names(left, [c for c in come if c.key not in known], (before, now))
    return known


def _by_names(
    left: Sequence[_Card], come: Sequence[_Card], lists: Iterable[Sequence[_Card]]
) -> dict[str, str]:
    """Pair the cards of one name that have changed, where each is clearly the other's likest.

    Where namesakes are in the list, something else on the card must be as it was.
    """
    namesakes = {name for cards in lists for name, n in _bearers(cards).items() if n > 1}
    alike: dict[_Card, Counter[_Card]] = defaultdict(Counter)
    for card in come:
        for old in left:
            if card.name and card.name == old.name:
                points = _likeness(card, old, is_telling=True)
                if points > 1 or card.name not in namesakes:
                    alike[card][old] = alike[old][card] = points
    likest = {card: _clear_best(points) for card, points in alike.items()}
    return {
        card.key: best.key
        for card in come
        if (best := likest.get(card)) is not None and likest[best] == card
    }


def _clear_best(points: Counter[_Card]) -> _Card | None:
    """Return whoever has the most points, None where two cards that differ have."""
    most = max(points.values())
    best = sorted((card for card, n in points.items() if n == most), key=lambda card: card.key)
    return best[0] if len({(card.marks, card.cells) for card in best}) == 1 else None


def _bearers(cards: Iterable[_Card]) -> Counter[str]:
    return Counter(card.name for card in cards)


def _by_marks(left: Iterable[_Card], come: Iterable[_Card]) -> dict[str, str]:
    """Pair cards that share a mark and may be one person's, the likest first."""
    bearers: dict[str, list[_Card]] = defaultdict(list)
    for card in left:
        for mark in card.marks:
            bearers[mark].append(card)
    pairs = {
        (card.key, old.key): _likeness(card, old)
        for card in come
        for mark in card.marks
        for old in bearers.get(mark, ())
        if mark.startswith("uid:") or not are_different_names(card.name, old.name)
    }
    known: dict[str, str] = {}
    taken: set[str] = set()
    for key, was in sorted(pairs, key=lambda pair: (-pairs[pair], pair)):
        if key not in known and was not in taken:
            known[key] = was
            taken.add(was)
    return known


def _likeness(one: _Card, other: _Card, *, is_telling: bool = False) -> int:
    """Return how much two cards have in common: marks, then cells; filled ones where telling."""
    pairs = zip(one.cells, other.cells, strict=True)
    alike = sum(a == b and (not is_telling or a != "") for a, b in pairs)
    return 100 * len(one.marks & other.marks) + alike


def _kept(connection: sqlite3.Connection, stream: str) -> list[_Card]:
    """Return the cards of a stream as they are in the book."""
    names = [c.name for c in fact_columns("contacts")]
    cards = []
    for key, (_, row) in facts.current(connection, "contacts", stream).items():
        cards.append(_card(key, dict(zip(names, row, strict=False))))
    return cards


def _cards(contacts: pd.DataFrame) -> list[_Card]:
    columns = ["id", "linkedin", "keys", *_COMPARED]
    rows = zip(*(contacts[c].tolist() for c in columns), strict=True)
    return [_card(cells[0], dict(zip(columns, cells, strict=True))) for cells in rows]


def _card(key: str, row: Mapping[str, str]) -> _Card:
    marks = frozenset(marks_of_card(row["emails"], row["phones"], row["linkedin"], row["keys"]))
    was = frozenset(mark for mark in marks if mark.startswith(CARD))
    cells = tuple(row[c] for c in _COMPARED)
    return _Card(key, fold_name(row["name"]), marks - was, was, cells)


def _renamed(tables: Tables, known: Mapping[str, str]) -> Tables:
    """Return the tables with the keys of rewritten cards replaced wherever they stand."""
    frames: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        columns = person_columns(name) if name != "keys" else []
        frames[name] = tables[name].assign(
            **{c: tables[name][c].map(lambda key: known.get(key, key)) for c in columns}
        )
    also = [
        join_many([*split_many(cell), key] if key in known else split_many(cell))
        for cell, key in zip(tables.contacts["keys"], tables.contacts["id"], strict=True)
    ]
    frames["contacts"] = frames["contacts"].assign(keys=also)
    for name, column in (("events", "id"), ("event_people", "event"), ("policy", "scope")):
        frames[name] = frames[name].assign(
            **{column: [_moved(cell, known) for cell in frames[name][column]]}
        )
    return tables.with_frames(frames)


def _moved(cell: str, known: Mapping[str, str]) -> str:
    """Return an id or scope made of a card's key (`card:…@2026-01-05`), with the key it had."""
    if CARD not in cell:
        return cell
    before, _, rest = cell.partition(CARD)
    key, at, after = rest.partition("@")
    return before + known.get(CARD + key, CARD + key) + at + after
