"""A search in any order: what is refused changes nothing, what is written keeps the rules, and all
of it can be taken back, step by step, to the book of the beginning.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from book_tools import content, folder
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import netgraph as ng
from netgraph.advice.asks import Ask, asks_in
from netgraph.interviews.asks import ask
from netgraph.interviews.met import Given, met
from netgraph.interviews.states import AFTER
from netgraph.interviews.targets import note_favour, set_rule, unwant, want
from netgraph.schema import ASK_STATUSES

CONTACTS = """id,name,company,group,assistant_of,do_not_contact
me,Nora Lind,,,,
ana,Ana Ruiz,Corvid,friend,,
bo,Bo Berg,,friend,,
ravi,Ravi Menon,Windrose,,,
joost,Joost Meer,Acme,,,
pia,Pia Acht,Windrose,,ravi,
vik,Viktor Hale,Acme,friend,,yes
"""
TIES = "a,b,closeness\nana,ravi,5\nbo,ravi,2\nana,joost,2\nvik,joost,5\n"
MONDAY = dt.date(2026, 11, 2)
HELPERS = st.sampled_from(["ana", "bo", "vik"])
TARGETS = st.sampled_from(["ravi", "joost", "", "vik"])
HOSTS = st.sampled_from(["ravi", "joost", "ana", "bo"])
STATES = st.sampled_from([s for s in ASK_STATUSES if s != "met"])
DAYS_ON = st.sampled_from([0, 0, 1, 3, -1])


class Search(RuleBasedStateMachine):
    """Asks, talks, thanks, favours, targets, wishes, in random order; then everything undone."""

    master: Path

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        path = Path(self.place.name) / "book.sqlite"
        shutil.copy(self.master, path)
        self.book = ng.open_book(path)
        self.seen = [content(self.book)]
        self.day = MONDAY

    def _do(self, days_on: int, entry: Any) -> None:
        """Write an entry on a day a little later (or before: a mistake)."""
        on, n = self.day + dt.timedelta(days=days_on), self.book.n_operations
        before, said = self.asks, ""
        try:
            entry(on)
        except ng.NetgraphError as refusal:
            said = str(refusal)
            is_refused = True
        else:
            is_refused = False
        assert is_refused == bool(said)
        assert self.book.n_operations == n + (not is_refused)
        if is_refused:
            assert content(self.book) == self.seen[-1]
            return
        self.day = max(self.day, on)
        self.seen.append(content(self.book))
        for old in before.values():  # nothing written is rewritten: states are only added
            assert self.asks[old.id].steps[: len(old.steps)] == old.steps

    @property
    def asks(self) -> dict[str, Ask]:
        known = self.book.tables()
        return {one.id: one for one in asks_in(known.asks, known.ask_events)}

    @rule(helper=HELPERS, whom=TARGETS, status=STATES, days_on=DAYS_ON)
    def asks_or_answers(self, helper: str, whom: str, status: str, days_on: int) -> None:
        self._do(days_on, lambda on: ask(self.book, helper, whom, status=status, on=on))

    @rule(at=st.integers(0, 5), pick=st.integers(0, 3), days_on=DAYS_ON)
    def goes_on(self, at: int, pick: int, days_on: int) -> None:
        """Take an ask there is a step further, as one does most of the time."""
        every = list(self.asks.values())
        if not every:
            return
        one = every[at % len(every)]
        after = AFTER[one.status] or ("asked",)
        status = after[pick % len(after)]
        if status == "met":
            self._do(days_on, lambda on: met(self.book, one.target or one.helper, on=on))
        else:
            self._do(
                days_on,
                lambda on: ask(
                    self.book, one.helper, one.target, company=one.company, status=status, on=on
                ),
            )

    @rule(host=HOSTS, by=st.sampled_from(["", "pia", "Gil Oro"]), days_on=DAYS_ON)
    def meets(self, host: str, by: str, days_on: int) -> None:
        names = (Given("Seun Ade", "Globex", "yes"),)
        self._do(days_on, lambda on: met(self.book, host, on=on, arranged_by=by, names=names))

    @rule(person=HOSTS, days_on=DAYS_ON)
    def thanks(self, person: str, days_on: int) -> None:
        self._do(days_on, lambda on: self.book.log(person, on=on, kind="thanks"))

    @rule(person=HOSTS, is_mine=st.booleans(), days_on=DAYS_ON)
    def does_a_favour(self, person: str, is_mine: bool, days_on: int) -> None:
        self._do(days_on, lambda on: note_favour(self.book, person, is_mine=is_mine, on=on))

    @rule(company=st.sampled_from(["Acme", "Globex"]), drops=st.booleans())
    def aims(self, company: str, drops: bool) -> None:
        target = f"target-{company.lower()}"
        if drops:
            self._do(0, lambda _: unwant(self.book, target))
        else:
            self._do(0, lambda _: want(self.book, company=company))

    @rule(hours=st.sampled_from(["24", "72"]), wish=st.sampled_from(["", "yes"]))
    def changes_rules_and_wishes(self, hours: str, wish: str) -> None:
        if hours == "24":
            self._do(0, lambda _: set_rule(self.book, "thanks_hours", hours))
        elif wish != self._wish("bo"):
            self._do(0, lambda _: self.book.edit("bo", do_not_contact=wish))

    def _wish(self, person: str) -> str:
        cards = self.book.tables().contacts.set_index("id")
        return "yes" if cards.loc[person, "do_not_contact"] else ""

    @rule()
    def takes_back(self) -> None:
        if len(self.seen) > 1:
            self.book.undo()
            self.seen.pop()
            assert content(self.book) == self.seen[-1]

    @invariant()
    def every_ask_has_come_by_steps_that_may_follow(self) -> None:
        for one in self.asks.values():
            status = ""
            for step in one.steps:
                may = AFTER[status] + (("met",) if one.is_direct and status == "agreed" else ())
                assert step.status in may, one
                status = step.status
            assert [s.on for s in one.steps] == sorted(s.on for s in one.steps)

    @invariant()
    def nobody_is_asked_for_through_two_or_asked_against_their_wish(self) -> None:
        targets = [one.target for one in self.asks.values() if one.is_open and one.target]
        assert len(targets) == len(set(targets))
        assert "vik" not in {p for one in self.asks.values() for p in (one.helper, one.target)}

    def teardown(self) -> None:
        if not hasattr(self, "book"):
            return
        while len(self.seen) > 1:
            self.takes_back()
        assert content(self.book) == self.seen[0]
        self.book.close()
        self.place.cleanup()


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with seven people in it, copied for each search."""
    place = tmp_path_factory.mktemp("laws")
    with ng.open_book(place / "book.sqlite") as book:
        book.import_file(folder(place / "in", contacts=CONTACTS, ties=TIES), as_of=MONDAY, ego="me")
    return place / "book.sqlite"


def test_any_order_keeps_the_rules_and_can_be_taken_back_to_the_beginning(master: Path) -> None:
    machine = type("OneSearch", (Search,), {"master": master})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=12, stateful_step_count=18, deadline=None)
    )


def test_a_draft_is_not_sent_to_somebody_who_does_not_want_it_since(master: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(shutil.copy(master, Path(place) / "book.sqlite"))
        with ng.open_book(path) as book:
            ask(book, "bo", "ravi", status="drafted", on=MONDAY)
            book.edit("bo", do_not_contact="yes")
            before = content(book)
            with pytest.raises(ng.NetgraphError, match="Bo Berg is marked do_not_contact"):
                ask(book, "bo", "ravi", on=MONDAY)
            assert content(book) == before
            assert ask(book, "bo", "ravi", status="closed", on=MONDAY).status == "closed"
