"""Which ties a measure answers for, by person or by pair, and under which index.

With an ego a measure answers by person: ego's tie with each. Without one, or for `of="all"`, it
answers by pair. Inferred ties are never measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import SourceError
from .wording import ONE_NAME, TWO_NAMES, shortened

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network, Pairs

Of = Literal["person", "all"]


@dataclass(frozen=True)
class Ties:
    """The ties asked for: row of `net.pairs` (−1 where ego has none with that person), both ends.

    `a` is ego where the answer is by person, else the pair's first; `b` is the other.
    """

    net: Network
    row: NDArray[np.int64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    is_by_person: bool

    def __len__(self) -> int:
        return len(self.row)

    @property
    def is_tie(self) -> NDArray[np.bool_]:
        """Whether there is a tie at all."""
        return self.row >= 0

    @cached_property
    def pairs(self) -> Pairs:
        """The arrays of the rows that are ties, in order."""
        rows = self.row[self.is_tie]
        every = self.net.pairs
        if len(rows) == len(every) and (rows[:1] == 0).all() and (np.diff(rows) == 1).all():
            return every
        return every.take(rows)

    def spread(self, values: NDArray[Any], missing: Any) -> NDArray[Any]:
        """Return values of the ties over all rows, `missing` where there is no tie."""
        if len(values) == len(self):
            return values
        out = np.full(len(self), missing, values.dtype)
        out[self.is_tie] = values
        return out

    def sort(self, *keys: NDArray[Any]) -> NDArray[np.int64]:
        """Return the order by these keys, greatest first, NaN last, then by id."""
        descending = [-np.nan_to_num(k.astype(float), nan=-np.inf) for k in reversed(keys)]
        return np.lexsort((self.b, self.a, *descending))

    def index(self, order: NDArray[np.int64]) -> pd.Index[Any]:
        """Return the ids as the frame's index, in that order."""
        import pandas as pd

        ids: Any = pd.Index(self.net.ids, dtype=object)
        if self.is_by_person:
            people: pd.Index[Any] = ids[self.b[order]].rename("person")
            return people
        codes: list[Any] = [self.a[order], self.b[order]]  # coded already: no search for uniques
        return pd.MultiIndex(
            levels=[ids, ids], codes=codes, names=["a", "b"], verify_integrity=False
        )

    @cached_property
    def names(self) -> NDArray[np.object_]:
        """The other's name, or both names of a pair."""
        labels = self.net.labels
        if self.is_by_person:
            return labels[self.b]
        both = zip(labels[self.a].tolist(), labels[self.b].tolist(), strict=True)
        return np.fromiter((f"{a} and {b}" for a, b in both), dtype=object, count=len(self))

    @cached_property
    def who(self) -> list[str]:
        """Both ends as a sentence names them: `You and Ana`."""
        labels = self.net.labels
        if self.is_by_person:
            return [f"You and {name}" for name in shortened(labels[self.b], ONE_NAME)]
        cut = np.fromiter(shortened(labels, TWO_NAMES), dtype=object, count=len(labels))
        both = zip(cut[self.a].tolist(), cut[self.b].tolist(), strict=True)
        return [f"{a} and {b}" for a, b in both]

    def last_days_silent(self) -> NDArray[np.float64]:
        """Return whole days since the last contact day, NaN where none is logged."""
        return self.spread(days_silent(self.pairs, self.net.as_of_day), np.nan)

    def closeness(self) -> NDArray[np.float64]:
        """Return the stated closeness 1–5, the highest where several are; NaN where none is."""
        facts = self.net.facts
        stated = np.full(len(self.net.pairs) + 1, np.nan)
        np.fmax.at(stated, facts.pair, facts.closeness)
        stated[-1] = np.nan
        of_ties: NDArray[np.float64] = stated[self.row]
        return of_ties

    def n_contact_days(self) -> NDArray[np.int64]:
        """Return the number of contact days, 0 where none is logged."""
        return self.spread(self.pairs.n_days.astype(np.int64), 0)


def days_silent(pairs: Pairs, as_of_day: int) -> NDArray[np.float64]:
    """Return whole days since each pair's last contact day; NaN where none is logged."""
    silent = np.full(len(pairs), np.nan)
    has = pairs.n_days > 0
    silent[has] = as_of_day - pairs.days[pairs.day_ptr[1:][has] - 1]
    return silent


def ties_of(net: Network, of: Of = "person", *, everybody: bool = False) -> Ties:
    """Return the ties of the question: ego's by person, or all by pair.

    `everybody` adds the people ego has no known tie with.
    """
    if of not in ("person", "all"):
        raise SourceError(f"of={of!r} is not known; expected 'person' or 'all'")
    ego = net.ego_index
    if of == "all" or ego < 0:
        rows = np.flatnonzero(~net.pairs.is_inferred)
        return Ties(net, rows, net.pairs.i[rows], net.pairs.j[rows], False)
    arcs = net.csr()
    part = slice(int(arcs.indptr[ego]), int(arcs.indptr[ego + 1]))
    others, rows = arcs.neighbors[part], arcs.pair[part].astype(np.int64)
    if everybody:
        row_of = np.full(net.n_people, -1, np.int64)
        row_of[others] = rows
        others = np.flatnonzero(np.arange(net.n_people) != ego).astype(np.int32)
        rows = row_of[others]
    return Ties(net, rows, np.full(len(rows), ego, np.int32), others, True)
