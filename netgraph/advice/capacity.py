"""Who may be asked now, and how often: the user's caps, open asks, the pause after an ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..measures.policy import rule
from ..measures.wording import ONE_NAME, ago, short
from .asks import REFUSED, Ask, asks_of

if TYPE_CHECKING:
    from ..network import Network


@dataclass(frozen=True)
class Capacity:
    """How many more asks each person may get, and why those with none may not be asked.

    `in_hand` has the open or done ask of each person who is a target already; `companies` the open
    asks for a company as a whole, by row of `net.companies`; `refused` the helpers who said no, or
    nothing, by person and by company row.
    """

    left: NDArray[np.int64]
    why_not: dict[int, str]
    in_hand: dict[int, Ask]
    companies: dict[int, Ask]
    refused: dict[int, set[int]]
    refused_at: dict[int, set[int]]


def capacity_of(
    net: Network, *, asks_per_helper: int | None = None, cooldown_days: int | None = None
) -> Capacity:
    """Return what the user's rules and the asks so far leave; None stands for the policy."""
    caps = rule(net, "asks_per_helper", rules.ASKS_PER_HELPER, least=0).of
    pause = rule(net, "cooldown_days", rules.COOLDOWN_DAYS, least=0).of
    if asks_per_helper is not None:
        caps = np.full(net.n_people, asks_per_helper, np.int64)
    if cooldown_days is not None:
        pause = np.full(net.n_people, cooldown_days, np.int64)
    left = caps.copy()
    why_not: dict[int, str] = {}
    found = Capacity(left, why_not, {}, {}, {}, {})
    number = {str(person): at for at, person in enumerate(net.ids)}
    for ask in asks_of(net):
        helper, target = number.get(ask.helper, -1), number.get(ask.target, -1)
        _note_target(net, found, ask, helper, target)
        if helper < 0:
            continue
        asked = _first_day(ask)
        is_recent = asked is not None and (net.as_of - asked).days < pause[helper]
        if ask.is_open or is_recent:
            left[helper] -= 1
            why_not[helper] = _why_not(net, ask, target, asked)
    np.maximum(left, 0, out=left)
    return found


def _first_day(ask: Ask) -> dt.date | None:
    """Return the day the helper was asked; None for what was only drafted."""
    if ask.day_of("asked") is not None:
        return ask.day_of("asked")
    return next((s.on for s in ask.steps if s.status not in ("drafted", "closed")), None)


def _note_target(net: Network, found: Capacity, ask: Ask, helper: int, target: int) -> None:
    """Note whom or what the ask is for."""
    row = _company_row(net, ask.company) if target < 0 else -1
    if ask.is_open or ask.day_of("met"):
        if target >= 0:
            found.in_hand[target] = ask
        elif ask.is_direct and helper >= 0:
            found.in_hand.setdefault(helper, ask)
        if row >= 0 and ask.is_open:
            found.companies[row] = ask
    if ask.status in REFUSED and helper >= 0:
        if target >= 0:
            found.refused.setdefault(target, set()).add(helper)
        elif row >= 0:
            found.refused_at.setdefault(row, set()).add(helper)


def _company_row(net: Network, name: str) -> int:
    if not name:
        return -1
    try:
        return net.company_row(name)
    except LookupError:
        return -1


def _why_not(net: Network, ask: Ask, target: int, asked: dt.date | None) -> str:
    """Return why somebody is not asked again, as a clause."""
    what = short(net.label(target) if target >= 0 else ask.company or "a talk", ONE_NAME)
    if ask.status in ("met", "thanked"):
        return f"still to hear how it went with {what}"
    when = f" {ago((net.as_of - asked).days)}" if asked is not None else ""
    verb = "to be asked" if ask.status == "drafted" else "asked"
    is_open = ", still open" if ask.is_open and ask.status != "drafted" else ""
    return f"{verb} for {what}{when}{is_open}"
