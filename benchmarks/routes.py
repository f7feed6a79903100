"""One question at size: routes to a person and into a company, and a plan; milliseconds by share.

    python benchmarks/routes.py [--people 100000] [--ties 1000000] [--asked 300]

The network is drawn (seeded), with companies and a log of two events a tie; you are somebody with
about 150 contacts. Targets are drawn from everybody else and from everybody's companies; how many
steps away they were, and how many had no route, is printed beside the times. `kernel` is the search
for the best five routes alone, `public` is ng.routes(net, …) as one calls it: with the alternative
that shares nobody, names, reasons and `why`. The plan is of 200 targets over 2,000 helpers among
20,000 people. Loading, and what is computed once a network, is timed apart.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy

sys.path.insert(0, str(Path(__file__).resolve().parent))

from graphs import Drawn, draw

import netgraph as ng
from netgraph import kernels
from netgraph.advice.chance import arcs
from netgraph.advice.goals import goal_of

DAY = 86_400
LAST = 1_793_491_200  # 2026-11-01, the day the network is asked for
YOUR_CONTACTS = 150
PUBLIC_MS, KERNEL_MS, PLAN_S = 50, 5, 5


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long a call took, and its answer."""
    began = time.perf_counter()
    answer = call()
    return time.perf_counter() - began, answer


def loaded(drawn: Drawn, rng: np.random.Generator) -> ng.Network:
    """Return the network of what was drawn, seen by somebody with about 150 contacts."""
    names = np.array([f"p{at:06}" for at in range(drawn.n)], dtype=object)
    twice = np.concatenate([np.arange(len(drawn.i))] * 2)
    swap = rng.random(len(twice)) < 0.5
    a = np.where(swap, drawn.i[twice], drawn.j[twice])
    b = np.where(swap, drawn.j[twice], drawn.i[twice])
    when = LAST - rng.integers(0, 5 * 365 * DAY, len(twice))
    log = pd.DataFrame({"source": names[a], "target": names[b], "timestamp": when})
    cards = pd.DataFrame(
        {"id": names, "name": [f"Person {at}" for at in range(drawn.n)],
         "company": [f"Company {at}" for at in drawn.company.tolist()]}
    )  # fmt: skip
    degree = np.bincount(np.concatenate([drawn.i, drawn.j]), minlength=drawn.n)
    ego = names[int(np.argmin(np.abs(degree - YOUR_CONTACTS)))]
    return ng.load({"contacts": cards, "edges": log}, ego=str(ego), as_of="2026-11-01", tz="UTC")


def told(name: str, times: list[float], limit: float) -> None:
    """Print the percentiles of some times, and whether the median keeps to its limit."""
    ms = np.array(times) * 1_000
    half, most, worst = np.percentile(ms, [50, 95, 100])
    verdict = "kept" if half <= limit else "MISSED"
    print(
        f"  {name:24} median {half:8.2f} ms   95 % {most:8.2f} ms   all {worst:8.2f} ms   "
        f"(median at most {limit} ms: {verdict})"
    )


def asked(net: ng.Network, kind: str, words: list[str]) -> None:
    """Time the public call and the kernel for each target; say how far the targets were."""
    steps = arcs(net)
    kernel, public, hops = [], [], Counter[str]()
    for word in words:
        goal = goal_of(net, *(word if kind == k else None for k in ("company", "person", "field")))
        took, _ = seconds(
            lambda goal=goal: kernels.best_routes(
                steps.csr, steps.cost_pass, steps.cost_last, net.ego_index, goal.people, 3, 5
            )
        )
        kernel.append(took)
        took, found = seconds(lambda word=word: ng.routes(net, **{kind: word}, max_hops=3))
        public.append(took)
        assert all(route.why for route in found)
        hops[f"{found[0].n_hops} steps" if found else "no route"] += 1
    far = ", ".join(f"{n} {where}" for where, n in sorted(hops.items()))
    print(f"{len(words)} targets, {kind}=…, at most 3 hops; the best route: {far}")
    told("kernel, 5 routes", kernel, KERNEL_MS)
    told("public, with why", public, PUBLIC_MS)


def routed(people: int, ties: int, n: int) -> None:
    """Ask for so many people and companies in a network of that size."""
    rng = np.random.default_rng(3)
    drawn = draw(people, ties)
    took, net = seconds(lambda: loaded(drawn, rng))
    degree = int(net.csr().degree[net.ego_index])
    print(f"{net.n_people:,} people, {len(net.pairs):,} ties, ego with {degree} contacts")
    print(f"  {'load':24} {took:8.2f} s")
    others = np.delete(np.arange(net.n_people), net.ego_index)
    first = str(net.ids[others[0]])
    took, _ = seconds(lambda: ng.routes(net, person=first))
    print(f"  {'first question':24} {took:8.2f} s   (chances and costs of all ties, kept)")
    asked(net, "person", [str(net.ids[at]) for at in rng.choice(others, n, replace=False)])
    at = net.company[rng.choice(others, n, replace=False)]
    asked(net, "company", [str(net.companies["name"].iloc[row]) for row in at])


def planned(people: int = 20_000, helpers: int = 2_000, targets: int = 200) -> None:
    """Time a plan of 200 targets over 2,000 helpers."""
    rng = np.random.default_rng(4)
    drawn = draw(people, 6 * people)
    mine = rng.choice(np.arange(1, people), helpers, replace=False)
    ends = [(drawn.i, drawn.j), (np.zeros(helpers, np.int64), mine)]
    a, b = (np.concatenate(column) for column in zip(*ends, strict=True))
    log = pd.DataFrame({"source": [f"p{x}" for x in a], "target": [f"p{x}" for x in b]})
    net = ng.load(log, ego="p0", as_of="2026-11-01", tz="UTC")
    mine_now = set(net.csr().neighbors[net.csr().row(net.ego_index)].tolist())
    strangers = [at for at in range(net.n_people) if at not in mine_now and at != net.ego_index]
    wanted = [str(net.ids[at]) for at in rng.choice(strangers, targets, replace=False)]
    ng.routes(net, person=wanted[0])
    took, found = seconds(lambda: ng.plan(net, people=wanted))
    verdict = "kept" if took <= PLAN_S else "MISSED"
    print(
        f"plan of {len(wanted)} targets over {len(mine_now):,} helpers among {net.n_people:,} "
        f"people, {len(net.pairs):,} ties: {took:.2f} s (at most {PLAN_S} s: {verdict}); "
        f"{dict(Counter(found['status']))}, steps {dict(Counter(found['n_hops'].tolist()))}"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--asked", type=int, default=300)
    given = parser.parse_args()
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, "
        f"pandas {pd.__version__}, {platform.machine()}, {os.cpu_count()} cores"
    )
    routed(given.people, given.ties, given.asked)
    planned()


if __name__ == "__main__":
    main()
