"""The map's fourteen goals at their sizes, beside a sigma.js page drawn in the same run.

    python benchmarks/map.py [--sizes 100 1500 20000 100000] [--no-sigma] [--shots FOLDER]

Needs Chromium, and for sigma.js `npm ci --prefix tests/browser`. What a test asserts instead of a
figure is named with its test. Times are of a machine without a GPU; the ratio to sigma.js is what
can be compared between machines.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from chrome import NO_NETWORK, WITH_GL, WITHOUT_GL, settle  # noqa: E402
from conftest import find_browser  # noqa: E402
from map_pictures import picture_of, picture_of_world  # noqa: E402
from map_world import world  # noqa: E402

from netgraph.views.map.data import packed  # noqa: E402
from netgraph.views.map.kept import reseat  # noqa: E402
from netgraph.views.map.page import page_of  # noqa: E402
from netgraph.views.map.picture import Picture  # noqa: E402

SIZES = (100, 1_500, 20_000, 100_000)
FILE_KB = {100: 40, 1_500: 100, 20_000: 1_000, 100_000: 5_000}
STILL_S = {1_500: 1.2, 20_000: 1.5, 100_000: 2.5}
SEARCH_MS = {20_000: 16, 100_000: 100}
MODULES = ROOT / "tests" / "browser" / "node_modules"

FRAMES = """async (move) => {
  const step = new Function("t", move);
  const times = [];
  await new Promise((done) => {
    const start = performance.now();
    let last = start;
    requestAnimationFrame(function frame(now) {
      times.push(now - last);
      last = now;
      if (now - start > 2400) return done();
      step(now - start);
      requestAnimationFrame(frame);
    });
  });
  times.shift();
  const total = times.reduce((a, b) => a + b, 0);
  return { fps: (1000 * times.length) / total, longest: Math.max(...times) };
}"""
WHEEL = """
  const stage = document.querySelector("#stage"), box = stage.getBoundingClientRect();
  const turn = Math.sin(t / 380);
  stage.dispatchEvent(new WheelEvent("wheel", { deltaY: turn * 24, clientX: box.left + box.width *
    (0.5 + 0.2 * turn), clientY: box.top + box.height / 2, bubbles: true, cancelable: true }));
"""
SIGMA_MOVE = """
  const turn = Math.sin(t / 380);
  window.k = (window.k || 1) * Math.exp(turn * 24 * 0.0022);
  sigma.getCamera().setState({ x: 0.5 + 0.05 * turn, y: 0.5, ratio: window.k, angle: 0 });
