"""An mbox (Takeout, Thunderbird, Apple Mail, any Unix): many mails in one file, read as a stream.

The only mark between two mails is a line that begins with "From ", and people write such lines
too ("From now on …"). The standard library splits at every one of them and finds mails that are
none (python/cpython#93376). Here a mark must be a whole From_ line (a day of the week, a month, a
time, a year), be followed by a field of a head, and follow an empty line; where a writer forgot the
empty line, the field must be one that heads begin with. Memory does not grow with the file, nor
with the longest line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from .mail import Mailbox
from .mail_headers import Headers, split_head
from .mail_places import Place

if TYPE_CHECKING:
    from .files import Head, SourceFile
    from .rows import Rows

KIND: Final = "mbox"

_BLOCK: Final = 1 << 20
_LOOK: Final = 4_096
"""A From_ line and the field after it lie within so many bytes."""

MAX_HEAD: Final = 1 << 20
"""A longer head is cut: it lists thousands of recipients and makes no ties."""

MAX_BODY: Final = 16_384
"""So much of a body is held while its mail is looked at; then it is let go."""

_DAY: Final = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH: Final = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_MARK: Final = re.compile(
    rb"From (?:[^\n]{0,512}?[ \t])??"
    + _DAY
    + rb",?[ \t]+(?:"
    + _MONTH
    + rb"[ \t]+\d{1,2}|\d{1,2}[ \t]+"
    + _MONTH
    + rb"(?:[ \t]+\d{4})?),?[ \t]+\d{1,2}:\d\d(?::\d\d)?(?:[ \t]+[+-]?\w{1,8})*[ \t]*\r?\n"
    rb"(?P<field>>?From |[!-9;-~]+[ \t]*:)",
    re.I,
)
_FIRST_FIELDS: Final = re.compile(
    rb"(?:return-path|received|message-id|delivered-to|date|from|x-gm-thrid|x-mozilla-status"
    rb"|x-gmail-labels|x-original-to|envelope-to|status|mime-version)[ \t]*:",
    re.I,
)
_WEEKDAY: Final = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+(?=\w+\s+\w+,?\s+\d)")


@dataclass(slots=True)
class Letter:
    """One mail as it stands in the file: the line of its From_ line, its head, its first words."""

    line: int
    from_line: bytes
    head: bytes
    body: bytes


def recognises(head: Head) -> bool:
    """Whether the file begins with a From_ line and the head of a mail."""
    return _MARK.match(head.data.lstrip(b"\xef\xbb\xbf\r\n")) is not None


def letters(stream: IO[bytes]) -> Iterator[Letter]:
    """The mails of an mbox in order; what stands before the first From_ line is not one."""
    held = bytearray()
    line = 0
    for is_mark, at_line, piece in _pieces(stream):
        if is_mark:
            if line:
                yield _letter(line, bytes(held))
            held.clear()
            line = at_line
        if line and len(held) < MAX_HEAD + MAX_BODY:
            held += piece[: MAX_HEAD + MAX_BODY - len(held)]
    if line:
        yield _letter(line, bytes(held))


def _letter(line: int, held: bytes) -> Letter:
    end_of_mark = held.find(b"\n") + 1
    head_end, body_start = split_head(held, end_of_mark)
    return Letter(
        line,
        held[:end_of_mark].strip(),
        held[end_of_mark : min(head_end, end_of_mark + MAX_HEAD)],
        held[body_start : body_start + MAX_BODY],
    )


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bool, int, bytes]]:
    """The file in pieces: whether a mail begins with it, its line, its bytes."""
    line = 1
    data = b""
    is_mark = False
    last = b"\n\n"
    while True:
        block = stream.read(_BLOCK)
        data = data + block if data or line > 1 else block.removeprefix(b"\xef\xbb\xbf")
        limit = len(data) - (_LOOK if block else 0)
        start = 0
        for at in _marks(data, last, limit):
            if at > start or is_mark:
                yield is_mark, line, data[start:at]
                line += data.count(b"\n", start, at)
            start, is_mark = at, True
        cut = max(start, limit) if block else len(data)
        if cut > start:
            yield is_mark, line, data[start:cut]
            line += data.count(b"\n", start, cut)
            is_mark = False
        if not block:
            return
        last = (last + data[max(0, cut - 3) : cut])[-3:]
        data = data[cut:]


def _marks(data: bytes, before: bytes, limit: int) -> Iterator[int]:
    """Where mails begin in `data[:limit]`; `before` are the three bytes that came before it."""
    starts_line = before.endswith(b"\n") and data.startswith(b"From ")
    at = 0 if starts_line else data.find(b"\nFrom ") + 1
    while (at or starts_line) and at < limit:
        match = _MARK.match(data, at)
        if match:
            context = (before + data[max(0, at - 3) : at])[-3:]
            is_apart = context.endswith((b"\n\n", b"\n\r\n"))
            if is_apart or _FIRST_FIELDS.match(match["field"]):
                yield at
        at, starts_line = data.find(b"\nFrom ", at) + 1, False


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the mails of the file into events."""
    place = Place.named(PurePosixPath(file.name).stem)
    mailbox = Mailbox(rows, place, keeps_subjects=file.options.subjects)
    with file.open() as stream:
        for letter in letters(stream):
            headers = Headers(letter.head)
            sent_line = letter.from_line.decode("ascii", "replace")
            mailbox.add(letter.line, headers, from_line=_date_of(sent_line), body=letter.body)
    mailbox.close()


def _date_of(from_line: str) -> str:
    """The date at the end of a From_ line."""
    match = _WEEKDAY.search(from_line)
    return from_line[match.start() :] if match else ""
