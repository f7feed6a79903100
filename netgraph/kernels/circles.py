"""Which ties close a triangle: one list that mutual contacts, overlap and Burt's measures share.

Ties are pointed from the end with fewer contacts to the end with more, so that even a hub points
to few. Two such steps in a row make a wedge, and a wedge whose ends know each other a triangle.
Wedges are made in blocks, sieved by a bitmap of the block's own ties, and what is left is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from .arrays import Csr, Floats, Int32s, Int64s, distinct

_BLOCK: Final = 65_536
"""Wedges made at a time: what they need stays in the cache."""

_SIEVE_BITS: Final = 17
"""Places of a block's sieve, some fifteen for each of its ties."""


class Triangles(NamedTuple):
    """Triangles as three people and the three pairs opposite to them (`bc` is opposite to `a`)."""

    a: Int32s
    b: Int32s
    c: Int32s
    bc: Int32s
    ac: Int32s
    ab: Int32s


def triangles(csr: Csr) -> Iterator[Triangles]:
    """Which three people all know each other: every triangle once.

    Parameters
    ----------
    csr : Csr

    Yields
    ------
    Triangles
        Pieces of about m triangles, so that counting by pair costs no more than making them.

    Notes
    -----
    O(m · a) wedges, a the arboricity: for m ties at most m · √(2m), whatever the largest hub.

    References
    ----------
    Chiba & Nishizeki 1985, 10.1137/0214017
    """
    found: list[Triangles] = []
    waiting = 0
    wedges = _Wedges(csr)
    for low, high in pairwise(wedges.cuts):
        found.append(wedges.closed(low, high))
        waiting += len(found[-1].a)
        if waiting >= csr.m:
            yield _joined(found)
            found, waiting = [], 0
    if waiting:
        yield _joined(found)


def _joined(found: list[Triangles]) -> Triangles:
    return Triangles(*(np.concatenate(column) for column in zip(*found, strict=True)))


class _Wedges:
    """Ties pointed from the end with the lower (degree, number), and the wedges they make."""

    def __init__(self, csr: Csr) -> None:
        degree = csr.degree
        order = (degree << 32) | np.arange(csr.n)
        keep = np.flatnonzero(np.repeat(order, degree) < order.take(csr.neighbors))
        self.head, self.pair = csr.neighbors.take(keep), csr.pair.take(keep)
        self.ptr = np.searchsorted(keep, csr.indptr)
        n_ahead = np.diff(self.ptr)
        self.tail = np.repeat(np.arange(csr.n, dtype=np.int32), n_ahead)
        self.start = self.ptr.take(self.head)
        self.count = n_ahead.take(self.head)
        # two people's random numbers, one xor: the place in the sieve of the tie between them
        chance = np.random.default_rng(0).integers(0, 1 << _SIEVE_BITS, csr.n, np.int32)
        self.of_head, self.of_tail = chance.take(self.head), np.repeat(chance, n_ahead)
        running = np.zeros(len(keep) + 1, np.int64)
        np.cumsum(self.count, out=running[1:])
        self.before = running.take(self.ptr)
        marks = np.arange(0, self.before[-1] + _BLOCK, _BLOCK)
        self.cuts = distinct(np.searchsorted(self.before, marks).clip(max=csr.n)).tolist()
        self.n_halvings = int(n_ahead.max(initial=0)).bit_length()

    def closed(self, low: int, high: int) -> Triangles:
        """The triangles whose first person is one of low … high − 1."""
        start, stop = int(self.ptr[low]), int(self.ptr[high])
        count = self.count[start:stop]
        shift = self.start[start:stop] - (np.cumsum(count) - count)
        first = np.repeat(np.arange(stop - start), count)
        second = shift.take(first)
        second += np.arange(len(second))
        place = self.of_tail[start:stop].take(first)
        place ^= self.of_head.take(second)
        sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
        sieve[self.of_tail[start:stop] ^ self.of_head[start:stop]] = True
        passed = np.flatnonzero(sieve.take(place))
        first, second = first.take(passed) + start, second.take(passed)
        a, c = self.tail.take(first), self.head.take(second)
        third, is_there = self._look_up(a, c)
        first, second, third = first[is_there], second[is_there], third[is_there]
        pair = self.pair
        return Triangles(
            a[is_there],
            self.head.take(first),
            c[is_there],
            pair.take(second),
            pair.take(third),
            pair.take(first),
        )

    def _look_up(self, tail: Int32s, head: Int32s) -> tuple[Int64s, Int64s]:
        """Where in its row each of these ties stands, and which of them there are; by halving."""
        at, stop = self.ptr.take(tail), self.ptr.take(tail + 1)
        step = 1 << self.n_halvings
        while step > 1:
            step >>= 1
            further = at + step
            is_below = further <= stop
            further -= 1
            is_below &= self.head.take(further, mode="clip") < head
            at += is_below * step
        is_there = self.head.take(at, mode="clip") == head
        is_there &= at < stop
        return at, np.flatnonzero(is_there)


def mutual_counts(csr: Csr, found: Iterable[Triangles] | None = None) -> Int32s:
    """How many mutual contacts has each pair.

    Parameters
    ----------
    csr : Csr
    found : iterable of Triangles, optional
        From `triangles`, where several measures share one list.

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
    for t in triangles(csr) if found is None else found:
        for pair in (t.bc, t.ac, t.ab):
            count += np.bincount(pair, minlength=csr.m)
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
    union = degree.take(low) + degree.take(high) - 2 - mutual
    result = np.full(csr.m, np.nan)
    np.divide(mutual, union, out=result, where=union > 0)
    return result


def ends(csr: Csr) -> tuple[Int32s, Int32s]:
    """The two people of each pair, the lower number first."""
    tail = np.repeat(np.arange(csr.n, dtype=np.int32), csr.degree)
    up = np.flatnonzero(tail < csr.neighbors)
    pair = csr.pair.take(up)
    low, high = np.empty(csr.m, np.int32), np.empty(csr.m, np.int32)
    low[pair], high[pair] = tail.take(up), csr.neighbors.take(up)
    return low, high
