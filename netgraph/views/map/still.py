"""The map as a matplotlib figure: the same seats, colours and islands, on paper.

For where scripts are stripped or a picture is wanted: notebooks keep one beside the page.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ...measures.wording import short
from ..letters import legible
from .data import island_names
from .picture import INFERRED, LOGGED, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SEA, _LAND, _INK, _QUIET = "#e9eff3", "#fbfcfd", "#17222c", "#566573"
_TIE, _LINK, _PATH = "#4d6272", "#6b3fa8", "#c2183c"
_MOST_TIES: Final = 12_000
_MOST_NAMES: Final = 40
_WIDTH = 10.0
_LETTERS = 28
_TITLE = 80


def still(shown: Picture, ax: Axes | None = None) -> Axes:
    """Draw a picture on `ax`, or on a new figure, and return the Axes."""
    if ax is None:
        import matplotlib.pyplot as plt

        at = shown.layout
        wide, high = np.ptp(at.x) + 6 if len(at.x) else 6, np.ptp(at.y) + 6 if len(at.y) else 6
        height = float(np.clip(_WIDTH * high / wide, 3.5, 10.0))
        _, ax = plt.subplots(figsize=(_WIDTH, height), facecolor="white", layout="constrained")
    ax.set_facecolor(_SEA)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    seat = _seat_in_points(ax, shown)
    _ties(ax, shown)
    if shown.arrangement == "islands":
        _lands(ax, shown)
    _introductions(ax, shown)
    _people(ax, shown, seat)
    _way(ax, shown)
    _names(ax, shown)
    _heading(ax, shown)
    return ax


def png(shown: Picture) -> bytes:
    """Return the figure as a PNG, without touching the figures of whoever calls."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.image import imsave

    figure = Figure(figsize=(_WIDTH, 7.2), facecolor="white", layout="constrained", dpi=64)
    canvas: Any = FigureCanvasAgg(figure)
    still(shown, figure.add_subplot())
    canvas.draw()
    # Sixteen shades a colour: a third of the bytes, and nobody sees it.
    shades = np.asarray(canvas.buffer_rgba())[..., :3] >> 4
    made = io.BytesIO()
    imsave(
        made,
        shades * np.uint8(17),
        format="png",
        metadata={"Software": None},  # type: ignore[dict-item]  # None leaves the entry out
        pil_kwargs={"optimize": True},
    )
    return made.getvalue()


def _seat_in_points(ax: Axes, shown: Picture) -> float:
    """Set the limits; return how many points a seat is."""
    at = shown.layout
    reach = at.radius + 2.0
    low_x = min(float((at.centre_x - reach).min(initial=-2)), float(at.x.min(initial=0)) - 2)
    high_x = max(float((at.centre_x + reach).max(initial=2)), float(at.x.max(initial=0)) + 2)
    low_y = min(float((at.centre_y - reach).min(initial=-2)), float(at.y.min(initial=0)) - 2)
    high_y = max(float((at.centre_y + reach).max(initial=2)), float(at.y.max(initial=0)) + 2)
    ax.set_xlim(low_x, high_x)
    ax.set_ylim(high_y, low_y)  # as on a screen, down is more
    box = ax.get_window_extent()
    pixels = min(box.width / (high_x - low_x), box.height / (high_y - low_y))
    figure: Any = ax.figure
    return float(pixels * 72 / figure.dpi)


def _lines(shown: Picture, a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.float64]:
    at = shown.layout
    ends = np.stack([at.x[a], at.y[a], at.x[b], at.y[b]], axis=1)
    return ends.reshape(-1, 2, 2)


def _ties(ax: Axes, shown: Picture) -> None:
    """Draw the freshest ties, thin enough not to veil the islands; assumed ones dotted."""
    from matplotlib.collections import LineCollection

    ties = shown.ties
    rows = np.lexsort((np.arange(len(ties.i)), -ties.last_day))[:_MOST_TIES]
    assumed = (ties.origin[rows] & (INFERRED | LOGGED)) == INFERRED
    alpha = float(np.clip(60 / np.sqrt(len(rows) + 1) / 10, 0.05, 0.35))
    for chosen, style in ((rows[~assumed], "solid"), (rows[assumed], (0, (1, 3)))):
        lines: Any = _lines(shown, ties.i[chosen], ties.j[chosen])
        ax.add_collection(
            LineCollection(lines, colors=_TIE, alpha=alpha, linewidths=0.6, linestyles=[style]),
            autolim=False,
        )


def _lands(ax: Axes, shown: Picture) -> None:
    from matplotlib.collections import EllipseCollection

    at = shown.layout
    wide = 2 * (at.radius + 0.75)
    ax.add_collection(
        EllipseCollection(
            wide, wide, np.zeros(len(wide)), units="xy", facecolors=_LAND, edgecolors="#c3ced6",
            linewidths=0.6, offsets=np.stack([at.centre_x, at.centre_y], axis=1),
            offset_transform=ax.transData, zorder=2,
        ),
        autolim=False,
    )  # fmt: skip


