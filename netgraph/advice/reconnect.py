"""Which old ties are worth taking up again: what they would open, and what you could bring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from ..errors import NetgraphError
from ..measures.favours import favours
from ..measures.freshness import freshness
from ..measures.policy import rule
from ..measures.wording import ONE_NAME, TWO_NAMES, plural, sentence, short
from .capacity import capacity_of
from .chance import Arcs, arcs, asker
from .common_ground import shared
from .wanted import Wanted, wanted_of
from .ways_in import onward

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Floats = NDArray[np.float64]
People = NDArray[np.int64]


def reconnect(
    net: Network, *, per_week: int | None = None, max_hops: int = rules.MAX_HOPS
) -> pd.DataFrame:
    """Which dormant or cooling ties are worth a word, and what could you bring?

    Parameters
    ----------
    net : Network
    per_week : int, optional
        How many to take up in a week; default the policy's touches_per_week, else 3. Old ties
        touched in the last seven days are taken off.
    max_hops : int
        Steps from you to a target, as in `plan`.

    Returns
    -------
    DataFrame
        By `person`: contacts silent for longer than your cadence; those who open most first, then
        by new people, then the fresher, then by id.

        - `name`, `company`
        - `is_this_week`: within the week's number
        - `is_dormant`; `days_silent`; `n_contact_days`
        - `opens`: sum over the targets still open of the chance that the person, asked, leads there
        - `targets`: the targets they lead to, the likeliest first
        - `n_new_people`: people they know and you do not
        - `offer`: what you could bring
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError
        The network has no ego.
    NetgraphError
        per_week below 0.

    Notes
    -----
    Dormant ties keep their trust and bring more news than warm ones. Kin, close friends and people
    marked do_not_contact are left out. O(targets · (people + ties of the second step)).

    References
    ----------
    Levin, Walter & Murnighan 2011, 10.1287/orsc.1100.0576.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame({"source": "me", "target": "ana", "timestamp": ["2025-01-03"]})
    >>> ng.reconnect(ng.load(log, ego="me", as_of="2026-11-01")).index.tolist()
    ['ana']
    """
    import pandas as pd

    ego = asker(net)
    if per_week is not None and per_week < 0:
        raise NetgraphError(f"per_week is {per_week}; expected 0 or more")
    fresh = freshness(net)
    late = (fresh["due_on"] < np.datetime64(net.as_of)) | fresh["is_dormant"]
    fresh = fresh[(late & ~fresh["is_exempt"]).to_numpy(dtype=bool)]
    who = pd.Index(net.ids).get_indexer(fresh.index)
    keep = ~net.do_not_contact[who]
    fresh, who = fresh[keep], who[keep].astype(np.int64)
    steps = arcs(net)
    wanted = _still_wanted(net)
    chance = _opened(steps, ego, wanted, who, max_hops)
    new = _new_people(net, ego)[who]
    silent = fresh["days_silent"].to_numpy()
    order = np.lexsort((who, -fresh["freshness"].to_numpy(), -new, -chance.sum(axis=0)))
    offers, most = _offers(net, who[order]), _left_this_week(net, per_week)
    rows = []
    for place, at in enumerate(order.tolist()):
        leads = np.argsort(-chance[:, at], kind="stable")
        names = [wanted[t].what for t in leads.tolist() if chance[t, at] > 0]
        rows.append(
            {
                "name": net.label(int(who[at])),
                "company": str(net.now.contacts["company"].iloc[who[at]]),
                "is_this_week": place < most,
                "is_dormant": bool(fresh["is_dormant"].iloc[at]),
                "days_silent": silent[at],
                "n_contact_days": int(fresh["n_contact_days"].iloc[at]),
                "opens": float(chance[:, at].sum()),
                "targets": names,
                "n_new_people": int(new[at]),
                "offer": offers[place],
                "why": _why(net.label(int(who[at])), silent[at], names, int(new[at])),
            }
        )
    columns = (
        "name company is_this_week is_dormant days_silent n_contact_days opens targets "
        "n_new_people offer why"
    ).split()
    index = pd.Index(net.ids[who[order]], dtype=object, name="person")
    return pd.DataFrame(rows, columns=columns, index=index)


def _left_this_week(net: Network, per_week: int | None) -> int:
    """Return how many more of the week's number there are."""
    if per_week is None:
        per_week = rule(net, "touches_per_week", rules.TOUCHES_PER_WEEK, least=0).general
    return max(per_week - _taken_up(net), 0)


