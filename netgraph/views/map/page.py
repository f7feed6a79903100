"""The page: one HTML file that needs nothing else, shows in a notebook, and may load nothing.

The scripts are kept readable in `script/`, and bundled with the style in `page.min.js`, which is
packed here like the data. The page's Content-Security-Policy names the hashes of exactly these
scripts, so that the browser itself guarantees that no other code runs and no request leaves.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from ...output import write_file
from .data import as_text, pack
from .picture import Picture
from .still import png

if TYPE_CHECKING:
    import pandas as pd

_HEIGHT = 640


@dataclass(frozen=True)
class Page:
    """One HTML page, complete in itself.

    Attributes
    ----------
    html : str
        The whole file as text.
    positions : DataFrame or None
        Where everybody sits (x, y) by person; `draw(…, layout=page.positions)` keeps the seats.
    """

    html: str
    positions: pd.DataFrame | None = field(default=None, repr=False, compare=False)
    picture: Picture | None = field(default=None, repr=False, compare=False)

    def save(self, path: str | Path) -> Path:
        """Write the page to `path` and return it."""
        return write_file(path, self.html)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] = ()
    ) -> dict[str, str | bytes]:
        """Give a notebook the page, and a picture for where scripts are stripped."""
        shown: dict[str, Callable[[], str | bytes]] = {
            "text/html": self._repr_html_,
            "text/plain": self.__repr__,
        }
        if self.picture is not None:
            shown["image/png"] = partial(png, self.picture)
        exclude = exclude or ()
        return {
            kind: show()
            for kind, show in shown.items()
            if (include is None or kind in include) and kind not in exclude
        }

    def _repr_html_(self) -> str:
        """Show the page in a frame of its own, so that maps of one notebook leave each other be."""
        return (
            f'<iframe srcdoc="{html.escape(self.html, quote=True)}" width="100%" '
            f'height="{_HEIGHT}" style="border:0" title="Map" '
            'sandbox="allow-scripts allow-downloads"></iframe>'
        )

    def __repr__(self) -> str:
        return f"Page({len(self.html.encode()):,} bytes of HTML)"


def page_of(picture: Picture) -> Page:
    """Return the page that shows a picture."""
    loader = script("loader")
    parts = {
        "policy": policy(loader, script("page")),
        "title": html.escape(picture.title or "Network map"),
        "data": pack(picture),
        "code": _packed_script(),
        "loader": loader,
    }
    # One pass: a name that reads like a placeholder stays what it is.
    return Page(
        re.sub(r"@(\w+)@", lambda m: parts.get(m[1], m[0]), _text("page.html")), picture=picture
    )


def policy(*scripts: str) -> str:
    """Return the page's Content-Security-Policy: these scripts, nothing else."""
    named = " ".join(_hash(text) for text in scripts)
    return (
        f"default-src 'none'; script-src {named}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def script(name: str) -> str:
    """Return a bundled script without the line that says how it was made."""
    return _text(f"{name}.min.js").partition("\n")[2].rstrip()


@cache
def _packed_script() -> str:
    return as_text(gzip.compress(script("page").encode(), 9, mtime=0))


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
