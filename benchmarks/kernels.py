"""How fast are the kernels, beside other libraries, in the same run.

    python benchmarks/kernels.py [XS S M L] [--rounds 5] [--only overlap burt routes reach fresh]

Each size is one drawn network (graphs.py). Answers are compared before anything is timed: a wrong
answer has no speed. Rounds alternate between the programs, so that a busy machine slows all of
them; figures are medians of wall time, and a goal is a ratio. Peers that are not installed are
left out: igraph, graphblas, networkit, rustworkx, scipy, networkx.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graphs
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from netgraph import kernels  # noqa: E402 -- from this checkout, wherever the script is run

Job = Callable[[], Any]
LIBRARIES = ("igraph", "python-graphblas", "networkit", "rustworkx", "scipy", "networkx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", default=["S", "M"], choices=list(graphs.SIZES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(JOBS), choices=list(JOBS))
    asked = parser.parse_args()
    print(about())
    for size in asked.sizes:
        world = World(size)
        print(f"\n{size}: {world.n:,} people, {world.csr.m:,} ties, largest circle {world.hub:,}")
        for name in asked.only:
            JOBS[name](world, asked.rounds)
    print(f"\nload at the end {os.getloadavg()[0]:.2f}")


def about() -> str:
    versions = [f"numpy {np.__version__}"]
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} –")
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    return f"{machine}, load {os.getloadavg()[0]:.2f}\n{', '.join(versions)}"


class World:
    """A drawn network, the costs of its hops, and what to ask."""

    def __init__(self, size: str) -> None:
        drawn = graphs.draw(*graphs.SIZES[size])
        self.size, self.n, self.drawn = size, drawn.n, drawn
        self.csr = kernels.csr(drawn.i, drawn.j, drawn.n)
        self.hub = int(self.csr.degree.max())
        rng = np.random.default_rng(7)
        p_reach = rng.beta(1.2, 3, self.csr.m).clip(0.01, 0.99)[self.csr.pair]
        p_agree = rng.beta(2, 2, drawn.n).clip(0.01, 0.99)[self.csr.neighbors]
        self.cost_pass = kernels.cost_of(kernels.steps_of(p_reach * p_agree))
        self.cost_last = kernels.cost_of(kernels.steps_of(p_reach))
        self.chance = rng.beta(1.2, 3, self.csr.m)
        n_companies = int(drawn.company.max()) + 1
        self.questions = [
            (int(rng.integers(drawn.n)), drawn.people_of(int(rng.integers(n_companies))))
            for _ in range(200)
        ]

    @property
    def arcs(self) -> tuple[kernels.Csr, np.ndarray, np.ndarray]:
        return self.csr, self.cost_pass, self.cost_last


# --- timing -----------------------------------------------------------------------------------
def alternate(jobs: dict[str, Job], rounds: int) -> dict[str, float]:
    """Median seconds of each job, one round of all after the other."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            taken[name].append(time.perf_counter() - start)
    return {name: float(np.median(times)) for name, times in taken.items()}


def each(job: Callable[..., Any], questions: list[tuple[Any, ...]]) -> list[float]:
    taken = []
    for question in questions:
        start = time.perf_counter()
        job(*question)
        taken.append(time.perf_counter() - start)
    return taken


def tell(job: str, taken: dict[str, float], goals: dict[str, float]) -> None:
    """One line: our time, theirs, and the ratios with the goals set for them."""
    ours = taken.pop("netgraph")
    said = [f"  {job:34} {1e3 * ours:9.2f} ms"]
    for name, seconds in sorted(taken.items(), key=lambda item: item[1]):
        goal = (
            f" (goal {goals[name]:g}{verdict(ours / seconds, goals[name])})"
            if name in goals
            else ""
        )
        said.append(f"{name} {1e3 * seconds:.0f} ms: {ours / seconds:.3f}{goal}")
    print(" | ".join(said))