def _taken_up(net: Network) -> int:
    """Return how many ties of ego were taken up again in the last week."""
    n, ego, pairs = 0, net.ego_index, net.pairs
    for pair in np.flatnonzero((pairs.i == ego) | (pairs.j == ego)).tolist():
        days = pairs.days[pairs.day_ptr[pair] : pairs.day_ptr[pair + 1]]
        recent = days > net.as_of_day - 7
        before = days[~recent]
        if recent.any() and len(before):
            n += int(days[recent][0] - before[-1] > rules.CADENCE_DAYS)
    return n


def _still_wanted(net: Network) -> list[Wanted]:
    """Return the targets without the people who are asked for, or met, already."""
    done = np.array(sorted(capacity_of(net).in_hand), dtype=np.int64)
    left = [
        replace(
            one,
            people=np.setdiff1d(one.people, done),
            preferred=np.setdiff1d(one.preferred, done),
        )
        for one in wanted_of(net, None, None, None)
    ]
    return [one for one in left if len(one.people)]


def _opened(steps: Arcs, ego: int, wanted: list[Wanted], who: People, max_hops: int) -> Floats:
    """Return the chance that each person leads to each target, once asked."""
    out = np.zeros((len(wanted), len(who)))
    for at, one in enumerate(wanted):
        people = one.preferred if len(one.preferred) else one.people
        if not len(people) or max_hops < 2:
            continue
        cost = onward(steps, ego, people, max_hops)[-1][who]
        out[at] = np.where(cost < kernels.BLOCKED, np.exp(-cost / rules.COST_ONE), 0.0)
        out[at][np.isin(who, people)] = 1.0
    return out


def _new_people(net: Network, ego: int) -> NDArray[np.int64]:
    """Return how many people each person knows whom ego does not."""
    csr = net.csr()
    known = np.zeros(net.n_people, bool)
    known[csr.neighbors[csr.row(ego)]] = True
    known[ego] = True
    owner = np.repeat(np.arange(net.n_people), csr.degree)
    return np.bincount(owner[~known[csr.neighbors]], minlength=net.n_people)


def _offers(net: Network, who: People) -> list[str]:
    """Return what ego could bring to each: a favour owed, somebody to introduce, or a word."""
    csr, ego = net.csr(), net.ego_index
    ledger = favours(net)
    owed = set(ledger.index[ledger["says"] == "you owe"])
    mine = csr.neighbors[csr.row(ego)].astype(np.int64)
    mine = mine[~net.do_not_contact[mine]]
    common: dict[int, tuple[int, str]] = {}
    for one in shared(net, mine, who):
        if one.rank and one.helper not in csr.neighbors[csr.row(one.target)]:
            common.setdefault(one.target, (one.helper, one.said))
    out = []
    for person in who.tolist():
        if str(net.ids[person]) in owed:
            out.append("a favour: you owe one")
        elif person in common:
            helper, said = common[person]
            out.append(f"an introduction to {short(net.label(helper), TWO_NAMES)}, who {said} them")
        else:
            out.append("news of yours, and a question about theirs")
    return out


def _why(name: str, silent: float, targets: list[str], n_new: int) -> str:
    """Say how long it has been, and what the tie would open."""
    head = f"You and {short(name, ONE_NAME)} were last in touch {silent:.0f} days ago."
    leads = (
        f" Leads to {' and '.join(short(t, TWO_NAMES) for t in targets[:2])}." if targets else ""
    )
    more = f" Knows {plural(n_new, 'person', 'people')} you do not." if n_new else ""
    return sentence(head, leads, more)
