"""The SQLite file: its tables, how it is opened, checked and brought up to date.

**Journal.** A rollback journal (`journal_mode=DELETE`), not WAL: WAL needs shared memory, which
network drives do not have, and leaves two more files beside the book. `synchronous=EXTRA` makes a
commit survive a power cut; `cache_spill=OFF` keeps an import in memory until it commits, so that
readers wait for the final write only; `secure_delete` overwrites what is deleted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import BookError, NetgraphError
from ..schema import PROVENANCE, TABLES, Column, table_names
from ..sources.places import SQLITE

APPLICATION_ID: Final = 0x6E677262  # "ngrb"
VERSION: Final = 1
WAIT_SECONDS: Final = 10
"""How long one program waits for another before it says who holds the book."""

EGO_HANDLE: Final = 0
OWNER: Final = f"(SELECT person FROM handles WHERE handle = {EGO_HANDLE})"
"""The owner as SQL has it; NULL where the book has none."""

_SQL_TYPE: Final = {
    "text": "TEXT NOT NULL DEFAULT ''",
    "many": "TEXT NOT NULL DEFAULT ''",
    "choice": "TEXT NOT NULL DEFAULT ''",
    "person": "INTEGER REFERENCES handles",
    "day": "INTEGER",
    "number": "REAL",
    "whole": "INTEGER NOT NULL DEFAULT 0",
    "flag": "INTEGER NOT NULL DEFAULT 0",
}

_OWN: Final = """
CREATE TABLE ops (
    op INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    as_of TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    stream TEXT NOT NULL DEFAULT '',
    path TEXT NOT NULL DEFAULT '',
    report TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE handles (
    handle INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    person INTEGER,
    added INTEGER NOT NULL REFERENCES ops
);
CREATE INDEX handles_of_person ON handles (person);
CREATE TABLE people (
    person INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    anchor INTEGER NOT NULL UNIQUE REFERENCES handles,
    added INTEGER NOT NULL REFERENCES ops
);
CREATE TABLE keys (
    person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (person, kind, value)
) WITHOUT ROWID;
CREATE TABLE decisions (
    decision INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    a INTEGER REFERENCES handles,
    b INTEGER REFERENCES handles,
    field TEXT NOT NULL DEFAULT '',
    was TEXT NOT NULL DEFAULT '',
    value TEXT NOT NULL DEFAULT '',
    added INTEGER NOT NULL REFERENCES ops,
    removed INTEGER REFERENCES ops
);
CREATE TABLE positions (
    person INTEGER NOT NULL REFERENCES people,
    layout TEXT NOT NULL,
    x REAL NOT NULL,
    y REAL NOT NULL,
    PRIMARY KEY (person, layout)
);
CREATE TABLE tombstones (digest BLOB PRIMARY KEY);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

FACT_TABLES: Final = tuple(name for name in table_names() if name != "event_people")


def fact_columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table as the book keeps them: all, and where the row stood."""
    return (*TABLES[table].columns, *PROVENANCE)


def _fact_sql(table: str) -> str:
    """Return a table of facts: each has the operation that added it and the one that ended it."""
    columns = ",\n    ".join(f'"{c.name}" {_SQL_TYPE[c.kind]}' for c in fact_columns(table))
    return f"""
CREATE TABLE {table} (
    fact INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    row_key TEXT NOT NULL,
    {columns},
    extra TEXT NOT NULL DEFAULT '',
    added INTEGER NOT NULL REFERENCES ops,
    removed INTEGER REFERENCES ops
);
CREATE UNIQUE INDEX {table}_now ON {table} (stream, row_key) WHERE removed IS NULL;
CREATE INDEX {table}_added ON {table} (added);
CREATE INDEX {table}_removed ON {table} (removed) WHERE removed IS NOT NULL;
"""


_EVENT_PEOPLE: Final = """
CREATE TABLE event_people (
    event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
    place INTEGER NOT NULL,
    person INTEGER REFERENCES handles,
    role TEXT NOT NULL DEFAULT '',
    response TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (event, place)
) WITHOUT ROWID;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty book."""
    facts = "".join(_fact_sql(table) for table in FACT_TABLES)
    script = _OWN + facts + _EVENT_PEOPLE
    connection.execute("BEGIN IMMEDIATE")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(
        "INSERT INTO ops (op, at, as_of, kind, title) VALUES (0, '', '', 'create', 'a new book')"
    )
    connection.execute(
        "INSERT INTO handles (handle, key, added) VALUES (?, '@ego', 0)", (EGO_HANDLE,)
    )
    connection.execute(
        "INSERT INTO settings (key, value) VALUES ('salt', ?)", (os.urandom(16).hex(),)
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


@contextmanager
def writing(connection: sqlite3.Connection, book: Path) -> Iterator[None]:
    """Write wholly or not at all; what is inside may roll back itself."""
    with explained(book):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            if connection.in_transaction:
                connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a `BookError` with the way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise BookError(_sentence(path, error)) from error
    except OSError as error:
        if isinstance(error, NetgraphError):
            raise
        raise BookError(f"{path}: {error.strerror or error}; the book is as it was") from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return (
            f"{path}: another program holds the book (waited {WAIT_SECONDS} s); let its import or "
            "log entry finish and try again"
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return (
            f"{path}: the disk is full or failing ({error}); nothing was changed: free some space"
        )
    if name.startswith("SQLITE_READONLY"):
        return f"{path}: may not be written; check the permissions of the file and its folder"
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return (
            f"{path}: the book is damaged ({error}); `netgraph restore` brings back the newest "
            "backup, `netgraph doctor` says what is left"
        )
    return f"{path}: {error}"


def is_database(path: Path) -> bool:
    """Whether this is a file of SQLite's, such as a book."""
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def connect(path: Path) -> sqlite3.Connection:
    """Open or make the book at that path; one of another kind or newer is refused untouched."""
    with explained(path):
        is_new = not path.exists() or path.stat().st_size == 0
        if is_new:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        try:
            for pragma in (
                "journal_mode = DELETE",
                "synchronous = EXTRA",
                "foreign_keys = ON",
                "secure_delete = ON",
                "cache_spill = OFF",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
            ):
                connection.execute(f"PRAGMA {pragma}")
            version = _checked_version(connection, path)
            if version == 0:
                create(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _checked_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the book's tables; 0 where it is empty."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    kind = int(connection.execute("PRAGMA application_id").fetchone()[0])
    n_tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if n_tables and kind != APPLICATION_ID:
        raise BookError(
            f"{path}: is an SQLite file, but not a netgraph book; name another with --book"
        )
    if version > VERSION:
        raise BookError(
            f"{path}: was written by a newer netgraph (tables of version {version}, this program "
            f"knows {VERSION}); upgrade: pip install --upgrade referral-netgraph"
        )
    return version
