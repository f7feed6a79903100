"""The network as of a day: what is seen, what is not, and that nothing depends on order."""

from __future__ import annotations

import datetime as dt
import itertools
import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netgraph.schema as schema
from netgraph.errors import NetgraphError, UnknownCompanyError, UnknownPersonError
from netgraph.network import NO_DAY, Network, load
from netgraph.network.opening import open_tables

DAY = 86_400


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal() - 719_163


def tables(
    events: dict[str, tuple[str, str]] | None = None,
    contacts: list[dict[str, object]] | None = None,
    owner: str = "me",
    **rows: list[dict[str, object]],
) -> schema.Tables:
    """Tables from events {id: (iso day, "a:by b:to c")}; every name that appears is a person."""
    heads, parts = [], []
    for event, (when, who) in (events or {}).items():
        heads.append({"id": event, "instant": day(when) * DAY, "precision": "day"})
        for word in who.split():
            person, _, role = word.partition(":")
            parts.append({"event": event, "person": person, "role": role or "present"})
    cards = {str(c["id"]): c for c in contacts or []}
    named = [str(p["person"]) for p in parts] + ([owner] if owner else [])
    for table, columns in {
        "ties": "ab",
        "introductions": ("introducer", "introduced", "to"),
    }.items():
        for row in rows.get(table, []):
            named += [str(row[c]) for c in columns if row.get(c)]
    for person in named:
        cards.setdefault(person, {"id": person, "name": person.title()})
    frames = {name: schema.frame(name, r or None) for name, r in rows.items()}
    return schema.Tables(
        contacts=schema.frame("contacts", list(cards.values()) or None),
        events=schema.frame("events", heads or None),
        event_people=schema.frame("event_people", parts or None),
        owner=owner,
        is_whole_log=not owner,
        **frames,
    )


def network(as_of: str = "2026-11-01", **parts: object) -> Network:
    return open_tables(tables(**parts), as_of=dt.date.fromisoformat(as_of))  # type: ignore[arg-type]


def pair(net: Network, a: str, b: str) -> int:
    i, j = sorted((net.index_of(a), net.index_of(b)))
    rows = np.flatnonzero((net.pairs.i == i) & (net.pairs.j == j))
    return int(rows[0]) if len(rows) else -1


def test_a_contact_day_counts_once_however_many_events_it_had() -> None:
    net = network(
        events={
            "1": ("2026-01-05", "me ana"),
            "2": ("2026-01-05", "me ana ravi"),
            "3": ("2026-01-09", "me:by ana:to"),
        }
    )
    row = pair(net, "me", "ana")
    at = slice(net.pairs.day_ptr[row], net.pairs.day_ptr[row + 1])
    assert net.pairs.days[at].tolist() == [day("2026-01-05"), day("2026-01-09")]
    assert net.pairs.day_weight[at].tolist() == [1.5, 1.0]
    sent = 1 if net.index_of("me") < net.index_of("ana") else 2
    assert net.pairs.day_sent[at].tolist() == [0, sent]


def test_later_facts_are_not_seen_and_the_day_itself_is() -> None:
    net = network(
        events={"1": ("2025-06-01", "me ana"), "2": ("2026-06-01", "me ravi")},
        introductions=[
            {"introducer": "ana", "introduced": "mei", "to": "me", "date": "2026-03-01"},
        ],
    )
    assert net.at("2025-05-31").ids.tolist() == ["me"]
    assert net.at("2025-06-01").ids.tolist() == ["ana", "me"]
    past = net.at("2026-02-28")
    assert len(past.links.by) == 0
    assert pair(net.at("2026-03-01"), "mei", "me") >= 0
    assert net.at("2026-06-01").ids.tolist() == ["ana", "me", "mei", "ravi"]


def test_the_network_at_its_own_day_is_the_same_network() -> None:
    net = network(events={"1": ("2026-06-01", "me ana"), "2": ("2026-07-01", "ana ravi")})
    again = net.at(net.as_of)
    pd.testing.assert_frame_equal(net.ties, again.ties)
    pd.testing.assert_frame_equal(net.people, again.people)


