"""Whom could you be introduced to: everybody within a few hops, ranked by all two-step paths
together, with the best single route beside it for showing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from ..errors import SourceError
from ..measures.circles import known_csr
from ..measures.ties import Of
from ..measures.wording import ONE_NAME, plural, sentence, shortened, texts
from .chance import Arcs, arcs, asker, chances
from .routes import check_limits

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Floats = NDArray[np.float64]
People = NDArray[np.int64]


def reach(
    net: Network,
    *,
    max_hops: int = rules.MAX_HOPS,
    inferred: bool = True,
    of: Of = "person",
) -> pd.DataFrame:
    """Whom could you be introduced to, and through whom?

    Parameters
    ----------
    net : Network
    max_hops : int
        1 to 4 steps; with 1 there is nobody to be introduced to.
    inferred : bool
        Whether ties inferred from a shared company may be used.
    of : {"person", "all"}
        Whom ego could reach, or, by pair, any two people who share a contact and have no tie.

    Returns
    -------
    DataFrame
        By `person`: everybody within reach who is no direct contact; by `reach`, those further
        away after the others by `p`, then by id.

        - `name`, `company`, `title`
        - `reach`: a rank in [0, 1], not a chance: all two-step paths together; NaN further away
        - `p`: chance of the best single route, the product of its hops
        - `n_hops`: steps of that route
        - `n_helpers`: your contacts who know the person
        - `helper`, `helper_name`: whom to ask first on the best route
        - `introducer`: who knows the person on that route; the helper where it has two steps
        - `p_is_assumed`: whether an assumption, not contact, decides any step of it; taken to be
          so for a route of four steps
        - `known_overlap`: shared part of your circle and the person's, [0, 1]; NaN where the
          person's circle is not observed
        - `novelty`: p · (1 − known_overlap); NaN likewise
        - `why`: one sentence

        By pair (`a`, `b`) for `of="all"`: `name_a`, `name_b`, `reach`, `n_helpers` and `why`, by
        `reach`, then by ids.

    Raises
    ------
    UnknownPersonError
        The network has no ego, and `of` is "person".
    NetgraphError
        max_hops out of range, or another word for `of`.

    Notes
    -----
    reach = 1 − Π (1 − w·w) over all two-step paths, w the larger of 1/(1 + e^−freshness) and the
    assumed chance of the tie. With p_reach for w, as in `p`, people who come to know each other
    are found later on all logs measured. People with do_not_contact neither help nor appear.
    O(arcs within max_hops); by pair O(Σ degree²).

    References
    ----------
    Liben-Nowell & Kleinberg 2007, 10.1002/asi.20591 (who will come to know whom).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    >>> ng.reach(ng.load(known, ego="me")).helper.tolist()
    ['ana']
    """
    import pandas as pd

    check_limits(max_hops, 1)
    if of == "all":
        return _by_pair(net, inferred=inferred)
    if of != "person":
        raise SourceError(f"of={of!r} is not known; expected 'person' or 'all'")
    ego = asker(net)
    steps = arcs(net, inferred=inferred)
    best = kernels.best_costs(steps.csr, steps.cost_pass, steps.cost_last, ego, max_hops)
    who = np.flatnonzero((best.hops > 0) & ~_is_contact(steps, net, ego))
    two_step = _two_steps(net, steps, ego) if max_hops > 1 else np.full(net.n_people, np.nan)
    p = np.exp(-best.cost[who] / rules.COST_ONE)
    order = np.lexsort((who, -p, -np.nan_to_num(two_step[who], nan=-1.0)))
    who, p = who[order], p[order]
    first, previous = best.first[who], best.previous[who]
    helpers = n_helpers(net, steps, ego)[who]
    shared = overlap_with(net, ego)[who]
    assumed = _assumed(net, np.full(len(who), ego), first) | _assumed(net, previous, who)
    middle = best.hops[who] == 3
    assumed[middle] |= _assumed(net, first[middle], previous[middle])
    assumed |= best.hops[who] > 3
    company = np.append(net.companies["name"].to_numpy(dtype=object), "")
    columns = {
        "name": net.labels[who],
        "company": company[net.company[who]],
        "title": net.now.contacts["title"].to_numpy(dtype=object)[who],
        "reach": two_step[who],
        "p": p,
        "n_hops": best.hops[who].astype(np.int64),
        "n_helpers": helpers,
        "helper": net.ids[first],
        "helper_name": net.labels[first],
        "introducer": net.ids[previous],
        "p_is_assumed": assumed,
        "known_overlap": shared,
        "novelty": p * (1 - shared),
        "why": texts(_why(net, who, helpers, best.hops[who], first, previous), len(who)),
    }
    return pd.DataFrame(columns, index=pd.Index(net.ids[who], dtype=object, name="person"))


def _by_pair(net: Network, *, inferred: bool) -> pd.DataFrame:
    """Return the reach of any two people at distance two."""
    import pandas as pd

    shut = net.do_not_contact
    chance = np.where(shut[net.pairs.i] | shut[net.pairs.j], 0.0, chances(net).warmth)
    found = kernels.two_step_pairs(net.csr(inferred), chance)
    order = np.argsort(-found.reach, kind="stable")
    i, j, n_paths = found.i[order], found.j[order], found.n_paths[order]
    most = int(n_paths.max(initial=0))
    said = [f"{plural(n, 'person knows', 'people know')} both." for n in range(most + 1)]
    columns = {
        "name_a": net.labels[i],
        "name_b": net.labels[j],
        "reach": found.reach[order],
        "n_helpers": n_paths,
        "why": np.array(said, dtype=object)[n_paths],
    }
    ids: Any = pd.Index(net.ids, dtype=object)
    codes: list[Any] = [i, j]
    index = pd.MultiIndex(levels=[ids, ids], codes=codes, names=["a", "b"], verify_integrity=False)
    return pd.DataFrame(columns, index=index)


def _is_contact(steps: Arcs, net: Network, ego: int) -> NDArray[np.bool_]:
    """Return whom ego has a tie with."""
    out = np.zeros(net.n_people, bool)
    out[steps.csr.neighbors[steps.csr.row(ego)]] = True
    return out


def _two_steps(net: Network, steps: Arcs, ego: int) -> Floats:
    """Return the noisy-OR over two-step paths; NaN where there is none that may be used."""
    chance = chances(net).warmth
    shut = net.do_not_contact.copy()
    shut[ego] = False
    if shut.any():
        closed = shut[net.pairs.i] | shut[net.pairs.j]
        chance = np.where(closed, 0.0, chance)
    found = kernels.two_step_reach(steps.csr, chance, ego)
    return np.where(found > 0, found, np.nan)


def n_helpers(net: Network, steps: Arcs, ego: int) -> People:
    """Return how many of ego's contacts, do_not_contact left out, know each person."""
    contacts = steps.csr.neighbors[steps.csr.row(ego)]
    arc, _ = steps.csr.arcs_of(contacts[~net.do_not_contact[contacts]])
    return np.bincount(steps.csr.neighbors[arc], minlength=net.n_people)


