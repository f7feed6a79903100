"""The hot loops: arrays in, arrays out, numpy alone; people are whole numbers here.

`csr` lays the ties out, one triangle list serves mutual contacts, overlap and Burt, routes are
searched by layers that meet in the middle, and chances are kept as whole-number costs.
"""

from .arrays import Csr, csr
from .blocks import articulation_points, bridges
from .chances import BLOCKED, cost_of, p_of, steps_of
from .circles import Triangles, ends, mutual_counts, overlap, triangles
from .decay import decay_table, intensity
from .detours import spans
from .disjoint import disjoint_routes
from .holding import dispersion
from .holes import Burt, burt, ego_burt
from .reach import BestCosts, TwoSteps, best_costs, two_step_pairs, two_step_reach
from .routes import Path, best_routes

__all__ = [
    "BLOCKED",
    "BestCosts",
    "Burt",
    "Csr",
    "Path",
    "Triangles",
    "TwoSteps",
    "articulation_points",
    "best_costs",
    "best_routes",
    "bridges",
    "burt",
    "cost_of",
    "csr",
    "decay_table",
    "disjoint_routes",
    "dispersion",
    "ego_burt",
    "ends",
    "intensity",
    "mutual_counts",
    "overlap",
    "p_of",
    "spans",
    "steps_of",
    "triangles",
    "two_step_pairs",
    "two_step_reach",
]
