"""From the user's words to people and companies, with near names where a word fits nobody."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import SchemaError, UnknownCompanyError, UnknownPersonError
from ..schema import company_keys, fold_email, fold_name, profile_slug, split_many
from .arrays import Bools, codes_of_one

if TYPE_CHECKING:
    from .view import Network

_MOST_NAMES = 50_000


def person_row(net: Network, word: str) -> int:
    """Return the number of the person a word means; `UnknownPersonError` where it is not one."""
    word = str(word).strip()
    at = codes_of_one(word, net.ids)
    if at >= 0:
        return at
    keys = net.record.tables.keys
    wanted = {word, fold_email(word), profile_slug(word), word.lower()} - {""}
    known = keys["person"][keys["value"].isin(wanted)].unique()
    rows = {codes_of_one(person, net.ids) for person in known} - {-1}
    if not rows:
        folded = fold_name(word)
        rows = {i for i, label in enumerate(net.labels) if fold_name(str(label)) == folded}
    if len(rows) == 1:
        return rows.pop()
    if rows:
        raise UnknownPersonError(
            f"{len(rows)} people go by {word!r}: {_listed(net, sorted(rows))}; use the id"
        )
    raise UnknownPersonError(f"no person {word!r}" + _near_people(net, word))


def _near_people(net: Network, word: str) -> str:
    """Return `; close: …` with up to three people whose name or id is near."""
    folded = fold_name(word)
    by_word: dict[str, int] = {}
    for i in range(min(net.n_people, _MOST_NAMES)):
        name = fold_name(str(net.labels[i]))
        for part in (str(net.ids[i]).lower(), name, *name.split()):
            by_word.setdefault(part, i)
    near = difflib.get_close_matches(folded or word.lower(), by_word, n=6, cutoff=0.7)
    rows = list(dict.fromkeys(by_word[n] for n in near))[:3]
    return f"; close: {_listed(net, rows)}" if rows else "; nobody of a similar name is known"


def _listed(net: Network, rows: Iterable[int]) -> str:
    rows = list(rows)
    parts = [f"{str(net.ids[i])!r} ({net.labels[i]})" for i in rows[:5]]
    return ", ".join(parts) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")


def company_row(net: Network, word: str) -> int:
    """Return the row of a company; `UnknownCompanyError` where none is so named."""
    word = str(word).strip()
    key = company_keys([word], net.record.tables.companies)[0]
    at = np.flatnonzero((net.companies["folded"].to_numpy() == key) & (key != ""))
    if len(at):
        return int(at[0])
    names = list(net.companies["name"])
    by_fold = {fold_name(name): name for name in names}
    folded = fold_name(word)
    inside = [name for fold, name in by_fold.items() if folded and folded in fold.split()]
    near = difflib.get_close_matches(folded, by_fold, n=3, cutoff=0.6)
    found = list(dict.fromkeys(inside[:3] + [by_fold[n] for n in near]))[:3]
    hint = f"; close: {', '.join(map(repr, found))}" if found else "; nobody known works there"
    raise UnknownCompanyError(f"no company {word!r}{hint}")


def matching(net: Network, columns: Mapping[str, Any]) -> Bools:
    """Whose card has these values."""
    keep = np.ones(net.n_people, bool)
    for name, value in columns.items():
        if name == "company":
            keep &= net.company == company_row(net, value)
            continue
        if name not in net.now.contacts:
            known = ", ".join(map(str, net.now.contacts.columns))
            raise SchemaError(f"people have no column {name!r}; they have {known}")
        cells = net.now.contacts[name]
        if name in ("tags", "emails", "phones"):
            keep &= np.array([value in split_many(cell) for cell in cells], dtype=bool)
        else:
            keep &= (cells == value).to_numpy(dtype=bool)
    return keep
