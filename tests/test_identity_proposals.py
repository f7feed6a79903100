"""Likely pairs of one person: proposed with reasons, never joined; companies under many names."""

from __future__ import annotations

import csv
import importlib.util
import json
import random
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import identity
from netgraph.identity.blocks import candidates
from netgraph.identity.likeness import Person, person_of
from netgraph.identity.proposals import _people
from netgraph.identity.spelling import likeness, romanised
from netgraph.identity.weighing import PROPOSE_FROM, weigh
from netgraph.schema import Tables, fold_company, frame

ROOT = Path(__file__).resolve().parent.parent
with (ROOT / "tests" / "data" / "identity_pairs.csv").open(encoding="utf-8", newline="") as stream:
    PAIRS = list(csv.DictReader(stream))


def side(row: dict[str, str], letter: str) -> dict[str, str]:
    cells = {k[2:]: v for k, v in row.items() if k.startswith(f"{letter}_")}
    return {"id": letter, **cells}


def people(*rows: dict[str, str]) -> Tables:
    return Tables(contacts=frame("contacts", rows))


def person(**cells: str) -> Person:
    found = person_of({"id": "x", **cells}, fold_company(cells.get("company", "")))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench", ROOT / "benchmarks" / "identity.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the pairs written before the matcher ------------------------------------------------------
def test_the_hard_set_has_two_hundred_pairs_of_every_kind() -> None:
    assert len(PAIRS) == 200
    kinds = {(row["kind"], row["is_same"]) for row in PAIRS}
    for kind in ("transliteration", "maiden", "initials", "swapped", "typo", "homonym", "kin"):
        assert {(kind, "yes"), (kind, "no")} <= kinds


def test_the_hard_set_is_told_apart() -> None:
    right = wrong = missed = 0
    for row in PAIRS:
        proposed = identity.propose(people(side(row, "a"), side(row, "b")))
        is_same = row["is_same"] == "yes"
        right += bool(len(proposed)) and is_same
        wrong += bool(len(proposed)) and not is_same
        missed += not len(proposed) and is_same
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.85


# --- the fictional person, with the truth ------------------------------------------------------
@pytest.mark.parametrize("folder", [".", "earlier"])
def test_what_is_one_person_is_joined_or_proposed(
    shared_data: Path, bench: ModuleType, folder: str
) -> None:
    line = bench.measure((shared_data / "synthetic" / folder).resolve())
    assert line["certain precision"] == 1.0
    assert line["recall"] >= 0.985
    assert line["proposals precision"] >= 0.985
    assert line["companies precision"] >= 0.99
    assert line["companies recall"] >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 11])
def test_other_lives_are_told_as_well(
    shared_data: Path, bench: ModuleType, tmp_path: Path, seed: int
) -> None:
    script = shared_data / "make_linkedin_export.py"
    made = [sys.executable, str(script), "--seed", str(seed), "--out", str(tmp_path)]
    subprocess.run(made, check=True, capture_output=True)
    line = bench.measure(tmp_path)
    assert line["certain precision"] == 1.0
    assert line["recall"] >= 0.985
    assert line["proposals precision"] >= 0.985


@pytest.mark.slow
def test_thirty_thousand_contacts_take_seconds_and_grow_about_evenly(bench: ModuleType) -> None:
    taken = {}
    for n in (7_500, 30_000):
        tables = bench.made_up(n)
        start = time.process_time()
        identity.propose(identity.resolve(tables))
        taken[n] = time.process_time() - start
    assert taken[30_000] < 20
    assert taken[30_000] <= 6 * taken[7_500]


def test_blocks_lose_next_to_no_pair_worth_a_look(bench: ModuleType) -> None:
    found = _people(identity.resolve(bench.made_up(300)))
    found += [p for row in PAIRS[:80] for s in "ab" if (p := person_of(side(row, s), ""))]
    every = {
        (i, j)
        for i, j in combinations(range(len(found)), 2)
        if weigh(found[i], found[j]).points >= PROPOSE_FROM
    }
    assert len(every) > 40
    assert len(every - set(candidates(found))) <= 0.02 * len(every)


