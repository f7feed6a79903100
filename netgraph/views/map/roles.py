"""What do colour and size stand for? A role takes a column's name, a mapping or a function.

Resolved here once, into classes with words, colours for day and night, and counts. The colours
stay apart for the three kinds of colour-blindness; a test measures it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .picture import Colouring, Swatch

CLASSES = (
    ("#0072b2", "#3aa0e6"),
    ("#e08a00", "#f0a52e"),
    ("#009e73", "#22bd92"),
    ("#b8479a", "#d878bf"),
    ("#4fa9dd", "#8fd0f5"),
    ("#c8441a", "#f07048"),
    ("#5b3a9e", "#9a7fe0"),
    ("#8a8a12", "#bdbd3c"),
)
"""Eight classes that can be told apart, by day and by night."""

OTHERS = ("#7c8b98", "#7f909e")
NONE = ("#b3bec7", "#4c5b67")


def by_company(company: NDArray[np.int32], names: list[str]) -> Colouring:
    """Colour the eight largest companies; the others share one colour, people without one another."""
    count = np.bincount(company[company >= 0], minlength=len(names))
    largest = np.lexsort((np.arange(len(names)), -count))[: len(CLASSES)]
    largest = largest[count[largest] > 0]
    of = np.full(len(names) + 1, len(largest), np.uint8)
    of[largest] = np.arange(len(largest), dtype=np.uint8)
    of[-1] = len(largest) + 1
    swatches = [Swatch(names[c], *CLASSES[k], int(count[c])) for k, c in enumerate(largest)]
    n_others = int(count.sum() - count[largest].sum())
    swatches.append(Swatch("other companies", *OTHERS, n_others))
    swatches.append(Swatch("no company known", *NONE, int((company < 0).sum())))
    return _without_empty("Company", of[company], swatches)


def _without_empty(title: str, of: NDArray[np.uint8], swatches: list[Swatch]) -> Colouring:
    used = [k for k, s in enumerate(swatches) if s.count]
    rank = np.zeros(len(swatches), np.uint8)
    rank[used] = np.arange(len(used), dtype=np.uint8)
    return Colouring(title, rank[of], [swatches[k] for k in used])
