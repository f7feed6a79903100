"""Which contact holds others together who have nobody else: dispersion in one person's circle."""

from __future__ import annotations

import numpy as np

from .arrays import Csr, Int64s


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
    contact within the circle. O(Σ d²), d the contacts' degrees within the circle.

    References
    ----------
    Backstrom & Kleinberg 2014, 10.1145/2531602.2531642
    """
    circle = csr.neighbors[csr.row(source)].astype(np.int64)
    k = len(circle)
    arcs, tail = csr.arcs_of(circle)
    head = np.searchsorted(circle, csr.neighbors[arcs])
    inside = (head < k) & (circle[np.minimum(head, k - 1)] == csr.neighbors[arcs]) if k else []
    tail, head = tail[inside], head[inside]
    degree = np.bincount(tail, minlength=k)
    stop = np.cumsum(degree)[tail] if k else tail
    n_after = stop - np.arange(len(tail)) - 1
    first = np.repeat(np.arange(len(tail)), n_after)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(n_after) - n_after, n_after)
    ends, middle = head[first] * k + head[second], tail[first]
    order = np.argsort(ends, kind="stable")
    ends, middle = ends[order], middle[order]
    changes = ends[1:] != ends[:-1]
    alone = np.concatenate([[True], changes]) & np.concatenate([changes, [True]])
    if not len(ends):
        return np.zeros(k, np.int64)
    is_open = ~np.isin(ends, tail * k + head)
    return np.bincount(middle[alone & is_open], minlength=k)
