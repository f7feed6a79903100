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
LARGEST_COMPANY = 5_000

Ints = NDArray[np.int64]


class Drawn(NamedTuple):
    """Pairs (i < j, sorted, once each) and the company of each person."""

    n: int
    i: NDArray[np.int32]
    j: NDArray[np.int32]
    company: NDArray[np.int32]

    def people_of(self, company: int) -> Ints:
        """Who is at a company."""
        return np.flatnonzero(self.company == company)


def draw(n: int, m: int, seed: int = 1) -> Drawn:
    """n people and m ties: 45 % within companies, 35 % between famous people, 20 % closing."""
    rng = np.random.default_rng(seed)
    company, inside = _inside_companies(rng, n, int(m * 0.47))
    fame = np.cumsum(1 + rng.pareto(1.6, n))
    across = np.searchsorted(fame, rng.random((2, int(m * 0.36))) * fame[-1])
    key = _once(np.concatenate([inside, _keys(*across, n)]))
    closing = _closing(rng, key, n, int((m - len(key)) * 1.7))
    closing = closing[~_is_among(closing, key)]
    key = np.sort(np.concatenate([key, rng.permutation(closing)[: m - len(key)]]))
    return Drawn(n, (key // n).astype(np.int32), (key % n).astype(np.int32), company)


def _inside_companies(
    rng: np.random.Generator, n: int, n_ties: int
) -> tuple[NDArray[np.int32], Ints]:
    """The company of each person, sizes heavy-tailed, and ties within companies."""
    sizes = np.minimum(3 + rng.pareto(1.3, n) * 8, min(n / 20, LARGEST_COMPANY)).astype(np.int64)
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), n)) + 1]
    company = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[:n][rng.permutation(n)]
    by_company = np.argsort(company, kind="stable")
    size = np.bincount(company, minlength=len(sizes))
    start = np.cumsum(size) - size
    a = rng.integers(0, n, n_ties)
    place = (rng.random(n_ties) * size[company[a]]).astype(np.int64)
    return company, _keys(a, by_company[start[company[a]] + place], n)


def _closing(rng: np.random.Generator, key: Ints, n: int, n_ties: int) -> Ints:
    """Ties between two contacts of one person."""
    tail = np.concatenate([key // n, key % n])
    head = np.concatenate([key % n, key // n])[np.argsort(tail, kind="stable")]
    degree = np.bincount(tail, minlength=n)
    first = np.cumsum(degree) - degree
    middle = rng.integers(0, n, n_ties)
    middle = middle[degree[middle] > 1]
    place = (rng.random((2, len(middle))) * degree[middle]).astype(np.int64) + first[middle]
    return _once(_keys(head[place[0]], head[place[1]], n))


def _keys(a: Ints, b: Ints, n: int) -> Ints:
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    return (low * n + high)[low < high]


def _once(key: Ints) -> Ints:
    key = np.sort(key)
    return key[np.append(True, key[1:] != key[:-1])]


def _is_among(keys: Ints, sorted_keys: Ints) -> NDArray[np.bool_]:
    place = np.searchsorted(sorted_keys, keys).clip(max=len(sorted_keys) - 1)
    return sorted_keys[place] == keys
