"""Letters, the sheet, reminders and the week: permissions, hostile words, calendars read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

import netgraph as ng
from netgraph.interviews.agenda import agenda
from netgraph.interviews.draft import KINDS, draft
from netgraph.interviews.due import due
from netgraph.interviews.letters import copy_templates, filled, template_names
from netgraph.interviews.prepare import prepare
from netgraph.interviews.reminders import reminders
from netgraph.interviews.words import first_name

HOME = Path(__file__).resolve().parent.parent / "sample_data"
ROOT = HOME.parent


@pytest.fixture(autouse=True)
def _own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETGRAPH_TEMPLATES", str(tmp_path / "templates"))


@pytest.fixture(scope="module")
def sample() -> ng.Network:
    return ng.load(HOME, ego="me", as_of="2026-11-01")


def named(given_by: str = "", card: str = "", name: str = "Grace Opener") -> ng.Network:
    """Somebody who was named by an introducer, with that permission, and their card's."""
    frames = {
        "contacts": [
            {"id": "me", "name": "Me Myself"},
            {"id": "by", "name": name, "may_use_name": card},
            {"id": "who", "name": "Wanda Who", "company": "Acme"},
        ],
        "introductions": [
            {
                "introducer": "by",
                "introduced": "who",
                "to": "me",
                "date": "2026-10-01",
                "status": "name_given",
                "may_use_name": given_by,
            }
        ],
    }
    tables = {table: pd.DataFrame(rows) for table, rows in frames.items()}
    return ng.load(tables, ego="me", as_of="2026-11-01")


# --- drafts -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_letter_has_a_subject_and_a_body(sample: ng.Network, kind: str) -> None:
    letter = draft(sample, "henrike", kind=kind)
    assert letter.subject
    assert len(letter.body) > 100
    assert "{" not in str(letter)
    assert "None" not in str(letter)


def test_a_request_says_what_it_is_for_and_leaves_a_way_out(sample: ng.Network) -> None:
    said = str(draft(sample, "ana", about="ravi"))
    assert "not looking for job leads" in said
    assert "twenty to thirty minutes" in said
    assert "you, or someone you know" in said
    assert "Ravi Menon (Lead hydrology modeller, Windrose Analytics)" in said


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["", "yes", "no", "ask"]),
    st.sampled_from(["", "yes", "no", "ask"]),
    st.sampled_from([k for k in KINDS if k != "ask"]),
)
def test_an_introducer_is_named_only_where_the_answer_was_yes(
    given_by: str, card: str, kind: str
) -> None:
    letter = draft(named(given_by, card), "who", kind=kind)
    may = (given_by or card) == "yes"
    assert ("Grace" in str(letter)) == (may and kind == "direct")
    if kind == "direct":
        assert ("Grace Opener is not named" in letter.note) == (not may)


def test_private_notes_stand_beside_the_letter_and_never_in_it(sample: ng.Network) -> None:
    letter = draft(sample, "halvard", kind="touch")
    assert "too many people to talk to all" in letter.note
    assert "too many people" not in str(letter)


def test_an_assistant_is_thanked_for_the_talk_they_made_possible(sample: ng.Network) -> None:
    assert "the talk with Henrike Voss possible on 2026-10-31" in str(
        draft(sample, "paul", kind="thanks")
    )


@pytest.mark.parametrize("word", ["{{ 7 * 7 }}", "{% for i in range(9) %}x{% endfor %}", "{#a#}"])
def test_a_name_is_never_run_as_a_template(word: str) -> None:
    letter = str(draft(named("yes", name=f"Grace {word}"), "who", kind="direct"))
    assert word in letter
    assert "49" not in letter


