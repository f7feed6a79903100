"""Which pairs are worth weighing at all: people who share a way their names can be written.

Comparing everybody with everybody is quadratic; people are put under keys (given name in any form
with the surname's sound, initial with surname, given name with company …) and compared within.
A key that very many share says little: under it only people of one company are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from .likeness import Person
from .spelling import forms, skeleton, sound

MAX_BLOCK: Final = 40
"""People under one key beyond whom a shared key alone is no reason to compare."""

MAX_COMPANY_BLOCK: Final = 400
_LONG_LOCAL: Final = 6


def candidates(people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    """Pairs of places (i < j) of people who may be one, each once, in order."""
    with_bones = any(p.is_consonantal for p in people)
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in set(_keys(person, with_bones=with_bones)):
            blocks[key].append(place)
    n = len(people)
    found: set[int] = set()
    for block in blocks.values():
        if len(block) < 2:
            continue
        if len(block) <= MAX_BLOCK:
            found.update(i * n + j for x, i in enumerate(block) for j in block[x + 1 :])
        else:
            for part in _by_company(block, people):
                found.update(i * n + j for x, i in enumerate(part) for j in part[x + 1 :])
    blocks.clear()
    for pair in sorted(found):
        yield divmod(pair, n)


def _by_company(block: list[int], people: Sequence[Person]) -> Iterator[list[int]]:
    parts: dict[str, list[int]] = defaultdict(list)
    for place in block:
        if people[place].company:
            parts[people[place].company].append(place)
    yield from (p[:MAX_COMPANY_BLOCK] for p in parts.values())


def _keys(person: Person, *, with_bones: bool) -> Iterator[str]:
    for name in (*person.names, *person.others):
        words = [p for p in name if len(p) > 1]
        yield "=" + "".join(name)
        if not words:
            continue
        first, *rest = words
        for other in rest:
            for a in _ways(first):
                for b in _ways(other):
                    yield "&".join(sorted((a, b)))
            yield f"{first[0]}.{sound(other)}"
            if with_bones:
                yield "~".join(sorted((skeleton(first), skeleton(other))))
        if name[0] != first or not rest:
            yield f"{name[0][0]}.{sound(words[-1])}"
        if name[-1] != words[-1]:
            yield f"{name[-1][0]}.{sound(first)}"
        for a in _ways(first):
            if person.company:
                yield f"{a}@{person.company}"
            if rest:
                yield f"{a}^{sound(rest[-1])[:3]}"
                yield f"{a}${sound(rest[-1])[-4:]}"
        if rest and person.company:
            yield f"{sound(rest[-1])}@@{person.company}"
    for local in person.emails:
        letters = "".join(c for c in local if c.isalpha())
        if len(letters) >= _LONG_LOCAL:
            yield f"@{letters}"


def _ways(part: str) -> list[str]:
    """The groups of given names a part belongs to, and its sound."""
    return [*(f"#{g}" for g in sorted(forms(part))), sound(part)]
