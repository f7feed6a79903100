"""What the records of all sources say of whom: local keys as numbers, their marks and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..schema import EGO, TABLES, Tables, fold_email, profile_slug, split_many
from .joining import Marks
from .names import is_name

if TYPE_CHECKING:
    import pandas as pd

PREFIXES: Final = {"id": "id:", "slug": "in:", "email": "mail:", "phone": "tel:", "uid": "uid:"}
"""Kind of a key, as the `keys` table says it, and how a mark of that kind begins."""

_KINDS: Final = {prefix: kind for kind, prefix in PREFIXES.items()}


@dataclass
class Records:
    """Everybody any row names.

    Attributes
    ----------
    keys
        The local keys; a person's number is the place in this list.
    places
        By table and person column, the number in every row (-1 for nobody).
    marks
        Who bears which mark, and by which names each goes.
    has_card
        Who has a row of `contacts`.
    has_own_card
        Who has one that somebody wrote; mailboxes and calendars only show that people are there.
    """

    keys: list[str] = field(default_factory=list)
    places: dict[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    has_card: set[int] = field(default_factory=set)
    has_own_card: set[int] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Tables) -> Records:
        """The records of these tables."""
        records = cls()
        for name, table in TABLES.items():
            if name == "keys":
                continue
            for column in table.columns:
                if column.kind == "person":
                    records.places[name, column.name] = records._place(tables[name][column.name])
        records._learn(tables.contacts)
        for number, key in enumerate(records.keys):
            if mark := _mark_of_key(key):
                records.marks.bearers[mark][number] = None
        return records

    def number(self, key: str) -> int:
        """The number of a local key; -1 where no row has it."""
        return self._numbers.get(key, -1)

    def add(self, key: str) -> int:
        """The number of a local key, a new one where no row has it."""
        if key not in self._numbers:
            self._numbers[key] = len(self.keys)
            self.keys.append(key)
        return self._numbers[key]

    def _place(self, column: pd.Series) -> NDArray[np.int64]:
        import pandas as pd

        codes, different = pd.factorize(column.to_numpy(dtype=object))
        numbers = [self.add(key) if key else -1 for key in different.tolist()]
        return np.array([*numbers, -1], np.int64)[codes]

    def _learn(self, contacts: pd.DataFrame) -> None:
        columns = ("name", "company", "emails", "phones", "linkedin", "keys", "kind")
        numbers = self.places["contacts", "id"].tolist()
        self.has_card.update(numbers)
        is_own = (contacts["origin"] != "logged").tolist()
        self.has_own_card.update(n for n, own in zip(numbers, is_own, strict=True) if own)
        for number, name, company, emails, phones, slug, more, kind in zip(
            numbers, *(contacts[c].tolist() for c in columns), strict=True
        ):
            for mark in marks_of_card(emails, phones, slug, more):
                self.marks.bearers[mark][number] = None
            if kind == "organisation":
                self.marks.organisations.add(number)
            elif name and is_name(name, company):
                self.marks.names[number][name] = None


def marks_of_card(emails: str, phones: str, linkedin: str, more: str) -> Iterator[str]:
    """The marks on a card: what can make it one with another."""
    if emails:
        for address in map(fold_email, split_many(emails)):
            if address:
                yield f"mail:{address}"
    if phones:
        for phone in split_many(phones):
            if number := international(phone):
                yield f"tel:{number}"
    if linkedin:
        yield f"in:{profile_slug(linkedin) or linkedin.strip().lower()}"
    if more:
        yield from (word for word in split_many(more) if ":" in word)


def international(phone: str) -> str:
    """A number in E.164 where it is written internationally, else ""."""
    digits = "".join(c for c in phone if c.isdigit())
    return f"+{digits}" if phone.lstrip().startswith("+") and 7 <= len(digits) <= 15 else ""


def _mark_of_key(key: str) -> str:
    """The mark that a local key is by itself, or ""."""
    prefix, colon, value = key.partition(":")
    return key if value and prefix + colon in _KINDS else ""


def kind_and_value(mark: str) -> tuple[str, str]:
    """How the `keys` table says a mark.

    >>> kind_and_value("mail:ana@example.org")
    ('email', 'ana@example.org')
    """
    prefix, colon, value = mark.partition(":")
    return _KINDS.get(prefix + colon, prefix), value


def is_ego_known(records: Records, tables: Tables) -> bool:
    """Whether the rows speak of an owner: by name, or by how close somebody is to them."""
    if records.number(EGO) >= 0 or tables.owner:
        return True
    cards: Any = tables.contacts
    if tables.is_whole_log or not len(cards):
        return False
    group = cards["group"].to_numpy(dtype=object)
    close = ~np.isnan(cards["closeness"].to_numpy())
    return bool((close | ((group != "") & (group != "other"))).any())
