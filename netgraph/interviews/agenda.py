"""The week ahead on one list: what is owed, what is in the diary, whom to ask, whom to write to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ..advice.chance import asker
from ..advice.plan import plan
from ..advice.reconnect import reconnect
from ..errors import NetgraphError
from ..measures.wording import ONE_NAME, sentence, short
from .due import due

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

ORDER = ("meet", "thanks", "news", "arrange", "send", "answer", "ask", "reconnect")


def agenda(net: Network, *, days: int = 7, now: dt.datetime | None = None) -> pd.DataFrame:
    """What is there to do in the coming days?

    Parameters
    ----------
    net : Network
    days : int
        How far to look, from `net.as_of`.
    now : datetime, optional
        As for `due`.

    Returns
    -------
    DataFrame
        By `person`: `on` (the day; what is overdue stands on the first), `what` ("meet", those of
        `due` but touches, "ask" as planned, "reconnect" within the week's number), `name`, `about`,
        `is_overdue`, `why`; by day, then in that order.

    Raises
    ------
    UnknownPersonError
        The network has no ego.
    NetgraphError
        days below 1.

    Notes
    -----
    Meetings that lie ahead are read from the calendar as it was known on `as_of` only where that
    is the day the network was loaded for.
    """
    import pandas as pd

    asker(net)
    if days < 1:
        raise NetgraphError(f"days is {days}; expected at least 1")
    rows = [*_owed(net, days, now), *_ahead(net, days), *_planned(net), *_old_ties(net)]
    rows.sort(key=lambda row: (row["on"], ORDER.index(row["what"]), row["name"]))
    index = pd.Index([row.pop("person") for row in rows], dtype=object, name="person")
    frame = pd.DataFrame(
        rows, columns=["on", "what", "name", "about", "is_overdue", "why"], index=index
    )
    return frame.astype({"on": "datetime64[s]", "is_overdue": bool})


def _item(person: str, on: dt.date, what: str, name: str, about: str, why: str) -> dict[str, Any]:
    return {
        "person": person, "on": np.datetime64(on, "s"), "what": what, "name": name, "about": about,
        "is_overdue": False, "why": why,
    }  # fmt: skip


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield a frame's rows, their cells as attributes."""
    yield from frame.itertuples()


def _owed(net: Network, days: int, now: dt.datetime | None) -> Iterator[dict[str, Any]]:
    last = net.as_of + dt.timedelta(days=days - 1)
    for row in _rows(due(net, now=now, touches=0)):
        on = max(row.due_on.date(), net.as_of)
        if on <= last:
            item = _item(str(row.Index), on, row.what, row.name, row.about, row.why)
            yield item | {"is_overdue": row.is_overdue}


def _ahead(net: Network, days: int) -> Iterator[dict[str, Any]]:
    """Yield the meetings and interviews in the diary."""
    if net.as_of != net.record.recorded_on:
        return
    events, parts = net.record.tables.events, net.record.tables.event_people
    day = net.record.event_day
    ahead = (day > net.as_of_day) & (day < net.as_of_day + days)
    ahead &= events["kind"].isin(("meeting", "interview", "call")).to_numpy()
    number = {str(person): at for at, person in enumerate(net.ids)}
    for row in np.flatnonzero(ahead).tolist():
        event = events.iloc[row]
        people = parts["person"][parts["event"] == event["id"]].tolist()
        if net.ego not in people:
            continue
        on = dt.date(1970, 1, 1) + dt.timedelta(days=int(day[row]))
        for person in dict.fromkeys(people):
            if person != net.ego and person in number:
                name, about = net.label(number[person]), str(event["note"])
                why = sentence(f"In your diary: {event['kind']} with {short(name, ONE_NAME)}.")
                yield _item(person, on, "meet", name, about, why)


def _planned(net: Network) -> Iterator[dict[str, Any]]:
    for row in _rows(plan(net)):
        if row.status == "ask":
            yield _item(row.helper, net.as_of, "ask", row.helper_name, row.what, row.why)


def _old_ties(net: Network) -> Iterator[dict[str, Any]]:
    found = reconnect(net)
    for row in _rows(found[found["is_this_week"]]):
        person = str(row.Index)
        yield _item(person, net.as_of, "reconnect", row.name, ", ".join(row.targets), row.why)
