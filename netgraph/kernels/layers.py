"""Disjoint routes of at most a few hops, as many as asked for: flow through a copy per hop.

Everybody stands in as many copies as there are hops at which a route can pass them, so that no
route is longer than allowed. A flow through the copies (flow.py) is at least as good as any set of
routes; where it uses two copies of one person, one of the two is left out, each in turn, and the
best of what is left is looked at first: the first flow without such a person is the best set.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .arrays import Bools, Csr, Int64s, csr, distinct
from .chances import BLOCKED
from .flow import flow_routes
from .routes import Path, order_of


class _Grid(NamedTuple):
    """Copies, the source first, then hop by hop, the targets last: arcs lead to higher numbers."""

    csr: Csr
    cost: Int64s
    person: Int64s
    targets: Int64s
    is_one_target: bool

    def routes(self, left_out: frozenset[int], count: int) -> list[Path]:
        """The best routes through copies, without those left out."""
        cost = self.cost
        if left_out:
            cost = np.where(np.isin(self.csr.neighbors, list(left_out)), BLOCKED, cost)
        return flow_routes(self.csr, cost, cost, 0, self.targets, count)

    def twice(self, routes: list[Path]) -> tuple[int, int] | None:
        """Two copies of one person that routes use, None where nobody is used twice."""
        first: dict[int, int] = {}
        for route in routes:
            for copy in route.nodes[1:-1]:
                other = first.setdefault(int(self.person[copy]), copy)
                if other != copy:
                    return other, copy
        return None


def layered_routes(
    ties: Csr,
    cost_pass: Int64s,
    cost_last: Int64s,
    source: int,
    targets: Int64s,
    max_hops: int,
    count: int,
) -> list[Path]:
    """The `count` routes that share nobody at least total cost, then fewest hops; see disjoint.py.

    `targets` are sorted, without the source.
    """
    grid = _grid(ties, cost_pass, cost_last, source, targets, max_hops)
    if grid is None:
        return []
    nothing = frozenset[int]()
    found = {nothing: grid.routes(nothing, count)}
    waiting = [(*_rank(found[nothing]), 0, nothing)]
    n_asked = 0
    while waiting:
        *_, left_out = heappop(waiting)
        routes = found.pop(left_out)
        clash = grid.twice(routes)
        if clash is None:
            paths = (Path(tuple(grid.person[list(r.nodes)].tolist()), r.cost) for r in routes)
            return sorted(paths, key=order_of)
        for copy in clash:
            fewer = left_out | {copy}
            if fewer not in found:
                n_asked += 1
                found[fewer] = grid.routes(fewer, count)
                heappush(waiting, (*_rank(found[fewer]), n_asked, fewer))
    return []


def _rank(routes: list[Path]) -> tuple[int, int, int]:
    """More routes first, then the cheaper, then those of fewer hops."""
    hops = sum(len(route.nodes) - 1 for route in routes)
    return -len(routes), sum(route.cost for route in routes), hops


def _grid(
    ties: Csr, cost_pass: Int64s, cost_last: Int64s, source: int, targets: Int64s, max_hops: int
) -> _Grid | None:
    """Copies of everybody a route can pass, at the hops where it can; None where no route is."""
    layers = _layers(ties, cost_pass, cost_last, source, targets, max_hops)
    starts = np.cumsum([0, *map(len, layers)])
    person = np.concatenate([*layers, targets])
    end = int(starts[-1])
    number = np.full(ties.n, -1, np.int64)
    low, high, cost = [], [], []
    numbered = list(zip(layers, starts.tolist(), strict=False))
    steps = [(*here, *there, cost_pass) for here, there in pairwise(numbered)]
    steps += [(*here, targets, end, cost_last) for here in numbered]
    for tails, start, heads, first, by in steps:
        number[heads] = first + np.arange(len(heads))
        arcs, which = ties.arcs_of(tails)
        good = (number[ties.neighbors[arcs]] >= 0) & (by[arcs] < BLOCKED)
        arcs, which = arcs[good], which[good]
        low.append(start + which)
        high.append(number[ties.neighbors[arcs]])
        cost.append(by[arcs])
        number[heads] = -1
    i, j, price = (np.concatenate(column) for column in (low, high, cost))
    if not len(i):
        return None
    order = np.lexsort((j, i))
    copies = csr(i[order], j[order], len(person))
    tail = np.repeat(np.arange(copies.n), copies.degree)
    forth = np.where(tail < copies.neighbors, price[order][copies.pair], BLOCKED)
    ends = end + np.arange(len(targets))
    return _Grid(copies, forth, person, ends, len(targets) == 1)


def _layers(
    ties: Csr, cost_pass: Int64s, cost_last: Int64s, source: int, targets: Int64s, max_hops: int
) -> list[Int64s]:
    """The source, then who can be passed at hop 1, 2 … with hops enough left to a target."""
    inner = np.ones(ties.n, np.bool_)
    inner[targets] = inner[source] = False
    back = [_before(ties, cost_last, targets, inner)]
    for _ in range(max_hops - 2):
        back.append(distinct(np.concatenate([back[-1], _before(ties, cost_pass, back[-1], inner)])))
    layers = [np.array([source], np.int64)]
    for hop in range(1, max_hops):
        arcs, _ = ties.arcs_of(layers[-1])
        heads = ties.neighbors[arcs[cost_pass[arcs] < BLOCKED]].astype(np.int64)
        can_end = np.zeros(ties.n, np.bool_)
        can_end[back[max_hops - 1 - hop]] = True
        layers.append(distinct(heads[can_end[heads]]))
    return layers


def _before(ties: Csr, cost: Int64s, heads: Int64s, inner: Bools) -> Int64s:
    """Who of the inner people has an open arc to one of these."""
    arcs, _ = ties.arcs_of(heads)
    tails = ties.neighbors[arcs[cost[ties.twin[arcs]] < BLOCKED]].astype(np.int64)
    return distinct(tails[inner[tails]])
