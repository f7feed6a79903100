"""Whom to ask for one person: the contacts you share, ranked by the chance of both ties together.
It claims no more than that such a helper keeps both ends warm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..errors import NetgraphError
from ..measures.wording import sentence
from .chance import Arcs, arcs, asker, chances
from .hops import hop
from .permission import permissions
from .route import Hop

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Rows = NDArray[np.int64]


def whom_to_ask(net: Network, person: str, *, inferred: bool = True) -> pd.DataFrame:
    """Whom of your contacts should you ask for an introduction to this person?

    Parameters
    ----------
    net : Network
    person : str
        Id, e-mail, slug or unique name.
    inferred : bool
        Whether ties inferred from a shared company may be used.

    Returns
    -------
    DataFrame
        By `person`, the helper: everybody who knows you and the target; most likely to work first,
        then by id. Empty where nobody does: `routes` may know a longer way, `nearest_miss` says
        what is missing.

        - `name`
        - `p`: p_reach · p_agree · p_target
        - `p_reach`, `p_target`: chance that your tie with the helper, and the helper's with the
          target, can be used today
        - `p_agree`: chance that the helper says yes; one half until asks are logged
        - `n_asks`: answered asks behind p_agree
        - `p_is_assumed`: whether an assumption, not contact, decides one of the two ties
        - `n_contact_days`, `days_silent`: your contact with the helper; 0 and NaN without any
        - `relation`, `since`: what is known of your tie beside the log, and since which day
        - `n_contact_days_target`, `days_silent_target`, `relation_target`, `since_target`: the
          same of the helper's tie with the target
        - `may_use_name`: whether you may use the helper's name with the person (yes, no, ask or "")
        - `is_inferred`: the helper and the target are only known to share a company
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError
        Nobody goes by that word, or the network has no ego.

    Notes
    -----
    p is the product of the two hops' p, each in steps of 1/1,024; draws are decided by the
    unrounded product of the two intensities. People with do_not_contact are never asked or
    reached. O(degrees of you and the target).

    References
    ----------
    Flynn & Lake 2008, 10.1037/0022-3514.95.1.128: those asked agree more often than askers expect.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    >>> ng.whom_to_ask(ng.load(known, ego="me"), "ravi").index.tolist()
    ['ana']
    """
    import pandas as pd

    ego, target = asker(net), net.index_of(person)
    if target == ego:
        raise NetgraphError(f"{person!r} is you: ask for somebody else")
    steps, chance = arcs(net, inferred=inferred), chances(net)
    helper, there, beyond = _between(net, steps, ego, target)
    mine, theirs = steps.csr.pair[there], steps.csr.pair[beyond]
    p = steps.pass_steps[there] / rules.P_STEPS * (steps.last_steps[beyond] / rules.P_STEPS)
    finer = chance.intensity[mine] * chance.intensity[theirs]
    order = np.lexsort((helper, -finer, -p))
    helper, mine, theirs = helper[order], mine[order], theirs[order]
    near, far = _steps(net, steps, ego, helper), _onward(net, steps, helper, target)
    columns = {
        "name": net.labels[helper],
        "p": p[order],
        "p_reach": chance.p_reach[mine],
        "p_agree": chance.p_agree[helper],
        "p_target": chance.p_reach[theirs],
        "n_asks": chance.n_asks[helper],
        "p_is_assumed": chance.is_assumed[mine] | chance.is_assumed[theirs],
        **_known("", near),
        **_known("_target", far),
        "is_inferred": net.pairs.is_inferred[theirs],
        "may_use_name": np.array(permissions(net, helper, target), dtype=object),
        "why": [sentence(a, f" {b}") for (_, a), (_, b) in zip(near, far, strict=True)],
    }
    return pd.DataFrame(columns, index=pd.Index(net.ids[helper], dtype=object, name="person"))


def _steps(net: Network, steps: Arcs, ego: int, helper: Rows) -> list[tuple[Hop, str]]:
    """Return the step from ego to each helper, with its reason in brief."""
    chance = chances(net)
    return [hop(net, steps, chance, ego, h, is_last=False) for h in helper.tolist()]


def _onward(net: Network, steps: Arcs, helper: Rows, target: int) -> list[tuple[Hop, str]]:
    """Return the step from each helper to the target."""
    chance = chances(net)
    return [hop(net, steps, chance, h, target, is_last=True) for h in helper.tolist()]


def _known(end: str, told: list[tuple[Hop, str]]) -> dict[str, Any]:
    """Return what is known of the ties as columns."""
    silent = [np.nan if h.days_silent is None else h.days_silent for h, _ in told]
    return {
        f"n_contact_days{end}": np.array([h.n_contact_days for h, _ in told], dtype=np.int64),
        f"days_silent{end}": np.array(silent, dtype=np.float64),
        f"relation{end}": np.array([h.relation for h, _ in told], dtype=object),
        f"since{end}": np.array([h.since for h, _ in told], dtype=object),
    }


def _between(net: Network, steps: Arcs, ego: int, target: int) -> tuple[Rows, Rows, Rows]:
    """Return the helpers between two people, and the arcs you → helper and helper → target."""
    csr = steps.csr
    mine, theirs = csr.row(ego), csr.row(target)
    helper, at, beyond = np.intersect1d(
        csr.neighbors[mine], csr.neighbors[theirs], assume_unique=True, return_indices=True
    )
    may = ~net.do_not_contact[helper] & ~net.do_not_contact[target]
    there, back = at[may] + mine.start, beyond[may] + theirs.start
    return helper[may].astype(np.int64), there, csr.twin[back].astype(np.int64)
