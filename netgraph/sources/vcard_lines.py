r"""The content lines of a vCard file: which belong to one card, and what each of them says.

All three versions and what programs make of them: folded and unfolded lines, quoted-printable
soft breaks without the blank, base64 blocks that end in an empty line, quotes with `\"` in
parameters, cards inside cards. One pass, linear in the text; a bad line costs itself.

Own code, where a library reads each value: vobject 0.9.9 takes time exponential in the commas of
a line without a colon, drops what follows an unescaped comma ("ORG:Company, The") and gives the
whole file up at one unknown charset.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TextIO

MAX_LINE_CHARACTERS: Final = 1_000_000
"""What of a line is kept; only pictures and keys are longer, and these are not read."""

MAX_LINES_A_CARD: Final = 20_000

_BINARY: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "X-MS-OL-DESIGN"})
_MARK = re.compile(r"\s*(BEGIN|END)\s*:\s*VCARD\s*$", re.I)
_HEADER = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)((?:;[^\":;]*)*):")
_NAME = re.compile(r"\s*(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_-]+)(?=[;:])")
_CARET: Final = {"n": "\n", "'": '"', "^": "^"}
_ESCAPE = re.compile(r"\\(.)", re.S)


@dataclass(slots=True)
class Line:
    """One content line: `item1.EMAIL;type=HOME:a@b.org`, value decoded but still escaped."""

    name: str
    value: str
    group: str = ""
    types: frozenset[str] = frozenset()
    params: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RawCard:
    """The lines of one card and where it begins."""

    line: int
    lines: list[Line] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    is_closed: bool = True
    n_unreadable: int = 0

    @property
    def is_old(self) -> bool:
        """Whether it is version 2.1, where only `;` is escaped."""
        return any(x.name == "VERSION" and x.value.strip() == "2.1" for x in self.lines[:20])


def raw_cards(stream: TextIO) -> Iterator[RawCard]:
    """The cards of a file in order, those within a card left out but for their names."""
    card: RawCard | None = None
    depth = 0
    block: list[str] = []
    for number, text in _short_lines(stream):
        mark = _MARK.match(text)
        if mark is None:
            if card is not None and len(block) < MAX_LINES_A_CARD:
                block.append(text)
            continue
        begins = mark.group(1).upper() == "BEGIN"
        if card is None:
            if begins:
                card, depth, block = RawCard(number), 0, []
        elif begins and (depth or _opens_agent(block)):
            depth += 1
            block.append(text)
        elif begins:
            card.is_closed = False
            yield _filled(card, block)
            card, block = RawCard(number), []
        elif depth:
            depth -= 1
            block.append(text)
        else:
            yield _filled(card, block)
            card = None
    if card is not None:
        card.is_closed = False
        yield _filled(card, block)


def _short_lines(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Numbered lines without their ends, cut where no text of a card is as long."""
    number = 0
    is_rest = False
    while part := stream.readline(MAX_LINE_CHARACTERS):
        ends = part.endswith(("\n", "\r"))
        if not is_rest:
            number += 1
            yield number, part.rstrip("\r\n")
        is_rest = not ends


def _opens_agent(block: list[str]) -> bool:
    """Whether the last line that is not blank is `AGENT:`, before a card within the card."""
    last = next((text for text in reversed(block) if text.strip()), "")
    return last.strip().upper().startswith("AGENT") and last.rstrip().endswith(":")


def _filled(card: RawCard, block: list[str]) -> RawCard:
    """The card with its lines read; of the cards within it only the names are kept."""
    inner = 0
    own: list[str] = []
    for text in block:
        mark = _MARK.match(text)
        if mark:
            inner += 1 if mark.group(1).upper() == "BEGIN" else -1
        elif inner == 0:
            own.append(text)
        elif text[:3].upper() in ("FN:", "FN;"):
            card.agents.append(text.partition(":")[2])
    for text in _logical(own):
        line = parse_line(text)
        if line is None:
            card.n_unreadable += 1
        elif line.name not in _BINARY:
            card.lines.append(line)
    return card


