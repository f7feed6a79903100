"""The sample network: made by its seed, and true to the story its README tells."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pytest

import netgraph as ng
from netgraph import rules, schema

HOME = Path(__file__).resolve().parent.parent / "sample_data"
AS_OF = dt.date(2026, 11, 1)
LOCKDOWN = dt.date(2020, 3, 20), dt.date(2020, 7, 3)


def make(folder: Path, *options: str) -> Path:
    script = [sys.executable, str(HOME / "make_sample_data.py"), "--out", str(folder), *options]
    subprocess.run(script, check=True, capture_output=True)
    return folder


@dataclass(frozen=True)
class Sample:
    """The files as they lie there, read without netgraph."""

    folder: Path

    def __getitem__(self, name: str) -> list[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def people(self) -> dict[str, dict[str, str]]:
        return {row["id"]: row for row in self["contacts"] if row["kind"] == "person"}

    @cached_property
    def present(self) -> dict[str, list[str]]:
        """Who was there, by event, without Nora."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self["event_people"]:
            if row["person"] != "me":
                found[row["event"]].append(row["person"])
        return found

    @cached_property
    def days(self) -> dict[str, set[dt.date]]:
        """Nora's contact days with each person; an audience is no contact."""
        found: dict[str, set[dt.date]] = defaultdict(set)
        for row in self["events"]:
            people = self.present[row["id"]]
            for person in people if len(people) < rules.MAX_PEOPLE_PER_EVENT else ():
                found[person].add(dt.date.fromisoformat(row["date"][:10]))
        for row in self["interactions"]:
            for person in row["people"].split("; "):
                found[person].add(dt.date.fromisoformat(row["date"][:10]))
        return found

    def at(self, company: str) -> list[str]:
        names = [c for c in self["companies"] if c["name"] == company]
        words = {company, *(w for c in names for w in c["aliases"].split("; "))}
        folded = {schema.fold_company(word) for word in words}
        cards = self.people.items()
        return [p for p, row in cards if schema.fold_company(row["company"] or "-") in folded]

    def n_contact_days(self, people: list[str], *, years_ago: int) -> int:
        first, last = (AS_OF.replace(year=AS_OF.year - years_ago - k) for k in (1, 0))
        return sum(first < day <= last for p in people for day in self.days[p])


@pytest.fixture(scope="module")
def committed() -> Sample:
    return Sample(HOME)


