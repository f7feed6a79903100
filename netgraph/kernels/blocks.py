"""Whose loss cuts people off: articulation points and bridges, by biconnected blocks.

A forest of shortest paths numbers everybody; two tree ties lie on one cycle, and so in one block,
where a tie outside the tree joins what is below them (Tarjan & Vishkin). No recursion.
"""

from __future__ import annotations

import numpy as np

from .csr import Bools, Csr, Int64s


def articulation_points(csr: Csr) -> Bools:
    """Whose loss would cut somebody off from somebody else?

    Parameters
    ----------
    csr : Csr

    Returns
    -------
    bool[n]

    Notes
    -----
    Depth-first search with low points (Tarjan 1972, 10.1137/0201010), without recursion. O(n + m).

    Examples
    --------
    >>> from netgraph import kernels
    >>> articulation_points(kernels.csr([0, 1], [1, 2], 3)).tolist()
    [False, True, False]
    """
    block = blocks(csr)
    tail = np.repeat(np.arange(csr.n), csr.degree)
    lowest = np.full(csr.n, csr.m)
    highest = np.full(csr.n, -1)
    np.minimum.at(lowest, tail, block[csr.pair])
    np.maximum.at(highest, tail, block[csr.pair])
    return highest > lowest


def bridges(csr: Csr) -> Bools:
    """Which ties hold two parts together alone?

    Parameters
    ----------
    csr : Csr

    Returns
    -------
    bool[m]

    Notes
    -----
    A block of one tie is a bridge. O(n + m).
    """
    block = blocks(csr)
    is_alone: Bools = np.bincount(block, minlength=csr.m)[block] == 1
    return is_alone


def blocks(csr: Csr) -> Int64s:
    """Which ties lie on a common cycle: the number of each pair's biconnected block, int64[m]."""
    indptr, neighbors, pair = csr.indptr.tolist(), csr.neighbors.tolist(), csr.pair.tolist()
    block = [-1] * csr.m
    order = [-1] * csr.n
    low = [0] * csr.n
    counter = 0
    n_blocks = 0
    pending: list[int] = []
    for root in range(csr.n):
        if order[root] >= 0:
            continue
        order[root] = low[root] = counter
        counter += 1
        stack = [(root, -1, indptr[root])]
        while stack:
            v, into, at = stack.pop()
            if at < indptr[v + 1]:
                stack.append((v, into, at + 1))
                u, tie = neighbors[at], pair[at]
                if tie == into:
                    continue
                if order[u] < 0:
                    order[u] = low[u] = counter
                    counter += 1
                    pending.append(tie)
                    stack.append((u, tie, indptr[u]))
                elif order[u] < order[v]:
                    pending.append(tie)
                    low[v] = min(low[v], order[u])
            elif stack:
                parent = stack[-1][0]
                low[parent] = min(low[parent], low[v])
                if low[v] >= order[parent]:
                    while True:
                        tie = pending.pop()
                        block[tie] = n_blocks
                        if tie == into:
                            break
                    n_blocks += 1
    return np.array(block, np.int64)
