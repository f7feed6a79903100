"""Seeded networks to measure on: companies, power-law cross links, triadic closure.

SIZES names them: S 10,000 people and 100,000 ties, M ten times and L a hundred times as many.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZES = {
    "XS": (1_000, 10_000),
    "S": (10_000, 100_000),
    "M": (100_000, 1_000_000),
    "L": (1_000_000, 10_000_000),
}


class Drawn(NamedTuple):
    """Pairs (i < j, sorted, once each) and the company of each person."""

    n: int
    i: NDArray[np.int32]
    j: NDArray[np.int32]
    company: NDArray[np.int32]


def draw(n: int, m: int, seed: int = 1) -> Drawn:
    """n people and about m ties: 45 % within companies, 35 % across, 20 % closing a wedge."""
    rng = np.random.default_rng(seed)
    sizes = np.minimum(3 + (rng.pareto(1.3, n) * 8), n / 20).astype(np.int64)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    company = np.repeat(np.arange(len(sizes)), sizes)[:n]
    company = company[rng.permutation(n)]
    by_company = np.argsort(company, kind="stable")
    start = np.searchsorted(company[by_company], np.arange(len(sizes)))
    count = np.bincount(company, minlength=len(sizes))

    a = rng.integers(0, n, int(m * 0.47))
    b = by_company[start[company[a]] + (rng.random(len(a)) * count[company[a]]).astype(np.int64)]
    fame = np.cumsum(1 + rng.pareto(1.6, n))
    far = np.searchsorted(fame, rng.random((2, int(m * 0.36))) * fame[-1])
    key = _keys(np.concatenate([a, far[0]]), np.concatenate([b, far[1]]), n)

    i, j = key // n, key % n
    tail, head = np.concatenate([i, j]), np.concatenate([j, i])
    order = np.argsort(tail, kind="stable")
    head = head[order]
    degree = np.bincount(tail, minlength=n)
    first = np.cumsum(degree) - degree
    missing = m - len(key)
    middle = rng.integers(0, n, int(missing * 1.6))
    middle = middle[degree[middle] > 1]
    pick = (rng.random((2, len(middle))) * degree[middle]).astype(np.int64) + first[middle]
    closing = np.setdiff1d(_keys(head[pick[0]], head[pick[1]], n), key)
    closing = rng.permutation(closing)[:missing]
    key = np.sort(np.concatenate([key, closing]))
    return Drawn(
        n, (key // n).astype(np.int32), (key % n).astype(np.int32), company.astype(np.int32)
    )


def _keys(a: NDArray[np.int64], b: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    low, high = np.minimum(a, b), np.maximum(a, b)
    return np.unique((low * n + high)[low < high])
