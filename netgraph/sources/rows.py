"""How a reader hands over what it found: rows, kept column by column, and a report beside them.

A reader never raises over one bad record: it `skip`s it with line and reason and goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..schema import TABLES, Tables, frame, join_many, same_text, typed

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Skipped:
    """One record that was left out, and why. `line` is 1-based, 0 where the format has no lines."""

    line: int
    reason: str


@dataclass(frozen=True)
class Report:
    """What a file gave: `records` read, those skipped, and what the user should know.

    `records` counts what the file holds in its own unit (rows, cards, events, messages), skipped
    ones not included: records + len(skipped) = records in the file. `ignored` says which parts were
    left out on purpose, and why; `first_day` and `last_day` are ISO days of the dated facts or "".
    """

    path: str
    kind: str
    records: int
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    first_day: str = ""
    last_day: str = ""
    owner: str = ""

    def to_dict(self, people: int, events: int) -> dict[str, Any]:
        """Return the report as JSON has it, with how many people and events the file gave."""
        return {
            "path": self.path,
            "kind": self.kind,
            "records": self.records,
            "skipped": [{"line": s.line, "reason": s.reason} for s in self.skipped],
            "warnings": list(self.warnings),
            "ignored": list(self.ignored),
            "people": people,
            "events": events,
            "first_day": self.first_day or None,
            "last_day": self.last_day or None,
        }


@dataclass(frozen=True)
class Reading:
    """The tables of one or more files and a report for each."""

    tables: Tables
    reports: tuple[Report, ...]


class _Columns:
    """The rows of one table as columns; a column that a row does not name holds None there."""

    def __init__(self) -> None:
        self.n = 0
        self.columns: dict[str, list[Any]] = {}

    def add(self, row: dict[str, Any]) -> None:
        columns, n = self.columns, self.n
        for name, value in row.items():
            column = columns.get(name)
            if column is None:
                column = columns[name] = []
            if len(column) < n:
                column.extend([None] * (n - len(column)))
            column.append(join_many(value) if isinstance(value, (list, tuple)) else value)
        self.n = n + 1

    def filled(self) -> dict[str, list[Any]]:
        for column in self.columns.values():
            column.extend([None] * (self.n - len(column)))
        return self.columns


@dataclass
class Rows:
    """Rows of one file while it is read; `reading()` types them and closes the report.

    Person columns hold keys local to this reading ("in:slug", "mail:address", "id:ana" …) or
    `schema.EGO`; `identity.resolve` makes them one id per person.
    """

    path: str
    kind: str
    origin: str = "stated"
    records: int = 0
    owner: str = ""
    is_whole_log: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    _rows: dict[str, _Columns] = field(default_factory=dict)
    _frames: dict[str, list[pd.DataFrame]] = field(default_factory=dict)

    def add(self, table: str, line: int = 0, /, **row: Any) -> None:
        """One row of a table; lists become `many` cells, provenance is filled in."""
        row["line"] = line
        columns = self._rows.get(table)
        if columns is None:
            columns = self._rows[table] = _Columns()
        columns.add(row)

    def add_frame(self, table: str, columns: Mapping[str, Any] | pd.DataFrame) -> None:
        """Many rows at once, from columns of equal length; provenance is filled in."""
        self._frames.setdefault(table, []).append(self._with_origin(table, columns))

    def n_rows(self, table: str) -> int:
        """How many rows of that table there are so far."""
        one_by_one = self._rows[table].n if table in self._rows else 0
        return one_by_one + sum(map(len, self._frames.get(table, ())))

    def skip(self, line: int, reason: str) -> None:
        """Leaves one record out, with its reason."""
        self.skipped.append(Skipped(line, reason))

    def warn(self, sentence: str) -> None:
        """Tells the user something, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def ignore(self, sentence: str) -> None:
        """Says that a part is left out on purpose, and why, once."""
        if sentence not in self.ignored:
            self.ignored.append(sentence)

    def reading(self) -> Reading:
        """What was collected, typed, with its report."""
        tables = Tables(
            **{name: self._table(name) for name in TABLES},
            owner=self.owner,
            is_whole_log=self.is_whole_log,
        )
        first, last = _span(tables)
        report = Report(
            self.path,
            self.kind,
            self.records,
            tuple(self.skipped),
            tuple(self.warnings),
            tuple(self.ignored),
            first,
            last,
            self.owner,
        )
        return Reading(tables, (report,))

    def _table(self, name: str) -> pd.DataFrame:
        import pandas as pd

        parts = list(self._frames.get(name, ()))
        if name in self._rows:
            parts.insert(0, self._with_origin(name, self._rows[name].filled()))
        if len(parts) < 2:
            return parts[0] if parts else frame(name)
        return typed(name, pd.concat(parts, ignore_index=True))

    def _with_origin(self, table: str, columns: Mapping[str, Any] | pd.DataFrame) -> pd.DataFrame:
        """The typed frame of some columns; where they do not say, it is this file's origin."""
        data: dict[str, Any] = dict(columns)
        n = len(next(iter(data.values()))) if data else 0
        origins: Sequence[Any] = data.get("origin", ())
        given = [o or self.origin for o in origins] if len(origins) else None
        data["origin"] = given or same_text(self.origin, n)
        data["file"] = same_text(self.path, n)
        return frame(table, data)


def _span(tables: Tables) -> tuple[str, str]:
    """First and last ISO day of the dated facts, or two empty strings."""
    days = [tables.events["instant"].to_numpy().astype("datetime64[s]")]
    days += [tables.ties["since"].to_numpy(), tables.introductions["date"].to_numpy()]
    known = np.concatenate([d.astype("datetime64[D]") for d in days])
    known = known[~np.isnat(known)]
    return (str(known.min()), str(known.max())) if len(known) else ("", "")
