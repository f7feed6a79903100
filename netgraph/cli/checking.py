"""`netgraph check`: what each file gave, what was left out, and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import netgraph as ng

from ..sources.coverage import caution, coverage
from ..views import text
from .answering import Asked, width
from .asking import Format, say
from .watching import watching

if TYPE_CHECKING:
    import pandas as pd

    from ..sources.rows import Reading, Report

_COLUMNS = ("path", "kind", "records", "skipped", "people", "events", "first_day", "last_day")


def check(source: str, format: Format) -> None:
    """Print what the files gave, in the form asked for."""
    asked = Asked("check", source, format=format)
    with watching(Path(source)) as progress:
        reading = ng.read(source, progress=progress)
    say(_told(asked, reading))


def _told(asked: Asked, reading: Reading) -> str:
    covered = "" if reading.tables.is_whole_log else coverage(reading.reports)
    files = [_file(report, reading) for report in reading.reports]
    if asked.format is Format.json:
        document = {"command": asked.command, "version": ng.__version__, "files": files}
        more = {"owner": reading.tables.owner or None, "coverage": covered}
        return text.to_json(text.plain(document | more)) + "\n"
    frame = _frame(files)
    if asked.format is Format.csv:
        return text.to_csv(frame)
    table = text.to_table(frame[frame["kind"] != ""], _COLUMNS, width(), sys.stdout.isatty())
    lines = [text.safe(line) for report in reading.reports for line in _remarks(report)]
    told = "\n" + "".join(f"{line}\n" for line in lines) if lines else ""
    if covered:
        told += f"\n{text.safe(caution(covered))}\n"
    return f"{table}{told}\nNext: {asked.words('freshness')}\n"


def _file(report: Report, reading: Reading) -> dict[str, Any]:
    tables = reading.tables
    people = int((tables.contacts["file"] == report.path).sum())
    return report.to_dict(people, int((tables.events["file"] == report.path).sum()))


def _frame(files: list[dict[str, Any]]) -> pd.DataFrame:
    """Return one row a file, with counts where the report has lists."""
    import pandas as pd

    rows = [
        {**file, **{name: len(file[name]) for name in ("skipped", "warnings", "ignored")}}
        for file in files
    ]
    return pd.DataFrame(rows).fillna({"first_day": "", "last_day": ""})


def _remarks(report: Report, most: int = 20) -> list[str]:
    """Return what a person should read about a file, a line each."""
    lines = [
        f"left out: {report.path}:{s.line}: {s.reason}"
        if s.line
        else f"left out: {report.path}: {s.reason}"
        for s in report.skipped[:most]
    ]
    if len(report.skipped) > most:
        lines.append(
            f"left out: {report.path}: and {len(report.skipped) - most:,} more (--format json)"
        )
    lines += [f"warning: {report.path}: {warning}" for warning in report.warnings]
    lines += [f"left alone: {report.path}: {reason}" for reason in report.ignored]
    return lines
