"""Pairs that are probably one person and wait for a yes: proposed with reasons, never joined."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..schema import MANY_SEPARATOR, Tables, company_keys
from .blocks import candidates
from .likeness import Person, person_of
from .weighing import PROPOSE_FROM, Weighed, score_of, weigh

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: Final = (
    "id",
    "name",
    "emails",
    "linkedin",
    "company",
    "former_companies",
    "title",
    "location",
    "given_name",
    "family_name",
    "nickname",
    "birthday",
)
USUAL_BEARERS: Final = 6
"""Records of one name up to which they are rather one person's than namesakes."""

RIVAL_MARGIN: Final = 0.7
"""A pair loses against another that fits better by this, where both cannot be true."""


def propose(tables: Tables) -> pd.DataFrame:
    """Which people, kept apart by certain keys, are probably one?

    Parameters
    ----------
    tables : Tables
        Resolved: one row of `contacts` a person; a column `former_companies`, where there is one,
        says where they were before (a book knows).

    Returns
    -------
    DataFrame
        Columns a, b (ids, a < b), score (0 to 1, a rank: half is just worth a look), why; best
        first, then by id.

    Notes
    -----
    Weighed are names (short forms, transliteration, slips, initials, parts missing or swapped, a
    surname that changed), company, domains and local parts of addresses, title, place, birthday
    and profile. Two profiles are two people unless they show the same job. Where somebody fits two
    others who cannot be one, the clearly better pair is proposed. About linear in the people: each
    is compared with those that share a key (`blocks`).

    References
    ----------
    Fellegi & Sunter 1969, 10.1080/01621459.1969.10501049 (weights of agreement that add up).
    """
    import pandas as pd

    people = _people(tables)
    found = _weighed(people)
    kept = _without_rivals(found, people)
    rows = sorted(
        (-score_of(w.points), *_in_order(people[i], people[j]), _why(w))
        for (i, j), w in kept.items()
    )
    return pd.DataFrame(
        [(a, b, -minus, why) for minus, a, b, why in rows], columns=["a", "b", "score", "why"]
    )


def _people(tables: Tables) -> list[Person]:
    """Everybody with a name to compare; organisations and the owner's own row too, as they are."""
    cards = tables.contacts
    cards = cards[cards["kind"] != "organisation"]
    other_names: dict[str, list[str]] = defaultdict(list)
    names = tables.keys[tables.keys["kind"] == "name"]
    for person, name in zip(names["person"], names["value"], strict=True):
        other_names[person].append(name.replace(";", ","))
    companies = company_keys(cards["company"], tables.companies)
    columns = [c for c in _COLUMNS if c in cards.columns]
    rows = zip(*(cards[c].to_list() for c in columns), strict=True)
    people = []
    for cells, company in zip(rows, companies, strict=True):
        row = dict(zip(columns, cells, strict=True))
        row["other_names"] = MANY_SEPARATOR.join(other_names.get(row["id"], ()))
        person = person_of(row, company)
        if person is not None:
            people.append(person)
    return people


def _weighed(people: Sequence[Person]) -> dict[tuple[int, int], Weighed]:
    """The pairs worth a look; a name that very many bear counts less."""
    bearers = Counter(frozenset(p.names[0]) for p in people)
    found = {}
    for i, j in candidates(people):
        weighed = weigh(people[i], people[j])
        if weighed.points < PROPOSE_FROM:
            continue
        n = max(bearers[frozenset(people[k].names[0])] for k in (i, j))
        points = weighed.points - max(0.0, math.log(n / USUAL_BEARERS))
        if points >= PROPOSE_FROM:
            found[i, j] = weighed._replace(points=points)
    return found


def _without_rivals(
    found: dict[tuple[int, int], Weighed], people: Sequence[Person]
) -> dict[tuple[int, int], Weighed]:
    """Leaves out a pair where one of the two fits somebody else clearly better."""
    partners: dict[int, list[int]] = defaultdict(list)
    for i, j in found:
        partners[i].append(j)
        partners[j].append(i)

    def points(i: int, j: int) -> float:
        return found[min(i, j), max(i, j)].points

    whole = {i for pair, w in found.items() if w.n_missing == 0 for i in pair}

    def is_another_s(i: int, j: int) -> bool:
        """Whether the longer of two names has a bearer that goes by just that name."""
        longer = max((i, j), key=lambda k: len(people[k].names[0]))
        return found[min(i, j), max(i, j)].n_missing > 0 and longer in whole

    def loses(i: int, j: int) -> bool:
        """Whether i has a partner who cannot be j and fits better, or as well by name alone."""
        own = points(i, j)
        is_bare = len(found[min(i, j), max(i, j)].reasons) == 1
        bar = own - RIVAL_MARGIN if is_bare else own + RIVAL_MARGIN
        return any(
            points(i, k) > bar
            and (min(j, k), max(j, k)) not in found
            and weigh(people[j], people[k]).points < 0
            for k in partners[i]
            if k != j
        )

    return {
        (i, j): w
        for (i, j), w in found.items()
        if not loses(i, j) and not loses(j, i) and not is_another_s(i, j)
    }


def _in_order(one: Person, two: Person) -> tuple[str, str]:
    return (one.key, two.key) if one.key < two.key else (two.key, one.key)


def _why(weighed: Weighed) -> str:
    return ", ".join(dict.fromkeys(weighed.reasons))[:160]
