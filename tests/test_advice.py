"""Advice: whom, by which way and why; what is refused, and what is said where nothing leads."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netgraph as ng

AS_OF = "2026-11-01"


def world(
    ties: list[tuple[str, str, str]],
    cards: dict[str, dict[str, Any]] | None = None,
    **tables: list[dict[str, Any]],
) -> ng.Network:
    """A network of stated ties "a b relation", everybody named by a capitalised id."""
    people = {p for a, b, _ in ties for p in (a, b)} | set(cards or {}) | {"me"}
    rows = [{"id": p, "name": p.title(), **(cards or {}).get(p, {})} for p in sorted(people)]
    frames = {
        "contacts": pd.DataFrame(rows).fillna("").astype(str),
        "ties": pd.DataFrame(ties, columns=["a", "b", "relation"]),
        **{name: pd.DataFrame(more) for name, more in tables.items()},
    }
    return ng.load(frames, ego="me", as_of=AS_OF)


CHAIN = [("me", "ana", "friend"), ("ana", "ravi", "friend"), ("ravi", "mei", "colleague")]


# --- questions that are refused ----------------------------------------------------------------
@pytest.mark.parametrize("asked", [{}, {"person": "ana", "company": "Acme"}])
def test_routes_want_exactly_one_goal(asked: dict[str, str]) -> None:
    with pytest.raises(ng.NetgraphError, match="exactly one of company=, person=, field="):
        ng.routes(world(CHAIN), **asked)


@pytest.mark.parametrize("max_hops", [0, 5])
def test_a_number_of_hops_that_cannot_be_answered_is_refused(max_hops: int) -> None:
    for ask in (ng.routes, ng.nearest_miss):
        with pytest.raises(ng.NetgraphError, match="expected 1 to 4"):
            ask(world(CHAIN), person="mei", max_hops=max_hops)
    with pytest.raises(ng.NetgraphError, match="expected 1 to 4"):
        ng.reach(world(CHAIN), max_hops=max_hops)


def test_without_an_ego_me_is_nobody_and_seen_by_is_named() -> None:
    log = ng.load(pd.DataFrame({"source": ["a"], "target": ["b"]}))
    for ask in (
        lambda: ng.reach(log),
        lambda: ng.routes(log, person="b"),
        lambda: ng.whom_to_ask(log, "b"),
        lambda: ng.nearest_miss(log, person="b"),
    ):
        with pytest.raises(ng.UnknownPersonError, match=r"net\.seen_by\(person\)"):
            ask()
    assert ng.routes(log.seen_by("a"), person="b")[0].people == ("a", "b")


def test_asking_for_yourself_is_refused() -> None:
    for ask in (lambda n: ng.routes(n, person="me"), lambda n: ng.whom_to_ask(n, "me")):
        with pytest.raises(ng.NetgraphError, match="is you"):
            ask(world(CHAIN))


def test_unknown_people_and_companies_are_errors_with_near_names() -> None:
    net = world(CHAIN, {"mei": {"company": "Acme Corp"}})
    with pytest.raises(ng.UnknownPersonError, match="ravi"):
        ng.whom_to_ask(net, "rabi")
    with pytest.raises(ng.UnknownCompanyError, match="Acme"):
        ng.routes(net, company="Akme")


# --- routes -----------------------------------------------------------------------------------
def test_a_direct_tie_always_shows() -> None:
    likely = [("me", "ana", "family"), ("ana", "mei", "family"), ("me", "mei", "connection")]
    asks = [
        {"id": "1", "helper": "ana"},
        {"id": "2", "helper": "ana"},
        {"id": "3", "helper": "ana"},
    ]
    said = [{"ask": a["id"], "status": "agreed", "on": "2026-01-01"} for a in asks]
    found = ng.routes(world(likely, asks=asks, ask_events=said), person="mei", n=1)
    assert [route.people for route in found] == [("me", "ana", "mei"), ("me", "mei")]
    assert [route.kind for route in found] == ["introduction", "known there"]


def test_people_whose_title_the_user_looks_for_come_first() -> None:
    ties = [("me", "ana", "family"), ("me", "bo", "alumni")]
    cards = {
        "ana": {"company": "Acme", "title": "Accountant"},
        "bo": {"company": "Acme", "title": "Senior Data Engineer"},
    }
    plain = ng.routes(world(ties, cards), company="Acme", inferred=False)
    assert [route.target for route in plain][:2] == ["ana", "bo"]
    wanted = [{"id": "1", "company": "Acme", "title": "data engineer"}]
    found = ng.routes(world(ties, cards, targets=wanted), company="Acme", inferred=False)
    assert [route.target for route in found][:2] == ["bo", "ana"]
    assert found[0].title == "Senior Data Engineer"


def test_a_field_is_found_in_titles_tags_companies_and_targets() -> None:
    ties = [("me", p, "friend") for p in ("ana", "bo", "cy", "di", "eve")]
    cards = {
        "ana": {"title": "Head of Flood Risk"},
        "bo": {"tags": "flood risk; choir"},
        "cy": {"company": "Flood Risk Partners"},
        "di": {"title": "Floodlight risk assessor"},
        "eve": {"title": "Baker"},
    }
    targets = [{"id": "1", "person": "eve", "field": "flood risk"}]
    found = ng.routes(world(ties, cards, targets=targets), field="flood risk", n=9)
    assert {route.target for route in found} == {"ana", "bo", "cy", "eve"}
    assert ng.routes(world(ties, cards), field="falconry") == []


def test_a_known_company_nobody_leads_to_is_no_error() -> None:
    net = world(CHAIN[:1], {"zoe": {"company": "Acme"}})
    assert ng.routes(net, company="Acme") == []


def test_a_route_tells_its_reasons_its_weakest_step_and_an_alternative() -> None:
    ties = [*CHAIN[:2], ("me", "bo", "colleague"), ("bo", "ravi", "family")]
    met = [{"date": "2026-10-27", "people": "ana", "kind": "meeting"}]
    made = [
        {
            "introducer": "ana",
            "introduced": "ravi",
            "to": "bo",
            "date": "2023-05-01",
            "status": "met",
        }
    ]
    route = ng.routes(world(ties, interactions=met, introductions=made), person="ravi")[0]
    assert (
        route.why
        == "You and Ana were in touch once, 5 days ago. Ana introduced Ravi to Bo in 2023."
    )
    assert route.weakest is min(route.hops, key=lambda hop: hop.p)
    assert [r.people for r in route.disjoint] == [("me", "ana", "ravi"), ("me", "bo", "ravi")]
    assert (route.hops[0].n_contact_days, route.hops[0].days_silent) == (1, 5)
    assert (route.hops[1].relation, route.hops[1].since) == ("introduced", "2023-05-01")
    assert "weakest" in repr(route)
    with pytest.raises(dataclasses.FrozenInstanceError):
        route.p = 1.0  # type: ignore[misc]


def test_a_route_is_plain_json_and_harmless_html() -> None:
    net = world(CHAIN, {"ana": {"name": "<img onerror=alert(1)>"}, "ravi": {"company": "<b>"}})
    route = ng.routes(net, person="ravi")[0]
    assert json.loads(json.dumps(route.to_dict()))["hops"][0]["to"] == "ana"
    page = route._repr_html_()
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;img onerror" in page


def test_people_who_do_not_want_to_be_contacted_stop_a_route_but_not_the_one_around() -> None:
    ties = [*CHAIN[:2], ("me", "bo", "connection"), ("bo", "ravi", "connection")]
    net = world(ties, {"ana": {"do_not_contact": "yes"}})
    assert [r.people for r in ng.routes(net, person="ravi")] == [("me", "bo", "ravi")]
    assert ng.whom_to_ask(net, "ravi").index.tolist() == ["bo"]
    assert ng.reach(net).loc["ravi", ["helper", "n_helpers"]].tolist() == ["bo", 1]
    assert ng.routes(net, person="ana") == []


# --- the chance of a step ---------------------------------------------------------------------
def hop_of(relation: str = "", since: str = "", closeness: str = "") -> Any:
    tie = {"a": "me", "b": "ana", "relation": relation, "since": since, "closeness": closeness}
    cards = pd.DataFrame({"id": ["me", "ana"], "name": ["Me", "Ana"]})
    net = ng.load({"contacts": cards, "ties": pd.DataFrame([tie])}, ego="me", as_of=AS_OF)
    return ng.routes(net, person="ana")[0].hops[0]


@pytest.mark.parametrize(
    ("relation", "p"),
    [
        ("family", 0.6),
        ("friend", 0.5),
        ("colleague", 0.4),
        ("classmate", 0.3),
        ("alumni", 0.2),
        ("connection", 0.15),
        ("neighbour", 0.2),
        ("", 0.2),
    ],
)
def test_each_kind_of_tie_has_its_assumed_chance(relation: str, p: float) -> None:
    hop = hop_of(relation)
    assert hop.p_reach == pytest.approx(p)
    assert hop.p_is_assumed


def test_an_assumed_chance_halves_in_three_years_and_closeness_may_say_more() -> None:
    assert hop_of("friend", "2023-11-01").p_reach == pytest.approx(0.25, abs=1e-3)
    assert hop_of("friend", "2023-11-01", "5").p_reach == pytest.approx(0.40, abs=1e-3)
    assert hop_of("alumni", closeness="4").p_reach == pytest.approx(0.65)
    assert hop_of("friend", closeness="1").p_reach == pytest.approx(0.5)


def test_answered_asks_move_the_chance_of_a_yes_and_open_ones_do_not() -> None:
    asks = [{"id": str(k), "helper": "ana"} for k in range(5)]
    states = ["agreed", "declined", "no_reply", "asked", "drafted"]
    said = [{"ask": str(k), "status": s, "on": "2026-01-01"} for k, s in enumerate(states)]
    said.append({"ask": "0", "status": "introduced", "on": "2026-01-09"})
    row = ng.whom_to_ask(world(CHAIN, asks=asks, ask_events=said), "ravi").loc["ana"]
    assert (row["p_agree"], row["n_asks"]) == (0.4, 3)
    assert ng.whom_to_ask(world(CHAIN), "ravi").loc["ana", "p_agree"] == 0.5


def test_no_ask_later_than_the_day_counts() -> None:
    asks = [{"id": "1", "helper": "ana"}]
    said = [{"ask": "1", "status": "agreed", "on": "2026-12-24"}]
    row = ng.whom_to_ask(world(CHAIN, asks=asks, ask_events=said), "ravi").loc["ana"]
    assert (row["p_agree"], row["n_asks"]) == (0.5, 0)


# --- the nearest miss -------------------------------------------------------------------------
def test_the_nearest_miss_of_a_longer_way_names_the_hops_to_ask_for() -> None:
    miss = ng.nearest_miss(world(CHAIN), person="mei", max_hops=2)
    assert (miss.kind, miss.n_hops, miss.helper) == ("too far", 3, "ana")
    assert "max_hops=3" in str(miss)
    assert ng.nearest_miss(world(CHAIN), person="mei", max_hops=3) is None


def test_a_way_of_six_steps_is_too_far_for_a_favour() -> None:
    line = ["me", "a", "b", "c", "d", "e", "f"]
    net = world([(u, v, "friend") for u, v in itertools.pairwise(line)])
    miss = ng.nearest_miss(net, person="f", max_hops=4)
    assert (miss.kind, miss.n_hops) == ("too far", 6)
    assert "too far for a favour" in miss.why


def test_a_name_given_is_nearer_than_anything_else() -> None:
    made = [{"introducer": "ana", "introduced": "zoe", "to": "me", "status": "name_given"}]
    cards = {"zoe": {"company": "Acme"}, "ana": {"do_not_contact": ""}}
    net = world([("me", "ana", "friend")], cards, introductions=made)
    assert ng.routes(net, person="zoe")[0].people == ("me", "ana", "zoe")
    shy = world([("me", "ana", "friend")], cards, introductions=[{**made[0], "introducer": "bo"}])
    miss = ng.nearest_miss(shy, company="Acme")
    assert miss is None or miss.kind == "announced"


def test_do_not_contact_is_named_as_what_stands_in_the_way() -> None:
    miss = ng.nearest_miss(world(CHAIN, {"ravi": {"do_not_contact": "yes"}}), person="mei")
    assert miss.kind == "do not contact"
    assert "leads over Ravi" in miss.why
    miss = ng.nearest_miss(world(CHAIN, {"mei": {"do_not_contact": "yes"}}), person="mei")
    assert "Mei does not want to be contacted" in miss.why


def test_somebody_who_shares_a_school_could_warm_the_contact() -> None:
    cards = {
        "ana": {"school": "Fenwick"},
        "zoe": {"school": "Fenwick", "company": "Acme"},
        "bo": {"school": "Other"},
    }
    net = world([("me", "ana", "alumni"), ("me", "bo", "family")], cards)
    miss = ng.nearest_miss(net, company="Acme")
    assert (miss.kind, miss.by, miss.helper, miss.target) == (
        "could be warmed",
        "school",
        "ana",
        "zoe",
    )
    assert miss.why == (
        "Ana went to the same school as Zoe (Acme): one tie from Ana's circle would open it."
    )


def test_an_audience_makes_no_tie_but_common_ground() -> None:
    crowd = [f"x{k}" for k in range(30)]
    met = [{"date": "2026-10-01", "people": "; ".join(["ana", "zoe", *crowd]), "kind": "meeting"}]
    cards = {p: {} for p in ["ana", "zoe", *crowd]}
    net = world([("me", "ana", "friend")], cards, interactions=met)
    miss = ng.nearest_miss(net, person="zoe")
    assert (miss.kind, miss.by, miss.helper) == ("could be warmed", "event", "ana")


def test_a_stranger_and_an_empty_company_are_unknown_beyond() -> None:
    net = world(CHAIN, {"zoe": {}})
    assert ng.nearest_miss(net, person="zoe").kind == "unknown beyond"
    net = world(CHAIN, targets=[{"id": "1", "company": "Acme"}])
    miss = ng.nearest_miss(net, company="Acme")
    assert (miss.kind, miss.n_known, miss.target) == ("nobody known", 0, "")
    assert json.loads(json.dumps(miss.to_dict()))["why"] == str(miss)


# --- whole answers ----------------------------------------------------------------------------
def test_whys_name_only_numbers_of_their_answer() -> None:
    net = ng.load("sample_data", ego="me", as_of=AS_OF)
    for frame in (ng.reach(net), ng.whom_to_ask(net, "ravi"), ng.whom_to_ask(net, "mei")):
        assert len(frame)
        for row in frame.to_dict("records"):
            check_why(row["why"], row)
    for company in net.companies["name"]:
        for route in ng.routes(net, company=company):
            check_why(route.why, route.to_dict())
            for hop in route.hops:
                check_why(hop.why, hop.to_dict())
        miss = ng.nearest_miss(net, company=company)
        if miss:
            check_why(miss.why, miss.to_dict())


def check_why(why: str, row: dict[str, Any]) -> None:
    assert 0 < len(why) <= 160
    assert why.isprintable()
    known = json.dumps({k: v for k, v in row.items() if k != "why"}, default=str)
    for number in re.findall(r"\d+", why):
        assert number in known, (number, why)


def test_an_owner_without_ties_gets_empty_answers_with_their_columns() -> None:
    net = world([], {"ana": {}})
    assert ng.routes(net, person="ana") == []
    for frame in (ng.reach(net), ng.whom_to_ask(net, "ana")):
        assert len(frame) == 0
        assert {"name", "p", "why"} <= set(frame)


def test_reach_with_one_hop_introduces_to_nobody() -> None:
    assert len(ng.reach(world(CHAIN), max_hops=1)) == 0
    assert ng.reach(world(CHAIN), max_hops=3)["n_hops"].to_dict() == {"ravi": 2, "mei": 3}
    assert np.isnan(ng.reach(world(CHAIN), max_hops=3).loc["mei", "reach"])


# --- laws -------------------------------------------------------------------------------------
PEOPLE = ["me", "a", "b", "c", "d", "e"]
EDGES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(["friend", "family"])
    ),
    min_size=1,
    max_size=12,
)


def clean(edges: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [e for e in edges if e[0] != e[1]] or [("me", "a", "friend")]


@given(EDGES, EDGES)
@settings(max_examples=20, deadline=None)
def test_people_out_of_reach_change_no_route(edges: list, far: list) -> None:
    apart = [(f"zz{a}", f"zz{b}", r) for a, b, r in clean(far)]
    for person in {p for e in clean(edges) for p in e[:2]} - {"me"}:
        before = ng.routes(world(clean(edges)), person=person)
        after = ng.routes(world(clean(edges) + apart), person=person)
        assert [(r.people, r.p, r.why) for r in before] == [(r.people, r.p, r.why) for r in after]
        break


@given(EDGES, st.sets(st.sampled_from(PEOPLE[1:])))
@settings(max_examples=20, deadline=None)
def test_do_not_contact_is_on_no_route_and_helps_nobody(edges: list, shut: set[str]) -> None:
    net = world(clean(edges), {p: {"do_not_contact": "yes"} for p in shut})
    for person in set(net.ids) - {"me"}:
        for route in ng.routes(net, person=person):
            assert not set(route.people) & shut
            assert not {p for other in route.disjoint for p in other.people} & shut
        assert not set(ng.whom_to_ask(net, person).index) & shut
    frame = ng.reach(net)
    assert not (set(frame.index) | set(frame["helper"]) | set(frame["introducer"])) & shut


@given(EDGES)
@settings(max_examples=20, deadline=None)
def test_a_contact_never_makes_a_route_less_likely(edges: list) -> None:
    rows = clean(edges)
    a, b, _ = rows[0]
    met = [{"date": "2026-10-20", "people": f"{a}; {b}", "kind": "meeting", "direction": "none"}]
    for person in {p for e in rows for p in e[:2]} - {"me"}:
        before = ng.routes(world(rows), person=person)
        after = ng.routes(world(rows, interactions=met), person=person)
        assert not before or after[0].p >= before[0].p
