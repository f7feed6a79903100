"""LinkedIn's data export, of any year: zip, folder or single files, also re-saved by Excel.

The files of one export are read together: who is meant by a name in one of them, another tells.
An export is a star: it shows the owner's ties, not those of the owner's contacts among each other;
only group conversations and introductions do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from ...schema import EGO
from ..files import Head, SourceFile
from ..rows import Rows
from ..sheet import Sheet, open_sheet
from . import kinds
from .about_owner import Owner, read_follows
from .connections import Connections
from .imported import read_imported
from .members import Members
from .messages import Messages
from .signs import Invitations, Signs

KIND = "linkedin"

_EXPORTED_ON: Final = re.compile(r"(?<!\d)(\d\d)-(\d\d)-(20\d\d)(?!\d)")
_NO_MESSAGES: Final = (
    "your Basic export lacks messages: ask for the larger archive (LinkedIn: Settings, Data "
    "privacy, Get a copy of your data, 'Download larger data archive'), which says when you were "
    "last in touch with whom"
)
_ENDORSEMENT: Final = (
    "endorser first name|endorsee first name",
    "endorser last name|endorsee last name",
    "endorser public url|endorsee public url",
    "endorsement date",
    "",
    "",
    "",
)
_RECOMMENDATION: Final = ("first name", "last name", "", "creation date", "text", "company", "")
_NOTE: Final = (
    "connection first name",
    "connection last name",
    "connection profile url",
    "created on",
    "note",
    "",
    "",
)
_LEFT_ALONE: Final = {
    kinds.ASSISTANT_CHATS: "chats with LinkedIn's assistants, not with people",
    kinds.NOTHING: "there are no people in it",
}


def recognises(head: Head) -> bool:
    """Whether a file is one of LinkedIn's."""
    return bool(kinds.kind_of(head))


def read_group(group: Sequence[tuple[SourceFile, Rows]]) -> None:
    """Reads the files of one export."""
    export = _Export(_exported_on(group))
    for file, rows in sorted(group, key=lambda pair: pair[0].label):
        kind = kinds.kind_of(file.head)
        rows.kind = f"{KIND}: {kind}"
        if kind in _LEFT_ALONE:
            rows.ignore(_LEFT_ALONE[kind])
            continue
        with open_sheet(file, rows, partial(_is_header, kind)) as sheet:
            export.gather(kind, file, sheet, rows)
    export.write()


def _is_header(kind: str, row: frozenset[str]) -> bool:
    needed = kinds.NEEDED[kind]
    if kind == kinds.CONTACTS:
        return "emails" in row
    return kinds.folded_row(row).issuperset(needed)


def _exported_on(group: Iterable[tuple[SourceFile, Rows]]) -> str:
    """The day in the archive's name (month first, as LinkedIn writes it), or ""."""
    for file, _ in group:
        if match := _EXPORTED_ON.search(file.label):
            month, day, year = match.groups()
            return f"{year}-{month}-{day}"
    return ""


