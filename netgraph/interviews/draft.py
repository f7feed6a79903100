"""Letters in the user's words: a request, lines to forward, a reminder, thanks, news, a greeting.

netgraph writes them and never sends them. A name is used only with permission.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..advice.asks import Ask, asks_of
from ..advice.chance import asker
from ..errors import NetgraphError, UnknownPersonError
from .letters import filled
from .talks import talks_of
from .words import (
    ask_about,
    card,
    first_name,
    introducers_of,
    last_contact,
    may_be_named,
    name_of,
    prefers,
)

if TYPE_CHECKING:
    from ..network import Network

KINDS: Final = ("ask", "direct", "blurb", "follow_up", "thanks", "news", "touch")


@dataclass(frozen=True)
class Draft:
    """A letter: its kind, to whom, subject and body, and what the user should know of it."""

    kind: str
    person: str
    name: str
    subject: str
    body: str
    note: str = ""

    def __str__(self) -> str:
        return f"Subject: {self.subject}\n\n{self.body}"


def draft(
    net: Network,
    person: str,
    *,
    kind: str = "ask",
    about: str = "",
    company: str = "",
    field: str = "",
    templates: Path | None = None,
) -> Draft:
    """What could you write to this person?

    Parameters
    ----------
    net : Network
    person : str
        Whom the letter goes to.
    kind : {"ask", "direct", "blurb", "follow_up", "thanks", "news", "touch"}
        An ask for an introduction; for a talk; lines the helper can forward; a friendly word where
        no answer came; thanks to a host or an assistant; how it went, to who introduced you; a
        word to an old tie.
    about : str
        Whom you want to meet (or met); default the person of your newest ask.
    company, field : str
        Where, or what, you want to learn about; default what your targets say.
    templates : path, optional
        A folder with templates of your own; default NETGRAPH_TEMPLATES, else the config folder.

    Returns
    -------
    Draft
        Subject, body, and a note on what was left out; `str()` gives the letter.

    Raises
    ------
    UnknownPersonError
        Nobody goes by that word; also without an ego.
    NetgraphError
        An unknown kind, or the person is marked do_not_contact.
    SourceError
        A template of the user's that is none.

    Notes
    -----
    The introducer is named only where the permission says yes ("ask" is not yes).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    >>> ng.draft(ng.load(known, ego="me"), "ana", about="ravi").subject
    'A question about ravi'
    """
    if kind not in KINDS:
        raise NetgraphError(f"no draft {kind!r}; expected one of {', '.join(KINDS)}")
    ego, to = asker(net), net.index_of(person)
    if to == ego:
        raise UnknownPersonError(f"{person!r} is you: name whom the letter goes to")
    if net.do_not_contact[to]:
        raise NetgraphError(f"{name_of(net, to)} is marked do_not_contact: no letter is written")
    whom = net.index_of(about) if about else -1
    if whom >= 0 and net.do_not_contact[whom]:
        raise NetgraphError(f"{name_of(net, whom)} is marked do_not_contact: nobody is asked")
    ask = ask_about(net, to, whom)
    words, note = _words(net, to, whom, ask, company, field)
    text = filled(kind, words, templates)
    head, _, body = text.partition("\n")
    subject = head.removeprefix("Subject:").strip() if head.startswith("Subject:") else ""
    if kind != "direct":
        last = str(words["last_note"])
        note = f"your last note (not in the letter): {last}" if last else ""
    return Draft(kind, str(net.ids[to]), name_of(net, to), subject,
                 body.lstrip("\n") if subject else text, note)  # fmt: skip


def _words(
    net: Network, to: int, whom: int, ask: Ask | None, company: str, field: str
) -> tuple[dict[str, str | int | None], str]:
    """Return all that a template may say, and what is left unsaid."""
    if whom < 0 and ask is not None and ask.target and not company:
        named = [at for at, who in enumerate(net.ids) if who == ask.target]
        whom = named[0] if named and not net.do_not_contact[named[0]] else -1
    silent, last_note = last_contact(net, to)
    introducer, note = _introducer(net, to)
    met_on, host = _last_talk(net, to)
    asked = ask.day_of("asked") if ask else None
    if ask is not None and whom >= 0 and ask.day_of("met"):
        met_on = str(ask.day_of("met"))
    return {
        "me": name_of(net, net.ego_index),
        "my_title": card(net, net.ego_index, "title"),
        "my_company": card(net, net.ego_index, "company"),
        "name": name_of(net, to),
        "first": first_name(name_of(net, to)),
        "title": card(net, to, "title"),
        "company": card(net, to, "company"),
        "prefers": prefers(net, to),
        "about": name_of(net, whom) if whom >= 0 else "",
        "about_title": card(net, whom, "title") if whom >= 0 else "",
        "about_company": company or (card(net, whom, "company") if whom >= 0 else _company(ask)),
        "field": field or _field(net, whom if whom >= 0 else to, company),
        "introducer": introducer,
        "asked_on": str(asked) if asked else "",
        "met_on": met_on,
        "host": host,
        "days_silent": silent,
        "last_note": last_note,
    }, note


def _company(ask: Ask | None) -> str:
    return ask.company if ask else ""


def _introducer(net: Network, person: int) -> tuple[str, str]:
    """Return the name of who introduced somebody, where it may be used; else why it is not."""
    unnamed = []
    for by in introducers_of(net, person):
        if may_be_named(net, by, person):
            return name_of(net, by), ""
        unnamed.append(name_of(net, by))
    if not unnamed:
        return "", ""
    return "", f"{unnamed[0]} is not named: there is no permission to use the name"


def _last_talk(net: Network, person: int) -> tuple[str, str]:
    """Return the day of the last talk somebody hosted or arranged, and whose it was."""
    for talk in reversed(talks_of(net, asks_of(net))):
        if person in talk.hosts:
            return str(talk.day), ""
        if person in talk.assistants:
            return str(talk.day), " and ".join(name_of(net, h) for h in talk.hosts[:2])
    return "", ""


def _field(net: Network, person: int, company: str) -> str:
    """Return the field that the targets connect with a person or a company."""
    rows = net.targets
    at = int(net.company[person])
    for who, where, field in zip(rows["person"], rows["company"], rows["field"], strict=True):
        if not field:
            continue
        if who == net.ids[person] or (company and where == company):
            return str(field)
        if where and at >= 0 and net.companies["name"].iloc[at] == where:
            return str(field)
    return ""
