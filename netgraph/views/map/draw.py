"""From a Network to a page: which people, ties and ways the map shows, and what it leaves out.

Ids, notes, e-mail addresses and phone numbers never enter the file: a person without a name is
shown by the part of the address before the @, one known by a number only as "somebody".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import NetgraphError
from ...measures.circles import overlaps
from ...schema import clean_text
from . import roles
from .kept import reseat
from .layout import Layout, islands
from .page import Page, page_of
from .picture import (
    INFERRED,
    INTRODUCED,
    LOGGED,
    NO_DAY,
    POOLED,
    STATED,
    STATUSES,
    Facts,
    Introductions,
    People,
    Picture,
    Ties,
)
from .rings import rings
from .ways import RouteLike, highlighted, shown_name, ways

if TYPE_CHECKING:
    import pandas as pd

    from ...network import Network

Ints = NDArray[np.int32]

_SAID = {"stated": "", "introduced": "through an introduction"}
LAYOUTS = ("islands", "ego")


def draw(
    net: Network,
    *,
    color: roles.Role = "company",
    size: roles.Role = "ties",
    highlight: Iterable[RouteLike | str] | RouteLike | str | None = None,
    layout: str | pd.DataFrame = "islands",
    title: str | None = None,
) -> Page:
    """What does the network look like? One HTML page that opens anywhere, offline.

    Parameters
    ----------
    net : Network
    color, size : column name, mapping from id, or function of a row of `net.people`
        What the dots' colour and size stand for: a column of `net.people`, or of a measure by
        person ("freshness", "effective_size", "n_introduced", …).
    highlight : routes or people, optional
        Routes are offered as ways, the first one drawn; people get a ring and their name.
    layout : {"islands", "ego"} or DataFrame
        One island per company, rings by steps from ego, or the `positions` of an earlier page
        (x, y by person): who sat there keeps the seat.
    title : str, optional
        The heading; default the owner's name.

    Returns
    -------
    Page
        `.save(path)`, `.html`; shows itself in a notebook.

    Raises
    ------
    NetgraphError
        Where a role or layout of that name does not exist.

    Notes
    -----
    No note, e-mail address, phone number or id enters the file, unless a role names that column.
    """
    shown = picture(net, color=color, size=size, highlight=highlight, layout=layout, title=title)
    return replace(page_of(shown), positions=_positions(net, shown.layout))


def picture(
    net: Network,
    *,
    color: roles.Role = "company",
    size: roles.Role = "ties",
    highlight: Iterable[RouteLike | str] | RouteLike | str | None = None,
    layout: str | pd.DataFrame = "islands",
    title: str | None = None,
) -> Picture:
    """Return what `draw` shows, as arrays, for whoever draws it otherwise."""
    company, companies = _companies(net)
    routes, people = highlighted(net, highlight)
    return Picture(
        title=title if title is not None else _title(net),
        as_of_day=net.as_of_day,
        ego=net.ego_index,
        people=_people(net, company),
        companies=companies,
        ties=_ties(net),
        facts=_facts(net),
        introductions=_introductions(net),
        layout=_layout(net, layout, company),
        colouring=roles.colouring(net, color, company, companies),
        sizing=roles.sizing(net, size),
        ways=ways(net, routes),
        shown=0 if routes else -1,
        picked=tuple(people),
        arrangement=layout if isinstance(layout, str) else LAYOUTS[0],
    )


def _layout(net: Network, layout: str | pd.DataFrame, company: Ints) -> Layout:
    i, j = net.pairs.i, net.pairs.j
    if isinstance(layout, str):
        if layout not in LAYOUTS:
            expected = ", ".join(map(repr, LAYOUTS))
            raise NetgraphError(
                f"layout={layout!r}; expected {expected} or an earlier page's positions"
            )
        if layout == "islands":
            return islands(company, i, j)
        if net.ego_index < 0:
            raise NetgraphError("layout='ego' needs an ego; name one: net.seen_by(person)")
        return rings(company, i, j, net.ego_index)
    if not {"x", "y"} <= set(layout.columns):
        raise NetgraphError("layout: columns 'x' and 'y' are missing; give a page's positions")
    seats = layout.reindex(net.ids)
    x, y = (seats[axis].to_numpy(dtype=np.float64) for axis in ("x", "y"))
    return reseat(x, y, company, i, j) or islands(company, i, j)


def _positions(net: Network, at: Layout) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"x": at.x, "y": at.y}, index=pd.Index(net.ids, name="person"))


def _title(net: Network) -> str:
    if net.ego_index < 0:
        return "The network"
    return f"The network of {shown_name(net.label(net.ego_index))}"


def _companies(net: Network) -> tuple[Ints, list[str]]:
    """Return the companies somebody here works at, and each person's."""
    used, of = np.unique(net.company, return_inverse=True)
    names = net.companies["name"].to_numpy(dtype=object)
    shift = int(len(used) > 0 and used[0] < 0)
    return (of - shift).astype(np.int32), [clean_text(str(names[c])) for c in used[shift:]]


