"""What the head of a mail says: who wrote to whom, when, in which conversation, and whether a
person wrote it at all. Every mail format (mbox, .eml, Maildir) reads heads by this one module.

Only the fields of `_WANTED` are looked at, in one pass over the lines. Encoded words are decoded
*after* the addresses are split, because an encoded name may hold a comma.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import math
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from sys import intern
from typing import Final

from ..schema import clean_text, fold_email

Address = tuple[str, str]
"""A display name ("" where none) and a folded address."""

_WANTED: Final = {
    name.encode(): name
    for name in (
        "from",
        "sender",
        "to",
        "cc",
        "bcc",
        "date",
        "received",
        "message-id",
        "in-reply-to",
        "references",
        "subject",
        "list-id",
        "list-post",
        "list-unsubscribe",
        "precedence",
        "auto-submitted",
        "x-autoreply",
        "delivered-to",
        "x-gmail-labels",
        "x-spam-flag",
        "x-spam-status",
        "content-type",
        "content-transfer-encoding",
    )
}
_ONE_PLAIN: Final = re.compile(
    r'\s*(?:"?([^"<>,@()\\:;]*?)"?\s*)<([^<>@,\s()"]+@[^<>@,\s()"]+)>\s*'
)
_BARE: Final = re.compile(r"\s*([^<>@,\s()\":;]+@[^<>@,\s()\":;]+)\s*")
_LOOSE_DOT: Final = re.compile(r"\s*([.@])\s*")
_MAX_CACHED: Final = 50_000
_LAX: Final[dict[str, bool]] = (
    {"strict": False} if getattr(email.utils, "supports_strict_parsing", False) else {}
)


class Headers:
    """The wanted fields of one head, as written; a field that repeats is a list.

    `charset` is what the mail says of its body: fields with raw 8-bit letters are mostly in it too.
    """

    __slots__ = ("_fields", "charset")

    def __init__(self, head: bytes) -> None:
        self._fields = _fields(head)
        self.charset = ""
        if not head.isascii():
            match = re.search(r"charset\s*=\s*\"?([\w.:-]+)", self.first("content-type"), re.I)
            self.charset = match.group(1) if match else ""

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def all(self, name: str) -> list[str]:
        """Every field of that name, unfolded."""
        return [_text(value, self.charset) for value in self._fields.get(name, ())]

    def first(self, name: str) -> str:
        """The first field of that name, or ""."""
        values = self._fields.get(name)
        return _text(values[0], getattr(self, "charset", "")) if values else ""

    def last(self, name: str) -> str:
        """The last field of that name, or ""."""
        values = self._fields.get(name)
        return _text(values[-1], self.charset) if values else ""


def split_head(data: bytes, start: int = 0) -> tuple[int, int]:
    r"""Where the head that begins at `start` ends and where the body begins.

    >>> split_head(b"To: a@b.org\r\n\r\nHello"), split_head(b"To: a@b.org")
    ((13, 15), (11, 11))
    """
    if data.startswith((b"\n", b"\r\n"), start):
        return start, data.index(b"\n", start) + 1
    ends = [
        (at + 1, at + 1 + len(mark))
        for mark in (b"\n", b"\r\n")
        if (at := data.find(b"\n" + mark, start)) >= 0
    ]
    return min(ends, default=(len(data), len(data)))


def _fields(head: bytes) -> dict[str, list[bytes]]:
    """The raw values of the wanted fields, folded lines joined."""
    fields: dict[str, list[bytes]] = {}
    values: list[bytes] | None = None
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if values is not None:
                values[-1] += b" " + line.strip()
            continue
        raw, colon, value = line.partition(b":")
        name = _WANTED.get(raw.lower()) if colon else None
        if name is None:
            values = None
        else:
            values = fields.setdefault(name, [])
            values.append(value.strip())
    return fields


def _text(value: bytes, charset: str) -> str:
    """The field as text: UTF-8, else what the mail says of itself, else Western European."""
    for encoding in ("utf-8", charset):
        if encoding:
            try:
                return value.decode(encoding)
            except (ValueError, LookupError):
                continue
    return value.decode("cp1252", "replace")


# --- words -----------------------------------------------------------------------------------
def decoded(text: str) -> str:
    """Text with its encoded words (RFC 2047) spelt out, cleaned; what is broken stays as written.

    >>> decoded("=?UTF-8?Q?Bo=C3=AEte_de_r=C3=A9ception?="), decoded("=?x-none?Q?a?=")
    ('Boîte de réception', 'a')
    """
    if "=?" in text:
        try:
            parts = decode_header(text)
        except (HeaderParseError, ValueError):
            parts = []
        spelt = "".join(
            part if isinstance(part, str) else _part(part, charset) for part, charset in parts
        )
        text = spelt or text
    return clean_text(text)


def _part(part: bytes, charset: str | None) -> str:
    try:
        return part.decode(charset or "ascii")
    except (ValueError, LookupError):
        return _text(part, "")


# --- addresses -------------------------------------------------------------------------------
class AddressBook:
    """Splits address fields, the same field once: most mail is between the same people."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Address, ...]] = {}

    def split(self, fields: list[str]) -> tuple[Address, ...]:
        """The addresses of these fields in order, each once."""
        if len(fields) == 1:
            return self._of(fields[0])
        return tuple(dict.fromkeys(a for field in fields for a in self._of(field)))

    def _of(self, field: str) -> tuple[Address, ...]:
        known = self._seen.get(field)
        if known is None:
            if len(self._seen) >= _MAX_CACHED:
                self._seen.clear()
            known = self._seen[field] = addresses(field)
        return known


