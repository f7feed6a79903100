"""The whole way at size: load, every measure, one route; seconds and peak memory, with sizes.

    python benchmarks/whole.py [--people 20000] [--factor 4]

Each size runs in a process of its own, on a folder of CSV tables that this script draws (seeded):
contacts with companies, and a log of 5 times as many ties and 50 times as many events as people.
The second size has `factor` times the people; the last line is the ratio of the two.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from graphs import draw

DAY = 86_400
LAST = 1_793_491_200  # 2026-11-01, the day the network is asked for


def write(place: Path, people: int) -> None:
    """Write contacts.csv and edges.csv of a network of so many people."""
    drawn = draw(people, 5 * people)
    rng = np.random.default_rng(2)
    rows = "".join(
        f"p{i:06},Person {i},Company {c}\n" for i, c in enumerate(drawn.company.tolist())
    )
    (place / "contacts.csv").write_text(f"id,name,company\n{rows}", encoding="utf-8")
    n_events = 50 * people
    weight = rng.pareto(1.2, len(drawn.i)) + 0.2
    pick = np.searchsorted(np.cumsum(weight), rng.random(n_events) * weight.sum())
    swap = rng.random(n_events) < 0.5
    a = np.where(swap, drawn.i[pick], drawn.j[pick]).tolist()
    b = np.where(swap, drawn.j[pick], drawn.i[pick]).tolist()
    when = (LAST - rng.integers(0, 5 * 365 * DAY, n_events)).tolist()
    lines = "".join(f"p{x:06},p{y:06},{t}\n" for x, y, t in zip(a, b, when, strict=True))
    (place / "edges.csv").write_text(f"source,target,timestamp\n{lines}", encoding="utf-8")


def run(place: Path) -> dict[str, float | str]:
    """Time every step of one size, in this process."""
    import netgraph as ng

    times: dict[str, float | str] = {}

    def timed(name: str, call):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        out = call()
        times[name] = time.perf_counter() - began
        return out

    net = timed("load", lambda: ng.load(place, ego="p000001", as_of="2026-11-01", tz="UTC"))
    times["network"] = repr(net)
    timed("freshness", lambda: ng.freshness(net))
    timed("freshness of all pairs", lambda: ng.freshness(net, of="all"))
    timed("strength of all pairs", lambda: ng.strength(net, of="all"))
    timed("weak ties of all pairs", lambda: ng.weak_ties(net, of="all"))
    timed("brokerage", lambda: ng.brokerage(net))
    timed("introducers", lambda: ng.introducers(net))
    timed("reach", lambda: ng.reach(net))
    known = net.companies["name"].iloc[len(net.companies) // 2]
    timed("routes to a company", lambda: ng.routes(net, company=known))
    timed("whom to ask", lambda: ng.whom_to_ask(net, str(net.ids[-1])))
    times["all"] = sum(t for t in times.values() if isinstance(t, float))
    times["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--factor", type=int, default=4)
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(run(given.run)))
        return
    import pandas as pd
    import scipy

    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, "
        f"pandas {pd.__version__}, {platform.machine()}"
    )
    results = []
    for people in (given.people, given.people * given.factor):
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), people)
            done = subprocess.run(
                [sys.executable, __file__, "--run", name],
                capture_output=True,
                text=True,
                check=True,
            )
        results.append(json.loads(done.stdout))
        print(results[-1].pop("network"))
        for step, value in results[-1].items():
            unit = "MB" if step == "peak MB" else "s"
            print(f"  {step.removesuffix(' MB'):24} {value:8.2f} {unit}")
    ratio = results[1]["all"] / results[0]["all"]
    print(f"{given.factor} times the people: {ratio:.1f} times the time")


if __name__ == "__main__":
    main()
