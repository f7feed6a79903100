"""Who is the same person: records that agree on a certain key become one.

Certain keys are an e-mail address, a LinkedIn profile, a phone number in international form, a
card's UID and the id a table gives; never a name. A key that people of clearly different names
share (a family's address, a switchboard, an assistant's mailbox) joins nobody it is not made for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from ..errors import UnknownPersonError
from ..schema import EGO, TABLES, Tables, fold_email, fold_name, frame, profile_slug
from .finding import near_people
from .joining import Forest, Trees, join_by_marks, people_by_tree
from .merging import one_row_each
from .names import clearly_different
from .records import PREFIXES, Records, is_ego_known, kind_and_value

if TYPE_CHECKING:
    import pandas as pd

_ME: Final = ("me", "ego", "@ego", "self")
_NAMED: Final = "name:"
_ID_FROM: Final = ("id", "slug", "email")
"""Which keys make a public id, the best first; then the name does."""


def resolve(tables: Tables, ego: str | None = None) -> Tables:
    """Which records are one person, under one id each?

    Parameters
    ----------
    tables : Tables
        As readers give them: person columns hold keys local to a source, or `schema.EGO`.
    ego : str, optional
        Who the owner is: an id, e-mail, profile slug or unique name. Default: whom the files name
        as their owner, and where rows speak of an owner without naming anybody, a person with the
        id "me".

    Returns
    -------
    Tables
        One row of `contacts` a person, person columns with public ids, `keys` filled, `owner` the
        public id of ego or "". The public id is the stated id, else the profile slug, else the
        e-mail, else the name; it does not depend on the order of files. Rows that say the same
        twice stand once, and so do people and events.

    Raises
    ------
    UnknownPersonError
        `ego` is nobody, or several people, in these tables.

    Notes
    -----
    Linear in the rows but for sorting them. A word that a table uses for a person (`name:…`) means
    the one person of that id or name, else somebody new.
    """
    records = Records.of(tables)
    if is_ego_known(records, tables):
        records.add(EGO)
    forest = Forest.of(len(records.keys))
    shared = join_by_marks(records.marks, forest)
    _join_names(records, forest)
    owner = _join_owner(records, forest, tables.owner, ego)
    public = _public_ids(records, forest, shared, owner)
    owner_id = str(public[owner]) if owner >= 0 else ""
    numbers = records.places["contacts", "id"]
    bare = _without_card(records, public)
    frames = _renamed(tables, records, public)
    frames["contacts"] = one_row_each(frames["contacts"], public[numbers], bare)
    made = frames["introductions"]
    if owner_id and len(made):
        frames["introductions"] = made.assign(to=made["to"].where(made["to"] != "", owner_id))
    frames["policy"] = _policy(tables.policy, records, public)
    frames["keys"] = _key_table(records, public, shared)
    return tables.with_frames(_each_once(frames), owner=owner_id)


# --- joining beyond marks --------------------------------------------------------------------
def _join_names(records: Records, forest: Forest) -> None:
    """Finds the one person that a word `name:…` means, by id or else by name."""
    waiting = [i for i, key in enumerate(records.keys) if key.startswith(_NAMED)]
    if not waiting:
        return
    by_id: dict[str, set[int]] = defaultdict(set)
    by_name: dict[str, set[int]] = defaultdict(set)
    for i, key in enumerate(records.keys):
        if key.startswith("id:"):
            by_id[fold_name(key[3:])].add(forest.root(i))
    for i, names in records.marks.names.items():
        for name in names:
            by_name[fold_name(name)].add(forest.root(i))
    own = {forest.root(i) for i in records.has_own_card}
    new: dict[str, int] = {}
    for i in waiting:
        word = records.keys[i][len(_NAMED) :]
        folded = fold_name(word)
        exact = records.number(f"id:{word}")
        found = {exact} if exact >= 0 else by_id.get(folded) or by_name.get(folded) or set()
        if len(found) > 1:  # who has a card is meant, not an address seen in a log
            found = found & own
        if len(found) == 1:
            forest.join(i, next(iter(found)))
        else:
            records.marks.names[i][word] = None
            forest.join(i, new.setdefault(folded, i))


def _join_owner(records: Records, forest: Forest, stated: str, ego: str | None) -> int:
    """The number of the owner, with the rows that say "I" joined to them; -1 without an owner."""
    trees = Trees(records.marks, forest)
    own = records.number(EGO)
    if stated and own >= 0:
        number = next((n for n in map(records.number, _keys_for(stated)) if n >= 0), -1)
        number = number if number >= 0 else _bearer(records, stated)
        if number >= 0 and trees.may_be_one(own, number):
            trees.join(own, number)
    if ego is None or (own >= 0 and ego in _ME):
        me = records.number("id:me")
        if own >= 0 and me >= 0 and not trees.names(own) and _is_alone(own, forest):
            trees.join(own, me)
        if ego is None or records.number(f"id:{ego}") < 0:
            return own
    number = _meant(records, forest, str(ego))
    if own >= 0 and trees.may_be_one(own, number):
        trees.join(own, number)
    return number


def _keys_for(word: str) -> tuple[str, ...]:
    slug = profile_slug(word) or word.lower()
    return (word, f"id:{word}", f"in:{slug}", f"mail:{fold_email(word)}")


def _bearer(records: Records, word: str) -> int:
    """Somebody who bears the mark that a word is, or -1."""
    for mark in _keys_for(word):
        if bearers := records.marks.bearers.get(mark):
            return min(bearers)
    return -1


def _is_alone(person: int, forest: Forest) -> bool:
    root = forest.root(person)
    return sum(r == root for r in forest.roots()) == 1


def _meant(records: Records, forest: Forest, word: str) -> int:
    """Whom the user means by a word: id, e-mail, slug, unique name."""
    word = word.strip()
    stated = records.number(f"id:{word}")
    found = {forest.root(stated)} if stated >= 0 else set()
    for mark in _keys_for(word)[2:] if not found else ():
        found |= {forest.root(i) for i in records.marks.bearers.get(mark, ())}
    if not found:
        folded = fold_name(word)
        for i, names in records.marks.names.items():
            if folded and folded in map(fold_name, names):
                found.add(forest.root(i))
    if len(found) == 1:
        return found.pop()
    if found:
        raise UnknownPersonError(
            f"{len(found)} people go by {word!r}; name ego by id or e-mail address"
        )
    known = {
        key.partition(":")[2]: next(iter(records.marks.names.get(i, ())), "")
        for i, key in enumerate(records.keys)
    }
    raise UnknownPersonError(f"no person {word!r} to be ego{near_people(word, known)}")


# --- public ids ------------------------------------------------------------------------------
@dataclass(frozen=True, order=True)
class _Wish:
    """The id a person would like: how good a claim it is (lower is better), and by whom."""

    rank: int
    word: str
    signature: tuple[str, ...]
    root: int


def _public_ids(
    records: Records, forest: Forest, shared: Mapping[str, set[int]], owner: int
) -> NDArray[np.object_]:
    """The public id of everybody; the last entry is "" for nobody."""
    own_marks: dict[int, list[str]] = defaultdict(list)
    roots = forest.roots()
    for mark, bearers in records.marks.bearers.items():
        for person in shared.get(mark, bearers):
            own_marks[roots[person]].append(mark)
    wishes = [
        _wish(records, root, members, own_marks[root], is_owner=owner in members)
        for root, members in people_by_tree(forest).items()
    ]
    taken: set[str] = set()
    by_root: dict[int, str] = {}
    for wish in sorted(wishes):
        name, n = wish.word, 1
        while name in taken:
            n += 1
            name = f"{wish.word}-{n}"
        taken.add(name)
        by_root[wish.root] = name
    return np.array([*(by_root[root] for root in roots), ""], dtype=object)


def _wish(
    records: Records, root: int, members: list[int], marks: list[str], *, is_owner: bool
) -> _Wish:
    keys = sorted(records.keys[i] for i in members)
    signature = tuple(keys)
    for rank, kind in enumerate(_ID_FROM):
        prefix = PREFIXES[kind]
        mine = sorted(m.removeprefix(prefix) for m in marks if m.startswith(prefix))
        if mine:
            return _Wish(rank, mine[0], signature, root)
    names = sorted(name for i in members for name in records.marks.names.get(i, ()))
    word = next((w for w in (fold_name(n).replace(" ", "-") for n in names) if w), "")
    if not word:
        word = "me" if is_owner else keys[0].partition(":")[2] or keys[0]
    return _Wish(len(_ID_FROM), word, signature, root)


# --- tables under public ids -----------------------------------------------------------------
def _without_card(records: Records, public: NDArray[np.object_]) -> dict[str, str]:
    """Everybody whom only other tables name: public id → name, "" where there is none."""
    carded = {public[i] for i in records.has_card}
    bare: dict[str, str] = {}
    for i in range(len(records.keys)):
        if public[i] not in carded:
            name = next(iter(records.marks.names.get(i, ())), "")
            bare[public[i]] = bare.get(public[i]) or name
    return {word: bare[word] for word in sorted(bare)}


def _renamed(
    tables: Tables, records: Records, public: NDArray[np.object_]
) -> dict[str, pd.DataFrame]:
    """The tables with public ids in their person columns (contacts keep their own key as id)."""
    frames = {}
    for name, table in TABLES.items():
        data = tables[name]
        new = {
            column.name: public[records.places[name, column.name]]
            for column in table.columns
            if column.kind == "person" and name != "keys" and (name, column.name) != _OWN_KEY
        }
        frames[name] = data.assign(**new) if len(data) and new else data
    return frames


_OWN_KEY: Final = ("contacts", "id")


def _policy(policy: pd.DataFrame, records: Records, public: NDArray[np.object_]) -> pd.DataFrame:
    """The rules with public ids in scopes such as `person:ana`."""
    if not len(policy):
        return policy

    def scope(said: str) -> str:
        word = said.removeprefix("person:").strip()
        if word == said:
            return said
        numbers = (records.number(key) for key in (*_keys_for(word), _NAMED + word))
        number = next((n for n in numbers if n >= 0), -1)
        number = number if number >= 0 else _bearer(records, word)
        return f"person:{public[number]}" if number >= 0 else said

    return policy.assign(scope=[scope(said) for said in policy["scope"].tolist()])


def _each_once(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Facts that several files tell stand once; a tie of a person with himself does not stand."""
    once = dict(frames)
    ties = frames["ties"]
    once["ties"] = ties[(ties["a"] != ties["b"]).to_numpy()]
    once["events"] = frames["events"][~frames["events"]["id"].duplicated().to_numpy()]
    once["event_people"] = _people_once(frames["event_people"])
    for name in ("ties", "introductions", "favours", "ask_events", "policy", "companies"):
        data = once[name]
        said = [c for c in data.columns if c not in ("file", "line")]
        once[name] = data[~data.duplicated(said).to_numpy()]
    for name in ("asks", "targets"):
        once[name] = frames[name][~frames[name]["id"].duplicated().to_numpy()]
    return {name: data.reset_index(drop=True) for name, data in once.items()}