"""
SEARCH = """() => ["mei", "ana ru", "zor", "labs", "qu", "wen so", "nobody"].map((q) => {
  const input = document.querySelector("#find"), start = performance.now();
  input.value = q;
  input.dispatchEvent(new Event("input"));
  return performance.now() - start;
})"""


def said(goal: str, size: object, figure: str, isMet: bool | None, limit: str) -> None:  # noqa: N803
    mark = {True: "met", False: "MISSED", None: "-"}[isMet]
    print(f"{goal:<34} {size!s:>8}  {figure:>22}  {limit:>12}  {mark}", flush=True)


def timed(work: Callable[[], Any], rounds: int = 3) -> tuple[float, Any]:
    spent, result = [], None
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        spent.append(time.perf_counter() - start)
    return float(np.median(spent)), result


# --- Python's part -----------------------------------------------------------------------------


def sizes_and_times(n: int, folder: Path) -> Path:
    rounds = 3 if n <= 20_000 else 1
    people = world(n)
    seconds, page = timed(lambda: page_of(picture_of(people)), rounds)
    size = len(page.html.encode()) / 1_000
    limit = FILE_KB.get(n)
    said("1 file", n, f"{size:,.0f} kB", limit is None or size <= limit, f"{limit or '-'} kB")
    first = picture_of(people)
    x, y = first.layout.x, first.layout.y

    def kept() -> bytes:
        at = reseat(x, y, people.company, people.i, people.j)
        assert at is not None
        return packed(first)

    again, _ = timed(kept, rounds)
    at_goal = n == 20_000
    said(
        "13 people to HTML, with layout",
        n,
        f"{seconds:.2f} s",
        seconds <= 3 if at_goal else None,
        "3 s",
    )
    said(
        "13 the same, layout kept", n, f"{again:.2f} s", again <= 0.6 if at_goal else None, "0.6 s"
    )
    path = folder / f"map-{n}.html"
    page.save(path)
    return path


# --- the browser's part ------------------------------------------------------------------------


def opened(browser: Any, path: Path, ready: str) -> tuple[Any, float]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_function(ready, timeout=60_000)
    return page, float(page.evaluate("() => performance.getEntriesByName('painted')[0].startTime"))


PAINTED = "() => performance.getEntriesByName('painted').length > 0"


def map_in(browser: Any, n: int, path: Path, *, has_gl: bool = True) -> dict[str, float]:
    stills = []
    for _ in range(3):
        page, still = opened(browser, path, PAINTED)
        stills.append(still / 1_000)
        if len(stills) < 3:
            page.close()
    settle(page)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
    frames = page.evaluate(FRAMES, WHEEL)
    settle(page)
    search = sorted(page.evaluate(SEARCH))
    page.close()
    still = float(np.median(stills))
    kind = "" if has_gl else ", no WebGL"
    limit = STILL_S.get(n)
    said(
        f"2 still picture{kind}",
        n,
        f"{still:.2f} s",
        None if limit is None else still <= limit,
        f"{limit or '-'} s",
    )
    longest = 100 if has_gl else 200
    met = frames["fps"] >= 50 and frames["longest"] <= longest
    figure = f"{frames['fps']:.0f}/s, longest {frames['longest']:.0f} ms"
    said(f"{'3' if has_gl else '11'} frames{kind}", n, figure, met, f"50/s, {longest} ms")
    if has_gl:
        said("4 heap", n, f"{heap:.1f} MB", heap <= 15 if n == 20_000 else None, "15 MB")
        middle = search[len(search) // 2]
        most = SEARCH_MS.get(n)
        said(
            "9 search, median of 7",
            n,
            f"{middle:.1f} ms",
            None if most is None else middle <= most,
            f"{most or '-'} ms",
        )
    return {"still": still, "fps": frames["fps"], "heap": heap}


def sigma_page(shown: Picture, folder: Path, n: int) -> Path:
    """The same people, places, colours and ties, drawn by sigma.js with its defaults."""
    at = shown.layout
    inks = [s.light for s in shown.colouring.swatches]
    nodes = [
        {"key": str(p), "attributes": {"x": float(at.x[p]), "y": -float(at.y[p]), "size": 2,
                                       "label": name, "color": inks[shown.colouring.of[p]]}}
        for p, name in enumerate(shown.people.name)
    ]  # fmt: skip
    edges = [
        {"source": str(a), "target": str(b)}
        for a, b in zip(shown.ties.i.tolist(), shown.ties.j.tolist(), strict=True)
    ]
    data = json.dumps({"nodes": nodes, "edges": edges}).replace("<", "\\u003c")
    library = "".join(
        f"<script>{(MODULES / name).read_text(encoding='utf-8')}</script>"
        for name in ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js")
    )
    path = folder / f"sigma-{n}.html"
    path.write_text(
        "<!doctype html><meta charset=utf-8><style>#s{position:absolute;inset:0}</style>"
        f"<div id=s></div>{library}<script>const graph = new graphology.Graph();"
        f"graph.import({data}); const sigma = new Sigma(graph, document.getElementById('s'));"
        "sigma.once('afterRender', () => performance.mark('painted')); sigma.refresh();"
        "const gl = sigma.getCanvases ? 0 : 0;</script>",
        encoding="utf-8",
    )
    return path


def sigma_in(browser: Any, n: int, folder: Path) -> dict[str, float]:
    path = sigma_page(picture_of_world(n), folder, n)
    stills = []
    for _ in range(3):
        page, still = opened(browser, path, PAINTED)
        stills.append(still / 1_000)
        if len(stills) < 3:
            page.close()
    page.wait_for_timeout(1_200)
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    heap = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
    frames = page.evaluate(FRAMES, SIGMA_MOVE)
    page.close()
    return {
        "size": path.stat().st_size / 1_000,
        "still": float(np.median(stills)),
        "fps": frames["fps"],
        "heap": heap,
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    asked.add_argument("--no-sigma", action="store_true")
    options = asked.parse_args()
    chromium = find_browser()
    if chromium is None:
        sys.exit("no Chromium: sudo apt-get install chromium")
    has_sigma = not options.no_sigma and (MODULES / "sigma").is_dir()
    from playwright.sync_api import sync_playwright

    print(f"cores {os.cpu_count()}, load {os.getloadavg()[0]:.1f}, no GPU\n")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver:
        folder = Path(temporary)
        paths = {n: sizes_and_times(n, folder) for n in options.sizes}
        ours, theirs = {}, {}
        browser = driver.chromium.launch(executable_path=chromium, args=[*WITH_GL, NO_NETWORK])
        for n, path in paths.items():
            ours[n] = map_in(browser, n, path)
            if has_sigma and n <= 20_000:
                theirs[n] = sigma_in(browser, n, folder)
        browser.close()
        browser = driver.chromium.launch(executable_path=chromium, args=[*WITHOUT_GL, NO_NETWORK])
        for n in sorted({1_500, 20_000} & set(paths)):
            map_in(browser, n, paths[n], has_gl=False)
        browser.close()
    for n, sigma in theirs.items():
        mine = ours[n]
        print(
            f"\n{n:,} people beside sigma.js: still {mine['still']:.2f} / {sigma['still']:.2f} s, "
            f"frames {mine['fps']:.0f} / {sigma['fps']:.0f} a second, "
            f"heap {mine['heap']:.1f} / {sigma['heap']:.1f} MB, "
            f"file of sigma {sigma['size']:,.0f} kB"
        )
    print(
        "\n5, 6, 7, 8, 10, 11 (same picture), 12, 14: tests/browser/test_map_browser.py and "
        "tests/test_map.py"
    )


if __name__ == "__main__":
    main()
