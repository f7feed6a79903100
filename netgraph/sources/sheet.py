"""Where the table begins in a CSV file, what parts its cells, and its records one by one.

Real files have a preamble, a byte order mark, `;` or tabs, a `sep=;` line, cells over several
lines, and now and then a quote that is never closed. One bad record costs one record: where a
record does not fit the header, reading goes on at the very next line.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final, TextIO

from ..errors import SourceError
from ..schema import clean_text

if TYPE_CHECKING:
    from .files import SourceFile
    from .rows import Rows

HEADER_WITHIN: Final = 20
"""A header stands in one of the first 20 rows."""

DELIMITERS: Final = ",;\t|"
MAX_RECORD_LINES: Final = 20_000
MAX_LINE_CHARACTERS: Final = 8_000_000
MAX_RECORD_CHARACTERS: Final = 32_000_000
"""A record beyond these is an unclosed quote or not a table at all."""


def fold_column(name: str) -> str:
    """A column's name for comparing: lower case, underscores and runs of blanks as one blank.

    >>> fold_column(" CONVERSATION  ID"), fold_column("may_use_name")
    ('conversation id', 'may use name')
    """
    return clean_text(name.replace("_", " ")).strip("\"'").lower()


def first_rows(text: str) -> list[tuple[str, ...]]:
    """The first 20 rows of a text read as a table, cells folded."""
    text = _without_separator_line(text)[1]
    delimiter = guess_delimiter(text)
    rows = _parsed(text, delimiter, HEADER_WITHIN)
    return [tuple(map(fold_column, row)) for row in rows]


def guess_delimiter(text: str) -> str:
    """What parts the cells: under which mark most rows have the same number of cells, then most."""
    scores = {}
    for place, delimiter in enumerate(DELIMITERS):
        sizes = Counter(len(row) for row in _parsed(text, delimiter, HEADER_WITHIN) if len(row) > 1)
        size, n = max(sizes.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        scores[delimiter] = (n, size, -place)
    return max(scores, key=lambda d: scores[d])


def _parsed(text: str, delimiter: str, n: int) -> list[list[str]]:
    """The first n rows that are not blank; stops early where the text cannot be a table."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if any(map(str.strip, row)):
                rows.append(row)
            if len(rows) == n:
                break
    except csv.Error:
        pass
    return rows


