"""What the user writes into the book: people, meetings, corrections, decisions on duplicates.

Corrections are facts of their own, not changes of what a source said: the next import cannot undo
them, and undoing them brings back what the sources say.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import BookError, SchemaError
from ..schema import TABLES, Column, fold_name, frame, join_many, missing_column
from . import facts
from .facts import Handles
from .imports import add_parts, row_keys

if TYPE_CHECKING:
    from .operation import Operation

OWN: Final = "own"
"""The stream of what the user wrote."""

CORRECTABLE: Final = tuple(
    c.name for c in TABLES["contacts"].columns if c.name not in ("id", "keys", "kind")
)


def new_person(operation: Operation, name: str, columns: Mapping[str, Any]) -> str:
    """Write a card of the user's; return its key."""
    check_columns(columns)
    if not fold_name(name):
        raise SchemaError("a person needs a name; for example: netgraph add 'Ana Ruiz'")
    handles = Handles(operation.connection)
    wish = fold_name(name).replace(" ", "-")
    key, n = f"id:{wish}", 1
    while handles.known(key) is not None:
        n += 1
        key = f"id:{wish}-{n}"
    add_rows(operation, "contacts", [{"id": key, "name": name, **columns}], handles)
    return key


def cell_text(column: str, value: Any) -> str:
    """Return a cell as decisions keep it."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else ""
    if isinstance(value, (list, tuple)):
        return join_many(value)
    is_number = TABLES["contacts"].column(column) == Column(column, "number")
    return "" if is_number and value != value else str(value)


def check_columns(columns: Mapping[str, Any]) -> None:
    """Refuse columns that a card does not have."""
    for name in columns:
        if name not in CORRECTABLE:
            raise SchemaError(
                missing_column("contacts", name, CORRECTABLE).replace("missing", "not a column")
            )


def add_rows(
    operation: Operation,
    table: str,
    rows: Sequence[Mapping[str, Any]],
    handles: Handles | None = None,
) -> None:
    """Write rows of the user's into a table; people in them are handle keys."""
    handles = handles or Handles(operation.connection)
    data = frame(table, rows)
    for column in facts.person_columns(table):
        handles.add((k for k in data[column] if k), operation.number)
    before = facts.current(operation.connection, table, OWN)
    keys = row_keys(table, data)
    facts.end(
        operation.connection, table, [before[k][0] for k in keys if k in before], operation.number
    )
    facts.insert(
        operation.connection,
        table,
        OWN,
        keys,
        facts.to_rows(table, data, handles),
        operation.number,
    )


def new_event(
    operation: Operation,
    day: dt.date,
    people: Sequence[tuple[str, str]],
    *,
    kind: str = "meeting",
    minutes: float = np.nan,
    note: str = "",
    arranged_by: str = "",
) -> str:
    """Write an event with people as (handle key, role); return its id."""
    handles = Handles(operation.connection)
    key = f"own:{secrets.token_hex(8)}"
    event = {
        "id": key,
        "instant": (day.toordinal() - 719_163) * 86_400,
        "precision": "day",
        "kind": kind,
        "minutes": minutes,
        "note": note,
        "arranged_by": arranged_by,
        "origin": "stated",
    }
    handles.add([k for k, _ in people] + ([arranged_by] if arranged_by else []), operation.number)
    data = frame("events", [event])
    rows = facts.to_rows("events", data, handles)
    facts.insert(operation.connection, "events", OWN, [key], rows, operation.number)
    number = operation.connection.execute("SELECT max(fact) FROM events").fetchone()[0]
    parts = frame("event_people", [{"event": key, "person": p, "role": r} for p, r in people])
    add_parts(operation.connection, np.full(len(parts), number), parts, handles)
    return key


def decide(
    operation: Operation,
    kind: str,
    a: int | None = None,
    b: int | None = None,
    *,
    field: str = "",
    was: str = "",
    value: str = "",
) -> None:
    """Write a decision, ending an earlier one on the same matter."""
    operation.connection.execute(
        "UPDATE decisions SET removed = ? WHERE kind = ? AND a IS ? AND b IS ? AND field = ? "
        "AND removed IS NULL",
        (operation.number, kind, a, b, field),
    )
    operation.connection.execute(
        "INSERT INTO decisions (kind, a, b, field, was, value, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, a, b, field, was, value, operation.number),
    )


def withdraw(operation: Operation, kind: str, pairs: Sequence[tuple[int, int]]) -> int:
    """End the decisions of a kind on these pairs of handles; return how many there were."""
    found = operation.connection.execute(
        "SELECT decision, a, b FROM decisions WHERE kind = ? AND removed IS NULL", (kind,)
    ).fetchall()
    wanted = {frozenset(pair) for pair in pairs}
    rows = [decision for decision, a, b in found if frozenset((a, b)) in wanted]
    operation.connection.executemany(
        "UPDATE decisions SET removed = ? WHERE decision = ?", ((operation.number, r) for r in rows)
    )
    return len(rows)


def anchor_of(operation: Operation, person: str) -> int:
    """Return the handle in which a person is anchored."""
    return _anchored(operation, person)[0]


def key_of(operation: Operation, person: str) -> str:
    """Return a key that leads to a person, as `add_rows` and `new_event` take people."""
    return _anchored(operation, person)[1]


def _anchored(operation: Operation, person: str) -> tuple[int, str]:
    """Return the handle of a person's anchor, and its key."""
    row = operation.connection.execute(
        "SELECT anchor, key FROM people JOIN handles ON handle = anchor WHERE id = ?", (person,)
    ).fetchone()
    if row is None:
        raise BookError(f"no person {person!r} in this book")
    return int(row[0]), str(row[1])


def end_rows(operation: Operation, table: str, column: str, value: str) -> int:
    """End the rows with that text in a column, whoever wrote them; return how many there were."""
    if TABLES[table].column(column) != Column(column, required=column == "id"):
        raise SchemaError(f"{table}: {column!r} is no column of text")
    found = operation.connection.execute(
        f'SELECT fact FROM {table} WHERE removed IS NULL AND "{column}" = ?', (value,)
    ).fetchall()
    facts.end(operation.connection, table, [row[0] for row in found], operation.number)
    return len(found)
