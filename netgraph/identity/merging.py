"""One row a person: the cards of one person merged, the best of them first.

The user's own tables speak before LinkedIn (which people keep up to date themselves), that before
address books, those before what mail headers happen to say; among equals the newest (`seen_on`).
Lists are united, a flag that is set anywhere is set, else the first that says something counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..schema import EGO, TABLES, join_many, row_texts, same_text, split_many, typed
from .names import is_name

if TYPE_CHECKING:
    import pandas as pd

SEEN_ON: Final = "seen_on"
"""Attribute of a contacts row: the day its file was exported, as an ISO day."""

_RANK_BY_PREFIX: Final = {"id": 0, "in": 1}
_RANK_BY_ORIGIN: Final = {"stated": 2, "logged": 3, "inferred": 4, "pooled": 5}
_LINES_OF_ALL: Final = frozenset({"notes"})


def one_row_each(
    contacts: pd.DataFrame, ids: NDArray[np.object_], bare: dict[str, str]
) -> pd.DataFrame:
    """The merged contacts, sorted by id.

    `ids` has the public id of each row; `bare` the name, perhaps "", of everybody without a card.
    """
    order = _order(contacts, ids)
    rows = contacts.iloc[order]
    ids = ids[order]
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.zeros(0, int)
    columns: dict[str, Any] = {}
    for name in map(str, rows.columns):
        columns[name] = _merged(name, rows[name], rows, starts)
    columns["id"] = ids[starts]
    return _with_bare(columns, bare)


def _order(contacts: pd.DataFrame, ids: NDArray[np.object_]) -> NDArray[np.int64]:
    """Rows by person, the best first; equal ones in an order that is not the files'."""
    import pandas as pd

    person = pd.factorize(ids, sort=True)[0]
    order = np.argsort(person, kind="stable")
    is_several = np.bincount(person, minlength=1)[person] > 1 if len(person) else person > 0
    at = np.flatnonzero(is_several)
    if not len(at):
        return order
    rows = contacts.iloc[at]
    text = [str(c) for c in rows.columns if c not in ("id", "file", "line")]
    said = row_texts(rows, [*text, "file", "line"])
    newest = pd.factorize(_seen(rows), sort=True)[0]
    keys = list(zip(person[at].tolist(), _ranks(rows), (-newest).tolist(), said, strict=True))
    best_first = at[np.array(sorted(range(len(at)), key=keys.__getitem__), np.int64)]
    order[is_several[order]] = best_first
    return order


def _seen(rows: pd.DataFrame) -> NDArray[np.object_]:
    if SEEN_ON not in rows:
        return same_text("", len(rows))
    return rows[SEEN_ON].to_numpy(dtype=object)


def _ranks(rows: pd.DataFrame) -> list[int]:
    """How far a row is to be believed, by its key and origin; lower is further."""
    return [
        1
        if key == EGO and slug
        else _RANK_BY_PREFIX.get(key.partition(":")[0], _RANK_BY_ORIGIN.get(origin, 2))
        for key, slug, origin in zip(
            rows["id"].tolist(), rows["linkedin"].tolist(), rows["origin"].tolist(), strict=True
        )
    ]


def _merged(
    name: str, values: pd.Series, rows: pd.DataFrame, starts: NDArray[np.int64]
) -> NDArray[Any]:
    """One value a person of one column."""
    column = TABLES["contacts"].column(name)
    kind = column.kind if column else "text"
    array = values.to_numpy()
    if not len(starts):
        return array
    if kind == "flag":
        return np.logical_or.reduceat(array.astype(bool), starts)
    if array.dtype.kind == "f":
        return _first_where(array, ~np.isnan(array), starts)
    if array.dtype.kind in "iub":
        return array[starts]
    array = values.to_numpy(dtype=object)
    said = array != ""
    if name == "name":
        companies = rows["company"].tolist()
        real = [is_name(n, c) for n, c in zip(array.tolist(), companies, strict=True)]
        return _first_where(array, said, starts, np.array(real, dtype=bool))
    if name == "kind":
        return _first_where(array, said, starts, array == "person")
    if kind == "many" or name in _LINES_OF_ALL:
        return _united(array, said, starts, is_text=name in _LINES_OF_ALL)
    return _first_where(array, said, starts)


def _first_where(
    array: NDArray[Any],
    says: NDArray[np.bool_],
    starts: NDArray[np.int64],
    better: NDArray[np.bool_] | None = None,
) -> NDArray[Any]:
    """The first value of each run that says something, before that one of the better kind."""
    n = len(array)
    place = np.where(says, np.arange(n), 2 * n)
    if better is not None:
        place = np.where(says & ~better, place + n, place)
    first = np.minimum.reduceat(place, starts)
    return array[np.where(first >= 2 * n, starts, first % n)]


def _united(
    array: NDArray[np.object_], says: NDArray[np.bool_], starts: NDArray[np.int64], *, is_text: bool
) -> NDArray[np.object_]:
    """The values of each run together, without repeats."""
    out = _first_where(array, says, starts)
    ends = np.r_[starts[1:], len(array)]
    for at in np.flatnonzero(np.add.reduceat(says.astype(np.int64), starts) > 1).tolist():
        cells = [cell for cell in array[starts[at] : ends[at]].tolist() if cell]
        if is_text:
            out[at] = "\n".join(dict.fromkeys(cells))
        else:
            out[at] = join_many(value for cell in cells for value in split_many(cell))
    return out


def _with_bare(columns: dict[str, Any], bare: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    merged = pd.DataFrame(columns)
    if bare:
        known = {"id": list(bare), "name": list(bare.values()), "origin": "stated"}
        merged = pd.concat([merged, typed("contacts", pd.DataFrame(known))], ignore_index=True)
    return typed("contacts", merged.sort_values("id", kind="stable", ignore_index=True))
