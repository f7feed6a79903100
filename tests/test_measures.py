"""Measures: golden values, laws, and the questions that have no answer."""

from __future__ import annotations

import math

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netgraph as ng

MEASURES = (ng.freshness, ng.strength, ng.weak_ties, ng.brokerage, ng.introducers)
DAYS = st.integers(0, 300)
LOGS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), DAYS), min_size=1, max_size=40)


def iso(day: int) -> str:
    return str(np.datetime64(20_000 + day, "D"))


def log_of(rows: list[tuple[int, int, int]], names: str = "abcdef") -> pd.DataFrame:
    frame = pd.DataFrame([(names[a], names[b], iso(d)) for a, b, d in rows if a != b])
    return frame.set_axis(["source", "target", "timestamp"], axis=1)


@pytest.fixture(scope="module")
def karate() -> ng.Network:
    """Zachary's club; a weight of w as w contact days."""
    edges = nx.karate_club_graph().edges(data="weight")
    rows = [(f"{a:02}", f"{b:02}", iso(day)) for a, b, w in edges for day in range(int(w))]
    return ng.load(pd.DataFrame(rows, columns=["source", "target", "timestamp"]))


# --- golden values ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (0.155423, 13.75, 0.859375, 0.087545)),
        ({"weighted": True}, (0.190623, 13.775, None, None)),
        ({"scope": "ego"}, (0.177728, 13.75, 0.859375, 0.102427)),
        ({"scope": "ego", "weighted": True}, (0.216852, 13.775, None, None)),
    ],
)
def test_karate_node_0_has_burts_golden_values(
    karate: ng.Network, options: dict, expected: tuple
) -> None:
    row = ng.brokerage(karate, **options).loc["00"]
    found = (row["constraint"], row["effective_size"], row["efficiency"], row["hierarchy"])
    for value, golden in zip(found, expected, strict=True):
        assert golden is None or value == pytest.approx(golden, abs=1e-6)


def test_karate_has_its_golden_overlaps_bridges_and_spans(karate: ng.Network) -> None:
    ties = ng.weak_ties(karate)
    assert ties["known_overlap"]["00", "01"] == 0.4375
    assert ties["known_overlap"]["00", "31"] == 0
    bridges = ties[ties["is_local_bridge"]]
    assert len(bridges) == 11
    assert bridges["span_hops"]["00", "11"] == math.inf
    assert (bridges["span_hops"].drop(("00", "11")) == 3).all()


def test_karate_has_its_golden_dispersion(karate: ng.Network) -> None:
    row = ng.weak_ties(karate.seen_by("00")).loc["01"]
    assert row["dispersion"] == pytest.approx(0.434745, abs=1e-6)
    assert row["embeddedness"] == 7


@pytest.mark.parametrize(
    ("graph", "node", "constraint", "size"),
    [
        (nx.path_graph(2), 0, 1.0, 1.0),
        (nx.complete_graph(3), 0, 1.125, 1.0),
        (nx.complete_graph(4), 0, 0.925926, 1.0),
        (nx.star_graph(4), 0, 0.25, 4.0),
    ],
)
def test_small_graphs_have_burts_golden_values(
    graph: nx.Graph, node: int, constraint: float, size: float
) -> None:
    rows = [(str(a), str(b)) for a, b in graph.edges]
    frame = ng.brokerage(ng.load(pd.DataFrame(rows, columns=["source", "target"])))
    assert frame.loc[str(node), "constraint"] == pytest.approx(constraint, abs=1e-6)
    assert frame.loc[str(node), "effective_size"] == pytest.approx(size)


@pytest.mark.parametrize("weighted", [False, True])
def test_constraint_equals_igraphs(karate: ng.Network, weighted: bool) -> None:
    edges = [(int(a), int(b), w) for a, b, w in karate.graph.edges(data="weight")]
    peer = igraph.Graph.TupleList(edges, weights=True)
    found = ng.brokerage(karate, weighted=weighted)["constraint"]
    values = peer.constraint(weights="weight" if weighted else None)
    for name, value in zip(peer.vs["name"], values, strict=True):
        assert found[f"{name:02}"] == pytest.approx(value)


