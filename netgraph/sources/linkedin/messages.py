"""LinkedIn's messages.csv: who wrote to whom, and when. The text is looked at and let go.

Left out and counted: drafts, what LinkedIn filed as spam, advertisements, and messages of members
who have left (each time another unknown).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ...schema import EGO
from ..cells import not_a_date
from ..dates import Instant, parse_instant
from ..hints import Hints, unique_names
from ..person_names import bare_name
from ..wording import may_introduce, may_join
from .members import GONE, Members, key_of_name, slug_of

if TYPE_CHECKING:
    from ..rows import Rows
    from ..sheet import Sheet

_BETWEEN_URLS: Final = re.compile(r"[,;\s]+(?=(?:https?://|www\.|linkedin\.com/))", re.I)
_ADVERTISEMENT: Final = ("spinmail", "%firstname%", "%lastname%", "%companyname%")
_YES: Final = frozenset({"yes", "true", "1"})
_LEFT_OUT: Final = {
    "draft": "drafts that were never sent",
    "spam": "messages that LinkedIn filed as spam",
    "sponsored": "advertisements and messages from pages",
    "gone": "messages of members who have left LinkedIn",
    "unclear": "messages that do not say for sure who the other side is",
}


class _Message(NamedTuple):
    """One message as written, with its text only where it may introduce somebody."""

    line: int
    conversation: str
    sender: str
    sender_url: str
    to: str
    to_urls: str
    date: str
    subject: str
    text: str


_Side = tuple[str, str]
"""A person's key and name."""


@dataclass
class Messages:
    """The messages of one file, gathered first and written once all names are known.

    `people` has the name of everybody in them by key; `has_urls` is whether the file shows the
    addresses of recipients, as it does since 2023.
    """

    rows: Rows
    kept: list[_Message] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    people: dict[str, str] = field(default_factory=dict)
    has_urls: bool = False

    def gather(self, sheet: Sheet) -> None:
        """Takes in the rows of a file."""
        same: dict[str, str] = {}
        has_senders = sheet.place("sender profile url") >= 0
        self.has_urls = sheet.place("recipient profile urls") >= 0
        for line, cells in _cells(sheet):
            self.rows.records += 1
            reason = _trap(cells, has_senders=has_senders)
            if reason:
                self.left_out[reason] += 1
                continue
            talk, sender, url, to, to_urls, date = (same.setdefault(c, c) for c in cells[:6])
            text = cells[7] if _may_matter(cells) else ""
            self.kept.append(_Message(line, talk, sender, url, to, to_urls, date, cells[6], text))

    def see_names(self, members: Members) -> None:
        """Shows every name that stands beside an address."""
        seen: set[tuple[str, str]] = set()
        for message in self.kept:
            for pair in ((message.sender, message.sender_url), (message.to, message.to_urls)):
                seen.add(pair)
        for name, url in sorted(seen):
            urls = _split_urls(url)
            if len(urls) == 1:
                members.see(name, slug_of(urls[0]))
        for name, url in sorted(seen):
            urls = _split_urls(url)
            names = members.split_names(name, len(urls)) if len(urls) > 1 else []
            if len(names) == len(urls):
                for one, address in zip(names, urls, strict=True):
                    members.see(one, slug_of(address))

    def senders(self) -> Iterator[tuple[str, str]]:
        """Name and profile of every sender and every single recipient."""
        for message in self.kept:
            yield message.sender, slug_of(message.sender_url)
            if len(urls := _split_urls(message.to_urls)) == 1:
                yield message.to, slug_of(urls[0])

    def always_there(self) -> set[str]:
        """The profiles that take part in every message, where they meet several people."""
        everywhere: set[str] | None = None
        for message in self.kept:
            slugs = {slug_of(message.sender_url), *map(slug_of, _split_urls(message.to_urls))}
            everywhere = slugs if everywhere is None else everywhere & slugs
            if not everywhere:
                break
        return (everywhere or set()) - {""}

    def write(self, members: Members) -> None:
        """Adds the messages as events, and the people that only messages know."""
        _Writer(self, members).write()
        for reason, n in sorted(self.left_out.items()):
            if n:
                self.rows.ignore(f"{n:,} {_LEFT_OUT[reason]}")


