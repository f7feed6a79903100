"""Calendars: which meetings took place, with whom, and what a broken event costs."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.errors import SourceError
from netgraph.schema import EGO, Tables
from netgraph.sources import ics_series
from netgraph.sources.ics_blocks import take_apart
from netgraph.sources.rows import Reading

AS_OF = dt.date(2024, 12, 31)
ME = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Me:mailto:me@example.org"
ANA = 'ATTENDEE;PARTSTAT=ACCEPTED;CN="Ruiz, Ana":MAILTO:Ana@Example.org'


def event(*more: str, uid: str = "1", start: str = "DTSTART:20240304T112000Z") -> str:
    people = [] if any(line.startswith("ATTENDEE") for line in more) else [ME, ANA]
    lines = ["BEGIN:VEVENT", f"UID:{uid}", start, *people, *more, "END:VEVENT"]
    return "".join(f"{line}\r\n" for line in lines if line)


def calendar(*events: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n"


def read(tmp_path: Path, text: str, *, as_of: dt.date | None = AS_OF, **more: bool) -> Reading:
    path = tmp_path / "calendar.ics"
    path.write_bytes(text.encode())
    return sources.read(path, as_of=as_of, **more)


def days(tables: Tables) -> list[str]:
    return [str(i.astype("datetime64[s]")) for i in tables.events["instant"].to_numpy()]


def present(tables: Tables) -> set[str]:
    return set(tables.event_people["person"])


# --- a meeting -------------------------------------------------------------------------------
def test_a_meeting_is_an_event_with_all_who_were_there(tmp_path: Path) -> None:
    text = event("DURATION:PT45M", "ORGANIZER;CN=Bo:mailto:bo@example.org", "SUMMARY:Plans\\, new")
    tables = read(tmp_path, calendar(text)).tables
    (found,) = tables.events.to_dict("records")
    assert (found["id"], found["kind"]) == (f"meeting:1:{found['instant']}", "meeting")
    assert days(tables) == ["2024-03-04T11:20:00"]
    assert (found["offset_minutes"], found["precision"], found["minutes"]) == (0, "minute", 45)
    assert (found["arranged_by"], found["note"]) == ("mail:bo@example.org", "")
    assert present(tables) == {"mail:me@example.org", "mail:ana@example.org", "mail:bo@example.org"}
    assert set(tables.event_people["role"]) == {"present"}
    names = dict(zip(tables.contacts["id"], tables.contacts["name"], strict=True))
    assert names["mail:ana@example.org"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("line", "is_known"),
    [
        ("STATUS:CANCELLED", True),
        ("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", True),
        ("ATTENDEE;CUTYPE=ROOM:mailto:room@example.org", False),
    ],
)
def test_who_was_asked_is_known_also_where_nobody_met(
    tmp_path: Path, line: str, is_known: bool
) -> None:
    declined = "ATTENDEE;PARTSTAT=DECLINED;CN=Bo:mailto:bo@example.org"
    text = calendar(event(line, ME, declined) if is_known else event(line, ME))
    tables = read(tmp_path, text).tables
    assert len(tables.events) == 0
    assert ("mail:bo@example.org" in set(tables.contacts["id"])) is is_known
    assert "mail:room@example.org" not in set(tables.contacts["id"])


def test_a_title_is_kept_only_on_request(tmp_path: Path) -> None:
    text = calendar(event("SUMMARY:Plans\\, new", "DESCRIPTION:secret"))
    assert read(tmp_path, text, subjects=True).tables.events["note"].iloc[0] == "Plans, new"
    assert "secret" not in read(tmp_path, text, subjects=True).tables.events.to_csv()


def test_who_declined_and_what_is_no_person_was_not_there(tmp_path: Path) -> None:
    text = event(
        ME,
        ANA,
        "ATTENDEE;PARTSTAT=DECLINED:mailto:no@example.org",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:sent@example.org",
        "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org",
        "ATTENDEE;CUTYPE=RESOURCE:mailto:beamer@example.org",
        "ATTENDEE;CUTYPE=GROUP:mailto:team@example.org",
        "ATTENDEE:mailto:c_1234@resource.calendar.google.com",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:fyi@example.org",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:maybe@example.org",
        "ORGANIZER:mailto:abc@group.calendar.google.com",
    )
    tables = read(tmp_path, calendar(text)).tables
    assert present(tables) == {
        "mail:me@example.org",
        "mail:ana@example.org",
        "mail:maybe@example.org",
    }
    responses = dict(
        zip(tables.event_people["person"], tables.event_people["response"], strict=True)
    )
    assert responses["mail:maybe@example.org"] == "needs-action"


@pytest.mark.parametrize(
    "address",
    [
        "unknownorganizer@calendar.google.com",
        "abc@import.calendar.google.com",
        "abc@group.v.calendar.google.com",
        "noreply@shop.example.com",
        "no-reply@shop.example.com",
    ],
)
def test_an_address_of_the_service_is_nobody(tmp_path: Path, address: str) -> None:
    text = event(ME, ANA, f"ORGANIZER:mailto:{address}", f"ATTENDEE:mailto:{address}")
    tables = read(tmp_path, calendar(text)).tables
    assert present(tables) == {"mail:me@example.org", "mail:ana@example.org"}
    assert f"mail:{address}" not in set(tables.contacts["id"])
    assert tables.events["arranged_by"].iloc[0] == ""


def test_a_crowd_makes_nobody_known(tmp_path: Path) -> None:
    crowd = (f"ATTENDEE;CN=P {i}:mailto:p{i}@example.org" for i in range(26))
    assert len(read(tmp_path, calendar(event(*crowd))).tables.contacts) == 0


def test_marks_that_cannot_be_seen_are_no_part_of_a_name(tmp_path: Path) -> None:
    odd = 'ATTENDEE;CN="\u202eAna\x07 \u200bRuiz\u202c":mailto:ana@example.org'
    contacts = read(tmp_path, calendar(event(ME, odd))).tables.contacts.set_index("id")
    assert contacts.loc["mail:ana@example.org", "name"] == "Ana Ruiz"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"Ruiz, Ana"', "Ana Ruiz"),
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Ruiz; Ana", "Ruiz; Ana"),
        ('Ana "Boss" Ruiz', "Ana Boss Ruiz"),
        ("HR: Ana", "HR: Ana"),
        ("Ana\x07Ruiz", "Ana Ruiz"),
        ("Ana;X-A=b", "Ana"),
        ("", ""),
    ],
)
def test_a_name_that_breaks_the_rules_costs_nobody_the_meeting(
    tmp_path: Path, written: str, name: str
) -> None:
    odd = f"ATTENDEE;PARTSTAT=ACCEPTED;CN={written};ROLE=CHAIR:mailto:ana@example.org"
    last = f"ATTENDEE;CN={written}:MAILTO:bo@example.org"
    tables = read(tmp_path, calendar(event(ME, odd, last))).tables
    contacts = tables.contacts.set_index("id")["name"]
    assert contacts["mail:ana@example.org"] == contacts["mail:bo@example.org"] == name
    parts = tables.event_people.set_index("person")["response"]
    assert parts["mail:ana@example.org"] == "accepted"
    assert len(parts) == 3


def test_a_guest_who_cannot_be_read_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, calendar(event(ME, ANA, 'ATTENDEE;X="a"b:mailto:bo@example.org')))
    assert len(reading.tables.event_people) == 2
    assert any("an ATTENDEE cannot be read" in w for w in reading.reports[0].warnings)


def test_an_organizer_who_declined_arranged_it_and_was_not_there(tmp_path: Path) -> None:
    text = event(
        ME,
        ANA,
        "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org",
        "ORGANIZER:mailto:bo@example.org",
    )
    tables = read(tmp_path, calendar(text)).tables
    assert present(tables) == {"mail:me@example.org", "mail:ana@example.org"}
    assert tables.events["arranged_by"].iloc[0] == "mail:bo@example.org"


def test_addresses_stand_where_programs_put_them(tmp_path: Path) -> None:
    text = event(
        "ATTENDEE;CN=Ana;EMAIL=ana@example.org:/aMTkwMjg5/principal/",
        "ATTENDEE;CN=bo@example.org:invalid:nomail",
        "ATTENDEE;CN=Cy Dee:invalid:nomail",
        'ATTENDEE;CN="me@example.org":mailto:me@example.org',
    )
    tables = read(tmp_path, calendar(text)).tables
    assert present(tables) == {
        "mail:ana@example.org",
        "mail:bo@example.org",
        "calendar:cy dee",
        "mail:me@example.org",
    }
    assert tables.contacts.set_index("id").loc["calendar:cy dee", "name"] == "Cy Dee"
    assert tables.contacts.set_index("id").loc["mail:me@example.org", "name"] == ""


LEFT_OUT = {
    "cancelled": event("STATUS:CANCELLED", uid="x"),
    "all-day": event(uid="x", start="DTSTART;VALUE=DATE:20240304"),
    "all-day of Outlook": event("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", uid="x"),
    "without a second person": event("ATTENDEE:mailto:me@example.org", uid="x"),
    "with more than 25": event(*(f"ATTENDEE:mailto:p{i}@example.org" for i in range(26)), uid="x"),
    "after the last day": event(uid="x", start="DTSTART:20250101T080000Z"),
}


@pytest.mark.parametrize("reason", LEFT_OUT)
def test_what_was_no_meeting_is_left_out_and_counted(tmp_path: Path, reason: str) -> None:
    reading = read(tmp_path, calendar(event(), LEFT_OUT[reason]))
    report = reading.reports[0]
    assert len(reading.tables.events) == 1
    assert (report.records, report.skipped) == (2, ())
    (sentence,) = report.ignored
    assert sentence.startswith("1 event ")
    assert reason.split(" of ")[0] in sentence


def test_a_calendar_of_cancellations_has_no_meetings(tmp_path: Path) -> None:
    reading = read(tmp_path, calendar(event(), head="METHOD:CANCEL\r\n"))
    assert len(reading.tables.events) == 0
    assert reading.reports[0].ignored == ("1 event cancelled",)


# --- when ------------------------------------------------------------------------------------
ZONES = {
    "DTSTART;TZID=W. Europe Standard Time:20240704T112000": ("2024-07-04T09:20:00", 120),
    "DTSTART;TZID=Europe/Zurich:20240104T112000": ("2024-01-04T10:20:00", 60),
    "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20240104T112000": (
        "2024-01-04T10:20:00",
        60,
    ),
    'DTSTART;TZID="(UTC+05:30) Chennai, Kolkata":20240104T112000': ("2024-01-04T05:50:00", 330),
    "DTSTART;TZID=Nowhere/City:20240104T112000": ("2024-01-04T11:20:00", None),
    "DTSTART;TZID=Europe:20240104T112000": ("2024-01-04T11:20:00", None),
    f"DTSTART;TZID={'x' * 5_000}:20240104T112000": ("2024-01-04T11:20:00", None),
    "DTSTART:20240104T112000": ("2024-01-04T11:20:00", None),
    "DTSTART:20240104T112000Z": ("2024-01-04T11:20:00", 0),
}


@pytest.mark.parametrize("start", ZONES, ids=[start[8:60] for start in ZONES])
def test_a_start_is_read_in_its_zone(tmp_path: Path, start: str) -> None:
    tables = read(tmp_path, calendar(event(start=start))).tables
    moment, offset = ZONES[start]
    assert days(tables) == [moment]
    (found,) = tables.events["offset_minutes"].tolist()
    assert found == offset or (offset is None and found != found)


def test_a_floating_time_is_of_the_calendars_own_zone(tmp_path: Path) -> None:
    head = "X-WR-TIMEZONE:America/New_York\r\n"
    tables = read(tmp_path, calendar(event(start="DTSTART:20240704T112000"), head=head)).tables
    assert days(tables) == ["2024-07-04T15:20:00"]


def test_a_calendars_zone_nobody_knows_leaves_a_floating_time_without_one(tmp_path: Path) -> None:
    for name in ("Mars/Olympus", "../../etc/passwd", "x" * 5_000):
        head = f"X-WR-TIMEZONE:{name}\r\n"
        tables = read(tmp_path, calendar(event(start="DTSTART:20240704T112000"), head=head)).tables
        assert days(tables) == ["2024-07-04T11:20:00"]
        assert tables.events["offset_minutes"].isna().all()


def zone(name: str, offset: str) -> str:
    return (
        f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        f"TZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def test_a_files_own_zone_counts_for_that_file_alone(tmp_path: Path) -> None:
    start = "DTSTART;TZID=Custom:20240304T112000"
    found = [
        days(read(tmp_path, calendar(event(start=start), head=head)).tables)[0][11:16]
        for head in (zone("Custom", "+0300"), zone("Custom", "-0200"), "")
    ]
    assert found == ["08:20", "13:20", "11:20"]


@pytest.mark.parametrize("rule", [r"RRULE:BYMINUTE=0;F\nREQ=YEARLY", "DTSTART:x"])
def test_a_zone_that_cannot_be_read_costs_no_event(tmp_path: Path, rule: str) -> None:
    broken = zone("Custom", "+0300").replace("TZOFFSETFROM", f"{rule}\r\nTZOFFSETFROM")
    start = "DTSTART;TZID=Custom:20240304T112000"
    found = read(tmp_path, calendar(event(start=start), event(uid="2"), head=broken))
    assert days(found.tables) == ["2024-03-04T11:20:00"] * 2
    assert any("'Custom' cannot be read" in w for r in found.reports for w in r.warnings)


# --- series ----------------------------------------------------------------------------------
def test_a_series_takes_place_as_often_as_it_did(tmp_path: Path) -> None:
    text = calendar(event("RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20240311T112000Z"))
    assert days(read(tmp_path, text, as_of=dt.date(2024, 3, 25)).tables) == [
        "2024-03-04T11:20:00",
        "2024-03-18T11:20:00",
        "2024-03-25T11:20:00",
    ]


def test_a_series_without_end_ends_on_the_last_day_asked_for(tmp_path: Path) -> None:
    text = calendar(event("RRULE:FREQ=DAILY"))
    assert len(read(tmp_path, text, as_of=dt.date(2024, 3, 10)).tables.events) == 7
    stamped = calendar(event("RRULE:FREQ=DAILY", "DTSTAMP:20240306T000000Z"))
    assert len(read(tmp_path, stamped, as_of=None).tables.events) == 3


def test_a_series_keeps_its_hour_when_the_clocks_change(tmp_path: Path) -> None:
    start = "DTSTART;TZID=Europe/Zurich:20240325T090000"
    tables = read(tmp_path, calendar(event("RRULE:FREQ=WEEKLY;COUNT=2", start=start))).tables
    assert days(tables) == ["2024-03-25T08:00:00", "2024-04-01T07:00:00"]
    assert tables.events["offset_minutes"].tolist() == [60, 120]


def test_an_exception_replaces_its_date_and_may_be_of_others(tmp_path: Path) -> None:
    series = event("RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event(
        "RECURRENCE-ID:20240311T112000Z",
        ME,
        "ATTENDEE:mailto:bo@example.org",
        start="DTSTART:20240312T080000Z",
    )
    off = event(
        "RECURRENCE-ID:20240318T112000Z", "STATUS:CANCELLED", start="DTSTART:20240318T112000Z"
    )
    reading = read(tmp_path, calendar(moved, series, off))
    assert sorted(days(reading.tables)) == ["2024-03-04T11:20:00", "2024-03-12T08:00:00"]
    assert "mail:bo@example.org" in present(reading.tables)
    assert reading.reports[0].records == 3
    assert reading.reports[0].ignored == ("1 event cancelled",)


def test_the_later_version_of_an_event_counts(tmp_path: Path) -> None:
    old = event("SEQUENCE:0")
    new = event("SEQUENCE:1", start="DTSTART:20240305T112000Z")
    for order in itertools.permutations((old, new)):
        assert days(read(tmp_path, calendar(*order)).tables) == ["2024-03-05T11:20:00"]


def test_the_same_meeting_in_two_calendars_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(event("RRULE:FREQ=WEEKLY;COUNT=2")).encode())
    (tmp_path / "b.ics").write_bytes(
        calendar(event("RRULE:FREQ=WEEKLY;COUNT=3"), event(uid="2")).encode()
    )
    tables = identity.resolve(sources.read(tmp_path, as_of=AS_OF).tables)
    assert len(tables.events) == 4
    assert len(tables.event_people) == 8


def test_meetings_without_uid_are_told_apart_by_who_met_and_when(tmp_path: Path) -> None:
    bo = "ATTENDEE:mailto:bo@example.org"
    later = "DTSTART:20240305T112000Z"
    texts = [event(uid=""), event(ME, bo, uid=""), event(uid="", start=later)]
    texts = [text.replace("UID:\r\n", "") for text in texts]
    assert len(read(tmp_path, calendar(*texts)).tables.events) == 3
    (tmp_path / "copy.ics").write_bytes(calendar(*reversed(texts)).encode())
    assert len(identity.resolve(sources.read(tmp_path, as_of=AS_OF).tables).events) == 3


def test_a_date_added_to_a_series_takes_place(tmp_path: Path) -> None:
    text = calendar(event("RRULE:FREQ=WEEKLY;COUNT=2", "RDATE:20240313T080000Z"))
    assert days(read(tmp_path, text).tables) == [
        "2024-03-04T11:20:00",
        "2024-03-11T11:20:00",
        "2024-03-13T08:00:00",
    ]


@pytest.mark.parametrize("name", ["EXDATE", "RDATE"])
def test_an_added_or_excepted_date_that_cannot_be_read_costs_itself(
    tmp_path: Path, name: str
) -> None:
    text = calendar(event("RRULE:FREQ=WEEKLY;COUNT=3", f"{name}:never"), event(uid="2"))
    reading = read(tmp_path, text)
    assert len(reading.tables.events) == 4
    assert reading.reports[0].skipped == ()


BOMBS = (
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=MINUTELY;BYDAY=MO",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
    "RRULE:FREQ=HOURLY;COUNT=999999999",
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=DAILY;INTERVAL=-1",
)


@pytest.mark.parametrize("rule", BOMBS)
def test_a_series_that_never_ends_or_never_comes_ends_soon(tmp_path: Path, rule: str) -> None:
    began = time.process_time()
    reading = read(tmp_path, calendar(event(rule, start="DTSTART:19700104T112000Z")))
    assert 1 <= len(reading.tables.events) <= ics_series.MAX_OCCURRENCES
    assert time.process_time() - began < 5
    assert reading.reports[0].warnings


# --- broken files ----------------------------------------------------------------------------
BROKEN = (
    event(start="", uid="x"),
    event(start="DTSTART:yesterday", uid="x"),
    "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20240304T112000Z\r\n",
    event(start="DTSTART:20241332T112000Z", uid="x"),
)


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_event_costs_one_event(tmp_path: Path, broken: str) -> None:
    text = calendar(
        event(uid="1"), event("RRULE:FREQ=WEEKLY;COUNT=2", uid="2"), broken, event(uid="3")
    )
    reading = read(tmp_path, text)
    report = reading.reports[0]
    assert len(reading.tables.events) == 4
    assert (report.records, len(report.skipped)) == (3, 1)
    assert report.skipped[0].line == text[: text.index(broken)].count("\n") + 1


def test_an_event_over_which_the_library_breaks_costs_one_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import icalendar

    parse = icalendar.Calendar.from_ical

    def breaks(text: str) -> object:
        assert "UID:x" not in text, "no such line"
        return parse(text)

    monkeypatch.setattr(icalendar.Calendar, "from_ical", breaks)
    report = read(tmp_path, calendar(event(uid="1"), event(uid="x"), event(uid="2"))).reports[0]
    assert (report.records, len(report.skipped)) == (2, 1)
    assert "no such line" in report.skipped[0].reason


def test_a_broken_rule_costs_the_repetition_only(tmp_path: Path) -> None:
    reading = read(tmp_path, calendar(event("RRULE:FREQ=SOMETIMES"), event(uid="2")))
    assert len(reading.tables.events) == 2
    assert "repetition" in reading.reports[0].warnings[0]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=3;BYDAY=MO, TU, WE, TH, FR",
        "RSCALE=GREGORIAN;FREQ=DAILY;COUNT=3;SKIP=OMIT",
        "FREQ=DAILY;COUNT=3;RSCALE=GREGORIAN",
    ],
)
def test_a_rule_with_blanks_or_of_the_usual_calendar_is_read(tmp_path: Path, rule: str) -> None:
    reading = read(tmp_path, calendar(event(f"RRULE:{rule}")))
    assert len(reading.tables.events) == 3
    assert reading.reports[0].warnings == ()


def test_folded_lines_blank_lines_and_odd_line_ends_are_read(tmp_path: Path) -> None:
    text = calendar(event('ATTENDEE;CN="An\r\n a Ruiz":mailto:a\r\n\tna@example.org', ME))
    for odd in (
        text,
        text.replace("\r\n", "\n"),
        text.replace("\r\n", "\r\r\n"),
        "\ufeff\r\n \n" + text,
    ):
        assert "mail:ana@example.org" in present(read(tmp_path, odd).tables)


def test_an_attachment_without_end_is_let_go(tmp_path: Path) -> None:
    long = f"ATTACH;ENCODING=BASE64:{'A' * 5_000_000}"
    folded = "ATTACH;ENCODING=BASE64:" + "\r\n A" * 100_000
    assert len(read(tmp_path, calendar(event(long), event(folded, uid="2"))).tables.events) == 2


def test_an_attachment_of_many_lines_is_not_kept_in_memory() -> None:
    n = 200_000
    lines = iter(
        [
            *("BEGIN:VCALENDAR\n", "BEGIN:VEVENT\n", "UID:1\n", "ATTACH;ENCODING=BASE64:\n"),
            *[" " + "A" * 74 + "\n"] * n,
            *("END:VEVENT\n", "END:VCALENDAR\n"),
        ]
    )
    tracemalloc.start()
    calendar_ = take_apart(_Lines(lines))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert calendar_.events[0].lines == ["UID:1"]
    assert calendar_.events[0].is_closed
    assert peak < 75 * n / 10


class _Lines(io.StringIO):
    """A text that is nowhere as a whole."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__()
        self._lines = lines

    def readline(self, size: int = -1, /) -> str:
        assert size > 0
        return next(self._lines, "")


