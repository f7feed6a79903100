"""Every way netgraph says no, one tree.

    NetgraphError
    ├── SourceError          a file, a line or a value that cannot be read (ValueError)
    ├── SchemaError          a table without a column it needs (ValueError)
    ├── UnknownPersonError   nobody, or more than one person, of that name (LookupError)
    ├── UnknownCompanyError  no company of that name (LookupError)
    ├── OutputError          a file that cannot be written (OSError)
    ├── BookError            the book is locked, damaged or newer than this program (OSError)
    └── MissingExtraError    an optional part is not installed (ImportError)

A message says what is wrong, where, what was expected and what to do now.
"""

from __future__ import annotations

__all__ = [
    "BookError",
    "MissingExtraError",
    "NetgraphError",
    "OutputError",
    "SchemaError",
    "SourceError",
    "UnknownCompanyError",
    "UnknownPersonError",
]


class NetgraphError(Exception):
    """The root: `except NetgraphError` catches whatever netgraph refuses."""


class SourceError(NetgraphError, ValueError):
    """A file, a line or a value that cannot be read."""


class SchemaError(NetgraphError, ValueError):
    """A table without a column it needs."""


class UnknownPersonError(NetgraphError, LookupError):
    """Nobody, or more than one person, goes by that word."""


class UnknownCompanyError(NetgraphError, LookupError):
    """No company goes by that name; a known company nobody leads to is an empty answer instead."""


class OutputError(NetgraphError, OSError):
    """A file that cannot be written; what was there before is as it was."""


class BookError(NetgraphError, OSError):
    """The book is locked, damaged, or newer than this program."""


class MissingExtraError(NetgraphError, ImportError):
    """An optional part is not installed; the message has the line that installs it."""
