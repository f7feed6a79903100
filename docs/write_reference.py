"""Writes docs/reference from the docstrings and from what the commands say of themselves.

`make docs` runs it; with `--check` it changes nothing and says whether the pages are up to date.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

import netgraph as ng
from netgraph import schema
from netgraph.cli.commands import app

PLACE = Path(__file__).parent / "reference"
PROGRAM = """\
`netgraph COMMAND INPUT [OPTIONS]`. Exit code 0: done; 1: could not, a sentence on stderr says why;
2: wrong usage. `--format json` prints `{"command", "version", "as_of", "ego", "rows"}` with the
columns of the answer; what is not known (NaN) or has no end (inf) is null there.""".splitlines()
MADE = "<!-- written by docs/write_reference.py: change the docstring, then `make docs` -->\n"


def functions() -> str:
    """The page of the library: every public name with its docstring."""
    parts = [
        MADE,
        "# The library",
        "",
        "```python",
        "import netgraph as ng",
        "```",
        "",
        *(
            f"- [`ng.{name}`](#{name.lower()}): {first_line(getattr(ng, name))}"
            for name in ng.__all__
        ),
        "",
    ]
    for name in ng.__all__:
        parts += entry(name, getattr(ng, name))
    return "\n".join(parts)


def entry(name: str, thing: Any) -> Iterator[str]:
    """One public name: its signature, its docstring, what it holds."""
    yield f"## {name}"
    yield ""
    if inspect.isfunction(thing):
        yield from signature(f"ng.{name}", thing)
    yield from markdown(thing)
    if inspect.ismodule(thing):
        for inner in thing.__all__:
            yield from member(f"ng.{name}.{inner}", getattr(thing, inner))
    elif inspect.isclass(thing) and not issubclass(thing, Exception):
        for inner, value in vars(thing).items():
            what = value.__wrapped__ if hasattr(value, "__wrapped__") else value
            what = getattr(value, "fget", None) or getattr(value, "func", None) or what
            if not inner.startswith("_") and inspect.isfunction(what):
                yield from member(f"{name}.{inner}", what, inspect.isfunction(value))


def member(name: str, thing: Any, is_called: bool = True) -> Iterator[str]:
    """A method, an attribute, or a function of a module."""
    yield f"### {name}"
    yield ""
    if is_called:
        yield from signature(name, thing)
    yield from markdown(thing)


def signature(name: str, thing: Any) -> Iterator[str]:
    """The call as it is written, a line each argument where one line is too long."""
    said = (
        str(inspect.signature(thing))
        .replace("'", "")
        .replace("(self, ", "(")
        .replace("(self)", "()")
    )
    line = f"{name}{said}"
    if len(line) > 96:
        inside, _, returns = said[1:].rpartition(")")
        arguments = re.split(r", (?![^\[]*\])", inside)
        line = f"{name}(\n" + "".join(f"    {a},\n" for a in arguments) + f"){returns}"
    yield from ("```python", line, "```", "")


def markdown(thing: Any) -> Iterator[str]:
    """The docstring's sections as Markdown."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    body: list[str] = []
    title = ""
    for at, line in enumerate(lines):
        if set(line) == {"-"} and at and lines[at - 1].strip():
            body.pop()
            yield from section(title, body)
            title, body = lines[at - 1].strip(), []
        else:
            body.append(line)
    yield from section(title, body)


def section(title: str, body: list[str]) -> Iterator[str]:
    """One section: items as a list, examples as code, the rest as it stands."""
    while body and not body[-1].strip():
        body = body[:-1]
    if not body:
        return
    if title:
        yield from (f"**{title}**", "")
    if title in ("Parameters", "Attributes", "Returns", "Raises"):
        yield from items(body)
    elif title == "Examples":
        yield from ("```python", *body, "```")
    elif any(line.startswith("    ") for line in body):
        yield from drawn(body)
    else:
        yield from body
    yield ""


def items(body: list[str]) -> Iterator[str]:
    """`name : type` with its indented text, as a list item."""
    for at, line in enumerate(body):
        if line and not line.startswith(" "):
            name, colon, kind = line.partition(" : ")
            yield f"- `{name}`" + (f" : {kind}" if colon else "")
        else:
            is_first = bool(at and not body[at - 1].startswith(" "))
            yield ("\n" if is_first else "") + "  " + textwrap.dedent(line) if line else ""


def drawn(body: list[str]) -> Iterator[str]:
    """Text with an indented drawing in it."""
    inside = False
    for line in body:
        if line.startswith("    ") != inside and line:
            yield "```" if inside else "```text"
            inside = not inside
        yield line[4:] if inside else line
    if inside:
        yield "```"


def commands() -> str:
    """The page of the program: every command with its options."""
    program = typer.main.get_command(app)
    parts = [
        MADE,
        "# The program",
        "",
        *PROGRAM,
        "",
    ]
    for name, command in program.commands.items():
        parts += [f"## netgraph {name}", "", command.help or "", ""]
        parts += ["| word | what it says |", "|---|---|"]
        parts += [row(param) for param in command.params if not is_help(param)]
        example = (command.epilog or "").removeprefix("Example: ")
        parts += ["", "```sh", example, "```", ""]
    return "\n".join(parts)


def row(param: Any) -> str:
    """One argument or option as a row of the table."""
    is_argument = param.param_type_name == "argument"
    word = param.metavar or param.name.upper() if is_argument else ", ".join(param.opts)
    says = param.help or ""
    default = param.default
    if not is_argument and default is not None and default is not False:
        says += f" Default: {getattr(default, 'value', default)}."
    return f"| `{word}` | {says.replace('|', '·')} |"


def is_help(param: Any) -> bool:
    """Whether it is the option every command has."""
    return "--help" in param.opts


KINDS = {
    "text": "text",
    "many": "several, with `;` between",
    "person": "a person",
    "day": "a day, such as 2026-11-01",
    "number": "a number",
    "whole": "a whole number",
    "flag": "yes or no",
}
TABLES = """\
A folder of CSV files named after these tables is a network; none but the one you have is needed.
The first line names the columns, in any order; columns not named here are kept. **Bold** columns
are required. A person is an id of your own choosing, the same in every file. Empty means not known.
Two more kinds of file are read: `interactions.csv`, the plain way to write events (`date, people,
kind, direction, minutes, note`), and an edge list (`source,target[,timestamp]`).""".splitlines()


def tables() -> str:
    """The page of the CSV tables, from the schema."""
    parts = [MADE, "# The tables", "", *TABLES, ""]
    for name in schema.table_names():
        table = schema.TABLES[name]
        parts += [f"## {name}", "", f"A row is {table.row}.", "", "| column | holds |", "|---|---|"]
        for column in table.columns:
            word = f"**{column.name}**" if column.required else column.name
            parts.append(f"| {word} | {KINDS.get(column.kind) or ', '.join(column.choices)} |")
        parts.append("")
    return "\n".join(parts)


def first_line(thing: Any) -> str:
    """What a docstring opens with."""
    return (inspect.getdoc(thing) or "").splitlines()[0]


def main() -> int:
    """Write the pages that changed, or count them."""
    pages = {"library.md": functions(), "program.md": commands(), "tables.md": tables()}
    stale = 0
    for name, page in pages.items():
        path = PLACE / name
        text = "\n".join(line.rstrip() for line in page.splitlines()).rstrip() + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if "--check" in sys.argv:
            print(f"docs/reference/{name} is behind the docstrings: make docs")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/reference/{name}")
    return stale if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
