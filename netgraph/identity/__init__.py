"""Who is the same person: certain keys join, likely pairs wait for a yes.

`resolve` gives every person one id, `propose` names pairs that may be one, `find` says whom a word
means; `companies_of` and `propose_companies` do for companies what the first two do for people.
"""

from __future__ import annotations

from .certain import are_different_names, resolve
from .companies import companies_of, propose_companies
from .finding import find, find_among
from .merging import one_row_each
from .proposals import propose

__all__ = [
    "are_different_names",
    "companies_of",
    "find",
    "find_among",
    "one_row_each",
    "propose",
    "propose_companies",
    "resolve",
]
