"""What netgraph's calendar files share: the head, the stable id, the alarm, an earlier file read.

Nobody is invited by them: no entry has an organiser or attendees.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Final

from ..errors import SourceError

PRODUCT: Final = "-//netgraph//reminders//EN"
MARK: Final = "@netgraph"
"""How the ids of reminders end; those of talks end in .talk@netgraph."""
TALK: Final = f".talk{MARK}"


def new_calendar() -> Any:
    """Return a calendar without entries."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "netgraph")
    return calendar


def stable_id(*words: str, end: str = MARK) -> str:
    """Return the same id for the same words, from which nobody can read them."""
    digest = hashlib.sha256("\x1f".join(words).encode("utf-8", "replace"))
    return f"{digest.hexdigest()[:32]}{end}"


def alarm(event: Any, trigger: dt.timedelta) -> Any:
    """Return an alarm so long before (below 0) or after the start of an entry."""
    from icalendar import Alarm

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", event["summary"])
    made.add("trigger", trigger)
    return made


def entries_in(file: bytes | None) -> list[Any]:
    """Return the entries of an earlier file.

    Raises
    ------
    SourceError
        It is no calendar.
    """
    if file is None:
        return []
    from icalendar import Calendar

    try:
        return list(Calendar.from_ical(file).walk("VEVENT"))
    except ValueError as fault:
        raise SourceError(f"the earlier file is no calendar: {fault}") from None


def sequence_of(event: Any) -> int:
    """Return an entry's version; 0 where it has none that can be read."""
    try:
        return int(event.get("sequence", 0))
    except (TypeError, ValueError):
        return 0
