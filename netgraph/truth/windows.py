"""Which days an answer is tested on: cuts in the past, the window after each, what came of it.

A cut sees nothing later than its day. Outcomes are read from the log alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from ..network import Network

SHARES: Final = (0.6, 0.7, 0.8)
"""Cuts at these shares of the log's span."""


@dataclass(frozen=True)
class Window:
    """The network on a cut, and which pairs of the whole log were in touch in the window after."""

    whole: Network
    then: Network
    cut: int
    horizon_days: int

    @cached_property
    def came(self) -> frozenset[tuple[str, str]]:
        """Pairs of ids, in order, in touch in (cut, cut + horizon]."""
        pairs = self.whole.pairs
        owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
        inside = (pairs.days > self.cut) & (pairs.days <= self.cut + self.horizon_days)
        rows = np.unique(owner[inside])
        ids = self.whole.ids
        ends = zip(ids[pairs.i[rows]].tolist(), ids[pairs.j[rows]].tolist(), strict=True)
        return frozenset(ends)

    def came_with(self, person: str) -> set[str]:
        """Return whom this person was in touch with in the window."""
        if person not in self._partners:
            return set()
        return self._partners[person]

    @cached_property
    def _partners(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for a, b in self.came:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return found


def span_of(net: Network) -> tuple[int, int]:
    """Return the first and the last contact day of the log (0, −1 for an empty one)."""
    days = net.pairs.days
    return (int(days.min()), int(days.max())) if len(days) else (0, -1)


def windows(net: Network, horizon_days: int) -> list[Window]:
    """Return the windows to test on; empty where the log is shorter than two of them."""
    first, last = span_of(net)
    if last - first < 2 * horizon_days:
        return []
    days = {min(int(first + share * (last - first)), last - horizon_days) for share in SHARES}
    return [_window(net, cut, horizon_days) for cut in sorted(days)]


def _window(net: Network, cut: int, horizon_days: int) -> Window:
    return Window(net, at_day(net, cut), cut, horizon_days)


def at_day(net: Network, day: int) -> Network:
    """Return the network on a day given as a number."""
    return net.at(np.datetime64(day, "D"))
