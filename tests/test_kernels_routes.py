"""Routes, disjoint routes and reach against brute force over all simple paths, and as a flow."""

from __future__ import annotations

import itertools
import math

import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph import kernels


class World:
    """A small network with directed costs, as arrays and as dicts."""

    def __init__(
        self,
        seed: int,
        largest: int = 9,
        is_fair: bool = False,
        drawn: tuple[int, oracles.Pairs] | None = None,
        p_shut: float = 0.1,
    ) -> None:
        self.rng = rng = np.random.default_rng(seed)
        self.n, self.pairs = drawn or oracles.random_pairs(seed, largest)
        self.csr = kernels.csr([a for a, _ in self.pairs], [b for _, b in self.pairs], self.n)
        choices = [[1], [0, 1], [0, 1, 2, 3], list(range(40, 90)), [0, 1, 30]][seed % 5]
        n_arcs = len(self.csr.neighbors)
        self.cost_pass = rng.choice(choices, n_arcs).astype(np.int64)
        self.cost_last = rng.choice(choices, n_arcs).astype(np.int64)
        if is_fair:
            self.cost_last = np.minimum(self.cost_last, self.cost_pass)
        shut = rng.random(n_arcs) < p_shut
        self.cost_pass[shut] = kernels.BLOCKED + rng.integers(0, 9, shut.sum())
        shut = shut & (rng.random(n_arcs) < 0.5)
        self.cost_last[shut] = kernels.BLOCKED
        tail = np.repeat(np.arange(self.n), self.csr.degree).tolist()
        arcs = list(zip(tail, self.csr.neighbors.tolist(), strict=True))
        self.by_pass = dict(zip(arcs, self.cost_pass.tolist(), strict=True))
        self.by_last = dict(zip(arcs, self.cost_last.tolist(), strict=True))
        self.source = int(rng.integers(0, self.n)) if self.n else 0

    @property
    def arrays(self) -> tuple[kernels.Csr, np.ndarray, np.ndarray]:
        return self.csr, self.cost_pass, self.cost_last

    def some(self, count: int) -> list[int]:
        return self.rng.choice(self.n, min(count, self.n), replace=False).tolist()

    def routes(self, targets: list[int], max_hops: int) -> list[oracles.Route]:
        return oracles.all_routes(
            self.n, self.by_pass, self.by_last, self.source, targets, max_hops, kernels.BLOCKED
        )


@pytest.fixture(params=[False, True], ids=["keeps all", "drops early"])
def drops_early(request, monkeypatch) -> None:
    """Legs that cannot be needed are dropped where there are very many: here also where few."""
    if request.param:
        monkeypatch.setattr("netgraph.kernels.routes._MANY", 0)


@pytest.fixture
def trap_graph() -> World:
    """me → a .9, a → t .5, me → b .5, b → t .9, a → b .95: people 0, 1, 2, 3."""
    world = World(0)
    chances = {(0, 1): 0.9, (1, 3): 0.5, (0, 2): 0.5, (2, 3): 0.9, (1, 2): 0.95}
    world.csr = kernels.csr([a for a, _ in chances], [b for _, b in chances], 4)
    tail = np.repeat(np.arange(4), world.csr.degree)
    world.cost_pass = np.full(2 * world.csr.m, kernels.BLOCKED)
    for (a, b), p in chances.items():
        arc = (tail == a) & (world.csr.neighbors == b)
        world.cost_pass[arc] = kernels.cost_of(kernels.steps_of(p))
    world.cost_last = world.cost_pass
    return world


def p_of(path: kernels.Path) -> float:
    return math.exp(-path.cost / 65_536)


@pytest.mark.parametrize("seed", range(500))
def test_routes_equal_brute_force_over_all_simple_paths(seed, drops_early):
    world = World(seed)
    if not world.n:
        return
    target = world.some(1)[0]
    for max_hops, n_best in itertools.product((1, 2, 3, 4), (1, 2, 5, 40)):
        found = kernels.best_routes(*world.arrays, world.source, target, max_hops, n_best)
        expected = world.routes([target], max_hops)[:n_best]
        assert oracles.routes_of(found) == expected


