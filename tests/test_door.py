"""The door: what `import netgraph` shows, and how little it costs."""

from __future__ import annotations

import ast
import importlib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import netgraph as ng

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    "icalendar",
    "jinja2",
    "matplotlib",
    "networkx",
    "numba",
    "pandas",
    "platformdirs",
    "pyarrow",
    "pydantic",
    "pyspark",
    "pyvis",
    "rich",
    "scipy",
    "typer",
    "vobject",
}


def modules_after(*words: str) -> set[str]:
    """The top-level modules a fresh Python has loaded after running these words."""
    code = f"import sys; {'; '.join(words)}; print(*{{m.split('.')[0] for m in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_names_are_sorted_and_are_all_there_is_to_see() -> None:
    assert ng.__all__ == sorted(ng.__all__)
    assert dir(ng) == ng.__all__


@pytest.mark.parametrize("name", ng.__all__)
def test_each_name_leads_to_something_with_a_docstring(name: str) -> None:
    assert getattr(ng, name).__doc__


def test_the_three_lists_of_the_door_name_the_same() -> None:
    tree = ast.parse((ROOT / "netgraph/__init__.py").read_text(encoding="utf-8"))
    for_types = {
        alias.asname or alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.level
        for alias in node.names
    }
    assert for_types == ng._ROOMS
    assert set(ng._ROOMS) == set(ng.__all__)


def test_a_name_that_is_not_there_is_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'netgraph' has no attribute 'frehsness'"):
        _ = ng.frehsness  # type: ignore[attr-defined]


def test_import_loads_nothing_heavy_not_even_numpy() -> None:
    assert modules_after("import netgraph") & (HEAVY | {"numpy"}) == set()


def test_the_program_is_light_until_it_runs() -> None:
    assert modules_after("import netgraph.cli") & (HEAVY | {"numpy"}) == set()


def test_reading_help_loads_no_frames_and_no_drawing() -> None:
    ask = "import netgraph.cli.commands as c; c.app(['freshness', '--help'], standalone_mode=False)"
    loaded = modules_after(
        "import os", "sys.stdout = open(os.devnull, 'w')", ask, "sys.stdout = sys.__stdout__"
    )
    assert loaded & (HEAVY - {"pydantic", "rich", "typer"}) == set()


def test_every_error_is_a_netgraph_error() -> None:
    errors = importlib.import_module("netgraph.errors")
    for name in errors.__all__:
        assert issubclass(getattr(ng, name), ng.NetgraphError)


def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(OSError, match="tests stay on this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="tests stay on this machine"):
        socket.getaddrinfo("example.org", 80)


def test_no_child_of_a_test_reaches_another_machine() -> None:
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "tests stay on this machine" in done.stderr
