"""Which mails are contact between people, and what stays of them: the rules for every mail format.

Kept of a mail: who wrote to whom, when, and its Message-ID, by which copies in other files are the
same event. Left out and counted: lists and newsletters, what machines sent, spam, trash, drafts,
mail to more than `MAX_PEOPLE_PER_EVENT`, mail to oneself. Bodies are looked at in memory for
introductions and dropped; a subject is kept only on request.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from typing import Final

from ..rules import MAX_PEOPLE_PER_EVENT
from .hints import MOST_TOLD, Hints, unique_names
from .logged import EventLog, People, leave_out
from .mail_headers import Address, AddressBook, Headers, When, decoded, message_ids, moment
from .mail_places import Place
from .mail_text import text_of
from .rows import Rows
from .wording import may_introduce, may_join, names_two

LISTED: Final = "of lists and newsletters"
MACHINE: Final = "sent by machines (no-reply, automatic answers)"
SPAM: Final = "marked as spam or in the trash"
DRAFT: Final = "drafts"
CROWD: Final = f"to more than {MAX_PEOPLE_PER_EVENT} people"
ALONE: Final = "without a second person"
COPY: Final = "read already from another copy"

_MACHINE_NAME: Final = re.compile(
    r"(?:^|[-_.+])(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|nicht[-_.]?antworten|ne[-_.]?pas[-_.]?repondre"
    r"|noresponder|no[-_.]?responder|nepasrepondre|mailer[-_.]?daemon|postmaster|bounces?"
    r"|notifications?|unsubscribe|auto[-_.]?(?:reply|confirm|notify))(?:$|[-_.+\d=])"
)
_BULK: Final = frozenset({"bulk", "list", "junk", "auto_reply"})
_LONGEST_ID: Final = 250
_OWN_SHARE: Final = 0.3
_MOST_NAMES: Final = 20
_GLANCE: Final = 1_024
"""Who introduces somebody says so at the beginning."""


_NOWHERE: Final = Place()


class Mailbox:
    """The mails of one place on their way to events; `close` writes what they gave.

    Parameters
    ----------
    rows
        Where the events go.
    place
        What the file's own name says ("Sent.mbox").
    keeps_subjects
        Whether the user asked for subjects.
    """

    def __init__(
        self, rows: Rows, place: Place = _NOWHERE, *, keeps_subjects: bool = False
    ) -> None:
        self._rows = rows
        self._place = place
        self._keeps_subjects = keeps_subjects
        self._book = AddressBook()
        self._log = EventLog("mail")
        self._people = People()
        self._keys: dict[str, str] = {}
        self._left_out: Counter[str] = Counter()
        self._sent_from: Counter[str] = Counter()
        self._delivered: Counter[str] = Counter()
        self._labels: dict[str, Place] = {}
        self._machines: dict[str, bool] = {}
        self._hints = Hints()
        self._unusable: list[tuple[int, str]] = []

    def add(
        self,
        line: int,
        headers: Headers,
        *,
        from_line: str = "",
        body: bytes = b"",
        place: Place | None = None,
        name: str = "",
    ) -> None:
        """One mail: an event, or counted among those left out, or skipped with its reason.

        `name` is that of its own file, where mails of several files make one mailbox.
        """
        senders = self._book.split(headers.all("from")) or self._book.split(headers.all("sender"))
        place = self._place_of(headers, place or self._place)
        reason = _reason(headers, place)
        if not reason and senders and all(self._is_machine(a) for _, a in senders):
            reason = MACHINE
        if not reason:
            when = moment(headers, from_line)
            if not senders or when is None:
                reason = _missing(senders, headers.first("date"))
                self._unusable.append((line, f"{name}: {reason}" if name else reason))
                return
            reason = self._keep(line, headers, senders, when, place, body)
        self._rows.records += 1
        if reason:
            self._left_out[reason] += 1

    def _is_machine(self, address: str) -> bool:
        known = self._machines.get(address)
        if known is None:
            found = _MACHINE_NAME.search(address.partition("@")[0])
            known = self._machines[address] = found is not None
        return known

    def _place_of(self, headers: Headers, place: Place) -> Place:
        if "x-gmail-labels" not in headers:
            return place
        written = headers.first("x-gmail-labels")
        known = self._labels.get(written)
        if known is None:
            known = self._labels[written] = Place.named(*decoded(written).split(","))
        return known

    def _keep(
        self,
        line: int,
        headers: Headers,
        senders: tuple[Address, ...],
        when: When,
        place: Place,
        body: bytes,
    ) -> str:
        """Makes the event, or says why there is none."""
        parts: dict[str, str] = {address: "by" for _, address in senders}
        named = list(senders)
        for role in ("to", "cc", "bcc"):
            if role in headers:
                for person in self._book.split(headers.all(role)):
                    if not self._is_machine(person[1]):
                        parts.setdefault(person[1], role)
                        named.append(person)
        if len(parts) < 2:
            return ALONE
        if len(parts) > MAX_PEOPLE_PER_EVENT:
            return CROWD
        event = _event_id(headers, senders, when, parts)
        if event in self._log:
            return COPY
        self._owners(headers, senders, place)
        for name, address in named:
            self._people.see(self._key(address), name)
        self._write(event, line, when, parts, headers)
        if len(senders) == 1:
            told = _told(named, parts)
            if _is_worth_reading(told, headers, body[:_GLANCE]):
                self._look(event, line, when, [*senders, *told], headers, body)
        return ""

    def _owners(self, headers: Headers, senders: tuple[Address, ...], place: Place) -> None:
        """Whose mailbox this is: the sender of sent mail, the one the rest is delivered to."""
        if place.is_sent:
            self._sent_from[senders[0][1]] += 1
        elif "delivered-to" in headers:
            self._delivered.update(a for _, a in self._book.split([headers.first("delivered-to")]))

    def _write(
        self, event: str, line: int, when: When, parts: dict[str, str], headers: Headers
    ) -> None:
        """The event and its people; nobody in To sees who was in Bcc, so each has his own event."""
        seen = {address: role for address, role in parts.items() if role != "bcc"}
        hidden = [address for address, role in parts.items() if role == "bcc"]
        senders = {address: role for address, role in seen.items() if role == "by"}
        copies = [(f"{event}#{address}", senders | {address: "to"}) for address in hidden]
        if len(seen) > len(senders) or not hidden:
            copies.insert(0, (event, seen))
        note = decoded(headers.first("subject")) if self._keeps_subjects else ""
        for id_, people in copies:
            self._log.add(
                id_,
                when.instant,
                {self._key(address): role for address, role in people.items()},
                line=line,
                offset_minutes=when.offset_minutes,
                note=note,
            )

    def _key(self, address: str) -> str:
        key = self._keys.get(address)
        if key is None:
            key = self._keys[address] = f"mail:{address}"
        return key

    def _look(
        self,
        event: str,
        line: int,
        when: When,
        named: list[Address],
        headers: Headers,
        body: bytes,
    ) -> None:
        """Looks at the words of a small mail for an introduction, and forgets them."""
        people = [(self._key(address), name) for name, address in named]
        text = text_of(headers, body)
        subject = decoded(headers.first("subject"))
        self._hints.message(line, event, when.instant, people[0], people[1:], text, subject)

    def close(self) -> None:
        """Writes the events, the people, the owner and what was left out."""
        rows = self._rows
        leave_out(rows, self._unusable, "mails")
        own = [self._key(address) for address in self._own_addresses()]
        self._hints.close(rows, unique_names(self._people.names().items()))
        self._log.write(rows)
        self._people.write(rows, own)
        if not own and len(self._log):
            rows.warn(
                "nothing here says whose mail it is (no Delivered-To, no folder of sent mail): "
                "say which address is yours with ego"
            )
        for reason, n in sorted(self._left_out.items()):
            rows.ignore(f"{n:,} mail{'s' if n > 1 else ''} {reason}")

    def _own_addresses(self) -> dict[str, None]:
        """The owner's addresses, the most used first."""
        total = self._delivered.total()
        delivered = Counter({a: n for a, n in self._delivered.items() if n >= _OWN_SHARE * total})
        return dict.fromkeys(a for a, _ in (self._sent_from + delivered).most_common())