def test_what_belongs_to_an_alarm_is_not_the_events(tmp_path: Path) -> None:
    alarm = "BEGIN:VALARM\r\nATTENDEE:mailto:bo@example.org\r\nDURATION:PT5M\r\nEND:VALARM"
    tables = read(tmp_path, calendar(event(ME, ANA, "DURATION:PT45M", alarm))).tables
    assert present(tables) == {"mail:me@example.org", "mail:ana@example.org"}
    assert tables.events["minutes"].tolist() == [45]


def test_a_calendar_of_times_that_are_taken_has_no_people_and_says_so(tmp_path: Path) -> None:
    busy = "BEGIN:VFREEBUSY\r\nFREEBUSY:20240304T112000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    reading = read(tmp_path, calendar(busy))
    assert len(reading.tables.contacts) == 0
    assert reading.reports[0].ignored == (
        "1 free/busy entries: not events",
        "there are no events in this calendar",
    )


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_calendar_is_read_in_every_encoding(tmp_path: Path, coding: str) -> None:
    text = calendar(event(ME, "ATTENDEE;CN=Zoë Müller:mailto:zoe@example.org"))
    path = tmp_path / "a.ics"
    path.write_bytes(text.encode(coding))
    contacts = sources.read(path, as_of=AS_OF).tables.contacts.set_index("id")
    assert contacts.loc["mail:zoe@example.org", "name"] == "Zoë Müller"


