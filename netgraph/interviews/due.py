"""What is owed today: thanks to hosts and their assistants, news to introducers, answers to ask
after, talks to arrange, and the ties that your own rules say it is time for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .. import rules
from ..advice.asks import Ask, asks_of
from ..advice.chance import asker
from ..measures.freshness import freshness
from ..measures.policy import rule
from ..measures.wording import ONE_NAME, ago, sentence, short
from .talks import Talk, is_thanked, talks_of, thanks_of

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

KINDS: Final = ("thanks", "news", "arrange", "send", "answer", "touch")
COLUMNS: Final = (
    "what", "name", "about", "due_on", "hours_left", "is_overdue", "since", "days_silent", "ask",
    "why",
)  # fmt: skip
DAY: Final = dt.timedelta(days=1)
LONGEST_NAME: Final = 28
ARRANGE_DAYS: Final = 2
"""Whoever was introduced writes before the introduction is old."""


@dataclass(frozen=True)
class Debt:
    """Something owed to a person until a moment (UTC); `on` is that moment's calendar day."""

    person: int
    what: str
    about: str
    until: dt.datetime
    on: dt.date
    since: dt.date | None
    why: str
    ask: str = ""
    days_silent: float = np.nan


def due(
    net: Network,
    *,
    now: dt.datetime | None = None,
    touches: int = rules.TOUCHES_PER_WEEK,
) -> pd.DataFrame:
    """What do you owe to whom, and until when?

    Parameters
    ----------
    net : Network
    now : datetime, optional
        The moment from which hours are counted; default the beginning of `net.as_of`, UTC.
    touches : int
        At most so many old ties that are due by your cadence.

    Returns
    -------
    DataFrame
        By `person`, whom it is owed to; touches last; overdue first, then by the moment it is due.

        - `what`: "thanks" (host or assistant of a talk), "news" (how it went, to who introduced
          you), "arrange" (you were introduced: write), "send" (an ask is only drafted), "answer"
          (no answer, or no introduction yet: a friendly word), "touch" (due by your cadence)
        - `name`
        - `about`: the talk, the person asked for, or ""
        - `due_on`: the day; `hours_left`: hours from now to the moment, below 0 when late;
          `is_overdue`
        - `since`: the day it goes back to; NaT where none is known
        - `days_silent`: for a touch, days since the last contact; else NaN
        - `ask`: id of the ask it belongs to, or ""
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError
        The network has no ego.

    Notes
    -----
    Thanks are due within `thanks_hours` (policy, default 48) of the end of a talk, on the last day
    where only the day is known; they stay until logged, however late. Other hours end with the
    day. Touches: ties whose person or group has a rule of its own come first, then those that
    fell due last; the long silent are a matter for `reconnect`. Dormant ties are left alone, and
    kin and close friends without such a rule. Nobody marked do_not_contact is on the list, and
    nobody is reminded to ask for them.

    References
    ----------
    Grant & Gino 2010, 10.1037/a0017935: those who are thanked help again.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana")], columns=["source", "target"])
    >>> len(ng.due(ng.load(known, ego="me")))
    0
    """
    import pandas as pd

    asker(net)
    now = now or dt.datetime.combine(net.as_of, dt.time(), dt.UTC)
    now = now if now.tzinfo else now.replace(tzinfo=dt.UTC)
    asks = asks_of(net)
    owed = [*_thanks(net, asks), *_from_asks(net, asks), *_touches(net, touches)]
    owed = [one for one in owed if not net.do_not_contact[one.person]]
    owed.sort(
        key=lambda one: (
            one.what == "touch",
            one.until >= now,
            one.until,
            KINDS.index(one.what),
            one.person,
        )
    )
    index = pd.Index([net.ids[one.person] for one in owed], dtype=object, name="person")
    return pd.DataFrame([_row(net, one, now) for one in owed], columns=list(COLUMNS), index=index)


def _row(net: Network, one: Debt, now: dt.datetime) -> dict[str, Any]:
    day = np.datetime64(one.since, "s") if one.since else np.datetime64("NaT", "s")
    return {
        "what": one.what,
        "name": net.label(one.person),
        "about": one.about,
        "due_on": np.datetime64(one.on, "s"),
        "hours_left": (one.until - now).total_seconds() / 3600,
        "is_overdue": one.until < now,
        "since": day,
        "days_silent": one.days_silent,
        "ask": one.ask,
        "why": one.why,
    }


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + DAY, dt.time(), dt.UTC)


