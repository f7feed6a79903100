"""Who opened doors: the introductions in time, as families that grew from their introducers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ...measures.introducers import introducers
from ...measures.wording import short
from .figure import BLUE, FAINT, GREY, INK, axes, heading, say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ...network import Network

MADE: Final = frozenset({"introduced", "met", ""})
_FIRST_DAY: Final = -(2**31)


class Link(NamedTuple):
    """`by` introduced `who` on that day; `to_other`: to somebody else than ego."""

    day: int
    by: int
    who: int
    to_other: bool


@dataclass
class Families:
    """Everybody in the introductions: the earliest introducer is the parent, others are `more`."""

    parent: dict[int, Link] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    more: list[Link] = field(default_factory=list)
    n_undated: int = 0

    def roots(self) -> list[int]:
        """Those who introduced and were introduced by nobody."""
        return [p for p in self.children if p not in self.parent]

    def members(self, person: int) -> list[int]:
        """The person and all generations after, each parent above the children."""
        found, waiting = [], [person]
        while waiting:
            found.append(waiting.pop())
            waiting += reversed(self.children.get(found[-1], []))
        return found

    def also(self, person: int) -> list[int]:
        """The further introducers of a person."""
        return list(dict.fromkeys(link.by for link in self.more if link.who == person))

    def descends(self, person: int, from_: int) -> bool:
        """Whether one stands under the other."""
        while person != from_ and person in self.parent:
            person = self.parent[person].by
        return person == from_


def introductions(net: Network, ax: Axes | None = None, *, most_people: int = 60) -> Axes:
    """Who opened doors, when, and what grew out of it?

    Parameters
    ----------
    net : Network
        Drawn are introductions that were made (introduced or met), by others than ego.
    ax : Axes, optional
        Where to draw; default: a new figure as high as the people need.
    most_people : int
        The largest families come first, until so many people are shown.

    Returns
    -------
    Axes
        Across: the day of the introduction. Each person has a row under the earliest introducer;
        further ones are named. The family of who opened most doors is blue. Hollow: introduced to
        somebody else than ego.
    """
    families = grow(net)
    made = introducers(net)
    rows, n_hidden = _rows(families, most_people)
    ax = axes(ax, 10.0, 1.5 + 0.2 * max(len(rows), 6))
    ax.set_yticks([])
    if not rows:
        heading(ax, "No introductions with a day are known")
        return ax
    by_person = {net.index_of(str(person)): n for person, n in made["n_downstream"].items()}
    best = _best(net, made)
    blue = set(families.members(_root_of(families, best))) if best in rows else set()
    at = {p: _day(families, p) for p in rows}
    first, last = min(at.values()), max(at.values())
    ax.set_xlim(first - 0.03 * (last - first + 30), last + 0.2 * (last - first + 30))
    ax.set_ylim(max(rows.values()) + 0.9, -0.9)
    for person in rows:
        _draw(ax, families, person, rows, at, BLUE if person in blue else GREY)
        after = by_person.get(person, 0)
        words = short(net.label(person)) + (f" ({after})" if after > 1 else "")
        words += "".join(f" · also by {short(net.label(by))}" for by in families.also(person))
        weight = "bold" if person not in families.parent else "normal"
        say(ax, at[person], rows[person], words, offset=(7, 0), va="center", weight=weight)
    _years(ax, first, last)
    _headings(ax, short(net.label(best)), made.loc[net.ids[best]], families.n_undated, n_hidden)
    return ax


def grow(net: Network) -> Families:
    """Return the families of the introductions made by others than ego."""
    links, found = [], Families()
    arrays = net.links
    columns = (arrays.by, arrays.who, arrays.to, arrays.day, arrays.status)
    for by, who, to, day, status in zip(*(c.tolist() for c in columns), strict=True):
        if who == net.ego_index:
            who, to = to, who
        if by == net.ego_index or status not in MADE or who < 0:
            continue
        if day == _FIRST_DAY:
            found.n_undated += 1
            continue
        links.append(Link(day, by, who, net.ego_index >= 0 and to not in (net.ego_index, -1)))
    for link in sorted(links):
        if link.who in found.parent or found.descends(link.by, link.who):
            found.more.append(link)
        else:
            found.parent[link.who] = link
            found.children[link.by].append(link.who)
    return found


def _rows(families: Families, most: int) -> tuple[dict[int, int], int]:
    """Give each person of the largest families a row; return how many people have none."""
    trees = [families.members(root) for root in families.roots()]
    trees.sort(key=lambda tree: (-len(tree), tree[0]))
    rows: dict[int, int] = {}
    hidden, at = 0, 0
    for tree in trees:
        if rows and len(rows) + len(tree) > most:
            hidden += len(tree)
            continue
        rows |= {person: at + n for n, person in enumerate(tree)}
        at += len(tree) + 1  # a free row between families
    return rows, hidden


def _day(families: Families, person: int) -> float:
    """When a person enters the picture: when introduced, or a little before introducing."""
    if person in families.parent:
        return float(families.parent[person].day)
    return min(families.parent[c].day for c in families.children[person]) - 45.0


def _best(net: Network, made: pd.DataFrame) -> int:
    """Who opened most doors, ego left out."""
    others = [str(p) for p in made.index if str(p) != net.ego]
    return net.index_of(others[0])


def _root_of(families: Families, person: int) -> int:
    while person in families.parent:
        person = families.parent[person].by
    return person


def _draw(
    ax: Axes,
    families: Families,
    person: int,
    rows: dict[int, int],
    at: dict[int, float],
    colour: str,
) -> None:
    """Draw a person's dot, and the line from the introducer: down, then along the person's row."""
    link = families.parent.get(person)
    hollow = link is not None and link.to_other
    if link is not None:
        start = at[link.by]
        ax.plot(
            [start, start, at[person]],
            [rows[link.by], rows[person], rows[person]],
            color=colour,
            linewidth=1.4,
            solid_joinstyle="round",
            zorder=2,
        )
    ax.scatter(
        [at[person]],
        [rows[person]],
        s=26 if link else 44,
        marker="o" if link else "s",
        facecolor="white" if hollow else colour,
        edgecolor=colour,
        linewidth=1.4,
        zorder=4,
    )


def _years(ax: Axes, first: float, last: float) -> None:
    """Mark the years: the days are counted from 1970-01-01."""
    years = np.arange(
        np.datetime64(int(first), "D").astype("datetime64[Y]"),
        np.datetime64(int(last), "D").astype("datetime64[Y]") + 2,
    )
    days = years.astype("datetime64[D]").astype(int)
    shown = [
        (d, y) for d, y in zip(days.tolist(), years.tolist(), strict=True) if d >= ax.get_xlim()[0]
    ]
    step = max(1, len(shown) // 12)
    ax.set_xticks([d for d, _ in shown[::step]], [str(y.year) for _, y in shown[::step]])
    ax.grid(visible=False, axis="y")
    ax.grid(color=FAINT, axis="x", linewidth=0.8)
    ax.tick_params(axis="x", colors=INK)


def _headings(ax: Axes, name: str, row: pd.Series, n_undated: int, n_hidden: int) -> None:
    n, after = int(row["n_introduced"]), int(row["n_downstream"])
    found = f"{name} opened most doors: {n:,} introductions, {after:,} people over all generations"
    notes = ["in brackets: people of all generations after · hollow: introduced to somebody else"]
    notes += [f"{n_hidden:,} people in smaller families are not shown"] if n_hidden else []
    notes += [f"{n_undated:,} without a day are not shown"] if n_undated else []
    heading(ax, found, " · ".join(notes), above=8)
