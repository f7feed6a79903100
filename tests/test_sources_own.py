"""netgraph's own tables: CSV files, DataFrames, edge lists."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from netgraph import identity, sources
from netgraph.errors import SchemaError, SourceError
from netgraph.schema import EGO

CONTACTS = """id,name,emails,linkedin,company,closeness,group,do_not_contact
ana,Ana Ruiz,ana@example.org; a.ruiz@example.com,https://www.linkedin.com/in/ana-ruiz,Acme,4,friend,
ravi,Ravi Patel,,,"Globex, Inc.",,colleague,yes
mei1,Mei Lin,,,,,,
mei2,Mei Lin,,,,,,
"""


def folder(place: Path, **tables: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


def read_one(place: Path, name: str, text: str) -> sources.Reading:
    return sources.read(folder(place / "t", contacts=CONTACTS, **{name: text}))


def report(reading: sources.Reading, path: str) -> sources.Report:
    return next(r for r in reading.reports if r.path == path)


def parts(reading: sources.Reading) -> list[tuple[str, str]]:
    table = reading.tables.event_people
    return list(zip(table["person"], table["role"], strict=True))


# --- contacts --------------------------------------------------------------------------------
def test_contacts_are_read_with_their_types(tmp_path: Path) -> None:
    reading = sources.read(folder(tmp_path, contacts=CONTACTS))
    ana = reading.tables.contacts.iloc[0]
    assert (ana["id"], ana["name"], ana["closeness"]) == ("id:ana", "Ana Ruiz", 4.0)
    assert ana["emails"] == "ana@example.org; a.ruiz@example.com"
    assert reading.tables.contacts["do_not_contact"].tolist() == [False, True, False, False]
    assert (ana["file"], ana["line"], ana["origin"]) == ("contacts.csv", 2, "stated")
    assert report(reading, "contacts.csv").records == 4


def test_other_spellings_of_columns_are_known_and_unknown_ones_kept(tmp_path: Path) -> None:
    text = (
        "Person ID,Full Name,E-Mail,Organisation,Shoe size\nana,Ana Ruiz,ana@example.org,Acme,38\n"
    )
    path = tmp_path / "contacts.csv"
    path.write_text("id," + text.partition(",")[2])
    ana = sources.read(path).tables.contacts.iloc[0]
    assert (ana["name"], ana["emails"], ana["company"]) == ("Ana Ruiz", "ana@example.org", "Acme")
    assert ana["Shoe size"] == "38"


def test_a_contact_that_says_nothing_is_skipped(tmp_path: Path) -> None:
    text = "id,name,closeness\nana,Ana,\n,,4\n"
    reading = sources.read(folder(tmp_path, contacts=text))
    assert report(reading, "contacts.csv").skipped[0].line == 3


def test_a_closeness_of_nine_is_left_out_and_said(tmp_path: Path) -> None:
    text = "id,name,closeness\nana,Ana,9\nbo,Bo,close\ncy,Cy,5\n"
    reading = sources.read(folder(tmp_path, contacts=text))
    assert reading.tables.contacts["closeness"].tolist()[2] == 5.0
    assert reading.tables.contacts["closeness"].isna().tolist() == [True, True, False]
    assert (
        "2 values of 'closeness' left out: line 2 has '9'"
        in report(reading, "contacts.csv").warnings[0]
    )


# --- whom a cell means -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("ana", "id:ana"), ("Ana Ruiz", "id:ana"), ("RUIZ@example.com", "mail:ruiz@example.com"),
        ("https://de.linkedin.com/in/Ana-Ruiz/", "in:ana-ruiz"), ("me", EGO),
        ("Somebody New", "name:Somebody New"),
    ],
)  # fmt: skip
def test_a_person_is_named_by_id_name_email_or_profile(tmp_path: Path, word: str, key: str) -> None:
    reading = read_one(tmp_path, "ties", f"a,b\n{word},ravi\n")
    assert reading.tables.ties["a"].tolist() == [key]


def test_somebody_in_no_table_is_a_new_person_and_said(tmp_path: Path) -> None:
    reading = read_one(tmp_path, "ties", "a,b\nana,Zoe\nana,Yusuf\n")
    assert (
        "2 people are in no contacts table beside it: 'Zoe', 'Yusuf'"
        in report(reading, "ties.csv").warnings[0]
    )
    people = identity.resolve(reading.tables).contacts
    assert {"zoe", "yusuf"} <= set(people["id"])


def test_a_name_that_two_people_bear_costs_the_row(tmp_path: Path) -> None:
    reading = read_one(tmp_path, "ties", "a,b\nana,Mei Lin\nana,mei2\n")
    assert len(reading.tables.ties) == 1
    assert "more than one person" in report(reading, "ties.csv").skipped[0].reason


# --- interactions ----------------------------------------------------------------------------
def one_interaction(place: Path, row: str) -> sources.Reading:
    return read_one(place, "interactions", f"date,people,kind,direction\n{row}\n")


@pytest.mark.parametrize(
    ("row", "who"),
    [
        ("2024-05-13,ana,mail,out", [(EGO, "by"), ("id:ana", "to")]),
        ("2024-05-13,ana,mail,in", [("id:ana", "by"), (EGO, "to")]),
        ("2024-05-13,ana; ravi,mail,in", [("id:ana", "by"), (EGO, "to"), ("id:ravi", "to")]),
        ("2024-05-13,ana,meeting,", [(EGO, "present"), ("id:ana", "present")]),
        ("2024-05-13,ana,call,both", [(EGO, "present"), ("id:ana", "present")]),
        ("2024-05-13,ana; ravi,meeting,none", [("id:ana", "present"), ("id:ravi", "present")]),
        ("2024-05-13,me; ana,meeting,", [(EGO, "present"), ("id:ana", "present")]),
        ("2024-05-13,ana,mail,both",
         [(EGO, "by"), (EGO, "to"), ("id:ana", "by"), ("id:ana", "to")]),
    ],
)  # fmt: skip
def test_a_direction_says_who_wrote_to_whom(
    tmp_path: Path, row: str, who: list[tuple[str, str]]
) -> None:
    assert parts(one_interaction(tmp_path, row)) == who


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("13/45/24,ana,mail,out", "'date' is '13/45/24'; expected a date such as 2024-05-13"),
        ("03/04/24,ana,mail,out", "which may mean two days; write it as 2024-05-13"),
        (",ana,mail,out", "'date' is empty"),
        ("2024-05-13,,mail,out", "'people' is empty"),
        ("2024-05-13,me,mail,out", "'people' names nobody besides you"),
        ("2024-05-13,ana,meeting,none", "without you"),
        ("2024-05-13,Mei Lin,mail,out", "more than one person"),
    ],
)
def test_a_bad_row_is_skipped_with_its_line_and_reason(
    tmp_path: Path, row: str, words: str
) -> None:
    reading = one_interaction(tmp_path, f"{row}\n2024-06-01,ana,call,")
    said = report(reading, "interactions.csv")
    assert (said.records, said.skipped[0].line) == (1, 2)
    assert words in said.skipped[0].reason


def test_dates_with_and_without_zone(tmp_path: Path) -> None:
    rows = "2024-05-13,ana,call,\n2024-05-13T23:30+02:00,ana,call,\n2024-05-13 23:30,ana,call,"
    events = one_interaction(tmp_path, rows).tables.events
    assert events["precision"].tolist() == ["day", "minute", "minute"]
    assert events["offset_minutes"].tolist()[1] == 120.0
    assert np.isnan(events["offset_minutes"].to_numpy()[[0, 2]]).all()
    assert (events["instant"] // 86_400 == 19_856).all()


def test_other_words_for_kinds_and_columns(tmp_path: Path) -> None:
    text = "When,With,Type,Way\n2024-05-13,ana,Email,sent\n2024-05-14,ana,coffee,\n"
    text += "2024-05-15,ana,dance,\n"
    reading = read_one(tmp_path, "interactions", text)
    assert reading.tables.events["kind"].tolist() == ["mail", "meeting", "other"]
    assert "'dance'" in report(reading, "interactions.csv").warnings[0]


def test_the_same_row_has_the_same_id_wherever_it_stands(tmp_path: Path) -> None:
    first = one_interaction(tmp_path / "1", "2024-05-13,ana,call,\n2024-05-13,ana,call,")
    later = one_interaction(tmp_path / "2", "2024-01-01,ravi,call,\n2024-05-13,ana,call,")
    ids = first.tables.events["id"].tolist()
    assert len(set(ids)) == 2
    assert later.tables.events["id"].tolist()[1] in ids


@pytest.mark.parametrize(
    ("name", "header", "missing"),
    [
        ("interactions", "Dat,people,kind", "'date' is missing; found 'Dat': did you mean it?"),
        ("introductions", "introduced,date", "'introducer' is missing"),
        ("ties", "a,relation", "'b' is missing"),
        ("events", "id,kind", "'date' is missing"),
        ("policy", "scope,value", "'key' is missing"),
        ("nodes", "name,id2,id", ""),
    ],
)
def test_a_missing_column_is_named_with_the_near_miss(
    tmp_path: Path, name: str, header: str, missing: str
) -> None:
    path = folder(tmp_path, **{name: f"{header}\nx,y,z\n"}) / f"{name}.csv"
    if not missing:
        assert sources.read(path).reports[0].records == 1
        return
    with pytest.raises(SchemaError) as refused:
        sources.read(path)
    assert str(refused.value).startswith(f"{name}.csv: column ")
    assert missing in str(refused.value)


def test_a_table_in_which_every_row_is_bad_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"interactions\.csv:2: .*none of its 2 records can be read"
    ):
        sources.read(folder(tmp_path, interactions="date,people\nsoon,ana\nlater,ana\n"))


def test_a_table_without_rows_says_so(tmp_path: Path) -> None:
    reading = sources.read(folder(tmp_path, interactions="date,people\n"))
    assert reading.reports[0].warnings == ("there is nothing in it",)


# --- the other tables ------------------------------------------------------------------------
def test_all_tables_of_a_folder_are_read_together(tmp_path: Path) -> None:
    reading = sources.read(
        folder(
            tmp_path,
            contacts=CONTACTS,
            introductions="introducer,introduced,date,status\nAna Ruiz,ravi,2023-02-01,met\n",
            events="id,date,kind\ne1,2024-05-13T10:00Z,meeting\n",
            event_people="event,person,role\ne1,me,present\ne1,ana,present\n",
            asks="id,helper,target\nq1,ana,Somebody\n",
            ask_events="ask,status,on\nq1,asked,2024-05-13\n",
            favours="giver,date,kind\nana,2024-01-01,introduction\n",
            targets="company,priority\nAcme,1\n",
            companies="name,aliases\nAcme,Acme Corp; Acme Ltd\n",
            policy="scope,key,value\nperson:ana,cadence_days,30\n",
        )
    )
    tables = reading.tables
    assert tables.introductions[["introducer", "to"]].to_numpy().tolist() == [["id:ana", EGO]]
    assert tables.favours["receiver"].tolist() == [EGO]
    assert tables.events["instant"].tolist() == [1_715_594_400]
    assert tables.companies["id"].tolist() == ["acme"]
    resolved = identity.resolve(tables, "ana")
    assert resolved.policy["scope"].tolist() == ["person:ana"]
    assert resolved.introductions["to"].tolist() == ["ana"]
    assert len(reading.reports) == 10
    assert all(r.records for r in reading.reports)


def test_a_folder_of_tables_reads_alike_as_a_zip(tmp_path: Path) -> None:
    import zipfile

    place = folder(tmp_path / "t", contacts=CONTACTS, ties="a,b\nana,Ravi Patel\n")
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as packed:
        for path in sorted(place.iterdir()):
            packed.write(path, path.name)
    one, two = sources.read(place).tables, sources.read(tmp_path / "t.zip").tables
    assert one.ties["b"].tolist() == two.ties["b"].tolist() == ["id:ravi"]


# --- frames ----------------------------------------------------------------------------------
def test_frames_by_table_name_are_read_like_files(tmp_path: Path) -> None:
    frames = {
        "contacts": pd.DataFrame({"id": [1, 2], "name": ["Ana", "Bo"], "closeness": [4, np.nan]}),
        "interactions": pd.DataFrame(
            {"date": pd.to_datetime(["2024-05-13", "2024-05-14"]), "people": [1, 2]}
        ),
    }
    tables = sources.read_frames(frames).tables
    assert tables.contacts["id"].tolist() == ["id:1", "id:2"]
    assert tables.events["precision"].tolist() == ["day", "day"]
    assert set(tables.event_people["person"]) == {EGO, "id:1", "id:2"}


def test_a_frame_that_is_no_table_is_refused() -> None:
    with pytest.raises(SchemaError, match="'friends' is not a table"):
        sources.read_frames({"friends": pd.DataFrame({"a": [1]})})
    with pytest.raises(SchemaError, match="'target' is missing; found source, weight"):
        sources.read_frames(pd.DataFrame({"source": [1], "weight": [2]}))


@pytest.mark.parametrize(
    "times",
    [
        [1_715_558_400, 1_715_644_800],
        [1_715_558_400_000, 1_715_644_800_000],
        pd.to_datetime(["2024-05-13", "2024-05-14"]),
        pd.to_datetime(["2024-05-13", "2024-05-14"]).tz_localize("UTC"),
        ["2024-05-13", "2024-05-14"],
        ["13/05/2024", "14/05/2024"],
        [20240513, 20240514],
    ],
)
def test_an_edge_list_takes_times_of_any_kind(times: object) -> None:
    frame = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "timestamp": times})
    events = sources.read_frames(frame).tables.events
    assert (events["instant"] // 86_400).tolist() == [19_856, 19_857]


# --- edge lists ------------------------------------------------------------------------------
def edges(place: Path, text: str, **options: object) -> sources.Reading:
    path = place / "edges.csv"
    path.write_text(text)
    return sources.read(path, **options)  # type: ignore[arg-type]


def test_an_edge_list_with_times_is_events_and_without_ties(tmp_path: Path) -> None:
    timed = edges(tmp_path, "source,target,timestamp\na,b,1715558400\nb,c,1715558401\n").tables
    assert timed.is_whole_log
    assert (len(timed.events), len(timed.ties)) == (2, 0)
    assert timed.event_people["role"].tolist() == ["by", "by", "to", "to"]
    still = edges(tmp_path, "source,target,relation\na,b,advice\n").tables
    assert (len(still.events), still.ties["relation"].tolist()) == (0, ["advice"])


def test_an_edge_list_keeps_its_other_columns(tmp_path: Path) -> None:
    tables = edges(tmp_path, "mid,source,target,timestamp\n7,a,b,1715558400\n").tables
    assert tables.events["mid"].tolist() == ["7"]


def test_small_times_count_from_the_epoch_the_user_gives(tmp_path: Path) -> None:
    text = "source,target,timestamp\na,b,28800\n"
    plain = edges(tmp_path, text)
    assert plain.tables.events["instant"].tolist() == [28_800]
    assert "epoch" in plain.reports[0].warnings[0]
    told = edges(tmp_path, text, epoch=dt.date(2013, 6, 24)).tables.events
    assert told["instant"].tolist() == [28_800 + 15_880 * 86_400]
    assert np.isnan(told["offset_minutes"]).all()


def test_rows_to_oneself_make_nothing_and_are_counted(tmp_path: Path) -> None:
    reading = edges(tmp_path, "source,target,timestamp\na,a,1715558400\na,b,1715558400\n")
    assert (reading.reports[0].records, len(reading.tables.events)) == (2, 1)
    assert "1 rows lead from a person to the same person" in reading.reports[0].ignored[0]


def test_bad_rows_of_an_edge_list_are_skipped_one_by_one(tmp_path: Path) -> None:
    rows = ("a,b,1715558400", ",b,1715558400", "a,b,soon", "a,c,1715558400,x", "b,c,1715558400")
    text = "\n".join(("source,target,timestamp", *rows))
    said = edges(tmp_path, text).reports[0]
    assert said.records == 2
    assert sorted(s.line for s in said.skipped) == [3, 4, 5]


def test_undirected_rows_are_said_by_their_type(tmp_path: Path) -> None:
    tables = edges(tmp_path, "Source,Target,Type,Timestamp\na,b,Undirected,1715558400\n").tables
    assert tables.event_people["role"].tolist() == ["present", "present"]


@pytest.mark.parametrize(
    ("name", "rows", "pairs"),
    [("enron", 38_388, 1_843), ("radoslaw", 82_927, 3_250), ("lazega", 2_571, 1_008),
     ("workplace13", 4_592, 755), ("krackhardt", 312, 159)],
)  # fmt: skip
def test_contact_networks_have_the_rows_and_pairs_of_their_source(
    shared_data: Path, name: str, rows: int, pairs: int
) -> None:
    reading = sources.read(shared_data / "networks" / name)
    assert report(reading, "edges.csv.gz").records == rows
    assert reading.tables.is_whole_log
    if len(reading.tables.ties):
        ends = reading.tables.ties[["a", "b"]].to_numpy()
    else:
        people = reading.tables.event_people.groupby("event")["person"].apply(sorted)
        ends = np.array(people.tolist())
    assert len({tuple(sorted(pair)) for pair in ends.tolist()}) == pairs


def test_only_named_tables_of_a_folder_are_read(shared_data: Path) -> None:
    reports = {r.path: r for r in sources.read(shared_data / "networks" / "highschool13").reports}
    assert reports["edges.csv.gz"].records == 67_613
    assert reports["nodes.csv"].records > 0
    for name in ("facebook.csv", "diary.csv", "friendship.csv"):
        assert "not named like one" in reports[name].ignored[0]


def test_a_quarter_of_a_million_rows_take_seconds(tmp_path: Path) -> None:
    draw = random.Random(5)
    rows = (
        f"p{draw.randrange(5000)},p{draw.randrange(5000)},{1_500_000_000 + 60 * i}"
        for i in range(250_000)
    )
    path = tmp_path / "edges.csv.gz"
    path.write_bytes(gzip.compress("\n".join(["source,target,timestamp", *rows]).encode(), 1))
    start = time.process_time()
    reading = sources.read(path)
    assert time.process_time() - start < 6
    assert reading.reports[0].records == 250_000
    assert reading.tables.events["id"].is_unique