def _cells(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells that count of every row, in one order whatever the year."""
    names = (
        "conversation id",
        "from",
        "sender profile url",
        "to",
        "recipient profile urls",
        "date",
        "subject",
        "content",
        "folder",
        "is message draft",
        "is conversation draft",
    )
    places = [sheet.place(name) for name in names]
    for line, cells in sheet.records:
        yield line, tuple(cells[p] if p >= 0 else "" for p in places)


def _trap(cells: tuple[str, ...], *, has_senders: bool) -> str:
    """Why a row stands for no message between people, or ""."""
    _, sender, url, _, _, date, _, content, folder, draft, conversation_draft = cells
    if draft.lower() in _YES or conversation_draft.lower() in _YES:
        return "draft"
    if folder.lower() == "spam":
        return "spam"
    if not date:
        return ""
    if not slug_of(url):
        if sender.lower() in GONE or not sender:
            return "gone"
        if has_senders and any(mark in content.lower() for mark in _ADVERTISEMENT):
            return "sponsored"
    return ""


def _may_matter(cells: tuple[str, ...]) -> bool:
    """Whether the text may introduce somebody; most do not and are dropped at once."""
    content = cells[7].encode(errors="replace")
    return may_join(cells[6], content) or may_introduce(content)


def _split_urls(text: str) -> list[str]:
    return [url for url in (part.strip(" ,;") for part in _BETWEEN_URLS.split(text)) if url]


class _Writer:
    """Writes gathered messages as events and who took part in them."""

    def __init__(self, messages: Messages, members: Members) -> None:
        self._messages = messages
        self._rows = messages.rows
        self._members = members
        self._known: dict[tuple[str, str, str], list[_Side]] = {}
        self._instants: dict[str, Instant | None] = {}
        self._copies: Counter[str] = Counter()
        self._hints = Hints()
        self._events: dict[str, list[Any]] = defaultdict(list)
        self._people: dict[str, list[Any]] = defaultdict(list)
        self._seen_in = self._profiles_by_conversation()

    def write(self) -> None:
        others = self._others_by_conversation()
        for message in self._messages.kept:
            self._one(message, others)
        for table, columns in (("events", self._events), ("event_people", self._people)):
            if columns:
                logged = np.full(len(columns["line"]), "logged", dtype=object)
                self._rows.add_frame(table, {**columns, "origin": logged})
        self._hints.close(self._rows, unique_names(sorted(self._messages.people.items())))

    def _one(self, message: _Message, others: Mapping[str, dict[_Side, None]]) -> None:
        instant = self._instant(message.date)
        if instant is None:
            self._rows.skip(message.line, not_a_date("DATE", message.date))
            self._rows.records -= 1
            return
        conversation = message.conversation
        sender = self._sides(conversation, message.sender, message.sender_url)
        if not sender:
            self._messages.left_out["sponsored" if self._messages.has_urls else "unclear"] += 1
            return
        to = self._sides(conversation, message.to, message.to_urls)
        if not message.to and not message.to_urls:
            to = list(others.get(conversation, ()))
        to = [side for side in to if side[0] != sender[0][0]]
        if not to:
            self._messages.left_out["unclear"] += 1
            return
        event = self._id(message, instant, sender[0][0])
        self._add(event, instant, sender[0], to, message.line)
        if message.text:
            self._hints.message(
                message.line, event, instant.seconds, sender[0], to, message.text, message.subject
            )

    def _add(self, event: str, instant: Instant, sender: _Side, to: list[_Side], line: int) -> None:
        events, people = self._events, self._people
        events["id"].append(event)
        events["instant"].append(instant.seconds)
        events["offset_minutes"].append(instant.offset_minutes)
        events["precision"].append(instant.precision)
        events["kind"].append("message")
        events["line"].append(line)
        for key, role in ((sender[0], "by"), *((key, "to") for key, _ in to)):
            people["event"].append(event)
            people["person"].append(key)
            people["role"].append(role)
            people["line"].append(line)
        for key, name in (sender, *to):
            self._messages.people.setdefault(key, name)

    def _id(self, message: _Message, instant: Instant, sender: str) -> str:
        """An id by conversation, second and sender: the same in every later export."""
        who = self._members.owner_slug or "owner" if sender == EGO else sender
        said = f"{message.conversation}\x1f{instant.seconds}\x1f{who}"
        mark = hashlib.blake2b(said.encode(errors="replace"), digest_size=8).hexdigest()
        self._copies[mark] += 1
        n = self._copies[mark]
        return f"li{mark}" if n == 1 else f"li{mark}.{n}"

    def _instant(self, date: str) -> Instant | None:
        if date not in self._instants:
            self._instants[date] = parse_instant(date, "month first")
        return self._instants[date]

    def _sides(self, conversation: str, names: str, urls: str) -> list[_Side]:
        """The people behind a cell of names and a cell of addresses."""
        case = ("" if urls else conversation, names, urls)
        known = self._known.get(case)
        if known is None:
            known = self._known[case] = list(dict(self._found(*case)).items())
        return known

    def _found(self, conversation: str, names: str, urls: str) -> Iterator[_Side]:
        members = self._members
        slugs = [slug for slug in map(slug_of, _split_urls(urls)) if slug]
        for slug in slugs:
            yield members.key("", slug), members.name_of(slug)
        listed = members.split_names(names, len(slugs))
        for name in listed if len(listed) > len(slugs) else ():
            here = self._seen_in.get((conversation, key_of_name(name)), set())
            key = members.key(name, next(iter(here)) if len(here) == 1 else "")
            if not key and not self._messages.has_urls and not members.is_ambiguous(name):
                key = members.key_by_name(name)
            if key:
                yield key, bare_name(name)

    def _profiles_by_conversation(self) -> dict[tuple[str, str], set[str]]:
        """Under which addresses a name writes in a conversation: so it is known who is meant."""
        seen: dict[tuple[str, str], set[str]] = defaultdict(set)
        for message in self._messages.kept if not self._messages.has_urls else ():
            if slug := slug_of(message.sender_url):
                seen[message.conversation, key_of_name(message.sender)].add(slug)
        return seen

    def _others_by_conversation(self) -> Mapping[str, dict[_Side, None]]:
        """Who takes part in each conversation that has a message to nobody."""
        silent = {m.conversation for m in self._messages.kept if not m.to and not m.to_urls}
        others: dict[str, dict[_Side, None]] = defaultdict(dict)
        for message in self._messages.kept if silent else ():
            if message.conversation in silent:
                place = message.conversation
                sides = self._sides(place, message.sender, message.sender_url)
                sides = sides + self._sides(place, message.to, message.to_urls)
                others[place].update(dict.fromkeys(sides))
        return others
