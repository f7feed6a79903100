"""Asks written into the book: whom you asked for whom, and each thing that came of it.

Every call is one operation, so `undo` takes it back with all it wrote: the state, the
introduction, the favour, the note of thanks.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..advice.asks import Ask, Step, asks_in
from ..book.entries import add_rows, key_of, new_event
from ..errors import NetgraphError, UnknownPersonError
from ..identity import find
from ..schema import EGO, Tables, company_keys
from .states import check_step

if TYPE_CHECKING:
    from ..book import Book
    from ..book.operation import Operation


def ask(
    book: Book,
    helper: str,
    target: str = "",
    *,
    company: str = "",
    status: str = "asked",
    on: dt.date | None = None,
    note: str = "",
) -> Ask:
    """Note that a helper was asked, or what came of it.

    Parameters
    ----------
    book : Book
    helper : str
        Whom you ask; the person, where you ask for a talk and not for somebody else.
    target : str
        For whom; "" where only a company or a talk.
    company : str
        For whom at which company, where the target is not known yet.
    status : str
        The new state: drafted or asked begin an ask, the others go on with the open one.
    on : date
        When; default today.
    note : str
        What you want to remember.

    Returns
    -------
    Ask
        The ask with its new state.

    Raises
    ------
    UnknownPersonError
        Nobody goes by the helper's or the target's word.
    NetgraphError
        The state may not follow, the helper does not want to be contacted, or the target is
        asked for through somebody else already; nothing is written.
    """
    known = book.tables()
    who = find(known, helper)
    whom = find(known, target) if target else ""
    _refuse_self(known, who, whom)
    step = Step(status, on or dt.date.today(), note)
    every = asks_in(known.asks, known.ask_events)
    found = _current(known, every, who, whom, company)
    is_new = found is None or not (found.is_open or found.status == "no_reply")
    if status in ("drafted", "asked") and is_new:
        return _begin(book, known, every, Ask("", who, whom, company, ()), step)
    if found is None:
        asked = in_words(known, Ask("", who, whom, company, ()))
        raise NetgraphError(f"no ask of {asked} is noted; first: netgraph ask {who} {whom}".strip())
    return go_on(book, known, found, step)


def go_on(book: Book, known: Tables, found: Ask, step: Step) -> Ask:
    """Write the next state of an ask, and what it brings with it."""
    found = with_thanks(known, found, step)
    check_step(found, step, in_words(known, found))
    if step.status == "asked":
        _refuse_unwilling(known, found.helper, found.target)
    with book.operation("ask", f"{in_words(known, found)}: {step.status}", as_of=step.on) as op:
        write_step(op, found, step)
    return replace(found, steps=(*found.steps, step))


def write_step(op: Operation, found: Ask, step: Step) -> None:
    """Write one state; an introduction or thanks are written as what they are, too."""
    row = {"ask": found.id, "status": step.status, "on": step.on, "note": step.note}
    add_rows(op, "ask_events", [row])
    helper, target = key_of(op, found.helper), found.target
    if step.status == "introduced" and target:
        made = {"introducer": helper, "introduced": key_of(op, target), "to": EGO, "date": step.on}
        add_rows(op, "introductions", [{**made, "status": "introduced"}])
        done = {"giver": helper, "receiver": EGO, "date": step.on, "kind": "introduction"}
        add_rows(op, "favours", [done])
    if step.status == "thanked" and step.on:
        host = key_of(op, target or found.helper)
        new_event(op, step.on, [(EGO, "by"), (host, "to")], kind="thanks", note=step.note)


def with_thanks(known: Tables, found: Ask, step: Step) -> Ask:
    """Let thanks that were logged, not noted with the ask, count as its state."""
    if found.status != "met" or step.status != "closed" or found.on is None:
        return found
    events = known.events
    first = (found.on.toordinal() - 719_163) * 86_400
    thanks = events[(events["kind"] == "thanks") & (events["instant"] >= first)]
    parts = known.event_people
    told = parts["event"][parts["person"] == (found.target or found.helper)]
    days = thanks["instant"][thanks["id"].isin(told)]
    if not len(days):
        return found
    day = dt.date.fromordinal(int(days.min()) // 86_400 + 719_163)
    return replace(found, steps=(*found.steps, Step("thanked", day)))


def in_words(known: Tables, found: Ask) -> str:
    """Return `Ana Ruiz for Ravi Menon`."""
    names = dict(zip(known.contacts["id"], known.contacts["name"], strict=True))
    helper = names.get(found.helper) or found.helper
    what = names.get(found.target) or found.target or found.company
    return f"{helper} for {what}" if what and found.target != found.helper else f"{helper}"


def _current(
    known: Tables, every: tuple[Ask, ...], helper: str, target: str, company: str
) -> Ask | None:
    """Return the open ask of that helper and target, else the newest one that ended."""
    wanted = company_keys([company], known.companies)[0]
    same = [
        one
        for one in every
        if one.helper == helper
        and (one.target == target or (not target and one.is_direct and not one.company))
        and (bool(target) or company_keys([one.company], known.companies)[0] == wanted)
    ]
    still = [one for one in same if one.is_open]
    return next(reversed(still or same), None)


def _begin(book: Book, known: Tables, every: tuple[Ask, ...], new: Ask, step: Step) -> Ask:
    """Write a new ask; one target is not asked for through two helpers."""
    check_step(new, step, in_words(known, new))
    _refuse_unwilling(known, new.helper, new.target)
    for other in every:
        if new.target and other.target == new.target and other.is_open:
            raise NetgraphError(
                f"{in_words(known, other)} is open ({other.status} on {other.on}): nobody is "
                "asked for through two helpers; say how that one ended first"
            )
    new = replace(new, id=_new_id(known))
    title = f"{in_words(known, new)}: {step.status}"
    with book.operation("ask", title, as_of=step.on) as op:
        row: dict[str, Any] = {"id": new.id, "helper": key_of(op, new.helper)}
        row |= {"target": key_of(op, new.target) if new.target else "", "company": new.company}
        add_rows(op, "asks", [row])
        write_step(op, new, step)
    return replace(new, steps=(step,))


def _new_id(known: Tables) -> str:
    """Return `ask-22` where the highest so far is 21."""
    numbers = (re.fullmatch(r"ask-(\d{1,9})", str(id_)) for id_ in known.asks["id"])
    return f"ask-{1 + max((int(found[1]) for found in numbers if found), default=0):02d}"


def _refuse_self(known: Tables, *people: str) -> None:
    if known.owner and known.owner in people:
        raise UnknownPersonError(f"{known.owner!r} is you: name somebody else")


def _refuse_unwilling(known: Tables, *people: str) -> None:
    """Refuse to ask, or to ask for, somebody marked do_not_contact."""
    cards = known.contacts[known.contacts["do_not_contact"]]
    for person, name in zip(cards["id"], cards["name"], strict=True):
        if person in people:
            raise NetgraphError(
                f"{name or person} is marked do_not_contact; if that has changed: "
                f"netgraph edit {person} do_not_contact="
            )
