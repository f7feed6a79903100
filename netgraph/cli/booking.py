"""What the book's verbs do and say; `keeping` declares them."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import netgraph as ng

from ..book import copies, default_path, problems
from ..book import restore as put_back
from ..book.phrases import parse
from ..network.view import as_day
from ..sources.coverage import caution
from ..sources.plain import parse_mapping
from ..views import text
from .answering import counted, note, width
from .asking import Format, say
from .watching import watching

if TYPE_CHECKING:
    import pandas as pd

    from ..book import Book, Imported


# --- imports -----------------------------------------------------------------------------------
def import_files(
    files: list[Path],
    book: Path | None,
    as_of: str | None,
    mapping: str | None,
    options: Mapping[str, Any],
    format: Format,
) -> None:
    """Import each file and say what it changed."""
    columns = parse_mapping(mapping) if mapping else None
    for sentence in strangers():
        note(sentence)
    done = []
    with ng.open_book(book) as kept:
        for path in files:
            try:
                with watching(path) as progress:
                    found = kept.import_file(
                        path, as_of=as_of, columns=columns, progress=progress, **options
                    )
            except KeyboardInterrupt:
                note(f"interrupted: nothing of {path} was imported; import it again to go on")
                raise typer.Exit(130) from None
            done.append(found)
            if format is Format.table:
                say(text.safe(f"{path}: {told_import(found)}") + "\n")
        covered = kept.coverage
    if format is not Format.table:
        return say(text.to_json(text.plain(_document(done, covered))) + "\n")
    say(text.safe(caution(covered)) + "\n")
    _next("review" if any(found.n_proposed != 0 for found in done) else "freshness")


def _document(done: list[Imported], covered: str) -> dict[str, Any]:
    files = [
        report.to_dict(
            found.sources.get(report.kind, {}).get("new_people", 0),
            found.sources.get(report.kind, {}).get("new_events", 0),
        )
        for found in done
        for report in found.reports
    ]
    owners = [report.owner for found in done for report in found.reports if report.owner]
    diff = [{"operation": f.op, "new_people": f.new_people, "sources": f.sources} for f in done]
    return {
        "command": "import",
        "version": ng.__version__,
        "files": files,
        "owner": owners[0] if owners else None,
        "coverage": covered,
        "duplicates_proposed": sum(found.n_proposed or 0 for found in done),
        "diff": diff,
    }


def told_import(found: Imported) -> str:
    """Return what an import did, as a sentence."""
    skipped = sum(len(report.skipped) for report in found.reports)
    tail = f"; {counted(skipped, 'row')} skipped: netgraph check says which" if skipped else ""
    if found.is_empty:
        return "nothing new; the book is as it was" + tail
    n = found.counts
    parts = [
        (found.new_people, "new person", "new people"),
        (n.get("perhaps_known", 0), "perhaps known already", "perhaps known already"),
        (n.get("changed_company", 0), "changed company", "changed company"),
        (n.get("gone_connections", 0), "connection gone", "connections gone"),
        (n.get("new_interactions", 0), "new interaction", "new interactions"),
        (n.get("new_introductions", 0), "new introduction", "new introductions"),
        (n.get("new_ties", 0), "new tie", "new ties"),
        (n.get("titled_events", 0), "event with its title", "events with their titles"),
        (found.n_proposed or 0, "duplicate proposed", "duplicates proposed"),
    ]
    told = ", ".join(counted(k, one, many) for k, one, many in parts if k) or "small changes"
    return f"{told} (operation {found.op}){tail}"


# --- who is who --------------------------------------------------------------------------------
def review(book: Path | None, yes: bool, format: Format) -> None:
    """Show or ask the pairs that wait."""
    with ng.open_book(book) as kept:
        pairs = kept.review()
        if yes:
            n = kept.merge_all(zip(pairs["a"], pairs["b"], strict=True))
            return tell(f"{counted(n, 'pair')} merged", "undo")
        if sys.stdin.isatty() and sys.stdout.isatty() and format is Format.table:
            return _ask_each(kept, pairs)
        return show("review", pairs, ("a", "b", "score", "why"), format, "no pair waits")


def _ask_each(kept: Book, pairs: pd.DataFrame) -> None:
    """Ask for each pair; nothing is decided without an answer."""
    cards = kept.tables().contacts.set_index("id")
    for at, (a, b, why) in enumerate(zip(pairs["a"], pairs["b"], pairs["why"], strict=True), 1):
        say(text.safe(f"{at} of {len(pairs)}: {why}") + "\n")
        for person in (a, b):
            card = [person, *cards.loc[person, ["name", "company", "emails"]]]
            say("  " + text.safe(" · ".join(cell for cell in card if cell)) + "\n")
        answer = typer.prompt("one person? yes, no, later, quit", default="later")[:1].lower()
        if answer == "q":
            break
        if answer == "y" and kept.person(a) != kept.person(b):
            kept.merge(a, b)
        elif answer == "n":
            kept.reject(a, b)
    _next("history")


def merge(a: str, b: str, book: Path | None) -> None:
    """Merge two people."""
    with ng.open_book(book) as kept:
        tell(f"one person: {kept.merge(a, b)}", "undo")


def unmerge(alias: str, book: Path | None) -> None:
    """Take a merge back."""
    with ng.open_book(book) as kept:
        kept.unmerge(alias)
        tell(f"{alias} is a person of its own again", "history")


def apart(a: str, b: str, book: Path | None) -> None:
    """Keep two people apart."""
    with ng.open_book(book) as kept:
        kept.reject(a, b)
        tell(f"{a} and {b} are different people", "review")


# --- writing down ------------------------------------------------------------------------------
def add(name: str, cells: Mapping[str, str], book: Path | None) -> None:
    """Add a person."""
    with ng.open_book(book) as kept:
        person = kept.add(name, **{column: cell for column, cell in cells.items() if cell})
        tell(f"added: {person}", "log", "met", person, "today")


def log(words: str, book: Path | None, as_of: str | None) -> None:
    """Write down an event said in words."""
    today = as_day(as_of) if as_of else dt.date.today()
    entry = parse(words, today)
    with ng.open_book(book) as kept:
        people = [_asked_back(kept, word) for word in entry.people]
        kept.log(*people, on=entry.day, kind=entry.kind, minutes=entry.minutes, note=entry.note)
        tell(f"{entry.kind} on {entry.day} with {', '.join(people)}", "freshness")


def _asked_back(kept: Book, word: str) -> str:
    """Return the person a word means; on a terminal a near name is asked back."""
    try:
        return kept.person(word)
    except ng.UnknownPersonError as unknown:
        if not sys.stdin.isatty():
            raise
        typer.echo(text.safe(unknown))
        return kept.person(typer.prompt("who is meant?"))


def edit(person: str, cells: Mapping[str, str], book: Path | None) -> None:
    """Correct a card."""
    with ng.open_book(book) as kept:
        kept.edit(person, **cells)
        tell(f"corrected: {', '.join(cells)} of {kept.person(person)}", "history")


def forget(person: str, book: Path | None, yes: bool) -> None:
    """Erase a person."""
    with ng.open_book(book) as kept:
        who = kept.person(person)
        if not yes:
            typer.confirm(f"erase {who} for good, and delete the backups?", abort=True)
        mentions = kept.forget(who)
    say(text.safe(f"forgotten: {person}") + "\n")
    if mentions:
        say(f"{counted(len(mentions), 'note')} of yours still name them:\n")
        say("".join(f"  {text.safe(mention)}\n" for mention in mentions))


# --- looking back, keeping safe ----------------------------------------------------------------
def undo(operation: int | None, book: Path | None) -> None:
    """Undo an operation."""
    with ng.open_book(book) as kept:
        tell(f"undone: {kept.undo(operation)}", "history")


def history(book: Path | None, format: Format) -> None:
    """Show the operations."""
    with ng.open_book(book) as kept:
        show("history", kept.history(), ("op", "kind", "title"), format)


def changes(since: str, book: Path | None, format: Format) -> None:
    """Show what changed since a day."""
    day = as_day(since)
    with ng.open_book(book) as kept:
        rows = _with_cold(kept.changes(day), ng.load(kept), day)
    show("changes", rows, ("name", "what", "was", "now", "on"), format, "nothing changed")


def _with_cold(rows: pd.DataFrame, net: ng.Network, since: dt.date) -> pd.DataFrame:
    """Add whom it was time to be in touch with since that day: ties that went cold."""
    import pandas as pd

    if net.ego is None:
        return rows
    ties = ng.freshness(net)
    due = ties["due_on"]
    is_cold = (due >= pd.Timestamp(since)) & (due < pd.Timestamp(net.as_of)) & ~ties["is_exempt"]
    cold = ties[is_cold]
    more = pd.DataFrame(
        {
            "person": cold.index,
            "name": cold["name"].to_numpy(),
            "what": "went cold",
            "was": [f"in touch {int(days)} days ago" for days in cold["days_silent"]],
            "now": "due",
            "on": cold["due_on"].dt.strftime("%Y-%m-%d").to_numpy(),
        }
    )
    return pd.concat([rows, more], ignore_index=True) if len(more) else rows


def export(folder: Path, book: Path | None) -> None:
    """Write the whole book."""
    with ng.open_book(book) as kept:
        tell(str(kept.export(folder)), "import", str(folder), "--book", "another.sqlite")


def backup(to: Path | None, book: Path | None) -> None:
    """Copy the book."""
    with ng.open_book(book) as kept:
        tell(str(kept.backup(to)), "where")


def restore(backup: Path | None, book: Path | None) -> None:
    """Put a backup in the book's place."""
    path = book or default_path()
    tell(f"{path} is again as in {put_back(path, backup)}", "doctor")


