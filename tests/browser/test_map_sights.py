"""Hard cases as pictures: drawn, saved to `out/map` (or NETGRAPH_SIGHTS) to be looked at.

A test sees that nothing is said on the console, that the map is not blank, and that no name lies
on another; whether it is beautiful is for eyes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chrome import WITH_GL, launched
from map_pictures import picture_of, picture_of_world
from map_world import World, world

from netgraph.views.map.layout import islands
from netgraph.views.map.picture import NO_DAY, Picture
from netgraph.views.map.rings import rings
from netgraph.views.map.roles import by_company, by_silence

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
SIGHTS = Path(os.environ.get("NETGRAPH_SIGHTS", ROOT / "out" / "map"))

SCRIPTS = (
    "王小明", "佐々木 遥", "김하늘", "יעל ברק", "سلمى النجار", "Zoë Łuczak-Ærø", "Ἀθηνᾶ Παππά",
    "ॐ अनन्या", "👩‍💻 Ana 🏳️‍🌈", "Nguyễn Thị Ánh", "Дарья Щукина", "O'Neill-Çelik",
)  # fmt: skip


def seen(w: World) -> Picture:
    return picture_of(w, title="A hard case")


def of_companies(w: World, company: np.ndarray[Any, Any]) -> Picture:
    used, company = np.unique(company, return_inverse=True)
    company = (company - int(used[0] < 0)).astype(np.int32)
    names = [w.companies[k % len(w.companies)] + f" {k}" for k in range(int(company.max()) + 1)]
    return seen(replace(w, company=company, companies=names))


def named(shown: Picture, names: tuple[str, ...]) -> Picture:
    n = len(shown.people.name)
    return replace(
        shown, people=replace(shown.people, name=[names[k % len(names)] for k in range(n)])
    )


def two_components() -> Picture:
    w = world(80)
    half = (w.i < 40) == (w.j < 40)
    company = np.where(np.arange(80) < 40, w.company % 3, 3 + w.company % 3).astype(np.int32)
    w = replace(
        w, i=w.i[half], j=w.j[half], last_day=w.last_day[half], n_days=w.n_days[half],
        introductions=w.introductions[:0],
    )  # fmt: skip
    return of_companies(w, company)


def many_ties_between_two() -> Picture:
    shown = picture_of_world(12)
    facts = replace(
        shown.facts,
        tie=np.zeros(100, np.int32),
        relation=[f"reason {k}" for k in range(100)],
        day=np.full(100, NO_DAY, np.int32),
        is_inferred=np.zeros(100, bool),
    )
    return replace(shown, facts=facts)


def from_ego(n: int) -> Picture:
    w = world(n)
    return replace(seen(w), layout=rings(w.company, w.i, w.j, 0), arrangement="ego")


def coloured_by_silence(n: int) -> Picture:
    shown = picture_of_world(n)
    last = shown.people.last_day
    days = np.where(last == NO_DAY, np.nan, shown.as_of_day - last.astype(np.float64))
    return replace(shown, colouring=by_silence(days))


def on_a_way(n: int) -> Picture:
    shown = picture_of_world(n)
    longest = max(range(len(shown.ways)), key=lambda k: len(shown.ways[k].people))
    return replace(shown, shown=longest)


CASES: dict[str, Callable[[], Picture]] = {
    "12": lambda: picture_of_world(12),
    "200": lambda: picture_of_world(200),
    "1500": lambda: picture_of_world(1_500),
    "20000": lambda: picture_of_world(20_000),
    "silence": lambda: coloured_by_silence(1_500),
    "way": lambda: on_a_way(1_500),
    "one person": lambda: picture_of_world(1),
    "nobody": lambda: picture_of_world(0),
    "300 at one company": lambda: of_companies(world(300), np.zeros(300, np.int32)),
    "300 companies of one": lambda: of_companies(world(300), np.arange(300)),
    "nobody with a company": lambda: seen(
        replace(world(300), company=np.full(300, -1, np.int32), companies=[])
    ),
    "two components": two_components,
    "100 ties between two": many_ties_between_two,
    "scripts of the world": lambda: named(picture_of_world(60), SCRIPTS),
    "names of 5000 letters": lambda: named(picture_of_world(60), ("Ana " + "x" * 5_000,)),
    "from ego": lambda: from_ego(1_500),
}


@pytest.fixture(scope="module")
def chrome(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    SIGHTS.mkdir(parents=True, exist_ok=True)
    with launched(chromium, tmp_path_factory.mktemp("sights"), WITH_GL) as chrome:
        yield chrome


def look(chrome: Any, name: str, shown: Picture, **context: Any) -> None:
    from PIL import Image

    with chrome.open(shown, **context) as opened:
        opened.settle()
        png = opened.page.locator("main").screenshot()
        opened.page.screenshot(path=SIGHTS / f"{name}.png")
        assert opened.said == []
        if shown.people.name:
            assert np.asarray(Image.open(io.BytesIO(png)).convert("L")).std() > 1
        boxes = opened.run(
            "() => netgraph.stage.written.map(l => { const w ="
            " netgraph.stage.labels.width(l.text, l.px, l.weight) / 2;"
            " return [l.x - w, l.y - l.px / 2, l.x + w, l.y + l.px / 2]; })"
        )
        left, top, right, bottom = np.array(boxes).reshape(-1, 4).T
        over = (left[:, None] < right) & (left < right[:, None])
        over &= (top[:, None] < bottom) & (top < bottom[:, None])
        assert over.sum() == len(over)  # each only with itself
        assert (right - left).max(initial=0) < 420


@pytest.mark.parametrize("name", CASES)
def test_a_hard_case_is_drawn(chrome: Any, name: str) -> None:
    look(chrome, name, CASES[name]())


@pytest.mark.parametrize("name", ["12", "200", "1500", "silence", "way", "from ego"])
def test_it_is_drawn_in_the_dark(chrome: Any, name: str) -> None:
    look(chrome, f"{name}, dark", CASES[name](), color_scheme="dark")


@pytest.mark.parametrize("name", ["12", "200", "1500", "20000", "way"])
def test_it_is_drawn_on_a_telephone(chrome: Any, name: str) -> None:
    look(chrome, f"{name}, narrow", CASES[name](), width=360, height=740, device_scale_factor=2)


def test_it_is_drawn_on_a_wall(chrome: Any) -> None:
    look(chrome, "1500, wide", CASES["1500"](), width=3_840, height=2_160)


def test_the_hard_cases_are_as_hard_as_they_say() -> None:
    sizes = np.bincount(CASES["300 at one company"]().people.company)
    assert sizes.tolist() == [300]
    assert np.bincount(CASES["300 companies of one"]().people.company).tolist() == [1] * 300
    shown = CASES["nobody with a company"]()
    at = islands(shown.people.company, shown.ties.i, shown.ties.j)
    assert (at.company == -1).all()
    assert by_company(shown.people.company, []).swatches[0].count == 300
