"""Calendars (.ics: Google, Outlook, Apple, Nextcloud …): meetings as events, everybody present.

A meeting counts for those who did not decline; who was asked is known by name. Left out and
counted: cancelled and all-day events, those without a second person or with more than
`MAX_PEOPLE_PER_EVENT`, and what lies after the last day asked for. Rooms, devices, groups and
calendars are nobody. Of a recurring meeting every occurrence is an event. The same meeting in two
calendars is one: its id is UID and start.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ..rules import MAX_PEOPLE_PER_EVENT
from ..schema import clean_text, fold_email, fold_name
from .ics_blocks import Calendar, take_apart
from .ics_series import Occurrence, Reader
from .logged import EventLog, People, leave_out
from .mail_headers import display_name

if TYPE_CHECKING:
    from .files import Head, SourceFile
    from .rows import Rows

KIND: Final = "icalendar"

CANCELLED: Final = "cancelled"
ALL_DAY: Final = "all-day"
ALONE: Final = "without a second person"
CROWD: Final = f"with more than {MAX_PEOPLE_PER_EVENT} people"
LATER: Final = "after the last day asked for"

_BEGINS: Final = re.compile(r"\s*BEGIN:(?!VCARD)[\x00-\x08A-Z0-9-]*", re.I)
_NOBODY: Final = re.compile(
    r"@resource\.calendar\.google\.com$|@(?:group|import)(?:\.v)?\.calendar\.google\.com$"
    r"|^unknownorganizer@calendar\.google\.com$|^(?:noreply|no-reply)@"
)
_NO_PERSON: Final = frozenset({"ROOM", "RESOURCE", "GROUP"})
_ABSENT: Final = frozenset({"DECLINED", "DELEGATED"})


def recognises(head: Head) -> bool:
    """Whether the file begins with an iCalendar component."""
    return _BEGINS.match(head.text) is not None


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the meetings of a calendar."""
    with file.text(rows.warn) as stream:
        calendar = take_apart(stream)
    book = _Meetings(file, rows, calendar)
    reader = Reader(calendar, file.options.as_of, rows.skip, rows.warn)
    for blocks, occurrences in reader.series():
        rows.records += len(blocks)
        book.add_series({block.line for block in blocks}, occurrences)
    leave_out(rows, reader.undated, "events")
    book.close()


class _Meetings:
    """The meetings of one calendar on their way to events."""

    def __init__(self, file: SourceFile, rows: Rows, calendar: Calendar) -> None:
        self._rows = rows
        self._calendar = calendar
        self._file = file
        self._zone = _zone(calendar.default_zone)
        self._log = EventLog("meeting")
        self._people = People()
        self._left_out: Counter[str] = Counter()

    def add_series(self, lines: set[int], occurrences: list[Occurrence]) -> None:
        """One series: its events, or for each of its lines the reason why there is none."""
        reasons: dict[int, str] = {}
        parts: dict[int, _Part] = {}
        for occurrence in occurrences:
            line = occurrence.line
            reason = self._reason(occurrence)
            if reason != LATER and line not in parts:
                parts[line] = _Part(occurrence.component)
                self._know(parts[line])
            if not reason:
                reason = parts[line].reason
            if reason:
                reasons.setdefault(line, reason)
            else:
                self._add(occurrence, parts[line])
                reasons[line] = ""
        self._left_out.update(filter(None, (reasons.get(line, LATER) for line in lines)))

    def _reason(self, occurrence: Occurrence) -> str:
        """Why this occurrence is no meeting that took place, "" where it may be one."""
        component = occurrence.component
        status = str(component.get("STATUS", "")).strip().upper()
        if status == "CANCELLED" or self._calendar.is_cancellation:
            return CANCELLED
        flag = str(component.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).strip().upper()
        if not isinstance(occurrence.start, dt.datetime) or flag == "TRUE":
            return ALL_DAY
        until = self._file.options.as_of
        return LATER if until is not None and occurrence.start.date() > until else ""

    def _know(self, part: _Part) -> None:
        """Who was asked is known, also where there was no meeting or they did not come."""
        if len(part.names) <= MAX_PEOPLE_PER_EVENT:
            for key, name in part.names.items():
                self._people.see(key, name)

    def _add(self, occurrence: Occurrence, part: _Part) -> None:
        start = occurrence.start
        assert isinstance(start, dt.datetime)
        if start.tzinfo is None and self._zone is not None:
            start = start.replace(tzinfo=self._zone)
        away = start.utcoffset()
        offset = math.nan if away is None else away.total_seconds() / 60
        instant = _seconds(start, away)
        component = occurrence.component
        self._log.add(
            f"meeting:{_uid(component, part)}:{instant}",
            instant,
            dict.fromkeys(part.present, "present"),
            line=occurrence.line,
            offset_minutes=offset,
            precision="second" if start.second else "minute",
            minutes=occurrence.minutes,
            note=clean_text(str(component.get("SUMMARY", ""))) if self._keeps_subjects else "",
            arranged_by=part.arranged_by,
            responses=part.present,
        )

    @property
    def _keeps_subjects(self) -> bool:
        return self._file.options.subjects

    def close(self) -> None:
        """Writes the events, the people, the owner and what was left out."""
        rows = self._rows
        self._log.write(rows)
        self._people.write(rows, self._owner())
        for reason, n in sorted(self._left_out.items()):
            rows.ignore(f"{n:,} event{'s' if n > 1 else ''} {reason}")
        for name, n in sorted(self._calendar.others.items()):
            rows.ignore(f"{n:,} {_shown(name)}: not events")
        if not self._calendar.events:
            rows.ignore("there are no events in this calendar")

    def _owner(self) -> list[str]:
        """The owner's address: Google names a person's first calendar by it."""
        for name in (self._calendar.name, PurePosixPath(self._file.name).stem):
            address = fold_email(name)
            if address and not _NOBODY.search(address):
                return [f"mail:{address}"]
        return []


