"""Copies of the book beside it: made before every import and migration, the last ten kept."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from pathlib import Path
from typing import Final

from ..errors import BookError
from .store import APPLICATION_ID, VERSION, explained

KEPT: Final = 10


def folder(book: Path) -> Path:
    """Return where the backups of a book lie."""
    return book.with_name(book.name + ".backups")


def listed(book: Path) -> list[Path]:
    """Return the backups, newest first."""
    place = folder(book)
    return sorted(place.glob("*.sqlite"), reverse=True) if place.is_dir() else []


def replaced(book: Path) -> Path:
    """Return where a restore keeps the file that it replaced."""
    return book.with_name(book.name + ".before-restore")


def copies(book: Path) -> list[Path]:
    """Return every copy of the book that lies beside it: backups, and what a restore replaced."""
    kept = replaced(book)
    return [*listed(book), *([kept] if kept.exists() else [])]


def make(connection: sqlite3.Connection, book: Path, to: Path | None = None) -> Path:
    """Copy the book as it is committed, whole or not at all; return the copy."""
    if to is None:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S.%f")
        to = folder(book) / f"{stamp}.sqlite"
        to.parent.mkdir(mode=0o700, exist_ok=True)
    with explained(to):
        partial = to.with_name(to.name + ".part")
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        try:
            copy = sqlite3.connect(partial)
            try:
                connection.backup(copy)
            finally:
                copy.close()
            partial.replace(to)
        finally:
            partial.unlink(missing_ok=True)
    if to.parent == folder(book):
        for old in listed(book)[KEPT:]:
            old.unlink()
    return to


def restore(book: Path, backup: Path | None = None) -> Path:
    """Put a backup (the newest sound one) in the book's place; the old file is kept beside it."""
    candidates = [backup] if backup is not None else listed(book)
    for candidate in candidates:
        if problems(candidate):
            continue
        kept = replaced(book)
        with explained(book):
            fresh = book.with_name(book.name + ".restored")
            source = sqlite3.connect(f"file:{candidate}?mode=ro", uri=True)
            os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
            target = sqlite3.connect(fresh)
            try:
                source.backup(target)
            finally:
                target.close()
                source.close()
            if book.exists():
                book.replace(kept)
            fresh.replace(book)
        return candidate
    where = backup if backup is not None else folder(book)
    raise BookError(f"{where}: no sound backup there; `netgraph backup` makes one")


def problems(book: Path) -> list[str]:
    """Return what is wrong with a book's file; nothing where it is sound."""
    if not book.is_file():
        return [f"{book}: there is no such file"]
    try:
        connection = sqlite3.connect(f"file:{book}?mode=ro", uri=True)
    except sqlite3.Error as error:
        return [f"{book}: {error}"]
    try:
        kind = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        found = [] if found == ["ok"] else found
        found += [
            f"row of {t} without its {p}"
            for t, _, p, _ in connection.execute("PRAGMA foreign_key_check")
        ]
    except sqlite3.Error as error:
        return [f"{book}: {error}"]
    finally:
        connection.close()
    if kind != APPLICATION_ID:
        found.append("it is not a netgraph book")
    elif version > VERSION:
        found.append(f"it is newer (tables {version}) than this program ({VERSION})")
    return found
