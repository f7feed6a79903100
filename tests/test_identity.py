"""Who is the same person: certain keys join, shared ones do not, names never do."""

from __future__ import annotations

import json
import math
import random
import string
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.errors import UnknownPersonError
from netgraph.identity.names import address_fits, clearly_different
from netgraph.schema import EGO, Tables, concat, frame


def cards(*rows: dict[str, Any]) -> Tables:
    return Tables(
        contacts=frame("contacts", [{"id": f"card:{n}", **r} for n, r in enumerate(rows)])
    )


def people(tables: Tables, ego: str | None = None) -> list[str]:
    return identity.resolve(tables, ego).contacts["id"].tolist()


def n_people(*rows: dict[str, Any]) -> int:
    return len(people(cards(*rows)))


# --- certain keys ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"emails": "ana@example.org"}, {"emails": "b@example.org; ANA@Example.org"}),
        ({"linkedin": "https://www.linkedin.com/in/Ana-R/"}, {"linkedin": "ana-r"}),
        ({"phones": "+41 44 555 01 99"}, {"phones": "+41445550199"}),
        ({"keys": "uid:77"}, {"keys": "uid:77"}),
        ({"id": "in:ana"}, {"linkedin": "ana"}),
        ({"id": "mail:ana@example.org"}, {"emails": "ana@example.org"}),
        ({"id": "id:7"}, {"id": "id:7"}),
    ],
)
def test_records_that_agree_on_a_certain_key_are_one(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert n_people({"name": "Ana Ruiz", **one}, {"name": "Ana Ruiz", **other}) == 1


def test_keys_join_through_third_records() -> None:
    a, b = {"emails": "a@example.org"}, {"phones": "+41445550199"}
    assert n_people(a, b) == 2
    assert n_people(a, b, {"emails": "a@example.org", "phones": "+41445550199"}) == 1


def test_a_name_joins_nobody() -> None:
    assert (
        n_people({"name": "Ana Ruiz", "company": "Acme"}, {"name": "Ana Ruiz", "company": "Acme"})
        == 2
    )


def test_a_national_number_is_no_key() -> None:
    assert n_people({"phones": "044 555 01 99"}, {"phones": "044 555 01 99"}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Jesperton", "Bob Jesperton"), ("Ana Ruiz, MBA", "Ana Ruiz"),
        ("Anna Kern", "Anna Huber"), ("J. Smith", "John Smith"), ("Ruiz, Ana", "Ana Ruiz"),
        ("伟 陈山", "陈山伟"), ("Ольга Лагутина", "Olga Lagutina"), ("Zoë", "Zoë Brandt"),
        ("Jon Smyth", "John Smith"), ("Dr. Ana M. Ruiz (she/her)", "Ana Ruiz 🚀"),
        ("Maria Garcia Lopez", "Maria Garcia"), ("ana@example.org", "Tom Lee"),
        ("Jean-Pierre Duval", "Jean Pierre Duval"), ("Mac Donald", "MacDonald"),
    ],
)  # fmt: skip
def test_one_address_with_names_of_one_person_joins(one: str, other: str) -> None:
    both = ({"name": one, "emails": "x@example.org"}, {"name": other, "emails": "x@example.org"})
    assert n_people(*both) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Martin Ravenscar", "Henry Ravenscar"), ("Ana Ruiz", "Tom Lee"), ("Ana Ruiz", "Juan Ruiz"),
        ("John Smith Jr.", "John Smith Sr."), ("王小明", "李伟"),
        ("Ravenscar, Martin", "Henry Ravenscar"),
    ],
)  # fmt: skip
def test_one_address_with_names_of_two_people_does_not_join(one: str, other: str) -> None:
    both = ({"name": one, "emails": "x@example.org"}, {"name": other, "emails": "x@example.org"})
    assert n_people(*both) == 2


def test_colleagues_of_one_first_name_share_a_switchboard_not_an_identity() -> None:
    phone = {"phones": "+41445550199"}
    assert n_people({"name": "Anna Kern", **phone}, {"name": "Anna Huber", **phone}) == 2


def test_a_shared_key_joins_not_even_two_cards_of_one_name() -> None:
    phone = {"phones": "+41445550199"}
    names = ("Ana Ruiz", "Ana Ruiz", "Tom Lee")
    assert n_people(*({"name": name, **phone} for name in names)) == 3


