"""Monica's JSON export (versions 3 and 4, and the first form of 2021).

Its model is close to netgraph's own: who was met through whom, when you last talked, how often you
want to be in touch, calls, conversations and activities. The SQL export and version 5 have no such
file; their vCards are read instead.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..errors import SourceError
from ..schema import EGO, clean_text, fold_email
from .cards import Card, Relation, add_cards, display_name, full_name
from .dates import parse_instant
from .files import Head, SourceFile
from .rows import Rows

KIND: Final = "monica"

_UNREAD: Final = {
    "debt": "debts",
    "gift": "gifts",
    "reminder": "reminders",
    "task": "tasks",
    "pet": "pets",
    "life_event": "life events",
    "photo": "photos",
    "document": "documents",
}
_SINGULAR: Final = {"activities": "activity", "addresses": "address"}

Item = Mapping[str, Any]


def recognises(head: Head) -> bool:
    """Whether the file is a JSON object with an account that has contacts."""
    text = head.text.lstrip()
    return (
        text.startswith("{")
        and '"account"' in text
        and any(word in text for word in ('"app_version"', '"exported_by"', '"contact', "onica"))
    )


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the account of a file."""
    with file.text(rows.warn) as stream:
        try:
            root = json.load(stream)
        except (ValueError, RecursionError) as error:
            raise SourceError(
                f"{file.label}: is no complete JSON ({error}); export it from Monica again"
            ) from error
    account = root.get("account") if isinstance(root, dict) else None
    if not isinstance(account, dict):
        raise SourceError(f"{file.label}: has no 'account'; is it Monica's JSON export?")
    parts = dict(_collections(account))
    types = _field_types(account)
    _read_owner(parts.get("user", []), rows)
    cards: dict[str, Card] = {}
    unread: Counter[str] = Counter()
    meetings: dict[str, list[str]] = {}
    for number, item in enumerate(parts.get("contact", []), start=1):
        uid = _text(item, "uuid").lower()
        if not uid or uid in cards:
            rows.skip(0, f"contact {number}: {'a second one of its' if uid else 'no'} uuid")
            continue
        cards[uid] = _card(number, uid, item, types)
        _read_contacts_events(uid, item, rows, unread, meetings)
        rows.records += 1
    _link(cards, parts, rows)
    _read_activities(parts.get("activity", []), meetings, rows)
    if unread:
        left = ", ".join(f"{n} {_UNREAD[kind]}" for kind, n in sorted(unread.items()))
        rows.ignored.append(f"{left}: they say nothing of who knows whom")
    add_cards(list(cards.values()), rows)


def _collections(node: Item) -> Iterator[tuple[str, list[Any]]]:
    """The lists of an account or contact by their kind, in either form of the export."""
    data = node.get("data")
    if isinstance(data, list):
        for part in data:
            if isinstance(part, dict) and isinstance(part.get("values"), list):
                yield str(part.get("type")), part["values"]
    for name, part in node.items():
        values = part.get("values") if isinstance(part, dict) else part
        if name not in ("data", "properties") and isinstance(values, list):
            kind = _SINGULAR.get(name, name.removesuffix("s"))
            yield kind, values


def _props(item: Any) -> Item:
    """What an item says of itself: its properties, or itself in the first form."""
    if not isinstance(item, dict):
        return {}
    properties = item.get("properties")
    return {**item, **properties} if isinstance(properties, dict) else item


def _text(item: Any, name: str) -> str:
    value = _props(item).get(name)
    if not isinstance(value, (str, int, float)):
        return ""
    return clean_text(str(value).encode("utf-8", "replace").decode())  # no lone surrogates


def _field_types(account: Item) -> dict[str, str]:
    """What the uuid of each kind of contact field means: "email", "phone" or its name."""
    instance = account.get("instance")
    listed = instance.get("contact_field_types") if isinstance(instance, dict) else None
    types = {}
    for item in listed if isinstance(listed, list) else ():
        word = " ".join(_text(item, n) for n in ("type", "protocol", "name")).lower()
        kind = "email" if "mail" in word else "phone" if "phone" in word or "tel:" in word else word
        types[_text(item, "uuid")] = kind
    return types


def _read_owner(users: list[Any], rows: Rows) -> None:
    """The one user of the account is the owner; of several nobody can tell who exported it."""
    addresses = [fold_email(_text(user, "email")) for user in users]
    if len(addresses) == 1 and addresses[0]:
        rows.owner = f"mail:{addresses[0]}"
        name = full_name(_text(users[0], "first_name"), _text(users[0], "last_name"))
        rows.add("contacts", id=rows.owner, name=name, emails=addresses)


def _card(number: int, uid: str, item: Any, types: Mapping[str, str]) -> Card:
    card = Card(number, given=_text(item, "first_name"), family=_text(item, "last_name"))
    card.name = full_name(card.given, card.family, _text(item, "middle_name"))
    card.nickname, card.company = _text(item, "nickname"), _text(item, "company")
    card.title = _text(item, "job")
    card.keys = [f"uid:{uid}", f"monica:{uid}"]
    props = _props(item)
    tags = props.get("tags")
    card.labels = [clean_text(str(t)) for t in tags] if isinstance(tags, list) else []
    card.first_met = _special_date(props.get("first_met_date"))
    card.last_contact = _text(item, "last_talked_to")[:10]
    cadence = _text(item, "stay_in_touch_frequency")
    card.cadence_days = min(int(cadence), 36_500) if cadence.isdecimal() else 0
    card.more["birthday"] = _special_date(props.get("birthdate"))
    flags = {"is_starred": "starred", "is_dead": "deceased"}
    card.labels += [word for flag, word in flags.items() if props.get(flag) in (True, 1)]
    card.do_not_contact = props.get("is_dead") in (True, 1)
    _fill_from_lists(card, item, types)
    return card


