"""How a command is answered: the network loaded, the answer printed in the form asked for."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import netgraph as ng

from ..book import default_path, is_database
from ..sources.coverage import caution
from ..views import text
from .asking import ROWS_IN_A_TABLE, Answer, Format, say

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Asked:
    """How a command was asked."""

    command: str
    source: str | None
    ego: str | None = None
    as_of: str | None = None
    tz: str | None = None
    format: Format = Format.table
    limit: int | None = None

    def answer(self, command: Callable[..., Answer], options: Mapping[str, Any]) -> None:
        """Load the network, ask it, print what it says."""
        net = self.load()
        with waiting(self.command):
            answer = command(net, **options)
        self.show(net, answer)

    def load(self) -> ng.Network:
        """Return the network; what was left out on the way is told on stderr."""
        if self.source is None or is_database(Path(self.source)):
            return self._load_book(Path(self.source) if self.source else default_path())
        with waiting(f"reading {self.source}"):
            net = ng.load(self.source, ego=self.ego, as_of=self.as_of, tz=self.tz)
        for report in net.reports:
            if report.skipped:
                left_out = len(report.skipped)
                note(
                    f"{report.path}: {left_out} of {report.records + left_out} records left out; "
                    f"{shlex.join(['netgraph', 'check', str(self.source)])} says which"
                )
        return net

    def _load_book(self, path: Path) -> ng.Network:
        if not path.exists():
            raise ng.NetgraphError(
                "there is no book yet, so say what to read: netgraph "
                f"{self.command} INPUT; or make one: netgraph import INPUT"
            )
        with waiting("reading the book"), ng.open_book(path) as book:
            return ng.load(book, ego=self.ego, as_of=self.as_of, tz=self.tz)

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
                "rows": self._records(answer),
            }
            if answer.coverage is not None:
                document["coverage"] = answer.coverage
            return say(text.to_json(document | text.plain(answer.more)) + "\n")
        whose = f" · ego {net.ego}" if net.ego else ""
        say(text.safe(f"{self.command} · as of {net.as_of}{whose} · {answer.heading}") + "\n\n")
        say(answer.body or self._table(answer))
        if answer.coverage:
            say(f"\n{text.safe(caution(answer.coverage))}\n")
        if answer.next:
            say(f"\nNext: {self.words(*answer.next)}\n")

    def words(self, command: str, *options: str) -> str:
        """Return another command on the same input, as it is typed."""
        same = [("--ego", self.ego), ("--as-of", self.as_of), ("--tz", self.tz)]
        kept = [word for name, value in same if value is not None for word in (name, value)]
        source = [self.source] if self.source is not None else []
        return text.safe(shlex.join(["netgraph", command, *source, *options, *kept]))

    def _records(self, answer: Answer) -> list[dict[str, Any]]:
        if answer.records is None:
            return text.rows(self._cut(answer.rows))
        records: list[dict[str, Any]] = text.plain(answer.records)
        return records[: self.limit or None]

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


def counted(n: int, one: str, many: str = "") -> str:
    """Return `1 tie`, `1,204 ties`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


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
