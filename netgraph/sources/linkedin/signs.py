"""LinkedIn's smaller signs of a relation: invitations, endorsements, recommendations, notes.

An invitation alone is no tie and makes nobody known. An endorsement is a dated sign of a tie, a
recommendation a favour. Notes are the owner's own words about somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ...schema import EGO, fold_company
from ..cells import not_a_date
from ..dates import Order, day_order, parse_day, parse_instant
from ..hints import Hints, unique_names
from ..person_names import bare_name
from .members import Members, counted, full_name, slug_of

if TYPE_CHECKING:
    import datetime as dt

    from ..rows import Rows
    from ..sheet import Sheet


class _Sign(NamedTuple):
    """One row of any of these files, as written."""

    line: int
    first: str
    last: str
    url: str
    date: str
    text: str
    company: str
    direction: str

    @property
    def name(self) -> str:
        """The person's full name."""
        return full_name(self.first, self.last)


@dataclass
class Signs:
    """The rows of one file, gathered first and written once all names are known."""

    rows: Rows
    is_given: bool = False
    kept: list[_Sign] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)

    def gather(self, sheet: Sheet, columns: Iterable[str]) -> None:
        """Takes in the rows: first and last name, address, date, text, company, direction.

        `columns` are the names of these columns here, "" where a file has none, several parted by
        `|` where years differ.
        """
        places = [sheet.place(*name.split("|")) if name else -1 for name in columns]
        for line, cells in sheet.records:
            self.kept.append(_Sign(line, *(cells[p] if p >= 0 else "" for p in places)))

    def see_names(self, members: Members) -> None:
        """Shows every name that stands beside an address."""
        for sign in self.kept:
            members.see(sign.name, slug_of(sign.url))

    # --- what the files are --------------------------------------------------------------
    def write_endorsements(self, members: Members) -> None:
        """Adds a sign of a tie for everybody who endorsed, or was; the last day counts."""
        days: dict[str, tuple[dt.date | None, int]] = {}
        for sign, day in self._dated(_order(self.kept)):
            key = self._person(sign, members)
            before = days.get(key, (None, 0))
            if key and (before[0] is None or (day is not None and day > before[0])):
                days[key] = (day, sign.line)
        relation = "endorsed" if self.is_given else "endorsed by"
        for key, (day, line) in days.items():
            self.rows.add("ties", line, a=EGO, b=key, relation=relation, since=day)

    def write_recommendations(self, members: Members) -> None:
        """Adds every recommendation as a favour."""
        for sign, day in self._dated("month first"):
            key = self._person(sign, members)
            giver, receiver = (EGO, key) if self.is_given else (key, EGO)
            if key:
                note = "wrote a recommendation on LinkedIn"
                self.rows.add(
                    "favours",
                    sign.line,
                    giver=giver,
                    receiver=receiver,
                    date=day,
                    kind="other",
                    note=note,
                )

    def write_notes(self, members: Members, seen_on: str) -> None:
        """Adds the owner's notes to the people they are about."""
        hints = Hints()
        for sign, day in self._dated(_order(self.kept)):
            key = self._person(sign, members)
            if key:
                self.rows.add(
                    "contacts", sign.line, id=key, notes=sign.text, seen_on=seen_on, name=sign.name
                )
                number = 0 if day is None else day.toordinal() - _EPOCH_DAY
                hints.note(sign.line, number, EGO, key, sign.text)
        hints.close(self.rows, unique_names(sorted(members.named())))

    def _dated(self, order: Order) -> Iterator[tuple[_Sign, dt.date | None]]:
        """Every row with its day; rows whose day cannot be read are skipped."""
        for sign in self.kept:
            day = parse_day(sign.date, order)
            if day is None and sign.date:
                self.rows.skip(sign.line, not_a_date("date", sign.date))
                continue
            self.rows.records += 1
            yield sign, day

    def _person(self, sign: _Sign, members: Members) -> str:
        """Whom a row is about: by address, else by the only one of that name, or of that name at
        that company; "" where that cannot be told.
        """
        slug = slug_of(sign.url)
        key = members.key(sign.name, slug)
        if not key and sign.company and members.is_ambiguous(sign.name):
            key = members.at_company(sign.name, fold_company(sign.company))
        if not key and not members.is_ambiguous(sign.name):
            key = members.key_by_name(sign.name)
        if not key:
            self.rows.ignore("some rows name somebody whose name several people bear")
        elif key != EGO:
            self.people.setdefault(key, sign.name)
        return key


@dataclass
class Invitations:
    """Invitations.csv: names, addresses and whose export it is; the text may name an introducer."""

    rows: Rows
    kept: list[tuple[int, str, str, str, str, str, str]] = field(default_factory=list)

    def gather(self, sheet: Sheet) -> None:
        """Takes in the rows of a file."""
        people = ("from", "to", "inviterprofileurl", "inviteeprofileurl")
        places = [sheet.place(name) for name in (*people, "direction", "sent at", "message")]
        for line, cells in sheet.records:
            values = [cells[p] if p >= 0 else "" for p in places]
            if values[4].upper() not in ("OUTGOING", "INCOMING"):
                self.rows.skip(
                    line, f"'Direction' is {values[4][:40]!r}; expected OUTGOING or INCOMING"
                )
                continue
            if parse_instant(values[5], "month first") is None:
                self.rows.skip(line, not_a_date("Sent At", values[5]))
                continue
            self.rows.records += 1
            sender, to, url, to_url, direction, sent, text = values
            self.kept.append((line, sender, to, url, to_url, f"{direction.upper()}|{sent}", text))

    def see_names(self, members: Members) -> None:
        """Shows every name that stands beside an address."""
        for _, sender, to, url, to_url, _, _ in self.kept:
            members.see(sender, slug_of(url))
            members.see(to, slug_of(to_url))

    def owners(self) -> Iterator[tuple[str, str]]:
        """The inviter of every outgoing and the invited of every incoming one: the owner."""
        for _, sender, to, url, to_url, said, _ in self.kept:
            yield (sender, slug_of(url)) if said.startswith("OUT") else (to, slug_of(to_url))

    def write(self, members: Members, known: set[str], seen_on: str) -> None:
        """Adds to the cards of known people who invited whom; others stay unknown."""
        hints = Hints()
        pending = 0
        for line, sender, to, url, to_url, said, text in self.kept:
            direction, _, sent = said.partition("|")
            name, address = (to, to_url) if direction == "OUTGOING" else (sender, url)
            key = members.key(name, slug_of(address))
            if key not in known:
                pending += 1
                continue
            instant = parse_instant(sent, "month first")
            seconds = 0 if instant is None else instant.seconds
            by, other = (EGO, key) if direction == "OUTGOING" else (key, EGO)
            names = {key: bare_name(name), EGO: members.owner_name}
            hints.message(line, "", seconds, (by, names[by]), [(other, names[other])], text)
            day = str(parse_day(sent, "month first") or "")
            invited = {"invited_by": "me" if by == EGO else "them", "invited_on": day}
            self.rows.add(
                "contacts", line, id=key, name=bare_name(name), seen_on=seen_on, **invited
            )
        hints.close(self.rows, unique_names(sorted(members.named())))
        if pending:
            what = "invitation of somebody|invitations of people"
            self.rows.ignore(counted(pending, what) + " not connected and never written with")


_EPOCH_DAY = 719_163


def _order(signs: Iterable[_Sign]) -> Order:
    order = day_order(dict.fromkeys(sign.date for sign in signs))
    return "month first" if order == "unknown" else order
