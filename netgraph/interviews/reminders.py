"""What is due as a calendar file: stable ids, alarms, and news of what is done since.

Whoever imports the file again gets the same entries, moved or cancelled, not a second set.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ..schema import clean_text
from .due import due
from .ics import MARK, TALK, alarm, entries_in, new_calendar, sequence_of, stable_id

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

VERBS: Final = {
    "thanks": "Thank {}",
    "news": "Tell {} how it went",
    "arrange": "Write to {} and find an hour",
    "send": "Send the request to {}",
    "answer": "A friendly word to {}",
    "touch": "Be in touch with {}",
}
MORNING: Final = dt.timedelta(hours=9)
"""When the alarm of an all-day entry rings."""
BEFORE: Final = dt.timedelta(hours=-12)
"""How long before its hour the alarm of a timed entry rings."""
LENGTH: Final = dt.timedelta(minutes=15)


def reminders(
    net: Network,
    *,
    previous: bytes | None = None,
    now: dt.datetime | None = None,
) -> bytes:
    """Which calendar entries remind you of what you owe?

    Parameters
    ----------
    net : Network
    previous : bytes, optional
        The file made before: what is no longer due is cancelled in the new one.
    now : datetime, optional
        The moment of making; default the beginning of `net.as_of`, UTC.

    Returns
    -------
    bytes
        An iCalendar file: thanks due at an hour end there, everything else is of the whole day;
        what is overdue stands on today. Each has an alarm.

    Raises
    ------
    UnknownPersonError
        The network has no ego.
    SourceError
        `previous` is no calendar.

    Notes
    -----
    An entry's UID is a digest of person, kind and what it goes back to, so that a later file
    replaces it; SEQUENCE counts the days since. One as_of gives one file, byte for byte.
    """
    now = now or dt.datetime.combine(net.as_of, dt.time(), dt.UTC)
    calendar = new_calendar()
    rows = due(net, now=now)
    entries = {_uid(str(row.Index), row): row for row in rows.itertuples()}
    for uid, row in entries.items():
        calendar.add_component(_entry(net, uid, row, now))
    for old in _no_longer(previous, entries.keys()):
        calendar.add_component(_cancelled(old, now))
    made: bytes = calendar.to_ical()
    return made


def _uid(person: str, row: Any) -> str:
    """Return the same id for the same debt: whom, what, and the day or ask it goes back to."""
    back_to = row.ask or str(row.since)[:10]
    return stable_id(person, row.what, back_to)


def _entry(net: Network, uid: str, row: Any, now: dt.datetime) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("sequence", _sequence(net, row.since))
    event.add("summary", clean_text(VERBS[row.what].format(clean_text(row.name))))
    event.add("description", clean_text(row.why))
    event.add("categories", ["netgraph", row.what])
    event.add("transp", "TRANSPARENT")
    until = _to_the_minute(now + dt.timedelta(hours=row.hours_left))
    if row.what == "thanks" and not row.is_overdue and until.time() != dt.time():
        until = until.astimezone(dt.UTC)
        event.add("dtstart", until - LENGTH)
        event.add("dtend", until)
        event.add_component(alarm(event, BEFORE))
        return event
    day = max(row.due_on.date(), net.as_of)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add_component(alarm(event, MORNING))
    return event


def _to_the_minute(moment: dt.datetime) -> dt.datetime:
    return (moment + dt.timedelta(seconds=30)).replace(second=0, microsecond=0)


def _sequence(net: Network, since: pd.Timestamp) -> int:
    """Return a number that grows by the day: a later file is the newer version."""
    return max((net.as_of - since.date()).days, 0) if since == since else 0


def _no_longer(previous: bytes | None, still: Any) -> list[Any]:
    """Return the entries of the earlier file that are not due any more."""
    return [
        event
        for event in entries_in(previous)
        if str(event.get("uid", "")).endswith(MARK)
        and not str(event["uid"]).endswith(TALK)
        and str(event["uid"]) not in still
        and event.get("status") != "CANCELLED"
    ]


def _cancelled(old: Any, now: dt.datetime) -> Any:
    from icalendar import Event

    event = Event()
    for name in ("uid", "summary", "dtstart", "dtend"):
        if name in old:
            event.add(name, old[name])
    event.add("dtstamp", now)
    event.add("sequence", sequence_of(old) + 1)
    event.add("status", "CANCELLED")
    return event
