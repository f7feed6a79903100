"""What several sources say together: ties that a shared company suggests, introductions found in
messages. Everything here is inferred, carries that origin, and waits for the user's yes.
"""

from __future__ import annotations

from .introductions import with_introductions
from .same_company import same_company_ties

__all__ = ["same_company_ties", "with_introductions"]
