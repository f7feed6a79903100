"""Where does a number come from: its formula, its inputs, and what would change it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from ..advice.route import Route
from ..errors import SchemaError, UnknownPersonError
from .formulas import BY_HELPER, BY_HOP, BY_ROUTE, FORMULAS, Formula, Row

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Term:
    """One number: its formula, the same with the row's numbers in, its inputs, what changes it."""

    name: str
    value: Any
    formula: str
    worked: str
    inputs: Mapping[str, Any]
    change: str

    def __str__(self) -> str:
        parts = [f"{self.name} = {_shown(self.value)}", f"  is {self.formula}"]
        if self.worked:
            parts.append(f"  here {self.worked}")
        if self.inputs:
            said = ", ".join(f"{name} {_shown(value)}" for name, value in self.inputs.items())
            parts.append(f"  from {said}")
        if self.change:
            parts.append(f"  would change: {self.change}")
        return "\n".join(parts)


@dataclass(frozen=True, repr=False)
class Explanation:
    """A row taken apart: who it is about, why in a sentence, and its numbers one by one."""

    about: str
    why: str
    terms: tuple[Term, ...]

    def __getitem__(self, name: str) -> Term:
        """Return the number of that name."""
        for term in self.terms:
            if term.name == name:
                return term
        known = ", ".join(term.name for term in self.terms)
        raise SchemaError(f"no number {name!r} here; there are {known}")

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        terms = [{**vars(term), "inputs": dict(term.inputs)} for term in self.terms]
        return {"about": self.about, "why": self.why, "terms": terms}

    def __repr__(self) -> str:
        return "\n".join([f"{self.about}: {self.why}", *map(str, self.terms)])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(t.name)}</td><td>{escape(_shown(t.value))}</td>"
            f"<td>{escape(t.worked or t.formula)}</td><td>{escape(t.change)}</td></tr>"
            for t in self.terms
        )
        head = "<tr><th></th><th>value</th><th>is</th><th>would change</th></tr>"
        about = f"<p><strong>{escape(self.about)}</strong>: {escape(self.why)}</p>"
        return f"{about}<table>{head}{rows}</table>"


def explain(answer: pd.DataFrame | Route, who: str | tuple[str, str] | None = None) -> Explanation:
    """Where do the numbers of this row come from, and what would change them?

    Parameters
    ----------
    answer : DataFrame or Route
        What a measure or an advice returned.
    who : str or pair of str
        Which row: the person's id or name, or both ids of a pair in any order; not for a route.

    Returns
    -------
    Explanation
        For every number its formula, the formula with the row's own numbers, its inputs and what
        would change it; printing it shows all.

    Raises
    ------
    UnknownPersonError
        No row is about that person or pair.
    SchemaError
        The frame is no answer of netgraph's.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> log = pd.DataFrame({"source": ["a"], "target": ["b"], "timestamp": ["2026-01-01"]})
    >>> print(ng.explain(ng.freshness(ng.load(log)), ("a", "b"))["freshness"].worked)
    ln(1 + 1) − 0.8 · ln(1 + 0) = 0.693
    """
    if isinstance(answer, Route):
        return _of_route(answer)
    if "why" not in answer.columns:
        raise SchemaError("explain takes what a measure or an advice returned: a frame with `why`")
    row = _row(answer, who)
    formulas = dict(FORMULAS) | {"p": BY_HELPER if "p_target" in row else BY_ROUTE}
    terms = tuple(_term(name, formulas[name], row) for name in answer.columns if name in formulas)
    return Explanation(str(row.get("name", who)), str(row["why"]), terms)


def _row(answer: pd.DataFrame, who: str | tuple[str, str] | None) -> Row:
    """Return the row asked for as a mapping."""
    keys = list(answer.index)
    wanted = tuple(who) if isinstance(who, (tuple, list)) else who
    if wanted not in keys and isinstance(wanted, tuple):
        wanted = wanted[::-1]
    if wanted not in keys and "name" in answer.columns:
        named = [key for key, name in zip(keys, answer["name"], strict=True) if name == who]
        wanted = named[0] if len(named) == 1 else wanted
    if wanted in keys:
        values = answer.iloc[keys.index(wanted)]
        return {str(name): values[name] for name in answer.columns}
    near = difflib.get_close_matches(str(who), [str(key) for key in keys[:50_000]], n=3)
    hint = f"; close: {', '.join(near)}" if near else ""
    raise UnknownPersonError(f"no row of this answer is about {who!r}{hint}")


def _term(name: str, formula: Formula, row: Row) -> Term:
    """Return one number with its formula worked out; nothing is worked out for an unknown one."""
    is_known = not _is_unknown(row[name])
    inputs = {other: row[other] for other in formula.inputs if other in row}
    return Term(
        name=name,
        value=row[name],
        formula=formula.text,
        worked=_said(formula.worked, row) if is_known else "",
        inputs=inputs,
        change=_said(formula.change, row) if is_known else "more in the log, or more stated",
    )


def _said(words: Callable[[Row], str] | str | None, row: Row) -> str:
    return words(row) if callable(words) else words or ""


def _of_route(route: Route) -> Explanation:
    """Take a route apart hop by hop."""
    terms = []
    for hop in route.hops:
        row = hop.to_dict()
        worked = f"{hop.p_reach:.3f}"
        if hop.p_agree is not None:
            worked += f" · {hop.p_agree:.3f}"
        terms.append(
            Term(
                name=f"p of {hop.from_name} → {hop.to_name}",
                value=hop.p,
                formula=BY_HOP.text,
                worked=f"{worked} = {hop.p:.3f}",
                inputs={
                    name: row[name]
                    for name in ("n_contact_days", "days_silent", "relation", "closeness", "n_asks")
                    if row[name] not in (None, "")
                },
                change=_said(BY_HOP.change, row),
            )
        )
    worked = " · ".join(f"{hop.p:.3f}" for hop in route.hops) + f" = {route.p:.3f}"
    weakest = f"first of all the weakest step, {route.weakest.from_name} → {route.weakest.to_name}"
    whole = Term("p", route.p, "product of the hops' p", worked, {}, weakest)
    return Explanation(" → ".join(route.names), route.why, (whole, *terms))


def _is_unknown(value: Any) -> bool:
    return value is None or value != value


def _shown(value: Any) -> str:
    if _is_unknown(value):
        return "unknown"
    if isinstance(value, float):
        return f"{value:g}" if math.isinf(value) or value == round(value) else f"{value:.4g}"
    return str(value)[:10] if hasattr(value, "isoformat") else str(value)
