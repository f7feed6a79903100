"""The slow, obvious versions: sets, brute force, textbook loops. Nothing here is fast or clever.

A graph is a number of people and a list of pairs; a directed cost is a dict by (tail, head).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable

import networkx as nx
import numpy as np

Pairs = list[tuple[int, int]]
Costs = dict[tuple[int, int], int]
Route = tuple[int, int, tuple[int, ...]]
"""(cost, hops, people): the order in which routes are better."""


def graph_of(n: int, pairs: Pairs, weights: Iterable[float] | None = None) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(pairs)
    if weights is not None:
        nx.set_edge_attributes(graph, dict(zip(pairs, weights, strict=True)), "weight")
    return graph


def circles(n: int, pairs: Pairs) -> list[set[int]]:
    known: list[set[int]] = [set() for _ in range(n)]
    for a, b in pairs:
        known[a].add(b)
        known[b].add(a)
    return known


def mutual_counts(n: int, pairs: Pairs) -> list[int]:
    known = circles(n, pairs)
    return [len(known[a] & known[b]) for a, b in pairs]


def overlap(n: int, pairs: Pairs) -> list[float]:
    known = circles(n, pairs)
    shares = []
    for a, b in pairs:
        either = (known[a] | known[b]) - {a, b}
        shares.append(len(known[a] & known[b]) / len(either) if either else math.nan)
    return shares


def spans(n: int, pairs: Pairs) -> list[float]:
    graph = graph_of(n, pairs)
    hops = []
    for a, b in pairs:
        graph.remove_edge(a, b)
        hops.append(
            float(nx.shortest_path_length(graph, a, b)) if nx.has_path(graph, a, b) else math.inf
        )
        graph.add_edge(a, b)
    return hops


def burt(graph: nx.Graph, ego: int) -> tuple[float, float, float, float]:
    """Constraint, effective size, efficiency, hierarchy of one person, straight from the book."""

    def z(i: int, j: int) -> float:
        return 2 * graph[i][j].get("weight", 1.0) if graph.has_edge(i, j) else 0.0

    def p(i: int, j: int) -> float:
        return z(i, j) / sum(z(i, k) for k in graph[i])

    def m(j: int, q: int) -> float:
        return z(j, q) / max(z(j, k) for k in graph[j])

    contacts = list(graph[ego])
    if not contacts:
        return math.nan, math.nan, math.nan, math.nan
    c = {
        j: (p(ego, j) + sum(p(ego, q) * p(q, j) for q in contacts if q != j)) ** 2 for j in contacts
    }
    size = sum(1 - sum(p(ego, q) * m(j, q) for q in contacts if q != j) for j in contacts)
    n, total = len(contacts), sum(c.values())
    rest = [c[j] / (total / n) for j in contacts]
    hierarchy = sum(r * math.log(r) for r in rest) / (n * math.log(n)) if n > 1 else 1.0
    return total, size, size / n, hierarchy


def dispersion(n: int, pairs: Pairs, ego: int, contact: int) -> int:
    """Pairs of mutual contacts that ego's circle connects through `contact` alone."""
    known = circles(n, pairs)
    count = 0
    for s, t in itertools.combinations(sorted(known[ego] & known[contact]), 2):
        others = (known[s] & known[t] & known[ego]) - {ego, contact}
        count += t not in known[s] and not others
    return count


def intensity(days: list[tuple[int, float]], as_of: int, half_life: float) -> float:
    return sum(min(1.0, w) * 2 ** (-(as_of - day) / half_life) for day, w in days if day <= as_of)


def two_step_reach(n: int, pairs: Pairs, chance: list[float], source: int) -> list[float]:
    p = dict(zip(pairs, chance, strict=True))
    p |= {(b, a): w for (a, b), w in p.items()}
    known = circles(n, pairs)
    reach = []
    for person in range(n):
        between = known[source] & known[person]
        if person == source or person in known[source] or not between:
            reach.append(math.nan)
        else:
            reach.append(1 - math.prod(1 - p[source, v] * p[v, person] for v in between))
    return reach


def all_routes(
    n: int,
    cost_pass: Costs,
    cost_last: Costs,
    source: int,
    targets: Iterable[int],
    max_hops: int,
    blocked: int,
) -> list[Route]:
    """Every loopless route to any of the targets, best first."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(cost_pass)
    routes = []
    for target in sorted(set(targets) - {source}):
        for nodes in nx.all_simple_paths(graph, source, target, cutoff=max_hops):
            hops = list(itertools.pairwise(nodes))
            costs = [cost_pass[hop] for hop in hops[:-1]] + [cost_last[hops[-1]]]
            if max(costs) < blocked:
                routes.append((sum(costs), len(hops), tuple(nodes)))
    return sorted(routes)


def disjoint_routes(routes: list[Route], targets: set[int], count: int) -> list[Route]:
    """The best set of routes that share nobody, among all sets of them."""
    is_one = len(targets) == 1

    def used(route: Route) -> set[int]:
        nodes = route[2]
        return set(nodes[1:-1] if is_one else nodes[1:])

    routes = [route for route in routes if not targets & set(route[2][1:-1])]
    for size in range(count, 0, -1):
        sets = [
            (sum(r[0] for r in chosen), sum(r[1] for r in chosen), chosen)
            for chosen in itertools.combinations(routes, size)
            if all(not used(a) & used(b) for a, b in itertools.combinations(chosen, 2))
        ]
        if sets:
            return list(min(sets)[2])
    return []


def least_flow(
    n: int,
    cost_pass: Costs,
    cost_last: Costs,
    source: int,
    targets: set[int],
    count: int,
    blocked: int,
) -> tuple[int, int, int]:
    """Routes, cost and hops of the cheapest flow of up to `count` units through split people."""
    targets = targets - {source}
    graph = nx.DiGraph()
    for v in range(n):
        if v != source:
            graph.add_edge((v, "in"), (v, "out"), capacity=1, weight=0)
    scale = 10_000
    for (a, b), cost in cost_pass.items():
        real = cost_last[a, b] if b in targets else cost
        if real < blocked and b != source and a not in targets:
            tail = "source" if a == source else (a, "out")
            head = "sink" if b in targets and len(targets) == 1 else (b, "in")
            graph.add_edge(tail, head, capacity=1, weight=real * scale + 1)
    if len(targets) > 1:
        for t in targets:
            graph.add_edge((t, "out"), "sink", capacity=1, weight=0)
    graph.add_nodes_from(["source", "sink"])
    graph.add_edge("start", "source", capacity=count, weight=0)
    flow = nx.max_flow_min_cost(graph, "start", "sink")
    total = nx.cost_of_flow(graph, flow)
    return flow["start"]["source"], total // scale, total % scale


def routes_of(nodes_and_costs: Iterable[tuple[tuple[int, ...], int]]) -> list[Route]:
    """What a kernel answers, in the form of this file."""
    return [(cost, len(nodes) - 1, nodes) for nodes, cost in nodes_and_costs]


def random_pairs(seed: int, largest: int = 14) -> tuple[int, Pairs]:
    """A small graph of any density, with isolates, in several parts, or with nobody in it."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(0, largest + 1))
    density = rng.random() ** rng.choice([0.25, 2.0])  # few are in between: nearly all or few know
    pairs = [pair for pair in itertools.combinations(range(n), 2) if rng.random() < density]
    return n, pairs


def karate() -> tuple[int, Pairs, list[float]]:
    graph = nx.karate_club_graph()
    pairs = sorted((min(a, b), max(a, b)) for a, b in graph.edges)
    return 34, pairs, [float(graph[a][b]["weight"]) for a, b in pairs]
