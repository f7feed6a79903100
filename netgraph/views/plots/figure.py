"""What the figures share: axes, colours, headings, and names that do not cover one another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ...errors import SchemaError
from ...measures.wording import short
from ..letters import legible

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

Floats = NDArray[np.float64]

INK: Final = "#22303c"
QUIET: Final = "#66737f"
GREY: Final = "#9aa5b1"
FAINT: Final = "#dde2e6"
BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
SAND: Final = "#f7edd3"
"""Blue and orange of Okabe & Ito, apart for every eye; grey for what is not the point."""

LABEL_SIZE: Final = 8.5
MOST_LETTERS: Final = 60
_AROUND: Final = (
    (7, 0, "left", "center"),
    (-7, 0, "right", "center"),
    (0, 7, "center", "bottom"),
    (0, -7, "center", "top"),
    (5, 5, "left", "bottom"),
    (5, -5, "left", "top"),
    (-5, 5, "right", "bottom"),
    (-5, -5, "right", "top"),
)
"""Where a name may stand beside its point: offsets in points, and which end is at the point."""


def expect(frame: pd.DataFrame, measure: str, *columns: str) -> None:
    """Refuse a frame that is not this measure's."""
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise SchemaError(
            f"plots.{measure}: column {missing[0]!r} is missing; give it the frame that "
            f"ng.{measure}(net) returned"
        )


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the given axes, or those of a new figure; quiet lines, room for the heading."""
    if ax is None:
        import matplotlib.pyplot as plt

        figure, ax = plt.subplots(figsize=(width, height), facecolor="white")
        figure.subplots_adjust(
            left=0.95 / width, right=1 - 0.25 / width, bottom=0.65 / height, top=1 - 0.95 / height
        )
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(GREY)
    ax.tick_params(colors=QUIET, length=0, labelsize=9)
    ax.xaxis.label.set_color(QUIET)
    ax.yaxis.label.set_color(QUIET)
    ax.grid(color=FAINT, linewidth=0.7)
    ax.set_axisbelow(True)
    return ax


def heading(ax: Axes, finding: str, note: str = "", *, above: int = 26) -> None:
    """Put the finding on top, a quiet line under it, `above` points over the picture."""
    finding, families = legible(finding)
    ax.set_title(
        finding, loc="left", fontsize=12.5, fontweight="bold", color=INK, pad=above + 15,
        family=families, parse_math=False,
    )  # fmt: skip
    ax.annotate(
        note, (0, 1), (0, above), xycoords="axes fraction", textcoords="offset points", fontsize=9,
        color=QUIET, va="bottom",
    )  # fmt: skip


def legend(ax: Axes) -> None:
    """Explain the marks in a row between heading and picture."""
    ax.legend(
        loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=4, fontsize=9, labelcolor=INK,
        frameon=False, handletextpad=0.2, columnspacing=1.4, borderaxespad=0.1,
    )  # fmt: skip


def points(
    ax: Axes, x: Floats, y: Floats, rows: NDArray[np.bool_], words: str, **look: Any
) -> None:
    """Draw some of the points with their words for the legend; the more in all, the finer."""
    if not rows.any():
        return
    share = min(1.0, (300 / len(rows)) ** 0.5)
    ax.scatter(
        x[rows], y[rows], s=8 + 28 * share, alpha=0.35 + 0.5 * share, linewidth=1.3 * share,
        zorder=3, label=f"{words} ({rows.sum():,})", **look,
    )  # fmt: skip


def name_points(
    ax: Axes, x: Floats, y: Floats, names: Iterable[str], others: tuple[Floats, Floats]
) -> None:
    """Write each name beside its point where there is room; the first ones have first choice.

    `others` are all points of the picture: a name that would cover one says less than none.
    """
    taken: list[Bbox] = [text.get_window_extent() for text in ax.texts]
    dots = ax.transData.transform(np.column_stack(others))
    inside = ax.get_window_extent()
    for px, py, name in zip(x, y, names, strict=True):
        for dx, dy, across, up in _AROUND:
            text = say(ax, px, py, name, offset=(dx, dy), ha=across, va=up)
            box = text.get_window_extent()
            if _holds(inside, box) and not _covers(box, dots) and not box.count_overlaps(taken):
                taken.append(box)
                break
            text.remove()


def _holds(outer: Bbox, box: Bbox) -> bool:
    across = outer.x0 <= box.x0 and box.x1 <= outer.x1
    return bool(across and outer.y0 <= box.y0 and box.y1 <= outer.y1)


def _covers(box: Bbox, dots: Floats) -> bool:
    """Whether one of the dots is under the box."""
    within = (dots >= [box.x0, box.y0]) & (dots <= [box.x1, box.y1])
    return bool(within.all(axis=1).any())


def say(
    ax: Axes, x: float, y: float, words: str, *, offset: tuple[float, float], **style: Any
) -> Any:
    """Write words at an offset in points, in a font that has their letters, literally."""
    from matplotlib.patheffects import withStroke

    words, families = legible(short(words, MOST_LETTERS))
    look = {"fontsize": LABEL_SIZE, "color": INK, "zorder": 5, **style}
    return ax.annotate(
        words,
        (x, y),
        offset,
        textcoords="offset points",
        family=families,
        parse_math=False,
        path_effects=[withStroke(linewidth=1.6, foreground="white")],
        **look,
    )
