"""How far apart would two people be without their tie: spans, and which ties are local bridges.

A mutual contact makes it two hops, a cycle of four ties three, a bridge makes it infinite; the few
that are left are searched from both ends at once, many ties together.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from .arrays import Bools, Csr, Floats, Int32s, Int64s, distinct
from .blocks import bridges
from .circles import ends, mutual_counts

_BLOCK: Final = 1 << 19
"""Wedges made at a time."""

_PLACES: Final = 1 << 24
"""Places to mark, one for each person and each tie that is looked at together."""

_STEPS_AT_A_TIME: Final = 1 << 22
"""Above this many steps the ties that are searched together are searched by halves."""


def spans(csr: Csr, mutual: Int32s | None = None) -> Floats:
    """How many hops would separate each pair if their tie were gone?

    Parameters
    ----------
    csr : Csr
    mutual : int32[m], optional
        From `mutual_counts`, where it is known already.

    Returns
    -------
    float64[m]
        2 with a mutual contact, 3 and more for a local bridge, inf for a bridge.

    Notes
    -----
    O(Σ over ties of the smaller degree) for spans of 2 and 3; a longer one costs a search from both
    ends, as wide as the network is at half its length.

    References
    ----------
    Granovetter 1973, 10.1086/225469; Chiba & Nishizeki 1985, 10.1137/0214017 (cycles of four)

    Examples
    --------
    >>> from netgraph import kernels
    >>> spans(kernels.csr([0, 0, 1, 2], [1, 2, 2, 3], 4)).tolist()
    [2.0, 2.0, 2.0, inf]
    """
    if mutual is None:
        mutual = mutual_counts(csr)
    span = np.full(csr.m, np.inf)
    is_open = (mutual == 0) & ~bridges(csr)
    if is_open.any():
        on_four = _on_cycle_of_four(csr)
        span[on_four & is_open] = 3.0
        low, high = ends(csr)
        rest = np.flatnonzero(is_open & ~on_four)
        on_five = _on_cycle_of_five(csr, low[rest], high[rest])
        span[rest[on_five]] = 4.0
        rest = rest[~on_five]
        span[rest] = _distances(csr, low[rest], high[rest])
    span[mutual > 0] = 2.0
    return span


def _on_cycle_of_four(csr: Csr) -> Bools:
    """Which ties are on a cycle of four.

    Its highest person, by (degree, number), has two ways of two steps to the person opposite.
    """
    degree = csr.degree
    rank = np.empty(csr.n, np.int32)
    rank[np.lexsort((np.arange(csr.n), degree))] = np.arange(csr.n, dtype=np.int32)
    is_down = np.repeat(rank, degree) > rank[csr.neighbors]
    n_wedges = np.where(is_down, degree[csr.neighbors], 0)
    before = np.concatenate([[0], np.cumsum(n_wedges)])[csr.indptr]
    marks = np.arange(0, before[-1] + _BLOCK, _BLOCK)
    cuts = distinct(np.searchsorted(before, marks).clip(max=csr.n)).tolist()
    found = np.zeros(csr.m, np.bool_)
    for low, high in pairwise(cuts):
        first = np.arange(csr.indptr[low], csr.indptr[high])
        first = first[is_down[first]]
        second, which = csr.arcs_of(csr.neighbors[first])
        first = first[which]
        top = csr.neighbors[csr.twin[first]]
        opposite = csr.neighbors[second]
        below = np.flatnonzero(rank[opposite] < rank[top])
        first, second = first[below], second[below]
        key = (top[below].astype(np.int64) - low) * csr.n + opposite[below]
        twice = _repeated(key)
        found[csr.pair[first[twice]]] = True
        found[csr.pair[second[twice]]] = True
    return found


def _on_cycle_of_five(csr: Csr, low: Int32s, high: Int32s) -> Bools:
    """Which of these ties are on a cycle of five; none is on a shorter one.

    Two steps from one end, the tie left out, lead to somebody two steps from the other end.
    """
    found = np.zeros(len(low), np.bool_)
    at_a_time = max(1, _PLACES // max(csr.n, 1))
    is_near = np.zeros(at_a_time * csr.n, np.bool_)
    for start in range(0, len(low), at_a_time):
        part = slice(start, start + at_a_time)
        near = _two_steps(csr, low[part], high[part])
        is_near[near] = True
        far = _two_steps(csr, high[part], low[part])
        found[start + far[is_near.take(far)] // csr.n] = True
        is_near[near] = False
    return found


def _two_steps(csr: Csr, people: Int32s, other_ends: Int32s) -> Int64s:
    """Whom two steps from each lead to, not by way of the other end, as row · n + person."""
    first, row = csr.arcs_of(people)
    between = csr.neighbors.take(first)
    kept = np.flatnonzero(between != other_ends.take(row))
    second, which = csr.arcs_of(between.take(kept))
    return row.take(kept).take(which) * csr.n + csr.neighbors.take(second)


def _repeated(key: Int64s) -> Int64s:
    """Where the values stand that occur more than once."""
    bits = len(key).bit_length()
    if len(key) and int(key.max()) < 1 << (63 - bits):  # value and place in one: sorts faster
        packed = np.sort((key << bits) | np.arange(len(key)))
        order, key = packed & ((1 << bits) - 1), packed >> bits
    else:
        order = np.argsort(key, kind="stable")
        key = key[order]
    is_same = np.zeros(len(key) + 1, np.bool_)
    np.equal(key[1:], key[:-1], out=is_same[1:-1])
    return order[is_same[1:] | is_same[:-1]]


def _distances(csr: Csr, low: Int32s, high: Int32s) -> Floats:
    """Hops from `low` to `high` other than straight across, for ties on a cycle of six or more.

    Whom an end has come to is kept as tie · n + person; the side with fewer steps ahead goes on.
    """
    n, k = csr.n, len(low)
    tie = np.arange(k) * n
    seen = [tie + low, tie + high]
    edge = [_next(csr, keys) for keys in seen]
    edge = [keys[keys != seen[1 - side].take(keys // n)] for side, keys in enumerate(edge)]
    seen = [distinct(np.concatenate(keys)) for keys in zip(seen, edge, strict=True)]
    distance = np.full(k, np.nan)
    hops = 2
    while np.isnan(distance).any():
        ahead = [_n_ahead(csr, keys) for keys in edge]
        side = int(ahead[1] < ahead[0])
        if ahead[side] > _STEPS_AT_A_TIME and k > 1:
            half = k // 2
            parts = (slice(None, half), slice(half, None))
            return np.concatenate([_distances(csr, low[part], high[part]) for part in parts])
        step = _next(csr, edge[side])
        step = step[~_is_among(step, seen[side])]
        hops += 1
        distance[step[_is_among(step, edge[1 - side])] // n] = hops
        seen[side], edge[side] = distinct(np.concatenate([seen[side], step])), step
        is_open = np.isnan(distance)
        edge = [keys[is_open[keys // n]] for keys in edge]
        seen = [keys[is_open[keys // n]] for keys in seen]
    return distance


def _is_among(keys: Int64s, sorted_keys: Int64s) -> Bools:
    at = np.searchsorted(sorted_keys, keys)
    is_among: Bools = sorted_keys.take(at, mode="clip") == keys
    return is_among


def _next(csr: Csr, keys: Int64s) -> Int64s:
    """One step on from each, every (tie, person) once."""
    arcs, which = csr.arcs_of(keys % csr.n)
    return distinct((keys - keys % csr.n)[which] + csr.neighbors[arcs])


def _n_ahead(csr: Csr, keys: Int64s) -> int:
    people = keys % csr.n
    return int((csr.indptr[people + 1] - csr.indptr[people]).sum())
