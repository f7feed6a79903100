"""pyvis, truly offline: every strand an edge, seats as on the map, names that stay text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import cannot, find_browser
from map_pictures import picture_of_world

import netgraph as ng
from netgraph.errors import NetgraphError
from netgraph.views.pyvis_export import MOST_PEOPLE, filled

HOSTILE = (
    "</script><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "href <a href='//evil.example'>x</a>",
    "{{ 7*7 }}{% raw %}",
    "王小明 אבג 👩‍💻",
)


@pytest.fixture(scope="module")
def net() -> ng.Network:
    import pandas as pd

    talks = pd.DataFrame({"date": ["2026-01-05", "2026-03-05"], "people": ["ana", "ana"]})
    made = pd.DataFrame({"introducer": ["ana"], "introduced": ["ravi"], "date": ["2025-02-03"]})
    ties = pd.DataFrame({"a": ["me", "ana"], "b": ["ana", "ravi"], "relation": ["friend"] * 2})
    tables = {"interactions": talks, "introductions": made, "ties": ties}
    return ng.load(tables, ego="me", as_of="2026-11-01")


def test_every_strand_of_a_pair_is_an_edge_of_its_own(net: ng.Network) -> None:
    shown = ng.to_pyvis(net)
    me, ana, ravi = (net.index_of(word) for word in ("me", "ana", "ravi"))
    pairs = Counter(frozenset((edge["from"], edge["to"])) for edge in shown.edges)
    assert pairs[frozenset((me, ana))] >= 2  # the log, and friends
    assert pairs[frozenset((ana, ravi))] >= 2  # friends, and the introduction
    bends = [
        (edge["smooth"]["type"], edge["smooth"]["roundness"]) if "smooth" in edge else None
        for edge in shown.edges
        if {edge["from"], edge["to"]} == {me, ana}
    ]
    assert len(set(bends)) == len(bends)


def test_an_introduction_points_from_who_made_it(net: ng.Network) -> None:
    edge = next(e for e in ng.to_pyvis(net).edges if e["title"].startswith("introduced on"))
    assert (edge["from"], edge["to"]) == (net.index_of("ana"), net.index_of("ravi"))
    assert edge["arrows"] == "to"
    assert edge["title"] == "introduced on 2025-02-03"


def test_people_sit_as_on_the_map() -> None:
    shown = picture_of_world(200)
    nodes = filled(shown).nodes
    x, y = (np.array([node[axis] for node in nodes]) for axis in "xy")
    scale = np.ptp(x) / np.ptp(shown.layout.x)
    assert np.allclose(x, shown.layout.x * scale, atol=0.2)
    assert np.allclose(y, shown.layout.y * scale, atol=0.2)
    assert [node["label"] for node in nodes] == shown.people.name


def test_the_page_holds_no_link() -> None:
    page = filled(picture_of_world(60)).generate_html()
    assert re.findall(r"(?:src|href)\s*=\s*[\"']?\s*(?:https?:)?//", page) == []
    assert "default-src 'none'" in page


def test_what_pyvis_writes_itself_is_the_same_page(tmp_path: Path) -> None:
    made = filled(picture_of_world(12))
    assert made.generate_html(notebook=False) == made.generate_html()
    assert made.get_nodes() == list(range(12))
    assert made.num_nodes() == 12


def test_hostile_names_stay_in_the_data() -> None:
    shown = picture_of_world(12)
    people = replace(shown.people, name=[HOSTILE[k % len(HOSTILE)] for k in range(12)])
    page = filled(replace(shown, people=people)).generate_html()
    assert "<script>pwned" not in page
    assert "<img src=x" not in page


def test_more_people_than_pyvis_bears_are_refused_with_the_way_out() -> None:
    import pandas as pd

    n = MOST_PEOPLE + 1
    star = pd.DataFrame({"source": ["me"] * n, "target": [f"p{k}" for k in range(n)]})
    with pytest.raises(NetgraphError, match=r"ng\.draw"):
        ng.to_pyvis(ng.load(star, ego="me", as_of="2026-11-01"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = find_browser()
    if path is None:
        cannot("no Chromium", "sudo apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        words = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
        opened = driver.chromium.launch(executable_path=path, args=words)
        yield opened
        opened.close()


@pytest.mark.browser
def test_it_opens_offline_asks_for_nothing_and_runs_no_name(browser: Any, tmp_path: Path) -> None:
    shown = picture_of_world(12)
    people = replace(shown.people, name=[HOSTILE[k % len(HOSTILE)] for k in range(12)])
    made = filled(replace(shown, people=people))
    path = tmp_path / "pyvis.html"
    path.write_text(made.generate_html(), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("#mynetwork canvas")
    labels = json.loads(page.evaluate("JSON.stringify(nodes.get().map(n => n.label))"))
    assert labels == people.name
    assert page.evaluate("edges.length") == len(made.edges)
    at = page.evaluate("network.getPositions([3])[3]")
    assert at["x"] == pytest.approx(made.nodes[3]["x"], abs=1)
    assert page.evaluate("typeof pwned") == "undefined"
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    page.close()
