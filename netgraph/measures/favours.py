"""Who has done what for whom: a ledger of its own, apart from how often you are in touch.

It says "you owe" only where the count leaves little doubt; a kindness is no invoice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import UnknownPersonError
from .wording import ONE_NAME, plural, sentence, short

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Int64s = NDArray[np.int64]

NEVER: Final = np.iinfo(np.int64).min
INTERVAL: Final = 0.90
"""Below this a ledger says nothing: 3 to 0 is chance enough, 4 to 0 is not."""


def favours(net: Network) -> pd.DataFrame:
    """Who has done something for you, for whom have you, and where is one clearly behind?

    Parameters
    ----------
    net : Network

    Returns
    -------
    DataFrame
        By `person`: everybody with a favour either way; whom you owe first, then by the number of
        favours got, then by id.

        - `name`
        - `n_given`, `n_got`: what you did for them, and they for you
        - `balance`: (given − got) / (given + got), −1 to 1
        - `share_low`, `share_high`: 90 % interval of your share of the giving
        - `says`: "you owe", "they owe" or ""
        - `n_unthanked`: favours got since your last thanks to them
        - `last_on`: day of the last favour; NaT where none is dated
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError
        The network has no ego.

    Notes
    -----
    Your share ~ Beta(given + 1, got + 1); "you owe" only where the whole interval lies below one
    half. Thanks are favours and events of kind thanks, and are not counted as favours. O(favours).

    References
    ----------
    Grant & Gino 2010, 10.1037/a0017935: gratitude makes helpers help again.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> days = pd.Series(list("1234")).radd("2026-01-0")
    >>> done = pd.DataFrame({"giver": "ana", "receiver": "me", "date": days})
    >>> ng.favours(ng.load({"favours": done}, ego="me"))["says"].to_dict()
    {'ana': 'you owe'}
    """
    import pandas as pd
    from scipy.special import betaincinv

    if net.ego is None:
        raise UnknownPersonError(
            "this network has no ego, so nobody is 'me': load with ego=…, or ask as somebody with "
            "net.seen_by(person)"
        )
    given, got, open_, last = _counted(net)
    who = np.flatnonzero(given + got)
    g, r = given[who], got[who]
    tail = (1 - INTERVAL) / 2
    low, high = betaincinv(g + 1, r + 1, tail), betaincinv(g + 1, r + 1, 1 - tail)
    says = np.where(high < 0.5, "you owe", np.where(low > 0.5, "they owe", "")).astype(object)
    order = np.lexsort((who, -r, says != "you owe"))
    rows = zip(net.labels[who], g.tolist(), r.tolist(), says, open_[who].tolist(), strict=True)
    columns = {
        "name": net.labels[who],
        "n_given": g,
        "n_got": r,
        "balance": (g - r) / (g + r),
        "share_low": low,
        "share_high": high,
        "says": says,
        "n_unthanked": open_[who],
        "last_on": last[who].astype("datetime64[D]").astype("datetime64[s]"),
        "why": np.array([_why(*row) for row in rows], object).reshape(len(who)),
    }
    index = pd.Index(net.ids[who[order]], dtype=object, name="person")
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=index)


def _counted(net: Network) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Return, by person, favours given and got, got and not thanked for, and the last one's day."""
    import pandas as pd

    table, ego, n = net.favours, net.ego_index, net.n_people
    thanks = (table["kind"] == "thanks").to_numpy(dtype=bool)
    ids = pd.Index(net.ids)
    giver, receiver = (ids.get_indexer(pd.Index(table[c])) for c in ("giver", "receiver"))
    day = table["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    to_others = (giver == ego) & (receiver >= 0) & (receiver != ego)
    mine = to_others & ~thanks
    theirs = (receiver == ego) & (giver >= 0) & (giver != ego) & ~thanks
    last = np.full(n, NEVER)
    np.maximum.at(last, np.r_[receiver[mine], giver[theirs]], np.r_[day[mine], day[theirs]])
    thanked = _last_thanks(net)
    np.maximum.at(thanked, receiver[to_others & thanks], day[to_others & thanks])
    unthanked = theirs.copy()
    unthanked[theirs] = (day[theirs] > thanked[giver[theirs]]) | (thanked[giver[theirs]] == NEVER)
    counts = (
        np.bincount(who, minlength=n) for who in (receiver[mine], giver[theirs], giver[unthanked])
    )
    given, got, open_ = counts
    return given, got, open_, last


def _last_thanks(net: Network) -> NDArray[np.int64]:
    """Return the day on which ego last thanked each person in an event; the least int without."""
    import pandas as pd

    out = np.full(net.n_people, NEVER)
    events, parts = net.record.tables.events, net.record.tables.event_people
    said = (events["kind"] == "thanks").to_numpy() & (net.record.event_day <= net.as_of_day)
    if not said.any():
        return out
    parts = parts[parts["event"].isin(events["id"][said])]
    by_ego = parts["event"][(parts["person"] == net.ego) & ~parts["role"].isin(("to", "cc"))]
    told = parts[parts["event"].isin(by_ego) & (parts["person"] != net.ego)]
    row = pd.Index(events["id"]).get_indexer(pd.Index(told["event"]))
    person = pd.Index(net.ids).get_indexer(pd.Index(told["person"]))
    known = person >= 0
    np.maximum.at(out, person[known], net.record.event_day[row[known]].astype(np.int64))
    return out


def _why(name: str, given: int, got: int, says: str, unthanked: int) -> str:
    """Say the two counts, and what they mean."""
    name = short(name, ONE_NAME)
    head = f"{name} did you {plural(got, 'favour')}, you did {given}."
    tail = {"you owe": " You owe one.", "they owe": f" {name} owes you one."}.get(says, "")
    thanks = f" No thanks are noted for {unthanked}." if unthanked else ""
    return sentence(head, tail, thanks)
