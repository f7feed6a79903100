"""Who is the same person: records that agree on a certain key become one.

Certain keys are an e-mail address, a LinkedIn profile, a phone number in international form, a
card's UID and the id a table gives; never a name. A key that people of clearly different names
share (a family's address, a switchboard, an assistant's mailbox) joins nobody.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import UnknownPersonError
from ..schema import (
    EGO,
    TABLES,
    Tables,
    fold_email,
    fold_name,
    frame,
    join_many,
    profile_slug,
    row_texts,
    split_many,
    typed,
)

if TYPE_CHECKING:
    import pandas as pd

Key = tuple[str, str]

_KIND_OF_PREFIX: Final = {"in": "slug", "mail": "email", "tel": "phone", "uid": "uid", "id": "id"}
_MAY_BE_SHARED: Final = frozenset({"email", "phone"})
_DEFAULT_EGO: Final = "me"


def resolve(tables: Tables, ego: str | None = None) -> Tables:
    """Which records are one person, under one id each?

    Parameters
    ----------
    tables : Tables
        As readers give them: person columns hold keys local to a source, or `schema.EGO`.
    ego : str, optional
        Who the owner is: an id, e-mail, profile slug or unique name. Default: `tables.owner`, and
        where rows speak of the owner without naming anybody, a person with the id "me".

    Returns
    -------
    Tables
        One row of `contacts` a person, person columns with public ids, `keys` filled, `owner` the
        public id of ego or "". The public id is the stated id, else the profile slug, else the
        e-mail, else the name; it does not depend on the order of files.

    Raises
    ------
    UnknownPersonError
        `ego` is nobody, or several people, in these tables.
    """
    people = _People()
    people.add_contacts(tables.contacts)
    refers_to_ego = people.add_references(tables)
    owner = _owner_key(tables, people, ego, refers_to_ego)
    groups = people.groups()
    public = _public_ids(groups, people)
    owner_id = public.get(owner, "")
    contacts = _one_row_each(tables.contacts, public)
    frames = {name: _renamed(tables[name], name, public, owner_id) for name in TABLES}
    made = frames["introductions"]
    if owner_id and len(made):
        frames["introductions"] = made.assign(to=made["to"].where(made["to"] != "", owner_id))
    frames |= {"contacts": contacts, "keys": _key_table(people, public)}
    return tables.with_frames(frames, owner=owner_id)


@dataclass
class _People:
    """Local keys of people, what each record says, and which keys join them."""

    name_of: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    keys_of: dict[str, dict[Key, None]] = field(default_factory=dict)

    def add_contacts(self, contacts: pd.DataFrame) -> None:
        columns = ("id", "name", "emails", "phones", "linkedin", "keys")
        for local, name, emails, phones, slug, more in zip(
            *(contacts[c] for c in columns), strict=True
        ):
            self._add(local)
            if name:
                self.name_of[local].append(name)
            self.keys_of[local].update(dict.fromkeys(_keys_of_card(emails, phones, slug, more)))

    def add_references(self, tables: Tables) -> bool:
        """Everybody whom a row names; returns whether one speaks of the owner."""
        refers = False
        for name, table in TABLES.items():
            for column in table.columns:
                if column.kind != "person" or name in ("contacts", "keys"):
                    continue
                for local in tables[name][column.name].unique():
                    if local == EGO:
                        refers = True
                    elif local:
                        self._add(local)
        for local in tables.contacts["assistant_of"].unique():
            if local and local != EGO:
                self._add(local)
        return refers

    def _add(self, local: str) -> None:
        if local in self.keys_of:
            return
        prefix, _, value = local.partition(":")
        kind = _KIND_OF_PREFIX.get(prefix, "")
        self.keys_of[local] = {(kind, value): None} if kind and value else {}

    def groups(self) -> list[list[str]]:
        """The records of each person, by union-find over the certain keys."""
        holders: dict[Key, list[str]] = defaultdict(list)
        for local, keys in self.keys_of.items():
            for key in keys:
                holders[key].append(local)
        parent = {local: local for local in self.keys_of}

        def root(local: str) -> str:
            while parent[local] != local:
                parent[local] = parent[parent[local]]
                local = parent[local]
            return local

        for (kind, _), locals_ in holders.items():
            if len(locals_) < 2 or (kind in _MAY_BE_SHARED and self._is_shared(locals_)):
                continue
            first = root(locals_[0])
            for other in locals_[1:]:
                parent[root(other)] = first
        found: dict[str, list[str]] = defaultdict(list)
        for local in self.keys_of:
            found[root(local)].append(local)
        return [sorted(group) for group in found.values()]

    def _is_shared(self, locals_: Sequence[str]) -> bool:
        names = list({fold_name(n): None for local in locals_ for n in self.name_of[local]})
        return any(are_different_names(a, b) for i, a in enumerate(names) for b in names[i + 1 :])


def _keys_of_card(emails: str, phones: str, linkedin: str, more: str) -> Iterator[Key]:
    for address in map(fold_email, split_many(emails)):
        if address:
            yield "email", address
    for phone in split_many(phones):
        if phone.startswith("+") and phone[1:].isdigit():
            yield "phone", phone
    if linkedin:
        yield "slug", profile_slug(linkedin) or linkedin.lower()
    for word in split_many(more):
        kind, _, value = word.partition(":")
        if value:
            yield kind, value


def are_different_names(a: str, b: str) -> bool:
    """Whether two folded names are clearly not one person's: no part of them could be the same.

    Different scripts, initials, swapped parts and a changed surname are no difference; the same
    surname with other given names is.

    >>> [are_different_names("ana ruiz", other) for other in ("ruiz ana maria", "juan ruiz")]
    [False, True]
    """
    left, right = a.split(), b.split()
    if not left or not right or a.isascii() != b.isascii():
        return False
    if set(left) <= set(right) or set(right) <= set(left):
        return False
    one, two = left[0], right[0]
    if one in right or two in left:
        return False
    if one.startswith(two) or two.startswith(one):
        return False
    return difflib.SequenceMatcher(None, one, two).ratio() < 0.75


def _owner_key(tables: Tables, people: _People, ego: str | None, refers_to_ego: bool) -> str:
    """The local key of the owner, "" without one."""
    if ego is None:
        if tables.owner:
            people._add(tables.owner)
            return tables.owner
        if not refers_to_ego:
            return ""
        ego = _DEFAULT_EGO
    wanted = {("id", ego), ("slug", profile_slug(ego) or ego.lower()), ("email", fold_email(ego))}
    found = [local for local, keys in people.keys_of.items() if wanted & keys.keys()]
    if not found:
        folded = fold_name(ego)
        found = [k for k, names in people.name_of.items() if folded in map(fold_name, names)]
        if len(found) > 1:
            raise UnknownPersonError(f"{len(found)} people go by {ego!r}; name ego by its id")
    if not found and refers_to_ego and ego == _DEFAULT_EGO:
        found = [f"id:{ego}"]
        people._add(found[0])
    if not found:
        raise UnknownPersonError(_nobody(ego, people))
    return found[0]


def _nobody(ego: str, people: _People) -> str:
    words: dict[str, str] = {}
    for local, keys in people.keys_of.items():
        for name in people.name_of.get(local, ()):
            words.setdefault(fold_name(name), f"{local.partition(':')[2]!r} ({name})")
        for _, value in keys:
            words.setdefault(value, repr(value))
        if len(words) > 50_000:
            break
    near = difflib.get_close_matches(fold_name(ego), words, n=3, cutoff=0.6)
    close = ", ".join(dict.fromkeys(words[n] for n in near))
    return f"no person {ego!r} to be ego" + (f"; close: {close}" if close else "")


def _public_ids(groups: Iterable[list[str]], people: _People) -> dict[str, str]:
    """Local key → public id: stated id, else slug, else e-mail, else the name; made unique."""
    wishes = []
    for group in groups:
        wish, rank = _wish(group, people)
        wishes.append((rank, wish, group))
    taken: dict[str, str] = {}
    public = {}
    for _, wish, group in sorted(wishes):
        name, n = wish, 1
        while name in taken:
            n += 1
            name = f"{wish}-{n}"
        taken[name] = group[0]
        public.update(dict.fromkeys(group, name))
    return public


def _wish(group: list[str], people: _People) -> tuple[str, int]:
    """Return the id a person would like, and how good a claim it is (lower is better)."""
    keys = sorted({key for local in group for key in people.keys_of[local]})
    for rank, wanted in enumerate(("id", "slug", "email")):
        for kind, value in keys:
            if kind == wanted:
                return value, rank
    names = sorted(n for local in group for n in people.name_of.get(local, ()))
    return (fold_name(names[0]).replace(" ", "-") if names else "") or group[0], 3


def _one_row_each(contacts: pd.DataFrame, public: dict[str, str]) -> pd.DataFrame:
    """One card a person: columns filled from the most telling record, lists united."""
    import pandas as pd

    ids = contacts["id"].map(public)
    assistant = contacts["assistant_of"].map(lambda k: public.get(k, ""))
    cards = contacts.assign(id=ids, assistant_of=assistant, _rank=_ranks(contacts))
    text = [str(c) for c in cards.columns if c not in ("id", "_rank", "line")]
    cards = cards.assign(_all=row_texts(cards, text)).sort_values(["id", "_rank", "_all"])
    counts = cards["id"].map(cards["id"].value_counts())
    alone, several = cards[counts == 1], cards[counts > 1]
    merged = [_merge(rows) for _, rows in several.groupby("id", sort=True)]
    missing = sorted(set(public.values()) - set(cards["id"]))
    extra = [{"id": i, "name": i, "origin": "stated"} for i in missing]
    parts = [alone, pd.DataFrame(merged), pd.DataFrame(extra)]
    whole = pd.concat([p for p in parts if len(p)], ignore_index=True) if len(public) else alone
    whole = whole.drop(columns=["_rank", "_all"], errors="ignore").sort_values(
        "id", ignore_index=True
    )
    return typed("contacts", whole)


def _ranks(contacts: pd.DataFrame) -> Any:
    """The user's own tables before LinkedIn before everything else."""
    rank = {"id": 0, "in": 1}
    return np.array([rank.get(key.partition(":")[0], 2) for key in contacts["id"]], np.int64)