def _introductions(ax: Axes, shown: Picture) -> None:
    from matplotlib.patches import FancyArrowPatch

    links, at = shown.introductions, shown.layout
    alpha = float(np.clip(60 / (len(links.by) + 1), 0.12, 0.75))
    for a, b in zip(links.by.tolist(), links.who.tolist(), strict=True):
        ax.add_patch(
            FancyArrowPatch(
                (at.x[a], at.y[a]), (at.x[b], at.y[b]), connectionstyle="arc3,rad=0.18",
                arrowstyle="-|>", mutation_scale=7, color=_LINK, alpha=alpha, linewidth=1.0,
                shrinkA=2, shrinkB=3, zorder=3,
            )
        )  # fmt: skip


def _people(ax: Axes, shown: Picture, seat: float) -> None:
    at, colouring = shown.layout, shown.colouring
    radius = np.clip((0.2 + 0.28 * shown.sizing.of) * seat, 0.5, 7.0)
    inks = np.array([s.light for s in colouring.swatches] or [_QUIET])
    size = (2 * radius) ** 2
    ax.scatter(at.x, at.y, s=size, c=inks[colouring.of], edgecolors=_LAND, linewidths=0.3, zorder=4)
    marked = [p for p in (shown.ego, *shown.picked) if p >= 0]
    ax.scatter(
        at.x[marked], at.y[marked], s=size[marked] + 40, facecolors="none", edgecolors=_INK,
        linewidths=1.2, zorder=5,
    )  # fmt: skip


def _way(ax: Axes, shown: Picture) -> None:
    if shown.shown < 0:
        return
    at, way = shown.layout, shown.ways[shown.shown]
    for one, style in ((way.other, (0, (1, 2))), (way, "solid")):
        if one:
            people = list(one.people)
            look: dict[str, Any] = {"linestyle": style, "marker": "o", "markersize": 6}
            ax.plot(at.x[people], at.y[people], color=_PATH, linewidth=2.4, zorder=6, **look)


def _names(ax: Axes, shown: Picture) -> None:
    """Write whoever is on the way or marked, then the largest islands, where there is room."""
    at, names = shown.layout, island_names(shown)
    ways = [shown.ways[shown.shown]] if shown.shown >= 0 else []
    first = [p for way in ways for p in (*way.people, *(way.other.people if way.other else ()))]
    first += [p for p in (shown.ego, *shown.picked) if p >= 0]
    size = np.bincount(at.island, minlength=len(names))
    wanted = [(at.x[p], at.y[p] + 0.9, shown.people.name[p], 8.5) for p in dict.fromkeys(first)]
    for k in np.lexsort((np.arange(len(names)), -size))[: 3 * _MOST_NAMES]:
        if names[k]:
            above = at.centre_y[k] - at.radius[k] - 1.2
            wanted.append((at.centre_x[k], above, names[k], 7.5 + min(4.0, at.radius[k] / 3)))
    taken: list[Any] = []
    for x, y, name, points in wanted:
        if len(taken) >= _MOST_NAMES + len(first):
            break
        words, families = legible(short(name, _LETTERS))
        text = ax.text(
            x, y, words, ha="center", va="center", fontsize=points, fontweight="bold", color=_INK,
            family=families, parse_math=False, zorder=8, clip_on=True,
        )  # fmt: skip
        box, edge = text.get_window_extent(), ax.get_window_extent()
        beyond = max(box.x1 - edge.x1, 0.0) - max(edge.x0 - box.x0, 0.0)
        if beyond:  # a name at the rim moves in
            text.set_x(x - beyond / edge.width * abs(ax.get_xlim()[1] - ax.get_xlim()[0]))
            box = text.get_window_extent()
        if box.count_overlaps(taken):
            text.remove()
        else:
            taken.append(box)


def _heading(ax: Axes, shown: Picture) -> None:
    words, families = legible(short(shown.title, _TITLE))
    ax.set_title(
        words, loc="left", fontsize=13, fontweight="bold", color=_INK, family=families,
        parse_math=False,
    )  # fmt: skip
    entries: list[tuple[str, str, int]] = []
    for s in shown.colouring.swatches:  # one without words is another shade of the one before
        label, ink, count = (s.label, s.light, 0) if s.label or not entries else entries.pop()
        entries.append((label, ink, count + s.count))
    handles = [
        ax.scatter([], [], s=42, c=ink, label=f"{legible(short(label, _LETTERS))[0]} ({count:,})")
        for label, ink, count in entries
    ]
    if handles:
        families = legible("".join(label for label, _, _ in entries))[1]
        ax.legend(
            handles=handles, title=shown.colouring.title, loc="upper left", fontsize=8,
            bbox_to_anchor=(1.0, 1.0), frameon=False, alignment="left", handletextpad=0.3,
            prop={"family": families, "size": 8}, labelcolor=_INK,
        )  # fmt: skip
