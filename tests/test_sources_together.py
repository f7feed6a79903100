"""All sources of one life at once: their order is nothing, and each adds only what it holds."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import pandas as pd
import pytest

import netgraph as ng
from netgraph import sources
from netgraph.errors import SourceError

AS_OF = "2026-09-30"
PLACE = ["file", "line"]


def files(shared_data: Path) -> list[str]:
    endings = (".zip", ".csv", ".vcf", ".ics", ".mbox")
    return [str(p) for p in sorted((shared_data / "synthetic").iterdir()) if p.suffix in endings]


@pytest.fixture(scope="module")
def whole(shared_data: Path) -> ng.Network:
    return ng.load(files(shared_data), as_of=AS_OF)


def bare(table: pd.DataFrame) -> pd.DataFrame:
    """The table without where its rows were read."""
    return table.drop(columns=[c for c in PLACE if c in table])


def test_the_order_of_the_files_is_nothing(shared_data: Path, whole: ng.Network) -> None:
    mixed = files(shared_data)
    random.Random(6).shuffle(mixed)
    other = ng.load(mixed, as_of=AS_OF)
    assert other.ego == whole.ego
    for name in ("people", "ties"):
        pd.testing.assert_frame_equal(bare(getattr(other, name)), bare(getattr(whole, name)))


def test_giving_the_files_twice_changes_nothing(shared_data: Path, whole: ng.Network) -> None:
    logs = [f for f in files(shared_data) if f.endswith((".ics", ".mbox"))]
    again = ng.load([*files(shared_data), *logs], as_of=AS_OF)
    pd.testing.assert_frame_equal(bare(again.ties), bare(whole.ties))
    assert len(again.events) == len(whole.events)


def test_freshness_differs_from_linkedin_alone_only_where_there_was_contact_elsewhere(
    shared_data: Path, whole: ng.Network
) -> None:
    export = next(f for f in files(shared_data) if f.endswith(".zip"))
    alone, together = ng.freshness(ng.load(export, as_of=AS_OF)), ng.freshness(whole)
    truth = json.loads((shared_data / "synthetic" / "truth.json").read_text(encoding="utf-8"))
    has_more = {
        row["slug"].lower(): bool(person["mails"] or person["meetings"])
        for person in truth["people"]
        for row in person["linkedin"]
    }
    both = [slug for slug in has_more if slug in alone.index and slug in together.index]
    days = ["n_contact_days", "days_silent"]
    changed = [slug for slug in both if not alone.loc[slug, days].equals(together.loc[slug, days])]
    assert len(changed) > 100
    assert all(has_more[slug] for slug in changed)


def test_what_is_covered_is_said_and_what_is_not(shared_data: Path) -> None:
    reports = sources.read(files(shared_data), as_of=dt.date.fromisoformat(AS_OF)).reports
    assert sources.coverage(reports) == (
        "mail from 2015-08 to 2026-09; calendar from 2016-05 to 2026-09; "
        "LinkedIn messages from 2015-02 to 2026-09; no chats"
    )
    mail = [r for r in reports if r.kind == "mbox"]
    assert sources.coverage(mail).endswith("; no calendar, LinkedIn messages or chats")
    assert sources.coverage([]) == "no mail, calendar, LinkedIn messages or chats"


NOTHING_READABLE = {
    "a.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20240304T112000Z\n",
    "_chat.txt": "31/02/2025, 09:00 - Ana: x\n31/02/2025, 09:01 - Bo: x\n",
    "a.json": '{"participants": [], "thread_path": "a", "messages": [{"content": "x"}, null]}',
}


@pytest.mark.parametrize("name", NOTHING_READABLE)
def test_a_file_none_of_whose_records_can_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NOTHING_READABLE[name], encoding="utf-8")
    with pytest.raises(SourceError, match=rf"{name}.*none of its \d records can be read"):
        sources.read(tmp_path / name)


NOTHING_IN_IT = {
    "a.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
    "a.json": '{"participants": [], "thread_path": "a", "messages": []}',
    "_chat.txt": "13/03/2025, 09:00 - Messages and calls are end-to-end encrypted.\n",
    "a.eml": "To: ana@example.org\nSubject: x\n\nHello\n",
}


@pytest.mark.parametrize("name", NOTHING_IN_IT)
def test_a_file_that_gives_nothing_says_why(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(NOTHING_IN_IT[name], encoding="utf-8")
    (report,) = sources.read(tmp_path / name).reports
    assert report.ignored or report.warnings
