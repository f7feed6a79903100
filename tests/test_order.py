"""The reading order of the house: a room imports only rooms before it, lightly."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "netgraph"

ORDER = (
    "errors output schema rules kernels sources identity evidence book scale network measures "
    "advice interviews truth sharing views cli"
).split()

LIGHT = {"numpy"}
"""What may be imported at the top of a file besides Python's own library."""

EXCEPTIONS = {
    # (file, what it imports): why
    ("cli/commands.py", "typer"): "a command is declared with typer; main loads it when it runs",
    ("cli/asking.py", "typer"): "the same",
    ("cli/keeping.py", "typer"): "the same",
    ("cli/booking.py", "typer"): "the same",
    ("cli/keeping.py", ".booking"): "verbs are declared there; what they do loads when they run",
    ("cli/interviewing.py", "typer"): "the same",
    ("cli/interviewing.py", ".searching"): "the same",
    ("cli/*.py", "netgraph"): "the commands speak to the library as its users do",
    ("cli/__init__.py", ".commands"): "`import netgraph.cli` stays light; main loads the commands",
    ("cli/asking.py", ".answering"): "help is words only; what answers loads when it is asked",
    ("cli/commands.py", ".checking"): "the same",
    ("cli/commands.py", ".drawing"): "the same",
    ("cli/commands.py", ".converting"): "the same",
    ("cli/commands.py", ".answering"): "the same",
    ("cli/commands.py", ".story"): "the same",
    ("cli/commands.py", ".judging"): "the same",
    ("cli/commands.py", ".telling"): "the same",
    ("cli/__init__.py", "..errors"): "the same",
    ("cli/__init__.py", "..views.text"): "the same",
}


@dataclass(frozen=True)
class Import:
    """One import statement: where, of what, and how deep in the file it stands."""

    file: str
    line: int
    module: str
    room: str
    is_relative: bool
    is_in_function: bool
    is_for_types: bool

    def __str__(self) -> str:
        return f"netgraph/{self.file}:{self.line} imports {self.module}"

    @property
    def is_exception(self) -> bool:
        return any(self.fits(exception) for exception in EXCEPTIONS)

    def fits(self, exception: tuple[str, str]) -> bool:
        file, module = exception
        return fnmatch(self.file, file) and self.module == module


def files() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__"
    )


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[Import]:
    """Every import of a file, those in functions and under TYPE_CHECKING too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _walk(tree, path, in_function=False, for_types=False)


def _walk(node: ast.AST, path: Path, in_function: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        inside = in_function or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
        typing_only = for_types or (
            isinstance(child, ast.If)
            and isinstance(child.test, ast.Name)
            and child.test.id == "TYPE_CHECKING"
        )
        for module in _modules(child):
            yield _import(path, child, module, inside, typing_only)
        yield from _walk(child, path, inside, typing_only)


def _modules(node: ast.AST) -> list[str]:
    """What a statement imports; `from .. import a, b` imports two modules of the package."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    dots = "." * node.level
    if node.module:
        return [dots + node.module]
    return [dots + alias.name for alias in node.names]


def _import(path: Path, node: ast.AST, module: str, in_function: bool, for_types: bool) -> Import:
    level = len(module) - len(module.lstrip("."))
    folder = path.relative_to(PACKAGE).parts[:-1]
    if level:
        depth = len(folder) - (level - 1)
        assert depth >= 0, f"{path}: {module} leaves the package"
        room = (*folder[:depth], *module.lstrip(".").split("."))[0]
    else:
        room = module.split(".")[0]
    file = path.relative_to(PACKAGE).as_posix()
    return Import(file, node.lineno, module, room, bool(level), in_function, for_types)  # type: ignore[attr-defined]


ALL = [found for path in files() for found in imports_of(path)]


def test_every_file_is_in_a_room_of_the_plan() -> None:
    rooms = {room_of(path) for path in files()} - {"__main__"}
    assert rooms <= set(ORDER)


def test_a_room_imports_only_rooms_before_it() -> None:
    backwards = [
        str(found)
        for found in ALL
        if found.is_relative
        and (here := found.file.split("/")[0].removesuffix(".py")) in ORDER
        and (found.room not in ORDER or ORDER.index(found.room) > ORDER.index(here))
    ]
    assert backwards == []


def test_inside_the_package_imports_are_relative() -> None:
    absolute = [
        str(f) for f in ALL if not f.is_relative and f.room == "netgraph" and not f.is_exception
    ]
    assert absolute == []


def test_the_package_imports_itself_at_the_top_of_a_file() -> None:
    hidden = [str(f) for f in ALL if f.is_relative and f.is_in_function and not f.is_exception]
    assert hidden == []


def test_heavy_libraries_load_on_first_use() -> None:
    early = [
        str(f)
        for f in ALL
        if not (f.is_relative or f.is_in_function or f.is_for_types or f.is_exception)
        and f.room not in LIGHT | set(sys.stdlib_module_names)
    ]
    assert early == []


def test_every_exception_is_still_needed() -> None:
    assert [e for e in EXCEPTIONS if not any(found.fits(e) for found in ALL)] == []


def test_every_dependency_is_used_and_every_library_used_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_distribution(line) for line in project["dependencies"]}
    extras = {
        _distribution(line)
        for name, lines in project["optional-dependencies"].items()
        if name not in ("dev", "notebook")
        for line in lines
    }
    used = {
        NAMES.get(f.room, f.room)
        for f in ALL
        if not f.is_relative and f.room not in {"netgraph"} | set(sys.stdlib_module_names)
    }
    assert used - declared - extras == set()
    assert declared - used - NEEDED_BY_OTHERS == set()


NAMES = {
    "charset_normalizer": "charset-normalizer",
    "dateutil": "python-dateutil",
    "phonenumbers": "phonenumberslite",
    "recurring_ical_events": "recurring-ical-events",
}
"""Distributions whose import name is another."""

NEEDED_BY_OTHERS = {"scipy"}
"""networkx needs it for `nx.pagerank(net.graph)` and the like."""


def _distribution(requirement: str) -> str:
    for mark in "<>=!~;[ ":
        requirement = requirement.split(mark)[0]
    return requirement.strip().lower()
