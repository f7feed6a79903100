"""What is a change? An operation: a number, the day it holds for, and what it counted."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any


def now() -> str:
    """Return this moment in UTC, as operations are stamped."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


class Operation:
    """A change while it is made; see `Book.operation`."""

    def __init__(self, connection: sqlite3.Connection, number: int, as_of: dt.date) -> None:
        self.connection = connection
        self.number = number
        self.as_of = as_of
        self.is_empty = False
        self.new_people = 0
        self.report: dict[str, Any] = {}

    def finish(self) -> None:
        """Keep what was counted."""
        self.connection.execute(
            "UPDATE ops SET report = ? WHERE op = ?",
            (json.dumps({**self.report, "new_people": self.new_people}), self.number),
        )