def test_an_assistants_address_on_other_cards_is_hers() -> None:
    address = "nora.kern@example.org"
    tables = cards(
        {"name": "Nora Kern", "emails": address},
        {"name": "Tom Lee", "emails": address, "phones": "+41445550101"},
        {"name": "Ana Ruiz", "emails": address, "phones": "+41445550102"},
        {"id": f"mail:{address}"},
    )
    resolved = identity.resolve(tables)
    assert len(resolved.contacts) == 3
    keys = resolved.keys[resolved.keys["kind"] == "email"]
    owner = resolved.contacts.set_index("id").loc[keys["person"].tolist(), "name"]
    assert owner.tolist() == ["Nora Kern"]


def test_an_organisation_and_a_person_are_two() -> None:
    assert (
        n_people(
            {"name": "Acme", "kind": "organisation", "emails": "office@acme.example"},
            {"name": "Ana Ruiz", "emails": "office@acme.example"},
        )
        == 2
    )


def test_a_card_without_a_name_bridges_no_two_people() -> None:
    tables = cards(
        {"name": "Ana Ruiz", "emails": "a@example.org"},
        {"emails": "a@example.org; t@example.org"},
        {"name": "Tom Lee", "emails": "t@example.org"},
    )
    names = identity.resolve(tables).contacts["name"].tolist()
    assert sorted(n for n in names if n) == ["Ana Ruiz", "Tom Lee"]


def test_names_differ_in_both_directions_alike() -> None:
    draw = random.Random(3)
    names = [
        "Ana Ruiz",
        "A. Ruiz",
        "Bob Lee",
        "Robert Lee",
        "Ruiz",
        "王小明",
        "Zoë",
        "Lee, Bob",
        "",
    ]
    names += ["".join(draw.choices(string.ascii_letters + " ", k=9)) for _ in range(40)]
    for a, b in combinations(names, 2):
        assert clearly_different(a, b) == clearly_different(b, a)
        assert clearly_different(a, b, strict=True) >= clearly_different(a, b)


def test_whose_name_an_address_is_made_of() -> None:
    assert address_fits("Nora Kern", "nkern@x.org")
    assert address_fits("Nora Kern", "nora_kern79@x.org")
    assert not address_fits("Nora Kern", "family.kern@x.org")
    assert not address_fits("Tom Kern", "nora.kern@x.org")


# --- merged rows -----------------------------------------------------------------------------
def test_the_users_own_table_speaks_before_linkedin_before_cards() -> None:
    tables = cards(
        {
            "id": "card:1",
            "linkedin": "ana",
            "name": "A",
            "company": "Card",
            "title": "T",
            "notes": "n1",
        },
        {"id": "in:ana", "name": "Ana R.", "company": "LinkedIn", "notes": "n2"},
        {"id": "id:1", "linkedin": "ana", "name": "Ana", "emails": "ana@example.org"},
    )
    row = identity.resolve(tables).contacts.iloc[0]
    assert (row["id"], row["name"], row["company"], row["title"]) == ("1", "Ana", "LinkedIn", "T")
    assert set(row["notes"].split("\n")) == {"n1", "n2"}


def test_the_newer_export_speaks_first() -> None:
    rows = [
        {"id": "in:ana", "company": "Old", "seen_on": "2025-07-30"},
        {"id": "in:ana", "company": "New", "seen_on": "2026-09-30"},
    ]
    for order in (rows, rows[::-1]):
        assert identity.resolve(cards(*order)).contacts["company"].tolist() == ["New"]


def test_lists_are_united_and_flags_hold() -> None:
    tables = cards(
        {"linkedin": "ana", "emails": "a@example.org", "tags": "tea"},
        {"linkedin": "ana", "emails": "b@example.org; a@example.org", "do_not_contact": True},
        {"linkedin": "ana", "closeness": 4, "kind": "person"},
    )
    row = identity.resolve(tables).contacts.iloc[0]
    assert sorted(row["emails"].split("; ")) == ["a@example.org", "b@example.org"]
    assert (row["tags"], row["do_not_contact"], row["closeness"]) == ("tea", True, 4.0)


def test_a_card_named_by_its_address_takes_the_name_of_another() -> None:
    tables = cards(
        {"id": "id:1", "name": "ana@example.org", "emails": "ana@example.org"},
        {"name": "Ana Ruiz", "emails": "ana@example.org"},
    )
    assert identity.resolve(tables).contacts["name"].tolist() == ["Ana Ruiz"]


