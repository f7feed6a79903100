"""Whose loss cuts people off: cut points and bridges, by blocks of ties that share a cycle.

People are numbered along a forest of shortest paths. Two ties of the forest belong to one block
where a tie outside it leads round the person between them; ties outside join what they connect.
Everything is done level by level, without recursion.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .arrays import Bools, Csr, Int32s, Int64s
from .circles import ends


def articulation_points(csr: Csr) -> Bools:
    """Whose loss would cut somebody off from somebody else?

    Parameters
    ----------
    csr : Csr

    Returns
    -------
    bool[n]
        True for whoever belongs to more than one block.

    Notes
    -----
    O(n + m) for the forest, O(m log n) for joining; a step of each costs the same again for every
    level, so a chain of n people takes n of them.

    References
    ----------
    Tarjan & Vishkin 1985, 10.1137/0214061

    Examples
    --------
    >>> from netgraph import kernels
    >>> articulation_points(kernels.csr([0, 1], [1, 2], 3)).tolist()
    [False, True, False]
    """
    low, high = ends(csr)
    block = blocks(csr)
    first, last = np.full(csr.n, csr.n), np.full(csr.n, -1)
    for side in (low, high):
        np.minimum.at(first, side, block)
        np.maximum.at(last, side, block)
    return last > first


def bridges(csr: Csr) -> Bools:
    """Which ties hold two parts together alone?

    Parameters
    ----------
    csr : Csr

    Returns
    -------
    bool[m]
        True for a tie that is a block by itself.

    Notes
    -----
    As for `articulation_points`.

    Examples
    --------
    >>> from netgraph import kernels
    >>> bridges(kernels.csr([0, 0, 1, 2], [1, 2, 2, 3], 4)).tolist()
    [False, False, False, True]
    """
    block = blocks(csr)
    is_alone: Bools = np.bincount(block, minlength=csr.n)[block] == 1
    return is_alone


def blocks(csr: Csr) -> Int64s:
    """Which block each pair belongs to, int64[m]: the number of one person in it but the first."""
    low, high = ends(csr)
    forest = _grown(csr, low, high)
    number, size = _numbered(csr.n, forest)
    lowest, highest = _reached(csr, forest, number)
    is_tree = np.zeros(csr.m, np.bool_)
    is_tree[forest.tie[forest.tie >= 0]] = True
    across = np.flatnonzero(~is_tree)
    people = np.flatnonzero(forest.above >= 0)
    above = forest.above[people]
    leads_round = (lowest[people] < number[above]) | (
        highest[people] >= number[above] + size[above]
    )
    upper = people[leads_round & (forest.above[above] >= 0)]
    joined = _parts(
        csr.n,
        np.concatenate([low[across], upper]),
        np.concatenate([high[across], forest.above[upper]]),
    )
    # a tie of the forest goes by its lower end; either end of any other tie will do
    end = np.where(forest.above[high] == low, high, low)
    return joined[np.where(is_tree, end, low)]


class _Forest(NamedTuple):
    """For each person the one above (−1 for a root) and the tie to them; people level by level."""

    above: Int64s
    tie: Int64s
    levels: list[Int64s]


def _grown(csr: Csr, low: Int32s, high: Int32s) -> _Forest:
    """A forest of shortest paths from one root in each part."""
    n = csr.n
    everybody = np.arange(n)
    roots = np.flatnonzero((_parts(n, low, high) == everybody) & (csr.degree > 0))
    above, tie = np.full(n, -1), np.full(n, -1)
    is_new = np.ones(n, np.bool_)
    is_new[roots] = False
    first_at = np.empty(n, np.int64)
    levels = []
    level = roots
    while len(level):
        levels.append(level)
        arcs, which = csr.arcs_of(level)
        head = csr.neighbors[arcs]
        fresh = np.flatnonzero(is_new[head])
        head, position = head[fresh], np.arange(len(fresh))
        first_at[head[::-1]] = position[::-1]
        once = first_at[head] == position
        fresh = fresh[once]
        people = head[once].astype(np.int64)
        above[people], tie[people] = level[which[fresh]], csr.pair[arcs[fresh]]
        is_new[people] = False
        level = people
    return _Forest(above, tie, levels)


def _numbered(n: int, forest: _Forest) -> tuple[Int64s, Int64s]:
    """A number for everybody, so that those below a person follow in one run; and how many."""
    size = np.ones(n, np.int64)
    for level in forest.levels[:0:-1]:
        np.add.at(size, forest.above[level], size[level])
    number = np.zeros(n, np.int64)
    for depth, level in enumerate(forest.levels):
        before = np.cumsum(size[level]) - size[level]
        if depth == 0:
            number[level] = before
            continue
        above = forest.above[level]
        starts = np.flatnonzero(np.concatenate([[True], above[1:] != above[:-1]]))
        run = np.repeat(before[starts], np.diff(np.append(starts, len(level))))
        number[level] = number[above] + 1 + before - run
    return number, size


def _reached(csr: Csr, forest: _Forest, number: Int64s) -> tuple[Int64s, Int64s]:
    """Lowest and highest number that ties outside the forest reach from each person or below."""
    tail = np.repeat(np.arange(csr.n), csr.degree)
    in_forest = (forest.tie[tail] == csr.pair) | (forest.tie[csr.neighbors] == csr.pair)
    reach = np.where(in_forest, number[tail], number[csr.neighbors])
    lowest, highest = number.copy(), number.copy()
    has_ties = np.flatnonzero(csr.degree)
    if len(has_ties):
        starts = csr.indptr[has_ties]
        lowest[has_ties] = np.minimum(number[has_ties], np.minimum.reduceat(reach, starts))
        highest[has_ties] = np.maximum(number[has_ties], np.maximum.reduceat(reach, starts))
    for level in forest.levels[:0:-1]:
        np.minimum.at(lowest, forest.above[level], lowest[level])
        np.maximum.at(highest, forest.above[level], highest[level])
    return lowest, highest


def _parts(n: int, i: Int32s | Int64s, j: Int32s | Int64s) -> Int64s:
    """The lowest number in each person's part, where the pairs (i, j) hold together."""
    part = np.arange(n)
    while True:
        a, b = part[i], part[j]
        apart = np.flatnonzero(a != b)
        if not len(apart):
            return part
        i, j, a, b = i[apart], j[apart], a[apart], b[apart]
        np.minimum.at(part, np.maximum(a, b), np.minimum(a, b))
        while True:
            further = part[part]
            if (further == part).all():
                break
            part = further