def _merge(rows: pd.DataFrame) -> dict[str, Any]:
    """One card from several, best first: the first that says something, lists and flags united."""
    out: dict[str, Any] = {}
    for name in rows.columns:
        values = rows[name].to_list()
        column = TABLES["contacts"].column(str(name))
        kind = column.kind if column else "text"
        if kind == "many":
            out[str(name)] = join_many(v for cell in values for v in split_many(cell))
        elif kind == "flag":
            out[str(name)] = any(values)
        else:
            out[str(name)] = next((v for v in values if v == v and v not in ("", None)), values[0])
    return out


def _renamed(table: pd.DataFrame, name: str, public: dict[str, str], owner: str) -> pd.DataFrame:
    """The table with public ids in its person columns."""
    import pandas as pd

    if name in ("contacts", "keys") or not len(table):
        return table
    new = {}
    for column in TABLES[name].columns:
        if column.kind != "person":
            continue
        number, locals_ = pd.factorize(table[column.name].to_numpy(dtype=object))
        ids = [owner if k == EGO else public.get(k, "") for k in locals_]
        new[column.name] = np.array([*ids, ""], dtype=object)[number]
    return table.assign(**new)


def _key_table(people: _People, public: dict[str, str]) -> pd.DataFrame:
    rows = {
        (public[local], kind, value)
        for local, keys in people.keys_of.items()
        for kind, value in (*keys, ("local", local))
    }
    columns = list(zip(*sorted(rows), strict=True)) or [(), (), ()]
    return frame("keys", dict(zip(("person", "kind", "value"), columns, strict=True)))
