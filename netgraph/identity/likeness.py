"""Who a record shows, folded for comparing, and how well two names agree.

A name counts by how rare its parts are: a surname few people bear says more than Smith, an initial
next to nothing. Parts may be joined, missing or in another order, a surname may have been another
one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from ..schema import fold_company, fold_email, fold_name, split_many
from .names import is_name
from .spelling import (
    INITIAL,
    PARTICLES,
    SHORT_FORM,
    is_consonantal,
    is_given_name,
    likeness,
    romanised,
    skeleton,
)

RARE_PART: Final = 3.0
GIVEN_NAME: Final = 1.3
COMMON_SURNAME: Final = 1.0
_COMMON_SURNAMES: Final = frozenset(
    "adams ahmed albrecht ali alvarez andersen anderson andersson arnold bailey baker bakker "
    "barnes bauer baumann beck becker bell berg berger bernard bianchi black bohm brown butler "
    "campbell carter chen cho choi clark coleman collins colombo conti cook cooper costa cox cruz "
    "daniels davis diaz dubois dunn durand edwards ellis eriksson esposito evans ferguson ferrari "
    "ferreira fischer fisher flores foster fox frank franke fuchs garcia gardner gibson gomez "
    "gonzalez graham grant gray greco green gross gupta gutierrez hahn hall hamilton hansen "
    "harrison hartmann hassan hawkins hayes henderson hernandez hill hoang hoffmann horvat howard "
    "huang hudson hughes hunt hussain ito ivanov ivanova jackson jager james jan jang jansen "
    "jenkins jensen johansen johansson johnson johnston jones jung kaiser kang karlsson keller "
    "kelly khan kim king klein knight koch kowalski kramer kraus krause kumar lang lange larsen "
    "laurent le lee lehmann leroy lewis li liu long lopez lorenz ludwig marino marshall martin "
    "martinez mcdonald meyer miller mills mitchell moore moreau morgan morris muller murphy "
    "nakamura nelson neumann nguyen nichols nielsen nilsson novak nowak oliveira olsen ortiz otto "
    "owens palmer park parker patel patterson payne pedersen pereira perez perkins perry petit "
    "petrov petrova pham phillips pierce popov powell rahman ramirez reed reyes ricci richter "
    "rivera robert roberts rodriguez rogers romano ross rossi roth ruiz russo sanchez santos sato "
    "schafer schmidt schneider scholz schroder schulz schumacher schuster schwarz scott seidel "
    "sharma silva simmons simon singh smirnov smit smith sommer souza spencer stein stephens "
    "stewart stone sullivan suzuki takahashi tanaka taylor thomas thompson torres tran turner "
    "visser vogel vries wagner walker wallace wang ward watanabe weber weiss werner west white "
    "williams wilson winkler winter wolf wright wu yamamoto yang yoon young zhang zhao zhou "
    "zimmermann".split()
)
_GENERATIONS: Final = {
    **dict.fromkeys(("jr", "jnr", "jun", "junior", "fils"), "younger"),
    **dict.fromkeys(("sr", "snr", "sen", "senior", "pere"), "elder"),
    "ii": "second",
    "iii": "third",
    "iv": "fourth",
}
_FORMER = re.compile(
    r"(?:\b(?:née|nee|geb\.?|geborene?|born|formerly|z domu|ehem\.)\s+|[(\[])([^)\](,]{2,40})", re.I
)
_ROLE_WORDS: Final = frozenset(
    "info contact office hello hi sales support service mail post admin team press billing jobs "
    "kontakt buero buro noreply no reply the me work home family".split()
)


@dataclass(slots=True)
class Person:
    """What is known of one person, folded for comparing."""

    key: str
    names: list[tuple[str, ...]]
    shown: str = ""
    others: list[tuple[str, ...]] = field(default_factory=list)
    """Names that only an address or a bracket shows."""
    generation: str = ""
    is_consonantal: bool = False
    is_from_address: bool = False
    company: str = ""
    former_companies: tuple[str, ...] = ()
    title: str = ""
    location: str = ""
    birthday: str = ""
    slugs: frozenset[str] = frozenset()
    emails: dict[str, str] = field(default_factory=dict)
    """Local part → domain; of several with one local part the last."""


def person_of(row: Mapping[str, str], company: str) -> Person | None:
    """The person a row of contacts shows; None where nothing on it could be compared."""
    emails = [e for e in map(fold_email, split_many(row.get("emails", ""))) if e]
    locals_ = {e.partition("@")[0]: e.partition("@")[2] for e in emails}
    written = [row.get("name", ""), *split_many(row.get("other_names", ""))]
    given, family = row.get("given_name", ""), row.get("family_name", "")
    written = [n for n in dict.fromkeys(written) if is_name(n, row.get("company", ""))]
    if given and family:
        written.append(f"{given} {family}")
    names = [n for name in written for n in _names(name) if n]
    names += [_called(nick, name) for nick in split_many(row.get("nickname", "")) for name in names]
    is_from_address = not names
    in_addresses = [n for n in map(_name_in_address, locals_) if n]
    if is_from_address:
        names, in_addresses = in_addresses, []
    if not names:
        return None
    is_foreign = not all(fold_name(n).isascii() for n in written)
    return Person(
        key=row["id"],
        names=list(dict.fromkeys(n for n in names if n)),
        shown=written[0] if written else emails[0],
        others=[n for n in in_addresses if n not in names and (is_foreign or _says_more(n, names))]
        + [(name[0], w) for n in written for w in _former(n) for name in names[:1]],
        generation=next((g for n in written if (g := _generation(n))), ""),
        is_consonantal=any(map(is_consonantal, written)),
        is_from_address=is_from_address,
        company=company,
        former_companies=tuple(map(fold_company, split_many(row.get("former_companies", "")))),
        title=fold_name(row.get("title", "")),
        location=fold_name(row.get("location", "")),
        birthday=row.get("birthday", ""),
        slugs=frozenset(split_many(row.get("linkedin", ""))),
        emails=locals_,
    )


def _names(name: str) -> Iterator[tuple[str, ...]]:
    """The parts that tell people apart; with particles ("van der") left out, and joined on."""
    name = re.sub(r"\b(?:née|nee|geb\.?|geborene?|born|formerly)\s.*$", "", name, flags=re.I)
    parts = [p for p in romanised(name) if p not in _GENERATIONS]
    kept = tuple(p for p in parts if p not in PARTICLES)
    yield kept or tuple(parts)
    if kept and len(kept) < len(parts):
        joined: list[str] = []
        carried = ""
        for part in parts:
            if part in PARTICLES and joined:
                carried += part
            else:
                joined.append(carried + part)
                carried = ""
        yield tuple(joined)


def _says_more(found: tuple[str, ...], names: list[tuple[str, ...]]) -> bool:
    """Whether an address spells out what a name leaves open: an initial, or another surname."""
    for name in names:
        if not likeness(found[0], name[0]) and not likeness(found[-1], name[0]):
            continue
        if any(len(p) == 1 and likeness(p, q) and len(q) > 1 for p in name for q in found):
            return True
        if not any(likeness(found[-1], p) for p in name) and len(found) == len(name) == 2:
            return True
    return False


def _called(nickname: str, name: tuple[str, ...]) -> tuple[str, ...]:
    """The name with the nickname for a given name; () where that is no name of its own."""
    word = romanised(nickname)
    return (*word, name[-1]) if len(word) == 1 and len(name) > 1 else ()


def _former(name: str) -> Iterator[str]:
    for match in _FORMER.finditer(name):
        words = romanised(match.group(1))
        if len(words) <= 2:
            yield from (w for w in words if len(w) > 2)


def _generation(name: str) -> str:
    words = fold_name(name).split()
    return next((_GENERATIONS[w] for w in words[1:] if w in _GENERATIONS), "")


@lru_cache(maxsize=65_536)
def _name_in_address(local: str) -> tuple[str, ...]:
    """The name an address is made of: "robert.thackeray" → ("robert", "thackeray")."""
    words = [w for w in re.split(r"[^a-z]+", fold_name(local.replace("_", " "))) if w]
    if len(words) < 2 or any(w in _ROLE_WORDS for w in words) or len(words[-1]) < 3:
        return ()
    return tuple(words)


# --- names ------------------------------------------------------------------------------------
class NameMatch(NamedTuple):
    """How two names agree: the weight of what does, and what is left over on either side."""

    weight: float
    is_same_given: bool
    is_same_family: bool
    is_whole: bool
    left: tuple[str, ...]
    right: tuple[str, ...]


def info(part: str) -> float:
    """How much one part of a name tells: given names and common surnames tell less."""
    if len(part) == 1:
        return 0.3
    if is_given_name(part):
        return GIVEN_NAME
    return COMMON_SURNAME if part in _COMMON_SURNAMES else RARE_PART


@lru_cache(maxsize=262_144)
def match_names(
    one: tuple[str, ...], two: tuple[str, ...], *, consonantal: bool = False
) -> NameMatch:
    """Pairs the parts of two names, the best first; parts may be joined or in another order."""
    if one != two and "".join(one) == "".join(two):
        weight = max(sum(map(info, one)), sum(map(info, two)))
        return NameMatch(min(weight, 2 * RARE_PART), True, True, True, (), ())
    for longer, shorter in ((one, two), (two, one)):
        for merged in _merged(longer) if len(longer) > len(shorter) else ():
            match = _paired(merged, shorter, consonantal=consonantal)
            if match.is_whole:
                return match
    return _paired(one, two, consonantal=consonantal)


def _merged(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with two neighbouring parts written as one."""
    for i in range(min(len(parts) - 1, 5)):
        if len(parts[i]) == 1 or len(parts[i + 1]) == 1:
            continue
        yield (*parts[:i], parts[i] + parts[i + 1], *parts[i + 2 :])


