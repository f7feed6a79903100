"""How far apart would two people be without their tie: spans, and which ties are local bridges.

A mutual contact makes it two hops, a bridge makes it infinite; what is left is searched from both
ends at once, many ties together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from .blocks import bridges
from .csr import Csr, Floats, Int32s, Int64s
from .triangles import ends, mutual_counts

_TIES_AT_A_TIME: Final = 2_000


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

    References
    ----------
    Granovetter 1973, 10.1086/225469

    Examples
    --------
    >>> from netgraph import kernels
    >>> spans(kernels.csr([0, 0, 1, 2], [1, 2, 2, 3], 4)).tolist()
    [2.0, 2.0, 2.0, inf]
    """
    if mutual is None:
        mutual = mutual_counts(csr)
    span = np.full(csr.m, np.inf)
    span[mutual > 0] = 2.0
    open_ties = np.flatnonzero((mutual == 0) & ~bridges(csr))
    low, high = ends(csr)
    for some in _blocks_of(open_ties):
        span[some] = _distances(csr, low[some], high[some])
    return span


def _blocks_of(rows: Int64s) -> Iterator[Int64s]:
    for start in range(0, len(rows), _TIES_AT_A_TIME):
        yield rows[start : start + _TIES_AT_A_TIME]


def _distances(csr: Csr, low: Int32s, high: Int32s) -> Floats:
    """Hops from `low` to `high` without stepping straight across, for ties that are no bridge.

    People seen from an end are keys tie · n + person; the side with fewer arcs ahead takes a step.
    """
    n, k = csr.n, len(low)
    tie = np.arange(k) * n
    seen = [tie + low, tie + high]
    edge = list(seen)
    across = [tie + high, tie + low]
    distance = np.full(k, np.nan)
    hops = 0
    while len(edge[0]) and len(edge[1]):
        side = int(_n_ahead(csr, edge[1]) < _n_ahead(csr, edge[0]))
        arcs, which = csr.arcs_of(edge[side] % n)
        step = (edge[side] // n)[which] * n + csr.neighbors[arcs]
        if len(edge[side]) == k and hops < 2 and (edge[side] == seen[side]).all():
            step = step[step != across[side][which]]
        step = np.unique(step)
        step = step[~np.isin(step, seen[side])]
        hops += 1
        met = np.unique(step[np.isin(step, edge[1 - side])] // n)
        distance[met] = hops
        is_open = np.isnan(distance)
        seen[side] = np.concatenate([seen[side], step])
        edge[side] = step
        edge = [keys[is_open[keys // n]] for keys in edge]
        seen = [keys[is_open[keys // n]] for keys in seen]
    return distance


def _n_ahead(csr: Csr, keys: Int64s) -> int:
    people = keys % csr.n
    return int((csr.indptr[people + 1] - csr.indptr[people]).sum())
