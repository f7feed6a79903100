"""What a route is: people in order, a hop between each two, its chance and its reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields
from html import escape
from typing import Any, Final

from ..measures.wording import plural

_FROM_TO: Final = {"from_id": "from", "to_id": "to"}


@dataclass(frozen=True)
class Hop:
    """One step of a route: who is asked, or reached, through whom.

    Attributes
    ----------
    from_id, to_id, from_name, to_name : str
    p : float
        Chance that the step works, in steps of 1/1,024: p_reach · p_agree, p_reach alone where the
        step ends the route.
    p_is_assumed : bool
        Whether a documented assumption, not contact, decides p_reach.
    p_reach : float
        Chance that the tie can be used today.
    p_agree : float or None
        Chance that the person asked says yes; None for the last step. One half until asks are
        logged.
    n_asks : int
        Answered asks behind p_agree.
    n_contact_days : int
    days_silent : int or None
        None where no contact is logged.
    relation, since : str
        What is known beside the log, and since which day; "" where nothing is.
    closeness : float or None
        1–5 as stated.
    origin : str
        logged, introduced, stated, pooled or inferred.
    why : str
    """

    from_id: str
    to_id: str
    from_name: str
    to_name: str
    p: float
    p_is_assumed: bool
    p_reach: float
    p_agree: float | None
    n_asks: int
    n_contact_days: int
    days_silent: int | None
    relation: str
    since: str
    closeness: float | None
    origin: str
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Return the hop as JSON has it."""
        return {_FROM_TO.get(f.name, f.name): getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, repr=False)
class Route:
    """A way to somebody: from you over helpers to the target.

    Attributes
    ----------
    people, names : tuple of str
        Ids and names in order, you first, the target last.
    hops : tuple of Hop
    p : float
        Chance that every step works: the product of the hops' p.
    kind : str
        "known there" for a direct tie, "introduction" otherwise.
    target, company, title : str
        The last person's id, company and title ("" where unknown).
    weakest : Hop
        The step least likely to work.
    disjoint : tuple of Route
        The cheapest set of routes to the same goal that share nobody, so that one refusal does not
        close them all; empty where there are no two.
    why : str
    """

    people: tuple[str, ...]
    names: tuple[str, ...]
    hops: tuple[Hop, ...]
    p: float
    kind: str
    target: str
    company: str
    title: str
    why: str
    disjoint: tuple[Route, ...] = ()

    @property
    def weakest(self) -> Hop:
        """The step least likely to work; the first of several."""
        return min(self.hops, key=lambda hop: hop.p)

    @property
    def n_hops(self) -> int:
        """How many steps there are."""
        return len(self.hops)

    @property
    def helper(self) -> str:
        """Id of the person to ask first; the target where there is nobody between."""
        return self.people[1]

    @property
    def p_is_assumed(self) -> bool:
        """Whether an assumption decides any step."""
        return any(hop.p_is_assumed for hop in self.hops)

    def to_dict(self) -> dict[str, Any]:
        """Return the route as JSON has it, its hops and the alternative within."""
        return {
            "target": self.target,
            "name": self.names[-1],
            "title": self.title,
            "company": self.company,
            "kind": self.kind,
            "p": self.p,
            "p_is_assumed": self.p_is_assumed,
            "n_hops": self.n_hops,
            "helper": self.helper,
            "people": list(self.people),
            "names": list(self.names),
            "why": self.why,
            "weakest": self.weakest.to_dict(),
            "hops": [hop.to_dict() for hop in self.hops],
            "disjoint": [route.to_dict() for route in self.disjoint],
        }

    def __repr__(self) -> str:
        end = " · ".join(part for part in (self.title, self.company) if part)
        way = "you" + "".join(f" → {h.to_name} ({h.p:.2f})" for h in self.hops)
        lines = [
            f"Route, p {self.p:.2f}, {plural(self.n_hops, 'hop')}: {way}"
            + (f" · {end}" if end else ""),
            *(f"  {hop.why}" for hop in self.hops),
        ]
        if self.n_hops > 1:
            asked = "you" if self.weakest is self.hops[0] else self.weakest.from_name
            lines.append(f"  weakest: {asked} → {self.weakest.to_name}")
        if self.disjoint:
            ways = " | ".join(" → ".join(route.names[1:]) for route in self.disjoint)
            lines.append(f"  sharing nobody: {ways}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(h.from_name)} → {escape(h.to_name)}</td><td>{h.p:.2f}"
            f"{' assumed' if h.p_is_assumed else ''}</td><td>{escape(h.why)}</td></tr>"
            for h in self.hops
        )
        end = ", ".join(escape(part) for part in (self.title, self.company) if part)
        ways = " | ".join(" → ".join(route.names[1:]) for route in self.disjoint)
        foot = f"<p>Sharing nobody: {escape(ways)}</p>" if ways else ""
        return (
            f"<p><strong>{escape(self.names[-1])}</strong>{', ' + end if end else ''}: "
            f"p {self.p:.2f}</p><table>{rows}</table>{foot}"
        )
