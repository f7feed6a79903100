"""Draw the pictures of docs/how-to/the-map.md and of the README: the sample network's map.

    python docs/draw_pictures.py

Needs Chromium. Each picture is what a browser shows after the clicks the page describes.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from chrome import WITH_GL, launched  # noqa: E402
from conftest import find_browser  # noqa: E402

import netgraph as ng  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"


def save(opened: Any, name: str) -> None:
    """Keep what the browser shows, in few colours."""
    from PIL import Image

    opened.settle()
    shot = Image.open(io.BytesIO(opened.page.screenshot())).convert("RGB")
    few = shot.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)


def main() -> None:
    """Open, click, keep."""
    chromium = find_browser()
    if chromium is None:
        sys.exit("no Chromium: sudo apt-get install chromium")
    net = ng.load(ROOT / "sample_data", ego="me", as_of="2026-11-01")
    PICTURES.mkdir(exist_ok=True)
    ana = net.label(net.index_of("ana"))
    with (
        tempfile.TemporaryDirectory() as folder,
        launched(chromium, Path(folder), WITH_GL) as chrome,
    ):
        size = {"width": 1240, "height": 740}

        def page(**options: Any) -> Any:
            return chrome.open(chrome.save(ng.draw(net, **options).html), **size)

        with page(size="n_introduced") as opened:
            opened.page.fill("#find", ana)
            opened.page.keyboard.press("Enter")
            opened.page.click("text=Show what followed")
            save(opened, "map-doors.png")
        with page(color="freshness") as opened:
            save(opened, "map-cooling.png")
        with page(highlight=ng.routes(net, company="Acme")) as opened:
            save(opened, "map-way.png")


if __name__ == "__main__":
    main()
