"""Which day or instant a text means.

ISO dates mean what they say. `03/04/2026` means nothing by itself: `day_order` looks at a whole
column and says which part is the day. Months may be written in English, German, French, Spanish,
Portuguese, Italian or Dutch. A time without a zone stays one: its offset is NaN.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, Literal, NamedTuple

Order = Literal["day first", "month first", "unknown"]
"""How to read a date of numbers that does not begin with the year."""

_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_TWO_DIGITS_FROM: Final = 69
"""69–99 are 1969–1999 and 00–68 are 2000–2068, as POSIX has it."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier janv enero ene janeiro gennaio gen januari jän",
            "february feb februar février févr fév febrero fevereiro fev febbraio februari",
            "march mar märz mrz mär mars marzo março maart mrt maerz",
            "april apr avril avr abril abr aprile",
            "may mai mayo maio maggio mag mei",
            "june jun juni juin junio junho giugno giu",
            "july jul juli juillet juil julio julho luglio lug",
            "august aug août agosto ago augustus aout",
            "september sep sept septembre septiembre setembro set settembre",
            "october oct oktober okt octobre octubre outubro out ottobre ott",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre déc diciembre dic dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}

_BLANK: Final = re.compile(r"[\s\u00a0\u202f\u2009]+")
_ISO: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.])[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{2})(?!\d)")
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?[-/ ]?(?:(?:de|of) )?([^\W\d_]{3,})\.?[-/, ]{0,2}(?:de )?"
    r"'?(\d{4}|\d{2})(?!\d)"
)
_MONTH_DAY: Final = re.compile(
    r"([^\W\d_]{3,})\.?[- ](\d{1,2})(?:st|nd|rd|th)?,?[- ](\d{4})(?!\d)", re.I
)
_CTIME: Final = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d)(?: ([A-Z]{3,4}|[+-]\d{4}))? (\d{4})$"
)
_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(Z| ?UTC| ?GMT|)$"
)
"""The form most logs have, read in one step."""
_WEEKDAY: Final = re.compile(r"^[^\W\d_]+\.?, (?=\d|[^\W\d_])")
_TIME: Final = re.compile(
    r"^(?:,|T| at| um| à| alle| klo| -)? ?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?"
    r"(?: ?([ap])\.? ?m\.?)?(?: ?uhr)? ?(.*)$",
    re.I,
)
_OFFSET: Final = re.compile(r"^(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?$")
_ZONES: Final = {"": math.nan, "z": 0.0, "utc": 0.0, "gmt": 0.0}


class Instant(NamedTuple):
    """A moment: unix seconds (of the clock on the wall where the zone is unknown), the offset of
    its zone from UTC in minutes (NaN: unknown), and how exactly it is known.
    """

    seconds: int
    offset_minutes: float
    precision: Literal["day", "minute", "second"]


def parse_day(text: str, order: Order = "unknown") -> dt.date | None:
    """The calendar day a text means, or None.

    A time after the day is allowed and dropped. A date of numbers that does not begin with the
    year is read only where `order` or the numbers themselves say which part is the day.

    >>> str(parse_day("4-Apr-21")), str(parse_day("8 de febrero de 2026")), parse_day("03/04/2026")
    ('2021-04-04', '2026-02-08', None)
    """
    found = _day(_tidy(text), order)
    if found is None:
        return None
    day, rest = found
    return day if not rest or _seconds(rest) is not None else None


def parse_instant(text: str, order: Order = "unknown") -> Instant | None:
    """The instant a text means, or None; a day alone is the beginning of that day.

    >>> parse_instant("2025-06-01 14:03:22 UTC")
    Instant(seconds=1748786602, offset_minutes=0.0, precision='second')
    """
    if stamp := _STAMP.match(text):
        year, month, number, hour, minute, second = map(int, stamp.groups()[:6])
        day = _date(year, month, number)
        if day is None:
            return None
        seconds = hour * 3600 + minute * 60 + second
        offset = 0.0 if stamp[7] else math.nan
        return Instant((day.toordinal() - _EPOCH_DAY) * 86_400 + seconds, offset, "second")
    found = _day(_tidy(text), order)
    if found is None:
        return None
    start = (found[0].toordinal() - _EPOCH_DAY) * 86_400
    if not found[1]:
        return Instant(start, math.nan, "day")
    time_ = _seconds(found[1])
    if time_ is None:
        return None
    seconds, offset, has_seconds = time_
    shift = 0 if math.isnan(offset) else int(offset * 60)
    return Instant(start + seconds - shift, offset, "second" if has_seconds else "minute")


