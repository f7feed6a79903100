"""The book's promises: what is kept, what is undone, what is never lost."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import stat
from pathlib import Path

import pandas as pd
import pytest
from book_tools import content, folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netgraph as ng
from netgraph.book import Book, open_book
from netgraph.errors import BookError, NetgraphError, SourceError, UnknownPersonError

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
DAY = dt.date(2026, 11, 1)


@pytest.fixture
def book(tmp_path: Path):
    with open_book(tmp_path / "book.sqlite") as made:
        yield made


@pytest.fixture
def full(book: Book) -> Book:
    book.import_file(SAMPLE, ego="me", as_of=DAY)
    return book


def same_network(one: ng.Network, two: ng.Network) -> None:
    for name in ("people", "ties", "introductions"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))
    left, right = (n.events.reset_index(drop=True) for n in (one, two))
    columns = ["day", "kind", "n_people", "minutes", "note"]
    left, right = (t[columns].sort_values(columns, ignore_index=True) for t in (left, right))
    pd.testing.assert_frame_equal(left, right)


# --- what was read is what is kept -------------------------------------------------------------
def test_loading_the_book_equals_loading_the_files(full: Book) -> None:
    same_network(ng.load(full, as_of=DAY), ng.load(SAMPLE, ego="me", as_of=DAY))


def test_importing_a_file_again_changes_nothing_and_says_so(full: Book) -> None:
    before = content(full)
    again = full.import_file(SAMPLE, ego="me", as_of=DAY)
    assert again.is_empty
    assert content(full) == before
    assert len(full.history()) == 1


def test_the_book_is_for_the_owners_eyes_only(full: Book) -> None:
    full.backup()
    files = [full.path, *full.path.parent.glob("book.sqlite.backups/*")]
    assert len(files) == 2
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}


def test_facts_of_one_event_in_two_files_count_once(book: Book, tmp_path: Path) -> None:
    events = "id,date,kind\ne1,2026-01-05,meeting\n"
    people = "event,person,role\ne1,me,present\ne1,ana,present\n"
    one = folder(tmp_path / "one", events=events, event_people=people)
    two = folder(tmp_path / "two", events=events, event_people=people, ties="a,b\nana,bo\n")
    book.import_file(one, ego="me", as_of=DAY)
    book.import_file(two, ego="me", as_of=DAY)
    assert len(book.tables().events) == 1


# --- a newer export gives a difference ---------------------------------------------------------
def test_a_newer_export_changes_a_company_once_and_a_respelling_is_no_change(
    book: Book, tmp_path: Path
) -> None:
    def export(company: str) -> Path:
        return folder(tmp_path / "x", contacts=f"id,name,company\nana,Ana,{company}\n")

    book.import_file(export("Acme Inc."), as_of="2025-01-01")
    assert book.import_file(export("ACME"), as_of="2025-02-01").is_empty
    changed = book.import_file(export("Globex"), as_of="2025-03-01")
    assert changed.counts["changed_company"] == 1
    assert book.tables().contacts["company"].tolist() == ["Globex"]


def test_an_address_that_is_no_longer_shown_stays(book: Book, tmp_path: Path) -> None:
    for address in ("ana@old.example.com", "ana@new.example.com"):
        text = f"id,name,emails\nana,Ana,{address}\n"
        book.import_file(folder(tmp_path / "x", contacts=text), as_of=DAY)
    emails = book.tables().contacts["emails"].tolist()
    assert emails == ["ana@new.example.com; ana@old.example.com"]


CARDS_BEFORE = ["Ana Ruiz,Acme,ana@acme.example.com,", "Bo Li,Globex,,bo@home.example.org"]
HEADER = "First Name,Organization Name,E-mail 1 - Value,E-mail 2 - Value,Labels,File As"


def address_book(place: Path, *cards: str) -> Path:
    path = place / "contacts.csv"
    rows = [HEADER, *(f"{card},* myContacts," for card in cards)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rewritten", "n_new"),
    [
        ("Ana Ruiz,Initech,ana@initech.example.com,", 0),  # by name: the only one of hers
        ("Ana Ruiz-Berg,Initech,ana@acme.example.com,", 0),  # by address
        ("Cy Ng,Initech,ana@acme.example.com,", 1),  # somebody else behind a shared address
        ("Cy Ng,Initech,cy@initech.example.com,", 1),
    ],
)
def test_a_rewritten_card_is_the_card_it_was(
    book: Book, tmp_path: Path, rewritten: str, n_new: int
) -> None:
    others = [f"Nora {n},Acme,nora{n}@example.org," for n in "ABC"]
    book.import_file(address_book(tmp_path, *CARDS_BEFORE, *others), as_of="2025-01-01")
    before = content(book)
    newer = address_book(tmp_path, rewritten, CARDS_BEFORE[1], *others)
    found = book.import_file(newer, as_of="2026-01-01")
    assert found.sources["google contacts"]["new_contacts"] == n_new
    assert found.counts["changed_company"] == 1 - n_new
    assert len(book.tables().contacts) == 5 + n_new
    assert book.import_file(newer, as_of="2026-01-01").is_empty
    book.undo()
    assert content(book) == before


def test_a_card_of_one_name_in_another_list_is_not_the_card_rewritten(
    book: Book, tmp_path: Path
) -> None:
    book.import_file(address_book(tmp_path, *CARDS_BEFORE), as_of="2025-01-01")
    other = address_book(tmp_path, "Ana Ruiz,Initech,ana@initech.example.com,")
    assert book.import_file(other, as_of="2026-01-01").counts["new_contacts"] == 1


def test_what_two_others_write_to_each_other_is_no_interaction_of_the_owner(
    book: Book, tmp_path: Path
) -> None:
    lines = ["event,person,role", "e1,me,by", "e1,ana,to", "e2,bo,by", "e2,ana,to"]
    place = folder(
        tmp_path / "x",
        events="id,date,kind\ne1,2026-01-05,mail\ne2,2026-01-06,mail\n",
        event_people="\n".join(lines) + "\n",
    )
    found = book.import_file(place, ego="me", as_of=DAY)
    assert found.counts["new_interactions"] == 1


def test_subjects_are_kept_on_request_alone_also_of_mails_in_the_book(
    book: Book, tmp_path: Path
) -> None:
    mail = tmp_path / "mail.mbox"
    mail.write_text(
        "From x@xxx Mon Mar 04 11:20:34 +0000 2024\nMessage-ID: <1@example.org>\n"
        "Delivered-To: me@example.org\nDate: Mon, 4 Mar 2024 11:20:34 +0000\n"
        "From: Ana <ana@example.org>\nTo: me@example.org\nSubject: The moon plan\n\nHi\n\n",
        encoding="utf-8",
    )
    assert ng.load(mail, as_of=DAY).events["note"].tolist() == [""]
    assert ng.load(mail, as_of=DAY, subjects=True).events["note"].tolist() == ["The moon plan"]
    book.import_file(mail, as_of=DAY)
    without = content(book)
    assert b"moon plan" not in book.path.read_bytes()
    asked = book.import_file(mail, as_of=DAY, subjects=True)
    assert asked.counts["titled_events"] == 1
    assert asked.counts.get("new_interactions", 0) == 0
    assert book.tables().events["note"].tolist() == ["The moon plan"]
    assert len(book.tables().event_people) == 2
    assert book.import_file(mail, as_of=DAY, subjects=True).is_empty
    assert book.import_file(mail, as_of=DAY).is_empty
    book.undo()
    assert content(book) == without


def test_the_book_says_which_channels_it_covers_and_until_when(
    full: Book, shared_data: Path
) -> None:
    missing = "no mail, calendar, LinkedIn messages or chats"
    own = ng.load(SAMPLE, ego="me", as_of=DAY).coverage
    assert own.startswith("own entries from 20")
    assert own.endswith(f"; {missing}")
    assert ng.load(full, as_of=DAY).coverage == full.coverage == own
    calendar = shared_data / "synthetic" / "calendar.ics"
    full.import_file(calendar, as_of="2026-09-30")
    net = ng.load(full, as_of=DAY)
    entries = own.partition(";")[0]
    assert net.coverage == (
        f"calendar from 2016-05 to 2026-09; {entries}; no mail, LinkedIn messages or chats"
    )
    assert "calendar from 2016-05 to 2020-12" in net.at("2020-12-31").coverage
    assert "calendar" in net.at("2016-01-01").coverage.partition("no ")[2]
    full.undo()
    assert full.coverage == own


# --- undo --------------------------------------------------------------------------------------
def test_every_operation_can_be_undone_to_an_equal_book(full: Book) -> None:
    states = [content(full)]
    full.edit("ana", company="Initech")
    states.append(content(full))
    full.log("ana", "ravi", on="2026-10-30", note="coffee", minutes=30)
    states.append(content(full))
    full.add("Zoë Ångström", company="Initech", group="friend")
    states.append(content(full))
    full.merge("ana", "ravi")
    assert content(full) != states[-1]
    for state in reversed(states):
        full.undo()
        assert content(full) == state


def test_undoing_an_older_import_leaves_the_newer_one(book: Book, tmp_path: Path) -> None:
    one = folder(tmp_path / "one", contacts="id,name\nana,Ana\n", ties="a,b\nana,bo\n")
    two = folder(tmp_path / "two", contacts="id,name\ncy,Cy\n", ties="a,b\nana,cy\n")
    book.import_file(two, as_of=DAY)
    only_two = content(book)
    book.undo()
    book.import_file(one, as_of=DAY)
    book.import_file(two, as_of=DAY)
    book.undo(1)
    assert content(book) == only_two


def test_undoing_what_a_later_import_replaced_is_refused_and_names_it(
    book: Book, tmp_path: Path
) -> None:
    for company in ("Acme", "Globex"):
        text = f"id,name,company\nana,Ana,{company}\n"
        book.import_file(folder(tmp_path / "x", contacts=text), as_of=DAY)
    with pytest.raises(BookError, match="undo 2 first"):
        book.undo(1)
    book.undo(2)
    book.undo(1)
    assert len(book.tables().contacts) == 0


def test_there_is_nothing_to_undo_in_a_new_book(book: Book) -> None:
    with pytest.raises(BookError, match="no operation"):
        book.undo()


STEPS = ("one", "two", "three", "log", "edit", "merge", "add")
PEOPLE = ["id,name,emails,company", "ana,Ana,ana@example.com,Acme", "bo,Bo,,Acme", "cy,Cy,,Globex"]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=6), st.randoms())
def test_undo_in_any_allowed_order_ends_in_the_empty_book(tmp_path_factory, steps, random) -> None:
    place = tmp_path_factory.mktemp("undo")
    files = {
        "one": folder(place / "one", contacts="\n".join(PEOPLE) + "\n"),
        "two": folder(place / "two", contacts="\n".join([*PEOPLE[:2], "di,Di,,"]) + "\n"),
        "three": folder(place / "three", ties="a,b,relation\nana,bo,friend\nbo,cy,\n"),
    }
    with open_book(place / "book.sqlite") as book:
        empty = content(book)
        book.import_file(files["one"], as_of=DAY)
        for step in steps:
            if step in files:
                book.import_file(files[step], as_of=DAY)
            elif step == "log":
                book.log("ana", on="2026-01-01")
            elif step == "edit":
                book.edit("bo", title="Director")
            elif step == "add":
                book.add("Eve Example")
            elif book.person("ana") != book.person("cy"):
                book.merge("ana", "cy")
        left = book.history()["op"].tolist()
        while left:
            random.shuffle(left)
            undone = []
            for op in left:
                try:
                    book.undo(op)
                except BookError as error:
                    assert "first" in str(error)  # noqa: PT017
                else:
                    undone.append(op)
            assert undone
            left = [op for op in left if op not in undone]
        assert content(book) == empty


# --- who is who --------------------------------------------------------------------------------
def test_a_merge_keeps_the_older_id_and_the_other_stays_an_alias(full: Book) -> None:
    kept = full.merge("ravi", "ana")
    assert kept in ("ana", "ravi")
    assert full.person("ana") == full.person("ravi") == kept
    assert ng.load(full, as_of=DAY).index_of("ravi") == ng.load(full, as_of=DAY).index_of("ana")


def test_a_merge_used_and_taken_back_is_as_if_it_had_never_been(full: Book) -> None:
    before = content(full)
    full.merge("ana", "ravi")
    full.log("ravi", on="2026-10-31", note="as one")
    full.unmerge(next(p for p in ("ana", "ravi") if full.person(p) != p))
    after = content(full)
    assert after["contacts"] == before["contacts"]
    assert after["keys"] == before["keys"]
    assert len(after["events"]) == len(before["events"]) + 1


def test_a_rejected_pair_is_never_proposed_again(book: Book, tmp_path: Path) -> None:
    text = "id,name,company\na1,Ana Ruiz,Acme\na2,Ana Ruiz,Acme Inc\n"
    place = folder(tmp_path / "x", contacts=text)
    book.import_file(place, as_of=DAY)
    assert book.review()[["a", "b"]].to_numpy().tolist() == [["a1", "a2"]]
    book.reject("a2", "a1")
    assert len(book.review()) == 0
    book.import_file(place, as_of=DAY)
    assert len(book.review()) == 0


def test_many_pairs_are_merged_as_one_operation_and_taken_back_as_one(
    book: Book, tmp_path: Path
) -> None:
    rows = ["a1,Ana Ruiz,Acme", "a2,Ana Ruiz,Acme Inc", "a3,Ana Ruiz,ACME", "b,Bo,Acme"]
    text = "\n".join(["id,name,company", *rows]) + "\n"
    imported = book.import_file(folder(tmp_path / "x", contacts=text), as_of=DAY)
    before = content(book)
    assert book.merge_all([("a1", "a2"), ("a3", "a2"), ("b", "b")]) == 2
    assert book.tables().contacts["id"].tolist() == ["a1", "b"]
    assert book.imported(imported.op).new_people == 2
    book.undo()
    assert content(book) == before
    assert book.merge_all([]) == 0
    assert len(book.history()) == 1


def test_an_alias_means_its_person_also_where_it_is_somebodys_name(
    book: Book, tmp_path: Path
) -> None:
    text = "id,name\nx1,王小明\n王小明,王小明\nx2,王小明\n"
    book.import_file(folder(tmp_path / "x", contacts=text), as_of=DAY)
    book.merge("x1", "王小明")
    alias = next(w for w in ("x1", "王小明") if book.person(w) != w)
    assert book.person(alias) == book.person(next(w for w in ("x1", "王小明") if w != alias))


def test_an_address_of_a_former_company_speaks_for_a_pair(book: Book, tmp_path: Path) -> None:
    def export(company: str) -> Path:
        text = f"id,name,company\nana,Ana Ruiz,{company}\n"
        return folder(tmp_path / "x", contacts=text)

    book.import_file(export("Bluefern Labs"), as_of="2025-01-01")
    book.import_file(export("Globex"), as_of="2026-01-01")
    mail = "id,name,emails\nm,A. Ruiz,ana.ruiz@bluefern-labs.example.com\n"
    book.import_file(folder(tmp_path / "y", contacts=mail), as_of="2026-02-01")
    (why,) = book.review()["why"]
    assert "an address of the other's former company" in why


def test_merging_a_person_with_themself_is_refused(full: Book) -> None:
    with pytest.raises(BookError, match="one person already"):
        full.merge("ana", "ana")


# --- corrections -------------------------------------------------------------------------------
def test_a_correction_survives_the_next_import_until_the_source_has_news(
    book: Book, tmp_path: Path
) -> None:
    def export(company: str) -> Path:
        return folder(tmp_path / "x", contacts=f"id,name,company\nana,Ana,{company}\n")

    def company() -> str:
        return str(book.tables().contacts["company"].iloc[0])

    book.import_file(export("Acme"), as_of=DAY)
    book.edit("ana", company="")
    assert company() == ""
    book.import_file(export("ACME Inc"), as_of=DAY)
    assert company() == ""
    book.import_file(export("Globex"), as_of=DAY)
    assert company() == "Globex"


def test_hidden_people_and_wrong_ties_stay_away_after_the_next_import(full: Book) -> None:
    full.hide("ravi")
    full.not_a_tie("ana", "mei")
    full.import_file(SAMPLE, ego="me", as_of=DAY)
    net = ng.load(full, as_of=DAY)
    with pytest.raises(UnknownPersonError):
        net.index_of("ravi")
    stated = full.tables().ties
    assert not ((stated["a"] == "ana") & (stated["b"] == "mei")).any()


def test_a_column_that_cards_do_not_have_is_named_with_the_near_one(full: Book) -> None:
    with pytest.raises(NetgraphError, match="did you mean it"):
        full.edit("ana", compny="Acme")


# --- time --------------------------------------------------------------------------------------
def test_known_on_shows_what_the_book_knew_then(full: Book, monkeypatch) -> None:
    yesterday = dt.date.today() - dt.timedelta(days=1)
    with full.operation("test", "age the book"):
        full.connection.execute(
            "UPDATE ops SET at = ? WHERE op = 1", (f"{yesterday.isoformat()}T12:00:00+00:00",)
        )
    full.merge("ana", "ravi")
    full.edit("mei", company="Elsewhere")
    then = ng.load(full, as_of=DAY, known_on=yesterday)
    same_network(then, ng.load(SAMPLE, ego="me", as_of=DAY))
    assert ng.load(full, as_of=DAY).people.loc["mei", "company"] == "Elsewhere"
    before = ng.load(full, as_of=DAY, known_on=yesterday - dt.timedelta(days=1))
    assert before.n_people == 0


# --- refusing ----------------------------------------------------------------------------------
def test_a_file_with_too_many_bad_rows_is_refused_until_it_is_accepted(
    book: Book, tmp_path: Path
) -> None:
    rows = "\n".join(["2026-01-05,ana"] * 3 + ["not a day,ana"])
    place = folder(tmp_path / "x", interactions=f"date,people\n{rows}\n")
    with pytest.raises(SourceError, match=r"1 of 4 records cannot be used.*--accept-partial"):
        book.import_file(place, ego="me", as_of=DAY)
    assert len(book.history()) == 0
    assert not book.import_file(place, ego="me", as_of=DAY, accept_partial=True).is_empty


def test_a_newer_book_is_refused_untouched(full: Book) -> None:
    path = full.path
    full.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    raw = path.read_bytes()
    with pytest.raises(BookError, match="newer netgraph"):
        open_book(path)
    assert path.read_bytes() == raw


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    raw = path.read_bytes()
    with pytest.raises(BookError, match="not a netgraph book"):
        open_book(path)
    assert path.read_bytes() == raw


def test_a_closed_book_says_so(book: Book) -> None:
    book.close()
    with pytest.raises(BookError, match="closed; open it again"):
        book.history()


# --- forgetting --------------------------------------------------------------------------------
def test_a_forgotten_person_leaves_no_byte_and_does_not_come_back(
    book: Book, tmp_path: Path
) -> None:
    place = folder(
        tmp_path / "x",
        contacts=(
            "id,name,emails,linkedin,notes\n"
            "u1,Quillon Zebrawood,quillon@zebra.example.com,quillon-z,met in Rome\n"
            "u2,Bo,bo@example.com,bo-b,Quillon Zebrawood knows him\n"
        ),
        ties="a,b\nu1,u2\n",
        interactions="date,people,note\n2026-01-05,u1,alone with Q\n2026-01-06,u1;u2,both\n",
        introductions="introducer,introduced,to,date\nu1,u2,me,2025-01-01\n",
        asks="id,helper,company\nk1,u1,Acme\n",
        ask_events="ask,status,on\nk1,asked,2026-01-01\n",
    )
    book.import_file(place, ego="me", as_of=DAY)
    book.log("Quillon Zebrawood", on="2026-02-02")
    book.edit("u1", title="Quaestor of Zebras")
    book.merge("u1", "u2")
    book.unmerge(next(p for p in ("u1", "u2") if book.person(p) != p))
    book.backup()
    mentions = book.forget("u1")
    assert mentions == ["Quillon Zebrawood knows him"]
    book.close()
    unique = [b"quillon@", b"quillon-z", b"Quaestor", b"alone with Q", b"met in Rome"]
    files = [p for p in book.path.parent.rglob("book.sqlite*") if p.is_file()]
    raw = b"".join(p.read_bytes() for p in files)
    assert [word for word in unique if word in raw] == []
    assert raw.count(b"Quillon Zebrawood") == raw.count(b"Quillon Zebrawood knows him")
    with open_book(book.path) as again:
        assert again.check() == []
        assert again.import_file(place, ego="me", as_of=DAY).is_empty
        assert again.tables().contacts["id"].tolist() == ["me", "u2"]


def test_where_a_name_is_shared_the_other_bearer_keeps_it(book: Book, tmp_path: Path) -> None:
    text = "id,name\na1,Ana Ruiz\na2,Ana Ruiz\n"
    book.import_file(folder(tmp_path / "x", contacts=text), as_of=DAY)
    book.forget("a1")
    assert book.tables().contacts["name"].tolist() == ["Ana Ruiz"]


# --- out and back ------------------------------------------------------------------------------
def test_an_exported_book_imported_into_an_empty_one_is_equal(full: Book, tmp_path: Path) -> None:
    full.merge("ana", "ravi")
    full.edit("mei", company="Elsewhere", tags=["a", "b"])
    full.log("tobias", on="2026-10-30", note='=HYPERLINK("x"), "quoted"\nline')
    full.reject("mei", "samuel")
    full.hide("greta")
    out = full.export(tmp_path / "out")
    with open_book(tmp_path / "again.sqlite") as again:
        assert again.import_file(out.parent, as_of=DAY).new_people > 200
        assert content(again) == content(full)
        assert again.person("ravi") == full.person("ravi")
        again.unmerge(next(p for p in ("ana", "ravi") if again.person(p) != p))
        full.unmerge(next(p for p in ("ana", "ravi") if full.person(p) != p))
        assert content(again) == content(full)
        with pytest.raises(BookError, match="empty book only"):
            again.import_file(out, as_of=DAY)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "company": NAMES,
            "notes": NAMES,
            "closeness": st.sampled_from([float("nan"), 1.0, 5.0]),
            "do_not_contact": st.booleans(),
            "may_use_name": st.sampled_from(["", "yes", "no", "ask"]),
        }
    ),
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(CARDS, st.lists(st.tuples(st.integers(0, 4), st.dates(), NAMES), max_size=5))
def test_any_book_can_be_got_out_and_put_back(tmp_path_factory, cards, meetings) -> None:
    place = tmp_path_factory.mktemp("out")
    with open_book(place / "a.sqlite") as one, open_book(place / "b.sqlite") as two:
        people = [one.add(**card) for card in cards if ng.schema.fold_name(card["name"])]
        for number, day, note in meetings:
            if number < len(people):
                one.log(people[number], on=day, note=note)
        if len(people) > 1:
            one.merge(*people[:2])
        if people:
            two.import_file(one.export(place / "out"))
        assert content(one) == content(two)


def test_a_damaged_export_is_refused_with_its_line(full: Book, tmp_path: Path) -> None:
    out = full.export(tmp_path / "out")
    lines = out.read_text(encoding="utf-8").splitlines()
    lines[9] = lines[9][:-5]
    out.write_text("\n".join(lines), encoding="utf-8")
    with open_book(tmp_path / "again.sqlite") as again:
        with pytest.raises(SourceError, match=r"book\.jsonl:10: is not a line"):
            again.import_file(out)
        assert again.tables().contacts.empty


def test_changes_name_who_moved_who_is_new_and_whose_connection_is_gone(
    book: Book, tmp_path: Path
) -> None:
    def export(rows: str) -> Path:
        place = tmp_path / "Connections.csv"
        head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        place.write_text(head + rows, encoding="utf-8")
        return place

    url = "https://www.linkedin.com/in/"
    ana = f"Ana,Ruiz,{url}ana,,%s,%s,01 Jan 2020\n"
    book.import_file(
        export(ana % ("Acme", "Head") + f"Bo,Li,{url}bo,,X,Y,02 Jan 2020\n"), as_of="2025-01-01"
    )
    book.import_file(
        export(ana % ("Globex", "Lead") + f"Cy,Ng,{url}cy,,Z,Y,02 Jan 2025\n"), as_of="2025-06-01"
    )
    found = book.changes("2025-01-01")[["person", "what", "was", "now"]].to_numpy().tolist()
    assert found == [
        ["ana", "company", "Acme", "Globex"],
        ["bo", "gone", "connected", ""],
        ["cy", "new", "", ""],
    ]
    assert len(book.changes("2025-06-01")) == 0
    net = ng.load(book, as_of="2025-07-01")
    assert {frozenset(p) for p in net.ties.index} == {
        frozenset(("ana", net.ego)),
        frozenset(("cy", net.ego)),
    }
    assert "bo" in net.at("2025-05-31").ids


# --- a real export, twice ----------------------------------------------------------------------
def test_the_newest_linkedin_export_differs_from_the_earlier_one_as_the_truth_says(
    book: Book, shared_data: Path
) -> None:
    place = shared_data / "synthetic"
    (earlier,) = (place / "earlier").glob("Basic_*.zip")
    (newest,) = place.glob("Basic_*.zip")
    truth = json.loads((place / "diff.json").read_text(encoding="utf-8"))["counts"]
    states = [content(book)]
    book.import_file(earlier, as_of="2025-07-30")
    states.append(content(book))
    found = book.import_file(newest, as_of="2026-09-30")
    states.append(content(book))
    connections = found.sources["linkedin: connections"]
    said = {
        "new_rows": connections["new_contacts"],
        "removed_rows": connections["gone_connections"],
        "new_people": connections["new_people"],
        "changed_company": connections["changed_company"],
        "company_spelling_only": connections["respelt_company"],
        "changed_title": connections["changed_title"],
        "new_emails": connections["new_emails"],
        "emails_no_longer_shown": connections["no_longer_shown_emails"],
    }
    assert said == {name: truth["linkedin_connections"][name] for name in said}
    messages = found.sources["linkedin: messages"]
    said = {name: messages[name] for name in ("new_people", "new_interactions")}
    assert said == {name: truth["linkedin_messages"][name] for name in said}
    assert book.import_file(newest, as_of="2026-09-30").is_empty
    assert content(book) == states.pop()
    while states:
        book.undo()
        assert content(book) == states.pop()
