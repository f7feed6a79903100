"""The map for those who know pyvis: a filled `pyvis.network.Network`, truly offline.

People sit where the map seats them, each fact of a pair is an edge of its own, and the page that
pyvis then writes holds everything it needs: our template, pyvis's own bundled scripts, no link.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ...errors import NetgraphError
from ..map.draw import picture
from ..map.picture import INFERRED, NO_DAY, Picture
from ..map.roles import Role
from ..map.ways import RouteLike

if TYPE_CHECKING:
    import pandas as pd
    import pyvis.network

    from ...network import Network

MOST_PEOPLE: Final = 1_500
"""Above this a browser needs minutes for what pyvis draws."""

_SEAT: Final = 62.0  # pixels between two people
_TIE, _LINK, _PATH = "#8fa1af", "#6b3fa8", "#c2183c"
_OPTIONS: Final = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hideEdgesOnDrag": True, "hover": True, "keyboard": {"enabled": False}},
    "nodes": {"shape": "dot", "borderWidth": 1, "font": {"size": 13, "face": "system-ui"}},
    "edges": {"smooth": False, "width": 1},
}


def to_pyvis(
    net: Network,
    *,
    color: Role = "company",
    size: Role = "ties",
    highlight: Iterable[RouteLike | str] | RouteLike | str | None = None,
    layout: str | pd.DataFrame = "islands",
) -> pyvis.network.Network:
    """What does the network look like in pyvis?

    Parameters
    ----------
    net : Network
        At most 1,500 people; for more there is `draw`.
    color, size, highlight, layout
        As in `draw`.

    Returns
    -------
    pyvis.network.Network
        Filled, with positions; `.generate_html()` is one page without any link.

    Raises
    ------
    NetgraphError
        Above 1,500 people.

    Notes
    -----
    Nodes have numbers, not ids, in the order of `net.ids`. Every stated fact, the log and every
    introduction of a pair is an edge of its own.
    """
    if net.n_people > MOST_PEOPLE:
        raise NetgraphError(
            f"pyvis cannot show {net.n_people:,} people (at most {MOST_PEOPLE:,}); "
            'use ng.draw(net).save("network.html")'
        )
    shown = picture(net, color=color, size=size, highlight=highlight, layout=layout)
    return filled(shown)


def filled(shown: Picture) -> pyvis.network.Network:
    """Return a pyvis Network with everything a picture shows."""
    import pyvis.network

    made = pyvis.network.Network(
        height="100vh", width="100%", directed=True, cdn_resources="in_line", bgcolor="#e9eff3"
    )
    bundled = Path(pyvis.network.__file__).parent / "templates"
    made.set_template_dir([str(Path(__file__).parent), str(bundled)], "page.html")
    made.nodes = _nodes(shown)
    made.node_ids = [node["id"] for node in made.nodes]
    made.node_map = {node["id"]: node for node in made.nodes}
    made.edges = _edges(shown)
    made.options = dict(_OPTIONS)
    return made


def _nodes(shown: Picture) -> list[dict[str, Any]]:
    people, at = shown.people, shown.layout
    marked = {shown.ego, *shown.picked}
    nodes = []
    for p, name in enumerate(people.name):
        swatch = shown.colouring.swatches[shown.colouring.of[p]]
        company = shown.companies[people.company[p]] if people.company[p] >= 0 else ""
        wish = "does not want to be contacted" if people.do_not_contact[p] else ""
        border = "#17222c" if p in marked else swatch.light
        nodes.append(
            {
                "id": p,
                "label": name,
                "title": " · ".join(filter(None, (name, people.title[p], company, wish))),
                "x": round(float(at.x[p]) * _SEAT, 1),
                "y": round(float(at.y[p]) * _SEAT, 1),
                "size": round(7 + 11 * float(shown.sizing.of[p]), 1),
                "color": {"background": swatch.light, "border": border},
                "borderWidth": 3 if p in marked else 1,
            }
        )
    return nodes


def _edges(shown: Picture) -> list[dict[str, Any]]:
    """Every strand of every pair, the second and later ones bent aside."""
    ties, facts, links = shown.ties, shown.facts, shown.introductions
    strands: dict[tuple[int, int], list[dict[str, Any]]] = {}

    def add(a: int, b: int, **look: Any) -> None:
        strands.setdefault((min(a, b), max(a, b)), []).append({"from": a, "to": b, **look})

    stated = np.bincount(facts.tie, minlength=len(ties.i))
    for t, (a, b) in enumerate(zip(ties.i.tolist(), ties.j.tolist(), strict=True)):
        if ties.n_days[t] or not stated[t]:
            n = int(ties.n_days[t])
            assumed = bool(ties.origin[t] & INFERRED) and not n
            title = f"{n} contact {'day' if n == 1 else 'days'}" if n else "known to each other"
            add(a, b, title="assumed" if assumed else title, **_line(_TIE, assumed))
    for t, word, is_inferred in zip(
        facts.tie.tolist(), facts.relation, facts.is_inferred.tolist(), strict=True
    ):
        title = word or "known to each other"
        title = f"assumed: {title}" if is_inferred else title
        add(int(ties.i[t]), int(ties.j[t]), title=title, **_line(_TIE, is_inferred))
    for by, who, day in zip(links.by.tolist(), links.who.tolist(), links.day.tolist(), strict=True):
        when = f" on {np.datetime64(day, 'D')}" if day != NO_DAY else ""
        add(by, who, title=f"introduced{when}", arrows="to", width=2, color=_LINK)
    for way in shown.ways[:1]:
        for a, b in zip(way.people, way.people[1:], strict=False):
            add(a, b, title="the way", arrows="to", width=5, color=_PATH)
    return [edge for bundle in strands.values() for edge in _apart(bundle)]


def _line(color: str, is_assumed: bool) -> dict[str, Any]:
    return {"color": color, "arrows": "", "dashes": [2, 6] if is_assumed else False}


def _apart(bundle: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for k, edge in enumerate(bundle[1:]):
        kind = "curvedCW" if (k % 2 == 0) == (edge["from"] < edge["to"]) else "curvedCCW"
        edge["smooth"] = {"enabled": True, "type": kind, "roundness": 0.12 * (k // 2 + 1)}
    return bundle
