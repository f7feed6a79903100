"""Everything the page will show, as arrays: no network, no ids, nothing that was not asked for.

`draw` fills a `Picture` from a Network; `data` packs it; the static twin draws the same one.
Days are whole days since 1970-01-01, `NO_DAY` where undated.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .layout import Layout

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NO_DAY = -(2**31)

LOGGED, STATED, INTRODUCED, INFERRED, POOLED = 1, 2, 4, 8, 16
"""Bits of `Ties.origin`: how it is known that two people know each other."""

STATUSES = ("", "name_given", "promised", "introduced", "met", "declined")


@dataclass(frozen=True)
class People:
    """One entry a person; texts are "" where not known."""

    name: list[str]
    company: Ints
    title: list[str]
    location: list[str]
    school: list[str]
    group: list[str]
    last_day: Ints
    n_contact_days: Ints
    do_not_contact: NDArray[np.bool_]

    def take(self, order: Ints) -> People:
        """Return the people in another order."""
        taken: dict[str, Any] = {
            name: [values[q] for q in order] if isinstance(values, list) else values[order]
            for name, values in vars(self).items()
        }
        return People(**taken)


@dataclass(frozen=True)
class Ties:
    """One entry a pair, `i < j`; `overlap` in [0, 1] or NaN."""

    i: Ints
    j: Ints
    origin: NDArray[np.uint8]
    first_day: Ints
    last_day: Ints
    n_days: Ints
    overlap: Floats


@dataclass(frozen=True)
class Facts:
    """What is known of a pair beside the log, one by one: the row in `Ties`, the word, the day."""

    tie: Ints
    relation: list[str]
    day: Ints
    is_inferred: NDArray[np.bool_]


@dataclass(frozen=True)
class Introductions:
    """`by` presented `who` to `to` (−1: not known) on a day."""

    by: Ints
    who: Ints
    to: Ints
    day: Ints
    status: list[str]


@dataclass(frozen=True)
class Swatch:
    """A class of the legend: its words, its colours by day and by night, how many people.

    One without words belongs to the entry before it: another shade of the same.
    """

    label: str
    light: str
    dark: str
    count: int
    hint: str = ""


@dataclass(frozen=True)
class Colouring:
    """Which class each person is in (`of`), and the classes; `title` heads the legend."""

    title: str
    of: NDArray[np.uint8]
    swatches: list[Swatch]


@dataclass(frozen=True)
class Sizing:
    """Each person's share of the full size, 0 to 1, and what it stands for."""

    title: str
    of: Floats


@dataclass(frozen=True)
class Way:
    """A route to show: its people in order, chance, why, and the alternative that shares nobody."""

    label: str
    people: tuple[int, ...]
    p: float
    why: str
    other: Way | None = None


@dataclass(frozen=True)
class Picture:
    """A map before it is a page."""

    title: str
    as_of_day: int
    ego: int
    people: People
    companies: list[str]
    ties: Ties
    facts: Facts
    introductions: Introductions
    layout: Layout
    colouring: Colouring
    sizing: Sizing
    ways: list[Way] = field(default_factory=list)
    shown: int = -1
    """The way drawn when the page opens, −1 for none."""
    picked: tuple[int, ...] = ()
    """People marked when the page opens."""
    arrangement: str = "islands"

    def seated(self) -> Picture:
        """Return the same picture with people numbered along their islands: it packs smaller."""
        order = np.lexsort((self.people.company, self.layout.island))
        return self._renumbered(order.astype(np.int32))

    def _renumbered(self, order: Ints) -> Picture:
        to = np.full(len(order) + 1, -1, np.int32)  # the extra entry keeps −1 at −1
        to[order] = np.arange(len(order), dtype=np.int32)
        p, t, f, k, at = self.people, self.ties, self.facts, self.introductions, self.layout
        i, j = np.minimum(to[t.i], to[t.j]), np.maximum(to[t.i], to[t.j])
        rows = np.lexsort((j, i))
        new_row = np.empty(len(rows), np.int32)
        new_row[rows] = np.arange(len(rows), dtype=np.int32)
        fact_rows = np.argsort(new_row[f.tie], kind="stable")
        return replace(
            self,
            ego=int(to[self.ego]),
            people=p.take(order),
            ties=Ties(
                i[rows],
                j[rows],
                *(getattr(t, name)[rows] for name in list(vars(t))[2:]),
            ),
            facts=Facts(
                new_row[f.tie][fact_rows],
                [f.relation[q] for q in fact_rows],
                f.day[fact_rows],
                f.is_inferred[fact_rows],
            ),
            introductions=replace(k, by=to[k.by], who=to[k.who], to=to[k.to]),
            layout=replace(at, x=at.x[order], y=at.y[order], island=at.island[order]),
            colouring=replace(self.colouring, of=self.colouring.of[order]),
            sizing=replace(self.sizing, of=self.sizing.of[order]),
            ways=[_renumbered_way(way, to) for way in self.ways],
            picked=tuple(int(to[q]) for q in self.picked),
        )


def _renumbered_way(way: Way, to: Ints) -> Way:
    other = _renumbered_way(way.other, to) if way.other else None
    return replace(way, people=tuple(int(to[q]) for q in way.people), other=other)
