"""How likely is contact in the next window: a chance fitted on one's own past, or none at all.

A decayed count is no probability, and coefficients do not travel between people. So two models are
fitted on the log itself, one window back, and the one that did better there speaks; where there is
too little past to fit, the answer is "uncalibrated".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import rules

if TYPE_CHECKING:
    from ..network import Pairs

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LOGIT: Final = "logit"
MBG: Final = "MBG/NBD"
MEAN: Final = "mean of both"
UNCALIBRATED: Final = "uncalibrated"

_MOST_ROWS: Final = 4_000
"""More pairs than this tell the four parameters of MBG/NBD nothing new."""


@dataclass(frozen=True)
class Past:
    """The log of some pairs as of a day: contact days, first and last of them."""

    n_days: Floats
    first: Floats
    last: Floats
    as_of_day: int

    @property
    def known(self) -> Bools:
        """Who had been in touch by then."""
        return self.n_days > 0

    @property
    def days_silent(self) -> Floats:
        """Days since the last contact."""
        return self.as_of_day - self.last

    def where(self, keep: Bools) -> Past:
        """The same for some of the pairs."""
        return Past(self.n_days[keep], self.first[keep], self.last[keep], self.as_of_day)


def past_of(pairs: Pairs, day: int) -> Past:
    """Return what the log showed of each pair on that day; NaN days where it showed nothing."""
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    seen = pairs.days <= day
    n = np.bincount(owner[seen], minlength=len(pairs))
    first, last = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    has = n > 0
    start = pairs.day_ptr[:-1][has]
    first[has] = pairs.days[start]
    last[has] = pairs.days[start + n[has] - 1]
    return Past(n.astype(np.float64), first, last, day)


def came(pairs: Pairs, after: int, until: int) -> Bools:
    """Return which pairs were in touch in (after, until]."""
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    inside = (pairs.days > after) & (pairs.days <= until)
    return np.bincount(owner[inside], minlength=len(pairs)) > 0


@dataclass(frozen=True)
class Calibration:
    """Chances of contact within the horizon, which rule gave them, and on how many pairs.

    `p` is NaN throughout where `rule` is "uncalibrated".
    """

    p: Floats
    rule: str
    n_pairs: int


def p_contact(pairs: Pairs, as_of_day: int, horizon_days: int) -> Calibration:
    """Return each pair's chance of contact within the horizon; NaN without a logged contact.

    The logit is fitted on the last window, MBG/NBD on all of the past. Which of them, or their
    mean, had the lowest Brier score one window back decides; without a window more to fit the
    logit for that comparison, their mean.
    """
    before = past_of(pairs, as_of_day - horizon_days)
    outcome = came(pairs, as_of_day - horizon_days, as_of_day)
    now = past_of(pairs, as_of_day)
    if not is_enough(before, outcome):
        return Calibration(np.full(len(pairs), np.nan), UNCALIBRATED, 0)
    logit = fit_logit(before, outcome)
    p = {LOGIT: p_logit(logit, now), MBG: p_mbg(fit_mbg(now), now, horizon_days)}
    p[MEAN] = (p[LOGIT] + p[MBG]) / 2
    if not np.isfinite(p[MBG][now.known]).all():
        del p[MBG], p[MEAN]
    rule = _best(pairs, before, outcome, horizon_days) if len(p) > 1 else LOGIT
    return Calibration(p[rule], rule, int(before.known.sum()))


def is_enough(past: Past, outcome: Bools) -> bool:
    """Return whether there are pairs enough, and enough of each outcome, to fit anything."""
    n, n_came = int(past.known.sum()), int(outcome[past.known].sum())
    least = rules.MIN_OUTCOMES_TO_CALIBRATE
    return n >= rules.MIN_PAIRS_TO_CALIBRATE and least <= n_came <= n - least


def _best(pairs: Pairs, before: Past, outcome: Bools, horizon_days: int) -> str:
    """Return the rule that was best on the last window, knowing only what was before it."""
    earlier = past_of(pairs, before.as_of_day - horizon_days)
    then = came(pairs, before.as_of_day - horizon_days, before.as_of_day)
    if not is_enough(earlier, then):
        return MEAN
    p = {
        LOGIT: p_logit(fit_logit(earlier, then), before),
        MBG: p_mbg(fit_mbg(before), before, horizon_days),
    }
    p[MEAN] = (p[LOGIT] + p[MBG]) / 2
    known = before.known
    return min(p, key=lambda rule: brier(p[rule][known], outcome[known]))


# --- the two models ---------------------------------------------------------------------------
def _features(past: Past) -> Floats:
    columns = [np.ones(len(past.n_days)), np.log1p(past.days_silent), np.log1p(past.n_days)]
    return np.stack(columns, axis=1)


def fit_logit(past: Past, outcome: Bools) -> Floats:
    """Return the coefficients on 1, ln(1 + days_silent), ln(1 + n_contact_days), by Newton."""
    x, y = _features(past)[past.known], outcome[past.known].astype(np.float64)
    beta = np.zeros(x.shape[1])
    ridge = 1e-6 * np.eye(len(beta))  # keeps a log that separates cleanly from running away
    for _ in range(100):
        p = _sigmoid(x @ beta)
        step = np.linalg.solve(
            x.T @ (x * (p * (1 - p))[:, None]) + ridge, x.T @ (y - p) - 1e-6 * beta
        )
        beta += step / max(1.0, float(np.abs(step).max()) / 5)
        if np.abs(step).max() < 1e-10:
            break
    return beta


def p_logit(beta: Floats, past: Past) -> Floats:
    """Return the logit's chances; NaN where nothing is logged."""
    p = np.full(len(past.n_days), np.nan)
    p[past.known] = _sigmoid(_features(past.where(past.known)) @ beta)
    return p


