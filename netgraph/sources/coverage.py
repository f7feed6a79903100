"""Which channels were imported, and from when to when: silence elsewhere is not silence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from .rows import Report

CHANNELS: Final = {
    "mail": ("mbox", "eml"),
    "calendar": ("icalendar",),
    "LinkedIn messages": ("linkedin: messages",),
    "chats": ("whatsapp", "meta"),
}
"""The channels people are in touch through, and the kinds of files that log them."""

OWN: Final = {"own entries": ("table: events", "table: interactions", "edges", "own")}
"""What somebody wrote down themself: said where there is some, never missed."""

LOGS: Final = tuple(kind for kinds in (CHANNELS | OWN).values() for kind in kinds)
"""All kinds that log contact."""


class Span(NamedTuple):
    """The kind of a log, and the ISO days of its first and last event."""

    kind: str
    first_day: str
    last_day: str


def spans(reports: Iterable[Report]) -> tuple[Span, ...]:
    """From when to when do these files log contact? Files whose days are unknown log nothing."""
    return tuple(
        Span(r.kind, r.first_day, r.last_day) for r in reports if r.kind in LOGS and r.first_day
    )


def coverage(reports: Iterable[Report]) -> str:
    """Which channels do these files cover, from when to when, and which not at all?

    Parameters
    ----------
    reports
        As `read` gives them.

    Returns
    -------
    str
        One line, months as YYYY-MM; a file whose days are unknown covers nothing.

    Examples
    --------
    >>> coverage([Report("a.mbox", "mbox", 2, first_day="2019-03-05", last_day="2026-10-01")])
    'mail from 2019-03 to 2026-10; no calendar, LinkedIn messages or chats'
    """
    return told(spans(reports))


def told(logs: Iterable[Span], until: str = "9999-12-31") -> str:
    """Say which channels were covered up to a day, and which not at all."""
    logs = [log for log in logs if log.first_day <= until]
    covered, missing = [], []
    for channel, kinds in (CHANNELS | OWN).items():
        mine = [log for log in logs if log.kind in kinds]
        if mine:
            first, last = min(x.first_day for x in mine), max(x.last_day for x in mine)
            covered.append(f"{channel} from {first[:7]} to {min(last, until)[:7]}")
        elif channel in CHANNELS:
            missing.append(channel)
    if missing:
        *most, end = missing
        covered.append("no " + " or ".join([", ".join(most), end] if most else [end]))
    return "; ".join(covered)


def caution(covered: str) -> str:
    """Say what may be concluded from silence, given what is covered; "" where nothing is known.

    >>> caution("mail from 2019-03 to 2026-10; no chats")
    'Read: mail from 2019-03 to 2026-10; no chats. Where nothing was read, silence is unknown.'
    """
    return f"Read: {covered}. Where nothing was read, silence is unknown." if covered else ""
