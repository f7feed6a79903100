"""What is so: how alive, how strong, how far-reaching each tie is, and who opens doors.

A measure is a question to a network and answers with a DataFrame: `freshness`, `strength`,
`weak_ties`, `brokerage`, `introducers`, `outlook`, `favours`. It changes nothing, draws nothing and
writes nothing.
"""

from .brokerage import brokerage
from .favours import favours
from .freshness import freshness
from .introducers import introducers
from .outlook import outlook
from .strength import strength
from .weak_ties import weak_ties

__all__ = ["brokerage", "favours", "freshness", "introducers", "outlook", "strength", "weak_ties"]
