"""Are the measures true: netgraph's answers on real contact logs, beside the plain rules.

    python benchmarks/truth.py --data DIR [--json] [--only enron radoslaw] [--tasks AB]

DIR holds the networks and `protocol.py`, which fixes how they are scored. Everything is asked
through the public API: the rows up to a cut become a DataFrame, `as_of` is the day of the cut.

A  which known tie is active next (ROC AUC)          `freshness`, `outlook`
P  is the chance of contact true (Brier skill, ECE)  `p_contact` of `freshness`
B  who at distance 2 becomes a contact (MRR)         `reach`
C  which mutual contact kept both ends warm (MRR)    `whom_to_ask`
D  reported friendship (ROC AUC)                     `strength`
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

import netgraph as ng
from netgraph.truth.scores import Ranking, brier_skill, calibration_error, person_draws

DAY = 86_400
TASKS = {
    "A": "which known tie is active next, ROC AUC",
    "P": "the chance of contact in the window: Brier skill, calibration error",
    "B": "who at distance 2 becomes a contact, MRR",
    "C": "which mutual contact kept both ends warm, MRR",
    "D": "reported friendship, ROC AUC",
}


def load_protocol(data: Path) -> ModuleType:
    """The module that fixes samples, truths and figures."""
    spec = importlib.util.spec_from_file_location("protocol", data / "protocol.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{data}: no protocol.py there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the log as a network ---------------------------------------------------------------------
def network(rows: pd.DataFrame, day: float) -> ng.Network:
    """The network of these rows (a, b, day) as of a day; people are numbers as text."""
    log = pd.DataFrame(
        {
            "source": rows["a"].astype(str),
            "target": rows["b"].astype(str),
            "timestamp": rows["day"].to_numpy(np.int64) * DAY,
        }
    )
    return ng.load(log, as_of=str(np.datetime64(int(np.floor(day)), "D")), tz="UTC")


def by_pair(frame: pd.DataFrame, pairs: pd.DataFrame, column: str) -> np.ndarray:
    """A column of an answer by pair, in the order of the protocol's pairs."""
    ends = np.array([[int(a), int(b)] for a, b in frame.index]).reshape(-1, 2)
    index = pd.MultiIndex.from_arrays([ends.min(1), ends.max(1)])
    values = pd.Series(frame[column].to_numpy(), index=index)
    return values.reindex(pd.MultiIndex.from_frame(pairs)).to_numpy()


def by_person(values: pd.Series, people: Any) -> np.ndarray:
    """An answer by person, in the order of the protocol's people."""
    return values.reindex([str(p) for p in people]).to_numpy()


# --- the rules: a name each, and what it scores -----------------------------------------------
A_RULES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "outlook": lambda f: f["outlook"],
    "freshness": lambda f: f["freshness"],
    "recency": lambda f: -f["days_silent"],
    "contact days": lambda f: f["n_contact_days"],
}
B_RULES = {"reach": "reach", "best single path": "p", "common neighbours": "n_helpers"}
C_RULES: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "whom_to_ask": lambda d: d["p"],
    "the helper's tie alone": lambda d: d["p_reach"],
    "random": lambda d: pd.Series(np.random.default_rng(len(d)).random(len(d)), d.index),
}
D_RULES = {"strength": "strength", "contact days": "n_contact_days", "intensity": "intensity"}


def cases_a(protocol: ModuleType, name: str) -> Iterator[dict[str, Any]]:
    """One case a cut: the AUC of each rule, and its error by drawing people again."""
    log, _ = protocol.load(name)
    for cut in protocol.cuts(log, name):
        past = log[log.t <= cut]
        pairs = protocol.pairs_of(past)
        came = np.isin(protocol.key(pairs), protocol.key(protocol.window_of(log, name, cut)))
        net = network(past, cut)
        frame = ng.freshness(net).join(ng.outlook(net)["outlook"])
        scored = pd.DataFrame({rule: says(frame) for rule, says in A_RULES.items()})
        draws = person_draws(int(pairs["v"].max()) + 1)
        weight = draws[:, pairs["u"]] * draws[:, pairs["v"]]
        case: dict[str, Any] = {}
        drawn = {}
        for rule in A_RULES:
            values = by_pair(scored, pairs, rule)
            case[rule] = protocol.auc(came, values)
            ranking = Ranking(came, values)
            drawn[rule] = np.array([ranking.auc(w) for w in weight])
            case[f"se {rule}"] = drawn[rule].std()
        case["se gain"] = (drawn["outlook"] - drawn["freshness"]).std()
        yield case


