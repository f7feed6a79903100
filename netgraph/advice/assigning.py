"""Who asks for whom: the assignment of helpers to targets with the highest sum of chances."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Int64s = NDArray[np.int64]


def assign(p: ArrayLike, capacity: ArrayLike | int = 1) -> Int64s:
    """Which helper for which target, so that the sum of chances is greatest?

    Parameters
    ----------
    p : array, shape (helpers, targets)
        Chance of each target through each helper; 0 where there is no way.
    capacity : int or array, shape (helpers,)
        Asks each helper may get.

    Returns
    -------
    int64 array, shape (targets,)
        The helper's row, −1 where a target gets none. Never two helpers for one target.

    Notes
    -----
    Linear sum assignment over helpers, each as often as its capacity: exact. Helpers without a way
    to any target are left out first. O(targets² · helpers · capacity) at worst.

    Examples
    --------
    >>> assign([[0.8, 0.7, 0.6], [0.75, 0.2, 0.1], [0.3, 0.25, 0.5]]).tolist()
    [1, 0, 2]
    """
    from scipy.optimize import linear_sum_assignment

    chance = np.atleast_2d(np.asarray(p, float))
    n_helpers, n_targets = chance.shape
    most = np.minimum(np.broadcast_to(np.asarray(capacity, np.int64), n_helpers), n_targets)
    useful = np.flatnonzero((most > 0) & (chance > 0).any(axis=1))
    out = np.full(n_targets, -1, np.int64)
    helper = np.repeat(useful, most[useful])
    if not len(helper):
        return out
    rows, targets = linear_sum_assignment(chance[helper], maximize=True)
    chosen = chance[helper[rows], targets] > 0
    out[targets[chosen]] = helper[rows[chosen]]
    return out
