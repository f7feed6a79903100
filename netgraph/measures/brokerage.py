"""Who stands between groups: Burt's constraint, effective size, efficiency and hierarchy. A person
whose contacts do not know each other is little constrained; where it cannot be seen whether they
do, nothing is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from .. import kernels
from ..errors import SourceError
from .circles import known_csr, mutual_contacts
from .wording import plural, short, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Floats = NDArray[np.float64]
Scope = Literal["network", "ego"]


def brokerage(net: Network, *, weighted: bool = False, scope: Scope = "network") -> pd.DataFrame:
    """Who stands between people who do not know each other?

    Parameters
    ----------
    net : Network
    weighted : bool
        Whether a tie counts its contact days (1 where only stated), as in `net.graph`; otherwise
        every tie counts 1.
    scope : {"network", "ego"}
        Whether a contact's own investments are shared out over the whole network, or only over
        each person's ego network, as Burt's original and UCINET's default.

    Returns
    -------
    DataFrame
        By `person`; largest effective size first, unknown last, then by id.

        - `name`
        - `n_contacts`: known ties
        - `n_ties_among`: ties among those contacts; NaN where the circle is not observed
        - `constraint`: may exceed 1; NaN for isolates and unobserved circles (so the next three)
        - `effective_size`: contacts less their redundancy
        - `efficiency`: effective_size / n_contacts
        - `hierarchy`: 0–1, how much of the constraint comes from one contact
        - `is_observed`: whether the person's circle is in these data
        - `why`: one sentence

    Notes
    -----
    p_ij = w_ij / Σ_k w_ik, m_jq = w_jq / max_k w_jk; constraint C_i = Σ_j c_ij,
    c_ij = (p_ij + Σ_q p_iq p_qj)²; effective size Σ_j (1 − Σ_q p_iq m_jq); hierarchy
    Σ_j r_j ln r_j / (N ln N), r_j = c_ij / (C_i / N), 1 for N = 1. O(triangles + ties).

    References
    ----------
    Burt 1992, Structural Holes; Burt 2004, 10.1086/421787.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> triangle = pd.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"]})
    >>> ng.brokerage(ng.load(triangle)).constraint.tolist()
    [1.125, 1.125, 1.125]
    """
    import pandas as pd

    if scope not in ("network", "ego"):
        raise SourceError(f"scope={scope!r} is not known; expected 'network' or 'ego'")
    csr = known_csr(net)
    known = ~net.pairs.is_inferred
    weight = np.maximum(net.pairs.n_days[known], 1).astype(np.float64) if weighted else None
    figures = (kernels.burt if scope == "network" else kernels.ego_burt)(csr, weight)
    observed = net.circle_is_observed
    n_contacts = csr.degree
    among = np.where(observed, ties_among(net), np.nan)
    names = net.labels
    values = {name: np.where(observed, getattr(figures, name), np.nan) for name in _FIGURES}
    people = np.arange(net.n_people)
    size = values["effective_size"]
    order = np.lexsort((people, -np.nan_to_num(size, nan=-np.inf)))
    columns = {
        "name": names,
        "n_contacts": n_contacts,
        "n_ties_among": among,
        **values,
        "is_observed": observed,
        "why": texts(_why(names, n_contacts, among, values["efficiency"]), net.n_people),
    }
    index = pd.Index(net.ids, dtype=object, name="person")[order]
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=index)


_FIGURES = ("constraint", "effective_size", "efficiency", "hierarchy")


def ties_among(net: Network) -> Floats:
    """Return how many ties there are among each person's contacts: the triangles at the person."""
    known = ~net.pairs.is_inferred
    mutual = mutual_contacts(net)[known]
    at = np.bincount(net.pairs.i[known], weights=mutual, minlength=net.n_people)
    at += np.bincount(net.pairs.j[known], weights=mutual, minlength=net.n_people)
    return at / 2


def _why(
    names: NDArray[np.object_], n_contacts: NDArray[np.int64], among: Floats, efficiency: Floats
) -> list[str]:
    """One sentence a row."""
    said = []
    columns = (names.tolist(), n_contacts.tolist(), among.tolist(), efficiency.tolist())
    for name, n, between, part in zip(*columns, strict=True):
        name = short(name)
        if n == 0:
            said.append(f"{name} has no known tie.")
        elif between != between:
            said.append(f"Whom {name} knows besides you is not in these data.")
        elif n == 1:
            said.append(f"{name} has 1 known contact and stands between nobody.")
        else:
            kind = "a broker between them" if part >= 2 / 3 else "a circle that knows itself"
            knit = (
                f"with {plural(between, 'tie')} among them" if between else "none tied to another"
            )
            said.append(f"{name} has {n} contacts, {knit}: {kind}.")
    return said
