"""Where does everybody sit when you are in the middle? On rings, by steps from you.

The first ring holds whom you know, colleagues side by side; everybody further out sits beyond
those through whom they are known. The outermost ring holds those nobody known leads to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .layout import Layout

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

_GAP = 2.6  # free water between two bands, in seats
_SEAT = 1.15


def rings(company: Ints, i: Ints, j: Ints, ego: int) -> Layout:
    """Where does everybody sit by steps from `ego`?

    Returns
    -------
    Layout
        One island a ring, all around the middle; `radius` is the outer edge of each.

    Notes
    -----
    Breadth first, then one pass a ring: O(n log n + m).
    """
    n = len(company)
    step = steps_from(ego, i, j, n)
    x, y, angle = np.zeros(n), np.zeros(n), np.zeros(n)
    edge, radius = 0.0, [0.0]
    for ring in range(1, int(step.max(initial=0)) + 1):
        people = np.flatnonzero(step == ring)
        want = _wanted(people, ring, step, angle, company, i, j)
        people = people[np.lexsort((people, company[people], want))]
        inner = edge + _GAP
        away, turn = _band(len(people), inner)
        angle[people] = turn
        x[people], y[people] = away * np.cos(turn), away * np.sin(turn)
        edge = float(away.max())
        radius.append(edge)
    zeros = np.zeros(len(radius))
    return Layout(
        x, y, step.astype(np.int32), zeros, zeros, np.array(radius),
        np.full(len(radius), -1, np.int32),
    )  # fmt: skip


def steps_from(ego: int, i: Ints, j: Ints, n: int) -> NDArray[np.int64]:
    """How many steps is everybody from ego? Who cannot be reached is one step beyond the last."""
    step = np.full(n, -1, np.int64)
    step[ego] = 0
    edge, here = np.zeros(n, bool), 0
    edge[ego] = True
    while edge.any():
        here += 1
        reached = np.zeros(n, bool)
        reached[j[edge[i]]] = True
        reached[i[edge[j]]] = True
        edge = reached & (step < 0)
        step[edge] = here
    step[step < 0] = here
    return step


def _wanted(
    people: NDArray[np.int64],
    ring: int,
    step: NDArray[np.int64],
    angle: Floats,
    company: Ints,
    i: Ints,
    j: Ints,
) -> Floats:
    """In which direction would each of a ring like to sit?"""
    n = len(step)
    if ring == 1:
        size = np.bincount(company + 1)[company + 1]
        return -size[people].astype(np.float64)  # the largest companies first, side by side
    fx, fy = np.zeros(n), np.zeros(n)
    for end, other in ((i, j), (j, i)):
        inward = step[other] == step[end] - 1
        fx += np.bincount(end[inward], np.cos(angle[other[inward]]), n)
        fy += np.bincount(end[inward], np.sin(angle[other[inward]]), n)
    return np.arctan2(fy, fx)[people] % (2 * np.pi)


def _band(count: int, inner: float) -> tuple[Floats, Floats]:
    """Return `count` seats in as many rows as they need, in order of their direction."""
    rows = 1
    while 2 * np.pi * rows * (inner + _SEAT * (rows - 1) / 2) < count * _SEAT:
        rows += 1
    away: Floats = inner + _SEAT * np.arange(rows, dtype=np.float64)
    upto = np.rint(np.cumsum(away) / away.sum() * count).astype(np.int64)
    each = np.diff(upto, prepend=0)
    row = np.repeat(np.arange(rows), each)
    place = np.arange(count) - (upto - each)[row]
    turn: Floats = 2 * np.pi * (place + 0.5 * (row % 2)) / np.maximum(each, 1)[row]
    order = np.lexsort((row, turn))
    return away[row[order]], turn[order]
