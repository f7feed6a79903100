"""Every constant and policy default with its reason, in one place.

A figure marked *measured* comes from the contact logs described in docs/science; one marked
*assumed* is a stated belief, shown to the user as such (`p_is_assumed`) wherever it decides.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

# --- freshness -------------------------------------------------------------------------------
SILENCE_EXPONENT: Final = 0.8
"""Weight of ln(1 + days_silent) against ln(1 + n_contact_days); measured, flat from 0.7 to 0.9."""

CADENCE_DAYS: Final = 90
"""A tie is due a quarter after its last contact day, unless the user's policy says otherwise."""

DORMANT_AFTER_DAYS: Final = 1_095
"""Three years of silence: Levin, Walter & Murnighan 2011, 10.1287/orsc.1100.0576."""

DORMANT_MIN_CONTACT_DAYS: Final = 2
"""A tie met once was never alive enough to go dormant."""

MIN_CONTACT_DAYS_FOR_GAP: Final = 3
"""Two gaps are the least that have a median worth telling."""

HORIZON_DAYS: Final = 90
"""The window `p_contact` speaks about."""

KIN_AND_CLOSE_EXEMPT_FROM: Final = 4
"""From this closeness on silence raises no alarm: Roberts & Dunbar 2015,
10.1007/s12110-015-9242-7."""

OUTLOOK_MUTUAL: Final = 0.5
OUTLOOK_LEAST_MUTUAL: Final = 0.01
OUTLOOK_SILENT_END: Final = 0.3
"""Round weights of what the circle says in `outlook`; measured, flat from 0.3 to 0.5 and from 0.2
to 0.4."""

MIN_PAIRS_TO_CALIBRATE: Final = 100
MIN_OUTCOMES_TO_CALIBRATE: Final = 10
"""Three coefficients want a hundred pairs and ten of each outcome; with less, no percentage."""

# --- intensity and fixed-point numbers -------------------------------------------------------
HALF_LIFE_DAYS: Final = 90
"""A contact day counts half after a quarter; the same half-life wherever decay is used."""

DECAY_ONE: Final = 1 << 20
"""Decayed contact days are integers in units of 2⁻²⁰, so that every engine adds alike."""

P_STEPS: Final = 1_024
"""Chances of a hop are kept in steps of 1/1,024 ..."""

COST_ONE: Final = 65_536
"""... and their cost is round(65,536 · −ln p): integers add alike in memory and in SQL."""

P_MIN: Final = 0.01
P_MAX: Final = 0.99
"""Nothing between people is impossible or certain."""

# --- the shape of a circle --------------------------------------------------------------------
DISPERSION_EXPONENT: Final = 0.61
DISPERSION_OFFSET: Final = 5
"""Recursive dispersion's best fit to partners: Backstrom & Kleinberg 2014,
10.1145/2531602.2531642."""

# --- events ----------------------------------------------------------------------------------
MAX_PEOPLE_PER_EVENT: Final = 25
"""Above this an event is an audience: it stays in the log and makes no ties."""

# --- chances of a tie that contact does not show (assumed) -----------------------------------
P_REACH_BY_CLOSENESS: Final = MappingProxyType({5: 0.80, 4: 0.65, 3: 0.50, 2: 0.35, 1: 0.20})
P_REACH_BY_RELATION: Final = MappingProxyType(
    {
        "introduced": 0.60,
        "family": 0.60,
        "friend": 0.50,
        "colleague": 0.40,
        "classmate": 0.30,
        "alumni": 0.20,
        "connection": 0.15,  # a LinkedIn connection never written to
        "pooled strong": 0.60,
        "pooled medium": 0.40,
        "pooled weak": 0.20,
        "same company": 0.15,
    }
)
P_REACH_STATED: Final = 0.20
"""A tie somebody stated without saying of which kind: as the weakest acquaintance, closeness 1."""

FLOOR_HALF_LIFE_YEARS: Final = 3
"""An assumed chance halves every three years since the fact."""

P_AGREE_PRIOR: Final = (1, 2)
"""p_agree = (1 + yes) / (2 + asks): Beta(1, 1). People agree more than askers expect: Flynn & Lake
2008, 10.1037/0022-3514.95.1.128."""

SAME_COMPANY_MAX_PEOPLE: Final = 25
"""In a company with more contacts than this, sharing it says too little to assume a tie."""

# --- routes and asks -------------------------------------------------------------------------
MAX_HOPS: Final = 3
"""Longer chains rarely complete: Dodds, Muhamad & Watts 2003, 10.1126/science.1081058."""

MAX_HOPS_LIMIT: Final = 4
"""The kernels answer up to this many hops."""

# --- what is owed ----------------------------------------------------------------------------
THANKS_HOURS: Final = 48
"""A thank-you is due two days after the meeting."""

ASKS_PER_HELPER: Final = 1
"""Open asks a helper may have at once, per COOLDOWN_DAYS."""

COOLDOWN_DAYS: Final = 30
"""A helper is not asked again sooner than this after the last time."""

FOLLOW_UP_DAYS: Final = 7
"""An ask without an answer, or a talk without a date, wants a word after a week (assumed)."""

NEWS_DAYS: Final = 7
"""Within a week of a talk its introducer hears how it went (assumed)."""

TOUCHES_PER_WEEK: Final = 3
"""So many old ties one can take up again in a week and mean it (assumed)."""
