"""Whoever does not want to be contacted is left alone by every answer, and no letter uses a name
without permission: over small invented networks with asks, talks, introductions and targets.
"""

from __future__ import annotations

import itertools
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

import netgraph as ng
from netgraph.interviews.agenda import agenda
from netgraph.interviews.draft import KINDS
from netgraph.interviews.reminders import reminders
from netgraph.views.map.draw import picture

AS_OF = "2026-11-01"
NAMES = {
    "me": "Nora Quist", "a": "Abel Drumm", "b": "Bibi Fenn", "c": "Cleo Garth", "d": "Dov Hesk",
    "e": "Edda Jolt", "f": "Finn Krahl", "g": "Gita Lomb",
}  # fmt: skip
OTHERS = [person for person in NAMES if person != "me"]
COMPANIES = ["", "Acme", "Globex"]
ONWARD = ["drafted", "asked", "agreed", "introduced", "met", "thanked", "closed"]
NOT_ONWARD = [["asked", "declined"], ["asked", "no_reply"], ["asked", "agreed", "declined"]]
DAYS = st.integers(1, 31).map("2026-10-{:02}".format)
LATELY = st.one_of(DAYS, st.sampled_from(["2021-03-04", "2025-06-07", "2026-01-20"]))


@st.composite
def worlds(draw: st.DrawFn) -> ng.Network:
    """A network of eight with whatever a search leaves behind."""
    other = st.sampled_from(OTHERS)
    pairs = list(itertools.combinations(NAMES, 2))
    ties = draw(st.lists(st.sampled_from(pairs), min_size=4, max_size=16, unique=True))
    shut = draw(st.sets(other, max_size=3))
    answers = st.sampled_from(["yes", "no", "ask", ""])
    cards = [
        {
            "id": person, "name": name, "company": draw(st.sampled_from(COMPANIES)),
            "school": draw(st.sampled_from(["", "Fenwick"])), "may_use_name": draw(answers),
            "do_not_contact": "yes" if person in shut else "",
            "group": draw(st.sampled_from(["", "friend", "alumni"])) if person != "me" else "",
            "assistant_of": draw(st.sampled_from(["", "", *OTHERS])) if person != "me" else "",
        }
        for person, name in NAMES.items()
    ]  # fmt: skip
    made = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "introducer": other, "introduced": other, "date": LATELY,
                    "to": st.sampled_from(["", "me", *OTHERS[:2]]), "may_use_name": answers,
                    "status": st.sampled_from(
                        ["name_given", "promised", "introduced", "met", "declined"]
                    ),
                }
            ),
            max_size=5,
        )
    )  # fmt: skip
    log = [
        {"date": draw(LATELY), "people": person, "kind": "call", "direction": "out", "note": note}
        for person in draw(st.lists(other, max_size=6))
        for note in [f"spoke of {NAMES[draw(other)]}"]
    ]
    tables: dict[str, Any] = {
        "contacts": cards,
        "ties": [{"a": a, "b": b, "closeness": draw(st.integers(1, 5))} for a, b in ties],
        "introductions": [one for one in made if one["introducer"] != one["introduced"]],
        "interactions": log,
        **draw(talks()),
        **draw(asks()),
        "targets": draw(targets()),
    }
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items() if rows}
    return ng.load(frames, ego="me", as_of=AS_OF)


@st.composite
def talks(draw: st.DrawFn) -> dict[str, Any]:
    events, parts = [], []
    for n, host in enumerate(draw(st.lists(st.sampled_from(OTHERS), max_size=2))):
        arranged = draw(st.sampled_from(["", *OTHERS]))
        events.append(
            {"id": f"e{n}", "date": draw(DAYS), "kind": "interview", "arranged_by": arranged}
        )
        parts += [{"event": f"e{n}", "person": p, "role": "present"} for p in ("me", host)]
    return {"events": events, "event_people": parts}


@st.composite
def asks(draw: st.DrawFn) -> dict[str, Any]:
    rows, said = [], []
    ends = st.tuples(st.sampled_from(OTHERS), st.sampled_from(["", *OTHERS]))
    for n, (helper, target) in enumerate(draw(st.lists(ends, max_size=3))):
        company = draw(st.sampled_from(COMPANIES)) if not target else ""
        rows.append({"id": f"a{n}", "helper": helper, "target": target, "company": company})
        way = draw(st.sampled_from([*(ONWARD[:k] for k in range(1, 8)), *NOT_ONWARD]))
        days = sorted(draw(st.lists(DAYS, min_size=len(way), max_size=len(way))))
        said += [
            {"ask": f"a{n}", "status": status, "on": on}
            for status, on in zip(way, days, strict=True)
        ]
    return {"asks": rows, "ask_events": said}


@st.composite
def targets(draw: st.DrawFn) -> list[dict[str, Any]]:
    people = draw(st.lists(st.sampled_from(OTHERS), max_size=3, unique=True))
    rows = [{"id": f"w-{p}", "person": p, "company": "", "field": ""} for p in people]
    if draw(st.booleans()):
        rows.append({"id": "w-acme", "person": "", "company": "Acme", "field": "floods"})
    return rows


