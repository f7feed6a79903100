"""Who is the same person: certain keys join, likely pairs wait for a yes, every merge can be undone.

`resolve` gives every person one id, `find` says whom a word means.
"""

from __future__ import annotations

from .certain import are_different_names, resolve
from .finding import find, find_among

__all__ = ["are_different_names", "find", "find_among", "resolve"]