@pytest.fixture(scope="module", params=["the seed of the files", "another seed"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """What the story promises holds whatever the everyday days are."""
    if request.param == "the seed of the files":
        return Sample(HOME)
    return Sample(make(tmp_path_factory.mktemp("other"), "--seed", "7"))


def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    made = {path.name: path.read_bytes() for path in make(tmp_path).iterdir()}
    assert made == {path.name: path.read_bytes() for path in HOME.glob("*.csv")}


def test_another_seed_keeps_the_people_and_changes_the_days(tmp_path: Path) -> None:
    make(tmp_path, "--seed", "7")
    same = {
        p.name for p in HOME.glob("*.csv") if p.read_bytes() == (tmp_path / p.name).read_bytes()
    }
    assert "contacts.csv" in same
    assert same.isdisjoint({"events.csv", "interactions.csv", "ties.csv"})


def test_it_holds_as_much_as_the_readme_says(committed: Sample) -> None:
    said = (HOME / "README.md").read_text(encoding="utf-8")
    for path in HOME.glob("*.csv"):
        rows = f"{len(committed[path.stem]):,}"
        assert re.search(rf"\| `{path.name}` \| {rows} \|", said), (path.name, rows)


def test_every_table_of_the_schema_and_every_column_is_there(committed: Sample) -> None:
    for name in schema.table_names():
        columns = set(committed[name][0]) if committed[name] else set()
        known = {c.name for c in schema.TABLES[name].columns}
        assert columns <= known | {"date"}, name
    assert set(committed["interactions"][0]) >= {"date", "people", "kind", "direction", "minutes"}


def test_every_word_from_a_list_occurs(committed: Sample) -> None:
    def words(table: str, column: str) -> set[str]:
        return {row[column] for row in committed[table]} - {""}

    assert words("contacts", "group") == set(schema.GROUPS)
    assert words("contacts", "prefers") == set(schema.PREFERS)
    assert words("contacts", "may_use_name") == {"yes", "ask"}
    assert words("introductions", "may_use_name") == set(schema.PERMISSIONS)
    assert words("introductions", "status") == set(schema.INTRODUCTION_STATUSES)
    assert words("ask_events", "status") == set(schema.ASK_STATUSES)
    assert words("favours", "kind") <= set(schema.FAVOUR_KINDS)
    kinds = words("events", "kind") | words("interactions", "kind")
    assert kinds == set(schema.EVENT_KINDS) - {"other"}


def test_every_id_is_somebody(committed: Sample) -> None:
    ids = set(committed.people)
    assert len(ids) == sum(row["kind"] == "person" for row in committed["contacts"])
    columns = {
        "ties": ("a", "b"),
        "introductions": ("introducer", "introduced", "to"),
        "event_people": ("person",),
        "asks": ("helper", "target"),
        "favours": ("giver", "receiver"),
        "targets": ("person",),
        "events": ("arranged_by",),
        "contacts": ("assistant_of",),
    }
    for table, names in columns.items():
        named = {row[name] for row in committed[table] for name in names} - {""}
        assert named <= ids, table
    assert {p for row in committed["interactions"] for p in row["people"].split("; ")} <= ids
    assert {row["ask"] for row in committed["ask_events"]} == {r["id"] for r in committed["asks"]}
    scopes = {row["scope"] for row in committed["policy"]}
    assert {s.removeprefix("person:") for s in scopes if s.startswith("person:")} <= ids


def test_nobody_can_be_reached_at_these_addresses(committed: Sample) -> None:
    cards = committed["contacts"]
    emails = [e for card in cards for e in schema.split_many(card["emails"])]
    phones = [p for card in cards for p in schema.split_many(card["phones"])]
    assert len(set(emails)) == len(emails) > 100
    assert len(set(phones)) == len(phones) > 50
    assert all(re.search(r"@([a-z]+\.)?example\.(com|org)$", e) for e in emails)
    assert all(re.fullmatch(r"\+1 2\d\d 555 01\d\d", p) for p in phones)
    profiles = [c["linkedin"] for c in cards if c["linkedin"]]
    assert all("/in/example-" in p for p in profiles)


def test_names_are_of_many_scripts(committed: Sample) -> None:
    names = [row["name"] for row in committed.people.values()]
    for letters in ("\u0590-\u05ff", "\u0600-\u06ff", "\u4e00-\u9fff", "\uac00-\ud7af"):
        assert any(re.search(f"[{letters}]", name) for name in names), letters
    assert any("'" in name for name in names)
    assert any("," in name for name in names)
    assert any("Ø" in name for name in names)
    assert len(set(names)) == len(names)


def test_those_known_through_others_have_no_tie_to_nora(story: Sample) -> None:
    met = {"viktor", "samuel", "me"}
    for company in ("Acme", "Globex", "Windrose Analytics", "Quillon Labs", "Vantor Grid"):
        people = [p for p in story.at(company) if p not in met]
        assert people
        for person in people:
            card = story.people[person]
            assert (card["group"], card["closeness"]) == ("", ""), person
            assert not story.days[person], person
    assert [len(story.at(c)) for c in ("Acme", "Globex", "Vantor Grid")] == [13, 12, 1]


def test_nobody_meets_nora_before_being_introduced(story: Sample) -> None:
    made: dict[str, str] = {}
    for row in sorted(story["introductions"], key=lambda row: row["date"]):
        if row["to"] == "me" and row["status"] in ("introduced", "met"):
            made.setdefault(row["introduced"], row["date"])
    for person, day in made.items():
        if story.days[person]:
            assert min(story.days[person]).isoformat() >= day, person


def test_nobody_met_during_the_lockdown(story: Sample) -> None:
    days = [dt.date.fromisoformat(row["date"][:10]) for row in story["events"]]
    assert not [day for day in days if LOCKDOWN[0] <= day <= LOCKDOWN[1]]


def test_ana_and_nora_met_on_six_thursdays_the_last_45_days_ago(story: Sample) -> None:
    days = sorted(story.days["ana"])
    assert len(days) == 6
    assert {day.weekday() for day in days} == {3}
    assert (AS_OF - days[-1]).days == 45


def test_ana_opened_most_doors_over_four_generations(story: Sample) -> None:
    made = [r for r in story["introductions"] if r["status"] in ("introduced", "met")]
    led = Counter(r["introducer"] for r in made)
    assert led.most_common(2)[0] == ("ana", 7)
    assert led.most_common(2)[1][1] < 7
    onward = defaultdict(set)
    for row in made:
        onward[row["introducer"]].add(row["introduced"])
    generations = [{"ana"}]
    while after := {q for p in generations[-1] for q in onward[p]}:
        generations.append(after)
    assert [len(g) for g in generations] == [1, 7, 7, 4, 1]
    assert "yuki" in generations[4]


def test_ingrid_has_three_introducers(story: Sample) -> None:
    rows = [r for r in story["introductions"] if r["introduced"] == "ingrid"]
    assert {(r["introducer"], r["status"]) for r in rows} == {
        ("mei", "met"),
        ("leila", "introduced"),
        ("gwen", "promised"),
    }


def test_the_school_cools_and_no_other_cluster_does(story: Sample) -> None:
    def change(company: str) -> tuple[int, int]:
        people = story.at(company)
        return tuple(story.n_contact_days(people, years_ago=k) for k in (1, 0))

    before, now = change("Harbour Street School")
    assert before > 60
    assert now < before / 10
    companies = {row["company"] for row in story.people.values()} - {"Harbour Street School", ""}
    others = {c: change(c) for c in companies}
    cooled = {c for c, (a, b) in others.items() if a >= 10 and b < a / 2}
    assert not cooled, others
    assert others["Tidemark Trust"][1] > 3 * others["Tidemark Trust"][0]


def test_the_readme_counts_the_cooling_rightly(committed: Sample) -> None:
    said = " ".join((HOME / "README.md").read_text(encoding="utf-8").split())
    school, trust = (
        [committed.n_contact_days(committed.at(name), years_ago=k) for k in (1, 0)]
        for name in ("Harbour Street School", "Tidemark Trust")
    )
    assert f"20 colleagues, {school[0]} contact days" in said
    assert f"{school[1]} in the year after" in said
    assert f"from {trust[0]} to {trust[1]}" in said


def test_unknown_one_way_and_dormant_are_there(story: Sample) -> None:
    assert story.people["jonas"]["closeness"] == "5"
    assert not story.days["jonas"]
    ways = defaultdict(set)
    for row in story["interactions"]:
        ways[row["people"]].add(row["direction"])
    assert (ways["gareth"], ways["imogen"]) == ({"in"}, {"out"})
    silent = {p: (AS_OF - max(days)).days for p, days in story.days.items() if days}
    dormant = {
        p
        for p, days in silent.items()
        if days > rules.DORMANT_AFTER_DAYS
        and len(story.days[p]) >= rules.DORMANT_MIN_CONTACT_DAYS
        and story.people[p]["is_hidden"] != "yes"
    }
    assert {"halvard", "sigrun", "celeste", "marcus", "petros", "vale"} <= dormant
    assert 10 <= len(dormant) <= 25


def test_one_gathering_is_an_audience(story: Sample) -> None:
    large = [e for e, people in story.present.items() if len(people) >= rules.MAX_PEOPLE_PER_EVENT]
    assert len(large) == 1


def test_after_the_interview_two_thanks_and_two_names_are_open(story: Sample) -> None:
    held = {row["date"][:10]: row for row in story["events"] if row["kind"] == "interview"}
    last = held["2026-10-31"]
    assert (story.present[last["id"]], last["arranged_by"]) == (["henrike"], "paul")
    named = {
        (r["introduced"], r["may_use_name"])
        for r in story["introductions"]
        if r["status"] == "name_given" and r["date"] == "2026-10-31"
    }
    assert named == {("seun", "yes"), ("wil", "no")}
    thanked = {(r["people"], r["date"]) for r in story["interactions"] if r["kind"] == "thanks"}
    assert ("thora", "2026-10-14") in thanked
    assert {p for p, _ in thanked}.isdisjoint({"henrike", "paul", "dieter", "agatha"})


def test_favours_are_owed_as_the_readme_says(story: Sample) -> None:
    given = Counter((row["giver"], row["receiver"]) for row in story["favours"])
    both = {p: (given[p, "me"], given["me", p]) for p in ("ana", "tobias", "samuel", "farid")}
    assert both == {"ana": (4, 0), "tobias": (3, 0), "samuel": (2, 2), "farid": (0, 4)}


# --- the same, seen by netgraph --------------------------------------------------------------
@pytest.fixture(scope="module")
def net() -> ng.Network:
    return ng.load(HOME, ego="me", as_of=AS_OF)


def test_every_row_is_read_and_the_other_files_are_left_alone(
    net: ng.Network, committed: Sample
) -> None:
    read = {report.path: report for report in net.reports}
    for path in HOME.glob("*.csv"):
        report = read[path.name]
        assert report.records == len(committed[path.stem])
        assert (report.skipped, report.warnings) == ((), ())
    assert {r.path for r in net.reports if not r.kind} == {
        "README.md",
        "make_sample_data.py",
        "story.txt",
    }


def test_the_network_has_everybody_but_the_hidden_and_the_organisations(
    net: ng.Network, committed: Sample
) -> None:
    assert (net.n_people, len(net.companies)) == (213, 40)
    assert "stellan" not in net.people.index
    assert {"ana", "ravi"} <= set(net.people.index)
    assert net.companies.set_index("name").loc[["Acme", "Globex"], "n_people"].tolist() == [13, 12]
    assert len(net.events) == len(committed["events"]) + len(committed["interactions"])


def test_netgraph_finds_the_three_answers(net: ng.Network) -> None:
    doors = ng.introducers(net)
    assert doors.index[0] == "ana"
    assert doors.loc["ana", ["n_introduced", "n_met", "n_downstream"]].tolist() == [7, 7, 19]
    assert doors.loc["vale", ["n_introduced", "n_announced", "n_met"]].tolist() == [3, 1, 1]
    fresh = ng.freshness(net)
    silent = fresh["days_silent"].groupby(net.people["company"]).median()
    assert silent["Harbour Street School"] > 400
    assert silent["Tidemark Trust"] < 30
    assert fresh.loc["ana", ["n_contact_days", "days_silent"]].tolist() == [6, 45]
    assert np.isnan(fresh.loc["jonas", "freshness"])
    assert "unknown" in fresh.loc["jonas", "why"]


def test_one_way_ties_are_seen(net: ng.Network) -> None:
    strength = ng.strength(net)
    assert set(strength.index[strength["is_one_way"]]) >= {"gareth", "cosima", "imogen"}
    assert not strength.loc["karin", "is_one_way"]


def test_some_ties_lead_elsewhere_and_one_is_a_bridge(net: ng.Network) -> None:
    span = ng.weak_ties(net)["span_hops"]
    assert span[span > 2].to_dict() == {
        "lola": np.inf, "theo": 4, "imogen": 3, "beth": 3, "dalia": 3,
    }  # fmt: skip


def test_earlier_days_know_less(net: ng.Network) -> None:
    past = net.at("2021-01-01")
    assert ng.introducers(past).loc["ana", "n_downstream"] == 1
    assert len(past.events) < len(net.events) / 2


def test_the_way_into_acme_leads_over_ana_and_ravi_and_has_an_alternative(net: ng.Network) -> None:
    best = ng.routes(net, company="Acme", max_hops=3)[0]
    assert best.people == ("me", "ana", "ravi", "joost")
    assert best.p > 0.15
    assert (best.weakest.from_id, best.weakest.to_id) == ("ana", "ravi")
    assert best.why.startswith(
        "You and Ana Ruiz were in touch on 6 days, last 45 days ago. "
        "Ana Ruiz introduced Ravi Menon to Mei Tanaka in 2023."
    )
    assert [route.people for route in best.disjoint] == [best.people, ("me", "tobias", "hana")]


def test_who_does_not_want_to_be_asked_would_have_been_on_the_best_ways(
    net: ng.Network, tmp_path: Path
) -> None:
    shutil.copytree(HOME, tmp_path, dirs_exist_ok=True)
    cards = [row | {"do_not_contact": ""} for row in Sample(HOME)["contacts"]]
    with (tmp_path / "contacts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(cards[0]))
        writer.writeheader()
        writer.writerows(cards)
    free = ng.load(tmp_path, ego="me", as_of=AS_OF)
    ways = [route.people for route in ng.routes(free, company="Acme", max_hops=3)]
    assert ways[0] == ("me", "viktor")
    assert ways.index(("me", "dora", "joost")) < ways.index(("me", "ana", "ravi", "joost"))
    for route in ng.routes(net, company="Acme", max_hops=3, n=50):
        assert not {"viktor", "dora"} & set(route.people)


def test_whom_to_ask_for_ravi_depends_on_who_said_yes_before(net: ng.Network) -> None:
    asked = ng.whom_to_ask(net, "ravi")
    assert list(asked.index) == ["ana", "mei", "tobias", "samuel"]
    assert asked["p_agree"].tolist() == [0.8, 0.5, 0.5, 0.25]


def test_globex_is_reached_through_leila_and_two_firms_are_not(net: ng.Network) -> None:
    assert ng.routes(net, company="Globex")[0].people == ("me", "leila", "mateo")
    assert ng.routes(net, company="Quillon Labs") == ng.routes(net, company="Vantor Grid") == []
    far = ng.routes(net, company="Quillon Labs", max_hops=4)[0]
    assert far.people == ("me", "tobias", "hana", "callum", "cassius")
    assert "halvard" in ng.whom_to_ask(net, "ilse").index
