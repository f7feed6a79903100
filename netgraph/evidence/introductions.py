"""Which introductions do messages speak of, and did the two then get in touch?

Readers note what messages say (`sources.hints`): rows of `introductions` with a `cue`, of status
"name_given". Words alone prove nothing. Here they are weighed against the log: the two had no
contact before, and had some soon after. What stands the test is an introduction of origin
"inferred"; the rest is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..schema import Tables, typed

if TYPE_CHECKING:
    import pandas as pd

FOLLOWS_WITHIN_DAYS: Final = 60
"""Of two people who are introduced and ever write, nearly all do within two months."""

MAX_PEOPLE_WHO_WRITE: Final = 5
"""A mail to more people says of no two of them that they are in touch."""

_DAY: Final = 86_400
_ALWAYS: Final = ("thanks", "note")
"""Said afterwards by one of the two: nothing more is asked for."""

_CONTEXT: Final = {
    "joins": "one message joined the two",
    "may join": "one message told of the two, then in touch",
    "names": "named in a message, then in touch",
    "tells": "one was told of the other in a message",
    "sent by": "named as the introducer in a first message",
    "thanks": "thanked for in a message",
    "note": "said in a note",
}
Longs = NDArray[np.int64]


def with_introductions(tables: Tables, *, inferred: bool = True) -> Tables:
    """Which of the introductions that messages speak of took place?

    Parameters
    ----------
    tables : Tables
        Resolved: one id per person.
    inferred : bool
        Whether any are wanted; without, what messages speak of is left out.

    Returns
    -------
    Tables
        The same, with `introductions` as stated and, where wanted, those found: status
        "introduced", origin "inferred", `context` how it was found, `event` the message (its
        event's id, "" where it is none), file and line; one row an introducer and pair, none
        where the same is stated.

    Notes
    -----
    A message that joins two counts when the two had no contact before it and one of them wrote to
    the other within 60 days; where plain words join two others, nobody sees in the owner's log
    what they did, and the words must do. A message that names somebody, or that names who sent its
    writer, counts when it is the beginning: no contact and no connection between the two before it
    (and contact after it, where it only names). Thanks for an introduction, and the owner's own
    notes, count as they are.
    Linear in the events of the people concerned.
    """
    rows = tables.introductions
    if "cue" not in rows:
        return tables
    is_hint = (rows["cue"] != "").to_numpy() & (rows["origin"] == "inferred").to_numpy()
    if not is_hint.any():
        return tables
    stated = rows[~is_hint]
    if not inferred:
        return tables.with_frames({"introductions": stated.reset_index(drop=True)})
    found = _weighed(rows[is_hint].reset_index(drop=True), tables)
    found = _once_each(found, stated)
    return tables.with_frames({"introductions": _joined(stated, found)})


def _joined(stated: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    if not len(found):
        return stated.reset_index(drop=True)
    return typed("introductions", pd.concat([stated, found], ignore_index=True))


def _weighed(hints: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """The hints that the log bears out, worded as introductions."""
    introducer, a, b = (hints[c].to_numpy(dtype=object) for c in ("introducer", "to", "introduced"))
    owner = tables.owner
    contact = _Contact.between(a, b, tables)
    start = _moments(hints, tables)
    keep = np.zeros(len(hints), dtype=bool)
    for i, cue in enumerate(hints["cue"]):
        if len({introducer[i], a[i], b[i]} - {""}) < 3:
            continue
        before, after = contact.around(a[i], b[i], int(start[i]), str(hints["event"].iloc[i]))
        is_begun = not before
        if cue in _ALWAYS:
            keep[i] = True
        elif cue in ("joins", "tells"):
            is_unseen = bool(owner) and owner not in (a[i], b[i])
            keep[i] = is_begun and (after or is_unseen)
        elif cue in ("may join", "names"):
            keep[i] = is_begun and after
        else:
            keep[i] = is_begun
    found = hints[keep].reset_index(drop=True)
    is_swapped = (found["introduced"] == tables.owner).to_numpy() & bool(tables.owner)
    to, introduced = found["to"].to_numpy(), found["introduced"].to_numpy()
    return found.assign(
        to=np.where(is_swapped, introduced, to),
        introduced=np.where(is_swapped, to, introduced),
        status="introduced",
        context=[_CONTEXT.get(cue, "") for cue in found["cue"]],
    )


def _moments(hints: pd.DataFrame, tables: Tables) -> Longs:
    """Unix seconds of the messages; of a message that is no event, the start of its day."""
    import pandas as pd

    at = pd.Index(tables.events["id"]).get_indexer(hints["event"])
    instants = tables.events["instant"].to_numpy()
    days = hints["date"].to_numpy().astype("datetime64[s]")
    known = ~np.isnat(days)
    seconds = np.where(known, days.astype(np.int64), 0)
    if len(instants):
        seconds = np.where(at >= 0, instants[at], seconds)
    moments: Longs = seconds.astype(np.int64)
    return moments


@dataclass(frozen=True)
class _Contact:
    """When the pairs in question were in touch: unix seconds and event, by pair, in order."""

    times: dict[tuple[str, str], list[tuple[int, str]]]
    since: dict[tuple[str, str], int]

    @classmethod
    def between(cls, a: Any, b: Any, tables: Tables) -> _Contact:
        """The contact of these pairs in the log, and since when they are connected."""
        wanted = {_pair(x, y) for x, y in zip(a, b, strict=True)}
        return cls(_written(wanted, tables), _connected(wanted, tables))

    def around(self, a: str, b: str, moment: int, event: str) -> tuple[bool, bool]:
        """Whether the two were in touch before a moment, and whether soon after it."""
        pair = _pair(a, b)
        times = [t for t, id_ in self.times.get(pair, ()) if id_ != event]
        since = self.since.get(pair)
        before = any(t < moment for t in times) or (
            since is not None and since + _DAY <= moment - moment % _DAY
        )
        limit = moment + FOLLOWS_WITHIN_DAYS * _DAY
        after = any(moment <= t <= limit for t in times) or (
            since is not None and moment - moment % _DAY <= since <= limit
        )
        return before, after


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


def _written(
    wanted: set[tuple[str, str]], tables: Tables
) -> dict[tuple[str, str], list[tuple[int, str]]]:
    """The events of few people in which one of a pair wrote to the other, or both were present."""
    import pandas as pd

    people = {person for pair in wanted for person in pair}
    parts = tables.event_people[["event", "person", "role"]]
    size = parts.groupby("event", sort=False)["person"].transform("size").to_numpy()
    parts = parts[(size <= MAX_PEOPLE_WHO_WRITE) & parts["person"].isin(people).to_numpy()]
    both = parts.merge(parts, on="event", suffixes=("_a", "_b"))
    both = both[(both["person_a"] < both["person_b"]).to_numpy()]
    direct = (
        (both["role_a"] == "by")
        | (both["role_b"] == "by")
        | ((both["role_a"] == "present") & (both["role_b"] == "present"))
    )
    both = both[direct.to_numpy()]
    at = pd.Index(tables.events["id"]).get_indexer(both["event"])
    instants = tables.events["instant"].to_numpy()
    times: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for place, event, a, b in zip(
        at.tolist(), both["event"], both["person_a"], both["person_b"], strict=True
    ):
        if place >= 0 and (a, b) in wanted:
            times.setdefault((a, b), []).append((int(instants[place]), event))
    return times


def _connected(wanted: set[tuple[str, str]], tables: Tables) -> dict[tuple[str, str], int]:
    """Since when pairs are connected, where the day is known."""
    ties = tables.ties
    seconds = ties["since"].to_numpy().astype("datetime64[s]").astype(np.int64)
    known = ~np.isnat(ties["since"].to_numpy()) & (ties["origin"] != "inferred").to_numpy()
    since: dict[tuple[str, str], int] = {}
    for a, b, second in zip(
        ties["a"].to_numpy()[known], ties["b"].to_numpy()[known], seconds[known], strict=True
    ):
        pair = _pair(a, b)
        if pair in wanted:
            since[pair] = min(int(second), since.get(pair, int(second)))
    return since


def _once_each(found: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The earliest row of each introducer and pair that nobody states."""
    known = set(_triples(stated))
    order = found.sort_values(["date", "file", "line"], kind="stable", na_position="last")
    triples = _triples(order)
    first = dict(zip(reversed(triples), reversed(order.index.tolist()), strict=True))
    rows = sorted(row for triple, row in first.items() if triple not in known)
    return found.loc[rows].reset_index(drop=True)


def _triples(rows: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Introducer and unordered pair of each row."""
    columns = zip(rows["introducer"], rows["introduced"], rows["to"], strict=True)
    return [(by, *_pair(a, b)) for by, a, b in columns]
