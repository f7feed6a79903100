"""Thunderbird's address book as CSV, in English or German."""

from __future__ import annotations

from typing import Final

from .contact_columns import read_contacts
from .files import Head, SourceFile
from .rows import Rows

KIND: Final = "thunderbird"

_HEADERS: Final = (
    {"primary email", "display name"},
    {"primäre e-mail-adresse", "anzeigename"},
)


def recognises(head: Head) -> bool:
    """Whether one of the first rows is a header of Thunderbird's."""
    return any(_is_header(row) for row in head.rows)


def _is_header(names: frozenset[str]) -> bool:
    return any(header <= names for header in _HEADERS)


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the rows of a file."""
    read_contacts(file, rows, _is_header)
