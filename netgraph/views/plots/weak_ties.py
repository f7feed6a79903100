"""Which weak ties lead elsewhere: contact and mutual contacts as two axes, the span marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ... import rules
from ...measures.wording import short
from .figure import (
    BLUE,
    GREY,
    ORANGE,
    QUIET,
    SAND,
    Floats,
    axes,
    expect,
    heading,
    legend,
    name_points,
    points,
    say,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Bools = NDArray[np.bool_]

LEAST: Final = 1e-4
"""Less contact than this is drawn here: one day leaves it after more than three years."""

WITHIN_A_CIRCLE: Final = 2.0


def weak_ties(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Which ties are weak, and which of them lead elsewhere?

    Parameters
    ----------
    frame : DataFrame
        What `ng.weak_ties` returned.
    ax : Axes, optional
        Where to draw; default: a new figure.

    Returns
    -------
    Axes
        Across: mutual contacts (square root). Up: contact days, each halved every 90 days (log).
        Diamonds span 3 hops or more once the tie is gone; the sand-coloured field holds the
        moderately weak: little contact, a moderate number of mutual contacts.

    Raises
    ------
    SchemaError
        The frame is not one of `ng.weak_ties`.

    References
    ----------
    Granovetter 1973, 10.1086/225469; Rajkumar et al. 2022, 10.1126/science.abl4476.
    """
    columns = ("name", "intensity", "embeddedness", "span_hops", "is_moderately_weak")
    expect(frame, "weak_ties", *columns)
    known = frame[frame["intensity"].notna() & frame["embeddedness"].notna()]
    mutual = known["embeddedness"].to_numpy(dtype=float)
    contact = np.maximum(known["intensity"].to_numpy(dtype=float), LEAST)
    span = known["span_hops"].to_numpy(dtype=float)
    moderate = known["is_moderately_weak"].to_numpy(dtype=bool)
    leads = span > WITHIN_A_CIRCLE
    ax = axes(ax, 9.0, 6.0)
    _scales(ax, mutual, contact)
    _field(ax, mutual[moderate], contact[moderate])
    points(ax, mutual, contact, ~leads & ~moderate, "the others", color=GREY)
    points(ax, mutual, contact, moderate & ~leads, "moderately weak", color=BLUE)
    away = "leads elsewhere: 3 and more hops without it"
    points(ax, mutual, contact, leads, away, color=ORANGE, marker="D")
    _headings(ax, len(frame) - len(known), leads, moderate)
    chosen = _worth_naming(contact, leads, moderate)
    names = [_named(known["name"].iloc[i], span[i]) for i in chosen]
    name_points(ax, mutual[chosen], contact[chosen], names, (mutual, contact))
    return ax


def _scales(ax: Axes, mutual: Floats, contact: Floats) -> None:
    """Set the axes: square roots keep 0 and spread the few, logarithms the much."""
    widest = mutual.max(initial=4.0)
    ax.set_xscale("function", functions=(_root, _square))
    ax.set_xlim(-0.02, (np.sqrt(widest) + 0.35) ** 2)
    counts = [n for n in (0, 1, 2, 4, 9, 16, 25, 50, 100, 200, 400) if n <= widest * 1.1]
    ax.set_xticks(counts, [f"{n:,}" for n in counts])
    ax.set_yscale("log")
    ax.set_ylim(LEAST / 1.7, max(contact.max(initial=1.0) * 2.2, 2.0))
    tens = [t for t in (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0) if t <= ax.get_ylim()[1]]
    ax.set_yticks(tens, [f"≤ {t:g}" if t == LEAST else f"{t:g}" for t in tens])
    ax.minorticks_off()
    ax.set_xlabel("mutual contacts")
    ax.set_ylabel(f"contact days, each halved every {rules.HALF_LIFE_DAYS} days")


def _root(values: Floats) -> Floats:
    roots: Floats = np.sign(values) * np.sqrt(np.abs(values))
    return roots


def _square(values: Floats) -> Floats:
    squares: Floats = np.sign(values) * np.square(values)
    return squares


def _field(ax: Axes, mutual: Floats, contact: Floats) -> None:
    """Colour the field of the moderately weak ties: as far as they reach."""
    if not len(mutual):
        return
    left, right = (np.sqrt(mutual.min()) - 0.09) ** 2, (np.sqrt(mutual.max()) + 0.09) ** 2
    top, bottom = contact.max() * 1.35, ax.get_ylim()[0]
    ax.fill_between([left, right], bottom, top, color=SAND, linewidth=0, zorder=0.5)
    italic = {"fontsize": 8, "color": QUIET, "style": "italic"}
    say(ax, left, top, "moderately weak", offset=(1, 2), va="bottom", **italic)


def _headings(ax: Axes, n_unknown: int, leads: Bools, moderate: Bools) -> None:
    n_weak, n_leads = int(moderate.sum()), int(leads.sum())
    weak = "1 moderately weak tie" if n_weak == 1 else f"{n_weak or 'No'} moderately weak ties"
    away = f"{n_leads:,} that lead to other circles" if n_leads else "none leads to another circle"
    found = f"{weak}; {away}"
    note = f"{n_unknown:,} ties not shown: no contact logged, or their other contacts unknown"
    heading(ax, found if len(leads) else "No tie shows its circle", note if n_unknown else "")
    if len(leads):
        legend(ax)


def _named(name: str, span: float) -> str:
    if span <= WITHIN_A_CIRCLE:
        return short(name)
    return f"{short(name)}, span {'∞' if np.isinf(span) else f'{span:g}'}"


def _worth_naming(contact: Floats, leads: Bools, moderate: Bools) -> list[int]:
    """Choose whom to name: who leads elsewhere, the moderately weak, the most contact."""
    order = np.argsort(-contact, kind="stable").tolist()
    away = [i for i in order if leads[i]][:8]
    weak = [i for i in order if moderate[i] and not leads[i]][:8]
    return list(dict.fromkeys([*away, *weak, *order[:4]]))
