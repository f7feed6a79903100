"""By which way to a person, into a company, into a field: the most probable routes within a few
hops, each with its reasons, its weakest step and an alternative that shares nobody with it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .. import kernels, rules
from ..errors import NetgraphError
from ..measures.wording import sentence
from .chance import Arcs, arcs, chances
from .goals import Goal, People, goal_of
from .hops import hop
from .route import Route

if TYPE_CHECKING:
    from ..network import Network

N_DISJOINT = 2


def routes(
    net: Network,
    *,
    company: str | None = None,
    person: str | None = None,
    field: str | None = None,
    max_hops: int = rules.MAX_HOPS,
    n: int = 5,
    inferred: bool = True,
) -> list[Route]:
    """By which paths can you reach a person, a company or a field, best first?

    Parameters
    ----------
    net : Network
    company, person, field : str
        Exactly one: a company's name, a person (id, e-mail, slug or unique name), or words that
        stand in a title, a tag or a company's name, or as the field of a target.
    max_hops : int
        1 to 4 steps, 3 by default: longer chains rarely complete.
    n : int
        At most so many routes, and one more where a direct tie is less likely than all of them: a
        direct tie always shows.
    inferred : bool
        Whether ties inferred from a shared company may be used.

    Returns
    -------
    list of Route
        Most probable first, then fewer hops, then by id; where the user's targets name titles,
        routes to people of such a title come first. Empty where there is no route:
        `nearest_miss` then says what is closest to one.

    Raises
    ------
    UnknownPersonError, UnknownCompanyError
        Nobody, or no company, goes by that word; also without an ego.
    NetgraphError
        Not exactly one of company, person, field; max_hops or n out of range.

    Notes
    -----
    max Π p over at most k hops: p = p_reach · p_agree where somebody is asked to pass you on,
    p_reach for the last hop, in steps of 1/1,024, with integer costs. People with do_not_contact
    are on no route. `disjoint` is the pair of routes sharing nobody of least total cost.
    O(degrees of the contacts of both ends).

    References
    ----------
    Dodds, Muhamad & Watts 2003, 10.1126/science.1081058; Suurballe 1974, 10.1002/net.3230040204.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    >>> ng.routes(ng.load(known, ego="me"), person="ravi")[0].names
    ('me', 'ana', 'ravi')
    """
    check_limits(max_hops, n)
    goal = goal_of(net, company, person, field)
    steps = arcs(net, inferred=inferred)
    paths = _best(net, steps, goal, max_hops, n)
    if not paths:
        return []
    wanted = goal.preferred if len(goal.preferred) else goal.people
    pair = kernels.disjoint_routes(
        steps.csr, steps.cost_pass, steps.cost_last, net.ego_index, wanted, max_hops, N_DISJOINT
    )
    apart = tuple(route_along(net, steps, path) for path in pair) if len(pair) >= N_DISJOINT else ()
    return [replace(route_along(net, steps, path), disjoint=apart) for path in paths]


def check_limits(max_hops: int, n: int) -> None:
    """Say no to a number of hops or of routes that cannot be answered."""
    if not 1 <= max_hops <= rules.MAX_HOPS_LIMIT:
        raise NetgraphError(
            f"max_hops is {max_hops}; expected 1 to {rules.MAX_HOPS_LIMIT}: longer chains of "
            "favours rarely complete"
        )
    if n < 1:
        raise NetgraphError(f"n is {n}; expected at least 1 route")


def _best(net: Network, steps: Arcs, goal: Goal, max_hops: int, n: int) -> list[kernels.Path]:
    """Return the n best paths, to preferred people first, and the best direct tie in any case."""

    def search(targets: People, hops: int, count: int) -> list[kernels.Path]:
        if not len(targets):
            return []
        return kernels.best_routes(
            steps.csr, steps.cost_pass, steps.cost_last, net.ego_index, targets, hops, count
        )

    paths = search(goal.preferred, max_hops, n)
    if len(paths) < n:
        others = np.setdiff1d(goal.people, goal.preferred)
        paths += search(others, max_hops, n - len(paths))
    if not any(len(path.nodes) == 2 for path in paths):
        paths += search(goal.people, 1, 1)
    return paths


def route_along(net: Network, steps: Arcs, path: kernels.Path) -> Route:
    """Return a path with its hops, names and reasons."""
    chance = chances(net)
    nodes = path.nodes
    last = len(nodes) - 2
    said = [
        hop(net, steps, chance, u, v, is_last=k == last) for k, (u, v) in enumerate(pairwise(nodes))
    ]
    hops = tuple(step for step, _ in said)
    brief = [why for _, why in said]
    target = nodes[-1]
    at = int(net.company[target])
    return Route(
        people=tuple(str(net.ids[v]) for v in nodes),
        names=tuple(net.label(v) for v in nodes),
        hops=hops,
        p=prod(h.p for h in hops),
        kind="known there" if last == 0 else "introduction",
        target=str(net.ids[target]),
        company=str(net.companies["name"].iloc[at]) if at >= 0 else "",
        title=str(net.now.contacts["title"].iloc[target]),
        why=hops[0].why if last == 0 else sentence(brief[0], *(f" {why}" for why in brief[1:])),
    )
