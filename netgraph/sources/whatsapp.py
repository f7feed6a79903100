"""WhatsApp's exported chats (.txt, or _chat.txt in a zip): one chat a file, names but no keys.

A line is a message where it begins with a date and a time in any of the ways phones write them;
anything else goes on with the line before. Which number is the day is inferred from the whole file.
What WhatsApp itself says ("Ines joined") is told from messages by its marks, not by its language.
Texts are looked at in memory and dropped. An event is by its author to everybody else who ever
wrote in the chat; times are the phone's, without a zone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TextIO

from ..rules import MAX_PEOPLE_PER_EVENT
from ..schema import EGO, clean_text, fold_name
from .hints import Hints, unique_names
from .logged import EventLog, People, write_owner
from .phones import e164
from .whatsapp_lines import Line, Order, dated_lines, day_order, seconds_of

if TYPE_CHECKING:
    from .files import Head, SourceFile
    from .rows import Rows

KIND: Final = "whatsapp"

_TITLES: Final = re.compile(
    r"^(?:WhatsApp[- ]Chat (?:with|mit|-)|WhatsApp-?chat met|Chat de WhatsApp con"
    r"|Discussion WhatsApp avec|Chat WhatsApp con|Conversa do WhatsApp com|Conversas? WhatsApp com"
    r"|WhatsApp[- ]chatt? med|WhatsApp Sohbeti -|Czat WhatsApp z|Чат WhatsApp с(?: контактом)?)\s+",
    re.I,
)
_COPY: Final = re.compile(r"\s*\(\d+\)$")
_MARK: Final = "\u200e"
_QUOTES: Final = re.compile(r"[\"“”„«»]")
_ENCRYPTED: Final = re.compile(
    r"end-to-end|ende-zu-ende|bout en bout|extremo a extremo|ponta a ponta|crittografia|eind-tot-"
    r"eind"
    r"|totalsträckskrypter|ende-til-ende|сквозн|uçtan uca|端到端|エンドツーエンド|종단 간",
    re.I,
)
_FILE: Final = re.compile(
    r"[<\[(].{0,200}[>\])]|\.(?:jpe?g|png|webp|mp4|opus|m4a|pdf|vcf|docx?|xlsx?)\b"
)
_LOG_LEVEL: Final = re.compile(
    r"(?:^|[.\s\[])(?:info|debug|trace|warn(?:ing)?|error|notice|critical|fatal|alert)\]?$", re.I
)
_LONGEST_LINE: Final = 65_536
_LONGEST_AUTHOR: Final = 100


@dataclass(frozen=True, slots=True)
class _Message:
    """One message: where, when, by whom and, while it is looked at, its words."""

    line: int
    seconds: int
    author: str
    text: str
    has_seconds: bool


def recognises(head: Head) -> bool:
    """Whether one of the first lines begins as a message does; logs of programs look alike."""
    is_named = "whatsapp" in head.name or head.name == "_chat.txt"
    for line in dated_lines(iter(enumerate(head.text.split("\n")[:40], start=1))):
        said = line.author_and_text
        if said is not None and (is_named or not _is_log(line, said[0])):
            return True
        if said is None and (is_named or _ENCRYPTED.search(line.rest)):
            return True
    return False


def _is_log(line: Line, author: str) -> bool:
    is_iso = line.separator == "-" and line.parts[0] > 31
    return bool(_LOG_LEVEL.search(author)) or (is_iso and line.has_seconds and not line.is_ios)


def read_group(group: Sequence[tuple[SourceFile, Rows]]) -> None:
    """Reads the chats of a folder; who is in all of them and named by none is the owner."""
    chats = [_Chat(file, rows) for file, rows in group]
    owner = _owner(chats)
    for chat in chats:
        chat.write(owner)


class _Chat:
    """One exported chat."""

    def __init__(self, file: SourceFile, rows: Rows) -> None:
        self._file, self._rows = file, rows
        self.title = _title(file.label)
        with file.text(rows.warn) as stream:
            lines = list(dated_lines(_numbered(stream)))
        order = self._order(lines)
        self._messages = list(self._said(lines, order)) if order else []
        rows.records = len(self._messages)
        self.authors = Counter(m.author for m in self._messages)

    def _order(self, lines: list[Line]) -> Order | None:
        """Which number is the day; says so where the file leaves it open."""
        order, doubt = day_order(lines, self._file.options.as_of)
        if doubt:
            self._rows.warn(doubt)
        return order

    def _said(self, lines: list[Line], order: Order) -> Iterator[_Message]:
        """The messages among the lines; what the program says is counted, a bad date skipped."""
        system = 0
        voices = _voices(lines, self.title)
        for line in lines:
            said = line.author_and_text
            if said is None or _is_systems(said, voices, is_first=line is lines[0]):
                system += 1
                continue
            seconds = seconds_of(line, order)
            if seconds is None:
                self._rows.skip(line.number, f"no such date: {line.date!r}")
                continue
            yield _Message(line.number, seconds, clean_text(said[0]), said[1], line.has_seconds)
        if system:
            self._rows.ignore(f"{system:,} line{'s' if system > 1 else ''} by WhatsApp itself")

    def other(self) -> str:
        """Of a chat of two that is named after one of them, the other: the owner; else ""."""
        if len(self.authors) != 2 or not self.title:
            return ""
        named = [a for a in self.authors if fold_name(a) == fold_name(self.title)]
        return next(a for a in self.authors if a != named[0]) if len(named) == 1 else ""

    def write(self, owner: str) -> None:
        """Writes the events of the chat and the people in it."""
        rows = self._rows
        keys = {a: EGO if a == owner else self._key(a) for a in self.authors}
        if len(keys) > MAX_PEOPLE_PER_EVENT:
            rows.ignore(
                f"{len(self._messages):,} messages of a group of more than "
                f"{MAX_PEOPLE_PER_EVENT} people"
            )
        elif len(keys) > 1:
            self._write_events(keys)
        elif keys:
            rows.ignore(f"{len(self._messages):,} messages nobody else ever answered")
        if len(keys) > 1 and not owner:
            rows.warn("which of the authors you are is not said: name yourself with ego")

        people = People()
        for author, key in keys.items():
            if key != EGO:
                people.see(key, "" if key.startswith("tel:") else author.removeprefix("~").strip())
        people.write(rows)
        if owner in keys:
            write_owner(rows, owner, [self._key(owner)])

    def _write_events(self, keys: dict[str, str]) -> None:
        log, hints = EventLog("message"), Hints()
        chat = fold_name(self.title) or "+".join(sorted(fold_name(a) for a in keys))
        in_one_moment: Counter[tuple[int, str]] = Counter()
        for message in self._messages:
            by = keys[message.author]
            moment = (message.seconds, by)
            in_one_moment[moment] += 1
            author = fold_name(message.author) or message.author
            event = f"whatsapp:{chat}:{author}:{message.seconds}:{in_one_moment[moment]}"
            roles = {key: "by" if key == by else "to" for key in keys.values()}
            log.add(
                event,
                message.seconds,
                roles,
                line=message.line,
                precision="second" if message.has_seconds else "minute",
            )
            if len(keys) <= 3:
                others = [(key, name) for name, key in keys.items() if key != by]
                named = (by, message.author)
                hints.message(message.line, event, message.seconds, named, others, message.text)
        log.write(self._rows)
        hints.close(self._rows, unique_names((key, name) for name, key in keys.items()))

    def _key(self, author: str) -> str:
        """A phone number is a key; a name of the owner's address book is one in all his chats."""
        number = e164(author)
        if number:
            return f"tel:{number}"
        if author.startswith("~"):  # a name people gave themselves: it says nothing elsewhere
            return f"whatsapp:{self._file.label}:{fold_name(author)}"
        return f"whatsapp:{fold_name(author) or author}"


