"""`netgraph demo`: what netgraph sees in a network, told from freshness to the map."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import netgraph as ng

from ..views import text
from .answering import Asked, counted, waiting, width
from .asking import say
from .telling import alternative, in_full

if TYPE_CHECKING:
    import pandas as pd

ROWS = 5
WIDTH = 110


def tell(asked: Asked, output: Path, company: str | None) -> None:
    """Print the story of a network and write its map."""
    net = asked.load()
    say(f"{text.safe(repr(net))}\n")
    for number, (title, chapter) in enumerate(_chapters(asked, net, output, company), start=1):
        head = f"{number}. {text.safe(title)}"
        say(f"\n{head}\n{'─' * len(head)}\n{chapter}")


def _chapters(
    asked: Asked, net: ng.Network, output: Path, company: str | None
) -> Iterator[tuple[str, str]]:
    if net.ego is None:
        raise ng.UnknownPersonError("whose network is this? --ego says who you are")
    yield "How alive are your ties?", _freshness(net)
    yield "Which weak ties lead into other circles?", _weak_ties(net)
    yield "Who opened doors?", _introducers(net)
    company, found = _routes(net, company)
    if company is not None:
        yield f"By which path into {company}?", _paths(net, company, found)
    asked_for = next((route for route in found if route.n_hops > 1), None)
    if asked_for is not None:
        yield _whom(net, asked_for)
    yield "The map", _map(asked, net, output, found, company)


def _map(
    asked: Asked, net: ng.Network, output: Path, found: list[ng.Route], company: str | None
) -> str:
    with waiting("drawing"):
        output.parent.mkdir(parents=True, exist_ok=True)
        ng.draw(net, color="freshness", size="effective_size", highlight=found).save(output)
    size = output.stat().st_size / 1000
    more = ["routes", "--company", company] if company else ["reach"]
    return (
        f"{text.safe(output)} ({size:,.0f} kB): one file; open it in a browser. Nothing leaves "
        f"this machine.\n\nNext: {asked.words(*more)}\n"
    )


def _freshness(net: ng.Network) -> str:
    fresh = ng.freshness(net)
    columns = ("name", "freshness", "days_silent", "n_contact_days", "usual_gap_days", "due_on")
    due = fresh[(fresh["due_on"] <= str(net.as_of)) & ~fresh["is_dormant"] & ~fresh["is_exempt"]]
    first = text.listed(due["name"].head(3))
    return (
        f"{_table(fresh, columns)}\n"
        f"{counted(len(due), 'tie')} could do with a word: {text.safe(first)} ...\n"
        f"{counted(int(fresh['is_dormant'].sum()), 'tie')} lie dormant: reserves, not losses.\n"
        f"With {counted(int(fresh['freshness'].isna().sum()), 'person', 'people')} no contact is "
        "logged: not cold, unknown.\n"
    )


def _weak_ties(net: ng.Network) -> str:
    weak = ng.weak_ties(net)
    columns = ("name", "intensity_band", "mutual_band", "known_overlap", "span_hops", "freshness")
    bridges = int(weak["is_local_bridge"].sum())
    return (
        f"{_table(weak, columns)}\n"
        "Moderately weak ties carry most news: some mutual contacts, little contact.\n"
        f"{counted(bridges, 'tie')} have no mutual contact at all: local bridges.\n"
    )


def _introducers(net: ng.Network) -> str:
    opened = ng.introducers(net)
    opened = opened[opened.index != net.ego]
    if not len(opened):
        return "No introduction is recorded.\n"
    figures = ("n_introduced", "n_announced", "met_share", "n_downstream", "is_single_point")
    return _table(opened, ("name", *figures, "last_on"))


def _routes(net: ng.Network, company: str | None) -> tuple[str | None, list[ng.Route]]:
    """Return the company asked for, else the first target that is one, with the routes into it."""
    if company is None:
        wanted = net.targets.sort_values("priority", kind="stable")["company"]
        company = next((str(name) for name in wanted if name), None)
    if company is None:
        return None, []
    return company, ng.routes(net, company=company)


def _paths(net: ng.Network, company: str, found: list[ng.Route]) -> str:
    if not found:
        miss = ng.nearest_miss(net, company=company)
        return text.safe(f"There is none. Nearest miss: {miss.why if miss else ''}") + "\n"
    best, apart = found[0], alternative(found[0])
    if apart is None:
        return in_full(best, _width())
    told = in_full(apart, _width())
    return f"{in_full(best, _width())}\nIf that fails, sharing nobody with it: {told}"


def _whom(net: ng.Network, route: ng.Route) -> tuple[str, str]:
    """Return whom to ask for the person whom the route's first helper knows."""
    who, name = route.people[2], route.names[2]
    helpers = ng.whom_to_ask(net, who)
    columns = ("name", "p", "p_agree", "n_asks", "days_silent", "may_use_name", "why")
    return f"Whom to ask for {name}?", _table(helpers, columns)


def _table(rows: pd.DataFrame, columns: tuple[str, ...]) -> str:
    return text.to_table(rows.head(ROWS), columns, _width(), sys.stdout.isatty())


def _width() -> int:
    return width() or WIDTH
