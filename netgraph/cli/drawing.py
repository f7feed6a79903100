"""`netgraph draw`: the map, with the routes asked for, written to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import netgraph as ng

from ..output import write_file
from .answering import counted, note
from .asking import Answer


def drawn(
    net: ng.Network,
    output: Path,
    goal: Mapping[str, str],
    looks: Mapping[str, Any],
    *,
    title: str | None,
    is_pyvis: bool,
    open_it: bool | None,
) -> Answer:
    """Write the map, show it where asked to, and return what was written."""
    import pandas as pd

    company, person, field = (goal.get(name) for name in ("company", "person", "field"))
    routes = ng.routes(net, company=company, person=person, field=field) if goal else None
    if is_pyvis:
        html = ng.to_pyvis(net, highlight=routes, **looks).generate_html(notebook=False)
        write_file(output, html)
    else:
        page = ng.draw(net, highlight=routes, title=title, **(dict(looks) | _seats(net, looks)))
        page.save(output)
        _keep_seats(net, looks, page)
    is_open = _may_open() if open_it is None else open_it
    is_open = is_open and _opened(output)
    size = output.stat().st_size
    ties = int((~net.pairs.is_inferred).sum())
    row = {"path": str(output), "people": net.n_people, "ties": ties, "bytes": size}
    shown = counted(net.n_people, "person", "people")
    where = "your browser shows it" if is_open else "open it in a browser"
    return Answer(
        pd.DataFrame([row]),
        tuple(row),
        heading=f"a map of {shown}, one file; {where}",
        next=("reach",),
    )


def _may_open() -> bool:
    """Whether somebody sits before this terminal who sees windows; a text browser is none."""
    has_windows = sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return has_windows and sys.stdout.isatty()


def _opened(page: Path) -> bool:
    """Show the page in the browser; say so where there is none."""
    import webbrowser

    is_open = webbrowser.open(page.resolve().as_uri())
    if not is_open:
        note(f"no browser was found: open {page} in one")
    return is_open


def _seats(net: ng.Network, looks: Mapping[str, Any]) -> dict[str, Any]:
    """Return the seats of the last map of a book, so that people stay where they were."""
    if net.kept_in is None or looks["layout"] != "islands":
        return {}
    with ng.open_book(net.kept_in) as book:
        seats = book.positions()
    return {"layout": seats} if len(seats) else {}


def _keep_seats(net: ng.Network, looks: Mapping[str, Any], page: ng.Page) -> None:
    if net.kept_in is not None and looks["layout"] == "islands" and page.positions is not None:
        with ng.open_book(net.kept_in) as book:
            book.keep_positions(page.positions)