def test_a_day_after_the_record_is_refused_with_the_way_out() -> None:
    with pytest.raises(NetgraphError, match="knows nothing after 2026-11-01"):
        network(events={"1": ("2026-01-01", "me ana")}).at("2027-01-01")


def test_todays_company_is_not_used_for_a_past_day() -> None:
    net = network(contacts=[{"id": "ana", "name": "Ana", "company": "Acme", "group": "friend"}])
    assert net.companies["name"].tolist() == ["Acme"]
    assert len(net.at("2020-01-01").companies) == 0
    assert net.at("2020-01-01").people["company"].tolist() == ["", ""]


def test_a_card_alone_makes_no_tie_but_a_group_or_a_closeness_does() -> None:
    net = network(
        contacts=[
            {"id": "ana", "name": "Ana"},
            {"id": "bo", "name": "Bo", "group": "friend"},
            {"id": "cy", "name": "Cy", "closeness": 2},
            {"id": "di", "name": "Di", "group": "other"},
        ]
    )
    assert [p for p in ("ana", "bo", "cy", "di") if pair(net, "me", p) >= 0] == ["bo", "cy"]


@pytest.mark.parametrize(("status", "is_tie"), [("met", True), ("name_given", False)])
def test_a_name_given_is_one_step_away_until_the_introduction_happens(
    status: str, is_tie: bool
) -> None:
    net = network(
        introductions=[{"introducer": "ana", "introduced": "mei", "to": "me", "status": status}]
    )
    assert (pair(net, "mei", "me") >= 0) is is_tie
    assert pair(net, "ana", "mei") >= 0
    assert pair(net, "ana", "me") >= 0


def test_a_tie_that_ended_is_gone_the_day_after() -> None:
    net = network(ties=[{"a": "me", "b": "ana", "since": "2020-01-01", "until": "2021-01-01"}])
    assert pair(net.at("2021-01-01"), "me", "ana") >= 0
    assert len(net.at("2021-01-02").pairs) == 0


def test_an_audience_of_twenty_six_makes_no_ties_and_twenty_five_do() -> None:
    crowd = [f"p{i:02}" for i in range(25)]
    assert len(network(events={"1": ("2026-01-01", " ".join(["me", *crowd]))}).pairs) == 0
    assert len(network(events={"1": ("2026-01-01", " ".join(["me", *crowd[:24]]))}).pairs) == 300


def test_two_on_one_address_line_are_a_pair_only_once_each_wrote_to_the_other() -> None:
    mail = {"1": ("2026-01-01", "me:by ana:to ravi:cc")}
    assert pair(network(events=mail), "ana", "ravi") < 0
    mail["2"] = ("2026-01-02", "ana:by ravi:to")
    net = network(events=mail)
    assert net.pairs.n_days[pair(net, "ana", "ravi")] == 1
    mail["3"] = ("2026-01-03", "ravi:by ana:to")
    net = network(events=mail)
    assert net.pairs.n_days[pair(net, "ana", "ravi")] == 3
    assert net.at("2026-01-02").pairs.n_days[pair(net.at("2026-01-02"), "ana", "ravi")] == 1


def test_a_contact_day_is_a_day_of_the_users_zone_and_floating_times_stay() -> None:
    late = dt.datetime(2026, 1, 1, 23, 30, tzinfo=dt.UTC).timestamp()
    rows = [
        {"id": "zoned", "instant": late, "offset_minutes": 0, "precision": "minute"},
        {"id": "floating", "instant": late, "precision": "minute"},
    ]
    known = tables(contacts=[{"id": "ana"}]).with_frames(
        {
            "events": schema.frame("events", rows),
            "event_people": schema.frame(
                "event_people",
                [{"event": e["id"], "person": p} for e in rows for p in ("me", "ana")],
            ),
        }
    )
    net = open_tables(known, as_of=dt.date(2026, 2, 1), tz="Europe/Zurich")
    assert net.events["day"].dt.strftime("%d").to_dict() == {"floating": "01", "zoned": "02"}
    assert net.pairs.days.tolist() == [day("2026-01-01"), day("2026-01-02")]


