"""A log entry as a person says it: "coffee with ana yesterday" → what, with whom, when."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from ..errors import SchemaError

_KINDS: Final = {
    "meeting": "met meeting coffee lunch dinner breakfast tea drinks walk beer visit saw",
    "call": "call called phone phoned video zoom spoke talked",
    "mail": "mail mailed email emailed letter",
    "message": "message messaged wrote texted chat chatted",
    "interview": "interview interviewed informational",
    "thanks": "thanks thanked",
}
_KIND_OF: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WHEN: Final = re.compile(
    r"\b(?:on\s+)?(?:(today|yesterday)|(\d+)\s+days?\s+ago|(?:last\s+)?("
    + "|".join(_WEEKDAYS)
    + r")|(\d{4}-\d{2}-\d{2}))\b",
    re.I,
)
_MINUTES: Final = re.compile(r"\b(?:for\s+)?(\d+)\s*(?:min|mins|minutes)\b", re.I)
_SPLIT: Final = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.I)
_WITH: Final = re.compile(r"\b(?:with|to)\b", re.I)


@dataclass(frozen=True)
class Entry:
    """What was said: the kind of event, the words for the people, the day, minutes (NaN), note."""

    kind: str
    people: tuple[str, ...]
    day: dt.date
    minutes: float
    note: str


def parse(text: str, today: dt.date) -> Entry:
    """Whom did you meet, how and when?

    Parameters
    ----------
    text : str
        Such as "coffee with Ana and Ravi yesterday", "called Mei on 2026-10-30 for 20 minutes:
        talked about Acme". What follows a colon is the note.
    today : date
        What "yesterday" and weekdays count from; a weekday is the latest one past.

    Raises
    ------
    SchemaError
        Nobody is named, or the day is none.

    Examples
    --------
    >>> parse("coffee with Ana Ruiz and Bo yesterday", dt.date(2026, 11, 1)).people
    ('Ana Ruiz', 'Bo')
    """
    said, _, note = text.partition(": ")
    when = _WHEN.search(said)
    day = _day(when, today) if when else today
    said = _WHEN.sub(" ", said, count=1)
    length = _MINUTES.search(said)
    said = _MINUTES.sub(" ", said, count=1)
    before, joint, after = (part.strip() for part in _partition(said))
    words = [w for w in re.findall(r"\w+", before.lower()) if w in _KIND_OF]
    kind = _KIND_OF[words[0]] if words else "meeting"
    if not after:
        after = " ".join(w for w in before.split() if w.lower() not in _KIND_OF)
    people = tuple(name.strip(" .") for name in _SPLIT.split(after) if name.strip(" ."))
    if not people:
        raise SchemaError(
            f"{text!r} names nobody; say it as in: coffee with ana yesterday, or "
            "called ravi on 2026-10-30: talked about Acme"
        )
    minutes = float(length.group(1)) if length else float("nan")
    return Entry(kind, people, day, minutes, note.strip() or (before if joint else ""))


def _partition(said: str) -> tuple[str, str, str]:
    found = _WITH.search(said)
    if not found:
        return said, "", ""
    return said[: found.start()], found.group(), said[found.end() :]


def _day(found: re.Match[str], today: dt.date) -> dt.date:
    word, ago, weekday, iso = found.groups()
    if word:
        return today - dt.timedelta(days=word.lower() == "yesterday")
    if ago:
        return today - dt.timedelta(days=int(ago))
    if weekday:
        back = (today.weekday() - _WEEKDAYS.index(weekday.lower())) % 7 or 7
        return today - dt.timedelta(days=back)
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        raise SchemaError(f"{iso!r} is not a day; expected one such as 2026-10-30") from None
