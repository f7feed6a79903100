"""All targets beside all helpers: the chance of each target through each helper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from .assigning import assign
from .capacity import Capacity
from .chance import Arcs, arcs
from .wanted import Wanted
from .ways_in import from_ego

if TYPE_CHECKING:
    from ..network import Network

Floats = NDArray[np.float64]
People = NDArray[np.int64]


@dataclass(frozen=True)
class Board:
    """The chances of all targets (columns) through all helpers (rows: people's numbers).

    `p` is what may be done now; `p_free` what could be done had nobody said no, were nobody marked
    do_not_contact and nobody in hand. `groups` are the people each column still means.
    """

    ego: int
    steps: Arcs
    max_hops: int
    wanted: list[Wanted]
    groups: list[People]
    helpers: People
    p: Floats
    p_free: Floats


def board_of(
    net: Network, ego: int, wanted: list[Wanted], may: Capacity, max_hops: int, inferred: bool
) -> Board:
    """Return the chances of all targets through all of ego's contacts."""
    steps, free = arcs(net, inferred=inferred), arcs(net, inferred=inferred, is_free=True)
    helpers = steps.csr.neighbors[steps.csr.row(ego)].astype(np.int64)
    can = may.left[helpers] > 0
    p = np.zeros((len(helpers), len(wanted)))
    p_free = np.zeros_like(p)
    groups = []
    for at, one in enumerate(wanted):
        left = np.zeros(0, np.int64)
        if one.company not in may.companies:
            left = one.people[[person not in may.in_hand for person in one.people.tolist()]]
        preferred = np.intersect1d(left, one.preferred)
        p[:, at] = _column(steps, ego, preferred, one, may, max_hops)
        if not (p[can, at] > 0).any():
            preferred = left
            p[:, at] = _column(steps, ego, left, one, may, max_hops)
        groups.append(preferred)
        p_free[:, at] = _chance(from_ego(free, ego, preferred, max_hops)[1])
    return Board(ego, steps, max_hops, wanted, groups, helpers, p, p_free)


def _column(
    steps: Arcs, ego: int, group: People, one: Wanted, may: Capacity, max_hops: int
) -> Floats:
    """Return the chance of a target through each helper, leaving out who has said no to it."""
    if not len(group):
        return np.zeros(int(steps.csr.degree[ego]))
    helpers, cost = from_ego(steps, ego, group, max_hops)
    for helper in sorted({h for t in group.tolist() for h in may.refused.get(t, ())}):
        left = allowed(group, helper, may)
        again = from_ego(steps, ego, left, max_hops)[1]
        cost = np.where(helpers == helper, again, cost)
    cost[np.isin(helpers, list(may.refused_at.get(one.company, ())))] = kernels.BLOCKED
    return _chance(cost)


def allowed(group: People, helper: int, may: Capacity) -> People:
    """Return whom of a group this helper has not refused."""
    return group[[helper not in may.refused.get(t, ()) for t in group.tolist()]]


def _chance(cost: NDArray[np.int64]) -> Floats:
    return np.where(cost < kernels.BLOCKED, np.exp(-cost / rules.COST_ONE), 0.0)


def held_back(board: Board, chosen: NDArray[np.int64], may: Capacity) -> NDArray[np.int64]:
    """Return the best assignment of what is left, should every chosen helper say no."""
    p, left = board.p.copy(), may.left[board.helpers].copy()
    used = np.flatnonzero(chosen >= 0)
    p[chosen[used], used] = 0
    np.subtract.at(left, chosen[used], 1)
    p[:, chosen < 0] = 0
    return assign(p, left)