def test_whose_circle_is_observed_in_a_star_in_a_book_and_in_a_whole_log() -> None:
    star = network(events={"1": ("2026-01-01", "me ana"), "2": ("2026-01-02", "me bo")})
    assert not star.circle_is_observed.any()
    book = network(events={"1": ("2026-01-01", "me ana bo"), "2": ("2026-01-02", "me cy")})
    observed = dict(zip(book.ids, book.circle_is_observed, strict=True))
    assert observed == {"me": True, "ana": True, "bo": True, "cy": False}
    log = network(events={"1": ("2026-01-01", "x y")}, owner="")
    assert log.ego is None
    assert log.circle_is_observed.all()
    assert log.seen_by("x").circle_is_observed.all()


def test_hidden_people_and_organisations_are_not_in_the_network() -> None:
    net = network(
        events={"1": ("2026-01-01", "me ana bo")},
        contacts=[
            {"id": "ana", "is_hidden": True},
            {"id": "bo", "name": "Bo Ltd", "kind": "organisation"},
        ],
    )
    assert net.ids.tolist() == ["me"]


def test_a_person_is_found_by_id_mail_slug_and_name_and_near_names_are_told() -> None:
    known = tables(
        contacts=[
            {"id": "ana", "name": "Ana Ruíz"},
            {"id": "k1", "name": "Anna Kern"},
            {"id": "k2", "name": "Anna Kern"},
        ]
    )
    keys = [
        {"person": "ana", "kind": "email", "value": "ana@example.org"},
        {"person": "ana", "kind": "slug", "value": "ana-ruiz"},
    ]
    known = known.with_frames({"keys": schema.frame("keys", keys)})
    net = open_tables(known, as_of=dt.date(2026, 1, 1))
    words = ("ana", "ANA@example.org", "https://www.linkedin.com/in/Ana-Ruiz/", "ana ruiz")
    assert {net.index_of(word) for word in words} == {0}
    with pytest.raises(UnknownPersonError, match="2 people go by 'Anna Kern': 'k1'"):
        net.index_of("Anna Kern")
    with pytest.raises(UnknownPersonError, match="no person 'anab'; close: 'ana' \\(Ana Ruíz\\)"):
        net.index_of("anab")


def test_a_company_is_found_under_each_of_its_names() -> None:
    net = network(
        contacts=[
            {"id": "a", "company": "Acme, Inc."},
            {"id": "b", "company": "ACME"},
            {"id": "c", "company": "Globex"},
            {"id": "d", "company": "The Roadrunner People"},
        ],
        companies=[{"id": "c1", "name": "Acme", "aliases": "The Roadrunner People"}],
    )
    assert net.companies["n_people"].tolist() == [3, 1]
    assert net.company_row("acme inc") == net.company_row("the roadrunner people") == 0
    with pytest.raises(UnknownCompanyError, match="no company 'Akme'; close: 'Acme'"):
        net.company_row("Akme")


def test_a_company_that_is_only_named_as_a_target_is_known_and_empty() -> None:
    net = network(
        contacts=[{"id": "a", "company": "Acme"}], targets=[{"id": "1", "company": "Initech"}]
    )
    row = net.company_row("Initech")
    assert net.companies["n_people"].tolist() == [1, 0]
    assert not (net.company == row).any()
    assert "1 company;" in repr(net)


def test_only_keeps_the_asked_ego_and_the_full_weight_of_group_events() -> None:
    net = network(
        events={"1": ("2026-01-01", "me ana bo")},
        contacts=[{"id": "ana", "group": "alumni"}, {"id": "bo", "group": "friend"}],
    )
    part = net.only(group="alumni")
    assert part.ids.tolist() == ["ana", "me"]
    assert part.pairs.day_weight.tolist() == [0.5]
    assert part.at("2025-01-01").ids.tolist() == ["ana", "me"]
    with pytest.raises(ValueError, match="no column 'grupp'"):
        net.only(grupp="alumni")


