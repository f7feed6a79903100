"""Chances of contact, the outlook of a tie and favours: oracles, golden values, refusals."""

from __future__ import annotations

import itertools
import math
from typing import Any

import networkx as nx
import numpy as np
import oracles_measures as oracle
import pandas as pd
import pytest
from scipy import integrate, stats
from sklearn.linear_model import LogisticRegression

import netgraph as ng
from netgraph.measures import calibration
from netgraph.measures.calibration import Past


def history(rng: np.random.Generator, n: int = 300, horizon: int = 60) -> pd.DataFrame:
    """A log of n ties with rates and endings of their own, 500 days long."""
    rows = []
    for k in range(n):
        rate, ends = rng.gamma(0.8, 0.05), rng.beta(1, 9)
        day = float(rng.integers(0, 400))
        while day <= 500:
            rows.append((f"a{k:03}", f"b{k:03}", int(day)))
            if rng.random() < ends:
                break
            day += rng.exponential(1 / rate)
    log = pd.DataFrame(rows, columns=["source", "target", "day"])
    days = 1_500_000_000 // 86_400 + log["day"]
    return log.assign(timestamp=days * 86_400)[["source", "target", "timestamp"]]


# --- MBG/NBD ----------------------------------------------------------------------------------
GOLDEN = np.array([0.525, 6.183, 0.891, 1.614])


@pytest.mark.parametrize(("x", "t_last", "alive"), [(2, 30.43, 0.706202), (0, 0.0, 0.389735)])
def test_p_alive_has_its_golden_values(x: int, t_last: float, alive: float) -> None:
    found = calibration.p_alive(GOLDEN, np.array([x]), np.array([t_last]), np.array([38.86]))
    assert found[0] == pytest.approx(alive, abs=1e-6)


@pytest.mark.parametrize(("x", "t_last"), [(0, 0.0), (1, 3.0), (2, 30.43), (7, 38.0)])
def test_mbg_equals_direct_integration_over_rates_and_endings(x: int, t_last: float) -> None:
    r, alpha, a, b = GOLDEN
    rate, ending = stats.gamma(r, scale=1 / alpha), stats.beta(a, b)

    def over_rates(until: float, more: float = 0.0) -> float:
        def density(lam: float) -> float:
            none = 1 - math.exp(-lam * more) if more else 1.0
            return lam**x * math.exp(-lam * until) * none * rate.pdf(lam)

        return integrate.quad(density, 0, 1)[0] + integrate.quad(density, 1, np.inf)[0]

    goes_on = integrate.quad(lambda p: (1 - p) ** (x + 1) * ending.pdf(p), 0, 1)[0]
    stops = integrate.quad(lambda p: p * (1 - p) ** x * ending.pdf(p), 0, 1)[0]
    alive, ended = goes_on * over_rates(38.86), stops * over_rates(t_last)
    arrays = np.array([float(x)]), np.array([t_last]), np.array([38.86])
    found = calibration.mbg_log_likelihood(GOLDEN, *arrays)[0]
    assert found == pytest.approx(math.log(alive + ended), abs=1e-5)
    assert calibration.p_alive(GOLDEN, *arrays)[0] == pytest.approx(
        alive / (alive + ended), abs=1e-6
    )
    past = Past(np.array([x + 1.0]), np.array([0.0]), np.array([t_last]), 0)
    past = Past(past.n_days, past.first - 38.86, past.last - 38.86, 0)
    within = goes_on * over_rates(38.86, more=30) / (alive + ended)
    assert calibration.p_mbg(GOLDEN, past, 30)[0] == pytest.approx(within, abs=1e-6)


def test_the_fit_of_mbg_is_a_maximum_and_finds_the_parameters_of_its_own_data() -> None:
    rng = np.random.default_rng(3)
    net = ng.load(history(rng, 2_000))
    past = calibration.past_of(net.pairs, net.as_of_day)
    best = calibration.fit_mbg(past)
    arrays = past.n_days - 1, past.last - past.first, past.as_of_day - past.first
    likelihood = calibration.mbg_log_likelihood(best, *arrays).mean()
    for k, factor in itertools.product(range(4), (0.8, 1.25)):
        other = best.copy()
        other[k] *= factor
        assert calibration.mbg_log_likelihood(other, *arrays).mean() <= likelihood + 1e-6
    r, alpha, a, b = best
    assert r / alpha == pytest.approx(0.8 * 0.05, rel=0.3)
    assert a / (a + b) == pytest.approx(0.1, abs=0.05)


