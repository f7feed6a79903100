"""Figures with matplotlib: how fresh ties are, which weak ones lead elsewhere, who opened doors.

Each function takes what a measure returned (or the network), draws on `ax` or on a new figure,
and returns the Axes. The title says the finding; people are named in the picture where there is
room. Colours hold for the three kinds of colour-blindness, and shapes and words say the same.
"""

from __future__ import annotations

from ..map.plot import map
from .freshness import freshness
from .introductions import introductions
from .reliability import reliability
from .weak_ties import weak_ties

__all__ = ["freshness", "introductions", "map", "reliability", "weak_ties"]
