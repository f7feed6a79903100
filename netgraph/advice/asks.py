"""What has been asked of whom, and where does each ask stand on this day.

An ask is open until it is declined, left without a reply, or closed: while one is open its helper
is not asked for anything else, and its target not asked for through somebody else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ..schema import ASK_STATUSES

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

ENDED: Final = frozenset({"declined", "no_reply", "closed"})
REFUSED: Final = frozenset({"declined", "no_reply"})
_RANK: Final = {
    **{status: rank for rank, status in enumerate(ASK_STATUSES)},
    "no_reply": ASK_STATUSES.index("asked"),  # of one day: no reply, then an answer after all
}


@dataclass(frozen=True)
class Step:
    """A dated state of an ask; `on` is None where the day is not known."""

    status: str
    on: dt.date | None
    note: str = ""


@dataclass(frozen=True)
class Ask:
    """A request to a helper for a target (a person, "" where only a company), and its states."""

    id: str
    helper: str
    target: str
    company: str
    steps: tuple[Step, ...]

    @property
    def status(self) -> str:
        """The state it is in."""
        return self.steps[-1].status if self.steps else ""

    @property
    def on(self) -> dt.date | None:
        """The day of the last state."""
        return self.steps[-1].on if self.steps else None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return bool(self.steps) and self.status not in ENDED

    @property
    def is_direct(self) -> bool:
        """Whether the helper is asked for a talk, not for somebody else."""
        return self.target in ("", self.helper)

    def day_of(self, status: str) -> dt.date | None:
        """Return the last day of a state, None where it was never in it or nobody knows when."""
        return next((step.on for step in reversed(self.steps) if step.status == status), None)


def asks_of(net: Network) -> tuple[Ask, ...]:
    """Return the asks made by the day, their states in order, oldest ask first."""
    return asks_in(net.asks, net.ask_events)


def asks_in(asks: pd.DataFrame, events: pd.DataFrame) -> tuple[Ask, ...]:
    """Return the asks of two tables; those without a state are none yet."""
    steps: dict[str, list[Step]] = {}
    columns = (events[c].tolist() for c in ("ask", "status", "note"))
    days = events["on"].to_numpy().astype("datetime64[D]")
    for (ask, status, note), day in zip(zip(*columns, strict=True), days, strict=True):
        on = None if np.isnat(day) else day.astype(object)
        steps.setdefault(ask, []).append(Step(status, on, note))
    names = (asks[c].tolist() for c in ("id", "helper", "target", "company"))
    made = [
        Ask(id_, helper, target, company, tuple(sorted(steps[id_], key=_order)))
        for id_, helper, target, company in zip(*names, strict=True)
        if id_ in steps
    ]
    return tuple(sorted(made, key=lambda ask: (_order(ask.steps[0]), ask.id)))


def _order(step: Step) -> tuple[dt.date, int]:
    return step.on or dt.date.min, _RANK.get(step.status, 0)
