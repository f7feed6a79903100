"""The measures on real contact logs, through the public API: the figures they must reach."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def truth() -> ModuleType:
    """The benchmark, so that what it prints is what is tested."""
    spec = importlib.util.spec_from_file_location("truth", ROOT / "benchmarks" / "truth.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def protocol(truth: Any, shared_data: Path) -> ModuleType:
    return truth.load_protocol(shared_data / "networks")


@pytest.mark.parametrize(
    ("name", "least"),
    [("enron", 0.82), ("radoslaw", 0.888), ("collegemsg", 0.912), ("reality-text", 0.828)],
)
def test_freshness_predicts_the_next_contact(
    truth: Any, protocol: Any, name: str, least: float
) -> None:
    score = truth.score(protocol, "A", name)["score"]
    assert score["freshness"] >= least
    assert score["freshness"] >= score["recency"] - 0.01


@pytest.mark.parametrize(
    ("name", "fitted"),
    [
        ("enron", 0.836),
        ("radoslaw", 0.899),
        ("collegemsg", 0.934),
        ("reality-text", 0.867),
        ("workplace13", 0.760),
        ("highschool13", 0.768),
    ],
)
def test_outlook_is_above_freshness_and_near_the_best_fitted_model(
    truth: Any, protocol: Any, name: str, fitted: float
) -> None:
    score = truth.score(protocol, "A", name)["score"]
    assert score["outlook"] > score["freshness"]
    assert score["outlook"] >= fitted - 0.02


def test_p_contact_is_a_chance_and_not_only_a_rank(truth: Any, protocol: Any) -> None:
    names = ("enron", "radoslaw", "collegemsg", "reality-text")
    scores = [truth.score(protocol, "P", name)["score"] for name in names]
    assert sum(s["skill"] for s in scores) / 4 >= 0.30
    assert sum(s["calibration error"] for s in scores) / 4 <= 0.04


@pytest.mark.parametrize("name", ["workplace13", "highschool13"])
def test_freshness_is_nowhere_below_recency(truth: Any, protocol: Any, name: str) -> None:
    score = truth.score(protocol, "A", name)["score"]
    assert score["freshness"] >= score["recency"] - 0.01


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("enron", 0.29),
        ("radoslaw", 0.25),
        ("collegemsg", 0.06),
        ("workplace13", 0.36),
        ("highschool13", 0.48),
    ],
)
def test_reach_predicts_new_contacts_better_than_the_best_path(
    truth: Any, protocol: Any, name: str, least: float
) -> None:
    score = truth.score(protocol, "B", name)["score"]
    assert score["reach"] >= least
    assert score["reach"] > score["best single path"]


@pytest.mark.parametrize("name", ["enron", "radoslaw"])
def test_whom_to_ask_names_who_kept_both_ends_warm(truth: Any, protocol: Any, name: str) -> None:
    score = truth.score(protocol, "C", name)["score"]
    assert score["whom_to_ask"] >= 0.71
    assert score["whom_to_ask"] > score["the helper's tie alone"] + 0.03


def test_strength_tells_reported_friends(truth: Any, protocol: Any) -> None:
    score = truth.score(protocol, "D", "highschool13")["score"]
    assert score["strength"] >= 0.84
    assert score["strength"] > score["intensity"]
