"""Which day or instant a text means."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph.sources.dates import day_order, parse_day, parse_instant, parse_month


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-04", "2021/04/04", "2021.4.4", "20210404", "04 Apr 2021", "4-Apr-21",
        "04-avr.-21", "4. April 2021", "4 avril 2021", "4 de abril de 2021", "4 aprile 2021",
        "4 april 2021", "Apr 4, 2021", "April 4 2021", "4th April 2021", "04.04.2021", "4/4/21",
        "Sun Apr 04 12:43:42 UTC 2021", "Sunday, April 4, 2021", "2021-04-04T10:00:00Z",
        "4/4/21, 2:37 PM", " 2021-04-04 ", "4 Abr 2021", "04 apr. 2021",
    ],
)  # fmt: skip
def test_a_day_in_many_forms(text: str) -> None:
    assert parse_day(text) == dt.date(2021, 4, 4)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "13/45/24", "2024-13-01", "2024-02-30", "03/04/2026", "99999-01-01",
     "0000-00-00", "1776-07-04", "4 Foo 2021", "2021-04-04 25:00", "2021-04-04x",
     "0/0/00", "--05-17"],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert parse_day(text) is None


def test_march_in_german_and_the_first_in_french() -> None:
    assert parse_day("1er mars 2026") == parse_day("1. März 2026") == dt.date(2026, 3, 1)


def test_a_date_of_numbers_needs_an_order() -> None:
    assert parse_day("03/04/2026", "day first") == dt.date(2026, 4, 3)
    assert parse_day("03/04/2026", "month first") == dt.date(2026, 3, 4)
    assert parse_day("03/14/2026") == dt.date(2026, 3, 14)
    assert parse_day("3.4.2026") == dt.date(2026, 4, 3)


def test_the_column_says_which_part_is_the_day() -> None:
    assert day_order(["3/4/26", "29/1/26"]) == "day first"
    assert day_order(["3/4/26", "1/29/26"]) == "month first"
    assert day_order(["3/4/26"]) == "unknown"
    assert day_order(["1/29/26", "29/1/26"]) == "unknown"
    assert day_order(["2026-01-29", ""]) == "unknown"


def test_without_a_part_above_twelve_the_steadier_order_is_taken() -> None:
    days = ["01/02/26", "05/02/26", "09/02/26", "02/03/26", "07/03/26", "01/04/26"]
    assert day_order(days) == "day first"
    assert day_order(days[::-1]) == "day first"
    assert day_order([f"{d[3:5]}/{d[:2]}/26" for d in days]) == "month first"


@pytest.mark.parametrize(
    ("text", "iso", "offset", "precision"),
    [
        ("2025-06-01 14:03:22 UTC", "2025-06-01T14:03:22", 0.0, "second"),
        ("2024/02/01 15:02:55 UTC", "2024-02-01T15:02:55", 0.0, "second"),
        ("2024-03-15T09:30:00+01:00", "2024-03-15T08:30:00", 60.0, "second"),
        ("2024-03-15T09:30-0330", "2024-03-15T13:00:00", -210.0, "minute"),
        ("2024-03-15 09:30", "2024-03-15T09:30:00", math.nan, "minute"),
        ("1/29/26, 2:37 PM", "2026-01-29T14:37:00", math.nan, "minute"),
        ("1/29/26, 12:05\u202fAM", "2026-01-29T00:05:00", math.nan, "minute"),
        ("08/30/22, 05:51 PM", "2022-08-30T17:51:00", math.nan, "minute"),
        ("Wed Jun 24 12:43:42 UTC 2026", "2026-06-24T12:43:42", 0.0, "second"),
        ("Mon, 4 Mar 2024 11:20:34 +0200", "2024-03-04T09:20:34", 120.0, "second"),
        ("2024-03-15", "2024-03-15T00:00:00", math.nan, "day"),
        ("2024-03-15 10:00:00.123Z", "2024-03-15T10:00:00", 0.0, "second"),
    ],
)  # fmt: skip
def test_an_instant_keeps_offset_and_precision(
    text: str, iso: str, offset: float, precision: str
) -> None:
    found = parse_instant(text)
    assert found is not None
    assert dt.datetime.fromtimestamp(found.seconds, dt.UTC).isoformat()[:19] == iso
    assert found.precision == precision
    assert found.offset_minutes == offset or math.isnan(found.offset_minutes) == math.isnan(offset)


@pytest.mark.parametrize("text", ["2024-02-30 10:00:00 UTC", "1/29/26, 13:37 PM", "10:00", "now"])
def test_what_is_no_instant_is_none(text: str) -> None:
    assert parse_instant(text) is None


@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 12, 31)))
def test_iso_instants_are_read_back(moment: dt.datetime) -> None:
    found = parse_instant(moment.replace(microsecond=0).isoformat(" ") + " UTC")
    assert found is not None
    assert dt.datetime(1970, 1, 1) + dt.timedelta(seconds=found.seconds) == moment.replace(
        microsecond=0
    )


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)), st.sampled_from(["%d %b %Y", "%Y-%m-%d"])
)
def test_written_days_are_read_back(day: dt.date, form: str) -> None:
    assert parse_day(day.strftime(form)) == day


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    for order in ("unknown", "day first", "month first"):
        parse_day(text, order)
        parse_instant(text, order)
    parse_month(text)
    day_order([text])


def test_a_month_or_a_year_is_its_first_day() -> None:
    assert (
        parse_month("Jan 2024")
        == parse_month("2024-01")
        == parse_month("2024")
        == dt.date(2024, 1, 1)
    )
    assert parse_month("Mai 2020") == dt.date(2020, 5, 1)
    assert parse_month("sometime") is None
