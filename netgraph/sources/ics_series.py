"""The events of a calendar as they took place: each series by itself, up to a last moment.

Parsing is icalendar's, recurrence recurring-ical-events'; both are asked event by event and series
by series, so that what one of them cannot read costs no other. Zones: names and Windows names as
icalendar knows them; a zone the file defines itself counts for this file alone; "(UTC+01:00) …"
without a definition is that offset.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from .ics_blocks import Block, Calendar

Component = Any
"""An `icalendar.Event`; its properties are of whatever type the file gave them."""

MAX_OCCURRENCES: Final = 10_000
"""A daily meeting reaches this after 27 years; what repeats more often is no meeting."""

_LINE: Final = "X-NETGRAPH-LINE"
_TZID: Final = re.compile(r';\s*TZID\s*=\s*("[^"]*"|[^;:"]*)', re.I)
_SHOWN_OFFSET: Final = re.compile(r"^\(?(?:UTC|GMT)\s*(?:([+-])(\d{1,2}):?(\d\d))?\)?", re.I)
_GREGORIAN: Final = re.compile(r"RSCALE=GREGORIAN;|;RSCALE=GREGORIAN|;SKIP=OMIT", re.I)
_RECURS: Final = ("RRULE", "RDATE", "RECURRENCE-ID", "EXDATE")
_BROKEN: Final = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError),
    AssertionError,  # a line that cannot be written again
    OSError,  # a zone is looked for as a file of that name
)
"""What the libraries raise over broken events (their own errors are ValueErrors)."""

Warn = Callable[[str], None]
Skip = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event as it took place: its component and the line that describes it."""

    line: int
    component: Component
    start: dt.date
    minutes: float


