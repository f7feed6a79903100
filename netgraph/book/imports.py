"""One file into the book: what is new, what changed, what is gone, all or nothing.

The file is the unit of transaction, the row the unit of loss. Facts are compared with the current
ones of the same stream (the kind of source): equal ones stay, changed ones are ended and added
anew. Only a LinkedIn list of connections is complete by design, so only there does a missing row
mean something: the connection is gone.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .. import identity
from ..errors import SourceError
from ..schema import EGO, TABLES, fold_company, join_many, row_texts, split_many
from ..sources.rows import Reading, Report
from . import facts
from .facts import Handles, person_columns
from .store import FACT_TABLES, fact_columns
from .succession import with_lasting_keys

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]
Counts = dict[str, Counter[str]]
"""What changed, by stream: new_/changed_/unchanged_ rows of a table, and what they mean."""

COMPLETE: Final = frozenset({"linkedin: connections"})
"""Streams that list all there is: what is missing in a newer file has ended."""

PARTIAL: Final = 0.2
"""Above this share of skipped records an import asks first: the file is probably another kind."""

_CHUNK: Final = 100_000
_UNITED: Final = ("emails", "phones", "tags", "keys")
"""Columns of a card in which an older value stays when a newer file does not show it."""

_KEYS: Final = {
    "contacts": ("id",),
    "introductions": ("introducer", "introduced", "to", "date"),
    "ties": ("a", "b", "relation"),
    "asks": ("id",),
    "ask_events": ("ask", "status", "on"),
    "favours": ("giver", "receiver", "date", "kind", "note"),
    "targets": ("id",),
    "companies": ("id",),
    "policy": ("scope", "key"),
}
"""What names a row within its stream; two rows of one name are told apart by their order."""

_SAME: Final = ("unchanged_", "respelt_", "no_longer_")
"""What is counted without being a change of the book."""


def is_unchanged(counts: Counts) -> bool:
    """Whether the counts say that the book is as it was."""
    return not any(
        n for found in counts.values() for name, n in found.items() if not name.startswith(_SAME)
    )


def add_reading(
    connection: sqlite3.Connection, reading: Reading, op: int, as_of: dt.date, owner: str = ""
) -> Counts:
    """Compare a reading with the book and write the difference under the operation `op`."""
    counts: Counts = {}
    tables = with_lasting_keys(connection, reading)
    handles = Handles(connection)
    for name in TABLES:
        for column in person_columns(name) if name != "keys" else ():
            handles.add((k for k in tables[name][column].unique() if k and k != EGO), op)
    if owner:
        _know_owner(connection, handles, owner, op, counts)
    stream_of = {report.path: report.kind for report in reading.reports}
    for name in FACT_TABLES:
        table = tables[name]
        streams = np.array([stream_of.get(f, "frames") for f in table["file"]], object)
        for stream in dict.fromkeys(streams.tolist()):
            part = table[streams == stream].reset_index(drop=True)
            counted = counts.setdefault(stream, Counter())
            source = _Source(connection, handles, stream, op, counted)
            if name == "events":
                source.add_events(part, tables.event_people)
            else:
                source.add_rows(name, part, as_of)
    return counts


def owner_key(reading: Reading, ego: str | None) -> str:
    """Return the local key of the owner, as the file or the user says; "" where nobody does."""
    if ego is None:
        return reading.tables.owner
    keys = identity.resolve(reading.tables, ego=ego)
    local = keys.keys[(keys.keys["kind"] == "local") & (keys.keys["person"] == keys.owner)]
    return str(min(local["value"], default=""))


def refuse_partial(reports: Iterable[Report]) -> None:
    """Raise where more than a fifth of a file's records had to be skipped."""
    for report in reports:
        n = len(report.skipped)
        if n > PARTIAL * (report.records + n):
            first = report.skipped[0]
            raise SourceError(
                f"{report.path}: {n} of {report.records + n} records cannot be used (the first: "
                f"line {first.line}, {first.reason}); nothing was imported. If that is right, "
                "import with --accept-partial"
            )


def _know_owner(
    connection: sqlite3.Connection, handles: Handles, owner: str, op: int, counts: Counts
) -> None:
    """Note that this key is the owner's, unless the book knows."""
    handles.add([owner], op)
    number = handles.number[owner]
    known = connection.execute(
        "SELECT 1 FROM decisions WHERE kind = 'ego' AND b = ? AND removed IS NULL", (number,)
    ).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO decisions (kind, a, b, added) VALUES ('ego', 0, ?, ?)", (number, op)
        )
        counts["owner"] = Counter(new_keys=1)


def row_keys(table: str, data: pd.DataFrame) -> list[str]:
    """Return what names each row: its key columns, and a number where several rows share them."""
    columns = [list(map(str, data[c].tolist())) for c in _KEYS[table]]
    if table == "ties":
        ends = [sorted(pair) for pair in zip(data["a"], data["b"], strict=True)]
        columns[:2] = [[low for low, _ in ends], [high for _, high in ends]]
    seen: Counter[str] = Counter()
    keys = []
    for cells in zip(*columns, strict=True):
        name = "|".join(cells)
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return keys


