"""How much speaks for two people being one, and how much against.

Every piece of evidence has a weight in units of ln odds: the names, then company, domain, address,
title, place and birthday. The weights are assumed, not fitted: they were set once against pairs
written beforehand (tests/data/identity_pairs.csv).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

from ..schema import fold_name
from .likeness import GIVEN_NAME, NameMatch, Person, match_names

PROPOSE_FROM: Final = 3.0
"""Points from which a pair is worth a person's look."""

IMPOSSIBLE: Final = -6.0
SAME_COMPANY: Final = 1.6
OTHER_COMPANY: Final = -0.8
ALIKE_COMPANY: Final = 0.8
"""One name is the beginning of the other: "Bluefern" and "Bluefern Capital"."""

DOMAIN_OF_COMPANY: Final = 1.2
SAME_TITLE, OTHER_TITLE = 0.8, -0.8
SAME_PLACE, OTHER_PLACE = 0.5, -0.6
SAME_BIRTHDAY, OTHER_BIRTHDAY = 3.0, -5.0
SAME_LOCAL_PART: Final = 1.0
TWO_ADDRESSES_IN_ONE_HOUSE: Final = -3.0
OTHER_PROFILE: Final = -5.0
SECOND_PROFILE: Final = -0.5
MOST_FOR_A_NAME: Final = 5.0
"""Three rare parts prove no more than two."""

CHANGED_SURNAME: Final = -2.5
OTHER_MIDDLE_NAME: Final = -4.5
MISSING_PART: Final = -0.4
LONE_NAME: Final = -1.5
"""One name alone, first or last: half the world shares it."""

UNSUPPORTED_PART: Final = -2.5
"""A part that one of the names lacks, where nothing else speaks for the pair."""

FROM_ADDRESS: Final = -0.5


class Weighed(NamedTuple):
    """The points for a pair, the reasons in words, and how many parts one name lacks."""

    points: float
    reasons: tuple[str, ...]
    n_missing: int = 0


def weigh(one: Person, two: Person) -> Weighed:
    """All the evidence about two people."""
    name = _weigh_names(one, two)
    if name is None or name.points <= IMPOSSIBLE:
        return Weighed(IMPOSSIBLE, ())
    points, reasons = name.points, list(name.reasons)
    is_supported = False
    for points_of, reason in (
        _weigh_company(one, two),
        _weigh_profiles(one, two, is_same_name=name.n_missing == 0),
        _weigh_addresses(one, two, is_new_surname="surname" in name.reasons[0]),
        _weigh_facts(one, two),
    ):
        points += points_of
        is_supported |= points_of >= SAME_LOCAL_PART
        if reason:
            reasons.append(reason)
    points += name.n_missing * (MISSING_PART if is_supported else UNSUPPORTED_PART)
    return Weighed(points, tuple(reasons), name.n_missing)


# --- names ------------------------------------------------------------------------------------
def _weigh_names(one: Person, two: Person) -> Weighed | None:
    """The best agreement of any of their names; None where no two are of one person."""
    if one.generation and two.generation and one.generation != two.generation:
        return None
    consonantal = one.is_consonantal or two.is_consonantal
    best: Weighed | None = None
    for a, b, penalty in _pairs(one, two):
        found = _weigh_match(match_names(a, b, consonantal=consonantal), a, b)
        points = found.points + penalty
        rank = points + found.n_missing * MISSING_PART
        if best is None or rank > best.points + best.n_missing * MISSING_PART:
            best = Weighed(points, found.reasons, found.n_missing)
    return best


def _pairs(one: Person, two: Person) -> list[tuple[tuple[str, ...], tuple[str, ...], float]]:
    """The names to compare, those that only an address shows at a discount."""
    own = FROM_ADDRESS * (one.is_from_address + two.is_from_address)
    pairs = [(a, b, own) for a in one.names for b in two.names]
    pairs += [(a, b, own + FROM_ADDRESS) for a in one.others for b in two.names]
    pairs += [(a, b, own + FROM_ADDRESS) for a in one.names for b in two.others]
    return pairs[:40]


def _weigh_match(match: NameMatch, one: tuple[str, ...], two: tuple[str, ...]) -> Weighed:
    points = min(match.weight, MOST_FOR_A_NAME)
    if match.left and match.right:
        if not match.is_same_family:
            if not match.is_same_given or match.weight < 1:
                return Weighed(IMPOSSIBLE, ("",))
            return Weighed(min(points, GIVEN_NAME) + CHANGED_SURNAME, ("another surname",))
        if not match.is_same_given:
            return Weighed(IMPOSSIBLE, ("",))
        return Weighed(points + OTHER_MIDDLE_NAME, ("other middle names",))
    if not match.is_same_given or len(one) == 1 or len(two) == 1:
        points += LONE_NAME
    if one == two:
        return Weighed(points, ("the same name",))
    if match.is_whole:
        return Weighed(points, ("the same name in another spelling",))
    n_missing = len(match.left) + len(match.right)
    return Weighed(points, ("a shorter form of the same name",), n_missing)


