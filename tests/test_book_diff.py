"""The exports of one invented person on two days: the book says what changed, number for number."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from book_tools import content

import netgraph as ng
from netgraph import sources
from netgraph.book import Book, Imported, open_book
from netgraph.book.brought import new_people

ENDINGS = (".zip", ".csv", ".vcf", ".ics", ".mbox")
Keys = Mapping[str, str]


def exports(day: Path) -> list[Path]:
    return [p for p in sorted(day.iterdir()) if p.suffix in ENDINGS]


def in_one_folder(day: Path, place: Path) -> Path:
    """The exports of that day alone, without the truth and the earlier ones beside them."""
    place.mkdir()
    for file in exports(day):
        (place / file.name).symlink_to(file)
    return place


def true_people(day: Path) -> dict[str, str]:
    """Who is meant by each key of a file: a profile, an address, a card."""
    truth = json.loads((day / "truth.json").read_text(encoding="utf-8"))
    keys: dict[str, str] = {}
    by_card: dict[tuple[str, int], str] = {}
    without_profile: dict[str, list[str]] = {}
    for one in truth["people"]:
        keys |= {f"mail:{address}": one["id"] for address in one["emails"]}
        keys |= {f"in:{row['slug'].lower()}": one["id"] for row in one["linkedin"]}
        by_card |= {("google-contacts.csv", row["row"]): one["id"] for row in one["google"]}
        by_card |= {("contacts.vcf", row["card"]): one["id"] for row in one["vcard"]}
        if not one["linkedin"]:
            without_profile.setdefault(one["name"], []).append(one["id"])
    for name in ("google-contacts.csv", "contacts.vcf"):
        cards = sources.read(day / name).tables.contacts.sort_values("line")
        keys |= {key: by_card[name, n] for n, key in enumerate(cards["id"], 1)}
    (export,) = day.glob("*.zip")
    members = sources.read(export).tables.contacts
    for key, name in zip(members["id"], members["name"], strict=True):
        if key not in keys and len(without_profile.get(name, ())) == 1:
            keys[key] = without_profile[name][0]  # removed: known from messages only
    return keys


def answer(book: Book, truth: Keys) -> None:
    """Say yes to the pairs of `review` that are one person, as who knows them would."""
    who = true_ids(book, truth)
    pairs = book.review()[["a", "b"]].itertuples(index=False)
    book.merge_all((a, b) for a, b in pairs if who.get(a, set()) & who.get(b, set()))


def join_namesakes(book: Book, truth: Keys) -> list[str]:
    """Say who is who where no file tells two of one name apart; return the true people."""
    ids: dict[str, list[str]] = {}
    for person, meant in true_ids(book, truth).items():
        for one in meant:
            ids.setdefault(one, []).append(person)
    several = {one: people for one, people in sorted(ids.items()) if len(people) > 1}
    book.merge_all((first, other) for first, *rest in several.values() for other in rest)
    return list(several)


def true_ids(book: Book, truth: Keys) -> dict[str, set[str]]:
    """Whom each person of the book is in truth; one person unless two were joined."""
    local = book.tables().keys
    local = local[local["kind"] == "local"]
    meant: dict[str, set[str]] = {}
    for person, key in zip(local["person"], local["value"], strict=True):
        if key in truth:
            meant.setdefault(person, set()).add(truth[key])
    return meant


def report(read: Imported, kind: str) -> sources.Report:
    (found,) = (r for r in read.reports if r.kind == kind)
    return found


def n_ignored(read: Imported, kind: str, words: str) -> int:
    """How many rows of that sort a file left out, as its report says."""
    return sum(int(s.split()[0]) for s in report(read, kind).ignored if words in s)


def card_counts(earlier: Imported, newest: Imported, counts: Mapping[str, int], kind: str) -> Any:
    hidden = ("linkedin: connections", "only the date") if "linkedin" in kind else (kind, "-")
    rows = [report(one, kind).records - n_ignored(one, *hidden) for one in (earlier, newest)]
    return {
        "rows_earlier": rows[0],
        "rows_newest": rows[1],
        "new_rows": counts["new_contacts"],
        "removed_rows": rows[0] + counts["new_contacts"] - rows[1],
        "new_people": counts["new_people"],
        "changed_company": counts["changed_company"],
        "company_spelling_only": counts["respelt_company"],
        "changed_title": counts["changed_title"],
        "new_emails": counts["new_emails"],
        "emails_no_longer_shown": counts["no_longer_shown_emails"],
    }


def log_counts(
    earlier: Imported, newest: Imported, counts: Mapping[str, int], kind: str, unit: str
) -> dict[str, int]:
    rows = [report(one, kind).records for one in (earlier, newest)]
    return {
        f"{unit}_earlier": rows[0],
        f"{unit}_newest": rows[1],
        f"new_{unit}": rows[1] - rows[0],
        "new_people": counts["new_people"],
        "new_interactions": counts["new_interactions"],
    }


def later_occurrences(book: Book, op: int) -> int:
    """The meetings of series of which an earlier import brought some, × the others in each."""
    (n,) = book.connection.execute(
        """
        WITH meetings AS (
            SELECT fact, added, substr(row_key, 1, instr(row_key, '@') + 12) AS series
            FROM events WHERE stream = 'icalendar' AND removed IS NULL
        )
        SELECT sum((SELECT count(*) - 1 FROM event_people WHERE event = fact)) FROM meetings
        WHERE added = ? AND series IN (SELECT series FROM meetings WHERE added < ?)
        """,
        (op, op),
    ).fetchone()
    return int(n)


def whole_diff(book: Book, earlier: Imported, newest: Imported) -> dict[str, dict[str, int]]:
    """What the book says changed, under the words of the truth."""
    brought = book.imported(newest.op)
    kinds = {
        "linkedin_connections": "linkedin: connections",
        "google": "google contacts",
        "vcard": "vcard",
    }
    said = brought.sources
    out = {name: card_counts(earlier, newest, said[k], k) for name, k in kinds.items()}
    for when, read in (("earlier", earlier), ("newest", newest)):
        out["linkedin_connections"][f"dateonly_rows_{when}"] = n_ignored(
            read, "linkedin: connections", "only the date"
        )
    asked = "linkedin: invitations"
    out["linkedin_invitations"] = {
        "new_rows": report(newest, asked).records - report(earlier, asked).records,
        "pending_earlier": n_ignored(earlier, asked, "not connected and never written with"),
    }
    logs = (
        ("linkedin_messages", "linkedin: messages", "rows"),
        ("mail", "mbox", "messages"),
        ("calendar", "icalendar", "events"),
    )
    for name, kind, unit in logs:
        out[name] = log_counts(earlier, newest, said[kind], kind, unit)
    del out["mail"]["new_messages"]
    out["mail"]["new_personal_messages"] = said["mbox"]["new_events"]
    out["mail"]["new_emails"] = said["mbox"]["new_emails"]
    out["calendar"]["new_emails"] = said["icalendar"]["new_emails"]
    out["calendar"]["of_these_occurrences_of_series_already_there"] = later_occurrences(
        book, newest.op
    )
    people = ("new_people", "changed_company", "changed_title", "new_emails")
    out["overall"] = {
        **{word: brought.overall[word] for word in people},
        "removed_connections": brought.counts["gone_connections"],
        "new_interactions": brought.counts["new_interactions"],
    }
    return out


@dataclass(frozen=True)
class Life:
    """A book with both exports of a life in it, and what is true of it."""

    book: Book
    earlier: Imported
    newest: Imported
    files: Path
    keys: Keys
    diff: Any


def lived(life: Path, place: Path) -> Life:
    """Import the earlier exports and the newest, answering what `review` asks after each."""
    diff = json.loads((life / "diff.json").read_text(encoding="utf-8"))
    keys = true_people(life / "earlier") | true_people(life)
    own = json.loads((life / "truth.json").read_text(encoding="utf-8"))["owner"]
    book = open_book(place / "book.sqlite")
    read = []
    for when, day in (("earlier", life / "earlier"), ("newest", life)):
        files = in_one_folder(day, place / when)
        read.append(book.import_file(files, as_of=diff[when][:10]))
        answer(book, keys)
    keys |= {f"mail:{a}": own["id"] for a in own["emails"]} | {f"in:{own['slug']}": own["id"]}
    return Life(book, *read, files, {**keys, "@ego": own["id"]}, diff)


@pytest.fixture(scope="module")
def life(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Life:
    return lived(shared_data / "synthetic", tmp_path_factory.mktemp("life"))


def meant(life: Life) -> dict[str, str]:
    """The true person of each id of the book; nobody is two people."""
    found = true_ids(life.book, life.keys)
    assert {len(people) for people in found.values()} == {1}
    return {person: people.pop() for person, people in found.items()}


def test_every_number_of_the_difference_is_as_the_truth_says(life: Life) -> None:
    assert whole_diff(life.book, life.earlier, life.newest) == life.diff["counts"]


def test_who_is_new_is_who_is_new(life: Life) -> None:
    who = meant(life)
    by_stream = new_people(life.book.connection, life.newest.op)
    said = {name: sorted({who[p] for p in people}) for name, people in by_stream.items()}
    truth = life.diff["sources"]
    assert said[""] == life.diff["overall"]["new_people"]
    assert said["linkedin: messages"] == truth["linkedin_messages"]["new_people"]
    assert said["mbox"] == truth["mail"]["new_people"]
    assert said["icalendar"] == truth["calendar"]["new_people"]
    assert said["google contacts"] == truth["google"]["new_people"]
    assert said["vcard"] == truth["vcard"]["new_people"]


def test_whose_company_changed_and_with_whom_there_was_contact(life: Life) -> None:
    who = meant(life)
    changes = life.book.changes(life.diff["earlier"][:10])
    moved = {who[p] for p in changes.loc[changes["what"] == "company", "person"]}
    assert moved == set(life.diff["overall"]["changed_company"])
    gone = {who[p] for p in changes.loc[changes["what"] == "gone", "person"]}
    assert gone == set(life.diff["overall"]["removed_connections"])
    counts: Counter[str] = Counter()
    for people in events_of(life, life.newest.op):
        counts.update(people - {life.keys["@ego"]} if life.keys["@ego"] in people else ())
    assert counts == life.diff["overall"]["new_interactions"]


def events_of(life: Life, op: int) -> list[set[str]]:
    """The true people of each event that an import brought."""
    rows = life.book.connection.execute(
        "SELECT event, key FROM event_people JOIN events ON event = fact "
        "JOIN handles ON handle = event_people.person WHERE events.added = ?",
        (op,),
    )
    events: dict[int, set[str]] = {}
    for event, key in rows:
        events.setdefault(event, set()).add(life.keys[key])
    return list(events.values())


def test_the_newest_exports_again_change_nothing(life: Life) -> None:
    before = content(life.book)
    again = life.book.import_file(life.files, as_of=life.diff["newest"][:10])
    assert again.is_empty
    assert content(life.book) == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 4711])
def test_the_difference_of_other_lives(shared_data: Path, tmp_path: Path, seed: int) -> None:
    script = shared_data / "make_linkedin_export.py"
    made = tmp_path / "life"
    options = ["--seed", str(seed), "--out", str(made), "--earlier", "2025-07-30"]
    subprocess.run([sys.executable, str(script), *options], check=True, capture_output=True)
    life = lived(made, tmp_path)
    assert len(join_namesakes(life.book, life.keys)) <= 6
    said = whole_diff(life.book, life.earlier, life.newest)
    truth = life.diff["counts"]
    unclear = n_of_several(made, life.diff["sources"]["linkedin_connections"])
    truth["linkedin_connections"]["company_spelling_only"] -= unclear
    truth["linkedin_connections"]["changed_company"] += unclear
    truth["overall"]["changed_company"] += unclear
    assert said == truth
    check_contact(life, made)


def n_of_several(life: Path, connections: Any) -> int:
    """How many companies became, in spelling, one of several that the old spelling may mean.

    "Quarrystone" may be Quarrystone Foods or Quarrystone Systems: the book says it has changed.
    """
    names: set[str] = set()
    for day in (life, life / "earlier"):
        truth = json.loads((day / "truth.json").read_text(encoding="utf-8"))
        names |= set(truth["company_names_of_several"])
    rows = connections["company_spelling_only"]
    return sum(row["from"] in names or row["to"] in names for row in rows)


# --- all five sources, person by person --------------------------------------------------------
def contact(life: Life, *, is_direct: bool = False) -> dict[str, dict[str, list[int]]]:
    """The days of the owner's contact with each true person, by kind of event.

    Two who get the same mail from a third are on it together, but not in direct contact.
    """
    rows = life.book.connection.execute(
        "SELECT event, kind, instant / 86400, key, role "
        "FROM event_people JOIN events ON event = fact "
        "JOIN handles ON handle = event_people.person WHERE events.removed IS NULL"
    )
    owner = life.keys["@ego"]
    events: dict[int, tuple[str, int, dict[str, str]]] = {}
    for event, kind, day, key, role in rows:
        events.setdefault(event, (kind, day, {}))[2][life.keys[key]] = role
    found: dict[str, dict[str, list[int]]] = {}
    for kind, day, people in events.values():
        for person in people if owner in people else ():
            if is_direct and {people[person], people[owner]}.isdisjoint({"by", "present"}):
                continue
            found.setdefault(person, {}).setdefault(kind, []).append(day)
    return found


def check_contact(life: Life, place: Path) -> None:
    """Every message, mail and meeting with every person is there, and no other."""
    days = contact(life)
    truth = json.loads((place / "truth.json").read_text(encoding="utf-8"))
    kinds = {"message": "linkedin_messages", "mail": "mails", "meeting": "meetings"}
    for one in truth["people"]:
        of_person = days.get(one["id"], {})
        said = {word: len(of_person.get(kind, ())) for kind, word in kinds.items()}
        assert said == {word: one[word] for word in kinds.values()}, one["id"]


def test_contact_with_every_person_is_as_the_truth_says(life: Life, shared_data: Path) -> None:
    check_contact(life, shared_data / "synthetic")


def test_freshness_differs_from_linkedin_alone_exactly_where_contact_was_elsewhere(
    life: Life, shared_data: Path
) -> None:
    day = life.diff["newest"][:10]
    (export,) = (shared_data / "synthetic").glob("*.zip")
    alone, together = (ng.freshness(ng.load(source, as_of=day)) for source in (export, life.book))
    who = meant(life)
    every, direct = contact(life), contact(life, is_direct=True)
    by_person = {who[p]: row for p, row in together.iterrows()}
    slugs = Counter(life.keys.get(f"in:{slug}", "") for slug in alone.index)
    ids = Counter(who.values())
    assert sum(n > 1 for n in ids.values()) <= 3  # an address without a name is nobody's yet
    n_changed = 0
    for slug, row in alone.iterrows():
        person = life.keys.get(f"in:{slug}", "")
        if slugs[person] != 1 or ids[person] != 1 or person not in by_person:
            continue  # a second account is two ties alone, one together
        columns = ["n_contact_days", "days_silent"]
        is_changed = not row[columns].equals(by_person[person][columns])
        may_be = {d for kind in ("mail", "meeting") for d in every.get(person, {}).get(kind, ())}
        kinds = direct.get(person, {})
        must_be = {d for kind in ("mail", "meeting") for d in kinds.get(kind, ())}
        must_be -= set(kinds.get("message", ()))
        assert bool(must_be) <= is_changed <= bool(may_be), person
        n_changed += is_changed
    assert n_changed > 200