def _numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """The lines and their numbers; a line without end comes in pieces."""
    number, is_rest = 0, False
    while piece := stream.readline(_LONGEST_LINE):
        number += not is_rest
        yield number, piece.rstrip("\r\n")
        is_rest = not piece.endswith(("\n", "\r"))


def _title(label: str) -> str:
    """Whom a chat is with, by the name of its file or of the zip around it; else ""."""
    for part in reversed(PurePosixPath(label).parts):
        stem = PurePosixPath(part).stem if "." in part else part
        match = _TITLES.match(stem)
        if match:
            return clean_text(_COPY.sub("", stem[match.end() :]))
    return ""


def _voices(lines: list[Line], title: str) -> set[str]:
    """Authors the program speaks through: the group's name, on newer iPhones.

    All lines of such an author carry the program's mark, and the notice of encryption is among
    them where the file's name does not tell the group's.
    """
    of_people: set[str] = set()
    announces: set[str] = {title}
    authors = set()
    for line in lines:
        if line.author_and_text is not None:
            author, text = line.author_and_text
            authors.add(author)
            if not text.startswith(_MARK) or _FILE.search(text):
                of_people.add(author)
            elif _ENCRYPTED.search(text):
                announces.add(author)
    return {a for a in authors - of_people if a in announces}


def _is_systems(said: tuple[str, str], voices: set[str], *, is_first: bool) -> bool:
    """Whether the program says this, not the author."""
    author, text = said
    if len(author) > _LONGEST_AUTHOR or len(_QUOTES.findall(author)) % 2:
        return True  # John changed the subject to "Trip: Rome"
    if author in voices:
        return True
    if not text.startswith(_MARK):
        return is_first and _ENCRYPTED.search(text) is not None
    name = fold_name(author)
    is_about_author = bool(name) and fold_name(text).startswith(f"{name} ")
    return (is_about_author and not _FILE.search(text)) or _ENCRYPTED.search(text) is not None


def _owner(chats: list[_Chat]) -> str:
    """The owner: the one beside the person a chat is named after, or alone in all of several."""
    named = Counter(chat.other() for chat in chats if chat.other())
    if named:
        return named.most_common(1)[0][0] if len(named) == 1 else ""
    if len(chats) < 2:
        return ""
    common = set.intersection(*(set(chat.authors) for chat in chats))
    return next(iter(common)) if len(common) == 1 else ""
