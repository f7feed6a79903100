"""What a card of an address book says about the network, whatever format it came in.

Readers turn files into `Card`s; `add_cards` turns the cards of one file into rows: contacts with
their groups, schools and numbers, ties from relations ("Spouse: …"), and introductions from
"Referred by" and its kin. A relation names a person in words: it is tied to the one card of that
name in the file, or else waits under the key `name:…` for `identity` to find that one person in
another file. What a relation says is always kept as text too (attribute `relations`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..schema import EGO, clean_text, fold_email, fold_name, profile_slug
from .dates import parse_day
from .phones import e164, region_of_country, usual_region
from .relations import ASSISTANT, INTRODUCED_BY, SELF, group_of_label, kind_of, plain_label
from .rows import Rows
from .schools import Schools

_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_YEAR: Final = re.compile(r"19[4-9]\d|20[0-4]\d")
_ROLE_ADDRESSES: Final = frozenset(
    "info contact office hello hi sales support service mail post admin team press billing "
    "reception kontakt buro buero zentrale verwaltung accueil secretariat booking jobs hr".split()
)
_GROUP_ORDER: Final = ("family", "classmate", "alumni", "friend", "colleague")
"""Which group a person is in who carries several labels; the others become ties of their own."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A word and whom it is said of: by name, or by key (`uid:…`, `mail:…`) where it is known."""

    label: str
    name: str
    key: str = ""


@dataclass(slots=True)
class Card:
    """One record of an address book, as it was written."""

    line: int
    name: str = ""
    given: str = ""
    family: str = ""
    nickname: str = ""
    pronunciation: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    other_phones: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    company: str = ""
    title: str = ""
    location: str = ""
    country: str = ""
    labels: list[str] = field(default_factory=list)
    notes: str = ""
    relations: list[Relation] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    is_organisation: bool = False
    first_met: str = ""
    last_contact: str = ""
    cadence_days: int = 0
    school: str = ""
    class_year: str = ""
    closeness: str = ""
    do_not_contact: bool = False
    more: dict[str, str] = field(default_factory=dict)

    def is_empty(self) -> bool:
        """Whether nothing on the card tells who it is."""
        parts = (self.name, self.given, self.family, self.nickname, self.company)
        return not any(parts) and not (self.emails or self.phones or self.profiles)


def full_name(given: str, family: str, additional: str = "") -> str:
    """The name as it is said: family first, without a blank, where written in Han or kana.

    >>> full_name("Ines", "Vale"), full_name("小明", "王")
    ('Ines Vale', '王小明')
    """
    if family and given and all(map(_is_east_asian, family + given)):
        return family + given
    return clean_text(" ".join(p for p in (given, additional, family) if p))


def _is_east_asian(c: str) -> bool:
    return "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af"


def add_cards(cards: Sequence[Card], rows: Rows) -> None:
    """Turns the cards of one file into rows of contacts, ties and introductions."""
    numbers = [n for card in cards for n in (*card.phones, *card.other_phones)]
    region = usual_region(numbers, (card.country for card in cards))
    texts = [t for card in cards for t in (*card.labels, card.notes)]
    schools = Schools(texts, (card.company for card in cards))
    people = _People(cards, rows)
    assistants = _assistants(cards, people)
    for card in cards:
        own = region_of_country(card.country) or region
        contact = _contact(card, schools, own)
        contact["id"] = people.key_of(card)
        contact["assistant_of"] = assistants.get(people.key_of(card), "")
        contact["keys"] = card.keys
        rows.add("contacts", card.line, **contact)
        _add_group_ties(card, contact, rows)
        _add_contact_day(card, people.key_of(card), rows)
        _add_relations(card, people, rows)
    people.warn()


def _contact(card: Card, schools: Schools, region: str) -> dict[str, object]:
    """The contact row of a card, without its id and keys."""
    emails = [e for e in map(fold_email, card.emails) if e]
    slugs = [s for s in map(profile_slug, card.profiles) if s]
    is_organisation = card.is_organisation or _is_company_card(card, emails)
    school = None if is_organisation else schools.attended(card.labels, card.notes)
    groups = {g for g in map(group_of_label, card.labels) if g}
    if school:
        groups.add(school.group)
    group = next((g for g in _GROUP_ORDER if g in groups), "")
    year = card.class_year.strip()
    return {
        "name": display_name(card),
        "emails": emails,
        "phones": [_phone(n, region) for n in card.phones],
        "linkedin": slugs[0] if slugs else "",
        "company": clean_text(card.company),
        "title": clean_text(card.title),
        "location": clean_text(card.location),
        "school": card.school or (school.school if school else ""),
        "class_year": int(year) if _YEAR.fullmatch(year) else school.class_year if school else None,
        "group": group,
        "closeness": int(card.closeness) if card.closeness in set("12345") else None,
        "tags": [t for t in map(_tag, card.labels) if t],
        "pronunciation": clean_text(card.pronunciation),
        "do_not_contact": card.do_not_contact,
        "notes": card.notes.strip(),
        "kind": "organisation" if is_organisation else "person",
        **_attributes(card, region),
    }


def _attributes(card: Card, region: str) -> dict[str, str]:
    """The columns beyond the table's own; only those that say something."""
    said = {
        "given_name": clean_text(card.given),
        "family_name": clean_text(card.family),
        "nickname": clean_text(card.nickname),
        "other_phones": "; ".join(_phone(n, region) for n in card.other_phones),
        "relations": "; ".join(
            f"{plain_label(r.label) or 'related'}: {clean_text(r.name or r.key)}"
            for r in card.relations
        ),
        **card.more,
    }
    return {name: value for name, value in said.items() if value}


