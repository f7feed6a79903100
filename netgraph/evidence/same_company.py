"""Ties that a shared company suggests.

An inferred tie carries its origin. It serves reach and routes with a low, documented chance, and
never enters freshness, strength, overlap or Burt's measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .. import rules
from ..schema import Tables, company_keys, frame

if TYPE_CHECKING:
    import pandas as pd


def same_company_ties(tables: Tables) -> pd.DataFrame:
    """Which contacts may know each other because they are at the same company now?

    Parameters
    ----------
    tables : Tables
        Resolved: one row of `contacts` a person.

    Returns
    -------
    DataFrame
        Rows of `ties`, relation "same company", origin "inferred", undated: every pair of people
        (ego left out, hidden people and organisations too) of a company with at most
        `rules.SAME_COMPANY_MAX_PEOPLE` of them.

    Notes
    -----
    Companies are one where their names fold alike or `companies` says so. At most 12 rows a person.
    """
    cards = tables.contacts
    shown = ~cards["is_hidden"].to_numpy(dtype=bool) & (cards["kind"] != "organisation").to_numpy()
    cards = cards[shown & (cards["id"] != tables.owner).to_numpy()]
    keys = np.array(company_keys(cards["company"], tables.companies), dtype=object)
    ids = cards["id"].to_numpy(dtype=object)
    known = keys != ""
    order = np.lexsort((ids[known].astype(str), keys[known].astype(str)))
    keys, ids = keys[known][order], ids[known][order]
    if not len(keys):
        return frame("ties")
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    size = np.diff(np.r_[first, len(keys)])
    a, b = [], []
    for k in np.unique(size):
        if not 2 <= k <= rules.SAME_COMPANY_MAX_PEOPLE:
            continue
        left, right = np.triu_indices(int(k), 1)
        at = first[size == k][:, None]
        a.append(ids[(at + left).ravel()])
        b.append(ids[(at + right).ravel()])
    if not a:
        return frame("ties")
    n = sum(map(len, a))
    return frame(
        "ties",
        {
            "a": np.concatenate(a),
            "b": np.concatenate(b),
            "relation": np.full(n, "same company", object),
            "origin": np.full(n, "inferred", object),
        },
    )
