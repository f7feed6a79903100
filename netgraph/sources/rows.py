"""How a reader hands over what it found: rows collected one by one, and a report beside them.

A reader never raises over one bad record: it `skip`s it with line and reason and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..schema import TABLES, Tables, frame, join_many


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


@dataclass(frozen=True)
class Reading:
    """The tables of one or more files and a report for each."""

    tables: Tables
    reports: tuple[Report, ...]


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
    _rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in TABLES}
    )

    def add(self, table: str, line: int = 0, /, **row: Any) -> None:
        """One row of a table; lists become `many` cells, provenance is filled in."""
        for name, value in row.items():
            if isinstance(value, (list, tuple)):
                row[name] = join_many(value)
        row.setdefault("origin", self.origin)
        row["file"], row["line"] = self.path, line
        self._rows[table].append(row)

    def skip(self, line: int, reason: str) -> None:
        """Leaves one record out, with its reason."""
        self.skipped.append(Skipped(line, reason))

    def warn(self, sentence: str) -> None:
        """Tells the user something, once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def reading(self) -> Reading:
        """What was collected, typed, with its report."""
        tables = Tables(
            **{name: frame(name, rows or None) for name, rows in self._rows.items()},
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


def _span(tables: Tables) -> tuple[str, str]:
    """First and last ISO day of the dated facts, or two empty strings."""
    import numpy as np

    days = [tables.events["instant"].to_numpy().astype("datetime64[s]")]
    days += [tables.ties["since"].to_numpy(), tables.introductions["date"].to_numpy()]
    known = np.concatenate([d.astype("datetime64[D]") for d in days])
    known = known[~np.isnat(known)]
    return (str(known.min()), str(known.max())) if len(known) else ("", "")
