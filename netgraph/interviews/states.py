"""Which state of an ask may follow which, and why not another.

drafted → asked → agreed | declined | no_reply → introduced → met → thanked → closed. Who was asked
for a talk, not for somebody else, is met without an introduction.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ..advice.asks import Ask, Step
from ..errors import NetgraphError
from ..schema import ASK_STATUSES

AFTER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "": ("drafted", "asked"),
        "drafted": ("asked", "closed"),
        "asked": ("agreed", "declined", "no_reply"),
        "no_reply": ("asked", "agreed", "declined", "closed"),
        "agreed": ("introduced", "declined", "no_reply"),
        "declined": ("closed",),
        "introduced": ("met", "declined", "no_reply", "closed"),
        "met": ("thanked",),
        "thanked": ("closed",),
        "closed": (),
    }
)
"""The states that may follow each; a late answer may follow none, a no may follow a yes."""

_FIRST: Final = {
    "agreed": ("drafted", "it has not been asked yet"),
    "declined": ("drafted", "it has not been asked yet"),
    "no_reply": ("drafted", "it has not been asked yet"),
    "introduced": ("asked", "nobody has agreed yet"),
    "met": ("agreed", "nobody has introduced you yet"),
    "thanked": ("introduced", "you have not met yet"),
    "closed": ("met", "thanks are owed first"),
}
"""What is missing before each state, where the ask stands no further than this."""


def possible(ask: Ask) -> tuple[str, ...]:
    """Return the states that may follow the ask's."""
    after = AFTER[ask.status]
    if ask.is_direct and ask.status == "agreed":
        return ("met", *(status for status in after if status != "introduced"))
    return after


def check_step(ask: Ask, step: Step, what: str) -> None:
    """Refuse a state that may not follow, with the reason and what to do.

    `what` names the ask in words.
    """
    if step.status not in ASK_STATUSES:
        known = ", ".join(ASK_STATUSES)
        raise NetgraphError(f"{step.status!r} is no state of an ask; expected one of {known}")
    may = possible(ask)
    if step.status not in may:
        since = f" since {ask.on}" if ask.on else ""
        can = f"possible now: {', '.join(may)}" if may else "nothing follows; make a new ask"
        raise NetgraphError(
            f"{what} stands at {ask.status or 'nothing'!r}{since}; {step.status!r} is refused: "
            f"{_reason(ask, step.status)}; {can} (a wrong entry is taken back by netgraph undo)"
        )
    if ask.on and step.on and step.on < ask.on:
        raise NetgraphError(
            f"{what} was {ask.status!r} on {ask.on}; {step.status!r} cannot have been before that, "
            f"on {step.on}"
        )


def _reason(ask: Ask, status: str) -> str:
    if not ask.status:
        return "it has not been asked yet"
    if status == ask.status:
        return "that is noted already"
    if ask.status == "closed":
        return "it is closed"
    if ask.status == "declined":
        return "the answer was no"
    furthest, missing = _FIRST.get(status, ("", ""))
    order = ASK_STATUSES.index
    if missing and order(ask.status) <= order(furthest):
        return missing
    if ask.status == "no_reply":
        return "there was no reply"
    return "it is further than that" if order(status) < order(ask.status) else missing
