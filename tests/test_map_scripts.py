"""The map's scripts outside a browser: node's own runner, types, form, and how they are joined."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import cannot

from netgraph.views.map import page

ROOT = Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests" / "browser"
SOURCES = ROOT / "netgraph" / "views" / "map" / "script"


def node(*words: str) -> None:
    found = shutil.which("node")
    if found is None:
        cannot("no node", "sudo apt-get install nodejs")
    done = subprocess.run([found, *words], cwd=BROWSER, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


def installed(name: str) -> str:
    path = BROWSER / "node_modules" / name
    if not path.is_file():
        cannot(f"no {path.parts[-3]}", "npm ci --prefix tests/browser")
    return str(path)


def test_the_scripts_logic_holds_in_node() -> None:
    node("--test")


def test_the_scripts_types_hold() -> None:
    node(installed("typescript/bin/tsc"), "-p", ".")


def test_the_scripts_are_in_form() -> None:
    style = SOURCES.parent / "page.css"
    words = ("--print-width", "100", "--check", str(SOURCES), str(style), ".")
    node(installed("prettier/bin/prettier.cjs"), *words)


def test_every_module_is_joined_after_those_it_needs() -> None:
    assert {p.stem for p in SOURCES.glob("*.mjs")} == set(page.SCRIPTS)
    for at, name in enumerate(page.SCRIPTS):
        text = (SOURCES / f"{name}.mjs").read_text(encoding="utf-8")
        for needed in re.findall(r'^(?:import|\} from).*"\./(\w+)\.mjs";', text, re.M):
            assert needed in page.SCRIPTS[:at], f"{name} stands before {needed}"


def test_joining_leaves_texts_as_they_are() -> None:
    code = "const a = 'x  =  y'; // why\nconst b = `p  { ${ c [ 'q  r' ] }  s`;\nf( a , b );\n"
    assert page.joined("one", code).split("\n", 1)[1] == (
        "const a='x  =  y';const b=`p  { ${ c [ 'q  r' ] }  s`;f(a,b);return{}})();\n"
    )


def test_a_text_that_never_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        page.joined("one", "const a = 'x;\n")


def test_no_script_makes_elements_of_text() -> None:
    """Names reach the page as text only: the one piece of markup is the page's own."""
    for path in SOURCES.glob("*.mjs"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|document\.write|\beval\(|new Function", text)
        if path.stem != "main":
            assert "insertAdjacentHTML" not in text
