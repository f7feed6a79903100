"""What you know, kept: one SQLite file, every change an operation that can be undone."""

from __future__ import annotations

import os
from pathlib import Path

from .backups import copies, problems, restore
from .book import Book
from .import_file import Imported
from .store import is_database

__all__ = [
    "Book",
    "Imported",
    "copies",
    "default_path",
    "is_database",
    "open_book",
    "problems",
    "restore",
]


def default_path() -> Path:
    """Return where the book lies: NETGRAPH_BOOK, else in the user's data folder."""
    named = os.environ.get("NETGRAPH_BOOK")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_path("netgraph")) / "book.sqlite"


def open_book(path: str | Path | None = None) -> Book:
    """Open (or make) a book.

    Parameters
    ----------
    path : path, optional
        The file; default `NETGRAPH_BOOK`, else `book.sqlite` in the user's data folder.

    Returns
    -------
    Book

    Raises
    ------
    BookError
        The file is damaged, locked, of another kind, or newer than this program.
    """
    return Book(Path(path) if path is not None else default_path())
