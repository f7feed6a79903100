"""The questions an answer is tested with, each beside the plain rules it has to beat.

A  which known tie is active in the next window          outlook, freshness
B  who at distance 2 becomes a direct contact            reach
C  which mutual contact kept both ends warm just before  whom_to_ask
D  whom you call close                                   strength
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..advice.reach import reach
from ..advice.whom_to_ask import whom_to_ask
from ..measures.freshness import freshness
from ..measures.outlook import outlook
from ..measures.strength import strength
from .scores import (
    SEED,
    Bools,
    Floats,
    Ranking,
    brier_skill,
    calibration_error,
    interval,
    person_draws,
    reciprocal_rank,
)
from .windows import Window, at_day, span_of

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

MOST_PEOPLE: Final = 100
"""People per cut asked whom they could reach."""

MOST_TIES: Final = 60
MOST_TRIES: Final = 240
"""New ties whose helpers are judged, and how many are looked at for them."""

DAYS_BEFORE: Final = 7
"""A helper kept both ends warm when in touch with both in the week before the tie."""

MIN_CASES: Final = 10
"""With fewer cases a figure says nothing."""

CLOSE_FROM: Final = 4


@dataclass(frozen=True)
class Score:
    """What one rule reached in one task: a figure, its interval, and on how many cases."""

    task: str
    rule: str
    figure: str
    value: float
    low: float
    high: float
    n_cases: int


# --- A ----------------------------------------------------------------------------------------
A_RULES: Final[dict[str, Callable[[pd.DataFrame], pd.Series[Any]]]] = {
    "outlook": lambda f: f["outlook"],
    "freshness": lambda f: f["freshness"],
    "recency": lambda f: -f["days_silent"],
    "contact days": lambda f: f["n_contact_days"],
    "in touch in the last window": lambda f: f["is_recent"],
}


@dataclass(frozen=True)
class TieCases:
    """The ties known at a cut: what came of each, and what each rule said."""

    frame: pd.DataFrame
    came: Bools
    ends: NDArray[np.int64]
    n_people: int


def tie_cases(window: Window) -> TieCases:
    """Return the ties in contact before the cut."""
    frame = freshness(window.then, horizon_days=window.horizon_days)
    frame = frame.join(outlook(window.then)["outlook"])
    frame = frame[frame["n_contact_days"] > 0]
    frame = frame.assign(is_recent=frame["days_silent"] < window.horizon_days)
    pairs = [_pair(window.then, key) for key in frame.index]
    came = np.array([pair in window.came for pair in pairs], dtype=bool)
    number = {str(person): at for at, person in enumerate(window.then.ids)}
    ends = np.array([[number[a], number[b]] for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return TieCases(frame, came, ends, window.then.n_people)


def _pair(net: Network, key: Any) -> tuple[str, str]:
    """Return the ids of a row's tie, in order."""
    a, b = key if isinstance(key, tuple) else (net.ego, key)
    return (a, b) if a < b else (b, a)


def next_contact(cases: list[TieCases]) -> list[Score]:
    """Score task A: ROC AUC (and average precision) of each rule, mean over the cuts."""
    usable = [c for c in cases if 0 < c.came.sum() < len(c.came)]
    n = sum(len(c.came) for c in usable)
    out = []
    for rule, says in A_RULES.items():
        ranks = [(c, Ranking(c.came, says(c.frame).to_numpy(np.float64))) for c in usable]
        if any(says(c.frame).isna().any() for c in usable) or n < MIN_CASES:
            continue
        draws = np.mean([_draws(case, ranking) for case, ranking in ranks], axis=0)
        auc = float(np.mean([ranking.auc() for _, ranking in ranks]))
        out.append(Score("A", rule, "AUC", auc, *interval(draws), n))
        precision = float(np.mean([ranking.average_precision() for _, ranking in ranks]))
        out.append(Score("A", rule, "average precision", precision, np.nan, np.nan, n))
    return out


def _draws(case: TieCases, ranking: Ranking) -> Floats:
    """Return the AUC of each bootstrap sample of people; a tie weighs as both its ends do."""
    draws = person_draws(case.n_people)
    return np.array([ranking.auc(w[case.ends[:, 0]] * w[case.ends[:, 1]]) for w in draws])


def chances(cases: list[TieCases]) -> list[Score]:
    """Score `p_contact`: Brier skill and calibration error, mean over the cuts that had one."""
    skill, error, n = [], [], 0
    for case in cases:
        p = case.frame["p_contact"].to_numpy(np.float64)
        if len(p) and not np.isnan(p).any() and 0 < case.came.sum() < len(p):
            skill.append(brier_skill(case.came, p))
            error.append(calibration_error(case.came, p))
            n += len(p)
    if not skill:
        return []
    figures = (("Brier skill", skill), ("calibration error", error))
    return [
        Score("A", "p_contact", name, float(np.mean(values)), np.nan, np.nan, n)
        for name, values in figures
    ]


# --- B ----------------------------------------------------------------------------------------
B_RULES: Final = {"reach": "reach", "best single path": "p", "mutual contacts": "n_helpers"}


def new_contacts(windows: list[Window]) -> list[Score]:
    """Score task B: MRR and hit@10 of who becomes a direct contact, over people and cuts."""
    found: dict[str, list[tuple[float, bool]]] = {rule: [] for rule in B_RULES}
    whose: list[str] = []
    rng = np.random.default_rng(SEED)
    for window in windows:
        for person in _askers(window, rng):
            answer = reach(window.then.seen_by(person), max_hops=2, inferred=False)
            came = window.came_with(person)
            label = np.array([other in came for other in answer.index], dtype=bool)
            if not label.any() or label.all():
                continue
            draw = rng.random(len(label))
            whose.append(person)
            for rule, column in B_RULES.items():
                score = answer[column].to_numpy(np.float64)
                found[rule].append(reciprocal_rank(label, score, draw))
    return _ranked("B", found, whose)


