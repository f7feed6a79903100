"""Who is the same person: certain keys join, likely pairs wait for a yes.

`resolve` gives every person one id, `propose` names pairs that may be one, `find` says whom a word
means.
"""

from __future__ import annotations

from .certain import are_different_names, resolve
from .finding import find, find_among
from .proposals import propose

__all__ = ["are_different_names", "find", "find_among", "propose", "resolve"]
