"""How alive is each tie now: silence, rhythm, what is due, what lies dormant.

The rank needs no fitting and no half-life: more contact days and a shorter silence make a tie
fresher. Unknown is not cold: a person without a logged contact has NaN and a `why` that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..errors import SourceError
from .cadence import cadence_days, is_exempt
from .calibration import Calibration, p_contact
from .ties import Of, Ties, ties_of
from .wording import in_touch, plural, sentence, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network, Pairs

Floats = NDArray[np.float64]


def freshness(
    net: Network, *, of: Of = "person", horizon_days: int = rules.HORIZON_DAYS
) -> pd.DataFrame:
    """How alive is each tie now, and when is the next touch due?

    Parameters
    ----------
    net : Network
    of : {"person", "all"}
        Ego's tie with every person, or every known tie by pair. Without an ego always by pair.
    horizon_days : int
        The window `p_contact` speaks about; a quarter by default.

    Returns
    -------
    DataFrame
        By `person`, or by pair (`a`, `b`); freshest first, unknown last, then by id.

        - `name`: the person, or both of the pair
        - `days_silent`: whole days since the last contact day; NaN without one
        - `n_contact_days`: days with at least one contact; 0 where none is logged
        - `usual_gap_days`: median gap between contact days; NaN below 3 of them
        - `freshness`: the rank, ln units, higher is fresher; NaN without a contact day
        - `p_contact`: chance of contact within `horizon_days`; NaN without a contact day, and
          while uncalibrated
        - `p_contact_rule`: logit, MBG/NBD, mean of both, or uncalibrated
        - `n_fitted_pairs`: on how many ties it was fitted; 0 while uncalibrated
        - `due_on`: last contact day + the user's cadence (default 90 days); NaT without one
        - `is_dormant`: silent over 1,095 days after at least 2 contact days
        - `is_exempt`: kin or marked close: silence raises no alarm
        - `why`: one sentence

    Notes
    -----
    freshness = ln(1 + n_contact_days) − 0.8 · ln(1 + days_silent). Contact days are counted, not
    messages. `usual_gap_days` explains and never ranks.

    `p_contact` is fitted on these ties' own past one window back, where there were at least 100 of
    them and 10 of each outcome: a logit on ln(1 + days_silent) and ln(1 + n_contact_days), or
    MBG/NBD, or their mean, whichever had the lowest Brier score there. O(contact days · log).

    References
    ----------
    Levin, Walter & Murnighan 2011, 10.1287/orsc.1100.0576 (dormant ties); Roberts & Dunbar 2015,
    10.1007/s12110-015-9242-7 (kin and close ties decay less); Batislam, Denizel & Filiztekin 2007,
    10.1016/j.ijresmar.2006.12.005 (MBG/NBD).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame({"source": "ana", "target": "bo", "timestamp": ["2026-05-01"]})
    >>> ng.freshness(ng.load(log, as_of="2026-05-08")).freshness.round(4).tolist()
    [-0.9704]
    """
    import pandas as pd

    if horizon_days < 1:
        raise SourceError(f"horizon_days is {horizon_days}; expected at least 1 day")
    ties = ties_of(net, of, everybody=True)
    silent, n_days = ties.last_days_silent(), ties.n_contact_days()
    gap = ties.spread(usual_gap_days(ties.pairs), np.nan)
    rank = freshness_rank(n_days, silent)
    dormant = (silent > rules.DORMANT_AFTER_DAYS) & (n_days >= rules.DORMANT_MIN_CONTACT_DAYS)
    exempt = is_exempt(ties)
    chance = _chance(ties, horizon_days)
    order = ties.sort(rank)
    columns = {
        "name": ties.names,
        "days_silent": silent,
        "n_contact_days": n_days,
        "usual_gap_days": gap,
        "freshness": rank,
        "p_contact": ties.spread(chance.p, np.nan),
        "p_contact_rule": np.full(len(ties), chance.rule, object),
        "n_fitted_pairs": np.full(len(ties), chance.n_pairs),
        "due_on": due_on(net.as_of_day, silent, cadence_days(ties)),
        "is_dormant": dormant,
        "is_exempt": exempt,
        "why": texts(
            _why(ties, silent, n_days, gap, dormant, exempt, not chance.n_pairs), len(ties)
        ),
    }
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=ties.index(order))


def _chance(ties: Ties, horizon_days: int) -> Calibration:
    """Return the chances of contact; fitted once for a network, whose ties and window."""
    kept = ties.net.now.kept
    whose = ties.net.ego_index if ties.is_by_person else -1
    name = f"p_contact {whose} {horizon_days}"
    if name not in kept:
        kept[name] = p_contact(ties.pairs, ties.net.as_of_day, horizon_days)
    found: Calibration = kept[name]
    return found


def freshness_rank(n_days: NDArray[np.int64], days_silent: Floats) -> Floats:
    """Return ln(1 + n_contact_days) − 0.8 · ln(1 + days_silent); NaN where nothing is logged."""
    rank: Floats = np.log1p(n_days) - rules.SILENCE_EXPONENT * np.log1p(days_silent)
    return np.where(n_days > 0, rank, np.nan)


def warmth(n_days: NDArray[np.int64], days_silent: Floats) -> Floats:
    """Return freshness as a share, 1 / (1 + e^−freshness); 0 where nothing is logged.

    It grows with (1 + n_contact_days) / (1 + days_silent)^0.8; ½ where the two are even.
    """
    share = 1 / (1 + np.exp(-freshness_rank(n_days, days_silent)))
    return np.where(n_days > 0, share, 0.0)


def usual_gap_days(pairs: Pairs) -> Floats:
    """Return the median gap between each pair's contact days; NaN below 3 of them."""
    out = np.full(len(pairs), np.nan)
    n_gaps = pairs.n_days - 1
    rows = np.flatnonzero(n_gaps >= rules.MIN_CONTACT_DAYS_FOR_GAP - 1)
    if not len(rows):
        return out
    owner = np.repeat(np.arange(len(pairs)), pairs.n_days)
    gaps, inside = np.diff(pairs.days), owner[1:] == owner[:-1]
    gaps, owner = gaps[inside].astype(np.int64), owner[1:][inside]
    gaps = gaps[np.argsort(owner * (int(gaps.max()) + 1) + gaps, kind="stable")]
    start = np.cumsum(np.maximum(n_gaps, 0)) - np.maximum(n_gaps, 0)
    low, high = start + (n_gaps - 1) // 2, start + n_gaps // 2
    out[rows] = (gaps[low[rows]] + gaps[high[rows]]) / 2
    return out


