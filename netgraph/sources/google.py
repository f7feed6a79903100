"""Google Contacts as CSV: the columns of 2024 and later, and those before.

How many e-mails, numbers and relations a row has depends on the fullest contact of the file, so
columns are known by pattern. A cell may hold several values, parted by ` ::: `.
"""

from __future__ import annotations

import re
from typing import Final

from ..schema import clean_text
from .cards import Card, Relation, add_cards, full_name
from .dates import parse_day
from .files import Head, SourceFile
from .relations import plain_label
from .rows import Rows
from .sheet import Sheet, open_sheet

KIND: Final = "google contacts"

_REPEATED = re.compile(
    r"(e-mail|phone|website|relation|event|custom field|address|organization) (\d+) - (.+)"
)
_BETWEEN: Final = " ::: "
_NOT_ONES_OWN: Final = ("fax", "pager", "main")
_FIRST_MET: Final = frozenset({"met", "first met", "met on", "introduced", "kennengelernt"})


def recognises(head: Head) -> bool:
    """Whether one of the first rows is a header of Google's, of either time."""
    return any(_is_header(row) for row in head.rows)


def _is_header(names: frozenset[str]) -> bool:
    new = {"first name", "phonetic first name"} <= names or {"labels", "file as"} <= names
    old = {"given name", "yomi name"} <= names or {"given name", "group membership"} <= names
    return new or old


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the rows of a file."""
    cards = []
    with open_sheet(file, rows, _is_header) as sheet:
        repeated = _repeated(sheet)
        for line, cells in sheet.records:
            card = _card(line, _Row(sheet, cells, repeated))
            if card.is_empty():
                rows.skip(line, "no name, company, e-mail or number")
                continue
            rows.records += 1
            cards.append(card)
    add_cards(cards, rows)


def _repeated(sheet: Sheet) -> dict[str, list[dict[str, int]]]:
    """Of each repeated group ("e-mail", "phone" …) the places of its parts, by number."""
    groups: dict[str, dict[int, dict[str, int]]] = {}
    for name, place in sheet.columns.items():
        if match := _REPEATED.fullmatch(name):
            group, number, part = match.groups()
            part = "label" if part == "type" else part
            groups.setdefault(group, {}).setdefault(int(number), {})[part] = place
    return {group: [parts[n] for n in sorted(parts)] for group, parts in groups.items()}


class _Row:
    """One contact: its cells by column name."""

    def __init__(
        self, sheet: Sheet, cells: list[str], repeated: dict[str, list[dict[str, int]]]
    ) -> None:
        self._sheet = sheet
        self._cells = cells
        self._repeated = repeated

    def __call__(self, *names: str) -> str:
        """The cell of the first of these columns that is filled."""
        places = (self._sheet.columns.get(name, -1) for name in names)
        return next((self._cells[p] for p in places if p >= 0 and self._cells[p]), "")

    def parts(self, group: str) -> list[dict[str, str]]:
        """The filled parts of every entry of a repeated group."""
        entries = self._repeated.get(group, ())
        filled = [{k: self._cells[p] for k, p in e.items() if self._cells[p]} for e in entries]
        return [f for f in filled if f]

    def pairs(self, group: str) -> list[tuple[str, str]]:
        """Label and value of every entry, several values of one cell apart."""
        return [
            (plain_label(entry.get("label", "")), value.strip())
            for entry in self.parts(group)
            for value in entry.get("value", "").split(_BETWEEN)
            if value.strip()
        ]


def _card(line: int, row: _Row) -> Card:
    card = Card(line)
    card.given, card.family = row("first name", "given name"), row("last name", "family name")
    additional = row("middle name", "additional name")
    card.name = row("name") or full_name(card.given, card.family, additional) or row("file as")
    card.nickname = row("nickname")
    phonetic = (
        row("phonetic first name", "given name yomi"),
        row("phonetic last name", "family name yomi"),
    )
    card.pronunciation = clean_text(" ".join(phonetic))
    card.notes = row("notes")
    card.labels = [
        label.strip().removeprefix("*").strip()
        for label in row("labels", "group membership").split(_BETWEEN)
        if label.strip()
    ]
    card.emails = [value for _, value in row.pairs("e-mail")]
    for label, value in row.pairs("phone"):
        is_own = not any(word in label.lower() for word in _NOT_ONES_OWN)
        (card.phones if is_own else card.other_phones).append(value)
    card.relations = [Relation(label, value) for label, value in row.pairs("relation")]
    card.profiles = [value for _, value in row.pairs("website") + row.pairs("custom field")]
    _fill_work(card, row)
    _fill_place_and_days(card, row)
    return card


def _fill_work(card: Card, row: _Row) -> None:
    jobs = [*row.parts("organization"), {}]
    card.company = row("organization name") or jobs[0].get("name", "")
    card.title = row("organization title") or jobs[0].get("title", "")
    department = row("organization department") or jobs[0].get("department", "")
    card.more["department"] = clean_text(department)


def _fill_place_and_days(card: Card, row: _Row) -> None:
    for address in row.parts("address"):
        place = [address.get(part, "") for part in ("city", "region", "country")]
        card.country = card.country or place[2]
        card.location = card.location or ", ".join(filter(None, place))
    card.more["birthday"] = row("birthday").strip()
    for label, value in row.pairs("event"):
        day = parse_day(value)
        if day and label.lower() in _FIRST_MET:
            card.first_met = day.isoformat()
