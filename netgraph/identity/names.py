"""Whether two names can be one person's, and whose address it is that several cards carry.

Names never join people. They only speak against a join: a family with one address, the number of
an office, an assistant's address on her employers' cards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ..schema import fold_email, fold_name
from ..sources.person_names import GENERATIONS, is_han, name_parts

__all__ = ["address_fits", "all_alike", "clearly_different", "is_name", "name_parts"]

_SHORT_FORMS: Final = """
alexander alexandra alex sasha sascha alejandro alessandro alec xander sandy sandra
andrew andy drew andreas andre andres andrea
anthony tony anton antonio toni
barbara barb babs bärbel
benjamin ben benny benedict
catherine katherine kathryn katharina katarina kate katie kathy cathy kat kit käthe karin
charles charlie chuck carl karl carlos carlo chas
christopher christian christina christine christoph chris christa tina kirsten kit topher
daniel dan danny daniela dani
david dave davy
deborah deb debbie
dorothy dot dottie dorothea thea
edward ed eddie ted ned eduard eduardo
elizabeth elisabeth eliza liz lizzie beth betty bess lisa elise elsa libby lise isabel isabella
emily em emma emilia
eugene gene
florence flo florian
francis frances frank fran franz francisco francesco paco frankie
frederick fred freddie fritz federico friedrich
gabriel gabriela gabe gabi
george georg jorge giorgio jorg jurgen
gerald jerry gerard gerhard gerry
gregory greg gregor
harold harry hal henry hank heinrich heinz enrique henri
helen helena ellen nell nellie leni lena
ignacio nacho
jacob jakob jake jack james jim jimmy jamie jaime diego santiago jacques
jennifer jen jenny
jessica jess jessie
joanna johanna joan jo hanna hannah
john jack johnny jon jonathan johannes johann hans juan joao ivan jan jean giovanni sean ian
joseph joe joey josef jose pepe giuseppe sepp beppe
joshua josh
judith judy
kenneth ken kenny
lawrence laurence larry lars lorenz laura lori
leonard leo len lenny leonardo
louis lewis lou luis ludwig luigi louise
margaret maggie meg peggy greta grete rita marge margarita margarete gretchen daisy
martin marty martina
mary maria marie mia molly polly marion mariana marija masha
matthew matt matthias mateo matteo
maximilian max maxim
michael mike mick mickey mikhail miguel michel michele misha mitch
nathaniel nathan nate
nicholas nick nicolas nikolaus klaus nico nicola nikolai
olivia liv oliver ollie
pamela pam
patricia pat patty trish tricia patrick paddy
paul pablo paolo paula pavel
peter pete pedro pietro pierre piotr petra
philip phil filip felipe
rachel rae raquel
raymond ray ramon
rebecca becky becca
richard rick rich dick ricky ricardo
robert rob bob bobby robbie bert roberto robin
ronald ron ronnie
rose rosa rosemary rosie
samuel sam sammy samantha
sarah sara sally
stephen steven steve stefan stephan esteban stefanie stephanie steph etienne
susan sue susie suzanne susanne susanna zuzana
theodore theodor ted teddy theo
theresa teresa terry tess tessa
thomas tom tommy tomas tommaso
timothy tim timmy
ulrich uli ulrike
valerie val valentina
vanessa nessa
victoria vicky viktoria tori victor vic
vincent vince vin
virginia ginny
walter walt wally
william will bill billy liam wilhelm guillermo guillaume willy
wolfgang wolf
yevgeny evgeny zhenya
"""


def _by_form() -> Mapping[str, frozenset[int]]:
    """Folded first name → the lines of `_SHORT_FORMS` it stands in."""
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(_SHORT_FORMS.strip().splitlines()):
        for name in map(fold_name, line.split()):
            found[name] = found.get(name, frozenset()) | {number}
    return MappingProxyType(found)


_FORMS: Final = _by_form()


@lru_cache(maxsize=65_536)
def clearly_different(a: str, b: str, *, strict: bool = False) -> bool:
    """Whether no one person would go by both names.

    A first name may be shortened or an initial, parts may be missing or in another order, letters
    may be mistyped, the script may differ, and a surname may change with marriage; where `strict`
    (a telephone, which colleagues share), the surname may not.

    >>> clearly_different("Bob Smith", "Robert J. Smith"), clearly_different("Ann Lee", "Tom Lee")
    (False, True)
    """
    one, two = name_parts(a), name_parts(b)
    if not one or not two or one == two:
        return False
    if _script(one) != _script(two):
        return False
    if _script(one) == "han":
        return _differ_in_characters("".join(one), "".join(two))
    elder, younger = GENERATIONS.intersection(one), GENERATIONS.intersection(two)
    if elder and younger and elder != younger:
        return True
    few, many = sorted((one, two), key=len)
    if all(any(_alike(p, q) for q in many) for p in few):
        return False
    if "".join(one) == "".join(two):
        return False
    if strict:
        return True
    return not (any(_alike(one[0], q) for q in two) and any(_alike(two[0], p) for p in one))


def _alike(p: str, q: str) -> bool:
    """Whether two parts can be one: equal, shortened, an initial, a short form, a slip."""
    if p == q:
        return True
    short, long = sorted((p, q), key=len)
    if long.startswith(short) and len(short) != 2:
        return True
    if _FORMS.get(p, frozenset()) & _FORMS.get(q, frozenset()):
        return True
    return len(short) >= 4 and _slips(short, long) <= (1 if len(short) < 8 else 2)


def _slips(a: str, b: str) -> int:
    """The least number of letters to add, drop, change or swap with the next (capped at 3)."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, d in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (c != d))
            if i > 1 and j > 1 and c == b[j - 2] and a[i - 2] == d:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], 3)


def _script(parts: tuple[str, ...]) -> str:
    """Latin, han (with kana and hangul, written without blanks), or the first letter's script."""
    if is_han("".join(parts)):
        return "han"
    letter = next((c for part in parts for c in part if c.isalpha()), "a")
    return unicodedata.name(letter, "LATIN").split()[0]


def _differ_in_characters(one: str, two: str) -> bool:
    """Names of a few characters, in any order: at least the shorter must be in the longer."""
    few, many = sorted((one, two), key=len)
    return not {c for c in few if not c.isascii()} <= set(many)


def is_name(name: str, company: str) -> bool:
    """Whether a card's name is a person's: not an address, a number or the company again."""
    folded = fold_name(name)
    return (
        bool(folded)
        and not fold_email(name)
        and any(c.isalpha() for c in folded)
        and folded != fold_name(company)
    )


def address_fits(name: str, address: str) -> bool:
    """Whether an address is made from this name.

    >>> address_fits("Nora Kern", "nora.kern@x.org"), address_fits("Tom Lee", "nkern@x.org")
    (True, False)
    """
    local = fold_name(re.sub(r"[\d_]", " ", address.partition("@")[0]))
    words = set(local.split())
    parts = name_parts(name)
    if not parts or not words:
        return False
    joined = "".join(local.split())
    whole = {
        "".join(parts),
        "".join(reversed(parts)),
        parts[0][0] + parts[-1],
        parts[0] + parts[-1],
    }
    given = any(_alike(parts[0], w) for w in words if len(w) > 1)
    return joined in whole or (given and (len(words) == 1 or parts[-1] in words))


def all_alike(names: Iterable[str], *, strict: bool) -> bool:
    """Whether no two of these names are clearly different people's."""
    known = sorted(set(names))
    return not any(
        clearly_different(a, b, strict=strict) for i, a in enumerate(known) for b in known[i + 1 :]
    )
