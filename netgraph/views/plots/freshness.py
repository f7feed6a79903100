"""How fresh are the ties, at a glance: contact days against silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ... import rules
from ...measures.freshness import freshness_rank
from ...measures.wording import short
from .figure import (
    BLUE,
    FAINT,
    GREY,
    ORANGE,
    QUIET,
    Floats,
    axes,
    expect,
    heading,
    legend,
    name_points,
    points,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Bools = NDArray[np.bool_]

SILENCES: Final = {
    0: "today",
    1: "1 day",
    7: "1 week",
    30: "1 month",
    90: "3 months",
    365: "1 year",
    1_095: "3 years",
    3_650: "10 years",
    14_600: "40 years",
}
LEVELS: Final = (-4.0, -2.0, 0.0, 2.0)


def freshness(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How fresh are the ties: how often in touch, and silent for how long?

    Parameters
    ----------
    frame : DataFrame
        What `ng.freshness` returned.
    ax : Axes, optional
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        Across: time since the last contact (log). Up: contact days (log). A thin line joins equal
        freshness; up and to the left is fresher. Dormant ties are hollow squares.

    Raises
    ------
    SchemaError
        The frame is not one of `ng.freshness`.
    """
    expect(frame, "freshness", "name", "days_silent", "n_contact_days", "freshness", "is_dormant")
    known = frame[frame["freshness"].notna()]
    silent = known["days_silent"].to_numpy(dtype=float)
    n_days = known["n_contact_days"].to_numpy(dtype=float)
    dormant = known["is_dormant"].to_numpy(dtype=bool)
    recent = silent <= rules.CADENCE_DAYS
    ax = axes(ax, 9.0, 6.0)
    _scales(ax, silent, n_days)
    _equal_freshness(ax)
    across = silent + 1
    points(ax, across, n_days, recent, f"in touch within {rules.CADENCE_DAYS} days", color=BLUE)
    points(ax, across, n_days, ~recent & ~dormant, "silent longer", color=GREY)
    hollow = {"marker": "s", "facecolor": "white", "edgecolor": ORANGE}
    points(ax, across, n_days, dormant, "dormant: silent over 3 years", **hollow)
    _headings(ax, len(frame) - len(known), recent, dormant)
    chosen = _worth_naming(known["freshness"].to_numpy(), n_days, recent, dormant)
    names = [short(name) for name in known["name"].iloc[chosen]]
    name_points(ax, across[chosen], n_days[chosen], names, (across, n_days))
    return ax


def _scales(ax: Axes, silent: Floats, n_days: Floats) -> None:
    """Set logarithmic axes that count from today and from one contact day, in words and numbers."""
    ax.set_xscale("log")
    ax.set_yscale("log")
    longest, most = silent.max(initial=365.0) + 1, n_days.max(initial=10.0)
    ax.set_xlim(0.9, longest * 1.7)
    ax.set_ylim(0.8, most * 1.8)
    days = [d for d in SILENCES if d + 1 <= longest * 1.7]
    ax.set_xticks([d + 1 for d in days], [SILENCES[d] for d in days])
    counts = [n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000) if n <= most * 1.8]
    ax.set_yticks(counts, [f"{n:,}" for n in counts])
    ax.minorticks_off()
    ax.set_xlabel("since the last contact")
    ax.set_ylabel("contact days")


def _equal_freshness(ax: Axes) -> None:
    """Draw the lines of equal freshness behind the points, with their values."""
    x = np.geomspace(1, ax.get_xlim()[1], 120)
    y = np.geomspace(*ax.get_ylim(), 120)
    across, up = np.meshgrid(x, y)
    rank = freshness_rank(up, across - 1)  # type: ignore[arg-type]
    lines = ax.contour(
        across,
        up,
        rank,
        levels=LEVELS,
        colors=[QUIET],
        linewidths=0.8,
        linestyles="solid",
        alpha=0.45,
    )
    for level, segments in zip(LEVELS, lines.allsegs, strict=True):
        if segments:
            x_end, y_end = max(segments[0].tolist(), key=lambda point: point[1])
            _name_line(ax, x_end, y_end, f"freshness {level:g}")
    ax.grid(visible=False)
    for day in (rules.CADENCE_DAYS, rules.DORMANT_AFTER_DAYS):
        ax.axvline(day + 1, color=FAINT, linewidth=1.2, zorder=0)


def _name_line(ax: Axes, x: float, y: float, words: str) -> None:
    """Name a line where it leaves the picture, at the top or on the right."""
    on_top = y > ax.get_ylim()[1] * 0.95
    ax.annotate(
        words, (x, y), (-10, -4) if on_top else (-4, 2), textcoords="offset points", fontsize=7.5,
        color=QUIET, ha="right", va="top" if on_top else "bottom", style="italic",
    )  # fmt: skip


def _headings(ax: Axes, n_unknown: int, recent: Bools, dormant: Bools) -> None:
    n, within = len(recent), f"had contact within {rules.CADENCE_DAYS} days"
    found = f"{recent.sum():,} of {n:,} ties {within}"
    found += f", {dormant.sum():,} are dormant" if dormant.any() else ""
    note = f"{n_unknown:,} people without a logged contact are not shown: unknown, not cold"
    heading(ax, found if n else "No contact is logged yet", note if n_unknown else "")
    if n:
        legend(ax)


def _worth_naming(rank: Floats, n_days: Floats, recent: Bools, dormant: Bools) -> list[int]:
    """Choose whom to name: the freshest, those once seen often, the reserves once seen often."""
    by_days = np.argsort(-n_days, kind="stable")
    cooling = [i for i in by_days.tolist() if not recent[i] and not dormant[i]][:7]
    reserves = [i for i in by_days.tolist() if dormant[i]][:5]
    freshest = np.argsort(-rank, kind="stable")[:6].tolist()
    return list(dict.fromkeys([*freshest, *cooling, *reserves]))
