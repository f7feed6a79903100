"""Mutual contacts, overlap, Burt, spans and cut points against sets, loops and other libraries."""

from __future__ import annotations

import math

import igraph
import networkx as nx
import numpy as np
import oracles
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph import kernels

FIGURES = ("constraint", "effective_size", "efficiency", "hierarchy")


def csr_of(n: int, pairs: oracles.Pairs) -> kernels.Csr:
    return kernels.csr([a for a, _ in pairs], [b for _, b in pairs], n)


def drawn(seed: int) -> tuple[int, oracles.Pairs, np.ndarray]:
    n, pairs = oracles.random_pairs(seed)
    weights = np.random.default_rng(seed).choice([0.25, 1.0, 2.0, 7.5], len(pairs))
    return n, pairs, weights


@pytest.fixture(scope="module")
def karate() -> tuple[kernels.Csr, oracles.Pairs, np.ndarray]:
    n, pairs, weights = oracles.karate()
    return csr_of(n, pairs), pairs, np.array(weights)


@pytest.mark.parametrize("seed", range(200))
def test_mutual_counts_and_overlap_equal_set_arithmetic(seed):
    n, pairs, _ = drawn(seed)
    csr = csr_of(n, pairs)
    assert kernels.mutual_counts(csr).tolist() == oracles.mutual_counts(n, pairs)
    np.testing.assert_array_equal(kernels.overlap(csr), oracles.overlap(n, pairs))


def test_overlap_is_nan_when_both_know_nobody_else():
    assert np.isnan(kernels.overlap(csr_of(2, [(0, 1)]))).all()


def test_triangles_are_the_same_however_they_are_cut_into_blocks(monkeypatch):
    rng = np.random.default_rng(5)
    pairs = [(a, b) for a in range(120) for b in range(a + 1, 120) if rng.random() < 0.3]
    csr = csr_of(120, pairs)
    whole = kernels.mutual_counts(csr)
    assert whole.tolist() == oracles.mutual_counts(120, pairs)
    for block, bits in ((1, 4), (97, 1), (2_000, 6)):
        monkeypatch.setattr("netgraph.kernels.circles._BLOCK", block)
        monkeypatch.setattr("netgraph.kernels.circles._SIEVE_BITS", bits)
        pieces = list(kernels.triangles(csr))
        assert kernels.mutual_counts(csr, pieces).tolist() == whole.tolist()
        people = np.concatenate([np.sort(np.stack(piece[:3]).T) for piece in pieces])
        assert len(np.unique(people, axis=0)) * 3 == len(people) * 3 == whole.sum()


