"""Book: what you know, kept in one SQLite file on this machine.

Every change is an operation: an import, a merge, a log entry. Facts carry the operation that added
them and the one that ended them, so that any operation can be undone and the book be read as it
was (`known_on`). Writing goes through here alone, in transactions.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import identity
from ..errors import BookError
from ..output import new_file
from ..schema import Tables
from ..sources.coverage import Span, told
from ..sources.files import Progress
from . import backups, dump, entries, reading
from .changes import COLUMNS, changes
from .forget import erase
from .import_file import Imported, import_file, imported
from .operation import Operation, now
from .people import EVER, ids_by_handle, may_regroup, regroup
from .store import connect, explained, writing
from .undo import undo

if TYPE_CHECKING:
    import pandas as pd


class Book:
    """One open book; `open_book` makes it, `with` closes it.

    Attributes
    ----------
    path : Path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = connect(path)

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection."""
        if self._connection is None:
            raise BookError(f"{self.path}: this book is closed; open it again with open_book()")
        return self._connection

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return (
            f"Book {self.path}: {self.n_people:,} people, {self._count('events'):,} events, "
            f"{self.n_operations:,} operations"
        )

    @property
    def n_people(self) -> int:
        """How many people the book knows, the hidden ones too."""
        return self._count("people")

    @property
    def n_operations(self) -> int:
        """How many operations made it what it is."""
        return self._count("ops") - 1

    def _count(self, table: str) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    @contextmanager
    def operation(
        self, kind: str, title: str, *, as_of: dt.date | None = None, path: str = ""
    ) -> Iterator[Operation]:
        """Run one change: wholly, or not at all; nothing is kept of one that changed nothing."""
        day = as_of or dt.date.today()
        with writing(self.connection, self.path):
            made = self.connection.execute(
                "INSERT INTO ops (at, as_of, kind, title, path) VALUES (?, ?, ?, ?, ?)",
                (now(), day.isoformat(), kind, title, path),
            )
            operation = Operation(self.connection, int(made.lastrowid or 0), day)
            yield operation
            if operation.is_empty:
                self.connection.execute("ROLLBACK")
                return
            if may_regroup(self.connection, operation.number):
                operation.new_people = regroup(self.connection, operation.number)
            operation.finish()

    # --- reading ------------------------------------------------------------------------------
    def tables(self, known_on: dt.date | None = None, *, ego: str | None = None) -> Tables:
        """Return all that is known (or was known on that day), with one id a person."""
        with self._read():
            known = reading.tables(self.connection, self._last_op(known_on))
        return known if ego is None else replace(known, owner=identity.find(known, ego))

    def logs(self, known_on: dt.date | None = None) -> tuple[Span, ...]:
        """Return the kinds of logs in the book, each with the days of its first and last event."""
        with self._read():
            return reading.logs(self.connection, self._last_op(known_on))

    @property
    def coverage(self) -> str:
        """Which channels were imported, from when to when, and which not: no silence there."""
        return told(self.logs())

    @contextmanager
    def _read(self) -> Iterator[None]:
        with explained(self.path):
            self.connection.execute("BEGIN")
            try:
                yield
            finally:
                self.connection.execute("ROLLBACK")

    def _last_op(self, day: dt.date | None) -> int:
        if day is None:
            return EVER
        row = self.connection.execute(
            "SELECT max(op) FROM ops WHERE substr(at, 1, 10) <= ?", (day.isoformat(),)
        ).fetchone()
        return int(row[0] or 0)

    def history(self) -> pd.DataFrame:
        """Return what was done, newest first: op, at (UTC), as_of, kind, title."""
        import pandas as pd

        rows = self.connection.execute(
            "SELECT op, at, as_of, kind, title FROM ops WHERE op > 0 ORDER BY op DESC"
        ).fetchall()
        return pd.DataFrame(rows, columns=["op", "at", "as_of", "kind", "title"])

    def person(self, word: str) -> str:
        """Return the id of the person a word means; `UnknownPersonError` with near names."""
        return identity.find(self.tables(), word)

    # --- imports ------------------------------------------------------------------------------
    def import_file(
        self,
        path: str | Path,
        *,
        as_of: dt.date | str | None = None,
        ego: str | None = None,
        accept_partial: bool = False,
        columns: Mapping[str, str] | None = None,
        subjects: bool = False,
        progress: Progress | None = None,
    ) -> Imported:
        """What does this file add, change and end in the book?

        Parameters
        ----------
        path : path
            A file, folder or archive that `load` would take; one transaction.
        as_of : day, optional
            The day of the export; recurring meetings count up to it, connections that are gone
            ended before it. Default: today.
        ego : str, optional
            Who of the file's people the owner is, where it does not say.
        accept_partial : bool
            Whether to go on when more than a fifth of the records had to be skipped.
        columns : mapping, optional
            Which columns of a plain table hold what: field → header; kept for the next imports.
        subjects : bool
            Whether the subjects of mails and the titles of meetings are kept, as notes; also of
            events that the book has without.
        progress : callable, optional
            Told, while a file is read, its label and how many of its bytes were read so far.

        Returns
        -------
        Imported
            Counts of what is new, changed and gone; `is_empty` where nothing is.

        Raises
        ------
        SourceError
            The file cannot be read, or more than a fifth of it was skipped.
        BookError
            The book is locked or the disk full; it is as it was.
        """
        day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or dt.date.today()
        return import_file(
            self,
            Path(path),
            day,
            ego=ego,
            accept_partial=accept_partial,
            columns=columns,
            subjects=subjects,
            progress=progress,
        )

    def imported(self, op: int | None = None) -> Imported:
        """Count again what an import (default: the newest) brought, by who is who as known now.

        After `review` has been answered, those who were perhaps known are known or new.
        """
        return imported(self, op)

    def undo(self, op: int | None = None) -> str:
        """Take back an operation (default: the newest); return its title."""
        with writing(self.connection, self.path):
            if op is None:
                op = self.connection.execute("SELECT max(op) FROM ops").fetchone()[0]
            return undo(self.connection, int(op))

    # --- what the user writes -----------------------------------------------------------------
    def add(self, name: str, **columns: Any) -> str:
        """Write a person's card; return the id the book gives them."""
        with self.operation("add", f"add {name}") as op:
            key = entries.new_person(op, name, columns)
        row = self.connection.execute(
            "SELECT id FROM handles JOIN people USING (person) WHERE key = ?", (key,)
        ).fetchone()
        return str(row[0])

    def log(
        self,
        *people: str,
        on: dt.date | str | None = None,
        kind: str = "meeting",
        minutes: float = float("nan"),
        note: str = "",
        arranged_by: str = "",
        direction: str = "both",
    ) -> None:
        """Write that you were in touch with these people on a day (default: today)."""
        day = dt.date.fromisoformat(on) if isinstance(on, str) else on or dt.date.today()
        known = self.tables()
        mine, theirs = {"out": ("by", "to"), "in": ("to", "by")}.get(
            direction, ("present", "present")
        )
        ids = [identity.find(known, person) for person in people]
        helper = identity.find(known, arranged_by) if arranged_by else ""
        with self.operation("log", f"{kind} on {day} with {', '.join(ids)}", as_of=day) as op:
            who = [(entries.key_of(op, i), theirs) for i in ids]
            entries.new_event(
                op,
                day,
                [("@ego", mine), *who],
                kind=kind,
                minutes=minutes,
                note=note,
                arranged_by=entries.key_of(op, helper) if helper else "",
            )

    def edit(self, person: str, **columns: Any) -> None:
        """Correct a person's card; the correction survives the next import.

        A corrected company or title holds until a source says something new.
        """
        entries.check_columns(columns)
        known = self.tables()
        who = identity.find(known, person)
        card = known.contacts.set_index("id").loc[who]
        with self.operation("edit", f"edit {who}: {', '.join(columns)}") as op:
            anchor = entries.anchor_of(op, who)
            for name, value in columns.items():
                text = entries.cell_text(name, value)
                was = entries.cell_text(name, card[name])
                entries.decide(op, "correct", anchor, field=name, was=was, value=text)

    def hide(self, person: str) -> None:
        """Leave a person out of everything, without forgetting them."""
        self.edit(person, is_hidden=True)

    def not_a_tie(self, a: str, b: str) -> None:
        """Say that two people do not know each other, whatever a source says."""
        self._decide_pair("not_tie", a, b, "no tie between")

    # --- who is who ---------------------------------------------------------------------------
    def review(self) -> pd.DataFrame:
        """Return pairs that may be one person and wait for a yes or a no: a, b, score, why."""
        known = self.tables()
        with self._read():
            former = reading.former_companies(self.connection)
        before = [former.get(person, "") for person in known.contacts["id"]]
        cards = known.contacts.assign(former_companies=before)
        proposed = identity.propose(known.with_frames({"contacts": cards}))
        rejected = self._pairs("reject")
        keep = [
            frozenset(p) not in rejected for p in zip(proposed["a"], proposed["b"], strict=True)
        ]
        return proposed.loc[np.array(keep, dtype=bool)].reset_index(drop=True)

    def merge(self, a: str, b: str) -> str:
        """Say that two are one person; return the id that stays (the older one)."""
        self._decide_pair("merge", a, b, "merge")
        return self.person(a)

    def merge_all(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Say of many pairs, such as those of `review`, that each is one person; return how many.

        One operation, which `undo` takes back as a whole; `unmerge` takes back one pair.
        """
        known = self.tables()
        ids = set(known.contacts["id"])
        people = [[w if w in ids else identity.find(known, w) for w in pair] for pair in pairs]
        two = [pair for pair in people if pair[0] != pair[1]]
        with self.operation("merge", f"merge {len(two)} pairs") as op:
            op.is_empty = not two
            for pair in two:
                entries.decide(op, "merge", *sorted(entries.anchor_of(op, who) for who in pair))
        return len(two)

    def reject(self, a: str, b: str) -> None:
        """Say that two are different people; the pair is never proposed again."""
        self._decide_pair("reject", a, b, "keep apart")

    def unmerge(self, alias: str) -> None:
        """Take back a merge, by the id that became an alias."""
        with self.operation("unmerge", f"unmerge {alias}") as op:
            anchor = entries.anchor_of(op, alias)
            merged = [
                (a, b)
                for a, b in self.connection.execute(
                    "SELECT a, b FROM decisions WHERE kind = 'merge' AND removed IS NULL"
                )
                if anchor in (a, b)
            ]
            if not entries.withdraw(op, "merge", merged):
                raise BookError(
                    f"{alias!r} was not merged by hand; `netgraph history` lists merges"
                )

    def _decide_pair(self, kind: str, a: str, b: str, verb: str) -> None:
        known = self.tables()
        one, two = identity.find(known, a), identity.find(known, b)
        if one == two:
            raise BookError(f"{a!r} and {b!r} are one person already ({one!r})")
        with self.operation(kind, f"{verb} {one} and {two}") as op:
            anchors = sorted(entries.anchor_of(op, who) for who in (one, two))
            entries.decide(op, kind, *anchors)

    def _pairs(self, kind: str) -> set[frozenset[str]]:
        ids = ids_by_handle(self.connection)
        rows = reading.decisions(self.connection, kind, ids, EVER)
        return {frozenset(row[:2]) for row in rows}

    # --- keeping ------------------------------------------------------------------------------
    def forget(self, person: str) -> list[str]:
        """Erase a person, also from the backups; return others' notes that still name them.

        A salted digest of their keys stays, so that the next import does not bring them back.
        """
        who = identity.find(self.tables(), person)
        with writing(self.connection, self.path):
            mentions = erase(self.connection, who)
            regroup(self.connection, 0)
        with explained(self.path):
            self.connection.execute("VACUUM")
            for old in backups.copies(self.path):
                old.unlink()
        return mentions

    def backup(self, to: str | Path | None = None) -> Path:
        """Copy the book; return the copy."""
        return backups.make(self.connection, self.path, Path(to) if to else None)

    def export(self, folder: str | Path) -> Path:
        """Write the whole book as `book.jsonl` into a folder; an empty book can import it back."""
        place = Path(folder)
        with explained(place), self._read(), new_file(place / dump.NAME) as out:
            dump.write(self.connection, out)
        return place / dump.NAME

    def changes(self, since: dt.date | str) -> pd.DataFrame:
        """Return who moved job, who is new and whose connection is gone since a day.

        Columns: person, name, what (company, title, gone, new), was, now, on (the day of the
        export that showed it).
        """
        import pandas as pd

        day = dt.date.fromisoformat(since) if isinstance(since, str) else since
        with self._read():
            rows = changes(self.connection, day, reading.companies(self.connection))
        return pd.DataFrame(rows, columns=list(COLUMNS))

    # --- seats on the map ---------------------------------------------------------------------
    def positions(self, layout: str = "islands") -> pd.DataFrame:
        """Return where people sat on the last map of that layout: x, y by person."""
        import pandas as pd

        with self._read():
            rows = self.connection.execute(
                "SELECT id, x, y FROM positions JOIN people USING (person) WHERE layout = ?",
                (layout,),
            ).fetchall()
        table = pd.DataFrame(rows, columns=["person", "x", "y"])
        return table.set_index("person")

    def keep_positions(self, seats: pd.DataFrame, layout: str = "islands") -> None:
        """Keep where people sit (x, y by person), so that the next map has them there again."""
        rows = zip(seats.index, seats["x"].tolist(), seats["y"].tolist(), strict=True)
        with writing(self.connection, self.path):
            self.connection.executemany(
                "INSERT OR REPLACE INTO positions (person, layout, x, y) "
                "SELECT person, ?, ?, ? FROM people WHERE id = ?",
                ((layout, x, y, person) for person, x, y in rows),
            )

    def check(self) -> list[str]:
        """Return what is wrong with the file; nothing where it is sound."""
        return backups.problems(self.path)
