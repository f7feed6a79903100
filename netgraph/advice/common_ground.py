"""What two people who are not known to know each other have in common: an event they were both
at, a company, a school, a tag. It is a reason to ask, not a tie.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..schema import fold_name, split_many

if TYPE_CHECKING:
    from ..network import Network

People = NDArray[np.int64]


class Shared(NamedTuple):
    """What a helper and a target share; `rank` 0 says most of whether they know each other."""

    rank: int
    by: str
    helper: int
    target: int
    said: str


def shared(net: Network, helpers: People, targets: People) -> list[Shared]:
    """Return what helpers (likeliest first) and targets have in common, most telling first.

    Of the helpers who share the same thing with a target only the first is named.
    """
    cards = net.now.contacts
    schools = [fold_name(text) for text in cards["school"]]
    tags = [[fold_name(tag) for tag in split_many(text)] for text in cards["tags"]]
    companies = [[row] if row >= 0 else [] for row in net.company.tolist()]
    kinds: tuple[tuple[str, str, list[list[Any]]], ...] = (
        ("company", "is at the same company as", companies),
        ("school", "went to the same school as", [[text] if text else [] for text in schools]),
        ("tag", "has a tag in common with", tags),
    )
    found = _events(net, helpers, targets)
    for rank, (by, said, words) in enumerate(kinds, start=1):
        found += _alike(rank, by, said, words, helpers, targets)
    place = {helper: at for at, helper in enumerate(helpers.tolist())}
    return sorted(found, key=lambda f: (f.rank, place[f.helper], f.target))


def _alike(
    rank: int, by: str, said: str, words: list[list[Any]], helpers: People, targets: People
) -> list[Shared]:
    """Return the first helper who shares each word with each target."""
    first: dict[Any, int] = {}
    second: dict[Any, int] = {}
    for person in helpers.tolist():
        for word in words[person]:
            if first.setdefault(word, person) != person:
                second.setdefault(word, person)
    found = []
    for target in targets.tolist():
        for word in words[target]:
            helper = first.get(word, -1)
            helper = second.get(word, -1) if helper == target else helper
            if helper >= 0:
                found.append(Shared(rank, by, helper, target, said))
    return found


def _events(net: Network, helpers: People, targets: People) -> list[Shared]:
    """Return who was at an event together that was too large to make ties."""
    import pandas as pd

    tables = net.record.tables
    parts = tables.event_people
    wanted = net.ids[targets]
    at = parts[parts["person"].isin(wanted)]
    if not len(at):
        return []
    past = set(tables.events["id"].to_numpy(dtype=object)[net.record.event_day <= net.as_of_day])
    at = at[at["event"].isin(past)]
    with_them = parts[parts["event"].isin(at["event"]) & parts["person"].isin(net.ids[helpers])]
    both = at.merge(with_them, on="event", suffixes=("_target", "_helper"))
    number = pd.Index(net.ids)
    ends = zip(
        number.get_indexer(pd.Index(both["person_helper"])),
        number.get_indexer(pd.Index(both["person_target"])),
        strict=True,
    )
    return [
        Shared(0, "event", int(h), int(t), "was at the same event as")
        for h, t in sorted(set(ends))
        if h != t
    ]
