"""Bare edge lists: `source,target[,timestamp]`, as .csv, .csv.gz or DataFrame.

With times each row is an event (`source` is the sender), without them a tie. A log like this is
everybody's, not one person's: nobody's circle is censored in it. Columns netgraph does not know
are kept. Rows stay arrays throughout, so that a million of them cost seconds.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import SchemaError
from ..schema import EVENT_KINDS, clean_text, same_text
from .dates import day_order, parse_day, parse_instant
from .files import Head, SourceFile
from .rows import Rows
from .sheet import Sheet, fold_column, open_sheet

if TYPE_CHECKING:
    import pandas as pd

KIND = "edges"

_CHUNK: Final = 256
_TIME_NAMES: Final = ("timestamp", "time", "date", "datetime", "instant")
_SMALL: Final = 1e8
"""Numbers below this (March 1973 as unix time) count from the start of a study."""

_UNITS: Final = (
    (1e17, 1e9, "nanoseconds"),
    (1e14, 1e6, "microseconds"),
    (1e11, 1e3, "milliseconds"),
)
_TIE_NAMES: Final = frozenset({"relation", "since", "until", "closeness"})
_EVENT_NAMES: Final = frozenset({"kind", "minutes", "note"})


def recognises(head: Head) -> bool:
    """Whether one of the first rows names a source and a target."""
    return head.has_columns("source", "target")


def read(file: SourceFile, rows: Rows) -> None:
    """Reads an edge list."""
    with open_sheet(file, rows, lambda names: names.issuperset(("source", "target"))) as sheet:
        log = _log_of(sheet)
    _write(log, rows, file.options.epoch)


def read_frame(frame: pd.DataFrame, rows: Rows, epoch: dt.date | None) -> None:
    """Reads an edge list that is a DataFrame.

    Raises
    ------
    SchemaError
        Where it has no column `source` or `target`.
    """
    names = {fold_column(str(c)): c for c in reversed(list(frame.columns))}
    for name in ("source", "target"):
        if name not in names:
            found = ", ".join(map(str, frame.columns)) or "none"
            raise SchemaError(
                f"an edge list needs the columns 'source' and 'target' (and 'timestamp' where "
                f"contacts are dated): {name!r} is missing; found {found}"
            )
    log = _Log()
    log.add_people(_words(frame[names["source"]]), _words(frame[names["target"]]))
    log.lines.append(np.arange(1, len(frame) + 1))
    time = next((names[n] for n in _TIME_NAMES if n in names), None)
    if time is not None:
        log.times = _frame_times(frame[time])
    taken = {names["source"], names["target"], time}
    log.extra = {str(c): [frame[c].to_numpy()] for c in frame.columns if c not in taken}
    _write(log, rows, epoch)


# --- gathering -------------------------------------------------------------------------------
@dataclass
class _Log:
    """Rows as columns: people as numbers in order of appearance, times still as written."""

    ids: dict[str, int] = field(default_factory=dict)
    source: list[NDArray[np.int64]] = field(default_factory=list)
    target: list[NDArray[np.int64]] = field(default_factory=list)
    lines: list[NDArray[np.int64]] = field(default_factory=list)
    times: Any = None
    extra: dict[str, list[Any]] = field(default_factory=dict)

    def add_people(self, source: Sequence[str], target: Sequence[str]) -> None:
        ids = self.ids
        for words, column in ((source, self.source), (target, self.target)):
            column.append(
                np.fromiter((ids.setdefault(w, len(ids)) for w in words), np.int64, len(words))
            )


def _log_of(sheet: Sheet) -> _Log:
    """All rows of a CSV, chunk by chunk: a row as strings lives only as long as its chunk."""
    log = _Log()
    source, target = sheet.columns["source"], sheet.columns["target"]
    time = sheet.place(*_TIME_NAMES)
    others = {i: sheet.names[i] for i in sheet.columns.values() if i not in (source, target, time)}
    log.extra = {name: [] for name in others.values()}
    times: list[Any] = []
    for lines, columns in _chunks(sheet.records):
        log.add_people(columns[source], columns[target])
        log.lines.append(np.array(lines, np.int64))
        if time >= 0:
            times.append(_numbers(columns[time]))
        for i, name in others.items():
            interned: dict[str, str] = {}
            column = [interned.setdefault(v, v) for v in columns[i]]
            log.extra[name].append(np.array(column, dtype=object))
    if time >= 0:
        log.times = _one_kind(times)
    return log


def _chunks(
    records: Iterator[tuple[int, list[str]]],
) -> Iterator[tuple[tuple[int, ...], list[tuple[str, ...]]]]:
    while chunk := list(islice(records, _CHUNK)):
        lines, cells = zip(*chunk, strict=True)
        yield lines, list(zip(*cells, strict=True))


def _numbers(cells: Sequence[str]) -> NDArray[np.float64] | NDArray[np.object_]:
    """The cells as numbers if they all are, empty ones NaN; else as they are."""
    try:
        return np.array([c or "nan" for c in cells]).astype(np.float64)
    except ValueError:
        return np.array(cells, dtype=object)


def _one_kind(parts: list[Any]) -> Any:
    """The chunks of a column joined: numbers where every chunk is, else text."""
    if all(p.dtype == np.float64 for p in parts):
        return np.concatenate(parts) if parts else np.zeros(0)
    texts = [
        p if p.dtype == object else np.array(["" if t != t else f"{t:.15g}" for t in p], object)
        for p in parts
    ]
    return np.concatenate(texts)


def _words(values: pd.Series) -> list[str]:
    """The ids of a frame's column as text; 3.0 is "3" where all numbers are whole."""
    array = values.to_numpy()
    if array.dtype.kind == "f" and np.all(np.isnan(array) | (array == np.floor(array))):
        return ["" if v != v else str(int(v)) for v in array.tolist()]
    missing = values.isna().to_numpy()
    return ["" if m else str(v).strip() for v, m in zip(array.tolist(), missing, strict=True)]


