"""What does a file add, change and end in the book? One import, from the file to its counts."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .. import sources
from ..errors import BookError
from ..sources.files import Progress
from ..sources.rows import Reading, Report
from . import backups, dump
from .brought import changed_people, new_emails, new_interactions, new_people
from .forget import without_forgotten
from .imports import Counts, add_reading, is_unchanged, owner_key, refuse_partial

if TYPE_CHECKING:
    from .book import Book

MOST_COMPARED: Final = 5_000
"""So many new people are compared with everybody at once after an import."""


@dataclass(frozen=True)
class Imported:
    """What an import did: a report for each file, what changed, the operation (0: nothing new).

    `sources` counts by stream: rows new_, changed_, unchanged_ of each table; new_people (whom the
    stream did not name before), changed_company, changed_title, new_emails, gone_connections,
    new_interactions (one of the owner's events × one other person), perhaps_known (new, but
    `review` proposes that they are somebody known). `overall` counts people, whichever sources
    say so: new_people (no source had named them; without the perhaps known), changed_company,
    changed_title, new_emails (known, with an address that is new). `n_proposed` pairs with
    somebody new in them wait for `review`; None where so many people are new that only `review`
    looks.
    """

    reports: tuple[Report, ...]
    sources: Mapping[str, Mapping[str, int]]
    op: int
    overall: Mapping[str, int]
    n_proposed: int | None

    @property
    def new_people(self) -> int:
        """How many people no source had named."""
        return self.overall.get("new_people", 0)

    @property
    def is_empty(self) -> bool:
        """Whether the book is as it was."""
        return self.op == 0

    @property
    def counts(self) -> Mapping[str, int]:
        """The counts of all streams together, people counted once."""
        total: Counter[str] = Counter()
        for counts in self.sources.values():
            total.update(counts)
        return {**total, **self.overall}


def import_file(
    book: Book,
    path: Path,
    day: dt.date,
    *,
    ego: str | None,
    accept_partial: bool,
    columns: Mapping[str, str] | None,
    subjects: bool,
    progress: Progress | None,
) -> Imported:
    """Read a file and write what it changes, as one operation; see `Book.import_file`."""
    exported = path / dump.NAME if path.is_dir() else path
    if dump.is_dump(exported):
        return _import_dump(book, exported, day)
    columns_now = columns or _kept_columns(book)
    read = sources.read(path, as_of=day, columns=columns_now, subjects=subjects, progress=progress)
    if not accept_partial:
        refuse_partial(read.reports)
    if book.n_operations:
        backups.make(book.connection, book.path)
    with book.operation("import", f"import {path.name}", as_of=day, path=str(path)) as op:
        owner = owner_key(read, ego)
        known = Reading(without_forgotten(book.connection, read), read.reports)
        counts = add_reading(book.connection, known, op.number, day, owner)
        op.is_empty = is_unchanged(counts)
        op.report = {"counts": counts}
    if columns:
        _keep_columns(book, columns)
    if is_unchanged(counts):
        return Imported(read.reports, counts, 0, {}, 0)
    return _counted(book, read.reports, counts, op.number)


def _counted(
    book: Book, reports: tuple[Report, ...], rows: Mapping[str, Mapping[str, int]], op: int
) -> Imported:
    """Add to the counts of rows who is new and what was new between people."""
    counts: Counts = {stream: Counter(counted) for stream, counted in rows.items()}
    found = new_people(book.connection, op)
    perhaps, n_proposed = _perhaps_known(book, found[""])
    for stream, people in found.items():
        counted = counts.setdefault(stream, Counter())
        counted["new_people"] = len(people - perhaps)
        counted["perhaps_known"] = len(people & perhaps)
    for stream, n in new_interactions(book.connection, op).items():
        counts.setdefault(stream, Counter())["new_interactions"] = n
    for stream, n in new_emails(book.connection, op).items():
        counts.setdefault(stream, Counter())["new_emails"] += n
    overall = {**counts.pop(""), **changed_people(book.connection, op)}
    return Imported(reports, counts, op, overall, n_proposed)


def imported(book: Book, op: int | None) -> Imported:
    """Count again what an import brought; see `Book.imported`."""
    row = book.connection.execute(
        "SELECT op, report FROM ops WHERE kind = 'import' AND (op = :op OR :op IS NULL) "
        "ORDER BY op DESC LIMIT 1",
        {"op": op},
    ).fetchone()
    if row is None:
        what = "no import yet" if op is None else f"no import {op}"
        raise BookError(f"there is {what}; `netgraph history` lists operations")
    return _counted(book, (), json.loads(row[1]).get("counts", {}), row[0])


def _keep_columns(book: Book, given: Mapping[str, str]) -> None:
    """Keep the columns as given, for the next import."""
    book.connection.execute(
        "INSERT OR REPLACE INTO settings (key, value) VALUES ('columns', ?)",
        (json.dumps(dict(given)),),
    )


def _kept_columns(book: Book) -> Mapping[str, str] | None:
    row = book.connection.execute("SELECT value FROM settings WHERE key = 'columns'").fetchone()
    return dict(json.loads(row[0])) if row else None


def _import_dump(book: Book, path: Path, day: dt.date) -> Imported:
    with book.operation("import", f"import {path.name}", as_of=day, path=str(path)) as op:
        dump.read(book.connection, path, op.number)
    n = book.n_people
    return Imported((), {"book": Counter(new_people=n)}, op.number, {"new_people": n}, 0)


def _perhaps_known(book: Book, fresh: set[str]) -> tuple[set[str], int | None]:
    """Return the new people who may be somebody known before, and how many pairs wait.

    Thousands of new people are not compared here: `review` takes the time for that.
    """
    if not fresh:
        return set(), 0
    if len(fresh) > MOST_COMPARED:
        return set(), None
    pairs = [p for p in book.review()[["a", "b"]].itertuples(index=False) if fresh & set(p)]
    known_twin = {person for pair in pairs if not set(pair) <= fresh for person in pair}
    return known_twin & fresh, len(pairs)
