"""`plots.map`: the map of a network as a matplotlib figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .draw import picture
from .roles import Role
from .still import still
from .ways import RouteLike

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ...network import Network


def map(
    net: Network,
    *,
    color: Role = "company",
    size: Role = "ties",
    highlight: Iterable[RouteLike | str] | RouteLike | str | None = None,
    layout: str | pd.DataFrame = "islands",
    ax: Axes | None = None,
) -> Axes:
    """What does the network look like on paper?

    Parameters
    ----------
    net : Network
    color, size, highlight, layout
        As in `draw`: the same seats and colours as on the page.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    return still(picture(net, color=color, size=size, highlight=highlight, layout=layout), ax)
