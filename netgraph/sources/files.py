"""What a reader gets: a file that opens safely as bytes or text, and its beginning.

**To add a format**, write a module beside this one with three names and put it into `FORMATS` of
`netgraph.sources`, the more particular formats first:

    KIND = "vcard"                                     # the word in reports
    def recognises(head: Head) -> bool: ...            # by content; names only tell twins apart
    def read(file: SourceFile, rows: Rows) -> None: ...

`read` counts `rows.records`, calls `rows.add` for what it found, `rows.skip` for a record it
cannot use, `rows.warn` and `rows.ignore` for what the user should know. It raises `SourceError`
only where the whole file is unusable. A format whose files explain one another has
`read_group(group: Sequence[tuple[SourceFile, Rows]])` in place of `read`: it gets all the files of
its kind that lie in one folder (of the disk or of an archive). CSV readers start from
`sheet.open_sheet`, dates are read by `dates`.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Protocol, runtime_checkable

from .decoding import Encoding, guess_encoding, scan_encoding
from .rows import Rows
from .sheet import first_rows

HEAD_BYTES: Final = 65_536
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about the files as a whole.

    `as_of` bounds what recurs for ever; `epoch` is second 0 of logs that count from a start;
    `columns` names the columns of a plain table: field (`plain.FIELDS`) → header; `subjects` asks
    for the subjects of mails and the titles of meetings, as notes; `progress` is told, while a file
    is read, its label and how many of its bytes (as they lie on the disk or in a zip, unpacked)
    were read since it was opened.
    """

    as_of: dt.date | None = None
    epoch: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    subjects: bool = False
    progress: Progress | None = None


@dataclass(frozen=True)
class Head:
    """The beginning of a file, by which a format recognises it.

    `name` is the file's name in lower case without `.gz`; `data` its first bytes, unpacked.
    """

    name: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The beginning as text, decoded as well as it goes, without a byte order mark."""
        encoding = guess_encoding(self.data, is_whole=len(self.data) < HEAD_BYTES)
        return self.data.decode(encoding.name, "replace").lstrip("\ufeff")

    @cached_property
    def rows(self) -> tuple[frozenset[str], ...]:
        """The cells of the first 20 rows of a CSV table, folded by `sheet.fold_column`."""
        return tuple(frozenset(row) for row in first_rows(self.text))

    def has_columns(self, *names: str) -> bool:
        """Whether one of the first 20 rows holds all these column names (folded)."""
        return any(row.issuperset(names) for row in self.rows)


@dataclass(frozen=True)
class SourceFile:
    """One file to read, wherever it lies.

    Attributes
    ----------
    label
        How messages name it: its path below the place that was given.
    name
        The last part of it, without `.gz`.
    group
        The folder it lies in: the files of one export share it.
    options
        What the user said about the files as a whole.
    """

    label: str
    name: str
    group: str
    opener: Callable[[], io.BufferedReader] = field(repr=False, compare=False)
    options: Options = Options()

    def open(self) -> io.BufferedReader:
        """The bytes, unpacked; reading raises `SourceError` where an archive is damaged."""
        return self.opener()

    @cached_property
    def head(self) -> Head:
        """The beginning of the file."""
        with self.open() as stream:
            return Head(self.name.lower(), stream.read(HEAD_BYTES))

    def forget_head(self) -> None:
        """Lets the beginning go; an export may have a hundred thousand files."""
        vars(self).pop("head", None)

    @cached_property
    def encoding(self) -> Encoding:
        """How to decode it, from all of its bytes."""
        with self.open() as stream:
            return scan_encoding(stream)

    def text(self, warn: Callable[[str], None]) -> io.TextIOWrapper:
        """The file as text with its line ends kept (`newline=""`); warns of what was guessed."""
        encoding = self.encoding
        if encoding.warning:
            warn(encoding.warning)
        return io.TextIOWrapper(self.open(), encoding.name, encoding.errors, newline="")


class Format(Protocol):
    """A module that reads one kind of file by itself."""

    KIND: str

    def recognises(self, head: Head) -> bool:
        """Whether the file is of this kind, by its beginning."""

    def read(self, file: SourceFile, rows: Rows) -> None:
        """Reads the file into rows."""


@runtime_checkable
class GroupFormat(Protocol):
    """A module that reads the files of its kind in one folder together."""

    KIND: str

    def recognises(self, head: Head) -> bool:
        """Whether the file is of this kind, by its beginning."""

    def read_group(self, group: Sequence[tuple[SourceFile, Rows]]) -> None:
        """Reads each file into the rows beside it."""
