"""The documents: everything is documented, and what they show is what happens."""

from __future__ import annotations

import doctest
import re
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


def told_by(script: str) -> str:
    """What a script of docs/ says with --check: nothing where everything is up to date."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / script, "--check"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def test_commands_shown_print_what_is_shown() -> None:
    assert told_by("write_shown.py") == ""


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
    assert re.search(r"^make demo .*\nmake test ", readme, re.MULTILINE)
    shown = {line.split()[2] for line in readme.splitlines() if line.startswith("$ netgraph ")}
    assert {"freshness", "introducers", "routes", "whom-to-ask"} <= shown


def test_the_reference_is_what_the_docstrings_say() -> None:
    assert told_by("write_reference.py") == ""


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
