"""A person's name without what people hang on it: titles, credentials, pronouns, emoji.

Names are for showing and for looking somebody up within one file; they never join people.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ..schema import clean_text, fold_name

GENERATIONS: Final = frozenset({"jr", "junior", "sr", "senior", "ii", "iii", "iv"})
_TITLES: Final = frozenset(
    "dr prof professor mr mrs ms miss mx sir dame herr frau monsieur madame mme sra srta ing dipl "
    "mag rev hon phd mba msc bsc ba ma md llm jd cpa cfa pmp cissp esq ret".split()
)
_IN_BRACKETS: Final = re.compile(r"[(\[{（][^)\]}）]*[)\]}）]")
_CREDENTIAL: Final = re.compile(r"^[\W\d_]*(?:[A-ZÄÖÜ][\w.&/+-]{0,11}|\w{1,4}\.?)[\W_]*$")
_HAN: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


@lru_cache(maxsize=65_536)
def bare_name(name: str) -> str:
    """The name as one says it.

    >>> bare_name("Zoë Brandt, MBA (she/her) 🚀"), bare_name("Brandt, Zoë")
    ('Zoë Brandt', 'Zoë Brandt')
    """
    name = _IN_BRACKETS.sub(" ", name)
    name = "".join(" " if unicodedata.category(c) in ("So", "Sk", "Cs", "Co") else c for c in name)
    first, *rest = [part for part in name.split(",") if fold_name(part)] or [""]
    if rest and not all(_is_credential(part) for part in rest if not name.isupper()):
        first = f"{rest[0]} {first}"
    return clean_text(first)


@lru_cache(maxsize=65_536)
def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name, folded, in the order they are said; titles left out.

    >>> name_parts("Brandt, Zoë (she/her)"), name_parts("Dr. Thabo N'Dour, CISSP, AWS-SA")
    (('zoe', 'brandt'), ('thabo', 'ndour'))
    """
    parts = fold_name(bare_name(name)).split()
    return tuple(part for part in parts if part not in _TITLES) or tuple(parts)


def name_key(name: str) -> str:
    """Equal for names that are written alike; those without blanks may swap their halves.

    >>> name_key("Zoë Brandt, MBA"), name_key("伟 陈山") == name_key("陈山伟")
    ('zoe brandt', True)
    """
    parts = name_parts(name)
    if is_han("".join(parts)):
        return "".join(sorted("".join(parts)))
    return " ".join(parts)


def is_han(text: str) -> bool:
    """Whether a name begins in a script that is written without blanks (Han, kana, hangul)."""
    letter = next((c for c in text if c.isalpha()), "a")
    return unicodedata.name(letter, "").startswith(_HAN)


def _is_credential(part: str) -> bool:
    part = part.strip()
    words = fold_name(part).split()
    if all(word in _TITLES or word in GENERATIONS for word in words):
        return True
    return part.isupper() or ("." in part and bool(_CREDENTIAL.match(part)))
