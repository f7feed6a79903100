"""Routes and helpers as a person would tell them: the way, each step and its reason, what else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import netgraph as ng

from ..views import text
from .answering import width
from .asking import Answer

if TYPE_CHECKING:
    import pandas as pd


def told_routes(
    net: ng.Network, goal: Mapping[str, str], *, max_hops: int, n: int, inferred: bool
) -> Answer:
    """Return the routes to a goal: the best in full, an alternative in full, the others listed."""
    kind, word = next(iter(goal.items()))
    company, person, field = (goal.get(name) for name in ("company", "person", "field"))
    found = ng.routes(
        net, company=company, person=person, field=field, max_hops=max_hops, n=n, inferred=inferred
    )
    where = f"{'to' if kind == 'person' else 'into'} {word}"
    rows = _frame(found)
    if found:
        many = f"{len(found)} routes {where}, best first"
        return Answer(
            rows,
            heading=many if len(found) > 1 else f"one route {where}",
            body=_body(found),
            next=("draw", f"--{kind}", word),
            records=[route.to_dict() for route in found],
        )
    miss = ng.nearest_miss(
        net, company=company, person=person, field=field, max_hops=max_hops, inferred=inferred
    )
    return Answer(
        rows,
        heading=f"no route {where}",
        nothing=f"Nearest miss: {miss.why}" if miss else "",
        next=("reach",),
        more={"nearest_miss": miss.to_dict() if miss else None},
    )


def told_helpers(net: ng.Network, person: str, *, inferred: bool) -> Answer:
    """Return whom to ask for a person; where nobody knows both, what is closest to it."""
    rows = ng.whom_to_ask(net, person, inferred=inferred)
    target = net.index_of(person)
    who, name = str(net.ids[target]), net.label(target)
    if len(rows):
        return Answer(
            rows,
            ("person", "name", "p", "p_agree", "n_asks", "may_use_name", "why"),
            heading=f"for {name}, likeliest first",
            next=("routes", "--person", who),
        )
    miss = ng.nearest_miss(net, person=who, inferred=inferred)
    longer = "nobody knows you both, but there is a longer way"
    return Answer(
        rows,
        heading=f"nobody to ask for {name}",
        nothing=f"Nearest miss: {miss.why}" if miss else longer,
        next=("reach",) if miss else ("routes", "--person", who),
        more={"nearest_miss": miss.to_dict() if miss else None},
    )


def _body(found: list[ng.Route]) -> str:
    """Return the best route, an alternative that shares nobody with it, and the rest."""
    best, *others = found
    parts = [in_full(best, width())]
    apart = alternative(best)
    if apart is not None:
        parts.append(f"Sharing nobody with it: {in_full(apart, width())}")
    elif best.disjoint:
        ways = " and ".join(way(route) for route in best.disjoint)
        parts.append(text.safe(f"Two that share nobody: {ways}.") + "\n")
    rest = [r for r in others if apart is None or r.people != apart.people]
    if rest:
        lines = [f"  {chance(route.p)}  {text.safe(way(route))}\n" for route in rest]
        parts.append("Also:\n" + "".join(lines))
    return "\n".join(parts)


def in_full(route: ng.Route, wide: int | None) -> str:
    """Return a route with its steps, their chances and reasons, and the weakest of them."""
    import pandas as pd

    end = ", ".join(part for part in (route.names[-1], route.title, route.company) if part)
    steps = pd.DataFrame(
        {
            "step": [f"{_first(hop, route)} → {hop.to_name}" for hop in route.hops],
            "p": [hop.p for hop in route.hops],
            "assumed": [hop.p_is_assumed for hop in route.hops],
            "why": [hop.why for hop in route.hops],
        }
    )
    table = text.to_table(steps, tuple(steps.columns), wide, sys.stdout.isatty())
    weak = route.weakest
    weakest = f"weakest step: {_first(weak, route)} → {weak.to_name}, p {chance(weak.p)}"
    return f"{text.safe(end)}, p {chance(route.p)}\n\n{table}\n{text.safe(weakest)}\n"


def alternative(route: ng.Route) -> ng.Route | None:
    """Return the one of the disjoint routes that has no helper in common with this one."""
    mine = set(route.people[1:-1])
    apart = (o for o in route.disjoint if o.people != route.people)
    return next((other for other in apart if not mine & set(other.people[1:-1])), None)


def chance(p: float) -> str:
    """Return a chance with two digits, small ones with three: nothing possible is 0."""
    return f"{p:.2f}" if p >= 0.01 else f"{p:.3f}"


def way(route: ng.Route) -> str:
    """Return `you → Ana Ruiz → Ravi Menon`."""
    return " → ".join(("you", *route.names[1:]))


def _first(hop: Any, route: ng.Route) -> str:
    return "you" if hop.from_id == route.people[0] else str(hop.from_name)


def _frame(found: list[ng.Route]) -> pd.DataFrame:
    """Return one row a route, as a sheet can hold it."""
    import pandas as pd

    columns = "target name title company kind p p_is_assumed n_hops helper people why".split()
    rows = [{**route.to_dict(), "people": list(route.people)} for route in found]
    frame = pd.DataFrame(rows, columns=columns)
    frame["weakest"] = [f"{r.weakest.from_id} → {r.weakest.to_id}" for r in found]
    frame["alternative"] = [_ids(alternative(r)) for r in found]
    return frame


def _ids(route: ng.Route | None) -> list[str]:
    return list(route.people) if route else []
