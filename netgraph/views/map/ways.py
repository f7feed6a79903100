"""Which ways can the map show? Those asked for, and the best one into every company.

The chances and the reasons are advice's; here they only become numbers of people on the map.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from ...advice import routes as advised
from ...schema import clean_text
from .picture import Way

if TYPE_CHECKING:
    from ...network import Network

MOST_COMPANIES: Final = 400

_NUMBER = re.compile(r"^\+?[\d\s().-]{6,}$")
_ADDRESS = re.compile(r"([^\s@<>\"]+)@[^\s@<>\"]+\.[^\s@<>\"]+")


class RouteLike(Protocol):
    """What a highlighted route has; advice's `Route` also has `company` and `disjoint`."""

    @property
    def people(self) -> Sequence[str]:
        """Ids in order, ego first."""

    @property
    def p(self) -> float:
        """Chance that every step works."""

    @property
    def why(self) -> str:
        """One sentence."""


def shown_name(label: str) -> str:
    """Return a display name without an address or a number in it.

    >>> shown_name("ana.ruiz@example.org"), shown_name("+44 20 7946 0018"), shown_name("Ana Ruiz")
    ('ana.ruiz', 'somebody', 'Ana Ruiz')
    """
    name = clean_text(_ADDRESS.sub(r"\1", label))
    return "somebody" if not name or _NUMBER.match(name) else name


def highlighted(net: Network, highlight: Any) -> tuple[list[RouteLike], list[int]]:
    """Return the routes among what is to be highlighted, and the numbers of the people."""
    if highlight is None:
        return [], []
    if isinstance(highlight, str) or hasattr(highlight, "people"):
        highlight = [highlight]
    items = list(highlight)
    routes = [item for item in items if hasattr(item, "people")]
    return routes, [net.index_of(str(item)) for item in items if not hasattr(item, "people")]


def ways(net: Network, routes: Sequence[RouteLike]) -> list[Way]:
    """Return the ways asked for, in their order, then the best into each company, by its name."""
    asked = [_way(net, route, _label(net, route)) for route in routes if len(route.people) > 1]
    if net.ego_index < 0:
        return asked
    told = {int(net.company[way.people[-1]]) for way in asked}
    found = []
    for row in range(min(MOST_COMPANIES, len(net.companies))):
        if row in told or not net.companies["n_people"].iloc[row]:
            continue
        name = str(net.companies["name"].iloc[row])
        best = advised(net, company=name, n=1)
        if best and best[0].people[-1] != net.ego:
            found.append(_way(net, best[0], clean_text(name)))
    return asked + sorted(found, key=lambda way: way.label.casefold())


def _label(net: Network, route: RouteLike) -> str:
    target = net.index_of(route.people[-1])
    name = shown_name(net.label(target))
    if net.company[target] < 0:
        return name
    return f"{clean_text(str(net.companies['name'].iloc[net.company[target]]))} · {name}"


def _way(net: Network, route: RouteLike, label: str) -> Way:
    """Return a route as the map shows it, with the alternative that shares nobody with it."""
    between = set(route.people[1:])
    others = [r for r in getattr(route, "disjoint", ()) if not between & set(r.people[1:])]
    return Way(
        label,
        tuple(int(at) for at in np.searchsorted(net.ids, [str(p) for p in route.people])),
        float(route.p),
        shown_name(route.why),
        _way(net, others[0], label) if others else None,
    )