def due_on(as_of_day: int, days_silent: Floats, cadence: NDArray[np.int64]) -> NDArray[Any]:
    """Return the last contact day + cadence as datetime64[s]; NaT without a contact day."""
    known = ~np.isnan(days_silent)
    days = np.full(len(days_silent), np.datetime64("NaT"), dtype="datetime64[D]")
    days[known] = (as_of_day - days_silent[known].astype(np.int64) + cadence[known]).astype(
        "datetime64[D]"
    )
    return days.astype("datetime64[s]")


def _why(
    ties: Ties,
    silent: Floats,
    n_days: NDArray[np.int64],
    gap: Floats,
    dormant: NDArray[np.bool_],
    exempt: NDArray[np.bool_],
    is_uncalibrated: bool,
) -> list[str]:
    """One sentence a row; built from lists, as a frame's rows would be slow."""
    whose = "your" if ties.is_by_person else "their"
    last = " p_contact is uncalibrated." if is_uncalibrated else ""
    said = []
    rows = zip(
        ties.who,
        silent.tolist(),
        n_days.tolist(),
        gap.tolist(),
        dormant.tolist(),
        exempt.tolist(),
        strict=True,
    )
    for who, el, n, usual, is_dormant, is_close in rows:
        if n == 0:
            said.append(f"{who}: no contact is logged, so not cold but unknown.")
            continue
        more = "."
        if is_dormant:
            more = ": dormant, a reserve."
        elif is_close:
            more = ": close, so silence is no alarm."
        elif usual == usual:
            more = f"; {whose} usual gap is {plural(usual, 'day')}."
        said.append(sentence(f"{who} were in touch {in_touch(n, el)}", more, last))
    return said
