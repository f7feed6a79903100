"""The measures and the advice, written the slow obvious way: a world of rows, and what follows.

Nothing here uses netgraph but to load a world. Formulas are those of the docstrings, by sets,
dicts, loops and networkx.
"""

from __future__ import annotations

import itertools
import math
import random
import statistics
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import pandas as pd

import netgraph as ng

P_RELATION = {"family": 0.6, "friend": 0.5, "colleague": 0.4, "classmate": 0.3, "alumni": 0.2}
P_CLOSE = {5: 0.8, 4: 0.65, 3: 0.5, 2: 0.35, 1: 0.2}
EPOCH = pd.Timestamp("1970-01-01")


def iso(day: int) -> str:
    return str((EPOCH + pd.Timedelta(days=day)).date())


@dataclass
class World:
    """What somebody wrote down: people, events, ties, introductions, asks, as of a day."""

    people: list[str]
    owner: str
    as_of: int
    events: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    ties: list[tuple[str, str, str, int | None, int | None]] = field(default_factory=list)
    made: list[tuple[str, str, str, int | None, str]] = field(default_factory=list)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    asks: list[tuple[str, list[str]]] = field(default_factory=list)

    def card(self, person: str, name: str) -> Any:
        return self.cards.get(person, {}).get(name, "")

    def frames(self) -> dict[str, pd.DataFrame]:
        columns = ("group", "closeness", "company", "do_not_contact")
        heads = [{"id": f"e{k}", "date": iso(d), "kind": kind} for k, (d, kind, _) in self.numbered]
        parts = [
            {"event": f"e{k}", "person": p, "role": role}
            for k, (_, _, who) in self.numbered
            for p, role in who.items()
        ]
        out = {
            "contacts": [
                {"id": p, "name": p.title(), **{c: str(self.card(p, c)) for c in columns}}
                for p in self.people
            ],
            "events": heads,
            "event_people": parts,
            "ties": [
                {
                    "a": a,
                    "b": b,
                    "relation": r,
                    "closeness": "" if c is None else str(c),
                    "since": "" if since is None else iso(since),
                }
                for a, b, r, c, since in self.ties
            ],
            "introductions": [
                {
                    "introducer": by,
                    "introduced": who,
                    "to": to,
                    "date": "" if d is None else iso(d),
                    "status": status,
                }
                for by, who, to, d, status in self.made
            ],
            "asks": [{"id": f"a{k}", "helper": h} for k, (h, _) in enumerate(self.asks)],
            "ask_events": [
                {"ask": f"a{k}", "status": s, "on": iso(self.as_of)}
                for k, (_, states) in enumerate(self.asks)
                for s in states
            ],
        }
        return {name: pd.DataFrame(rows) for name, rows in out.items() if rows}

    @property
    def numbered(self) -> list[tuple[int, tuple[int, str, dict[str, str]]]]:
        return list(enumerate(self.events))

    @property
    def past(self) -> list[tuple[int, str, dict[str, str]]]:
        return [event for event in self.events if event[0] <= self.as_of]


def personal(seed: int) -> World:
    """A random owner's world: isolates, one person, all on one day, future events, strangers."""
    rng = random.Random(seed)
    n = rng.choice([0, 1, 2, 3, 5, 8, 8])
    people = ["me"] + [f"p{k}" for k in range(n)]
    as_of = 20_000 + rng.randrange(400)
    span = rng.choice([0, 30, 500, 3_000])
    world = World(people, "me", as_of)
    for _ in range(rng.choice([0, 1, 5, 25, 40])):
        day = as_of - rng.randint(-20, span) if span else as_of
        k = rng.choice([2, 2, 2, 3, 4])
        who = rng.sample(people, min(k, len(people)))
        if len(who) < 2:
            continue
        if len(who) == 2 and rng.random() < 0.6:
            world.events.append((day, "mail", dict(zip(who, ("by", "to"), strict=True))))
        else:
            world.events.append((day, "meeting", dict.fromkeys(who, "present")))
    pairs = list(itertools.combinations(people, 2))
    for a, b in rng.sample(pairs, min(len(pairs), rng.randint(0, 10))):
        since = rng.choice([None, as_of - rng.randint(0, 4_000), as_of + 5])
        close = rng.choice([None, None, 1, 2, 3, 4, 5])
        world.ties.append((a, b, rng.choice(["friend", "colleague", "", "rival"]), close, since))
    for person in people[1:]:
        world.cards[person] = {
            "group": rng.choice(["", "", "other", "family", "alumni"]),
            "closeness": rng.choice(["", "", "", 1, 4]),
            "do_not_contact": rng.choice(["", "", "", "", "yes"]),
            "company": rng.choice(["", "Acme", "Globex"]),
        }
    if n >= 2:
        for _ in range(rng.randint(0, 4)):
            by, who, to = (rng.choice(people) for _ in range(3))
            if len({by, who, to}) == 3:
                day = rng.choice([None, as_of - rng.randint(0, 1_000), as_of + 3])
                status = rng.choice(["met", "introduced", "", "name_given", "promised", "declined"])
                world.made.append((by, who, to, day, status))
    if n:
        for _ in range(rng.randint(0, 3)):
            states = rng.choice(
                [["asked"], ["asked", "agreed"], ["asked", "declined"], ["drafted"]]
            )
            world.asks.append((rng.choice(people[1:]), states))
    return world