def test_tasks_are_named_and_left(tmp_path: Path) -> None:
    todo = "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n"
    assert read(tmp_path, calendar(event(), todo, todo)).reports[0].ignored == (
        "2 tasks: not events",
    )


def test_the_owner_is_whom_the_calendar_is_named_after(tmp_path: Path) -> None:
    tables = read(tmp_path, calendar(event(), head="X-WR-CALNAME:me@example.org\r\n")).tables
    assert tables.contacts.set_index("id").loc[EGO, "emails"] == "me@example.org"
    named = tmp_path / "me@example.org.ics"
    named.write_bytes(calendar(event()).encode())
    assert identity.resolve(sources.read(named).tables).owner == "me@example.org"
    group = "X-WR-CALNAME:abc@group.calendar.google.com\r\n"
    assert read(tmp_path, calendar(event(), head=group)).reports[0].owner == ""


@settings(max_examples=60)
@given(st.data())
def test_no_change_of_bytes_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = bytearray(
        calendar(
            event("RRULE:FREQ=WEEKLY;COUNT=4"), event("SUMMARY:x", uid="2"), event(uid="3")
        ).encode()
    )
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path_factory.mktemp("mutant") / "a.ics"
    path.write_bytes(bytes(text))
    try:
        reading = sources.read(path, as_of=AS_OF)
    except SourceError:
        return
    assert len(reading.tables.events) <= 12 or b"COUNT=4;" not in text