def addresses(field: str) -> tuple[Address, ...]:
    """The people in one address field; what is no address is left out.

    >>> addresses('"Kern, Ottilie" <OK@example.org>, undisclosed-recipients:;')
    (('Ottilie Kern', 'ok@example.org'),)
    """
    plain = _ONE_PLAIN.fullmatch(field)
    if plain:
        pairs = [(plain.group(1), plain.group(2))]
    elif bare := _BARE.fullmatch(field):
        pairs = [("", bare.group(1))]
    else:
        pairs = _rejoined(email.utils.getaddresses([field], **_LAX))
    found: dict[str, str] = {}
    for name, written in pairs:
        address = intern(fold_email(_LOOSE_DOT.sub(r"\1", written).strip("'\"")))
        if address and not found.get(address):
            found[address] = display_name(decoded(name), address)
    return tuple((name, address) for address, name in found.items())


def _rejoined(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """`Kern, Ottilie <o@x>` without quotes comes apart at its comma: put together again."""
    whole: list[tuple[str, str]] = []
    loose = ""
    for name, address in pairs:
        if "@" not in address:
            loose = (name or address) if not loose else ""
            continue
        whole.append((f"{loose}, {name}" if loose and name else name, address))
        loose = ""
    return whole


_SUFFIX: Final = re.compile(
    r"^(?:jr|sr|ii|iii|iv|ph\.?d|md|m\.d|mba|esq|cpa|cfa|pmp|msc|bsc|llm|jd|mph|rn)\b", re.I
)


def display_name(name: str, address: str) -> str:
    """The name as one says it: "Kern, Ottilie" turned round, quotes off, no address instead of one.

    >>> display_name("Kern, Ottilie", ""), display_name("'Lou Roe'", ""), display_name("a@b.c", "")
    ('Ottilie Kern', 'Lou Roe', '')
    """
    name = name.strip(" '\"")
    if "@" in name or name == address.partition("@")[0]:
        return ""
    last, comma, first = name.partition(", ")
    if comma and first and "," not in first and not _SUFFIX.match(first):
        return f"{first} {last}"
    return name


# --- when ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class When:
    """A moment: unix seconds and the minutes its clock was ahead of UTC (NaN: it did not say)."""

    instant: int
    offset_minutes: float


_MOST_OFFSET: Final = 15 * 60
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def when_of(text: str) -> When | None:
    """The moment a Date field or a From_ line names, or None.

    >>> when_of("Mon, 4 Mar 2024 11:20:34 +0100")
    When(instant=1709547634, offset_minutes=60.0)
    >>> when_of("Mon Mar 04 11:20:34 +0000 2024") == when_of("4 Mar 2024 11:20:34 GMT")
    True
    """
    usual = _USUAL.match(text)
    if usual:
        return _usual_moment(*usual.groups())
    try:
        parts = email.utils.parsedate_tz(text)
        if parts is None:
            return None
        year, month, day, hour, minute, second = parts[:6]
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second <= 61 and year >= 1):
            return None
        days = dt.date(year, month, day).toordinal() - _EPOCH
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    instant = days * 86_400 + hour * 3_600 + minute * 60 + min(second, 59)
    offset = parts[9] or 0
    if not offset and not _NAMES_ZONE.search(text):
        return When(instant, math.nan)
    minutes = offset / 60
    if abs(minutes) > _MOST_OFFSET:
        return When(instant, math.nan)
    return When(instant - offset, float(minutes))


def _usual_moment(
    day: str, month: str, year: str, hour: str, minute: str, second: str | None, zone: str
) -> When | None:
    """The moment of a date written as the standard asks, which nearly all are."""
    try:
        days = dt.date(int(year), _MONTHS[month.lower()], int(day)).toordinal() - _EPOCH
    except (ValueError, KeyError):
        return None
    ahead = int(zone[1:3]) * 60 + int(zone[3:])
    offset = -ahead if zone[0] == "-" else ahead
    clock = int(hour) * 3_600 + int(minute) * 60 + min(int(second or 0), 59)
    if int(hour) > 23 or int(minute) > 59:
        return None
    if ahead > _MOST_OFFSET:
        return When(days * 86_400 + clock, math.nan)
    return When(days * 86_400 + clock - offset * 60, float(offset))


_USUAL: Final = re.compile(
    r"\s*(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?"
    r" ([+-]\d{4})(?: |$)"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_NAMES_ZONE: Final = re.compile(r"[+-]\d{4}\b|:\d\d\s*(?:\d{4}\s+)?(?:UTC?|GMT|Z|WET)\b(?!:)", re.I)
"""What says that a clock is that of UTC; the library takes names it does not know for it, too."""


def moment(headers: Headers, from_line: str) -> When | None:
    """When the mail was sent: by its Date, else its From_ line, else the last Received."""
    for text in (headers.first("date"), from_line, headers.last("received").rpartition(";")[2]):
        if text and (when := when_of(text.strip())):
            return when
    return None


def message_ids(text: str) -> list[str]:
    """The ids in angle brackets, in order.

    >>> message_ids("<a@b> (as of) <c@d>")
    ['a@b', 'c@d']
    """
    return re.findall(r"<([^<>\s]+)>", text)
