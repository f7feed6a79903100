"""The talks there were: with whom, arranged by whom, and who has been thanked since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..advice.asks import Ask

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Talk:
    """A talk: its day, its end (UTC) and offset where the minute is known, hosts and assistants."""

    day: dt.date
    what: str
    hosts: tuple[int, ...]
    assistants: tuple[int, ...]
    end: dt.datetime | None = None
    offset: dt.timedelta = dt.timedelta()

    def due(self, hours: int) -> tuple[dt.datetime, dt.date]:
        """Return the moment so many hours after the talk, and its calendar day.

        Where only the day is known, the talk may have ended with it.
        """
        if self.end is None:
            until = dt.datetime.combine(self.day, dt.time(), dt.UTC)
            until += dt.timedelta(days=1, hours=hours)
            return until, (until - dt.timedelta(seconds=1)).date()
        until = self.end + dt.timedelta(hours=hours)
        return until, (until + self.offset).date()


def talks_of(net: Network, asks: tuple[Ask, ...]) -> list[Talk]:
    """Return the interviews with ego, oldest first; those only an ask knows of, too."""
    events = net.record.tables.events
    days = net.record.event_day
    rows = np.flatnonzero((events["kind"] == "interview").to_numpy() & (days <= net.as_of_day))
    found = [talk for row in rows.tolist() if (talk := _talk(net, events, row, int(days[row])))]
    known = {(talk.day, host) for talk in found for host in talk.hosts}
    number = _numbers(net)
    for ask in asks:
        host, day = number.get(ask.target or ask.helper, -1), ask.day_of("met")
        if host >= 0 and day is not None and (day, host) not in known:
            known.add((day, host))
            found.append(Talk(day, f"talk of {day}", (host,), _assistants(net, (host,), "")))
    return sorted(found, key=lambda talk: (talk.day, talk.hosts))


def _talk(net: Network, events: pd.DataFrame, row: int, day: int) -> Talk | None:
    """Return the interview of an event with ego in it."""
    event, number = events.iloc[row], _numbers(net)
    parts = net.record.tables.event_people
    people = {number.get(p, -1) for p in parts["person"][parts["event"] == event["id"]]}
    if net.ego_index not in people:
        return None
    assistants = _assistants(net, people, event["arranged_by"])
    hosts = tuple(sorted(people - {-1, net.ego_index, *assistants}))
    date = dt.date(1970, 1, 1) + dt.timedelta(days=day)
    what = str(event["note"]) or f"talk of {date}"
    if event["precision"] == "day" or np.isnan(event["offset_minutes"]):
        return Talk(date, what, hosts, assistants)
    minutes = 0.0 if np.isnan(event["minutes"]) else float(event["minutes"])
    end = EPOCH + dt.timedelta(seconds=int(event["instant"]), minutes=minutes)
    return Talk(
        date, what, hosts, assistants, end, dt.timedelta(minutes=float(event["offset_minutes"]))
    )


def _assistants(
    net: Network, hosts: tuple[int, ...] | set[int], arranged_by: str
) -> tuple[int, ...]:
    """Return who arranged it, and whose card says they assist a host."""
    number = _numbers(net)
    cards = net.now.contacts["assistant_of"].to_numpy(dtype=object)
    named = {str(net.ids[host]) for host in hosts if host >= 0}
    found = {at for at in np.flatnonzero(cards != "").tolist() if cards[at] in named}
    helper = number.get(arranged_by, -1)
    return tuple(sorted((found | {helper}) - {-1, net.ego_index}))


def thanks_of(net: Network, asks: tuple[Ask, ...]) -> dict[int, list[dt.date]]:
    """Return the days on which ego thanked each person: logged, or noted with an ask."""
    number, events = _numbers(net), net.record.tables.events
    out: dict[int, list[dt.date]] = defaultdict(list)
    days = net.record.event_day
    is_said = (events["kind"] == "thanks").to_numpy() & (days <= net.as_of_day)
    day_of = dict(zip(events["id"][is_said], days[is_said].tolist(), strict=True))
    parts = net.record.tables.event_people
    parts = parts[parts["event"].isin(day_of)]
    from_ego = parts["event"][(parts["person"] == net.ego) & ~parts["role"].isin(("to", "cc"))]
    to_others = parts[parts["event"].isin(from_ego) & (parts["person"] != net.ego)]
    for event, person in zip(to_others["event"], to_others["person"], strict=True):
        day = dt.date(1970, 1, 1) + dt.timedelta(days=day_of[event])
        out[number.get(person, -1)].append(day)
    for ask in asks:
        said = ask.day_of("thanked")
        if said is not None:
            out[number.get(ask.target or ask.helper, -1)].append(said)
    return out


def is_thanked(said: dict[int, list[dt.date]], person: int, talk: Talk) -> bool:
    """Whether a person was thanked on the day of the talk or after it."""
    return any(day >= talk.day for day in said.get(person, ()))


def _numbers(net: Network) -> dict[str, int]:
    return {str(person): at for at, person in enumerate(net.ids)}
