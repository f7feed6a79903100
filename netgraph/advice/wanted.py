"""Whom do the user's targets mean: a person, the people of a company, the people of a field.

Nobody stands in two targets: a person named stands in that target alone, then the more urgent
target has them. Where the person wanted is not in the network, colleagues stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import NetgraphError, UnknownCompanyError, UnknownPersonError
from ..schema import fold_name
from .goals import goal_of

if TYPE_CHECKING:
    from ..network import Network

People = NDArray[np.int64]


@dataclass(frozen=True)
class Wanted:
    """A target: its id, what to call it, the people that would do, and those to prefer.

    `is_person` marks a person named; `stands_in` the name of somebody not in the network, for
    whom `people` are colleagues who may know them; `company` is a row of `net.companies`, −1.
    """

    id: str
    what: str
    people: People
    preferred: People
    is_person: bool = False
    stands_in: str = ""
    company: int = -1


def wanted_of(
    net: Network,
    companies: Sequence[str] | None,
    people: Sequence[str] | None,
    fields: Sequence[str] | None,
) -> list[Wanted]:
    """Return what is asked for, else the user's targets, the most urgent first."""
    if companies is None and people is None and fields is None:
        found = _of_table(net)
    else:
        found = [_named(net, "person", word) for word in _words("people", people)]
        found += [_named(net, "company", word) for word in _words("companies", companies)]
        found += [_named(net, "field", word) for word in _words("fields", fields)]
    return _apart(found)


def _words(name: str, words: Sequence[str] | None) -> list[str]:
    if isinstance(words, str):
        raise NetgraphError(f"{name}={words!r} is one text; expected a list such as [{words!r}]")
    return list(dict.fromkeys(words or ()))


def _named(net: Network, kind: str, word: str) -> Wanted:
    goal = goal_of(net, **{"company": None, "person": None, "field": None, kind: word})
    name = str(net.ids[goal.people[0]]) if kind == "person" else word
    company = net.company_row(word) if kind == "company" else -1
    return Wanted(name, goal.what, goal.people, goal.preferred, kind == "person", "", company)


def _of_table(net: Network) -> list[Wanted]:
    table = net.targets
    urgency = np.nan_to_num(table["priority"].to_numpy(float), nan=np.inf)
    order = np.lexsort((table["id"].to_numpy(dtype=object).astype(str), urgency))
    columns = ("id", "person", "name", "company", "title", "field")
    rows = zip(*(table[c].tolist() for c in columns), strict=True)
    every = list(rows)
    return [_of_row(net, *every[at]) for at in order.tolist()]


def _of_row(
    net: Network, id_: str, person: str, name: str, company: str, title: str, field: str
) -> Wanted:
    """Return what a row of the table means; whom it names first, then where, then in what field."""
    for word in filter(None, (person, name)):
        try:
            return replace(_named(net, "person", word), id=id_)
        except UnknownPersonError:
            continue
    nobody = np.zeros(0, np.int64)
    what = name or company or field or title
    if company:
        try:
            found = _named(net, "company", company)
        except UnknownCompanyError:
            return Wanted(id_, what, nobody, nobody, stands_in=name)
        own = _titled(net, found.people, title)
        preferred = own if len(own) or title else found.preferred
        return replace(found, id=id_, what=what, preferred=preferred, stands_in=name)
    if field or title:
        found = _named(net, "field", field or title)
        return replace(found, id=id_, what=what, preferred=_titled(net, found.people, title))
    return Wanted(id_, what or id_, nobody, nobody)


def _titled(net: Network, people: People, title: str) -> People:
    """Return whose title has the words looked for."""
    words = set(fold_name(title).split())
    titles = net.now.contacts["title"].to_numpy(dtype=object)[people]
    has = [bool(words) and words <= set(fold_name(text).split()) for text in titles]
    titled: People = people[np.array(has, dtype=bool)]
    return titled


def _apart(wanted: list[Wanted]) -> list[Wanted]:
    """Return the targets with nobody in two of them."""
    named = [w.people for w in wanted if w.is_person]
    taken = np.unique(np.concatenate(named)) if named else np.zeros(0, np.int64)
    seen: set[int] = set()
    out: list[Wanted] = []
    for one in wanted:
        if one.is_person:
            if int(one.people[0]) not in seen:
                seen.add(int(one.people[0]))
                out.append(one)
            continue
        left = np.setdiff1d(one.people, taken)
        taken = np.union1d(taken, left)
        out.append(replace(one, people=left, preferred=np.intersect1d(one.preferred, left)))
    return out