def verdict(ratio: float, goal: float) -> str:
    return "" if ratio <= goal else ", MISSED"


def spread(job: str, taken: list[float], goal: str = "") -> None:
    p50, p90, p99 = 1e3 * np.percentile(taken, [50, 90, 99])
    print(f"  {job:34} p50 {p50:.2f}, p90 {p90:.2f}, p99 {p99:.2f} ms {goal}")


def agree(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    if not np.allclose(ours, theirs, rtol=1e-9, atol=1e-12, equal_nan=True):
        raise SystemExit(f"{name}: the answers differ; nothing is timed")


# --- the peers --------------------------------------------------------------------------------
def peers_at_overlap(world: World) -> dict[str, Job]:
    """Overlap of every tie by other means, from whatever each library prebuilds."""
    csr, drawn = world.csr, world.drawn
    low, high, degree = drawn.i, drawn.j, csr.degree

    def share(mutual: np.ndarray) -> np.ndarray:
        union = degree[low] + degree[high] - 2 - mutual
        return np.divide(mutual, union, out=np.full(csr.m, np.nan), where=union > 0)

    jobs: dict[str, Job] = {}
    if has("igraph"):
        import igraph

        graph = igraph.Graph(world.n, np.column_stack([low, high]))

        def by_igraph() -> np.ndarray:
            closed = np.array(graph.list_triangles(), np.int64).reshape(-1, 3)
            closed.sort()
            key = low.astype(np.int64) * world.n + high
            sides = [closed[:, pair[0]] * world.n + closed[:, pair[1]] for pair in SIDES]
            rows = np.searchsorted(key, np.concatenate(sides))
            return share(np.bincount(rows, minlength=csr.m))

        jobs["igraph"] = by_igraph
    if has("graphblas"):
        import graphblas as gb

        ends = np.concatenate([low, high]), np.concatenate([high, low])
        matrix = gb.Matrix.from_coo(
            *ends, np.ones(2 * csr.m, np.int64), nrows=world.n, ncols=world.n
        )
        lower = matrix.select("tril").new()

        def by_graphblas() -> np.ndarray:
            counts = matrix.mxm(matrix, gb.semiring.plus_pair).new(mask=lower.S)
            above, below, found = counts.to_coo()
            mutual = np.zeros(csr.m, np.int64)
            key = low.astype(np.int64) * world.n + high
            mutual[
                np.searchsorted(key, below.astype(np.int64) * world.n + above.astype(np.int64))
            ] = found
            return share(mutual)

        jobs["graphblas"] = by_graphblas
    if has("networkx") and world.size != "L":
        import networkx as nx

        nx_graph = nx.Graph()
        nx_graph.add_edges_from(zip(low.tolist(), high.tolist(), strict=True))
        circle = {person: set(known) for person, known in nx_graph.adj.items()}
        pairs = list(zip(low.tolist(), high.tolist(), strict=True))

        def by_sets() -> np.ndarray:
            return share(np.array([len(circle[a] & circle[b]) for a, b in pairs]))

        jobs["sets on networkx"] = by_sets
    return jobs


SIDES = ((0, 1), (0, 2), (1, 2))


def has(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


# --- the jobs ---------------------------------------------------------------------------------
def overlap(world: World, rounds: int) -> None:
    csr = world.csr
    peers = peers_at_overlap(world)
    ours = kernels.overlap(csr)
    for name, job in peers.items():
        agree(f"overlap, {name}", ours, job())
    taken = alternate({"netgraph": lambda: kernels.overlap(csr), **peers}, rounds)
    goals = {"graphblas": 0.75, "sets on networkx": 0.12} if world.size == "M" else {}
    tell("overlap of every tie", taken, goals)


def burt(world: World, rounds: int) -> None:
    csr = world.csr

    def ours() -> tuple[np.ndarray, kernels.Burt]:
        found = list(kernels.triangles(csr))
        return kernels.overlap(csr, kernels.mutual_counts(csr, found)), kernels.burt(
            csr, found=found
        )

    jobs: dict[str, Job] = {"netgraph": ours}
    goals = {"igraph": 0.15} if world.size == "M" else {}
    if has("igraph"):
        import igraph

        graph = igraph.Graph(world.n, np.column_stack([world.drawn.i, world.drawn.j]))
        agree("constraint, igraph", ours()[1].constraint, np.array(graph.constraint()))
        jobs["igraph"] = lambda: (graph.list_triangles(), graph.constraint())
    tell("overlap, constraint, effective size", alternate(jobs, rounds), goals)
    more = {"own networks": lambda: kernels.ego_burt(csr), "bridges": lambda: kernels.bridges(csr)}
    one = alternate(more, 1)
    print("  " + ", ".join(f"{name} {1e3 * seconds:.0f} ms" for name, seconds in one.items()))


def routes(world: World, rounds: int) -> None:
    for source, targets in world.questions[:20]:
        best = kernels.best_routes(*world.arcs, source, targets, 4)
        cost = int(layered(world, source)[targets[targets != source]].min(initial=kernels.BLOCKED))
        if (best[0].cost if best else kernels.BLOCKED) != cost:
            raise SystemExit("routes: the answers differ; nothing is timed")
    arcs = world.arcs
    for n_best, goal in ((1, "(goal at L: p50 1.5)"), (5, "(goal at L: p50 3, p99 10)")):
        taken = each(lambda s, t, k=n_best: kernels.best_routes(*arcs, s, t, 4, k), world.questions)
        spread(f"{n_best} best to a company, 4 hops", taken, goal)
    one = each(lambda s, t: kernels.best_routes(*arcs, s, t[:1], 4), world.questions)
    spread("best to a person, 4 hops", one)
    pair = each(lambda s, t: kernels.disjoint_routes(*arcs, s, t, 3, 2), world.questions)
    spread("2 that share nobody, 3 hops", pair)
    dijkstras = searches_without_a_limit(world)
    if dijkstras and world.size != "L":
        source = world.questions[0][0]
        found = alternate(
            {name: lambda job=job: job(source) for name, job in dijkstras.items()}, rounds
        )
        name, seconds = min(found.items(), key=lambda item: item[1])
        times = seconds / float(np.median(one))
        every = ", ".join(f"{other} {1e3 * t:.0f} ms" for other, t in found.items())
        goal = "" if world.size != "M" or times >= 50 else ", MISSED"
        print(f"    Dijkstra, no limit: {every}; {times:.0f} times {name} (goal at M 50{goal})")


def layered(world: World, source: int) -> np.ndarray:
    """Cost to everybody in at most four hops, the plain way: every arc in every round."""
    csr = world.csr
    tail = np.repeat(np.arange(world.n), csr.degree)
    far = np.iinfo(np.int64).max // 4
    at = np.full(world.n, far)
    at[source] = 0
    least = np.full(world.n, far)
    for _ in range(4):
        np.minimum.at(least, csr.neighbors, at[tail] + world.cost_last)
        onward = at.copy()
        np.minimum.at(onward, csr.neighbors, at[tail] + world.cost_pass)
        at = onward
    return least


def searches_without_a_limit(world: World) -> dict[str, Callable[[int], Any]]:
    csr, jobs = world.csr, {}
    if has("scipy"):
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        matrix = csr_array((world.cost_pass + 1.0, csr.neighbors, csr.indptr), (world.n, world.n))
        jobs["scipy"] = lambda source: dijkstra(matrix, indices=source)
    tail = np.repeat(np.arange(world.n), csr.degree)
    if has("igraph"):
        import igraph

        graph = igraph.Graph(world.n, np.column_stack([tail, csr.neighbors]), directed=True)
        weights = (world.cost_pass + 1.0).tolist()
        jobs["igraph"] = lambda source: graph.distances(source, weights=weights)
    if has("rustworkx"):
        import rustworkx

        other = rustworkx.PyDiGraph()
        other.add_nodes_from(range(world.n))
        other.add_edges_from(
            list(
                zip(
                    tail.tolist(),
                    csr.neighbors.tolist(),
                    (world.cost_pass + 1.0).tolist(),
                    strict=True,
                )
            )
        )
        jobs["rustworkx"] = lambda source: rustworkx.dijkstra_shortest_path_lengths(
            other, source, edge_cost_fn=float
        )
    return jobs


def reach(world: World, rounds: int) -> None:
    sources = [(source,) for source, _ in world.questions]

    def one(source: int) -> None:
        kernels.two_step_reach(world.csr, world.chance, source)
        kernels.best_costs(*world.arcs, source, 3)

    spread("reach of one person, 3 hops", each(one, sources), "(goal at M: 10 ms)")
    if world.size in ("XS", "S"):
        everybody = [(source,) for source in range(world.n)]
        two = each(lambda s: kernels.two_step_reach(world.csr, world.chance, s), everybody)
        print(f"  {'two-step reach of everybody':34} {sum(two):9.2f} s (goal at S: 2 s)")
    taken = alternate(
        {"netgraph": lambda: kernels.csr(world.drawn.i, world.drawn.j, world.n)}, rounds
    )
    tell("neighbours from pairs", taken, {})


FRESH = {
    "netgraph": """
import numpy as np, sys
from netgraph import kernels
i, j, n = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3])
print(np.nansum(kernels.overlap(kernels.csr(i, j, n))))
""",
    "graphblas": """
import numpy as np, sys, graphblas as gb
i, j, n = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3])
ends = np.concatenate([i, j]), np.concatenate([j, i])
known = gb.Matrix.from_coo(*ends, np.ones(2 * len(i), np.int64), nrows=n, ncols=n)
counts = known.mxm(known, gb.semiring.plus_pair).new(mask=known.select('tril').new().S)
above, below, mutual = counts.to_coo()
degree = np.bincount(ends[0], minlength=n)
union = degree[above] + degree[below] - 2 - mutual
print(np.sum(mutual[union > 0] / union[union > 0]))
""",
    "networkx": """
import numpy as np, sys, networkx as nx
i, j, n = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3])
graph = nx.Graph()
graph.add_edges_from(zip(i.tolist(), j.tolist()))
circle = {person: set(known) for person, known in graph.adj.items()}
total = 0.0
for a, b in graph.edges:
    mutual = len(circle[a] & circle[b])
    union = len(circle[a]) + len(circle[b]) - 2 - mutual
    total += mutual / union if union else 0.0
print(total)
""",
}


def fresh(world: World, rounds: int) -> None:
    """A new process each time: start, read two arrays, overlap of every tie."""
    if world.size == "L":
        return
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / f"{name}.npy") for name in "ij"]
        np.save(files[0], world.drawn.i)
        np.save(files[1], world.drawn.j)

        def run(program: str) -> float:
            command = [sys.executable, "-c", program, *files, str(world.n)]
            done = subprocess.run(command, env=environment, capture_output=True, check=True)
            return float(done.stdout)

        programs = {name: text for name, text in FRESH.items() if name == "netgraph" or has(name)}
        answers = {name: run(text) for name, text in programs.items()}
        for name, answer in answers.items():
            agree(f"fresh, {name}", np.array(answers["netgraph"]), np.array(answer))
        jobs: dict[str, Job] = {
            name: lambda text=text: run(text) for name, text in programs.items()
        }
        goals = {"graphblas": 0.5, "networkx": 0.35} if world.size == "S" else {}
        tell("a fresh process, overlap", alternate(jobs, rounds), goals)


JOBS = {"overlap": overlap, "burt": burt, "routes": routes, "reach": reach, "fresh": fresh}

if __name__ == "__main__":
    main()
