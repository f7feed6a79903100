"""How an answer speaks: the sentences of every `why`, one home for their grammar.

A sentence says what a person would say, in at most 160 characters, names only numbers that stand
in its row, and no id where there is a name. Names longer than the sentence can bear are cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAX_WHY: Final = 160
ONE_NAME: Final = 32
TWO_NAMES: Final = 22


def plural(n: float, one: str, many: str = "") -> str:
    """Return the number with its noun.

    >>> plural(1, "day"), plural(19.5, "day"), plural(2, "person", "people")
    ('1 day', '19.5 days', '2 people')
    """
    return f"{n:g} {one if n == 1 else many or one + 's'}"


def ago(days: float) -> str:
    """Return how long ago, in words where a person would use words.

    >>> ago(0), ago(1), ago(45)
    ('today', 'yesterday', '45 days ago')
    """
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days:.0f} days ago"


def in_touch(n_days: int, days_silent: float) -> str:
    """Return on how many days two people were in touch, and when last.

    >>> in_touch(1, 1), in_touch(6, 45)
    ('once, yesterday', 'on 6 days, last 45 days ago')
    """
    if n_days == 1:
        return f"once, {ago(days_silent)}"
    return f"on {n_days} days, last {ago(days_silent)}"


def short(name: str, most: int = ONE_NAME) -> str:
    """Return the name on one line, cut where it is too long for a sentence."""
    if len(name) > 4 * most:
        name = name[: 4 * most]
    name = " ".join(name.split())
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def shortened(names: Iterable[Any], most: int = ONE_NAME) -> list[str]:
    """Return many names cut alike."""
    return [n if len(n) <= most and n.isprintable() else short(n, most) for n in names]


def sentence(*parts: str) -> str:
    """Join the parts that fit in a `why`: the first always (cut if need be), later ones whole."""
    said = ""
    for part in parts:
        if not part:
            continue
        if not said:
            said = part if len(part) <= MAX_WHY else part[: MAX_WHY - 1].rstrip() + "…"
        elif len(said) + len(part) <= MAX_WHY:
            said += part
    return said


def texts(sentences: Iterable[str], n: int) -> NDArray[np.object_]:
    """Return the sentences as a column."""
    return np.fromiter(sentences, dtype=object, count=n)
