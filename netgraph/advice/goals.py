"""Whom a question is about: one person, the people at a company, the people of a field; and whom
of them to prefer: those with a title the user looks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import NetgraphError
from ..schema import fold_company, fold_name, split_many
from .chance import asker

if TYPE_CHECKING:
    from ..network import Network

People = NDArray[np.int64]


@dataclass(frozen=True)
class Goal:
    """The people that would do (ego left out), those preferred among them, and what to call it."""

    people: People
    preferred: People
    what: str
    kind: str


def goal_of(net: Network, company: str | None, person: str | None, field: str | None) -> Goal:
    """Return whom the question is about; exactly one of the three must be given."""
    given = {"company": company, "person": person, "field": field}
    named = [name for name, word in given.items() if word is not None]
    if len(named) != 1:
        found = " and ".join(named) or "none of them"
        raise NetgraphError(f"give exactly one of company=, person=, field=; got {found}")
    ego = asker(net)
    if person is not None:
        target = net.index_of(person)
        if target == ego:
            raise NetgraphError(f"{person!r} is you: ask for somebody else")
        one = np.array([target])
        return Goal(one, one[:0], net.label(target), "person")
    if company is not None:
        row = net.company_row(company)
        people = np.flatnonzero(net.company == row)
        what = str(net.companies["name"].iloc[row])
    else:
        people, what = np.flatnonzero(_in_field(net, str(field))), str(field)
    people = people[people != ego]
    return Goal(people, people[_has_wanted_title(net, people, company)], what, named[0])


def _in_field(net: Network, field: str) -> NDArray[np.bool_]:
    """Return whose title, tags or company speak of the field, or whom the targets put in it."""
    wanted = f" {fold_name(field)} "
    if not wanted.strip():
        raise NetgraphError("field='' is empty; expected words such as 'renewable energy'")
    cards = net.people
    texts = zip(cards["title"], cards["company"], cards["tags"], strict=True)
    folds: dict[str, bool] = {}

    def speaks(text: str) -> bool:
        if text not in folds:
            folds[text] = wanted in f" {fold_name(text)} "
        return folds[text]

    found = [
        speaks(title) or speaks(company) or any(map(speaks, split_many(tags)))
        for title, company, tags in texts
    ]
    out = np.array(found, dtype=bool).reshape(net.n_people)
    targets = net.targets
    same = [f"{wanted}" in f" {fold_name(word)} " for word in targets["field"]]
    rows = targets[np.array(same, dtype=bool)]
    out |= np.isin(net.ids, rows["person"].to_numpy(dtype=object))
    named = {fold_name(word) for word in rows["company"]} - {""}
    if named and len(net.companies):
        at = [fold_name(name) in named for name in net.companies["name"]]
        out |= np.isin(net.company, np.flatnonzero(at))
    return out


def _has_wanted_title(net: Network, people: People, company: str | None) -> NDArray[np.bool_]:
    """Return whose title has the words of a title that the user's targets name for this place.

    A target of another company says nothing about whom to prefer here.
    """
    targets = net.targets
    here = {"", fold_company(company or "")}
    wanted = [
        set(fold_name(title).split())
        for title, place in zip(targets["title"], targets["company"], strict=True)
        if fold_company(place) in here
    ]
    wanted = [words for words in wanted if words]
    if not wanted or not len(people):
        return np.zeros(len(people), bool)
    titles = net.now.contacts["title"].to_numpy(dtype=object)[people]
    has = [any(words <= set(fold_name(title).split()) for words in wanted) for title in titles]
    return np.array(has, dtype=bool)
