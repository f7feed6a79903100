"""Reach, routes and helpers equal brute force over all simple paths, on 200 random worlds."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import numpy as np
import oracles_measures as oracle
import pytest

import netgraph as ng

SEEDS = range(200)


@pytest.fixture(scope="module")
def worlds() -> list[tuple[oracle.World, ng.Network, nx.Graph]]:
    found = [oracle.loaded(oracle.personal(seed)) for seed in SEEDS]
    return [(world, net, oracle.all_ties(world)) for world, net in found]


def others(world: oracle.World) -> list[str]:
    return [person for person in world.people if person != "me"]


@pytest.mark.parametrize("max_hops", [1, 2, 3, 4])
def test_routes_to_a_person_equal_brute_force(worlds: Any, max_hops: int) -> None:
    n_routes = 0
    for world, net, ties in worlds:
        for target in others(world):
            expected = oracle.routes(world, ties, target, max_hops)
            best = [people for _, _, people in expected[:3]]
            direct = ("me", target)
            if direct not in best and any(people == direct for _, _, people in expected):
                best.append(direct)
            found = ng.routes(net, person=target, max_hops=max_hops, n=3)
            assert [route.people for route in found] == best
            n_routes += len(found)
    assert n_routes > 400


def test_the_chance_of_a_route_is_the_product_of_its_hops(worlds: Any) -> None:
    for world, net, ties in worlds:
        for target in others(world):
            for route in ng.routes(net, person=target):
                assert route.p == pytest.approx(math.prod(hop.p for hop in route.hops))
                for hop in route.hops:
                    chance = ties.edges[hop.from_id, hop.to_id]["p"]
                    assert hop.p_reach == pytest.approx(chance, abs=1e-6)
                    if hop.to_id == target:
                        assert hop.p_agree is None
                    else:
                        assert hop.p_agree == pytest.approx(oracle.p_agree(world, hop.to_id))
                        chance *= hop.p_agree
                    assert hop.p == oracle.steps(chance) / 1024
                    shown = oracle.intensity(world, hop.from_id, hop.to_id)
                    floor = oracle.floor(world, hop.from_id, hop.to_id)
                    assert hop.p_is_assumed == (floor > shown / (1 + shown))


def test_disjoint_routes_share_nobody_at_least_total_cost(worlds: Any) -> None:
    n_pairs = 0
    for world, net, ties in worlds:
        for target in others(world):
            every = oracle.routes(world, ties, target, 3)
            apart = [
                a[0] + b[0]
                for k, a in enumerate(every)
                for b in every[k + 1 :]
                if not set(a[2][1:-1]) & set(b[2][1:-1])
            ]
            for route in ng.routes(net, person=target, n=1)[:1]:
                if not apart:
                    assert route.disjoint == ()
                    continue
                one, two = route.disjoint
                assert not set(one.people[1:-1]) & set(two.people[1:-1])
                cost = {people: total for total, _, people in every}
                assert cost[one.people] + cost[two.people] == min(apart)
                n_pairs += 1
    assert n_pairs > 100


def test_routes_into_a_company_are_the_best_over_its_people(worlds: Any) -> None:
    for world, net, ties in worlds:
        for company in net.companies["name"]:
            there = [p for p in others(world) if world.card(p, "company") == company]
            every = sorted(
                (route for target in there for route in oracle.routes(world, ties, target, 3)),
                key=lambda r: (r[0], r[1], [world.people.index(p) for p in r[2]]),
            )
            found = ng.routes(net, company=company, n=3)
            assert [route.people for route in found[:3]] == [r[2] for r in every[:3]]
            assert all(route.company == company for route in found)
            direct = [r[2] for r in every if r[1] == 1][:1]
            assert not direct or direct[0] in [route.people for route in found]


def test_reach_equals_the_noisy_or_of_all_two_step_paths(worlds: Any) -> None:
    n_people = 0
    for world, net, ties in worlds:
        frame = ng.reach(net)
        known = set(ties["me"])
        expected = {
            target: oracle.routes(world, ties, target, 3)
            for target in others(world)
            if target not in known
        }
        assert set(frame.index) == {target for target, routes in expected.items() if routes}
        for row in frame.itertuples():
            cost, n_hops, people = expected[row.Index][0]
            assert row.p == pytest.approx(math.exp(-cost / 65_536))
            assert (row.n_hops, row.helper, row.introducer) == (n_hops, people[1], people[-2])
            value = oracle.reach(world, ties, row.Index)
            assert row.reach == pytest.approx(value, abs=1e-6, nan_ok=True)
            n_people += 1
        ranks = frame["reach"].fillna(-1).to_numpy()
        assert (np.diff(ranks) <= 0).all()
    assert n_people > 40


def test_reach_and_routes_agree(worlds: Any) -> None:
    for _, net, _ in worlds[:60]:
        for person, row in ng.reach(net, max_hops=2).iterrows():
            best = ng.routes(net, person=person, max_hops=2)[0]
            assert best.p == pytest.approx(row["p"], rel=1e-4)
            assert best.helper == row["helper"]
            assert best.p_is_assumed == row["p_is_assumed"]


def test_known_overlap_and_novelty_are_set_arithmetic(worlds: Any) -> None:
    for world, net, _ in worlds:
        known = oracle.graph(world)
        seen = oracle.observed(world, known)
        mine = set(known["me"])
        for person, row in ng.reach(net).iterrows():
            if person not in seen:
                assert np.isnan([row["known_overlap"], row["novelty"]]).all()
                continue
            theirs = set(known[person])
            share = len(mine & theirs) / len(mine | theirs)
            assert row["known_overlap"] == pytest.approx(share)
            assert row["novelty"] == pytest.approx(row["p"] * (1 - share))


def test_helpers_equal_the_product_of_the_two_ties(worlds: Any) -> None:
    n_helpers = 0
    for world, net, ties in worlds:
        for target in others(world):
            frame = ng.whom_to_ask(net, target)
            expected = {}
            for helper in nx.common_neighbors(ties, "me", target):
                shut = {world.card(p, "do_not_contact") for p in (helper, target)}
                if "yes" in shut:
                    continue
                first = ties.edges["me", helper]["p"] * oracle.p_agree(world, helper)
                last = ties.edges[helper, target]["p"]
                expected[helper] = oracle.steps(first) / 1024 * oracle.steps(last) / 1024
            assert frame["p"].to_dict() == pytest.approx(expected)
            assert (np.diff(frame["p"]) <= 0).all()
            n_helpers += len(frame)
    assert n_helpers > 300


def test_without_inferred_ties_no_answer_uses_one(worlds: Any) -> None:
    n_inferred = 0
    for _, net, _ in worlds[:80]:
        for person in set(net.ids) - {"me"}:
            for route in ng.routes(net, person=person, inferred=False):
                assert all(hop.origin != "inferred" for hop in route.hops)
            n_inferred += any(
                hop.origin == "inferred" for r in ng.routes(net, person=person) for hop in r.hops
            )
            assert not ng.whom_to_ask(net, person, inferred=False)["is_inferred"].any()
    assert n_inferred > 10


def test_where_there_is_no_route_there_is_a_nearest_miss(worlds: Any) -> None:
    kinds = set()
    for _, net, _ in worlds:
        for person in set(net.ids) - {"me"}:
            for inferred in (True, False):
                has_route = bool(ng.routes(net, person=person, inferred=inferred))
                miss = ng.nearest_miss(net, person=person, inferred=inferred)
                assert has_route == (miss is None)
                if miss is not None:
                    kinds.add(miss.kind)
                    assert 0 < len(miss.why) <= 160
    assert {"do not contact", "unknown beyond", "could be warmed"} <= kinds


def test_reach_by_pair_is_what_each_would_be_told(worlds: Any) -> None:
    n_pairs = 0
    for _, net, _ in worlds[:60]:
        every = ng.reach(net, of="all")
        told = {}
        for person in net.ids[~net.do_not_contact]:
            mine = ng.reach(net.seen_by(person), max_hops=2)
            for other, row in mine[mine["reach"].notna()].iterrows():
                told[tuple(sorted((person, other)))] = (row["reach"], row["n_helpers"])
        assert every["reach"].to_dict() == pytest.approx({k: v for k, (v, _) in told.items()})
        assert every["n_helpers"].to_dict() == {k: n for k, (_, n) in told.items()}
        n_pairs += len(every)
    assert n_pairs > 100
    with pytest.raises(ng.NetgraphError, match="'person' or 'all'"):
        ng.reach(worlds[0][1], of="everybody")