def doctor(book: Path | None) -> None:
    """Say what is wrong."""
    path = book or default_path()
    if not path.exists():
        say(text.safe(f"{path}: no book yet; netgraph import makes one") + "\n")
        found = strangers()
    else:
        found = [*problems(path), *strangers()]
    for sentence in found:
        say(text.safe(sentence) + "\n")
    if found:
        _next("restore")
        raise typer.Exit(1)
    if path.exists():
        say(text.safe(f"{path}: sound") + "\n")


def strangers() -> list[str]:
    """Return warnings of other distributions that own the import name."""
    owners = set(packages_distributions().get("netgraph", ()))
    return [
        f"the package {name!r} also installs as 'netgraph' and may shadow this program: "
        f"pip uninstall {name}"
        for name in sorted(owners - {"referral-netgraph"})
    ]


def where(book: Path | None) -> None:
    """Say what netgraph keeps on this disk."""
    path = book or default_path()
    for file in (path, *copies(path)):
        size = f"{file.stat().st_size / 1e6:.1f} MB" if file.exists() else "not there yet"
        say(text.safe(f"{file}  {size}") + "\n")
    delete = shlex.join(["rm", "-rf", str(path), f"{path}.backups", f"{path}.before-restore"])
    say(f"\nThat is all netgraph keeps. To delete it: {text.safe(delete)}\n")


def tell(sentence: str, *next_words: str) -> None:
    """Say what was done, and the likely next command."""
    say(text.safe(sentence) + "\n")
    _next(*next_words)


def _next(*words: str) -> None:
    say(f"\nNext: netgraph {text.safe(shlex.join(words))}\n")


def show(
    command: str,
    rows: pd.DataFrame,
    columns: tuple[str, ...],
    format: Format,
    nothing: str = "nothing yet",
) -> None:
    """Print rows in the form asked for."""
    if format is Format.csv:
        return say(text.to_csv(rows))
    if format is Format.json:
        document = {"command": command, "version": ng.__version__, "rows": text.rows(rows)}
        return say(text.to_json(document) + "\n")
    return say(
        text.to_table(rows, columns, width(), sys.stdout.isatty()) if len(rows) else nothing + "\n"
    )
