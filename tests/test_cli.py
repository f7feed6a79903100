"""The program: what it prints, where, and with which exit code."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import netgraph as ng
from netgraph import cli
from netgraph.cli.commands import app

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = [str(ROOT / "sample_data"), "--ego", "me", "--as-of", "2026-11-01"]
TIES = ["freshness", "strength", "weak-ties"]
COMMANDS = sorted(command.name for command in app.registered_commands if command.name)
ORDERS = {command.name for command in app.registered_commands if command.rich_help_panel}


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The program in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("NETGRAPH_TRACEBACK", raising=False)

    def netgraph(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["netgraph", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        code = left.value.code
        assert code is None or isinstance(code, int)
        return Done(code or 0, out, err)

    return netgraph


@pytest.fixture(scope="module")
def load_once() -> Callable[..., ng.Network]:
    """`ng.load` that keeps the sample, which these tests ask many times."""
    return functools.lru_cache(ng.load)


@pytest.fixture
def ask_sample(
    run: Run, load_once: Callable[..., ng.Network], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The program asked about the sample network."""
    monkeypatch.setattr(ng, "load", load_once)

    def ask(command: str, *more: str) -> Done:
        source, *common = SAMPLE
        return run(command, source, *more, *common)

    return ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A network of four, one of whom has a hostile name."""
    place = tmp_path / "my network"
    place.mkdir()
    (place / "contacts.csv").write_text(
        "id,name,company,closeness\nme,Mia Moss,,\nana,Ana Ruiz,Acme,4\n"
        'bo,"=Bo \x1b[31mRed\x1b[0m [bold]",Globex,\ncy,Cy Dahl,Acme,2\n',
        encoding="utf-8",
    )
    (place / "interactions.csv").write_text(
        "date,people,kind\n2026-01-05,ana,call\n2026-02-05,ana; bo,meeting\n2026-03-05,bo,call\n",
        encoding="utf-8",
    )
    (place / "ties.csv").write_text("a,b,relation\nana,cy,friend\n", encoding="utf-8")
    return place


def asked(folder: Path, *more: str) -> list[str]:
    return [str(folder), "--ego", "me", "--as-of", "2026-11-01", *more]


# --- help and usage ------------------------------------------------------------------------------
def test_help_comes_at_once() -> None:
    """In processor time, which says the same on a busy machine."""

    def seconds() -> float:
        before = os.times()
        words = [sys.executable, "-m", "netgraph", "--help"]
        subprocess.run(words, check=True, capture_output=True)
        after = os.times()
        spent = after.children_user + after.children_system
        return spent - before.children_user - before.children_system

    assert min(seconds() for _ in range(3)) < 0.4


def test_help_names_every_command(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert [c for c in COMMANDS if f" {c} " not in done.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_the_question_or_the_verb_and_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert "?" in done.out or command in ORDERS
    assert f"Example: netgraph {command} " in " ".join(done.out.split())


@pytest.mark.parametrize(
    "words",
    [[], ["frehsness"], ["whom-to-ask"], ["freshness", "x", "--format", "xml"], ["--nothing"]],
)
def test_wrong_usage_is_code_2_and_says_what_was_wrong(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert done.code == 2
    assert "Traceback" not in done.out + done.err
    assert "Usage: netgraph" in done.out + done.err


def test_without_input_the_book_is_asked_and_where_there_is_none_the_way_to_one_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETGRAPH_BOOK", str(tmp_path / "book.sqlite"))
    done = run("freshness")
    assert (done.code, done.out) == (1, "")
    assert "netgraph import INPUT" in done.err
    assert not (tmp_path / "book.sqlite").exists()


def test_version_is_one_line(run: Run) -> None:
    assert run("--version") == (0, f"netgraph {ng.__version__}\n", "")


# --- answers -------------------------------------------------------------------------------------
@pytest.mark.parametrize("command", [*TIES, "brokerage", "introducers"])
def test_json_is_the_contract_with_the_columns_of_the_answer(ask_sample: Run, command: str) -> None:
    done = ask_sample(command, "--format", "json")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    rows = document.pop("rows")
    assert ("coverage" in document) is (command == "freshness")
    document.pop("coverage", "")
    assert document == {
        "command": command,
        "version": ng.__version__,
        "as_of": "2026-11-01",
        "ego": "me",
    }
    net = ng.load(str(ROOT / "sample_data"), ego="me", as_of="2026-11-01", tz=None)
    answer = getattr(ng, command.replace("-", "_"))(net)
    assert len(rows) == len(answer)
    assert list(rows[0]) == ["person", *answer.columns]
    assert [row["person"] for row in rows] == list(answer.index)


@pytest.mark.parametrize("command", [*TIES, "brokerage", "introducers"])
def test_csv_has_the_same_rows(ask_sample: Run, command: str) -> None:
    rows = json.loads(ask_sample(command, "--format", "json").out)["rows"]
    sheet = list(csv.DictReader(io.StringIO(ask_sample(command, "--format", "csv").out)))
    assert [row["person"] for row in sheet] == [row["person"] for row in rows]
    assert list(sheet[0]) == list(rows[0])


@pytest.mark.parametrize("command", [*TIES, "brokerage"])
def test_a_table_shows_twenty_rows_and_says_how_many_are_left(
    ask_sample: Run, command: str
) -> None:
    total = len(json.loads(ask_sample(command, "--format", "json").out)["rows"])
    done = ask_sample(command)
    assert f"and {total - 20:,} more: --limit 0 shows all" in done.out
    assert "2026-11-01" in done.out
    assert "\x1b" not in done.out + done.err
    lines = ask_sample(command, "--limit", "3").out
    assert f"and {total - 3:,} more" in lines
    assert "more:" not in ask_sample(command, "--limit", "0").out


def test_limit_cuts_csv_and_json_too(ask_sample: Run) -> None:
    assert (
        len(json.loads(ask_sample("strength", "--format", "json", "--limit", "2").out)["rows"]) == 2
    )
    assert len(ask_sample("strength", "--format", "csv", "--limit", "2").out.splitlines()) == 3


@pytest.mark.parametrize("words", [("reach",), ("whom-to-ask", "ravi")])
def test_people_to_reach_and_to_ask_are_those_of_the_library(
    ask_sample: Run, words: tuple[str, ...]
) -> None:
    rows = json.loads(ask_sample(words[0], *words[1:], "--format", "json").out)["rows"]
    net = ng.load(str(ROOT / "sample_data"), ego="me", as_of="2026-11-01", tz=None)
    answer = ng.reach(net) if words[0] == "reach" else ng.whom_to_ask(net, words[1])
    assert [row["person"] for row in rows] == list(answer.index)
    assert [row["p"] for row in rows] == list(answer["p"])
    table = ask_sample(*words).out
    assert f"\n{rows[0]['person']} " in table
    assert rows[0]["name"] in table


def test_routes_tell_the_best_way_its_weakest_step_and_one_that_shares_nobody(
    ask_sample: Run,
) -> None:
    rows = json.loads(ask_sample("routes", "--company", "Acme", "--format", "json").out)["rows"]
    net = ng.load(str(ROOT / "sample_data"), ego="me", as_of="2026-11-01", tz=None)
    found = ng.routes(net, company="Acme")
    assert rows == json.loads(json.dumps([route.to_dict() for route in found]))
    told = ask_sample("routes", "--company", "Acme").out
    best = found[0]
    for hop in best.hops:
        assert f"→ {hop.to_name}" in told
        assert hop.why in told
    assert f"weakest step: {best.weakest.from_name} → {best.weakest.to_name}, p " in told
    apart = next(r for r in best.disjoint if not set(r.people[1:-1]) & set(best.people[1:-1]))
    assert f"Sharing nobody with it: {apart.names[-1]}" in told
    sheet = ask_sample("routes", "--company", "Acme", "--format", "csv").out
    first = next(csv.DictReader(io.StringIO(sheet)))
    assert first["people"] == "; ".join(best.people)
    assert first["alternative"] == "; ".join(apart.people)


def test_no_route_is_an_answer_with_the_nearest_miss(ask_sample: Run) -> None:
    done = ask_sample("routes", "--company", "Quillon Labs", "--format", "json")
    assert done.code == 0
    document = json.loads(done.out)
    assert document["rows"] == []
    net = ng.load(str(ROOT / "sample_data"), ego="me", as_of="2026-11-01", tz=None)
    miss = ng.nearest_miss(net, company="Quillon Labs")
    assert miss is not None
    assert document["nearest_miss"] == miss.to_dict()
    assert f"Nearest miss: {miss.why}" in ask_sample("routes", "--company", "Quillon Labs").out


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("routes", "--company", "Akme"), "close: 'Acme'"),
        (("routes", "--person", "Ana Ruis"), "(Ana Ruiz)"),
        (("whom-to-ask", "Ravi Menom"), "(Ravi Menon)"),
    ],
)
def test_a_name_nobody_bears_is_answered_with_near_ones(
    ask_sample: Run, words: tuple[str, ...], near: str
) -> None:
    done = ask_sample(*words)
    assert (done.code, done.out) == (1, "")
    assert near in done.err


@pytest.mark.parametrize("goal", [(), ("--company", "Acme", "--person", "ravi")])
def test_routes_want_one_goal(ask_sample: Run, goal: tuple[str, ...]) -> None:
    done = ask_sample("routes", *goal)
    assert done.code == 2
    assert "exactly one of --company, --person and --field" in done.err


def test_next_is_a_command_that_runs_from_each_command_on(run: Run, folder: Path) -> None:
    """A story without an end: every command names one that works, on the same input."""
    seen, words = set(), ["freshness", *asked(folder)]
    while words[0] not in seen:
        seen.add(words[0])
        done = run(*words)
        assert done.code == 0, done.err
        following = [line for line in done.out.splitlines() if line.startswith("Next: ")]
        assert len(following) == 1
        program, *words = shlex.split(following[0].removeprefix("Next: "))
        assert program == "netgraph"
        assert words[1] == str(folder)
    assert len(seen) > 2


def test_names_from_files_reach_no_terminal_and_no_sheet_as_orders(run: Run, folder: Path) -> None:
    table = run("freshness", *asked(folder)).out
    assert "=Bo" in table
    assert "[bold]" in table
    assert "\x1b" not in table
    sheet = run("freshness", *asked(folder, "--format", "csv")).out
    assert ",'=Bo" in sheet
    assert "\x1b" not in sheet


def test_the_time_zone_decides_the_day(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("source,target,timestamp\nana,bo,2026-01-01T23:30:00Z\n", encoding="utf-8")
    words = ("freshness", str(log), "--as-of", "2026-01-03", "--format", "json")
    silent = [
        json.loads(run(*words, *zone).out)["rows"][0]["days_silent"]
        for zone in ((), ("--tz", "Asia/Tokyo"))
    ]
    assert silent == [2, 1]


# --- for other programs --------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["network.graphml", "network.gexf", "tables"])
def test_what_was_converted_is_read_back_with_the_same_people(
    ask_sample: Run, run: Run, name: str
) -> None:
    done = ask_sample("convert", "--output", name, "--format", "json")
    assert (done.code, done.err) == (0, "")
    written = json.loads(done.out)["rows"]
    assert [Path(row["path"]).stat().st_size for row in written] == [
        row["bytes"] for row in written
    ]
    known = {
        row["person"] for row in json.loads(ask_sample("reach", "--format", "json").out)["rows"]
    }
    again = run("reach", name, "--ego", "me", "--as-of", "2026-11-01", "--format", "json")
    assert {row["person"] for row in json.loads(again.out)["rows"]} >= known


def test_cards_are_for_an_address_book_and_an_unknown_ending_names_the_known(
    ask_sample: Run,
) -> None:
    assert ask_sample("convert", "--output", "cards", "--kind", "vcard").code == 0
    assert Path("cards").read_text(encoding="utf-8").startswith("BEGIN:VCARD")
    done = ask_sample("convert", "--output", "network.xlsx")
    assert (done.code, done.out) == (1, "")
    assert ".graphml" in done.err


# --- the map and the story -----------------------------------------------------------------------
def test_draw_writes_one_page_where_it_is_told_to(ask_sample: Run, tmp_path: Path) -> None:
    to = tmp_path / "new folder" / "map.html"
    words = ("draw", "--company", "Acme", "--output", str(to), "--format", "json")
    (row,) = json.loads(ask_sample(*words).out)["rows"]
    page = to.read_bytes()
    assert row == {"path": str(to), "people": 213, "ties": row["ties"], "bytes": len(page)}
    assert page.startswith(b"<!DOCTYPE html>") or page.startswith(b"<!doctype html>")
    ask_sample(*words)
    assert to.read_bytes() == page


def test_draw_can_write_a_pyvis_page(ask_sample: Run, tmp_path: Path) -> None:
    assert ask_sample("draw", "--pyvis", "--output", "pyvis.html").code == 0
    assert "vis.Network" in (tmp_path / "pyvis.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "is_terminal", "display", "opens"),
    [
        ([], False, ":0", False),
        ([], True, "", False),
        ([], True, ":0", True),
        (["--no-open"], True, ":0", False),
        (["--open"], False, "", True),
    ],
)
def test_draw_opens_the_browser_before_a_person_unless_told_not_to(
    ask_sample: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[str],
    is_terminal: bool,
    display: str,
    opens: bool,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda page: not shown.append(page))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    done = ask_sample("draw", "--output", "my map.html", *words)
    assert (done.code, done.err) == (0, "")
    assert shown == [(tmp_path / "my map.html").as_uri()] * opens


def test_without_a_browser_the_page_is_there_and_a_note_says_so(
    ask_sample: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    done = ask_sample("draw", "--open", "--output", "map.html")
    assert done.code == 0
    assert done.err == "note: no browser was found: open map.html in one\n"
    assert (tmp_path / "map.html").exists()


def test_a_page_that_cannot_be_written_is_a_sentence(ask_sample: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    done = ask_sample("draw", "--output", "taken")
    assert (done.code, done.out) == (1, "")
    assert done.err == "netgraph: taken: Is a directory; nothing was written\n"


def test_the_demo_tells_the_whole_story_and_changes_nothing(
    ask_sample: Run, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "sample_data").iterdir()}
    first = ask_sample("demo", "--output", "out/network.html")
    page = (tmp_path / "out/network.html").read_bytes()
    assert (first.code, first.err) == (0, "")
    for chapter in (
        "1. How alive are your ties?",
        "2. Which weak ties lead into other circles?",
        "3. Who opened doors?",
        "4. By which path into Acme?",
        "5. Whom to ask for Ravi Menon?",
        "6. The map",
    ):
        assert f"\n{chapter}\n" in first.out
    assert "If that fails, sharing nobody with it: " in first.out
    assert "out/network.html" in first.out
    assert ask_sample("demo", "--output", "out/network.html") == first
    assert (tmp_path / "out/network.html").read_bytes() == page
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "sample_data").iterdir()} == before


def test_the_demo_tells_a_small_network_too(run: Run, folder: Path, tmp_path: Path) -> None:
    done = run("demo", *asked(folder))
    assert (done.code, done.err) == (0, "")
    assert "No introduction is recorded." in done.out
    assert (tmp_path / "network.html").exists()


def test_the_demo_needs_somebody_to_tell_it_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("source,target\nana,bo\n", encoding="utf-8")
    done = run("demo", "log.csv")
    assert done.code == 1
    assert "--ego says who you are" in done.err


def test_an_export_says_itself_who_its_owner_is(run: Run, shared_data: Path) -> None:
    (export,) = (shared_data / "synthetic").glob("*LinkedInDataExport*.zip")
    done = run("freshness", str(export), "--as-of", "2026-09-30", "--format", "json")
    document = json.loads(done.out)
    assert document["ego"]
    assert any(row["freshness"] is not None for row in document["rows"])


# --- a terminal, a pipe, a closed pipe -----------------------------------------------------------
def test_on_a_terminal_the_table_fits_and_heads_stand_out() -> None:
    pty = pytest.importorskip("pty", reason="there is no such terminal on this system")
    keeper, terminal = pty.openpty()
    words = [sys.executable, "-m", "netgraph", "strength", *SAMPLE, "--limit", "2"]
    env = os.environ | {"TERM": "xterm", "COLUMNS": "90", "LINES": "40"}
    with subprocess.Popen(words, stdout=terminal, stderr=subprocess.DEVNULL, env=env) as child:
        os.close(terminal)
        shown = b""
        while True:
            try:
                piece = os.read(keeper, 4096)
            except OSError:  # how Linux says that the terminal's other end is closed
                break
            if not piece:
                break
            shown += piece
    os.close(keeper)
    assert child.returncode == 0
    assert b"\x1b[1m" in shown
    assert b"more: --limit 0" in shown


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    words = [sys.executable, "-m", "netgraph", "freshness", *asked(folder, "--format", "csv")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        said = child.stderr.read()
    assert (child.returncode, said) == (0, b"")


def test_a_terminal_that_knows_few_letters_costs_letters_only(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "netgraph", "freshness", *asked(folder)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Ana Ruiz" in done.stdout


def test_the_end_of_the_users_patience_is_code_130(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ng, "load", interrupted)
    done = run("freshness", "x")
    assert done.code == 130
    assert "Traceback" not in done.err


# --- saying no -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--as-of", "13/45/24"], "'13/45/24' is not a day; expected one such as 2026-11-01"),
        (["--ego", "annna"], "no person 'annna'"),
        (["--tz", "Mars/Olympus"], "'Mars/Olympus' is not a time zone"),
    ],
)
def test_a_refusal_is_one_sentence_on_stderr_and_code_1(
    run: Run, folder: Path, more: list[str], said: str
) -> None:
    done = run("freshness", str(folder), "--ego", "me", *more)
    assert done.code == 1
    assert done.out == ""
    assert done.err.startswith("netgraph: ")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>"),
        ("broken.zip", b"PK\x03\x04 and no more"),
        ("picture.csv", bytes(range(256)) * 4),
        ("columns.csv", b"colour,shape\nred,round\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    run: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    for command in ("freshness", "check"):
        done = run(command, name)
        assert (done.code, done.out) == (1, "")
        assert name in done.err
        assert done.err.count("\n") == 1


def test_a_file_that_is_not_there_is_named(run: Run) -> None:
    done = run("freshness", "nowhere.csv")
    assert (done.code, done.out) == (1, "")
    assert "nowhere.csv" in done.err


def test_a_fault_of_our_own_is_a_sentence_too_and_can_be_looked_into(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(ng, "load", faulty)
    done = run("freshness", "x")
    assert done.code == 1
    assert "a fault of netgraph's own (ZeroDivisionError: division by zero)" in done.err
    assert done.err.count("\n") == 1
    monkeypatch.setenv("NETGRAPH_TRACEBACK", "1")
    monkeypatch.setattr(sys, "argv", ["netgraph", "freshness", "x"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


# --- check ---------------------------------------------------------------------------------------
def test_rows_left_out_are_noted_beside_the_answer_and_told_by_check(
    run: Run, folder: Path
) -> None:
    with (folder / "interactions.csv").open("a", encoding="utf-8") as file:
        file.write("some day,ana,call\n")
    done = run("freshness", *asked(folder, "--format", "json"))
    assert done.code == 0
    json.loads(done.out)
    assert "interactions.csv: 1 of 4 records left out" in done.err
    report = run("check", str(folder)).out
    assert "left out: interactions.csv:5: " in report
    files = json.loads(run("check", str(folder), "--format", "json").out)["files"]
    skipped = {file["path"]: file["skipped"] for file in files if file["skipped"]}
    assert list(skipped) == ["interactions.csv"]
    assert skipped["interactions.csv"][0]["line"] == 5


def test_check_json_is_the_contract(run: Run, folder: Path) -> None:
    document = json.loads(run("check", str(folder), "--format", "json").out)
    assert list(document) == ["command", "version", "files", "owner", "coverage"]
    contacts = next(f for f in document["files"] if f["path"] == "contacts.csv")
    assert {"path", "kind", "records", "skipped", "warnings", "people", "events"} <= set(contacts)
    assert (contacts["records"], contacts["people"]) == (4, 4)


def test_check_prints_a_sheet_of_files(run: Run, folder: Path) -> None:
    sheet = list(csv.DictReader(io.StringIO(run("check", str(folder), "--format", "csv").out)))
    assert {row["path"]: row["records"] for row in sheet}["contacts.csv"] == "4"
