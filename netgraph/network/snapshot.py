"""The record (all that was read, with people as numbers) and the snapshot of it on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..schema import Tables, company_keys
from .arrays import (
    NO_DAY,
    Bools,
    Contacts,
    Facts,
    Introductions,
    Ints,
    Pairs,
    Texts,
    codes,
    contact_days,
    contacts_of,
    day_numbers,
    event_days,
    gather_facts,
    introductions_as_of,
    join_pairs,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Record:
    """All that was read, whatever its day: the tables, the people's sorted ids, the log coded.

    `event_day` has one entry an event; `contacts` the pairs in events; `first_day` a person's first
    dated fact (NO_DAY where an undated one shows the person at any time). `zone` is the user's, ""
    where nobody said which: days are then those of UTC.
    """

    tables: Tables
    ids: Texts
    event_day: Ints
    contacts: Contacts
    first_day: Ints
    recorded_on: dt.date
    as_of_note: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Snapshot:
    """The arrays of one day; see `Network`.

    `kept` holds what later rooms compute from these arrays alone, whoever is ego, so that the
    views of `seen_by` share it.
    """

    ids: Texts
    contacts: pd.DataFrame
    pairs: Pairs
    facts: Facts
    links: Introductions
    company: Ints
    companies: pd.DataFrame
    is_part: bool = False
    kept: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)


def record(tables: Tables, tz: str, recorded_on: dt.date, as_of_note: str = "") -> Record:
    """Number the people and the events of resolved tables, once for all days."""
    cards = tables.contacts
    is_person = (~cards["is_hidden"].to_numpy(dtype=bool)) & (
        cards["kind"].to_numpy() != "organisation"
    )
    cards = cards[is_person].sort_values("id", kind="stable").reset_index(drop=True)
    tables = tables.with_frames({"contacts": cards})
    ids: Texts = cards["id"].to_numpy(dtype=object)
    import pandas as pd

    day = event_days(tables.events, tz)
    event = pd.Index(tables.events["id"]).get_indexer(tables.event_people["event"])
    person = codes(tables.event_people["person"], ids)
    keep = (event >= 0) & (person >= 0)
    event, person = event[keep].astype(np.int64), person[keep]
    role: Texts = tables.event_people["role"].to_numpy(dtype=object)[keep]
    contacts = contacts_of(event, person, role, day, max(len(ids), 1))
    first = _first_days(tables, ids, person, day[event])
    return Record(tables, ids, day, contacts, first, recorded_on, as_of_note, tz)


def _first_days(tables: Tables, ids: Texts, person: Ints, day: Ints) -> Ints:
    """Each person's first dated fact; NO_DAY where an undated fact, or none at all, is known."""
    never = np.int32(2**31 - 1)
    first = np.full(len(ids), never, np.int32)
    made, ties, cards = tables.introductions, tables.ties, tables.contacts
    dated = [(person, day)]
    dated += [
        (codes(made[c], ids), day_numbers(made["date"])) for c in ("introducer", "introduced")
    ]
    dated += [(codes(ties[c], ids), day_numbers(ties["since"])) for c in ("a", "b")]
    for people, days in dated:
        np.minimum.at(first, people[people >= 0], days[people >= 0])
    group = cards["group"].to_numpy(dtype=object)
    is_known = ((group != "") & (group != "other")) | ~np.isnan(cards["closeness"].to_numpy())
    first[is_known | (first == never) | (ids == tables.owner)] = NO_DAY
    return first


def snapshot(record: Record, as_of_day: int, *, is_past: bool = False) -> Snapshot:
    """Return the arrays of that day; on a past day today's companies and titles are not used."""
    tables, ids = record.tables, record.ids
    cards = tables.contacts
    if is_past:
        cards = cards.assign(company="", title="")
        tables = tables.with_frames({"ties": tables.ties[tables.ties["origin"] != "inferred"]})
    made = introductions_as_of(tables, ids, as_of_day)
    facts = gather_facts(tables, cards, made, ids, as_of_day)
    log = contact_days(record.contacts, as_of_day)
    pairs, known = join_pairs(log, facts)
    company, companies = company_table(cards, tables)
    whole = Snapshot(ids, cards, pairs, known, made, company, companies)
    seen = record.first_day <= as_of_day
    return whole if seen.all() else replace(subset(whole, seen), is_part=False)


