"""netgraph: who to ask for an introduction, by which path, and why.

The door: every public name and the room it lives in. A room is opened when one of its names is
first used, so that `import netgraph` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .advice.nearest_miss import nearest_miss
    from .advice.plan import plan
    from .advice.reach import reach
    from .advice.reconnect import reconnect
    from .advice.route import Route
    from .advice.routes import routes
    from .advice.whom_to_ask import whom_to_ask
    from .book import Book, open_book
    from .errors import (
        BookError,
        MissingExtraError,
        NetgraphError,
        OutputError,
        SchemaError,
        SourceError,
        UnknownCompanyError,
        UnknownPersonError,
    )
    from .interviews.draft import draft
    from .interviews.due import due
    from .interviews.prepare import prepare
    from .measures.brokerage import brokerage
    from .measures.favours import favours
    from .measures.freshness import freshness
    from .measures.introducers import introducers
    from .measures.outlook import outlook
    from .measures.strength import strength
    from .measures.weak_ties import weak_ties
    from .network import Network, load
    from .sources import read
    from .truth.backtest import backtest
    from .truth.explain import explain
    from .views import plots
    from .views.export import export
    from .views.map.draw import draw
    from .views.map.page import Page
    from .views.pyvis_export import to_pyvis

__all__ = [
    "Book",
    "BookError",
    "MissingExtraError",
    "NetgraphError",
    "Network",
    "OutputError",
    "Page",
    "Route",
    "SchemaError",
    "SourceError",
    "UnknownCompanyError",
    "UnknownPersonError",
    "backtest",
    "brokerage",
    "draft",
    "draw",
    "due",
    "explain",
    "export",
    "favours",
    "freshness",
    "introducers",
    "load",
    "nearest_miss",
    "open_book",
    "outlook",
    "plan",
    "plots",
    "prepare",
    "reach",
    "read",
    "reconnect",
    "routes",
    "strength",
    "to_pyvis",
    "weak_ties",
    "whom_to_ask",
]

__version__ = "0.1.0"

_ROOMS = {
    "Book": "book",
    "BookError": "errors",
    "MissingExtraError": "errors",
    "NetgraphError": "errors",
    "Network": "network",
    "OutputError": "errors",
    "Page": "views.map.page",
    "Route": "advice.route",
    "SchemaError": "errors",
    "SourceError": "errors",
    "UnknownCompanyError": "errors",
    "UnknownPersonError": "errors",
    "backtest": "truth.backtest",
    "brokerage": "measures.brokerage",
    "draft": "interviews.draft",
    "draw": "views.map.draw",
    "due": "interviews.due",
    "explain": "truth.explain",
    "export": "views.export",
    "favours": "measures.favours",
    "freshness": "measures.freshness",
    "introducers": "measures.introducers",
    "load": "network",
    "nearest_miss": "advice.nearest_miss",
    "open_book": "book",
    "outlook": "measures.outlook",
    "plan": "advice.plan",
    "plots": "views",
    "prepare": "interviews.prepare",
    "reach": "advice.reach",
    "read": "sources",
    "reconnect": "advice.reconnect",
    "routes": "advice.routes",
    "strength": "measures.strength",
    "to_pyvis": "views.pyvis_export",
    "weak_ties": "measures.weak_ties",
    "whom_to_ask": "advice.whom_to_ask",
}

if not TYPE_CHECKING:  # a type checker takes the names above, and no others

    def __getattr__(name: str) -> object:
        if name not in _ROOMS:
            raise AttributeError(f"module 'netgraph' has no attribute {name!r}")
        from importlib import import_module

        room = import_module(f".{_ROOMS[name]}", __name__)
        value = getattr(room, name, None) or import_module(f".{name}", room.__name__)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return __all__
