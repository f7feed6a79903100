"""One sheet before a talk: who it is, how you are connected, what to ask, what to find out, what to
bring.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..advice.asks import asks_of
from ..advice.chance import asker
from ..advice.common_ground import shared
from ..advice.routes import routes
from ..errors import NetgraphError, UnknownPersonError
from ..measures.favours import favours
from ..measures.wording import ago
from .letters import filled
from .words import (
    card,
    introducers_of,
    last_contact,
    may_be_named,
    name_of,
    notes_with,
    prefers,
)

if TYPE_CHECKING:
    from ..network import Network

MOST_NAMES: Final = 8
CHECKLIST: Final = (
    "Read up on the person and the company; fill the gaps above.",
    "Say aloud, in less than a minute and a half, who you are and what you want to learn.",
    "Choose your five best questions; the others are for pauses.",
    "Bring a résumé, but hand it over only if asked.",
    "Be early; watch the time that was promised, and end on it.",
    "Ask who else to talk to, and whether you may use the name.",
    "Write the thanks within 48 hours, to whoever arranged it too.",
)


@dataclass(frozen=True)
class Sheet:
    """What to know before a talk: parts with a heading and lines; `text`, `html`, `to_dict`."""

    person: str
    name: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    n_questions: int

    def __str__(self) -> str:
        said = [f"{self.name}\n{'=' * len(self.name)}"]
        for heading, lines in self.parts:
            said.append(f"{heading}\n" + "\n".join(f"- {line}" for line in lines))
        return "\n\n".join(said) + "\n"

    def html(self) -> str:
        """Return the sheet as one page to print; it loads nothing."""
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-'
            "Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            f"<title>{escape(self.name)}</title><style>body{{font:16px/1.5 sans-serif;max-width:"
            "42em;margin:2em auto;padding:0 1em}h2{font-size:1.1em}"
            f"</style><h1>{escape(self.name)}</h1>{self._lists('h2')}</html>\n"
        )

    def _repr_html_(self) -> str:
        return f"<h3>{escape(self.name)}</h3>{self._lists('h4')}"

    def _lists(self, heading: str) -> str:
        """Return the parts, each as a heading of that kind and a list."""
        return "".join(
            f"<{heading}>{escape(title)}</{heading}><ul>"
            + "".join(f"<li>{escape(line)}</li>" for line in lines)
            + "</ul>"
            for title, lines in self.parts
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the sheet as JSON has it."""
        return {
            "person": self.person,
            "name": self.name,
            "parts": {heading: list(lines) for heading, lines in self.parts},
        }


def prepare(net: Network, person: str, *, templates: Path | None = None) -> Sheet:
    """What should you know, ask and bring when you meet this person?

    Parameters
    ----------
    net : Network
    person : str
        Id, e-mail, slug or unique name.
    templates : path, optional
        A folder with a `questions.txt` of your own: general ones, a line `--`, those about the
        company.

    Returns
    -------
    Sheet
        Who (title, how to say the name, how they like to talk), how you are connected, what you
        last spoke of, whom you both know, whom you know there, gaps to look up, at least 20
        questions, what you could give back, a checklist. `str()` is the text, `html()` a page.

    Raises
    ------
    UnknownPersonError
        Nobody goes by that word; also without an ego.
    NetgraphError
        The person is marked do_not_contact.

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana")], columns=["source", "target"])
    >>> ng.prepare(ng.load(known, ego="me"), "ana").n_questions >= 20
    True
    """
    ego, who = asker(net), net.index_of(person)
    if who == ego:
        raise UnknownPersonError(f"{person!r} is you: name whom you are going to meet")
    if net.do_not_contact[who]:
        raise NetgraphError(f"{name_of(net, who)} is marked do_not_contact")
    general, about = _questions(net, who, templates)
    parts = [
        ("Who", _who(net, who)),
        ("How you are connected", _connected(net, who)),
        ("What you last spoke of", _spoken(net, who)),
        ("Whom you both know", _both(net, who)),
        (f"Whom you know at {card(net, who, 'company') or 'the company'}", _there(net, who)),
        ("To find out first", _gaps(net, who)),
        ("Questions: the work", general),
        (f"Questions: {card(net, who, 'company') or 'the company'}", about),
        ("What you could give back", _give(net, who)),
        ("Checklist", CHECKLIST),
    ]
    filled_in = tuple((heading, tuple(lines)) for heading, lines in parts if lines)
    return Sheet(str(net.ids[who]), name_of(net, who), filled_in, len(general) + len(about))