def overlap_with(net: Network, ego: int) -> Floats:
    """Return the known overlap of ego's circle with everybody's; NaN where it is not observed."""
    csr = known_csr(net)
    arc, _ = csr.arcs_of(csr.neighbors[csr.row(ego)])
    mutual = np.bincount(csr.neighbors[arc], minlength=net.n_people)
    union = csr.degree[ego] + csr.degree - mutual
    share = np.divide(mutual, union, out=np.full(net.n_people, np.nan), where=union > 0)
    return np.where(net.circle_is_observed, share, np.nan)


def _assumed(net: Network, u: NDArray[Any], v: NDArray[Any]) -> NDArray[np.bool_]:
    """Return whether an assumption decides the ties of these pairs of people."""
    n, pairs = net.n_people, net.pairs
    key = np.minimum(u, v).astype(np.int64) * n + np.maximum(u, v)
    row = np.searchsorted(pairs.i.astype(np.int64) * n + pairs.j, key)
    assumed: NDArray[np.bool_] = chances(net).is_assumed[row]
    return assumed


def _why(
    net: Network,
    who: People,
    helpers: People,
    hops: NDArray[Any],
    first: NDArray[Any],
    previous: NDArray[Any],
) -> list[str]:
    """One sentence a row."""
    cut = shortened(net.labels, ONE_NAME)
    said = []
    columns = (who, helpers, hops, first, previous)
    for person, n, steps, a, b in zip(*(c.tolist() for c in columns), strict=True):
        name = cut[person]
        if not n:
            way = f", then {cut[b]}" if a != b else ""
            said.append(sentence(f"{name} is {steps} steps away: ask {cut[a]} first", way, "."))
        elif n == 1 and steps == 2:
            said.append(f"{cut[a]} is the only one of your contacts who knows {name}.")
        else:
            know = "contact who knows" if n == 1 else "contacts who know"
            said.append(f"You have {n} {know} {name}; ask {cut[a]} first.")
    return said
