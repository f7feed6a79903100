"""Every step of an informational interview has its command and its lines in the docs."""

from __future__ import annotations

import re
from pathlib import Path

from netgraph.cli.commands import app
from netgraph.cli.interviewing import QUESTIONS, VERBS

PAGE = (Path(__file__).resolve().parent.parent / "docs/how-to/interviews.md").read_text("utf-8")
STEPS = "Aim Find Ask Prepare Meet Widen Thank,Close the loop,Keep".replace(" ", ",", 6).split(",")
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
