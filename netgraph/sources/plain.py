"""Any other table with a person a row: columns by their usual names, or as the user says.

`--map name=who,company="works at"` names the columns where their headers tell nothing. Columns
nobody knows are kept as attributes. Dates of numbers are read in the order that the whole table
shows; where it shows none they stay text.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Final

from ..errors import SourceError
from ..schema import fold_name
from .contact_columns import Columns, read_contacts
from .files import Head, SourceFile
from .rows import Rows

KIND: Final = "contacts table"

FIELDS: Final = (
    "name",
    "first",
    "last",
    "nickname",
    "email",
    "phone",
    "profile",
    "company",
    "title",
    "location",
    "country",
    "notes",
    "labels",
    "school",
    "class year",
    "closeness",
    "birthday",
    "referred by",
    "met on",
    "last contact",
)
"""What a column can be mapped to."""

_TELLING: Final = ("email", "phone", "company", "profile", "title", "labels", "referred by")


def recognises(head: Head) -> bool:
    """Whether one of the first rows names people and something about them."""
    return any(_is_header(row) for row in head.rows)


def _is_header(names: frozenset[str]) -> bool:
    columns = Columns(sorted(names))
    has_name = columns.has("name") or columns.has("first") or columns.has("last")
    return has_name and any(columns.has(f) for f in _TELLING)


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the rows of a file."""
    mapping = file.options.columns
    headers = {fold_name(h) for h in mapping.values()}

    def is_header(names: frozenset[str]) -> bool:
        return headers <= set(map(fold_name, names)) if mapping else _is_header(names)

    read_contacts(file, rows, is_header, mapping=mapping, keep_unknown=True)


def is_named(head: Head) -> bool:
    """Whether the file's name says that it lists people."""
    return head.name.startswith(("contacts", "people", "addressbook", "address-book", "kontakte"))


def fits(head: Head, mapping: Mapping[str, str]) -> bool:
    """Whether one of the first rows has all the columns the user named."""
    headers = {fold_name(h) for h in mapping.values()}
    return bool(headers) and any(headers <= set(map(fold_name, row)) for row in head.rows)


def parse_mapping(text: str) -> dict[str, str]:
    """The fields and headers of `name=who,company="works at"`.

    Raises
    ------
    SourceError
        Where a part is no `field=column`, or names a field there is not.

    Examples
    --------
    >>> parse_mapping('name=who,company="works at"')
    {'name': 'who', 'company': 'works at'}
    """
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace, lexer.whitespace_split, lexer.commenters = ",", True, ""
    try:
        parts = list(lexer)
    except ValueError as error:
        raise SourceError(f"--map: {text!r} has a quotation mark that is never closed") from error
    mapping = {}
    for part in parts:
        field, equals, header = part.partition("=")
        field = field.strip().lower().replace("_", " ")
        if not equals or not header.strip() or field not in FIELDS:
            raise SourceError(
                f"--map: {part.strip()!r} is no field=column; fields are {', '.join(FIELDS)}"
            )
        mapping[field] = header.strip()
    return mapping
