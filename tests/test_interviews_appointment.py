"""A talk as a calendar entry: the sheet in it, zones, whole days, versions, hostile words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import vobject
from icalendar import Calendar

import netgraph as ng
from netgraph.interviews.appointment import appointment
from netgraph.interviews.reminders import reminders

HOME = Path(__file__).resolve().parent.parent / "sample_data"
UTC, DAY = dt.UTC, dt.timedelta(days=1)


@pytest.fixture(scope="module")
def sample() -> ng.Network:
    return ng.load(HOME, ego="me", as_of="2026-11-01")


def entries(file: bytes) -> dict[str, Any]:
    return {str(e["uid"]): e for e in Calendar.from_ical(file).walk("VEVENT")}


def entry(net: ng.Network, when: object, person: str = "seun", **more: Any) -> Any:
    """The one entry of a talk's file, as icalendar reads it."""
    (found,) = entries(appointment(net, ng.prepare(net, person), when, **more)).values()
    return found


def test_a_talk_is_an_entry_with_the_sheet_read_by_two_parsers(sample: ng.Network) -> None:
    sheet = ng.prepare(sample, "seun")
    file = appointment(sample, sheet, "2026-11-13 10:30", minutes=45)
    (read,) = vobject.readComponents(file.decode("utf-8"))
    (one,) = read.vevent_list
    (other,) = entries(file).values()
    for said in (one.description.value, str(other["description"])):
        assert said.splitlines() == str(sheet).splitlines()
    assert one.summary.value == str(other["summary"]) == f"Talk with {sheet.name}"
    assert one.dtstart.value == other["dtstart"].dt == dt.datetime(2026, 11, 13, 10, 30, tzinfo=UTC)
    assert other["dtend"].dt - other["dtstart"].dt == dt.timedelta(minutes=45)
    assert [a["trigger"].dt for a in other.walk("VALARM")] == [-DAY, -dt.timedelta(hours=1)]
    assert str(other["class"]) == "PRIVATE"
    assert not {"attendee", "organizer"} & set(map(str.lower, other))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))


@pytest.mark.parametrize(
    ("zone", "when", "start"),
    [
        ("Europe/Zurich", "2026-11-13 10:30", dt.datetime(2026, 11, 13, 9, 30, tzinfo=UTC)),
        ("Europe/Zurich", "2026-07-13 10:30", dt.datetime(2026, 7, 13, 8, 30, tzinfo=UTC)),
        ("Asia/Kolkata", "2026-11-13 00:15", dt.datetime(2026, 11, 12, 18, 45, tzinfo=UTC)),
        ("Asia/Kolkata", "2026-11-13T10:30-05:00", dt.datetime(2026, 11, 13, 15, 30, tzinfo=UTC)),
        ("Asia/Kolkata", "2026-11-13", dt.date(2026, 11, 13)),
        (None, "2026-11-13", dt.date(2026, 11, 13)),
        (None, "2026-11-13 10:30", dt.datetime(2026, 11, 13, 10, 30)),
        (None, dt.date(2026, 11, 13), dt.date(2026, 11, 13)),
    ],
)
def test_the_hour_is_of_the_users_zone_and_a_day_is_whole(
    zone: str | None, when: object, start: dt.date
) -> None:
    cards = pd.DataFrame([("me", "Me"), ("ana", "Ana Ruiz")], columns=["id", "name"])
    net = ng.load({"contacts": cards}, ego="me", as_of="2026-11-01", tz=zone)
    found = entry(net, when, "ana")
    assert found["dtstart"].dt == start
    is_zoned = getattr(found["dtstart"].dt, "tzinfo", None) is not None
    assert is_zoned == (getattr(start, "tzinfo", None) is not None)
    if not isinstance(start, dt.datetime):
        assert found["dtend"].dt == start + DAY
        assert [a["trigger"].dt for a in found.walk("VALARM")] == [-dt.timedelta(hours=15)]


def test_a_later_file_moves_the_talk_and_the_next_talk_is_another(sample: ng.Network) -> None:
    sheet = ng.prepare(sample, "henrike")
    first = appointment(sample, sheet, "2026-11-13 10:30")
    assert appointment(sample, sheet, "2026-11-13 10:30", previous=first) == first
    moved = appointment(sample, sheet, "2026-11-14", previous=first)
    ((uid, old),) = entries(first).items()
    assert entries(moved).keys() == {uid}
    assert int(entries(moved)[uid]["sequence"]) == int(old["sequence"]) + 1
    later = entry(sample.at("2026-10-30"), "2026-10-31", "henrike")  # before their first talk
    assert str(later["uid"]) != uid
    assert int(entry(sample, "2026-11-14", "seun")["sequence"]) > 0
    assert entry(sample, "2026-11-14", "seun")["uid"] != uid
    cancelled = [e["uid"] for e in entries(reminders(sample, previous=first)).values()]
    assert uid not in cancelled
    with pytest.raises(ng.SourceError, match="the earlier file is no calendar"):
        appointment(sample, sheet, "2026-11-14", previous=b"no calendar")


@pytest.mark.parametrize(
    ("when", "minutes", "said"),
    [
        ("friday", 30, "neither a day nor an hour"),
        ("2026-13-13", 30, "neither a day nor an hour"),
        ("2026-03-29 02:30", 30, "there is no 02:30 on 2026-03-29 in Europe/Zurich"),
        ("2026-11-13 10:30", 0, "minutes is 0"),
    ],
)
def test_an_hour_there_is_not_is_refused(when: str, minutes: int, said: str) -> None:
    cards = pd.DataFrame([("me", "Me"), ("ana", "Ana Ruiz")], columns=["id", "name"])
    net = ng.load({"contacts": cards}, ego="me", as_of="2026-11-01", tz="Europe/Zurich")
    with pytest.raises(ng.NetgraphError, match=said):
        appointment(net, ng.prepare(net, "ana"), when, minutes=minutes)


def test_a_sheet_in_a_calendar_is_text_only() -> None:
    name = "Eve\r\nATTENDEE:mailto:x@example.org\r\n;,\\ Bërg 家伟"
    cards = pd.DataFrame([("me", "Me"), ("who", name)], columns=["id", "name"])
    cards = cards.assign(title="Head;of,\\n\nEND:VEVENT", company="X\r\nBEGIN:VEVENT")
    evil = ng.load({"contacts": cards}, ego="me", as_of="2026-11-01")
    sheet = ng.prepare(evil, "who")
    file = appointment(evil, sheet, "2026-11-13 10:30")
    (read,) = vobject.readComponents(file.decode("utf-8"))
    (one,) = read.vevent_list
    assert one.description.value.splitlines() == str(sheet).splitlines()
    assert str(entry(evil, "2026-11-13", "who")["description"]) == one.description.value
    assert not hasattr(one, "attendee")
