"""The dated lines of an exported chat: how phones of all languages write date, time and author.

[3/4/25, 2:05:09 PM] Ines: Draft is in the folder        iPhone; a narrow blank before PM
13/03/2025, 14:06 - Sam: <Media omitted>                 Android
13.6.2018 klo 21.25.15 - a: m                            words between date and time
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

Order = Literal["day first", "month first", "year first"]

_MARKS: Final = "\u200e\u200f\u202a\u202b\u202c\ufeff"
_BLANK: Final = r"[ \u00a0\u202f\u2009]"
_HALF: Final = (
    rf"[ap]{_BLANK}?\.?{_BLANK}?m\.?|上午|下午|午前|午後|오전|오후|ص|م|πμ|μμ|SA|CH|ÖÖ|ÖS|fm|em|de\.?|du\.?"
    r"|ip\.?|ap\.?|vorm\.?|nachm\.?|पूर्वाह्न|अपराह्न|ก่อนเที่ยง|หลังเที่ยง|凌晨|早上|中午|晚上|清晨"
)
_LATER_HALF: Final = re.compile(
    r"^p|下午|午後|오후|^م|μμ|CH|ÖS|^em|^du|^ip|^nachm|अपराह्न|หลังเที่ยง|晚上|中午", re.I
)
_GAP: Final = rf"[ \u00a0\u202f\u2009{_MARKS}]*"
_LINE: Final = re.compile(
    rf"^[{_MARKS}]*(?P<bracket>\[)?[{_MARKS}]*"
    rf"(?P<date>(?P<a>\d{{1,4}}){_GAP}(?P<sep>[./\-年]){_GAP}(?P<b>\d{{1,2}}){_GAP}[./\-月]{_GAP}"
    rf"(?P<c>\d{{1,4}})[.日]?)"
    rf"[,،]?{_GAP}(?:(?![\[\]])\D{{1,14}}?{_BLANK}+)?"
    rf"(?:(?P<before>{_HALF}){_BLANK}?)?"
    rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    rf"(?:{_BLANK}?(?P<after>{_HALF})(?=[\]{_BLANK[1:-1]}]))?"
    rf"(?:(?(bracket)\]|(?(before)(?:,|{_BLANK}[-–])|{_BLANK}[-–])){_BLANK})",
    re.I,
)
_BUDDHIST_FROM: Final = 2400
"""Thai phones count years from 543 BC."""


@dataclass(frozen=True, slots=True)
class Line:
    """A dated line with what follows it; `parts` are the three numbers of the date as written."""

    number: int
    date: str
    parts: tuple[int, int, int]
    separator: str
    clock: int
    has_seconds: bool
    is_twelve_hours: bool
    is_ios: bool
    rest: str

    @property
    def author_and_text(self) -> tuple[str, str] | None:
        """Who wrote what; None where nobody is named."""
        author, colon, text = self.rest.partition(": ")
        if not colon:
            author, colon, text = self.rest.partition(":\n")
        if not colon and self.rest.rstrip().endswith(":"):
            author, text = self.rest.rstrip()[:-1], ""
            colon = ":"
        author = author.strip(_MARKS + " ")
        return (author, text) if colon and author else None


def dated_lines(numbered: Iterator[tuple[int, str]]) -> Iterator[Line]:
    """The dated lines, each with the lines after it that have no date."""
    held: Line | None = None
    more: list[str] = []
    for number, text in numbered:
        line = _dated(number, text)
        if line is None:
            if held is not None and len(more) < 200:
                more.append(text[:4_000])
            continue
        if held is not None:
            yield _whole(held, more)
        held, more = line, []
    if held is not None:
        yield _whole(held, more)


def _whole(line: Line, more: list[str]) -> Line:
    return replace(line, rest="\n".join([line.rest, *more])) if more else line


def _dated(number: int, text: str) -> Line | None:
    match = _LINE.match(text[:200])
    if match is None:
        return None
    half = match["before"] or match["after"] or ""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if half and hour <= 12:
        hour = hour % 12 + (12 if _LATER_HALF.search(half.replace(" ", "")) else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return Line(
        number,
        match["date"],
        (int(match["a"]), int(match["b"]), int(match["c"])),
        match["sep"],
        hour * 3_600 + minute * 60 + second,
        match["second"] is not None,
        bool(half),
        match["bracket"] is not None,
        text[match.end() :],
    )


# --- which number is the day -----------------------------------------------------------------
def day_order(lines: list[Line], as_of: dt.date | None) -> tuple[Order | None, str]:
    """Which number of the dates is the day, from all of them, and what is doubtful about it.

    A number above 12 tells; else the order in which the days rise with the lines; else that no
    message is of a day to come; else what phones do that write such a time.
    """
    if not lines:
        return None, ""
    if sum(line.parts[0] > 31 for line in lines) * 2 > len(lines):
        return "year first", ""
    if any(line.parts[0] > 12 for line in lines):
        return "day first", ""
    if any(line.parts[1] > 12 for line in lines):
        return "month first", ""
    day, month = _falls(lines, "day first"), _falls(lines, "month first")
    if day == month and as_of is not None:
        day, month = _ahead(lines, "day first", as_of), _ahead(lines, "month first", as_of)
    if day != month:
        return ("day first" if day < month else "month first"), ""
    first = lines[0]
    is_american = first.separator == "/" and first.is_twelve_hours
    order: Order = "month first" if is_american else "day first"
    if first.separator == "." or all(line.parts[0] == line.parts[1] for line in lines):
        return order, ""
    return order, (
        f"the dates (first: {first.date}) may mean day/month or month/day; they are read with the "
        f"{'month' if is_american else 'day'} first: check one you remember"
    )


def _falls(lines: list[Line], order: Order) -> int:
    """How often a line is of an earlier day than the one before."""
    days = [seconds_of(line, order) for line in lines]
    known = [d // 86_400 for d in days if d is not None]
    return sum(b < a for a, b in pairwise(known))


def _ahead(lines: list[Line], order: Order, as_of: dt.date) -> int:
    last = (as_of.toordinal() - _EPOCH_DAY + 1) * 86_400
    return sum((seconds_of(line, order) or 0) >= last for line in lines)


_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()


def seconds_of(line: Line, order: Order) -> int | None:
    """Seconds since 1970 on the phone's own clock; None where there is no such date."""
    a, b, c = line.parts
    year, month, day = {
        "day first": (c, b, a),
        "month first": (c, a, b),
        "year first": (a, b, c),
    }[order]
    year = year + 2000 if year < 100 else year
    if year > _BUDDHIST_FROM:
        year -= 543
    try:
        number = dt.date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    return number * 86_400 + line.clock
