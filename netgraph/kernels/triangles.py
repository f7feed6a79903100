"""Which ties close a triangle: one list that mutual contacts, overlap and Burt's measures share.

Ties are pointed from the end with fewer contacts to the end with more, so that a hub has few
outgoing ones; two ties out of one person make a wedge, and a wedge whose ends know each other a
triangle. Wedges are made in blocks, sieved by a bitmap, and what is left is checked exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from .csr import Bools, Csr, Floats, Int32s, Int64s, spread

_BLOCK: Final = 200_000
"""Wedges made at a time: what they need stays in the cache."""


class Triangles(NamedTuple):
    """Triangles as three people and the three pairs opposite to them (`bc` is opposite to `a`)."""

    a: Int32s
    b: Int32s
    c: Int32s
    bc: Int32s
    ac: Int32s
    ab: Int32s


def triangles(csr: Csr) -> Iterator[Triangles]:
    """Which three people all know each other: every triangle once, in blocks.

    Parameters
    ----------
    csr : Csr

    Yields
    ------
    Triangles
        Blocks in no particular order.

    Notes
    -----
    O(m · a) wedges, a the arboricity: for m ties at most m · √(2m), whatever the largest hub.
    """
    tail, head, pair, ptr = _oriented(csr)
    key = tail.astype(np.int64) * csr.n + head
    bits = max(1, 8 * len(key)).bit_length()
    sieve = np.zeros(1 << bits, np.bool_)
    sieve[_slot(tail, head, bits)] = True
    last = ptr[tail + 1]
    done = np.zeros(len(tail) + 1, np.int64)
    np.cumsum(last - np.arange(len(tail)) - 1, out=done[1:])
    cuts = np.searchsorted(done[1:], np.arange(0, done[-1] + _BLOCK, _BLOCK))
    for start, stop in pairwise(cuts.tolist()):
        if start == stop:
            continue
        second, first = spread(np.arange(start, stop) + 1, last[start:stop])
        first += start
        b, c = head[first], head[second]
        b_is_low = _is_low(csr, b, c)
        low, high = np.where(b_is_low, b, c), np.where(b_is_low, c, b)
        passed = np.flatnonzero(sieve[_slot(low, high, bits)])
        wanted = low[passed].astype(np.int64) * csr.n + high[passed]
        found = np.searchsorted(key, wanted)
        is_there = key[np.minimum(found, len(key) - 1)] == wanted
        passed, found = passed[is_there], found[is_there]
        first, second = first[passed], second[passed]
        yield Triangles(
            tail[first], head[first], head[second], pair[found], pair[second], pair[first]
        )


def _is_low(csr: Csr, b: Int32s, c: Int32s) -> Bools:
    degree = csr.degree
    is_low: Bools = (degree[b] < degree[c]) | ((degree[b] == degree[c]) & (b < c))
    return is_low


def _slot(low: Int32s, high: Int32s, bits: int) -> Int64s:
    mixed = low.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + high.astype(
        np.uint64
    ) * np.uint64(0xC2B2AE3D27D4EB4F)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def _oriented(csr: Csr) -> tuple[Int32s, Int32s, Int32s, Int64s]:
    """Arcs from the end with the lower (degree, number) to the higher one, by row."""
    degree = csr.degree
    tail = np.repeat(np.arange(csr.n, dtype=np.int32), degree)
    keep = np.flatnonzero(_is_low(csr, tail, csr.neighbors))
    tail = tail[keep]
    ptr = np.zeros(csr.n + 1, np.int64)
    np.cumsum(np.bincount(tail, minlength=csr.n), out=ptr[1:])
    return tail, csr.neighbors[keep], csr.pair[keep], ptr


def mutual_counts(csr: Csr) -> Int32s:
    """How many mutual contacts has each pair.

    Parameters
    ----------
    csr : Csr

    Returns
    -------
    int32[m]

    Notes
    -----
    The triangles a tie is part of, also called its embeddedness.

    Examples
    --------
    >>> from netgraph import kernels
    >>> mutual_counts(kernels.csr([0, 0, 1, 2], [1, 2, 2, 3], 4)).tolist()
    [1, 1, 1, 0]
    """
    count = np.zeros(csr.m, np.int64)
    for t in triangles(csr):
        count += np.bincount(np.concatenate([t.bc, t.ac, t.ab]), minlength=csr.m)
    return count.astype(np.int32)


def overlap(csr: Csr, mutual: Int32s | None = None) -> Floats:
    """Which share of the two circles of a pair is one circle.

    Parameters
    ----------
    csr : Csr
    mutual : int32[m], optional
        From `mutual_counts`, where it is known already.

    Returns
    -------
    float64[m]
        In [0, 1]; NaN where neither end knows anybody else.

    Notes
    -----
    n_ij / ((k_i − 1) + (k_j − 1) − n_ij): the two ends themselves are not counted.

    References
    ----------
    Onnela et al. 2007, 10.1073/pnas.0610245104

    Examples
    --------
    >>> from netgraph import kernels
    >>> overlap(kernels.csr([0, 0, 1, 2], [1, 2, 2, 3], 4)).tolist()
    [1.0, 0.5, 0.5, 0.0]
    """
    if mutual is None:
        mutual = mutual_counts(csr)
    low, high = ends(csr)
    degree = csr.degree
    union = degree[low] + degree[high] - 2 - mutual
    result = np.full(csr.m, np.nan)
    np.divide(mutual, union, out=result, where=union > 0)
    return result


def ends(csr: Csr) -> tuple[Int32s, Int32s]:
    """The two people of each pair, the lower number first."""
    tail = np.repeat(np.arange(csr.n, dtype=np.int32), csr.degree)
    low, high = np.empty(csr.m, np.int32), np.empty(csr.m, np.int32)
    is_up = tail < csr.neighbors
    low[csr.pair[is_up]], high[csr.pair[is_up]] = tail[is_up], csr.neighbors[is_up]
    return low, high