class _Part:
    """Who takes part in an event: key → response; the names of all asked; who arranged it."""

    def __init__(self, component: Any) -> None:
        self.present: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.arranged_by = ""
        declined: set[str] = set()
        for attendee in _all(component.get("ATTENDEE")):
            key, name = _who(attendee)
            if not key:
                continue
            is_asked = _parameter(attendee, "ROLE").upper() != "NON-PARTICIPANT"
            if is_asked:
                self.names[key] = self.names.get(key) or name
            response = _parameter(attendee, "PARTSTAT").upper()
            if response in _ABSENT or not is_asked:
                declined.add(key)
                continue
            self.present[key] = response.lower()
        for organizer in _all(component.get("ORGANIZER"))[:1]:
            key, name = _who(organizer)
            if key:
                self.arranged_by = key
                self.names[key] = self.names.get(key) or name
                if key not in declined:
                    self.present.setdefault(key, "")
        n = len(self.present)
        self.reason = ALONE if n < 2 else CROWD if n > MAX_PEOPLE_PER_EVENT else ""


def _who(person: Any) -> tuple[str, str]:
    """Key and name of an attendee; no key where it is nobody (a room, a group, a calendar)."""
    if _parameter(person, "CUTYPE").upper() in _NO_PERSON:
        return "", ""
    common = clean_text(_parameter(person, "CN").strip("\"' "))
    address = next(
        filter(None, (fold_email(w) for w in (str(person), _parameter(person, "EMAIL"), common))),
        "",
    )
    if address:
        key = "" if _NOBODY.search(address) else f"mail:{address}"
        return key, display_name(common, address)
    folded = fold_name(common)
    return (f"calendar:{folded}", common) if folded else ("", "")


def _parameter(person: Any, name: str) -> str:
    value = getattr(person, "params", {}).get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def _all(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _uid(component: Any, part: _Part) -> str:
    """The event's UID, else a sign made of who takes part."""
    written = clean_text(str(component.get("UID", "")))
    if written and len(written) <= 250:
        return written
    words = repr((written or str(component.get("SUMMARY", "")), sorted(part.present)))
    return blake2b(words.encode(errors="replace"), digest_size=12).hexdigest()


def _seconds(start: dt.datetime, away: dt.timedelta | None) -> int:
    """Unix seconds; a moment without zone counts as written."""
    moment = start.replace(tzinfo=None) - (away or dt.timedelta())
    return int((moment - dt.datetime(1970, 1, 1)).total_seconds())


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None


_SHOWN: Final = {"VTODO": "tasks", "VJOURNAL": "journal entries", "VFREEBUSY": "free/busy entries"}


def _shown(name: str) -> str:
    return _SHOWN.get(name, f"components {clean_text(name)[:30]}")
