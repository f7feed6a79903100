"""Answers as text: nothing a terminal or a sheet could obey, nothing lost."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.views import text

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07name",
    "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2Jclear",
    "two\nlines\r\nmore",
    "a\u202eb\u2066c",
    "\x00nul\x7fdel",
    "lone \udc80 surrogate",
    "[bold]markup[/bold] [link=x]y[/link]",
    ":smile: :warning:",
]


def one(value: object, name: str = "name") -> pd.DataFrame:
    return pd.DataFrame({name: [value]}, index=pd.Index(["p"], name="person"), dtype=object)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_control_character_survives(hostile: str) -> None:
    for said in (
        text.safe(hostile),
        text.to_table(one(hostile), ("name",), None, colour=False).replace("\n", ""),
        text.to_csv(one(hostile)).replace("\n", ""),
        text.to_json({"rows": text.rows(one(hostile))}).replace("\n", ""),
    ):
        assert not [
            c for c in said if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202e\u2066"
        ]


@given(st.text())
def test_safe_text_is_one_line_that_stays_as_it_is(anything: str) -> None:
    said = text.safe(anything)
    assert len(said.splitlines()) <= 1
    assert text.safe(said) == said
    said.encode("utf-8")


def test_escape_sequences_go_whole() -> None:
    assert text.safe("Ana \x1b[1;31mRuiz\x1b[0m") == "Ana Ruiz"
    assert text.safe("\x1b]0;owned\x07Ana") == "Ana"


def test_markup_and_emoji_words_are_shown_as_they_stand() -> None:
    table = text.to_table(one("[red]Ana[/red] :smile:"), ("name",), None, colour=True)
    assert "[red]Ana[/red] :smile:" in table


@pytest.mark.parametrize(
    "formula", ["=1+1", "+41 44", "-2", "@SUM(A1)", "＝1", "\t=1", "\x1b[0m=1"]
)
def test_no_cell_of_a_sheet_is_a_formula(formula: str) -> None:
    header, row = csv.reader(io.StringIO(text.to_csv(one(formula, name="=name"))))
    assert row[1].startswith("'")
    assert header[1].startswith("'")


def test_numbers_below_zero_are_no_formulas() -> None:
    frame = pd.DataFrame({"freshness": [-1.25], "n": [-3]})
    assert text.to_csv(frame) == "freshness,n\n-1.25,-3\n"


@given(st.lists(st.tuples(st.text(), st.floats(), st.booleans(), st.integers(-(2**53), 2**53))))
def test_csv_and_json_keep_rows_and_values(rows: list[tuple[str, float, bool, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["name", "p", "is_dormant", "n"]).astype({"name": object})
    back = json.loads(text.to_json({"rows": text.rows(frame)}))["rows"]
    sheet = list(csv.reader(io.StringIO(text.to_csv(frame))))[1:]
    assert len(back) == len(sheet) == len(rows)
    for (name, p, flag, n), row, cells in zip(rows, back, sheet, strict=True):
        assert row == {
            "name": text.safe(name),
            "p": p if np.isfinite(p) else None,
            "is_dormant": flag,
            "n": n,
        }
        assert cells[0].removeprefix("'") == text.safe(name).removeprefix("'")
        assert cells[2:] == [str(flag).lower(), str(n)]
        assert cells[1] == "" if np.isnan(p) else float(cells[1]) == p


def test_days_are_iso_and_unknown_is_null_in_json_empty_in_csv() -> None:
    frame = pd.DataFrame(
        {
            "due_on": np.array(["2026-11-01", "NaT"], dtype="datetime64[s]"),
            "at": np.array(["2026-11-01T08:30:00", "NaT"], dtype="datetime64[s]"),
            "freshness": [0.5, np.nan],
            "why": ["known", ""],
        }
    )
    first, second = text.rows(frame)
    assert first == {
        "due_on": "2026-11-01",
        "at": "2026-11-01T08:30:00",
        "freshness": 0.5,
        "why": "known",
    }
    assert second == {"due_on": None, "at": None, "freshness": None, "why": ""}
    assert text.to_csv(frame).splitlines()[2] == ",,,"


def test_the_index_comes_first_and_one_or_two_names_of_it() -> None:
    pair = pd.MultiIndex.from_tuples([("ana", "bo")], names=["a", "b"])
    assert text.rows(pd.DataFrame({"strength": [1.0]}, index=pair)) == [
        {"a": "ana", "b": "bo", "strength": 1.0}
    ]
    assert text.rows(pd.DataFrame({"n": [1]})) == [{"n": 1}]


def test_an_endless_span_is_null_in_json_and_infinite_elsewhere() -> None:
    frame = pd.DataFrame({"span_hops": [np.inf, 3.0]})
    assert [row["span_hops"] for row in text.rows(frame)] == [None, 3.0]
    assert text.to_csv(frame) == "span_hops\ninf\n3.0\n"
    assert "∞" in text.to_table(frame, ("span_hops",), None, colour=False)


def test_a_table_says_unknown_never_zero() -> None:
    table = text.to_table(pd.DataFrame({"freshness": [np.nan]}), ("freshness",), None, colour=False)
    assert table.splitlines()[-1].strip() == text.UNKNOWN


def test_away_from_a_terminal_nothing_is_cut_and_nothing_coloured() -> None:
    long = "why " * 60 + "end"
    table = text.to_table(one(long, name="why"), ("person", "why"), None, colour=False)
    assert long in table
    assert "\x1b" not in table


def test_on_a_terminal_a_table_keeps_its_width_and_every_word() -> None:
    frame = pd.DataFrame(
        {"name": ["Zoë Brandt-Łuczak"], "days_silent": [1234.0], "why": ["word " * 40]}
    )
    table = text.to_table(frame, ("name", "days_silent", "why"), 80, colour=False)
    assert max(map(len, table.splitlines())) <= 80
    assert table.count("word") == 40
    assert "1,234" in table


def test_columns_that_are_not_there_are_left_out() -> None:
    table = text.to_table(pd.DataFrame({"a": [1]}), ("a", "b"), None, colour=False)
    assert table.splitlines()[0].split() == ["a"]


def test_a_column_is_shown_with_the_digits_that_tell_its_values_apart() -> None:
    frame = pd.DataFrame(
        {"closeness": [5.0, np.nan], "strength": [0.0512, 0.0508], "freshness": [1.25, -0.5]}
    )
    table = text.to_table(frame, list(frame.columns), None, colour=False)
    assert table.splitlines()[-2].split() == ["5", "0.051", "1.25"]
    assert table.splitlines()[-1].split() == ["–", "0.051", "−0.50"]
