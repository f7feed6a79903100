"""The plan of asks: the optimum, the caps, what is refused, what is held back."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import netgraph as ng
from netgraph import kernels
from netgraph.advice.asks import asks_of
from netgraph.advice.assigning import assign
from netgraph.advice.chance import arcs
from netgraph.advice.plan import plan
from netgraph.advice.ways_in import from_ego, path

GOLDEN = [[0.8, 0.7, 0.6], [0.75, 0.2, 0.1], [0.3, 0.25, 0.5]]
"""Helpers × targets; asking per target greedily overloads helper 0."""


def total(p: np.ndarray, chosen: np.ndarray) -> float:
    used = np.flatnonzero(chosen >= 0)
    return float(np.asarray(p)[chosen[used], used].sum())


def best_of_all(p: np.ndarray, capacity: np.ndarray) -> float:
    """The obvious version: every way to give each target a helper or nobody."""
    n_helpers, n_targets = p.shape
    best = 0.0
    for choice in itertools.product(range(-1, n_helpers), repeat=n_targets):
        counts = np.bincount([h for h in choice if h >= 0], minlength=n_helpers)
        if (counts <= capacity).all():
            best = max(best, sum(p[h, t] for t, h in enumerate(choice) if h >= 0))
    return best


@pytest.mark.parametrize(("capacity", "optimum"), [(1, 1.95), (2, 2.05)])
def test_the_golden_matrix_has_its_optimum(capacity: int, optimum: float) -> None:
    assert total(GOLDEN, assign(GOLDEN, capacity)) == pytest.approx(optimum)


def test_the_assignment_equals_brute_force() -> None:
    rng = np.random.default_rng(3)
    for _ in range(150):
        n_helpers, n_targets = rng.integers(1, 5, 2)
        p = np.where(
            rng.random((n_helpers, n_targets)) < 0.3, 0, rng.random((n_helpers, n_targets))
        )
        capacity = rng.integers(0, 3, n_helpers)
        chosen = assign(p, capacity)
        assert total(p, chosen) == pytest.approx(best_of_all(p, capacity))
        assert (np.bincount(chosen[chosen >= 0], minlength=n_helpers) <= capacity).all()


def frames(ties: list[tuple[str, str, float]], **tables: object) -> dict[str, pd.DataFrame]:
    """A network of stated ties; closeness 5, 4, 3, 2, 1 stands for .80, .65, .50, .35, .20."""
    out = {"ties": pd.DataFrame(ties, columns=["a", "b", "closeness"])}
    return out | {name: pd.DataFrame(rows) for name, rows in tables.items()}


THREE = [
    ("me", "h1", 5.0), ("me", "h2", 5.0), ("me", "h3", 5.0),
    ("h1", "t1", 5.0), ("h1", "t2", 4.0), ("h2", "t1", 4.0), ("h3", "t2", 1.0), ("h3", "t3", 3.0),
]  # fmt: skip
WANT = ["t1", "t2", "t3"]


def planned(
    ties: list[tuple[str, str, float]], as_of: str = "2026-11-01", **more: object
) -> ng.Network:
    return ng.load(frames(ties, **more), ego="me", as_of=as_of)


def test_the_best_helper_goes_where_they_are_missed_most() -> None:
    found = plan(planned(THREE), people=WANT)
    assert found["helper"].to_dict() == {"t1": "h2", "t2": "h1", "t3": "h3"}
    assert found.loc["t1", "ruled_out"] == "h1: asked for t2"
    assert found.loc["t1", "fallback"] == ""  # h1 is asked already, and one ask is all
    two = plan(planned(THREE), people=WANT, asks_per_helper=2)
    assert two["helper"].to_dict() == {"t1": "h1", "t2": "h1", "t3": "h3"}
    assert two["fallback"].to_dict() == {"t1": "h2", "t2": "h3", "t3": ""}


def test_an_ask_that_is_open_keeps_its_helper_and_its_target_out() -> None:
    asks = [{"id": "a1", "helper": "h1", "target": "t2"}]
    said = [{"ask": "a1", "status": "asked", "on": "2026-10-30"}]
    found = plan(planned(THREE, asks=asks, ask_events=said), people=WANT)
    assert found["status"].to_dict() == {"t1": "ask", "t2": "in hand", "t3": "ask"}
    assert found.loc["t1", "helper"] == "h2"
    assert found.loc["t1", "ruled_out"] == "h1: asked for t2 2 days ago, still open"


def test_after_a_no_the_plan_goes_round_it() -> None:
    asks = [{"id": "a1", "helper": "h1", "target": "t2"}]
    said = [
        {"ask": "a1", "status": "asked", "on": "2026-08-01"},
        {"ask": "a1", "status": "declined", "on": "2026-08-03"},
    ]
    found = plan(planned(THREE, asks=asks, ask_events=said), people=["t2"])
    assert found.loc["t2", "helper"] == "h3"
    assert found.loc["t2", "ruled_out"] == "h1: has said no, or nothing, to this"


def test_within_the_pause_a_helper_is_not_asked_again() -> None:
    asks = [{"id": "a1", "helper": "h1", "target": "x"}]
    said = [
        {"ask": "a1", "status": "asked", "on": "2026-10-20"},
        {"ask": "a1", "status": "declined", "on": "2026-10-21"},
    ]
    net = planned(THREE, asks=asks, ask_events=said)
    assert plan(net, people=["t2"]).loc["t2", "helper"] == "h3"
    assert plan(net, people=["t2"], cooldown_days=10).loc["t2", "helper"] == "h1"


def test_rules_of_the_user_for_one_person_decide() -> None:
    rules = [
        {"scope": "all", "key": "asks_per_helper", "value": "1"},
        {"scope": "person:h1", "key": "asks_per_helper", "value": "0"},
    ]
    found = plan(planned(THREE, policy=rules), people=WANT)
    assert found["helper"].to_dict() == {"t1": "h2", "t2": "", "t3": "h3"}
    assert found.loc["t2", "status"] == "no helper free"
    assert "h1: gets no asks, by your rules" in found.loc["t2", "ruled_out"]


def test_a_target_nobody_knows_and_one_nobody_leads_to_are_told_apart() -> None:
    ties = [*THREE, ("x", "y", 5.0)]
    wanted = [
        {"id": "w1", "name": "Nobody Known", "company": "Nowhere"},
        {"id": "w2", "person": "y"},
        {"id": "w3", "person": "h1"},
    ]
    found = plan(planned(ties, targets=wanted))
    assert found["status"].to_dict() == {"w1": "nobody known", "w2": "no way", "w3": "ask"}
    assert found.loc["w3", "kind"] == "known there"


def test_colleagues_stand_in_for_somebody_who_is_not_in_the_network() -> None:
    people = [{"id": "t1", "name": "Tea One", "company": "Acme"}]
    wanted = [{"id": "w", "name": "Boss Unseen", "company": "Acme"}]
    found = plan(planned(THREE, contacts=people, targets=wanted))
    assert found.loc["w", ["what", "person", "helper"]].tolist() == ["Boss Unseen", "t1", "h1"]
    assert found.loc["w", "why"].endswith("Boss Unseen is not in your network.")


def test_asks_stand_in_the_order_of_their_days() -> None:
    asks = [{"id": "a1", "helper": "h1", "target": "t2"}]
    said = [
        {"ask": "a1", "status": "no_reply", "on": "2026-08-30"},
        {"ask": "a1", "status": "asked", "on": "2026-08-01"},
        {"ask": "a1", "status": "agreed", "on": "2026-09-02"},
    ]
    net = planned(THREE, asks=asks, ask_events=said)
    assert [step.status for step in asks_of(net)[0].steps] == ["asked", "no_reply", "agreed"]
    assert asks_of(net.at("2026-08-31"))[0].status == "no_reply"


@st.composite
def searches(draw: st.DrawFn) -> ng.Network:
    """A small network with asks, wishes not to be contacted and targets."""
    n = draw(st.integers(4, 9))
    people = ["me", *(f"p{i}" for i in range(n))]
    pairs = list(itertools.combinations(people, 2))
    ties = draw(st.lists(st.sampled_from(pairs), min_size=3, max_size=20, unique=True))
    close = [draw(st.integers(1, 5)) for _ in ties]
    shut = draw(st.lists(st.sampled_from(people[1:]), max_size=2, unique=True))
    asked = draw(
        st.lists(st.tuples(st.sampled_from(people[1:]), st.sampled_from(people[1:])), max_size=3)
    )
    status = st.sampled_from(["asked", "declined", "no_reply", "agreed", "closed"])
    said = [{"ask": f"a{i}", "status": draw(status), "on": "2026-10-15"} for i in range(len(asked))]
    tables = frames(
        [(a, b, float(c)) for (a, b), c in zip(ties, close, strict=True)],
        contacts=[
            {"id": p, "name": p, "do_not_contact": "yes" if p in shut else ""} for p in people
        ],
        targets=[
            {"id": f"w{i}", "person": p}
            for i, p in enumerate(
                draw(st.lists(st.sampled_from(people[1:]), min_size=1, max_size=4, unique=True))
            )
        ],
        asks=[{"id": f"a{i}", "helper": h, "target": t} for i, (h, t) in enumerate(asked)]
        or {"id": [], "helper": [], "target": []},
        ask_events=said or {"ask": [], "status": [], "on": []},
    )
    return ng.load(tables, ego="me", as_of="2026-11-01")


def ways_by_hand(
    net: ng.Network, target: int, max_hops: int
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """The cheapest simple path over each contact of ego's, by walking all of them."""
    steps, ego = arcs(net), net.ego_index
    csr = steps.csr
    best: dict[int, tuple[int, tuple[int, ...]]] = {}

    def walk(nodes: tuple[int, ...], cost: int) -> None:
        row = csr.row(nodes[-1])
        for arc in range(row.start, row.stop):
            head = int(csr.neighbors[arc])
            if head in nodes:
                continue
            if head == target:
                whole, found = cost + int(steps.cost_last[arc]), (*nodes, head)
                known = best.get(found[1], (kernels.BLOCKED, ()))
                if whole < kernels.BLOCKED:
                    order = min((whole, len(found), found), (known[0], len(known[1]), known[1]))
                    best[found[1]] = (order[0], order[2])
            elif len(nodes) < max_hops:
                walk((*nodes, head), cost + int(steps.cost_pass[arc]))

    walk((ego,), 0)
    return best


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(searches(), st.integers(1, 4))
def test_the_way_over_each_helper_is_the_cheapest_there_is(net: ng.Network, max_hops: int) -> None:
    steps, ego = arcs(net), net.ego_index
    for target in range(net.n_people):
        if target == ego:
            continue
        by_hand = ways_by_hand(net, target, max_hops)
        helpers, cost = from_ego(steps, ego, np.array([target]), max_hops)
        found = {int(h): int(c) for h, c in zip(helpers, cost, strict=True) if c < kernels.BLOCKED}
        assert found == {helper: whole for helper, (whole, _) in by_hand.items()}
        for helper, (whole, _) in by_hand.items():
            one = path(steps, ego, helper, np.array([target]), max_hops)
            assert one is not None
            assert (one.cost, one.nodes[:2], one.nodes[-1]) == (whole, (ego, helper), target)
            assert len(set(one.nodes)) == len(one.nodes) <= max_hops + 1


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(searches(), st.integers(0, 2))
def test_every_plan_keeps_to_the_rules(net: ng.Network, cap: int) -> None:
    found = plan(net, asks_per_helper=cap)
    asked = found[found["status"] == "ask"]
    shut = set(net.ids[net.do_not_contact])
    for row in asked.itertuples():
        assert not shut & set(row.people)
        assert (row.people[0], row.people[1], row.people[-1]) == ("me", row.helper, row.person)
        assert row.fallback != row.helper
        assert row.fallback not in shut
    assert asked["person"].is_unique
    counts = pd.concat([asked["helper"], asked["fallback"][asked["fallback"] != ""]]).value_counts()
    earlier = asks_of(net)
    for helper, n in counts.items():
        assert n + sum(ask.helper == helper for ask in earlier if ask.status != "closed") <= cap
    for ask in earlier:
        if ask.is_open:
            assert ask.target not in set(asked["person"])
        if ask.status in ("declined", "no_reply"):
            assert not ((asked["helper"] == ask.helper) & (asked["person"] == ask.target)).any()
    assert found["why"].str.len().max() <= 160


def test_two_hundred_targets_and_two_thousand_helpers_take_seconds() -> None:
    rng = np.random.default_rng(11)
    n, ties = 20_000, 120_000
    ends = rng.integers(1, n, (ties, 2))
    mine = np.column_stack(
        [np.zeros(2_000, int), rng.choice(np.arange(1, n), 2_000, replace=False)]
    )
    both = np.concatenate([mine, ends[ends[:, 0] != ends[:, 1]]])
    log = pd.DataFrame(
        {"source": [f"p{i}" for i in both[:, 0]], "target": [f"p{i}" for i in both[:, 1]]}
    )
    net = ng.load(log, ego="p0", as_of="2026-11-01")
    strangers = np.setdiff1d(np.arange(1, n), mine[:, 1])
    wanted = [f"p{i}" for i in rng.choice(strangers, 200, replace=False)]
    ng.routes(net, person=wanted[0])
    start = time.process_time()
    found = plan(net, people=wanted)
    assert time.process_time() - start < 5
    assert (found["status"] == "ask").sum() > 190
    assert found["helper"][found["status"] == "ask"].is_unique
