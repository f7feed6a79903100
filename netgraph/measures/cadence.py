"""How often does the user want to be in touch with whom: policy rows, else a quarter.

Scopes go from general to particular: all, group, person; the most particular one decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import rules
from .policy import rule

if TYPE_CHECKING:
    from .ties import Ties


def cadence_days(ties: Ties) -> NDArray[np.int64]:
    """Return the cadence of each tie: ego's policy for the other, else the policy for all."""
    net = ties.net
    cadence = rule(net, "cadence_days", rules.CADENCE_DAYS)
    out = np.full(len(ties), cadence.general, np.int64)
    ego = net.ego_index
    if ego >= 0:
        out = np.where(ties.a == ego, cadence.of[ties.b], out)
        out = np.where(ties.b == ego, cadence.of[ties.a], out)
    return out


def is_exempt(ties: Ties) -> NDArray[np.bool_]:
    """Return whether the tie is with kin or somebody marked close: silence raises no alarm."""
    net = ties.net
    facts = net.facts
    close = (facts.relation == "family") | (facts.closeness >= rules.KIN_AND_CLOSE_EXEMPT_FROM)
    marked = np.zeros(len(net.pairs) + 1, bool)
    marked[facts.pair[close]] = True
    exempt: NDArray[np.bool_] = marked[ties.row]
    return exempt
