"""The verdict in plain words: which numbers deserve belief here, and where a plain rule does."""

from __future__ import annotations

from typing import Final

from ..measures.wording import plural
from .tasks import Score

_LEAST_GAIN: Final = 0.01
"""A smaller lead of a figure than this is none."""

_TRUE_ERROR: Final = 0.05
_TRUE_SKILL: Final = 0.05

_TASKS: Final = {
    "A": ("AUC", "which known ties will be in touch next", ("freshness", "outlook")),
    "B": ("MRR", "who will become a contact", ("reach",)),
    "C": ("MRR", "who kept both ends of a new tie warm", ("whom_to_ask",)),
    "D": ("AUC", "whom you call close", ("strength",)),
}
_BY_CHANCE: Final = {"AUC": 0.5}


def verdict(
    scores: list[Score], span_days: int, horizon_days: int, *, is_tested: bool
) -> tuple[str, ...]:
    """Return what may be believed, one sentence a question."""
    said = []
    if not is_tested:
        said.append(
            f"The log covers {plural(span_days, 'day')}: too short to test windows of "
            f"{plural(horizon_days, 'day')}."
        )
    for task, (figure, about, ours) in _TASKS.items():
        rows = [s for s in scores if s.task == task and s.figure == figure]
        if not rows:
            if is_tested or task == "D":
                said.append(f"Too few cases to say {about}.")
            continue
        said += [_compared(row, rows, ours, about) for row in rows if row.rule in ours]
    return (*said, *_chance(scores, is_tested), *_asks(scores))


def _compared(own: Score, rows: list[Score], ours: tuple[str, ...], about: str) -> str:
    """Return how one of netgraph's rules did beside the best plain one."""
    plain = [row for row in rows if row.rule not in ours]
    best = max(plain, key=lambda row: row.value)
    told = (
        f"{own.rule} tells {about} with {own.figure} {own.value:.2f} "
        f"({own.low:.2f} to {own.high:.2f}, {plural(own.n_cases, 'case')})"
    )
    beside = f"{best.rule} alone reaches {best.value:.2f}"
    if own.figure in _BY_CHANCE and own.low <= _BY_CHANCE[own.figure]:
        return f"{told}: no better than a coin here, so do not lean on it; {beside}."
    if best.value > own.value + _LEAST_GAIN:
        return f"{told}: here the plain rule does better, {beside}."
    if best.value >= own.value - _LEAST_GAIN:
        return f"{told}: as well as a plain rule, {beside}."
    return f"{told}: believe its order; {beside}."


def _chance(scores: list[Score], is_tested: bool) -> list[str]:
    """Return whether p_contact may be read as a percentage."""
    found = {s.figure: s for s in scores if s.rule == "p_contact"}
    if not found:
        return ["p_contact stays uncalibrated: too little past to fit it."] if is_tested else []
    skill, error = found["Brier skill"].value, found["calibration error"].value
    told = f"p_contact has Brier skill {skill:.2f} and is off by {error:.3f} on average"
    if skill >= _TRUE_SKILL and error <= _TRUE_ERROR:
        return [f"{told}: read it as the percentage it is."]
    if skill > 0:
        return [f"{told}: better than the base rate, but read it as a rough share."]
    return [f"{told}: worse than the base rate, so do not read it as a percentage."]


def _asks(scores: list[Score]) -> list[str]:
    """Return whether p_agree was right, where asks are logged."""
    found = {s.rule: s for s in scores if s.task == "asks"}
    if not found:
        return ["Too few answered asks to judge p_agree: it stays an assumption."]
    skill, share = found["p_agree"], found["share of yes"]
    told = f"{share.value:.0%} of {share.n_cases} answered asks were a yes; p_agree before each"
    if skill.value > 0:
        return [f"{told} has Brier skill {skill.value:.2f}."]
    return [f"{told} did worse than that share alone (Brier skill {skill.value:.2f})."]