class Reader:
    """Reads the series of one calendar file.

    Parameters
    ----------
    calendar
        The file, taken apart.
    until
        The last day that counts; None: as far as the file itself goes.
    skip, warn
        Where to say that an event cannot be read, or not wholly.

    After `series`, `undated` has the line and the reason of every event without a usable start.
    """

    def __init__(self, calendar: Calendar, until: dt.date | None, skip: Skip, warn: Warn) -> None:
        self._calendar = calendar
        self._until = until
        self._skip = skip
        self._warn = warn
        self._zones: dict[str, tuple[str, list[str]]] = {}
        self.undated: list[tuple[int, str]] = []

    def series(self) -> Iterator[tuple[list[Block], list[Occurrence]]]:
        """The readable events of each UID and what took place of them."""
        by_uid: dict[str, list[Block]] = {}
        for block in self._calendar.events:
            by_uid.setdefault(_uid(block) or f"line {block.line}", []).append(block)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the libraries comment on odd zones
            for blocks in by_uid.values():
                parsed = [(b, c) for b in blocks if (c := self._parsed(b)) is not None]
                if parsed:
                    components = [component for _, component in parsed]
                    yield [block for block, _ in parsed], self._took_place(components)

    # --- one event ---------------------------------------------------------------------------
    def _parsed(self, block: Block) -> Component | None:
        """The component of a block; None, and said, where it has no usable start."""
        import icalendar

        if not block.is_closed:
            self._skip(block.line, "the event is cut off: its END:VEVENT is missing")
            return None
        lines, zones = self._with_zones(block.lines)
        text = "\r\n".join(
            ["BEGIN:VCALENDAR", *zones, "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]
        )
        try:
            calendar = icalendar.Calendar.from_ical(text)
            event = next(c for c in calendar.walk("VEVENT") if isinstance(c, icalendar.Event))
            start = _time(event, "DTSTART")
        except (*_BROKEN, StopIteration) as error:
            self._skip(block.line, f"the event cannot be read ({_short(error)})")
            return None
        if start is None:
            has_one = any(line.upper().startswith("DTSTART") for line in block.lines)
            why = "its start (DTSTART) cannot be read" if has_one else "it has no start (DTSTART)"
            self.undated.append((block.line, why))
            return None
        for name in ("ATTENDEE", "ORGANIZER"):
            if any(name == where or f"'{name}" in error for where, error in event.errors):
                self._warn(f"line {block.line}: an {name} cannot be read and is left out")
        event[_LINE] = str(block.line)
        return event

    def _with_zones(self, lines: list[str]) -> tuple[list[str], list[str]]:
        """The lines with zones by names that icalendar knows, and the definitions they need."""
        out, needed = [], dict[str, list[str]]()
        for line in map(_plain_rule, lines):
            match = _TZID.search(line.partition(":")[0] if '"' not in line else line)
            if match is None:
                out.append(line)
                continue
            written = match.group(1).strip('" ')
            if written not in self._zones:
                self._zones[written] = self._zone(written)
            name, definition = self._zones[written]
            if definition:
                needed[name] = definition
            out.append(
                f"{line[: match.start()]};TZID={name}{line[match.end() :]}" if name else line
            )
        return out, [line for definition in needed.values() for line in definition]

    def _zone(self, written: str) -> tuple[str, list[str]]:
        """The name to use for a zone, and its definition where it is this file's own."""
        from icalendar.timezone import tzp

        definition = self._calendar.zones.get(written)
        unknown = ""
        try:
            if tzp.timezone(written) is not None:
                return "", []
        except _BROKEN:
            unknown = "x-unknown"  # the name itself would cost the event: a folder, too long
        if definition is not None:
            name, definition = _named_by_content(definition)
            if _is_zone(definition):
                return name, definition
            self._warn(f"the time zone {written!r} cannot be read; its times are of no zone")
        shown = _SHOWN_OFFSET.match(written)
        return _named_by_content(_fixed_zone(*shown.groups())) if shown else (unknown, [])

    # --- one series --------------------------------------------------------------------------
    def _took_place(self, components: list[Component]) -> list[Occurrence]:
        """What took place of the events of one UID."""
        if not any(name in c for c in components for name in _RECURS):
            latest = max(_sequence(c) for c in components)
            return _once(c for c in components if _sequence(c) == latest)
        try:
            return self._expanded(components)
        except (*_BROKEN, RecursionError) as error:
            line = components[0][_LINE]
            self._warn(
                f"line {line}: the repetition cannot be worked out ({_short(error)}); "
                "only the first date counts"
            )
            return _once(c for c in components if "RECURRENCE-ID" not in c)

    def _expanded(self, components: list[Component]) -> list[Occurrence]:
        import icalendar
        import recurring_ical_events

        for component in components:
            self._drop_broken_dates(component)
            for rule in _rules(component):
                _refuse_endless(rule)
        calendar = icalendar.Calendar()
        calendar.subcomponents = list(components)
        query = recurring_ical_events.of(calendar)
        first = min(_utc(_start(c)) for c in components)
        last = self._last_moment(components, first)
        found: dict[Any, Occurrence] = {}
        for begin, end in _windows(first, last, components):
            for occurrence in _once(query.between(begin, end)):
                if first <= _utc(occurrence.start) <= last:
                    found.setdefault(occurrence.start, occurrence)
            if len(found) > MAX_OCCURRENCES:
                self._warn(
                    f"line {components[0][_LINE]}: repeats more than {MAX_OCCURRENCES:,} times; "
                    "the rest is left out"
                )
                break
        return sorted(found.values(), key=lambda o: _utc(o.start))[:MAX_OCCURRENCES]

    def _drop_broken_dates(self, component: Component) -> None:
        """Added and excepted dates that cannot be read cost themselves, not the series."""
        for name in ("RDATE", "EXDATE"):
            try:
                values = component.get(name, [])
                for value in values if isinstance(values, list) else [values]:
                    _ = value.dts
            except _BROKEN:
                del component[name]
                self._warn(f"line {component[_LINE]}: its {name} cannot be read and is left out")

    def _last_moment(self, components: list[Component], first: dt.datetime) -> dt.datetime:
        """Up to when to expand: the user's day, else the series' own end, else the file's."""
        if self._until is not None:
            return _end_of(self._until)
        if all("COUNT" in rule or "UNTIL" in rule for c in components for rule in _rules(c)):
            return min(first, _FAR) + dt.timedelta(days=40 * 366)
        return max(first, _end_of(self._calendar.latest_day or first.date()))


_FAR: Final = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
_DAY: Final = dt.timedelta(days=1)


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC)


