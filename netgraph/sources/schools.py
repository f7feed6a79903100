"""Who went to school with the owner, where a label or a note of an address book says so.

"Hollowmere 2016", "Classmate, Hollowmere University, class of 2018", "Abi 2004 am Larkrise
Gymnasium" say it; "Her daughter is at Larkrise Gymnasium" and "Gave a talk at Hollowmere" do not.
A text counts only where all of it reads as such a statement. Short names ("Hollowmere") are known
as schools from the long ones that stand anywhere in the same file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..schema import clean_text, fold_company, fold_name

_SCHOOL_WORDS: Final = frozenset(
    "university college school institute academy gymnasium lyceum lycee universitat hochschule uni "
    "fachhochschule schule akademie universite ecole universidad universidade escuela colegio "
    "instituto faculdade universita scuola liceo politecnico politecnica polytechnic polytechnique "
    "universiteit hogeschool universitet universitetet egyetem uniwersytet univ realschule".split()
)
_OTHER_SCHOOLS: Final = frozenset(
    "driving dance dancing music sunday kids language ski sailing cooking surf riding yoga fahr "
    "tanz musik ski segel sprach parents eltern kinder children nursery".split()
)
_JOINING: Final = frozenset(
    "of the for and at de la le du des di del della do da dos der die das den fur und van voor en "
    "st".split()
)
_YEAR = r"(?P<year>19[4-9]\d|20[0-3]\d|['’]\d\d)"
_CLASS = (
    r"(?:class(?: of)?|promo(?:tion|ci[oó]n)?(?: de)?|jahrgang|abi(?:tur(?:jahrgang)?)?|lichting|"
    r"turma de|classe de)"
)
_ALUMNI = (
    r"(?:alum(?:ni|na|nus|nae|s)?(?:\s*/\s*alum(?:na|nus))?|ehemalige[rn]?|grad(?:uate)?s?|"
    r"ancien(?:ne)?s? [eé]l[eè]ves?|antigu[oa]s? alumn[oa]s?|ex[- ]?alu[mn]+[oa]s?)"
)
_MATE = (
    r"(?:class[- ]?mates?|school[- ]?mates?|fellow students?|kommiliton\w*|mitsch[uü]ler\w*|"
    r"studienkolleg\w*|schulfreund\w*|camarades? (?:de classe|d['’][eé]tudes)|"
    r"compa[nñ]er[oa]s? de (?:clase|estudios|universidad)|klasgeno\w+|studiegeno\w+|"
    r"compagn[oaie] di (?:classe|scuola|universit[aà]|studi))"
)
_AT = (
    r"(?:(?:from|at|of|in|an der|an dem|am|an|von der|vom|von|aus|der|de la|du|del|della|de|di|à|"
    r"en|na|da|do) |(?:de |à )?l['’])?"
)
_SCHOOL = r"(?P<school>[^,;:!?()]{2,60}?)"
_DATED = rf"(?:[\s,(]+(?:{_CLASS} )?{_YEAR}\)?)?"


def _statements(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p, re.IGNORECASE) for p in patterns)


_CLASSMATE: Final = _statements(
    rf"(?:old |former )?{_MATE}[,:]? {_AT}{_SCHOOL}{_DATED}",
    rf"{_SCHOOL}[,:]? {_MATE}{_DATED}",
    rf"(?:we )?(?:both )?(?:were|studied|went|graduated)(?: both)? (?:at|to|from|in) {_SCHOOL} "
    rf"together{_DATED}",
    rf"(?:we )?both (?:studied at|went to|attended) {_SCHOOL}{_DATED}",
    rf"(?:studied|graduated|went to school) (?:together|with me) (?:at|from|in) {_SCHOOL}{_DATED}",
    rf"(?:wir )?(?:haben |waren )?(?:gemeinsam|zusammen) (?:an der|am|an|auf dem|auf der) {_SCHOOL}"
    rf"(?: studiert)?{_DATED}",
)
_ALUMNUS: Final = _statements(
    rf"{_SCHOOL}[,:]? {_ALUMNI}{_DATED}",
    rf"{_ALUMNI}[,:]? {_AT}{_SCHOOL}{_DATED}",
)
_CLASS_OF: Final = _statements(
    rf"{_SCHOOL},? {_CLASS} {_YEAR}", rf"{_CLASS} {_YEAR},? {_AT}{_SCHOOL}"
)
_LABEL_ONLY: Final = _statements(rf"{_SCHOOL},? {_YEAR}", _SCHOOL)
"""What says so as the label of a list, but not as a note: the bare name, with or without a year."""

_CLAUSE_END = re.compile(r"(?<!\bSt)[.!?](?:\s|$)|[;\n]")
_TOO_LONG: Final = 200


@dataclass(frozen=True, slots=True)
class Attended:
    """What a card says about a school both went to; `group` is classmate or alumni."""

    school: str
    class_year: int | None
    group: str


class Schools:
    """The schools one file speaks of, and who went there.

    `texts` are all labels and notes of the file, `companies` the employers in it: "Acme alumni"
    left a company, not a school.
    """

    def __init__(self, texts: Iterable[str], companies: Iterable[str] = ()) -> None:
        self._long: dict[str, set[str]] = defaultdict(set)
        self._labels: dict[str, Attended | None] = {}
        self._companies = {fold_company(c) for c in companies}
        for text in set(texts):
            for name in _names_in(text):
                words = fold_name(name).split()
                short = " ".join(w for w in words if w not in _SCHOOL_WORDS and w not in _JOINING)
                if short:
                    self._long[short].add(name)
                    self._long[" ".join(words)].add(name)

    def attended(self, labels: Iterable[str], notes: str) -> Attended | None:
        """What labels and notes of a card say, the fullest statement first; None where nothing."""
        found = [a for label in labels if (a := self._labelled(label))]
        for clause in _CLAUSE_END.split(notes[:2_000]):
            statement = self._statement(clause, is_label=False)
            if statement:
                found.append(statement)
        if not found:
            return None
        best = max(found, key=lambda a: (a.school != "", a.class_year is not None))
        years = {a.class_year for a in found if a.class_year and a.school in ("", best.school)}
        year = best.class_year or (years.pop() if len(years) == 1 else None)
        group = "classmate" if any(a.group == "classmate" for a in found) else "alumni"
        return Attended(best.school, year, group)

    def _labelled(self, label: str) -> Attended | None:
        """What a label says; the same label stands on many cards."""
        if label not in self._labels:
            self._labels[label] = self._statement(label, is_label=True)
        return self._labels[label]

    def _statement(self, text: str, *, is_label: bool) -> Attended | None:
        text = clean_text(text).strip(" -–*")
        if not text or len(text) > _TOO_LONG:
            return None
        kinds = [(_CLASSMATE, "classmate", True), (_ALUMNUS, "alumni", False)]
        kinds.append((_CLASS_OF, "alumni", True))
        if is_label:
            kinds.append((_LABEL_ONLY, "alumni", False))
        for patterns, group, is_certain in kinds:
            for pattern in patterns:
                match = pattern.fullmatch(text)
                if match is None:
                    continue
                school = self._school(match["school"], certain=is_certain, group=group)
                if patterns is _LABEL_ONLY and not self._is_known(school):
                    continue
                if school:
                    return Attended(school, _year(match.groupdict().get("year")), group)
        return None

    def _school(self, name: str, *, certain: bool, group: str) -> str:
        """The school's fullest name, or "" where these words do not name a school."""
        name = re.sub(r"^(?:the|my|our|old|der|die|das)\s+", "", name.strip(" -–,'’"), flags=re.I)
        folded = fold_name(name)
        known = self._long.get(folded)
        if known is None and not _reads_as_name(name):
            return ""
        if known:
            return next(iter(known)) if len(known) == 1 else name
        if certain or _has_school_word(folded):
            return name
        return "" if group == "alumni" and fold_company(name) in self._companies else name

    def _is_known(self, school: str) -> bool:
        folded = fold_name(school)
        return folded in self._long or (_has_school_word(folded) and len(folded.split()) > 1)