@dataclass(frozen=True)
class _Source:
    """One stream of the book while a file of it is imported."""

    connection: sqlite3.Connection
    handles: Handles
    stream: str
    op: int
    counts: Counter[str]

    def add_rows(self, table: str, data: pd.DataFrame, as_of: dt.date) -> None:
        """Add, replace and end the facts of one table."""
        text = [c for c in data.columns if c not in ("file", "line")]
        order = np.argsort(np.array(row_texts(data, text), object), kind="stable")
        data = data.iloc[order].reset_index(drop=True)
        keys = row_keys(table, data)
        rows = facts.to_rows(table, data, self.handles)
        before = facts.current(self.connection, table, self.stream)
        new: dict[str, Row] = {}
        ended: list[int] = []
        for key, row in zip(keys, rows, strict=True):
            if key not in before:
                new[key] = row
                self.counts[f"new_{table}"] += 1
                continue
            fact, old = before[key]
            row = self._succeed(table, old, row)
            if _content(table, row) == _content(table, old):
                self.counts[f"unchanged_{table}"] += 1
                continue
            self._count_changes(table, old, row)
            ended.append(fact)
            new[key] = row
        if table == "ties" and self.stream in COMPLETE:
            for key in before.keys() - set(keys):
                self._end_connection(key, *before[key], new, ended, as_of)
        facts.end(self.connection, table, ended, self.op)
        facts.insert(self.connection, table, self.stream, list(new), list(new.values()), self.op)

    def _succeed(self, table: str, old: Row, new: Row) -> Row:
        """Return the newer card: what is no longer shown stays, a respelt company too."""
        if table != "contacts":
            return new
        out = list(new)
        for name in _UNITED:
            at = _at(table, name)
            shown, had = split_many(new[at]), split_many(old[at])
            out[at] = old[at] if set(shown) <= set(had) else join_many([*shown, *had])
            if name == "emails":
                self.counts["no_longer_shown_emails"] += bool(set(had) - set(shown))
        at = _at(table, "company")
        if fold_company(new[at]) == fold_company(old[at]):
            self.counts["respelt_company"] += new[at] != old[at]
            out[at] = old[at]
        return tuple(out)

    def _count_changes(self, table: str, old: Row, new: Row) -> None:
        self.counts[f"changed_{table}"] += 1
        if table != "contacts":
            return
        for name in ("company", "title", "name"):
            self.counts[f"changed_{name}"] += old[_at(table, name)] != new[_at(table, name)]
        at = _at(table, "emails")
        self.counts["new_emails"] += bool(set(split_many(new[at])) - set(split_many(old[at])))

    def _end_connection(
        self,
        key: str,
        fact: int,
        row: Row,
        new: dict[str, Row],
        ended: list[int],
        as_of: dt.date,
    ) -> None:
        """Let a connection that a newer list no longer has hold until the day before that list."""
        until = _at("ties", "until")
        if row[until] is not None:
            return
        new[key] = (*row[:until], as_of.toordinal() - 719_163 - 1, *row[until + 1 :])
        ended.append(fact)
        self.counts["gone_connections"] += 1

    def add_events(self, data: pd.DataFrame, parts: pd.DataFrame) -> None:
        """Add the events whose ids are new to the stream; what happened does not change.

        An event that had no note may get one: titles that were not asked for the first time.
        """
        import pandas as pd

        rows = self.connection.execute(
            "SELECT row_key, fact, note = '' FROM events WHERE removed IS NULL AND stream = ?",
            (self.stream,),
        ).fetchall()
        have = {key for key, _, _ in rows}
        bare = {key: fact for key, fact, is_bare in rows if is_bare}
        is_new = ~data["id"].isin(have).to_numpy() if have else np.ones(len(data), bool)
        is_titled = (data["note"] != "").to_numpy(copy=True)
        if is_titled.any():
            is_titled &= data["id"].isin(bare).to_numpy()
        once = ~data["id"].duplicated().to_numpy()
        titled = data["id"][is_titled & once]
        is_new = (is_new | is_titled) & once
        self.counts["unchanged_events"] += int((~is_new).sum())
        data = data[is_new].reset_index(drop=True)
        if not len(data):
            return
        facts.end(self.connection, "events", [bare[key] for key in titled], self.op)
        query = "SELECT coalesce(max(fact), 0) + 1 FROM events"
        start = self.connection.execute(query).fetchone()[0]
        for first in range(0, len(data), _CHUNK):
            some = data.iloc[first : first + _CHUNK]
            rows_ = facts.to_rows("events", some, self.handles)
            facts.insert(
                self.connection, "events", self.stream, some["id"].tolist(), rows_, self.op
            )
        at = pd.Index(data["id"]).get_indexer(parts["event"])
        mine = np.flatnonzero(at >= 0)
        mine = mine[np.argsort(at[mine], kind="stable")]
        add_parts(self.connection, start + at[mine], parts.iloc[mine], self.handles)
        self.counts["new_events"] += len(data) - len(titled)
        self.counts["titled_events"] += len(titled)


def _at(table: str, column: str) -> int:
    return [c.name for c in fact_columns(table)].index(column)


def _content(table: str, row: Row) -> Row:
    """Return what a row says, without where it stood and on which day it was seen."""
    at = len(TABLES[table].columns) + 1
    extra = json.loads(row[-1]) if row[-1] else {}
    extra.pop("seen_on", None)
    return (*row[:at], *sorted(extra.items()))


def add_parts(
    connection: sqlite3.Connection, events: Any, parts: pd.DataFrame, handles: Handles
) -> None:
    """Add who took part in events: their fact numbers, ascending, beside the rows."""
    number = {**handles.number, EGO: 0}
    events = np.asarray(events, np.int64)
    place = np.arange(len(events)) - np.searchsorted(events, events)
    for first in range(0, len(events), _CHUNK):
        some = slice(first, first + _CHUNK)
        rows = parts.iloc[some]
        connection.executemany(
            "INSERT INTO event_people (event, place, person, role, response) "
            "VALUES (?, ?, ?, ?, ?)",
            zip(
                events[some].tolist(),
                place[some].tolist(),
                [number.get(p) for p in rows["person"]],
                rows["role"].tolist(),
                rows["response"].tolist(),
                strict=True,
            ),
        )