# --- the logit --------------------------------------------------------------------------------
def test_the_logit_equals_scikit_learns() -> None:
    net = ng.load(history(np.random.default_rng(1)))
    past = calibration.past_of(net.pairs, net.as_of_day - 60)
    outcome = calibration.came(net.pairs, net.as_of_day - 60, net.as_of_day)
    beta = calibration.fit_logit(past, outcome)
    x = np.stack([np.log1p(past.days_silent), np.log1p(past.n_days)], axis=1)[past.known]
    peer = LogisticRegression(C=1e8, tol=1e-10, max_iter=1_000).fit(x, outcome[past.known])
    assert beta == pytest.approx([*peer.intercept_, *peer.coef_[0]], abs=1e-3)
    p = calibration.p_logit(beta, past)[past.known]
    assert p == pytest.approx(peer.predict_proba(x)[:, 1], abs=1e-4)


def test_a_log_that_separates_cleanly_still_has_finite_chances() -> None:
    n = np.r_[np.full(60, 5.0), np.full(60, 1.0)]
    past = Past(n, np.zeros(120), np.r_[np.full(60, 99.0), np.zeros(60)], 100)
    p = calibration.p_logit(calibration.fit_logit(past, n > 2), past)
    assert np.isfinite(p).all()
    assert (p[:60] > 0.9).all()
    assert (p[60:] < 0.1).all()


# --- p_contact --------------------------------------------------------------------------------
def test_p_contact_says_by_which_rule_and_on_how_many_ties() -> None:
    frame = ng.freshness(ng.load(history(np.random.default_rng(2))), horizon_days=60)
    assert frame["p_contact"].between(0, 1).all()
    assert set(frame["p_contact_rule"]) <= {"logit", "MBG/NBD", "mean of both"}
    assert frame["n_fitted_pairs"].unique()[0] >= 100
    assert not frame["why"].str.contains("uncalibrated").any()


def test_p_contact_comes_true_as_often_as_it_says() -> None:
    log = history(np.random.default_rng(5), 1_500)
    end = pd.Timestamp(log["timestamp"].max(), unit="s")
    past = ng.load(log, as_of=(end - pd.Timedelta(days=60)).date())
    frame = ng.freshness(past, horizon_days=60)
    later = ng.freshness(ng.load(log))["days_silent"].reindex(frame.index)
    came = later < 60
    assert frame["p_contact"].mean() == pytest.approx(came.mean(), abs=0.04)
    for _, rows in frame.groupby(pd.qcut(frame["p_contact"], 4, duplicates="drop"), observed=True):
        assert rows["p_contact"].mean() == pytest.approx(came[rows.index].mean(), abs=0.12)


@pytest.mark.parametrize("n", [30, 99])
def test_below_a_hundred_ties_p_contact_stays_uncalibrated(n: int) -> None:
    frame = ng.freshness(ng.load(history(np.random.default_rng(2), n)), horizon_days=60)
    assert frame["p_contact"].isna().all()
    assert set(frame["p_contact_rule"]) == {"uncalibrated"}
    assert (frame["n_fitted_pairs"] == 0).all()
    assert frame["why"].str.contains("uncalibrated").all()


def test_a_log_that_ended_long_ago_is_uncalibrated() -> None:
    log = history(np.random.default_rng(2))
    end = pd.Timestamp(log["timestamp"].max(), unit="s")
    frame = ng.freshness(ng.load(log, as_of=(end + pd.Timedelta(days=400)).date()))
    assert frame["p_contact"].isna().all()


def test_a_window_of_no_days_is_refused() -> None:
    with pytest.raises(ng.NetgraphError, match="at least 1 day"):
        ng.freshness(ng.load(history(np.random.default_rng(2), 5)), horizon_days=0)


# --- outlook ----------------------------------------------------------------------------------
def outlook_of(world: oracle.World, u: str, v: str) -> dict[str, float]:
    """The outlook by loops."""
    days = oracle.days_of(world, u, v)
    fresh = {
        frozenset(pair): oracle.freshness(world, *pair).get("freshness", -math.inf)
        for pair in itertools.combinations(world.people, 2)
    }
    w = {pair: 1 / (1 + math.exp(-f)) if f > -math.inf else 0.0 for pair, f in fresh.items()}
    others = [p for p in world.people if p not in (u, v)]
    through = sum(w[frozenset((u, k))] * w[frozenset((v, k))] for k in others)
    total = [sum(w[frozenset((e, k))] for k in world.people if k != e) for e in (u, v)]
    silent = [
        min(
            world.as_of - max(oracle.days_of(world, e, k))
            for k in world.people
            if k != e and oracle.days_of(world, e, k)
        )
        for e in (u, v)
    ]
    contact = sum(math.log2(1 + weight) for weight, _ in days.values())
    warm = through / math.sqrt(total[0] * total[1])
    rank = (
        math.log(1 + contact)
        - 0.8 * math.log(1 + world.as_of - max(days))
        + 0.5 * math.log(0.01 + warm)
        - 0.3 * sum(math.log(1 + s) for s in silent)
    )
    return {"outlook": rank, "contact": contact, "warm_mutual": warm}


