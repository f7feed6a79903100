"""The search, declared: targets, asks, talks, what is due, letters; `searching` does them.

Annotations are read when this file loads, so that help comes at once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

import netgraph as ng

from ..rules import MAX_HOPS
from .asking import Answer, Form, Format, answers
from .keeping import BookPath, Person

On = Annotated[
    str | None,
    typer.Option("--on", metavar="DAY", help="When, such as 2026-11-02. Default: today."),
]
Note = Annotated[str, typer.Option(help="What you want to remember.")]
Company = Annotated[str, typer.Option(help="At this company.")]
Templates = Annotated[
    Path | None,
    typer.Option(
        envvar="NETGRAPH_TEMPLATES",
        metavar="FOLDER",
        help="Your own templates; `netgraph templates` makes them.",
    ),
]


# --- what is written ----------------------------------------------------------------------------
def target(
    person: Annotated[
        str,
        typer.Argument(metavar="[PERSON]", help="Whom; a name, where you do not know them yet."),
    ] = "",
    company: Company = "",
    title: Annotated[str, typer.Option(help="People of this title first.")] = "",
    field: Annotated[str, typer.Option(help="What you want to learn about.")] = "",
    priority: Annotated[float | None, typer.Option(help="1 is the most urgent.")] = None,
    drop: Annotated[str, typer.Option(metavar="TARGET", help="Take this one off the list.")] = "",
    book: BookPath = None,
    format: Form = Format.table,
) -> None:
    """Note whom or where you want to reach; without words, show the list."""
    from .searching import target as run

    run(person, company, title, field, priority, drop, book, format)


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[HELPER [TARGET] [STATE]]",
            help="STATE: drafted, asked (if none is said), agreed, declined, no_reply, introduced, "
            "thanked, closed.",
        ),
    ] = None,
    company: Company = "",
    on: On = None,
    note: Note = "",
    book: BookPath = None,
    format: Form = Format.table,
) -> None:
    """Note that you asked somebody for somebody, or what came of it; without words, show asks."""
    from .searching import ask as run

    run(words or [], company, on, note, book, format)


def met(
    host: Person,
    on: On = None,
    minutes: Annotated[float, typer.Option(help="How long.")] = float("nan"),
    note: Note = "",
    arranged_by: Annotated[str, typer.Option(metavar="PERSON", help="Who found the hour.")] = "",
    gave: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="'Seun Ade, Globex: yes' if you may say who gave it; no; ask."
        ),
    ] = None,
    kind: Annotated[str, typer.Option(help="interview, meeting, call …")] = "interview",
    book: BookPath = None,
) -> None:
    """Note a talk: when, how long, who arranged it, which names it gave and what you may say."""
    from .searching import met as run

    run(host, on, minutes, note, arranged_by, gave or [], kind, book)


def favour(
    person: Person,
    kind: Annotated[str, typer.Option(help="introduction, advice, referral, other.")] = "other",
    mine: Annotated[bool, typer.Option("--mine", help="You did it for them.")] = False,
    on: On = None,
    note: Note = "",
    book: BookPath = None,
) -> None:
    """Note what somebody did for you, or you for them."""
    from .searching import favour as run

    run(person, kind, mine, on, note, book)


def rule(
    key: Annotated[str, typer.Argument(metavar="RULE", help="cadence_days, thanks_hours …")],
    value: Annotated[str, typer.Argument(metavar="NUMBER", help="The number.")],
    scope: Annotated[
        str, typer.Option("--for", metavar="SCOPE", help="all, group:alumni or person:ana.")
    ] = "all",
    book: BookPath = None,
) -> None:
    """Set a rule of your own: how often to be in touch, how many asks, how soon to thank."""
    from .searching import rule as run

    run(key, value, scope, book)


def templates(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Default: your config folder.")
    ] = None,
) -> None:
    """Copy the letters' templates to a folder, where you can make them yours."""
    from .searching import templates as run

    run(folder)


# --- what is asked ------------------------------------------------------------------------------
def due(
    net: "ng.Network",
    *,
    touches: Annotated[int, typer.Option(min=0, help="Old ties at most.")] = 3,
) -> Answer:
    """What do you owe to whom: thanks, news, answers; what is overdue first?"""
    from .searching import told_due

    return told_due(net, touches)


