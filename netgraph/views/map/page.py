"""The page: one HTML file that needs nothing else, shows in a notebook, and may load nothing.

The scripts are kept readable in `script/`; here they are joined, and packed like the data. The
page's Content-Security-Policy names the hashes of exactly these scripts and of the style, so that
the browser itself guarantees that no other code runs and no request leaves.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from .data import as_text, pack
from .picture import Picture
from .still import png

if TYPE_CHECKING:
    import pandas as pd

SCRIPTS = (
    "shell unpack geometry dom words search ties scene webgl canvas2d labels overlay stage "
    "card finding panel time weak saving app main"
).split()
"""In the order they need each other."""

_HEIGHT = 640
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.mjs";', re.M)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|class|function) (\w+))", re.M)
_COMMENT = re.compile(r"^\s*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n|(?<=[;,{]) // [^\n]*", re.M)
_CAST = re.compile(r"/\*\* @(?:type|param) (?:[^*]|\*(?!/))*\*/\s*")
_MARGIN = re.compile(r"^[ \t]+", re.M)
_SIGN = re.compile(r"\s*([=*<>!?:&|,;{}()\[\]])\s*")
_QUOTE = re.compile(r"[\"'`]")
_MARK = {
    '"': re.compile(r'\\.|"'),
    "'": re.compile(r"\\.|'"),
    "`": re.compile(r"\\.|`|\$\{", re.S),
    "${": re.compile(r"[\"'`{}]"),
}
"""What ends a text, or opens another within it."""


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
        path = Path(path)
        path.write_text(self.html, encoding="utf-8", newline="\n")
        return path

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
    loader, code = _MARGIN.sub("", _text("loader.js")).strip(), script()
    parts = {
        "policy": policy(_style(), loader, code),
        "title": html.escape(picture.title or "Network map"),
        "data": pack(picture),
        "code": _packed_script(),
        "loader": loader,
    }
    # One pass: a name that reads like a placeholder stays what it is.
    return Page(
        re.sub(r"@(\w+)@", lambda m: parts.get(m[1], m[0]), _text("page.html")), picture=picture
    )


def policy(style: str, *scripts: str) -> str:
    """Return the page's Content-Security-Policy: this style and these scripts, nothing else."""
    named = " ".join(_hash(text) for text in scripts)
    return (
        f"default-src 'none'; script-src {named}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def script() -> str:
    """Return all scripts as one: each in a scope of its own, comments and margins left out."""
    return '"use strict";\n' + "".join(_module(name) for name in SCRIPTS)


@cache
def _packed_script() -> str:
    return as_text(gzip.compress(script().encode(), 9, mtime=0))


def _module(name: str) -> str:
    text = _text(f"script/{name}.mjs")
    if name == "shell":
        text = text.replace('"@style@"', json.dumps(_style()))
        text = text.replace('"@body@"', json.dumps(_MARGIN.sub("", _text("body.html"))))
    return joined(name, text)


def joined(name: str, text: str) -> str:
    """Return a module as a function that is called once and gives back what it exports."""
    exported = ",".join(found[2] for found in _EXPORT.finditer(text))
    body = _IMPORT.sub(r"const \1=$\2;", _EXPORT.sub(r"\1", text))
    body = _MARGIN.sub("", _CAST.sub("", _COMMENT.sub("", body)))
    return f"const ${name}=(()=>{{\n{_tight(body)}return{{{exported}}}}})();\n"


def _tight(code: str) -> str:
    """Return code without the blanks around its signs; texts, and the signs + - /, stay as is."""
    parts, start = [], 0
    for text in _texts(code):
        parts += [_SIGN.sub(r"\1", code[start : text.start]), code[text]]
        start = text.stop
    return "".join([*parts, _SIGN.sub(r"\1", code[start:])])


def _texts(code: str) -> Iterator[slice]:
    """Find the string literals and the templates, with whatever stands inside them."""
    at = 0
    while found := _QUOTE.search(code, at):
        start, end, depth = found.start(), found.end(), [found[0]]
        while depth:
            mark = _MARK[depth[-1]].search(code, end)
            if mark is None:
                raise ValueError(f"a text is not closed: {code[start : start + 40]!r}")
            end = mark.end()
            if mark[0] == depth[-1] or (mark[0] == "}" and depth[-1] == "${"):
                depth.pop()
            elif not mark[0].startswith("\\"):
                depth.append("${" if mark[0] == "{" else mark[0])
        yield slice(start, end)
        at = end


@cache
def _style() -> str:
    """Return the style sheet without its margins."""
    return _MARGIN.sub("", _text("page.css")).replace(" {\n", "{").replace(";\n", ";")


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
