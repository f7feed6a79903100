"""The book's verbs in the shell: what they say, the JSON of an import, and refusals."""

from __future__ import annotations

import contextlib
import io
import json
import sqlite3
from pathlib import Path

import pytest
from book_tools import program

from netgraph import cli

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = str(ROOT / "sample_data")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NETGRAPH_BOOK", str(tmp_path / "book.sqlite"))

    def call(*words: str) -> tuple[int, str, str]:
        return program(monkeypatch, *words)

    return call


@pytest.fixture
def full(run):
    assert run("import", SAMPLE, "--ego", "me", "--as-of", "2026-11-01")[0] == 0
    return run


def test_import_as_json_keeps_the_contract(run) -> None:
    code, out, _ = run("import", SAMPLE, "--ego", "me", "--as-of", "2026-11-01", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert set(found) == {
        "command",
        "version",
        "files",
        "owner",
        "coverage",
        "duplicates_proposed",
        "diff",
    }
    files = {Path(f["path"]).name: f for f in found["files"]}
    assert files["contacts.csv"]["records"] == 216
    assert files["contacts.csv"]["skipped"] == []
    assert found["diff"][0]["new_people"] == 215


def test_commands_without_input_ask_the_book(full) -> None:
    code, out, _ = full("routes", "--company", "Acme", "--as-of", "2026-11-01", "--format", "json")
    by_file = full(
        "routes", SAMPLE, *"--ego me --company Acme --as-of 2026-11-01".split(), "--format", "json"
    )[1]
    assert code == 0
    assert json.loads(out)["rows"] == json.loads(by_file)["rows"]


def test_a_book_named_as_input_is_asked_and_no_other_database(run, tmp_path: Path) -> None:
    book = tmp_path / "kept elsewhere.sqlite"
    words = (SAMPLE, "--ego", "me", "--as-of", "2026-11-01")
    assert run("import", *words, "--book", str(book))[0] == 0
    code, out, _ = run("routes", str(book), "--company", "Acme", "--as-of", "2026-11-01")
    assert code == 0
    assert "Next: netgraph" in out
    assert "kept elsewhere.sqlite" in out
    other = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE t (a)")
    code, out, err = run("freshness", str(other))
    assert (code, out) == (1, "")
    assert "not a netgraph book" in err


def test_what_was_read_is_said_where_silence_is_read(full) -> None:
    said = (
        "no mail, calendar, LinkedIn messages or chats. Where nothing was read, silence is unknown."
    )
    for words in (
        ["freshness"],
        ["reconnect"],
        ["import", SAMPLE, "--ego", "me"],
        ["check", SAMPLE],
    ):
        code, out, _ = full(*words)
        assert code == 0
        assert out.count(said) == 1
    document = json.loads(full("freshness", "--format", "json")[1])
    assert document["coverage"].startswith("own entries from 20")
    assert "Read:" not in full("freshness", "--format", "csv")[1]


def test_a_day_in_words_is_logged_edited_undone(full) -> None:
    assert (
        "meeting on 2026-10-31 with ana"
        in full("log", "coffee", "with", "ana", "yesterday", "--as-of", "2026-11-01")[1]
    )
    assert full("edit", "ana", "company=Globex")[0] == 0
    assert "undone: edit ana: company" in full("undo")[1]
    assert "undone: meeting" in full("undo")[1]
    assert full("undo", "99")[0] == 1


def test_an_edit_without_a_value_is_wrong_usage(full) -> None:
    code, _, err = full("edit", "ana", "company")
    assert code == 2
    assert "COLUMN=VALUE" in err


def test_forgetting_needs_a_yes_and_names_the_notes_that_stay(full) -> None:
    code, out, _ = full("forget", "tobias", "--yes")
    assert code == 0
    assert "forgotten: tobias" in out
    assert full("whom-to-ask", "tobias")[0] == 1


def test_an_export_goes_into_an_empty_book(full, tmp_path: Path) -> None:
    assert full("export", str(tmp_path / "out"))[0] == 0
    other = str(tmp_path / "other.sqlite")
    code, out, _ = full("import", str(tmp_path / "out"), "--book", other)
    assert code == 0
    assert "215 new people" in out or "216 new people" in out
    code, _, err = full("import", str(tmp_path / "out"))
    assert code == 1
    assert "empty book only" in err


def test_where_names_every_file_and_how_to_delete_it(full, tmp_path: Path) -> None:
    full("backup")
    full("restore")
    out = full("where")[1]
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert [p for p in kept if str(p) not in out] == []
    assert "rm -rf" in out


def test_doctor_notices_damage_and_restore_cures_it(full, tmp_path: Path) -> None:
    full("backup")
    book = tmp_path / "book.sqlite"
    raw = bytearray(book.read_bytes())
    raw[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    book.write_bytes(raw)
    assert full("doctor")[0] == 1
    assert full("restore")[0] == 0
    assert full("doctor") == (0, f"{book}: sound\n", "")


def test_review_and_changes_are_tables_for_programs_too(full) -> None:
    full("add", "Ana Ruiz", "--company", "Corvid Data Co-op")
    rows = json.loads(full("review", "--format", "json")[1])["rows"]
    assert [(r["a"], r["b"]) for r in rows] == [("ana", "ana-ruiz")]
    full("apart", "ana", "ana-ruiz")
    assert json.loads(full("review", "--format", "json")[1])["rows"] == []
    assert full("changes", "--since", "2030-01-01")[1] == "nothing changed\n"
    code, _, err = full("changes", "--since", "soon")
    assert code == 1
    assert "is not a day" in err


def test_people_keep_their_seats_on_the_map_when_others_join(full, tmp_path: Path) -> None:
    from netgraph.book import open_book

    page = str(tmp_path / "map.html")
    assert full("draw", "--output", page, "--as-of", "2026-11-01")[0] == 0
    with open_book(tmp_path / "book.sqlite") as book:
        before = book.positions()
    full("add", "Zoë Newcomer", "--company", "Acme", "--group", "friend")
    assert full("draw", "--output", page, "--as-of", "2026-11-01")[0] == 0
    with open_book(tmp_path / "book.sqlite") as book:
        after = book.positions()
    width = before["x"].max() - before["x"].min()
    moved = (after.loc[before.index] - before).abs().max().max()
    assert len(after) == len(before) + 1
    assert moved <= 0.005 * width


def test_the_columns_of_a_plain_table_are_mapped_once_and_remembered(run, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("who,works at\nAna Ruiz,Acme\n", encoding="utf-8")
    assert run("import", str(table), "--map", 'name=who,company="works at"')[0] == 0
    table.write_text("who,works at\nAna Ruiz,Acme\nBo Li,Globex\n", encoding="utf-8")
    assert "1 new person" in run("import", str(table))[1]
    code, _, err = run("import", str(table), "--map", "nmae=who")
    assert code == 1
    assert "--map" in err


def test_changes_name_the_ties_that_went_cold(full) -> None:
    rows = json.loads(full("changes", "--since", "2026-06-01", "--format", "json")[1])["rows"]
    cold = [row for row in rows if row["what"] == "went cold"]
    assert cold
    assert all(row["on"] >= "2026-06-01" for row in cold)


# --- long imports ------------------------------------------------------------------------------
def mailbox(path: Path, n: int) -> Path:
    mail = (
        "From x@xxx Mon Mar 04 11:20:34 +0000 2024\nMessage-ID: <{0}@example.org>\n"
        "Delivered-To: me@example.org\nDate: Mon, 4 Mar 2024 11:20:34 +0000\n"
        "From: Ana <ana{0}@example.org>\nTo: me@example.org\nSubject: The moon plan\n\nHi\n\n"
    )
    path.write_text("".join(mail.format(i) for i in range(n)), encoding="utf-8")
    return path


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = mailbox(tmp_path / "mail.mbox", 5_000)
    code, _, err = run("import", str(place))
    assert (code, err) == (0, "")
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("sys.argv", ["netgraph", "check", str(place)])
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        cli.main()
    assert "working out who is who" in screen.getvalue()
    assert "1.1/1.1 MB" in screen.getvalue()


def test_an_interrupted_import_leaves_the_book_as_it_was_and_goes_on_when_asked_again(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = mailbox(tmp_path / "mail.mbox", 5_000)
    run("import", SAMPLE, "--ego", "me", "--as-of", "2026-11-01")
    before = (tmp_path / "book.sqlite").read_bytes()

    @contextlib.contextmanager
    def interrupted(path: Path):
        def tell(label: str, n: int) -> None:
            if n > 500_000:
                raise KeyboardInterrupt

        yield tell

    with monkeypatch.context() as patched:
        patched.setattr("netgraph.cli.booking.watching", interrupted)
        code, _, err = run("import", str(place))
    assert code == 130
    assert f"interrupted: nothing of {place} was imported; import it again to go on" in err
    assert (tmp_path / "book.sqlite").read_bytes() == before
    assert "5,000 new interactions" in run("import", str(place), "--ego", "me@example.org")[1]
    assert "nothing new" in run("import", str(place), "--ego", "me@example.org")[1]


def test_subjects_are_imported_on_request_alone(run, tmp_path: Path) -> None:
    place = mailbox(tmp_path / "mail.mbox", 3)
    run("import", str(place))
    assert b"moon plan" not in (tmp_path / "book.sqlite").read_bytes()
    assert "3 events with their titles" in run("import", "--subjects", str(place))[1]
    assert b"moon plan" in (tmp_path / "book.sqlite").read_bytes()
