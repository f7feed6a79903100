"""Which routes share nobody: the cheapest set of them, so that one refusal does not close all.

Taking the best route, deleting it and looking again can miss a pair that exists. Within a few hops
the set is found exactly by asking for the best route that avoids what the others may need; where
three or more routes would take very many such questions, by flows through copies (layers.py); with
no hop limit it is a minimum-cost flow (flow.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import rules
from .arrays import Csr, Int64s
from .flow import flow_routes
from .layers import layered_routes
from .routes import Path, best_routes, order_of

_POOL: Final = 16
"""Routes asked for at a time: most of the questions that follow are answered by one of them."""

_PATIENCE: Final = 2_400
"""After so much work on three routes or more, flows answer sooner; a route looked at is 1."""

_QUESTION: Final = 50
"""A question about the whole network is as much work as looking at so many routes."""

_TIE: Final = -1
"""Stands for the tie between source and target, which one route alone can use."""

_FAR: Final = 1 << 62


def disjoint_routes(
    csr: Csr,
    cost_pass: Int64s,
    cost_last: Int64s,
    source: int,
    targets: ArrayLike,
    max_hops: int | None = rules.MAX_HOPS,
    count: int = 2,
) -> list[Path]:
    """Which routes that share nobody are cheapest together?

    Parameters
    ----------
    csr : Csr
    cost_pass, cost_last : int64[2m]
        As for `best_routes`; cost_last is nowhere above cost_pass.
    source : int
    targets : int or int array
        One person, or several of whom any will do; no two routes end at the same one of several,
        and a route ends at the first it comes to.
    max_hops : int or None
        1 … 4 for each route; None for any number.
    count : int
        How many routes; fewer where no more exist.

    Returns
    -------
    list of Path
        By (cost, hops, people). Among the sets of most routes, up to `count`, the one of least
        total cost; draws go to fewer hops, then to the earlier list of routes (to fewer hops alone
        with max_hops=None, and for three routes or more where draws are many).

    Raises
    ------
    ValueError
        max_hops outside 1 … 4, count below 1.

    Notes
    -----
    Within `max_hops`: a route of the best set is the best one that avoids what the others use, so
    it is found by asking for the best route, then for the best that avoids each person on it, and
    so on until no answer can be part of a cheaper set. At most Σ (max_hops − 1)^d questions,
    d ≤ (count − 1)(max_hops − 1): 7 for two routes of three hops. For three and more the number
    grows fast; after some work the set comes from minimum-cost flows through a copy of everybody
    for each hop, by branch and bound over those who stand in two copies: on networks of 100,000
    people and a million ties seldom more than ten flows, at most .3 s. The problem with a hop limit
    above four is NP-hard. Without: successive shortest paths, O(count · m · rounds).

    References
    ----------
    Suurballe 1974, 10.1002/net.3230040204; Itai, Perl & Shiloach 1982, 10.1002/net.3230120306
    """
    if count < 1:
        raise ValueError(f"count is 1 or more, not {count}")
    if max_hops is None:
        return flow_routes(csr, cost_pass, cost_last, source, targets, count)
    search = _Avoiding(csr, cost_pass, cost_last, source, targets, max_hops)
    best: list[Path] = []
    least = [0]
    try:
        for size in range(1, count + 1):
            search.n_left = _PATIENCE if size > 2 else _FAR
            found = search.best_set(size, least, best)
            if len(found) < size:
                break
            best = found
            least.append(_total(best))
    except _TooMuchError:
        ends = search.targets[search.targets != source]
        return layered_routes(csr, cost_pass, cost_last, source, ends, max_hops, count)
    return best


class _TooMuchError(Exception):
    """The set of routes is found sooner by flows."""


_Order = tuple[int, int, tuple[int, ...]]


class _Answer(NamedTuple):
    """The best routes of a question, and whether they are all there are."""

    routes: list[Path]
    is_all: bool


class _Avoiding:
    """Best routes that avoid given people, and the cheapest sets of them that share nobody."""

    def __init__(
        self,
        csr: Csr,
        cost_pass: Int64s,
        cost_last: Int64s,
        source: int,
        targets: ArrayLike,
        max_hops: int,
    ) -> None:
        self.csr, self.costs = csr, (cost_pass, cost_last)
        self.source, self.max_hops = source, max_hops
        self.targets = np.unique(np.asarray(targets, np.int64))
        self.is_one_target = len(self.targets[self.targets != source]) == 1
        self.answers: dict[frozenset[int], _Answer] = {}
        self.n_left = _FAR

    def best_set(self, size: int, least: list[int], smaller: list[Path]) -> list[Path]:
        """The cheapest `size` routes that share nobody; none where there are not so many.

        `least` is what 0 … size − 1 of them cost at least, `smaller` the best set of one fewer.
        """
        if self.is_cut_by(size - 1, frozenset()):
            return []
        best: list[Path] = []
        one_more = self.answer(frozenset().union(*map(self.used, smaller)))
        if one_more:
            best = sorted([*smaller, one_more[0]], key=order_of)
        seen: list[tuple[frozenset[int], Path]] = []
        for route in self.candidates(size):
            limit = _total(best) if best else _FAR
            if route.cost + least[size - 1] > limit:
                break
            used = self.used(route)
            for others in self.sets_of(size - 1, used, limit - route.cost, seen, least):
                found = sorted([*others, route], key=order_of)
                if not best or _order_of_set(found) < _order_of_set(best):
                    best = found
            seen.append((used, route))
        return best

    def is_cut_by(self, n_people: int, avoided: frozenset[int]) -> bool:
        """Whether that many more people could stop every route: then there are no more disjoint."""
        routes = self.answer(avoided)
        if not routes or n_people == 0:
            return not routes
        return any(
            self.is_cut_by(n_people - 1, avoided | {person}) for person in self.used(routes[0])
        )

    def candidates(self, size: int) -> Iterator[Path]:
        """The routes that a best set of that size can contain, best first."""
        n_used = max(1, self.max_hops - (1 if self.is_one_target else 0))
        start = frozenset[int]()
        asked = {start}
        heap: list[tuple[_Order, list[int], frozenset[int]]] = [
            (order_of(route), [], start) for route in self.answer(start)[:1]
        ]
        last: _Order | None = None
        while heap:
            order, _, avoided = heappop(heap)
            route = self.answer(avoided)[0]
            if order != last:
                yield route
            last = order
            if len(avoided) == n_used * (size - 1):
                continue
            for person in self.used(route):
                more = avoided | {person}
                if more not in asked:
                    asked.add(more)
                    for best in self.answer(more)[:1]:
                        heappush(heap, (order_of(best), sorted(more), more))

    def answer(self, avoided: frozenset[int]) -> list[Path]:
        """The best routes that avoid these people, at least one where there is any.

        Where the answer for one person fewer holds such routes, they are the best ones.
        """
        self.work(1)
        if avoided not in self.answers:
            self.answers[avoided] = self._derived(avoided) or self._asked(avoided)
        return self.answers[avoided].routes

    def _derived(self, avoided: frozenset[int]) -> _Answer | None:
        for person in avoided:
            known = self.answers.get(avoided - {person})
            if known is not None:
                left = [route for route in known.routes if person not in self.used(route)]
                if left or known.is_all:
                    return _Answer(left, known.is_all)
        return None

    def work(self, much: int) -> None:
        """Count work done; give up where there is too much."""
        self.n_left -= much
        if self.n_left < 0:
            raise _TooMuchError

    def _asked(self, avoided: frozenset[int]) -> _Answer:
        self.work(_QUESTION)
        routes = best_routes(
            self.csr,
            *self.costs,
            self.source,
            self.targets,
            self.max_hops,
            _POOL,
            without=avoided,
        )
        return _Answer(routes, len(routes) < _POOL)

    def sets_of(
        self,
        size: int,
        used: frozenset[int],
        limit: int,
        seen: list[tuple[frozenset[int], Path]],
        least: list[int],
    ) -> Iterator[tuple[Path, ...]]:
        """Sets of that many routes seen that share nobody, nor any of `used`, within a limit."""
        if size == 0:
            yield ()
            return
        for k, (taken, route) in enumerate(seen):
            self.work(1)
            if route.cost + least[size - 1] > limit:
                break
            if not taken & used:
                left = limit - route.cost
                for others in self.sets_of(size - 1, used | taken, left, seen[:k], least):
                    yield (*others, route)

    def used(self, route: Path) -> frozenset[int]:
        """Whom no other route may use."""
        people = route.nodes[1:-1] if self.is_one_target else route.nodes[1:]
        return frozenset(people or [_TIE])


def _total(routes: list[Path]) -> int:
    return sum(route.cost for route in routes)


def _order_of_set(routes: list[Path]) -> tuple[int, int, list[_Order]]:
    hops = sum(len(route.nodes) - 1 for route in routes)
    return _total(routes), hops, [order_of(route) for route in routes]