def test_the_graph_has_plain_attributes_and_writes_to_graphml_and_gexf(tmp_path) -> None:
    net = network(
        events={"1": ("2026-01-01", "me ana"), "2": ("2026-01-02", "me ana")},
        contacts=[{"id": "ana", "name": "Ana", "company": "Acme", "group": "friend"}],
        ties=[{"a": "ana", "b": "bo"}],
        introductions=[{"introducer": "bo", "introduced": "ana", "to": "me", "date": "2025-05-05"}],
    )
    assert net.graph.edges["me", "ana"]["weight"] == 2
    assert net.graph.edges["ana", "bo"]["weight"] == 1
    assert abs(sum(nx.pagerank(net.graph).values()) - 1) < 1e-6
    made = net.introduction_graph
    assert list(made.edges(data="date")) == [("bo", "ana", "2025-05-05")]
    for graph in (net.graph, made):
        nx.write_graphml(graph, tmp_path / "n.graphml")
        nx.write_gexf(graph, tmp_path / "n.gexf")
        assert set(nx.read_gexf(tmp_path / "n.gexf")) == set(graph)


def test_nobody_at_all_is_a_network_too() -> None:
    net = open_tables(schema.Tables(), as_of=dt.date(2026, 1, 1))
    assert net.n_people == 0
    assert repr(net).startswith("Network: 0 people, 0 ties, 0 events")
    assert len(net.people) == len(net.ties) == len(net.events) == 0
    assert net.graph.number_of_nodes() == 0


def test_the_repr_counts_and_the_notebook_shows_names_literally() -> None:
    net = network(events={"1": ("2026-01-01", "me <b>x")})
    assert repr(net) == (
        "Network: 2 people, 1 tie, 1 event, 0 introductions, 0 companies; ego 'me'; "
        "as of 2026-11-01"
    )
    assert "<b>" not in net.seen_by("<b>x")._repr_html_()


events_strategy = st.dictionaries(
    st.integers(0, 30).map(str),
    st.tuples(
        st.dates(dt.date(2020, 1, 1), dt.date(2020, 2, 1)).map(str),
        st.lists(
            st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", ":by", ":to"])).map("".join),
            min_size=1,
            max_size=5,
        ).map(" ".join),
    ),
    max_size=12,
)


def slow_weights(events: dict[str, tuple[str, str]]) -> dict[tuple[str, str, int], float]:
    """Contact days by definition, event by event."""
    wrote = set()
    for _, who in events.values():
        roles: dict[str, set[str]] = {}
        for word in who.split():
            roles.setdefault(word[0], set()).add(word[2:])
        wrote |= {
            (a, b)
            for a, b in itertools.permutations(roles, 2)
            if "by" in roles[a] and "to" in roles[b]
        }
    out: dict[tuple[str, str, int], float] = {}
    for when, who in events.values():
        roles = {}
        for word in who.split():
            roles.setdefault(word[0], set()).add(word[2:])
        for a, b in itertools.combinations(sorted(roles), 2):
            only_to = all(r - {""} == {"to"} for r in (roles[a], roles[b]))
            if only_to and not {(a, b), (b, a)} <= wrote:
                continue
            key = (a, b, day(when))
            out[key] = out.get(key, 0) + 1 / (len(roles) - 1)
    return out


@settings(max_examples=150, deadline=None)
@given(events_strategy, st.randoms())
def test_contact_days_equal_the_definition_whatever_the_order_of_events(events, random) -> None:
    items = list(events.items())
    random.shuffle(items)
    net = network(events=dict(items), owner="")
    pairs = net.pairs
    found = {}
    for row in range(len(pairs)):
        for at in range(pairs.day_ptr[row], pairs.day_ptr[row + 1]):
            a, b = str(net.ids[pairs.i[row]]), str(net.ids[pairs.j[row]])
            found[a, b, int(pairs.days[at])] = pairs.day_weight[at]
    expected = slow_weights(events)
    assert found.keys() == expected.keys()
    assert all(math.isclose(found[k], expected[k], rel_tol=1e-12) for k in found)
    again = network(events=events, owner="")
    assert again.pairs.day_weight.tobytes() == pairs.day_weight.tobytes()


def test_a_frame_of_a_log_gives_a_whole_log_as_of_its_last_day() -> None:
    log = pd.DataFrame(
        {"source": [1, 2, 1], "target": [2, 3, 1], "timestamp": [0, 5 * DAY, 9 * DAY]}
    )
    net = load(log, tz="UTC")
    assert net.is_whole_log
    assert net.ids.tolist() == ["1", "2", "3"]
    assert (net.pairs.days != NO_DAY).all()
