"""How good was an answer: figures for ranks and for chances, and how far chance may move them.

Intervals are bootstraps by person: people, not rows, are drawn again, for the rows of one person
are not independent.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

N_DRAWS: Final = 200
N_BINS: Final = 10
SEED: Final = 7


class Ranking:
    """Scores and outcomes in the order of the scores, so that weights are all that changes."""

    def __init__(self, outcome: Bools, score: Floats) -> None:
        self.order = np.argsort(score, kind="stable")
        ranked = score[self.order]
        self.group: Ints = np.zeros(0, np.int64)
        if len(score):
            self.group = np.cumsum(np.r_[True, ranked[1:] != ranked[:-1]]) - 1
        self.came = outcome[self.order]

    def auc(self, weight: Floats | None = None) -> float:
        """Return the area under the ROC curve, equal scores counting half; NaN for one outcome."""
        w = np.ones(len(self.came)) if weight is None else weight[self.order]
        if not len(w):
            return float("nan")
        came = np.bincount(self.group, w * self.came)
        not_ = np.bincount(self.group, w * ~self.came)
        below = np.cumsum(not_) - not_
        pairs = came.sum() * not_.sum()
        return float((came @ (below + not_ / 2)) / pairs) if pairs else float("nan")

    def average_precision(self) -> float:
        """Return the mean precision at each outcome that came true; equal scores share theirs."""
        if not self.came.any():
            return float("nan")
        came = np.bincount(self.group, self.came)[::-1]
        every = np.bincount(self.group)[::-1]
        precision = np.cumsum(came) / np.cumsum(every)
        return float(precision @ came / came.sum())


def brier_skill(outcome: Bools, p: Floats) -> float:
    """Return 1 − B/B_base, the base being the rate of the window itself; NaN for one outcome."""
    rate = outcome.mean() if len(outcome) else 0.0
    base = rate * (1 - rate)
    return float(1 - np.mean((p - outcome) ** 2) / base) if base else float("nan")


def bins(p: Floats, n_bins: int = N_BINS) -> list[Ints]:
    """Return the rows of each of the bins of equal mass, lowest chances first; none is empty."""
    order = np.argsort(p, kind="stable")
    return [rows for rows in np.array_split(order, n_bins) if len(rows)]


def calibration_error(outcome: Bools, p: Floats) -> float:
    """Return the expected calibration error over ten bins of equal mass."""
    if not len(p):
        return float("nan")
    gaps = [len(rows) * abs(outcome[rows].mean() - p[rows].mean()) for rows in bins(p)]
    return float(sum(gaps) / len(p))


def reciprocal_rank(label: Bools, score: Floats, draw: Floats) -> tuple[float, bool]:
    """Return 1 / rank of the first labelled one and whether it is in the first ten.

    `draw` orders equal scores; unknown scores come last.
    """
    score = np.nan_to_num(score, nan=-np.inf)
    first = int(np.flatnonzero(label[np.lexsort((draw, -score))])[0])
    return 1 / (1 + first), first < 10


def person_draws(n_people: int, n_draws: int = N_DRAWS) -> NDArray[np.float64]:
    """Return how often each person is drawn in each bootstrap sample, [n_draws, n_people]."""
    rng = np.random.default_rng(SEED)
    every = np.full(max(n_people, 1), 1 / max(n_people, 1))
    return rng.multinomial(n_people, every, size=n_draws)[:, : n_people or 0].astype(np.float64)


def interval(values: Floats) -> tuple[float, float]:
    """Return the 5 % and 95 % quantile of what the draws gave."""
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.05, 0.95])
    return float(low), float(high)
