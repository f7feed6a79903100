"""Whom to ask for whom, all targets at once: the asks that together have the best chances, within
the user's caps, with a fallback held back and what was ruled out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import rules
from ..errors import NetgraphError
from .assigning import assign
from .board import board_of, held_back
from .capacity import capacity_of
from .chance import asker
from .routes import check_limits
from .telling import COLUMNS, Telling
from .wanted import wanted_of

if TYPE_CHECKING:
    import pandas as pd

    from ..network import Network


def plan(
    net: Network,
    *,
    companies: Sequence[str] | None = None,
    people: Sequence[str] | None = None,
    fields: Sequence[str] | None = None,
    asks_per_helper: int | None = None,
    cooldown_days: int | None = None,
    max_hops: int = rules.MAX_HOPS,
    inferred: bool = True,
) -> pd.DataFrame:
    """Whom should you ask for whom, so that all your targets together have the best chances?

    Parameters
    ----------
    net : Network
    companies, people, fields : list of str, optional
        Where or whom you want to reach; without any of them the table of targets, by priority.
    asks_per_helper : int, optional
        Asks a helper may have at a time; default the policy's, else 1.
    cooldown_days : int, optional
        Pause before a helper is asked again; default the policy's, else 30 days.
    max_hops : int
        1 to 4 steps from you to the target.
    inferred : bool
        Whether ties inferred from a shared company may be used.

    Returns
    -------
    DataFrame
        By `target` (its id, or the word given): one row each, in the order of the targets.

        - `what`: the target in words
        - `status`: "ask", "in hand" (an ask is open, or you have met), "no helper free", "no way",
          "nobody known"
        - `person`, `name`, `title`, `company`: whom to reach; "" where the status is no "ask"
        - `helper`, `helper_name`: whom to ask; the person, where you know them yourself
        - `kind`: "introduction" or "known there"
        - `p`: chance that the whole way works; NaN without one
        - `known_overlap`, `novelty`: shared part of your circle and the person's, NaN where
          theirs is not observed; p · (1 − known_overlap)
        - `n_hops`, `people`: the way; 0 and () without one
        - `may_use_name`: whether the helper lets you use the name with the person (yes, no, ask
          or "")
        - `n_contact_days`, `days_silent`, `since`: your tie with the helper (`since`: of the open
          ask, where there is one)
        - `fallback`, `fallback_name`, `fallback_p`: held back until the first says no
        - `ruled_out`: likelier helpers who are not asked, and why
        - `why`: one sentence

    Raises
    ------
    UnknownPersonError, UnknownCompanyError
        Nobody, or no company, goes by that word; also without an ego.
    NetgraphError
        max_hops or a cap out of range.

    Notes
    -----
    The objective is max Σ p over all targets, exactly, by linear sum assignment: nobody gets more
    asks than the cap less open and recent ones, no target two helpers, and nobody marked
    do_not_contact is asked, passed or reached. Of a company the likeliest person with a title you
    look for is taken, else the likeliest. Helpers who said no (or nothing) to a target are not
    asked for it again: plan anew after each answer. Fallbacks are the best assignment of what is
    left. O(targets · (people + ties of the second step) + targets² · helpers).

    Examples
    --------
    >>> import netgraph as ng, pandas as pd
    >>> known = pd.DataFrame([("me", "ana"), ("ana", "ravi")], columns=["source", "target"])
    >>> ng.plan(ng.load(known, ego="me"), people=["ravi"])["helper"].to_dict()
    {'ravi': 'ana'}
    """
    import pandas as pd

    check_limits(max_hops, 1)
    _check_caps(asks_per_helper, cooldown_days)
    ego = asker(net)
    wanted = wanted_of(net, companies, people, fields)
    may = capacity_of(net, asks_per_helper=asks_per_helper, cooldown_days=cooldown_days)
    board = board_of(net, ego, wanted, may, max_hops, inferred)
    chosen = assign(board.p, may.left[board.helpers])
    held = held_back(board, chosen, may)
    told = Telling(net, board, may, chosen, held)
    rows = [told.row(at) for at in range(len(wanted))]
    index = pd.Index([one.id for one in wanted], dtype=object, name="target")
    return pd.DataFrame(rows, columns=list(COLUMNS), index=index)


def _check_caps(asks_per_helper: int | None, cooldown_days: int | None) -> None:
    for name, value in (("asks_per_helper", asks_per_helper), ("cooldown_days", cooldown_days)):
        if value is not None and value < 0:
            raise NetgraphError(f"{name} is {value}; expected 0 or more")
