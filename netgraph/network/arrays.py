"""Tables as of a day → arrays: who met whom on which days, and what else is known of each pair.

People are integers here, in the order of their sorted ids. A pair stands once, i < j. Days are
int32 counts from 1970-01-01; `NO_DAY` marks an undated fact, which always counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .. import rules
from ..schema import Tables

if TYPE_CHECKING:
    import pandas as pd

NO_DAY: Final = -(2**31)
BY: Final = 1
TO: Final = 2
SENT_FORWARD: Final = 1
SENT_BACK: Final = 2

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Pairs:
    """The ties as parallel arrays, sorted by (i, j); contact days as CSR rows of `day_ptr`.

    `day_weight` is Σ 1/(k − 1) over that day's events of k people. `day_sent` has bit 1 where i
    wrote to j on that day, bit 2 where j wrote to i, 0 where the events have no direction.
    """

    i: Ints
    j: Ints
    day_ptr: Longs
    days: Ints
    day_weight: Floats
    day_sent: NDArray[np.uint8]
    is_logged: Bools
    is_stated: Bools
    is_introduced: Bools
    is_pooled: Bools
    is_inferred: Bools

    @property
    def n_days(self) -> Longs:
        """Number of contact days of each pair."""
        return np.diff(self.day_ptr)

    def __len__(self) -> int:
        return len(self.i)

    def take(self, rows: Longs) -> Pairs:
        """The pairs of these rows, in that order."""
        counts = self.n_days[rows]
        ptr = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(counts, out=ptr[1:])
        flat = np.repeat(self.day_ptr[rows] - ptr[:-1], counts) + np.arange(ptr[-1])
        picked = {name: getattr(self, name)[rows] for name in _PER_PAIR}
        days = {name: getattr(self, name)[flat] for name in ("days", "day_weight", "day_sent")}
        return Pairs(day_ptr=ptr, **days, **picked)


_PER_PAIR: Final = (
    "i",
    "j",
    "is_logged",
    "is_stated",
    "is_introduced",
    "is_pooled",
    "is_inferred",
)


@dataclass(frozen=True)
class Facts:
    """What else is known of a pair, one fact a row, sorted by `pair` (a row of `Pairs`).

    `relation` is a word of `rules.P_REACH_BY_RELATION`, another stated word, or "" where only the
    closeness (1–5, NaN) is known; `day` is when it began, or NO_DAY.
    """

    pair: Longs
    relation: Texts
    closeness: Floats
    day: Ints
    origin: Texts


@dataclass(frozen=True)
class Introductions:
    """Each introduction up to the day: who (`by`) presented whom (`who`) to whom (`to`, −1)."""

    by: Ints
    who: Ints
    to: Ints
    day: Ints
    status: Texts
    context: Texts
    may_use_name: Texts
    origin: Texts


@dataclass(frozen=True)
class Contacts:
    """Each pair in each event, before grouping: sorted by pair key (i·n + j), day and event size.

    `is_joint`: both only received; such a row counts only where each has also written to the other.
    """

    key: Longs
    day: Ints
    k: Ints
    sent: NDArray[np.uint8]
    is_joint: Bools


def day_numbers(values: Any) -> Ints:
    """Days of a datetime64 column as int32, NaT as NO_DAY."""
    days = np.asarray(values).astype("datetime64[D]")
    numbers = days.astype(np.int64)
    return np.where(np.isnat(days), NO_DAY, numbers).astype(np.int32)


def event_days(events: pd.DataFrame, tz: str) -> Ints:
    """Return each event's calendar day in the user's zone; floating times as they were written."""
    instant = events["instant"].to_numpy()
    days: Ints = np.floor_divide(instant, 86_400).astype(np.int32)
    is_zoned = (events["precision"].to_numpy() != "day") & ~np.isnan(
        events["offset_minutes"].to_numpy()
    )
    if tz not in ("", "UTC") and is_zoned.any():
        import pandas as pd

        local = pd.DatetimeIndex(instant[is_zoned].astype("datetime64[s]"), tz="UTC").tz_convert(tz)
        naive = local.tz_localize(None).to_numpy().astype("datetime64[D]")
        days[is_zoned] = naive.astype(np.int64)
    return days


def codes(values: pd.Series, ids: Texts) -> Ints:
    """Row numbers of these ids, −1 where an id is not among them."""
    import pandas as pd

    wanted = pd.Index(values.to_numpy(dtype=object), dtype=object)
    rows: Ints = pd.Index(ids, dtype=object).get_indexer(wanted).astype(np.int32)
    return rows


def contacts_of(event: Longs, person: Ints, role: Texts, day: Ints, n: int) -> Contacts:
    """Every pair of people in every event of at most 25, with the number of people in it.

    `event` are row numbers into `day`, `person` integers below n; rows may come in any order.
    """
    bits = np.where(role == "by", BY, np.where((role == "to") | (role == "cc"), TO, 0))
    order = np.lexsort((person, event))
    event, person, bits = event[order], person[order], bits[order].astype(np.uint8)
    starts = _run_starts(event, person)
    if len(starts):
        bits = np.bitwise_or.reduceat(bits, starts)
    event, person = event[starts], person[starts]
    first = _run_starts(event)
    size = np.diff(np.r_[first, len(event)])
    parts = [
        _pairs_of_size(int(k), first[size == k], event, person, bits, day, n)
        for k in np.unique(size)
        if 2 <= k <= rules.MAX_PEOPLE_PER_EVENT
    ]
    if not parts:
        none = np.zeros(0, np.int32)
        return Contacts(none.astype(np.int64), none, none, none.astype(np.uint8), none > 0)
    key, days, k, sent, is_joint = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((k, days, key))
    return Contacts(key[order], days[order], k[order], sent[order], is_joint[order])


def _run_starts(*columns: NDArray[Any]) -> Longs:
    """Where a run of equal rows begins, in sorted columns."""
    if not len(columns[0]):
        return np.zeros(0, np.int64)
    differs = np.logical_or.reduce([c[1:] != c[:-1] for c in columns])
    return np.flatnonzero(np.r_[True, differs])


def _pairs_of_size(
    k: int, first: Longs, event: Longs, person: Ints, bits: NDArray[np.uint8], day: Ints, n: int
) -> tuple[Longs, Ints, Ints, NDArray[np.uint8], Bools]:
    """Return the pairs of all events of k people: key, day, k, direction, received together."""
    left, right = np.triu_indices(k, 1)
    at_left = (first[:, None] + left).ravel()
    at_right = (first[:, None] + right).ravel()
    key = person[at_left].astype(np.int64) * n + person[at_right]
    b_left, b_right = bits[at_left], bits[at_right]
    forward = ((b_left & BY) > 0) & ((b_right & TO) > 0)
    back = ((b_right & BY) > 0) & ((b_left & TO) > 0)
    sent = (forward * SENT_FORWARD + back * SENT_BACK).astype(np.uint8)
    is_joint = (b_left == TO) & (b_right == TO)
    days = day[event[at_left]]
    return key, days, np.full(len(key), k, np.int32), sent, is_joint


@dataclass(frozen=True)
class ContactDays:
    """The log grouped: unique pair keys, and per key its contact days (CSR)."""

    key: Longs
    day_ptr: Longs
    days: Ints
    day_weight: Floats
    day_sent: NDArray[np.uint8]


def contact_days(contacts: Contacts, as_of_day: int) -> ContactDays:
    """Group the log up to that day by pair and day.

    Two people who only received the same message are in contact only where each has also written
    to the other by then: an address line alone says little of those who stand in it.
    """
    keep = contacts.day <= as_of_day
    if (contacts.is_joint & keep).any():
        key, sent = contacts.key[keep], contacts.sent[keep]
        both = np.intersect1d(key[(sent & SENT_FORWARD) > 0], key[(sent & SENT_BACK) > 0])
        keep &= ~contacts.is_joint | np.isin(contacts.key, both)
    key, day = contacts.key[keep], contacts.day[keep]
    starts = _run_starts(key, day)
    if not len(starts):
        none = np.zeros(0, np.int32)
        ptr = np.zeros(1, np.int64)
        return ContactDays(ptr[:0], ptr, none, np.zeros(0), none.astype(np.uint8))
    weight = np.add.reduceat(1.0 / (contacts.k[keep] - 1), starts)
    sent = np.bitwise_or.reduceat(contacts.sent[keep], starts)
    key, day = key[starts], day[starts]
    first = _run_starts(key)
    return ContactDays(key[first], np.r_[first, len(key)].astype(np.int64), day, weight, sent)


@dataclass
class FactRows:
    """Facts while they are gathered, by pair key."""

    n: int
    parts: list[tuple[Longs, Texts, Floats, Ints, Texts]]

    def add(
        self, a: Ints, b: Ints, relation: Any, day: Ints, *, closeness: Any = np.nan, origin: Any
    ) -> None:
        """Facts of the pairs (a, b); rows with an unknown or the same person are left out."""
        keep = (a >= 0) & (b >= 0) & (a != b)
        low, high = np.minimum(a, b)[keep].astype(np.int64), np.maximum(a, b)[keep]
        size = len(a)
        self.parts.append(
            (
                low * self.n + high,
                np.broadcast_to(np.asarray(relation, dtype=object), size)[keep],
                np.broadcast_to(np.asarray(closeness, dtype=float), size)[keep],
                np.broadcast_to(day, size)[keep],
                np.broadcast_to(np.asarray(origin, dtype=object), size)[keep],
            )
        )

    def columns(self) -> tuple[Longs, Texts, Floats, Ints, Texts]:
        """All facts as columns."""
        if not self.parts:
            nothing: Texts = np.zeros(0, object)
            return np.zeros(0, np.int64), nothing, np.zeros(0), np.zeros(0, np.int32), nothing
        key, relation, closeness, day, origin = zip(*self.parts, strict=True)
        return (
            np.concatenate(key),
            np.concatenate(relation),
            np.concatenate(closeness),
            np.concatenate(day),
            np.concatenate(origin),
        )


def introductions_as_of(tables: Tables, ids: Texts, as_of_day: int) -> Introductions:
    """Return the introductions not later than the day, by day, introducer, introduced and to."""
    table = tables.introductions
    day = day_numbers(table["date"])
    by, who, to = (codes(table[c], ids) for c in ("introducer", "introduced", "to"))
    status: Texts = table["status"].to_numpy(dtype=object)
    rows = np.lexsort((status.astype(str), to, who, by, day))
    rows = rows[(day[rows] <= as_of_day) & (by[rows] >= 0) & (who[rows] >= 0)]
    texts = (table[c].to_numpy(dtype=object)[rows] for c in ("context", "may_use_name", "origin"))
    return Introductions(by[rows], who[rows], to[rows], day[rows], status[rows], *texts)


def gather_facts(
    tables: Tables, people: pd.DataFrame, made: Introductions, ids: Texts, as_of_day: int
) -> FactRows:
    """Everything but the log that says two people know each other on that day."""
    facts = FactRows(len(ids), [])
    ties = tables.ties
    since, until = day_numbers(ties["since"]), day_numbers(ties["until"])
    holds = (since <= as_of_day) & ((until == NO_DAY) | (until >= as_of_day))
    now = ties[holds]
    facts.add(
        codes(now["a"], ids),
        codes(now["b"], ids),
        np.where(now["relation"] == "", "stated", now["relation"]),
        since[holds],
        closeness=now["closeness"],
        origin=now["origin"],
    )
    owner = codes_of_one(tables.owner, ids)
    group = people["group"].to_numpy(dtype=object)
    closeness = people["closeness"].to_numpy()
    is_known = ((group != "") & (group != "other")) | ~np.isnan(closeness)
    rows = np.flatnonzero(is_known).astype(np.int32)
    undated = np.full(len(rows), NO_DAY, np.int32)
    named = np.where(group[rows] == "other", "", group[rows])
    owners = np.full(len(rows), owner, np.int32)
    facts.add(owners, rows, named, undated, closeness=closeness[rows], origin="stated")
    happened = np.isin(made.status, ("introduced", "met", ""))
    facts.add(made.by, made.who, "introduced", made.day, origin=made.origin)
    facts.add(made.by, made.to, "introduced", made.day, origin=made.origin)
    facts.add(
        made.who[happened],
        made.to[happened],
        "introduced",
        made.day[happened],
        origin=made.origin[happened],
    )
    return facts


def codes_of_one(person: str, ids: Texts) -> int:
    """Row number of one id in sorted ids, −1 where it is not there."""
    at = int(np.searchsorted(ids, person)) if len(ids) else 0
    return at if at < len(ids) and ids[at] == person else -1


def join_pairs(log: ContactDays, facts: FactRows) -> tuple[Pairs, Facts]:
    """One row a pair, from the log and from the facts, sorted by (i, j)."""
    key, relation, closeness, day, origin = facts.columns()
    keys = np.union1d(log.key, key)
    n = max(facts.n, 1)
    counts = np.zeros(len(keys), np.int64)
    logged_rows = np.searchsorted(keys, log.key)
    counts[logged_rows] = np.diff(log.day_ptr)
    order = np.lexsort((origin.astype(str), relation.astype(str), day, key))
    pair = np.searchsorted(keys, key[order]).astype(np.int64)
    relation, closeness, day, origin = (
        relation[order],
        closeness[order],
        day[order],
        origin[order],
    )

    def has(rows: Bools) -> Bools:
        return np.bincount(pair[rows], minlength=len(keys)) > 0

    is_logged = counts > 0
    is_introduced = has(relation == "introduced")
    is_stated = has((origin == "stated") | (origin == "logged"))
    is_pooled = has(origin == "pooled")
    pairs = Pairs(
        i=(keys // n).astype(np.int32),
        j=(keys % n).astype(np.int32),
        day_ptr=np.r_[0, np.cumsum(counts)].astype(np.int64),
        days=log.days,
        day_weight=log.day_weight,
        day_sent=log.day_sent,
        is_logged=is_logged,
        is_stated=is_stated,
        is_introduced=is_introduced,
        is_pooled=is_pooled,
        is_inferred=~(is_logged | is_stated | is_pooled),
    )
    return pairs, Facts(pair, relation, closeness, day, origin)
