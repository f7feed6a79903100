"""By which way does one person reach another: the cheapest routes of at most a few hops.

Legs out of the source and legs into the targets, of one or two hops each, meet in the middle; a
route of four hops is never longer than two legs of two. What is found with few hops bounds what is
worth looking at with more, and a meeting that very many legs share keeps only those the answer can
need, so that a hub costs no more than its own ties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import rules
from .arrays import Bools, Csr, Int32s, Int64s, spread
from .chances import BLOCKED

_NOBODY: Final = -1
_FAR: Final = 1 << 62

_MANY: Final = 20_000
"""From so many combinations on, legs that cannot be needed are dropped first."""


class Path(NamedTuple):
    """A route: the people on it, from the source to a target, and what it costs."""

    nodes: tuple[int, ...]
    cost: int


def order_of(route: Path) -> tuple[int, int, tuple[int, ...]]:
    """Cheaper first, then fewer hops, then the lower numbers."""
    return route.cost, len(route.nodes), route.nodes


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

    Examples
    --------
    >>> from netgraph import kernels
    >>> csr, cost = kernels.csr([0, 1], [1, 2], 3), np.full(4, 7)
    >>> best_routes(csr, cost, cost, source=0, targets=2)
    [Path(nodes=(0, 1, 2), cost=14)]
    """
    if not 1 <= max_hops <= rules.MAX_HOPS_LIMIT:
        raise ValueError(f"max_hops is 1 to {rules.MAX_HOPS_LIMIT}, not {max_hops}")
    if n_best < 1:
        raise ValueError(f"n_best is 1 or more, not {n_best}")
    return _Search(csr, cost_pass, cost_last, source, targets, n_best, without).run(max_hops)


class _Legs(NamedTuple):
    """Partial routes: whom they meet, whom they pass, which target they end at, what they cost.

    `via` and `target` are None where there is none.
    """

    meet: Int32s
    via: Int32s | None
    target: Int32s | None
    cost: Int64s

    def where(self, keep: Int64s) -> _Legs:
        return _Legs(
            self.meet.take(keep),
            None if self.via is None else self.via.take(keep),
            None if self.target is None else self.target.take(keep),
            self.cost.take(keep),
        )

    def order(self) -> Int64s:
        """By (meet, cost, via, target)."""
        keys: list[NDArray[np.integer]] = [self.cost, self.meet]
        return np.lexsort([c for c in (self.target, self.via) if c is not None] + keys)


class _Steps(NamedTuple):
    """One hop more on each of some legs, before its cost is known: most of them meet nobody."""

    legs: _Legs
    arcs: Int64s
    which: Int64s
    meet: Int32s
    cost_by: Int64s
    is_back: bool

    def where(self, csr: Csr, is_met: Bools, barred: list[int]) -> _Legs:
        """The legs that meet somebody of these and are no dead ends."""
        keep = np.flatnonzero(is_met.take(self.meet))
        meet, which, arcs = self.meet.take(keep), self.which.take(keep), self.arcs.take(keep)
        step = self.cost_by.take(csr.twin.take(arcs) if self.is_back else arcs)
        target = None if self.legs.target is None else self.legs.target.take(which)
        is_good = step < BLOCKED
        if target is not None:
            is_good &= meet != target
        for person in barred:
            is_good &= meet != person
        legs = _Legs(meet, self.legs.meet.take(which), target, self.legs.cost.take(which) + step)
        return legs.where(np.flatnonzero(is_good))