def plan(
    net: "ng.Network",
    *,
    company: Annotated[
        list[str] | None, typer.Option(help="Into these companies. Default: your targets.")
    ] = None,
    person: Annotated[list[str] | None, typer.Option(help="To these people.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Into these fields.")] = None,
    asks_per_helper: Annotated[
        int | None, typer.Option(min=0, help="Asks a helper may have. Default: your rule, else 1.")
    ] = None,
    max_hops: Annotated[
        int, typer.Option(metavar="HOPS", help="Steps at most, 1 to 4.")
    ] = MAX_HOPS,
) -> Answer:
    """Whom should you ask for whom, so that all targets together have the best chances?"""
    from .searching import told_plan

    return told_plan(net, company, person, field, asks_per_helper, max_hops)


def prepare(
    net: "ng.Network",
    *,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Whom you are going to meet.")],
    output: Annotated[
        Path | None, typer.Option(help="Write a page to print, or with --when a calendar file.")
    ] = None,
    when: Annotated[
        str | None, typer.Option(metavar="TIME", help="The talk: 2026-11-13, '2026-11-13 10:30'.")
    ] = None,
    minutes: Annotated[int, typer.Option(help="How long it will be.")] = 30,
    templates: Templates = None,
) -> Answer:
    """What should you know, ask and bring when you meet this person?"""
    from .searching import told_sheet

    return told_sheet(net, person, output, templates, when, minutes)


def draft(
    net: "ng.Network",
    *,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Whom the letter goes to.")],
    kind: Annotated[
        str, typer.Option(help="ask, direct, blurb, follow_up, thanks, news or touch.")
    ] = "ask",
    about: Annotated[str, typer.Option(metavar="PERSON", help="Whom you want to meet.")] = "",
    company: Company = "",
    field: Annotated[str, typer.Option(help="What you want to learn about.")] = "",
    templates: Templates = None,
) -> Answer:
    """What could you write to this person? netgraph never sends it."""
    from .searching import told_draft

    return told_draft(net, person, kind, about, company, field, templates)


def reminders(
    net: "ng.Network",
    *,
    output: Annotated[Path, typer.Option(help="The calendar file.")] = Path("netgraph.ics"),
) -> Answer:
    """Write what is due as calendar entries; a later file moves or cancels them."""
    from .searching import told_reminders

    return told_reminders(net, output)


def reconnect(
    net: "ng.Network",
    *,
    per_week: Annotated[
        int | None, typer.Option(min=0, help="How many a week. Default: your rule, else 3.")
    ] = None,
) -> Answer:
    """Which dormant or cooling ties are worth a word, and what could you bring?"""
    from .searching import told_reconnect

    return told_reconnect(net, per_week)


def favours(net: "ng.Network") -> Answer:
    """Who has done something for you, for whom have you, and where is one clearly behind?"""
    from .searching import told_favours

    return told_favours(net)


def agenda(
    net: "ng.Network",
    *,
    days: Annotated[int, typer.Option(min=1, help="How far to look.")] = 7,
) -> Answer:
    """What is there to do in the coming days?"""
    from .searching import told_agenda

    return told_agenda(net, days)


VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "target": (target, "target --company Acme --title 'Head of data' --priority 1"),
    "ask": (ask, "ask ana ravi agreed --on 2026-11-04"),
    "met": (met, "met ravi --minutes 30 --arranged-by 'Paul Acht' --gave 'Seun Ade, Globex: yes'"),
    "favour": (favour, "favour ana --kind advice"),
    "rule": (rule, "rule cadence_days 60 --for group:alumni"),
    "templates": (templates, "templates my-letters"),
}
QUESTIONS: dict[str, tuple[Callable[..., Answer], str]] = {
    "plan": (plan, "plan sample_data --ego me"),
    "draft": (draft, "draft sample_data ana --about ravi --ego me"),
    "prepare": (prepare, "prepare sample_data seun --ego me"),
    "due": (due, "due sample_data --ego me --as-of 2026-11-01"),
    "agenda": (agenda, "agenda sample_data --ego me --as-of 2026-11-01"),
    "reminders": (reminders, "reminders sample_data --ego me --output netgraph.ics"),
    "reconnect": (reconnect, "reconnect sample_data --ego me"),
    "favours": (favours, "favours sample_data --ego me"),
}


def add_to(app: typer.Typer) -> None:
    """Put the search among the commands."""
    for name, (verb, example) in VERBS.items():
        _put(app, name, example, verb)
    for name, (question, example) in QUESTIONS.items():
        _put(app, name, example, answers(question))


def _put(app: typer.Typer, name: str, example: str, verb: Callable[..., None]) -> None:
    epilog = f"Example: netgraph {example}"
    app.command(name, epilog=epilog, rich_help_panel="The search")(verb)
