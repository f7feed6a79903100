"""What do colour and size stand for? A role takes a column's name, a mapping or a function.

Resolved here once, into classes with words, colours for day and night, and counts. The classes'
colours stay apart for the three kinds of colour-blindness, the ranges' also in grey; tests
measure both.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ... import rules
from ...errors import NetgraphError
from ...measures import brokerage, freshness, introducers, strength
from .layout import assign_islands
from .picture import Colouring, Sizing, Swatch
from .ways import shown_name

if TYPE_CHECKING:
    import pandas as pd

    from ...network import Network

Role = str | Mapping[str, Any] | Callable[["pd.Series[Any]"], Any]
"""A column of `net.people` or of a measure by person, values by id, or a function of a person."""

Floats = NDArray[np.float64]

CLASSES: Final = (
    ("#0d76b5", "#6eaae3"),
    ("#e48d06", "#efa42c"),
    ("#1a9f74", "#08bc91"),
    ("#ad3e8c", "#ca70b8"),
    ("#45ace3", "#90d0f5"),
    ("#c9441a", "#f07148"),
    ("#593c9f", "#9178d9"),
    ("#9d9f40", "#d4d35a"),
)
"""Eight classes that can be told apart, by day and by night."""

COOLING: Final = (
    ("#8a2a0a", "#ff9a5c"),
    ("#c9560f", "#e07b35"),
    ("#e39b32", "#a8743a"),
    ("#a9c6da", "#446379"),
    ("#d2dfe8", "#2f4252"),
)
"""From fresh to dormant: away from the paper by day, into the night by night."""

RISING: Final = (
    ("#cfdeea", "#2a4258"),
    ("#9bc0dc", "#35658f"),
    ("#5c9ac9", "#4a8cc0"),
    ("#2470ad", "#7db6e2"),
    ("#0b3f70", "#c8e4fb"),
)

OTHERS: Final = ("#7c8b98", "#7f909e")
MUTED: Final = (
    ("#8a9fb3", "#6d8298"),
    ("#a897b8", "#85779a"),
    ("#b3a287", "#92836a"),
    ("#88ab9a", "#678b7a"),
    ("#b8939b", "#96727b"),
)
"""Shades that only keep neighbouring islands apart: they name no company."""

NONE: Final = ("#b3bec7", "#4c5b67")

_SILENCE: Final = (
    (30, "within 30 days"),
    (rules.CADENCE_DAYS, "31 to 90 days ago"),
    (365, "91 days to a year ago"),
    (rules.DORMANT_AFTER_DAYS, "1 to 3 years ago"),
    (np.inf, "over 3 years ago"),
)

_MEASURES: Final[Mapping[str, Callable[[Network], pd.DataFrame]]] = {
    "constraint": brokerage,
    "effective_size": brokerage,
    "efficiency": brokerage,
    "hierarchy": brokerage,
    "usual_gap_days": freshness,
    "strength": strength,
    "n_introduced": introducers,
    "n_downstream": introducers,
    "met_share": introducers,
}
_COUNTED: Final = ("n_introduced", "n_downstream", "met_share")
"""A person who is not in the measure's answer did none of it."""

_SAID: Final[Mapping[str, str]] = {
    "ties": "more ties",
    "n_ties": "more ties",
    "effective_size": "more circles that do not know each other",
    "n_introduced": "more introductions made",
    "n_downstream": "more people introduced through them",
    "strength": "a larger share of your contact",
    "n_contact_days": "more contact days with you",
    "freshness": "fresher",
}


def colouring(net: Network, role: Role, company: NDArray[np.int32], names: list[str]) -> Colouring:
    """Which class is everybody in? `company` and `names` are those of the map."""
    if isinstance(role, str) and role == "company":
        return by_company(company, names) if names else by_circle(net, company)
    if isinstance(role, str) and role in ("freshness", "days_silent"):
        return by_silence(days_silent(net))
    title, values = _values(net, role)
    numbers = _numbers(values)
    if numbers is None or len(np.unique(numbers[~np.isnan(numbers)])) < 3:
        return by_word(title, ["" if _is_missing(v) else _word(v) for v in values])
    return by_number(title, numbers)