# --- public ids ------------------------------------------------------------------------------
def test_a_public_id_is_the_stated_id_else_slug_else_email_else_name() -> None:
    tables = cards(
        {"id": "id:ana", "linkedin": "ana-ruiz", "emails": "ana@example.org"},
        {"linkedin": "bo-lee", "emails": "bo@example.org"},
        {"emails": "cy@example.org", "name": "Cy"},
        {"name": "Dora Maar"},
        {"name": "Dora Maar"},
    )
    assert people(tables) == ["ana", "bo-lee", "cy@example.org", "dora-maar", "dora-maar-2"]


def test_two_wishes_for_one_id_are_two_ids() -> None:
    assert people(cards({"id": "id:ana"}, {"linkedin": "ana"})) == ["ana", "ana-2"]


def test_an_id_is_never_an_address_that_is_shared() -> None:
    tables = cards(
        {"name": "Ana Lee", "emails": "lee@example.org"},
        {"name": "Tom Lee", "emails": "lee@example.org"},
    )
    assert people(tables) == ["ana-lee", "tom-lee"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_records_and_of_files_changes_nothing(data: st.DataObject) -> None:
    mail = st.sampled_from(["", "a@x.org", "b@x.org", "c@x.org; a@x.org"])
    card = st.fixed_dictionaries(
        {
            "name": st.sampled_from(["", "Ana Ruiz", "Anna Ruiz", "Tom Lee", "Ana Lee", "王小明"]),
            "emails": mail,
            "phones": st.sampled_from(["", "+41445550199"]),
            "linkedin": st.sampled_from(["", "ana", "tom"]),
            "company": st.sampled_from(["", "Acme", "Globex"]),
            "closeness": st.sampled_from([math.nan, 1.0, 5.0]),
        }
    )
    rows = data.draw(st.lists(card, min_size=1, max_size=7))
    rows = [
        {"id": f"card:{n}", "file": f"f{n % 3}", "line": n, **row} for n, row in enumerate(rows)
    ]
    shuffled = data.draw(st.permutations(rows))
    one, other = (
        identity.resolve(Tables(contacts=frame("contacts", order))) for order in (rows, shuffled)
    )
    pd.testing.assert_frame_equal(one.contacts, other.contacts)
    pd.testing.assert_frame_equal(one.keys, other.keys)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_local_key_leads_to_one_person_with_one_row(data: st.DataObject) -> None:
    key = st.sampled_from(
        ["id:a", "id:b", "in:a", "mail:a@x.org", "mail:b@x.org", "card:1", "name:Bo"]
    )
    rows = data.draw(st.lists(st.tuples(key, key), min_size=1, max_size=8))
    cards_ = data.draw(st.lists(st.tuples(key, st.sampled_from(["", "a@x.org"])), max_size=5))
    tables = Tables(
        contacts=frame("contacts", [{"id": k, "emails": e} for k, e in cards_] or None),
        ties=frame("ties", [{"a": a, "b": b} for a, b in rows]),
    )
    resolved = identity.resolve(tables)
    ids = resolved.contacts["id"]
    assert ids.is_unique
    assert ids.is_monotonic_increasing
    local = resolved.keys[resolved.keys["kind"] == "local"]
    assert local["value"].is_unique
    assert set(local["person"]) == set(ids)
    assert set(resolved.ties["a"]) | set(resolved.ties["b"]) <= set(ids)


# --- words -----------------------------------------------------------------------------------
def test_a_word_means_the_one_person_of_that_id_or_name() -> None:
    tables = cards({"id": "id:ana", "name": "Ana Ruiz"}, {"name": "Bo Lee"}).with_frames(
        {
            "ties": frame(
                "ties",
                [{"a": "name:Ana Ruiz", "b": "name:bo LEE"}, {"a": "name:ana", "b": "name:Cy"}],
            )
        }
    )
    resolved = identity.resolve(tables)
    assert resolved.ties[["a", "b"]].to_numpy().tolist() == [["ana", "bo-lee"], ["ana", "cy"]]
    assert resolved.contacts.set_index("id").loc["cy", "name"] == "Cy"


def test_a_word_that_fits_two_people_is_a_third() -> None:
    tables = cards({"name": "Bo Lee", "emails": "1@x.org"}, {"name": "Bo Lee", "emails": "2@x.org"})
    tables = tables.with_frames({"ties": frame("ties", [{"a": "name:Bo Lee", "b": "card:0"}])})
    assert people(tables) == ["1@x.org", "2@x.org", "bo-lee"]


# --- ego -------------------------------------------------------------------------------------
def star(**owner: Any) -> Tables:
    rows = [{"id": "id:ana", "name": "Ana Ruiz"}, {"id": "id:bo", "name": "Bo Lee"}]
    if owner:
        rows.append({"id": EGO, **owner})
    ties = frame("ties", [{"a": EGO, "b": "id:ana"}, {"a": EGO, "b": "id:bo"}])
    return Tables(contacts=frame("contacts", rows), ties=ties)


def test_an_owner_nobody_names_is_called_me() -> None:
    resolved = identity.resolve(star())
    assert resolved.owner == "me"
    assert set(resolved.ties["a"]) == {"me"}
    assert identity.resolve(star(), "me").owner == "me"


def test_the_owner_the_files_name_is_ego() -> None:
    resolved = identity.resolve(star(name="Zoë Brandt", linkedin="zoe"))
    assert resolved.owner == "zoe"
    assert identity.resolve(star(name="Zoë Brandt", linkedin="zoe"), "me").owner == "zoe"


@pytest.mark.parametrize("word", ["bo", "Bo Lee", "id:bo"])
def test_ego_is_found_by_id_or_name(word: str) -> None:
    if word == "id:bo":
        with pytest.raises(UnknownPersonError):
            identity.resolve(star(), word)
        return
    resolved = identity.resolve(star(), word)
    assert resolved.owner == "bo"
    assert resolved.ties[["a", "b"]].to_numpy().tolist() == [["bo", "ana"]]


def test_ego_by_address_joins_the_owner_of_another_file() -> None:
    mine = star(name="Zoë Brandt", linkedin="zoe")
    other = cards({"id": "id:z", "name": "Zoe Brandt", "emails": "zoe@example.org"})
    resolved = identity.resolve(concat([mine, other]), "zoe@example.org")
    assert resolved.owner == "z"
    assert set(resolved.ties["a"]) == {"z"}


def test_an_ego_that_is_clearly_not_the_owner_stays_apart() -> None:
    resolved = identity.resolve(star(name="Zoë Brandt", linkedin="zoe"), "ana")
    assert resolved.owner == "ana"
    assert "zoe" in set(resolved.contacts["id"])


def test_an_ego_nobody_knows_is_refused_with_near_names() -> None:
    with pytest.raises(UnknownPersonError, match=r"no person 'Anna' to be ego; close: 'ana'"):
        identity.resolve(star(), "Anna")


def test_a_log_of_many_has_no_ego() -> None:
    log = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "timestamp": [1.7e9, 1.7e9]})
    assert identity.resolve(sources.read_frames(log).tables).owner == ""


