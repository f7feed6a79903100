"""What an answer looks like as text: a table for the terminal, CSV for a sheet, JSON for a program.

Text that came from files is not trusted: control characters and escape sequences go, markup is
shown as it stands, a cell that a sheet would run as a formula is disarmed. In JSON a number that
is not known (NaN) or has no end (the span of a bridge) is null.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..schema import clean_text

if TYPE_CHECKING:
    import pandas as pd

UNKNOWN: Final = "–"
"""Stands in a table where nothing is known: never 0."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NATURAL_WIDTH: Final = 100_000
_WIDEST_UNFOLDED: Final = 24
"""Names are not folded, sentences are."""

_ESCAPE_SEQUENCE: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]"
)


def safe(value: object) -> str:
    r"""Return the text in one line, without anything a terminal could obey.

    >>> safe("Ana\x1b[31m Ruiz\n")
    'Ana Ruiz'
    """
    text = str(value).encode("utf-8", "backslashreplace").decode("utf-8")
    return clean_text(_ESCAPE_SEQUENCE.sub("", text))


def plain(value: Any) -> Any:
    """Return the value as JSON has it: text, number, true, false, null, or a list or mapping."""
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {safe(k): plain(v) for k, v in value.items()}
    day = _day(value)
    if day is not None or value is None or value != value:
        return day
    return safe(value)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of an answer as JSON has them, what they are indexed by first."""
    flat = _flat(frame)
    names = [safe(name) for name in flat.columns]
    cells = [[plain(v) for v in flat[name].tolist()] for name in flat.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]


def to_json(document: dict[str, Any]) -> str:
    """Return the document as JSON text, one indented document with its letters as they are."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)


def to_csv(frame: pd.DataFrame) -> str:
    """Return the answer as CSV: a header, dates as ISO, unknown empty, no cell a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    flat = _flat(frame)
    writer.writerow([_disarmed(safe(name)) for name in flat.columns])
    for row in zip(*(flat[name].tolist() for name in flat.columns), strict=True):
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue()


def to_table(frame: pd.DataFrame, columns: Sequence[str], width: int | None, colour: bool) -> str:
    """Return the columns as a table.

    `width` is that of the terminal; with None every column gets the room it needs.
    """
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    flat = _flat(frame)
    shown = [name for name in columns if name in flat]
    table = Table(
        box=_ruled(), show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    cells = []
    for name in shown:
        show = _shown_as(flat[name])
        cells.append([show(value) for value in flat[name].tolist()])
        room = max(map(cell_len, cells[-1]), default=0)
        table.add_column(
            Text(_head(name, room)),
            justify="right" if flat[name].dtype.kind in "iuf" else "left",
            overflow="fold",
            min_width=min(room, _WIDEST_UNFOLDED),
        )
    for row in zip(*cells, strict=True):
        table.add_row(*(Text(cell) for cell in row))
    return rendered(table, width, colour)


def _head(name: str, room: int) -> str:
    """Return a column's name in words, one below the other where the cells are narrower."""
    words = safe(name).removeprefix("n_").removeprefix("is_").split("_")
    widest = max(room, *map(len, words))
    return "\n".join(textwrap.wrap(" ".join(words), widest, break_long_words=False))


def rendered(what: Any, width: int | None, colour: bool) -> str:
    """Return what rich draws, as text without blanks at the ends of lines."""
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=width or _NATURAL_WIDTH,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(what)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _ruled() -> Any:
    """One rule under the header, nothing else."""
    from rich import box

    return box.SIMPLE_HEAD


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its named index levels as first columns."""
    import pandas as pd

    if any(name is not None for name in frame.index.names):
        levels = frame.index.to_frame(index=False)
        rest = frame.drop(columns=[c for c in levels if c in frame]).reset_index(drop=True)
        return pd.concat([levels, rest], axis=1)
    return frame


def _day(value: Any) -> str | None:
    """Return a date or time as ISO text, None where it is none or not known."""
    if isinstance(value, np.datetime64):
        value = None if np.isnat(value) else value.astype("datetime64[s]").item()
    if isinstance(value, dt.date) and value == value:  # NaT is a date unequal to itself
        return value.isoformat().removesuffix("T00:00:00")
    return None


def _disarmed(text: str) -> str:
    """Return the text so that no sheet takes it for a formula."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        return _disarmed(safe(value))
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _disarmed("; ".join(str(v) for v in value))
    return str(value) if isinstance(value, (int, float)) else _disarmed(value)


def _shown_as(column: pd.Series) -> Callable[[Any], str]:
    """Return how a column's values are written, with as many digits as tell them apart."""
    digits = _digits(column)

    def show(value: Any) -> str:
        if isinstance(value, float) and math.isinf(value):
            return "∞"
        value = plain(value)
        if value is None:
            return UNKNOWN
        if isinstance(value, bool):
            return "yes" if value else ""
        if isinstance(value, int):
            return f"{value:,}"
        if isinstance(value, float):
            return f"{value:,.{digits}f}".replace("-", "−")
        return listed(value) if isinstance(value, list) else str(value)

    return show


def _digits(column: pd.Series) -> int:
    """Return 0 for whole numbers and days, 3 for small shares, else 2."""
    if column.dtype.kind != "f":
        return 2
    known = column.to_numpy()[np.isfinite(column.to_numpy())]
    if str(column.name).endswith("_days") or (known == np.round(known)).all():
        return 0
    return 3 if np.abs(known).max() < 0.1 else 2


def listed(values: Iterable[object]) -> str:
    """Return the values with commas."""
    return ", ".join(str(value) for value in values)
