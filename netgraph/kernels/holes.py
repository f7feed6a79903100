"""Whose contacts do not know each other: Burt's constraint, effective size and their kin.

Computed for everybody at once from the one triangle list, on the whole network or on each person's
own; weights are strengths of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Csr, Floats, Int32s, Int64s
from .circles import Triangles, ends, triangles

_TINY: Final = 1e-300
"""Stands in for a share too small to be told from 0, whose logarithm is none."""


class Burt(NamedTuple):
    """Burt's four figures, by person; NaN for a person without ties."""

    constraint: Floats
    effective_size: Floats
    efficiency: Floats
    hierarchy: Floats


def burt(csr: Csr, weight: Floats | None = None, found: Iterable[Triangles] | None = None) -> Burt:
    """How much does each person's circle hang together: Burt's measures on the whole network.

    Parameters
    ----------
    csr : Csr
    weight : float64[m], optional
        Strength of each pair, above 0; without it every tie counts 1.
    found : iterable of Triangles, optional
        From `triangles`, where several measures share one list.

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

    Examples
    --------
    >>> from netgraph import kernels
    >>> burt(kernels.csr([0, 0, 1], [1, 2, 2], 3)).constraint.tolist()
    [1.125, 1.125, 1.125]
    """
    w = _strengths(csr, weight)
    low, high = ends(csr)
    total = _sums(low, w, csr.n) + _sums(high, w, csr.n)
    share = _inverse(total)
    found = triangles(csr) if found is None else found
    if weight is None:
        detours, redundant = _whole_plain(csr, share, found)
    else:
        largest = np.zeros(csr.n)
        np.maximum.at(largest, low, w)
        np.maximum.at(largest, high, w)
        detours, redundant = _whole_weighted(csr, w, share, _inverse(largest), found)
    detours += w
    return _figures(csr, (low, high), (detours, detours), share, redundant)


def ego_burt(
    csr: Csr, weight: Floats | None = None, found: Sequence[Triangles] | None = None
) -> Burt:
    """How much does each person's circle hang together, seen from their own network alone?

    Parameters
    ----------
    csr : Csr
    weight : float64[m], optional
        Strength of each pair, above 0; without it every tie counts 1.
    found : sequence of Triangles, optional
        From `triangles`, where several measures share one list; it is read twice.

    Returns
    -------
    Burt
        As for `burt`; each person's figures see nothing but that person, their contacts and the
        ties among these.

    Raises
    ------
    ValueError
        A weight that is not above 0.

    Notes
    -----
    The formulas of `burt`, with the sums and maxima over k taken within the person's network:
    Burt's own way, and UCINET's default. O(triangles + m).

    References
    ----------
    Burt 1992, Structural Holes

    Examples
    --------
    >>> from netgraph import kernels
    >>> ego_burt(kernels.csr([0, 0, 1], [1, 2, 2], 3)).effective_size.tolist()
    [1.0, 1.0, 1.0]
    """
    w = _strengths(csr, weight)
    m = csr.m
    low, high = ends(csr)
    share = _inverse(_sums(low, w, csr.n) + _sums(high, w, csr.n))
    found = list(triangles(csr)) if found is None else found
    # by view: r is how the lower end of pair r sees the higher one, m + r the other way round
    total, largest = np.concatenate([w, w]), np.concatenate([w, w])
    for t in found:
        for ab, _, (_, _, bc) in _views(t, m):
            total += _sums(ab, w.take(bc), 2 * m)
            np.maximum.at(largest, ab, w.take(bc))
    detours, redundant = np.zeros(2 * m), np.zeros(csr.n)
    for t in found:
        for ab, ac, (a, pair_ac, bc) in _views(t, m):
            through = w.take(pair_ac) * w.take(bc)
            detours += _sums(ab, through / total.take(ac), 2 * m)
            redundant += _sums(a, through / largest.take(ab), csr.n)
    return _figures(csr, (low, high), (w + detours[:m], w + detours[m:]), share, redundant)


