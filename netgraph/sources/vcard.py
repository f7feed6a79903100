"""vCard address books (.vcf): versions 2.1, 3.0 and 4.0, one card or thousands in a file.

Names, addresses, numbers, labels and relations of each card; groups are read into labels of their
members, pictures and keys are left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from ..schema import clean_text, fold_email
from .cards import Card, Relation, add_cards, full_name
from .files import Head, SourceFile
from .relations import plain_label
from .rows import Rows
from .vcard_lines import Line, RawCard, raw_cards, split_value, unescaped

KIND: Final = "vcard"

_RELATED_BY_NAME: Final = {
    "X-SPOUSE": "spouse",
    "X-MS-SPOUSE": "spouse",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-MS-CHILD": "child",
    "X-MANAGER": "manager",
    "X-MS-MANAGER": "manager",
    "X-EVOLUTION-MANAGER": "manager",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant",
    "X-MS-ASSISTANT": "assistant",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
    "X-MS-REFERREDBY": "referred by",
    "X-REFERRED-BY": "referred by",
}
_ANDROID_RELATIONS: Final = (
    "",
    "assistant",
    "brother",
    "child",
    "domestic partner",
    "father",
    "friend",
    "manager",
    "mother",
    "parent",
    "partner",
    "referred by",
    "relative",
    "sister",
    "spouse",
)
_NOT_ONES_OWN: Final = ("fax", "pager", "main", "assistantphone", "company main", "companymain")
_IS_GROUP: Final = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_MEMBER: Final = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
_BIRTHDAY = re.compile(r"^(\d{4}|--)-?(\d\d)-?(\d\d)")


def recognises(head: Head) -> bool:
    """Whether the file begins with a card."""
    return head.text[:2_000].lstrip().upper().startswith("BEGIN:VCARD")


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the cards of a file."""
    cards: list[Card] = []
    groups: list[RawCard] = []
    n_open = n_lost = 0
    with file.text(rows.warn) as stream:
        for raw in raw_cards(stream):
            n_open += not raw.is_closed
            n_lost += raw.n_unreadable
            kind = _kind(raw)
            if kind == "group":
                groups.append(raw)
                rows.records += 1
                continue
            card = _card(raw)
            card.is_organisation |= kind == "org"
            if card.is_empty():
                rows.skip(raw.line, "a card without a name, a company, an e-mail or a number")
                continue
            rows.records += 1
            cards.append(card)
    _label_members(groups, cards)
    if groups:
        rows.ignored.append(f"{len(groups)} cards of groups: they are labels of their members")
    if n_open:
        rows.warn(f"{n_open} cards have no END:VCARD; what stands in them was read")
    if n_lost:
        rows.warn(f"{n_lost} lines are no lines of a vCard; they were left out")
    add_cards(cards, rows)


def _kind(raw: RawCard) -> str:
    return next((x.value.strip().lower() for x in raw.lines if x.name in _IS_GROUP), "")


def _card(raw: RawCard) -> Card:
    """The card its lines make."""
    card = Card(raw.line)
    labels = {x.group: x.value for x in raw.lines if x.name == "X-ABLABEL" and x.group}
    for line in raw.lines:
        take = _TAKE.get(line.name)
        if take:
            take(card, line, _Texts(raw.is_old, plain_label(labels.get(line.group, ""))))
        elif line.name in _RELATED_BY_NAME:
            name = unescaped(line.value, is_old=raw.is_old)
            card.relations.append(Relation(_RELATED_BY_NAME[line.name], name))
    card.relations += [Relation("assistant", unescaped(name)) for name in raw.agents]
    if not card.name:
        card.name = full_name(card.given, card.family, card.more.get("_additional", ""))
    card.title = card.title or card.more.get("_role", "")
    card.more = {name: said for name, said in card.more.items() if name[0] != "_"}
    return card


class _Texts:
    """How the texts of a card are read, and the label of the line at hand."""

    def __init__(self, is_old: bool, label: str) -> None:
        self._is_old = is_old
        self.label = label

    def text(self, line: Line) -> str:
        """The value as one text."""
        return unescaped(line.value, is_old=self._is_old).strip()

    def parts(self, line: Line, at: str = ";") -> list[str]:
        """The value's parts."""
        return [
            clean_text(unescaped(part, is_old=self._is_old)) for part in split_value(line.value, at)
        ]


# --- what each line gives the card ------------------------------------------------------------
def _take_name(card: Card, line: Line, texts: _Texts) -> None:
    if card.family or card.given:
        return
    parts = [*texts.parts(line), "", "", ""]
    card.family, card.given = parts[0], parts[1]
    card.more["_additional"] = parts[2].replace(",", " ")


def _take_full_name(card: Card, line: Line, texts: _Texts) -> None:
    card.name = card.name or clean_text(texts.text(line))


def _take_nickname(card: Card, line: Line, texts: _Texts) -> None:
    names = [card.nickname, *texts.parts(line, ",")]
    card.nickname = ", ".join(n for n in names if n)


def _take_email(card: Card, line: Line, texts: _Texts) -> None:
    written = texts.text(line)
    inner = re.search(r"<([^<>\s]+)>", written)
    address = fold_email(inner.group(1) if inner else written)
    if address and "x400" not in line.types:
        card.emails.append(address)
    elif written:
        card.more["other_emails"] = "; ".join(
            filter(None, (card.more.get("other_emails"), clean_text(written)))
        )


def _take_phone(card: Card, line: Line, texts: _Texts) -> None:
    number = texts.text(line)
    if not any(c.isdigit() for c in number):
        return
    words = {*line.types, texts.label.lower()}
    own = not words.intersection(_NOT_ONES_OWN)
    (card.phones if own else card.other_phones).append(number)


