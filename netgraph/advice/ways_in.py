"""What does each helper offer: the cheapest way to any of a target's people, by whom it begins.

One walk backwards from the target answers for all helpers at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import kernels
from .chance import Arcs

if TYPE_CHECKING:
    from collections.abc import Iterable

Int64s = NDArray[np.int64]
People = NDArray[np.int64]


def onward(steps: Arcs, ego: int, people: People, max_hops: int) -> list[Int64s]:
    """Return, for 1 … max_hops − 1 hops, everybody's cost of getting to one of these people."""
    csr = steps.csr
    cost = np.full(csr.n, kernels.BLOCKED, np.int64)
    arc, _ = csr.arcs_of(people)
    np.minimum.at(cost, csr.neighbors[arc], steps.cost_last[csr.twin[arc]].astype(np.int64))
    cost[ego] = kernels.BLOCKED
    layers = [cost]
    for _ in range(max_hops - 2):
        near = np.flatnonzero(cost < kernels.BLOCKED)
        arc, owner = csr.arcs_of(near)
        further = cost.copy()
        np.minimum.at(
            further, csr.neighbors[arc], steps.cost_pass[csr.twin[arc]] + cost[near][owner]
        )
        further[ego] = kernels.BLOCKED
        cost = further
        layers.append(cost)
    return layers


def from_ego(steps: Arcs, ego: int, people: People, max_hops: int) -> tuple[Int64s, Int64s]:
    """Return ego's contacts, and the cost of getting to one of these people by each.

    A contact who is one of them is reached, the others are asked to pass ego on.
    """
    csr = steps.csr
    mine = csr.row(ego)
    contacts = csr.neighbors[mine].astype(np.int64)
    cost = np.full(len(contacts), kernels.BLOCKED, np.int64)
    if max_hops > 1:
        beyond = onward(steps, ego, people, max_hops)[-1]
        cost = np.minimum(cost, steps.cost_pass[mine] + beyond[contacts])
    is_goal = np.isin(contacts, people)
    cost[is_goal] = np.minimum(cost, steps.cost_last[mine])[is_goal]
    return contacts, np.where(cost < kernels.BLOCKED, cost, kernels.BLOCKED)


def path(steps: Arcs, ego: int, helper: int, people: People, max_hops: int) -> kernels.Path | None:
    """Return the cheapest path over that helper, the fewest hops and lowest numbers first."""
    csr, goal = steps.csr, set(people.tolist())
    first = csr.row(ego).start + int(np.searchsorted(csr.neighbors[csr.row(ego)], helper))
    found: list[kernels.Path] = []
    if helper in goal and steps.cost_last[first] < kernels.BLOCKED:
        found.append(kernels.Path((ego, helper), int(steps.cost_last[first])))
    layers = onward(steps, ego, people, max_hops) if max_hops > 1 else []
    for n in range(len(layers)):
        whole = int(steps.cost_pass[first] + layers[n][helper])
        if whole < kernels.BLOCKED:
            nodes = _walked(steps, helper, goal, layers, n)
            found.append(kernels.Path((ego, *nodes), whole))
    return min(found, key=lambda one: (one.cost, len(one.nodes), one.nodes), default=None)


def _walked(
    steps: Arcs, person: int, goal: set[int], layers: list[Int64s], n: int
) -> Iterable[int]:
    """Yield the people from here to the goal along the cheapest way of at most n + 1 hops."""
    csr = steps.csr
    while True:
        yield person
        row = csr.row(person)
        heads = csr.neighbors[row].astype(np.int64)
        while n and layers[n - 1][person] == layers[n][person]:
            n -= 1
        if n == 0:
            last = np.where(
                [h in goal for h in heads.tolist()], steps.cost_last[row], kernels.BLOCKED
            )
            yield int(heads[int(np.argmin(last))])
            return
        person = int(heads[int(np.argmin(steps.cost_pass[row] + layers[n - 1][heads]))])
        n -= 1
