"""The documents: everything is documented, and what they show is what happens."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import netgraph as ng
from netgraph.cli.commands import app

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RUN_PAGES = [page for page in PAGES if page.parent.name != "reference"]
COMMANDS = sorted(command.name for command in app.registered_commands if command.name)


def shown(page: Path) -> list[tuple[str, str]]:
    """The commands in a page's `console` blocks, each with the output printed below it."""
    blocks = re.findall(
        r"^```console\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [
        (command, output)
        for block in blocks
        for command, output in re.findall(
            r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block, re.MULTILINE
        )
    ]


SHOWN = [(page, *pair) for page in RUN_PAGES for pair in shown(page)]


def run(command: str, cwd: Path) -> str:
    """What a terminal 100 columns wide shows for a command."""
    words = shlex.split(command)
    assert words[0] == "netgraph"
    done = subprocess.run(
        [sys.executable, "-m", "netgraph", *words[1:]],
        cwd=cwd,
        env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


@pytest.mark.parametrize(
    ("page", "command", "output"), SHOWN, ids=[f"{p.stem}: {c}" for p, c, _ in SHOWN]
)
def test_a_command_shown_prints_what_is_shown(
    page: Path, command: str, output: str, tmp_path: Path
) -> None:
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    printed = run(command, tmp_path)
    parts = [re.escape(part) for part in output.strip().split("\n...\n")]
    assert re.fullmatch(r"\n(?:.*\n)*?".join(parts), printed.strip()), f"{page}:\n{printed}"


@pytest.mark.parametrize("page", RUN_PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_python_shown_does_what_is_shown(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(
        str(page),
        module_relative=False,
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS,
    )
    assert failed == 0


def test_the_readme_shows_the_two_commands_and_the_main_ones() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in readme
    assert "make test" in readme
    told = {shlex.split(command)[1] for _, command, _ in SHOWN if _ is not None}
    assert {"freshness", "routes", "whom-to-ask"} <= told


def test_the_reference_is_what_the_docstrings_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "write_reference.py", "--check"],
        capture_output=True,
        text=True,
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("name", ng.__all__)
def test_each_public_name_is_in_the_reference(name: str) -> None:
    assert f"\n## {name}\n" in (ROOT / "docs/reference/library.md").read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_reference_with_an_example(name: str) -> None:
    page = (ROOT / "docs/reference/program.md").read_text("utf-8")
    assert re.search(
        rf"^## netgraph {name}\n(?:.+\n|\n(?!## ))*?```sh\nnetgraph {name} ", page, re.MULTILINE
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    inside = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_each_word_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    explained = set(re.findall(r"^([a-z]+):[^#\n]*## ", makefile, re.MULTILINE))
    assert set(phony.group(1).split()) == explained
    assert {"demo", "test", "slow", "lint", "types", "bench", "notebooks", "docs"} <= explained
