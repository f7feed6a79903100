"""One of netgraph's own tables as it was written: cells by column, whatever held them.

A grid comes from a CSV file or from a DataFrame; its column names are the table's (other spellings
of them are recognised), other columns are kept beside them as they were called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..schema import TABLES
from .files import Head
from .sheet import Sheet, fold_column

if TYPE_CHECKING:
    import pandas as pd

INTERACTIONS: Final = "interactions"
NODES: Final = "nodes"

_CHUNK: Final = 256
"""Rows turned into columns at once: more of them at a time cost more in garbage collection."""

_MOST_WORDS: Final = 100_000
"""Equal cells are kept as one text, among so many different ones at a time."""

_ALIASES: Final = {
    "contacts": {
        "id": "person id, key",
        "name": "full name, display name, who, label",
        "emails": "email, e-mail, mail, e-mails, email address, e-mail address",
        "phones": "phone, telephone, mobile, tel, phone number, cell",
        "linkedin": "linkedin url, linkedin profile, profile url, profile, url",
        "company": "organisation, organization, employer, works at, firm",
        "title": "job title, position, job",
        "location": "city, place, town, where",
        "school": "university, college",
        "class_year": "class year, class of, graduation year, graduated",
        "group": "circle",
        "tags": "labels, tag",
        "prefers": "preferred channel",
        "assistant_of": "assistant to",
        "notes": "note, comment, comments, remarks",
    },
    "introductions": {
        "introducer": "by, introduced by, through, via",
        "introduced": "person, who, whom",
        "to": "introduced to",
        "date": "on, day, when",
        "context": "note, notes, where, occasion",
    },
    "ties": {
        "a": "person a, person 1, from",
        "b": "person b, person 2, to",
        "relation": "kind, type, relationship",
        "since": "date, from date",
    },
    "events": {"instant": "date, time, when, datetime, timestamp", "note": "notes, subject"},
    "event_people": {"event": "event id", "person": "who, people"},
    INTERACTIONS: {
        "date": "day, when, on, time, datetime, timestamp",
        "people": "person, who, with, whom, participants, contact, contacts, name",
        "kind": "type, channel, medium, how",
        "direction": "way",
        "minutes": "duration, duration minutes, length, min",
        "note": "notes, comment, about, subject",
        "id": "event id",
    },
    "asks": {"helper": "asked, whom"},
    "ask_events": {"ask": "ask id", "on": "date, day, when"},
    "favours": {"giver": "by, who", "receiver": "to, whom", "date": "on, day", "kind": "type"},
    "targets": {"person": "who", "title": "role, position"},
    "companies": {"aliases": "alias, also, other names", "domains": "domain"},
    "policy": {"key": "rule", "scope": "for"},
}

_INTERACTION_COLUMNS: Final = (
    "id", "date", "people", "kind", "direction", "minutes", "note", "arranged_by",
)  # fmt: skip

_ONLY_OURS: Final = (
    "emails", "phones", "linkedin", "class_year", "group", "tags", "closeness", "prefers",
    "assistant_of", "may_use_name", "do_not_contact", "is_hidden",
)  # fmt: skip
"""Columns by which a table of people is netgraph's own and no other program's."""

_SIGNATURES: Final = (
    (INTERACTIONS, ("date", "people")),
    ("introductions", ("introducer", "introduced")),
    ("event_people", ("event", "person")),
    ("events", ("id", "instant")),
    ("ask_events", ("ask", "status")),
    ("asks", ("helper", "target")),
    ("asks", ("helper", "company")),
    ("favours", ("giver", "receiver")),
    ("favours", ("giver", "date")),
    ("policy", ("key", "value")),
    ("companies", ("name", "aliases")),
    ("companies", ("name", "domains")),
    ("ties", ("a", "b")),
    ("targets", ("name", "priority")),
    ("targets", ("person", "priority")),
    ("targets", ("company", "priority")),
    ("contacts", ("id", "name")),
    *(("contacts", ("name", column)) for column in _ONLY_OURS),
)
"""By which of their own columns tables are told apart where the file's name does not say."""


def columns_of(table: str) -> tuple[str, ...]:
    """The columns a table has in a file."""
    if table == INTERACTIONS:
        return _INTERACTION_COLUMNS
    return tuple(c.name for c in TABLES["contacts" if table == NODES else table].columns)


def _spellings() -> Mapping[str, Mapping[str, str]]:
    """By table: folded spelling → column."""
    found = {}
    for table in (*TABLES, INTERACTIONS, NODES):
        known = {fold_column(name): name for name in columns_of(table)}
        for column, others in _ALIASES.get(table, {}).items():
            for other in others.split(", "):
                known.setdefault(other, column)
        found[table] = MappingProxyType(known)
    found[NODES] = MappingProxyType(
        {**{fold_column(c): c for c in columns_of(NODES)}, "label": "name"}
    )
    return MappingProxyType(found)


