"""Disjoint routes of any length: a minimum-cost flow of whole units through split people.

Everybody but the source lets one unit through. Each round adds the cheapest way to carry one more
unit, which may send an earlier one elsewhere: residual arcs lead back over its ties.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Csr, Int64s, distinct
from .chances import BLOCKED
from .routes import Path, order_of

_FAR: Final = 1 << 62
_OWN: Final = -1
"""Somebody is entered from behind: the unit they carry is pushed back beyond them."""


def flow_routes(
    csr: Csr,
    cost_pass: Int64s,
    cost_last: Int64s,
    source: int,
    targets: ArrayLike,
    count: int,
) -> list[Path]:
    """The `count` routes that share nobody at least total cost, of any length; see disjoint.py."""
    wanted = np.unique(np.asarray(targets, np.int64))
    flow = _Flow(csr, cost_pass, cost_last, source, wanted[wanted != source], count)
    for _ in range(count):
        if not flow.carry_one_more():
            break
    return sorted(flow.routes(), key=order_of)


class _Labels(NamedTuple):
    """Cost of getting into a person and out to others, and whence: an arc, _OWN, or a person."""

    into: Int64s
    out: Int64s
    into_by: Int64s
    out_by: dict[int, int]


class _Flow:
    """The arcs that carry a unit, and the search for one more.

    Whoever carries nothing is left at the cost they are entered at. A carrier who is entered can
    only push back the unit they carry, to whom it came from.
    """

    def __init__(
        self,
        csr: Csr,
        cost_pass: Int64s,
        cost_last: Int64s,
        source: int,
        targets: Int64s,
        count: int,
    ) -> None:
        self.csr, self.source, self.targets = csr, source, targets
        self.is_target = np.zeros(csr.n, np.bool_)
        self.is_target[targets] = True
        self.tail = np.repeat(np.arange(csr.n), csr.degree)
        self.real_cost = np.where(self.is_target[csr.neighbors], cost_last, cost_pass)
        self.is_open = (
            (self.real_cost < BLOCKED) & (csr.neighbors != source) & ~self.is_target[self.tail]
        )
        # scaled up, a hop can cost a little too: of equal costs the fewer hops win
        scale = count * csr.n + 1
        dearest = int(self.real_cost[self.is_open].max(initial=0)) + 1
        has_room = dearest * scale * scale < _FAR
        self.cost = self.real_cost * scale + 1 if has_room else self.real_cost
        self.arcs: set[int] = set()

    def carry_one_more(self) -> bool:
        """Send one more unit the cheapest way; False where there is none."""
        came_by = self._came_by()
        labels = self._search(came_by)
        free = np.array([t for t in self.targets.tolist() if t not in came_by], np.int64)
        if not len(free) or labels.into[free].min() >= _FAR:
            return False
        person = int(free[labels.into[free].argmin()])
        taken, given_back = self._way_back(person, came_by, labels)
        for arcs, is_open in ((given_back, True), (taken, False)):
            self.is_open[list(arcs)] = is_open
        self.arcs = (self.arcs - given_back) | taken
        return True

    def _way_back(
        self, person: int, came_by: dict[int, int], labels: _Labels
    ) -> tuple[set[int], set[int]]:
        """Arcs taken and arcs given back on the way that led into this person."""
        taken: set[int] = set()
        given_back: set[int] = set()
        while person != self.source:
            if labels.into_by[person] != _OWN:
                arc = int(labels.into_by[person])
                taken.add(arc)
                person = int(self.tail[arc])
                if person not in came_by:
                    continue
            person = labels.out_by[person]
            given_back.add(came_by[person])
        return taken, given_back

    def _came_by(self) -> dict[int, int]:
        """The arc by which the unit of each carrier came; a lone target carries any number."""
        came_by = {int(self.csr.neighbors[arc]): arc for arc in self.arcs}
        if len(self.targets) == 1:
            came_by.pop(int(self.targets[0]), None)
        return came_by

    def _search(self, came_by: dict[int, int]) -> _Labels:
        """Cheapest ways from the source over what is free, by rounds until nothing gets cheaper."""
        csr, n = self.csr, self.csr.n
        labels = _Labels(np.full(n, _FAR), np.full(n, _FAR), np.full(n, _OWN, np.int64), {})
        labels.out[self.source] = 0
        carried = sum(int(self.cost[arc]) for arc in self.arcs)
        is_carrier = np.zeros(n, np.bool_)
        is_carrier[list(came_by)] = True
        frontier = np.array([self.source])
        while len(frontier):
            arcs, _ = csr.arcs_of(frontier)
            arcs = arcs[self.is_open[arcs]]
            head, total = csr.neighbors[arcs], labels.out[self.tail[arcs]] + self.cost[arcs]
            is_better = total < labels.into[head]
            arcs, head, total = arcs[is_better], head[is_better], total[is_better]
            np.minimum.at(labels.into, head, total)
            wins = np.flatnonzero(total == labels.into[head])[::-1]
            labels.into_by[head[wins]] = arcs[wins]
            people = distinct(head)
            free = people[~is_carrier[people]]
            labels.out[free] = labels.into[free]
            pushed = self._push_back(people[is_carrier[people]].tolist(), came_by, labels)
            ends = self.targets[~is_carrier[self.targets]]
            limit = int(labels.into[ends].min(initial=_FAR)) + carried
            frontier = distinct(np.concatenate([free, np.array([*pushed], np.int64)]))
            frontier = frontier[labels.out[frontier] < limit]
        return labels

    def _push_back(self, entered: list[int], came_by: dict[int, int], labels: _Labels) -> set[int]:
        """Whom units pushed back set free to pass on elsewhere."""
        pushed: set[int] = set()
        while entered:
            person = entered.pop()
            arc = came_by[person]
            before = int(self.tail[arc])
            cost = int(labels.into[person]) - int(self.cost[arc])
            if before == self.source or cost >= labels.out[before]:
                continue
            labels.out[before] = cost
            labels.out_by[before] = person
            pushed.add(before)
            if cost < labels.into[before]:
                labels.into[before], labels.into_by[before] = cost, _OWN
                entered.append(before)
        return pushed

    def routes(self) -> list[Path]:
        """The units' ways."""
        onward = {int(self.tail[arc]): arc for arc in self.arcs}
        found = []
        for start in sorted(self.arcs):
            if self.tail[start] != self.source:
                continue
            arc, nodes, cost = start, [self.source], 0
            while True:
                person = int(self.csr.neighbors[arc])
                nodes.append(person)
                cost += int(self.real_cost[arc])
                if self.is_target[person]:
                    break
                arc = onward[person]
            found.append(Path(tuple(nodes), cost))
        return found
