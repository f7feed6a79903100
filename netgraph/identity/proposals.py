"""Pairs that may be one person and wait for a yes: for now, one name at one company."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ..schema import Tables, company_keys, fold_name

if TYPE_CHECKING:
    import pandas as pd


def propose(tables: Tables) -> pd.DataFrame:
    """Which people, kept apart by certain keys, are probably one?

    Parameters
    ----------
    tables : Tables
        Resolved.

    Returns
    -------
    DataFrame
        Columns a, b (ids, a < b), score (0 to 1, a rank), why; best first, then by id.
    """
    import pandas as pd

    cards = tables.contacts
    company = company_keys(cards["company"], tables.companies)
    alike: dict[tuple[str, str], list[str]] = {}
    for person, name, place in zip(cards["id"], cards["name"], company, strict=True):
        folded = fold_name(name)
        if folded and place:
            alike.setdefault((folded, place), []).append(person)
    rows = [
        (a, b, 1.0, "the same name at the same company")
        for people in alike.values()
        for a, b in combinations(sorted(people), 2)
    ]
    return pd.DataFrame(sorted(rows), columns=["a", "b", "score", "why"])
