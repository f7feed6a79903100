"""Whose name may be used with whom: what was said when it was given, else what the card says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..network import Network

_STRICTEST: Final = ("no", "ask", "yes")
"""Of two answers of one day the first of these counts."""


def permission(net: Network, helper: int, person: int) -> str:
    """Return whether the helper's name may be used with the person: yes, no, ask or ""."""
    return permissions(net, np.array([helper]), person)[0]


def permissions(net: Network, helpers: NDArray[np.int64], person: int) -> list[str]:
    """Return the same for several helpers.

    What was said to ego counts, the newest first; what was said to others says nothing here.
    """
    links, cards = net.links, net.now.contacts["may_use_name"].to_numpy(dtype=object)
    is_said = (links.who == person) & (links.may_use_name != "")
    said: dict[int, tuple[int, str]] = {}
    for row in np.flatnonzero(is_said & ((links.to == net.ego_index) | (links.to < 0))).tolist():
        by, day, word = int(links.by[row]), int(links.day[row]), str(links.may_use_name[row])
        known = said.get(by)
        if known is not None and known[0] == day:
            word = min(word, known[1], key=_STRICTEST.index)
        said[by] = day, word
    return [said[by][1] if by in said else str(cards[by]) for by in helpers.tolist()]