def parse_month(text: str) -> dt.date | None:
    """The first day of a month or year such as `Jan 2024`, `2024-01` or `2019`, or a whole day."""
    text = _tidy(text)
    if re.fullmatch(r"\d{4}", text):
        return _date(int(text), 1, 1)
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})", text):
        return _date(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"([^\W\d_]{3,})\.?[ -](\d{4}|\d{2})", text):
        month = _MONTHS.get(match[1].lower())
        return _date(_year(match[2]), month, 1) if month else None
    return parse_day(text)


def day_order(texts: Iterable[str]) -> Order:
    """Which part of dates such as `3/4/26` is the day, by the whole column they stand in.

    A part above 12 is the day. Where there is none, the order in which the column runs up or down
    the more steadily is taken, if the two differ; else it is unknown.
    """
    parts = [
        (int(m[1]), int(m[3]), _year(m[4])) for m in map(_NUMBERS.match, map(_tidy, texts)) if m
    ]
    first, second = any(a > 12 for a, _, _ in parts), any(b > 12 for _, b, _ in parts)
    if first != second:
        return "day first" if first else "month first"
    if first or len(parts) < 3:
        return "unknown"
    turns = [
        _turns([(y, b, a) for a, b, y in parts]),
        _turns([(y, a, b) for a, b, y in parts]),
    ]
    if turns[0] == turns[1]:
        return "unknown"
    return "day first" if turns[0] < turns[1] else "month first"


def _turns(days: list[tuple[int, int, int]]) -> int:
    """How often a column runs against its main direction."""
    ups = sum(a < b for a, b in pairwise(days))
    downs = sum(a > b for a, b in pairwise(days))
    return min(ups, downs)


def _tidy(text: str) -> str:
    text = _BLANK.sub(" ", text.strip().strip("\u200e\ufeff"))
    if match := _CTIME.match(text):
        month, day, time, zone, year = match.groups("")
        return f"{day} {month} {year} {time} {zone}".strip()
    return _WEEKDAY.sub("", text)


def _day(text: str, order: Order) -> tuple[dt.date, str] | None:
    """The day a text begins with, and what follows it."""
    if match := _ISO.match(text):
        day = _date(int(match[1]), int(match[3]), int(match[4]))
    elif match := _COMPACT.match(text):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _NUMBERS.match(text):
        a, b, year = int(match[1]), int(match[3]), _year(match[4])
        if order == "unknown":
            order = "month first" if b > 12 else "day first" if a > 12 or a == b else "unknown"
            if match[2] == "." and order == "unknown":
                order = "day first"  # no country writes month.day.year
        if order == "unknown":
            return None
        day = _date(year, b, a) if order == "day first" else _date(year, a, b)
    elif match := _DAY_MONTH.match(text):
        day = _date(_year(match[3]), _MONTHS.get(match[2].lower(), 0), int(match[1]))
    elif match := _MONTH_DAY.match(text):
        day = _date(int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2]))
    else:
        return None
    return (day, text[match.end() :]) if day is not None else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= _TWO_DIGITS_FROM else 2000)


def _seconds(text: str) -> tuple[int, float, bool] | None:
    """Seconds since midnight, offset in minutes and whether seconds are given, of a time."""
    match = _TIME.match(text)
    if match is None:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    offset = _offset(match[5].strip())
    if hour > 23 or minute > 59 or second > 60 or offset is None:
        return None
    return hour * 3600 + minute * 60 + min(second, 59), offset, match[3] is not None


def _offset(zone: str) -> float | None:
    """Minutes from UTC; NaN without a zone, None where it is no zone we know."""
    known = _ZONES.get(zone.lower())
    if known is not None:
        return known
    match = _OFFSET.match(zone)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return float(-minutes if match[1] == "-" else minutes)
