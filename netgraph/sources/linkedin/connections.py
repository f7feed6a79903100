"""LinkedIn's Connections.csv: whom the owner is connected to, since when, and where they are now.

Company and position are today's, not those of the day they connected. An e-mail address is there
only where its owner allowed it. A row with nothing but a date is a member who hides: it is counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ...schema import EGO, clean_text, fold_company, fold_email
from ..cells import not_a_date
from ..dates import day_order, parse_day
from ..person_names import bare_name
from .kinds import OTHER_SPELLINGS
from .members import Members, counted, full_name, slug_of

if TYPE_CHECKING:
    from ..rows import Rows
    from ..sheet import Sheet


class _Connection(NamedTuple):
    """One row as written."""

    line: int
    first: str
    last: str
    url: str
    email: str
    company: str
    position: str
    connected_on: str

    @property
    def name(self) -> str:
        """The full name as written, credentials and all."""
        return f"{self.first} {self.last}".strip()

    def is_hidden(self) -> bool:
        """Whether the member hides: only the date is shown."""
        return not any(self[1:7])


@dataclass
class Connections:
    """The connections of one file, gathered first and written once all names are known."""

    rows: Rows
    kept: list[_Connection] = field(default_factory=list)
    _keys: dict[int, str] = field(default_factory=dict)

    def gather(self, sheet: Sheet) -> None:
        """Takes in the rows of a file."""
        columns = {OTHER_SPELLINGS.get(name, name): at for name, at in sheet.columns.items()}
        names = ("first name", "last name", "url", "email address", "company", "position")
        places = [columns.get(name, -1) for name in (*names, "connected on")]
        for line, cells in sheet.records:
            self.kept.append(_Connection(line, *(cells[p] if p >= 0 else "" for p in places)))

    def see_names(self, members: Members) -> None:
        """Shows every name, with its address where there is one."""
        copies: Counter[str] = Counter()
        for connection in self.kept:
            if connection.is_hidden():
                continue
            slug = slug_of(connection.url)
            company = fold_company(connection.company)
            if slug:
                members.see(full_name(connection.first, connection.last), slug)
                members.see_job(connection.name, company, f"in:{slug}")
                continue
            key = members.key_by_name(connection.name) or f"li:?{connection.email}"
            key = f"{key}|{connection.connected_on}"
            copies[key] += 1
            self._keys[connection.line] = key if copies[key] == 1 else f"{key}|{copies[key]}"
            members.see_connection(connection.name, self._keys[connection.line])
            members.see_job(connection.name, company, self._keys[connection.line])

    def write(self, members: Members, seen_on: str) -> Iterator[str]:
        """Adds everybody as a contact and a tie; yields their keys."""
        order = day_order(dict.fromkeys(c.connected_on for c in self.kept))
        hidden = 0
        for connection in self.kept:
            if connection.is_hidden():
                hidden += 1
                continue
            day = parse_day(connection.connected_on, order)
            if day is None and connection.connected_on:
                reason = not_a_date("Connected On", connection.connected_on)
                self.rows.skip(connection.line, reason)
                continue
            self.rows.records += 1
            yield self._add(connection, day, members, seen_on)
        self.rows.records += hidden
        if hidden:
            what = "connection of which only the date is shown|connections of which only the date"
            self.rows.ignore(f"{counted(hidden, what + ' is shown')}: members who hide")

    def _add(
        self, connection: _Connection, day: dt.date | None, members: Members, seen_on: str
    ) -> str:
        slug = slug_of(connection.url) or members.slug_for_connection(connection.name)
        key = f"in:{slug}" if slug else self._keys[connection.line]
        self.rows.add(
            "contacts",
            connection.line,
            id=key,
            name=full_name(connection.first, connection.last),
            given_name=bare_name(connection.first),
            family_name=bare_name(connection.last),
            emails=[address for address in (fold_email(connection.email),) if address],
            linkedin=slug,
            company=clean_text(connection.company),
            title=clean_text(connection.position),
            seen_on=seen_on,
        )
        self.rows.add("ties", connection.line, a=EGO, b=key, relation="connection", since=day)
        return key
