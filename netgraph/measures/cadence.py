"""How often does the user want to be in touch with whom: policy rows, else a quarter.

Scopes go from general to particular: all, group, person; the most particular one decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..errors import UnknownPersonError

if TYPE_CHECKING:
    from ..network import Network
    from .ties import Ties


def cadence_days(ties: Ties) -> NDArray[np.int64]:
    """Return the cadence of each tie: ego's policy for the other, else the policy for all."""
    net = ties.net
    general, by_person = _cadences(net)
    out = np.full(len(ties), general, np.int64)
    ego = net.ego_index
    if ego >= 0:
        out = np.where(ties.a == ego, by_person[ties.b], out)
        out = np.where(ties.b == ego, by_person[ties.a], out)
    return out


def _cadences(net: Network) -> tuple[int, NDArray[np.int64]]:
    """Return the cadence for all, and each person's own."""
    policy = net.policy
    rows = policy[policy["key"] == "cadence_days"]
    stated = [(s.strip(), _days(v)) for s, v in zip(rows["scope"], rows["value"], strict=True)]
    general = rules.CADENCE_DAYS
    for scope, days in stated:
        if days and scope in ("", "all"):
            general = days
    out = np.full(net.n_people, general, np.int64)
    for scope, days in stated:
        if days and scope.startswith("group:"):
            group = scope.removeprefix("group:").strip()
            out[(net.people["group"] == group).to_numpy(dtype=bool)] = days
    for scope, days in stated:
        if days and scope.startswith("person:"):
            try:
                out[net.index_of(scope.removeprefix("person:"))] = days
            except UnknownPersonError:
                continue  # the rule is for somebody this day or part of the network does not show
    return general, out


def _days(value: str) -> int:
    """Return the policy's number of days, 0 where it is none."""
    try:
        days = float(value)
    except ValueError:
        return 0
    return int(days) if 1 <= days <= 36_525 else 0


def is_exempt(ties: Ties) -> NDArray[np.bool_]:
    """Return whether the tie is with kin or somebody marked close: silence raises no alarm."""
    net = ties.net
    facts = net.facts
    close = (facts.relation == "family") | (facts.closeness >= rules.KIN_AND_CLOSE_EXEMPT_FROM)
    marked = np.zeros(len(net.pairs) + 1, bool)
    marked[facts.pair[close]] = True
    exempt: NDArray[np.bool_] = marked[ties.row]
    return exempt
