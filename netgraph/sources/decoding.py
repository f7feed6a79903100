"""In which encoding a text is: byte order mark, then UTF-8, then Windows-1252 with a warning.

Statistics on short texts guess wrong too often to be trusted silently; whatever is not plain UTF-8
is said to the user.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import IO, Final

_BLOCK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a text; `warning` says what was guessed, "" where nothing was."""

    name: str
    errors: str = "strict"
    warning: str = ""


def guess_encoding(data: bytes, *, is_whole: bool) -> Encoding:
    """The encoding of a text that begins with `data` (or is it, where `is_whole`)."""
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if name == "utf-16":
        return Encoding(name, "replace")
    if name == "utf-8" and (wide := _utf16_without_mark(data[:512])):
        return Encoding(wide, "replace")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=is_whole)
    except UnicodeDecodeError:
        return _not_utf8(data)
    return Encoding(name)


def scan_encoding(stream: IO[bytes]) -> Encoding:
    """The same from the whole file, block by block."""
    first = stream.read(4 * _BLOCK)
    guess = guess_encoding(first, is_whole=len(first) < 4 * _BLOCK)
    if guess.name not in ("utf-8", "utf-8-sig") or guess.errors != "strict":
        return guess
    decoder = codecs.getincrementaldecoder("utf-8")()
    block = first
    try:
        while block:
            decoder.decode(block)
            block = stream.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _not_utf8(first + block)
    return guess


def _utf16_without_mark(data: bytes) -> str:
    """The kind of UTF-16 a Latin text is in that shows every other byte as NUL, or ""."""
    low, high = data[1::2].count(0), data[0::2].count(0)
    if max(low, high) * 3 <= len(data) or min(low, high) * 10 > max(low, high):
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _not_utf8(data: bytes) -> Encoding:
    """A damaged UTF-8 text where most of what is not ASCII fits, else Windows-1252."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(c > "\x7f" for c in text) - bad
    if good > 3 * bad:
        warning = "some characters are damaged (not UTF-8); they show as \ufffd"
        return Encoding("utf-8", "replace", warning)
    warning = (
        "the text is not UTF-8; it was read as Windows-1252 (Western European): "
        "look at a name with an accent"
    )
    return Encoding("cp1252", "replace", warning)
