"""Monica's JSON: who was met through whom, when you last talked, how often you want to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netgraph import sources
from netgraph.errors import SourceError
from netgraph.schema import EGO
from netgraph.sources.rows import Reading

EMAIL_TYPE = {"uuid": "t-mail", "properties": {"name": "Email", "protocol": "mailto:"}}
PHONE_TYPE = {"uuid": "t-tel", "properties": {"name": "Phone", "protocol": "tel:"}}


def listed(kind: str, *values: Any) -> dict[str, Any]:
    return {"count": len(values), "type": kind, "values": list(values)}


def contact(uid: str, *data: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"uuid": uid, "properties": properties, "data": list(data)}


def relationship(kind: str, one: str, other: str) -> dict[str, Any]:
    return {"properties": {"type": kind, "contact_is": one, "of_contact": other}}


INES = contact(
    "i-1",
    listed(
        "contact_field",
        {"properties": {"data": "ines@vale.example", "type": "t-mail"}},
        {"properties": {"data": "+41 44 668 18 00", "type": "t-tel"}},
    ),
    listed("call", {"properties": {"called_at": "2024-03-01T00:00:00Z", "contact_called": True}}),
    listed("note", {"properties": {"body": "plays the cello"}}),
    listed("pet", {"properties": {"name": "Rex"}}),
    listed("activity", "a-1"),
    first_name="Ines",
    last_name="Vale",
    company="Acme",
    job="CEO",
    tags=["friends"],
    last_talked_to="2024-05-17",
    stay_in_touch_frequency=30,
    first_met_date={"date": "2019-05-27", "is_year_unknown": False},
    first_met_through="r-1",
)
RAVI = contact("r-1", listed("activity", "a-1"), first_name="Ravi", last_name="Rao")


def account(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    instance = {"contact_field_types": [EMAIL_TYPE, PHONE_TYPE]}
    return {"app_version": "4.0.0", "account": {"data": list(parts), "instance": instance, **more}}


WHOLE = account(
    listed("user", {"properties": {"first_name": "Sam", "email": "sam@owner.example"}}),
    listed("contact", INES, RAVI),
    listed("relationship", relationship("bestfriend", "i-1", "r-1")),
    listed("activity", {"uuid": "a-1", "properties": {"happened_at": "2024-04-02"}}),
)


def read(tmp_path: Path, root: Any) -> Reading:
    file = tmp_path / "monica.json"
    file.write_text(root if isinstance(root, str) else json.dumps(root))
    return sources.read(file)


def test_contacts_are_read_with_fields_of_their_types(tmp_path: Path) -> None:
    reading = read(tmp_path, WHOLE)
    people = {c["name"]: c for c in reading.tables.contacts.to_dict("records")}
    ines = people["Ines Vale"]
    assert (ines["emails"], ines["phones"]) == ("ines@vale.example", "+41446681800")
    assert (ines["company"], ines["title"], ines["group"]) == ("Acme", "CEO", "friend")
    assert ines["keys"] == "uid:i-1; monica:i-1"
    assert ines["notes"] == "plays the cello"
    assert reading.reports[0].skipped == ()
    assert any("pets" in part for part in reading.reports[0].ignored)


def test_who_was_met_through_whom_is_a_dated_introduction(tmp_path: Path) -> None:
    tables = read(tmp_path, WHOLE).tables
    ids = dict(zip(tables.contacts["name"], tables.contacts["id"], strict=True))
    (row,) = tables.introductions.itertuples()
    assert (row.introducer, row.introduced, row.to) == (ids["Ravi Rao"], ids["Ines Vale"], EGO)
    assert (str(row.date.date()), row.status) == ("2019-05-27", "introduced")


def test_last_talk_calls_and_activities_are_events(tmp_path: Path) -> None:
    tables = read(tmp_path, WHOLE).tables
    events = {e.kind: e for e in tables.events.itertuples()}
    assert set(events) == {"other", "call", "meeting"}
    assert {e.precision for e in events.values()} == {"day"}
    people = tables.event_people
    call = people[people["event"] == events["call"].id]
    assert dict(zip(call["person"], call["role"], strict=True)) == {EGO: "to", "uid:i-1": "by"}
    meeting = people[people["event"] == events["meeting"].id]
    assert set(meeting["person"]) == {EGO, "uid:i-1", "uid:r-1"}


def test_how_often_to_be_in_touch_is_a_policy(tmp_path: Path) -> None:
    tables = read(tmp_path, WHOLE).tables
    (row,) = tables.policy.itertuples()
    assert (row.key, row.value) == ("cadence_days", "30")
    assert row.scope.removeprefix("person:") in set(tables.contacts["id"])


def test_a_relationship_written_from_both_sides_is_one_tie(tmp_path: Path) -> None:
    both = (relationship("parent", "i-1", "r-1"), relationship("child", "r-1", "i-1"))
    root = account(listed("contact", INES, RAVI), listed("relationship", *both))
    reading = read(tmp_path, root)
    assert list(reading.tables.ties["relation"]) == ["family"]
    assert reading.reports[0].records == 4


def test_the_user_of_the_account_is_the_owner(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE).tables.owner == "mail:sam@owner.example"


def test_the_form_of_2021_is_read(tmp_path: Path) -> None:
    flat = {
        "uuid": "i-1",
        "first_name": "Ines",
        "last_name": "Vale",
        "first_met_through": "r-1",
        "calls": {"values": [{"called_at": "2020-03-01"}]},
    }
    root = {
        "exported_by": "sam",
        "account": {"contacts": {"count": 2, "values": [flat, {"uuid": "r-1", "first_name": "R"}]}},
    }
    tables = read(tmp_path, root).tables
    assert list(tables.contacts["name"]) == ["Ines Vale", "R"]
    assert len(tables.introductions) == 1
    assert list(tables.events["kind"]) == ["call"]


def test_a_bad_item_costs_itself(tmp_path: Path) -> None:
    odd = [{"properties": {"first_name": "No Uuid"}}, "text", None]
    root = account(
        listed("contact", INES, RAVI, *odd),
        listed("relationship", relationship("friend", "i-1", "x-9")),
        listed("activity", {"uuid": "a-1", "properties": {"happened_at": "soon"}}),
    )
    report = read(tmp_path, root).reports[0]
    assert report.records == 2
    assert len(report.skipped) == 5
    assert any("expected a date" in s.reason for s in report.skipped)


@pytest.mark.parametrize("text", ['{"account": {"contacts": ', '{"account": 3, "app_version": 1}'])
def test_a_broken_export_is_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"monica\.json"):
        read(tmp_path, text)


def test_a_number_too_large_a_lone_surrogate_and_a_deep_nest_hurt_nobody(tmp_path: Path) -> None:
    root = account(listed("contact", contact("i-1", first_name="\ud800x", last_talked_to="9" * 99)))
    assert read(tmp_path, root).tables.contacts["name"][0] == "?x"
    with pytest.raises(SourceError):
        read(tmp_path, '{"app_version": 1, "account": ' + "[" * 100_000)