def _logical(block: list[str]) -> Iterator[str]:
    """Lines put together again: folded, soft-broken, base64 and simply broken ones."""
    parts: list[str] = []
    is_quoted = is_base64 = False
    for text in block:
        if not text.strip():
            is_base64 = False
        elif parts and is_quoted and parts[-1].rstrip().endswith("="):
            parts[-1] = parts[-1].rstrip()[:-1]
            parts.append(text)
        elif parts and text[0] in " \t":
            parts.append(text[1:])
        elif parts and not _NAME.match(text):
            if not is_base64:
                parts.append("\\n" + text)  # a line break within a text that was not escaped
        else:
            if parts:
                yield "".join(parts)
            parts = [text]
            head = text.partition(":")[0].upper()
            is_quoted = "QUOTED-PRINTABLE" in head
            is_base64 = "BASE64" in head or "ENCODING=B" in head
    if parts:
        yield "".join(parts)


def parse_line(text: str) -> Line | None:
    """What a logical line says, or None where it is no content line.

    >>> parse_line('TEL;TYPE="work,voice";PREF=1:tel:+1-418-656-9254').types >= {"work", "voice"}
    True
    """
    match = _HEADER.match(text)
    if match:
        group, name, params = match.group(1), match.group(2), match.group(3)
        value = text[match.end() :]
        split = [p for p in params.split(";") if p]
    else:
        start = _NAME.match(text)
        if start is None:
            return None
        group, name = start.group(1), start.group(2)
        split, end = _quoted_params(text, start.end())
        if end < 0:
            params, colon, value = text[start.end() :].partition(":")
            if not colon:
                return None
            split = [p for p in params.split(";") if p]
        else:
            value = text[end + 1 :]
    types, named = _params(split)
    value = _decoded(value, types, named)
    return Line(name.upper().replace("_", "-"), value, (group or "").lower(), types, named)


def _quoted_params(text: str, at: int) -> tuple[list[str], int]:
    """The parameters from `at` on, honouring quotes, and where the value's colon stands (or -1)."""
    found: list[str] = []
    part: list[str] = []
    is_quoted = False
    i = at
    while i < len(text):
        c = text[i]
        if c == "\\" and i + 1 < len(text):
            part.append(text[i + 1])
            i += 1
        elif c == '"':
            is_quoted = not is_quoted
        elif c in ";:" and not is_quoted:
            if part:
                found.append("".join(part))
            part = []
            if c == ":":
                return found, i
        else:
            part.append(c)
        i += 1
    return [], -1


def _params(split: list[str]) -> tuple[frozenset[str], dict[str, str]]:
    """Types (bare ones of version 2.1 too), in lower case, and the other parameters by name."""
    types: set[str] = set()
    named: dict[str, str] = {}
    for param in split[:50]:
        name, equals, value = param.partition("=")
        name = name.strip().upper()
        if not equals:
            types.update(t.strip().lower() for t in name.split(","))
        elif name == "TYPE":
            types.update(t.strip().lower() for t in value.split(","))
        else:
            named.setdefault(name, re.sub(r"\^([n'^])", lambda m: _CARET[m.group(1)], value))
    return frozenset(types), named


def _decoded(value: str, types: frozenset[str], params: dict[str, str]) -> str:
    """The value out of quoted-printable and its charset; as it stands where these are wrong."""
    encoding = params.get("ENCODING", "").lower()
    if encoding != "quoted-printable" and "quoted-printable" not in types:
        return value
    try:
        data = quopri.decodestring(value.encode("latin-1"))
    except (ValueError, binascii.Error):
        return value
    for charset in (params.get("CHARSET", "utf-8"), "utf-8", "cp1252"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def split_value(value: str, at: str) -> list[str]:
    r"""The parts of a value between unescaped marks, still escaped.

    >>> split_value(r"ABC\, Inc.;North;", ";")
    ['ABC\\, Inc.', 'North', '']
    """
    if "\\" not in value:
        return value.split(at)
    parts = [""]
    for piece in re.split(r"(\\.)", value, flags=re.S):
        if piece.startswith("\\"):
            parts[-1] += piece
        else:
            first, *more = piece.split(at)
            parts[-1] += first
            parts += more
    return parts


def unescaped(value: str, *, is_old: bool = False) -> str:
    r"""The text without its escapes; version 2.1 has no `\n`.

    >>> unescaped(r"long note\, with\nlines")
    'long note, with\nlines'
    """
    if "\\" not in value:
        return value

    def plain(match: re.Match[str]) -> str:
        c = match.group(1)
        if c in "nN":
            return match.group() if is_old else "\n"
        return c if c in ',;:\\"' else match.group()

    return _ESCAPE.sub(plain, value)
