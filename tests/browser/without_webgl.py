"""Open a page in a Chromium that has no WebGL at all; write down what is seen.

A script of its own, as a process can hold one running playwright only.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from chrome import NO_NETWORK, WITHOUT_GL, settle
from playwright.sync_api import sync_playwright


def main(chromium: str, page: str, to: str, shot: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=[*WITHOUT_GL, NO_NETWORK])
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        said: list[str] = []
        tab.on("console", lambda m: said.append(m.text))
        tab.on("pageerror", lambda e: said.append(str(e)))
        tab.goto(Path(page).as_uri())
        tab.wait_for_selector("#stage[data-painted]")
        settle(tab)
        tab.screenshot(path=shot)
        names = [label["text"] for label in tab.evaluate("() => netgraph.stage.written")]
        seen = {"kind": tab.evaluate("() => netgraph.stage.kind"), "names": names, "said": said}
        seen["sought"] = tab.evaluate("() => netgraph.atlas.names[3]")
        tab.fill("#find", seen["sought"])
        tab.keyboard.press("Enter")
        seen["card"] = tab.inner_text("#card h2")
        browser.close()
    Path(to).write_text(json.dumps(seen), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
