"""A book of 30,000 contacts and a million events: import, size, opening and one answer.

    python benchmarks/book.py [--contacts 30000] [--events 1000000]

The files are drawn (seeded) into a temporary folder; import and opening run in processes of their
own, so that each peak memory is its own.
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

DAY = 86_400
LAST = 1_793_491_200


def write(place: Path, contacts: int, events: int) -> None:
    """Write contacts.csv and edges.csv: everybody in touch with the owner, p0."""
    rng = np.random.default_rng(5)
    rows = "".join(
        f"p{i},Person {i},person{i}@company{i % 900}.example.com,Company {i % 900}\n"
        for i in range(contacts)
    )
    (place / "contacts.csv").write_text(f"id,name,emails,company\n{rows}", encoding="utf-8")
    who = np.minimum(rng.pareto(1.1, events) * 20 + 1, contacts - 1).astype(int).tolist()
    when = (LAST - rng.integers(0, 8 * 365 * DAY, events)).tolist()
    out = (rng.random(events) < 0.5).tolist()
    lines = "".join(
        f"p0,p{p},{t}\n" if o else f"p{p},p0,{t}\n" for p, t, o in zip(who, when, out, strict=True)
    )
    (place / "edges.csv").write_text(f"source,target,timestamp\n{lines}", encoding="utf-8")


def measured(what: str, place: Path) -> dict[str, float]:
    """Do one thing in this process: seconds, processor seconds, peak memory."""
    import netgraph as ng

    began, spent = time.perf_counter(), time.process_time()
    with ng.open_book(place / "book.sqlite") as book:
        if what == "import":
            book.import_file(place / "files", ego="p0", as_of="2026-11-01")
        else:
            ng.freshness(ng.load(book, as_of="2026-11-01"))
    return {
        "seconds": time.perf_counter() - began,
        "processor seconds": time.process_time() - spent,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=30_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(measured(given.run[0], Path(given.run[1]))))
        return
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}")
    print(f"{given.contacts:,} contacts, {given.events:,} events")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "files").mkdir()
        write(place / "files", given.contacts, given.events)
        for what in ("import", "import again", "open and freshness"):
            words = [sys.executable, __file__, "--run", what.split()[0], name]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            print(f"  {what:20}", end="")
            for unit, value in json.loads(done.stdout).items():
                print(f" {value:8.1f} {unit.removeprefix('peak ')}", end=";")
            print()
        print(f"  book                 {(place / 'book.sqlite').stat().st_size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
