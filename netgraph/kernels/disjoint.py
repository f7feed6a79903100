"""Which routes share nobody: the cheapest set of them, so that one refusal does not close all.

Taking the best route, deleting it and looking again can miss a pair that exists. Within a few hops
the set is found exactly by asking for the best route that avoids what the others may need; with no
hop limit it is a minimum-cost flow (flow.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from .. import rules
from .arrays import Csr, Int64s
from .flow import flow_routes
from .routes import Path, best_routes, order_of

_POOL: Final = 16
"""Routes asked for at a time: most of the questions that follow are answered by one of them."""

_TIE: Final = -1
"""Stands for the tie between source and target, which one route alone can use."""


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
        total cost; draws go to fewer hops, then to the earlier list of routes (with max_hops=None
        to fewer hops alone).

    Raises
    ------
    ValueError
        max_hops outside 1 … 4, count below 1.

    Notes
    -----
    Within `max_hops`: a route of the best set is the best one that avoids what the others use, so
    it is found by asking for the best route, then for the best that avoids each person on it, and
    so on until no answer can be part of a cheaper set. At most Σ (max_hops − 1)^d questions,
    d ≤ (count − 1)(max_hops − 1): 7 for two routes of three hops. The problem with a hop limit
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
    for size in range(1, count + 1):
        found = search.best_set(size, _total(best))
        if len(found) < size:
            break
        best = found
    return best


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
        self.answers: dict[frozenset[int], list[Path]] = {}

    def best_set(self, size: int, cost_of_others: int) -> list[Path]:
        """The cheapest `size` routes that share nobody; shorter where there are not so many."""
        best: list[Path] = []
        seen: list[tuple[frozenset[int], Path]] = []
        for route in self.candidates(size):
            if best and route.cost + cost_of_others > _total(best):
                break
            used = self.used(route)
            for others in _sets_of(size - 1, used, seen):
                found = sorted([*others, route], key=order_of)
                if not best or _order_of_set(found) < _order_of_set(best):
                    best = found
            seen.append((used, route))
        return best

    def candidates(self, size: int) -> Iterator[Path]:
        """The routes that a best set of that size can contain, best first."""
        n_used = self.max_hops - (1 if self.is_one_target else 0)
        heap: list[tuple[tuple[int, int, tuple[int, ...]], list[int], Path]] = []
        asked = {frozenset[int]()}
        self.ask(heap, frozenset(), [])
        last: Path | None = None
        while heap:
            _, avoided, route = heappop(heap)
            if route != last:
                yield route
            last = route
            if len(avoided) == max(n_used, 1) * (size - 1):
                continue
            for person in self.used(route):
                more = frozenset([*avoided, person])
                if more not in asked:
                    asked.add(more)
                    self.ask(heap, more, self.answers[frozenset(avoided)])

    def ask(
        self,
        heap: list[tuple[tuple[int, int, tuple[int, ...]], list[int], Path]],
        avoided: frozenset[int],
        routes: list[Path],
    ) -> None:
        """Queue the best route that avoids these people; `routes` is the answer for one fewer."""
        if avoided not in self.answers:
            left = [route for route in routes if not avoided & self.used(route)]
            if not left and (not avoided or len(routes) == _POOL):
                left = best_routes(
                    self.csr,
                    *self.costs,
                    self.source,
                    self.targets,
                    self.max_hops,
                    _POOL,
                    without=avoided,
                )
            self.answers[avoided] = left
        if self.answers[avoided]:
            route = self.answers[avoided][0]
            heappush(heap, (order_of(route), sorted(avoided), route))

    def used(self, route: Path) -> frozenset[int]:
        """Whom no other route may use."""
        people = route.nodes[1:-1] if self.is_one_target else route.nodes[1:]
        return frozenset(people or [_TIE])


def _sets_of(
    size: int, used: frozenset[int], seen: list[tuple[frozenset[int], Path]]
) -> Iterator[tuple[Path, ...]]:
    """All sets of that many routes seen that share nobody with each other and with `used`."""
    if size == 0:
        yield ()
        return
    for k, (taken, route) in enumerate(seen):
        if not taken & used:
            for others in _sets_of(size - 1, used | taken, seen[:k]):
                yield (*others, route)


def _total(routes: list[Path]) -> int:
    return sum(route.cost for route in routes)


def _order_of_set(routes: list[Path]) -> tuple[int, int, list[tuple[int, int, tuple[int, ...]]]]:
    hops = sum(len(route.nodes) - 1 for route in routes)
    return _total(routes), hops, [order_of(route) for route in routes]