def _questions(net: Network, who: int, templates: Path | None) -> tuple[list[str], list[str]]:
    words = {c: card(net, who, c) for c in ("title", "company")} | {"name": name_of(net, who)}
    general, _, about = filled("questions", words, templates).partition("\n--\n")
    return [q for q in general.splitlines() if q.strip()], [
        q for q in about.splitlines() if q.strip()
    ]


def _who(net: Network, who: int) -> list[str]:
    title, company = card(net, who, "title"), card(net, who, "company")
    lines = [" · ".join(filter(None, (title, company, card(net, who, "location"))))]
    if card(net, who, "pronunciation"):
        lines.append(f"Say: {card(net, who, 'pronunciation')}")
    lines.append(f"Talks {prefers(net, who)}")
    aides = net.now.contacts["assistant_of"].to_numpy(dtype=object) == net.ids[who]
    for at in np.flatnonzero(aides).tolist():
        wish = "do not contact" if net.do_not_contact[at] else "thank them too"
        lines.append(f"Assistant: {name_of(net, at)} ({wish})")
    return [line for line in lines if line]


def _connected(net: Network, who: int) -> list[str]:
    lines = []
    for by in introducers_of(net, who)[:3]:
        may = "you may use the name" if may_be_named(net, by, who) else "do not use the name"
        lines.append(f"Through {name_of(net, by)}: {may}")
    lines += [
        f"The ask stands at: {ask.status}" + (f", {ask.on}" if ask.on else "")
        for ask in asks_of(net)
        if ask.target == net.ids[who] and ask.is_open
    ]
    best = routes(net, person=str(net.ids[who]), n=1)
    return lines + [route.why for route in best[:1]]


def _spoken(net: Network, who: int) -> list[str]:
    silent, _ = last_contact(net, who)
    said = [f"{day}: {note}" for day, note in notes_with(net, who) if note][:5]
    return ([f"Last in touch {ago(silent)}"] if silent is not None else []) + said


def _both(net: Network, who: int) -> list[str]:
    csr = net.csr()
    mine, theirs = csr.neighbors[csr.row(net.ego_index)], csr.neighbors[csr.row(who)]
    return _listed(net, np.intersect1d(mine, theirs).tolist())


def _there(net: Network, who: int) -> list[str]:
    at = int(net.company[who])
    if at < 0:
        return []
    csr = net.csr()
    mine = csr.neighbors[csr.row(net.ego_index)]
    return _listed(net, [p for p in mine[net.company[mine] == at].tolist() if p != who])


def _listed(net: Network, people: list[int]) -> list[str]:
    named = [
        ", ".join(filter(None, (name_of(net, p), card(net, p, "title"))))
        + (" (do not contact)" if net.do_not_contact[p] else "")
        for p in people
    ]
    more = len(named) - MOST_NAMES
    return named[:MOST_NAMES] + ([f"and {more} more"] if more > 0 else [])


def _gaps(net: Network, who: int) -> list[str]:
    wanted = {
        "title": "What is their title?",
        "company": "Where do they work?",
        "pronunciation": "How is the name said?",
        "prefers": "Phone or in person?",
        "linkedin": "Their public profile: what did they do before?",
    }
    return [question for column, question in wanted.items() if not card(net, who, column)]


def _give(net: Network, who: int) -> list[str]:
    ledger, lines = favours(net), []
    if net.ids[who] in ledger.index:
        lines.append(str(ledger.loc[net.ids[who], "why"]))
    csr = net.csr()
    mine = csr.neighbors[csr.row(net.ego_index)].astype(np.int64)
    mine = mine[~net.do_not_contact[mine] & (mine != who)]
    known = set(csr.neighbors[csr.row(who)].tolist())
    lines += [
        f"An introduction to {name_of(net, one.helper)}, who {one.said} them"
        for one in shared(net, mine, np.array([who]))
        if one.rank and one.helper not in known
    ]
    fallback = "Something they may like to read; an answer to a question of theirs"
    return [*dict.fromkeys(lines[:4]), fallback]
