"""Whose contacts do not know each other: Burt's constraint, effective size and their kin.

Computed for everybody at once from the one triangle list; weights are strengths of pairs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .csr import Csr, Floats, Int32s
from .triangles import ends, triangles


class Burt(NamedTuple):
    """Burt's four figures, by person; NaN for a person without ties."""

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats


def burt(csr: Csr, weight: Floats | None = None) -> Burt:
    """How much does each person's circle hang together: Burt's measures on the whole network.

    Parameters
    ----------
    csr : Csr
    weight : float64[m], optional
        Strength of each pair, above 0; without it every tie counts 1.

    Returns
    -------
    Burt
        float64[n] each: constraint (may exceed 1), effective size (contacts), efficiency
        (effective size / contacts), hierarchy (0 … 1); NaN for isolates.

    Raises
    ------
    ValueError
        A weight that is not above 0: such a tie is none, and the caller leaves it out.

    Notes
    -----
    p_ij = w_ij / Σ_k w_ik, m_jq = w_jq / max_k w_jk; constraint Σ_j c_ij with
    c_ij = (p_ij + Σ_q p_iq p_qj)²; effective size Σ_j (1 − Σ_q p_iq m_jq); hierarchy
    Σ_j r_j ln r_j / (N ln N) with r_j = c_ij / (C_i / N), 1 for N = 1. O(triangles + m).

    References
    ----------
    Burt 1992, Structural Holes; Burt 2004, 10.1086/421787
    """
    w = np.ones(csr.m) if weight is None else np.asarray(weight, np.float64)
    if not (w > 0).all():
        raise ValueError("the strength of a tie is above 0")
    low, high = ends(csr)
    total = _sums(low, w, csr.n) + _sums(high, w, csr.n)
    largest = np.zeros(csr.n)
    np.maximum.at(largest, low, w)
    np.maximum.at(largest, high, w)

    through = np.zeros(csr.m)
    redundant = np.zeros(csr.n)
    for t in triangles(csr):
        bc, ac, ab = w[t.bc], w[t.ac], w[t.ab]
        through += _sums(t.bc, ab * ac / total[t.a], csr.m)
        through += _sums(t.ac, ab * bc / total[t.b], csr.m)
        through += _sums(t.ab, ac * bc / total[t.c], csr.m)
        redundant += _sums(t.a, bc * (ac / largest[t.b] + ab / largest[t.c]), csr.n)
        redundant += _sums(t.b, ac * (bc / largest[t.a] + ab / largest[t.c]), csr.n)
        redundant += _sums(t.c, ab * (bc / largest[t.a] + ac / largest[t.b]), csr.n)
    return _figures(csr, low, high, w + through, total, redundant)


def _sums(at: Int32s, of: Floats, n: int) -> Floats:
    """What falls to each of n places."""
    return np.bincount(at, of, n).astype(np.float64, copy=False)


def _figures(
    csr: Csr, low: Int32s, high: Int32s, invested: Floats, total: Floats, redundant: Floats
) -> Burt:
    """Burt's figures from what each tie takes of a person, with and without detours."""
    n_ties = csr.degree.astype(np.float64)
    n_ties[n_ties == 0] = np.nan
    total = np.where(total > 0, total, np.nan)
    c_low, c_high = (invested / total[low]) ** 2, (invested / total[high]) ** 2
    constraint = _sums(low, c_low, csr.n) + _sums(high, c_high, csr.n)
    mean = constraint / n_ties
    r_low, r_high = c_low / mean[low], c_high / mean[high]
    spread = _sums(low, r_low * np.log(r_low), csr.n)
    spread += _sums(high, r_high * np.log(r_high), csr.n)
    hierarchy = np.ones(csr.n)
    several = n_ties > 1
    hierarchy[several] = spread[several] / (n_ties[several] * np.log(n_ties[several]))
    hierarchy[np.isnan(n_ties)] = np.nan
    constraint[np.isnan(n_ties)] = np.nan
    effective = n_ties - redundant / total
    return Burt(constraint, effective, effective / n_ties, hierarchy)