def whole_log(seed: int) -> World:
    """A random log of everybody's messages, without an owner."""
    rng = random.Random(seed)
    people = [f"p{k}" for k in range(rng.choice([2, 3, 6, 10, 14]))]
    as_of = 20_000
    world = World(people, "", as_of)
    span = rng.choice([0, 10, 400])
    for _ in range(rng.choice([1, 4, 20, 60])):
        by, to = rng.sample(people, 2)
        world.events.append((as_of - rng.randint(0, span), "mail", {by: "by", to: "to"}))
    return world


def edge_list(world: World) -> pd.DataFrame:
    """The events of a log as the rows of a bare edge list."""
    rows = [(*sorted(who, key=lambda p: who[p] != "by"), d) for d, _, who in world.events]
    frame = pd.DataFrame(rows, columns=["source", "target", "timestamp"])
    return frame.assign(timestamp=frame["timestamp"].map(iso))


def loaded(world: World) -> tuple[World, ng.Network]:
    """The world and its network; whom nothing shows by the day is left out of the world too."""
    source = world.frames() if world.owner else edge_list(world)
    net = ng.load(source, ego=world.owner or None, as_of=iso(world.as_of))
    assert {p for e in graph(world).edges for p in e} <= set(net.ids) <= set(world.people)
    world.people = list(net.ids)
    return world, net


# --- ties -------------------------------------------------------------------------------------
def days_of(world: World, u: str, v: str) -> dict[int, tuple[float, set[str]]]:
    """Contact day → its weight, and who wrote on it."""
    days: dict[int, tuple[float, set[str]]] = {}
    for day, _, who in world.past:
        if u in who and v in who:
            weight, writers = days.get(day, (0.0, set()))
            wrote = {p for p in (u, v) if who[p] == "by"}
            days[day] = (weight + 1 / (len(who) - 1), writers | wrote)
    return dict(sorted(days.items()))


def facts_of(world: World, u: str, v: str) -> list[tuple[str, int | None, int | None]]:
    """What is known of a pair beside the log: relation, closeness, since."""
    facts = []
    for a, b, relation, close, since in world.ties:
        if {a, b} == {u, v} and (since is None or since <= world.as_of):
            facts.append((relation or "stated", close, since))
    if world.owner in (u, v):
        other = v if u == world.owner else u
        group, close = world.card(other, "group"), world.card(other, "closeness")
        if group not in ("", "other") or close != "":
            named = "" if group == "other" else group
            facts.append((named, None if close == "" else close, None))
    for by, who, to, day, status in world.made:
        if day is not None and day > world.as_of:
            continue
        pairs = [{by, who}, {by, to}]
        if status in ("introduced", "met", ""):
            pairs.append({who, to})
        facts += [("introduced", None, day) for pair in pairs if pair == {u, v}]
    return facts


def graph(world: World) -> nx.Graph:
    """All known ties; weight = contact days, 1 where only stated."""
    out: nx.Graph = nx.Graph()
    out.add_nodes_from(sorted(world.people))
    for u, v in itertools.combinations(sorted(world.people), 2):
        n = len(days_of(world, u, v))
        if n or facts_of(world, u, v):
            out.add_edge(u, v, weight=max(n, 1))
    return out