@pytest.mark.parametrize("seed", range(100))
def test_what_the_sieve_lets_pass_is_checked(seed, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.circles._SIEVE_BITS", 1)
    n, pairs = oracles.random_pairs(seed, largest=30)
    csr = csr_of(n, pairs)
    assert kernels.mutual_counts(csr).tolist() == oracles.mutual_counts(n, pairs)


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.parametrize("is_weighted", [False, True])
def test_burt_equals_the_book(seed, is_weighted):
    n, pairs, weights = drawn(seed)
    graph = oracles.graph_of(n, pairs, weights if is_weighted else None)
    found = kernels.burt(csr_of(n, pairs), weights if is_weighted else None)
    expected = np.array([oracles.burt(graph, v) for v in range(n)]).reshape(n, 4)
    for name, column in zip(FIGURES, expected.T, strict=True):
        np.testing.assert_allclose(getattr(found, name), column, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.parametrize("is_weighted", [False, True])
def test_ego_burt_equals_the_book_on_each_persons_own_network(seed, is_weighted):
    n, pairs, weights = drawn(seed)
    graph = oracles.graph_of(n, pairs, weights if is_weighted else None)
    found = kernels.ego_burt(csr_of(n, pairs), weights if is_weighted else None)
    expected = [oracles.burt(nx.ego_graph(graph, v), v) for v in range(n)]
    for name, column in zip(FIGURES, np.array(expected).reshape(n, 4).T, strict=True):
        np.testing.assert_allclose(getattr(found, name), column, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("is_weighted", [False, True])
def test_burt_agrees_with_networkx_and_igraph(seed, is_weighted):
    n, pairs, weights = drawn(seed + 1_000)
    graph = oracles.graph_of(n, pairs, weights if is_weighted else None)
    weight = "weight" if is_weighted else None
    found = kernels.burt(csr_of(n, pairs), weights if is_weighted else None)
    everybody = list(graph)  # named, because networkx 3.6 divides by the wrong axis otherwise
    theirs = nx.constraint(graph, nodes=everybody, weight=weight)
    np.testing.assert_allclose(found.constraint, [theirs[v] for v in range(n)], rtol=1e-9)
    if n and pairs:
        theirs = nx.effective_size(graph, nodes=everybody, weight=weight)
        np.testing.assert_allclose(found.effective_size, [theirs[v] for v in range(n)], rtol=1e-9)
        theirs = igraph.Graph(n, pairs).constraint(weights=list(weights) if is_weighted else None)
        np.testing.assert_allclose(found.constraint, theirs, rtol=1e-9)


def test_burt_of_the_karate_club(karate):
    csr, _, weights = karate
    plain, weighted = kernels.burt(csr), kernels.burt(csr, weights)
    first = [getattr(plain, name)[0] for name in FIGURES]
    assert first == pytest.approx([0.155423, 13.75, 0.859375, 0.087545], abs=5e-7)
    assert weighted.constraint[0] == pytest.approx(0.190623, abs=5e-7)
    assert weighted.effective_size[0] == pytest.approx(13.775, abs=5e-7)
    own, own_weighted = kernels.ego_burt(csr), kernels.ego_burt(csr, weights)
    assert own.constraint[0] == pytest.approx(0.177728, abs=5e-7)
    assert own.hierarchy[0] == pytest.approx(0.102427, abs=5e-7)
    assert own_weighted.constraint[0] == pytest.approx(0.216852, abs=5e-7)
    np.testing.assert_allclose(own.effective_size, plain.effective_size)


@pytest.mark.parametrize(
    ("n", "pairs", "constraint", "size"),
    [
        (2, [(0, 1)], 1.0, 1.0),
        (3, [(0, 1), (0, 2), (1, 2)], 1.125, 1.0),
        (4, [(a, b) for a in range(4) for b in range(a + 1, 4)], 0.925926, 1.0),
        (5, [(0, 1), (0, 2), (0, 3), (0, 4)], 0.25, 4.0),
    ],
    ids=["dyad", "triangle", "K4", "star"],
)
def test_burt_of_the_smallest_networks(n, pairs, constraint, size):
    found = kernels.burt(csr_of(n, pairs))
    assert found.constraint[0] == pytest.approx(constraint, abs=5e-7)
    assert found.effective_size[0] == pytest.approx(size)


def test_burt_is_nan_for_isolates_and_hierarchy_one_with_a_single_contact():
    found = kernels.burt(csr_of(3, [(0, 1)]))
    assert np.isnan([getattr(found, name)[2] for name in FIGURES]).all()
    assert found.hierarchy[:2].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan])
def test_burt_refuses_a_tie_without_strength(bad):
    for measure in (kernels.burt, kernels.ego_burt):
        with pytest.raises(ValueError, match="above 0"):
            measure(csr_of(3, [(0, 1), (1, 2)]), np.array([1.0, bad]))


def test_burt_bears_strengths_of_any_size():
    weights = np.array([1e-200, 1.0, 1e200])
    found = kernels.burt(csr_of(3, [(0, 1), (0, 2), (1, 2)]), weights)
    assert np.isfinite(found.constraint).all()
    assert np.isfinite(found.hierarchy).all()


@pytest.mark.parametrize("seed", range(200))
def test_spans_equal_the_distance_without_the_tie(seed):
    n, pairs, _ = drawn(seed)
    assert kernels.spans(csr_of(n, pairs)).tolist() == oracles.spans(n, pairs)


@pytest.mark.parametrize("n", [4, 5, 6, 7, 8, 30])
def test_the_span_of_a_ring_is_the_way_round(n):
    ring = [(v, v + 1) for v in range(n - 1)] + [(0, n - 1)]
    assert kernels.spans(csr_of(n, ring)).tolist() == [n - 1] * n


def test_local_bridges_of_the_karate_club(karate):
    csr, pairs, _ = karate
    spans = dict(zip(pairs, kernels.spans(csr).tolist(), strict=True))
    assert sum(span > 2 for span in spans.values()) == 11
    assert [pair for pair, span in spans.items() if span == math.inf] == [(0, 11)]
    assert sum(span == 3 for span in spans.values()) == 10
    overlap = dict(zip(pairs, kernels.overlap(csr).tolist(), strict=True))
    assert overlap[0, 1] == 0.4375
    assert overlap[0, 31] == 0


@pytest.mark.parametrize("seed", range(200))
def test_cut_points_and_bridges_are_those_of_networkx(seed):
    n, pairs, _ = drawn(seed)
    graph, csr = oracles.graph_of(n, pairs), csr_of(n, pairs)
    points = np.flatnonzero(kernels.articulation_points(csr))
    assert set(points.tolist()) == set(nx.articulation_points(graph))
    cuts = {pairs[row] for row in np.flatnonzero(kernels.bridges(csr))}
    assert cuts == {tuple(sorted(bridge)) for bridge in nx.bridges(graph)}


def test_cut_points_of_a_path_too_long_for_recursion():
    n = 5_000
    points = kernels.articulation_points(csr_of(n, [(v, v + 1) for v in range(n - 1)]))
    assert points.tolist() == [False, *[True] * (n - 2), False]


@pytest.mark.parametrize("seed", range(200))
def test_dispersion_counts_the_pairs_a_contact_alone_holds_together(seed, monkeypatch):
    monkeypatch.setattr("netgraph.kernels.holding._BLOCK", 1 + seed % 40)
    n, pairs, _ = drawn(seed)
    csr, known = csr_of(n, pairs), oracles.circles(n, pairs)
    for ego in range(n):
        expected = [oracles.dispersion(n, pairs, ego, v) for v in sorted(known[ego])]
        assert kernels.dispersion(csr, ego).tolist() == expected


def test_dispersion_of_the_karate_club_is_that_of_networkx(karate):
    csr, pairs, _ = karate
    graph = oracles.graph_of(34, pairs)
    for ego in range(34):
        held = kernels.dispersion(csr, ego).tolist()
        for contact, count in zip(csr.neighbors[csr.row(ego)].tolist(), held, strict=True):
            assert count == nx.dispersion(graph, ego, contact, normalized=False)
    assert kernels.dispersion(csr, 0)[0] == 15  # of person 1
    mutual = kernels.mutual_counts(csr)[pairs.index((0, 1))]
    assert 15 / mutual == pytest.approx(2.142857, abs=5e-7)
    assert 15**0.61 / (mutual + 5) == pytest.approx(0.434745, abs=5e-7)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_renaming_people_renames_the_answers_and_changes_nothing_else(seed, random):
    n, pairs, weights = drawn(seed)
    name = list(range(n))
    random.shuffle(name)
    renamed = [(name[a], name[b]) for a, b in pairs]
    one, two = csr_of(n, pairs), csr_of(n, renamed)
    assert kernels.mutual_counts(one).tolist() == kernels.mutual_counts(two).tolist()
    assert kernels.spans(one).tolist() == kernels.spans(two).tolist()
    assert kernels.bridges(one).tolist() == kernels.bridges(two).tolist()
    assert (kernels.articulation_points(one) == kernels.articulation_points(two)[name]).all()
    for measure in (kernels.burt, kernels.ego_burt):
        before, after = measure(one, weights), measure(two, weights)
        for figure, same in zip(before, after, strict=True):
            np.testing.assert_allclose(figure, same[name], rtol=1e-9, atol=1e-12)


@given(st.integers(0, 10_000), st.floats(0.001, 1_000))
@settings(max_examples=60, deadline=None)
def test_burt_does_not_depend_on_the_unit_of_strength(seed, unit):
    n, pairs, weights = drawn(seed)
    one, two = (
        kernels.burt(csr_of(n, pairs), weights),
        kernels.burt(csr_of(n, pairs), weights * unit),
    )
    for figure, same in zip(one, two, strict=True):
        np.testing.assert_allclose(figure, same, rtol=1e-6, atol=1e-9)
