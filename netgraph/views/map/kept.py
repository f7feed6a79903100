"""Where does everybody sit when most have a seat already? They stay; the new ones find places.

A map that moves is a map to learn again. Whoever has a seat keeps it to the digit; somebody new
at a company gets the free seat nearest to the middle of its island, a new company free water near
those it has ties with.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .layout import Layout, ring_plan

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

MOST_NEW = 1 / 3
"""With more new people than this an old map says too little: a fresh one is better."""

_APART = 0.92
_BESIDE = 1.7


def reseat(x: Floats, y: Floats, company: Ints, i: Ints, j: Ints) -> Layout | None:
    """Return the layout that keeps these seats (NaN for the new), None where too many are new."""
    n = len(company)
    is_new = np.isnan(x) | np.isnan(y)
    if not n or is_new.all() or is_new.sum() > MOST_NEW * n:
        return None
    island, island_company = _islands(x, y, company, i, j)
    sea = _Sea(x, y)
    size = np.bincount(island, minlength=len(island_company))
    for k in np.unique(island[is_new])[np.argsort(-size[np.unique(island[is_new])], kind="stable")]:
        members = np.flatnonzero(island == k)
        new, old = members[is_new[members]], members[~is_new[members]]
        if len(old):
            middle = (float(x[old].mean()), float(y[old].mean()))
        else:
            middle = sea.water(_wish(sea, members, i, j), len(new))
        sea.sit(new, middle, len(members))
    return _around(sea.x, sea.y, island, island_company)


def _islands(x: Floats, y: Floats, company: Ints, i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Which island is everybody on? People without a company stay with those they sit among."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    n = len(company)
    alone = np.flatnonzero(company < 0)
    seated = alone[~np.isnan(x[alone])]
    beside = np.empty((0, 2), np.int64)
    if len(seated) > 1:
        tree = cKDTree(np.stack([x[seated], y[seated]], axis=1))
        beside = seated[tree.query_pairs(_BESIDE, output_type="ndarray")]
    both = (company[i] < 0) & (company[j] < 0) & (np.isnan(x[i]) != np.isnan(x[j]))
    first, second = np.flatnonzero(both), np.where(np.isnan(x[i[both]]), i[both], j[both])
    _, one = np.unique(second, return_index=True)  # a new person follows one acquaintance
    rows = np.concatenate([beside[:, 0], i[first[one]]])
    cols = np.concatenate([beside[:, 1], j[first[one]]])
    links = coo_array((np.ones(len(rows), np.int8), (rows, cols)), shape=(n, n))
    group = connected_components(links, directed=False)[1].astype(np.int64)
    group = np.where(company < 0, group + int(company.max(initial=-1)) + 1, company)
    names, island = np.unique(group, return_inverse=True)
    of = np.full(len(names), -1, np.int32)
    of[island] = company
    return island.astype(np.int32), of


class _Sea:
    """The seats taken so far, and a quick answer to how far the nearest one is."""

    def __init__(self, x: Floats, y: Floats) -> None:
        from scipy.spatial import cKDTree

        self.x, self.y = x.copy(), y.copy()
        seated = ~np.isnan(x)
        self._old = cKDTree(np.stack([x[seated], y[seated]], axis=1))
        self._new: list[NDArray[np.int64]] = []

    def gap(self, x: Floats, y: Floats) -> Floats:
        """Return how far the nearest seat taken is from each of these points."""
        gap: Floats = np.asarray(self._old.query(np.stack([x, y], axis=1))[0])
        if self._new:
            new = np.concatenate(self._new)
            near = np.hypot(x[:, None] - self.x[new], y[:, None] - self.y[new])
            gap = np.minimum(gap, near.min(axis=1))
        return gap

    def sit(self, new: NDArray[np.int64], middle: tuple[float, float], size: int) -> None:
        """Give new people the free seats nearest to the middle of their island."""
        rings = 3 + int(np.sqrt(size / 3))
        while True:
            x, y = _spots(middle, rings)
            free = np.flatnonzero(self.gap(x, y) > _APART)[: len(new)]
            if len(free) == len(new):
                break
            rings += 4
        self.x[new], self.y[new] = x[free], y[free]
        self._new.append(new)

    def water(self, wish: tuple[float, float], n: int) -> tuple[float, float]:
        """Return the middle of free water for `n` people, as near as can be to a wish."""
        rings, inner = ring_plan(np.array([n]))
        need = float(inner[0] + rings[0]) + 1.0
        around = 16
        while True:
            x, y = _spots((0.0, 0.0), around)
            x, y = wish[0] + x * need / 2, wish[1] + y * need / 2
            free = np.flatnonzero(self.gap(x, y) > need)
            if len(free):
                return float(x[free[0]]), float(y[free[0]])
            around *= 2


def _spots(middle: tuple[float, float], rings: int) -> tuple[Floats, Floats]:
    """Return seats in rings around a middle, the nearest first, each at least one from the next."""
    ring = np.repeat(np.arange(1, rings + 1), 6 * np.arange(1, rings + 1))
    turn = 2 * np.pi * (np.arange(len(ring)) - 3 * ring * (ring - 1)) / (6 * ring)
    x = np.concatenate([[0.0], ring * np.cos(turn)]) + middle[0]
    return x, np.concatenate([[0.0], ring * np.sin(turn)]) + middle[1]


def _wish(sea: _Sea, members: NDArray[np.int64], i: Ints, j: Ints) -> tuple[float, float]:
    """Return the middle of those whom the members know, or of everybody."""
    is_member = np.zeros(len(sea.x), bool)
    is_member[members] = True
    known = np.concatenate([j[is_member[i]], i[is_member[j]]])
    known = known[~np.isnan(sea.x[known])]
    pull = known if len(known) else np.flatnonzero(~np.isnan(sea.x))
    return float(sea.x[pull].mean()), float(sea.y[pull].mean())


def _around(x: Floats, y: Floats, island: Ints, company: Ints) -> Layout:
    """Return the layout with a disc around each island's people."""
    c = len(company)
    size = np.maximum(np.bincount(island, minlength=c), 1)
    middle_x, middle_y = np.bincount(island, x, c) / size, np.bincount(island, y, c) / size
    radius = np.zeros(c)
    np.maximum.at(radius, island, np.hypot(x - middle_x[island], y - middle_y[island]))
    return Layout(x, y, island, middle_x, middle_y, radius, company)
