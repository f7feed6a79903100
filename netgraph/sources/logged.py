"""What a log of contact gives: events and the people in them, kept column by column.

Mailboxes, calendars and chats fill these while they are read; a million events fit in memory.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from ..schema import EGO

if TYPE_CHECKING:
    from .rows import Rows

_MOST_NAMES: Final = 20


class EventLog:
    """The events of one file, all of one kind; an event that comes again is the same event."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._seen: set[str] = set()
        self._id: list[str] = []
        self._instant = array("q")
        self._offset = array("d")
        self._precision: list[str] = []
        self._minutes = array("d")
        self._note: list[str] = []
        self._arranged_by: list[str] = []
        self._line = array("q")
        self._event: list[str] = []
        self._person: list[str] = []
        self._role: list[str] = []
        self._response: list[str] = []
        self._part_line = array("q")

    def __len__(self) -> int:
        return len(self._id)

    def __contains__(self, event: str) -> bool:
        return event in self._seen

    def add(
        self,
        event: str,
        instant: int,
        people: Mapping[str, str],
        *,
        line: int = 0,
        offset_minutes: float = math.nan,
        precision: str = "second",
        minutes: float = math.nan,
        note: str = "",
        arranged_by: str = "",
        responses: Mapping[str, str] | None = None,
    ) -> None:
        """One event and its people, key → role; nothing happens where its id is known already."""
        if event in self._seen:
            return
        self._seen.add(event)
        self._id.append(event)
        self._instant.append(instant)
        self._offset.append(offset_minutes)
        self._precision.append(precision)
        self._minutes.append(minutes)
        self._note.append(note)
        self._arranged_by.append(arranged_by)
        self._line.append(line)
        for person, role in people.items():
            self._event.append(event)
            self._person.append(person)
            self._role.append(role)
            self._response.append(responses.get(person, "") if responses else "")
            self._part_line.append(line)

    def write(self, rows: Rows) -> None:
        """Hands the events over."""
        if not self._id:
            return
        n, n_parts = len(self._id), len(self._event)
        rows.add_frame(
            "events",
            {
                "id": self._id,
                "instant": np.frombuffer(self._instant, dtype=np.int64),
                "offset_minutes": np.frombuffer(self._offset, dtype=np.float64),
                "precision": self._precision,
                "kind": [self.kind] * n,
                "minutes": np.frombuffer(self._minutes, dtype=np.float64),
                "note": self._note,
                "arranged_by": self._arranged_by,
                "origin": ["logged"] * n,
                "line": np.frombuffer(self._line, dtype=np.int64),
            },
        )
        rows.add_frame(
            "event_people",
            {
                "event": self._event,
                "person": self._person,
                "role": self._role,
                "response": self._response,
                "origin": ["logged"] * n_parts,
                "line": np.frombuffer(self._part_line, dtype=np.int64),
            },
        )


class People:
    """Who stands in a log, under which names; the name written most often is the person's."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, int]] = {}

    def see(self, key: str, name: str) -> None:
        """Notes a person, and a name where there is one."""
        names = self._names.get(key)
        if names is None:
            names = self._names[key] = {}
        if name and (name in names or len(names) < _MOST_NAMES):
            names[name] = names.get(name, 0) + 1

    def names(self) -> dict[str, str]:
        """Each person's usual name; of equally usual ones the longest."""
        return {
            key: max(names, key=lambda name: (names[name], len(name), name), default="")
            for key, names in self._names.items()
        }

    def write(self, rows: Rows, own: Collection[str] = ()) -> None:
        """Hands over a contact row for each person; the owner's keys become one row of `EGO`."""
        names = self.names()
        for key, name in names.items():
            if key not in own:
                rows.add("contacts", id=key, name=name, emails=_address(key), origin="logged")
        if own:
            write_owner(rows, next((names[k] for k in own if names.get(k)), ""), own)


def leave_out(rows: Rows, unusable: Sequence[tuple[int, str]], what: str) -> None:
    """Skips records that say too little to be an event, each with its line and reason.

    Where a file holds nothing else it is not damaged, only of no use: its records count as read.
    """
    if rows.records or rows.skipped:
        for line, reason in unusable:
            rows.skip(line, reason)
    elif unusable:
        rows.records = len(unusable)
        line, reason = unusable[0]
        rows.ignore(f"{len(unusable):,} {what} of no use; line {line}: {reason}")


def write_owner(rows: Rows, name: str, own: Iterable[str]) -> None:
    """Says whose file this is: a contact row of `EGO` with the owner's keys, best one first."""
    own = list(own)
    mails = [address for address in map(_address, own) if address]
    others = [key for key in own if not _address(key)]
    rows.add("contacts", id=EGO, name=name, emails=mails, keys=others, origin="logged")
    rows.owner = rows.owner or (own[0] if own else EGO)


def _address(key: str) -> str:
    return key[5:] if key.startswith("mail:") else ""
