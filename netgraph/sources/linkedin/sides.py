"""Who is behind the cells of a message: by address, else by a name that is one person's here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..person_names import bare_name
from .members import Members, key_of_name, slug_of

_BETWEEN_URLS: Final = re.compile(r"[,;\s]+(?=(?:https?://|www\.|linkedin\.com/))", re.I)

Side = tuple[str, str]
"""A person's key and name."""

Course = tuple[int, int, int]
"""A message by the numbers of its conversation, of its sender's cell and of its recipients'."""


class Cell(NamedTuple):
    """Names and addresses as two cells of a row hold them: of a sender, or of recipients."""

    names: str
    urls: str


def split_urls(text: str) -> list[str]:
    """The addresses in a cell: parted where the next one begins, for names in them hold commas."""
    return [url for url in (part.strip(" ,;") for part in _BETWEEN_URLS.split(text)) if url]


class Sides:
    """The people of the messages of one file.

    `has_urls` is whether the file shows the addresses of recipients, as it does since 2023. Before,
    a name in a conversation is that of the profile which writes under it there.
    """

    def __init__(
        self, cells: Sequence[Cell], members: Members, courses: Sequence[Course], *, has_urls: bool
    ) -> None:
        self._cells = cells
        self._members = members
        self._has_urls = has_urls
        self._writes_here: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._takes_part: dict[int, dict[Side, None]] = defaultdict(dict)
        silent = {talk for talk, _, to in courses if not any(cells[to])}
        for talk, sender, _ in courses if not has_urls or silent else ():
            if slug := slug_of(cells[sender].urls):
                self._writes_here[talk, key_of_name(cells[sender].names)].add(slug)
        for talk, sender, to in courses if silent else ():
            if talk in silent:
                both = (*self._people(talk, sender), *self._people(talk, to))
                self._takes_part[talk].update(dict.fromkeys(both))

    def of_message(self, talk: int, sender: int, to: int) -> list[Side]:
        """The sender and the recipients; nobody where the sender is not known."""
        return list(self._found(talk, sender, to))

    def _found(self, talk: int, sender: int, to: int) -> Iterator[Side]:
        by = next(self._people(talk, sender), None)
        if by is None:
            return
        yield by
        everybody = any(self._cells[to])
        others = dict(self._people(talk, to) if everybody else self._takes_part.get(talk, ()))
        yield from (side for side in others.items() if side[0] != by[0])

    def _people(self, talk: int, number: int) -> Iterator[Side]:
        """The people behind one cell."""
        members, cell = self._members, self._cells[number]
        slugs = [slug for slug in map(slug_of, split_urls(cell.urls)) if slug]
        for slug in slugs:
            yield members.key("", slug), members.name_of(slug)
        listed = members.split_names(cell.names, len(slugs))
        for name in listed if len(listed) > len(slugs) else ():
            here = self._writes_here.get((talk, key_of_name(name)), set())
            key = members.key(name, next(iter(here)) if len(here) == 1 else "")
            if not key and not self._has_urls and not members.is_ambiguous(name):
                key = members.key_by_name(name)
            if key:
                yield key, bare_name(name)