@pytest.mark.parametrize("seed", range(500))
def test_routes_to_several_targets_equal_brute_force(seed, drops_early):
    world = World(seed + 10_000)
    if not world.n:
        return
    targets = world.some(int(world.rng.integers(0, 5)))
    for max_hops, n_best in itertools.product((1, 2, 3, 4), (1, 2, 3, 30)):
        found = kernels.best_routes(*world.arrays, world.source, targets, max_hops, n_best)
        assert oracles.routes_of(found) == world.routes(targets, max_hops)[:n_best]


@pytest.mark.parametrize("seed", range(40))
def test_routes_of_larger_networks_equal_brute_force(seed):
    world = World(seed + 20_000, largest=16)
    if not world.n:
        return
    targets = world.some(1 + seed % 3)
    for max_hops, n_best in ((3, 1), (4, 1), (4, 7)):
        found = kernels.best_routes(*world.arrays, world.source, targets, max_hops, n_best)
        assert oracles.routes_of(found) == world.routes(targets, max_hops)[:n_best]


@pytest.mark.parametrize("seed", range(400))
def test_routes_that_all_meet_in_the_same_few_people_equal_brute_force(seed, drops_early):
    """Whoever is near both ends is on many walks that are no routes, in front and behind."""
    rng = np.random.default_rng(seed)
    group = np.array([0] + [1] * int(rng.integers(1, 3)) + [2] * int(rng.integers(4, 8)) + [3] * 3)
    shown = rng.permutation(len(group)).tolist()
    p_tie = np.zeros((4, 4))
    p_tie[0, 2] = p_tie[1, 2] = p_tie[2, 3] = p_tie[1, 3] = 0.8
    p_tie[3, 3] = 0.5
    pairs = [
        (min(shown[a], shown[b]), max(shown[a], shown[b]))
        for a, b in itertools.combinations(range(len(group)), 2)
        if rng.random() < p_tie[group[a], group[b]]
    ]
    world = World(seed, drawn=(len(group), sorted(pairs)), p_shut=0.3)
    world.source = shown[0]
    targets = [shown[k] for k in np.flatnonzero(group == 3)]
    for some, n_best in itertools.product((targets, targets[:1]), (1, 2, 3, 6)):
        found = kernels.best_routes(*world.arrays, world.source, some, 4, n_best)
        assert oracles.routes_of(found) == world.routes(some, 4)[:n_best]


@pytest.mark.parametrize("seed", range(100))
def test_routes_without_some_people_are_routes_of_what_is_left(seed):
    world = World(seed + 30_000)
    if world.n < 3:
        return
    target, *without = world.some(3)
    found = kernels.best_routes(*world.arrays, world.source, target, 4, 5, without=without)
    expected = [r for r in world.routes([target], 4) if not set(without) & set(r[2])]
    assert oracles.routes_of(found) == expected[:5]


def test_costs_to_pass_on_and_to_end_are_told_apart():
    csr = kernels.csr([0, 1], [1, 2], 3)
    cost_pass, cost_last = np.array([10, 9, 10, 9]), np.array([1, 9, 1, 9])
    assert kernels.best_routes(csr, cost_pass, cost_last, 0, 2) == [((0, 1, 2), 11)]
    assert kernels.best_routes(csr, cost_pass, cost_last, 0, 1) == [((0, 1), 1)]


