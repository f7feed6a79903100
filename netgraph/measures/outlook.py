"""Who will be in touch next: freshness, and what the circle around a tie says of it.

In a log of everybody a tie does not stand alone. It is likelier to go on where people both know
are warm with both, and less likely where either end has fallen silent towards all. Unfitted; on
the development logs it ranks as well as models fitted on 17 features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from .circles import known_csr
from .freshness import warmth
from .ties import Of, Ties, days_silent, ties_of
from .wording import ago, in_touch, sentence, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network, Pairs

Floats = NDArray[np.float64]


def outlook(net: Network, *, of: Of = "person") -> pd.DataFrame:
    """Which ties will go on, by what the whole log shows around them?

    Parameters
    ----------
    net : Network
        Best a log of everybody; in a personal one nobody else's contact can be seen.
    of : {"person", "all"}
        Ego's tie with each contact, or every known tie by pair. Without an ego always by pair.

    Returns
    -------
    DataFrame
        By `person`, or by pair (`a`, `b`); best outlook first, unknown last, then by id.

        - `name`: the person, or both of the pair
        - `outlook`: the rank, ln units, higher is likelier; NaN without a contact day, and outside
          a log of everybody
        - `contact`: contact days, one with many contacts counting more
        - `days_silent`: of the tie
        - `warm_mutual`: how warm the mutual contacts are with both ends, [0, 1]
        - `days_silent_a`, `days_silent_b`: days since you (or `a`) and the other were in touch
          with anybody
        - `why`: one sentence

    Notes
    -----
    outlook = ln(1 + contact) − 0.8 · ln(1 + days_silent) + 0.5 · ln(0.01 + warm_mutual)
    − 0.3 · (ln(1 + days_silent_a) + ln(1 + days_silent_b)), contact = Σ over contact days of
    log₂(1 + that day's weight), warm_mutual = Σ_k w_ak w_bk / √(Σ_k w_ak · Σ_k w_bk),
    w = 1/(1 + e^−freshness). Nothing is fitted. O(triangles + contact days).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame([("ana", "bo"), ("ana", "cy")], columns=["source", "target"])
    >>> ng.outlook(ng.load(log.assign(timestamp="2026-01-01"))).outlook.round(4).tolist()
    [-1.6094, -1.6094]
    """
    import pandas as pd

    ties = ties_of(net, of)
    kept = net.now.kept
    if "circle" not in kept:
        kept["circle"] = _around(net)
    contact, warm, last = kept["circle"]
    silent, n_days = ties.last_days_silent(), ties.n_contact_days()
    row = ties.row
    at_a, at_b = last[ties.a], last[ties.b]
    rank = _rank(contact[row], silent, warm[row], at_a, at_b)
    if not net.is_whole_log:
        rank[:] = np.nan
    order = ties.sort(rank)
    columns = {
        "name": ties.names,
        "outlook": rank,
        "contact": np.where(n_days > 0, contact[row], np.nan),
        "n_contact_days": n_days,
        "days_silent": silent,
        "warm_mutual": np.where(net.is_whole_log, warm[row], np.nan),
        "days_silent_a": at_a,
        "days_silent_b": at_b,
        "why": texts(_why(ties, n_days, silent, at_a, at_b), len(ties)),
    }
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=ties.index(order))


def _rank(contact: Floats, silent: Floats, warm: Floats, at_a: Floats, at_b: Floats) -> Floats:
    """Return the rank of the docstring; NaN where nothing is logged."""
    rank: Floats = np.log1p(contact) - rules.SILENCE_EXPONENT * np.log1p(silent)
    rank = rank + rules.OUTLOOK_MUTUAL * np.log(rules.OUTLOOK_LEAST_MUTUAL + warm)
    return rank - rules.OUTLOOK_SILENT_END * (np.log1p(at_a) + np.log1p(at_b))


def _around(net: Network) -> tuple[Floats, Floats, Floats]:
    """Return contact and warm mutual contacts by pair, and everybody's days silent to all."""
    pairs, n = net.pairs, net.n_people
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    contact = np.bincount(owner, np.log2(1 + pairs.day_weight), len(pairs)).astype(np.float64)
    silent = days_silent(pairs, net.as_of_day)
    last = np.full(n, np.inf)
    for end in (pairs.i, pairs.j):
        np.fmin.at(last, end, silent)
    warm = _warm_mutual(net, pairs, warmth(pairs.n_days.astype(np.int64), silent))
    return contact, warm, np.where(np.isinf(last), np.nan, last)


def _warm_mutual(net: Network, pairs: Pairs, w: Floats) -> Floats:
    """Return Σ_k w_ak w_bk over the mutual contacts, by the geometric mean of both ends' sums."""
    known = np.flatnonzero(~pairs.is_inferred)
    weight = w[known]
    through = np.zeros(len(known))
    for t in kernels.triangles(known_csr(net)):
        bc, ac, ab = weight[t.bc], weight[t.ac], weight[t.ab]
        through += np.bincount(t.bc, ab * ac, len(known))
        through += np.bincount(t.ac, ab * bc, len(known))
        through += np.bincount(t.ab, ac * bc, len(known))
    total = np.bincount(pairs.i, w, net.n_people) + np.bincount(pairs.j, w, net.n_people)
    both = np.sqrt(total[pairs.i[known]] * total[pairs.j[known]])
    out = np.zeros(len(pairs))
    out[known] = np.divide(through, both, out=np.zeros(len(known)), where=both > 0)
    return out


def _why(
    ties: Ties, n_days: NDArray[np.int64], silent: Floats, at_a: Floats, at_b: Floats
) -> list[str]:
    """One sentence a row."""
    is_whole = ties.net.is_whole_log
    ends = zip(*(ties.net.labels[end].tolist() for end in (ties.a, ties.b)), strict=True)
    columns = (n_days, silent, at_a, at_b)
    said = []
    for who, (a, b), n, el, last_a, last_b in zip(
        ties.who, ends, *(c.tolist() for c in columns), strict=True
    ):
        if n == 0:
            said.append(f"{who}: no contact is logged, so not cold but unknown.")
            continue
        more = "; whom else they are in touch with is not in these data"
        if is_whole:
            quiet, last = max(((a, last_a), (b, last_b)), key=lambda end: end[1])
            more = f"; {quiet} was in touch with anybody {ago(last)}" if len(quiet) < 40 else ""
        said.append(sentence(f"{who} were in touch {in_touch(n, el)}", more, "."))
    return said