def _windows(
    first: dt.datetime, last: dt.datetime, components: list[Component]
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Spans of time to ask for in turn, so that a series without end stops at its bound."""
    often = {str(rule.get("FREQ", [""])[0]).upper() for c in components for rule in _rules(c)}
    days = 30 if "HOURLY" in often else 366
    begin = first - _DAY
    n = 0
    while begin <= last and n < 20_000:
        end = min(begin + days * _DAY, last + _DAY)
        yield begin, end
        begin, n = end, n + 1
        if end > last:
            return


def _once(components: Any) -> list[Occurrence]:
    """The components as occurrences."""
    found = []
    for component in components:
        start = _start(component)
        found.append(
            Occurrence(int(component[_LINE]), component, start, _minutes(component, start))
        )
    return found


def _minutes(component: Component, start: dt.date) -> float:
    """How long it lasted, NaN where it does not say."""
    try:
        end = _time(component, "DTEND")
        length = end - start if end is not None else component["DURATION"].dt
        return float(length.total_seconds() / 60) if length >= dt.timedelta() else float("nan")
    except _BROKEN:
        return float("nan")


def _start(component: Component) -> dt.date:
    start: dt.date = component["DTSTART"].dt
    return start


def _time(component: Component, name: str) -> Any:
    """A property's date or moment; None where there is none or it is something else."""
    value = component.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
        component[name] = value
    try:
        moment = getattr(value, "dt", None)
    except _BROKEN:
        return None
    return moment if isinstance(moment, dt.date) else None


def _utc(moment: dt.date) -> dt.datetime:
    """Any date or moment as one of UTC, for comparing; without a zone it is taken as UTC."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time(), dt.UTC)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC)
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return moment.replace(tzinfo=dt.UTC)


def _rules(component: Component) -> list[Any]:
    rules = component.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _refuse_endless(rule: Any) -> None:
    """Raises where a rule would be looked for without end, or is that of no meeting."""
    from dateutil.rrule import rrulestr

    try:
        parts = {name.upper(): value for name, value in rule.items()}
    except _BROKEN:
        raise ValueError("its rule cannot be read") from None
    if any(int(n) < 1 for n in parts.get("INTERVAL", [1])):
        raise ValueError("its interval is not a number above 0")
    if {str(f).upper() for f in parts.get("FREQ", [])} & {"SECONDLY", "MINUTELY"}:
        raise ValueError("no meeting is held every minute")
    if not any(name.startswith("BY") for name in parts):
        return
    unbounded = {k: v for k, v in parts.items() if k not in ("UNTIL", "COUNT")}
    text = type(rule)(unbounded).to_ical().decode()
    trial = rrulestr(text, dtstart=dt.datetime(dt.MAXYEAR - 28, 1, 1))  # all calendars there are
    if next(iter(trial), None) is None:
        raise ValueError("its rule fits no day")


def _sequence(component: Component) -> int:
    try:
        return int(component.get("SEQUENCE", 0))
    except (ValueError, TypeError):
        return 0


def _uid(block: Block) -> str:
    for line in block.lines:
        name, colon, value = line.partition(":")
        if colon and name.partition(";")[0].strip().upper() == "UID":
            return value.strip()
    return ""


def _plain_rule(line: str) -> str:
    """A rule without blanks, and without the calendar system everybody means."""
    if not line.upper().startswith("RRULE"):
        return line
    return _GREGORIAN.sub("", re.sub(r"\s+", "", line))


def _named_by_content(definition: list[str]) -> tuple[str, list[str]]:
    """A definition under a name of its own: icalendar keeps zones by name, for all files."""
    name = f"x-{blake2b(repr(definition).encode(), digest_size=8).hexdigest()}"
    return name, [
        f"TZID:{name}" if re.match(r"\s*TZID\s*[;:]", line, re.I) else line for line in definition
    ]


def _is_zone(definition: list[str]) -> bool:
    """Whether a definition can be read; one that cannot would cost every event that names it."""
    import icalendar

    try:
        zone = icalendar.Timezone.from_ical("\r\n".join([*definition, ""]))
        return isinstance(zone, icalendar.Timezone) and bool(zone.to_tz(lookup_tzid=False))
    except (*_BROKEN, RecursionError):
        return False


def _fixed_zone(sign: str | None, hours: str | None, minutes: str | None) -> list[str]:
    """The definition of a zone that is always so many hours off."""
    offset = f"{sign or '+'}{int(hours or 0):02d}{int(minutes or 0):02d}"
    return [
        "BEGIN:VTIMEZONE",
        "TZID:fixed",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