def test_an_introduction_to_nobody_in_particular_is_to_ego() -> None:
    made = frame("introductions", [{"introducer": "id:ana", "introduced": "id:bo", "to": ""}])
    assert identity.resolve(star().with_frames({"introductions": made})).introductions[
        "to"
    ].tolist() == ["me"]


def test_facts_told_twice_stand_once_and_nobody_is_tied_to_himself() -> None:
    one = star(name="Zoë", linkedin="zoe")
    twice = concat([one, one])
    assert len(identity.resolve(twice).ties) == 2
    own = frame("ties", [{"a": "id:ana", "b": "id:ana"}])
    assert len(identity.resolve(one.with_frames({"ties": own})).ties) == 0


# --- the invented person's exports -----------------------------------------------------------
PLACES = ("synthetic", "synthetic/earlier")


@pytest.fixture(scope="session")
def records(
    shared_data: Path,
) -> dict[str, tuple[dict[str, Any], Tables, dict[tuple[Any, ...], str]]]:
    """By place: the truth, the resolved tables, the person of every record of an address file."""
    found = {}
    for place in PLACES:
        folder = shared_data / place
        truth = json.loads((folder / "truth.json").read_text())
        names = [
            next(folder.glob("Basic*.zip")),
            folder / "google-contacts.csv",
            folder / "contacts.vcf",
        ]
        reading = sources.read(names)
        tables = identity.resolve(reading.tables)
        keys = tables.keys[tables.keys["kind"] == "local"]
        public = dict(zip(keys["value"], keys["person"], strict=True))
        person = {}
        for file in ("google-contacts.csv", "contacts.vcf"):
            rows = reading.tables.contacts
            for n, key in enumerate(rows[rows["file"] == file]["id"], 1):
                person[file, n] = public[key]
        slugs = tables.keys[tables.keys["kind"] == "slug"]
        person |= {("slug", s): p for s, p in zip(slugs["value"], slugs["person"], strict=True)}
        found[place] = truth, tables, person
    return found


def of_entry(entry: dict[str, Any], person: dict[tuple[Any, ...], str]) -> set[str]:
    found = {person["google-contacts.csv", r["row"]] for r in entry["google"]}
    found |= {person["contacts.vcf", r["card"]] for r in entry["vcard"]}
    return found | {person["slug", a["slug"].lower()] for a in entry["linkedin"]}