def sizing(net: Network, role: Role) -> Sizing:
    """How large is everybody's dot, and what does it say?"""
    if isinstance(role, str) and role in ("ties", "n_ties"):
        title, values = "ties", net.people["n_ties"].tolist()
    elif isinstance(role, str) and role in ("freshness", "days_silent"):
        title, values = "freshness", (-np.log1p(days_silent(net))).tolist()
    else:
        title, values = _values(net, role)
    numbers = _numbers(values)
    if numbers is None:
        raise NetgraphError(f"size={role!r} is not made of numbers; give a column of numbers")
    name = role if isinstance(role, str) else title
    return Sizing(_SAID.get(name, f"more {title}"), _shares(numbers))


def _shares(numbers: Floats) -> Floats:
    """Return each number's share of the largest, by area; below zero counts from the smallest."""
    known = numbers[np.isfinite(numbers)]
    low = min(0.0, float(known.min(initial=0.0)))
    span = max(float(known.max(initial=0.0)) - low, 1e-12)
    return np.sqrt(np.clip((np.nan_to_num(numbers, nan=low, posinf=low) - low) / span, 0, 1))


def days_silent(net: Network) -> Floats:
    """Days since the last contact with ego, or with anybody where there is no ego; NaN: none."""
    pairs = net.pairs
    rows = np.flatnonzero(pairs.n_days > 0)
    if net.ego_index >= 0:
        rows = rows[(pairs.i[rows] == net.ego_index) | (pairs.j[rows] == net.ego_index)]
    last = np.full(net.n_people, -np.inf)
    for end in (pairs.i, pairs.j):
        np.maximum.at(last, end[rows], pairs.days[pairs.day_ptr[rows + 1] - 1])
    if net.ego_index >= 0:
        last[net.ego_index] = -np.inf
    return np.where(np.isinf(last), np.nan, net.as_of_day - last)


# --- classes -----------------------------------------------------------------------------------


def by_company(company: NDArray[np.int32], names: list[str]) -> Colouring:
    """Colour the eight largest companies; the rest share a colour, people without one another."""
    count = np.bincount(company[company >= 0], minlength=len(names))
    order = np.lexsort((np.arange(len(names)), -count))
    largest, others = order[: len(CLASSES)], order[len(CLASSES) :]
    of = np.zeros(len(names) + 1, np.uint8)
    of[largest] = np.arange(len(largest))
    of[others] = len(largest) + np.arange(len(others)) % len(MUTED)
    of[-1] = len(largest) + len(MUTED)
    swatches = [Swatch(names[c], *CLASSES[k], int(count[c])) for k, c in enumerate(largest)]
    hint = f"{len(others):,} companies in muted shades; each name stands at its island"
    one = f"{len(others):,} other companies" if len(others) > 1 else "another company"
    muted = np.bincount(of[company], minlength=len(of) + len(MUTED))[len(largest) :]
    swatches += [
        Swatch("" if k else one, *inks, int(muted[k]), hint) for k, inks in enumerate(MUTED)
    ]
    swatches.append(Swatch("no company known", *NONE, int((company < 0).sum())))
    return _without_empty("Company", of[company], swatches)


def by_circle(net: Network, company: NDArray[np.int32]) -> Colouring:
    """Colour the circles found by their ties, where nobody has a company."""
    island, _ = assign_islands(company, net.pairs.i, net.pairs.j)
    home = island[net.pairs.i] == island[net.pairs.j]
    ends = np.concatenate([net.pairs.i[home], net.pairs.j[home]])
    inside = np.bincount(ends, minlength=net.n_people)
    words = np.full(int(island.max(initial=-1)) + 1, "", object)
    for person in np.lexsort((np.arange(net.n_people), inside)):
        if inside[person]:
            words[island[person]] = f"around {shown_name(net.label(int(person)))}"
    return by_word("Circle", words[island].tolist())


def by_silence(days: Floats) -> Colouring:
    """Colour by how long ago the last contact was."""
    limits = np.array([limit for limit, _ in _SILENCE])
    of = np.searchsorted(limits, np.nan_to_num(days, nan=0.0)).astype(np.uint8)
    of[np.isnan(days)] = len(_SILENCE)
    words = [word for _, word in _SILENCE]
    swatches = _counted(of, [*zip(words, COOLING, strict=True), ("no contact logged", NONE)])
    return _without_empty("Last contact", of, swatches)


