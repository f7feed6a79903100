"""From the user's words to people and companies, with near names where a word fits nobody."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import identity
from ..errors import SchemaError, UnknownCompanyError
from ..schema import company_keys, fold_company, fold_name, split_many
from .arrays import Bools, codes_of_one

if TYPE_CHECKING:
    from .view import Network


def person_row(net: Network, word: str) -> int:
    """Return the number of the person a word means; `UnknownPersonError` where it is not one."""
    word = str(word).strip()
    at = codes_of_one(word, net.ids)
    if at >= 0:
        return at
    names = net.now.contacts["name"].tolist()
    person = identity.find_among(net.ids.tolist(), names, net.record.tables.keys, word)
    return codes_of_one(person, net.ids)


def company_row(net: Network, word: str) -> int:
    """Return the row of a company; `UnknownCompanyError` where none is so named."""
    word = str(word).strip()
    key = company_keys([word], net.record.tables.companies)[0]
    at = np.flatnonzero((net.companies["folded"].to_numpy() == key) & (key != ""))
    if len(at):
        return int(at[0])
    names = list(net.companies["name"])
    by_fold = {fold_company(name): name for name in names} | {fold_name(n): n for n in names}
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
