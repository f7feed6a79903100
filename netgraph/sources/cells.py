"""What a cell of netgraph's own tables means, by the kind of its column.

A day that is none makes its row unusable: the fact would otherwise count at any time. A number or
a choice that is none is left out of its row, and the user is told how often.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ..schema import Column, clean_text, fold_email
from .dates import day_order, parse_day, parse_month
from .grid import Grid
from .rows import Rows

_AS_WRITTEN: Final = frozenset({"notes", "note", "context"})
"""Texts of several lines."""

_SEPARATORS: Final = {
    "emails": re.compile(r"\s*(?:[;,|]|:::|\s)\s*"),
    "phones": re.compile(r"\s*(?:[;|,]|:::)\s*"),
}
_MANY: Final = re.compile(r"\s*(?:;|\||:::)\s*")

_OTHER_WORDS: Final = {
    "kind": {
        "email": "mail", "e-mail": "mail", "letter": "mail",
        "text": "message", "sms": "message", "chat": "message", "dm": "message",
        "whatsapp": "message", "linkedin": "message", "signal": "message",
        "phone": "call", "phone call": "call", "video": "call", "video call": "call",
        "zoom": "call", "teams": "call",
        "meet": "meeting", "met": "meeting", "coffee": "meeting", "lunch": "meeting",
        "dinner": "meeting", "visit": "meeting", "in person": "meeting",
        "informational interview": "interview", "thank you": "thanks", "thank-you": "thanks",
        "intro": "introduction", "recommendation": "referral",
    },
    "role": {
        "from": "by", "sender": "by", "organizer": "by", "organiser": "by",
        "recipient": "to", "attendee": "present", "participant": "present", "bcc": "cc",
    },
    "direction": {
        "sent": "out", "outgoing": "out", "outbound": "out", "to": "out", "i wrote": "out",
        "received": "in", "incoming": "in", "inbound": "in", "from": "in",
        "mutual": "both", "two-way": "both", "without me": "none",
    },
    "may_use_name": {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"},
    "prefers": {"call": "phone", "telephone": "phone", "meeting": "in person", "any": "either"},
    "group": {
        "classmates": "classmate", "alumnus": "alumni", "alumna": "alumni", "relative": "family",
        "friends": "friend", "colleagues": "colleague", "coworker": "colleague",
    },
    "origin": {"": "stated"},
}  # fmt: skip
DIRECTIONS: Final = ("out", "in", "both", "none")


class Bad:
    """Rows that cannot be used, by place, with the first reason each gave."""

    def __init__(self) -> None:
        self.reasons: dict[int, str] = {}

    def add(self, at: int, reason: str) -> None:
        """Marks one row."""
        self.reasons.setdefault(at, reason)

    def skip(self, grid: Grid, rows: Rows) -> list[int]:
        """Skips the marked rows in the report; the places of those that remain."""
        for at in sorted(self.reasons):
            rows.skip(grid.lines[at], self.reasons[at])
        return [at for at in range(len(grid)) if at not in self.reasons]


def each(cells: Sequence[str], parse: Callable[[str], Any]) -> list[Any]:
    """`parse` of every cell; each different cell is parsed once."""
    known = {cell: parse(cell) for cell in dict.fromkeys(cells)}
    return [known[cell] for cell in cells]


def read_days(
    grid: Grid, column: str, bad: Bad, *, is_required: bool = False, months: bool = False
) -> list[Any]:
    """The days of a column; a cell that is no day marks its row."""
    cells = grid.columns[column]
    order = day_order(dict.fromkeys(cells))

    def parse(cell: str) -> Any:
        return parse_day(cell, order) or (parse_month(cell) if months else None)

    days = each(cells, parse)
    for at, day in enumerate(days):
        if day is None and (is_required or cells[at]):
            bad.add(at, not_a_date(grid.written[column], cells[at]))
    return days


def not_a_date(column: str, cell: str) -> str:
    """The reason for a cell that is no date."""
    if not cell:
        return f"{column!r} is empty; expected a date such as 2024-05-13"
    if re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}.*", cell) and _could_be_a_date(cell):
        return (
            f"{column!r} is {cell[:40]!r}, which may mean two days; write it as 2024-05-13 "
            "(year, month, day)"
        )
    return f"{column!r} is {cell[:40]!r}; expected a date such as 2024-05-13"


def _could_be_a_date(cell: str) -> bool:
    return parse_day(cell, "day first") is not None or parse_day(cell, "month first") is not None


def read_column(grid: Grid, column: Column, rows: Rows) -> list[Any]:
    """The values of a column that is no day and names nobody."""
    cells = grid.columns[column.name]
    if column.kind in ("number", "whole"):
        low, high = (1.0, 5.0) if column.name == "closeness" else (-math.inf, math.inf)
        values = each(cells, lambda cell: number(cell, low, high))
        _tell(rows, grid, column.name, values, "a number" if low < 1 else "a number from 1 to 5")
        return values
    if column.kind == "choice":
        return read_choice(grid, column.name, column.choices, rows)
    if column.kind == "many":
        return each(cells, lambda cell: many(column.name, cell))
    if column.name in _AS_WRITTEN:
        return list(cells)
    if column.kind == "flag":
        return each(cells, lambda cell: "yes" if cell.lower() in ("x", "ja", "oui") else cell)
    return each(cells, clean_text)


def read_choice(grid: Grid, column: str, choices: Iterable[str], rows: Rows) -> list[Any]:
    """The values of a column that takes certain words, or other words for them."""
    words = {choice: choice for choice in choices}
    other = {
        word: choice
        for word, choice in _OTHER_WORDS.get(column, {}).items()
        if choice in words and word not in words
    }

    def parse(cell: str) -> Any:
        word = clean_text(cell).lower()
        spaced = word.replace(" ", "_")
        return words.get(word) or words.get(spaced) or other.get(word, None if cell else "")

    values = each(grid.columns[column], parse)
    _tell(rows, grid, column, values, "one of " + ", ".join(words))
    return ["" if value is None else value for value in values]


def number(cell: str, low: float = -math.inf, high: float = math.inf) -> float | None:
    """The number a cell holds, NaN where it is empty, None where it is none in this range."""
    if not cell:
        return math.nan
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    return value if low <= value <= high else None


def many(column: str, cell: str) -> list[str]:
    """The values in a cell that may hold several."""
    parts = _SEPARATORS.get(column, _MANY).split(cell)
    if column == "emails":
        return [address for address in map(fold_email, parts) if address]
    return [clean_text(part) for part in parts if part.strip()]


def _tell(rows: Rows, grid: Grid, column: str, values: list[Any], expected: str) -> None:
    """Warns of cells that were left out (None), with the first of them."""
    left_out = [at for at, value in enumerate(values) if value is None]
    if left_out:
        first = left_out[0]
        count = f"{len(left_out):,} values" if len(left_out) > 1 else "one value"
        rows.warn(
            f"{count} of {grid.written[column]!r} left out: line {grid.lines[first]} has "
            f"{grid.columns[column][first][:40]!r}, expected {expected}"
        )