def company_table(cards: pd.DataFrame, tables: Tables) -> tuple[Ints, pd.DataFrame]:
    """Each person's company as a row number, and the companies, most people first.

    Companies that are only named (in the table of companies, by a target) are there with 0 people.
    """
    import pandas as pd

    known = tables.companies
    keys = pd.Series(company_keys(cards["company"], known), dtype=object)
    named = pd.concat([known["name"], tables.targets["company"], tables.asks["company"]])
    spelt = pd.DataFrame(
        {
            "key": [*keys, *company_keys(named, known)],
            "name": [*cards["company"], *named],
            "n": np.r_[np.ones(len(keys), np.int64), np.zeros(len(named), np.int64)],
        }
    )
    spelt = spelt[spelt["key"] != ""]
    counts = spelt.groupby(["key", "name"], sort=True)["n"].sum().reset_index()
    best = counts.sort_values(["key", "n", "name"], ascending=[True, False, True])
    table = pd.DataFrame(
        {
            "name": best.groupby("key", sort=True)["name"].first(),
            "n_people": counts.groupby("key", sort=True)["n"].sum(),
        }
    ).reset_index(names="folded")
    stated = dict(zip(company_keys(known["name"], known), known["name"], strict=True))
    table["name"] = [stated.get(k, v) for k, v in zip(table["folded"], table["name"], strict=True)]
    table = table.sort_values(["n_people", "folded"], ascending=[False, True], ignore_index=True)
    rows: Ints = pd.Index(table["folded"], dtype=object).get_indexer(keys).astype(np.int32)
    return rows, table[["name", "folded", "n_people"]]


def subset(whole: Snapshot, keep: Bools) -> Snapshot:
    """Return the snapshot of some of the people; a pair's weights stay those of the full events."""
    new = np.cumsum(keep, dtype=np.int32) - 1
    new[~keep] = -1
    rows = np.flatnonzero(keep[whole.pairs.i] & keep[whole.pairs.j])
    pairs = whole.pairs.take(rows)
    pairs = replace(pairs, i=new[pairs.i], j=new[pairs.j])
    new_pair = np.full(len(whole.pairs), -1, np.int64)
    new_pair[rows] = np.arange(len(rows))
    at = new_pair[whole.facts.pair] >= 0
    facts = Facts(
        new_pair[whole.facts.pair[at]],
        whole.facts.relation[at],
        whole.facts.closeness[at],
        whole.facts.day[at],
        whole.facts.origin[at],
    )
    made = whole.links
    has = (new[made.by] >= 0) & (new[made.who] >= 0)
    links = Introductions(
        new[made.by[has]],
        new[made.who[has]],
        np.where(made.to[has] >= 0, new[made.to[has]], -1).astype(np.int32),
        made.day[has],
        made.status[has],
        made.context[has],
        made.may_use_name[has],
        made.origin[has],
    )
    cards = whole.contacts[keep].reset_index(drop=True)
    company, companies = _companies_of(whole.company[keep], whole.companies)
    return Snapshot(whole.ids[keep], cards, pairs, facts, links, company, companies, is_part=True)


def _companies_of(company: Ints, companies: pd.DataFrame) -> tuple[Ints, pd.DataFrame]:
    """Return the same companies, their people counted again."""
    counts = np.bincount(company[company >= 0], minlength=len(companies))
    table = companies.assign(n_people=counts, row=np.arange(len(companies)))
    table = table.sort_values(["n_people", "folded"], ascending=[False, True], ignore_index=True)
    new = np.full(len(companies) + 1, -1, np.int32)
    new[table["row"].to_numpy()] = np.arange(len(table))
    return new[company], table[["name", "folded", "n_people"]]
