"""The map on paper: the same seats, colours and names, whatever the script."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from map_pictures import picture_of_world

import netgraph as ng
from netgraph.views.map.page import page_of
from netgraph.views.map.still import png, still

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_people_sit_where_the_page_seats_them_in_its_colours() -> None:
    shown = picture_of_world(200)
    ax = still(shown)
    dots = max(
        (c for c in ax.collections if len(c.get_offsets()) == 200),
        key=lambda c: c.get_zorder(),
    )
    assert np.allclose(dots.get_offsets(), np.stack([shown.layout.x, shown.layout.y], axis=1))
    inks = [shown.colouring.swatches[k].light for k in shown.colouring.of]
    assert np.allclose(dots.get_facecolors(), mpl.colors.to_rgba_array(inks))
    low, high = sorted(ax.get_ylim())
    assert low < shown.layout.y.min()
    assert high > shown.layout.y.max()


def test_names_on_paper_never_overlap_and_stay_on_it() -> None:
    ax = still(picture_of_world(1_500))
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) >= 20
    for k, box in enumerate(boxes):
        assert not box.count_overlaps(boxes[:k])
        assert box.x1 <= ax.get_window_extent().x1 + 1


def test_the_legend_counts_everybody_once() -> None:
    shown = picture_of_world(1_500)
    legend = still(shown).get_legend()
    counts = [
        int(t.get_text().rpartition("(")[2].rstrip(")").replace(",", ""))
        for t in legend.get_texts()
    ]
    assert sum(counts) == 1_500


@pytest.mark.parametrize(
    "name", ["王小明 $x_1$", "אבג <b>", "👩 ̸̸", "a" * 3_000, "", "\\frac{1}{2}"]
)
def test_any_name_is_drawn_without_a_warning(name: str) -> None:
    shown = picture_of_world(12)
    shown = replace(shown, title=name, people=replace(shown.people, name=[name] * 12))
    assert png(shown).startswith(b"\x89PNG")


@pytest.mark.parametrize("n", [0, 1])
def test_the_smallest_networks_are_drawn(n: int) -> None:
    assert png(picture_of_world(n)).startswith(b"\x89PNG")


def test_the_same_picture_gives_the_same_pixels() -> None:
    assert png(picture_of_world(200)) == png(picture_of_world(200))


def test_a_notebook_keeps_a_picture_beside_the_page() -> None:
    from PIL import Image

    bundle = page_of(picture_of_world(60))._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain", "image/png"}
    data = bundle["image/png"]
    assert isinstance(data, bytes)
    assert Image.open(io.BytesIO(data)).width > 600
    some = page_of(picture_of_world(12))._repr_mimebundle_(include={"text/html"})
    assert set(some) == {"text/html"}


def test_plots_map_takes_a_network(tmp_path: Any) -> None:
    import pandas as pd

    known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    net = ng.load(known, ego="me", as_of="2026-11-01")
    ax = ng.plots.map(net, highlight=ng.routes(net, person="ravi"))
    assert ax.get_title(loc="left") == "The network of me"
    assert {"ana", "ravi"} <= {text.get_text() for text in ax.texts}
