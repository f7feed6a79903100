"""Which fonts have the letters of a name? matplotlib warns, and writes boxes, where one has not."""

from __future__ import annotations

from typing import Final


def legible(words: str) -> tuple[str, list[str]]:
    """Return the words, and the font families that together have their letters, the usual first.

    Without this a name in a script the usual font lacks is a row of boxes and a warning. A letter
    that no font here has becomes `�`.
    """
    from matplotlib import font_manager, rcParams

    chosen = list(rcParams["font.family"])
    missing = _without(words, font_manager.findfont(font_manager.FontProperties(family=chosen)))
    fonts = font_manager.fontManager.ttflist if missing else []
    for font in sorted(fonts, key=lambda f: _rank(f.name)):
        left = _without(missing, font.fname)
        if left != missing and not font.name.startswith("Last Resort"):
            chosen.append(font.name)
            missing = left
        if not missing:
            break
    return words.translate(dict.fromkeys(map(ord, missing), "\N{REPLACEMENT CHARACTER}")), chosen


_PREFERRED: Final = ("Noto Sans CJK", "Noto Sans", "DejaVu Sans", "Arial Unicode", "Segoe UI")


def _rank(family: str) -> tuple[int, str]:
    """Order of families to try: those known to hold many scripts, then any without serifs."""
    known = (at for at, start in enumerate(_PREFERRED) if family.startswith(start))
    return next(known, 7 if "Serif" not in family and "Mono" not in family else 8), family


def _without(letters: str, path: str) -> str:
    """Return the letters a font file does not have."""
    from matplotlib import font_manager

    font = font_manager.get_font(path)
    return "".join(c for c in letters if not c.isspace() and not font.get_char_index(ord(c)))
