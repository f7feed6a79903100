"""Do the numbers deserve belief: what they would have said on past days, and what came of it."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import rules
from ..errors import SourceError
from .asks import agreement
from .scores import Bools, Floats, bins
from .tasks import (
    Score,
    TieCases,
    chances,
    helpers,
    new_contacts,
    next_contact,
    stated_closeness,
    tie_cases,
)
from .verdict import verdict
from .windows import span_of, windows

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network


@dataclass(frozen=True, repr=False, eq=False)
class Backtest:
    """What a backtest found.

    Attributes
    ----------
    scores : DataFrame
        By `task` and `rule`: `figure` (AUC, average precision, Brier skill, calibration error,
        MRR, hit@10, share), `value`, `low` and `high` (90 % of the bootstrap by person; NaN where
        none is drawn) and `n_cases`.
    reliability : DataFrame
        By `bin`, ten of equal mass: `p_contact` (mean), `share` that came true, `low` and `high`
        (90 %, Wilson) and `n`; empty while uncalibrated.
    cuts : list of str
        The days the answers were tested on.
    horizon_days : int
        Length of the window after each cut.
    verdict : tuple of str
        In plain words: what may be believed, and where a plain rule does as well.
    """

    scores: pd.DataFrame
    reliability: pd.DataFrame
    cuts: list[str]
    horizon_days: int
    verdict: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it all as plain values."""
        return {
            "horizon_days": self.horizon_days,
            "cuts": self.cuts,
            "verdict": list(self.verdict),
            "scores": self.scores.reset_index().to_dict("records"),
            "reliability": self.reliability.reset_index().to_dict("records"),
        }

    def __repr__(self) -> str:
        tested = ", ".join(self.cuts) or "no day"
        head = f"Backtest over {self.horizon_days} days after {tested}"
        return "\n".join([head, *(f"  {sentence}" for sentence in self.verdict)])

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{escape(sentence)}</li>" for sentence in self.verdict)
        table = self.scores.to_html(float_format=lambda v: f"{v:.3f}", na_rep="–", border=0)
        return f"<ul>{said}</ul>{table}"


def backtest(net: Network, *, horizon_days: int = rules.HORIZON_DAYS) -> Backtest:
    """Were these numbers right, on your own past?

    Parameters
    ----------
    net : Network
    horizon_days : int
        The window after each cut in which outcomes are looked for; a quarter by default. The log
        has to cover twice as much.

    Returns
    -------
    Backtest
        `scores`, `reliability`, `cuts` and a `verdict` in plain words; printing it shows the
        verdict.

    Raises
    ------
    SourceError
        horizon_days below 1.

    Notes
    -----
    Cuts at 60, 70 and 80 % of the log's span; each answer sees the network on the cut, fitted
    parts one window earlier, and is tested on the window after it. Tasks: A which known tie is
    active next; B who at distance 2 becomes a contact; C which mutual contact kept both ends warm
    in the week before a new tie (up to 60 ties); D whom you call close; asks: p_agree before each
    answer. Beside each answer the plain rules it has to beat. With an ego it is about ego's ties,
    else about all. Today's companies take no part. About 100 answers of `reach` and 60 networks of
    a past day: seconds to a minute.

    References
    ----------
    Poursafaei et al. 2022, arXiv 2207.10128 (memory as a baseline); Brier 1950,
    10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame({"source": ["a"], "target": ["b"], "timestamp": ["2026-01-01"]})
    >>> print(ng.backtest(ng.load(log)).verdict[0])
    The log covers 1 day: too short to test windows of 90 days.
    """
    if horizon_days < 1:
        raise SourceError(f"horizon_days is {horizon_days}; expected at least 1 day")
    tested = windows(net, horizon_days)
    cases = [tie_cases(window) for window in tested]
    scores = [*next_contact(cases), *chances(cases)]
    if tested:
        scores += [*new_contacts(tested), *helpers(net)]
    scores += [*stated_closeness(net), *agreement(net)]
    first, last = span_of(net)
    return Backtest(
        scores=_frame(scores),
        reliability=reliability(cases),
        cuts=[str(np.datetime64(window.cut, "D")) for window in tested],
        horizon_days=horizon_days,
        verdict=verdict(scores, last - first + 1, horizon_days, is_tested=bool(tested)),
    )


def _frame(scores: list[Score]) -> pd.DataFrame:
    import pandas as pd

    names = [f.name for f in fields(Score)]
    frame = pd.DataFrame([astuple(score) for score in scores], columns=names)
    return frame.set_index(["task", "rule"])


def reliability(cases: list[TieCases]) -> pd.DataFrame:
    """Return, for ten bins of p_contact, the mean chance and the share that came true."""
    import pandas as pd

    p: list[Floats] = [case.frame["p_contact"].to_numpy(np.float64) for case in cases]
    known = [~np.isnan(values) for values in p]
    chance = np.concatenate([v[k] for v, k in zip(p, known, strict=True)] or [np.zeros(0)])
    came: Bools = np.concatenate(
        [case.came[k] for case, k in zip(cases, known, strict=True)] or [np.zeros(0, bool)]
    )
    rows = []
    for number, at in enumerate(bins(chance) if len(chance) else [], start=1):
        share = float(came[at].mean())
        low, high = _wilson(share, len(at))
        rows.append((number, float(chance[at].mean()), share, low, high, len(at)))
    columns = ["bin", "p_contact", "share", "low", "high", "n"]
    return pd.DataFrame(rows, columns=columns).set_index("bin")


def _wilson(share: float, n: int, z: float = 1.6449) -> tuple[float, float]:
    """Return the 90 % Wilson interval of a share."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return float(middle - half), float(middle + half)