class _Search:
    """One question: the legs out of both ends and the best routes so far."""

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
        self.barred = [source, *(person for person in without if person != _NOBODY)]
        self.is_direct_barred = _NOBODY in without
        wanted = sorted({*np.ravel(np.asarray(targets, np.int64)).tolist()} - {*self.barred})
        self.targets = np.array(wanted, np.int32)
        self.found: list[Path] = []

    def run(self, max_hops: int) -> list[Path]:
        if self.source in self.barred[1:] or not len(self.targets):
            return []
        forth, back = self._first_hop(), self._last_hop()
        if max_hops == 1:
            return self.found
        self._meet(forth, back)
        forth, back = self._worth_while(forth, back)
        if max_hops == 2 or not len(forth.meet) or not len(back.meet):
            return self.found
        if self._n_ahead(forth) <= self._n_ahead(back):
            steps = self._step_forth(forth)
            self._meet(steps, back)
        else:
            steps = self._step_back(back)
            self._meet(forth, steps)
        if max_hops == 4:
            forth, back = self._worth_while(forth, back)
            if not steps.is_back:
                self._meet(steps, self._step_back(back))
            else:
                self._meet(self._step_forth(forth), steps)
        return self.found

    @property
    def bound(self) -> int:
        """What a route must undercut; one of more hops loses a draw."""
        return self.found[-1].cost if len(self.found) == self.n_best else _FAR

    def _first_hop(self) -> _Legs:
        row = self.csr.row(self.source)
        legs = _Legs(self.csr.neighbors[row], None, None, self.cost_pass[row])
        return self._not_barred(legs)

    def _last_hop(self) -> _Legs:
        """Arcs into a target; those out of the source are routes already."""
        arcs, which = self.csr.arcs_of(self.targets)
        cost = self.cost_last.take(self.csr.twin.take(arcs))
        meet = self.csr.neighbors.take(arcs)
        legs = _Legs(meet, None, self.targets.take(which), cost)
        if not self.is_direct_barred:
            direct = np.flatnonzero((meet == self.source) & (cost < BLOCKED))
            ends = self.targets.take(which.take(direct)).tolist()
            self._keep(
                Path((self.source, end), int(cost[k])) for end, k in zip(ends, direct, strict=True)
            )
        return self._not_barred(legs)

    def _not_barred(self, legs: _Legs) -> _Legs:
        is_good = legs.cost < BLOCKED
        for person in self.barred:
            is_good &= legs.meet != person
        return legs.where(np.flatnonzero(is_good))

    def _worth_while(self, forth: _Legs, back: _Legs) -> tuple[_Legs, _Legs]:
        """The legs that can still be part of a route below the bound."""
        if self.bound < _FAR and len(forth.meet) and len(back.meet):
            forth = forth.where(np.flatnonzero(forth.cost < self.bound - back.cost.min()))
        if self.bound < _FAR and len(forth.meet):
            back = back.where(np.flatnonzero(back.cost < self.bound - forth.cost.min()))
        return forth, back

    def _n_ahead(self, legs: _Legs) -> int:
        indptr = self.csr.indptr
        return int((indptr.take(legs.meet + 1) - indptr.take(legs.meet)).sum())

    def _step_forth(self, legs: _Legs) -> _Steps:
        arcs, which = self.csr.arcs_of(legs.meet)
        return _Steps(legs, arcs, which, self.csr.neighbors.take(arcs), self.cost_pass, False)

    def _step_back(self, legs: _Legs) -> _Steps:
        """One hop more in front of each last hop.

        Where very many people have a hop to several targets, the best of these are enough: two
        cannot be used, for the targets can be on the leg that leads there.
        """
        if len(self.targets) > 1 and self._n_ahead(legs) > _MANY:
            legs = _best_per_meeting(legs, self.n_best + 2)
        arcs, which = self.csr.arcs_of(legs.meet)
        return _Steps(legs, arcs, which, self.csr.neighbors.take(arcs), self.cost_pass, True)

    def _meet(self, forth: _Legs | _Steps, back: _Legs | _Steps) -> None:
        """Add the best routes out of legs that meet."""
        is_met = np.zeros(self.csr.n, np.bool_)
        if len(forth.meet) <= len(back.meet):
            is_met[forth.meet] = True
            back = self._that_meet(back, is_met)
            is_met[forth.meet] = False
            is_met[back.meet] = True
            forth = self._that_meet(forth, is_met)
        else:
            is_met[back.meet] = True
            forth = self._that_meet(forth, is_met)
            is_met[back.meet] = False
            is_met[forth.meet] = True
            back = self._that_meet(back, is_met)
        forth, back = self._worth_while(forth, back)
        if len(forth.meet) and len(back.meet):
            self._join(forth, back)

    def _that_meet(self, legs: _Legs | _Steps, is_met: Bools) -> _Legs:
        if isinstance(legs, _Steps):
            return legs.where(self.csr, is_met, self.barred)
        return legs.where(np.flatnonzero(is_met.take(legs.meet)))

    def _join(self, forth: _Legs, back: _Legs) -> None:
        """Add the best of all combinations at a common meeting in which nobody is twice."""
        back = back.where(np.argsort(back.meet, kind="stable"))
        start = np.searchsorted(back.meet, forth.meet, side="left")
        stop = np.searchsorted(back.meet, forth.meet, side="right")
        if int((stop - start).sum()) > _MANY:
            forth = _best_per_meeting(forth, self.n_best + 2)
            back = _enough_per_meeting(back, self.n_best)
            start = np.searchsorted(back.meet, forth.meet, side="left")
            stop = np.searchsorted(back.meet, forth.meet, side="right")
        right, left = spread(start, stop)
        total = forth.cost.take(left) + back.cost.take(right)
        good = np.flatnonzero(total < self.bound)
        forth, back, total = forth.where(left.take(good)), back.where(right.take(good)), total[good]
        assert back.target is not None  # legs back always lead to one
        is_route = forth.meet != back.target
        if forth.via is not None:
            is_route &= forth.via != back.target
            if back.via is not None:
                is_route &= forth.via != back.via
        good = np.flatnonzero(is_route)
        if len(good) > self.n_best:
            limit = np.partition(total[good], self.n_best - 1)[self.n_best - 1]
            good = good[total[good] <= limit]
        forth, back, total = forth.where(good), back.where(good), total[good]
        people: list[Int32s] = [
            column
            for column in (forth.via, forth.meet, back.via, back.target)
            if column is not None
        ]
        order = np.lexsort([*people[::-1], total])[: self.n_best]
        self._keep(
            Path((self.source, *(int(column[k]) for column in people)), int(total[k]))
            for k in order
        )

    def _keep(self, routes: Iterable[Path]) -> None:
        self.found = sorted([*self.found, *routes], key=order_of)[: self.n_best]