def _frame_times(values: pd.Series) -> Any:
    """Numbers as they are, datetimes as seconds with their kind kept, texts as texts."""
    import pandas as pd

    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return values.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
    if values.dtype.kind in "mM":
        return values.to_numpy()
    if values.dtype.kind in "iufb":
        return values.to_numpy(dtype=np.float64)
    return np.array(["" if pd.isna(v) else str(v) for v in values], dtype=object)


# --- times -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Times:
    """Unix seconds, offset and precision of each row, and which rows have a time."""

    seconds: NDArray[np.int64]
    offset: NDArray[np.float64] | float
    precision: NDArray[np.object_] | str
    is_known: NDArray[np.bool_]


def _times(values: Any, rows: Rows, epoch: dt.date | None) -> _Times:
    if values.dtype.kind == "M":
        known = ~np.isnat(values)
        seconds = np.where(known, values, np.datetime64(0, "s")).astype("datetime64[s]")
        is_day = bool((seconds.astype(np.int64) % 86_400 == 0).all())
        offset = math.nan if is_day else 0.0
        return _Times(seconds.astype(np.int64), offset, "day" if is_day else "second", known)
    if values.dtype.kind == "O":
        numbers = np.array([_number(word) for word in values.tolist()])
        if 2 * np.isfinite(numbers).sum() <= (values != "").sum():
            return _written(values)
        values = numbers
    if _are_days(values):
        return _written(np.array(["" if v != v else f"{v:.0f}" for v in values], dtype=object))
    return _counted(values, rows, epoch)


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return math.nan


def _are_days(values: NDArray[np.float64]) -> bool:
    """Whether all numbers are days written as 20240513."""
    known = values[np.isfinite(values)]
    month, day = known // 100 % 100, known % 100
    return bool(
        len(known)
        and ((known >= 19000101) & (known <= 22001231) & (known == np.floor(known))).all()
        and ((month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)).all()
    )


def _counted(values: NDArray[np.float64], rows: Rows, epoch: dt.date | None) -> _Times:
    """Numbers: seconds since 1970, or since the user's epoch where they are small."""
    known = np.isfinite(values) & (np.abs(values) < 1e20)
    top = float(np.abs(values[known]).max()) if known.any() else 0.0
    divisor, unit = next(((d, u) for least, d, u in _UNITS if top >= least), (1.0, ""))
    if unit:
        rows.warn(f"the times are taken to be {unit} since 1970")
    seconds = np.floor(np.where(known, values, 0.0) / divisor).astype(np.int64)
    if top >= _SMALL:
        return _Times(seconds, 0.0, "second", known)
    if epoch is not None:
        seconds += epoch_seconds(epoch)
    elif top > 0:
        rows.warn("the times count from a start the file does not say (epoch=): taken as 1970")
    return _Times(seconds, math.nan, "second", known)


def epoch_seconds(epoch: dt.date) -> int:
    """Unix seconds of the moment a log counts from; a day means its midnight."""
    if not isinstance(epoch, dt.datetime):
        epoch = dt.datetime.combine(epoch, dt.time())
    if epoch.tzinfo is None:
        epoch = epoch.replace(tzinfo=dt.UTC)
    return int(epoch.timestamp())


def _written(values: NDArray[np.object_]) -> _Times:
    """Texts: every different one is read once."""
    words = dict.fromkeys(values.tolist())
    order = day_order(words)
    instants = {w: parse_instant(w, order) for w in words}
    found = [instants[w] for w in values.tolist()]
    return _Times(
        np.array([0 if f is None else f.seconds for f in found], np.int64),
        np.array([math.nan if f is None else f.offset_minutes for f in found]),
        np.array(["" if f is None else f.precision for f in found], dtype=object),
        np.array([f is not None for f in found], dtype=bool),
    )