def observed(world: World, known: nx.Graph) -> set[str]:
    """Whose circle can be seen."""
    if not world.owner:
        return set(known)
    among = known.subgraph(set(known) - {world.owner})
    seen = {p for p in among if among.degree(p)}
    return seen | ({world.owner} if seen else set())


# --- measures ---------------------------------------------------------------------------------
def freshness(world: World, u: str, v: str) -> dict[str, Any]:
    days = list(days_of(world, u, v))
    if not days:
        return {"n_contact_days": 0, "is_dormant": False}
    silent = world.as_of - days[-1]
    gaps = [b - a for a, b in itertools.pairwise(days)]
    return {
        "n_contact_days": len(days),
        "days_silent": silent,
        "usual_gap_days": statistics.median(gaps) if len(days) >= 3 else math.nan,
        "freshness": math.log(1 + len(days)) - 0.8 * math.log(1 + silent),
        "due_on": EPOCH + pd.Timedelta(days=days[-1] + 90),
        "is_dormant": silent > 1_095 and len(days) >= 2,
    }


def contact(world: World, u: str, v: str) -> float:
    return sum(math.log(1 + weight) for weight, _ in days_of(world, u, v).values())


def strength(world: World, u: str, v: str) -> float:
    """Share of contact: at both ends in a whole log, at the owner's end in a personal one."""
    n = contact(world, u, v)
    if not n:
        return math.nan
    share = {e: n / sum(contact(world, e, p) for p in world.people if p != e) for e in (u, v)}
    if not world.owner:
        return sum(share.values()) / 2
    return share.get(world.owner, math.nan)


def intensity(world: World, u: str, v: str) -> float:
    days = days_of(world, u, v)
    return sum(min(1, w) * 2 ** (-(world.as_of - day) / 90) for day, (w, _) in days.items())


def sent_days(world: World, u: str, v: str) -> int:
    return sum(u in writers for _, writers in days_of(world, u, v).values())


def is_one_way(world: World, u: str, v: str) -> bool:
    days = days_of(world, u, v).values()
    return bool(days) and any(all(writers == {e} for _, writers in days) for e in (u, v))


def overlap(known: nx.Graph, u: str, v: str) -> float:
    a, b = set(known[u]) - {v}, set(known[v]) - {u}
    return len(a & b) / len(a | b) if a | b else math.nan


def span(known: nx.Graph, u: str, v: str) -> float:
    without = known.copy()
    without.remove_edge(u, v)
    return nx.shortest_path_length(without, u, v) if nx.has_path(without, u, v) else math.inf


def thirds(values: dict[Any, float]) -> dict[Any, int]:
    """1, 2, 3 for the lower, middle and upper third; 0 for unknown or fewer than 3 values."""
    known = sorted(v for v in values.values() if not math.isnan(v))
    if len(known) < 3:
        return dict.fromkeys(values, 0)

    def quantile(q: float) -> float:
        at = q * (len(known) - 1)
        low = known[math.floor(at)]
        return low + (known[math.ceil(at)] - low) * (at - math.floor(at))

    low, high = quantile(1 / 3), quantile(2 / 3)
    return {k: 0 if math.isnan(v) else 1 + (v > low) + (v > high) for k, v in values.items()}


def hierarchy(known: nx.Graph, i: str, weight: str | None) -> float:
    """Burt's hierarchy, from networkx's local constraints."""
    n = known.degree(i)
    if n == 0:
        return math.nan
    if n == 1:
        return 1.0
    local = [nx.local_constraint(known, i, j, weight=weight) for j in known[i]]
    mean = sum(local) / n
    return sum(c / mean * math.log(c / mean) for c in local) / (n * math.log(n))


def introducers(world: World) -> dict[str, dict[str, Any]]:
    rank = {"declined": -1, "name_given": 0, "promised": 0, "introduced": 1, "": 1, "met": 2}
    made: dict[tuple[str, str, str], tuple[int, int | None]] = {}
    for by, who, to, day, status in world.made:
        if day is not None and day > world.as_of:
            continue
        far, last = made.get((by, who, to), (-1, None))
        days = [d for d in (day, last) if d is not None]
        made[by, who, to] = (max(far, rank[status]), max(days) if days else None)
    arrows: nx.DiGraph = nx.DiGraph()
    for (by, who, _), (far, _) in made.items():
        if far >= 1:
            arrows.add_edge(by, who)
    points = set(nx.articulation_points(arrows.to_undirected()))
    out: dict[str, dict[str, Any]] = {}
    for by in {key[0] for key in made}:
        mine = {key: value for key, value in made.items() if key[0] == by}
        n = sum(far >= 1 for far, _ in mine.values())
        met = sum(
            far == 2 or (far == 1 and day is not None and met_after(world, who, to, day))
            for (_, who, to), (far, day) in mine.items()
        )
        out[by] = {
            "n_introduced": n,
            "n_announced": sum(far == 0 for far, _ in mine.values()),
            "n_met": met,
            "met_share": met / n if n else math.nan,
            "n_downstream": len(nx.descendants(arrows, by)) if by in arrows else 0,
            "is_single_point": by in points,
        }
    return out


