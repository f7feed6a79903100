"""A network out again: other programs open what is written, and reading it back loses nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
import vobject

import netgraph as ng
from netgraph.errors import NetgraphError
from netgraph.network import Network
from netgraph.schema import profile_slug, split_many
from netgraph.views.export import export, to_gexf, to_graphml, to_json, to_vcards

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
HOSTILE = '=HYPERLINK("x")</name>\x07\x1b[31m & \u202e'


@pytest.fixture(scope="module")
def net() -> Network:
    return ng.load(SAMPLE, ego="me", as_of="2026-11-01")


@pytest.fixture(scope="module")
def hostile() -> Network:
    contacts = pd.DataFrame(
        {
            "id": ["me", "a", "b"],
            "name": ["Me", HOSTILE, "Ann\nB;C,D"],
            "company": ["", HOSTILE, "Acme"],
            "phones": ["", "+41446681800", ""],
            "notes": ["", "two\nlines, and; more", HOSTILE],
        }
    )
    ties = pd.DataFrame({"a": ["me", "a"], "b": ["a", "b"], "relation": ["friend", "family"]})
    return ng.load({"contacts": contacts, "ties": ties}, ego="me", as_of="2026-01-01")


def test_a_folder_of_tables_read_back_is_the_same_network(net: Network, tmp_path: Path) -> None:
    folder = export(net, tmp_path / "out")
    again = ng.load(folder, ego="me", as_of="2026-11-01")
    assert again.ids.tolist() == net.ids.tolist()
    pd.testing.assert_frame_equal(again.people, net.people)
    pd.testing.assert_frame_equal(again.ties, net.ties)
    pd.testing.assert_frame_equal(again.introductions, net.introductions)
    shown = net.events[net.events["n_people"] > 0]
    assert sorted(again.events["day"]) == sorted(shown["day"])
    for name in ("asks", "ask_events", "favours", "targets", "policy"):
        assert len(again.record.tables[name]) == len(net.record.tables[name])


def test_what_is_dated_later_is_not_written(net: Network, tmp_path: Path) -> None:
    folder = export(net.at("2022-01-01"), tmp_path / "then")
    with (folder / "events.csv").open(newline="") as stream:
        days = [row["instant"][:10] for row in csv.DictReader(stream)]
    assert days
    assert max(days) <= "2022-01-01"


def test_no_cell_is_a_formula_and_numbers_of_phones_stay(hostile: Network, tmp_path: Path) -> None:
    folder = export(hostile, tmp_path)
    with (folder / "contacts.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    assert rows["a"]["name"].startswith("'=HYPERLINK")
    assert rows["a"]["phones"] == "+41446681800"
    assert all(
        "\x1b" not in cell and "\x07" not in cell for r in rows.values() for cell in r.values()
    )


def test_networkx_reads_the_graphs_back_whole(net: Network, tmp_path: Path) -> None:
    for name, read in (("net.graphml", nx.read_graphml), ("net.gexf", nx.read_gexf)):
        again = read(export(net, tmp_path / name))
        assert set(again.nodes) == set(net.graph.nodes)
        assert {frozenset(e) for e in again.edges} == {frozenset(e) for e in net.graph.edges}
    labels = nx.get_node_attributes(nx.read_gexf(tmp_path / "net.gexf"), "label")
    assert labels["me"] == net.people.loc["me", "name"]


def test_our_own_reader_reads_the_graphs_back(net: Network, tmp_path: Path) -> None:
    for name in ("net.graphml", "net.gexf"):
        tables = ng.read(export(net, tmp_path / name)).tables
        assert len(tables.contacts) == net.n_people
        assert len(tables.ties) == net.graph.number_of_edges()


def test_gexf_depends_on_the_network_alone_and_says_its_version(net: Network) -> None:
    written = to_gexf(net)
    assert b'version="1.2"' in written
    assert b'lastmodifieddate="2026-11-01"' in written
    assert to_gexf(net) == written


def test_hostile_text_makes_valid_files(hostile: Network, tmp_path: Path) -> None:
    for name, read in (("x.graphml", nx.read_graphml), ("x.gexf", nx.read_gexf)):
        assert len(read(export(hostile, tmp_path / name))) == 3
    assert b"\x1b" not in to_graphml(hostile)
    rows = json.loads(to_json(hostile))["tables"]["contacts"]
    assert len(rows) == 3
    assert "\x1b" not in to_vcards(hostile)


def test_other_readers_and_ours_read_the_cards_back(net: Network, hostile: Network) -> None:
    for source in (net, hostile):
        text = to_vcards(source)
        people = source.people.drop(index="me")
        cards = list(vobject.readComponents(text))
        assert [c.uid.value for c in cards] == people.index.tolist()
        addresses = [e.value for c in cards for e in c.contents.get("email", ())]
        assert addresses == [a for cell in people["emails"] for a in split_many(cell)]


def test_cards_keep_notes_companies_and_introducers(net: Network, tmp_path: Path) -> None:
    tables = ng.read(export(net, tmp_path / "cards.vcf")).tables
    people = net.people.drop(index="me")
    assert tables.contacts["company"].tolist() == people["company"].tolist()
    assert tables.contacts["linkedin"].tolist() == people["linkedin"].map(profile_slug).tolist()
    made = net.introductions
    written = made[made["introduced"] != "me"]
    assert len(tables.introductions) == len(written.drop_duplicates(["introducer", "introduced"]))


def test_json_says_whose_it_is_and_of_which_day(net: Network) -> None:
    whole = json.loads(to_json(net))
    assert (whole["owner"], whole["as_of"]) == ("me", "2026-11-01")
    assert len(whole["tables"]["contacts"]) == net.n_people


def test_an_unknown_ending_is_refused_in_words(net: Network, tmp_path: Path) -> None:
    with pytest.raises(NetgraphError, match=r"\.graphml"):
        export(net, tmp_path / "net.xlsx")
    assert not list(tmp_path.iterdir())
