"""The figures: what they say is what the frames say, and nothing covers anything."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import netgraph as ng
from netgraph.views import plots
from netgraph.views.plots import figure
from netgraph.views.plots.introductions import grow

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
HARD_NAMES = (
    "王 小明", "יעל ברק", "سلمى النجار", "김 하늘", "$x^2$ and \\frac{", "Lola 🌊 Marín",
    "<b>bold</b>", "n" * 200, "two\nlines", "\U0010ffff", "",
)  # fmt: skip


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    mpl.use("agg")
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


@pytest.fixture(scope="module")
def sample() -> ng.Network:
    return ng.load(SAMPLE, ego="me", as_of="2026-11-01")


@pytest.fixture(scope="module")
def star() -> ng.Network:
    ties = pd.DataFrame({"a": ["me", "me"], "b": ["ana", "bo"], "relation": ["friend", "friend"]})
    people = pd.DataFrame({"id": ["me", "ana", "bo"], "name": ["Me", "Ana", "Bo"]})
    return ng.load({"contacts": people, "ties": ties}, ego="me", as_of="2026-01-01")


def made(*rows: tuple[str, str, str, str]) -> ng.Network:
    """A network of introductions to ego: introducer, introduced, date, to."""
    links = pd.DataFrame(rows, columns=["introducer", "introduced", "date", "to"])
    people = sorted({*links["introducer"], *links["introduced"], "me"})
    tables = {"contacts": pd.DataFrame({"id": people, "name": people}), "introductions": links}
    return ng.load(tables, ego="me", as_of="2026-01-01")


def picture(ax: Any) -> bytes:
    """Drawn in earnest: a warning is an error."""
    buffer = io.BytesIO()
    ax.figure.savefig(buffer, dpi=50)
    return buffer.getvalue()


def n_points(ax: Any) -> int:
    return sum(
        len(c.get_offsets())
        for c in ax.collections
        if hasattr(c, "get_sizes") and len(c.get_sizes())
    )


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_freshness_shows_every_tie_with_contact_and_counts_the_others(sample: ng.Network) -> None:
    frame = ng.freshness(sample)
    ax = plots.freshness(frame)
    known = frame.dropna(subset="freshness")
    recent = (known["days_silent"] <= 90).sum()
    assert n_points(ax) == len(known)
    assert ax.get_title(loc="left") == (
        f"{recent} of {len(known)} ties had contact within 90 days, "
        f"{known['is_dormant'].sum()} are dormant"
    )
    assert any(text.startswith(f"{len(frame) - len(known)} people") for text in texts(ax))


def test_freshness_lines_join_equal_freshness(sample: ng.Network) -> None:
    ax = plots.freshness(ng.freshness(sample))
    (lines,) = [c for c in ax.collections if hasattr(c, "levels")]
    for level, segments in zip(lines.levels, lines.allsegs, strict=True):
        for x, y in segments[0]:
            assert abs(np.log1p(y) - 0.8 * np.log(x) - level) < 0.05


def test_weak_ties_mark_every_tie_that_leads_elsewhere_with_its_span(sample: ng.Network) -> None:
    frame = ng.weak_ties(sample)
    ax = plots.weak_ties(frame)
    known = frame.dropna(subset=["intensity", "embeddedness"])
    away = known[known["span_hops"] > 2]
    assert n_points(ax) == len(known)
    spans = {
        f"{r['name']}, span {r['span_hops']:g}".replace("inf", "∞") for _, r in away.iterrows()
    }
    assert spans <= set(texts(ax))
    assert ax.get_title(loc="left").startswith(f"{known['is_moderately_weak'].sum()} moderately")


def test_introductions_name_who_opened_most_doors(sample: ng.Network) -> None:
    ax = plots.introductions(sample)
    best = ng.introducers(sample).iloc[0]
    assert ax.get_title(loc="left") == (
        f"{best['name']} opened most doors: {best.n_introduced} introductions, "
        f"{best.n_downstream} people over all generations"
    )
    assert "Ingrid Solberg (3) · also by Leila Haddad" in texts(ax)
    assert not any(text.startswith("Nora") for text in texts(ax))


def test_introductions_put_everybody_once_under_the_earliest_introducer() -> None:
    net = made(
        ("ana", "bo", "2020-01-01", "me"),
        ("bo", "cy", "2021-01-01", "me"),
        ("dee", "cy", "2022-01-01", "me"),
        ("cy", "ana", "2023-01-01", "me"),
        ("me", "ana", "2019-01-01", "bo"),
    )
    families = grow(net)
    people = {net.label(p): families.parent[p] for p in families.parent}
    assert {name: net.label(link.by) for name, link in people.items()} == {"bo": "ana", "cy": "bo"}
    said = sorted(texts(plots.introductions(net)))
    assert said[:3] == ["ana (2) · also by cy", "bo (2)", "cy (2) · also by dee"]


def test_introductions_show_the_largest_families_and_count_the_rest() -> None:
    rows = [("ana", f"p{k}", "2020-01-01", "me") for k in range(5)]
    ax = plots.introductions(made(*rows, ("bo", "cy", "2021-01-01", "me")), most_people=6)
    assert "cy" not in texts(ax)
    assert "2 people in smaller families are not shown" in texts(ax)[-1]


def test_children_stand_below_and_not_before_their_introducer(sample: ng.Network) -> None:
    ax = plots.introductions(sample)
    for line in ax.lines:
        (x0, x1, x2), (y0, y1, y2) = line.get_data()
        assert x0 == x1 <= x2
        assert y0 < y1 == y2


@pytest.mark.parametrize("draw", [plots.freshness, plots.weak_ties])
def test_no_name_covers_a_point_or_another_name(draw: Any, sample: ng.Network) -> None:
    ax = draw(getattr(ng, draw.__name__)(sample))
    picture(ax)
    names = {str(name) for name in sample.labels}
    boxes = [t.get_window_extent() for t in ax.texts if t.get_text().split(", span")[0] in names]
    assert len(boxes) > 10
    marks = [c for c in ax.collections if len(getattr(c, "get_sizes", list)())]
    dots = np.vstack([ax.transData.transform(c.get_offsets()) for c in marks])
    for at, box in enumerate(boxes):
        assert not box.count_overlaps(boxes[:at])
        inside = (dots > [box.x0, box.y0]) & (dots < [box.x1, box.y1])
        assert not inside.all(axis=1).any()


@pytest.mark.parametrize("name", HARD_NAMES)
def test_any_name_is_drawn_literally_and_without_a_warning(name: str) -> None:
    people = pd.DataFrame({"id": ["me", "a", "b"], "name": ["Me", name, "Bo"]})
    log = pd.DataFrame({"date": ["2025-12-01"], "people": ["a"], "kind": ["call"]})
    links = pd.DataFrame({"introducer": ["a"], "introduced": ["b"], "date": ["2020-01-01"]})
    tables = {"contacts": people, "interactions": log, "introductions": links}
    net = ng.load(tables, ego="me", as_of="2026-01-01")
    for ax in (plots.freshness(ng.freshness(net)), plots.introductions(net)):
        assert picture(ax)
    if name.isascii() and name.isprintable() and len(name) < 30:
        assert any(net.label(net.index_of("a")) in text for text in texts(ax))


def test_a_letter_no_font_has_becomes_a_sign() -> None:
    words, _ = figure.legible("Ana \U0010ffff")
    assert words == "Ana \N{REPLACEMENT CHARACTER}"


def test_they_draw_on_the_axes_they_are_given(sample: ng.Network) -> None:
    import matplotlib.pyplot as plt

    _, three = plt.subplots(1, 3, figsize=(24, 8))
    drawn = (
        plots.freshness(ng.freshness(sample), three[0]),
        plots.weak_ties(ng.weak_ties(sample), ax=three[1]),
        plots.introductions(sample, ax=three[2]),
    )
    assert [a is b for a, b in zip(drawn, three, strict=True)] == [True] * 3
    assert len(plt.get_fignums()) == 1


def test_drawing_leaves_frame_and_settings_alone(sample: ng.Network) -> None:
    frame, settings = ng.freshness(sample), dict(mpl.rcParams)
    before = frame.copy()
    plots.freshness(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert dict(mpl.rcParams) == settings


def test_a_star_and_an_empty_log_say_so(star: ng.Network) -> None:
    pictures = {
        plots.freshness(ng.freshness(star)): "No contact is logged yet",
        plots.weak_ties(ng.weak_ties(star)): "No tie shows its circle",
        plots.introductions(star): "No introductions with a day are known",
    }
    for ax, title in pictures.items():
        assert ax.get_title(loc="left") == title
        assert picture(ax)


def test_another_frame_is_refused_in_a_sentence(sample: ng.Network) -> None:
    with pytest.raises(ng.SchemaError, match=r"'days_silent' is missing; .* ng.freshness\(net\)"):
        plots.freshness(ng.introducers(sample))
    with pytest.raises(ng.SchemaError, match=r"ng.weak_ties\(net\)"):
        plots.weak_ties(ng.freshness(sample))


def test_words_are_readable_on_white() -> None:
    from matplotlib.colors import to_rgb

    def luminance(colour: str) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))

    for colour in (figure.INK, figure.QUIET):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_marks_differ_by_shape_as_well_as_by_colour(sample: ng.Network) -> None:
    def shapes(ax: Any) -> dict[str, int]:
        marks = {c.get_label().split(" (")[0]: c for c in ax.collections}
        return {words: len(c.get_paths()[0].vertices) for words, c in marks.items()}

    fresh = shapes(plots.freshness(ng.freshness(sample)))
    assert fresh["dormant: silent over 3 years"] != fresh["silent longer"]
    weak = shapes(plots.weak_ties(ng.weak_ties(sample)))
    assert weak["leads elsewhere: 3 and more hops without it"] != weak["the others"]


def test_many_points_are_drawn_finer() -> None:
    def size(n: int) -> float:
        log = {"source": ["me"] * n, "target": [f"p{k}" for k in range(n)]}
        net = ng.load(pd.DataFrame(log | {"timestamp": "2026-01-01"}))
        marks = plots.freshness(ng.freshness(net)).collections[-1]
        return float(marks.get_sizes()[0])

    assert size(3_000) < size(100) / 2