def _reason(headers: Headers, place: Place) -> str:
    """Why a mail is no contact between people, "" where it may be one."""
    if place.is_draft:
        return DRAFT
    if place.is_spam or headers.first("x-spam-flag").lower().startswith("yes"):
        return SPAM
    if (
        "list-id" in headers
        or "list-post" in headers
        or "list-unsubscribe" in headers
        or headers.first("precedence").lower() in _BULK
    ):
        return LISTED
    answered = headers.first("auto-submitted").lower()
    if (answered and not answered.startswith("no")) or "x-autoreply" in headers:
        return MACHINE
    return ""


def _told(named: list[Address], parts: dict[str, str]) -> list[Address]:
    """To whom a mail speaks: all who get it, or the two it is addressed to where others look on."""
    others = [a for a in dict.fromkeys(named) if parts.get(a[1], "by") != "by"]
    others = list({address: (name, address) for name, address in others}.values())
    addressed = [a for a in others if parts[a[1]] == "to"]
    is_watched = len(addressed) == 2 < len(others) <= MOST_TOLD
    return addressed if is_watched else others


def _is_worth_reading(told: list[Address], headers: Headers, start: bytes) -> bool:
    """Whether a mail may speak of an introduction; answers between two go on with what began."""
    if 2 <= len(told) <= MOST_TOLD:
        is_named = names_two([name for name, _ in told], start)
        return is_named or (len(told) == 2 and may_join(headers.first("subject"), start))
    return len(told) == 1 and "in-reply-to" not in headers and may_introduce(start)


def _missing(senders: tuple[Address, ...], date: str) -> str:
    if not senders:
        return "no sender's address"
    return f"no date that can be read ({date[:40]!r})" if date else "no date"


def _event_id(
    headers: Headers, senders: tuple[Address, ...], when: When, parts: dict[str, str]
) -> str:
    """The id that all copies of a mail share: its Message-ID, else who, whom and when."""
    written = headers.first("message-id")
    id_ = next(iter(message_ids(written)), written.strip())
    if id_ and len(id_) <= _LONGEST_ID:
        return f"mail:{id_}"
    sign = blake2b(digest_size=12)
    sign.update(
        id_.encode(errors="replace") or repr((when.instant, sorted(parts), senders)).encode()
    )
    if not id_:
        sign.update(headers.first("subject").encode(errors="replace"))
    return f"mail:{sign.hexdigest()}"
