"""`load`: from files, frames or a book to a Network, always by the one way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import evidence, identity, sources
from ..book import Book
from ..errors import NetgraphError
from ..schema import Tables
from ..sources.coverage import spans
from ..sources.rows import Reading
from .arrays import event_days
from .lookup import person_row
from .snapshot import record, snapshot
from .view import Day, Network, as_day, day_number

if TYPE_CHECKING:
    import pandas as pd


def load(
    source: Any,
    *,
    ego: str | None = None,
    as_of: Day | None = None,
    tz: str | None = None,
    epoch: Day | None = None,
    inferred: bool = True,
    subjects: bool = False,
    known_on: Day | None = None,
) -> Network:
    """Which network do these files describe, as of a day?

    Parameters
    ----------
    source : path, list of paths, DataFrame, dict of DataFrames or Book
        A folder, file or archive, found out by content: netgraph's CSV tables, an edge list
        (`source,target[,timestamp]`), a LinkedIn export … A frame is an edge list, a dict has
        frames by table name.
    ego : str, optional
        Who "me" is: an id, e-mail, profile slug or unique name. Default: whom the files name as
        their owner; without one, measures answer by pair.
    as_of : day, optional
        Facts dated later are not seen. Default: today; for a bare edge list its last day.
    tz : str, optional
        The zone whose calendar days count, such as "Europe/Zurich". Default: the policy row `tz`,
        else UTC.
    epoch : day, optional
        What an edge list's small time numbers count from.
    inferred : bool
        Whether ties are inferred between contacts at the same company.
    subjects : bool
        Whether the subjects of mails and the titles of meetings are read, as notes of events. A
        book shows those that were imported.
    known_on : day, optional
        Of a book: what it knew at the end of that day (UTC), whatever it learnt later.

    Returns
    -------
    Network

    Raises
    ------
    SourceError, SchemaError
        A file that cannot be read: file, line, what was expected, what to do.
    UnknownPersonError
        `ego` is nobody in these files.

    Notes
    -----
    Read → one id per person (by e-mail, profile address and id, never by name) → inferred ties →
    arrays. Time and memory grow linearly with the rows.

    Examples
    --------
    >>> import pandas as pd
    >>> log = pd.DataFrame({"source": ["ana"], "target": ["ravi"], "timestamp": ["2026-05-13"]})
    >>> load(log)
    Network: 2 people, 1 tie, 1 event, 0 introductions, 0 companies; no ego: a log of many; \
as of 2026-05-13 (its last day)
    """
    day = None if as_of is None else as_day(as_of)
    start = None if epoch is None else as_day(epoch)
    if isinstance(source, Book):
        seen = None if known_on is None else as_day(known_on)
        net = open_tables(source.tables(seen, ego=ego), as_of=day, tz=tz, inferred=inferred)
        return replace(net, kept_in=source.path, logs=source.logs(seen))
    if known_on is not None:
        raise NetgraphError("known_on= is a question to a book; files only know what they say")
    reading = read_all(source, epoch=start, as_of=day, subjects=subjects)
    tables = identity.resolve(reading.tables, ego=ego)
    net = open_tables(tables, as_of=day, tz=tz, inferred=inferred)
    return replace(net, reports=reading.reports, logs=spans(reading.reports))


def open_tables(
    tables: Tables, *, as_of: dt.date | None = None, tz: str | None = None, inferred: bool = True
) -> Network:
    """Freeze resolved tables on a day; see `load`."""
    tables = evidence.with_introductions(tables, inferred=inferred)
    if inferred:
        tables = with_inferred(tables)
    zone = _zone(tables, tz)
    note = ""
    if as_of is None:
        as_of = dt.date.today()
        days = event_days(tables.events, zone)
        if tables.is_whole_log and len(days):
            as_of, note = dt.date.fromordinal(int(days.max()) + 719_163), " (its last day)"
    known = record(tables, zone, as_of, note)
    net = Network(known, snapshot(known, day_number(as_of)), as_of, None)
    if not tables.owner:
        return net
    return replace(net, ego=str(net.ids[person_row(net, tables.owner)]))


def read_all(
    source: Any, *, epoch: dt.date | None, as_of: dt.date | None, subjects: bool = False
) -> Reading:
    """Read whatever `load` takes into one set of tables."""
    start = None if epoch is None else dt.datetime(*epoch.timetuple()[:3], tzinfo=dt.UTC)
    if isinstance(source, (str, Path, Sequence)):
        return sources.read(source, epoch=start, as_of=as_of, subjects=subjects)
    if isinstance(source, Mapping) or hasattr(source, "columns"):
        return sources.read_frames(source, epoch=start)
    raise NetgraphError(
        f"cannot load a {type(source).__name__}; expected a path, a list of paths, a DataFrame, "
        "a dict of DataFrames by table name or a book"
    )


def with_inferred(tables: Tables) -> Tables:
    """Add the ties that a shared company suggests."""
    import pandas as pd

    found: pd.DataFrame = evidence.same_company_ties(tables)
    if not len(found):
        return tables
    return tables.with_frames({"ties": pd.concat([tables.ties, found], ignore_index=True)})


def _zone(tables: Tables, tz: str | None) -> str:
    """Return the user's zone: as asked, else by policy, else "", which stands for UTC."""
    from zoneinfo import ZoneInfo

    policy = tables.policy
    rows = policy["value"][(policy["key"] == "tz") & policy["scope"].isin(("", "all"))]
    zone = tz or (str(rows.iloc[-1]) if len(rows) else "")
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        raise NetgraphError(
            f"{zone!r} is not a time zone; expected a name such as 'Europe/Zurich' or 'UTC'"
        ) from None
    return zone