def test_outlook_equals_its_oracle() -> None:
    for seed in range(100):
        world, net = oracle.loaded(oracle.whole_log(seed))
        for (a, b), row in ng.outlook(net).iterrows():
            for name, value in outlook_of(world, a, b).items():
                assert row[name] == pytest.approx(value)
            assert 0 <= row["warm_mutual"] <= 1 + 1e-12


def test_outlook_is_unknown_where_others_contacts_are() -> None:
    net = ng.load("sample_data", ego="me", as_of="2026-11-01")
    frame = ng.outlook(net)
    assert frame["outlook"].isna().all()
    assert frame["why"].str.contains("not in these data|no contact is logged").all()


def test_outlook_by_person_is_the_same_as_by_pair() -> None:
    _, net = oracle.loaded(oracle.whole_log(7))
    ego = str(net.ids[0])
    mine = ng.outlook(net.seen_by(ego))["outlook"]
    every = ng.outlook(net)["outlook"]
    assert mine.to_dict() == pytest.approx({p: every[tuple(sorted((ego, p)))] for p in mine.index})


# --- favours ----------------------------------------------------------------------------------
def ledger(rows: list[tuple[str, str, str, str]], **tables: Any) -> pd.DataFrame:
    frames = {
        "contacts": pd.DataFrame({"id": ["me", "ana", "bo"], "name": ["Me", "Ana", "Bo"]}),
        "favours": pd.DataFrame(rows, columns=["giver", "receiver", "date", "kind"]),
        **tables,
    }
    return ng.favours(ng.load(frames, ego="me", as_of="2026-11-01"))


@pytest.mark.parametrize(
    ("got", "given", "says"),
    [(3, 0, ""), (4, 0, "you owe"), (0, 4, "they owe"), (0, 3, ""), (2, 2, ""), (9, 2, "you owe")],
)
def test_you_owe_is_said_only_where_little_doubt_is_left(got: int, given: int, says: str) -> None:
    rows = [("ana", "me", f"2026-01-{k + 1:02}", "advice") for k in range(got)]
    rows += [("me", "ana", f"2026-02-{k + 1:02}", "advice") for k in range(given)]
    row = ledger(rows).loc["ana"]
    assert (row["n_got"], row["n_given"], row["says"]) == (got, given, says)
    assert row["balance"] == pytest.approx((given - got) / (given + got))
    share = stats.beta(given + 1, got + 1)
    assert [row["share_low"], row["share_high"]] == pytest.approx(
        [share.ppf(0.05), share.ppf(0.95)]
    )
    assert ("owe" in row["why"].lower()) == bool(says)


def test_thanks_close_what_was_before_and_not_what_comes_after() -> None:
    rows = [
        ("ana", "me", "2026-01-01", "introduction"),
        ("me", "ana", "2026-01-02", "thanks"),
        ("ana", "me", "2026-03-01", "advice"),
        ("ana", "me", "2027-01-01", "advice"),
    ]
    row = ledger(rows).loc["ana"]
    assert (row["n_got"], row["n_unthanked"]) == (2, 1)
    assert row["last_on"] == pd.Timestamp("2026-03-01")


def test_a_logged_thank_you_counts() -> None:
    rows = [("ana", "", "2026-01-01", "advice"), ("bo", "me", "2026-01-01", "advice")]
    said = pd.DataFrame({"date": ["2026-01-05"], "people": ["bo"], "kind": ["thanks"]})
    frame = ledger(rows, interactions=said)
    assert frame["n_unthanked"].to_dict() == {"ana": 1, "bo": 0}


def test_favours_without_an_ego_name_seen_by() -> None:
    with pytest.raises(ng.UnknownPersonError, match="seen_by"):
        ng.favours(ng.load(pd.DataFrame({"source": ["a"], "target": ["b"]})))


def test_favours_of_nobody_are_an_empty_answer() -> None:
    frame = ledger([("bo", "ana", "2026-01-01", "advice")])
    assert len(frame) == 0
    assert {"balance", "why"} <= set(frame)


def test_the_circle_figures_of_karate_are_networkx(tmp_path: Any) -> None:
    club = nx.karate_club_graph()
    rows = [(f"{a:02}", f"{b:02}") for a, b in club.edges]
    net = ng.load(pd.DataFrame(rows, columns=["source", "target"]))
    for node in club:
        held = ng.weak_ties(net.seen_by(f"{node:02}"))["dispersion"]
        for other in club[node]:
            expected = nx.dispersion(club, node, other, alpha=0.61, b=0, c=5)
            assert held[f"{other:02}"] == pytest.approx(expected)