def _rank_within(*group: Int32s | Int64s) -> Int64s:
    """0, 1, 2 … within each run of equal values."""
    is_first = np.zeros(len(group[0]), np.bool_)
    is_first[:1] = True
    for column in group:
        is_first[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(is_first)
    return np.arange(len(is_first)) - np.repeat(starts, np.diff(np.append(starts, len(is_first))))


def _best_per_meeting(legs: _Legs, n: int) -> _Legs:
    """The n cheapest legs of each meeting, by (meet, cost, via, target)."""
    legs = legs.where(legs.order())
    return legs.where(np.flatnonzero(_rank_within(legs.meet) < n))


def _enough_per_meeting(legs: _Legs, n_best: int) -> _Legs:
    """As many legs back from each meeting as the n best routes through it can need.

    A leg forth clashes with a leg back that passes the same person or ends there; so of those
    that pass one person n + 1 are enough, likewise of those that end at one, and 3n + 2 in all.
    """
    legs = legs.where(legs.order())
    is_kept = np.ones(len(legs.meet), np.bool_)
    for shared in (legs.via, legs.target):
        if shared is not None:
            order = np.lexsort((shared, legs.meet))
            same = _rank_within(legs.meet.take(order), shared.take(order))
            is_kept[order[same > n_best]] = False
    legs = legs.where(np.flatnonzero(is_kept))
    return legs.where(np.flatnonzero(_rank_within(legs.meet) < 3 * n_best + 2))