@pytest.mark.parametrize("place", PLACES)
def test_certain_joins_are_never_wrong(records: Any, place: str) -> None:
    truth, _, person = records[place]
    real = defaultdict(set)
    for entry in truth["people"]:
        for found in of_entry(entry, person):
            real[found].add(entry["id"])
    assert [people for people in real.values() if len(people) > 1] == []


def place_of(record: dict[str, Any], truth: dict[str, Any]) -> tuple[Any, ...]:
    if record["file"] == "google-contacts.csv":
        return record["file"], record["row"]
    if record["file"] == "contacts.vcf":
        return record["file"], record["card"]
    accounts = (a for entry in truth["people"] for a in entry["linkedin"])
    return "slug", next(a["slug"].lower() for a in accounts if a["row"] == record["row"])


@pytest.mark.parametrize("place", PLACES)
def test_every_certain_group_is_one_person(records: Any, place: str) -> None:
    truth, _, person = records[place]
    groups = [g for g in truth["certain_groups"] if not g.get("not_identity")]
    split = [
        group["value"]
        for group in groups
        if len({person[place_of(record, truth)] for record in group["records"]}) > 1
    ]
    assert len(groups) > 150
    assert split == []


@pytest.mark.parametrize("place", PLACES)
def test_keys_that_several_people_share_join_none_of_them(records: Any, place: str) -> None:
    truth, tables, person = records[place]
    by_id = {entry["id"]: entry for entry in truth["people"]}
    for shared in truth["shared_keys_not_identity"]:
        found = [of_entry(by_id[p], person) for p in shared["people"] if p in by_id]
        assert all(a.isdisjoint(b) for a, b in combinations(found, 2))
        bearers = set(tables.keys[tables.keys["value"] == shared["value"]]["person"])
        owner = by_id.get(shared["belongs_to"])
        assert bearers <= (of_entry(owner, person) if owner else set())


@pytest.mark.parametrize("place", PLACES)
def test_reachable_pairs_are_all_reached_and_no_others(records: Any, place: str) -> None:
    truth, _, person = records[place]
    joined = 0
    for entry in truth["people"]:
        found = [person["google-contacts.csv", r["row"]] for r in entry["google"]]
        found += [person["contacts.vcf", r["card"]] for r in entry["vcard"]]
        found += [person["slug", a["slug"].lower()] for a in entry["linkedin"]]
        joined += sum(a == b for a, b in combinations(found, 2))
    assert joined == truth["record_pairs"]["true_pairs_reachable_by_certain_keys"]


def test_the_owner_is_one_person_over_all_sources(shared_data: Path) -> None:
    place = shared_data / "synthetic"
    truth = json.loads((place / "truth.json").read_text())
    files = [next(place.glob("Basic*.zip")), place / "mail.mbox", place / "calendar.ics"]
    tables = identity.resolve(sources.read(files).tables)
    owner = tables.contacts[tables.contacts["id"] == tables.owner].iloc[0]
    assert tables.owner == truth["owner"]["slug"]
    assert set(truth["owner"]["emails"]) <= set(owner["emails"].split("; "))


# --- size ------------------------------------------------------------------------------------
def many(n: int) -> Tables:
    numbers = np.arange(n)
    again = numbers[: n // 10]
    names = [f"Name{i % 997} Family{i}" for i in numbers]
    first = {
        "id": [f"in:p{i}" for i in numbers],
        "name": names,
        "emails": [f"p{i}@example.org" for i in numbers],
        "linkedin": [f"p{i}" for i in numbers],
        "company": [f"Company {i % 3000}" for i in numbers],
    }
    second = {
        "id": [f"card:{i}" for i in again],
        "name": [names[i] for i in again],
        "emails": [f"p{i}@example.org" for i in again],
    }
    return concat([Tables(contacts=frame("contacts", rows)) for rows in (first, second)])


def test_thirty_thousand_contacts_take_seconds() -> None:
    tables = many(30_000)
    start = time.process_time()
    resolved = identity.resolve(tables)
    assert time.process_time() - start < 8
    assert len(resolved.contacts) == 30_000


def test_four_times_the_people_cost_at_most_six_times_the_time() -> None:
    def cost(n: int) -> float:
        tables = many(n)
        spent = []
        for _ in range(2):
            start = time.process_time()
            identity.resolve(tables)
            spent.append(time.process_time() - start)
        return min(spent)

    assert cost(20_000) < 6 * cost(5_000) + 0.2
