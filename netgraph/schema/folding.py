"""When are two texts the same thing written differently? Names, addresses, profiles.

What is folded serves comparing alone; what is shown stays as it was written, cleaned.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

MANY_SEPARATOR: Final = "; "
"""Between the values of a `many` column."""

_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Half an emoji (a lone surrogate, from a name cut short) is among them: no file can hold it."""
_PROFILE = re.compile(
    r"^(?:https?://)?(?:[a-z]{2,3}\.)?(?:www\.)?linkedin\.com/(?:in|pub)/([^/?#]+)", re.I
)
_EMAIL = re.compile(r"^[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+$")


def clean_text(text: str) -> str:
    """The text in composed form, invisible and control characters out, blanks single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return _BLANKS.sub(" ", text).strip()


def fold_name(name: str) -> str:
    """A name for comparing: compatibility form, no accents, no case, letters and digits only.

    >>> fold_name("Zoë  Brandt-Łuczak"), fold_name("王 小明")
    ('zoe brandt luczak', '王 小明')
    """
    text = clean_text(name)
    if text.isascii():
        return " ".join(_NOT_WORD.sub(" ", text.lower().replace("'", "")).split())
    text = unicodedata.normalize("NFKD", text).casefold()
    text = text.translate(_UNDECOMPOSED)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _BLANKS.sub(" ", "".join(c if c.isalnum() else " " for c in text)).strip()


_UNDECOMPOSED: Final = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "'": "",
        "’": "",
    }
)


def fold_email(address: str) -> str:
    """The address in lower case, or "" where it is none.

    >>> fold_email(" Ines@Example.ORG "), fold_email("not an address")
    ('ines@example.org', '')
    """
    address = clean_text(address).lower().removeprefix("mailto:")
    return address if _EMAIL.match(address) else ""


def profile_slug(url: str) -> str:
    """The slug of a LinkedIn profile address, decoded and in lower case, or "" where it is none.

    >>> profile_slug("https://de.linkedin.com/in/Zo%C3%AB-Brandt/?x=1"), profile_slug("example.com")
    ('zoë-brandt', '')
    """
    match = _PROFILE.match(url.strip())
    return clean_text(unquote(match.group(1))).lower() if match else ""


def split_many(cell: str) -> list[str]:
    """The values of a `many` cell, in order, without blanks and repeats."""
    return list(dict.fromkeys(v for v in (part.strip() for part in cell.split(";")) if v))


def join_many(values: Iterable[str]) -> str:
    """The cell for these values."""
    return MANY_SEPARATOR.join(dict.fromkeys(v for v in values if v))
