"""An iCalendar file taken apart into its events, line by line, before any parser sees them.

One broken event must cost one event, so each VEVENT becomes a text of its own that holds only the
properties netgraph needs: no description, no attachment, no alarm. Folded lines are joined, lines
without end are cut, time zones are kept aside.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Final

MAX_LINE: Final = 65_536
"""A longer property is an attachment or damage; the rest of it is dropped."""

MAX_LINES: Final = 20_000
"""An event of more lines lists thousands of guests; the rest are not kept."""

_KEPT: Final = frozenset(
    """
    UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE STATUS ORGANIZER ATTENDEE
    SUMMARY X-MICROSOFT-CDO-ALLDAYEVENT
    """.split()
)
_NAME: Final = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[;:])")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAMED: Final = re.compile(r";\s*CN\s*=\s*", re.I)
_SOUND_NAME: Final = re.compile(
    r'(?:"[^"]*"|[^":;,]*)(?:;\s*[A-Z0-9-]+\s*=|:(?!.*:\s*mailto:))', re.I
)
_ADDRESS: Final = re.compile(r".*:(?=\s*mailto:)|.*:", re.I)
_NEXT_PARAMETER: Final = re.compile(
    r";\s*(?:CUTYPE|DELEGATED-\w+|DIR|EMAIL|LANGUAGE|MEMBER|PARTSTAT|ROLE|RSVP|SENT-BY"
    r"|SCHEDULE-\w+|X-[A-Z0-9-]+)\s*=",
    re.I,
)


@dataclass(slots=True)
class Block:
    """One VEVENT: the line it begins at, its kept properties, whether its END is there."""

    line: int
    lines: list[str] = field(default_factory=list)
    is_closed: bool = False


@dataclass
class Calendar:
    """What a file holds: its events, its zones (TZID → VTIMEZONE text), what else there is."""

    events: list[Block] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    name: str = ""
    default_zone: str = ""
    is_cancellation: bool = False
    latest: str = ""

    @property
    def latest_day(self) -> dt.date | None:
        """The latest day the file speaks of."""
        try:
            return dt.datetime.strptime(self.latest, "%Y%m%d").date()
        except ValueError:
            return None


def take_apart(stream: IO[str]) -> Calendar:
    """The parts of an iCalendar text."""
    taker = _Taker()
    for number, line in _unfolded(stream):
        taker.take(number, line)
    return taker.calendar


def _unfolded(stream: IO[str]) -> Iterator[tuple[int, str]]:
    """The logical lines with the number of the physical line each begins at."""
    number, at, parts, size = 0, 0, [""], 0
    for line in _physical(stream):
        number += 1
        if not line.strip():
            continue
        if line[0] in " \t":
            if size < MAX_LINE:
                parts.append(line[1:])
                size += len(line)
            continue
        if at:
            yield at, "".join(parts)[:MAX_LINE]
        at, parts, size = number, [line], len(line)
    if at:
        yield at, "".join(parts)[:MAX_LINE]


def _physical(stream: IO[str]) -> Iterator[str]:
    """The lines without their ends; of one that never ends, the beginning.

    A calendar whose lines end in CR alone, or that a program gave doubled ends (CR CR LF), is read
    too; in a loose component a CR alone is damage.
    """
    is_rest, is_first, is_doubled = False, True, False
    while piece := stream.readline(MAX_LINE):
        if is_first:
            is_doubled = piece.upper().startswith("BEGIN:VCALENDAR")
            is_first = False
        if not is_rest:
            yield piece.rstrip("\r\n") if is_doubled else _without_end(piece)
        is_rest = not piece.endswith(("\n", "\r"))


def _without_end(line: str) -> str:
    return line[:-1].removesuffix("\r") if line.endswith("\n") else line


class _Taker:
    """Follows BEGIN and END through a file whose nesting may be broken."""

    def __init__(self) -> None:
        self.calendar = Calendar()
        self._open: list[str] = []
        self._event: Block | None = None
        self._depth_of_event = 0
        self._zone: list[str] | None = None

    def take(self, number: int, line: str) -> None:
        """One logical line."""
        word, colon, value = line.partition(":")
        word = word.strip().upper()
        if colon and word == "BEGIN":
            self._begin(number, value.strip(" \t").upper(), line)
        elif colon and word == "END":
            self._end(value.strip(" \t").upper(), line)
        elif self._zone is not None:
            self._zone.append(line)
        elif self._event is not None:
            if len(self._open) == self._depth_of_event:
                self._keep(line)
                self._date(word, value)
        elif len(self._open) <= 1:
            self._note(word.partition(";")[0], value.strip())

    def _begin(self, number: int, name: str, line: str) -> None:
        self._open.append(name)
        if name == "VEVENT":
            if self._event is not None:
                self._depth_of_event = 0
            self._event = Block(number)
            self.calendar.events.append(self._event)
            self._depth_of_event = len(self._open)
        elif self._zone is not None:
            self._zone.append(line)
        elif name == "VTIMEZONE" and self._event is None:
            self._zone = [line]
        elif self._event is None and name != "VCALENDAR":
            self.calendar.others[name] += 1

    def _end(self, name: str, line: str) -> None:
        if name not in self._open:
            return
        while self._open.pop() != name:
            pass
        if self._event is not None and len(self._open) < self._depth_of_event:
            self._event.is_closed = name == "VEVENT"
            self._event = None
        if self._zone is not None:
            self._zone.append(line)
            if "VTIMEZONE" not in self._open:
                self._close_zone(self._zone)
                self._zone = None

    def _close_zone(self, lines: list[str]) -> None:
        for line in lines:
            name, colon, value = line.partition(":")
            if colon and name.partition(";")[0].strip().upper() == "TZID":
                self.calendar.zones.setdefault(value.strip(), lines)
                return

    def _keep(self, line: str) -> None:
        match = _NAME.match(line)
        event = self._event
        if event is None or match is None or len(event.lines) >= MAX_LINES:
            return
        name = match.group(1).upper()
        if name in _KEPT:
            line = _CONTROL.sub(" ", line).strip()
            is_person = name in ("ATTENDEE", "ORGANIZER")
            event.lines.append(_with_sound_name(line) if is_person else line)

    def _date(self, word: str, value: str) -> None:
        """Follows how far the file goes."""
        if word.startswith(("DTSTART", "DTSTAMP", "LAST-MODIFIED")):
            day = value.strip()[:8]
            if day.isdigit() and self.calendar.latest < day < "2200":
                self.calendar.latest = day

    def _note(self, name: str, value: str) -> None:
        """A property of the calendar itself."""
        if name == "X-WR-CALNAME":
            self.calendar.name = self.calendar.name or value
        elif name == "X-WR-TIMEZONE":
            self.calendar.default_zone = self.calendar.default_zone or value
        elif name == "METHOD" and value.upper() == "CANCEL":
            self.calendar.is_cancellation = True


def _with_sound_name(line: str) -> str:
    """The line of a person whose CN breaks the rules (`CN=Ruiz; Ana`), with its CN in quotes.

    A parser drops such a line without a word, and the meeting with it.
    """
    named = _NAMED.search(line)
    if named is None or _SOUND_NAME.match(line, named.end()):
        return line
    address = _ADDRESS.match(line, named.end())
    if address is None:
        return line
    end = address.end() - 1
    after = _NEXT_PARAMETER.search(line, named.end(), end)
    stop = after.start() if after else end
    common = line[named.end() : stop].replace('"', "").strip()
    return f'{line[: named.start()]};CN="{common}"{line[stop:]}'
