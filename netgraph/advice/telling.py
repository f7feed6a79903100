"""The plan in words: for each target whom to ask, why, and why not somebody likelier."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..measures.wording import ONE_NAME, sentence, short
from .board import Board, allowed
from .capacity import Capacity
from .chance import chances
from .hops import hop
from .permission import permission
from .reach import overlap_with
from .route import Route
from .routes import route_along
from .wanted import Wanted
from .ways_in import path

if TYPE_CHECKING:
    from ..network import Network

N_RULED_OUT: Final = 3
"""So many likelier helpers that are not asked are named, with the reason."""

COLUMNS: Final = (
    "what", "status", "person", "name", "title", "company", "helper", "helper_name", "kind", "p",
    "known_overlap", "novelty", "n_hops", "people", "may_use_name", "n_contact_days",
    "days_silent", "since", "fallback", "fallback_name", "fallback_p", "ruled_out", "why",
)  # fmt: skip

_NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(COLUMNS, ""),
    "p": np.nan,
    "known_overlap": np.nan,
    "novelty": np.nan,
    "n_hops": 0,
    "people": (),
    "n_contact_days": 0,
    "days_silent": np.nan,
    "fallback_p": np.nan,
}


@dataclass(frozen=True)
class Telling:
    """What was decided, and what it is told from."""

    net: Network
    board: Board
    may: Capacity
    chosen: NDArray[np.int64]
    held: NDArray[np.int64]

    @cached_property
    def overlap(self) -> NDArray[np.float64]:
        """The known overlap of ego's circle with everybody's."""
        return overlap_with(self.net, self.board.ego)

    def row(self, at: int) -> dict[str, Any]:
        """Return the row of one target."""
        one, helper = self.board.wanted[at], int(self.chosen[at])
        if helper < 0:
            return {**_NOTHING, "what": one.what, **self._not_asked(at, one)}
        route = self._route(at, helper)
        first = route.hops[0]
        shared = float(self.overlap[self.net.index_of(route.target)])
        return {
            **_NOTHING,
            "what": one.what,
            "status": "ask",
            "person": route.target,
            "name": route.names[-1],
            "title": route.title,
            "company": route.company,
            "helper": route.helper,
            "helper_name": route.names[1],
            "kind": route.kind,
            "p": route.p,
            "known_overlap": shared,
            "novelty": route.p * (1 - shared),
            "n_hops": route.n_hops,
            "people": route.people,
            "may_use_name": self._permission(route),
            "n_contact_days": first.n_contact_days,
            "days_silent": np.nan if first.days_silent is None else first.days_silent,
            "since": first.since,
            **self._fallback(at),
            "ruled_out": self._ruled_out(at, helper),
            "why": self._why(one, route, helper),
        }

    def _route(self, at: int, helper: int) -> Route:
        board = self.board
        person = int(board.helpers[helper])
        group = allowed(board.groups[at], person, self.may)
        found = path(board.steps, board.ego, person, group, board.max_hops)
        if found is None:
            raise AssertionError(f"no path over {person}, though it has a chance")
        return route_along(self.net, board.steps, found)

    def _permission(self, route: Route) -> str:
        """Return whether the introducer's name may be used with the target."""
        if route.n_hops == 1:
            return ""
        introducer, target = (self.net.index_of(person) for person in route.people[-2:])
        return permission(self.net, introducer, target)

    def _fallback(self, at: int) -> dict[str, Any]:
        helper = int(self.held[at])
        if helper < 0:
            return {}
        person = int(self.board.helpers[helper])
        return {
            "fallback": str(self.net.ids[person]),
            "fallback_name": self.net.label(person),
            "fallback_p": self._route(at, helper).p,
        }

    def _not_asked(self, at: int, one: Wanted) -> dict[str, Any]:
        """Return why there is nobody to ask."""
        what, net = short(one.what, ONE_NAME), self.net
        open_ask = self.may.companies.get(one.company)
        for person in one.people.tolist() if open_ask is None else ():
            open_ask = self.may.in_hand.get(person, open_ask)
        is_all = not len(self.board.groups[at])
        if open_ask is not None and (open_ask.is_open or is_all):
            named = np.flatnonzero(net.ids == open_ask.helper)
            asked = short(net.label(int(named[0])) if len(named) else open_ask.helper, ONE_NAME)
            since = open_ask.on.isoformat() if open_ask.on else ""
            day = f" on {since}" if since else ""
            why = f"{asked} was asked for {what}; last noted{day}: {open_ask.status}."
            return {"status": "in hand", "since": since, "why": sentence(why)}
        if not len(one.people):
            return {"status": "nobody known", "why": sentence(f"Nobody is known for {what}.")}
        out = {"ruled_out": self._ruled_out(at, -1)}
        if (self.board.p_free[:, at] > 0).any():
            why = f"Whoever leads to {what} is spoken for or has said no."
            return {"status": "no helper free", "why": sentence(why), **out}
        why = f"No way to {what} is known; nearest_miss says what is closest to one."
        return {"status": "no way", "why": sentence(why)}

    def _why(self, one: Wanted, route: Route, helper: int) -> str:
        """Say how you know the helper, and where that leads."""
        board, person = self.board, int(self.board.helpers[helper])
        chance = chances(self.net)
        is_last = route.n_hops == 1
        brief = hop(self.net, board.steps, chance, board.ego, person, is_last=is_last)[1]
        parts, names = [brief], [short(name, ONE_NAME) for name in route.names]
        if route.n_hops == 2:
            parts.append(f" {names[1]} knows {names[2]}.")
        elif route.n_hops > 2:
            parts.append(f" {names[1]} leads to {names[-1]} over {' and '.join(names[2:-1])}.")
        if one.stands_in:
            parts.append(f" {short(one.stands_in, ONE_NAME)} is not in your network.")
        return sentence(*parts)

    def _ruled_out(self, at: int, helper: int) -> str:
        """Return the likelier helpers who are not asked, the likeliest first, with the reason."""
        board, could = self.board, self.board.p_free[:, at]
        beaten = board.p[helper, at] if helper >= 0 else 0.0
        better = np.flatnonzero((could > beaten) & (np.arange(len(could)) != helper))
        better = better[np.lexsort((board.helpers[better], -could[better]))]
        said = [f"{self._named(h)}: {self._reason(at, h)}" for h in better[:N_RULED_OUT].tolist()]
        more = len(better) - len(said)
        return "; ".join(said) + (f"; and {more} more" if more > 0 else "")

    def _named(self, helper: int) -> str:
        return short(self.net.label(int(self.board.helpers[helper])), ONE_NAME)

    def _reason(self, at: int, helper: int) -> str:
        board, net = self.board, self.net
        person = int(board.helpers[helper])
        if net.do_not_contact[person]:
            return "is not to be contacted"
        if not board.p[helper, at] and (
            person in self.may.refused_at.get(board.wanted[at].company, ())
            or len(allowed(board.groups[at], person, self.may)) < len(board.groups[at])
        ):
            return "has said no, or nothing, to this"
        if not self.may.left[person]:
            return self.may.why_not.get(person, "gets no asks, by your rules")
        others = np.flatnonzero(self.chosen == helper)
        if len(others):
            return "asked for " + short(board.wanted[int(others[0])].what, ONE_NAME)
        return "leads only over somebody who is not to be contacted"
