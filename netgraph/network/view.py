"""Network: what is known, as of one day, ready to be asked.

Arrays inside; `.people`, `.ties`, `.events`, `.introductions` are pandas frames and `.graph`,
`.introduction_graph` networkx graphs, made when first asked for. Nothing here can be written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import kernels
from ..errors import NetgraphError
from ..sources.coverage import Span, told
from . import frames, graphs, lookup
from .arrays import Bools, Facts, Introductions, Ints, Pairs, Texts
from .snapshot import Record, Snapshot, snapshot, subset

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from ..sources.rows import Report

Day = str | dt.date | dt.datetime | np.datetime64


def as_day(day: Day) -> dt.date:
    """Return a date from an ISO text, a date or a timestamp."""
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(str(day)[:10])
    except ValueError:
        raise NetgraphError(f"{day!r} is not a day; expected one such as 2026-11-01") from None


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A network of people as of one day; made by `load`, never changed.

    Attributes
    ----------
    ids : array of str, shape (n_people,), sorted: a person's place in it is the person's number.
    pairs, facts, links : the arrays of ties, of what else is known of them, and of introductions.
    ego : the owner's id or None; `seen_by` gives the same network with another ego.
    is_whole_log : whether everybody's contacts were logged, so that nobody's circle is censored.
    kept_in : the file of the book that it was loaded from, or None.
    logs : the logs of contact that were read, each with its kind, first and last day.
    """

    record: Record
    now: Snapshot
    as_of: dt.date
    ego: str | None
    is_seen_by_other: bool = False
    reports: tuple[Report, ...] = ()
    kept_in: Path | None = None
    logs: tuple[Span, ...] = ()

    @property
    def coverage(self) -> str:
        """Which channels were read, from when to when, and which not: no silence there.

        "" for a whole log, in which everybody's contacts stand.
        """
        return "" if self.is_whole_log else told(self.logs, self.as_of.isoformat())

    # --- arrays -------------------------------------------------------------------------------
    @property
    def ids(self) -> Texts:
        """Sorted ids."""
        return self.now.ids

    @property
    def n_people(self) -> int:
        """How many people there are."""
        return len(self.now.ids)

    @property
    def pairs(self) -> Pairs:
        """The ties, one row a pair."""
        return self.now.pairs

    @property
    def facts(self) -> Facts:
        """What is known of the ties beside the log."""
        return self.now.facts

    @property
    def links(self) -> Introductions:
        """The introductions as arrays."""
        return self.now.links

    @property
    def as_of_day(self) -> int:
        """`as_of` in days since 1970-01-01."""
        return day_number(self.as_of)

    @property
    def is_whole_log(self) -> bool:
        """Whether everybody's contacts were logged."""
        return self.record.tables.is_whole_log

    @cached_property
    def ego_index(self) -> int:
        """Return the number of ego, −1 without one."""
        return -1 if self.ego is None else int(np.searchsorted(self.ids, self.ego))

    @cached_property
    def do_not_contact(self) -> Bools:
        """Whom the user does not want to be asked or reached."""
        flags: Bools = self.now.contacts["do_not_contact"].to_numpy(dtype=bool)
        return flags

    @cached_property
    def circle_is_observed(self) -> Bools:
        """Whose other contacts are known: everybody's in a whole log, else see Notes.

        With an ego a person's circle counts as observed where at least one tie (not an inferred
        one) to somebody besides ego is known; ego's own where any such tie is known at all.
        """
        if self.is_whole_log or self.ego is None:
            return np.ones(self.n_people, bool)
        known = ~self.pairs.is_inferred
        i, j, ego = self.pairs.i[known], self.pairs.j[known], self.ego_index
        between = (i != ego) & (j != ego)
        seen = np.zeros(self.n_people, bool)
        seen[i[between]] = seen[j[between]] = True
        seen[ego] = between.any()
        return seen

    def csr(self, inferred: bool = False) -> kernels.Csr:
        """Return the neighbours of everybody; `pair` of an arc is its row in `pairs`."""
        return self._csr_all if inferred else self._csr_known

    @cached_property
    def _csr_all(self) -> kernels.Csr:
        return kernels.csr(self.pairs.i, self.pairs.j, self.n_people)

    @cached_property
    def _csr_known(self) -> kernels.Csr:
        rows = np.flatnonzero(~self.pairs.is_inferred)
        if len(rows) == len(self.pairs):
            return self._csr_all
        sub = kernels.csr(self.pairs.i[rows], self.pairs.j[rows], self.n_people)
        return replace(sub, pair=rows[sub.pair].astype(np.int32))

    # --- companies ----------------------------------------------------------------------------
    @property
    def company(self) -> Ints:
        """Each person's row in `companies`, −1 where none is known."""
        return self.now.company

    @property
    def companies(self) -> pd.DataFrame:
        """Return the companies: name, folded, n_people (0 where only named); most people first."""
        return self.now.companies

    def company_row(self, word: str) -> int:
        """Return the row in `companies` of that name; `UnknownCompanyError` names near ones."""
        return lookup.company_row(self, word)

    # --- people -------------------------------------------------------------------------------
    def index_of(self, word: str) -> int:
        """Return the number of the person with that id, e-mail, slug, alias or unique name."""
        return lookup.person_row(self, word)

    def label(self, index: int) -> str:
        """Return the display name of a person."""
        return str(self.labels[index])

    @cached_property
    def labels(self) -> Texts:
        """Everybody's display name: the name, or the id where there is none."""
        names = self.now.contacts["name"].to_numpy(dtype=object)
        return np.where(names == "", self.ids, names)

    # --- frames -------------------------------------------------------------------------------
    @cached_property
    def people(self) -> pd.DataFrame:
        """The people: a row each, by id, with their card and what the log says of them and ego."""
        return frames.people(self)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """The ties: a row a pair (a, b), with contact days, days, relation and origin."""
        return frames.ties(self)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events up to `as_of`: day, kind, people, minutes, note."""
        return frames.events(self)

    @cached_property
    def introductions(self) -> pd.DataFrame:
        """The introductions up to `as_of`: introducer, introduced, to, date, status, context."""
        return frames.introductions(self)

    @cached_property
    def asks(self) -> pd.DataFrame:
        """The asks with at least one state by `as_of`."""
        asks = self.record.tables.asks
        return asks[asks["id"].isin(self.ask_events["ask"])].reset_index(drop=True)

    @cached_property
    def ask_events(self) -> pd.DataFrame:
        """The dated states of asks up to `as_of`."""
        return frames.up_to(self.record.tables.ask_events, "on", self.as_of)

    @cached_property
    def favours(self) -> pd.DataFrame:
        """The favours up to `as_of`."""
        return frames.up_to(self.record.tables.favours, "date", self.as_of)

    @property
    def targets(self) -> pd.DataFrame:
        """Whom or where ego wants to reach."""
        return self.record.tables.targets

    @property
    def policy(self) -> pd.DataFrame:
        """The user's own rules."""
        return self.record.tables.policy

    # --- networkx -----------------------------------------------------------------------------
    @cached_property
    def graph(self) -> nx.Graph[str]:
        """A networkx Graph of all known ties: weight = contact days (1 where only stated)."""
        return graphs.graph(self)

    @cached_property
    def introduction_graph(self) -> nx.MultiDiGraph[str]:
        """A networkx MultiDiGraph, introducer → introduced, one dated edge an introduction."""
        return graphs.introduction_graph(self)

    # --- other views --------------------------------------------------------------------------
    def at(self, day: Day) -> Network:
        """Return the same network on an earlier day: later facts are not seen.

        Companies and titles are those of the day the network was loaded for, so on an earlier
        day they are unknown.
        """
        day = as_day(day)
        if day > self.record.recorded_on:
            raise NetgraphError(
                f"this network knows nothing after {self.record.recorded_on}; load it with "
                f"as_of={day.isoformat()!r} instead"
            )
        now = snapshot(self.record, day_number(day), is_past=day < self.record.recorded_on)
        if self.now.is_part:
            now = subset(now, np.isin(now.ids, self.ids))
        ego = self.ego if self.ego in now.ids else None
        return replace(self, now=now, as_of=day, ego=ego)

    def seen_by(self, person: str) -> Network:
        """Return the same network with another ego; of a personal book only what you know of it."""
        view = replace(
            self, ego=str(self.ids[self.index_of(person)]), is_seen_by_other=not self.is_whole_log
        )
        for name in ("_csr_all", "_csr_known", "labels", "do_not_contact", "ties", "events"):
            if name in self.__dict__:
                view.__dict__[name] = self.__dict__[name]
        return view

    def only(self, **columns: Any) -> Network:
        """Return the network of the people whose columns have these values, and ego.

        Text columns match as a whole, `company` by folded name, `tags` by one tag:
        `net.only(group="alumni", company="Acme")`.
        """
        keep = lookup.matching(self, columns)
        if self.ego_index >= 0:
            keep[self.ego_index] = True
        return replace(self, now=subset(self.now, keep))

    # --- text ---------------------------------------------------------------------------------
    def __repr__(self) -> str:
        return "Network: " + "; ".join(self._counts())

    def _repr_html_(self) -> str:
        from html import escape

        head, *rest = (escape(part) for part in self._counts())
        return f"<p><strong>Network</strong> of {head}<br><small>{' · '.join(rest)}</small></p>"

    def _counts(self) -> list[str]:
        n_inferred = int(self.pairs.is_inferred.sum())
        counts = [
            (self.n_people, "person", "people"),
            (len(self.pairs) - n_inferred, "tie", "ties"),
            (int((self.record.event_day <= self.as_of_day).sum()), "event", "events"),
            (len(self.links.by), "introduction", "introductions"),
            (int((self.companies["n_people"] > 0).sum()), "company", "companies"),
        ]
        parts = [", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counts)]
        if n_inferred:
            parts[0] += f" (and {n_inferred:,} inferred ties)"
        parts.append(f"ego {self.ego!r}" if self.ego else "no ego: a log of many")
        parts.append(f"as of {self.as_of.isoformat()}{self.record.as_of_note}")
        if self.is_seen_by_other:
            parts.append("only what the owner knows of this view")
        return parts
