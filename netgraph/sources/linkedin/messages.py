"""LinkedIn's messages.csv: who wrote to whom, and when. The text is looked at and let go.

Left out and counted: drafts, what LinkedIn filed as spam, advertisements, and messages of members
who have left (each time another unknown). A message is a few numbers while it waits for the names
of all files to be known, so that a million of them fit.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ...schema import EGO, PRECISIONS, same_text
from ..cells import not_a_date
from ..dates import parse_instant
from ..edges import event_ids
from ..hints import Hints, unique_names
from ..wording import may_introduce, may_join, names_two
from .members import GONE, Members, counted, slug_of
from .sides import Cell, Side, Sides, split_urls

if TYPE_CHECKING:
    from ..rows import Rows
    from ..sheet import Sheet

_COLUMNS: Final = (
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
_ADVERTISEMENT: Final = ("spinmail", "%firstname%", "%lastname%", "%companyname%")
_MOST_TEXTS: Final = 100_000
"""So many texts that may introduce somebody wait for the names; they are dropped with them."""

_YES: Final = frozenset({"yes", "true", "1"})
_LEFT_OUT: Final = {
    "draft": "draft that was never sent|drafts that were never sent",
    "spam": "message that LinkedIn filed as spam|messages that LinkedIn filed as spam",
    "sponsored": "advertisement or message from a page|advertisements and messages from pages",
    "gone": "message of a member who has left LinkedIn|messages of members who have left LinkedIn",
    "unclear": "message that does not say for sure who the other side is"
    "|messages that do not say for sure who the other side is",
}


Texts = NDArray[np.object_]
Longs = NDArray[np.int64]


@dataclass
class Messages:
    """The messages of one file, gathered first and written once all names are known.

    `people` has the name of everybody in them by key; `has_urls` is whether the file shows the
    addresses of recipients, as it does since 2023.
    """

    rows: Rows
    people: dict[str, str] = field(default_factory=dict)
    has_urls: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    _cells: dict[Cell, int] = field(default_factory=dict)
    _talks: dict[str, int] = field(default_factory=dict)
    _talk: array[int] = field(default_factory=lambda: array("q"))
    _sender: array[int] = field(default_factory=lambda: array("q"))
    _to: array[int] = field(default_factory=lambda: array("q"))
    _seconds: array[int] = field(default_factory=lambda: array("q"))
    _offset: array[float] = field(default_factory=lambda: array("d"))
    _precision: array[int] = field(default_factory=lambda: array("b"))
    _line: array[int] = field(default_factory=lambda: array("q"))
    _texts: dict[int, tuple[str, str]] = field(default_factory=dict)

    # --- gathering -----------------------------------------------------------------------
    def gather(self, sheet: Sheet) -> None:
        """Takes in the rows of a file."""
        places = [sheet.place(name) for name in _COLUMNS]
        has_senders, self.has_urls = places[2] >= 0, places[4] >= 0
        pick = itemgetter(*places)
        for line, cells in sheet.records:
            cells.append("")  # what a column that is missing (place -1) holds
            row = pick(cells)
            reason = _trap(row, has_senders=has_senders)
            if reason:
                self.rows.records += 1
                self.left_out[reason] += 1
            else:
                self._keep(line, row)

    def _keep(self, line: int, row: tuple[str, ...]) -> None:
        talk, sender, url, to, to_urls, date, subject, content, *_ = row
        instant = parse_instant(date, "month first")
        if instant is None:
            self.rows.skip(line, not_a_date("DATE", date))
            return
        self.rows.records += 1
        cells, talks = self._cells, self._talks
        self._talk.append(talks.setdefault(talk, len(talks)))
        self._sender.append(cells.setdefault(Cell(sender, url), len(cells)))
        self._to.append(cells.setdefault(Cell(to, to_urls), len(cells)))
        self._seconds.append(instant.seconds)
        self._offset.append(instant.offset_minutes)
        self._precision.append(PRECISIONS.index(instant.precision))
        self._line.append(line)
        text = content.encode(errors="replace") if len(self._texts) < _MOST_TEXTS else b""
        names = to.split(",") if "," in to else ()
        if may_join(subject, text) or may_introduce(text) or names_two(names, text):
            self._texts[len(self._line) - 1] = (subject, content)

    def see_names(self, members: Members) -> None:
        """Shows every name that stands beside an address, single ones first."""
        several = []
        for names, urls in sorted(self._cells):
            addresses = split_urls(urls)
            if len(addresses) == 1:
                members.see(names, slug_of(addresses[0]))
            elif addresses:
                several.append((names, addresses))
        for names, addresses in several:
            listed = members.split_names(names, len(addresses))
            if len(listed) == len(addresses):
                for name, address in zip(listed, addresses, strict=True):
                    members.see(name, slug_of(address))

    def senders(self) -> Counter[tuple[str, str]]:
        """How often each name and profile sends, or is written to alone."""
        times = Counter(self._sender) + Counter(self._to)
        shown: Counter[tuple[str, str]] = Counter()
        for (names, urls), number in self._cells.items():
            addresses = split_urls(urls)
            if len(addresses) == 1:
                shown[names, slug_of(addresses[0])] += times[number]
        return shown

    def always_there(self) -> set[str]:
        """The profiles that take part in every message."""
        slugs = [set(map(slug_of, split_urls(urls))) for _, urls in self._cells]
        everywhere: set[str] | None = None
        for sender, to in set(zip(self._sender, self._to, strict=True)):
            here = slugs[sender] | slugs[to]
            everywhere = here if everywhere is None else everywhere & here
            if not everywhere:
                break
        return (everywhere or set()) - {""}

    # --- writing -------------------------------------------------------------------------
    def write(self, members: Members) -> None:
        """Adds the messages as events, and who took part in them."""
        course, parts = self._parts(members)
        size = np.array([len(part) for part in parts], np.int64)[course]
        kept = np.flatnonzero(size > 1)
        self.left_out["sponsored" if self.has_urls else "unclear"] += int((size == 0).sum())
        self.left_out["unclear"] += int((size == 1).sum())
        if len(kept):
            ids = self._ids(course[kept], kept, parts, members)
            self._add_events(ids, kept)
            self._add_people(ids, kept, course[kept], parts)
            self._hear(ids, kept, course, parts, members)
        for reason, n in sorted(self.left_out.items()):
            if n:
                self.rows.ignore(counted(n, _LEFT_OUT[reason]))

    def _parts(self, members: Members) -> tuple[Longs, list[list[Side]]]:
        """Which course each message took (who to whom), and the people of every course."""
        cells = list(self._cells)
        talk, sender, to = (np.array(column) for column in (self._talk, self._sender, self._to))
        n = len(cells)
        by_talk = not self.has_urls or any(not any(cells[i]) for i in np.unique(to).tolist())
        packed = ((talk if by_talk else talk * 0) * n + sender) * n + to
        different, course = np.unique(packed, return_inverse=True)
        rest, receiver = np.divmod(different, max(n, 1))
        talker, writer = np.divmod(rest, max(n, 1))
        courses = list(zip(talker.tolist(), writer.tolist(), receiver.tolist(), strict=True))
        sides = Sides(cells, members, courses, has_urls=self.has_urls)
        return course, [sides.of_message(*one) for one in courses]

    def _ids(self, course: Longs, kept: Longs, parts: list[list[Side]], members: Members) -> Texts:
        """Ids by conversation, second and sender: the same in every later export."""
        me = f"in:{members.owner_slug}" if members.owner_slug else EGO
        words: dict[str, int] = {f"\x1f{talk}": n for talk, n in self._talks.items()}
        senders = [part[0][0] if part else "" for part in parts]
        who = [words.setdefault(me if key == EGO else key, len(words)) for key in senders]
        talk, seconds = np.array(self._talk)[kept], np.array(self._seconds)[kept]
        keys = np.array(list(words), dtype=object)
        return event_ids(keys, talk, np.array(who, np.int64)[course], seconds)

    def _add_events(self, ids: Texts, kept: Longs) -> None:
        columns = {
            "id": ids,
            "instant": np.array(self._seconds)[kept],
            "offset_minutes": np.array(self._offset)[kept],
            "precision": np.array(PRECISIONS, dtype=object)[np.array(self._precision)[kept]],
            "kind": same_text("message", len(ids)),
            "line": np.array(self._line)[kept],
            "origin": same_text("logged", len(ids)),
        }
        self.rows.add_frame("events", columns)

    def _add_people(self, ids: Texts, kept: Longs, course: Longs, parts: list[list[Side]]) -> None:
        """One row a message and person, the sender first."""
        size = np.array([len(part) for part in parts], np.int64)
        start = np.cumsum(size) - size
        keys = np.array([key for part in parts for key, _ in part], dtype=object)
        counts = size[course]
        first = np.cumsum(counts) - counts
        n = int(counts.sum())
        roles = same_text("to", n)
        roles[first] = "by"
        columns = {
            "event": np.repeat(ids, counts),
            "person": keys[np.repeat(start[course] - first, counts) + np.arange(n)],
            "role": roles,
            "line": np.repeat(np.array(self._line)[kept], counts),
            "origin": same_text("logged", n),
        }
        self.rows.add_frame("event_people", columns)
        for at in np.unique(course).tolist():
            for key, name in parts[at]:
                self.people.setdefault(key, name)

    def _hear(
        self, ids: Texts, kept: Longs, course: Longs, parts: list[list[Side]], members: Members
    ) -> None:
        """Listens for introductions in the few texts that may hold one."""
        hints = Hints()
        for i, (subject, text) in self._texts.items():
            at = int(np.searchsorted(kept, i))
            if at < len(kept) and kept[at] == i:
                by, *to = parts[int(course[i])]
                hints.message(self._line[i], ids[at], self._seconds[i], by, to, text, subject)
        self._texts.clear()
        hints.close(self.rows, unique_names(sorted({*self.people.items(), *members.named()})))


def _trap(row: tuple[str, ...], *, has_senders: bool) -> str:
    """Why a row stands for no message between people, or ""."""
    _, sender, url, _, _, date, _, content, folder, draft, conversation_draft = row
    if draft.lower() in _YES or conversation_draft.lower() in _YES:
        return "draft"
    if folder.lower() == "spam":
        return "spam"
    if not date or slug_of(url):
        return ""
    if sender.lower() in GONE or not sender:
        return "gone"
    if has_senders and any(mark in content.lower() for mark in _ADVERTISEMENT):
        return "sponsored"
    return ""
