"""Which contact holds others together who have nobody else: dispersion in one person's circle."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from .arrays import Csr, Int64s, distinct, spread

_BLOCK: Final = 1 << 20
"""Paths of two ties made at a time."""


def dispersion(csr: Csr, source: int) -> Int64s:
    """How many pairs of mutual contacts does each contact alone hold together?

    Parameters
    ----------
    csr : Csr
    source : int
        Whose circle.

    Returns
    -------
    int64[degree of source]
        In the order of the source's row.

    Notes
    -----
    Of each contact v: the pairs of mutual contacts that neither know each other nor share another
    contact within the circle; so each path of two ties s – v – t inside the circle counts for v
    where s and t are no tie and no other such path joins them. O(Σ d²), d the contacts' degrees
    within the circle, a piece at a time.

    References
    ----------
    Backstrom & Kleinberg 2014, 10.1145/2531602.2531642

    Examples
    --------
    >>> from netgraph import kernels
    >>> dispersion(kernels.csr([0, 0, 0, 1, 2], [1, 2, 3, 2, 3], 4), source=0).tolist()
    [0, 1, 0]
    """
    circle = csr.neighbors[csr.row(source)]
    k = len(circle)
    arcs, tail = csr.arcs_of(circle)
    met = csr.neighbors.take(arcs)
    head = np.searchsorted(circle, met)
    inside = np.flatnonzero((head < k) & (circle.take(head, mode="clip") == met)) if k else head
    tail, head = tail[inside], head[inside]
    ptr = np.searchsorted(tail, np.arange(k + 1))
    n_paths = np.zeros(len(tail) + 1, np.int64)
    np.cumsum(np.diff(ptr)[head], out=n_paths[1:])
    before = n_paths[ptr]
    marks = np.arange(0, before[-1] + _BLOCK, _BLOCK)
    held = np.zeros(k, np.int64)
    for low, high in pairwise(distinct(np.searchsorted(before, marks).clip(max=k)).tolist()):
        first = np.arange(ptr[low], ptr[high])
        second, which = spread(ptr[head[first]], ptr[head[first] + 1])
        s, middle, t = tail[first][which], head[first][which], head[second]
        forward = np.flatnonzero(s < t)
        ends = s[forward] * k + t[forward]
        path = np.sort(ends * k + middle[forward])
        ends, middle = path // k, path % k
        changes = np.ones(len(ends) + 1, np.bool_)
        changes[1:-1] = ends[1:] != ends[:-1]
        ties = tail[first] * k + head[first]
        is_tie = ties.take(np.searchsorted(ties, ends), mode="clip") == ends
        held += np.bincount(middle[changes[1:] & changes[:-1] & ~is_tie], minlength=k)
    return held
