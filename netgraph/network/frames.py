"""The frames a Network shows: numbers become names again here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from ..schema import MANY_SEPARATOR
from .arrays import NO_DAY, Ints, Texts

if TYPE_CHECKING:
    import pandas as pd

    from .view import Network

_CARD = (
    "name", "company", "title", "location", "school", "class_year", "group", "tags", "closeness",
    "prefers", "assistant_of", "may_use_name", "do_not_contact", "emails", "phones", "linkedin",
    "pronunciation", "notes",
)  # fmt: skip


def days(numbers: Ints) -> Any:
    """Return day numbers as datetime64[s], NO_DAY as NaT."""
    out = numbers.astype("datetime64[D]")
    out[numbers == NO_DAY] = np.datetime64("NaT")
    return out.astype("datetime64[s]")


def up_to(table: pd.DataFrame, column: str, as_of: dt.date) -> pd.DataFrame:
    """Return the rows not dated later."""
    keep = ~(table[column].to_numpy() > np.datetime64(as_of, "s"))
    return table[keep].reset_index(drop=True)


def people(net: Network) -> pd.DataFrame:
    """Return `Network.people`: the cards by id, then the log with ego and the number of ties."""
    import pandas as pd

    table = net.now.contacts
    out = table[list(_CARD)].copy()
    known = ~net.pairs.is_inferred
    ends = np.concatenate([net.pairs.i[known], net.pairs.j[known]])
    out["n_ties"] = np.bincount(ends, minlength=net.n_people)
    if net.ego_index >= 0:
        other, rows = ego_ties(net)
        n_days = np.zeros(net.n_people, np.int64)
        last = np.full(net.n_people, NO_DAY, np.int32)
        n_days[other] = net.pairs.n_days[rows]
        has = net.pairs.n_days[rows] > 0
        last[other[has]] = net.pairs.days[net.pairs.day_ptr[rows[has] + 1] - 1]
        out["n_contact_days"], out["last_day"] = n_days, days(last)
    out.index = pd.Index(net.ids, name="person")
    return out


def ego_ties(net: Network) -> tuple[Ints, Any]:
    """Return the people ego has a tie with (inferred ones included) and the rows of those pairs."""
    is_left, is_right = net.pairs.i == net.ego_index, net.pairs.j == net.ego_index
    rows = np.flatnonzero(is_left | is_right)
    other = np.where(is_left[rows], net.pairs.j[rows], net.pairs.i[rows])
    return other, rows


def pair_index(net: Network, rows: Any) -> pd.MultiIndex:
    """Return the index (a, b) of these pairs."""
    import pandas as pd

    a, b = net.ids[net.pairs.i[rows]], net.ids[net.pairs.j[rows]]
    return pd.MultiIndex.from_arrays([a, b], names=["a", "b"])


def ties(net: Network) -> pd.DataFrame:
    """Return `Network.ties`."""
    import pandas as pd

    pairs, facts = net.pairs, net.facts
    n_days = pairs.n_days
    first = np.full(len(pairs), NO_DAY, np.int32)
    last = first.copy()
    has = n_days > 0
    first[has] = pairs.days[pairs.day_ptr[:-1][has]]
    last[has] = pairs.days[pairs.day_ptr[1:][has] - 1]
    relation: Texts = np.full(len(pairs), "", object)
    closeness = np.full(len(pairs), np.nan)
    for row, word, close in zip(facts.pair, facts.relation, facts.closeness, strict=True):
        if word and word not in relation[row].split("; "):
            relation[row] = f"{relation[row]}; {word}" if relation[row] else word
        closeness[row] = np.fmax(closeness[row], close)
    flags = zip(
        pairs.is_stated | pairs.is_introduced,
        pairs.is_logged,
        pairs.is_inferred,
        pairs.is_pooled,
        strict=True,
    )
    words = ("stated", "logged", "inferred", "pooled")
    origin = ["; ".join(w for w, f in zip(words, row, strict=True) if f) for row in flags]
    return pd.DataFrame(
        {
            "relation": relation,
            "origin": origin,
            "closeness": closeness,
            "n_contact_days": n_days,
            "first_day": days(first),
            "last_day": days(last),
        },
        index=pair_index(net, np.arange(len(pairs))),
    )


def events(net: Network) -> pd.DataFrame:
    """Return `Network.events`."""
    import pandas as pd

    table, parts = net.record.tables.events, net.record.tables.event_people
    seen = net.record.event_day <= net.as_of_day
    if net.now.is_part:
        others = net.ids[np.arange(net.n_people) != net.ego_index]
        with_them = parts["event"][parts["person"].isin(others)]
        seen &= table["id"].isin(with_them).to_numpy()
    shown = table[seen]
    who, n_people = _people_of(shown["id"], parts)
    return pd.DataFrame(
        {
            "day": days(net.record.event_day[seen]),
            "kind": shown["kind"].to_numpy(),
            "people": who,
            "n_people": n_people,
            "minutes": shown["minutes"].to_numpy(),
            "arranged_by": shown["arranged_by"].to_numpy(),
            "note": shown["note"].to_numpy(),
        },
        index=pd.Index(shown["id"], name="event"),
    ).sort_values("day", kind="stable")


def _people_of(ids: pd.Series, parts: pd.DataFrame) -> tuple[Texts, Any]:
    """Return who took part in each of these events ("ana; ravi"), and how many they were."""
    import pandas as pd

    at = pd.Index(ids).get_indexer(parts["event"])
    person = parts["person"].to_numpy(dtype=object)
    code, _ = pd.factorize(person)
    order = np.lexsort((code, at))
    order = order[at[order] >= 0]
    is_new = np.ones(len(order), bool)
    is_new[1:] = (at[order][1:] != at[order][:-1]) | (code[order][1:] != code[order][:-1])
    order = np.sort(order[is_new])
    order = order[np.argsort(at[order], kind="stable")]
    n_people = np.bincount(at[order], minlength=len(ids))
    first = np.cumsum(n_people) - n_people
    who: Texts = np.full(len(ids), "", object)
    for k in np.unique(n_people[n_people > 0]):
        rows = np.flatnonzero(n_people == k)
        text = person[order[first[rows]]]
        for step in range(1, k):
            text = text + MANY_SEPARATOR + person[order[first[rows] + step]]
        who[rows] = text
    return who, n_people


def introductions(net: Network) -> pd.DataFrame:
    """Return `Network.introductions`."""
    import pandas as pd

    made = net.links
    to = np.where(made.to >= 0, net.ids[made.to] if net.n_people else "", "")
    return pd.DataFrame(
        {
            "introducer": net.ids[made.by],
            "introduced": net.ids[made.who],
            "to": to,
            "date": days(made.day),
            "status": made.status,
            "context": made.context,
            "may_use_name": made.may_use_name,
            "origin": made.origin,
        }
    )
