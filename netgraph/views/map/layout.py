"""Where does everybody sit on the map? People on islands, one per company.

Companies with many ties between them come to lie near each other; on its island everybody has a
seat in a ring, those with most ties inside it in the middle, turned towards their ties outside.
The unit is one seat. People without a company share islands with those they know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .communities import communities

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

ASPECT = 1.45
"""Screens are wider than high: so is the map."""

_EXACT = 400
"""Islands laid out by forces; the smaller ones go where their ties pull them."""

_STRONGEST = 6
_FILL = 0.62  # share of the map that is land, shores included
_SMALL_COMMUNITY = 3


@dataclass(frozen=True)
class Layout:
    """Seats (`x`, `y`), each person's island, and the islands' discs; all in seats."""

    x: Floats
    y: Floats
    island: Ints
    centre_x: Floats
    centre_y: Floats
    radius: Floats
    company: Ints
    """The company of each island, −1 where none."""


def islands(company: Ints, i: Ints, j: Ints) -> Layout:
    """Where does everybody sit when each company is an island?

    Parameters
    ----------
    company : int32[n]
        The company of each person, −1 for none.
    i, j : int32[m]
        The ends of the ties.

    Notes
    -----
    O(m log m) for the ties, O(c²) for the c ≤ 400 largest islands, O(c log c) for the others.
    Nothing is random: the same people give the same map. Forces: Fruchterman & Reingold 1991,
    10.1002/spe.4380211102.
    """
    island, island_company = assign_islands(company, i, j)
    size = np.bincount(island, minlength=len(island_company))
    rings, inner = ring_plan(size)
    radius = np.where(size == 1, 0.0, inner + rings - 1)
    a, b, pull = quotient(island[i], island[j], size)
    x, y = arrange(radius + 0.5, a, b, pull)
    seat_x, seat_y = seats(island, size, rings, inner, (x, y), i, j)
    np.maximum.at(radius, island, np.hypot(seat_x - x[island], seat_y - y[island]))
    return Layout(seat_x, seat_y, island, x, y, radius, island_company)


def assign_islands(company: Ints, i: Ints, j: Ints) -> tuple[Ints, Ints]:
    """Which island is each person on, and which company is each island?

    Islands are in order of size, the larger first; people without a company are grouped by their
    ties, and those left over by twos and ones share the last island.
    """
    n_companies = int(company.max(initial=-1)) + 1
    group = company.astype(np.int64)
    alone = np.flatnonzero(company < 0)
    if len(alone):
        local = np.full(len(company), -1, np.int32)
        local[alone] = np.arange(len(alone), dtype=np.int32)
        both = (company[i] < 0) & (company[j] < 0)
        found = communities(local[i[both]], local[j[both]], len(alone))
        small = np.bincount(found)[found] < _SMALL_COMMUNITY
        group[alone] = n_companies + np.where(small, len(alone), found)
    names, inverse, counts = np.unique(group, return_inverse=True, return_counts=True)
    order = np.lexsort((names, -counts))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    of = np.where(names < n_companies, names, -1).astype(np.int32)
    return rank[inverse], of[order]


def ring_plan(size: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats]:
    """How many rings does an island of each size have, and how wide is the innermost?"""
    rings = np.maximum(1, np.rint((np.sqrt(1.44 + 12 * size) - 1.2) / 6)).astype(np.int64)
    inner = np.maximum(size / (6 * rings) - (rings - 1) / 2, 0.0)
    few = (rings == 1) & (size > 1)  # on a small ring the straight way is what keeps two apart
    inner[few] = np.maximum(inner[few], 0.53 / np.sin(np.pi / size[few]))
    return rings, inner


def quotient(a: Ints, b: Ints, size: NDArray[np.int64]) -> tuple[Ints, Ints, Floats]:
    """Which islands pull at each other, and how much: ties / √(n₁n₂), the six strongest of each."""
    c = len(size)
    across = a != b
    low = np.minimum(a[across], b[across]).astype(np.int64)
    keys, count = np.unique(low * c + np.maximum(a[across], b[across]), return_counts=True)
    low, high = keys // max(c, 1), keys % max(c, 1)
    pull = count / np.sqrt(size[low] * size[high])
    end, other = np.concatenate([low, high]), np.concatenate([high, low])
    twice = np.concatenate([pull, pull])
    order = np.lexsort((other, -twice, end))
    place = np.arange(len(order)) - np.searchsorted(end[order], end[order])
    chosen = np.unique(order[place < _STRONGEST] % max(len(keys), 1))
    return low[chosen].astype(np.int32), high[chosen].astype(np.int32), pull[chosen]


def arrange(radius: Floats, a: Ints, b: Ints, pull: Floats) -> tuple[Floats, Floats]:
    """Where do the islands lie? Forces for the large, their ties for the small, then free water."""
    c = len(radius)
    big = min(c, _EXACT)
    kept = (a < big) & (b < big)
    x, y = _forces(radius[:big], a[kept], b[kept], pull[kept])
    x, y = np.concatenate([x, np.zeros(c - big)]), np.concatenate([y, np.zeros(c - big)])
    _settle_small(x, y, big, a, b, pull)
    shore = radius * 1.06 + (1.0 if c > 300 else 1.5)  # room for the names while there are few
    x, y = _even_out(x, y, shore)
    return find_water(x * np.sqrt(ASPECT), y / np.sqrt(ASPECT), shore)


def _even_out(x: Floats, y: Floats, shore: Floats) -> tuple[Floats, Floats]:
    """Keep every island's direction from the middle, and give each the area it needs."""
    if not len(x):
        return x, y
    x, y = x - np.average(x, weights=shore**2), y - np.average(y, weights=shore**2)
    away = np.sqrt(x**2 + y**2)
    order = np.argsort(away, kind="stable")
    area = shore[order] ** 2 / _FILL
    wanted = np.empty(len(x))
    wanted[order] = np.sqrt(np.cumsum(area) - area / 2)
    wanted = 0.75 * wanted + 0.25 * away * wanted.max() / max(float(away.max()), 1e-9)
    return x / np.maximum(away, 1e-9) * wanted, y / np.maximum(away, 1e-9) * wanted


