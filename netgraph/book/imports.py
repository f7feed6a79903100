"""One file into the book: what is new, what changed, what is gone, all or nothing.

The file is the unit of transaction, the row the unit of loss. Facts are compared with the current
ones of the same stream (the kind of source): equal ones stay, changed ones are ended and added
anew. Only a LinkedIn list of connections is complete by design, so only there does a missing row
mean something: the connection is gone.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .. import identity
from ..errors import SourceError
from ..schema import EGO, TABLES, Tables, fold_company, join_many, row_texts, split_many
from ..sources.rows import Reading, Report
from . import facts
from .facts import Handles, person_columns
from .people import owner_keys
from .store import FACT_TABLES, fact_columns

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[Any, ...]

COMPLETE: Final = frozenset({"linkedin connections"})
"""Streams that list all there is: what is missing in a newer file has ended."""

PARTIAL: Final = 0.2
"""Above this share of skipped records an import asks first: the file is probably another kind."""

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


@dataclass
class Diff:
    """What a file changed, counted; `is_empty` where it changed nothing.

    `new_interactions` counts one event × one other person, `changed_*` people's cards of a source.
    """

    counts: Counter[str] = field(default_factory=Counter)

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    @property
    def is_empty(self) -> bool:
        """Whether the book is as it was."""
        return not any(n for name, n in self.counts.items() if not name.startswith("unchanged"))


def add_reading(
    connection: sqlite3.Connection, reading: Reading, op: int, as_of: dt.date, owner: str = ""
) -> Diff:
    """Compare a reading with the book and write the difference under the operation `op`."""
    diff = Diff()
    tables = reading.tables
    handles = Handles(connection)
    _number_people(tables, handles, op)
    if owner:
        _know_owner(connection, handles, owner, op, diff)
    stream_of = {report.path: report.kind for report in reading.reports}
    for name in FACT_TABLES:
        table = tables[name]
        streams = np.array([stream_of.get(f, "frames") for f in table["file"]], object)
        for stream in dict.fromkeys(streams):
            part = table[streams == stream].reset_index(drop=True)
            if name == "events":
                _add_events(connection, part, tables.event_people, str(stream), op, handles, diff)
            else:
                _add_rows(connection, name, part, str(stream), op, handles, diff, as_of)
    return diff


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


def _number_people(tables: Tables, handles: Handles, op: int) -> None:
    for name in TABLES:
        for column in person_columns(name):
            if name != "keys":
                handles.add((k for k in tables[name][column].unique() if k and k != EGO), op)


def _know_owner(
    connection: sqlite3.Connection, handles: Handles, owner: str, op: int, diff: Diff
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
        diff.counts["new_owner_keys"] += 1


def row_keys(table: str, data: pd.DataFrame) -> list[str]:
    """Return what names each row: its key columns, and a number where several rows share them."""
    columns = [data[c].astype(str) for c in _KEYS[table]]
    if table == "ties":
        low = [min(pair) for pair in zip(data["a"], data["b"], strict=True)]
        high = [max(pair) for pair in zip(data["a"], data["b"], strict=True)]
        columns[0], columns[1] = low, high  # type: ignore[call-overload]
    names = ["|".join(cells) for cells in zip(*columns, strict=True)]
    seen: Counter[str] = Counter()
    keys = []
    for name in names:
        seen[name] += 1
        keys.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return keys


def _add_rows(
    connection: sqlite3.Connection,
    table: str,
    data: pd.DataFrame,
    stream: str,
    op: int,
    handles: Handles,
    diff: Diff,
    as_of: dt.date,
) -> None:
    """Add, replace and end the facts of one table and stream."""
    text = [c for c in data.columns if c not in ("file", "line")]
    order = np.argsort(np.array(row_texts(data, text), object), kind="stable")
    data = data.iloc[order].reset_index(drop=True)
    keys = row_keys(table, data)
    rows = facts.to_rows(table, data, handles)
    before = facts.current(connection, table, stream)
    new: dict[str, Row] = {}
    ended: list[int] = []
    for key, row in zip(keys, rows, strict=True):
        if key not in before:
            new[key] = row
            diff.counts[f"new_{table}"] += 1
            continue
        fact, old = before[key]
        row = _succeed(table, old, row)
        if _content(table, row) == _content(table, old):
            diff.counts[f"unchanged_{table}"] += 1
            continue
        _count_changes(table, old, row, diff)
        ended.append(fact)
        new[key] = row
    if table == "ties" and stream in COMPLETE:
        gone = [(k, f, r) for k, (f, r) in before.items() if k not in set(keys)]
        _end_connections(gone, new, ended, as_of, diff)
    facts.end(connection, table, ended, op)
    facts.insert(connection, table, stream, list(new), list(new.values()), op)


def _at(table: str, column: str) -> int:
    return [c.name for c in fact_columns(table)].index(column)


def _content(table: str, row: Row) -> Row:
    """Return what a row says, without where it stood."""
    file, line = _at(table, "file"), _at(table, "line")
    return tuple(v for i, v in enumerate(row) if i not in (file, line))


def _succeed(table: str, old: Row, new: Row) -> Row:
    """Return the newer card: addresses that are no longer shown stay, a respelt company too."""
    if table != "contacts":
        return new
    out = list(new)
    for name in _UNITED:
        at = _at(table, name)
        out[at] = join_many([*split_many(new[at]), *split_many(old[at])])
        if set(split_many(out[at])) == set(split_many(old[at])):
            out[at] = old[at]
    at = _at(table, "company")
    if fold_company(new[at]) == fold_company(old[at]):
        out[at] = old[at]
    return tuple(out)


def _count_changes(table: str, old: Row, new: Row, diff: Diff) -> None:
    diff.counts[f"changed_{table}"] += 1
    if table != "contacts":
        return
    for name in ("company", "title", "name"):
        diff.counts[f"changed_{name}"] += old[_at(table, name)] != new[_at(table, name)]
    at = _at(table, "emails")
    diff.counts["new_emails_of_known"] += bool(set(split_many(new[at])) - set(split_many(old[at])))


def _end_connections(
    gone: Iterable[tuple[str, int, Row]],
    new: dict[str, Row],
    ended: list[int],
    as_of: dt.date,
    diff: Diff,
) -> None:
    """Let the connections that a newer list no longer has hold until the day of that list."""
    until = _at("ties", "until")
    for key, fact, row in gone:
        if row[until] is not None:
            continue
        last_day = as_of.toordinal() - 719_163 - 1
        new[key] = (*row[:until], last_day, *row[until + 1 :])
        ended.append(fact)
        diff.counts["gone_connections"] += 1


def _add_events(
    connection: sqlite3.Connection,
    data: pd.DataFrame,
    parts: pd.DataFrame,
    stream: str,
    op: int,
    handles: Handles,
    diff: Diff,
) -> None:
    """Add the events whose ids the stream does not have; an event that happened does not change."""
    import pandas as pd

    have = {
        row[0]
        for row in connection.execute(
            "SELECT row_key FROM events WHERE removed IS NULL AND stream = ?", (stream,)
        )
    }
    is_new = ~data["id"].isin(have).to_numpy() if have else np.ones(len(data), bool)
    is_new &= ~data["id"].duplicated().to_numpy()
    diff.counts["unchanged_events"] += int((~is_new).sum())
    data = data[is_new].reset_index(drop=True)
    if not len(data):
        return
    start = connection.execute("SELECT coalesce(max(fact), 0) + 1 FROM events").fetchone()[0]
    facts.insert(
        connection,
        "events",
        stream,
        data["id"].to_list(),
        facts.to_rows("events", data, handles),
        op,
    )
    at = pd.Index(data["id"]).get_indexer(parts["event"])
    mine = at >= 0
    add_parts(connection, start + at[mine], parts[mine], handles)
    diff.counts["new_events"] += len(data)
    owners = {EGO, *owner_keys(connection)}
    others = mine & ~parts["person"].isin(owners).to_numpy()
    diff.counts["new_interactions"] += int(others.sum())


def add_parts(
    connection: sqlite3.Connection, events: Any, parts: pd.DataFrame, handles: Handles
) -> None:
    """Add who took part in events (their fact numbers beside the rows)."""
    number = {**handles.number, EGO: 0}
    people = [number.get(p) for p in parts["person"]]
    order = np.argsort(events, kind="stable")
    place = np.empty(len(order), np.int64)
    sorted_events = np.asarray(events)[order]
    first = np.searchsorted(sorted_events, sorted_events)
    place[order] = np.arange(len(order)) - first
    connection.executemany(
        "INSERT INTO event_people (event, place, person, role, response) VALUES (?, ?, ?, ?, ?)",
        zip(
            np.asarray(events).tolist(),
            place.tolist(),
            people,
            parts["role"].to_list(),
            parts["response"].to_list(),
            strict=True,
        ),
    )