def _people_once(table: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    if not len(table):
        return table
    codes = [
        pd.factorize(table[c].to_numpy(dtype=object))[0].astype(np.int64)
        for c in ("event", "person", "role")
    ]
    key = (codes[0] * (codes[1].max() + 1) + codes[1]) * (codes[2].max() + 1) + codes[2]
    return table[~pd.Series(key).duplicated().to_numpy()]


def _key_table(
    records: Records, public: NDArray[np.object_], shared: Mapping[str, set[int]]
) -> pd.DataFrame:
    """Every key that leads to a person: certain keys that are theirs, names, and local keys."""
    rows: set[tuple[Any, str, str]] = set()
    for mark, bearers in records.marks.bearers.items():
        kind, value = kind_and_value(mark)
        rows.update((public[i], kind, value) for i in shared.get(mark, bearers))
    for i, names in records.marks.names.items():
        rows.update((public[i], "name", name) for name in names)
    for i, key in enumerate(records.keys):
        if key != EGO or i in records.has_card:
            rows.add((public[i], "local", key))
    columns = list(zip(*sorted(rows), strict=True)) or [(), (), ()]
    return frame("keys", dict(zip(("person", "kind", "value"), columns, strict=True)))


def are_different_names(a: str, b: str) -> bool:
    """Whether two names are clearly not one person's; see `names.clearly_different`.

    >>> [are_different_names("ana ruiz", other) for other in ("ruiz ana maria", "juan ruiz")]
    [False, True]
    """
    return clearly_different(a, b)
