"""Rows, chances and decay: what the other kernels stand on."""

from __future__ import annotations

import math

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import kernels, rules


@pytest.mark.parametrize("seed", range(200))
def test_rows_hold_each_persons_circle_in_order(seed):
    n, pairs = oracles.random_pairs(seed)
    csr = kernels.csr([a for a, _ in pairs], [b for _, b in pairs], n)
    known = oracles.circles(n, pairs)
    assert [csr.neighbors[csr.row(v)].tolist() for v in range(n)] == [sorted(c) for c in known]
    assert csr.degree.tolist() == [len(circle) for circle in known]
    tail = np.repeat(np.arange(n), csr.degree)
    assert [
        tuple(sorted(ends)) for ends in zip(tail.tolist(), csr.neighbors.tolist(), strict=True)
    ] == [pairs[row] for row in csr.pair]
    assert (tail[csr.twin] == csr.neighbors).all()
    assert (csr.neighbors[csr.twin] == tail).all()


@pytest.mark.parametrize("seed", range(40))
def test_rows_do_not_depend_on_the_order_of_pairs_or_ends(seed):
    n, pairs = oracles.random_pairs(seed)
    rng = np.random.default_rng(seed)
    shuffled = [
        pairs[k] if rng.random() < 0.5 else pairs[k][::-1] for k in rng.permutation(len(pairs))
    ]
    one = kernels.csr([a for a, _ in pairs], [b for _, b in pairs], n)
    two = kernels.csr([a for a, _ in shuffled], [b for _, b in shuffled], n)
    assert (one.neighbors == two.neighbors).all()
    assert (one.indptr == two.indptr).all()
    assert (one.twin == two.twin).all()
    ends = [tuple(sorted(shuffled[row])) for row in two.pair]
    assert ends == [pairs[row] for row in one.pair]


def test_nobody_and_lone_people_have_empty_rows():
    assert kernels.csr([], [], 0).indptr.tolist() == [0]
    assert kernels.csr([], [], 3).indptr.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("i", "j", "n", "says"),
    [
        ([0], [0], 1, "person 0 is tied to themselves"),
        ([0, 1], [1, 0], 2, r"pair \(0, 1\) is given twice"),
        ([0], [2], 2, "people are numbered 0 to 1; got 0 and 2"),
        ([-1], [1], 2, "people are numbered 0 to 1"),
        ([0, 1], [1], 2, "differ in shape"),
    ],
)
def test_rows_refuse_what_the_network_should_have_dropped(i, j, n, says):
    with pytest.raises(ValueError, match=says):
        kernels.csr(i, j, n)


def test_steps_and_costs_are_those_of_the_fixed_point_rule():
    p = np.linspace(0, 1, 4_097)
    steps = kernels.steps_of(p)
    assert steps.min() == 1
    assert steps.max() == rules.P_STEPS
    assert (np.abs(kernels.p_of(steps) - p)[p >= 1 / rules.P_STEPS] <= 0.5 / rules.P_STEPS).all()
    every = np.arange(1, rules.P_STEPS + 1)
    expected = [round(rules.COST_ONE * -math.log(k / rules.P_STEPS)) for k in every.tolist()]
    assert kernels.cost_of(every).tolist() == expected
    assert (np.diff(kernels.cost_of(every)) < 0).all()
    assert 1_000 * kernels.cost_of(1) < kernels.BLOCKED


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_likelier_hop_never_costs_more(p, q):
    low, high = kernels.cost_of(kernels.steps_of(sorted([p, q])))
    assert low >= high


@pytest.mark.parametrize("p", [math.nan, -0.1, 1.1])
def test_what_is_no_chance_is_refused(p):
    with pytest.raises(ValueError, match="from 0 to 1"):
        kernels.steps_of([0.5, p])


@pytest.mark.parametrize("steps", [0, 1_025])
def test_steps_outside_the_ladder_are_refused(steps):
    with pytest.raises(ValueError, match="from 1 to 1024"):
        kernels.cost_of(steps)


def test_decay_halves_at_each_half_life_and_refuses_none():
    table = kernels.decay_table(1_000, 90)
    assert table[0] == rules.DECAY_ONE
    assert table[90] * 2 == rules.DECAY_ONE
    assert table[900] * 1_024 == rules.DECAY_ONE
    assert (np.diff(table) < 0).all()
    assert len(kernels.decay_table(0, 90)) == 0
    with pytest.raises(ValueError, match="above 0"):
        kernels.decay_table(10, 0)


def _days_of(seed: int) -> tuple[list[list[tuple[int, float]]], int]:
    rng = np.random.default_rng(seed)
    as_of = 20_000
    pairs = []
    for _ in range(int(rng.integers(0, 8))):
        days = np.unique(rng.integers(as_of - 800, as_of + 1, int(rng.integers(0, 20))))
        pairs.append([(int(day), float(1 / rng.integers(1, 5)) * 1.5) for day in days])
    return pairs, as_of


def _intensity(pairs: list[list[tuple[int, float]]], as_of: int, half_life: float) -> np.ndarray:
    ptr = np.concatenate([[0], np.cumsum([len(days) for days in pairs], dtype=np.int64)])
    flat = [day for days in pairs for day in days]
    days = np.array([day for day, _ in flat], np.int32)
    weight = np.array([weight for _, weight in flat], np.float64)
    return kernels.intensity(ptr.astype(np.int64), days, weight, as_of, half_life)


@pytest.mark.parametrize("seed", range(200))
def test_intensity_is_the_sum_of_decayed_contact_days(seed):
    pairs, as_of = _days_of(seed)
    for half_life in (90, 30.5):
        found = _intensity(pairs, as_of, half_life)
        expected = [oracles.intensity(days, as_of, half_life) for days in pairs]
        np.testing.assert_allclose(found, expected, rtol=0, atol=20 / rules.DECAY_ONE)


@pytest.mark.parametrize("seed", range(50))
def test_one_half_life_later_intensity_is_half_within_a_step_a_day(seed):
    pairs, as_of = _days_of(seed)
    now, later = _intensity(pairs, as_of, 90), _intensity(pairs, as_of + 90, 90)
    step = np.array([len(days) for days in pairs]) / rules.DECAY_ONE
    assert (np.abs(later - now / 2) <= step).all()


def test_days_to_come_do_not_count():
    assert _intensity([[(90, 1.0), (110, 1.0)]], 100, 10.0) == _intensity([[(90, 1.0)]], 100, 10.0)


def test_intensity_does_not_depend_on_the_order_of_days():
    days = [(20_000 - k * k % 997, 1 / (1 + k % 3)) for k in range(300)]
    assert _intensity([days], 20_000, 90) == _intensity([days[::-1]], 20_000, 90)