def find_water(x: Floats, y: Floats, shore: Floats) -> tuple[Floats, Floats]:
    """Put each disc on free water as near as can be to where it wants to be, the largest first.

    A raster holds how far each point is from the nearest shore; only as far as matters for the
    discs still to come, so that placing one touches a window of the size of its surroundings.
    """
    c = len(shore)
    if c < 2:
        return np.zeros(c), np.zeros(c)
    cell = float(shore.min()) * 0.5
    half_x = (np.abs(x).max() + 2 * shore.max()) * 1.35
    half_y = (np.abs(y).max() + 2 * shore.max()) * 1.35
    across, down = np.arange(-half_x, half_x, cell), np.arange(-half_y, half_y, cell)
    clear = np.full((len(down), len(across)), np.inf)
    found_x, found_y = np.empty(c), np.empty(c)
    for k in range(c):
        found_x[k], found_y[k] = _nearest_free(clear, across, down, x[k], y[k], shore[k])
        reach = shore[k] + (shore[k + 1] if k + 1 < c else 0.0)
        rows = slice(*np.searchsorted(down, [found_y[k] - reach, found_y[k] + reach]))
        cols = slice(*np.searchsorted(across, [found_x[k] - reach, found_x[k] + reach]))
        gap = np.hypot(across[cols] - found_x[k], down[rows, None] - found_y[k]) - shore[k]
        np.minimum(clear[rows, cols], gap, out=clear[rows, cols])
    return found_x, found_y


def _nearest_free(
    clear: Floats, across: Floats, down: Floats, x: float, y: float, shore: float
) -> tuple[float, float]:
    """Look in a window around the wish, then in ever larger ones."""
    span = 4 * shore
    while True:
        top, bottom = np.searchsorted(down, [y - span, y + span])
        left, right = np.searchsorted(across, [x - span, x + span])
        free = clear[top:bottom, left:right] >= shore
        if free.any():
            gap = (across[left:right] - x) ** 2 + (down[top:bottom, None] - y) ** 2
            best = int(np.argmin(np.where(free, gap, np.inf)))
            row, col = divmod(best, right - left)
            whole = right - left == len(across) and bottom - top == len(down)
            if gap[row, col] <= span**2 or whole:
                return float(across[left + col]), float(down[top + row])
        span *= 2
        if span > 64 * (across[-1] + down[-1]):
            return x, y  # no water left: never with the margins above


def _sunflower(c: int) -> tuple[Floats, Floats]:
    """Evenly spread points of a disc, in order from its middle."""
    k = np.arange(c)
    angle, away = k * np.pi * (3 - np.sqrt(5)), np.sqrt(k + 0.5)
    return away * np.cos(angle), away * np.sin(angle)


def _forces(radius: Floats, a: Ints, b: Ints, pull: Floats) -> tuple[Floats, Floats]:
    c = len(radius)
    x, y = _sunflower(c)
    if c < 3:
        return x, y
    unit = np.sqrt((radius**2).mean()) * 1.6
    x, y = x * unit, y * unit
    want = (radius[:, None] + radius[None, :]) * 0.8 + unit * 0.4
    push = want**2
    weigh = 0.03 * c * push.mean(axis=1) / push.mean()  # what pushes hard is held hard
    draw = pull / (pull.mean() if len(pull) else 1.0)
    heat = np.sqrt(c) * unit * 0.25
    steps = 90
    for step in range(steps):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        gap2 = np.maximum(dx**2 + dy**2, 1e-6)
        force = push / gap2
        np.fill_diagonal(force, 0)
        fx, fy = (dx * force).sum(1) - weigh * x, (dy * force).sum(1) - weigh * y
        ex, ey = x[a] - x[b], y[a] - y[b]
        tug = draw * np.sqrt(ex**2 + ey**2) / want[a, b] * 1.5
        for end, sign in ((a, -1.0), (b, 1.0)):
            fx += sign * np.bincount(end, ex * tug, c)
            fy += sign * np.bincount(end, ey * tug, c)
        length = np.maximum(np.sqrt(fx**2 + fy**2), 1e-9)
        step_length = np.minimum(length, heat * (1 - step / steps) ** 1.5 + 0.01)
        x, y = x + fx / length * step_length, y + fy / length * step_length
    return x, y


