"""What every command has in common: the input, the options, the way an answer is printed."""

from __future__ import annotations

import inspect
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import netgraph as ng

from ..views import text

if TYPE_CHECKING:
    import pandas as pd

ROWS_IN_A_TABLE: Final = 20
"""As many rows as a person reads; CSV and JSON give all."""


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Input = Annotated[
    str,
    typer.Argument(
        metavar="INPUT",
        help="Folder, file or archive: CSV tables, an edge list, a LinkedIn export.",
        show_default=False,
    ),
]
Ego = Annotated[
    str | None,
    typer.Option(
        help="Who you are: id, e-mail, profile or unique name. Default: whom the files name."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The day to look from, such as 2026-11-01. Default: today."),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE", help="Whose calendar days count, such as Europe/Zurich. Default: UTC."
    ),
]
Form = Annotated[
    Format,
    typer.Option("--format", help="table to read, csv for a sheet, json for a program."),
]
Limit = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help=f"Rows at most, 0 for all. Default: {ROWS_IN_A_TABLE} in a table, else all.",
    ),
]


@dataclass(frozen=True)
class Answer:
    """What a command found: `rows` for programs, `columns` of them (or `body`) for people.

    `next` are the words of the likely next command, without the input and the options of this one.
    """

    rows: pd.DataFrame
    columns: tuple[str, ...] = ()
    heading: str = ""
    nothing: str = "nothing found"
    body: str = ""
    next: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """How a command was asked."""

    command: str
    source: str
    ego: str | None = None
    as_of: str | None = None
    tz: str | None = None
    format: Format = Format.table
    limit: int | None = None

    def load(self) -> ng.Network:
        """Return the network; what was left out on the way is told on stderr."""
        with waiting(f"reading {self.source}"):
            net = ng.load(self.source, ego=self.ego, as_of=self.as_of, tz=self.tz)
        for report in net.reports:
            if report.skipped:
                left_out = len(report.skipped)
                note(
                    f"{report.path}: {left_out} of {report.records + left_out} records left out; "
                    f"{shlex.join(['netgraph', 'check', self.source])} says which"
                )
        return net

    def show(self, net: ng.Network, answer: Answer) -> None:
        """Print the answer in the form asked for."""
        if self.format is Format.csv:
            return say(text.to_csv(self._cut(answer.rows)))
        if self.format is Format.json:
            document = {
                "command": self.command,
                "version": ng.__version__,
                "as_of": net.as_of.isoformat(),
                "ego": net.ego,
                "rows": text.rows(self._cut(answer.rows)),
            }
            return say(text.to_json(document | text.plain(answer.more)) + "\n")
        whose = f" · ego {net.ego}" if net.ego else ""
        say(text.safe(f"{self.command} · as of {net.as_of}{whose} · {answer.heading}") + "\n\n")
        say(answer.body or self._table(answer))
        if answer.next:
            say(f"\nNext: {self.words(*answer.next)}\n")

    def words(self, command: str, *options: str) -> str:
        """Return another command on the same input, as it is typed."""
        same = [("--ego", self.ego), ("--as-of", self.as_of), ("--tz", self.tz)]
        kept = [word for name, value in same if value is not None for word in (name, value)]
        return text.safe(shlex.join(["netgraph", command, self.source, *options, *kept]))

    def _cut(self, rows: pd.DataFrame) -> pd.DataFrame:
        limit = self.limit
        if limit is None:
            limit = ROWS_IN_A_TABLE if self.format is Format.table else 0
        return rows.head(limit) if limit else rows

    def _table(self, answer: Answer) -> str:
        if not len(answer.rows):
            return text.safe(answer.nothing) + "\n"
        shown = self._cut(answer.rows)
        table = text.to_table(shown, answer.columns, width(), sys.stdout.isatty())
        left = len(answer.rows) - len(shown)
        return table + (f"… and {left:,} more: --limit 0 shows all\n" if left else "")


def answers(command: Callable[..., Answer]) -> Callable[..., None]:
    """Make a shell command of a function (net, *, options) -> Answer."""
    _, *own = inspect.signature(command).parameters.values()
    name = command.__name__.replace("_", "-")

    def run(**given: Any) -> None:
        asked = Asked(name, **{key: given.pop(key) for key in _COMMON})
        net = asked.load()
        with waiting(name):
            answer = command(net, **given)
        asked.show(net, answer)

    first = [p for p in own if p.default is inspect.Parameter.empty]
    rest = [p for p in own if p.default is not inspect.Parameter.empty]
    given = [_COMMON["source"], *first, *rest, *list(_COMMON.values())[1:]]
    run.__signature__ = inspect.Signature(given)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in given}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _option(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


_COMMON: Final[dict[str, inspect.Parameter]] = {
    p.name: p
    for p in (
        _option("source", Input, inspect.Parameter.empty),
        _option("ego", Ego),
        _option("as_of", AsOf),
        _option("tz", Zone),
        _option("format", Form, Format.table),
        _option("limit", Limit),
    )
}


def say(words: str) -> None:
    """Print to stdout, at once, so that a closed pipe is noticed here."""
    sys.stdout.write(words)
    sys.stdout.flush()


def note(sentence: str) -> None:
    """Tell something beside the answer."""
    print(f"note: {text.safe(sentence)}", file=sys.stderr)


def width() -> int | None:
    """Return the width of the terminal (or COLUMNS), None where the output goes elsewhere."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return None


def waiting(what: str) -> Any:
    """Show on a terminal that work goes on; nothing elsewhere."""
    if not sys.stderr.isatty():
        from contextlib import nullcontext

        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text.safe(what))