def by_word(title: str, words: list[str]) -> Colouring:
    """Colour the eight commonest words; the rest share a colour, people without one another."""
    found, code, count = np.unique(
        np.array(words, dtype=object).astype(str), return_inverse=True, return_counts=True
    )
    order = [int(k) for k in np.lexsort((found, -count)) if found[k]]
    named = order[: len(CLASSES)]
    rank = np.full(len(found), len(named), np.uint8)
    rank[named] = np.arange(len(named), dtype=np.uint8)
    rank[found == ""] = len(named) + 1
    plan = [(str(found[k]), CLASSES[at]) for at, k in enumerate(named)]
    of = rank[code]
    swatches = _counted(of, [*plan, ("others", OTHERS), ("not known", NONE)])
    return _without_empty(title, of, swatches)


def by_number(title: str, numbers: Floats) -> Colouring:
    """Colour five ranges of equally many people."""
    known = numbers[np.isfinite(numbers)]
    edges = np.unique(np.quantile(known, [0.2, 0.4, 0.6, 0.8], method="lower"))
    of = np.searchsorted(edges, numbers, side="left").astype(np.uint8)
    of[~np.isfinite(numbers)] = len(edges) + 1
    plan = []
    for k in range(len(edges) + 1):
        inside = numbers[of == k]
        low, high = float(inside.min(initial=np.inf)), float(inside.max(initial=-np.inf))
        words = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
        plan.append((words, RISING[len(RISING) - 1 - len(edges) + k]))
    swatches = _counted(of, [*plan, ("not known", NONE)])
    return _without_empty(title, of, swatches)


def _counted(of: NDArray[np.uint8], plan: list[tuple[str, tuple[str, str]]]) -> list[Swatch]:
    count = np.bincount(of, minlength=len(plan))
    return [Swatch(word, *inks, int(count[k])) for k, (word, inks) in enumerate(plan)]


def _without_empty(title: str, of: NDArray[np.uint8], swatches: list[Swatch]) -> Colouring:
    used = [k for k, s in enumerate(swatches) if s.count]
    rank = np.zeros(len(swatches), np.uint8)
    rank[used] = np.arange(len(used), dtype=np.uint8)
    return Colouring(title, rank[of], [swatches[k] for k in used])


# --- values ------------------------------------------------------------------------------------


def _values(net: Network, role: Role) -> tuple[str, list[Any]]:
    """Return what a role says of each person, in order of ids, and what to call it."""
    if isinstance(role, str):
        return role.replace("_", " "), _column(net, role)
    if callable(role):
        title = getattr(role, "__name__", "").strip("<>").replace("lambda", "").replace("_", " ")
        return title or "value", [role(person) for _, person in net.people.iterrows()]
    name = getattr(role, "name", None)
    return str(name).replace("_", " ") if name else "value", [role.get(i) for i in net.ids]


def _column(net: Network, name: str) -> list[Any]:
    if name in net.people.columns:
        values: list[Any] = net.people[name].tolist()
        return values
    if name in _MEASURES:
        frame = _MEASURES[name](net)
        if frame.index.nlevels > 1:
            raise NetgraphError(f"{name!r} is by pair here: this network has no ego")
        column = frame[name].reindex(net.people.index)
        return (column.fillna(0.0) if name in _COUNTED else column).tolist()
    names = ["company", "freshness", "days_silent", "ties", *net.people.columns, *_MEASURES]
    near = difflib.get_close_matches(name, names, 3)
    raise NetgraphError(
        f"nothing on the map is called {name!r}; "
        + (
            f"did you mean {' or '.join(map(repr, near))}?"
            if near
            else f"there is: {', '.join(names)}"
        )
    )


def _numbers(values: list[Any]) -> Floats | None:
    """Return the values as floats, or None where they are words."""
    try:
        return np.array(
            [np.nan if v is None or (isinstance(v, str) and not v) else float(v) for v in values]
        )
    except (TypeError, ValueError):
        return None


def _is_missing(value: Any) -> bool:
    return value is None or value != value


def _word(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
