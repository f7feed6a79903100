"""When are two names of companies one company? Legal forms, remarks and "self-employed" aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from .folding import fold_name, split_many

if TYPE_CHECKING:
    import pandas as pd

_LEGAL_FORMS: Final = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ggmbh mbh ag kg "
    "kgaa ohg gbr ug eg ev se sa sas sasu sarl srl spa snc bv nv vof ab as asa oy oyj aps pty pte "
    "pvt kk ltda eirl sl slu sro doo dd zrt nyrt kft sp zoo jsc pjsc ooo oao zao pao too group "
    "holding holdings groupe gruppe grupo gruppo koncern".split()
)
_LEGAL_PHRASES: Final = re.compile(r" (?:sp z o ?o|s ?a de c ?v|s de rl de cv|a m b a)$")
_CJK_LEGAL_FORMS: Final = re.compile(
    r"股份有限公司|有限责任公司|有限公司|株式会社|有限会社|合同会社|주식회사|유한회사|[(（](?:株|有|주)[)）]"
)
_CYRILLIC_LEGAL_FORMS: Final = frozenset("ооо оао зао пао ао тоо тов ип ад еоод оод".split())
_TAIL: Final = re.compile(
    r"\s*[(\[（【][^()\[\]（）]*[)\]）】]?\s*$"  # "(Remote)", also where the bracket never closes
    r"|[\s,;|–—-]+(?:remote|hybrid|on-?site)\s*$"
    r"|[\s,;|–—-]+(?:formerly|previously|f/?k/?a|now part of|ehemals|vormals|anciennement)\b.*$",
    re.I,
)
_NO_COMPANY: Final = frozenset(
    """self employed,selfemployed,self,freelance,freelancer,freelancing,freelance consultant,
    stealth,stealth startup,stealth mode,stealth mode startup,stealth company,unemployed,retired,
    student,none,n a,na,independent,independent consultant,independent contractor,private,
    confidential,confidential company,undisclosed,various,looking for opportunities,open to work,
    seeking opportunities,career break,sabbatical,between jobs,in transition,selbstandig,
    selbststandig,freiberuflich,freiberufler,rentner,independant,auto entrepreneur,autonomo,
    freelance autonomo,libero professionista,zzp,zzper,zelfstandig""".replace("\n    ", "").split(
        ","
    )
)


def fold_company(name: str) -> str:
    """A company's name for comparing: folded, without legal forms and remarks, never empty.

    >>> fold_company("Northwind Analytics, Inc. (Remote)"), fold_company("GE"), fold_company("SAS")
    ('northwind analytics', 'ge', 'sas')
    """
    short = name
    while (cut := _TAIL.sub("", short)) != short and fold_name(cut):
        short = cut
    bare = _CJK_LEGAL_FORMS.sub(" ", short)
    short = bare if fold_name(bare) else short
    short = re.sub(r"\b([AS])/([SA])\b", r"\1\2", short)  # A/S, S/A
    folded = fold_name(re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", short))
    words = _LEGAL_PHRASES.sub("", folded).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS and words[:-1] != ["the"]:
        words.pop()
    if len(words) > 1 and (words[0] in _CYRILLIC_LEGAL_FORMS or words[0] == "the"):
        words = words[1:]
    return " ".join(words)


def company_keys(names: Iterable[str], companies: pd.DataFrame) -> list[str]:
    """Return the folded name each company is known by; names of one company get one key.

    Two spellings are one company where they fold alike or where a row of `companies` says so;
    "Freelance" and its kin are no company and get "".
    """
    one: dict[str, str] = {}
    for name, aliases in zip(companies["name"], companies["aliases"], strict=True):
        for spelling in (name, *split_many(aliases)):
            one.setdefault(fold_company(spelling), fold_company(name))
    known: dict[str, str] = {"": ""}
    keys = []
    for name in names:
        if name not in known:
            folded = fold_company(name)
            known[name] = one.get(folded, "" if folded in _NO_COMPANY else folded)
        keys.append(known[name])
    return keys
