"""Outlook contacts as CSV: classic Windows, Outlook 2010, outlook.com, in several languages.

Classic exports are in the Windows code page; an address of type EX is a path inside Exchange, not
an address. Managers, assistants, spouses and "Referred By" are relations.
"""

from __future__ import annotations

from typing import Final

from .contact_columns import Columns, read_contacts
from .files import Head, SourceFile
from .rows import Rows

KIND: Final = "outlook"

_MARKS: Final = (
    "business phone",
    "given yomi",
    "e-mail type",
    "telefon geschäftlich",
    "e-mail-typ",
    "téléphone (bureau)",
    "type de messagerie",
    "teléfono del trabajo",
    "tipo de correo electrónico",
    "tipo de correo electrónico 2",
    "ufficio",
    "tipo posta elettronica",
    "telefoon op werk",
    "type e-mail",
    "telefone comercial",
)


def recognises(head: Head) -> bool:
    """Whether one of the first rows is a header of Outlook's."""
    return any(_is_header(row) for row in head.rows)


def _is_header(names: frozenset[str]) -> bool:
    return not names.isdisjoint(_MARKS) and _has_people(names)


def _has_people(names: frozenset[str]) -> bool:
    columns = Columns(sorted(names))
    return columns.has("email") and (columns.has("first") or columns.has("last"))


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the rows of a file."""
    read_contacts(file, rows, _is_header)
