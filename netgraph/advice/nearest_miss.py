"""Where no route leads: what is closest to one, and what would open it.

An introduction that was announced, somebody who could warm the contact because they share a
school, a tag or an event with the person, a longer way, or a wish not to be contacted that stands
in between. Where even that is missing: who is known there, or that nobody is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .. import kernels, rules
from ..measures.wording import plural, sentence, short
from .chance import Arcs, arcs, chances
from .common_ground import shared
from .goals import Goal, People, goal_of
from .routes import check_limits

if TYPE_CHECKING:
    from ..network import Network

Kind = Literal[
    "announced", "too far", "do not contact", "could be warmed", "unknown beyond", "nobody known"
]


@dataclass(frozen=True)
class Miss:
    """What is closest to a route where there is none.

    Attributes
    ----------
    kind : str
        "announced" (a name given or an introduction promised), "too far" (more steps than asked
        for), "do not contact" (somebody on every way does not want to be asked), "could be warmed"
        (a contact shares something with the person), "unknown beyond" (somebody is known there,
        but nobody who knows them) or "nobody known".
    what : str
        The person, company or field asked for.
    target, target_name : str
        Id and name of the person it is about; "" where nobody is known.
    helper, helper_name : str
        Whom to turn to; "" where nobody comes to mind.
    by : str
        What helper and target share: "company", "school", "event", "tag"; else "".
    n_hops : int or None
        How many steps away, where that is the reason.
    n_known : int
        How many people are known there.
    why : str
        One sentence, at most 160 characters.
    """

    kind: Kind
    what: str
    why: str
    target: str = ""
    target_name: str = ""
    helper: str = ""
    helper_name: str = ""
    by: str = ""
    n_hops: int | None = None
    n_known: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the miss as JSON has it."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __str__(self) -> str:
        return self.why


def nearest_miss(
    net: Network,
    *,
    company: str | None = None,
    person: str | None = None,
    field: str | None = None,
    max_hops: int = rules.MAX_HOPS,
    inferred: bool = True,
) -> Miss | None:
    """What is closest to a route, where `routes` finds none?

    Parameters
    ----------
    net : Network
    company, person, field, max_hops, inferred
        As for `routes`.

    Returns
    -------
    Miss or None
        None where there is a route.

    Raises
    ------
    UnknownPersonError, UnknownCompanyError, NetgraphError
        As for `routes`.

    Notes
    -----
    The first that holds of: nobody known, an announced introduction, a way that do_not_contact
    closes, a way of more steps, common ground with a contact (the likeliest helper of those who
    share most), somebody known but nobody who knows them.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("bo", "cy")], columns=["source", "target"])
    >>> ng.nearest_miss(ng.load(known, ego="me"), person="cy").kind
    'unknown beyond'
    """
    check_limits(max_hops, 1)
    goal = goal_of(net, company, person, field)
    steps = arcs(net, inferred=inferred)
    if _reached(net, steps, goal.people, max_hops):
        return None
    if not len(goal.people):
        return Miss("nobody known", goal.what, _nobody(goal))
    return (
        _announced(net, goal)
        or _closed(net, goal, inferred, max_hops)
        or _too_far(net, steps, goal, max_hops)
        or _warm(net, goal)
        or _unknown(net, goal)
    )


def _reached(net: Network, steps: Arcs, targets: People, max_hops: int) -> list[kernels.Path]:
    if not len(targets):
        return []
    return kernels.best_routes(
        steps.csr, steps.cost_pass, steps.cost_last, net.ego_index, targets, max_hops
    )


def _nobody(goal: Goal) -> str:
    where = f"at {short(goal.what)}" if goal.kind == "company" else f"in {short(goal.what)}"
    return (
        f"Nobody you know of is {where}. Ask the contacts who know most people there: "
        '"you or someone you know".'
    )


def _to(net: Network, goal: Goal, target: int) -> str:
    """Return `Mei Tanaka`, with where she was looked for, if that was not by name."""
    name = short(net.label(target), 26)
    return name if goal.kind == "person" else f"{name} ({short(goal.what, 26)})"


def _miss(
    net: Network, kind: Kind, goal: Goal, target: int, why: str, helper: int = -1, **more: Any
) -> Miss:
    return Miss(
        kind,
        goal.what,
        why,
        target=str(net.ids[target]),
        target_name=net.label(target),
        helper="" if helper < 0 else str(net.ids[helper]),
        helper_name="" if helper < 0 else net.label(helper),
        n_known=len(goal.people),
        **more,
    )


def _announced(net: Network, goal: Goal) -> Miss | None:
    """Return the latest introduction to a target that was announced and not made."""
    links = net.links
    shut = net.do_not_contact
    waits = np.isin(links.status, ("name_given", "promised")) & np.isin(links.who, goal.people)
    waits &= ~shut[links.who] & ~shut[links.by] & (links.by != net.ego_index)
    rows = np.flatnonzero(waits & ((links.to == net.ego_index) | (links.to < 0)))
    if not len(rows):
        return None
    row = rows[np.lexsort((links.who[rows], -links.day[rows].astype(np.int64)))[0]]
    by, who = int(links.by[row]), int(links.who[row])
    helper = short(net.label(by), 26)
    did = "promised to introduce" if links.status[row] == "promised" else "gave you the name of"
    why = f"{helper} {did} {_to(net, goal, who)}: ask {helper} to make the introduction."
    return _miss(net, "announced", goal, who, why, by)


def _closed(net: Network, goal: Goal, inferred: bool, max_hops: int) -> Miss | None:
    """Return the way that is closed because somebody does not want to be contacted."""
    free = _reached(net, arcs(net, inferred=inferred, is_free=True), goal.people, max_hops)
    if not free:
        return None
    nodes = free[0].nodes
    target = nodes[-1]
    if net.do_not_contact[target]:
        why = f"{_to(net, goal, target)} does not want to be contacted; your note says so."
        return _miss(net, "do not contact", goal, target, why)
    barred = next(v for v in nodes[1:] if net.do_not_contact[v])
    name = short(net.label(barred), 26)
    why = f"Every way to {_to(net, goal, target)} leads over {name}, who does not want to be asked."
    return _miss(net, "do not contact", goal, target, why)


def _too_far(net: Network, steps: Arcs, goal: Goal, max_hops: int) -> Miss | None:
    """Return the nearest target that more steps would reach."""
    hops, first = _distances(net, steps)
    far = goal.people[hops[goal.people] > max_hops]
    if not len(far):
        return None
    target = int(far[np.argmin(hops[far])])
    n, helper = int(hops[target]), int(first[target])
    name = short(net.label(helper), 26)
    told = f"{_to(net, goal, target)} is {plural(n, 'step')} away, by way of {name}"
    if n <= rules.MAX_HOPS_LIMIT:
        why = sentence(told, f": ask with max_hops={n} to see that route.")
    else:
        why = sentence(told, ", too far for a favour: one tie", f" from {name}'s circle would do.")
    return _miss(net, "too far", goal, target, why, helper, n_hops=n)


def _distances(net: Network, steps: Arcs) -> tuple[People, People]:
    """Return everybody's steps from ego (0 out of reach), and whom to ask first on the way."""
    csr, ego = steps.csr, net.ego_index
    hops, first = np.zeros(net.n_people, np.int64), np.full(net.n_people, -1, np.int64)
    front, n = np.array([ego], np.int64), 0
    while len(front):
        n += 1
        arc, which = csr.arcs_of(front)
        head = csr.neighbors[arc].astype(np.int64)
        is_new = (hops[head] == 0) & (head != ego) & (steps.cost_last[arc] < kernels.BLOCKED)
        people, at = np.unique(head[is_new], return_index=True)
        hops[people] = n
        first[people] = people if n == 1 else first[front[which[is_new][at]]]
        front = people
    return hops, first


