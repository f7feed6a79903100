"""Which local keys are one person: union-find over certain marks, and over nothing else.

A mark is an e-mail address, a profile slug, a telephone number, a card's uid, an id, or a merge the
user asked for. Most belong to one person. An address or a number may be shared: where two people
who carry it are clearly different by name it joins nobody, except those whose very name the address
is made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .names import address_fits, all_alike, clearly_different

_MANY_NAMES: Final = 12
"""A number or address with more different names on it than this is an office's."""

_MAIL, _PHONE = "mail:", "tel:"
MAY_BE_SHARED: Final = (_MAIL, _PHONE)
"""Marks that several people can bear; all others are one person's."""


@dataclass
class Forest:
    """Union-find: people as small integers; the root of a tree is its smallest."""

    parent: list[int]

    @classmethod
    def of(cls, n: int) -> Forest:
        """Everybody for himself."""
        return cls(list(range(n)))

    def root(self, i: int) -> int:
        """The tree somebody is in."""
        parent = self.parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, i: int, j: int) -> int:
        """Makes two trees one; returns its root."""
        a, b = self.root(i), self.root(j)
        self.parent[max(a, b)] = min(a, b)
        return min(a, b)

    def roots(self) -> list[int]:
        """The tree of everybody, in order."""
        return [self.root(i) for i in range(len(self.parent))]


@dataclass
class Marks:
    """Who bears which mark, and by which names each goes.

    `bearers` has the people by mark, `names` the personal names by person, `organisations` those
    that are no person.
    """

    bearers: dict[str, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    names: dict[int, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    organisations: set[int] = field(default_factory=set)

    def says_who(self, person: int) -> bool:
        """Whether a record has a name or is an organisation's."""
        return person in self.names or person in self.organisations


class Trees:
    """The trees while they grow, each with the names borne in it."""

    def __init__(self, marks: Marks, forest: Forest) -> None:
        self.forest = forest
        self._names: dict[int, set[str]] = defaultdict(set)
        for person, names in marks.names.items():
            self._names[forest.root(person)].update(names)

    def names(self, person: int) -> set[str]:
        """All names in the tree somebody is in."""
        return self._names.get(self.forest.root(person), set())

    def may_be_one(self, i: int, j: int, *, strict: bool = False) -> bool:
        """Whether some names of two trees can be one person's; a tree without a name can be any."""
        some, others = self.names(i), self.names(j)
        if not some or not others or some & others:
            return True
        return any(not clearly_different(a, b, strict=strict) for a in some for b in others)

    def join(self, i: int, j: int) -> None:
        """Makes two trees one, with the names of both."""
        a, b = self.forest.root(i), self.forest.root(j)
        if a != b:
            names = self._names.pop(a, set()) | self._names.pop(b, set())
            root = self.forest.join(a, b)
            if names:
                self._names[root] = names


def join_by_marks(marks: Marks, forest: Forest) -> dict[str, set[int]]:
    """Joins all who share a mark that is one person's; returns whose the shared ones are.

    The result has an entry for every mark that was found to be shared: the people it is made of
    the name of, perhaps nobody.
    """
    several = sorted(mark for mark, people in marks.bearers.items() if len(people) > 1)
    for mark in several:
        if not mark.startswith(MAY_BE_SHARED):
            first, *rest = marks.bearers[mark]
            for other in rest:
                forest.join(first, other)
    trees = Trees(marks, forest)
    shared: dict[str, set[int]] = {}
    for mark in several:
        if not mark.startswith(MAY_BE_SHARED):
            continue
        bearers = sorted(marks.bearers[mark])
        if not _is_one_person(mark, bearers, marks, trees):
            shared[mark] = _owners(mark, bearers, marks, trees)
            bearers = sorted(shared[mark])
        for other in bearers[1:]:
            if trees.may_be_one(bearers[0], other):
                trees.join(bearers[0], other)
    return shared


def _is_one_person(mark: str, bearers: Iterable[int], marks: Marks, trees: Trees) -> bool:
    """Whether no two of those who bear a mark are clearly different people."""
    roots = sorted({trees.forest.root(person) for person in bearers})
    if len(roots) == 1:
        return True
    kinds = {person in marks.organisations for person in bearers if marks.says_who(person)}
    if len(kinds) > 1 or len({name for r in roots for name in trees.names(r)}) > _MANY_NAMES:
        return False
    strict = mark.startswith(_PHONE)
    return all(
        trees.may_be_one(a, b, strict=strict) for i, a in enumerate(roots) for b in roots[i + 1 :]
    )


def _owners(mark: str, bearers: list[int], marks: Marks, trees: Trees) -> set[int]:
    """Those whose own a shared address is: it is made of their name, and they can be one person.

    A record that is nothing but the address is theirs too.
    """
    if mark.startswith(_PHONE):
        return set()
    address = mark.removeprefix(_MAIL)
    fitting = {p for p in bearers if any(address_fits(name, address) for name in trees.names(p))}
    if not fitting or not all_alike((n for p in fitting for n in trees.names(p)), strict=False):
        return set()
    return fitting | {p for p in bearers if not marks.says_who(p) and not trees.names(p)}


def people_by_tree(forest: Forest) -> Mapping[int, list[int]]:
    """The members of each tree, in order."""
    trees: dict[int, list[int]] = defaultdict(list)
    for person, root in enumerate(forest.roots()):
        trees[root].append(person)
    return trees