# --- real files and the invented person ------------------------------------------------------
def test_every_sample_calendar_has_as_many_events_as_it_has(shared_data: Path) -> None:
    folder = shared_data / "formats" / "ics"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name, figures in expected.items():
        report = sources.read(folder / name, as_of=AS_OF).reports[0]
        assert report.records + len(report.skipped) == figures["vevents"], name


def test_no_event_that_icalendar_reads_is_skipped(shared_data: Path) -> None:
    import icalendar

    folder = shared_data / "formats" / "ics"
    n = 0
    for path in sorted(folder.glob("*/*.ics")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read_ = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
                events = [e for c in read_ for e in c.walk("VEVENT")]
                dated = [e for e in events if hasattr(e.get("DTSTART"), "dt")]
        except ValueError:
            continue
        report = sources.read(path, as_of=AS_OF).reports[0]
        assert report.records >= len(dated), path.name
        n += len(dated)
    assert n > 70


@pytest.mark.parametrize("day", ["", "earlier"])
def test_the_invented_persons_meetings_are_those_of_the_truth(shared_data: Path, day: str) -> None:
    folder = shared_data / "synthetic" / day
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    reading = sources.read(
        folder / "calendar.ics", as_of=dt.date.fromisoformat(truth["as_of"][:10])
    )
    figures = truth["counts"]["calendar"]
    assert reading.reports[0].records == figures["events"]
    assert f"{figures['cancelled']} events cancelled" in reading.reports[0].ignored
    who = {f"mail:{e}": p["id"] for p in truth["people"] for e in p["emails"]}
    own = {f"mail:{e}" for e in truth["owner"]["emails"]}
    met: Counter[str] = Counter()
    for people in reading.tables.event_people.groupby("event")["person"].apply(set):
        assert people & own
        met.update({who[p] for p in people - own})
    assert met == Counter({p["id"]: p["meetings"] for p in truth["people"] if p["meetings"]})
