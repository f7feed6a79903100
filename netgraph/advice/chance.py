"""How likely does a step work: that a tie can be used today, and that a helper says yes.

p_reach belongs to a pair: what the log shows, or, where that says less, an assumed floor for the
kind of tie, fading with its age. p_agree belongs to a helper: one half until asks are logged. A
hop's p is their product (p_reach alone where the target is the next person), in steps of 1/1,024.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from ..errors import UnknownPersonError
from ..measures.freshness import warmth
from ..measures.ties import days_silent
from ..network import NO_DAY

if TYPE_CHECKING:
    from ..network import Facts, Network

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAYS_PER_YEAR: Final = 365.25
YES: Final = frozenset({"agreed", "introduced", "met", "thanked"})
NO: Final = frozenset({"declined", "no_reply"})


@dataclass(frozen=True)
class Chances:
    """The chances of a network's ties, by row of `net.pairs`, and of its people's yes.

    `intensity` is in contact days, `is_assumed` marks ties whose chance is a floor, `floor_fact`
    is the row of `net.facts` behind it (−1 without one), `n_asks` counts the answered asks behind
    `p_agree`. `warmth` is what `reach` ranks by: freshness as a share, or the floor.
    """

    intensity: Floats
    warmth: Floats
    p_reach: Floats
    is_assumed: Bools
    floor_fact: NDArray[np.int64]
    p_agree: Floats
    n_asks: NDArray[np.int64]


def asker(net: Network) -> int:
    """Return ego's number; a question about "me" needs one."""
    if net.ego_index < 0:
        raise UnknownPersonError(
            "this network has no ego, so nobody is 'me': ask as somebody with "
            "net.seen_by(person), or load with ego=…"
        )
    return net.ego_index


def chances(net: Network) -> Chances:
    """Return the chances of all ties and helpers; computed once a network, shared by `seen_by`."""
    kept = net.now.kept
    if "chances" not in kept:
        kept["chances"] = _chances(net)
    found: Chances = kept["chances"]
    return found


def _chances(net: Network) -> Chances:
    pairs = net.pairs
    intensity = kernels.intensity(
        pairs.day_ptr, pairs.days, pairs.day_weight, net.as_of_day, rules.HALF_LIFE_DAYS
    )
    floor, fact = floors(net.facts, len(pairs), net.as_of_day)
    shown = intensity / (1 + intensity)
    p_agree, n_asks = agreement(net)
    p_reach = np.clip(np.maximum(shown, floor), rules.P_MIN, rules.P_MAX)
    fresh = warmth(pairs.n_days.astype(np.int64), days_silent(pairs, net.as_of_day))
    warm = np.clip(np.maximum(fresh, floor), 0.0, rules.P_MAX)
    return Chances(intensity, warm, p_reach, floor > shown, fact, p_agree, n_asks)


def floors(facts: Facts, n_pairs: int, as_of_day: int) -> tuple[Floats, NDArray[np.int64]]:
    """Return each pair's assumed chance (0 where nothing is stated), and the fact behind it.

    Several facts: the one that says most today. A closeness and a relation of one fact likewise.
    """
    by_relation = np.array([_of_relation(str(word)) for word in facts.relation], dtype=float)
    by_closeness = np.zeros(len(facts.pair))
    close = ~np.isnan(facts.closeness)
    by_closeness[close] = [_of_closeness(c) for c in facts.closeness[close].tolist()]
    dated = facts.day != NO_DAY
    years = np.where(dated, as_of_day - facts.day.astype(np.int64), 0) / DAYS_PER_YEAR
    value = np.maximum(by_relation, by_closeness)
    value *= np.exp2(-np.maximum(years, 0) / rules.FLOOR_HALF_LIFE_YEARS)
    floor = np.zeros(n_pairs)
    np.maximum.at(floor, facts.pair, value)
    fact = np.full(n_pairs, -1, np.int64)
    decides = np.flatnonzero(value >= floor[facts.pair])[::-1]
    fact[facts.pair[decides]] = decides
    return floor, fact


def _of_relation(word: str) -> float:
    return rules.P_REACH_BY_RELATION.get(word, rules.P_REACH_STATED) if word else 0.0


def _of_closeness(value: float) -> float:
    return rules.P_REACH_BY_CLOSENESS[min(max(round(value), 1), 5)]


def agreement(net: Network) -> tuple[Floats, NDArray[np.int64]]:
    """Return each person's chance of a yes, (1 + yes) / (2 + asks), and the answered asks."""
    yes, asks = np.zeros(net.n_people), np.zeros(net.n_people, np.int64)
    said: dict[str, set[str]] = {}
    for ask, status in zip(net.ask_events["ask"], net.ask_events["status"], strict=True):
        said.setdefault(ask, set()).add(status)
    number = {str(person): at for at, person in enumerate(net.ids)} if said else {}
    for ask, helper in zip(net.asks["id"], net.asks["helper"], strict=True):
        states, at = said.get(ask, set()), number.get(helper, -1)
        if at >= 0 and states & (YES | NO):
            asks[at] += 1
            yes[at] += bool(states & YES)
    prior_yes, prior_asks = rules.P_AGREE_PRIOR
    p_agree = (prior_yes + yes) / (prior_asks + asks)
    return np.clip(p_agree, rules.P_MIN, rules.P_MAX), asks


@dataclass(frozen=True)
class Arcs:
    """The directed steps of a network: neighbours, the steps of p and the costs, by arc."""

    csr: kernels.Csr
    pass_steps: NDArray[np.int32]
    last_steps: NDArray[np.int32]
    cost_pass: NDArray[np.int64]
    cost_last: NDArray[np.int64]


def arcs(net: Network, *, inferred: bool = True, is_free: bool = False) -> Arcs:
    """Return every step's cost; steps to people with do_not_contact are blocked.

    `is_free` lifts that, to tell whether it is what stands in the way.
    """
    name = f"arcs {inferred} {is_free}"
    kept = net.now.kept
    if name not in kept:
        kept[name] = _arcs(net, inferred, is_free)
    found: Arcs = kept[name]
    return found


def _arcs(net: Network, inferred: bool, is_free: bool) -> Arcs:
    csr, chance = net.csr(inferred), chances(net)
    p_reach = chance.p_reach[csr.pair]
    pass_steps = kernels.steps_of(p_reach * chance.p_agree[csr.neighbors])
    last_steps = kernels.steps_of(chance.p_reach)[csr.pair]
    cost_pass, cost_last = kernels.cost_of(pass_steps), kernels.cost_of(last_steps)
    if not is_free:
        shut = net.do_not_contact[csr.neighbors]
        cost_pass[shut] = cost_last[shut] = kernels.BLOCKED
    return Arcs(csr, pass_steps, last_steps, cost_pass, cost_last)