def _thanks(net: Network, asks: tuple[Ask, ...]) -> Iterator[Debt]:
    """Yield the thanks not yet said, once a person: for the earliest talk that has none."""
    hours = rule(net, "thanks_hours", rules.THANKS_HOURS)
    said, seen = thanks_of(net, asks), set()
    for talk in talks_of(net, asks):
        for person in (*talk.hosts, *talk.assistants):
            if person in seen or is_thanked(said, person, talk):
                continue
            seen.add(person)
            until, on = talk.due(int(hours.of[person]))
            yield Debt(person, "thanks", talk.what, until, on, talk.day, _for(net, talk, person))


def _for(net: Network, talk: Talk, person: int) -> str:
    name, when = short(net.label(person), ONE_NAME), ago((net.as_of - talk.day).days)
    if person in talk.hosts:
        return sentence(f"{name} gave you time {when}; thanks are not noted yet.")
    host = " and ".join(short(net.label(h), LONGEST_NAME) for h in talk.hosts[:2])
    return sentence(f"{name} arranged the talk with {host} {when}; thanks are not noted yet.")


def _from_asks(net: Network, asks: tuple[Ask, ...]) -> Iterator[Debt]:
    """Yield what the open asks want of you."""
    number = {str(person): at for at, person in enumerate(net.ids)}
    wait = rule(net, "follow_up_days", rules.FOLLOW_UP_DAYS).of
    news = rule(net, "news_days", rules.NEWS_DAYS).of
    for ask in asks:
        helper, target = number.get(ask.helper, -1), number.get(ask.target, -1)
        if helper < 0 or not ask.is_open or ask.on is None:
            continue
        what = net.label(target) if target >= 0 else ask.company
        name, about = short(net.label(helper), LONGEST_NAME), short(what, LONGEST_NAME)
        kind, whom, since, days, told = _wanted(ask, name, about)
        person = target if whom == "target" and target >= 0 else helper
        if kind != "news" and target >= 0 and net.do_not_contact[target]:
            continue
        days = {"wait": int(wait[helper]), "news": int(news[helper])}.get(kind, days)
        on = since + DAY * days
        if not kind or (kind == "wait" and on > net.as_of):
            continue
        why = sentence(told.format(ago((net.as_of - since).days)))
        what_for = "answer" if kind == "wait" else kind
        yield Debt(person, what_for, what, _end_of(on), on, since, why, ask.id)


def _wanted(ask: Ask, name: str, about: str) -> tuple[str, str, dt.date, int, str]:
    """Return what an open ask wants: its kind, of whom, since when, in how many days, in words."""
    name, about = name.replace("{", "("), about.replace("{", "(") or "a talk"
    since, met = ask.on or dt.date.min, ask.day_of("met")
    if met is not None:
        if ask.is_direct:
            return "", "", met, 0, ""
        told = f"{name} opened the door to {about}; you met {{}}. Tell how it went."
        return "news", "helper", met, 0, told
    if ask.status == "drafted":
        told = f"The request to {name} for {about} was drafted {{}}; it is not sent."
        return "send", "helper", since, 0, told
    if ask.status == "introduced":
        told = f"{name} introduced you to {about} {{}}; no talk is noted yet."
        return "arrange", "target", since, ARRANGE_DAYS, told
    if ask.status == "agreed" and ask.is_direct:
        told = f"{name} agreed to a talk {{}}; none is noted yet."
        return "arrange", "helper", since, ARRANGE_DAYS, told
    if ask.status == "agreed":
        told = f"{name} agreed {{}}; no introduction to {about} is noted."
        return "wait", "helper", since, 0, told
    told = f"You asked {name} for {about} {{}}; no answer is noted."
    return "wait", "helper", since, 0, told


def _touches(net: Network, most: int) -> Iterator[Debt]:
    """Yield the ties to take up, the user's own rules first, then the last fallen due."""
    fresh = freshness(net)
    own = rule(net, "cadence_days", rules.CADENCE_DAYS).is_own
    at = np.searchsorted(net.ids.astype(str), fresh.index.to_numpy().astype(str))
    is_late = (fresh["due_on"] <= np.datetime64(net.as_of)).to_numpy()
    keep = is_late & ~fresh["is_dormant"].to_numpy() & (~fresh["is_exempt"].to_numpy() | own[at])
    keep &= ~net.do_not_contact[at]
    rows = np.flatnonzero(keep)
    late = (np.datetime64(net.as_of) - fresh["due_on"].to_numpy()[rows]).astype("timedelta64[D]")
    order = np.lexsort((at[rows], late.astype(np.int64), ~own[at[rows]]))
    for row in rows[order][:most].tolist():
        on = fresh["due_on"].iloc[row].date()
        silent = float(fresh["days_silent"].iloc[row])
        name = short(net.label(int(at[row])), ONE_NAME)
        why = f"You and {name} were last in touch {ago(silent)}; your cadence made it due."
        since = net.as_of - DAY * int(silent)
        yield Debt(int(at[row]), "touch", "", _end_of(on), on, since, why, "", silent)
