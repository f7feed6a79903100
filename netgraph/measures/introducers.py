"""Who opens doors: the introductions each person made, what grew out of them, and what would be
lost with that person. Introductions are dated and directed, several may lead to one person, and
they chain: who was introduced introduces others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .. import kernels
from .wording import plural, sentence, short, texts

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Introductions, Network

Ints = NDArray[np.int64]

_FAR: Final = {"declined": -1, "name_given": 0, "promised": 0, "introduced": 1, "": 1, "met": 2}
"""How far an introduction got: not at all, announced, made, led to a meeting."""


def introducers(net: Network) -> pd.DataFrame:
    """Who introduced people to each other, and what came of it?

    Parameters
    ----------
    net : Network

    Returns
    -------
    DataFrame
        By `person`, everybody who made or announced an introduction; most introductions first,
        then most people downstream, then by id.

        - `name`
        - `n_introduced`: introductions made (status introduced or met), each pair presented once
        - `n_announced`: a name given or an introduction promised, not made yet
        - `n_met`: of those made, how many led to a meeting: status met, or a logged contact of
          the two after the day of the introduction in which nobody merely wrote
        - `met_share`: n_met / n_introduced; NaN where none was made
        - `n_downstream`: people of all generations after them in the made introductions
        - `is_single_point`: without this person the introductions fall into more parts
        - `last_on`: day of the latest introduction made; NaT where none is dated
        - `why`: one sentence

    Notes
    -----
    `is_single_point` is articulation of the undirected introduction graph. O(introductions +
    Σ n_downstream).

    References
    ----------
    Tarjan 1972, 10.1137/0201010 (articulation points).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> made = pd.DataFrame({"introducer": ["ana", "bo"], "introduced": ["bo", "cy"]})
    >>> ng.introducers(ng.load({"introductions": made.assign(to="me")})).n_downstream.tolist()
    [2, 1]
    """
    import pandas as pd

    links = net.links
    by, who, to, far, day = _distinct(links, net.n_people)
    far = np.where((far == 1) & _met_since(net, who, to, day), 2, far)
    people = np.unique(by)
    at = np.searchsorted(people, by)
    made = far >= 1
    n_made, n_met, n_announced = (
        np.bincount(at[rows], minlength=len(people)) for rows in (made, far == 2, far == 0)
    )
    last = np.full(len(people), np.iinfo(np.int64).min)
    np.maximum.at(last, at[made], day[made])
    downstream = n_descendants(by[made], who[made], net.n_people)[people]
    single = _single_points(by[made], who[made], net.n_people)[people]
    share = np.divide(n_met, n_made, out=np.full(len(people), np.nan), where=n_made > 0)
    order = np.lexsort((people, -downstream, -n_made))
    names = net.labels[people]
    columns = {
        "name": names,
        "n_introduced": n_made,
        "n_announced": n_announced,
        "n_met": n_met,
        "met_share": share,
        "n_downstream": downstream,
        "is_single_point": single,
        "last_on": _dates(last),
        "why": texts(_why(names, n_made, n_announced, n_met, downstream, single), len(people)),
    }
    index = pd.Index(net.ids[people[order]], dtype=object, name="person")
    return pd.DataFrame({k: v[order] for k, v in columns.items()}, index=index)


def _distinct(links: Introductions, n: int) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return each introduction once: by, who, to, how far it got, its latest day."""
    by, who, to = (column.astype(np.int64) for column in (links.by, links.who, links.to))
    far = np.array([_FAR.get(str(s), 1) for s in links.status], dtype=np.int64)
    key, at = np.unique((by * n + who) * (n + 1) + to + 1, return_inverse=True)
    furthest = np.full(len(key), -1, np.int64)
    np.maximum.at(furthest, at, far)
    latest = np.full(len(key), np.iinfo(np.int64).min)
    np.maximum.at(latest, at, links.day.astype(np.int64))
    pair, to_ = key // (n + 1), key % (n + 1) - 1
    return pair // max(n, 1), pair % max(n, 1), to_, furthest, latest


def _met_since(net: Network, who: Ints, to: Ints, day: Ints) -> NDArray[np.bool_]:
    """Return whether the two had a contact later than the introduction that was no mere message."""
    pairs, n = net.pairs, max(net.n_people, 1)
    key = np.minimum(who, to) * n + np.maximum(who, to)
    known = pairs.i.astype(np.int64) * n + pairs.j
    at = np.searchsorted(known, key)
    at[at == len(known)] = 0
    met = np.zeros(len(who), bool)
    if not len(known):
        return met
    dated = (to >= 0) & (known[at] == key) & (day > np.iinfo(np.int32).min)
    for row in np.flatnonzero(dated):
        part = slice(int(pairs.day_ptr[at[row]]), int(pairs.day_ptr[at[row] + 1]))
        met[row] = ((pairs.days[part] > day[row]) & (pairs.day_sent[part] == 0)).any()
    return met


def n_descendants(by: Ints, who: Ints, n: int) -> Ints:
    """Return how many others each person leads to along the arrows, over all generations."""
    order = np.argsort(by, kind="stable")
    head = who[order]
    start = np.searchsorted(by[order], np.arange(n + 1))
    seen = np.unique(by * n + who)
    frontier = seen
    while len(frontier):
        source, node = frontier // n, frontier % n
        counts = start[node + 1] - start[node]
        first = np.repeat(start[node] - np.cumsum(counts) + counts, counts)
        reached = np.repeat(source, counts) * n + head[first + np.arange(counts.sum())]
        frontier = np.setdiff1d(reached, seen)
        seen = np.union1d(seen, frontier)
    source, node = seen // max(n, 1), seen % max(n, 1)
    return np.bincount(source[source != node], minlength=n)


def _single_points(by: Ints, who: Ints, n: int) -> NDArray[np.bool_]:
    """Return whose loss cuts people off among those who were introduced."""
    low, high = np.minimum(by, who), np.maximum(by, who)
    key = np.unique((low * n + high)[low != high])
    i, j = (key // max(n, 1)).astype(np.int32), (key % max(n, 1)).astype(np.int32)
    points: NDArray[np.bool_] = kernels.articulation_points(kernels.csr(i, j, n))
    return points


def _dates(day: Ints) -> NDArray[np.datetime64]:
    dates = np.full(len(day), np.datetime64("NaT"), dtype="datetime64[D]")
    known = day > np.iinfo(np.int32).min
    dates[known] = day[known].astype("datetime64[D]")
    return dates.astype("datetime64[s]")


def _why(
    names: NDArray[np.object_],
    n_made: Ints,
    n_announced: Ints,
    n_met: Ints,
    downstream: Ints,
    single: NDArray[np.bool_],
) -> list[str]:
    """One sentence a row."""
    said = []
    columns = (names, n_made, n_announced, n_met, downstream, single)
    for name, made, announced, met, after, is_single in zip(
        *(c.tolist() for c in columns), strict=True
    ):
        name = short(name)
        if not made:
            said.append(f"{name} announced {plural(announced, 'introduction')}, none followed yet.")
            continue
        first = f"{name} made {plural(made, 'introduction')}"
        led = "; no meeting is recorded yet"
        if met:
            led = f"; {met} of them led to a meeting" if made > 1 else ", which led to a meeting"
        grown = f"; {plural(after, 'person', 'people')} downstream" if after > made else ""
        cut = f" Without {name} others would be cut off." if is_single else ""
        said.append(sentence(first, led, grown, ".", cut))
    return said