# --- laws -------------------------------------------------------------------------------------
@given(LOGS, st.permutations("abcdef"))
@settings(max_examples=25, deadline=None)
def test_new_names_change_no_value(rows: list, names: list) -> None:
    rows = [r for r in rows if r[0] != r[1]] or [(0, 1, 0)]
    first = ng.load(log_of(rows), as_of=iso(300))
    second = ng.load(log_of(rows, "".join(names)), as_of=iso(300))
    renamed = dict(zip("abcdef", names, strict=True))
    for measure, column in ((ng.freshness, "freshness"), (ng.strength, "strength")):
        values = measure(first)[column]
        others = measure(second)[column]
        for (a, b), value in values.items():
            assert others[tuple(sorted((renamed[a], renamed[b])))] == pytest.approx(value)
    constraint = ng.brokerage(second)["constraint"]
    for person, value in ng.brokerage(first)["constraint"].items():
        assert constraint[renamed[person]] == pytest.approx(value, nan_ok=True)


@given(LOGS)
@settings(max_examples=25, deadline=None)
def test_one_half_life_later_the_intensity_is_half(rows: list) -> None:
    rows = [r for r in rows if r[0] != r[1]] or [(0, 1, 0)]
    now = ng.strength(ng.load(log_of(rows), as_of=iso(300)))
    later = ng.strength(ng.load(log_of(rows), as_of=iso(390)))
    half = later["intensity"].reindex(now.index)
    assert (abs(half - now["intensity"] / 2) <= now["n_contact_days"] * 2.0**-20).all()
    assert (later["strength"].reindex(now.index) == now["strength"]).all()


@given(LOGS, st.integers(0, 5), st.integers(0, 5), DAYS)
@settings(max_examples=25, deadline=None)
def test_one_more_contact_makes_no_tie_less_fresh(rows: list, a: int, b: int, day: int) -> None:
    rows = [r for r in rows if r[0] != r[1]] or [(0, 1, 0)]
    a, b = (0, 1) if a == b else (a, b)
    before = ng.freshness(ng.load(log_of(rows), as_of=iso(300)))["freshness"]
    after = ng.freshness(ng.load(log_of([*rows, (a, b, day)]), as_of=iso(300)))["freshness"]
    assert (after.reindex(before.index) >= before).all()


@given(LOGS)
@settings(max_examples=25, deadline=None)
def test_shares_of_one_person_add_up_to_one(rows: list) -> None:
    rows = [(0, b, d) for _, b, d in rows if b] or [(0, 1, 0)]
    frame = log_of(rows)
    net = ng.load(
        {
            "contacts": pd.DataFrame({"id": list("abcdef")}),
            "interactions": pd.DataFrame({"date": frame["timestamp"], "people": frame["target"]}),
        },
        ego="a",
        as_of=iso(300),
    )
    assert ng.strength(net)["strength"].sum() == pytest.approx(1)


# --- cases at the edge ---
EDGES = {
    "one event": [("a", "b", 0)],
    "all on one day": [("a", "b", 5), ("b", "c", 5), ("c", "d", 5), ("a", "d", 5)],
    "the future alone": [("a", "b", 9_000)],
    "forty years": [("a", "b", -14_600), ("b", "c", 0), ("c", "d", -7_000)],
}


