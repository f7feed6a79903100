"""The book's verbs, declared: import, write down, decide, undo, keep safe; `booking` does them.

Annotations are read when this file loads, so that help comes at once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from .asking import AsOf, Ego, Form, Format

BookPath = Annotated[
    Path | None,
    typer.Option(
        "--book",
        envvar="NETGRAPH_BOOK",
        metavar="FILE",
        help="The book. Default: in your data folder; `netgraph where` says where.",
    ),
]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="Id, e-mail, profile or name.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files, folders, archives.")]
Partial = Annotated[
    bool, typer.Option(help="Go on where more than a fifth of the records is unusable.")
]


def import_files(
    files: Files,
    book: BookPath = None,
    ego: Ego = None,
    as_of: AsOf = None,
    accept_partial: Partial = False,
    map: Annotated[
        str | None,
        typer.Option(help="Columns of a plain table: 'name=who,company=\"works at\"'. Remembered."),
    ] = None,
    subjects: Annotated[
        bool, typer.Option("--subjects", help="Keep subjects of mails and titles of meetings.")
    ] = False,
    format: Form = Format.table,
) -> None:
    """Put what files say into the book, a transaction each, and say what changed."""
    from .booking import import_files as run

    options = {"ego": ego, "accept_partial": accept_partial, "subjects": subjects}
    run(files, book, as_of, map, options, format)


def review(
    book: BookPath = None,
    yes: Annotated[bool, typer.Option("--yes", help="Merge every pair.")] = False,
    format: Form = Format.table,
) -> None:
    """Show who may be one person; on a terminal each pair is asked: yes, no, later."""
    from .booking import review as run

    run(book, yes, format)


def merge(a: Person, b: Person, book: BookPath = None) -> None:
    """Say that two are one person; the older id stays."""
    from .booking import merge as run

    run(a, b, book)


def unmerge(alias: Person, book: BookPath = None) -> None:
    """Take a merge back, by the id that became an alias."""
    from .booking import unmerge as run

    run(alias, book)


def apart(a: Person, b: Person, book: BookPath = None) -> None:
    """Say that two are different people; the pair is not proposed again."""
    from .booking import apart as run

    run(a, b, book)


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Their name.")],
    company: Annotated[str, typer.Option(help="Where they work.")] = "",
    title: Annotated[str, typer.Option(help="As what.")] = "",
    email: Annotated[str, typer.Option(help="Their address.")] = "",
    group: Annotated[str, typer.Option(help="friend, family, colleague, alumni …")] = "",
    note: Annotated[str, typer.Option(help="What you want to remember.")] = "",
    book: BookPath = None,
) -> None:
    """Add a person, in ten seconds."""
    from .booking import add as run

    cells = {"company": company, "title": title, "emails": email, "group": group, "notes": note}
    run(name, cells, book)


def log(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help="coffee with ana yesterday: note")
    ],
    book: BookPath = None,
    as_of: AsOf = None,
) -> None:
    """Write down a meeting, call or message in your own words."""
    from .booking import log as run

    run(" ".join(words), book, as_of)


def edit(
    person: Person,
    changes: Annotated[
        list[str], typer.Argument(metavar="COLUMN=VALUE...", help="company=Acme title='Head'")
    ],
    book: BookPath = None,
) -> None:
    """Correct a person's card; the next import does not undo it."""
    from .booking import edit as run

    run(person, dict(_cell(change) for change in changes), book)


def _cell(change: str) -> tuple[str, str]:
    column, is_one, value = change.partition("=")
    if not is_one:
        raise typer.BadParameter(f"{change!r}: expected COLUMN=VALUE, such as company=Acme")
    return column, value


def undo(
    operation: Annotated[
        int | None, typer.Argument(metavar="[OPERATION]", help="Its number in the history.")
    ] = None,
    book: BookPath = None,
) -> None:
    """Take back an operation; without a number the newest."""
    from .booking import undo as run

    run(operation, book)


def history(book: BookPath = None, format: Form = Format.table) -> None:
    """Show what was done to the book, newest first."""
    from .booking import history as run

    run(book, format)


def changes(
    since: Annotated[str, typer.Option(metavar="DAY", help="Such as 2026-09-01.")],
    book: BookPath = None,
    format: Form = Format.table,
) -> None:
    """Show who moved job, who is new, whose connection is gone since a day."""
    from .booking import changes as run

    run(since, book, format)


def forget(
    person: Person,
    book: BookPath = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a person, with the backups; the next import does not bring them back."""
    from .booking import forget as run

    run(person, book, yes)


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the file goes.")],
    book: BookPath = None,
) -> None:
    """Write the whole book as lines of JSON; an empty book can import it back."""
    from .booking import export as run

    run(folder, book)


def backup(
    to: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Default: beside it.")] = None,
    book: BookPath = None,
) -> None:
    """Copy the book."""
    from .booking import backup as run

    run(to, book)


def restore(
    backup: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Default: the newest sound backup.")
    ] = None,
    book: BookPath = None,
) -> None:
    """Put a backup in the book's place; the old file is kept beside it."""
    from .booking import restore as run

    run(backup, book)


def doctor(book: BookPath = None) -> None:
    """Check that the book is sound and that no other package shadows this one."""
    from .booking import doctor as run

    run(book)


def where(book: BookPath = None) -> None:
    """Say what lies where on this disk, and how to delete it all."""
    from .booking import where as run

    run(book)


VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "import": (import_files, "import Basic_LinkedInDataExport.zip"),
    "review": (review, "review --format csv"),
    "merge": (merge, "merge ana ana-ruiz-2"),
    "unmerge": (unmerge, "unmerge ana-ruiz-2"),
    "apart": (apart, "apart ana ana-ruiz-2"),
    "add": (add, "add 'Ana Ruiz' --company Acme"),
    "log": (log, "log coffee with ana yesterday"),
    "edit": (edit, "edit ana company=Globex"),
    "undo": (undo, "undo 7"),
    "history": (history, "history --format json"),
    "changes": (changes, "changes --since 2026-09-01"),
    "forget": (forget, "forget ana"),
    "export": (export, "export my-network"),
    "backup": (backup, "backup elsewhere.sqlite"),
    "restore": (restore, "restore elsewhere.sqlite"),
    "doctor": (doctor, "doctor --book elsewhere.sqlite"),
    "where": (where, "where --book elsewhere.sqlite"),
}


def add_to(app: typer.Typer) -> None:
    """Put the verbs among the commands."""
    for name, (verb, example) in VERBS.items():
        app.command(name, epilog=f"Example: netgraph {example}", rich_help_panel="The book")(verb)
