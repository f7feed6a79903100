"""Every number's formula, the columns it is made of, and what would change it.

A column means the same in every answer, so one table serves them all. `worked` puts the row's own
numbers in; `change` says what the user, or time, could do about it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .. import rules

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """How a column comes about; `worked` and `change` take the row."""

    text: str
    inputs: tuple[str, ...] = ()
    worked: Callable[[Row], str] | None = None
    change: Callable[[Row], str] | str = ""


def _freshness(n: float, silent: float) -> float:
    return math.log1p(n) - rules.SILENCE_EXPONENT * math.log1p(silent)


def _freshness_worked(row: Row) -> str:
    n, silent = row["n_contact_days"], row["days_silent"]
    return (
        f"ln(1 + {n:g}) − {rules.SILENCE_EXPONENT:g} · ln(1 + {silent:g}) = "
        f"{_freshness(n, silent):.3f}"
    )


def _freshness_change(row: Row) -> str:
    n, silent = row["n_contact_days"], row["days_silent"]
    return (
        f"a contact today would make it {_freshness(n + (silent > 0), 0):.2f}, "
        f"30 more days of silence {_freshness(n, silent + 30):.2f}"
    )


def _product(*names: str) -> Callable[[Row], str]:
    def worked(row: Row) -> str:
        values = [float(row[name]) for name in names]
        return " · ".join(f"{v:.3f}" for v in values) + f" = {math.prod(values):.3f}"

    return worked


def _novelty(row: Row) -> str:
    return f"{row['p']:.3f} · (1 − {row['known_overlap']:.3f}) = {row['novelty']:.3f}"


def _share(part: str, whole: str) -> Callable[[Row], str]:
    def worked(row: Row) -> str:
        value = row[part] / row[whole] if row[whole] else math.nan
        return f"{row[part]:g} / {row[whole]:g} = {value:.3f}"

    return worked


def _balance(row: Row) -> str:
    given, got = row["n_given"], row["n_got"]
    return f"({given:g} − {got:g}) / ({given:g} + {got:g}) = {(given - got) / (given + got):.3f}"


def _outlook(row: Row) -> str:
    terms = (
        f"ln(1 + {row['contact']:.2f})",
        f"− {rules.SILENCE_EXPONENT:g} · ln(1 + {row['days_silent']:g})",
        f"+ {rules.OUTLOOK_MUTUAL:g} · ln({rules.OUTLOOK_LEAST_MUTUAL:g} + "
        f"{row['warm_mutual']:.3f})",
        f"− {rules.OUTLOOK_SILENT_END:g} · (ln(1 + {row['days_silent_a']:g}) + "
        f"ln(1 + {row['days_silent_b']:g}))",
    )
    return " ".join(terms) + f" = {row['outlook']:.3f}"


_TOUCH: Final = "a logged contact adds to it; time alone does not"
_LOG: Final = "log more of whom they know: introductions, meetings of several, mail to several"

FORMULAS: Final[Mapping[str, Formula]] = {
    # --- the log of a tie
    "n_contact_days": Formula("days with at least one contact", change=_TOUCH),
    "days_silent": Formula("as_of − last contact day", change="a contact today makes it 0"),
    "usual_gap_days": Formula(
        "median gap between contact days, from 3 of them on", change="every new gap moves it"
    ),
    "n_sent_days": Formula("days on which you (or a) wrote or called", change=_TOUCH),
    "n_received_days": Formula("days on which the other wrote or called", change=_TOUCH),
    "is_one_way": Formula("every contact day has a direction, and all have the same"),
    "closeness": Formula("1–5, as stated", change="state another closeness"),
    # --- freshness
    "freshness": Formula(
        "ln(1 + n_contact_days) − 0.8 · ln(1 + days_silent)",
        ("n_contact_days", "days_silent"),
        _freshness_worked,
        _freshness_change,
    ),
    "p_contact": Formula(
        "chance of contact within the horizon: logit on ln(1 + days_silent) and "
        "ln(1 + n_contact_days), MBG/NBD, or their mean, fitted on these ties one window back",
        ("n_contact_days", "days_silent", "p_contact_rule", "n_fitted_pairs"),
        change="a contact raises it, silence lowers it; more past makes it surer",
    ),
    "due_on": Formula(
        "last contact day + cadence",
        ("days_silent",),
        change="a logged touch resets it; a policy row cadence_days moves it",
    ),
    "n_fitted_pairs": Formula("ties p_contact was fitted on; 0 while uncalibrated"),
    "is_exempt": Formula(
        f"family, or closeness from {rules.KIN_AND_CLOSE_EXEMPT_FROM} on: silence is no alarm",
        change="state another closeness or group",
    ),
    "is_dormant": Formula(
        f"days_silent > {rules.DORMANT_AFTER_DAYS:,} and n_contact_days ≥ "
        f"{rules.DORMANT_MIN_CONTACT_DAYS}",
        ("days_silent", "n_contact_days"),
        change="one contact wakes it",
    ),
    "outlook": Formula(
        "ln(1 + contact) − 0.8 · ln(1 + days_silent) + 0.5 · ln(0.01 + warm_mutual) − "
        "0.3 · (ln(1 + days_silent_a) + ln(1 + days_silent_b))",
        ("contact", "days_silent", "warm_mutual", "days_silent_a", "days_silent_b"),
        _outlook,
        "contact between the two, or of either with people both know",
    ),
    "contact": Formula("Σ over contact days of log₂(1 + that day's weight)", change=_TOUCH),
    "days_silent_a": Formula("days since you (or a) were in touch with anybody"),
    "days_silent_b": Formula("days since the other was in touch with anybody"),
    "warm_mutual": Formula("Σ_k w_ak w_bk / √(Σ_k w_ak · Σ_k w_bk), w = 1/(1 + e^−freshness)"),
    # --- strength
    "strength": Formula(
        "n / N: this tie's Σ ln(1 + weight of a day) over that of all ties; in a log of everybody "
        "the mean of both ends",
        ("n_contact_days",),
        change="contact here raises it, contact elsewhere lowers it; time alone does nothing",
    ),
    "intensity": Formula(
        f"Σ over contact days of 2^(−age/{rules.HALF_LIFE_DAYS})",
        ("n_contact_days", "days_silent"),
        change=f"a contact today adds 1; without one it halves every {rules.HALF_LIFE_DAYS} days",
    ),
    # --- circles
    "is_local_bridge": Formula("no mutual contact at all", ("embeddedness",), change=_LOG),
    "is_moderately_weak": Formula(
        "intensity in the lowest third, mutual contacts in the middle third of these ties",
        ("intensity_band", "mutual_band"),
    ),
    "is_observed": Formula("a tie of theirs to somebody besides you is known", change=_LOG),
    "embeddedness": Formula("number of mutual contacts", change=_LOG),
    "known_overlap": Formula("mutual contacts / contacts of either, the two left out", change=_LOG),
    "span_hops": Formula(
        "steps between the two without their tie; inf where there is no other way", change=_LOG
    ),
    "dispersion": Formula("d^0.61 / (embeddedness + 5), d pairs held together by this person"),
    "n_contacts": Formula("known ties", change="every new tie adds 1"),
    "n_ties_among": Formula("ties among those contacts", change=_LOG),
    "constraint": Formula(
        "Σ_j (p_ij + Σ_q p_iq p_qj)²",
        ("n_contacts", "n_ties_among"),
        change="a contact outside the circle lowers it, introducing two contacts raises it",
    ),
    "effective_size": Formula(
        "Σ_j (1 − Σ_q p_iq m_jq): contacts less what they repeat of each other",
        ("n_contacts", "n_ties_among"),
        change="a contact outside the circle adds 1, introducing two contacts takes some away",
    ),
    "efficiency": Formula(
        "effective_size / n_contacts",
        ("effective_size", "n_contacts"),
        _share("effective_size", "n_contacts"),
        "as effective_size",
    ),
    "hierarchy": Formula("Σ_j r_j ln r_j / (N ln N), r_j = c_ij / (C_i / N)", ("constraint",)),
    # --- introductions
    "n_introduced": Formula("introductions made, each pair presented once"),
    "n_announced": Formula("names given and introductions promised, not made yet"),
    "n_met": Formula("of those made, how many led to a meeting", change="record a meeting"),
    "met_share": Formula(
        "n_met / n_introduced", ("n_met", "n_introduced"), _share("n_met", "n_introduced")
    ),
    "n_downstream": Formula("people of all generations after them in the introductions made"),
    "is_single_point": Formula(
        "without this person the introductions fall into more parts",
        change="a second introducer for the same people",
    ),
    # --- favours
    "n_given": Formula("favours you did for them", change="a favour given"),
    "n_got": Formula("favours they did for you", change="a favour received"),
    "balance": Formula(
        "(n_given − n_got) / (n_given + n_got)",
        ("n_given", "n_got"),
        _balance,
        "a favour given raises it, one received lowers it",
    ),
    "share_low": Formula("5 % quantile of Beta(n_given + 1, n_got + 1)", ("n_given", "n_got")),
    "share_high": Formula("95 % quantile of Beta(n_given + 1, n_got + 1)", ("n_given", "n_got")),
    "n_unthanked": Formula("favours received since your last thanks", change="a note of thanks"),
    "last_on": Formula("day of the last one on record"),
    # --- getting there
    "reach": Formula(
        "1 − Π (1 − w·w) over all two-step paths, w the larger of 1/(1 + e^−freshness) and the "
        "tie's assumed chance",
        ("n_helpers",),
        change="warming a tie with any of the helpers raises it",
    ),
    "p_reach": Formula(
        "max(s/(1 + s), assumed · 2^(−years/3)), s = intensity; the chance that the tie works",
        ("n_contact_days", "days_silent"),
        change="a contact raises s; what is assumed fades with age",
    ),
    "p_agree": Formula("(1 + yes) / (2 + asks)", ("n_asks",), change="every answered ask moves it"),
    "n_asks": Formula("answered asks of this helper", change="log the next answer"),
    "p_is_assumed": Formula(
        "an assumption, not contact, decides a step", change="a logged contact replaces it"
    ),
    "is_inferred": Formula("the two are only known to share a company"),
    "n_contact_days_target": Formula("contact days of the helper and the target"),
    "days_silent_target": Formula("as_of − their last contact day"),
    "p_target": Formula(
        "as p_reach, for the helper and the target",
        ("n_contact_days_target", "days_silent_target"),
        change="not yours to change: another helper may be closer to the target",
    ),
    "n_hops": Formula("steps of the best route"),
    "n_helpers": Formula("your contacts who know the person"),
    "novelty": Formula(
        "p · (1 − known_overlap)", ("p", "known_overlap"), _novelty, "as p and known_overlap"
    ),
}

BY_HELPER: Final = Formula(
    "p_reach · p_agree · p_target, each hop in steps of 1/1,024",
    ("p_reach", "p_agree", "p_target"),
    _product("p_reach", "p_agree", "p_target"),
    "a contact with the helper raises p_reach; asking teaches p_agree",
)
BY_ROUTE: Final = Formula(
    "product of the hops' p on the best route",
    ("n_hops", "helper"),
    change="a contact with the first helper raises its first factor",
)
BY_HOP: Final = Formula(
    "p_reach · p_agree where somebody has to pass you on, p_reach for the last step",
    ("p_reach", "p_agree"),
    change="a contact raises p_reach; asking teaches p_agree",
)
