"""Whom a cell of netgraph's own tables means: by id, e-mail, LinkedIn address or unique name.

A word that is none of these in the tables at hand may still be somebody in another file; it stays
a key `name:<word>`, and `identity` finds the one person of that id or name, or makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..schema import EGO, clean_text, fold_email, fold_name, profile_slug, split_many
from .grid import NODES, Grid

_ME: Final = frozenset({"me", "ego", "@ego", "self"})


class Whom:
    """The people of the contact tables at hand, found by the words other tables use for them."""

    def __init__(self, grids: Iterable[Grid]) -> None:
        self._keys: dict[str, str | None] = {}
        self._by_name: dict[str, set[str]] = {}
        self._ids: set[str] = set()
        self.unknown: dict[str, None] = {}
        for grid in grids:
            if grid.table in ("contacts", NODES):
                self._learn(grid)

    def _learn(self, grid: Grid) -> None:
        nothing = [""] * len(grid)
        keys = contact_keys(grid)
        self._ids.update(key[3:] for key in keys if key.startswith("id:"))
        for key, name in zip(keys, grid.columns.get("name", nothing), strict=True):
            if name:
                self._by_name.setdefault(fold_name(name), set()).add(key)

    def key(self, word: str) -> str | None:
        """The key of the person a word means; None where the word fits several people."""
        try:
            return self._keys[word]
        except KeyError:
            key = self._keys[word] = self._find(clean_text(word))
            return key

    def _find(self, word: str) -> str | None:
        if word in self._ids:
            return f"id:{word}"
        if word.lower() in _ME:
            return EGO
        if address := fold_email(word):
            return f"mail:{address}"
        if slug := profile_slug(word):
            return f"in:{slug}"
        named = self._by_name.get(fold_name(word), set())
        if len(named) > 1:
            return None
        if named:
            return next(iter(named))
        self.unknown[word] = None
        return f"name:{word}"


def contact_keys(grid: Grid) -> list[str]:
    """The key of each row of a contact table: its id, else its first sure mark, else its line."""
    nothing = [""] * len(grid)
    get = grid.columns.get
    keys = []
    for line, stated, slug, emails in zip(
        grid.lines,
        get("id", nothing),
        get("linkedin", nothing),
        get("emails", nothing),
        strict=True,
    ):
        if stated:
            keys.append(f"id:{clean_text(stated)}")
        elif profile := profile_slug(slug):
            keys.append(f"in:{profile}")
        elif address := next(filter(None, map(fold_email, split_many(emails))), ""):
            keys.append(f"mail:{address}")
        else:
            keys.append(f"row:{grid.label}:{line}")
    return keys
