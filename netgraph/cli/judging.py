"""How a backtest is told at the shell: the verdict for people, every figure for programs."""

from __future__ import annotations

import netgraph as ng

from .answering import counted
from .asking import Answer


def told_backtest(net: ng.Network, horizon_days: int) -> Answer:
    """Return what the past says of the numbers."""
    found = ng.backtest(net, horizon_days=horizon_days)
    told = found.to_dict()
    return Answer(
        found.scores,
        body="".join(f"- {sentence}\n" for sentence in found.verdict),
        heading=f"{counted(len(found.cuts), 'past day')}, {horizon_days} days after each",
        more={name: told[name] for name in ("verdict", "cuts", "horizon_days", "reliability")},
        next=("freshness",),
    )
