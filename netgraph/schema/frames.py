"""How is a table kept in memory? As a pandas frame with every column, each of its kind.

Text that is not known is "" (never None or NaN), a number NaN, a day NaT, a flag False.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import SchemaError
from .tables import PROVENANCE, TABLES, Column

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Tables:
    """All that is known, as one pandas frame per table of `TABLES`.

    `owner` is the id of the person whose exports these are, "" where the files do not say.
    `is_whole_log` is true for a contact log of a whole group, where nobody's circle is censored.
    """

    contacts: pd.DataFrame = field(default_factory=lambda: frame("contacts"))
    introductions: pd.DataFrame = field(default_factory=lambda: frame("introductions"))
    ties: pd.DataFrame = field(default_factory=lambda: frame("ties"))
    events: pd.DataFrame = field(default_factory=lambda: frame("events"))
    event_people: pd.DataFrame = field(default_factory=lambda: frame("event_people"))
    asks: pd.DataFrame = field(default_factory=lambda: frame("asks"))
    ask_events: pd.DataFrame = field(default_factory=lambda: frame("ask_events"))
    favours: pd.DataFrame = field(default_factory=lambda: frame("favours"))
    targets: pd.DataFrame = field(default_factory=lambda: frame("targets"))
    companies: pd.DataFrame = field(default_factory=lambda: frame("companies"))
    policy: pd.DataFrame = field(default_factory=lambda: frame("policy"))
    keys: pd.DataFrame = field(default_factory=lambda: frame("keys"))
    owner: str = ""
    is_whole_log: bool = False

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in TABLES:
            raise KeyError(table)
        frame_: pd.DataFrame = getattr(self, table)
        return frame_

    def with_frames(self, frames: Mapping[str, pd.DataFrame], **changes: Any) -> Tables:
        """The same tables with some frames (and `owner`, `is_whole_log`) replaced."""
        all_changes: dict[str, Any] = {**frames, **changes}
        return replace(self, **all_changes)


def frame(
    table: str, rows: Iterable[Mapping[str, Any]] | Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """A typed frame of that table from rows (mappings) or columns (a mapping of arrays).

    Columns the table does not know are kept, at the end, as text. Raises `SchemaError` where a
    required column is missing.
    """
    import pandas as pd

    columns: dict[str, Any]
    if rows is None:  # made by the dozen in every load, so without a look at each column
        return pd.DataFrame({c.name: np.zeros(0, _dtype(c)) for c in _all_columns(table)})
    if isinstance(rows, Mapping):
        columns = dict(rows)
    else:
        rows = list(rows)
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
    n = len(next(iter(columns.values()))) if columns else 0
    required = [c.name for c in TABLES[table].columns if c.required]
    for name in required:
        if n and name not in columns:
            raise SchemaError(missing_column(table, name, columns))
    return typed(table, pd.DataFrame(columns, index=pd.RangeIndex(n)))


def _dtype(column: Column) -> str:
    """The dtype of a column's kind."""
    dtypes = {"day": "datetime64[s]", "number": "float64", "whole": "int64", "flag": "bool"}
    return dtypes.get(column.kind, "object")


def missing_column(table: str, name: str, found: Iterable[str]) -> str:
    """The sentence for a missing column, with the near miss if there is one."""
    import difflib

    found = [str(f) for f in found]
    folded = {f.strip().lower(): f for f in found}
    near = difflib.get_close_matches(name, folded, n=1, cutoff=0.7)
    hint = (
        f"; found {folded[near[0]]!r}: did you mean it?"
        if near
        else f"; found {', '.join(found) or 'no column'}"
    )
    return f"{table}: column {name!r} is missing{hint}"


def _all_columns(table: str) -> tuple[Column, ...]:
    return TABLES[table].columns + PROVENANCE


def typed(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's columns first, in order, each of its kind; absent ones filled."""
    import pandas as pd

    out: dict[str, Any] = {}
    for column in _all_columns(table):
        values = data.get(column.name)
        out[column.name] = _typed_column(values, column, len(data))
    for name in data:
        if name not in out:
            out[str(name)] = _text(data[name])
    return pd.DataFrame(out, index=pd.RangeIndex(len(data)), copy=False)


def _typed_column(values: pd.Series | None, column: Column, n: int) -> Any:
    """One column in the dtype of its kind (see the module's first lines for what unknown is)."""
    import pandas as pd

    if column.kind == "day":
        if values is None:
            return np.full(n, np.datetime64("NaT"), dtype="datetime64[s]")
        return pd.to_datetime(values).to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    if column.kind == "number":
        if values is None:
            return np.full(n, np.nan)
        return pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
    if column.kind == "whole":
        if values is None:
            return np.zeros(n, dtype=np.int64)
        return pd.to_numeric(values).fillna(0).to_numpy(dtype=np.int64)
    if column.kind == "flag":
        if values is None:
            return np.zeros(n, dtype=bool)
        return _flags(values)
    if values is None:
        default = "stated" if column.name == "origin" else ""
        return same_text(default, n)
    return _text(values)


def same_text(text: str, n: int) -> NDArray[np.object_]:
    """A column with one text in every row, as one object: np.full would make n of them."""
    column = np.empty(n, dtype=object)
    column[:] = text
    return column


def _text(values: pd.Series) -> Any:
    return values.to_numpy(dtype=object, na_value="")


def _flags(values: pd.Series) -> Any:
    if values.dtype == bool:
        return values.to_numpy()
    yes = ("yes", "true", "1", "y")
    return np.fromiter(
        (str(v).strip().lower() in yes for v in values), dtype=bool, count=len(values)
    )


def concat(parts: Iterable[Tables]) -> Tables:
    """The rows of all, in order; the first owner named counts, a log is whole only if all are."""
    import pandas as pd

    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    frames = {}
    for name in TABLES:
        filled = [p[name] for p in parts if len(p[name])]
        frames[name] = typed(name, pd.concat(filled, ignore_index=True)) if filled else frame(name)
    owner = next((p.owner for p in parts if p.owner), "")
    return Tables(
        **frames, owner=owner, is_whole_log=bool(parts) and all(p.is_whole_log for p in parts)
    )


def row_texts(data: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return each row's cells as one text: an order of rows that does not depend on the file's."""
    cells = (data[c].tolist() for c in columns)
    return ["\x1f".join(map(str, row)) for row in zip(*cells, strict=True)]
