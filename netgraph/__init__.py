"""netgraph: who to ask for an introduction, by which path, and why."""

from __future__ import annotations

__version__ = "0.1.0"
