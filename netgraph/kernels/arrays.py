"""Whom does each person know: all ties as three flat arrays.

Rows are people, a row holds the neighbours in ascending order, and every arc knows the row of the
pair it belongs to and the arc that leads back. Everything else in this room reads these arrays.
Ties come in once (`i`, `j`), without self-loops and without doubles: the network drops those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Whole = TypeVar("Whole", Int32s, Int64s)


@dataclass(frozen=True, slots=True, eq=False)
class Csr:
    """Who knows whom, as compressed rows.

    Attributes
    ----------
    indptr : int64[n + 1]
        Row `v` is `indptr[v]:indptr[v + 1]`.
    neighbors : int32[2m]
        The other end of each arc, ascending within a row.
    pair : int32[2m]
        The row of the pair (0 … m − 1) an arc belongs to; both arcs of a pair have the same.
    twin : int32[2m]
        The arc that leads back.
    n : int
        Number of people.
    """

    indptr: Int64s
    neighbors: Int32s
    pair: Int32s
    twin: Int32s
    n: int

    @property
    def m(self) -> int:
        """Number of pairs."""
        return len(self.pair) // 2

    @property
    def degree(self) -> Int64s:
        """Number of neighbours of each person."""
        return np.diff(self.indptr)

    def row(self, person: int) -> slice:
        """Where the arcs of one person stand."""
        return slice(int(self.indptr[person]), int(self.indptr[person + 1]))

    def arcs_of(self, people: Int32s | Int64s) -> tuple[Int64s, Int64s]:
        """Arcs of several people: their positions, and which of `people` each belongs to."""
        return spread(self.indptr[people], self.indptr[np.asarray(people) + 1])


def spread(start: Int64s, stop: Int64s) -> tuple[Int64s, Int64s]:
    """Positions of the slices start:stop laid end to end, and the number of the slice of each."""
    count = stop - start
    total = int(count.sum())
    owner = np.repeat(np.arange(len(count)), count)
    skipped = start - (np.cumsum(count) - count)
    return np.arange(total) + skipped[owner], owner


def distinct(values: Whole) -> Whole:
    """Each value once, ascending; by sorting, which beats the hashing of `np.unique`."""
    values = np.sort(values)
    is_first = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=is_first[1:])
    return values[is_first]


def csr(i: ArrayLike, j: ArrayLike, n: int) -> Csr:
    """Who knows whom, from one row per pair.

    Parameters
    ----------
    i, j : int[m]
        The ends of each pair, 0 … n − 1; either order, any order of rows (rows sorted by (i, j)
        with i < j are fastest).
    n : int
        Number of people, isolates included.

    Returns
    -------
    Csr

    Raises
    ------
    ValueError
        An end outside 0 … n − 1, a self-loop, or a pair given twice: whoever builds the pairs
        drops these.

    Notes
    -----
    O(m log m); one sort, the rest is counting.

    Examples
    --------
    >>> csr([0, 0], [1, 2], 3).neighbors.tolist()
    [1, 2, 0, 0]
    """
    low, high, row = _sorted_pairs(np.asarray(i), np.asarray(j), n)
    m = len(low)
    n_up = np.bincount(low, minlength=n)
    n_down = np.bincount(high, minlength=n)
    indptr = np.zeros(n + 1, np.int64)
    np.cumsum(n_up + n_down, out=indptr[1:])
    position = np.arange(m)
    up_shift = indptr[:-1] + n_down - (np.cumsum(n_up) - n_up)
    up_arc = position + np.repeat(up_shift, n_up)
    bits = max(m, 1).bit_length()
    by_high = np.sort((high.astype(np.int64) << bits) | position) & ((1 << bits) - 1)
    down_shift = indptr[:-1] - (np.cumsum(n_down) - n_down)
    down_arc = position + np.repeat(down_shift, n_down)

    neighbors = np.empty(2 * m, np.int32)
    pair = np.empty(2 * m, np.int32)
    twin = np.empty(2 * m, np.int32)
    neighbors[up_arc], neighbors[down_arc] = high, low[by_high]
    pair[up_arc], pair[down_arc] = row, row[by_high]
    back = up_arc[by_high]
    twin[back], twin[down_arc] = down_arc, back
    return Csr(indptr, neighbors, pair, twin, n)


def _sorted_pairs(
    i: NDArray[np.integer], j: NDArray[np.integer], n: int
) -> tuple[Int32s, Int32s, Int32s]:
    """Lower end, higher end and original row of each pair, sorted; says no to bad pairs."""
    if i.shape != j.shape or i.ndim != 1:
        raise ValueError(f"i and j differ in shape: {i.shape} and {j.shape}")
    low, high = np.minimum(i, j).astype(np.int32), np.maximum(i, j).astype(np.int32)
    row = np.arange(len(low), dtype=np.int32)
    if not len(low):
        return low, high, row
    if low.min() < 0 or high.max() >= n:
        raise ValueError(f"people are numbered 0 to {n - 1}; got {low.min()} and {high.max()}")
    if (low == high).any():
        raise ValueError(f"person {low[low == high][0]} is tied to themselves")
    key = low.astype(np.int64) * n + high
    step = np.diff(key)
    if (step <= 0).any():
        row = np.argsort(key, kind="stable").astype(np.int32)
        low, high, step = low[row], high[row], np.diff(key[row])
        if (step == 0).any():
            twice = int(np.flatnonzero(step == 0)[0])
            raise ValueError(f"pair ({low[twice]}, {high[twice]}) is given twice")
    return low, high, row