# --- everything else --------------------------------------------------------------------------
def _weigh_company(one: Person, two: Person) -> tuple[float, str]:
    if one.company and two.company:
        if one.company == two.company:
            return SAME_COMPANY, "at the same company"
        if is_alike_company(one.company, two.company):
            return ALIKE_COMPANY, "at a company of like name"
        return OTHER_COMPANY, ""
    for a, b in ((one, two), (two, one)):
        for domain in set(a.emails.values()):
            if b.company and is_domain_of(domain, b.company):
                return DOMAIN_OF_COMPANY, "an address of the other's company"
            if any(is_domain_of(domain, company) for company in b.former_companies):
                return DOMAIN_OF_COMPANY, "an address of the other's former company"
    return 0.0, ""


def is_alike_company(one: str, two: str) -> bool:
    """Whether two folded names are equal, or one begins with all the words of the other."""
    short, long = sorted((one, two), key=len)
    return bool(short) and (short == long or long.startswith(f"{short} "))


@lru_cache(maxsize=65_536)
def is_domain_of(domain: str, company: str) -> bool:
    """Whether a domain reads as a company's: "juniperfield-capital.example.com", "acme.com".

    >>> is_domain_of("acme.co.uk", "acme brewery"), is_domain_of("mail.org", "acme brewery")
    (True, False)
    """
    name = company.replace(" ", "")
    for label in domain.split(".")[:-1]:
        word = fold_name(label).replace(" ", "")
        if len(word) >= 4 and (name.startswith(word) or (word.startswith(name) and len(name) > 3)):
            return True
    return False


def _weigh_profiles(one: Person, two: Person, *, is_same_name: bool) -> tuple[float, str]:
    """Two profiles are two people, but for a second account that shows the same job."""
    if not one.slugs or not two.slugs or one.slugs & two.slugs:
        return 0.0, ""
    same_company = one.company == two.company or is_alike_company(one.company, two.company)
    same_job = same_company and one.title == two.title and bool(one.title)
    if same_job and is_same_name:
        return SECOND_PROFILE, "two profiles with one job"
    return OTHER_PROFILE, ""


def _weigh_addresses(one: Person, two: Person, *, is_new_surname: bool) -> tuple[float, str]:
    """The same local part elsewhere speaks for, two addresses in one house speak against."""
    same = [p for p in one.emails.keys() & two.emails.keys() if sum(map(str.isalpha, p)) > 5]
    if same and is_new_surname:
        return 3 * SAME_LOCAL_PART, "the same address elsewhere"
    if any(not _is_made_of(local, one) and not _is_made_of(local, two) for local in same):
        return SAME_LOCAL_PART, "the same address elsewhere"
    for domain in set(one.emails.values()) & set(two.emails.values()):
        if any(c and is_domain_of(domain, c) for c in (one.company, two.company)):
            return TWO_ADDRESSES_IN_ONE_HOUSE, ""
    return 0.0, ""


def _is_made_of(local: str, person: Person) -> bool:
    """Whether a local part is no more than the name: then sharing it says nothing new."""
    letters = "".join(c for c in fold_name(local) if c.isalpha())
    return letters == local.translate(_MARKS) and any(
        letters in ("".join(n), "".join(reversed(n)), n[0][0] + n[-1], n[0] + n[-1])
        for n in (*person.names, *person.others)
    )


_MARKS: Final = str.maketrans(dict.fromkeys("._-+", ""))


def _weigh_facts(one: Person, two: Person) -> tuple[float, str]:
    """Title, place and birthday."""
    points, reason = 0.0, ""
    if one.title and two.title:
        is_same = one.title == two.title
        share = 1.0 if is_alike_company(one.company, two.company) else 0.4
        points += share * (SAME_TITLE if is_same else OTHER_TITLE)
        reason = "with the same title" if is_same and share == 1.0 else ""
    if one.location and two.location:
        overlap = set(one.location.split()) & set(two.location.split())
        points += SAME_PLACE if overlap else OTHER_PLACE
    if one.birthday and two.birthday:
        is_same = _day(one.birthday) == _day(two.birthday)
        points += SAME_BIRTHDAY if is_same else OTHER_BIRTHDAY
        reason = "with the same birthday" if is_same else reason
    return points, reason


def _day(birthday: str) -> str:
    """Month and day, with the year where it is known; dates without a year compare by day."""
    return birthday[-5:] if birthday.startswith("-") else birthday


def score_of(points: float) -> float:
    """The points as a number from 0 to 1, half where a pair is just worth a look."""
    return round(1 / (1 + math.exp(PROPOSE_FROM - points)), 3)