@pytest.mark.parametrize("case", EDGES)
def test_every_answer_stands_at_the_edge(case: str) -> None:
    rows = [(a, b, iso(d)) for a, b, d in EDGES[case]]
    log = pd.DataFrame(rows, columns=["source", "target", "timestamp"])
    net = ng.load(log, as_of=iso(10))
    answers = [m(net) for m in (*MEASURES, ng.outlook)] + [ng.reach(net, of="all")]
    if "a" in net.ids:
        mine = net.seen_by("a")
        answers += [m(mine) for m in (*MEASURES, ng.outlook, ng.reach, ng.favours)]
        answers += [ng.whom_to_ask(mine, other) for other in set(net.ids) - {"a"}]
    for frame in answers:
        numbers = frame.select_dtypes("number").drop(columns="span_hops", errors="ignore")
        assert not np.isinf(numbers.to_numpy(dtype=float)).any()
        assert all(0 < len(why) <= 160 for why in frame["why"])
    assert ng.backtest(net).verdict


# --- cases without an answer ------------------------------------------------------------------
def test_a_person_without_contact_is_unknown_and_not_cold() -> None:
    cards = pd.DataFrame({"id": ["me", "ana"], "name": ["Me", "Ana"], "group": ["", "friend"]})
    row = ng.freshness(ng.load({"contacts": cards}, ego="me", as_of="2026-01-01")).loc["ana"]
    assert row[["days_silent", "freshness", "usual_gap_days", "p_contact"]].isna().all()
    assert row["due_on"] is pd.NaT
    assert row["n_contact_days"] == 0
    assert "unknown" in row["why"]


def test_an_uncalibrated_chance_says_so() -> None:
    log = pd.DataFrame({"source": ["a"], "target": ["b"], "timestamp": ["2026-01-01"]})
    row = ng.freshness(ng.load(log)).iloc[0]
    assert math.isnan(row["p_contact"])
    assert "uncalibrated" in row["why"]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
@pytest.mark.parametrize("ego", [None, "me"])
def test_nobody_and_one_person_give_an_answer_without_a_crash(measure, ego) -> None:
    ids = ["me"] if ego else []
    cards = pd.DataFrame({"id": ids, "name": ids})
    frame = measure(ng.load({"contacts": cards}, ego=ego, as_of="2026-01-01"))
    assert len(frame) == (1 if measure is ng.brokerage and ego else 0)
    assert "why" in frame


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_forty_years_and_future_events_give_no_inf(measure) -> None:
    rows = [("a", "b", "1986-01-01"), ("a", "b", "2026-01-01"), ("a", "c", "2031-01-01")]
    log = pd.DataFrame(rows, columns=["source", "target", "timestamp"])
    frame = measure(ng.load(log, as_of="2026-01-02"))
    numbers = frame.select_dtypes("number").drop(columns="span_hops", errors="ignore")
    assert not np.isinf(numbers.to_numpy(dtype=float)).any()


def test_a_star_says_what_it_cannot_know() -> None:
    cards = pd.DataFrame({"id": ["me", "ana", "bo"], "name": ["Me", "Ana", "Bo"]})
    ties = pd.DataFrame({"a": "me", "b": ["ana", "bo"], "relation": "connection"})
    star = ng.load({"contacts": cards, "ties": ties}, ego="me", as_of="2026-01-01")
    tie = ng.weak_ties(star).loc["ana"]
    assert tie[["embeddedness", "known_overlap", "span_hops", "dispersion"]].isna().all()
    assert "not in these data" in tie["why"]
    place = ng.brokerage(star).loc["me"]
    assert place[["constraint", "effective_size", "hierarchy", "n_ties_among"]].isna().all()
    assert not place["is_observed"]


def test_words_that_are_no_choice_are_refused_with_the_choices() -> None:
    net = ng.load(pd.DataFrame({"source": ["a"], "target": ["b"]}))
    with pytest.raises(ng.NetgraphError, match="'person' or 'all'"):
        ng.freshness(net, of="everyone")
    with pytest.raises(ng.NetgraphError, match="'network' or 'ego'"):
        ng.brokerage(net, scope="world")