def _warm(net: Network, goal: Goal) -> Miss | None:
    """Return the contact who shares most with a target, the likeliest helper of several."""
    found = shared(net, _likeliest(net), _open_targets(net, goal))
    if not found:
        return None
    _, by, helper, target, said = found[0]
    name = short(net.label(helper), 26)
    why = sentence(
        f"{name} {said} {_to(net, goal, target)}",
        f": one tie from {name}'s circle would open it.",
    )
    return _miss(net, "could be warmed", goal, target, why, helper, by=by)


def _likeliest(net: Network) -> People:
    """Return ego's contacts who may be asked, the likeliest to help first."""
    csr, chance = net.csr(), chances(net)
    row = csr.row(net.ego_index)
    contacts = csr.neighbors[row].astype(np.int64)
    p = chance.p_reach[csr.pair[row]] * chance.p_agree[contacts]
    order = np.lexsort((contacts, -p))
    order = order[~net.do_not_contact[contacts[order]]]
    return contacts[order]


def _open_targets(net: Network, goal: Goal) -> People:
    people: People = np.concatenate([goal.preferred, np.setdiff1d(goal.people, goal.preferred)])
    return people[~net.do_not_contact[people]]


def _unknown(net: Network, goal: Goal) -> Miss:
    """Return who is known there, though nobody who knows them is."""
    open_ = _open_targets(net, goal)
    if not len(open_):
        target = int(goal.people[0])
        why = f"{_to(net, goal, target)} does not want to be contacted; your note says so."
        return _miss(net, "do not contact", goal, target, why)
    target = int(open_[0])
    more = f" and {plural(len(open_) - 1, 'other')}" if len(open_) > 1 else ""
    why = sentence(
        f"No route to {_to(net, goal, target)}{more}: whom they know is not in these data.",
        ' Ask your contacts, "you or someone you know".',
    )
    return _miss(net, "unknown beyond", goal, target, why)