def test_a_template_of_ones_own_replaces_netgraphs(tmp_path: Path) -> None:
    place = tmp_path / "mine"
    made = copy_templates(place)
    assert sorted(path.stem for path in made) == template_names()
    (place / "touch.txt").write_text("Subject: Hej\n\nHej {{ first }}!", encoding="utf-8")
    assert copy_templates(place) == []  # what is there is left alone
    letter = draft(named(), "who", kind="touch", templates=place)
    assert (letter.subject, letter.body) == ("Hej", "Hej Wanda!\n")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ firstname }}", "'firstname' is undefined; a template knows the words about, "),
        ("{% if %}", r"touch\.txt:1: "),
        ("{{ first.__class__.__mro__ }}", "is unsafe|undefined"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "is unsafe|undefined"),
        ("{{ range(3) }}", "'range' is undefined"),
        ("{% include 'ask.txt' %}", "no loader for this environment"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_template_that_is_wrong_or_reaches_out_is_refused(
    tmp_path: Path, template: str, said: str
) -> None:
    (tmp_path / "touch.txt").write_text(template, encoding="utf-8")
    with pytest.raises(ng.SourceError, match=said):
        draft(named(), "who", kind="touch", templates=tmp_path)


def test_letters_to_the_unwilling_and_unknown_kinds_are_refused(sample: ng.Network) -> None:
    with pytest.raises(ng.NetgraphError, match="Viktor Hale is marked do_not_contact"):
        draft(sample, "viktor")
    with pytest.raises(ng.NetgraphError, match="Viktor Hale is marked do_not_contact"):
        draft(sample, "ana", about="viktor")
    with pytest.raises(ng.NetgraphError, match="no draft 'poem'"):
        draft(sample, "ana", kind="poem")
    with pytest.raises(ng.NetgraphError, match="no template 'poem'"):
        filled("poem", {})


def test_people_are_addressed_by_the_name_they_go_by() -> None:
    names = ["Ana Ruiz", "Ferreira, Gustavo, PhD", "王 家伟", "Dr. Who", "Plato", "יעל ברק"]
    assert [first_name(name) for name in names] == [
        "Ana", "Gustavo", "王 家伟", "Dr. Who", "Plato", "יעל ברק",
    ]  # fmt: skip


# --- the sheet ----------------------------------------------------------------------------------
def test_the_sheet_says_who_how_connected_what_to_ask_and_what_to_find_out(
    sample: ng.Network,
) -> None:
    sheet = prepare(sample, "seun")
    parts = dict(sheet.parts)
    assert "Say: SHAY-oon" in parts["Who"]
    assert parts["How you are connected"][0] == "Through Henrike Voss: you may use the name"
    assert sheet.n_questions >= 20
    assert len(parts["Questions: the work"]) >= 10
    assert len(parts["Questions: Globex"]) >= 10
    assert all(q.endswith("?") for q in parts["Questions: the work"] + parts["Questions: Globex"])
    assert "Phone or in person?" in parts["To find out first"]
    assert parts["What you could give back"]
    assert "Through Henrike Voss: do not use the name" in str(prepare(sample, "wil"))
    assert "Assistant: Paul Achterberg (thank them too)" in str(prepare(sample, "henrike"))


def test_the_page_of_a_sheet_runs_nothing_and_loads_nothing() -> None:
    net = named(name="<script>alert(1)</script>")
    page = prepare(net, "who").html()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")


# --- reminders ----------------------------------------------------------------------------------
def entries(file: bytes) -> dict[str, object]:
    return {str(e["uid"]): e for e in Calendar.from_ical(file).walk("VEVENT")}


def test_reminders_are_read_back_by_two_parsers(sample: ng.Network) -> None:
    file = reminders(sample)
    owed = due(sample)
    assert len(entries(file)) == len(owed)
    (read,) = vobject.readComponents(file.decode("utf-8"))
    assert {e.uid.value for e in read.vevent_list} == set(entries(file))
    assert {e.summary.value for e in read.vevent_list} >= {"Thank Henrike Voss"}
    assert all(hasattr(e, "valarm") for e in read.vevent_list)


def test_hours_are_in_utc_and_days_are_whole(sample: ng.Network) -> None:
    by_name = {str(e["summary"]): e for e in entries(reminders(sample)).values()}
    thanks = by_name["Thank Henrike Voss"]
    assert thanks["dtend"].dt == dt.datetime(2026, 11, 2, 11, 10, tzinfo=dt.UTC)
    late = by_name["Thank Dieter Kranz"]
    assert (late["dtstart"].dt, late["dtend"].dt) == (dt.date(2026, 11, 1), dt.date(2026, 11, 2))


def test_a_later_file_updates_and_cancels_and_never_doubles(sample: ng.Network) -> None:
    first = reminders(sample)
    assert reminders(sample) == first
    earlier = sample.at("2026-10-13")  # before the thanks to Þóra
    known = entries(reminders(earlier))
    again = entries(reminders(sample, previous=reminders(earlier)))
    for uid in known.keys() & entries(first).keys():
        assert int(again[uid]["sequence"]) >= int(known[uid]["sequence"])
    gone = known.keys() - entries(first).keys()
    assert gone
    for uid in gone:
        assert again[uid]["status"] == "CANCELLED"
        assert int(again[uid]["sequence"]) > int(known[uid]["sequence"])
    assert again.keys() == known.keys() | entries(first).keys()
    with pytest.raises(ng.SourceError, match="the earlier file is no calendar"):
        reminders(sample, previous=b"no calendar")


def test_names_in_a_calendar_are_text_only() -> None:
    net = named(name="Eve\r\nATTENDEE:mailto:x@example.org\r\n;,\\ Berg")
    people = net.record.tables.contacts
    assert "Eve" in people["name"].str.cat()
    frames = {
        "contacts": people[["id", "name"]],
        "asks": pd.DataFrame([{"id": "a", "helper": "by", "target": "who"}]),
        "ask_events": pd.DataFrame([{"ask": "a", "status": "asked", "on": "2026-10-01"}]),
    }
    (entry,) = entries(reminders(ng.load(frames, ego="me", as_of="2026-11-01"))).values()
    assert "attendee" not in entry
    assert str(entry["summary"]).startswith("A friendly word to Eve")


# --- the week -----------------------------------------------------------------------------------
def test_the_week_has_what_is_owed_planned_and_in_the_diary(sample: ng.Network) -> None:
    week = agenda(sample)
    assert week["on"].is_monotonic_increasing
    assert week["on"].max() < pd.Timestamp("2026-11-08")
    assert set(week.index[week["what"] == "thanks"]) == {"agatha", "dieter", "henrike", "paul"}
    assert set(week.index[week["what"] == "ask"]) == {"ana", "tobias", "thora", "sigrun"}
    assert (week["what"] == "reconnect").sum() == 3
    assert agenda(sample, days=1)["on"].nunique() == 1
    ahead = agenda(ng.load({
        "contacts": pd.DataFrame([{"id": "me"}, {"id": "ana", "name": "Ana"}]),
        "events": pd.DataFrame([{"id": "e", "date": "2026-11-03", "kind": "meeting"}]),
        "event_people": pd.DataFrame([("e", "me"), ("e", "ana")], columns=["event", "person"]),
        "ties": pd.DataFrame([("me", "ana")], columns=["a", "b"]),
    }, ego="me", as_of="2026-11-01"))  # fmt: skip
    assert ahead[["what", "why"]].to_numpy().tolist() == [
        ["meet", "In your diary: meeting with Ana."]
    ]
    with pytest.raises(ng.NetgraphError, match="at least 1"):
        agenda(sample, days=0)


# --- reconnect ----------------------------------------------------------------------------------
def test_old_ties_are_ranked_by_what_they_open(sample: ng.Network) -> None:
    found = ng.reconnect(sample)
    assert found["opens"].is_monotonic_decreasing
    assert found["is_this_week"].sum() == 3
    assert "halvard" in found.index
    assert "Globex" in found.loc["halvard", "targets"]
    assert not {"viktor", "dora", "karin", "jonas"} & set(found.index)  # unwilling, or close
    assert ng.reconnect(sample, per_week=0)["is_this_week"].sum() == 0
    assert found["why"].str.len().max() <= 160
    with pytest.raises(ng.NetgraphError, match="per_week is -1"):
        ng.reconnect(sample, per_week=-1)