def shut_in(net: ng.Network) -> set[str]:
    return {str(person) for person in net.ids[net.do_not_contact]}


def named_in(text: str) -> set[str]:
    """Whose first or last name stands in a text."""
    words = set(re.findall(r"\w+", text))
    return {person for person, name in NAMES.items() if words & set(name.split())}


SMALL = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow],
)


@SMALL
@given(worlds(), st.integers(1, 4), st.booleans())
def test_nobody_who_does_not_want_to_is_on_a_way(
    net: ng.Network, max_hops: int, inferred: bool
) -> None:
    shut, n_ways = shut_in(net), 0
    goals = [{"person": person} for person in OTHERS]
    goals += [{"company": name} for name in net.companies["name"]]
    goals += [{"field": word} for word in ("floods", "acme")]
    for goal in goals:
        for route in ng.routes(net, **goal, max_hops=max_hops, inferred=inferred):
            n_ways += 1
            for one in (route, *route.disjoint):
                assert not set(one.people) & shut
        miss = ng.nearest_miss(net, **goal, max_hops=max_hops, inferred=inferred)
        if miss is not None and miss.kind != "do not contact":
            assert not {miss.target, miss.helper} & shut
            assert goal.get("person") in shut or not named_in(miss.why) & shut
    for person in OTHERS:
        helpers = ng.whom_to_ask(net, person, inferred=inferred)
        assert not set(helpers.index) & shut
        assert person not in shut or helpers.empty
    within = ng.reach(net, max_hops=max_hops, inferred=inferred)
    assert not (set(within.index) | set(within["helper"]) | set(within["introducer"])) & shut
    assert not named_in(" ".join(within["why"])) & shut
    pairs = ng.reach(net, of="all", inferred=inferred)
    assert not {person for pair in pairs.index for person in pair} & shut
    event(f"somebody shut: {bool(shut)}, ways: {n_ways > 0}")


@SMALL
@given(worlds(), st.integers(1, 4))
def test_nobody_who_does_not_want_to_is_planned_due_or_taken_up(
    net: ng.Network, max_hops: int
) -> None:
    shut = shut_in(net)
    for asked in ({}, {"people": OTHERS}, {"companies": list(net.companies["name"])}):
        found = ng.plan(net, max_hops=max_hops, asks_per_helper=2, **asked)
        for row in found[found["status"] == "ask"].itertuples():
            assert not {*row.people, row.helper, row.person, row.fallback} & shut
            rest = re.sub(r"[^;]*: is not to be contacted(; |$)", "", row.ruled_out)
            rest = re.sub(r": asked for [^;]*", "", rest)
            assert not named_in(rest) & shut
    owed = ng.due(net, touches=10)
    assert not set(owed.index) & shut
    asking = owed[owed["what"].isin(["send", "answer", "arrange"])]
    assert not named_in(" ".join(asking["why"])) & shut
    assert not named_in(" ".join(asking["about"])) & shut
    said = re.findall(r"SUMMARY:(.*?)\r\n(?! )", reminders(net).decode(), re.S)
    assert len(said) == len(ng.due(net))
    assert not named_in(" ".join(said)) & shut
    old = ng.reconnect(net, max_hops=max_hops)
    assert not set(old.index) & shut
    for row in old.itertuples():
        assert not named_in(" ".join([row.why, row.offer, *row.targets])) & shut
    week = agenda(net)
    assert not set(week.index[week["what"] != "meet"]) & shut
    event(f"shut: {bool(shut)}, owed: {len(owed) > 0}, old: {len(old) > 0}")


@SMALL
@given(worlds(), st.sampled_from(OTHERS))
def test_no_letter_goes_to_the_unwilling_or_uses_a_name_without_permission(
    net: ng.Network, whom: str
) -> None:
    shut = shut_in(net)
    for to in OTHERS:
        if to in shut:
            for kind in KINDS:
                with pytest.raises(ng.NetgraphError, match="do_not_contact"):
                    ng.draft(net, to, kind=kind)
            with pytest.raises(ng.NetgraphError, match="do_not_contact"):
                ng.prepare(net, to)
            continue
        for kind, about in itertools.product(KINDS, ["", whom]):
            if about in shut:
                with pytest.raises(ng.NetgraphError, match="do_not_contact"):
                    ng.draft(net, to, kind=kind, about=about)
                continue
            if about and kind not in ("ask", "blurb", "follow_up", "news"):
                continue
            letter = ng.draft(net, to, kind=kind, about=about)
            others = named_in(f"{letter.subject}\n{letter.body}") - {"me", to, about}
            if kind == "thanks":
                others -= hosts_of(net)
            if kind in ("ask", "follow_up", "news") and not about:
                others -= asked_of(net, to)
            assert all(may_name(net, by, to) for by in others), (kind, letter)
            assert not (others & shut)
            assert kind != "blurb" or not others