@dataclass
class _Export:
    """The files of one export: gathered, then names joined, then written."""

    exported_on: str
    members: Members = field(default_factory=Members)
    owner: Owner = field(default_factory=Owner)
    connections: list[Connections] = field(default_factory=list)
    messages: list[Messages] = field(default_factory=list)
    invitations: list[Invitations] = field(default_factory=list)
    signs: list[tuple[str, Signs]] = field(default_factory=list)
    others: list[Rows] = field(default_factory=list)

    def gather(self, kind: str, file: SourceFile, sheet: Sheet, rows: Rows) -> None:
        """Takes in one file."""
        if kind == kinds.CONNECTIONS:
            self.connections.append(Connections(rows))
            self.connections[-1].gather(sheet)
        elif kind == kinds.MESSAGES:
            self.messages.append(Messages(rows))
            self.messages[-1].gather(sheet)
        elif kind == kinds.INVITATIONS:
            self.invitations.append(Invitations(rows))
            self.invitations[-1].gather(sheet)
        elif kind in (kinds.ENDORSEMENTS, kinds.RECOMMENDATIONS, kinds.NOTES):
            self._gather_signs(kind, file, sheet, rows)
        else:
            self._read_at_once(kind, sheet, rows)

    def _gather_signs(self, kind: str, file: SourceFile, sheet: Sheet, rows: Rows) -> None:
        is_given = "given" in file.name.lower() or "endorsee first name" in sheet.columns
        signs = Signs(rows, is_given)
        columns = {kinds.ENDORSEMENTS: _ENDORSEMENT, kinds.RECOMMENDATIONS: _RECOMMENDATION}
        signs.gather(sheet, columns.get(kind, _NOTE))
        self.signs.append((kind, signs))

    def _read_at_once(self, kind: str, sheet: Sheet, rows: Rows) -> None:
        self.others.append(rows)
        if kind == kinds.PROFILE:
            self.owner.read_profile(sheet, rows)
        elif kind == kinds.EMAILS:
            self.owner.read_emails(sheet, rows)
        elif kind == kinds.POSITIONS:
            self.owner.read_positions(sheet, rows)
        elif kind == kinds.EDUCATION:
            self.owner.read_education(sheet, rows)
        elif kind == kinds.FOLLOWS:
            read_follows(sheet, rows)
        elif kind == kinds.CONTACTS:
            read_imported(sheet, rows)

    def write(self) -> None:
        """Joins names to profiles across the files, settles whose export it is, writes the rows."""
        self._join_names()
        carded: set[str] = set()
        for connections in self.connections:
            carded.update(connections.write(self.members, self.exported_on))
        for messages in self.messages:
            messages.write(self.members)
            self._card(messages.people, messages.rows, carded)
        for kind, signs in self.signs:
            if kind == kinds.ENDORSEMENTS:
                signs.write_endorsements(self.members)
            elif kind == kinds.RECOMMENDATIONS:
                signs.write_recommendations(self.members)
            else:
                signs.write_notes(self.members, self.exported_on)
            self._card(signs.people, signs.rows, carded)
        for invitations in self.invitations:
            invitations.write(self.members, carded, self.exported_on)
        self._write_owner()
        if self.connections and not self.messages:
            self.connections[0].rows.warn(_NO_MESSAGES)

    def _join_names(self) -> None:
        for connections in self.connections:
            connections.see_names(self.members)
        for invitations in self.invitations:
            invitations.see_names(self.members)
        for _, signs in self.signs:
            signs.see_names(self.members)
        for messages in self.messages:
            messages.see_names(self.members)
        self.members.owner_name = self.owner.name
        shown = [pair for invitations in self.invitations for pair in invitations.owners()]
        if self.owner.name or not shown:
            shown += [pair for messages in self.messages for pair in messages.senders().elements()]
        always = [messages.always_there() for messages in self.messages]
        self.members.find_owner(
            shown if self.owner.name or self.invitations else (),
            set.intersection(*always) if always else (),
        )

    def _card(self, people: dict[str, str], rows: Rows, carded: set[str]) -> None:
        """Adds a card for everybody who has none yet."""
        for key, name in people.items():
            if key not in carded and key != EGO:
                carded.add(key)
                slug = key.removeprefix("in:") if key.startswith("in:") else ""
                rows.add("contacts", id=key, name=name, linkedin=slug, seen_on=self.exported_on)

    def _write_owner(self) -> None:
        every = [messages.rows for messages in self.messages]
        every += [connections.rows for connections in self.connections]
        every += [invitations.rows for invitations in self.invitations]
        every += [signs.rows for _, signs in self.signs] + self.others
        if every:
            self.owner.write(self.members, every[0], self.exported_on)
        for rows in every:
            rows.owner = self.members.owner_slug or next(iter(self.owner.emails), "")
