"""Who is meant by a name or a profile address anywhere in one export.

Connections had no address before 2023, messages name recipients without one before that too. So the
names of all files are joined to the addresses of all files first: a name that leads to one profile
only, or to one connection only, is that person; a name that leads to several is nobody in
particular.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from ...schema import EGO, profile_slug
from ..person_names import bare_name, is_han, name_key

GONE: Final = frozenset({"linkedin member", "linkedin mitglied", "membre de linkedin"})
"""How LinkedIn calls somebody who has left: each time another unknown."""

_MOST_COMMAS: Final = 5
"""So many parts a name with its credentials has at most."""

slug_of = lru_cache(maxsize=262_144)(profile_slug)
key_of_name = lru_cache(maxsize=262_144)(name_key)


def full_name(first: str, last: str) -> str:
    """First and last name as one says them: the family first where it is written in Han."""
    first, last = bare_name(first), bare_name(last)
    if is_han(first) and is_han(last):
        return last + first
    return f"{first} {last}".strip()


def counted(n: int, what: str) -> str:
    """A number and what is counted, in the singular or plural of `one|several`.

    >>> counted(1, "draft|drafts"), counted(1_200, "draft|drafts")
    ('1 draft', '1,200 drafts')
    """
    one, _, several = what.partition("|")
    return f"{n:,} {one if n == 1 else several}"


@dataclass
class Members:
    """Everybody in one export.

    `owner_name` and `owner_slug` are whose export it is, "" where no file says.
    """

    owner_name: str = ""
    owner_slug: str = ""
    _slugs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _without: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _own_names: dict[str, str] = field(default_factory=dict)
    _jobs: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def see(self, name: str, slug: str) -> None:
        """A name that stands beside a profile address."""
        if slug and name and name.lower() not in GONE:
            self._slugs[key_of_name(name)].add(slug)
            self._names[slug][bare_name(name)] += 1

    def see_connection(self, name: str, key: str) -> None:
        """A connection without an address, under a key of its own."""
        self._without[key_of_name(name)].append(key)
        self._own_names[key] = bare_name(name)

    def see_job(self, name: str, company: str, key: str) -> None:
        """Where somebody works, by folded name."""
        if company:
            self._jobs[key_of_name(name), company].add(key)

    def at_company(self, name: str, company: str) -> str:
        """The only one of that name at a company (folded), or ""."""
        found = self._jobs.get((key_of_name(name), company), set())
        return next(iter(found)) if len(found) == 1 else ""

    def named(self) -> Iterator[tuple[str, str]]:
        """Key and name of everybody whom the files name."""
        for slug in self._names:
            yield (EGO if slug == self.owner_slug else f"in:{slug}"), self.name_of(slug)
        yield from self._own_names.items()

    def slug_for_connection(self, name: str) -> str:
        """The profile of a connection without an address: the only one of that name, or ""."""
        folded = key_of_name(name)
        slugs = self._slugs.get(folded, set()) - {self.owner_slug}
        if len(slugs) != 1 or len(self._without.get(folded, ())) > 1:
            return ""
        return next(iter(slugs))

    def key(self, name: str, slug: str) -> str:
        """The local key of a person by address, else by name; "" where that is nobody known."""
        if slug:
            return EGO if slug == self.owner_slug else f"in:{slug}"
        folded = key_of_name(name)
        if not folded or name.lower() in GONE:
            return ""
        slugs = self._slugs.get(folded, set())
        if folded == key_of_name(self.owner_name) and not slugs - {self.owner_slug}:
            return EGO
        without = self._without.get(folded, [])
        if len(slugs) == 1 and len(without) < 2:
            slug = next(iter(slugs))
            return EGO if slug == self.owner_slug else f"in:{slug}"
        return without[0] if len(without) == 1 and not slugs else ""

    def key_by_name(self, name: str) -> str:
        """The local key of somebody of whom only the name is known."""
        return f"li:{key_of_name(name)}" if key_of_name(name) else ""

    def is_ambiguous(self, name: str) -> bool:
        """Whether several people of this export bear the name."""
        folded = key_of_name(name)
        return len(self._slugs.get(folded, ())) + len(self._without.get(folded, ())) > 1

    def knows(self, name: str) -> bool:
        """Whether any file has somebody of that name."""
        folded = key_of_name(name)
        return folded in self._slugs or folded in self._without

    def name_of(self, slug: str) -> str:
        """The name a profile is most often seen with."""
        names = self._names.get(slug)
        return min(names.items(), key=lambda item: (-item[1], item[0]))[0] if names else ""

    def split_names(self, text: str, n: int = 0) -> list[str]:
        """The names in a list that is parted by commas, though names hold commas too.

        A name that is known is taken whole, the longest first; `n` is how many there are, if known.
        """
        parts = [part.strip() for part in text.split(",")]
        if len(parts) == 1 or n == 1:
            return [text.strip()] if text.strip() else []
        names: list[str] = []
        at = 0
        while at < len(parts):
            sizes = range(min(len(parts) - at, _MOST_COMMAS), 0, -1)
            size = next((s for s in sizes if self.knows(", ".join(parts[at : at + s]))), 1)
            whole = ", ".join(parts[at : at + size])
            if (
                names
                and size == 1
                and not self.knows(whole)
                and key_of_name(names[-1]) == (key_of_name(f"{names[-1]}, {whole}"))
            ):
                names[-1] = f"{names[-1]}, {whole}"  # "Jane Doe", "Ph.D."
            elif whole:
                names.append(whole)
            at += size
        return names

    def find_owner(self, sent: Iterable[tuple[str, str]], always: Iterable[str]) -> None:
        """Settles whose export it is.

        `sent` are the (name, slug) pairs that the files show in the owner's place, `always` the
        profiles that take part in every message. The owner's profile is the one most seen under
        the owner's name; without a name, the only one that is in every message.
        """
        slugs = Counter(slug for name, slug in sent if slug and self._is_owner(name))
        always = set(always)
        if slugs:
            best = min(slugs.items(), key=lambda item: (item[0] not in always, -item[1], item[0]))
            self.owner_slug = best[0]
        elif not self.owner_name and len(always) == 1:
            self.owner_slug = next(iter(always))
        self.owner_name = self.owner_name or self.name_of(self.owner_slug)

    def _is_owner(self, name: str) -> bool:
        return not self.owner_name or key_of_name(name) == key_of_name(self.owner_name)
