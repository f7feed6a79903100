"""A talk as a calendar entry: who, when, and the sheet as its description."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ..advice.asks import asks_of
from ..errors import NetgraphError
from ..schema import clean_text
from .ics import TALK, alarm, entries_in, new_calendar, sequence_of, stable_id
from .talks import talks_of

if TYPE_CHECKING:
    from ..network import Network
    from .prepare import Sheet

MINUTES: Final = 30
"""As long as one asks for."""
MOST_MINUTES: Final = 24 * 60
ALARMS: Final = (dt.timedelta(days=-1), dt.timedelta(hours=-1))
"""A day before, to prepare; an hour before, to be early."""
EVE: Final = dt.timedelta(hours=-15)
"""Where only the day is known: at nine in the morning of the day before."""
EPOCH: Final = dt.date(1970, 1, 1)
_SAME: Final = ("summary", "description", "dtstart", "dtend")


def appointment(
    net: Network,
    sheet: Sheet,
    when: str | dt.datetime | dt.date,
    *,
    minutes: int = MINUTES,
    previous: bytes | None = None,
    now: dt.datetime | None = None,
) -> bytes:
    """Which calendar entry tells of a talk, with the sheet to prepare it?

    Parameters
    ----------
    net : Network
    sheet : Sheet
        From `prepare`.
    when : str, datetime or date
        A day, or a day and an hour such as "2026-11-13 10:30"; with an offset, if you like. An hour
        without one is in the network's zone, where there is one, else of whatever zone the
        calendar is in.
    minutes : int
        How long, 1 to 1,440.
    previous : bytes, optional
        The file made before: where anything differs, the new entry is its next version.
    now : datetime, optional
        The moment of making; default the beginning of `net.as_of`, UTC.

    Returns
    -------
    bytes
        An iCalendar file with one private entry and alarms: a day and an hour before, or, where
        only the day is known, on the morning before.

    Raises
    ------
    NetgraphError
        `when` is no day or hour, or one that the zone's clocks leave out; minutes out of range.
    SourceError
        `previous` is no calendar.

    Notes
    -----
    The UID is a digest of the person and the day of your last talk with them, so that a later file
    moves the entry, and the talk after the next is another one. Nobody is invited by it.
    """
    from icalendar import Event

    if not 1 <= minutes <= MOST_MINUTES:
        raise NetgraphError(f"minutes is {minutes}; expected 1 to {MOST_MINUTES:,}")
    start = moment(when, net.record.zone)
    last = _last_talk(net, sheet.person)
    event = Event()
    event.add("uid", stable_id(sheet.person, str(last or ""), end=TALK))
    event.add("dtstamp", now or dt.datetime.combine(net.as_of, dt.time(), dt.UTC))
    event.add("summary", f"Talk with {sheet.name}")
    event.add("description", "\n".join(clean_text(line) for line in str(sheet).splitlines()))
    event.add("class", "PRIVATE")
    event.add("categories", ["netgraph", "talk"])
    is_timed = isinstance(start, dt.datetime)
    event.add("dtstart", start)
    event.add("dtend", start + (dt.timedelta(minutes=minutes) if is_timed else dt.timedelta(1)))
    event.add("transp", "OPAQUE" if is_timed else "TRANSPARENT")
    event.add("sequence", _version(event, (net.as_of - (last or EPOCH)).days, previous))
    for trigger in ALARMS if is_timed else (EVE,):
        event.add_component(alarm(event, trigger))
    calendar = new_calendar()
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def moment(when: str | dt.datetime | dt.date, zone: str) -> dt.datetime | dt.date:
    """Return a day, an instant in UTC, or, where no zone is known, an hour of no zone.

    >>> moment("2026-11-13", "Europe/Zurich"), moment("2026-11-13 10:30", "Europe/Zurich")
    (datetime.date(2026, 11, 13), datetime.datetime(2026, 11, 13, 9, 30, tzinfo=datetime.timezone.utc))
    """  # noqa: E501  a doctest's answer is one line
    read = _read(when) if isinstance(when, str) else when
    if not isinstance(read, dt.datetime):
        return read
    read = read.replace(second=0, microsecond=0)
    if read.tzinfo is not None:
        return read.astimezone(dt.UTC)
    if not zone:
        return read
    from zoneinfo import ZoneInfo

    instant = read.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != read:
        raise NetgraphError(f"there is no {read:%H:%M} on {read:%Y-%m-%d} in {zone}: clocks change")
    return instant


def _read(when: str) -> dt.datetime | dt.date:
    text = when.strip()
    try:
        return dt.date.fromisoformat(text) if len(text) <= 10 else dt.datetime.fromisoformat(text)
    except ValueError:
        raise NetgraphError(
            f"{when!r} is neither a day nor an hour; expected one such as 2026-11-13 or "
            "'2026-11-13 10:30'"
        ) from None


def _last_talk(net: Network, person: str) -> dt.date | None:
    """Return the day of the last talk that somebody hosted."""
    who = net.index_of(person)
    days = [talk.day for talk in talks_of(net, asks_of(net)) if who in talk.hosts]
    return max(days, default=None)


def _version(event: Any, least: int, previous: bytes | None) -> int:
    """Return a number that grows by the day, and with each change of the file before."""
    version = max(least, 0)
    for old in entries_in(previous):
        if old.get("uid") == event["uid"]:
            is_same = all(old.get(name) == event.get(name) for name in _SAME)
            version = max(version, sequence_of(old) + (not is_same))
    return version