def display_name(card: Card) -> str:
    """How the card's owner is called: by name, else nickname, else company, else e-mail, number.

    >>> display_name(Card(1, given="Ines", family="Vale", nickname="Nes"))
    'Ines Vale'
    """
    names = (card.name, full_name(card.given, card.family), card.nickname, card.company)
    words = (*names, *card.emails[:1], *card.phones[:1])
    return next((w for w in map(clean_text, words) if w), "")


def _is_company_card(card: Card, emails: list[str]) -> bool:
    """A card with a company and nothing that belongs to one person."""
    personal = (card.name, card.given, card.family, card.nickname, card.title)
    if not card.company or any(personal) or card.profiles:
        return False
    return all(e.partition("@")[0].rstrip("0123456789") in _ROLE_ADDRESSES for e in emails)


def _phone(written: str, region: str) -> str:
    return e164(written, region) or clean_text(written).replace(";", ",")


def _tag(label: str) -> str:
    label = clean_text(plain_label(label)).replace(";", ",")
    return "" if fold_name(label) in ("mycontacts", "my contacts") else label


def _fingerprint(card: Card, kind: str) -> str:
    """Equal for the same card exported twice: what it says, but not which lists it stands in."""
    said = (
        kind,
        display_name(card),
        *card.keys,
        *sorted(map(str.lower, card.emails)),
        *sorted(card.phones),
        *sorted(card.profiles),
        card.company,
        card.title,
        card.notes,
    )
    return hashlib.sha256("\x1f".join(said).encode("utf-8", "replace")).hexdigest()[:24]


class _People:
    """Who is meant by a name or a key on the cards of one file."""

    def __init__(self, cards: Iterable[Card], rows: Rows) -> None:
        self._rows = rows
        self._own: dict[int, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_key: dict[str, str] = {}
        self._waiting = 0
        self._unclear = 0
        copies: Counter[str] = Counter()
        for card in cards:
            mark = _fingerprint(card, rows.kind)
            copies[mark] += 1
            own = self._own[id(card)] = f"card:{mark}.{copies[mark]}"
            for name in {display_name(card), full_name(card.given, card.family)}:
                if folded := fold_name(name):
                    self._by_name[folded].append(own)
            for key in (*card.keys, *(f"mail:{fold_email(e)}" for e in card.emails)):
                self._by_key.setdefault(key, own)

    def key_of(self, card: Card) -> str:
        """The local key of a card: by content, so that the same card in two files is one."""
        return self._own[id(card)]

    def find(self, relation: Relation, of: str) -> str:
        """The key of the one a relation names, "" where that cannot be said."""
        if relation.key:
            return self._by_key.get(relation.key, "")
        folded = fold_name(relation.name)
        named = [p for p in self._by_name.get(folded, ()) if p != of]
        if named:
            return named[0] if len(named) == 1 else ""
        if len(folded.split()) < 2 and folded.isascii():
            return ""  # a first name alone: "Mum", "Ann"
        return f"name:{clean_text(relation.name)}"

    def count(self, found: str) -> None:
        """Remembers what became of a relation, for the report."""
        self._waiting += found.startswith("name:")
        self._unclear += not found

    def warn(self) -> None:
        """Says how many relations found nobody here."""
        if self._waiting:
            self._rows.warn(
                f"{self._waiting} relations name somebody without a card in this file; they count "
                "where exactly one person of that name is found elsewhere"
            )
        if self._unclear:
            self._rows.warn(
                f"{self._unclear} relations name nobody who can be told: a first name, several "
                "people of one name; they are kept as text"
            )


def _assistants(cards: Iterable[Card], people: _People) -> dict[str, str]:
    """Key of each assistant → key of the person assisted, where both have cards here."""
    assisted = {}
    for card in cards:
        for relation in card.relations:
            if kind_of(relation.label) == ASSISTANT:
                assistant = people.find(relation, people.key_of(card))
                if assistant and not assistant.startswith("name:"):
                    assisted[assistant] = people.key_of(card)
    return assisted


def _add_group_ties(card: Card, contact: dict[str, object], rows: Rows) -> None:
    """The further groups a person is labelled with: each is a tie to ego of that kind."""
    groups = {group_of_label(label) for label in card.labels} - {"", contact["group"]}
    for group in sorted(groups):
        rows.add("ties", card.line, a=EGO, b=contact["id"], relation=group)


def _add_contact_day(card: Card, own: str, rows: Rows) -> None:
    """The last day of contact that a card states, and how often its owner wants to be in touch."""
    if card.cadence_days:
        value = str(card.cadence_days)
        rows.add("policy", card.line, scope=f"person:{own}", key="cadence_days", value=value)
    day = parse_day(card.last_contact) if card.last_contact else None
    if day is None:
        return
    event = f"{own}@{day}"
    rows.add(
        "events",
        card.line,
        id=event,
        instant=(day.toordinal() - _EPOCH_DAY) * 86_400,
        offset_minutes=math.nan,
        precision="day",
        kind="other",
    )
    for person in (EGO, own):
        rows.add("event_people", card.line, event=event, person=person, role="present")


def _add_relations(card: Card, people: _People, rows: Rows) -> None:
    own = people.key_of(card)
    for relation in card.relations:
        kind = kind_of(relation.label)
        if kind == SELF or not (relation.name.strip() or relation.key):
            continue
        other = people.find(relation, own)
        people.count(other)
        if not other or other == own:
            continue
        if kind == INTRODUCED_BY:
            rows.add(
                "introductions",
                card.line,
                introducer=other,
                introduced=own,
                to=EGO,
                date=parse_day(card.first_met) if card.first_met else None,
                context=f"{plain_label(relation.label)} (address book)",
                status="introduced",
            )
        else:
            kind = "colleague" if kind == ASSISTANT else kind
            rows.add("ties", card.line, a=own, b=other, relation=kind)
