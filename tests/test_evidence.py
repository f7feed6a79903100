"""What several sources say together: ties that a shared company suggests."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from netgraph import rules
from netgraph.evidence import same_company_ties
from netgraph.schema import Tables, fold_company, frame


def at(companies: dict[str, str], owner: str = "", **more: dict[str, object]) -> Tables:
    rows = [{"id": i, "company": c, **more.get(i, {})} for i, c in companies.items()]
    return Tables(contacts=frame("contacts", rows or None), owner=owner)


def pairs(tables: Tables) -> set[tuple[str, str]]:
    ties = same_company_ties(tables)
    assert (ties["relation"] == "same company").all()
    assert (ties["origin"] == "inferred").all()
    assert ties["since"].isna().all()
    return {(str(min(p)), str(max(p))) for p in ties[["a", "b"]].to_numpy().tolist()}


def test_people_at_one_company_however_it_is_spelt_may_know_each_other() -> None:
    tables = at({"ana": "Acme, Inc.", "bo": "ACME", "cy": "Acme Ltd", "di": "Globex", "ed": ""})
    assert pairs(tables) == {("ana", "bo"), ("ana", "cy"), ("bo", "cy")}


def test_names_that_the_table_of_companies_joins_are_one_company() -> None:
    companies = frame("companies", [{"id": "a", "name": "Acme", "aliases": "Umbrella; Roadrunner"}])
    tables = at({"ana": "Umbrella", "bo": "Roadrunner GmbH"}).with_frames({"companies": companies})
    assert pairs(tables) == {("ana", "bo")}


def test_nobody_is_tied_for_having_no_company() -> None:
    assert pairs(at({"ana": "", "bo": "  ", "cy": ""})) == set()
    assert pairs(at({})) == set()


def test_a_company_of_many_contacts_says_too_little() -> None:
    most = rules.SAME_COMPANY_MAX_PEOPLE
    full = {f"p{n:02}": "Acme" for n in range(most)}
    assert len(pairs(at(full))) == most * (most - 1) // 2
    assert pairs(at({**full, "one more": "Acme"})) == set()


def test_ego_is_left_out_and_does_not_count() -> None:
    most = rules.SAME_COMPANY_MAX_PEOPLE
    people = {"me": "Acme", **{f"p{n:02}": "Acme" for n in range(most)}}
    found = pairs(at(people, owner="me"))
    assert len(found) == most * (most - 1) // 2
    assert not any("me" in pair for pair in found)


def test_hidden_people_and_organisations_are_left_out() -> None:
    tables = at(
        dict.fromkeys(("ana", "bo", "cy"), "Acme"),
        bo={"is_hidden": True},
        cy={"kind": "organisation"},
    )
    assert pairs(tables) == set()


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.sampled_from(["", "Acme", "Acme Inc", "acme", "Globex", "Co."]),
        max_size=12,
    )
)
def test_ties_are_those_of_the_obvious_way(companies: dict[str, str]) -> None:
    expected = {
        (a, b)
        for a, b in combinations(sorted(companies), 2)
        if fold_company(companies[a]) == fold_company(companies[b]) != ""
    }
    assert pairs(at(companies)) == expected
