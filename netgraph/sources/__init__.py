"""What others exported, as tables: one format per file, found by content.

`read` takes a file, a folder, a zip or a .gz (or several) and says for each file what it gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import SourceError
from ..schema import EGO, Tables, concat
from . import (
    edges,
    eml,
    google,
    graphs,
    icalendar_file,
    linkedin,
    mbox,
    meta,
    monica,
    outlook,
    plain,
    tables_csv,
    thunderbird,
    vcard,
    whatsapp,
)
from .coverage import coverage
from .files import Format, GroupFormat, Head, Options, Progress, SourceFile
from .person_names import name_parts
from .places import Unread, walk
from .rows import Reading, Report, Rows, Skipped

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Reading", "Report", "Rows", "Skipped", "coverage", "detect", "read", "read_frames"]

FORMATS: Final[tuple[Format | GroupFormat, ...]] = (
    vcard,
    mbox,
    eml,
    icalendar_file,
    whatsapp,
    meta,
    graphs,
    monica,
    linkedin,
    google,
    outlook,
    thunderbird,
    tables_csv,
    edges,
    plain,
)
"""In the order in which a file is shown to them; the first that recognises it reads it."""

_OF_ONE_ACCOUNT: Final = frozenset({whatsapp.KIND, meta.KIND})
"""Kinds whose files explain one another wherever in the place they lie."""

_OF_ONE_REPORT: Final = frozenset({eml.KIND})
"""Kinds of which a folder, with its thousands of small files, is one source."""

_NOTHING_SAID: Final = Options()


def read(
    path: str | Path | Iterable[str | Path],
    *,
    epoch: dt.date | None = None,
    as_of: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    subjects: bool = False,
    progress: Progress | None = None,
) -> Reading:
    """What do these files say?

    Parameters
    ----------
    path
        A file, a folder, a zip or a .gz; or several of them.
    epoch
        The moment that a log which counts seconds from its start began; default 1970.
    as_of
        The last day that recurring meetings are expanded to; default: as far as the file says.
    columns
        Which columns of a plain table hold what, where its headers do not tell: field
        (`plain.FIELDS`) → header; a table that has them all is read as one.
    subjects
        Whether the subjects of mails and the titles of meetings are kept, as notes of events.
    progress
        Told, while a file is read, its label and how many of its bytes were read so far.

    Returns
    -------
    Reading
        The tables of all files together, person columns with local keys (see `Rows`), and a
        report for every file, also for those that were left alone.

    Raises
    ------
    SourceError
        Where a place cannot be opened, nothing in it can be read, or a file that was recognised
        is unusable as a whole; the sentence names the file and what to do.

    Notes
    -----
    Files are independent of the order in which they are given; nothing is written or unpacked to
    disk, no connection is made.
    """
    options = Options(as_of, epoch, columns or {}, subjects, progress)
    places = [path] if isinstance(path, (str, Path)) else list(path)
    readings = [_read_place(Path(place), options) for place in places]
    if not readings:
        raise SourceError("no file was given")
    reports = tuple(report for reading in readings for report in reading.reports)
    tables = concat(reading.tables for reading in readings)
    _refuse_two_owners(tables)
    return Reading(tables, reports)


def _refuse_two_owners(tables: Tables) -> None:
    """Profiles of two people cannot both be "I"; one person may have changed his address."""
    cards = tables.contacts
    profiles = cards[(cards["id"] == EGO) & (cards["linkedin"] != "")]
    names = profiles.drop_duplicates("linkedin")["name"].tolist()
    for one, other in combinations(filter(None, names), 2):
        if set(name_parts(one)).isdisjoint(name_parts(other)):
            raise SourceError(
                f"these are the exports of two people, {one} and {other}: read one person's at a "
                "time"
            )


def read_frames(
    frames: pd.DataFrame | Mapping[str, pd.DataFrame], *, epoch: dt.date | None = None
) -> Reading:
    """What do these DataFrames say?

    Parameters
    ----------
    frames
        An edge list with columns source, target and perhaps timestamp (datetimes, unix seconds,
        or dates as text); or DataFrames by table name, "edges" and "interactions" among them.
    epoch
        The moment that small times count from; default 1970.

    Returns
    -------
    Reading
        As `read` gives it; lines are row numbers counted from 1.

    Raises
    ------
    SchemaError
        Where a name is no table, or a column that is needed is missing.
    """
    if not isinstance(frames, Mapping):
        frames = {"edges": frames}
    tables = {name: frame for name, frame in frames.items() if name != "edges"}
    rows = tables_csv.read_frames(tables)
    if "edges" in frames:
        rows.append(Rows("edges", edges.KIND))
        edges.read_frame(frames["edges"], rows[-1], epoch)
    return _joined(rows, [])


def detect(path: str | Path) -> str:
    """Of which kind is a file: a format's `KIND`, "several" for a mixed place, or ""?

    Raises
    ------
    SourceError
        Where the place cannot be opened.
    """
    found = [f for f in walk(Path(path), Options()) if isinstance(f, SourceFile)]
    kinds = {fmt.KIND for fmt in map(_format_of, (f.head for f in found)) if fmt is not None}
    return "several" if len(kinds) > 1 else next(iter(kinds), "")


def _format_of(head: Head, options: Options = _NOTHING_SAID) -> Format | GroupFormat | None:
    if options.columns and plain.fits(head, options.columns):
        return plain
    return next((fmt for fmt in FORMATS if fmt.recognises(head)), None)


_NOT_NAMED: Final = (
    "a table, but not named like one: give it by itself, or name it after its table "
    "(contacts.csv, interactions.csv, edges….csv) to have it read with the folder"
)


def _needs_name(fmt: Format | GroupFormat, head: Head, options: Options) -> bool:
    """Whether this file is read only by itself: a folder's plain tables go by their names."""
    if fmt.KIND == edges.KIND:
        return not head.name.startswith(("edges", "interactions"))
    if fmt.KIND == plain.KIND:
        return not (plain.is_named(head) or plain.fits(head, options.columns))
    return fmt.KIND == tables_csv.KIND and not tables_csv.is_named(head)