def _people(net: Network, company: Ints) -> People:
    table = net.people
    silent = roles.days_silent(net)
    last = np.where(np.isnan(silent), NO_DAY, net.as_of_day - np.nan_to_num(silent))
    pairs = net.pairs
    if net.ego_index >= 0:
        n_days = table["n_contact_days"].to_numpy()
    else:
        n_days = np.bincount(pairs.i, pairs.n_days, net.n_people)
        n_days = n_days + np.bincount(pairs.j, pairs.n_days, net.n_people)

    def texts(column: str) -> list[str]:
        return _cleaned(table[column].tolist())

    return People(
        name=[shown_name(str(label)) for label in net.labels],
        company=company,
        title=texts("title"),
        location=texts("location"),
        school=texts("school"),
        group=texts("group"),
        last_day=last.astype(np.int32),
        n_contact_days=n_days.astype(np.int32),
        do_not_contact=net.do_not_contact,
    )


def _ties(net: Network) -> Ties:
    pairs = net.pairs
    has = pairs.n_days > 0
    first, last = np.full((2, len(pairs)), NO_DAY, np.int32)
    first[has] = pairs.days[pairs.day_ptr[:-1][has]]
    last[has] = pairs.days[pairs.day_ptr[1:][has] - 1]
    origin = np.zeros(len(pairs), np.uint8)
    for bit, flag in (
        (LOGGED, pairs.is_logged),
        (STATED, pairs.is_stated),
        (INTRODUCED, pairs.is_introduced),
        (INFERRED, pairs.is_inferred),
        (POOLED, pairs.is_pooled),
    ):
        origin |= np.where(flag, bit, 0).astype(np.uint8)
    seen = net.circle_is_observed
    overlap = np.where(seen[pairs.i] & seen[pairs.j], overlaps(net), np.nan)
    return Ties(pairs.i, pairs.j, origin, first, last, pairs.n_days.astype(np.int32), overlap)


def _facts(net: Network) -> Facts:
    """What was stated, one by one; who introduced whom is told by the introductions themselves."""
    facts, links, pairs = net.facts, net.links, net.pairs
    n = max(net.n_people, 1)
    told = np.minimum(links.by, links.who).astype(np.int64) * n + np.maximum(links.by, links.who)
    of = pairs.i[facts.pair].astype(np.int64) * n + pairs.j[facts.pair]
    keep = (facts.relation != "introduced") | ~np.isin(of, told)
    words = _cleaned(facts.relation[keep].tolist())
    close = facts.closeness[keep]
    for row in np.flatnonzero(~np.isnan(close)):
        words[row] = words[row] or f"closeness {close[row]:g} of 5"
    return Facts(
        facts.pair[keep].astype(np.int32),
        [_SAID.get(word, word) for word in words],
        facts.day[keep],
        facts.origin[keep] == "inferred",
    )


def _cleaned(texts: list[str]) -> list[str]:
    """Return texts as they may be shown; each different one is cleaned once."""
    clean = {text: clean_text(str(text)) for text in dict.fromkeys(texts)}
    return [clean[text] for text in texts]


def _introductions(net: Network) -> Introductions:
    links = net.links
    keep = links.by != links.who
    status = [s if s in STATUSES else "" for s in map(str, links.status[keep])]
    return Introductions(links.by[keep], links.who[keep], links.to[keep], links.day[keep], status)
