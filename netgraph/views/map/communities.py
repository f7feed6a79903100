"""Who belongs together where no company says it: groups of people by their ties alone.

Parallel local moving on modularity, then the same on the groups found. Deterministic: half of the
people, chosen by a fixed hash that changes each round, may move at a time, so that two people
cannot swap places for ever.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ROUNDS = 16
_LEVELS = 6


def communities(i: NDArray[np.int32], j: NDArray[np.int32], n: int) -> Ints:
    """Which group is each person in? Groups are numbered by their first person.

    Notes
    -----
    Louvain's gain, moved in parallel: O(m log m) a round. Blondel et al. 2008,
    10.1088/1742-5468/2008/10/P10008.
    """
    label = np.arange(n, dtype=np.int64)
    a, b, w = i.astype(np.int64), j.astype(np.int64), np.ones(len(i))
    inside = np.zeros(n)
    for _ in range(_LEVELS):
        size = len(inside)
        group = _first_seen(_move(a, b, w, inside, size))
        label = group[label]
        if int(group.max(initial=-1)) + 1 == size:
            break
        a, b, w, inside = _fold(a, b, w, inside, group)
    return _first_seen(label)


def _move(a: Ints, b: Ints, w: Floats, inside: Floats, n: int) -> Ints:
    degree = np.bincount(a, w, n) + np.bincount(b, w, n) + 2 * inside
    total = float(degree.sum())
    group = np.arange(n, dtype=np.int64)
    if total == 0 or len(a) == 0:
        return group
    head, tail, weight = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([w, w])
    for turn in range(_ROUNDS):
        mass = np.bincount(group, degree, n)
        keys, inverse = np.unique(head * n + group[tail], return_inverse=True)
        who, where = keys // n, keys % n
        link = np.bincount(inverse, weight)
        own = where == group[who]
        gain = link - degree[who] * (mass[where] - np.where(own, degree[who], 0)) / total
        stay = np.bincount(who[own], gain[own], n).astype(np.float64)
        no_own = np.bincount(who[own], minlength=n) == 0
        stay -= np.where(no_own, degree * (mass[group] - degree) / total, 0.0)
        order = np.lexsort((where, -gain, who))
        first = order[np.concatenate([[True], np.diff(who[order]) > 0])]
        better = gain[first] > stay[who[first]] + 1e-9
        may = (((who[first] * 2_654_435_761 + turn * 40_503) >> 7) & 1) == 0
        moved = first[better & may] if turn < _ROUNDS - 1 else first[:0]
        group[who[moved]] = where[moved]
        if not better.any():
            break
    return group


def _fold(
    a: Ints, b: Ints, w: Floats, inside: Floats, group: Ints
) -> tuple[Ints, Ints, Floats, Floats]:
    n = int(group.max()) + 1
    low, high = np.minimum(group[a], group[b]), np.maximum(group[a], group[b])
    within = low == high
    kept = np.bincount(group, inside, n) + np.bincount(low[within], w[within], n)
    keys, inverse = np.unique(low[~within] * n + high[~within], return_inverse=True)
    folded = np.bincount(inverse, w[~within], len(keys)).astype(np.float64)
    return keys // n, keys % n, folded, kept.astype(np.float64)


def _first_seen(label: Ints) -> Ints:
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[inverse]
