"""Whom and where you want to reach, your own rules, and favours, written into the book."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..book.entries import add_rows, end_rows, key_of
from ..errors import NetgraphError, UnknownPersonError
from ..identity import find
from ..schema import EGO, FAVOUR_KINDS, fold_name

if TYPE_CHECKING:
    from ..book import Book


def want(
    book: Book,
    *,
    person: str = "",
    company: str = "",
    title: str = "",
    field: str = "",
    priority: float = np.nan,
) -> str:
    """Note whom, where or what you want to learn about; return the target's id.

    A person who is not in the network is kept by name, best with a company.
    """
    if not any((person, company, title, field)):
        raise NetgraphError("a target needs a person, a company, a title or a field")
    known = book.tables()
    who, name = "", ""
    if person:
        try:
            who = find(known, person)
        except UnknownPersonError:
            name = person
    wish = "-".join(fold_name(person or company or field or title).split()) or "target"
    id_ = f"target-{wish}"
    row = {"id": id_, "name": name, "company": company, "title": title, "field": field}
    with book.operation("target", f"target {person or company or field or title}") as op:
        end_rows(op, "targets", "id", id_)
        cells = {**row, "priority": priority, "person": key_of(op, who) if who else ""}
        add_rows(op, "targets", [cells])
    return id_


def unwant(book: Book, target: str) -> None:
    """Take a target off the list, by its id."""
    ids = book.tables().targets["id"].tolist()
    if target not in ids:
        raise NetgraphError(f"no target {target!r}; there are {', '.join(map(repr, ids[:5]))}")
    with book.operation("target", f"no longer {target}") as op:
        end_rows(op, "targets", "id", target)


def note_favour(
    book: Book,
    person: str,
    *,
    is_mine: bool,
    kind: str = "other",
    on: dt.date | None = None,
    note: str = "",
) -> None:
    """Note what somebody did for you, or you (`is_mine`) for them."""
    if kind not in FAVOUR_KINDS:
        raise NetgraphError(f"{kind!r} is no kind of favour; expected {', '.join(FAVOUR_KINDS)}")
    day = on or dt.date.today()
    who = find(book.tables(), person)
    title = f"{kind} {'for' if is_mine else 'from'} {who} on {day}"
    with book.operation("favour", title, as_of=day) as op:
        ends = (EGO, key_of(op, who)) if is_mine else (key_of(op, who), EGO)
        row = {"giver": ends[0], "receiver": ends[1], "date": day, "kind": kind, "note": note}
        add_rows(op, "favours", [row])


def set_rule(book: Book, key: str, value: str, *, scope: str = "all") -> None:
    """Set one of your own rules, such as cadence_days for `group:alumni` or `person:ana`."""
    scope = scope.strip() or "all"
    kind, colon, word = scope.partition(":")
    if kind == "person" and colon:
        scope = f"person:{find(book.tables(), word)}"
    elif scope != "all" and kind != "group":
        raise NetgraphError(f"{scope!r} is no scope; expected all, group:… or person:…")
    with book.operation("rule", f"{key} {value} for {scope}") as op:
        add_rows(op, "policy", [{"scope": scope, "key": key, "value": value}])
