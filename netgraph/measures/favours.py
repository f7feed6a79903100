"""Who has done what for whom: favours received and given, side by side, and what is unthanked.

Contacts and favours are separate ledgers. "You owe" is only said where the record leaves little
doubt; a favour nobody gave thanks for never fades: it is a task.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..errors import UnknownPersonError
from .wording import plural, sentence, shortened, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_OWED: Final = ("", "you owe", "they owe")


def favours(net: Network) -> pd.DataFrame:
    """Who has done more for whom, and who still waits for thanks?

    Parameters
    ----------
    net : Network

    Returns
    -------
    DataFrame
        By `person`, everybody you exchanged a favour with; most unthanked first, then whom you owe
        most, then by id.

        - `name`
        - `n_received`, `n_given`: favours they did for you, and you for them
        - `balance`: (n_received − n_given) / (n_received + n_given), −1 to 1; above 0 they did
          more
        - `share_low`, `share_high`: 90 % interval of the share of favours that were theirs
        - `owed`: "you owe" or "they owe" only where that interval leaves out one half, else ""
        - `n_unthanked`: favours received without thanks on that day or later
        - `thanks_due_on`: two days after the oldest of them (policy `thanks_hours`); NaT without
        - `last_on`: day of the latest favour; NaT where none is dated
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError
        The network has no ego.

    Notes
    -----
    The share of favours that were theirs is Beta(n_received + 1, n_given + 1): 3 to 0 says nothing
    yet, 4 to 0 does. Rows of kind thanks, and events of kind thanks, are thanks and no favours.

    References
    ----------
    Grant & Gino 2010, 10.1037/a0017935: gratitude makes helpers help again.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> done = pd.DataFrame({"giver": ["ana"], "receiver": ["me"], "kind": ["advice"]})
    >>> cards = pd.DataFrame({"id": ["me", "ana"]})
    >>> ng.favours(ng.load({"contacts": cards, "favours": done}, ego="me")).n_received.to_dict()
    {'ana': 1}
    """
    import pandas as pd

    if net.ego_index < 0:
        raise UnknownPersonError(
            "favours are yours and theirs, and this network has no ego: ask as somebody with "
            "net.seen_by(person), or load with ego=…"
        )
    rows = _ledger(net)
    people = np.unique(rows.other)
    at = np.searchsorted(people, rows.other)
    is_favour = ~rows.is_thanks
    received = np.bincount(at[is_favour & rows.is_theirs], minlength=len(people))
    given = np.bincount(at[is_favour & ~rows.is_theirs], minlength=len(people))
    waiting, oldest = _unthanked(net, rows, people, at)
    last = np.full(len(people), np.datetime64("NaT"), "datetime64[D]")
    np.fmax.at(last, at[is_favour], rows.day[is_favour])
    low, high = share_interval(received, given)
    owed = np.where(low > 0.5, 1, np.where(high < 0.5, 2, 0))
    total = received + given
    balance = np.divide(received - given, total, out=np.full(len(people), np.nan), where=total > 0)
    order = np.lexsort((people, -np.nan_to_num(balance, nan=-2), -waiting))
    order = order[total[order] > 0]
    names = net.labels[people]
    columns = {
        "name": names,
        "n_received": received,
        "n_given": given,
        "balance": balance,
        "share_low": low,
        "share_high": high,
        "owed": np.array(_OWED, dtype=object)[owed],
        "n_unthanked": waiting,
        "thanks_due_on": oldest + np.timedelta64(-(-thanks_hours(net) // 24), "D"),
        "last_on": last,
        "why": texts(_why(names, received, given, owed, waiting), len(people)),
    }
    days = ("thanks_due_on", "last_on")
    columns |= {name: columns[name].astype("datetime64[s]") for name in days}
    index = pd.Index(net.ids[people[order]], dtype=object, name="person")
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=index)


class _Rows:
    """Ego's favours and thanks: the other, whose deed it was, whether it is thanks, the day."""

    def __init__(
        self,
        other: Counts,
        is_theirs: NDArray[np.bool_],
        is_thanks: NDArray[np.bool_],
        day: NDArray[np.datetime64],
    ) -> None:
        self.other, self.is_theirs, self.is_thanks, self.day = other, is_theirs, is_thanks, day