def test_a_draw_goes_to_fewer_hops_then_to_the_lower_numbers():
    # 0-1-2-6 and 0-3-4-6 cost 3; 0-5-6 costs 3 too, by fewer hops
    pairs = [(0, 1), (0, 3), (0, 5), (1, 2), (2, 6), (3, 4), (4, 6), (5, 6)]
    csr = kernels.csr([a for a, _ in pairs], [b for _, b in pairs], 7)
    cost = np.ones(16, np.int64)
    cost[csr.pair == 2] = 2
    found = kernels.best_routes(csr, cost, cost, 0, 6, 4, 3)
    assert [path.nodes for path in found] == [(0, 5, 6), (0, 1, 2, 6), (0, 3, 4, 6)]


def test_nobody_to_reach_is_an_empty_answer():
    csr = kernels.csr([0], [1], 3)
    cost = np.ones(2, np.int64)
    assert kernels.best_routes(csr, cost, cost, 0, 2) == []
    assert kernels.best_routes(csr, cost, cost, 0, 0) == []
    assert kernels.best_routes(csr, cost, cost, 0, []) == []
    assert kernels.disjoint_routes(csr, cost, cost, 0, 2) == []
    assert kernels.disjoint_routes(csr, cost, cost, 0, [0], None) == []


@pytest.mark.parametrize("kernel", [kernels.best_routes, kernels.disjoint_routes])
@pytest.mark.parametrize("max_hops", [0, 5])
def test_more_hops_than_anyone_would_walk_are_refused(kernel, max_hops):
    csr = kernels.csr([0], [1], 2)
    cost = np.ones(2, np.int64)
    with pytest.raises(ValueError, match="max_hops is 1 to 4"):
        kernel(csr, cost, cost, 0, 1, max_hops)
    with pytest.raises(ValueError, match="max_hops is 1 to 4"):
        kernels.best_costs(csr, cost, cost, 0, max_hops)


@pytest.mark.parametrize("kernel", [kernels.best_routes, kernels.disjoint_routes])
def test_no_routes_at_all_are_not_to_be_asked_for(kernel):
    csr = kernels.csr([0], [1], 2)
    cost = np.ones(2, np.int64)
    with pytest.raises(ValueError, match="is 1 or more"):
        kernel(csr, cost, cost, 0, 1, 3, 0)


def test_the_trap_graph_has_a_disjoint_pair_that_greed_misses(trap_graph):
    best = kernels.best_routes(*trap_graph.arrays, 0, 3)
    assert [path.nodes for path in best] == [(0, 1, 2, 3)]
    assert p_of(best[0]) == pytest.approx(0.7695, abs=1e-3)
    for max_hops in (3, 4, None):
        pair = kernels.disjoint_routes(*trap_graph.arrays, 0, 3, max_hops)
        assert [path.nodes for path in pair] == [(0, 1, 3), (0, 2, 3)]
        assert 1 - math.prod(1 - p_of(path) for path in pair) == pytest.approx(0.6975, abs=1e-3)