def _without_separator_line(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;`: the mark it names, or "", and the text after it."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:
        return told[4], rest
    return "", text


@dataclass
class Sheet:
    """A table of a CSV file: its columns, and its records as they come.

    Attributes
    ----------
    names
        The column names as written.
    columns
        Folded column name → place; the first of two equal names counts.
    line
        1-based line of the header.
    records
        (line, cells) of every record, cells stripped and as many as there are columns. Records
        that do not fit the header are skipped in `rows`.
    """

    names: tuple[str, ...]
    columns: dict[str, int]
    line: int
    records: Iterator[tuple[int, list[str]]]

    def place(self, *names: str) -> int:
        """Where the first of these columns (folded) stands, or -1."""
        return next((self.columns[n] for n in names if n in self.columns), -1)


@contextmanager
def open_sheet(
    file: SourceFile, rows: Rows, is_header: Callable[[frozenset[str]], bool]
) -> Iterator[Sheet]:
    """The table in a CSV file whose header (a set of folded names) `is_header` recognises.

    Raises
    ------
    SourceError
        Where none of the first rows is the header.
    """
    head = file.head.text
    told, _ = _without_separator_line(head)
    delimiter = told or guess_delimiter(head)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_RECORD_CHARACTERS))
    with file.text(rows.warn) as stream:
        records = _Records(stream, delimiter)
        seen = 0
        for line, cells in records:
            records.go_back(0)
            folded = [fold_column(c) for c in cells]
            if is_header(frozenset(folded)):
                columns = {c: i for i, c in reversed(list(enumerate(folded))) if c}
                names = tuple(c.strip().lstrip("\ufeff") for c in cells)
                yield Sheet(names, columns, line, _fitting(records, names, rows))
                return
            seen += any(folded)
            if seen == HEADER_WITHIN:
                break
    raise SourceError(f"{file.label}: no row with the column names in its first lines")


def _fitting(
    records: _Records, names: tuple[str, ...], rows: Rows
) -> Iterator[tuple[int, list[str]]]:
    """The records that fit the header; a shorter one is filled up, a longer one is skipped."""
    width, header, taken = len(names), list(names), records.taken
    for line, cells in records:
        n = len(cells)
        if n != width or len(taken) > 1 or records.is_broken:
            if n > width and not any(map(str.strip, cells[width:])):
                del cells[width:]
            elif n > width or records.is_broken or records.swallowed(width, n):
                reason = f"{n} cells under {width} column names"
                if records.go_back(width) or records.is_broken:
                    reason = "a quotation mark opens here and is never closed"
                rows.skip(line, reason)
                continue
            elif n < width:
                cells += [""] * (width - n)
        cells = list(map(str.strip, cells))
        if any(cells) and cells != header:
            yield line, cells


class _Records:
    """The records of a CSV text with the line each begins on, and a way back into its lines.

    csv.reader asks for another line only inside quotes, so a record that takes many lines and
    then does not fit, or meets the end of the file, began with a quote nobody closed.

    Attributes
    ----------
    taken
        The lines of the present record.
    is_broken
        Whether it ends for another reason than that it is complete.
    """

    is_broken = False

    def __init__(self, stream: TextIO, delimiter: str) -> None:
        self._stream = stream
        self._delimiter = delimiter
        self._again: list[str] = []  # lines to be read once more, last first
        self.taken: list[str] = []
        self._records = self._run()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The line and the cells of each record; a second loop goes on where the first ended."""
        return self._records

    def _run(self) -> Iterator[tuple[int, list[str]]]:
        taken, line = self.taken, 1
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells, self.is_broken = [], True
            broken = self.is_broken
            if cells or broken:
                yield line, cells
            line += len(taken)
            taken.clear()
            if broken:  # the generator of lines has ended: begin anew where go_back has led
                self.is_broken = False
                reader = csv.reader(self._lines(), delimiter=self._delimiter)

    def swallowed(self, width: int, n: int) -> bool:
        """Whether the present record of n cells has records of its width as lines inside it."""
        inside = self.taken[1:]
        if not inside or (n == width and width < 4):
            return False
        marks = max(width, 1) - 1  # a line with fewer cannot hold a record: cheap to see
        whole = sum(
            line.count(self._delimiter) >= marks and self._cells_alone(line) == width
            for line in inside
        )
        return whole * 2 > len(inside) if n == width else whole > 0

    def go_back(self, width: int) -> bool:
        """Reads the lines of the present record after its first again; False if it has no others.

        Lines that can be no record by themselves are not worth it.
        """
        inside = self.taken[1:]
        if not inside or not (self.is_broken or self.swallowed(width, -1)):
            return False
        self._again.extend(reversed(inside))
        del self.taken[1:]
        return True

    def _cells_alone(self, line: str) -> int:
        try:
            return len(next(csv.reader([line], delimiter=self._delimiter), ()))
        except csv.Error:
            return 0

    def _lines(self) -> Iterator[str]:
        taken, again, readline = self.taken, self._again, self._stream.readline
        while line := again.pop() if again else readline(MAX_LINE_CHARACTERS):
            if len(line) == MAX_LINE_CHARACTERS:
                line = self._cut(line)
            taken.append(line)
            if len(taken) > 1:
                self._refuse_endless()
            yield line
        self.is_broken = bool(taken)

    def _refuse_endless(self) -> None:
        n = len(self.taken)
        is_time_to_look = n % 64 == 0 or len(self.taken[-1]) > MAX_LINE_CHARACTERS // 64
        if n > MAX_RECORD_LINES or (
            is_time_to_look and sum(map(len, self.taken)) > MAX_RECORD_CHARACTERS
        ):
            raise csv.Error("the record does not end")

    def _cut(self, line: str) -> str:
        """Of a line that is absurdly long only the beginning."""
        while len(rest := self._stream.readline(MAX_LINE_CHARACTERS)) == MAX_LINE_CHARACTERS:
            pass
        return line[:-1] + rest[-1:]
