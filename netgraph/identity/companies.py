"""Which companies there are, under which names and e-mail domains, and which may be one.

Spellings that fold alike are one company. "Bluefern" may be "Bluefern Capital" or "Bluefern
Media": that is proposed, never decided. A domain is a company's where it reads like its name or
nearly all who write from it work there; a free mailbox's domain is nobody's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from ..schema import Tables, company_keys, fold_email, frame, join_many, split_many
from .weighing import is_domain_of

if TYPE_CHECKING:
    import pandas as pd

FREE_MAIL: Final = frozenset(
    """gmail googlemail outlook hotmail live msn yahoo ymail rocketmail icloud mac aol gmx web
    t-online freenet posteo mailbox proton protonmail pm tutanota tuta fastmail hey zoho yandex
    mail inbox list bk rambler ukr qq 163 126 sina foxmail naver daum hanmail orange wanadoo
    laposte sfr free libero virgilio tiscali alice bluewin hispeed sunrise gmx-net comcast verizon
    att sbcglobal bellsouth cox charter btinternet sky virginmedia ntlworld blueyonder telefonica
    terra uol bol ig globo seznam centrum wp onet o2 interia gazeta rediffmail bigpond optusnet
    shaw rogers telus sympatico telenet skynet planet ziggo xs4all kpnmail home hetnet telia
    abv citromail freemail mynet ymail""".split()
)
"""First labels of the domains anybody can have an address at."""

_STATED_COUNTS: Final = 1_000
"""A stated name goes before what contacts write."""

_SHARE_OF_DOMAIN: Final = 0.8
_ENOUGH_PEOPLE: Final = 3


def companies_of(tables: Tables) -> pd.DataFrame:
    """Which companies do these contacts work for?

    Parameters
    ----------
    tables : Tables
        Resolved or not.

    Returns
    -------
    DataFrame
        The table `companies`, by id: id is the folded name, name the commonest spelling, aliases
        the others, domains those of its people's addresses that are its own. What the tables'
        own rows of companies say is kept.
    """
    cards = tables.contacts
    keys = company_keys(cards["company"], tables.companies)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for key, name, emails in zip(keys, cards["company"], cards["emails"], strict=True):
        if not key:
            continue
        spellings[key][name] += 1
        for domain in {fold_email(e).rpartition("@")[2] for e in split_many(emails)} - {""}:
            people[domain][key] += 1
    domains: dict[str, set[str]] = defaultdict(set)
    for domain, counts in people.items():
        for key in _owners(domain, counts):
            domains[key].add(domain)
    stated = tables.companies
    columns = (stated[c].tolist() for c in ("name", "aliases", "domains"))
    stated_keys = company_keys(stated["name"], stated)
    for key, name, aliases, own in zip(stated_keys, *columns, strict=True):
        spellings[key].update([name] * _STATED_COUNTS)
        spellings[key].update(split_many(aliases))
        domains[key].update(split_many(own))
    rows = [_row(key, spellings[key], domains[key]) for key in sorted(spellings)]
    return frame("companies", rows or None)


def _row(key: str, counts: Counter[str], domains: set[str]) -> dict[str, str]:
    name, *others = sorted(counts, key=lambda spelling: (-counts[spelling], spelling))
    aliases = join_many(a.replace(";", ",") for a in others)
    return {"id": key, "name": name, "aliases": aliases, "domains": join_many(sorted(domains))}


def _owners(domain: str, counts: Counter[str]) -> list[str]:
    """Whose domain this is: the company it reads like, or nearly everybody's in it."""
    if is_free_mail(domain):
        return []
    alike = [key for key in counts if is_domain_of(domain, key)]
    if alike:
        return [max(alike, key=lambda k: (counts[k], len(k), k))]
    key, n = max(counts.items(), key=lambda item: (item[1], item[0]))
    enough = n >= _ENOUGH_PEOPLE and n >= _SHARE_OF_DOMAIN * counts.total()
    return [key] if enough else []


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there.

    >>> is_free_mail("gmail.com"), is_free_mail("yahoo.co.uk"), is_free_mail("acme.com")
    (True, True, False)
    """
    return domain.split(".")[0] in FREE_MAIL


def propose_companies(tables: Tables) -> pd.DataFrame:
    """Which companies of different names may be one?

    Parameters
    ----------
    tables : Tables
        Resolved or not.

    Returns
    -------
    DataFrame
        Columns a, b (ids as in `companies_of`; a is the shorter name), score (half over the number
        of companies that a could be), why; best first, then by id.
    """
    import pandas as pd

    known = companies_of(tables)
    longer: dict[str, list[str]] = defaultdict(list)
    by_first: dict[str, list[str]] = defaultdict(list)
    for key in known["id"]:
        by_first[key.partition(" ")[0]].append(key)
    for keys in by_first.values():
        for short in keys:
            longer[short] = [k for k in keys if k.startswith(f"{short} ")]
    names = dict(zip(known["id"], known["name"], strict=True))
    rows = [
        (-0.5 / len(found), short, full, _why(names[short], len(found)))
        for short, found in longer.items()
        if found
        for full in found
    ]
    return pd.DataFrame(
        [(a, b, round(-minus, 3), why) for minus, a, b, why in sorted(rows)],
        columns=["a", "b", "score", "why"],
    )


def _why(name: str, n: int) -> str:
    name = name if len(name) <= 60 else f"{name[:59]}…"
    return f"{name} begins the name" + (f", as of {n - 1} more" if n > 1 else "")
