"""Asks in the book: which state may follow which, what each brings with it, and taking it back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from book_tools import content, folder
from hypothesis import given as given_by
from hypothesis import strategies as st

import netgraph as ng
from netgraph.advice.asks import Ask, Step, asks_of
from netgraph.book import Book
from netgraph.interviews.asks import ask
from netgraph.interviews.met import Given, given, met
from netgraph.interviews.states import AFTER, check_step, possible
from netgraph.interviews.targets import note_favour, set_rule, unwant, want
from netgraph.schema import ASK_STATUSES

CONTACTS = """id,name,company,group,do_not_contact
me,Nora Lind,,,
ana,Ana Ruiz,Corvid,friend,
ravi,Ravi Menon,Windrose,,
bo,Bo Berg,,friend,
vik,Viktor Hale,Acme,friend,yes
"""
MONDAY = dt.date(2026, 11, 2)


def day(n: int) -> dt.date:
    return MONDAY + dt.timedelta(days=n)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    place = folder(
        tmp_path / "in", contacts=CONTACTS, ties="a,b,closeness\nana,ravi,5\nbo,ravi,2\n"
    )
    with ng.open_book(tmp_path / "book.sqlite") as book:
        book.import_file(place, as_of=MONDAY, ego="me")
        yield book


def state(book: Book, on: int = 60) -> dict[str, str]:
    return {a.id: a.status for a in asks_of(ng.load(book, as_of=day(on)))}


def in_state(*statuses: str, target: str = "ravi") -> Ask:
    return Ask("a", "ana", target, "", tuple(Step(s, MONDAY) for s in statuses))


def test_an_ask_goes_the_whole_way(book: Book) -> None:
    way = ["drafted", "asked", "agreed", "introduced"]
    for n, status in enumerate(way):
        assert ask(book, "ana", "ravi", status=status, on=day(n)).status == status
    met(book, "ravi", on=day(5), minutes=30)
    for n, status in enumerate(["thanked", "closed"]):
        ask(book, "ana", "ravi", status=status, on=day(6 + n))
    assert state(book) == {"ask-01": "closed"}
    assert state(book, 3) == {"ask-01": "introduced"}


@pytest.mark.parametrize(
    ("before", "wrong", "reason"),
    [
        (
            ["asked"],
            "introduced",
            "nobody has agreed yet; possible now: agreed, declined, no_reply",
        ),
        (["asked"], "asked", "that is noted already"),
        (["drafted"], "agreed", "it has not been asked yet"),
        (["asked", "agreed"], "met", "nobody has introduced you yet"),
        (["asked", "agreed", "introduced"], "thanked", "you have not met yet"),
        (["asked", "agreed", "introduced", "met"], "closed", "thanks are owed first"),
        (["asked", "agreed"], "asked", "it is further than that"),
        (["asked", "declined"], "agreed", "the answer was no"),
        (["asked", "closed"], "met", "it is closed; nothing follows"),
        (["asked"], "ghosted", "'ghosted' is no state of an ask; expected one of drafted, asked"),
    ],
)
def test_a_wrong_order_is_refused_with_the_reason(
    before: list[str], wrong: str, reason: str
) -> None:
    with pytest.raises(ng.NetgraphError, match=reason):
        check_step(in_state(*before), Step(wrong, MONDAY), "Ana for Ravi")


def test_each_state_is_reached_and_each_refusal_has_words() -> None:
    assert set(itertools.chain(*AFTER.values())) == set(ASK_STATUSES) == set(AFTER) - {""}
    for before, after in itertools.product(ASK_STATUSES, repeat=2):
        one = in_state(before)
        if after in possible(one):
            check_step(one, Step(after, MONDAY), "it")
        else:
            with pytest.raises(ng.NetgraphError, match=r"refused: \w.{8,}; "):
                check_step(one, Step(after, MONDAY), "it")


def test_who_is_asked_for_a_talk_is_met_without_an_introduction() -> None:
    direct = in_state("asked", "agreed", target="")
    check_step(direct, Step("met", MONDAY), "Ana")
    with pytest.raises(ng.NetgraphError, match="introduced"):
        check_step(direct, Step("introduced", MONDAY), "Ana")


def test_a_state_is_not_dated_before_the_last_one(book: Book) -> None:
    ask(book, "ana", "ravi", on=day(3))
    with pytest.raises(ng.NetgraphError, match="cannot have been before that, on 2026-11-03"):
        ask(book, "ana", "ravi", status="agreed", on=day(1))


def test_nobody_is_asked_for_through_two_helpers(book: Book) -> None:
    ask(book, "ana", "ravi", on=day(0))
    with pytest.raises(ng.NetgraphError, match=r"Ana Ruiz for Ravi Menon is open .*two helpers"):
        ask(book, "bo", "ravi", on=day(1))
    ask(book, "ana", "ravi", status="declined", on=day(1))
    ask(book, "bo", "ravi", on=day(2))
    assert state(book) == {"ask-01": "declined", "ask-02": "asked"}


@pytest.mark.parametrize(("helper", "target"), [("vik", "ravi"), ("ana", "vik")])
def test_nobody_marked_do_not_contact_is_asked_or_asked_for(
    book: Book, helper: str, target: str
) -> None:
    with pytest.raises(ng.NetgraphError, match="Viktor Hale is marked do_not_contact"):
        ask(book, helper, target, on=day(0))
    assert state(book) == {}


def test_an_answer_to_nothing_is_refused(book: Book) -> None:
    with pytest.raises(ng.NetgraphError, match="no ask of Ana Ruiz for Ravi Menon is noted; first"):
        ask(book, "ana", "ravi", status="agreed", on=day(0))
    with pytest.raises(ng.UnknownPersonError, match="is you"):
        ask(book, "me", "ravi", on=day(0))


def test_silence_can_be_broken_and_the_same_ask_goes_on(book: Book) -> None:
    for n, status in enumerate(["asked", "no_reply", "asked", "agreed"]):
        ask(book, "ana", "ravi", status=status, on=day(7 * n))
    assert state(book) == {"ask-01": "agreed"}


def test_an_introduction_is_kept_as_one_with_its_favour(book: Book) -> None:
    for n, status in enumerate(["asked", "agreed", "introduced"]):
        ask(book, "ana", "ravi", status=status, on=day(n))
    known = book.tables()
    made = known.introductions[["introducer", "introduced", "to", "status"]].to_numpy().tolist()
    assert made == [["ana", "ravi", "me", "introduced"]]
    assert known.favours[["giver", "receiver", "kind"]].to_numpy().tolist() == [
        ["ana", "me", "introduction"]
    ]
    met(book, "ravi", on=day(9))
    assert book.tables().introductions["status"].tolist() == ["met"]


def test_a_talk_is_written_with_names_and_permissions_and_its_assistant(book: Book) -> None:
    names = (Given("Seun Ade", "Globex", "yes"), Given("Bo Berg", "", "no"))
    met(
        book,
        "ravi",
        on=day(4),
        minutes=35,
        note="Flood models",
        arranged_by="Paul Acht",
        names=names,
    )
    known = book.tables()
    (event,) = known.events.to_dict("records")
    assert (event["kind"], event["minutes"], event["note"]) == ("interview", 35, "Flood models")
    assert event["arranged_by"] == "paul-acht"
    cards = known.contacts.set_index("id")
    assert cards.loc["paul-acht", "assistant_of"] == "ravi"
    assert cards.loc["seun-ade", "company"] == "Globex"
    made = known.introductions.sort_values("introduced")
    columns = ["introducer", "introduced", "to", "status", "may_use_name"]
    assert made[columns].to_numpy().tolist() == [
        ["ravi", "bo", "me", "name_given", "no"],
        ["ravi", "seun-ade", "me", "name_given", "yes"],
    ]
    near = ng.whom_to_ask(ng.load(book, as_of=day(4)), "seun-ade")
    assert near.index.tolist() == ["ravi"]  # one step away


def test_a_talk_without_the_introduction_it_waits_for_writes_nothing(book: Book) -> None:
    ask(book, "ana", "ravi", on=day(0))
    before = content(book)
    with pytest.raises(ng.NetgraphError, match=r"'met' is refused: nobody has introduced you yet"):
        met(book, "ravi", on=day(1), names=(Given("Seun Ade"),))
    assert content(book) == before


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Seun Adeyemi, Globex: yes", Given("Seun Adeyemi", "Globex", "yes")),
        ("Wil: NO", Given("Wil", "", "no")),
        ("Mei Tanaka, Kazami Data", Given("Mei Tanaka", "Kazami Data", "ask")),
    ],
)
def test_a_name_given_is_read_as_it_is_said(words: str, read: Given) -> None:
    assert given(words) == read


@pytest.mark.parametrize("words", ["", ": yes", "Seun: perhaps", ", Globex"])
def test_words_that_give_no_name_are_refused(words: str) -> None:
    with pytest.raises(ng.NetgraphError, match="expected a name"):
        given(words)


def test_targets_are_people_known_people_unknown_and_companies(book: Book) -> None:
    assert want(book, company="Acme", title="Head", priority=1) == "target-acme"
    want(book, person="ravi")
    want(book, person="Simone Verhaegen", company="Quillon Labs")
    want(book, company="Acme", priority=2)
    rows = book.tables().targets.set_index("id")
    assert rows["person"].to_dict() == {
        "target-acme": "",
        "target-ravi": "ravi",
        "target-simone-verhaegen": "",
    }
    assert rows.loc["target-acme", ["title", "priority"]].tolist() == ["", 2]
    unwant(book, "target-acme")
    assert len(book.tables().targets) == 2
    with pytest.raises(ng.NetgraphError, match="no target 'acme'; there are 'target-"):
        unwant(book, "acme")
    with pytest.raises(ng.NetgraphError, match="needs a person"):
        want(book)


def test_rules_of_ones_own_are_kept_by_person_and_group(book: Book) -> None:
    set_rule(book, "cadence_days", "30", scope="person:Ana Ruiz")
    set_rule(book, "cadence_days", "60", scope="group:friend")
    set_rule(book, "cadence_days", "14", scope="person:ana")
    rules = book.tables().policy[["scope", "value"]].to_numpy().tolist()
    assert sorted(rules) == [["group:friend", "60"], ["person:ana", "14"]]
    with pytest.raises(ng.NetgraphError, match="no scope"):
        set_rule(book, "cadence_days", "60", scope="friends")


def test_every_entry_can_be_undone(book: Book) -> None:
    start = content(book)
    done = [
        lambda: want(book, company="Acme"),
        lambda: ask(book, "ana", "ravi", on=day(0)),
        lambda: ask(book, "ana", "ravi", status="agreed", on=day(1)),
        lambda: ask(book, "ana", "ravi", status="introduced", on=day(2)),
        lambda: met(book, "ravi", on=day(3), arranged_by="Paul", names=(Given("Seun", "Globex"),)),
        lambda: ask(book, "ana", "ravi", status="thanked", on=day(4)),
        lambda: ask(book, "ana", "ravi", status="closed", on=day(5)),
        lambda: note_favour(book, "ana", is_mine=True, kind="advice", on=day(6)),
        lambda: unwant(book, "target-acme"),
        lambda: set_rule(book, "cadence_days", "30"),
    ]
    seen = [start]
    for step in done:
        step()
        seen.append(content(book))
    assert len({str(one) for one in seen}) == len(seen)
    for before in reversed(seen[:-1]):
        book.undo()
        assert content(book) == before


@given_by(st.lists(st.sampled_from(ASK_STATUSES), min_size=1, max_size=8))
def test_no_series_of_states_skips_a_step(statuses: list[str]) -> None:
    one = in_state()
    for n, status in enumerate(statuses):
        step = Step(status, day(n))
        try:
            check_step(one, step, "it")
        except ng.NetgraphError:
            continue
        one = Ask(one.id, one.helper, one.target, one.company, (*one.steps, step))
    reached = [step.status for step in one.steps]
    for later, earlier in [
        ("introduced", "agreed"), ("met", "introduced"), ("thanked", "met"), ("agreed", "asked"),
    ]:  # fmt: skip
        if later in reached:
            assert earlier in reached[: reached.index(later)]
