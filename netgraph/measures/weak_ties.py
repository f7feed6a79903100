"""Which weak ties lead somewhere else: two axes (how much contact, how many mutual contacts) and
the span, side by side. Bridging shows in the overlap of the circles, not in low strength, so
nothing is blended; bands are relative to this network's own distribution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..kernels import dispersion
from .circles import known_csr, mutual_contacts, of_ties, overlaps, spans_hops
from .freshness import freshness_rank
from .strength import intensity
from .ties import Of, Ties, ties_of
from .wording import in_touch, plural, sentence, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network

Floats = NDArray[np.float64]
Bands = NDArray[np.int8]

INTENSITY_BANDS: Final = ("", "weak", "middle", "strong")
MUTUAL_BANDS: Final = ("", "few", "moderate", "many")
MIN_TIES_FOR_BANDS: Final = 3
"""Three bands need three ties."""


def weak_ties(net: Network, *, of: Of = "person") -> pd.DataFrame:
    """Which ties are weak, and which of them open another circle?

    Parameters
    ----------
    net : Network
    of : {"person", "all"}
        Ego's tie with each contact, or every known tie by pair. Without an ego always by pair.

    Returns
    -------
    DataFrame
        By `person`, or by pair (`a`, `b`): every tie with its profile; moderately weak ones first,
        then by span (a bridge is longest), then fresher, then by id.

        - `name`: the person, or both of the pair
        - `intensity`: contact days, each halved every 90 days; NaN without a logged contact
        - `intensity_band`: weak, middle, strong: terciles of these ties; "" unknown or below 3
        - `embeddedness`: number of mutual contacts; NaN where a circle is not observed
        - `mutual_band`: few, moderate, many: terciles of these ties; "" unknown or below 3
        - `known_overlap`: shared part of both circles, [0, 1]; NaN for 0/0 or not observed
        - `span_hops`: distance once the tie is gone; inf for a bridge, NaN not observed
        - `is_local_bridge`: no mutual contact at all
        - `dispersion`: pairs of mutual contacts that only this person holds together, normalised;
          by person only, NaN where not observed
        - `n_contact_days`, `days_silent`, `freshness`: as in `freshness`
        - `is_moderately_weak`: weak by intensity and moderate by mutual contacts
        - `why`: one sentence

    Notes
    -----
    known_overlap = n_ij / ((k_i − 1) + (k_j − 1) − n_ij). dispersion = d^0.61 / (n_ij + 5), d the
    pairs of mutual contacts that neither know each other nor share anybody else in your circle.
    O(triangles + contact days).

    References
    ----------
    Granovetter 1973, 10.1086/225469; Onnela et al. 2007, 10.1073/pnas.0610245104; Rajkumar et al.
    2022, 10.1126/science.abl4476: moderately weak ties by mutual contacts, and the weakest by
    interaction, moved most people to a new job. Backstrom & Kleinberg 2014,
    10.1145/2531602.2531642 (dispersion).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> path = pd.DataFrame({"source": ["ana", "bo"], "target": ["bo", "cy"]})
    >>> ng.weak_ties(ng.load(path)).span_hops.tolist()
    [inf, inf]
    """
    import pandas as pd

    ties = ties_of(net, of)
    intense = intensity(ties.pairs, net.as_of_day)
    mutual, span = of_ties(ties, mutual_contacts(net)), of_ties(ties, spans_hops(net))
    n_days, silent = ties.n_contact_days(), ties.last_days_silent()
    rank = freshness_rank(n_days, silent)
    by_contact, by_mutual = bands(intense), bands(mutual)
    moderate = (by_contact == 1) & (by_mutual == 2)
    order = ties.sort(moderate, span, rank)
    columns = {
        "name": ties.names,
        "intensity": intense,
        "intensity_band": np.array(INTENSITY_BANDS, dtype=object)[by_contact],
        "embeddedness": mutual,
        "mutual_band": np.array(MUTUAL_BANDS, dtype=object)[by_mutual],
        "known_overlap": of_ties(ties, overlaps(net)),
        "span_hops": span,
        "is_local_bridge": mutual == 0,
        **({"dispersion": dispersions(ties, mutual)} if ties.is_by_person else {}),
        "n_contact_days": n_days,
        "days_silent": silent,
        "freshness": rank,
        "is_moderately_weak": moderate,
        "why": texts(_why(ties, n_days, silent, mutual, span, moderate), len(ties)),
    }
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=ties.index(order))


def dispersions(ties: Ties, mutual: Floats) -> Floats:
    """Return d^0.61 / (mutual contacts + 5) of ego's ties; NaN where a circle is not observed."""
    held = dispersion(known_csr(ties.net), ties.net.ego_index)
    return held**rules.DISPERSION_EXPONENT / (mutual + rules.DISPERSION_OFFSET)


def bands(values: Floats) -> Bands:
    """Return 1, 2, 3 for the lower, middle and upper third of the known values; 0 for unknown.

    Equal values share a band; below three known values there are none.
    """
    out = np.zeros(len(values), np.int8)
    known = ~np.isnan(values)
    if known.sum() < MIN_TIES_FOR_BANDS:
        return out
    low, high = np.quantile(values[known], [1 / 3, 2 / 3])
    out[known] = 1 + (values[known] > low).astype(np.int8) + (values[known] > high)
    return out


def _why(
    ties: Ties,
    n_days: NDArray[np.int64],
    silent: Floats,
    mutual: Floats,
    span: Floats,
    moderate: NDArray[np.bool_],
) -> list[str]:
    """One sentence a row."""
    said = []
    columns = (ties.who, n_days, silent, mutual, span, moderate)
    rows = zip(*(c if isinstance(c, list) else c.tolist() for c in columns), strict=True)
    for who, n, el, shared, hops, is_moderate in rows:
        contact = f"in touch {in_touch(n, el)}" if n else "no contact logged"
        if shared != shared:
            said.append(
                sentence(f"{who}: {contact}", "; whom else they know is not in these data", ".")
            )
            continue
        if shared:
            knows = f"; {plural(shared, 'mutual contact')}"
        elif hops == float("inf"):
            knows = "; no mutual contact, and no other way from one to the other"
        else:
            knows = f"; no mutual contact, {hops:.0f} steps apart without this tie"
        mark = ": a moderately weak tie, the kind that carries news." if is_moderate else "."
        said.append(sentence(f"{who}: {contact}", knows, mark))
    return said