def _take_company(card: Card, line: Line, texts: _Texts) -> None:
    if not card.company:
        card.company, *departments = texts.parts(line)
        department = ", ".join(d for d in departments if d)
        if department:
            card.more["department"] = department


def _take_title(card: Card, line: Line, texts: _Texts) -> None:
    card.title = card.title or clean_text(texts.text(line))


def _take_role(card: Card, line: Line, texts: _Texts) -> None:
    card.more["_role"] = clean_text(texts.text(line))


def _take_url(card: Card, line: Line, texts: _Texts) -> None:
    address = texts.text(line)
    user = line.params.get("X-USER", "")
    if "linkedin" in line.types and "linkedin.com" not in address.lower():
        user = user or address.rpartition(":")[2].strip("/ ")
        address = f"https://www.linkedin.com/in/{user}" if user else ""
    card.profiles.append(address)


def _take_address(card: Card, line: Line, texts: _Texts) -> None:
    parts = [*texts.parts(line), *[""] * 7]
    city, region, country = parts[3], parts[4], parts[6]
    card.country = card.country or country
    card.location = card.location or ", ".join(p for p in (city, region, country) if p)


def _take_note(card: Card, line: Line, texts: _Texts) -> None:
    card.notes = "\n".join(filter(None, (card.notes, texts.text(line))))


def _take_labels(card: Card, line: Line, texts: _Texts) -> None:
    card.labels += [c for c in texts.parts(line, ",") if c]


def _take_uid(card: Card, line: Line, texts: _Texts) -> None:
    if key := uid_key(texts.text(line)):
        card.keys.append(key)


def _take_related(card: Card, line: Line, texts: _Texts) -> None:
    value = texts.text(line)
    types = sorted(line.types - {"pref", "home", "work", "internet", "text", "uri"})
    label = texts.label or (types[0] if types else "")
    if value.lower().startswith("mailto:"):
        card.relations.append(Relation(label, "", f"mail:{fold_email(value)}"))
    elif value.lower().startswith("urn:"):
        card.relations.append(Relation(label, "", uid_key(value)))
    elif "://" not in value:
        card.relations.append(Relation(label, clean_text(value)))


def _take_android(card: Card, line: Line, texts: _Texts) -> None:
    values = [*texts.parts(line), "", "", "", ""]
    kind = values.pop(0)
    if kind.endswith("/relation") and values[0]:
        place = int(values[1]) if values[1].isdigit() else 0
        known = _ANDROID_RELATIONS[place] if place < len(_ANDROID_RELATIONS) else ""
        card.relations.append(Relation(known or values[2], values[0]))
    elif kind.endswith("/nickname"):
        card.nickname = card.nickname or values[0]


def _take_birthday(card: Card, line: Line, texts: _Texts) -> None:
    match = _BIRTHDAY.match(texts.text(line))
    if match:
        year, month, day = match.groups()
        omitted = year == line.params.get("X-APPLE-OMIT-YEAR", "--")
        card.more["birthday"] = f"{'-' if omitted else year}-{month}-{day}"


def _take_pronunciation(card: Card, line: Line, texts: _Texts) -> None:
    card.pronunciation = f"{card.pronunciation} {clean_text(texts.text(line))}".strip()


def _take_show_as(card: Card, line: Line, texts: _Texts) -> None:
    card.is_organisation |= texts.text(line).upper() == "COMPANY"


def _take_agent(card: Card, line: Line, texts: _Texts) -> None:
    match = re.search(r"^FN[^:\n]*:([^\n]+)", texts.text(line), re.M)
    if match:
        card.relations.append(Relation("assistant", clean_text(match.group(1))))


_TAKE: Final = {
    "N": _take_name,
    "FN": _take_full_name,
    "NICKNAME": _take_nickname,
    "EMAIL": _take_email,
    "TEL": _take_phone,
    "ORG": _take_company,
    "TITLE": _take_title,
    "ROLE": _take_role,
    "URL": _take_url,
    "X-SOCIALPROFILE": _take_url,
    "SOCIALPROFILE": _take_url,
    "X-LINKEDIN": _take_url,
    "ADR": _take_address,
    "NOTE": _take_note,
    "CATEGORIES": _take_labels,
    "UID": _take_uid,
    "RELATED": _take_related,
    "X-ABRELATEDNAMES": _take_related,
    "X-ANDROID-CUSTOM": _take_android,
    "BDAY": _take_birthday,
    "X-PHONETIC-FIRST-NAME": _take_pronunciation,
    "X-PHONETIC-LAST-NAME": _take_pronunciation,
    "X-ABSHOWAS": _take_show_as,
    "AGENT": _take_agent,
}


def uid_key(uid: str) -> str:
    """The key of a card's UID, as RELATED and MEMBER write it too.

    >>> uid_key("urn:uuid:4FBE8971"), uid_key(" 4fbe8971 ")
    ('uid:4fbe8971', 'uid:4fbe8971')
    """
    uid = clean_text(uid).lower().removeprefix("urn:uuid:").replace(";", ",")
    return f"uid:{uid}" if uid else ""


def _label_members(groups: list[RawCard], cards: list[Card]) -> None:
    """Writes the name of each group as a label on the cards of its members."""
    members: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        name = next((unescaped(x.value) for x in group.lines if x.name == "FN"), "")
        for line in group.lines:
            if name and line.name in _MEMBER:
                members[uid_key(line.value)].append(name)
    for card in cards:
        for key in card.keys:
            card.labels += members.get(key, ())
