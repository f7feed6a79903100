"""Which channels were imported, and from when to when: silence elsewhere is not silence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .rows import Report

CHANNELS: Final = {
    "mail": ("mbox", "eml"),
    "calendar": ("icalendar",),
    "LinkedIn messages": ("linkedin: messages",),
    "chats": ("whatsapp", "meta"),
}
"""The channels people are in touch through, and the kinds of files that log them."""


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
    reports = list(reports)
    covered, missing = [], []
    for channel, kinds in CHANNELS.items():
        logs = [r for r in reports if r.kind in kinds and r.first_day]
        if not logs:
            missing.append(channel)
            continue
        first, last = min(r.first_day for r in logs), max(r.last_day for r in logs)
        covered.append(f"{channel} from {first[:7]} to {last[:7]}")
    if missing:
        *most, end = missing
        covered.append("no " + " or ".join([", ".join(most), end] if most else [end]))
    return "; ".join(covered)