def _ledger(net: Network) -> _Rows:
    """Return the rows of `favours` between ego and others; an empty receiver is ego."""
    import pandas as pd

    table = net.favours
    number = pd.Index(net.ids, dtype=object)
    giver = number.get_indexer(pd.Index(table["giver"]))
    receiver = number.get_indexer(pd.Index(table["receiver"]))
    receiver = np.where(table["receiver"] == "", net.ego_index, receiver)
    ego = net.ego_index
    keep = ((giver == ego) ^ (receiver == ego)) & (giver >= 0) & (receiver >= 0)
    other = np.where(giver == ego, receiver, giver)[keep]
    kind = table["kind"].to_numpy(dtype=object)[keep]
    day = table["date"].to_numpy()[keep].astype("datetime64[D]")
    return _Rows(other.astype(np.int64), (receiver == ego)[keep], kind == "thanks", day)


def _unthanked(
    net: Network, rows: _Rows, people: Counts, at: Counts
) -> tuple[Counts, NDArray[np.datetime64]]:
    """Return how many favours of each wait for thanks, and the day of the oldest of them."""
    thanked = np.full(len(people), np.datetime64("NaT"), "datetime64[D]")
    mine = rows.is_thanks & ~rows.is_theirs
    np.fmax.at(thanked, at[mine], rows.day[mine])
    place = {person: k for k, person in enumerate(net.ids[people].tolist())}
    for person, day in _thanks_logged(net):
        if person in place:
            thanked[place[person]] = np.fmax(thanked[place[person]], day)
    owed = ~rows.is_thanks & rows.is_theirs & ~np.isnat(rows.day)
    late = thanked[at] < rows.day
    owed &= np.isnat(thanked[at]) | late
    oldest = np.full(len(people), np.datetime64("NaT"), "datetime64[D]")
    np.fmin.at(oldest, at[owed], rows.day[owed])
    return np.bincount(at[owed], minlength=len(people)), oldest


def _thanks_logged(net: Network) -> list[tuple[str, np.datetime64]]:
    """Return with whom, and when, events of kind thanks were logged."""
    events, parts = net.record.tables.events, net.record.tables.event_people
    day = net.record.event_day
    keep = (events["kind"].to_numpy(dtype=object) == "thanks") & (day <= net.as_of_day)
    when = dict(zip(events["id"][keep], day[keep].astype("datetime64[D]"), strict=True))
    took = parts[parts["event"].isin(when)]
    return [(p, when[e]) for e, p in zip(took["event"], took["person"], strict=True)]


def thanks_hours(net: Network) -> int:
    """Return within how many hours thanks are due: the policy's, else two days."""
    rows = net.policy[net.policy["key"] == "thanks_hours"]["value"]
    stated = [int(value) for value in rows if str(value).isdigit() and int(value) > 0]
    return stated[-1] if stated else rules.THANKS_HOURS


def share_interval(received: Counts, given: Counts) -> tuple[Floats, Floats]:
    """Return the 90 % interval of the share of favours that were theirs."""
    from scipy.special import betaincinv

    a, b = received + 1.0, given + 1.0
    return np.asarray(betaincinv(a, b, 0.05), float), np.asarray(betaincinv(a, b, 0.95), float)


def _why(
    names: NDArray[np.object_], received: Counts, given: Counts, owed: Counts, waiting: Counts
) -> list[str]:
    """One sentence a row."""
    said = []
    columns = (received, given, owed, waiting)
    for name, theirs, mine, side, n in zip(
        shortened(names), *(c.tolist() for c in columns), strict=True
    ):
        first = f"{name} did {_some(theirs)} for you, you {mine or 'none'} for them"
        verdict = ("", ": you owe", ": they owe")[side]
        thanks = f" {plural(n, 'favour')} not thanked for yet." if n else ""
        said.append(sentence(first, verdict, ".", thanks))
    return said


def _some(n: int) -> str:
    return plural(n, "favour") if n else "no favour"