def hosts_of(net: ng.Network) -> set[str]:
    """Who has given ego a talk, as far as an event or an ask says so."""
    events = net.events[net.events["kind"] == "interview"]
    there = {person for people in events["people"] for person in people.split("; ")}
    met = set(net.ask_events["ask"][net.ask_events["status"] == "met"])
    asked = net.asks[net.asks["id"].isin(met)]
    return (there | set(asked["target"]) | set(asked["helper"])) - {"me", ""}


def asked_of(net: ng.Network, helper: str) -> set[str]:
    """For whom a helper was asked."""
    return set(net.asks["target"][net.asks["helper"] == helper]) - {""} - shut_in(net)


def may_name(net: ng.Network, by: str, to: str) -> bool:
    """Whether somebody who introduced or named `to` has let ego use the name with them."""
    rows = net.introductions
    rows = rows[(rows["introducer"] == by) & (rows["introduced"] == to)]
    rows = rows[rows["to"].isin(["", "me"])]
    if not len(rows[rows["status"] != "declined"]):
        return False
    said = rows[rows["may_use_name"] != ""]
    if len(said):
        newest = said[said["date"] == said["date"].max()]
        return set(newest["may_use_name"]) == {"yes"}
    return bool(net.people.loc[by, "may_use_name"] == "yes")


@SMALL
@given(worlds())
def test_the_sheet_marks_who_does_not_want_to_be_contacted(net: ng.Network) -> None:
    shut = shut_in(net)
    for person in set(OTHERS) - shut:
        parts = dict(ng.prepare(net, person).parts)
        for heading, lines in parts.items():
            if heading.startswith("Whom you"):
                for line in lines:
                    assert ("(do not contact)" in line) == bool(named_in(line) & shut)
        assert not named_in(" ".join(parts["What you could give back"])) & (shut - {person})
        aides = [line for line in parts["Who"] if line.startswith("Assistant: ")]
        for line in aides:
            assert ("(do not contact)" in line) == bool(named_in(line) & shut)


@SMALL
@given(worlds())
def test_the_map_says_so_and_shows_no_way_over_them(net: ng.Network) -> None:
    shut = shut_in(net)
    shown = picture(net)
    assert {str(net.ids[at]) for at in shown.people.do_not_contact.nonzero()[0]} == shut
    for way in shown.ways:
        while way is not None:
            assert not {str(net.ids[at]) for at in way.people} & shut
            way = way.other
    for node in ng.to_pyvis(net).nodes:
        told = "does not want to be contacted" in node["title"]
        assert told == (str(net.ids[node["id"]]) in shut)


def test_of_two_answers_of_one_day_the_stricter_counts_and_what_others_were_told_does_not() -> None:
    given_on = [
        ("2026-09-01", "me", "yes"),
        ("2026-10-01", "me", "yes"),
        ("2026-10-01", "", "ask"),
        ("2026-10-09", "b", "yes"),
    ]
    made = pd.DataFrame(given_on, columns=["date", "to", "may_use_name"])
    made = made.assign(introducer="a", introduced="c", status="name_given")
    cards = pd.DataFrame({"id": list(NAMES), "name": list(NAMES.values())})
    ties = pd.DataFrame([("me", "a", 4), ("a", "c", 4)], columns=["a", "b", "closeness"])
    tables = {"contacts": cards, "introductions": made, "ties": ties}
    for upto, word in [(1, "yes"), (2, "yes"), (3, "ask"), (4, "ask")]:
        net = ng.load(tables | {"introductions": made[:upto]}, ego="me", as_of=AS_OF)
        assert ng.plan(net, people=["c"])["may_use_name"].tolist() == [word]
        assert ng.whom_to_ask(net, "c")["may_use_name"].to_dict() == {"a": word}
        assert ("Abel Drumm" in ng.draft(net, "c", kind="direct").body) == (word == "yes")


def test_nobody_unwilling_is_offered_as_an_introduction_to_an_old_tie() -> None:
    cards = pd.DataFrame({"id": list(NAMES), "name": list(NAMES.values())})
    cards = cards.assign(school=["", "Fenwick", "Fenwick", *[""] * 5], do_not_contact="")
    log = pd.DataFrame(
        [("2020-05-01", "a"), ("2020-06-01", "a"), ("2026-10-01", "b")], columns=["date", "people"]
    )
    for wish, offer in [
        ("", "an introduction to Bibi Fenn, who went to the same school as them"),
        ("yes", "news of yours, and a question about theirs"),
    ]:
        cards.loc[cards["id"] == "b", "do_not_contact"] = wish
        net = ng.load({"contacts": cards, "interactions": log.assign(kind="call")}, ego="me",
                      as_of=AS_OF)  # fmt: skip
        assert ng.reconnect(net)["offer"].to_dict() == {"a": offer}
