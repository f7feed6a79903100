"""By which way does one person reach another: the cheapest routes of at most a few hops.

Legs out of the source and legs into the targets, of one or two hops each, meet in the middle; a
route of four hops is never longer than two legs of two. Each meeting keeps only as many legs as
the answer can need, so that a hub in the middle costs no more than its own ties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .. import rules
from .arrays import Bools, Csr, Int64s, spread
from .chances import BLOCKED

_NOBODY: Final = -1
_FAR: Final = 1 << 62


class Path(NamedTuple):
    """A route: the people on it, from the source to a target, and what it costs."""

    nodes: tuple[int, ...]
    cost: int


def order_of(route: Path) -> tuple[int, int, tuple[int, ...]]:
    """Cheaper first, then fewer hops, then the lower numbers."""
    return route.cost, len(route.nodes), route.nodes


class _Legs(NamedTuple):
    """Partial routes: whom they meet, whom they pass, which target they end at, what they cost.

    `via` and `target` are _NOBODY where there is none.
    """

    meet: Int64s
    via: Int64s
    target: Int64s
    cost: Int64s

    def where(self, keep: Bools | Int64s) -> _Legs:
        return _Legs(self.meet[keep], self.via[keep], self.target[keep], self.cost[keep])


def best_routes(
    csr: Csr,
    cost_pass: Int64s,
    cost_last: Int64s,
    source: int,
    targets: ArrayLike,
    max_hops: int = rules.MAX_HOPS,
    n_best: int = 1,
    without: Collection[int] = (),
) -> list[Path]:
    """Which are the cheapest routes from one person to another, or to any of several?

    Parameters
    ----------
    csr : Csr
    cost_pass, cost_last : int64[2m]
        Cost of each arc where its head is asked to pass you on, and where the route ends there;
        0 or more, `BLOCKED` or more for an arc that is not to be used.
    source : int
    targets : int or int array
        One person, or several of whom any will do; the source among them is not a target.
    max_hops : int
        1 … 4; longer chains rarely complete.
    n_best : int
        How many routes.
    without : ints
        People no route may touch; −1 stands for the tie from the source straight to a target.

    Returns
    -------
    list of Path
        At most `n_best` routes, by (cost, hops, people); nobody is on a route twice. Where there
        are several targets a route may pass one on its way to another.

    Raises
    ------
    ValueError
        max_hops outside 1 … 4, n_best below 1.

    Notes
    -----
    The cost of a route is cost_pass over all its arcs but the last, and cost_last of that one.
    O(Σ degrees of the contacts of both ends), whatever n and m.

    References
    ----------
    Dodds, Muhamad & Watts 2003, 10.1126/science.1081058 (why few hops)
    """
    if not 1 <= max_hops <= rules.MAX_HOPS_LIMIT:
        raise ValueError(f"max_hops is 1 to {rules.MAX_HOPS_LIMIT}, not {max_hops}")
    if n_best < 1:
        raise ValueError(f"n_best is 1 or more, not {n_best}")
    return _Search(csr, cost_pass, cost_last, source, targets, n_best, without).run(max_hops)


class _Search:
    """One question: the legs found so far and the best routes among them."""

    def __init__(
        self,
        csr: Csr,
        cost_pass: Int64s,
        cost_last: Int64s,
        source: int,
        targets: ArrayLike,
        n_best: int,
        without: Collection[int],
    ) -> None:
        self.csr, self.cost_pass, self.cost_last = csr, cost_pass, cost_last
        self.source, self.n_best = source, n_best
        self.barred = np.array([source, *without], np.int64)
        self.is_direct_barred = _NOBODY in without
        wanted = np.unique(np.asarray(targets, np.int64))
        self.targets = wanted[~np.isin(wanted, self.barred)]
        self.found: list[Path] = []

    def run(self, max_hops: int) -> list[Path]:
        csr = self.csr
        if self.source in self.barred[1:] or not len(self.targets):
            return []
        forth, back = self._first_hop(), self._last_hop()
        if max_hops == 1:
            return self.found
        self._join(forth, back)
        if max_hops == 2 or not len(forth.meet) or not len(back.meet):
            return self.found
        back = _best_per_meeting(back, self.n_best + 2)
        forth_is_smaller = _n_arcs(csr, forth.meet) <= _n_arcs(csr, back.meet)
        if forth_is_smaller:
            far = self._second_hop(forth, back)
            self._join(far, back)
        else:
            far = self._second_to_last_hop(back, forth)
            self._join(forth, far)
        if max_hops == 4:
            if forth_is_smaller:
                self._join(far, self._second_to_last_hop(back, forth))
            else:
                self._join(self._second_hop(forth, back), far)
        return self.found

    @property
    def bound(self) -> int:
        """What a route must undercut; one of more hops loses a draw."""
        return self.found[-1].cost if len(self.found) == self.n_best else _FAR

    def _first_hop(self) -> _Legs:
        row = self.csr.row(self.source)
        meet, cost = self.csr.neighbors[row].astype(np.int64), self.cost_pass[row]
        nobody = np.full(len(meet), _NOBODY)
        return _Legs(meet, nobody, nobody, cost).where(
            (cost < BLOCKED) & ~np.isin(meet, self.barred)
        )

    def _last_hop(self) -> _Legs:
        """Arcs into a target, by (head, target); those out of the source are routes already."""
        arcs, which = self.csr.arcs_of(self.targets)
        meet = self.csr.neighbors[arcs].astype(np.int64)
        cost = self.cost_last[self.csr.twin[arcs]]
        legs = _Legs(meet, np.full(len(meet), _NOBODY), self.targets[which], cost)
        legs = legs.where(cost < BLOCKED)
        direct = legs.where((legs.meet == self.source) & (not self.is_direct_barred))
        self._keep(
            Path((self.source, int(target)), int(cost))
            for target, cost in zip(direct.target, direct.cost, strict=True)
        )
        legs = legs.where(~np.isin(legs.meet, self.barred))
        return legs.where(np.argsort(legs.meet, kind="stable"))

    def _second_hop(self, forth: _Legs, back: _Legs) -> _Legs:
        forth = forth.where(forth.cost + back.cost.min() < self.bound)
        arcs, which = self.csr.arcs_of(forth.meet)
        meet, step = self.csr.neighbors[arcs].astype(np.int64), self.cost_pass[arcs]
        nobody = np.full(len(meet), _NOBODY)
        legs = _Legs(meet, forth.meet[which], nobody, forth.cost[which] + step)
        return legs.where((step < BLOCKED) & ~np.isin(meet, self.barred))

    def _second_to_last_hop(self, back: _Legs, forth: _Legs) -> _Legs:
        back = back.where(back.cost + forth.cost.min() < self.bound)
        arcs, which = self.csr.arcs_of(back.meet)
        meet, step = self.csr.neighbors[arcs].astype(np.int64), self.cost_pass[self.csr.twin[arcs]]
        target = back.target[which]
        legs = _Legs(meet, back.meet[which], target, back.cost[which] + step)
        return legs.where((step < BLOCKED) & (meet != target) & ~np.isin(meet, self.barred))

    def _join(self, forth: _Legs, back: _Legs) -> None:
        """Add the best routes out of legs that meet."""
        forth, back = _that_meet(self.csr.n, forth, back)
        forth = _best_per_meeting(forth, self.n_best + 2)
        back = _without_repeats(back, self.n_best)
        start = np.searchsorted(back.meet, forth.meet, side="left")
        stop = np.searchsorted(back.meet, forth.meet, side="right")
        right, left = spread(start, stop)
        f, b = forth.where(left), back.where(right)
        total = f.cost + b.cost
        is_loop = ((f.via == b.via) & (f.via >= 0)) | (f.via == b.target) | (f.meet == b.target)
        good = np.flatnonzero(~is_loop & (total < self.bound))
        if len(good) > self.n_best:
            limit = np.partition(total[good], self.n_best - 1)[self.n_best - 1]
            good = good[total[good] <= limit]
        order = np.lexsort((b.target[good], b.via[good], f.meet[good], f.via[good], total[good]))
        f, b, total = f.where(good), b.where(good), total[good]
        self._keep(
            self._path((f.via[k], f.meet[k], b.via[k], b.target[k]), total[k])
            for k in order[: self.n_best]
        )

    def _path(self, people: tuple[np.int64, ...], cost: np.int64) -> Path:
        return Path((self.source, *(int(v) for v in people if v >= 0)), int(cost))

    def _keep(self, routes: Iterable[Path]) -> None:
        every = [*self.found, *routes]
        every.sort(key=order_of)
        self.found = every[: self.n_best]


def _n_arcs(csr: Csr, people: Int64s) -> int:
    return int((csr.indptr[people + 1] - csr.indptr[people]).sum())


def _that_meet(n: int, forth: _Legs, back: _Legs) -> tuple[_Legs, _Legs]:
    """The legs of both sides whose meeting the other side has too."""
    is_met = np.zeros(n, np.bool_)
    is_met[back.meet] = True
    forth = forth.where(is_met[forth.meet])
    is_met = np.zeros(n, np.bool_)
    is_met[forth.meet] = True
    return forth, back.where(is_met[back.meet])


def _rank_within(group: Int64s) -> Int64s:
    """0, 1, 2 … within each run of equal values."""
    starts = np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
    return np.arange(len(group)) - np.repeat(starts, np.diff([*starts, len(group)]))


def _best_per_meeting(legs: _Legs, n: int) -> _Legs:
    """The n cheapest legs of each meeting, by (meet, cost, via, target)."""
    if not len(legs.meet):
        return legs
    legs = legs.where(np.lexsort((legs.target, legs.via, legs.cost, legs.meet)))
    return legs.where(_rank_within(legs.meet) < n)


def _without_repeats(legs: _Legs, n_best: int) -> _Legs:
    """As many legs of each meeting as the n best routes through it can need.

    A leg in front clashes with a leg behind that passes the same person or ends there; so of those
    that pass one person n + 1 are enough, likewise of those that end at one, and 3n + 2 in all.
    """
    if not len(legs.meet):
        return legs
    legs = legs.where(np.lexsort((legs.target, legs.via, legs.cost, legs.meet)))
    keep = np.ones(len(legs.meet), np.bool_)
    for shared in (legs.via, legs.target):
        order = np.lexsort((shared, legs.meet))
        same = _rank_within(legs.meet[order] * (shared.max() + 2) + shared[order] + 1)
        if (shared >= 0).all():
            keep[order[same > n_best]] = False
    legs = legs.where(keep)
    return legs.where(_rank_within(legs.meet) < 3 * n_best + 2)
