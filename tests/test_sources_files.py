"""Which files there are, how they are opened, and what is refused in words."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import sources
from netgraph.errors import SourceError
from netgraph.sources.decoding import guess_encoding, scan_encoding
from netgraph.sources.files import Options, SourceFile
from netgraph.sources.places import Unread, n_bytes, walk
from netgraph.sources.rows import Rows
from netgraph.sources.sheet import fold_column, guess_delimiter, open_sheet

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Ruiz\r\nEMAIL:ana@example.org\r\nEND:VCARD\r\n"
CONTACTS = "id,name\nana,Ana Ruiz\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def files_in(path: Path) -> list[SourceFile]:
    return [f for f in walk(path, Options()) if isinstance(f, SourceFile)]


def left_alone(path: Path) -> dict[str, str]:
    return {f.label: f.reason for f in walk(path, Options()) if isinstance(f, Unread)}


def message(path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        sources.read(path)
    return str(refused.value)


# --- walking ---------------------------------------------------------------------------------
def test_a_folder_is_walked_in_the_order_of_names_without_clutter(tmp_path: Path) -> None:
    for name in ("b/z.csv", "a.csv", ".DS_Store", "b/__MACOSX/a.csv", ".hidden/c.csv", "~$a.csv"):
        write(tmp_path / name, "x")
    assert [f.label for f in files_in(tmp_path)] == ["a.csv", "b/z.csv"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.csv", CONTACTS)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert files_in(inside) == []


def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    write(tmp_path / "a.csv", "x")
    assert [f.label for f in files_in(tmp_path)] == ["a.csv"]
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        files_in(tmp_path / "pipe.csv")


def test_a_link_to_its_own_folder_is_walked_once(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.csv", "x")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in", target_is_directory=True)
    assert [f.label for f in files_in(tmp_path)] == ["in/a.csv"]


def test_members_that_point_outside_are_left_alone_and_named(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "x.zip",
        {
            "../evil.csv": b"a",
            "/etc/passwd": b"a",
            "..\\evil.csv": b"a",
            "C:/x.csv": b"a",
            "ok.csv": b"a",
        },
    )
    assert [f.name for f in files_in(path)] == ["ok.csv"]
    assert set(left_alone(path).values()) == {"its name points outside the archive"}
    assert len(left_alone(path)) == 4
    assert list(tmp_path.iterdir()) == [path]


def test_mac_clutter_in_a_zip_is_nothing_to_report(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "x.zip", {"__MACOSX/._a.csv": b"x", "a/.DS_Store": b"x", "a.csv": b"x"}
    )
    assert [f.name for f in files_in(path)] == ["a.csv"]
    assert left_alone(path) == {}


def test_an_archive_in_an_archive_is_named_and_not_opened(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a.csv": b"x"}).read_bytes()
    path = archive(tmp_path / "outer.zip", {"inner.zip": inner})
    assert files_in(path) == []
    assert "archive inside an archive" in left_alone(path)["outer.zip/inner.zip"]


def test_gzip_is_looked_through_once_and_only_once(tmp_path: Path) -> None:
    once = write(tmp_path / "contacts.csv.gz", gzip.compress(CONTACTS.encode()))
    assert files_in(once)[0].name == "contacts.csv"
    assert len(sources.read(once).tables.contacts) == 1
    twice = write(tmp_path / "twice.csv.gz", gzip.compress(gzip.compress(CONTACTS.encode())))
    assert "packed twice" in message(twice)


def test_a_gzip_in_a_zip_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(b"source,target\na,b\n")
    path = archive(tmp_path / "x.zip", {"edges.csv.gz": packed})
    assert len(sources.read(path).tables.ties) == 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "bomb.zip", {"contacts.csv": b"0" * 50_000_000})
    assert "would unpack to 50,000,000 bytes" in message(path)


def test_a_gzip_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    path = write(
        tmp_path / "edges.csv.gz", gzip.compress(b"source,target\n" + b"a,b\n" * 12_000_000)
    )
    assert "unpacks to more than 200 times its size" in message(path)


def test_a_small_table_of_zeros_is_no_bomb(tmp_path: Path) -> None:
    data = b"source,target\n" + b"a,b\n" * 200_000
    path = write(tmp_path / "edges.csv.gz", gzip.compress(data))
    assert len(data) / path.stat().st_size > 200
    assert sources.read(path).reports[0].records == 200_000


def test_a_gzip_bomb_in_a_zip_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    packed = gzip.compress(b"source,target\n" + b"a,b\n" * 12_000_000)
    path = archive(tmp_path / "x.zip", {"edges.csv.gz": packed})
    assert "unpacks to more than 200 times its size" in message(path)


def test_one_bomb_among_much_that_packs_badly_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netgraph.sources.places.RATIO_MATTERS_FROM", 100_000)
    noise = random.Random(1).randbytes(200_000)
    path = archive(tmp_path / "x.zip", {"a.csv": b"0" * 400_000, "b.bin": noise, "c.csv": b"x"})
    assert [f.name for f in files_in(path)] == ["b.bin", "c.csv"]
    assert "would unpack to 400,000 bytes" in left_alone(path)["x.zip/a.csv"]


@pytest.mark.parametrize(("limit", "value"), [("MAX_MEMBERS", 3), ("MAX_UNPACKED_BYTES", 300)])
def test_an_archive_of_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    path = archive(tmp_path / "x.zip", {f"{i}.csv": b"a" * 100 for i in range(4)})
    assert len(files_in(path)) == 4
    monkeypatch.setattr(f"netgraph.sources.places.{limit}", value)
    assert "400 bytes in 4 files, which no export does" in message(path)


def test_overlapping_members_count_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netgraph.sources.places.RATIO_MATTERS_FROM", 100_000)
    monkeypatch.setattr("netgraph.sources.places.MAX_RATIO", 20)
    path = archive(tmp_path / "x.zip", {f"{i}.csv": b"0" * 40_000 for i in range(50)})
    assert "2,000,000 bytes in 50 files" in message(path)


@pytest.mark.parametrize("cut", [10, 100, 300])
def test_a_zip_cut_short_says_download_it_again(tmp_path: Path, cut: int) -> None:
    whole = archive(tmp_path / "whole.zip", {"contacts.csv": CONTACTS.encode() * 50}).read_bytes()
    path = write(tmp_path / "part.zip", whole[:cut] if cut < len(whole) else whole[:-30])
    assert "part.zip: the zip is damaged or was not downloaded completely" in message(path)


def test_a_member_whose_bytes_were_changed_is_named(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"contacts.csv": CONTACTS.encode()})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    write(path, bytes(data))
    assert message(path).startswith("x.zip/contacts.csv: is damaged or incomplete")


def test_a_gzip_cut_short_is_a_sentence(tmp_path: Path) -> None:
    packed = gzip.compress(b"source,target\n" + bytes(range(256)) * 4000)
    assert "edges.csv.gz: is damaged or incomplete" in message(
        write(tmp_path / "edges.csv.gz", packed[: len(packed) // 2])
    )


def test_an_encrypted_member_asks_to_be_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"contacts.csv": CONTACTS.encode()})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    write(path, bytes(data))
    assert "is encrypted: unpack it with its password" in message(path)


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [
        ("connections.csv", b"<!DOCTYPE html>\n<html>", "an HTML page"),
        ("connections.csv", b"\xef\xbb\xbf  <html lang='en'>", "an HTML page"),
        ("mail.pst", b"!BDN" + b"\0" * 40, "Outlook data file"),
        ("mail.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Outlook file"),
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("a.sqlite", b"SQLite format 3\x00\x10", "ng.open_book"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n  \n", "the file is empty"),
        ("a.csv", b"colour,size\nred,3\n", "its first row has: colour, size"),
        ("a.bin", bytes(range(256)) * 9, "not a format netgraph knows"),
    ],
)
def test_what_is_not_read_is_refused_in_words(
    tmp_path: Path, name: str, start: bytes, words: str
) -> None:
    said = message(write(tmp_path / name, start))
    assert said.startswith(f"{name}: ")
    assert words in said


def test_an_office_document_asks_for_csv(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.xlsx", {"[Content_Types].xml": b"<x/>", "xl/a.xml": b""})
    assert "save the sheet as CSV" in message(path)


def test_a_place_that_does_not_exist_is_a_sentence(tmp_path: Path) -> None:
    assert "there is no such file or folder" in message(tmp_path / "nowhere.csv")


def test_a_folder_of_strangers_names_them(tmp_path: Path) -> None:
    write(tmp_path / "d" / "a.doc", "hello")
    write(tmp_path / "d" / "b.pst", b"!BDN")
    assert "a.doc: not a format netgraph knows; b.pst: an Outlook" in message(tmp_path / "d")


def test_strangers_beside_what_is_read_are_in_the_report(tmp_path: Path) -> None:
    write(tmp_path / "contacts.csv", CONTACTS)
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff\xe0")
    write(tmp_path / "people.csv", CONTACTS)
    by_path = {r.path: r for r in sources.read(tmp_path).reports}
    assert by_path["contacts.csv"].records == 1
    assert by_path["photo.jpg"].ignored == ("not a format netgraph knows",)
    assert "not named like one" in by_path["people.csv"].ignored[0]


def test_a_table_by_another_name_is_read_when_given_by_itself(tmp_path: Path) -> None:
    assert sources.read(write(tmp_path / "people.csv", CONTACTS)).reports[0].records == 1


def test_detect_names_the_kind_of_a_file_and_of_a_mixture(tmp_path: Path) -> None:
    write(tmp_path / "d" / "a.vcf", CARD)
    assert sources.detect(tmp_path / "d") == "vcard"
    write(tmp_path / "d" / "contacts.csv", CONTACTS)
    assert sources.detect(tmp_path / "d") == "several"
    assert sources.detect(write(tmp_path / "x.txt", "hello")) == ""


# --- decoding --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "warns"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-16-le", False),
        ("utf-16-be", False),
        ("cp1252", True),
    ],
)
def test_a_table_is_read_in_every_encoding(tmp_path: Path, encoding: str, warns: bool) -> None:
    text = "id,name\nzoe,Zoë Müller\njose,José García\n" + "x,Someone Else\n" * 30
    reading = sources.read(write(tmp_path / "contacts.csv", text.encode(encoding)))
    assert set(reading.tables.contacts["name"]) == {"Zoë Müller", "José García", "Someone Else"}
    assert bool(reading.reports[0].warnings) is warns


@pytest.mark.parametrize(
    ("mark", "coding", "name"),
    [
        (b"\xff\xfe", "utf-16-le", "utf-16"),
        (b"\xfe\xff", "utf-16-be", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_of_any_script(
    tmp_path: Path, mark: bytes, coding: str, name: str
) -> None:
    names = ["王小明", "Анна", "さくら"]
    data = mark + "".join(f"{n}\n" for n in names * 20).encode(coding)
    assert guess_encoding(data, is_whole=True).name == name
    table = "id,name\n" + "".join(f"{i},{n}{n * 99}\n" for i, n in enumerate(names))
    contacts = sources.read(write(tmp_path / "contacts.csv", mark + table.encode(coding)))
    assert [n[: len(n) // 100] for n in contacts.tables.contacts["name"]] == names


def test_text_that_is_not_utf8_far_behind_the_beginning_is_noticed() -> None:
    data = b"a,b\n" * 3_000_000 + "Zoë".encode("cp1252")
    assert scan_encoding(io.BytesIO(data)).name == "cp1252"


def test_one_broken_byte_among_much_utf8_does_not_change_the_encoding() -> None:
    data = "Zoë Müller\n".encode() * 50 + b"\xff\n"
    found = guess_encoding(data, is_whole=True)
    assert (found.name, found.errors) == ("utf-8", "replace")
    assert "damaged" in found.warning


@given(st.text(max_size=300))
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if b"\x00" not in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        assert guess_encoding(data, is_whole=True).name in ("utf-8", "utf-8-sig")


# --- the table in a CSV file -----------------------------------------------------------------
def sheet_of(path: Path, text: str) -> tuple[list[tuple[int, list[str]]], Rows]:
    file = files_in(write(path / "a.csv", text))[0]
    rows = Rows("a.csv", "")
    with open_sheet(file, rows, lambda names: "name" in names) as sheet:
        return list(sheet.records), rows


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(mark: str) -> None:
    rows = [("id", "name", "notes"), ("1", "Ruiz, Ana", "a; b | c"), ("2", "Kim", "")]
    text = "\n".join(mark.join(f'"{c}"' for c in row) for row in rows)
    assert guess_delimiter(text) == mark


def test_excels_line_sep_is_obeyed_and_skipped(tmp_path: Path) -> None:
    records, _ = sheet_of(tmp_path, "sep=;\nname;x\nAna, Inc.;1\n")
    assert records == [(3, ["Ana, Inc.", "1"])]


def test_lines_are_those_of_the_file_also_behind_cells_of_several_lines(tmp_path: Path) -> None:
    records, _ = sheet_of(tmp_path, 'Notes:\n\nname,x\n"two\nlines",1\n\nBo,2\n')
    assert records == [(4, ["two\nlines", "1"]), (7, ["Bo", "2"])]


def test_a_short_row_is_filled_up_and_a_long_one_is_skipped(tmp_path: Path) -> None:
    records, rows = sheet_of(tmp_path, "name,x\nAna\nBo,1,,\nCy,1,2\nDi,2\n")
    assert records == [(2, ["Ana", ""]), (3, ["Bo", "1"]), (5, ["Di", "2"])]
    assert [(s.line, s.reason) for s in rows.skipped] == [(4, "3 cells under 2 column names")]


def test_a_quote_that_is_never_closed_costs_one_record(tmp_path: Path) -> None:
    lines = ["name,company,city,note", *(f"P{i},Acme,Bonn,x" for i in range(50))]
    lines[20] = 'P19,"Acme,Bonn,x'
    records, rows = sheet_of(tmp_path, "\n".join(lines) + "\n")
    assert [cells[0] for _, cells in records] == [f"P{i}" for i in range(50) if i != 19]
    assert [s.line for s in rows.skipped] == [21]
    assert "never closed" in rows.skipped[0].reason


def test_a_quote_that_swallows_up_to_another_quote_costs_one_record(tmp_path: Path) -> None:
    lines = ["name,company,city,note", *(f'P{i},"Acme, Inc.",Bonn,x' for i in range(40))]
    lines[11] = 'P10,"Acme, Inc.,Bonn,x'
    records, rows = sheet_of(tmp_path, "\n".join(lines) + "\n")
    assert [cells[0] for _, cells in records] == [f"P{i}" for i in range(40) if i != 10]
    assert len(rows.skipped) == 1


def test_a_line_without_end_costs_one_record(tmp_path: Path) -> None:
    huge = "x" * 9_000_000
    records, _ = sheet_of(tmp_path, f"name,x\n{huge},1\nBo,2\n")
    assert records[-1] == (3, ["Bo", "2"])
    assert len(records) <= 2


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"a\.csv: no row with the column names"):
        sheet_of(tmp_path, "who,x\nAna,1\n")


def test_column_names_fold() -> None:
    assert fold_column('\ufeff"First  Name"') == fold_column("first_name ") == "first name"


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=12))
def test_no_text_in_cells_makes_rows_disappear(rows: list[list[str]]) -> None:
    import csv
    import tempfile

    out = io.StringIO(newline="")
    csv.writer(out).writerows([["name", "b", "c"], *rows])
    text = out.getvalue().replace("\x00", "").encode("utf-8", "ignore").decode()
    with tempfile.TemporaryDirectory() as place:
        records, report = sheet_of(Path(place), text)
    written = [r for r in csv.reader(io.StringIO(text, newline="")) if any(map(str.strip, r))][1:]
    kept = [r for r in written if [c.strip() for c in r] != ["name", "b", "c"]]
    assert len(records) + len(report.skipped) == len(kept)


# --- how far reading is -----------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["plain", "zip", "gz", "folder"])
def test_how_many_bytes_were_read_is_told_up_to_the_last(tmp_path: Path, kind: str) -> None:
    data = ("source,target\n" + "".join(f"a{n},b{n}\n" for n in range(30_000))).encode()
    if kind == "zip":
        place = archive(tmp_path / "x.zip", {"edges.csv": data})
    elif kind == "gz":
        place = write(tmp_path / "edges.csv.gz", gzip.compress(data))
    else:
        place = write(tmp_path / "x" / "edges.csv", data)
        place = place.parent if kind == "folder" else place
    told: list[int] = []
    reading = sources.read(place, progress=lambda _, n: told.append(n))
    assert len(reading.tables.ties) == 30_000
    assert max(told) == n_bytes(place)
    assert len(set(told)) > (0 if kind == "gz" else 2)


def test_a_damaged_zip_has_no_size_to_show(tmp_path: Path) -> None:
    assert n_bytes(write(tmp_path / "x.zip", b"PK\x03\x04 torn")) == 9
    assert n_bytes(tmp_path / "missing") == 0
