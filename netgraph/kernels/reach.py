"""Whom could one person come to know: everybody within a few hops, and how well two steps lead.

The best single route is for showing; people are ranked by all two-step paths together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from .. import rules
from .arrays import Csr, Floats, Int32s, Int64s
from .chances import BLOCKED

_WEDGES: Final = 2_000_000
"""Two-step paths looked at in one go."""

_SHIFT: Final = 31
"""A cost below 2³² and a rank below 2³¹ make one integer whose minimum breaks draws too."""

_FAR: Final = (1 << 63) - 1


class BestCosts(NamedTuple):
    """The best route from one source to everybody.

    `cost` is `BLOCKED`, `hops`, `first` and `previous` are −1 where there is none; the source has
    cost and hops 0. `first` is the first person on the route, `previous` the last one before the
    end (the introducer); a direct contact is its own first, and its previous is the source.
    """

    cost: Int64s
    hops: np.ndarray
    first: Int32s
    previous: Int32s


def best_costs(
    csr: Csr,
    cost_pass: Int64s,
    cost_last: Int64s,
    source: int,
    max_hops: int = rules.MAX_HOPS,
) -> BestCosts:
    """What is the cheapest route from one person to everybody else?

    Parameters
    ----------
    csr : Csr
    cost_pass, cost_last : int64[2m]
        As for `best_routes`; cost_last is nowhere above cost_pass.
    source : int
    max_hops : int
        1 … 4.

    Returns
    -------
    BestCosts
        cost int64[n], hops int8[n], first int32[n], previous int32[n].

    Raises
    ------
    ValueError
        max_hops outside 1 … 4.

    Notes
    -----
    Bellman and Ford by layers; a person enters a layer only where it is cheaper to get there than
    in fewer hops. The routes are those of `best_routes`, draws included. O(arcs within reach).
    """
    if not 1 <= max_hops <= rules.MAX_HOPS_LIMIT:
        raise ValueError(f"max_hops is 1 to {rules.MAX_HOPS_LIMIT}, not {max_hops}")
    n = csr.n
    best = BestCosts(
        np.full(n, BLOCKED, np.int64),
        np.full(n, -1, np.int8),
        np.full(n, -1, np.int32),
        np.full(n, -1, np.int32),
    )
    reached = np.full(n, BLOCKED, np.int64)
    lowest = np.full(n, _FAR)
    reached[source] = best.cost[source] = best.hops[source] = 0
    layer, first = np.array([source]), np.array([-1])
    cost = np.zeros(1, np.int64)
    for hops in range(1, max_hops + 1):
        arcs, which = csr.arcs_of(layer)
        head = csr.neighbors.take(arcs)
        people, rank, total = _cheapest(lowest, head, which, cost, cost_last.take(arcs))
        better = (total < best.cost[people]) & (people != source)
        people, rank, total = people[better], rank[better], total[better]
        best.cost[people], best.hops[people] = total, hops
        best.first[people] = people if hops == 1 else first[rank]
        best.previous[people] = layer[rank]
        if hops == max_hops:
            break
        people, rank, total = _cheapest(lowest, head, which, cost, cost_pass.take(arcs))
        better = total < reached[people]
        people, rank, total = people[better], rank[better], total[better]
        reached[people] = total
        # the layer stands in the order of its routes, so that a place in it is a rank
        order = np.lexsort((people, rank))
        people, rank, cost = people[order], rank[order], total[order]
        first = people if hops == 1 else first[rank]
        layer = people
    return best


def _cheapest(
    lowest: Int64s, head: Int32s, rank: Int64s, cost: Int64s, step: Int64s
) -> tuple[Int32s, Int64s, Int64s]:
    """Each head once, with the lowest cost into it and the lowest rank of those that cost it."""
    usable = np.flatnonzero(step < BLOCKED)
    head, rank = head.take(usable), rank.take(usable)
    key = ((cost.take(rank) + step.take(usable)) << _SHIFT) | rank
    np.minimum.at(lowest, head, key)
    wins = np.flatnonzero(lowest.take(head) == key)
    lowest[head] = _FAR
    key = key.take(wins)
    return head.take(wins), key & ((1 << _SHIFT) - 1), key >> _SHIFT


def two_step_reach(csr: Csr, w: Floats, source: int) -> Floats:
    """How well do all two-step paths together lead from one person to those they do not know?

    Parameters
    ----------
    csr : Csr
    w : float64[m]
        The chance that each pair's tie can be used, in [0, 1].
    source : int

    Returns
    -------
    float64[n]
        1 − Π (1 − w·w) over the mutual contacts; NaN where there is none, for direct contacts and
        for the source.

    Notes
    -----
    A rank for people, not a promise: the paths are treated as independent. O(Σ degrees of the
    contacts).
    """
    row = csr.row(source)
    contacts = csr.neighbors[row]
    arcs, which = csr.arcs_of(contacts)
    people = csr.neighbors.take(arcs)
    chance = w.take(csr.pair[row]).take(which) * w.take(csr.pair.take(arcs))
    with np.errstate(divide="ignore"):
        none_works = np.bincount(people, np.log1p(-chance), csr.n)
    reach = np.full(csr.n, np.nan)
    reach[people] = -np.expm1(none_works.take(people))
    reach[contacts] = np.nan
    reach[source] = np.nan
    return reach


class TwoSteps(NamedTuple):
    """Pairs of people who share a contact and have no tie: both ends (i < j), reach, paths."""

    i: Int32s
    j: Int32s
    reach: Floats
    n_paths: Int64s


def two_step_pairs(csr: Csr, w: Floats) -> TwoSteps:
    """How well do all two-step paths together lead between any two who do not know each other?

    Parameters
    ----------
    csr : Csr
    w : float64[m]
        The chance that each pair's tie can be used, in [0, 1].

    Returns
    -------
    TwoSteps
        By (i, j): each pair at distance two once, with 1 − Π (1 − w·w) and the number of paths;
        a path of chance 0 is none.

    Notes
    -----
    `two_step_reach` for everybody at once, in blocks of sources. O(Σ degree²).
    """
    done = np.zeros(csr.n + 1, np.int64)
    tail = np.repeat(np.arange(csr.n), csr.degree)
    np.cumsum(np.bincount(tail, csr.degree[csr.neighbors], csr.n), out=done[1:])
    cuts = np.unique(np.searchsorted(done, np.arange(0, done[-1] + _WEDGES, _WEDGES)))
    cuts = np.unique(np.r_[0, cuts.clip(max=csr.n), csr.n])
    parts = [_two_steps_from(csr, w, tail, a, b) for a, b in pairwise(cuts.tolist())]
    if not parts:
        none = np.zeros(0, np.int32)
        return TwoSteps(none, none, np.zeros(0), np.zeros(0, np.int64))
    return TwoSteps(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _two_steps_from(csr: Csr, w: Floats, tail: Int64s, start: int, stop: int) -> TwoSteps:
    """The pairs whose lower end is in start:stop."""
    first = np.arange(csr.indptr[start], csr.indptr[stop])
    arcs, which = csr.arcs_of(csr.neighbors[first])
    source, target = tail[first][which], csr.neighbors[arcs].astype(np.int64)
    chance = w[csr.pair[first]][which] * w[csr.pair[arcs]]
    usable = (target > source) & (chance > 0)
    key, chance = (source * csr.n + target)[usable], chance[usable]
    pairs, at = np.unique(key, return_inverse=True)
    with np.errstate(divide="ignore"):
        none_works = np.bincount(at, np.log1p(-chance), len(pairs))
    known = tail[first] * csr.n + csr.neighbors[first]
    is_new = ~np.isin(pairs, known)
    n_paths = np.bincount(at, minlength=len(pairs))
    i, j = (pairs // max(csr.n, 1)).astype(np.int32), (pairs % max(csr.n, 1)).astype(np.int32)
    return TwoSteps(i[is_new], j[is_new], -np.expm1(none_works[is_new]), n_paths[is_new])