def cases_p(protocol: ModuleType, name: str) -> Iterator[dict[str, Any]]:
    """One case a cut: Brier skill and calibration error of `p_contact` over the test window."""
    log, _ = protocol.load(name)
    horizon = int(protocol.SETS[name]["window"])
    for cut in protocol.cuts(log, name):
        past = log[log.t <= cut]
        pairs = protocol.pairs_of(past)
        came = np.isin(protocol.key(pairs), protocol.key(protocol.window_of(log, name, cut)))
        frame = ng.freshness(network(past, cut), horizon_days=horizon)
        p = by_pair(frame, pairs, "p_contact")
        if np.isnan(p).any():
            continue
        yield {"skill": brier_skill(came, p), "calibration error": calibration_error(came, p)}


def cases_b(protocol: ModuleType, name: str) -> Iterator[dict[str, Any]]:
    """One case a person and cut: 1 / rank of the first that came true, by each rule."""
    at, net = None, None
    for k, cut, past, _, person, candidates, label, draw in protocol.cases_b(name):
        if k != at:
            at, net = k, network(past, cut)
        answer = ng.reach(net.seen_by(str(person)), max_hops=2)
        yield {
            rule: protocol.first_hit(label, by_person(answer[column], candidates), draw)
            for rule, column in B_RULES.items()
        }


def cases_c(protocol: ModuleType, name: str) -> Iterator[dict[str, Any]]:
    """One case a new tie. Only the two people's ties decide, so only those are loaded."""
    for times, x, y, mutual, cut, label, draw in protocol.cases_c(name):
        rows = [(end, z, t) for z in mutual for end in (x, y) for t in times(end, z)]
        log = pd.DataFrame(rows, columns=["a", "b", "t"])
        net = network(log.assign(day=np.floor(log["t"])), cut)
        answer = ng.whom_to_ask(net.seen_by(str(x)), str(y))
        yield {
            rule: protocol.first_hit(label, by_person(score(answer), mutual), draw)
            for rule, score in C_RULES.items()
        }


def cases_d(protocol: ModuleType, name: str) -> Iterator[dict[str, Any]]:
    """One case: the AUC of each rule over the whole log."""

    def formula(log: pd.DataFrame, pairs: pd.DataFrame, column: str) -> np.ndarray:
        return by_pair(ng.strength(network(log, log.t.max())), pairs, column)

    yield {
        rule: protocol.score_d(lambda log, f, c=column: formula(log, f, c), name)["auc"]
        for rule, column in D_RULES.items()
    }


CASES = {"A": cases_a, "P": cases_p, "B": cases_b, "C": cases_c, "D": cases_d}


def score(protocol: ModuleType, task: str, name: str) -> dict[str, Any]:
    """Mean of each rule over the cases, its standard error by bootstrap, cases and seconds."""
    started = time.perf_counter()
    cases = pd.DataFrame(CASES[task](protocol, name))
    given = {c[3:]: cases.pop(c).mean() for c in list(cases) if c.startswith("se ")}
    rng = np.random.default_rng(7)
    out: dict[str, Any] = {"task": task, "network": name, "n_cases": len(cases)}
    if len(cases):
        draws = cases.to_numpy()[rng.integers(0, len(cases), (500, len(cases)))].mean(axis=1)
        out["score"] = cases.mean().to_dict()
        out["se"] = dict(zip(cases, draws.std(axis=0), strict=True))
        first, second = cases.columns[:2]
        out["gain"] = cases[first].mean() - cases[second].mean()
        out["se"] |= {"gain": (draws[:, 0] - draws[:, 1]).std()} | given
    out["seconds"] = time.perf_counter() - started
    return out


def line(result: dict[str, Any]) -> str:
    """One line of the table."""
    figures = " | ".join(f"{rule} {value:.3f}" for rule, value in result.get("score", {}).items())
    own = next((result["se"][rule] for rule in result.get("score", {})), 0.0)
    gain = ""
    if result["task"] != "P" and "gain" in result:
        gain = f", first − second {result['gain']:+.3f} ± {1.645 * result['se']['gain']:.3f}"
    return (
        f"  {result['network']:13} {figures or 'no cases'}   "
        f"(se {own:.3f}{gain}, n {result['n_cases']}, {result['seconds']:.1f} s)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with protocol.py")
    parser.add_argument("--only", nargs="*", help="networks, all by default")
    parser.add_argument("--tasks", default="APBCD", help="letters out of APBCD")
    parser.add_argument("--json", action="store_true", help="results as JSON")
    asked = parser.parse_args()
    protocol = load_protocol(asked.data)
    results = []
    for task in asked.tasks:
        if not asked.json:
            print(f"{task}  {TASKS[task]}")
        for name in protocol.TASKS["A" if task == "P" else task]:
            if asked.only and name not in asked.only:
                continue
            results.append(score(protocol, task, name))
            if not asked.json:
                print(line(results[-1]), flush=True)
    if asked.json:
        print(json.dumps({"version": ng.__version__, "results": results}, indent=2))


if __name__ == "__main__":
    main()
