"""Truth: figures against peers, backtests on worlds whose truth is known, numbers explained."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

import netgraph as ng
from netgraph.cli import main
from netgraph.truth import scores

OUTCOMES = st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40)


# --- figures ----------------------------------------------------------------------------------
@given(OUTCOMES, st.integers(0, 99))
def test_auc_and_average_precision_equal_scikit_learns(rows: list, seed: int) -> None:
    came, score = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    ranking = scores.Ranking(came, score)
    weight = np.random.default_rng(seed).integers(0, 3, len(came)).astype(float)
    if 0 < came.sum() < len(came):
        assert ranking.auc() == pytest.approx(roc_auc_score(came, score))
        assert ranking.average_precision() == pytest.approx(average_precision_score(came, score))
        if weight[came].sum() and weight[~came].sum():
            expected = roc_auc_score(came, score, sample_weight=weight)
            assert ranking.auc(weight) == pytest.approx(expected)
    else:
        assert math.isnan(ranking.auc())


def test_a_chance_that_is_always_the_base_rate_has_no_skill_and_no_error() -> None:
    came = np.array([True, False] * 50)
    assert scores.brier_skill(came, np.full(100, 0.5)) == pytest.approx(0)
    assert scores.brier_skill(came, came.astype(float)) == 1
    assert scores.calibration_error(came, came.astype(float)) == 0
    assert scores.calibration_error(came, 1 - came.astype(float)) == 1


def test_the_rank_of_the_first_that_came_true_breaks_draws_by_lot() -> None:
    label = np.array([False, True, False])
    draw = np.array([0.3, 0.2, 0.1])
    assert scores.reciprocal_rank(label, np.array([3.0, 2.0, 1.0]), draw) == (1 / 2, True)
    assert scores.reciprocal_rank(label, np.array([1.0, 1.0, 1.0]), draw) == (1 / 2, True)
    assert scores.reciprocal_rank(label, np.array([1.0, np.nan, 0.0]), draw) == (1 / 3, True)


# --- backtest ---------------------------------------------------------------------------------
def rhythm(n: int = 60, days: int = 900) -> pd.DataFrame:
    """Ties that keep their rhythm to the end or stop for good: freshness must see which."""
    rng = np.random.default_rng(11)
    people = [f"p{k:02}" for k in range(n)]
    rows = []
    for a, b in itertools.combinations(people, 2):
        if rng.random() < 0.15:
            gap, stops = rng.integers(3, 40), rng.random() < 0.5
            until = rng.integers(50, 500) if stops else days
            rows += [(a, b, day) for day in range(int(rng.integers(0, 60)), int(until), int(gap))]
    log = pd.DataFrame(rows, columns=["source", "target", "day"])
    return log.assign(timestamp=(17_000 + log["day"]) * 86_400).drop(columns="day")


@pytest.fixture(scope="module")
def tested() -> Any:
    return ng.backtest(ng.load(rhythm()), horizon_days=60)


def test_a_backtest_sees_what_is_plain_to_see(tested: Any) -> None:
    found = tested.scores.sort_index().loc[("A", "freshness")].set_index("figure")["value"]
    assert found["AUC"] > 0.95
    assert len(tested.cuts) == 3
    assert any("believe its order" in s or "as well as" in s for s in tested.verdict)


def test_intervals_hold_the_figure_they_are_about(tested: Any) -> None:
    rows = tested.scores.dropna(subset=["low"])
    assert len(rows) >= 4
    assert (rows["low"] <= rows["value"] + 1e-9).all()
    assert (rows["value"] <= rows["high"] + 1e-9).all()


def test_a_backtest_gives_the_same_figures_twice(tested: Any) -> None:
    again = ng.backtest(ng.load(rhythm()), horizon_days=60)
    pd.testing.assert_frame_equal(again.scores, tested.scores)
    assert again.verdict == tested.verdict


def test_a_backtest_never_sees_the_window_it_is_tested_on() -> None:
    log = rhythm()
    net = ng.load(log)
    cut = np.datetime64("1970-01-01") + np.timedelta64(17_000 + 540, "D")
    early = ng.load(log[log["timestamp"] <= cut.astype("datetime64[s]").astype(int)], as_of=cut)
    pd.testing.assert_frame_equal(ng.freshness(net.at(cut)), ng.freshness(early))


def test_reliability_is_ten_bins_of_equal_mass(tested: Any) -> None:
    table = tested.reliability
    assert table["n"].max() - table["n"].min() <= 1
    assert (table["p_contact"].diff().dropna() >= 0).all()
    assert (table["low"] <= table["share"] + 1e-9).all()
    assert (table["share"] <= table["high"] + 1e-9).all()


def test_contact_by_dice_deserves_no_belief() -> None:
    rng = np.random.default_rng(4)
    people = [f"p{k:02}" for k in range(40)]
    ties = list(itertools.combinations(people, 2))
    rows = [
        (*ties[k], 17_000 + d) for d in range(400) for k in rng.choice(len(ties), 12, replace=False)
    ]
    log = pd.DataFrame(rows, columns=["source", "target", "day"])
    log = log.assign(timestamp=log["day"] * 86_400).drop(columns="day")
    verdict = " ".join(ng.backtest(ng.load(log), horizon_days=30).verdict)
    assert "no better than a coin" in verdict
    assert "read it as the percentage it is" not in verdict


def test_a_log_too_short_says_so_and_gives_no_figure() -> None:
    log = pd.DataFrame({"source": ["a"], "target": ["b"], "timestamp": ["2026-01-01"]})
    result = ng.backtest(ng.load(log))
    assert len(result.scores) == len(result.reliability) == len(result.cuts) == 0
    assert result.verdict[0] == "The log covers 1 day: too short to test windows of 90 days."
    empty = ng.load({"contacts": pd.DataFrame({"id": ["me"]})}, ego="me", as_of="2026-01-01")
    assert "covers 0 days" in ng.backtest(empty).verdict[0]
    with pytest.raises(ng.NetgraphError, match="at least 1 day"):
        ng.backtest(empty, horizon_days=0)


def test_a_personal_backtest_is_about_ones_own_ties_and_stated_closeness() -> None:
    result = ng.backtest(ng.load("sample_data", ego="me", as_of="2026-11-01"))
    scores = result.scores.sort_index()
    assert scores.loc[[("D", "strength")], "value"].item() > 0.7
    assert ("A", "outlook") not in scores.index
    assert scores.loc[("A", "freshness"), "n_cases"].max() < 500
    assert json.loads(json.dumps(result.to_dict(), default=float))["horizon_days"] == 90
    assert "<li>" in result._repr_html_()


def test_asks_that_were_answered_calibrate_the_chance_of_a_yes() -> None:
    helpers = {"always": [True] * 12, "never": [False] * 12}
    asks, said = [], []
    for day in range(12):
        for helper, answers in helpers.items():
            name = f"{helper}{day}"
            asks.append({"id": name, "helper": helper})
            status = "agreed" if answers[day] else "declined"
            said.append({"ask": name, "status": status, "on": f"2026-01-{day + 1:02}"})
    frames = {
        "contacts": pd.DataFrame({"id": ["me", *helpers], "name": ["Me", "Al", "Nev"]}),
        "asks": pd.DataFrame(asks),
        "ask_events": pd.DataFrame(said),
    }
    result = ng.backtest(ng.load(frames, ego="me", as_of="2026-11-01"))
    assert result.scores.sort_index().loc[[("asks", "share of yes")], "value"].item() == 0.5
    assert result.scores.sort_index().loc[[("asks", "p_agree")], "value"].item() > 0.5
    assert "50% of 24 answered asks were a yes" in result.verdict[-1]


def test_the_backtest_of_enron_says_what_the_protocol_says(shared_data: Path) -> None:
    log = pd.read_csv(shared_data / "networks" / "enron" / "edges.csv.gz")
    log = log[log["source"] != log["target"]]
    low, high = log["timestamp"].quantile([0.01, 0.995])
    log = log[log["timestamp"].between(low, high)][["source", "target", "timestamp"]]
    result = ng.backtest(ng.load(log.astype({"source": str, "target": str})), horizon_days=30)
    value = result.scores.set_index("figure", append=True)["value"]
    assert value[("A", "freshness", "AUC")] == pytest.approx(0.823, abs=0.01)
    assert value[("A", "outlook", "AUC")] == pytest.approx(0.832, abs=0.01)
    assert value[("B", "reach", "MRR")] == pytest.approx(0.303, abs=0.05)
    assert value[("A", "p_contact", "Brier skill")] > 0.2


def test_the_program_tells_the_verdict_and_gives_every_figure(
    capsys: Any, monkeypatch: Any
) -> None:
    words = ["netgraph", "backtest", "sample_data", "--ego", "me", "--as-of", "2026-11-01"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit, match="0"):
        main()
    verdict = ng.backtest(ng.load("sample_data", ego="me", as_of="2026-11-01")).verdict
    out = capsys.readouterr().out
    assert all(sentence in out for sentence in verdict)
    monkeypatch.setattr("sys.argv", [*words, "--format", "json"])
    with pytest.raises(SystemExit, match="0"):
        main()
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == list(verdict)
    assert {"task", "rule", "figure", "value", "n_cases"} <= set(document["rows"][0])


def test_the_reliability_diagram_shows_each_bin_and_says_when_there_is_none(tested: Any) -> None:
    ax = ng.plots.reliability(tested.reliability)
    line = next(one for one in ax.lines if one.get_marker() == "o")
    assert list(line.get_xdata()) == tested.reliability["p_contact"].tolist()
    plt.close("all")
    ax = ng.plots.reliability(tested.reliability.head(0))
    assert "uncalibrated" in ax.get_title("left")
    plt.close("all")


# --- explain ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def sample() -> ng.Network:
    return ng.load("sample_data", ego="me", as_of="2026-11-01")


ANSWERS = {
    "freshness": ng.freshness,
    "strength": ng.strength,
    "weak_ties": ng.weak_ties,
    "brokerage": ng.brokerage,
    "introducers": ng.introducers,
    "outlook": ng.outlook,
    "favours": ng.favours,
    "reach": ng.reach,
    "whom_to_ask": lambda net: ng.whom_to_ask(net, "ravi"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_number_of_every_answer_is_explained(sample: ng.Network, answer: str) -> None:
    frame = ANSWERS[answer](sample)
    told = ng.explain(frame, frame.index[0])
    numbers = list(frame.select_dtypes(["number", "bool", "datetime"]))
    missing = set(numbers) - {term.name for term in told.terms}
    assert not missing
    for term in told.terms:
        assert term.formula
        assert set(term.inputs) <= set(frame.columns)
    assert str(told).startswith(str(frame["name"].iloc[0]))
    assert "<table>" in told._repr_html_()
    json.dumps(told.to_dict(), default=str)


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_worked_formula_ends_in_the_number_of_the_row(sample: ng.Network, answer: str) -> None:
    frame = ANSWERS[answer](sample)
    for key in frame.index[:15]:
        for term in ng.explain(frame, key).terms:
            if term.worked:
                result = float(term.worked.rsplit("=", 1)[1])
                assert result == pytest.approx(term.value, abs=2e-3)


def test_what_would_change_freshness_is_what_a_contact_would_do(sample: ng.Network) -> None:
    row = ng.freshness(sample).loc["ana"]
    change = ng.explain(ng.freshness(sample), "ana")["freshness"].change
    after = math.log(2 + row["n_contact_days"])
    assert f"would make it {after:.2f}" in change


def test_people_are_found_by_id_by_name_and_pairs_in_any_order(sample: ng.Network) -> None:
    by_id = ng.explain(ng.freshness(sample), "ana")
    assert ng.explain(ng.freshness(sample), "Ana Ruiz").to_dict() == by_id.to_dict()
    pairs = ng.freshness(sample, of="all")
    a, b = pairs.index[0]
    assert repr(ng.explain(pairs, (a, b))) == repr(ng.explain(pairs, (b, a)))
    with pytest.raises(ng.UnknownPersonError, match="ana"):
        ng.explain(ng.freshness(sample), "anna")
    with pytest.raises(ng.SchemaError, match="what a measure or an advice returned"):
        ng.explain(pd.DataFrame({"x": [1]}), "ana")
    with pytest.raises(ng.SchemaError, match="no number 'luck'"):
        by_id["luck"]


def test_a_route_is_taken_apart_hop_by_hop(sample: ng.Network) -> None:
    route = ng.routes(sample, person="ravi")[0]
    told = ng.explain(route)
    assert told.about == " → ".join(route.names)
    assert told["p"].value == route.p
    assert len(told.terms) == 1 + len(route.hops)
    for term, hop in zip(told.terms[1:], route.hops, strict=True):
        assert term.value == hop.p
        assert float(term.worked.rsplit("=", 1)[1]) == pytest.approx(hop.p, abs=1e-3)


def test_an_unknown_number_is_not_worked_out(sample: ng.Network) -> None:
    unknown = ng.freshness(sample).index[-1]
    term = ng.explain(ng.freshness(sample), unknown)["freshness"]
    assert term.worked == ""
    assert "unknown" in str(term)


@given(st.integers(1, 30), st.integers(0, 400))
@settings(max_examples=20, deadline=None)
def test_the_explanation_of_freshness_is_its_formula(n: int, silent: int) -> None:
    days = pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d")
    log = pd.DataFrame({"source": "a", "target": "b", "timestamp": days})
    as_of = pd.Timestamp("2024-01-01") + pd.Timedelta(days=n - 1 + silent)
    frame = ng.freshness(ng.load(log, as_of=as_of.date()))
    worked = ng.explain(frame, ("a", "b"))["freshness"].worked
    value = math.log(1 + n) - 0.8 * math.log(1 + silent)
    assert worked == f"ln(1 + {n}) − 0.8 · ln(1 + {silent}) = {value:.3f}"
