"""Pictures of the seeded worlds, as `draw` would make them of a network."""

from __future__ import annotations

import numpy as np
from map_world import AS_OF_DAY, World, world

from netgraph.views.map.layout import islands
from netgraph.views.map.picture import (
    INFERRED,
    LOGGED,
    NO_DAY,
    STATED,
    Facts,
    Introductions,
    People,
    Picture,
    Sizing,
    Ties,
    Way,
)
from netgraph.views.map.roles import by_company

GROUPS = ("colleague", "classmate", "alumni", "friend", "family", "")


def picture_of_world(n: int, *, seed: int = 7, title: str = "A seeded world") -> Picture:
    return picture_of(world(n, seed=seed), title=title)


def picture_of(w: World, *, title: str = "A seeded world") -> Picture:
    n, m = w.n, len(w.i)
    degree = np.bincount(w.i, minlength=n) + np.bincount(w.j, minlength=n)
    kind = np.arange(m) % 10
    origin = np.select([kind < 7, kind < 9], [LOGGED, STATED], INFERRED).astype(np.uint8)
    origin[kind == 0] |= STATED
    last = np.where(origin & LOGGED > 0, w.last_day, NO_DAY).astype(np.int32)
    facts = np.flatnonzero(origin & STATED).astype(np.int32)
    people_last = np.full(n, NO_DAY, np.int32)
    np.maximum.at(people_last, w.i, last)
    np.maximum.at(people_last, w.j, last)
    by, who, to, day = w.introductions.T if len(w.introductions) else np.empty((4, 0), np.int32)
    return Picture(
        title=title,
        as_of_day=AS_OF_DAY,
        ego=0 if n else -1,
        people=People(
            name=w.names,
            company=w.company,
            title=w.titles,
            location=[""] * n,
            school=[""] * n,
            group=[GROUPS[k % len(GROUPS)] for k in range(n)],
            last_day=people_last,
            n_contact_days=np.bincount(w.i, w.n_days, n).astype(np.int32),
            do_not_contact=np.arange(n) % 97 == 96,
        ),
        companies=w.companies,
        ties=Ties(
            w.i,
            w.j,
            origin,
            np.where(last == NO_DAY, NO_DAY, last - 30 * (w.n_days - 1)).astype(np.int32),
            last,
            np.where(last == NO_DAY, 0, w.n_days).astype(np.int32),
            np.full(m, np.nan),
        ),
        facts=Facts(
            facts, ["friend"] * len(facts), np.full(len(facts), NO_DAY, np.int32), facts < 0
        ),
        introductions=Introductions(by, who, to, day, ["introduced"] * len(by)),
        layout=islands(w.company, w.i, w.j),
        colouring=by_company(w.company, w.companies),
        sizing=Sizing("more ties", np.sqrt(degree / max(int(degree.max(initial=1)), 1))),
        ways=ways_in(w),
    )


def ways_in(w: World) -> list[Way]:
    """From person 0 to somebody in each of the first 20 companies, by breadth first."""
    near: dict[int, list[int]] = {}
    for a, b in zip(w.i.tolist(), w.j.tolist(), strict=True):
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    came, edge = {0: -1}, [0]
    for _ in range(3):
        edge = [q for p in edge for q in near.get(p, []) if came.setdefault(q, p) == p]
    found: list[Way] = []
    for c in range(min(20, len(w.companies))):
        there = [p for p in came if w.company[p] == c and p]
        if not there or w.company[0] == c:
            continue
        path = [there[0]]
        while path[-1]:
            path.append(came[path[-1]])
        why = "You met on 6 days, last 45 days ago."
        found.append(Way(w.companies[c], tuple(path[::-1]), 0.42 / (c + 1), why))
    return found
