"""What every command is asked with: the input, the common options, the form of the answer.

Only words here, so that help comes at once; the work is in `answering`.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ..errors import OutputError

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
    str | None,
    typer.Argument(
        metavar="[INPUT]",
        help="Folder, file or archive: CSV tables, an edge list, a LinkedIn export; or a "
        "book. Default: yours.",
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

    `records` replace the rows in JSON where they hold more than a sheet can, `more` stands beside
    them; `coverage` says which channels were read, where an answer speaks of silence. `next` are
    the words of the likely next command, without the input and the common options.
    """

    rows: pd.DataFrame
    columns: tuple[str, ...] = ()
    heading: str = ""
    nothing: str = "nothing found"
    body: str = ""
    next: tuple[str, ...] = ()
    records: list[dict[str, Any]] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    coverage: str | None = None


def answers(command: Callable[..., Answer]) -> Callable[..., None]:
    """Make a shell command of a function (net, *, options) -> Answer."""
    _, *own = inspect.signature(command).parameters.values()
    name = command.__name__.replace("_", "-")

    def run(**given: Any) -> None:
        from .answering import Asked

        common = {key: given.pop(key) for key in _COMMON}
        _take_word(common, given, first)
        Asked(name, **common).answer(command, given)

    first = [p for p in own if p.default is inspect.Parameter.empty]
    rest = [p for p in own if p.default is not inspect.Parameter.empty]
    asked = [p.replace(default=None) for p in first]
    given = [_COMMON["source"], *asked, *rest, *list(_COMMON.values())[1:]]
    run.__signature__ = inspect.Signature(given)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in given}
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _take_word(
    common: dict[str, Any], given: dict[str, Any], words: list[inspect.Parameter]
) -> None:
    """Let the only word given be the command's own, where INPUT may be left out."""
    for word in words:
        if given[word.name] is None:
            common["source"], given[word.name] = None, common["source"]
        if given[word.name] is None:
            raise typer.BadParameter(f"{word.name.upper()} is missing")


def _option(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


_COMMON: Final[dict[str, inspect.Parameter]] = {
    p.name: p
    for p in (
        _option("source", Input),
        _option("ego", Ego),
        _option("as_of", AsOf),
        _option("tz", Zone),
        _option("format", Form, Format.table),
        _option("limit", Limit),
    )
}


def say(words: str) -> None:
    """Print to stdout, at once, so that a closed pipe is noticed here."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush
        if isinstance(error, BrokenPipeError):  # whoever read us has seen enough
            raise typer.Exit from None
        raise OutputError(f"the answer cannot be written: {error.strerror or error}") from error
