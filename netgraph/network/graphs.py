"""The same network as networkx graphs, for the user: nothing inside netgraph walks over them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import numpy as np

from .arrays import NO_DAY
from .frames import days

if TYPE_CHECKING:
    import networkx as nx

    from .view import Network

_NODE = ("name", "company", "title", "location", "group")


def graph(net: Network) -> nx.Graph[str]:
    """Return `Network.graph`: known ties only, plain text and numbers as attributes."""
    import networkx as nx

    out: nx.Graph[str] = nx.Graph()
    _add_people(out, net)
    pairs = net.pairs
    known = ~pairs.is_inferred
    a, b = net.ids[pairs.i[known]].tolist(), net.ids[pairs.j[known]].tolist()
    weight = np.maximum(pairs.n_days[known], 1).tolist()
    was_on = gc.isenabled()
    gc.disable()  # a million small dicts: each collection would walk all of them
    try:
        adjacency: Any = out._adj  # filled directly: add_edges_from takes twice as long
        for u, v, w in zip(a, b, weight, strict=True):
            adjacency[u][v] = adjacency[v][u] = {"weight": w}
    finally:
        if was_on:
            gc.enable()
    return out


def introduction_graph(net: Network) -> nx.MultiDiGraph[str]:
    """Return `Network.introduction_graph`: only people who introduced or were introduced."""
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made = net.links
    when = days(made.day).astype("datetime64[D]")
    involved = np.unique(np.concatenate([made.by, made.who, made.to[made.to >= 0]]))
    _add_people(out, net, involved)
    for row, (by, who, to) in enumerate(zip(made.by, made.who, made.to, strict=True)):
        out.add_edge(
            str(net.ids[by]),
            str(net.ids[who]),
            to=str(net.ids[to]) if to >= 0 else "",
            date="" if made.day[row] == NO_DAY else str(when[row]),
            status=str(made.status[row]),
            context=str(made.context[row]),
        )
    return out


def _add_people(out: nx.Graph[str], net: Network, rows: Any = None) -> None:
    """Nodes with the text columns that every file format can hold."""
    rows = np.arange(net.n_people) if rows is None else rows
    columns = [net.labels[rows].tolist()]
    columns += [net.now.contacts[c].to_numpy(dtype=object)[rows].tolist() for c in _NODE[1:]]
    for person, *values in zip(net.ids[rows].tolist(), *columns, strict=True):
        out.add_node(person, **dict(zip(_NODE, values, strict=True)))
