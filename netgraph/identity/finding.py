"""From a word to a person: id, alias, e-mail, profile or unique name; else near names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ..errors import UnknownPersonError
from ..schema import Tables, fold_email, fold_name, profile_slug

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMES: Final = 50_000
"""Near names are looked for among so many people at most: a typo is no reason to wait."""


def find(tables: Tables, word: str) -> str:
    """Whom does a word mean, in resolved tables?

    Parameters
    ----------
    tables : Tables
        Resolved: one row of `contacts` a person, `keys` filled.
    word : str
        An id, an alias, an e-mail, a profile address or slug, or a name only one person has.

    Returns
    -------
    str
        The person's id.

    Raises
    ------
    UnknownPersonError
        Nobody or several; the message has near names, or the ids to choose from.
    """
    cards = tables.contacts
    return find_among(cards["id"].tolist(), cards["name"].tolist(), tables.keys, word)


def find_among(ids: Sequence[str], names: Sequence[str], keys: pd.DataFrame, word: str) -> str:
    """Find a person among these ids and names (parallel, "" where none) and their keys."""
    word = str(word).strip()
    known = dict(zip(ids, names, strict=True))
    if word in known:
        return word
    wanted = {word, fold_email(word), profile_slug(word), word.lower()} - {""}
    is_certain = keys["value"].isin(wanted) & (keys["kind"] != "name")
    found: set[str] = set(keys["person"][is_certain]) & known.keys()
    if not found:
        folded = fold_name(word)
        found = {i for i, name in known.items() if folded and fold_name(name or i) == folded}
    if len(found) == 1:
        return found.pop()
    if found:
        raise UnknownPersonError(
            f"{len(found)} people go by {word!r}: {_listed(sorted(found), known)}; use the id"
        )
    raise UnknownPersonError(f"no person {word!r}{near_people(word, known)}")


def near_people(word: str, known: Mapping[str, str]) -> str:
    """Return `; close: …` with up to three people whose name or id is near."""
    by_word: dict[str, str] = {}
    for person, name in list(known.items())[:_MOST_NAMES]:
        folded = fold_name(name or person)
        for part in (person.lower(), folded, *folded.split()):
            by_word.setdefault(part, person)
    near = difflib.get_close_matches(fold_name(word) or word.lower(), by_word, n=6, cutoff=0.7)
    people = list(dict.fromkeys(by_word[n] for n in near))[:3]
    if not people:
        return "; nobody of a similar name is known"
    return f"; close: {_listed(people, known)}"


def _listed(people: Iterable[str], known: Mapping[str, str]) -> str:
    people = list(people)
    parts = [f"{person!r} ({known[person] or person})" for person in people[:5]]
    return ", ".join(parts) + (f" and {len(people) - 5} more" if len(people) > 5 else "")
