"""Does a message to a few people join two of them?

What it shows (`portraits`) and what it says (`clues`) are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from . import clues, phrases
from .portraits import Portraits, portraits
from .wording import own_words

_TITLE: Final = re.compile(
    r"^(?:intro\w* )?@(?: (?:and|und|et|y|e|en|x|meets?|trifft|meet) | )@(?: intro\w*)?$"
)
_ONLOOKER: Final = re.compile(
    r"\b(?:only|just|simply|merely)\b.{0,20}\b(?:copy|cc|here|because|for|so)\b|\bhere (?:because"
    r"|as|so|only|to)\b|\bfor (?:your )?(?:information|info|file|the record)\b"
    r"|\bknow(?:s|n)?\b.{0,30}\balready\b|\balready know|\bwitness\b|\breferee\b"
    r"|\b(?:cc|cc d|copied|copy) (?:since|because|so|as)\b|\bnur (?:in kopie|zur)\b"
    r"|\bjuste? (?:en copie|pour)\b|\bsolo (?:en copia|para)\b|\bkeeping you in\b"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """Two of the people written to, by place, and how much speaks for their being joined."""

    pair: tuple[int, int]
    sum: float

    @property
    def is_plain(self) -> bool:
        """Whether the words alone would do."""
        return self.sum >= clues.PLAIN


def joined(subject: str, text: str, people: list[list[str]]) -> Joined | None:
    """Which two a message joins, None where it joins nobody.

    Parameters
    ----------
    subject : str
        Its subject; that of an answer is somebody else's words.
    text : str
        What it says, with what it quotes.
    people : list of list of str
        The folded ways to say the name of each whom it is written to.
    """
    told = portraits(own_words(text), people)
    title = "" if phrases.ANSWER.match(subject) else " ".join(portraits(subject, people).lines)
    pair = _pair(told, people)
    if pair is None or ("@" not in title and not told.named & set(pair)):
        return None
    total = sum(weight for _, weight in signs(title, told, pair))
    return Joined(pair, total) if total >= clues.ENOUGH else None


def _pair(told: Portraits, people: list[list[str]]) -> tuple[int, int] | None:
    """The two whom a message is about: of several, those two who are told of and to."""
    if len(people) == 2:
        return 0, 1
    weight = [
        2 * sum(i in pair for pair in told.told)
        + sum(i in group for group in (told.described, told.pointed, told.turned, told.named))
        for i in range(len(people))
    ]
    for i in told.looking_on(_ONLOOKER):
        weight[i] = 0
    order = sorted(range(len(people)), key=lambda i: (-weight[i], i))
    if weight[order[1]] < 2 or weight[order[1]] == weight[order[2]]:
        return None
    return min(order[:2]), max(order[:2])


def signs(title: str, told: Portraits, pair: tuple[int, int]) -> list[tuple[str, float]]:
    """What speaks for or against an introduction, by name, with its weight.

    Where too little speaks for it, what speaks against it is not looked for.
    """
    shapes = [(name, clues.SHAPE[name][0]) for name in _shapes(title, told, pair)]
    lines = [title, *told.lines]
    found = shapes + _said(clues.FOR, lines)
    if sum(weight for _, weight in found) < clues.ENOUGH:
        return found
    against = _said(clues.AGAINST, lines)
    if not against:
        return found
    spoilt = [c.pattern for c in clues.AGAINST if c.name in clues.SPOIL]
    lines = [line for line in lines if not any(pattern.search(line) for pattern in spoilt)]
    return shapes + _said(clues.FOR, lines) + against


def _said(table: tuple[clues.Clue, ...], lines: list[str]) -> list[tuple[str, float]]:
    whole = "\n".join(lines)
    return [(clue.name, clue.weight) for clue in table if clue.pattern.search(whole)]


def _shapes(title: str, told: Portraits, pair: tuple[int, int]) -> Iterator[str]:
    two = set(pair)
    directions = {(x, y) for x, y in told.told if {x, y} == two}
    if len(directions) == 2:
        yield "told each"
    elif directions:
        yield "told one"
    described = len(told.described & two)
    if described:
        yield ("described one", "described both")[described - 1]
    if told.pointed & two:
        yield "pointed"
    if any({x, y} == two for x, y in told.promised):
        yield "promised"
    if told.mirrored:
        yield "mirrored"
    if _TITLE.search(title):
        yield "titled"