def _sigmoid(x: Floats) -> Floats:
    return np.exp(-np.logaddexp(0, -x))


def mbg_log_likelihood(parameters: Floats, x: Floats, t_last: Floats, t_all: Floats) -> Floats:
    """Return each history's log-likelihood under MBG/NBD.

    x contact days after the first, the last of them at t_last, watched until t_all: contact comes
    at a gamma(r, α) rate, and after any contact, the first included, a tie may end for good with
    a beta(a, b) chance.
    """
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    alive = betaln(a, b + x + 1) - betaln(a, b) - (r + x) * np.log(alpha + t_all)
    ended = betaln(a + 1, b + x) - betaln(a, b) - (r + x) * np.log(alpha + t_last)
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    total: Floats = rate + np.logaddexp(alive, ended)
    return total


def fit_mbg(past: Past) -> Floats:
    """Return r, α, a, b of greatest likelihood."""
    from scipy.optimize import minimize

    known = past.where(past.known)
    x, t_last = known.n_days - 1, known.last - known.first
    t_all = past.as_of_day - known.first
    base = int(t_all.max()) + 1
    key, weight = np.unique(
        ((x * base + t_last) * base + t_all).astype(np.int64), return_counts=True
    )
    stride = -(-len(key) // _MOST_ROWS)  # they are sorted: every k-th is a fair sample
    key, weight = key[::stride], weight[::stride]
    rows = [c.astype(np.float64) for c in (key // base // base, key // base % base, key % base)]

    def loss(logs: Floats) -> float:
        each = mbg_log_likelihood(np.exp(logs), *rows)
        return -float(each @ weight) / float(weight.sum())

    start = np.array([0.0, np.log(max(float(np.median(t_all)), 2.0) / 10), 0.0, 0.0])
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(-7, 7), (-5, 12), (-9, 9), (-9, 9)])
    best: Floats = np.exp(found.x)
    return best


def p_alive(parameters: Floats, x: Floats, t_last: Floats, t_all: Floats) -> Floats:
    """Return the chance under MBG/NBD that a tie has not ended.

    >>> p = p_alive(np.array([0.525, 6.183, 0.891, 1.614]), np.array([2.0, 0.0]),
    ...             np.array([30.43, 0.0]), np.array([38.86, 38.86]))
    >>> p.round(6).tolist()
    [0.706202, 0.389735]
    """
    r, alpha, a, b = parameters
    grown = ((alpha + t_all) / (alpha + t_last)) ** (r + x)
    alive: Floats = 1 / (1 + a / (b + x) * grown)
    return alive


def p_mbg(parameters: Floats, past: Past, horizon_days: int) -> Floats:
    """Return P(at least one contact within the horizon) under MBG/NBD; NaN where none is logged."""
    r, alpha, _, _ = parameters
    x, t_all = past.n_days - 1, past.as_of_day - past.first
    with np.errstate(over="ignore", invalid="ignore"):
        alive = p_alive(parameters, x, past.last - past.first, t_all)
        some = -np.expm1((r + x) * np.log((alpha + t_all) / (alpha + t_all + horizon_days)))
    return np.where(past.known, alive * some, np.nan)


# --- how good a chance was --------------------------------------------------------------------
def brier(p: Floats, outcome: Bools) -> float:
    """Return the mean squared error of the chances."""
    return float(np.mean((p - outcome) ** 2))