def _fill_from_lists(card: Card, item: Any, types: Mapping[str, str]) -> None:
    """E-mails, numbers, addresses and notes of a contact."""
    notes = [_text(item, "description")]
    for kind, values in _collections(_props(item)):
        for value in values:
            if kind == "contact_field":
                _take_field(card, _text(value, "data"), types.get(_text(value, "type"), ""))
            elif kind == "note":
                notes.append(_text(value, "body"))
            elif kind == "address":
                place = [_text(value, "city"), _text(value, "province"), _text(value, "country")]
                card.country = card.country or place[2]
                card.location = card.location or ", ".join(filter(None, place))
    card.notes = "\n".join(filter(None, notes))


def _take_field(card: Card, value: str, kind: str) -> None:
    if kind == "email" or fold_email(value):
        card.emails.append(value)
    elif kind == "phone" or value[:1] == "+":
        card.phones.append(value)
    elif "linkedin" in (value + kind).lower():
        is_address = "linkedin.com" in value.lower()
        card.profiles.append(value if is_address else f"https://www.linkedin.com/in/{value}")


def _special_date(date: Any) -> str:
    """The day of a date that is exactly known, else ""."""
    props = _props(date)
    if props.get("is_year_unknown") in (True, 1) or props.get("is_age_based") in (True, 1):
        return ""
    return _text(date, "date")[:10]


def _link(cards: Mapping[str, Card], parts: Mapping[str, list[Any]], rows: Rows) -> None:
    """Introductions and relationships, from one contact to another by uuid."""
    for item in parts.get("contact", []):
        through = _text(item, "first_met_through").lower()
        card = cards.get(_text(item, "uuid").lower())
        if card and through in cards:
            name = display_name(cards[through])
            card.relations.append(Relation("first met through", name, f"uid:{through}"))
    seen = set()
    for number, item in enumerate(parts.get("relationship", []), start=1):
        one, other = _text(item, "contact_is").lower(), _text(item, "of_contact").lower()
        if one not in cards or other not in cards:
            rows.skip(0, f"relationship {number}: names a contact that is not in the file")
            continue
        rows.records += 1
        if frozenset((one, other)) not in seen:  # Monica writes each from both sides
            seen.add(frozenset((one, other)))
            name = display_name(cards[other])
            cards[one].relations.append(Relation(_text(item, "type"), name, f"uid:{other}"))


# --- dated contact ----------------------------------------------------------------------------
def _read_contacts_events(
    uid: str, item: Any, rows: Rows, unread: Counter[str], meetings: dict[str, list[str]]
) -> None:
    """Calls and conversations of a contact; activities are noted, others counted."""
    person = f"uid:{uid}"
    for kind, values in _collections(_props(item)):
        if kind in _UNREAD:
            unread[kind] += len(values)
        for number, value in enumerate(values):
            if kind == "activity":
                word = value if isinstance(value, str) else _text(value, "uuid")
                meetings.setdefault(word.lower(), []).append(person)
            elif kind == "call":
                by_them = _props(value).get("contact_called") in (True, 1)
                roles = {EGO: "to", person: "by"} if by_them else {EGO: "by", person: "to"}
                when = _text(value, "called_at")
                _add_event(rows, f"monica:{uid}/call/{number}", when, "call", roles)
            elif kind == "conversation":
                roles = {EGO: "present", person: "present"}
                when = _text(value, "happened_at")
                _add_event(rows, f"monica:{uid}/talk/{number}", when, "message", roles)


def _read_activities(items: list[Any], meetings: Mapping[str, list[str]], rows: Rows) -> None:
    for number, item in enumerate(items, start=1):
        uid = _text(item, "uuid").lower()
        people = meetings.get(uid, [])
        roles = dict.fromkeys((EGO, *people), "present")
        when = _text(item, "happened_at")
        if not people:
            rows.skip(0, f"activity {number}: no contact took part in it")
        elif _add_event(rows, f"monica:{uid}", when, "meeting", roles, _text(item, "summary")):
            rows.records += 1


def _add_event(
    rows: Rows, event: str, when: str, kind: str, roles: Mapping[str, str], note: str = ""
) -> bool:
    instant = parse_instant(when)
    if instant is None:
        rows.skip(0, f"a {kind} dated {when!r}; expected a date such as 2024-05-13")
        return False
    is_day = instant.precision == "day" or "T00:00:00" in when.replace(" ", "T")
    rows.add(
        "events",
        id=event,
        instant=instant.seconds,
        offset_minutes=instant.offset_minutes if not is_day else float("nan"),
        precision="day" if is_day else instant.precision,
        kind=kind,
        note=note,
        origin="logged",
    )
    for person, role in roles.items():
        rows.add("event_people", event=event, person=person, role=role, origin="logged")
    return True
