"""Who knows whom among the contacts: mutual contacts, overlap and spans of every tie, worked out
once for a network and shared by all who ask. Inferred ties take no part. Where a person's other
contacts cannot be seen, nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .. import kernels

if TYPE_CHECKING:
    from ..network import Network
    from .ties import Ties

Floats = NDArray[np.float64]


def known_csr(net: Network) -> kernels.Csr:
    """Return the neighbours over known ties, pairs numbered from 0 in the order of `net.pairs`."""

    def renumbered() -> kernels.Csr:
        arcs, known = net.csr(), ~net.pairs.is_inferred
        if known.all():
            return arcs
        return replace(arcs, pair=(np.cumsum(known) - 1)[arcs.pair].astype(np.int32))

    csr: kernels.Csr = _kept(net, "known csr", renumbered)
    return csr


def mutual_contacts(net: Network) -> Floats:
    """Return how many contacts the ends of each pair share; NaN for inferred pairs."""
    return _by_pair(net, "mutual", lambda: kernels.mutual_counts(known_csr(net)))


def overlaps(net: Network) -> Floats:
    """Return the known overlap of the two circles of each pair; NaN for 0/0 and inferred pairs."""

    def values() -> Floats:
        mutual = mutual_contacts(net)[~net.pairs.is_inferred].astype(np.int32)
        return kernels.overlap(known_csr(net), mutual)

    return _by_pair(net, "overlap", values)


def spans_hops(net: Network) -> Floats:
    """Return how far apart each pair would be without its tie; inf for a bridge."""

    def values() -> Floats:
        mutual = mutual_contacts(net)[~net.pairs.is_inferred].astype(np.int32)
        return kernels.spans(known_csr(net), mutual)

    return _by_pair(net, "spans", values)


def of_ties(ties: Ties, by_pair: Floats) -> Floats:
    """Return the values of these ties; NaN where the circle of an end is not observed."""
    seen = ties.net.circle_is_observed
    values = np.append(by_pair, np.nan)[ties.row]
    return np.where(seen[ties.a] & seen[ties.b], values, np.nan)


def _by_pair(net: Network, name: str, values: Callable[[], NDArray[Any]]) -> Floats:
    def spread() -> Floats:
        out = np.full(len(net.pairs), np.nan)
        out[~net.pairs.is_inferred] = values()
        return out

    by_pair: Floats = _kept(net, name, spread)
    return by_pair


def _kept(net: Network, name: str, make: Callable[[], Any]) -> Any:
    kept = net.now.kept
    if name not in kept:
        kept[name] = make()
    return kept[name]
