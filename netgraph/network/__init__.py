"""The network as of a day: `load` makes it, the measures and the advice ask it.

The tables, resolved to one id a person, become arrays (people are integers, days are integers)
frozen on `as_of`. Names stop here: what lies before sees text, what lies behind sees numbers.
"""

from __future__ import annotations

from .arrays import NO_DAY, Facts, Introductions, Pairs
from .opening import load
from .view import Network

__all__ = ["NO_DAY", "Facts", "Introductions", "Network", "Pairs", "load"]
