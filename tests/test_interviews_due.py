"""What is owed: thanks to hosts and assistants, news to introducers, what asks wait for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import netgraph as ng
from netgraph.interviews.due import due
from netgraph.interviews.words import first_name

HOME = Path(__file__).resolve().parent.parent / "sample_data"


@pytest.fixture(scope="module")
def sample() -> ng.Network:
    return ng.load(HOME, ego="me", as_of="2026-11-01")


def owed(**tables: object) -> pd.DataFrame:
    """What is owed on 1 November by somebody with these tables."""
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    as_of = frames.pop("as_of", None)
    day = "2026-11-01" if as_of is None else str(as_of.iloc[0, 0])
    return due(ng.load(frames, ego="me", as_of=day))


PEOPLE = [
    {"id": "me", "name": "Me"}, {"id": "host", "name": "Host"},
    {"id": "aide", "name": "Aide", "assistant_of": "host"}, {"id": "ana", "name": "Ana"},
]  # fmt: skip


def talk(date: str, minutes: float = 40, arranged_by: str = "") -> dict[str, object]:
    events = [
        {
            "id": "e1",
            "date": date,
            "kind": "interview",
            "minutes": minutes,
            "arranged_by": arranged_by,
        }
    ]
    parts = [{"event": "e1", "person": p, "role": "present"} for p in ("me", "host")]
    return {"contacts": PEOPLE, "events": events, "event_people": parts}


def test_the_sample_owes_what_its_readme_says(sample: ng.Network) -> None:
    found = due(sample)
    thanks = found[found["what"] == "thanks"]
    assert thanks["due_on"].dt.strftime("%m-%d").to_dict() == {
        "agatha": "10-29", "dieter": "10-29", "henrike": "11-02", "paul": "11-02",
    }  # fmt: skip
    assert thanks["is_overdue"].tolist() == [True, True, False, False]
    news = found[found["what"] == "news"]
    assert news["due_on"].dt.strftime("%m-%d").to_dict() == {
        "clemence": "10-20", "leila": "11-03", "ingrid": "11-07",
    }  # fmt: skip
    readme = (HOME / "README.md").read_text("utf-8").partition("**Owed today:**")[2]
    told = readme.partition("\n\n")[0]
    owed_to = found[found["what"] != "touch"]
    assert all(first_name(name) in told for name in owed_to["name"])
    assert found.loc["gwen", "what"] == "send"  # drafted on 29 October
    assert set(found.index[found["what"] == "answer"]) == {"nadia", "leila"}
    assert (found["what"] == "touch").sum() == 3
    assert found["why"].str.len().max() <= 160


def test_hours_are_counted_from_the_end_of_the_talk(sample: ng.Network) -> None:
    # 31 October 10:30 UTC, 40 minutes, 48 hours: 2 November 11:10
    assert due(sample).loc["henrike", "hours_left"] == pytest.approx(35 + 10 / 60)
    now = dt.datetime(2026, 11, 2, 12, 10, tzinfo=dt.UTC)
    late = due(sample, now=now).loc["henrike"]
    assert (late["hours_left"], bool(late["is_overdue"])) == (-1.0, True)


def test_where_only_the_day_is_known_the_hours_end_with_the_last_day() -> None:
    found = owed(**talk("2026-10-31"))
    assert found["due_on"].dt.strftime("%m-%d").to_dict() == {"host": "11-02", "aide": "11-02"}
    assert found["hours_left"].tolist() == [48, 48]  # to the end of 2 November


def test_thanks_are_owed_to_the_host_and_to_who_assists_or_arranged() -> None:
    found = owed(**talk("2026-10-31", arranged_by="ana"))
    assert set(found.index) == {"host", "aide", "ana"}
    assert (
        found.loc["ana", "why"]
        == "Ana arranged the talk with Host yesterday; thanks are not noted yet."
    )


def test_thanks_that_were_logged_are_no_longer_owed_and_late_ones_stay() -> None:
    tables = talk("2026-03-02")
    said = [{"date": "2026-03-03", "people": "host", "kind": "thanks", "direction": "out"}]
    found = owed(**tables, interactions=said)
    assert found[found["what"] == "thanks"].index.tolist() == ["aide"]
    assert found.loc["aide", "is_overdue"]


def test_thanks_from_the_host_or_before_the_talk_do_not_count() -> None:
    said = [
        {"date": "2026-10-31", "people": "host", "kind": "thanks", "direction": "in"},
        {"date": "2026-10-30", "people": "host", "kind": "thanks", "direction": "out"},
    ]
    found = owed(**talk("2026-10-31"), interactions=said)
    assert "host" in found.index[found["what"] == "thanks"]


def test_the_hours_for_thanks_are_the_users() -> None:
    rules = [{"scope": "all", "key": "thanks_hours", "value": "24"}]
    found = owed(**talk("2026-10-31"), policy=rules)
    assert found["due_on"].dt.strftime("%m-%d").unique().tolist() == ["11-01"]


def test_the_introducer_is_owed_news_until_the_ask_is_closed() -> None:
    asks = [{"id": "a1", "helper": "ana", "target": "host"}]
    days = {"asked": 1, "agreed": 2, "introduced": 3, "met": 10, "thanked": 11, "closed": 20}
    said = [{"ask": "a1", "status": s, "on": f"2026-10-{d:02d}"} for s, d in days.items()]
    tables = {"contacts": PEOPLE, "asks": asks, "ask_events": said}
    net = ng.load({k: pd.DataFrame(v) for k, v in tables.items()}, ego="me", as_of="2026-11-01")
    kinds = {d: due(net.at(f"2026-10-{d:02d}"))["what"].to_dict() for d in (1, 7, 8, 9, 10, 11, 20)}
    assert kinds == {
        1: {},
        7: {"host": "arrange"},
        8: {"host": "arrange"},
        9: {"host": "arrange"},
        10: {"host": "thanks", "aide": "thanks", "ana": "news"},
        11: {"aide": "thanks", "ana": "news"},
        20: {"aide": "thanks"},
    }
    at = due(net.at("2026-10-11")).loc["ana"]
    assert (str(at["due_on"].date()), at["ask"]) == ("2026-10-17", "a1")


def test_an_ask_without_an_answer_wants_a_word_after_a_week() -> None:
    asks = [{"id": "a1", "helper": "ana", "target": "host"}]
    said = [{"ask": "a1", "status": "asked", "on": "2026-10-20"}]
    tables = {"contacts": PEOPLE, "asks": asks, "ask_events": said}
    assert len(owed(**tables, as_of=["2026-10-26"])) == 0
    found = owed(**tables, as_of=["2026-10-27"])
    assert found["what"].to_dict() == {"ana": "answer"}
    assert found.loc["ana", "why"] == "You asked Ana for Host 7 days ago; no answer is noted."


def test_ones_own_cadence_decides_who_is_due_for_a_word() -> None:
    log = [
        {"date": "2026-07-01", "people": p, "kind": "call", "direction": "out"}
        for p in ("ana", "host", "aide")
    ]
    people = [{"id": "me"}, {"id": "ana", "group": "family"}, {"id": "host"}, {"id": "aide"}]
    rules = [{"scope": "person:ana", "key": "cadence_days", "value": "21"}]
    tables = {"contacts": people, "interactions": log}
    assert set(owed(**tables).index) == {"host", "aide"}  # kin are left alone ...
    assert owed(**tables, policy=rules).index[0] == "ana"  # ... unless a rule names them
    never = [{"scope": "all", "key": "cadence_days", "value": "400"}]
    assert len(owed(**tables, policy=never)) == 0


def test_nobody_marked_do_not_contact_is_on_the_list() -> None:
    tables = talk("2026-10-31")
    tables["contacts"] = [
        {**p, "do_not_contact": "yes" if p["id"] == "host" else ""} for p in PEOPLE
    ]
    assert owed(**tables).index.tolist() == ["aide"]
