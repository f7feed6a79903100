"""Mails that are a file each: .eml, Apple Mail's .emlx, `cur` and `new` of a Maildir.

A folder of them is read as one mailbox, with one report. In a Maildir the file's name says whether
a mail is a draft or in the trash, the folder's name whether it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from .mail import Mailbox
from .mail_headers import Headers, split_head
from .mail_places import Place

if TYPE_CHECKING:
    from .files import Head, SourceFile
    from .rows import Rows

KIND: Final = "eml"

MAX_BYTES: Final = 1 << 20
"""The head and the first words of a mail lie within so much."""

_FIELD: Final = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")
_TELLING: Final = re.compile(
    rb"^(?:from|to|date|subject|message-id|received|return-path|mime-version|delivered-to)[ \t]*:",
    re.I | re.M,
)
_COUNT_LINE: Final = re.compile(rb"\s*\d+[ \t]*\r?\n")
_FROM_LINE: Final = re.compile(rb">?From (?!\s*:)[^\n]*\n")
_FLAGS: Final = re.compile(r"[:;!]2,([A-Za-z]*)$")


def recognises(head: Head) -> bool:
    """Whether the file begins with the head of a mail; a text named .eml is a mail, however odd."""
    start, end, _ = _head_of(head.data)
    lines = head.data[start:end].splitlines()[:60]
    if head.name.endswith((".eml", ".emlx")):
        return bool(lines) and b"\x00" not in head.data[start:end]
    if not all(_FIELD.match(line) for line in lines[:2]):
        return False
    return len({m.group(0).lower() for m in _TELLING.finditer(b"\n".join(lines))}) >= 2


def read_group(group: Sequence[tuple[SourceFile, Rows]]) -> None:
    """Reads the mails of a folder as one mailbox."""
    first, rows = group[0]
    mailbox = Mailbox(rows, folder_of(first.group), keeps_subjects=first.options.subjects)
    for file, _ in group:
        with file.open() as stream:
            data = stream.read(MAX_BYTES)
        start, end, body = _head_of(data)
        from_line = _FROM_LINE.match(data, 0, start)
        mailbox.add(
            1,
            Headers(data[start:end]),
            from_line=from_line.group(0).decode("ascii", "replace") if from_line else "",
            body=data[body : body + MAX_BYTES],
            place=_place_of(file.name, first.group),
            name=file.name if len(group) > 1 else "",
        )
    mailbox.close()


def _head_of(data: bytes) -> tuple[int, int, int]:
    """Where the head begins and ends and where the body begins.

    Before the head there may be a byte order mark, blank lines, the count of an .emlx or a From_
    line.
    """
    start = len(data) - len(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    for before in (_COUNT_LINE, _FROM_LINE):
        if match := before.match(data, start):
            start = match.end()
    return start, *split_head(data, start)


def folder_of(path: str) -> Place:
    """What the name of a mail folder says; those of a Maildir hold `cur` and `new`.

    >>> folder_of("backup/.INBOX.Sent/cur").is_sent, folder_of("Mail/Papierkorb").is_spam
    (True, True)
    """
    parts = [part for part in PurePosixPath(path).parts if part not in ("cur", "new", "Messages")]
    name = parts[-1] if parts else ""
    return Place.named(name.rpartition(".")[2] if name.startswith(".") else _bare(name))


def _bare(name: str) -> str:
    return PurePosixPath(name).stem if name.endswith((".mbox", ".sbd")) else name


def _place_of(name: str, folder: str) -> Place:
    """The folder's place with what the flags in a Maildir's file name add."""
    place = folder_of(folder)
    flags = _FLAGS.search(name)
    if flags:
        place.is_draft |= "D" in flags.group(1)
        place.is_spam |= "T" in flags.group(1)
    return place
