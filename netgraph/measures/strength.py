"""How much of your life has each tie had? Its share of all contact, never decayed; beside it the
decayed intensity, who wrote to whom, and the closeness you stated. They are not mixed: a blended
score is worse than either at what either is good for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import kernels, rules
from .ties import Of, Ties, ties_of
from .wording import in_touch, sentence, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network, Pairs

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

FORWARD, BACK = 1, 2


def strength(net: Network, *, of: Of = "person") -> pd.DataFrame:
    """How much of all contact has each tie had?

    Parameters
    ----------
    net : Network
    of : {"person", "all"}
        Ego's tie with each contact, or every known tie by pair. Without an ego always by pair.

    Returns
    -------
    DataFrame
        By `person`, or by pair (`a`, `b`); strongest first, unknown last, then by id.

        - `name`: the person, or both of the pair
        - `strength`: share of contact in [0, 1]; NaN without a logged contact, and for a pair of
          others in an ego's own log, whose other contacts it does not show
        - `intensity`: contact days, each halved every 90 days; NaN without a logged contact
        - `n_contact_days`, `days_silent`: as in `freshness`
        - `n_sent_days`, `n_received_days`: days on which you (or `a`) wrote or called, and on
          which the other did; meetings count in neither
        - `is_one_way`: every contact day has a direction, and all have the same
        - `closeness`: 1–5 as stated; NaN where it is not
        - `why`: one sentence

    Notes
    -----
    n = Σ over contact days of ln(1 + Σ 1/(k − 1) over that day's events of k people); strength =
    n/N of ego, N being the sum of n over all of a person's ties; in a whole log the mean of the
    shares at both ends. Totals, no decay: a burst in one day counts little more than one contact.
    O(contact days).

    References
    ----------
    Marsden & Campbell 1984, 10.1093/sf/63.2.482 (what measures tie strength); Roth et al. 2010,
    10.1145/1835804.1835836 (intensity).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame([("ana", "bo"), ("ana", "cy")], columns=["source", "target"])
    >>> ng.strength(ng.load(log.assign(timestamp="2026-01-01"))).strength.tolist()
    [0.75, 0.75]
    """
    import pandas as pd

    ties = ties_of(net, of)
    share = shares(ties)
    intense = intensity(ties.pairs, net.as_of_day)
    n_days, silent = ties.n_contact_days(), ties.last_days_silent()
    sent, received, one_way = directions(ties)
    closeness = ties.closeness()
    order = ties.sort(share, intense)
    columns = {
        "name": ties.names,
        "strength": share,
        "intensity": intense,
        "n_contact_days": n_days,
        "days_silent": silent,
        "n_sent_days": sent,
        "n_received_days": received,
        "is_one_way": one_way,
        "closeness": closeness,
        "why": texts(_why(ties, n_days, silent, sent, received, closeness), len(ties)),
    }
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=ties.index(order))


def contact(pairs: Pairs) -> Floats:
    """Return each pair's contact: Σ over its days of ln(1 + that day's weight)."""
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    weights: Floats = np.log1p(pairs.day_weight)
    return np.bincount(owner, weights, len(pairs)).astype(np.float64)


def shares(ties: Ties) -> Floats:
    """Return the share of contact each tie has had; NaN where it cannot be known."""
    net = ties.net
    every = contact(net.pairs)
    total = np.bincount(net.pairs.i, weights=every, minlength=net.n_people)
    total += np.bincount(net.pairs.j, weights=every, minlength=net.n_people)
    n = every[ties.row]
    with np.errstate(invalid="ignore", divide="ignore"):
        at_a, at_b = n / total[ties.a], n / total[ties.b]
    ego = net.ego_index
    if ego < 0 or net.is_whole_log:
        share = (at_a + at_b) / 2
    else:
        share = np.where(ties.a == ego, at_a, np.where(ties.b == ego, at_b, np.nan))
    return np.where(n > 0, share, np.nan)


def intensity(pairs: Pairs, as_of_day: int) -> Floats:
    """Return the decayed contact days of each pair; NaN where no contact is logged."""
    decayed = kernels.intensity(
        pairs.day_ptr, pairs.days, pairs.day_weight, as_of_day, rules.HALF_LIFE_DAYS
    )
    return np.where(pairs.n_days > 0, decayed, np.nan)


def directions(ties: Ties) -> tuple[Counts, Counts, NDArray[np.bool_]]:
    """Return the days `a` wrote to `b`, the days `b` wrote to `a`, and whether it is one-way."""
    pairs = ties.pairs
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    forward = np.bincount(owner[(pairs.day_sent & FORWARD) > 0], minlength=len(pairs))
    back = np.bincount(owner[(pairs.day_sent & BACK) > 0], minlength=len(pairs))
    n_days = pairs.n_days
    one_way = (n_days > 0) & (
        ((forward == n_days) & (back == 0)) | ((back == n_days) & (forward == 0))
    )
    is_turned = ties.a[ties.is_tie] != pairs.i
    return np.where(is_turned, back, forward), np.where(is_turned, forward, back), one_way


def _why(
    ties: Ties, n_days: Counts, silent: Floats, sent: Counts, received: Counts, closeness: Floats
) -> list[str]:
    """One sentence a row."""
    is_mine = ties.is_by_person
    said = []
    rows = zip(
        ties.who,
        n_days.tolist(),
        silent.tolist(),
        sent.tolist(),
        received.tolist(),
        closeness.tolist(),
        strict=True,
    )
    for who, n, el, out, back, close in rows:
        stated = f" You put the closeness at {close:g}." if close == close else ""
        if n == 0:
            said.append(sentence(f"{who}: no contact is logged.", stated))
            continue
        wrote = ""
        if is_mine and (out or back):
            wrote = f"; you wrote on {out or 'none'} of them, they on {back or 'none'}"
        said.append(sentence(f"{who} were in touch {in_touch(n, el)}", wrote, ".", stated))
    return said
