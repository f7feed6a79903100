"""How much contact is left of it: decayed contact days, in whole numbers.

A contact day is worth 2⁻ᵃᵍᵉ⁄ʰᵃˡᶠ⁻ˡⁱᶠᵉ of a day, kept in units of 2⁻²⁰; sums of integers do not
depend on their order, so every engine gives the same intensity.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .. import rules
from .arrays import Floats, Int64s


def decay_table(n_days: int, half_life_days: float) -> Int64s:
    """What a contact day of each age is worth, in units of 2⁻²⁰ of a day.

    Parameters
    ----------
    n_days : int
        Length of the table: ages 0 … n_days − 1.
    half_life_days : float
        Age at which a day counts half, in days.

    Returns
    -------
    int64[n_days]

    Raises
    ------
    ValueError
        A half-life that is not above 0.

    Examples
    --------
    >>> (decay_table(181, 90)[[0, 90, 180]] / rules.DECAY_ONE).tolist()
    [1.0, 0.5, 0.25]
    """
    if not half_life_days > 0:
        raise ValueError(f"a half-life is a number of days above 0, not {half_life_days}")
    worth = rules.DECAY_ONE * np.exp2(-np.arange(n_days) / half_life_days)
    return np.floor(worth + 0.5).astype(np.int64)


def intensity(
    day_ptr: NDArray[np.integer],
    days: NDArray[np.integer],
    day_weight: Floats,
    as_of_day: int,
    half_life_days: float,
) -> Floats:
    """How many decayed contact days each pair has.

    Parameters
    ----------
    day_ptr : int64[m + 1]
        The days of pair r are `days[day_ptr[r]:day_ptr[r + 1]]`.
    days : int32
        Contact days, as days since 1970-01-01; days after `as_of_day` do not count.
    day_weight : float64
        Σ 1/(k − 1) over the day's events; a day counts at most once.
    as_of_day : int
        The day the answer is for.
    half_life_days : float
        Age at which a day counts half, in days.

    Returns
    -------
    float64[m]
        In contact days; 0 where there is none.

    Notes
    -----
    Σ table[age] · W with W = round(2²⁰ · min(1, day_weight)), divided by 2⁴⁰ at the very end.
    Shifting `as_of_day` by one half-life halves it within 2⁻²⁰ per contact day. O(days).

    References
    ----------
    Roth et al. 2010, 10.1145/1835804.1835836

    Examples
    --------
    >>> one = np.array([1.0])
    >>> intensity(np.array([0, 1]), np.array([10]), one, 100, 90.0).tolist()
    [0.5]
    """
    age = as_of_day - days.astype(np.int64)
    oldest = int(age.max(initial=0))
    table = decay_table(oldest + 1, half_life_days)
    share = np.floor(np.minimum(day_weight, 1.0) * rules.DECAY_ONE + 0.5).astype(np.int64)
    worth = np.where(age >= 0, table[np.maximum(age, 0)] * share, 0)
    running = np.zeros(len(worth) + 1, np.int64)
    np.cumsum(worth, out=running[1:])
    # the running sum may wrap round in a very long log; differences of it still are exact
    total = running[day_ptr[1:]] - running[day_ptr[:-1]]
    contact_days: Floats = total / float(rules.DECAY_ONE) ** 2
    return contact_days
