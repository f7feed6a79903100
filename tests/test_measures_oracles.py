"""Each measure equals its slow obvious version on 200 personal worlds and 200 whole logs."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import networkx as nx
import numpy as np
import oracles_measures as oracle
import pandas as pd
import pytest

import netgraph as ng

SEEDS = range(200)


@pytest.fixture(scope="module")
def personal() -> list[tuple[oracle.World, ng.Network]]:
    return [oracle.loaded(oracle.personal(seed)) for seed in SEEDS]


@pytest.fixture(scope="module")
def logs() -> list[tuple[oracle.World, ng.Network]]:
    return [oracle.loaded(oracle.whole_log(seed)) for seed in SEEDS]


def same(found: Any, expected: Any) -> bool:
    """Equal, NaN and NaT included; numbers within rounding."""
    if isinstance(expected, float) or isinstance(found, float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9) or (
            math.isnan(found) and math.isnan(expected)
        )
    return bool(found == expected)


def pairs_of(world: oracle.World) -> list[tuple[str, str]]:
    return list(itertools.combinations(sorted(world.people), 2))


def test_freshness_equals_its_oracle_by_person(personal: Any) -> None:
    for world, net in personal:
        frame = ng.freshness(net)
        assert set(frame.index) == set(world.people) - {"me"}
        for row in frame.itertuples():
            expected = oracle.freshness(world, "me", row.Index)
            for name in ("days_silent", "usual_gap_days", "freshness"):
                assert same(getattr(row, name), float(expected.get(name, math.nan))), (name, row)
            assert row.n_contact_days == expected["n_contact_days"]
            assert row.is_dormant == expected["is_dormant"]
            assert (
                row.due_on == expected["due_on"] if "due_on" in expected else row.due_on is pd.NaT
            )


def test_freshness_equals_its_oracle_by_pair(personal: Any, logs: Any) -> None:
    for world, net in itertools.chain(personal, logs):
        frame = ng.freshness(net, of="all")
        assert set(frame.index) == {tuple(sorted(e)) for e in oracle.graph(world).edges}
        for (a, b), found in frame["freshness"].items():
            assert same(found, oracle.freshness(world, a, b).get("freshness", math.nan))


def test_freshness_comes_freshest_first_and_unknown_last(personal: Any) -> None:
    for _, net in personal:
        values = ng.freshness(net)["freshness"].fillna(-1e9).to_numpy()
        assert (np.diff(values) <= 0).all()


def test_strength_intensity_and_directions_equal_their_oracles(personal: Any, logs: Any) -> None:
    for world, net in itertools.chain(personal, logs):
        for (a, b), row in ng.strength(net, of="all").iterrows():
            assert same(row["strength"], oracle.strength(world, a, b))
            n_days = len(oracle.days_of(world, a, b))
            expected = oracle.intensity(world, a, b) if n_days else math.nan
            assert same(row["intensity"], expected) or abs(row["intensity"] - expected) < 1e-4
            assert row["n_sent_days"] == oracle.sent_days(world, a, b)
            assert row["n_received_days"] == oracle.sent_days(world, b, a)
            assert row["is_one_way"] == oracle.is_one_way(world, a, b)


def test_strength_by_person_is_seen_from_ego(personal: Any) -> None:
    for world, net in personal:
        frame = ng.strength(net)
        assert set(frame.index) == set(oracle.graph(world)["me"])
        for row in frame.itertuples():
            assert same(row.strength, oracle.strength(world, "me", row.Index))
            assert row.n_sent_days == oracle.sent_days(world, "me", row.Index)
            assert row.n_received_days == oracle.sent_days(world, row.Index, "me")


def test_overlap_embeddedness_and_span_equal_set_arithmetic(personal: Any, logs: Any) -> None:
    for world, net in itertools.chain(personal, logs):
        known = oracle.graph(world)
        seen = oracle.observed(world, known)
        for (a, b), row in ng.weak_ties(net, of="all").iterrows():
            if not {a, b} <= seen:
                assert np.isnan([row["known_overlap"], row["embeddedness"], row["span_hops"]]).all()
                assert not row["is_local_bridge"]
                continue
            assert row["embeddedness"] == len(list(nx.common_neighbors(known, a, b)))
            assert same(float(row["known_overlap"]), oracle.overlap(known, a, b))
            assert row["span_hops"] == oracle.span(known, a, b)
            assert row["is_local_bridge"] == (row["span_hops"] > 2)


def test_bands_are_thirds_of_the_networks_own_distribution(personal: Any) -> None:
    words = ("", "weak", "middle", "strong"), ("", "few", "moderate", "many")
    for _, net in personal:
        frame = ng.weak_ties(net, of="all")
        for values, bands, names in (
            ("intensity", "intensity_band", words[0]),
            ("embeddedness", "mutual_band", words[1]),
        ):
            expected = oracle.thirds(frame[values].to_dict())
            assert frame[bands].to_dict() == {k: names[v] for k, v in expected.items()}


def test_dispersion_equals_networkx(personal: Any) -> None:
    for world, net in personal:
        known = oracle.graph(world)
        for person, found in ng.weak_ties(net)["dispersion"].dropna().items():
            expected = nx.dispersion(known, "me", person, alpha=0.61, b=0, c=5)
            assert same(float(found), float(expected))


@pytest.mark.parametrize("weighted", [False, True])
def test_brokerage_equals_networkx(personal: Any, logs: Any, weighted: bool) -> None:
    weight = "weight" if weighted else None
    for world, net in itertools.chain(personal, logs):
        known = oracle.graph(world)
        seen = oracle.observed(world, known)
        frame = ng.brokerage(net, weighted=weighted)
        assert set(frame.index) == set(world.people)
        constraint = nx.constraint(known, weight=weight)
        # networkx 3.6 divides by the wrong axis unless the nodes are given
        size = nx.effective_size(known, nodes=list(known), weight=weight)
        for person, row in frame.iterrows():
            if person not in seen or not known.degree(person):
                assert np.isnan([row["constraint"], row["effective_size"], row["hierarchy"]]).all()
                continue
            assert same(row["constraint"], constraint[person])
            assert same(row["effective_size"], float(size[person]))
            assert same(row["efficiency"], size[person] / known.degree(person))
            assert same(row["hierarchy"], oracle.hierarchy(known, person, weight))
            assert row["n_ties_among"] == known.subgraph(known[person]).number_of_edges()


@pytest.mark.parametrize("weighted", [False, True])
def test_ego_scope_is_brokerage_on_each_ego_network(logs: Any, weighted: bool) -> None:
    weight = "weight" if weighted else None
    for world, net in logs[:60]:
        known = oracle.graph(world)
        frame = ng.brokerage(net, weighted=weighted, scope="ego")
        for person, row in frame[frame["n_contacts"] > 0].iterrows():
            circle = nx.ego_graph(known, person)
            expected = nx.constraint(circle, nodes=[person], weight=weight)[person]
            size = nx.effective_size(circle, nodes=list(circle), weight=weight)[person]
            assert same(row["constraint"], expected)
            assert same(row["effective_size"], float(size))
            assert same(row["hierarchy"], oracle.hierarchy(circle, person, weight))


def test_introducers_equal_their_oracle(personal: Any) -> None:
    for world, net in personal:
        frame = ng.introducers(net)
        expected = oracle.introducers(world)
        assert set(frame.index) == set(expected)
        for person, row in frame.iterrows():
            for name, value in expected[person].items():
                assert same(row[name], value), (name, person, world.made)


def test_no_measure_mutates_the_network(personal: Any) -> None:
    world, net = personal[7]
    before = {n: getattr(net.pairs, n).copy() for n in ("i", "j", "days", "day_weight")}
    for measure in (ng.freshness, ng.strength, ng.weak_ties, ng.brokerage, ng.introducers):
        measure(net)
    assert all((getattr(net.pairs, n) == values).all() for n, values in before.items())
    assert world.owner == net.ego


MEASURES = (ng.freshness, ng.strength, ng.weak_ties, ng.brokerage, ng.introducers)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda m: m.__name__)
def test_every_why_is_short_and_names_only_numbers_of_its_row(
    personal: Any, logs: Any, measure: Any
) -> None:
    for _, net in itertools.chain(personal, logs):
        check_whys(measure(net))


def check_whys(frame: pd.DataFrame) -> None:
    """Sentences of at most 160 characters, no NaN, each number a number of the row."""
    for row in frame.itertuples():
        assert 0 < len(row.why) <= 160
        assert "nan" not in row.why.lower().split()
        assert row.why.endswith(".")
        values = {f"{v:g}" for v in row if isinstance(v, (int, float, np.number))}
        texts = " ".join(str(v) for v in row[:-1] if isinstance(v, (str, tuple)))
        said = re.sub("|".join(map(re.escape, sorted(_names(row), key=len)[::-1])), "", row.why)
        for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", said):
            assert f"{float(number):g}" in values or number in texts, (number, row)


def _names(row: Any) -> list[str]:
    return [row.name, *row.name.split(" and ")]
