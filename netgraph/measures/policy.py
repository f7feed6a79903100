"""What has the user decided: a rule for all, for a group, or for one person.

Scopes go from general to particular; the most particular one decides. A value that is no number in
the range of its rule is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import UnknownPersonError

if TYPE_CHECKING:
    from ..network import Network


@dataclass(frozen=True)
class Rule:
    """A number of the user's: `general` for all, `of` each person, `is_own` where it is not that.

    `is_own` marks people for whom a group's or a person's own rule decides.
    """

    general: int
    of: NDArray[np.int64]
    is_own: NDArray[np.bool_]


def rule(net: Network, key: str, default: int, *, least: int = 1) -> Rule:
    """Return the user's number for a key, the default where no row says otherwise."""
    policy = net.policy
    rows = policy[policy["key"] == key]
    found = [
        (scope.strip(), number)
        for scope, value in zip(rows["scope"], rows["value"], strict=True)
        if (number := _number(value, least)) is not None
    ]
    general = default
    for scope, number in found:
        if scope in ("", "all"):
            general = number
    out = np.full(net.n_people, general, np.int64)
    own = np.zeros(net.n_people, bool)
    for scope, number in found:
        if scope.startswith("group:"):
            group = scope.removeprefix("group:").strip()
            members = (net.now.contacts["group"] == group).to_numpy(dtype=bool)
            out[members], own[members] = number, True
    for scope, number in found:
        if scope.startswith("person:"):
            try:
                person = net.index_of(scope.removeprefix("person:"))
            except UnknownPersonError:
                continue  # the rule is for somebody this day or part of the network does not show
            out[person], own[person] = number, True
    return Rule(general, out, own)


def _number(value: str, least: int) -> int | None:
    """Return the policy's number, None where it is none."""
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if least <= number <= 36_525 else None