def _settle_small(x: Floats, y: Floats, big: int, a: Ints, b: Ints, pull: Floats) -> None:
    """Put each smaller island near those it has ties with; without any, at the rim."""
    c = len(x)
    if c == big:
        return
    small = np.arange(big, c)
    rim_x, rim_y = _sunflower(c)
    rim = np.sqrt((x[:big] ** 2 + y[:big] ** 2).max() + 1) / np.sqrt(c)
    known = np.zeros(c)
    known[:big] = 1
    for _ in range(4):
        weight = np.bincount(a, pull * known[b], c) + np.bincount(b, pull * known[a], c)
        sx = np.bincount(a, pull * known[b] * x[b], c) + np.bincount(b, pull * known[a] * x[a], c)
        sy = np.bincount(a, pull * known[b] * y[b], c) + np.bincount(b, pull * known[a] * y[a], c)
        at = small[weight[small] > 0]
        # Half of the way to a place of its own, or all small islands would sit in the middle.
        x[at] = 0.45 * sx[at] / weight[at] + 0.55 * rim_x[at] * rim
        y[at] = 0.45 * sy[at] / weight[at] + 0.55 * rim_y[at] * rim
        known[at] = 1
    lost = small[known[small] == 0]
    x[lost], y[lost] = rim_x[lost] * rim, rim_y[lost] * rim


def seats(
    island: Ints,
    size: NDArray[np.int64],
    rings: NDArray[np.int64],
    inner: Floats,
    centre: tuple[Floats, Floats],
    i: Ints,
    j: Ints,
) -> tuple[Floats, Floats]:
    """Where on its island is each seat? Most ties inside: middle; the rest face their ties."""
    n = len(island)
    home = island[i] == island[j]
    inside = np.bincount(i[home], minlength=n) + np.bincount(j[home], minlength=n)
    want = _bearing(island, centre, i[~home], j[~home], n)
    first_ring = np.concatenate([[0], np.cumsum(rings)])
    of = np.repeat(np.arange(len(size)), rings)
    k = np.arange(first_ring[-1]) - first_ring[of]
    upto = np.rint(6 * ((k + 1) * inner[of] + k * (k + 1) / 2))
    upto[first_ring[1:] - 1] = size
    taken = np.where(k > 0, np.concatenate([[0], upto[:-1]]), 0)
    count = (upto - taken).astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)])[:-1]
    by_rank = np.lexsort((np.arange(n), -inside, island))
    ring = np.repeat(np.arange(len(count)), count)
    order = by_rank[np.lexsort((want[by_rank], ring))]
    place = np.arange(n) - start[ring]
    even = 2 * np.pi * place / np.maximum(count[ring], 1)
    off = want[order] - even
    turn = np.arctan2(
        np.bincount(ring, np.sin(off), len(count)), np.bincount(ring, np.cos(off), len(count))
    )
    apart = 0.5 / np.sin(np.pi / np.maximum(count, 2))  # the straight way between two of a ring
    away = np.where((k == 0) & (count == 1), 0.0, np.maximum(inner[of] + k, apart))[ring]
    angle = even + turn[ring]
    x, y = np.empty(n), np.empty(n)
    x[order] = centre[0][island[order]] + away * np.cos(angle)
    y[order] = centre[1][island[order]] + away * np.sin(angle)
    return x, y


def _bearing(island: Ints, centre: tuple[Floats, Floats], i: Ints, j: Ints, n: int) -> Floats:
    """In which direction do a person's outside ties lie? Without any, spread by number."""
    fx, fy = np.zeros(n), np.zeros(n)
    for end, other in ((i, j), (j, i)):
        dx = centre[0][island[other]] - centre[0][island[end]]
        dy = centre[1][island[other]] - centre[1][island[end]]
        away = np.maximum(np.sqrt(dx**2 + dy**2), 1e-9)
        fx += np.bincount(end, dx / away, n)
        fy += np.bincount(end, dy / away, n)
    spread = (np.arange(n) * np.pi * (3 - np.sqrt(5)) + np.pi) % (2 * np.pi) - np.pi
    return np.where((fx == 0) & (fy == 0), spread, np.arctan2(fy, fx))