# --- what is said, and what is not done --------------------------------------------------------
def test_a_pair_is_proposed_with_its_reasons_and_nothing_is_joined() -> None:
    tables = people(
        {"id": "id:1", "name": "Bob Thackeray", "company": "Castle Brewery"},
        {"id": "id:2", "name": "Robert Thackeray", "company": "Castle Brewery Ltd"},
        {"id": "id:3", "name": "Mina Orlow", "company": "Castle Brewery"},
    )
    resolved = identity.resolve(tables)
    assert len(resolved.contacts) == 3
    (row,) = identity.propose(resolved).itertuples()
    assert (row.a, row.b) == ("1", "2")
    assert 0.5 <= row.score <= 1
    assert row.why == "the same name in another spelling, at the same company"


def test_an_empty_book_has_nothing_to_propose() -> None:
    proposed = identity.propose(Tables())
    assert list(proposed.columns) == ["a", "b", "score", "why"]
    assert len(proposed) == 0


def test_the_order_of_the_rows_changes_nothing(bench: ModuleType) -> None:
    tables = bench.made_up(400)
    first = identity.propose(identity.resolve(tables))
    shuffled = tables.contacts.sample(frac=1, random_state=3, ignore_index=True)
    second = identity.propose(identity.resolve(Tables(contacts=shuffled)))
    assert len(first) > 10
    assert first[["score", "why"]].equals(second[["score", "why"]])
    assert set(zip(first["a"], first["b"], strict=True)) == set(
        zip(second["a"], second["b"], strict=True)
    )


def test_two_profiles_are_two_people_unless_they_show_one_job() -> None:
    one = {"name": "Zelma Quarles", "linkedin": "zelma-quarles", "company": "Acme", "title": "CTO"}
    same_job = person(**one | {"linkedin": "zelma-quarles-2"})
    other_job = person(**one | {"linkedin": "zelma-quarles-3", "title": "Nurse", "company": "Care"})
    assert weigh(person(**one), same_job).points >= PROPOSE_FROM
    assert weigh(person(**one), other_job).points < PROPOSE_FROM


def test_of_two_namesakes_the_one_that_fits_is_proposed() -> None:
    rows = [
        {"id": "id:a", "name": "Zelma Quarles", "linkedin": "zq-1", "company": "Acme"},
        {"id": "id:b", "name": "Zelma Quarles", "linkedin": "zq-2", "company": "Globex"},
        {"id": "id:c", "name": "Zelma Quarles", "company": "Globex Inc."},
    ]
    proposed = identity.propose(identity.resolve(people(*rows)))
    assert list(zip(proposed["a"], proposed["b"], strict=True)) == [("b", "c")]


@pytest.mark.parametrize("name", ["Ann", "Zelmira", "伟"])
def test_a_first_name_alone_makes_nobody_a_double(name: str) -> None:
    rows = [{"id": "id:a", "name": name}, {"id": "id:b", "name": name}]
    assert len(identity.propose(people(*rows))) == 0


def test_an_organisation_is_nobody_s_double() -> None:
    rows = [
        {"id": "id:a", "name": "Zelma Quarles", "company": "Acme"},
        {"id": "id:b", "name": "Zelma Quarles", "company": "Acme", "kind": "organisation"},
    ]
    assert len(identity.propose(identity.resolve(people(*rows)))) == 0


NAMES = [n for row in PAIRS for s in "ab" if (n := row[f"{s}_name"]) and "@" not in n]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_who_is_compared_with_whom_does_not_matter(one: str, two: str) -> None:
    a, b = person(name=one), person(name=two)
    assert weigh(a, b).points == pytest.approx(weigh(b, a).points)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(one: str, two: str) -> None:
    rows = [{"id": "id:a", "name": one}, {"id": "id:b", "name": two}]
    for row in identity.propose(people(*rows)).itertuples():
        assert len(row.why) <= 160


@given(st.sampled_from(NAMES))
def test_a_name_is_like_itself(name: str) -> None:
    assert all(likeness(p, p) == 1 for p in romanised(name))
    assert romanised(name)


