"""A real Chromium without a network, and pages in it that tell what they did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netgraph.views.map.page import page_of
from netgraph.views.map.picture import Picture

WITH_GL = (
    "--no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader "
    "--enable-precise-memory-info --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WITHOUT_GL = [
    *(a for a in WITH_GL if "gl" not in a and "swiftshader" not in a),
    *"--disable-gpu --disable-software-rasterizer --disable-3d-apis".split(),
]
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"


def settle(page: Any) -> None:
    """Wait until a frame has passed, in which the page hears of its size, and the map is still."""
    page.evaluate("() => new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))")
    page.wait_for_function("() => netgraph.stage.isStill")


@dataclass
class Opened:
    """A page and everything it said or asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def run(self, script: str, *args: Any) -> Any:
        return self.page.evaluate(script, *args)

    def settle(self) -> None:
        """Wait until nothing moves: no flight, no gesture, no painting."""
        settle(self.page)

    @property
    def names(self) -> list[str]:
        """What stands on the map, as written."""
        return [label["text"] for label in self.run("() => netgraph.stage.written")]


class Chrome:
    """One browser; every page in a context of its own."""

    def __init__(self, browser: Any, folder: Path) -> None:
        self.browser = browser
        self.folder = folder

    def save(self, html: str) -> Path:
        path = self.folder / f"map-{len(list(self.folder.iterdir()))}.html"
        path.write_text(html, encoding="utf-8")
        return path

    @contextmanager
    def open(
        self, what: Picture | Path, *, width: int = 1280, height: int = 800, **context: Any
    ) -> Iterator[Opened]:
        path = what if isinstance(what, Path) else self.save(page_of(what).html)
        context.setdefault("reduced_motion", "reduce")
        made = self.browser.new_context(viewport={"width": width, "height": height}, **context)
        opened = Opened(made.new_page())
        opened.page.on("console", lambda m: opened.said.append(f"{m.type}: {m.text}"))
        opened.page.on("pageerror", lambda e: opened.said.append(f"error: {e}"))
        opened.page.on("dialog", lambda d: opened.said.append(f"dialog: {d.message}"))
        opened.page.on("request", lambda r: opened.asked.append(r.url))
        opened.page.goto(path.as_uri())
        if what is not path or "map-" in path.name:
            opened.page.wait_for_selector("html[data-ready]", state="attached")
            opened.page.wait_for_selector("#stage[data-painted]")
        yield opened
        made.close()


@contextmanager
def launched(chromium: str, folder: Path, arguments: list[str]) -> Iterator[Chrome]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=chromium, args=[*arguments, NO_NETWORK], chromium_sandbox=False
        )
        yield Chrome(browser, folder)
        browser.close()