@pytest.mark.parametrize("seed", range(500))
def test_disjoint_routes_equal_brute_force_over_all_sets(seed, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.disjoint._POOL", (1, 2, 3, 16)[seed % 4])
    world = World(seed + 40_000, largest=8, is_fair=True)
    if not world.n:
        return
    targets = world.some(1 + seed % 3)
    for max_hops in (1, 2, 3, 4):
        routes = world.routes(targets, max_hops)
        wanted = set(targets) - {world.source}
        for count in (1, 2, 3) if len(routes) < 60 else (2,):
            found = kernels.disjoint_routes(*world.arrays, world.source, targets, max_hops, count)
            expected = oracles.disjoint_routes(routes, wanted, count)
            assert oracles.routes_of(found) == sorted(expected)


@pytest.mark.parametrize("seed", range(500))
def test_many_disjoint_routes_by_flows_cost_what_brute_force_finds(seed, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.disjoint._PATIENCE", 0)
    world = World(seed + 60_000, largest=8, is_fair=True)
    if not world.n:
        return
    targets = world.some(1 + seed % 3)
    wanted = set(targets) - {world.source}
    for max_hops in (1, 2, 3, 4):
        routes = world.routes(targets, max_hops)
        if len(routes) >= 60:
            continue
        known = {nodes: (cost, hops) for cost, hops, nodes in routes}
        for count in (3, 4):
            found = kernels.disjoint_routes(*world.arrays, world.source, targets, max_hops, count)
            expected = oracles.disjoint_routes(routes, wanted, count)
            assert all(known[nodes][0] == cost for cost, _, nodes in oracles.routes_of(found))
            assert [sum(r[k] for r in oracles.routes_of(found)) for k in (0, 1)] == [
                sum(r[k] for r in expected) for k in (0, 1)
            ]
            used = [v for p in found for v in (p.nodes[1:-1] if len(wanted) == 1 else p.nodes[1:])]
            assert len(used) == len(set(used))
            assert len(found) == len(expected)


def test_six_disjoint_routes_into_a_company_take_few_questions_and_flows(monkeypatch):
    rng = np.random.default_rng(8)
    n = 3_000
    ends = np.sort(rng.integers(0, n, (18_000, 2)), axis=1)
    low, high = np.unique(ends[ends[:, 0] < ends[:, 1]], axis=0).T
    csr = kernels.csr(low, high, n)
    last = kernels.cost_of(rng.integers(1, 900, len(low)))[csr.pair]
    asked, real = [], kernels.disjoint.flow_routes
    monkeypatch.setattr(
        "netgraph.kernels.layers.flow_routes", lambda *a: asked.append(1) or real(*a)
    )
    source = int(np.argmin(abs(csr.degree - 8)))
    for company in range(5):
        people = np.arange(100 + 20 * company, 112 + 20 * company)
        asked.clear()
        found = kernels.disjoint_routes(csr, last + 45_426, last, source, people, 4, 6)
        assert len(found) == 6
        assert len(asked) < 40
        free = kernels.disjoint_routes(csr, last + 45_426, last, source, people, None, 6)
        assert sum(p.cost for p in found) >= sum(p.cost for p in free)


@pytest.mark.parametrize("seed", range(500))
def test_disjoint_routes_of_any_length_are_a_minimum_cost_flow(seed):
    world = World(seed + 50_000, largest=16, is_fair=True)
    if not world.n:
        return
    targets = world.some(1 + seed % 3)
    wanted = set(targets) - {world.source}
    for count in (1, 2, 4):
        found = kernels.disjoint_routes(*world.arrays, world.source, targets, None, count)
        expected = oracles.least_flow(
            world.n, world.by_pass, world.by_last, world.source, wanted, count, kernels.BLOCKED
        )
        hops = sum(len(path.nodes) - 1 for path in found)
        assert (len(found), sum(path.cost for path in found), hops) == expected
        used = [v for p in found for v in (p.nodes[1:-1] if len(wanted) == 1 else p.nodes[1:])]
        assert len(used) == len(set(used))
        for cost, _, nodes in oracles.routes_of(found):
            arcs = list(itertools.pairwise(nodes))
            assert cost == sum(world.by_pass[a] for a in arcs[:-1]) + world.by_last[arcs[-1]]
            assert nodes[-1] in wanted


def test_a_unit_is_sent_elsewhere_more_than_once_where_that_is_cheapest():
    """Three rows of people crossed by cheap shortcuts: each new unit reroutes earlier ones."""
    world = World(1)
    chain = [(0, 1), (1, 5), (5, 9), (0, 2), (2, 6), (6, 9), (0, 3), (3, 7), (7, 9)]
    across = [(1, 6), (2, 7)]
    world.csr = kernels.csr([a for a, _ in chain + across], [b for _, b in chain + across], 10)
    cost = np.full(2 * world.csr.m, 10, np.int64)
    for row in (9, 10):
        cost[world.csr.pair == row] = 1
    paths = kernels.disjoint_routes(world.csr, cost, cost, 0, 9, None, 3)
    assert [path.nodes for path in paths] == [(0, 1, 5, 9), (0, 2, 6, 9), (0, 3, 7, 9)]


@pytest.mark.parametrize("seed", range(500))
def test_the_best_routes_to_everybody_are_the_best_routes(seed):
    world = World(seed + 60_000, largest=12, is_fair=True)
    if not world.n:
        return
    for max_hops in (1, 2, 3, 4):
        best = kernels.best_costs(*world.arrays, world.source, max_hops)
        for person in range(world.n):
            answer = tuple(int(column[person]) for column in best)
            if person == world.source:
                assert answer == (0, 0, -1, -1)
                continue
            routes = kernels.best_routes(*world.arrays, world.source, person, max_hops)
            if routes:
                cost, nodes = routes[0].cost, routes[0].nodes
                assert answer == (cost, len(nodes) - 1, nodes[1], nodes[-2])
            else:
                assert answer == (kernels.BLOCKED, -1, -1, -1)


@pytest.mark.parametrize("seed", range(200))
def test_two_step_reach_is_one_minus_the_chance_that_no_path_works(seed):
    n, pairs = oracles.random_pairs(seed)
    if not n:
        return
    chance = np.random.default_rng(seed).choice([0.0, 0.15, 0.5, 0.99, 1.0], len(pairs))
    csr = kernels.csr([a for a, _ in pairs], [b for _, b in pairs], n)
    found = kernels.two_step_reach(csr, chance, seed % n)
    expected = oracles.two_step_reach(n, pairs, chance.tolist(), seed % n)
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-15)


@given(st.integers(0, 10_000))
@settings(max_examples=80, deadline=None)
def test_somebody_nobody_knows_changes_no_route(seed):
    world = World(seed, is_fair=True)
    if world.n < 2:
        return
    more = kernels.csr([a for a, _ in world.pairs], [b for _, b in world.pairs], world.n + 1)
    target = world.some(1)[0]
    costs = world.cost_pass, world.cost_last
    for kernel in (kernels.best_routes, kernels.disjoint_routes):
        before = kernel(world.csr, *costs, world.source, target, 3, 4)
        assert kernel(more, *costs, world.source, target, 3, 4) == before


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_renaming_people_changes_no_cost(seed, random):
    world = World(seed, is_fair=True)
    if world.n < 2:
        return
    name = list(range(world.n))
    random.shuffle(name)
    ends = [(name[a], name[b]) for a, b in world.pairs]
    csr = kernels.csr([a for a, _ in ends], [b for _, b in ends], world.n)
    tail = np.repeat(np.arange(world.n), csr.degree).tolist()
    old = {new: old for old, new in enumerate(name)}
    arcs = [(old[a], old[b]) for a, b in zip(tail, csr.neighbors.tolist(), strict=True)]
    costs = [np.array([by[arc] for arc in arcs], np.int64) for by in (world.by_pass, world.by_last)]
    target = world.some(1)[0]
    for kernel in (kernels.best_routes, kernels.disjoint_routes):
        before = kernel(*world.arrays, world.source, target, 3, 3)
        after = kernel(csr, *costs, name[world.source], name[target], 3, 3)
        assert [path.cost for path in after] == [path.cost for path in before]


def test_a_hub_in_the_middle_costs_no_more_than_its_ties():
    """200,000 people know one hub; so do both ends: what is kept of the hub must stay small."""
    n = 200_000
    spokes = np.arange(1, n)
    csr = kernels.csr(np.zeros(n - 1, np.int64), spokes, n)
    cost = np.full(2 * (n - 1), 5, np.int64)
    routes = kernels.best_routes(csr, cost, cost, 1, np.arange(n - 50, n), 4, 5)
    assert [path.nodes for path in routes] == [(1, 0, n - 50 + k) for k in range(5)]
    assert kernels.disjoint_routes(csr, cost, cost, 1, n - 1, 4) == [((1, 0, n - 1), 10)]