def met_after(world: World, who: str, to: str, day: int) -> bool:
    return any(d > day and not writers for d, (_, writers) in days_of(world, who, to).items())


# --- advice -----------------------------------------------------------------------------------
def floor(world: World, u: str, v: str) -> float:
    best = 0.0
    for relation, close, since in facts_of(world, u, v):
        p = {"introduced": 0.6, "": 0.0}.get(relation, P_RELATION.get(relation, 0.2))
        p = max(p, P_CLOSE[close] if close else 0)
        years = (world.as_of - since) / 365.25 if since is not None else 0
        best = max(best, p * 2 ** (-years / 3))
    return max(best, 0.15) if same_company(world, u, v) else best


def same_company(world: World, u: str, v: str) -> bool:
    """Whether a shared company suggests a tie; the owner's own colleagues are known or not."""
    company = world.card(u, "company")
    return bool(company) and company == world.card(v, "company") and world.owner not in (u, v)


def p_reach(world: World, u: str, v: str) -> float:
    s = intensity(world, u, v)
    return min(max(s / (1 + s), floor(world, u, v), 0.01), 0.99)


def p_agree(world: World, helper: str) -> float:
    states = [set(s) for h, s in world.asks if h == helper]
    asked = [s for s in states if s & {"agreed", "declined", "no_reply", "introduced", "met"}]
    yes = sum(bool(s & {"agreed", "introduced", "met", "thanked"}) for s in asked)
    return (1 + yes) / (2 + len(asked))


def steps(p: float) -> int:
    return max(1, math.floor(p * 1024 + 0.5))


def cost(n: int) -> int:
    return math.floor(65_536 * -math.log(n / 1024) + 0.5)


def all_ties(world: World) -> nx.Graph:
    """Known ties, and those a shared company suggests; chances kept once."""
    out = graph(world)
    for u, v in itertools.combinations(sorted(world.people), 2):
        if same_company(world, u, v):
            out.add_edge(u, v)
    for u, v, data in out.edges(data=True):
        data["p"] = p_reach(world, u, v)
    return out


def routes(
    world: World, ties: nx.Graph, target: str, max_hops: int
) -> list[tuple[int, int, tuple]]:
    """Every route as (cost, hops, people), best first."""
    may = [p for p in ties if world.card(p, "do_not_contact") != "yes" or p == world.owner]
    if target not in may or world.owner not in ties:
        return []
    agree = {p: p_agree(world, p) for p in may}
    found = []
    for path in nx.all_simple_paths(ties.subgraph(may), world.owner, target, cutoff=max_hops):
        hops = list(itertools.pairwise(path))
        total = sum(
            cost(steps(ties.edges[u, v]["p"] * (1 if v == target else agree[v]))) for u, v in hops
        )
        found.append((total, len(hops), tuple(path)))
    number = {p: k for k, p in enumerate(sorted(world.people))}
    return sorted(found, key=lambda r: (r[0], r[1], [number[p] for p in r[2]]))


def warmth(world: World, u: str, v: str) -> float:
    """Freshness as a share, or the assumed chance."""
    fresh = freshness(world, u, v).get("freshness", -math.inf)
    return min(max(1 / (1 + math.exp(-fresh)), floor(world, u, v)), 0.99)


def reach(world: World, ties: nx.Graph, target: str) -> float:
    """Noisy-OR over all two-step paths that may be used; NaN where there is none."""
    none_works, any_path = 1.0, False
    for helper in nx.common_neighbors(ties, world.owner, target):
        if world.card(helper, "do_not_contact") != "yes":
            both = warmth(world, world.owner, helper) * warmth(world, helper, target)
            none_works, any_path = none_works * (1 - both), True
    return 1 - none_works if any_path else math.nan
