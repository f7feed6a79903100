"""Does a chance come true as often as it says: the reliability diagram of a backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .figure import BLUE, GREY, Floats, axes, expect, heading

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def reliability(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Does `p_contact` come true as often as it says?

    Parameters
    ----------
    frame : DataFrame
        `ng.backtest(net).reliability`.
    ax : Axes, optional
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        A point for each tenth of the ties, with its 90 % interval; on the line the chance is true,
        below it the chance promises too much.

    Raises
    ------
    SchemaError
        The frame is not a backtest's.

    Examples
    --------
    >>> import netgraph as ng
    >>> net = ng.load("sample_data", ego="me", as_of="2026-11-01")
    >>> ng.plots.reliability(ng.backtest(net).reliability).get_xlabel()
    'p_contact, the chance that was said'
    """
    expect(frame, "backtest", "p_contact", "share", "low", "high", "n")
    ax = axes(ax, 5.6, 5.6)
    said, came = _column(frame, "p_contact"), _column(frame, "share")
    around = np.stack([came - _column(frame, "low"), _column(frame, "high") - came]).clip(0)
    ax.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    ax.errorbar(said, came, yerr=around, fmt="o", color=BLUE, markersize=6, linewidth=1.2)
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set_xlabel("p_contact, the chance that was said")
    ax.set_ylabel("share that came true")
    n = int(frame["n"].sum())
    off = float(np.average(np.abs(said - came), weights=frame["n"])) if n else float("nan")
    finding = f"Off by {off:.3f} on average" if n else "p_contact is uncalibrated: nothing to show"
    heading(ax, finding, f"{n:,} chances of past days, a tenth of them a point", above=8)
    return ax


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=np.float64)