SPELLINGS: Final = _spellings()


def table_named(name: str) -> str:
    """The table a file's name (in lower case) says it is, or ""."""
    stem = re.sub(r"\.(csv|tsv|txt)$", "", name)
    stem = re.sub(r"[\s-]+", "_", stem)
    if stem.startswith((INTERACTIONS, NODES)):
        return INTERACTIONS if stem.startswith(INTERACTIONS) else NODES
    return stem if stem in TABLES and stem != "keys" else ""


def table_of(head: Head) -> str:
    """Which of netgraph's own tables a file is, or "": by its name if the columns do not speak
    against it, else by the columns that only this table has.
    """
    if head.has_columns("source", "target"):
        return ""
    named = table_named(head.name)
    if named and any(_fits(named, row) for row in head.rows):
        return named
    for table, columns in _SIGNATURES:
        if head.has_columns(*map(fold_column, columns)):
            return table
    return ""


def _fits(table: str, row: frozenset[str]) -> bool:
    """Whether a row can be the header of that table, perhaps without a column it needs."""
    spellings = SPELLINGS[table]
    known = {spellings[cell] for cell in row if cell in spellings}
    if table == NODES:
        return "id" in row
    if table == "contacts":
        ours = {fold_column(name) for name in _ONLY_OURS}
        return "id" in row or ("name" in row and bool(ours & row))
    return len(known) >= 2 or 0 < len(known) >= len(row) - 1


def is_header(table: str, row: frozenset[str]) -> bool:
    """Whether a row of a file of this table is its header."""
    return _fits(table, row)


@dataclass
class Grid:
    """The cells of a table by column, all as text, and the line each row stands on.

    `label` is how messages name the file; `columns` has the table's own columns, `written` how
    each is called in the file, `more` the other columns.
    """

    table: str
    label: str
    lines: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def _place(self, names: Sequence[str]) -> list[list[str]]:
        """The list that takes each column's cells; the first of two spellings is the column."""
        spellings = SPELLINGS[self.table]
        exact = {fold_column(n): n for n in reversed(columns_of(self.table))}
        folded = [fold_column(n) for n in names]
        taken = {exact[f] for f in folded if f in exact}
        places = []
        for name, fold in zip(names, folded, strict=True):
            column = exact.get(fold) or spellings.get(fold, "")
            is_own = (
                column and column not in self.columns and (fold in exact or column not in taken)
            )
            cells: list[str] = []
            if is_own:
                self.columns[column] = cells
                self.written[column] = name
            elif name:
                self.more.setdefault(name, cells)
            places.append(cells)
        return places


def grid_of_sheet(table: str, label: str, sheet: Sheet) -> Grid:
    """The grid of a CSV file."""
    grid = Grid(table, label)
    places = grid._place(sheet.names)
    same: dict[str, str] = {}
    while chunk := list(islice(sheet.records, _CHUNK)):
        lines, cells = zip(*chunk, strict=True)
        grid.lines.extend(lines)
        for place, column in zip(places, zip(*cells, strict=True), strict=True):
            place.extend(map(same.setdefault, column, column))
        if len(same) > _MOST_WORDS:
            same.clear()
    return grid


def grid_of_frame(table: str, label: str, frame: pd.DataFrame) -> Grid:
    """The grid of a DataFrame; its rows are counted from 1."""
    grid = Grid(table, label, list(range(1, len(frame) + 1)))
    places = grid._place([str(name) for name in frame.columns])
    for place, name in zip(places, frame.columns, strict=True):
        place.extend(cells_of(frame[name]))
    return grid


def cells_of(values: pd.Series) -> list[str]:
    """A frame's column as cells: nothing for what is missing, 3.0 as "3", days as ISO days."""
    missing = values.isna().to_numpy()
    kind = values.dtype.kind
    if kind == "M":
        midnight = bool((values.dropna() == values.dropna().dt.normalize()).all())
        has_zone = getattr(values.dtype, "tz", None) is not None
        form = "%Y-%m-%d" if midnight and not has_zone else "%Y-%m-%dT%H:%M:%S%z"
        texts = values.dt.strftime(form).tolist()
    elif kind == "f":
        texts = [str(int(v)) if v == v and v == int(v) else str(v) for v in values.tolist()]
    elif kind == "b":
        texts = ["yes" if v else "no" for v in values.tolist()]
    else:
        texts = [str(v).strip() for v in values.tolist()]
    return ["" if m else t for t, m in zip(texts, missing, strict=True)]
