"""What does a hop cost: chances as whole numbers, so that memory, SQL and oracles add alike.

A chance is kept in steps of 1/1,024, at least one; its cost is round(65,536 · −ln p). The cheapest
route is the likeliest one.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from .. import rules
from .arrays import Floats, Int32s, Int64s

BLOCKED: Final = 1 << 30
"""An arc of this cost or more is never used; some 2,300 times the dearest hop there can be."""


def steps_of(p: ArrayLike) -> Int32s:
    """How many steps of 1/1,024 is each chance, at least one.

    Parameters
    ----------
    p : float array
        Chances in [0, 1].

    Returns
    -------
    int32 array, 1 … 1,024

    Raises
    ------
    ValueError
        A chance that is NaN or outside [0, 1].

    Examples
    --------
    >>> steps_of([0.0, 0.5, 1.0]).tolist()
    [1, 512, 1024]
    """
    chance = np.asarray(p, np.float64)
    if not ((chance >= 0) & (chance <= 1)).all():
        raise ValueError("a chance is a number from 0 to 1")
    return np.maximum(np.floor(chance * rules.P_STEPS + 0.5), 1).astype(np.int32)


def cost_of(steps: ArrayLike) -> Int64s:
    """What each number of steps costs: round(65,536 · −ln(steps / 1,024)).

    Parameters
    ----------
    steps : int array
        1 … 1,024.

    Returns
    -------
    int64 array
        0 for a certain hop; 454,261 for the least likely one.

    Raises
    ------
    ValueError
        Steps outside 1 … 1,024.

    Examples
    --------
    >>> cost_of([1024, 512]).tolist()
    [0, 45426]
    """
    step = np.asarray(steps)
    if step.size and (step.min() < 1 or step.max() > rules.P_STEPS):
        raise ValueError(f"steps are whole numbers from 1 to {rules.P_STEPS}")
    ladder = np.arange(1, rules.P_STEPS + 1) / rules.P_STEPS
    table = np.floor(rules.COST_ONE * -np.log(ladder) + 0.5).astype(np.int64)
    cost: Int64s = table[step - 1]
    return cost


def p_of(steps: ArrayLike) -> Floats:
    """The chance that many steps stand for: steps / 1,024.

    Parameters
    ----------
    steps : int array
        1 … 1,024.

    Returns
    -------
    float64 array

    Examples
    --------
    >>> p_of([512]).tolist()
    [0.5]
    """
    return np.asarray(steps, np.float64) / rules.P_STEPS