def _paired(one: tuple[str, ...], two: tuple[str, ...], *, consonantal: bool) -> NameMatch:
    pairs = []
    for i, p in enumerate(one[:8]):
        for j, q in enumerate(two[:8]):
            agreed = 1.0 if p == q else _like(p, q, consonantal=consonantal)
            if agreed:
                pairs.append((-agreed, abs(i - j), i, j))
    pairs.sort()
    used_one: set[int] = set()
    used_two: set[int] = set()
    weight = 0.0
    given = family = False
    for minus, _, i, j in pairs:
        if i in used_one or j in used_two:
            continue
        if -minus == INITIAL and not _stand_alike(i, len(one), j, len(two)):
            continue
        used_one.add(i)
        used_two.add(j)
        part_info = min(info(one[i]), info(two[j]))
        weight += part_info * -minus
        ends = {i == len(one) - 1, j == len(two) - 1}
        family |= True in ends and -minus > INITIAL
        given |= i == 0 or j == 0
    left = tuple(p for i, p in enumerate(one) if i not in used_one)
    right = tuple(q for j, q in enumerate(two) if j not in used_two)
    is_whole = not left and not right
    return NameMatch(weight, given, family, is_whole, left, right)


def _stand_alike(i: int, n: int, j: int, m: int) -> bool:
    """Whether an initial stands where the part it may be short for does; two parts may swap."""
    if n == m == 2:
        return True
    return (i == 0, i == n - 1) == (j == 0, j == m - 1)


def _like(p: str, q: str, *, consonantal: bool) -> float:
    agreed = likeness(p, q)
    if not agreed and consonantal and len(p) > 2 and len(q) > 2:
        bones = skeleton(p)
        return SHORT_FORM if len(bones) > 2 and bones == skeleton(q) else 0.0
    return agreed