def _views(t: Triangles, m: int) -> Iterable[tuple[Int64s, Int64s, tuple[Int32s, Int32s, Int32s]]]:
    """Each triangle from its six sides: how a sees b and c, and (a, the pairs ac and bc)."""
    people, opposite = (t.a, t.b, t.c), (t.bc, t.ac, t.ab)
    for a, b, c in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        sees_b = opposite[c] + m * (people[a] > people[b])
        sees_c = opposite[b] + m * (people[a] > people[c])
        yield sees_b, sees_c, (people[a], opposite[b], opposite[a])


def _strengths(csr: Csr, weight: Floats | None) -> Floats:
    w = np.ones(csr.m) if weight is None else np.asarray(weight, np.float64)
    if not (w > 0).all():
        raise ValueError("the strength of a tie is above 0")
    return w


def _sums(at: NDArray[np.integer], of: Floats | None, n: int) -> Floats:
    """What falls to each of n places."""
    return np.bincount(at, of, n).astype(np.float64, copy=False)


def _inverse(of: Floats) -> Floats:
    """1 / of; 0 where there is nothing."""
    return np.divide(1.0, of, out=np.zeros(len(of)), where=of > 0)


def _whole_plain(csr: Csr, share: Floats, found: Iterable[Triangles]) -> tuple[Floats, Floats]:
    """By pair Σ_q p_iq p_qj, times the total of i; by person Σ_j Σ_q p_iq m_jq, likewise."""
    detours, redundant = np.zeros(csr.m), np.zeros(csr.n)
    for t in found:
        for person, opposite in ((t.a, t.bc), (t.b, t.ac), (t.c, t.ab)):
            detours += _sums(opposite, share.take(person), csr.m)
            redundant += _sums(person, None, csr.n)
    return detours, 2 * redundant


def _whole_weighted(
    csr: Csr, w: Floats, share: Floats, height: Floats, found: Iterable[Triangles]
) -> tuple[Floats, Floats]:
    """The same with weights; `height` is 1 / max_k w_jk."""
    detours, redundant = np.zeros(csr.m), np.zeros(csr.n)
    for t in found:
        bc, ac, ab = w.take(t.bc), w.take(t.ac), w.take(t.ab)
        a, b, c = height.take(t.a), height.take(t.b), height.take(t.c)
        detours += _sums(t.bc, ab * ac * share.take(t.a), csr.m)
        detours += _sums(t.ac, ab * bc * share.take(t.b), csr.m)
        detours += _sums(t.ab, ac * bc * share.take(t.c), csr.m)
        redundant += _sums(t.a, bc * (ac * b + ab * c), csr.n)
        redundant += _sums(t.b, ac * (bc * a + ab * c), csr.n)
        redundant += _sums(t.c, ab * (bc * a + ac * b), csr.n)
    return detours, redundant


def _figures(
    csr: Csr,
    sides: tuple[Int32s, Int32s],
    invested: tuple[Floats, Floats],
    share: Floats,
    redundant: Floats,
) -> Burt:
    """Burt's figures from what each end puts into a tie, straight and by detours."""
    n_ties = csr.degree.astype(np.float64)
    n_ties[n_ties == 0] = np.nan
    constraint, spread = np.zeros(csr.n), np.zeros(csr.n)
    for side, put_in in zip(sides, invested, strict=True):
        c = (put_in * share.take(side)) ** 2
        constraint += _sums(side, c, csr.n)
        spread += _sums(side, c * np.log(np.maximum(c, _TINY)), csr.n)
    constraint[np.isnan(n_ties)] = np.nan
    mean = constraint / n_ties
    hierarchy = np.ones(csr.n)
    # Σ r ln r with r = c / mean, and Σ r = N
    np.divide(
        spread / mean - n_ties * np.log(mean),
        n_ties * np.log(n_ties),
        out=hierarchy,
        where=n_ties != 1,
    )
    effective = n_ties - redundant * share
    return Burt(constraint, effective, effective / n_ties, hierarchy)