def _year(written: str | None) -> int | None:
    """The year of "2016" or "'98"."""
    if not written:
        return None
    digits = int(written.lstrip("'’"))
    if digits > 99:
        return digits
    return 1900 + digits if digits >= 40 else 2000 + digits


def _has_school_word(folded: str) -> bool:
    words = folded.split()
    if any(w in _OTHER_SCHOOLS for w in words):
        return False
    return any(
        w in _SCHOOL_WORDS or w.endswith(("universitat", "hochschule", "gymnasium", "schule"))
        for w in words
    )


def _reads_as_name(name: str) -> bool:
    """Whether every word begins with a capital letter or only joins ("of", "de la")."""
    words = name.split()
    if any(
        fold_name(w) in _OTHER_SCHOOLS or w.endswith(("'s", "’s", "s'", "s’")) for w in words[:1]
    ):
        return False
    return (
        bool(words)
        and any(w[0].isupper() for w in words)
        and all(w[0].isupper() or not w[0].isalpha() or fold_name(w) in _JOINING for w in words)
    )


def _names_in(text: str) -> Iterable[str]:
    """The names of schools that stand in a text: capitalised words around a word for school."""
    if len(text) > 10_000:
        text = text[:10_000]
    run: list[str] = []
    for word in [*re.split(r"\s+", text), ""]:
        bare = word.strip(',.;:!?()"*')
        joins = fold_name(bare) in _JOINING
        if bare and (bare[0].isupper() or (run and joins)):
            run.append(bare)
        else:
            yield from _school_in(run)
            run = []
        if word[-1:] in (",", ".", ";", ":", "!", "?"):
            yield from _school_in(run)
            run = []


def _school_in(run: list[str]) -> Iterable[str]:
    while run and fold_name(run[-1]) in _JOINING:
        run.pop()
    while run and fold_name(run[0]) in _JOINING:
        run = run[1:]
    if len(run) > 1 and len(run) <= 6 and _has_school_word(fold_name(" ".join(run))):
        yield " ".join(run)