def _askers(window: Window, rng: np.random.Generator) -> list[str]:
    """Return ego, or in a log of everybody a sample of those with a new contact in the window."""
    then = window.then
    if not then.is_whole_log and then.ego is not None:
        return [then.ego]
    pairs = then.pairs
    known = set(zip(then.ids[pairs.i].tolist(), then.ids[pairs.j].tolist(), strict=True))
    there = set(then.ids.tolist())
    new = [pair for pair in sorted(window.came) if pair not in known and there.issuperset(pair)]
    people = sorted({person for pair in new for person in pair})
    if then.ego is not None:
        return [then.ego] if then.ego in people else []
    return [people[at] for at in rng.permutation(len(people))[:MOST_PEOPLE]]


# --- C ----------------------------------------------------------------------------------------
C_RULES: Final[dict[str, Callable[[pd.DataFrame], pd.Series[Any]]]] = {
    "whom_to_ask": lambda d: d["p"],
    "your own tie with the helper": lambda d: d["p_reach"],
    "contact days with the helper": lambda d: d["n_contact_days"],
}


def helpers(net: Network) -> list[Score]:
    """Score task C: MRR and hit@10 of who was in touch with both ends before a new tie."""
    found: dict[str, list[tuple[float, bool]]] = {rule: [] for rule in C_RULES}
    whose: list[str] = []
    rng = np.random.default_rng(SEED)
    for row in _new_ties(net, rng):
        if len(whose) == MOST_TIES:
            break
        pairs = net.pairs
        start = int(pairs.days[pairs.day_ptr[row]])
        then = at_day(net, start - DAYS_BEFORE)
        x, y = str(net.ids[pairs.i[row]]), str(net.ids[pairs.j[row]])
        if net.ego == y:
            x, y = y, x
        if x not in then.ids or y not in then.ids:
            continue
        answer = whom_to_ask(then.seen_by(x), y, inferred=False)
        answer = answer[(answer["n_contact_days"] > 0) & (answer["n_contact_days_target"] > 0)]
        touch = [_warm(net, start, x, h) and _warm(net, start, y, h) for h in answer.index]
        label = np.array(touch, dtype=bool)
        if len(label) < 2 or not label.any() or label.all():
            continue
        draw = rng.random(len(label))
        whose.append(x)
        for rule, says in C_RULES.items():
            found[rule].append(reciprocal_rank(label, says(answer).to_numpy(np.float64), draw))
    return _ranked("C", found, whose)


def _new_ties(net: Network, rng: np.random.Generator) -> list[int]:
    """Return a sample of ties that began after 30 % of the span; ego's own where there is one."""
    first, last = span_of(net)
    pairs = net.pairs
    has = np.flatnonzero(pairs.n_days > 0)
    began = pairs.days[pairs.day_ptr[has]]
    rows = has[began > first + 0.3 * (last - first)]
    if net.ego_index >= 0:
        rows = rows[(pairs.i[rows] == net.ego_index) | (pairs.j[rows] == net.ego_index)]
    return [int(row) for row in rng.permutation(rows)[:MOST_TRIES]]


def _warm(net: Network, start: int, a: str, b: str) -> bool:
    """Return whether two people were in touch in the week before a tie began."""
    row = net.csr().row(net.index_of(a))
    at = row.start + int(np.searchsorted(net.csr().neighbors[row], net.index_of(b)))
    pair = int(net.csr().pair[at])
    days = net.pairs.days[net.pairs.day_ptr[pair] : net.pairs.day_ptr[pair + 1]]
    return bool(((days > start - DAYS_BEFORE) & (days <= start)).any())


def _ranked(task: str, found: dict[str, list[tuple[float, bool]]], whose: list[str]) -> list[Score]:
    """Return MRR and hit@10 of each rule, with intervals by person."""
    n = len(whose)
    if n < MIN_CASES:
        return []
    people, at = np.unique(np.array(whose), return_inverse=True)
    weights = person_draws(len(people))[:, at]
    out = []
    for rule, results in found.items():
        rank = np.array([value for value, _ in results])
        total = weights.sum(axis=1)
        draws = np.divide(weights @ rank, total, out=np.full(len(total), np.nan), where=total > 0)
        out.append(Score(task, rule, "MRR", float(rank.mean()), *interval(draws), n))
        hits = float(np.mean([hit for _, hit in results]))
        out.append(Score(task, rule, "hit@10", hits, np.nan, np.nan, n))
    return out


# --- D ----------------------------------------------------------------------------------------
D_RULES: Final = ("strength", "intensity", "n_contact_days")


def stated_closeness(net: Network) -> list[Score]:
    """Score task D: AUC of whom the user calls close (4 or 5), where closeness is stated."""
    frame = strength(net)
    frame = frame[frame["closeness"].notna() & (frame["n_contact_days"] > 0)]
    close = (frame["closeness"] >= CLOSE_FROM).to_numpy(bool)
    if not MIN_CASES <= close.sum() <= len(close) - MIN_CASES:
        return []
    out = []
    for rule in D_RULES:
        ranking = Ranking(close, frame[rule].to_numpy(np.float64))
        draws = np.array([ranking.auc(w) for w in person_draws(len(close))])
        out.append(Score("D", rule, "AUC", ranking.auc(), *interval(draws), len(close)))
    return out
