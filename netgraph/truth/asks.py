"""Was p_agree right: what was believed of each helper before each answer, and what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from .. import rules
from ..advice.asks import asks_of
from ..advice.chance import NO, YES
from .scores import brier_skill
from .tasks import Score

if TYPE_CHECKING:
    from ..network import Network

MIN_ANSWERS: Final = 20
"""With fewer answers a share says nothing of the next one."""


def answers(net: Network) -> list[tuple[str, bool]]:
    """Return helper and yes or no of each answered ask, in the order of the asks."""
    told = []
    for ask in asks_of(net):
        states = {step.status for step in ask.steps}
        if states & (YES | NO):
            told.append((ask.helper, bool(states & YES)))
    return told


def agreement(net: Network) -> list[Score]:
    """Score p_agree before each answer, by the answers of the same helper until then."""
    told = answers(net)
    if len(told) < MIN_ANSWERS:
        return []
    seen: dict[str, tuple[int, int]] = {}
    believed = []
    for helper, yes in told:
        n_yes, n = seen.get(helper, (0, 0))
        believed.append((rules.P_AGREE_PRIOR[0] + n_yes) / (rules.P_AGREE_PRIOR[1] + n))
        seen[helper] = (n_yes + yes, n + 1)
    outcome = np.array([yes for _, yes in told], dtype=bool)
    skill, share = brier_skill(outcome, np.array(believed)), float(outcome.mean())
    return [
        Score("asks", "p_agree", "Brier skill", skill, np.nan, np.nan, len(told)),
        Score("asks", "share of yes", "share", share, np.nan, np.nan, len(told)),
    ]
