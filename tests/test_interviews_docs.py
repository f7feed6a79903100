"""Every step of an informational interview has its command and its lines in the docs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from book_tools import program

import netgraph as ng
from netgraph.cli.commands import app
from netgraph.cli.interviewing import QUESTIONS, VERBS

PAGE = (Path(__file__).resolve().parent.parent / "docs/how-to/interviews.md").read_text("utf-8")
STEPS = "Aim Find Ask Prepare Meet Widen Thank,Close the loop,Keep".replace(" ", ",", 6).split(",")
ADVICE = re.findall(r"^\| ([^|`]+) \| `netgraph ([^`]+)` \| ([^|\[]+) \|$", PAGE, re.M)
SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
ROWS = re.findall(
    r"^\| ([^|]+) \| `netgraph ([a-z-]+)[^`]*` \| \[[^]]+\]\(#([a-z-]+)\) \|$", PAGE, re.M
)


def test_each_step_of_the_loop_has_a_row() -> None:
    assert [step for step, _, _ in ROWS] == STEPS


def test_each_row_names_a_command_there_is_and_a_part_of_the_page_that_shows_it() -> None:
    commands = {command.name for command in app.registered_commands}
    for _, command, anchor in ROWS:
        assert command in commands
        part = re.search(
            rf"^## {anchor.replace('-', ' ')}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S | re.I
        )
        assert part
        assert f"netgraph {command}" in part[1]


def test_each_command_of_the_search_is_on_the_page() -> None:
    shown = set(re.findall(r"netgraph ([a-z-]+)", PAGE))
    assert (set(VERBS) | set(QUESTIONS)) - shown == set()


@pytest.fixture(scope="module")
def sample_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with the sample in it; what rows of the table write, they write into it."""
    place = tmp_path_factory.mktemp("advice") / "book.sqlite"
    with ng.open_book(place) as book:
        book.import_file(SAMPLE, ego="me")
    return place


@pytest.mark.parametrize(
    ("advice", "command", "answer"), ADVICE, ids=[f"{a}: {c}"[:60] for a, c, _ in ADVICE]
)
def test_each_line_of_advice_has_a_command_that_answers_it(
    advice: str,
    command: str,
    answer: str,
    sample_book: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = shlex.split(command)
    is_question = words[0] not in VERBS
    words += ["--as-of", "2026-11-01"] if is_question else []
    monkeypatch.setenv("NETGRAPH_BOOK", str(sample_book))
    monkeypatch.setenv("NETGRAPH_TEMPLATES", str(tmp_path / "templates"))
    monkeypatch.chdir(tmp_path)
    code, out, err = program(monkeypatch, *words)
    assert code == 0, err + out
    assert answer in re.sub(r"\s+", " ", out + err), advice


def test_the_table_of_advice_is_read_whole() -> None:
    table = PAGE.partition("| advice | command | it answers |")[2].partition("\n\n")[0]
    assert len(ADVICE) == table.count("\n|") - 1
    assert {command.split()[0] for _, command, _ in ADVICE} >= {
        "target", "routes", "plan", "draft", "prepare", "met", "due", "reminders", "reconnect",
    }  # fmt: skip