def test_a_slip_of_the_pen_is_forgiven_but_another_given_name_is_not() -> None:
    draw = random.Random(5)
    surnames = [romanised(n)[-1] for n in NAMES if len(romanised(n)[-1]) > 7]
    for surname in draw.sample(surnames, 30):
        at = draw.randrange(2, len(surname) - 2)
        slipped = surname[:at] + surname[at + 1] + surname[at] + surname[at + 2 :]
        assert likeness(surname, slipped) > 0.7
    assert likeness("maria", "mario") == likeness("paul", "paula") == 0


# --- companies ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Coop", "coop"),
        ("SCS", "scs"),
        ("AMBA", "amba"),
        ("GE", "ge"),
        ("GE HealthCare", "ge healthcare"),
        ("Acme Pty Limited", "acme"),
        ("Acme (Berlin", "acme"),
        ("Acme Holding A/S", "acme"),
        ("Northwind, Inc. (Remote)", "northwind"),
        ("Meta (formerly Facebook)", "meta"),
        ("ООО Ромашка", "ромашка"),
        ("Firma Sp. z o.o.", "firma"),
        ("株式会社日立", "日立"),
        ("(Remote)", "remote"),
        ("Inc.", "inc"),
    ],
)
def test_a_company_folds_to_its_name_and_never_to_nothing(name: str, folded: str) -> None:
    assert fold_company(name) == folded


@given(st.text(min_size=1, max_size=30))
def test_folding_keeps_something_of_every_name(name: str) -> None:
    assert bool(fold_company(name)) == bool(fold_company(f"{name} Ltd").removesuffix("ltd"))


def test_companies_have_their_spellings_and_their_own_domains() -> None:
    rows = [
        {"name": "A", "company": "Acme Brewery, Inc.", "emails": "a@acme.example; a@gmail.com"},
        {"name": "B", "company": "Acme Brewery", "emails": "b@acme.example"},
        {"name": "C", "company": "Acme Brewery", "emails": "c@post.example"},
        {"name": "D", "company": "Freelance", "emails": "d@acme.example"},
    ]
    tables = people(*({"id": f"id:{r['name']}", **r} for r in rows))
    (row,) = identity.companies_of(tables).itertuples()
    assert (row.id, row.name, row.aliases) == ("acme brewery", "Acme Brewery", "Acme Brewery, Inc.")
    assert row.domains == "acme.example"


def test_a_domain_is_a_company_s_where_nearly_all_who_write_from_it_work_there() -> None:
    cards = [
        {"id": f"id:{i}", "name": "x", "company": "Rio", "emails": f"{i}@r.example"}
        for i in range(4)
    ]
    assert list(identity.companies_of(people(*cards))["domains"]) == ["r.example"]
    others = [dict(c, id=f"id:o{c['id']}", company="Mesa") for c in cards]
    assert list(identity.companies_of(people(*cards, *others))["domains"]) == ["", ""]
    free = [dict(c, emails=f"{c['id'][3:]}@gmail.com") for c in cards]
    assert list(identity.companies_of(people(*free))["domains"]) == [""]


def test_a_name_that_several_companies_begin_with_is_left_apart_and_proposed(
    shared_data: Path,
) -> None:
    truth = json.loads((shared_data / "synthetic" / "truth.json").read_text())
    several = truth["company_names_of_several"]
    spelled = [*truth["company_names"], *several]
    tables = people(*({"id": f"id:{i}", "name": "x", "company": c} for i, c in enumerate(spelled)))
    known = set(identity.companies_of(tables)["id"])
    proposed = identity.propose_companies(tables)
    said = set(zip(proposed["a"], proposed["b"], strict=True))
    for short, meant in several.items():
        assert fold_company(short) in known
        for company in meant:
            assert fold_company(company) != fold_company(short)
            assert (fold_company(short), fold_company(company)) in said


def test_keys_that_several_share_join_nobody(shared_data: Path, bench: ModuleType) -> None:
    folder = shared_data / "synthetic"
    truth = json.loads((folder / "truth.json").read_text())
    tables, records = bench.records_of(folder)
    local = (keys := identity.resolve(tables).keys)[keys["kind"] == "local"]
    public = dict(zip(local["value"], local["person"], strict=True))
    ids = {}
    for key, someone in records:
        ids.setdefault(someone, set()).add(public[key])
    for shared in truth["shared_keys_not_identity"]:
        for a, b in combinations(shared["people"], 2):
            assert not ids.get(a, set()) & ids.get(b, set())