# --- what the user said -----------------------------------------------------------------------
def cadence_world(policy: list[tuple[str, str, str]]) -> pd.DataFrame:
    cards = pd.DataFrame(
        {
            "id": ["me", "ana", "bo", "mum"],
            "name": ["Me", "Ana", "Bo", "Mum"],
            "group": ["", "alumni", "alumni", "family"],
        }
    )
    met = pd.DataFrame({"date": "2026-01-01", "people": ["ana", "bo", "mum"], "kind": "meeting"})
    rules = pd.DataFrame(policy, columns=["scope", "key", "value"])
    frames = {"contacts": cards, "interactions": met, "policy": rules}
    return ng.freshness(ng.load(frames, ego="me", as_of="2026-02-01"))


def test_the_most_particular_cadence_decides_when_a_touch_is_due() -> None:
    frame = cadence_world(
        [
            ("all", "cadence_days", "60"),
            ("group:alumni", "cadence_days", "30"),
            ("person:bo", "cadence_days", "7"),
            ("person:nobody", "cadence_days", "1"),
            ("all", "cadence_days", "soon"),
        ]
    )
    due = frame["due_on"].dt.strftime("%m-%d").to_dict()
    assert due == {"ana": "01-31", "bo": "01-08", "mum": "03-02"}


def test_without_a_policy_a_touch_is_due_after_a_quarter_and_kin_raise_no_alarm() -> None:
    frame = cadence_world([])
    assert (frame["due_on"] == pd.Timestamp("2026-04-01")).all()
    assert frame["is_exempt"].to_dict() == {"ana": False, "bo": False, "mum": True}


def test_dormant_is_silent_for_three_years_after_two_contact_days() -> None:
    rows = [
        ("me", "once", "2020-01-01"),
        ("me", "twice", "2020-01-01"),
        ("me", "twice", "2021-01-01"),
        ("me", "late", "2023-01-02"),
        ("me", "late", "2023-01-03"),
    ]
    log = pd.DataFrame(rows, columns=["source", "target", "timestamp"])
    net = ng.load(log, as_of="2026-01-02")  # 1,095 days after the last with `late`
    dormant = ng.freshness(net.seen_by("me"))["is_dormant"]
    assert dormant.to_dict() == {"once": False, "twice": True, "late": False}
    assert "dormant, a reserve" in ng.freshness(net.seen_by("me"))["why"]["twice"]


def test_hostile_and_long_names_stay_short_in_a_why() -> None:
    names = ["Me", "x" * 5_000, "<img src=x onerror=alert(1)>", "王小明 " * 30, "a\nb\x1b[31m"]
    cards = pd.DataFrame({"id": list("mabcd"), "name": names, "group": "friend"})
    met = pd.DataFrame({"date": "2026-01-01", "people": list("abcd"), "kind": "meeting"})
    net = ng.load({"contacts": cards, "interactions": met}, ego="m", as_of="2026-02-01")
    for measure in MEASURES:
        for why in measure(net)["why"]:
            assert len(why) <= 160
            assert why.isprintable()


@pytest.mark.slow
def test_every_measure_of_a_large_network_takes_seconds() -> None:
    import time

    rng = np.random.default_rng(1)
    n, m, events = 20_000, 100_000, 1_000_000
    a, b = rng.integers(0, n, m), rng.integers(0, n, m)
    tie = rng.integers(0, m, events)
    log = pd.DataFrame({"a": a[tie], "b": b[tie], "d": rng.integers(0, 2_000, events)})
    log = log[log["a"] != log["b"]]
    rows = pd.DataFrame(
        {
            "source": log["a"].astype(str),
            "target": log["b"].astype(str),
            "timestamp": 1_600_000_000 + log["d"] * 86_400,
        }
    )
    net = ng.load(rows)
    started = time.perf_counter()
    for measure in MEASURES:
        measure(net)
    mine = net.seen_by(str(a[0]))
    ng.reach(mine)
    ng.routes(mine, person=str(b[1]))
    assert time.perf_counter() - started < 20