def _read_place(path: Path, options: Options) -> Reading:
    """Everything one place holds; its files are told apart, grouped and read."""
    unread: list[Unread] = []
    groups: dict[tuple[str, str], tuple[Format | GroupFormat, list[SourceFile]]] = {}
    for file in walk(path, options):
        fmt = None if isinstance(file, Unread) else _format_of(file.head, options)
        if isinstance(file, Unread):
            unread.append(file)
        elif fmt is None:
            unread.append(Unread(file.label, _stranger(file.head)))
        elif file.label != path.name and _needs_name(fmt, file.head, options):
            unread.append(Unread(file.label, _NOT_NAMED))
        else:
            file.forget_head()
            group = "" if fmt.KIND in _OF_ONE_ACCOUNT else file.group
            groups.setdefault((fmt.KIND, group), (fmt, []))[1].append(file)
    if not groups:
        raise SourceError(_nothing(path, unread))
    rows = [r for fmt, files in groups.values() for r in _read_group(fmt, files)]
    return _joined(rows, unread)


def _joined(rows: Iterable[Rows], unread: Iterable[Unread]) -> Reading:
    """One reading of many files."""
    readings = [r.reading() for r in rows]
    reports = [report for reading in readings for report in reading.reports]
    reports += [Report(u.label, "", 0, ignored=(u.reason,)) for u in unread]
    return Reading(
        concat(reading.tables for reading in readings), tuple(sorted(reports, key=lambda r: r.path))
    )


def _read_group(fmt: Format | GroupFormat, files: list[SourceFile]) -> list[Rows]:
    """The rows of the files of one kind in one folder."""
    pairs = [(file, Rows(file.label, fmt.KIND)) for file in files]
    if fmt.KIND in _OF_ONE_REPORT and len(files) > 1:
        whole = Rows(files[0].group, fmt.KIND)
        pairs = [(file, whole) for file in files]
    if isinstance(fmt, GroupFormat):
        fmt.read_group(pairs)
    else:
        for file, rows in pairs:
            fmt.read(file, rows)
    every = list({id(rows): rows for _, rows in pairs}.values())
    for rows in every:
        _refuse_silence(rows)
    return every


def _refuse_silence(rows: Rows) -> None:
    """A file that gave nothing says why."""
    if rows.records:
        return
    if rows.skipped:
        first = rows.skipped[0]
        where = f"{rows.path}:{first.line}" if first.line else rows.path
        raise SourceError(
            f"{where}: {first.reason}; none of its {len(rows.skipped):,} records can be read"
        )
    if not rows.ignored:
        rows.warn("there is nothing in it")


def _stranger(head: Head) -> str:
    """Why a file nobody recognises is left alone."""
    if not head.text.strip():
        return "the file is empty"
    names = next((row for row in head.rows if len(row) > 1), frozenset())
    if names and head.name.endswith((".csv", ".tsv", ".txt")):
        shown = ", ".join(sorted(n[:30] for n in names if n)[:12])
        return f"not a table netgraph knows; its first row has: {shown}"
    return "not a format netgraph knows"


def _nothing(path: Path, unread: list[Unread]) -> str:
    """The sentence for a place that holds nothing to read."""
    if len(unread) == 1:
        return f"{unread[0].label}: {unread[0].reason}"
    if not unread:
        return f"{path.name}: there is no file in it"
    named = "; ".join(f"{u.label}: {u.reason}" for u in unread[:5])
    more = f"; and {len(unread) - 5:,} more" if len(unread) > 5 else ""
    return f"{path.name}: nothing in it can be read ({named}{more})"
