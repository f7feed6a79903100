"""One step in words: what is known of a tie, with days and years, as a person would say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from .. import rules
from ..measures.wording import TWO_NAMES, in_touch, sentence, short
from ..network import NO_DAY
from .chance import Arcs, Chances
from .route import Hop

if TYPE_CHECKING:
    from ..network import Network

_SAID: Final = {
    "family": "{0} and {1} are family",
    "friend": "{0} and {1} are friends",
    "colleague": "{0} and {1} are colleagues",
    "classmate": "{0} and {1} were classmates",
    "alumni": "{0} and {1} went to the same school",
    "connection": "{0} and {1} are connected on LinkedIn",
    "stated": "{0} and {1} know each other",
    "pooled strong": "a pooled file says that {0} and {1} know each other well",
    "pooled medium": "a pooled file says that {0} and {1} know each other",
    "pooled weak": "a pooled file says that {0} and {1} know each other a little",
    "same company": "{0} and {1} are at the same company, so they may know each other",
}


def hop(
    net: Network, steps: Arcs, chance: Chances, u: int, v: int, *, is_last: bool
) -> tuple[Hop, str]:
    """Return the step from u to v, and its reason in brief; not the last, v has to pass you on."""
    row = steps.csr.row(u)
    arc = row.start + int(np.searchsorted(steps.csr.neighbors[row], v))
    pair = int(steps.csr.pair[arc])
    count = int((steps.last_steps if is_last else steps.pass_steps)[arc])
    n_days = int(net.pairs.n_days[pair])
    silent = None
    if n_days:
        silent = net.as_of_day - int(net.pairs.days[net.pairs.day_ptr[pair + 1] - 1])
    closeness = _closeness(net, pair)
    relation, since, said = _in_words(net, chance, pair, u, v, n_days, silent)
    step = Hop(
        from_id=str(net.ids[u]),
        to_id=str(net.ids[v]),
        from_name=net.label(u),
        to_name=net.label(v),
        p=count / rules.P_STEPS,
        p_is_assumed=bool(chance.is_assumed[pair]),
        p_reach=float(chance.p_reach[pair]),
        p_agree=None if is_last else float(chance.p_agree[v]),
        n_asks=0 if is_last else int(chance.n_asks[v]),
        n_contact_days=n_days,
        days_silent=silent,
        relation=relation,
        since=since,
        closeness=closeness,
        origin=_origin(net, pair),
        why=sentence(said, _more(n_days, closeness, relation), "."),
    )
    return step, f"{said}."


def name_of(net: Network, person: int, *, is_first: bool = False, most: int = TWO_NAMES) -> str:
    """Return the name as a sentence has it: you, where it is ego."""
    if person == net.ego_index:
        return "You" if is_first else "you"
    return short(net.label(person), most)


def _in_words(
    net: Network, chance: Chances, pair: int, u: int, v: int, n_days: int, silent: int | None
) -> tuple[str, str, str]:
    """Return the relation, the day it began, and the sentence without its full stop."""
    made = _introduction(net, u, v)
    relation, since = _fact(net, chance, pair)
    a, b = name_of(net, u, is_first=True), name_of(net, v)
    if n_days and silent is not None:
        said = f"{a} and {b} were in touch {in_touch(n_days, silent)}"
        if made is None or made[0] != u or u == net.ego_index:
            return relation, since, said
        return "introduced", made[1], sentence(said, "; " + made[2])
    if made is not None:
        return "introduced", made[1], made[2]
    said = _SAID.get(relation, "{0} and {1} know each other").format(a, b)
    if relation and relation not in _SAID and relation != "introduced":
        said += f": {short(relation)}"
    if since and relation == "connection":
        said += f" since {since[:4]}"
    return relation, since, said[:1].upper() + said[1:]


def _more(n_days: int, closeness: float | None, relation: str) -> str:
    """Return what decides the chance beside the tie itself."""
    close = "" if closeness is None else f"; closeness {closeness:g} is noted"
    if n_days or relation == "same company":
        return close
    return close + ("; no contact is logged" if not close else ", no contact is logged")


def _closeness(net: Network, pair: int) -> float | None:
    """Return the closeness stated of a pair, the highest of several."""
    facts = net.facts
    rows = slice(*np.searchsorted(facts.pair, [pair, pair + 1]).tolist())
    stated = facts.closeness[rows][~np.isnan(facts.closeness[rows])]
    return float(stated.max()) if len(stated) else None


def _fact(net: Network, chance: Chances, pair: int) -> tuple[str, str]:
    """Return the fact that says most of a tie: its relation and its day."""
    fact = int(chance.floor_fact[pair])
    if fact < 0:
        return "", ""
    return str(net.facts.relation[fact]) or "stated", iso(int(net.facts.day[fact]))


def _introduction(net: Network, u: int, v: int) -> tuple[int, str, str] | None:
    """Return who introduced, the day, and the sentence, where the tie goes back to that."""
    links = net.links
    happened = np.isin(links.status, ("introduced", "met", ""))
    by_one = ((links.by == u) & (links.who == v)) | ((links.by == v) & (links.who == u))
    of_both = ((links.who == u) & (links.to == v)) | ((links.who == v) & (links.to == u))
    rows = np.flatnonzero((by_one | of_both) & happened)
    if not len(rows):
        return None
    order = np.lexsort((-links.day[rows].astype(np.int64), links.by[rows] != u))
    row = int(rows[order[0]])
    by, who, to = int(links.by[row]), int(links.who[row]), int(links.to[row])
    since = iso(int(links.day[row]))
    first = name_of(net, by, is_first=True)
    said = f"{first} introduced {name_of(net, who)}"
    if to >= 0:
        said += f" to {name_of(net, to)}"
    return by, since, said + (f" in {since[:4]}" if since else "")


def _origin(net: Network, pair: int) -> str:
    pairs = net.pairs
    for name in ("logged", "introduced", "stated", "pooled"):
        if getattr(pairs, f"is_{name}")[pair]:
            return name
    return "inferred"


def iso(day: int) -> str:
    """Return an ISO day, "" for an undated fact."""
    return "" if day == NO_DAY else str(np.datetime64(day, "D"))
