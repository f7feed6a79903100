"""Introductions that messages speak of, noted while they are read.

A reader shows each small message to `Hints`; the words are looked at in memory (`wording`) and let
go. What stays is a row of `introductions` with origin `inferred` and status `name_given`, which
makes no tie, and a pointer to the message (`event`): `evidence.introductions` weighs it against
what the people did afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from . import mentions, wording
from .joining import joined

if TYPE_CHECKING:
    from .rows import Rows

JOINS: Final = "joins"
MAY_JOIN: Final = "may join"
NAMES: Final = "names"
TELLS: Final = "tells"
SENT_BY: Final = "sent by"
THANKS: Final = "thanks"
NOTE: Final = "note"

MAX_HEARD: Final = 50_000
"""So many sentences wait for the names of the file to be known; they are dropped with it."""

MOST_TOLD: Final = 4
"""Two who are introduced, and two who look on."""

_PRONOUN: Final = re.compile(
    r"(?:she|he|they|er|sie|elle|il|ella|él|lei|lui|ela|ele|zij|hij)\b", re.I
)
_LONGEST: Final = 400
_MOST_WORDS_IN_NAME: Final = 5

Person = tuple[str, str]
"""A person's key and name."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence that may name somebody, and who said it to whom."""

    line: int
    event: str
    day: int
    by: str
    to: str
    sentence: str
    is_note: bool


class Hints:
    """What the messages of one file say about introductions."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, str], tuple[int, int, str]] = {}
        self._heard: list[_Heard] = []

    def message(
        self,
        line: int,
        event: str,
        instant: int,
        by: Person,
        to: list[Person],
        text: str,
        subject: str = "",
    ) -> None:
        """Looks at a message from one person to at most four; others introduce nobody."""
        day = instant // 86_400
        if 2 <= len(to) <= MOST_TOLD:
            self._join(line, event, day, by, to, text, subject)
        elif len(to) == 1 and wording.may_introduce(text.encode(errors="replace")):
            self._hear(line, event, day, by[0], to[0][0], text, is_note=False)

    def _join(
        self,
        line: int,
        event: str,
        day: int,
        by: Person,
        to: list[Person],
        text: str,
        subject: str,
    ) -> None:
        """A message to several: thanks to one of two, or two of them joined."""
        names = [_ways_to_say(person[1]) for person in to]
        if len(to) == 2:
            thanked = [i for i in (0, 1) if wording.thanks_in_passing(text, names[i])]
            for i in thanked:
                self._add(THANKS, to[i][0], by[0], to[1 - i][0], line, day, event)
            if thanked:
                return
        found = joined(subject, text, names)
        if found is not None:
            a, b = (to[i][0] for i in found.pair)
            self._add(JOINS if found.is_plain else MAY_JOIN, by[0], a, b, line, day, event)

    def note(self, line: int, day: int, by: str, about: str, text: str) -> None:
        """Looks at a private note of one person about another."""
        self._hear(line, "", day, by, about, text, is_note=True)

    def _hear(
        self, line: int, event: str, day: int, by: str, to: str, text: str, *, is_note: bool
    ) -> None:
        if len(self._heard) >= MAX_HEARD:
            return
        for sentence in _with_pronouns(wording.sentences(wording.own_words(text))):
            if len(self._heard) < MAX_HEARD:
                words = wording.folded(sentence[:_LONGEST])
                self._heard.append(_Heard(line, event, day, by, to, words, is_note))

    def _add(
        self, cue: str, introducer: str, a: str, b: str, line: int, day: int, event: str
    ) -> None:
        if len({introducer, a, b}) == 3:
            self._found.setdefault((cue, introducer, a, b), (line, day, event))

    def close(self, rows: Rows, keys: Mapping[str, str]) -> None:
        """Writes what was found; `keys` leads from folded full names, unique ones, to people."""
        for heard in self._heard:
            sentence, named = _named(heard.sentence, keys)
            for person in named:
                self._weigh(heard, sentence, person)
        self._heard.clear()
        if self._found:
            rows.add_frame("introductions", self._columns())

    def _weigh(self, heard: _Heard, sentence: str, person: str) -> None:
        """One sentence that names one known person."""
        at = (heard.line, heard.day, heard.event)
        if heard.is_note:
            if wording.note_names_introducer(sentence):
                self._add(NOTE, person, heard.to, heard.by, *at)
        elif wording.thanks_for_introduction(sentence):
            self._add(THANKS, heard.to, person, heard.by, *at)
        elif wording.names_introducer(sentence):
            self._add(SENT_BY, person, heard.by, heard.to, *at)
        elif wording.names_somebody(sentence):
            cue = TELLS if mentions.plainly_sends_to(sentence) else NAMES
            self._add(cue, heard.by, person, heard.to, *at)

    def _columns(self) -> dict[str, Any]:
        cues, introducers, a, b = zip(*self._found, strict=True)
        lines, days, events = zip(*self._found.values(), strict=True)
        n = len(cues)
        return {
            "introducer": introducers,
            "introduced": b,
            "to": a,
            "date": [np.datetime64(day, "D") if day else None for day in days],
            "status": ["name_given"] * n,
            "origin": ["inferred"] * n,
            "line": lines,
            "cue": cues,
            "event": events,
        }


def _with_pronouns(sentences: list[str]) -> list[str]:
    """Sentences; one that goes on with he or she belongs to the one before."""
    found: list[str] = []
    for sentence in sentences:
        if found and _PRONOUN.match(sentence):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def _ways_to_say(name: str) -> list[str]:
    """The folded name, and the first and the last name alone."""
    whole = wording.folded(name)
    parts = whole.split()
    return list(dict.fromkeys([whole, *(p for p in (parts[:1] + parts[-1:]) if len(p) > 1)]))


def _named(sentence: str, keys: Mapping[str, str]) -> tuple[str, list[str]]:
    """The sentence with known full names as `@`, and whom they name."""
    words = sentence.split()
    out: list[str] = []
    named: dict[str, None] = {}
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS_IN_NAME, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            person = keys.get(name) if size > 1 or not name.isascii() else None
            if person is not None:
                named[person] = None
                out.append(wording.NAME)
                at += size
                break
        else:
            out.append(words[at])
            at += 1
    return " ".join(out), list(named)


def unique_names(people: Iterable[Person]) -> dict[str, str]:
    """Who is meant by a folded full name; names that several people bear mean nobody."""
    keys: dict[str, str] = {}
    shared: set[str] = set()
    for key, name in people:
        words = wording.folded(name)
        if words and keys.setdefault(words, key) != key:
            shared.add(words)
    return {name: key for name, key in keys.items() if name not in shared}
