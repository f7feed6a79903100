"""What the search does and says; `interviewing` declares it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import netgraph as ng

from ..advice.asks import asks_in
from ..advice.reconnect import reconnect
from ..interviews import asks as written
from ..interviews import targets
from ..interviews.agenda import agenda
from ..interviews.appointment import appointment
from ..interviews.draft import draft
from ..interviews.due import due
from ..interviews.letters import copy_templates, template_folder
from ..interviews.met import given
from ..interviews.met import met as write_talk
from ..interviews.prepare import prepare
from ..interviews.reminders import reminders
from ..network.view import as_day
from ..output import write_file
from ..schema import ASK_STATUSES
from ..views import text
from .answering import counted, note
from .asking import Answer, Format
from .booking import show, tell

if TYPE_CHECKING:
    import pandas as pd


def _day(on: str | None) -> dt.date:
    return dt.date.today() if on is None else as_day(on)


def _now(net: ng.Network) -> dt.datetime | None:
    """Return this moment where the network is of today."""
    return dt.datetime.now(dt.UTC) if net.as_of == dt.date.today() else None


# --- what is written ----------------------------------------------------------------------------
def target(
    person: str,
    company: str,
    title: str,
    field: str,
    priority: float | None,
    drop: str,
    book: Path | None,
    format: Format,
) -> None:
    """Write a target, take one off, or show them."""
    with ng.open_book(book) as kept:
        if drop:
            targets.unwant(kept, drop)
            return tell(f"no longer a target: {drop}", "plan")
        if not any((person, company, title, field)):
            rows = kept.tables().targets.sort_values("priority", kind="stable")
            columns = ("id", "person", "name", "company", "title", "field", "priority")
            return show("target", rows[list(columns)], columns, format, "no target yet")
        urgency = float("nan") if priority is None else priority
        made = targets.want(
            kept, person=person, company=company, title=title, field=field, priority=urgency
        )
        tell(f"target: {made}", "plan")


def ask(
    words: list[str],
    company: str,
    on: str | None,
    note_: str,
    book: Path | None,
    format: Format,
) -> None:
    """Write the state of an ask, or show the open ones."""
    with ng.open_book(book) as kept:
        if not words:
            rows = _open_asks(kept)
            columns = ("ask", "helper", "target", "company", "status", "on")
            return show("ask", rows, columns, format, "no ask is open")
        helper, whom, status, company = _asked(kept, words, company)
        made = written.ask(
            kept, helper, whom, company=company, status=status, on=_day(on), note=note_
        )
        next_words = {
            "drafted": ("draft", made.helper),
            "introduced": ("prepare", made.target or made.helper),
            "declined": ("plan",),
            "no_reply": ("plan",),
        }
        said = written.in_words(kept.tables(), made)
        tell(f"{made.id}: {said}: {made.status}", *next_words.get(made.status, ("due",)))


def _asked(kept: ng.Book, words: list[str], company: str) -> tuple[str, str, str, str]:
    """Return helper, target, state and company of `ana ravi agreed` or `ask-07 agreed`."""
    *who, last = words
    status = last if who and last in ASK_STATUSES else "asked"
    if not (who and last in ASK_STATUSES):
        who = words
    if len(who) > 2:
        raise ng.NetgraphError(
            f"{len(who)} people are named; expected HELPER [TARGET] [STATE], names of several "
            "words in quotes"
        )
    known = kept.tables()
    for one in asks_in(known.asks, known.ask_events):
        if who == [one.id]:
            return one.helper, one.target, status, company or one.company
    return who[0], who[1] if len(who) > 1 else "", status, company


def _open_asks(kept: ng.Book) -> pd.DataFrame:
    import pandas as pd

    known = kept.tables()
    names = dict(zip(known.contacts["id"], known.contacts["name"], strict=True))
    rows = [
        (
            a.id,
            names.get(a.helper) or a.helper,
            names.get(a.target) or a.target,
            a.company,
            a.status,
            a.on,
        )
        for a in asks_in(known.asks, known.ask_events)
        if a.is_open
    ]
    columns = ["ask", "helper", "target", "company", "status", "on"]
    return pd.DataFrame(rows, columns=columns).astype({"on": "datetime64[s]"})


def met(
    host: str,
    on: str | None,
    minutes: float,
    note_: str,
    arranged_by: str,
    gave: list[str],
    kind: str,
    book: Path | None,
) -> None:
    """Write a talk and the names it gave."""
    names = [given(words) for words in gave]
    with ng.open_book(book) as kept:
        write_talk(
            kept,
            host,
            on=_day(on),
            minutes=minutes,
            note=note_,
            kind=kind,
            arranged_by=arranged_by,
            names=names,
        )
        who = kept.person(host)
        more = f", {counted(len(names), 'name')} given" if names else ""
        tell(f"{kind} with {who} on {_day(on)}{more}", "draft", who, "--kind", "thanks")


def favour(
    person: str, kind: str, mine: bool, on: str | None, note_: str, book: Path | None
) -> None:
    """Write a favour."""
    with ng.open_book(book) as kept:
        targets.note_favour(kept, person, is_mine=mine, kind=kind, on=_day(on), note=note_)
        tell(f"{kind} {'for' if mine else 'from'} {kept.person(person)}", "favours")


def rule(key: str, value: str, scope: str, book: Path | None) -> None:
    """Write a rule."""
    with ng.open_book(book) as kept:
        targets.set_rule(kept, key, value, scope=scope)
        tell(f"{key} {value} for {scope}", "due")


def templates(folder: Path | None) -> None:
    """Copy the templates, leaving those that are there alone."""
    made = copy_templates(folder)
    place = folder or template_folder()
    tell(f"{counted(len(made), 'template')} copied to {place}", "draft", "PERSON")


# --- what is asked ------------------------------------------------------------------------------
def told_due(net: ng.Network, touches: int) -> Answer:
    """Return what is owed."""
    rows = due(net, now=_now(net), touches=touches)
    late = int(rows["is_overdue"].sum())
    first = rows.iloc[0] if len(rows) else None
    letters = {"thanks": "thanks", "news": "news", "answer": "follow_up", "touch": "touch"}
    kind = "ask" if first is None else letters.get(first["what"], "direct")
    return Answer(
        rows,
        ("person", "what", "name", "due_on", "hours_left", "why"),
        heading=f"{counted(len(rows), 'thing')} owed, {late} overdue",
        nothing="nothing is owed to anybody",
        next=("draft", str(rows.index[0]), "--kind", kind) if len(rows) else ("plan",),
    )


def told_plan(
    net: ng.Network,
    company: list[str] | None,
    person: list[str] | None,
    field: list[str] | None,
    asks_per_helper: int | None,
    max_hops: int,
) -> Answer:
    """Return the plan."""
    rows = ng.plan(
        net,
        companies=company or None,
        people=person or None,
        fields=field or None,
        asks_per_helper=asks_per_helper,
        max_hops=max_hops,
    )
    asked = rows[rows["status"] == "ask"]
    heading = f"{counted(len(asked), 'ask')} for {counted(len(rows), 'target')}"
    words: tuple[str, ...] = ("due",)
    if len(asked):
        first = asked.iloc[0]
        is_direct = first["kind"] == "known there"
        how = ("--kind", "direct") if is_direct else ("--about", str(first["person"]))
        words = ("draft", str(first["helper"]), *how)
    return Answer(
        rows,
        ("what", "status", "helper_name", "name", "p", "fallback_name", "ruled_out", "why"),
        heading=f"{heading}; the sum of their chances, {asked['p'].sum():.2f}, is the greatest",
        nothing="no target is noted: netgraph target --company …",
        next=words if len(rows) else ("target",),
    )


def told_sheet(
    net: ng.Network,
    person: str,
    output: Path | None,
    folder: Path | None,
    when: str | None,
    minutes: int,
) -> Answer:
    """Return the sheet before a talk; write it as a page or a calendar entry, where asked to."""
    import pandas as pd

    sheet = prepare(net, person, templates=folder)
    _check_sheet_file(output, when)
    if output is not None and when is not None:
        previous = output.read_bytes() if output.exists() else None
        made = appointment(net, sheet, when, minutes=minutes, previous=previous, now=_now(net))
        write_file(output, made)
        note(f"{output}: the talk for your calendar, the sheet in it; nobody is invited")
    elif output is not None:
        write_file(output, sheet.html())
        note(f"{output}: the sheet to print")
    rows = [(part, line) for part, lines in sheet.parts for line in lines]
    return Answer(
        pd.DataFrame(rows, columns=["part", "line"]),
        heading=f"before the talk with {sheet.name}",
        body=_lines(str(sheet)),
        records=[sheet.to_dict()],
        next=("met", sheet.person),
    )


def _check_sheet_file(output: Path | None, when: str | None) -> None:
    """Refuse a calendar file without its hour, and an hour without its file."""
    is_calendar = output is not None and output.suffix.lower() == ".ics"
    if is_calendar and when is None:
        raise ng.NetgraphError(f"{output}: when is the talk? --when 2026-11-13, or an hour too")
    if when is not None and not is_calendar:
        raise ng.NetgraphError("--when makes a calendar file: --output talk.ics")


def told_draft(
    net: ng.Network,
    person: str,
    kind: str,
    about: str,
    company: str,
    field: str,
    folder: Path | None,
) -> Answer:
    """Return a letter."""
    import pandas as pd

    letter = draft(
        net, person, kind=kind, about=about, company=company, field=field, templates=folder
    )
    if letter.note:
        note(letter.note)
    row = {"person": letter.person, "kind": kind, "subject": letter.subject, "body": letter.body}
    return Answer(
        pd.DataFrame([{**row, "note": letter.note}]),
        heading=f"{kind} to {letter.name}; netgraph sends nothing",
        body=_lines(str(letter)),
        next=("due",),
    )


def _lines(said: str) -> str:
    """Return the text with each line made safe for a terminal."""
    return "\n".join(text.safe(line) for line in said.splitlines()) + "\n"


def told_reminders(net: ng.Network, output: Path) -> Answer:
    """Write the calendar file; return what is in it."""
    previous = output.read_bytes() if output.exists() else None
    made = reminders(net, previous=previous, now=_now(net))
    write_file(output, made)
    rows = due(net, now=_now(net))
    gone = made.count(b"STATUS:CANCELLED")
    more = f", {gone} cancelled" if gone else ""
    return Answer(
        rows,
        ("due_on", "what", "name", "why"),
        heading=f"{output}: {counted(len(rows), 'entry', 'entries')}{more}",
        nothing="nothing is owed to anybody",
        next=("due",),
    )


def told_reconnect(net: ng.Network, per_week: int | None) -> Answer:
    """Return old ties worth a word."""
    rows = reconnect(net, per_week=per_week)
    week = int(rows["is_this_week"].sum())
    columns = ("name", "is_this_week", "days_silent", "opens", "targets", "offer", "why")
    return Answer(
        rows,
        columns,
        heading=f"{counted(len(rows), 'old tie')}, {week} for this week, most opened first",
        nothing="no tie of yours has gone quiet",
        next=("draft", str(rows.index[0]), "--kind", "touch") if len(rows) else ("freshness",),
        coverage=net.coverage,
    )


def told_favours(net: ng.Network) -> Answer:
    """Return the ledger of favours."""
    rows = ng.favours(net)
    return Answer(
        rows,
        ("name", "n_given", "n_got", "says", "n_unthanked", "last_on", "why"),
        heading=f"{counted(len(rows), 'person', 'people')}, whom you owe first",
        nothing="no favour is noted: netgraph favour PERSON --kind advice",
        next=("due",),
    )


def told_agenda(net: ng.Network, days: int) -> Answer:
    """Return the week ahead."""
    rows = agenda(net, days=days, now=_now(net))
    return Answer(
        rows,
        ("on", "what", "name", "about", "why"),
        heading=f"{counted(len(rows), 'thing')} to do in {counted(days, 'day')}",
        nothing="nothing to do: take a walk",
        next=("due",),
    )