# --- writing ---------------------------------------------------------------------------------
def _write(log: _Log, rows: Rows, epoch: dt.date | None) -> None:
    """The rows as events where they have times, else as ties."""
    rows.is_whole_log = True
    source = np.concatenate(log.source) if log.source else np.zeros(0, np.int64)
    target = np.concatenate(log.target) if log.target else np.zeros(0, np.int64)
    lines = np.concatenate(log.lines) if log.lines else np.zeros(0, np.int64)
    keys = np.array([f"id:{clean_text(word)}" for word in log.ids] or [""], dtype=object)
    named = keys != "id:"
    keep = named[source] & named[target]
    _skip(rows, lines[~keep], "'source' or 'target' is empty")
    times = _times(log.times, rows, epoch) if _has_times(log.times) else None
    if times is not None:
        for at in np.flatnonzero(keep & ~times.is_known).tolist():
            said = str(log.times[at])
            rows.skip(int(lines[at]), f"the time is {said!r}; expected 2024-05-13 or 1715558400")
        keep &= times.is_known
    rows.records += int(keep.sum())
    itself = keep & (source == target)
    if itself.any():
        rows.ignore(f"{int(itself.sum()):,} rows lead from a person to the same person")
    keep &= ~itself
    extra = {name: _column(parts)[keep] for name, parts in log.extra.items()}
    pairs = (keys, source[keep], target[keep])
    if times is None:
        _add_ties(rows, pairs, lines[keep], extra)
    else:
        _add_events(rows, pairs, lines[keep], times, keep, extra)


def _has_times(values: Any) -> bool:
    """Whether a column of times says anything at all."""
    if values is None:
        return False
    return bool((values != "").any() if values.dtype.kind == "O" else (values == values).any())


def _column(parts: list[Any]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=object)


def _skip(rows: Rows, lines: NDArray[np.int64], reason: str) -> None:
    for line in lines.tolist():
        rows.skip(line, reason)


_Pairs = tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.int64]]


def _add_ties(
    rows: Rows, pairs: _Pairs, lines: NDArray[np.int64], extra: Mapping[str, NDArray[Any]]
) -> None:
    keys, source, target = pairs
    columns: dict[str, Any] = {"a": keys[source], "b": keys[target], "line": lines}
    for name, values in extra.items():
        known = fold_column(name)
        if known in ("since", "until"):
            columns[known] = [parse_day(str(v)) for v in values.tolist()]
        elif known == "closeness":
            columns[known] = _floats(values)
        else:
            columns[known if known in _TIE_NAMES else name] = values
    rows.add_frame("ties", columns)


def _add_events(
    rows: Rows,
    pairs: _Pairs,
    lines: NDArray[np.int64],
    times: _Times,
    keep: NDArray[np.bool_],
    extra: Mapping[str, NDArray[Any]],
) -> None:
    keys, source, target = pairs
    seconds = times.seconds[keep]
    ids = event_ids(keys, source, target, seconds)
    n = len(ids)
    offset = times.offset if isinstance(times.offset, float) else times.offset[keep]
    precision = times.precision if isinstance(times.precision, str) else times.precision[keep]
    columns: dict[str, Any] = {
        "id": ids,
        "instant": seconds,
        "offset_minutes": np.broadcast_to(offset, n),
        "precision": same_text(precision, n) if isinstance(precision, str) else precision,
        "kind": same_text("other", n),
        "line": lines,
    }
    undirected = np.zeros(n, dtype=bool)
    for name, values in extra.items():
        known = fold_column(name)
        if known == "kind":
            kinds = np.array([str(v).lower() for v in values.tolist()], dtype=object)
            columns[known] = np.where(np.isin(kinds, EVENT_KINDS), kinds, "other")
        elif known == "minutes":
            columns[known] = _floats(values)
        else:
            columns[known if known in _EVENT_NAMES else name] = values
        if known == "type":
            undirected = np.char.lower(values.astype(str)) == "undirected"
    rows.add_frame("events", columns)
    roles = np.concatenate([same_text("by", n), same_text("to", n)])
    roles[np.concatenate([undirected, undirected])] = "present"
    people = {
        "event": np.concatenate([ids, ids]),
        "person": np.concatenate([keys[source], keys[target]]),
        "role": roles,
        "line": np.concatenate([lines, lines]),
    }
    rows.add_frame("event_people", people)


def _floats(values: NDArray[Any]) -> NDArray[np.float64]:
    import pandas as pd

    return pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(dtype=float)


def event_ids(
    keys: NDArray[np.object_],
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    seconds: NDArray[np.int64],
) -> NDArray[np.object_]:
    """An id for each row by what it says, so that the same row has the same id in any file.

    Rows that say the same are told apart by a count.
    """
    import pandas as pd

    words = pd.util.hash_array(keys.astype(object), categorize=False)
    said = pd.DataFrame({"s": words[source], "t": words[target], "at": seconds})
    hashed = pd.util.hash_pandas_object(said, index=False)
    ids = np.array([f"e{h:016x}" for h in hashed.tolist()], dtype=object)
    again = hashed.duplicated().to_numpy()
    if again.any():
        nth = hashed.groupby(hashed).cumcount().to_numpy()[again]
        ids[again] = [f"{i}.{n}" for i, n in zip(ids[again].tolist(), nth.tolist(), strict=True)]
    return ids
