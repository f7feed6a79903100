"""Introductions found in messages: the words, what happened afterwards, and the truth."""

from __future__ import annotations

import csv
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netgraph import evidence, identity, sources
from netgraph.schema import Tables, fold_name, frame

DATA = Path(__file__).parent / "data"
PHRASES = (
    "introduction_phrases.csv",
    "introduction_phrases_second.csv",
    "introduction_phrases_third.csv",
    "introduction_phrases_unseen.csv",
)
"""Sixty messages each, written by people who had not seen the detector.

The first set was written before there was one. The second and the third were met once, by the
detector of their day: at a precision of .895 and a recall of .486, and of .733 and .314. Then the
detector learnt from both. The fourth is unseen: it was met when the detector was done (.960 and
.686; the one before would have had .867 and .371), and nothing has been learnt from it. Whoever
does so writes another.
"""
OWNER = "Nora Feld"
START = dt.datetime(2024, 3, 4, 9, tzinfo=dt.UTC)


# --- sixty messages, four times ----------------------------------------------------------------
def address(name: str) -> str:
    return f"{fold_name(name).replace(' ', '.')}@example.org"


def slug(name: str) -> str:
    return fold_name(name).replace(" ", "-")


def mail(sender: str, to: list[str], cc: list[str], day: int, subject: str, text: str) -> str:
    when = START + dt.timedelta(days=day)
    people = {"To": to, "Cc": cc}
    lines = [f"{k}: " + ", ".join(f"{n} <{address(n)}>" for n in v) for k, v in people.items() if v]
    return "\n".join(
        [
            f"From {day}@xxx {when:%a %b %d %H:%M:%S +0000 %Y}",
            f"Message-ID: <{day}.{slug(sender)}@example.org>",
            f"X-Gmail-Labels: {'Sent' if sender == OWNER else 'Inbox'}",
            f"Delivered-To: {address(OWNER)}",
            f"From: {sender} <{address(sender)}>",
            f"Date: {when:%a, %d %b %Y %H:%M:%S +0000}",
            *lines,
            f"Subject: {subject}",
            "Content-Type: text/plain; charset=utf-8",
            "",
            text,
            "",
            "",
        ]
    )


def linkedin(place: Path, name: str, header: list[str], rows: list[list[str]]) -> None:
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def message(sender: str, to: list[str], day: int, text: str) -> list[str]:
    when = START + dt.timedelta(days=day)
    conversation = "-".join(sorted(map(slug, [sender, *to])))
    url = "https://www.linkedin.com/in/"
    return [
        conversation,
        "",
        sender,
        url + slug(sender),
        ",".join(to),
        ",".join(url + slug(n) for n in to),
        f"{when:%Y-%m-%d %H:%M:%S} UTC",
        "",
        text,
        "INBOX",
        "No",
    ]


MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER,IS MESSAGE DRAFT"
).split(",")
CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl".split(",")
NOTES = (
    "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On"
).split(",")


def write_case(place: Path, case: dict[str, Any], everybody: list[str]) -> None:
    """The export that holds this message and what followed; the named one was a stranger before."""
    sender, people = case["sender"], case["people"]
    stranger = next(
        (n for n in everybody if n in case["text"] and n not in (sender, *people)), ""
    ) or (people[-1] if len(people) > 1 else "")
    if case["channel"] == "invite":
        stranger = sender
    if case["by"]:
        stranger = case["between"][-1]
    other = (
        stranger if stranger != OWNER else next(n for n in case["between"] or people if n != OWNER)
    )
    after = {"both": [(other, OWNER), (OWNER, other)], "b": [(other, OWNER)], "": []}[case["then"]]
    if case["channel"] == "mail":
        mails = [mail(sender, case["to"], case["cc"], 0, case["subject"], case["text"])]
        mails += [mail(a, [b], [], day, "soon", "Thursday?") for day, (a, b) in enumerate(after, 2)]
        mails += [mail(n, [OWNER], [], -300 - i, "hello", "How are you?") for i, n in others(case)]
        (place / "mail.mbox").write_text("".join(mails), encoding="utf-8")
        return
    url = "https://www.linkedin.com/in/"
    rows = [message(a, [b], day, "Thursday?") for day, (a, b) in enumerate(after, 2)]
    if case["channel"] in ("group", "message"):
        rows.append(message(sender, people, 0, case["text"]))
    linkedin(place, "messages.csv", MESSAGES, rows or [message(sender, [OWNER], 90, "Hello")])
    linkedin(
        place,
        "Connections.csv",
        CONNECTIONS,
        [
            [
                *n.split(" "),
                url + slug(n),
                "",
                "",
                "",
                "05 Mar 2024" if n == other else "01 Feb 2020",
            ]
            for n in everybody
        ],
    )
    linkedin(place, "Profile.csv", ["First Name", "Last Name", "Headline"], [["Nora", "Feld", ""]])
    if case["channel"] == "invite":
        sent = ["3/4/24, 9:00 AM", case["text"], "INCOMING", url + slug(sender), url + slug(OWNER)]
        linkedin(place, "Invitations.csv", INVITATIONS, [[sender, OWNER, *sent]])
    if case["channel"] == "note":
        about = people[0]
        row = [*about.split(" "), url + slug(about), case["text"], "2024-03-04", ""]
        linkedin(place, "Notes.csv", NOTES, [row])


def others(case: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The sender is known from before, where it is not the owner."""
    if case["sender"] != OWNER:
        yield 0, case["sender"]


def cases(name: str) -> list[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in ("sender", "to", "cc", "by", "between"):
            row[column] = row[column].replace("owner", OWNER)
        for column in ("to", "cc", "between"):
            row[column] = [n for n in row[column].split("; ") if n]  # type: ignore[assignment]
        row["people"] = [*row["to"], *row["cc"]]  # type: ignore[assignment]
    return rows


def found_in(place: Path) -> set[tuple[str, frozenset[str]]]:
    """Introducer and pair, by name, of the introductions found in a place."""
    tables = identity.resolve(sources.read(place, as_of=dt.date(2024, 12, 31)).tables)
    tables = evidence.with_introductions(tables)
    name = dict(zip(tables.contacts["id"], tables.contacts["name"], strict=True))
    rows = tables.introductions
    return {
        (name[by], frozenset((name[a], name[b])))
        for by, a, b, origin in zip(
            rows["introducer"], rows["introduced"], rows["to"], rows["origin"], strict=True
        )
        if origin == "inferred"
    }


@pytest.mark.parametrize("name", PHRASES)
def test_sixty_messages_that_the_detector_learnt_from_are_told_apart(
    tmp_path: Path, name: str
) -> None:
    every = cases(name)
    everybody = sorted({c["sender"] for c in every} | {n for c in every for n in c["people"]})
    everybody.remove(OWNER)
    right = wrong = missed = 0
    report = []
    for case in every:
        place = tmp_path / case["case"]
        place.mkdir()
        write_case(place, case, everybody)
        found = found_in(place)
        wanted = {(case["by"], frozenset(case["between"]))} if case["by"] else set()
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
        if found != wanted:
            report.append((case["case"], case["channel"], sorted(found - wanted, key=str)))
    assert right / (right + wrong) >= 0.8, report
    assert right / (right + missed) >= 0.5, report


# --- the invented person: what is true -------------------------------------------------------
def score(folder: Path) -> tuple[float, float]:
    """Precision and recall of all introductions, stated and found, against the truth."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    files = [p for p in folder.iterdir() if p.suffix in (".zip", ".csv", ".vcf", ".ics", ".mbox")]
    as_of = dt.date.fromisoformat(truth["as_of"][:10])
    tables = identity.resolve(sources.read(sorted(files), as_of=as_of).tables)
    tables = evidence.with_introductions(tables)
    keys = tables.keys
    holder = dict(zip(zip(keys["kind"], keys["value"], strict=True), keys["person"], strict=True))
    owner = truth["owner"] | {"linkedin": [{"slug": truth["owner"]["slug"]}]}
    person = {}
    for one in [*truth["people"], owner]:
        for kind, values in (
            ("email", one["emails"]),
            ("slug", [row["slug"].lower() for row in one["linkedin"]]),
        ):
            person |= {holder[kind, v]: one["id"] for v in values if (kind, v) in holder}
    rows = tables.introductions
    rows = rows[rows["status"] == "introduced"]
    found = {
        (person.get(by, by), frozenset((person.get(a, a), person.get(b, b))))
        for by, a, b in zip(rows["introducer"], rows["introduced"], rows["to"], strict=True)
    }
    true = {(i["by"], frozenset(i["between"])) for i in truth["introductions"]}
    return len(found & true) / len(found), len(found & true) / len(true)


def test_the_invented_persons_introductions_are_found(shared_data: Path) -> None:
    precision, recall = score(shared_data / "synthetic")
    assert precision >= 0.9
    assert recall >= 0.7


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 4711])
def test_the_introductions_of_other_invented_people_are_found(
    shared_data: Path, tmp_path: Path, seed: int
) -> None:
    script = shared_data / "make_linkedin_export.py"
    command = [sys.executable, str(script), "--seed", str(seed), "--out", str(tmp_path / "life")]
    subprocess.run(command, check=True, capture_output=True)
    precision, recall = score(tmp_path / "life")
    assert precision >= 0.9
    assert recall >= 0.7


# --- what a hint must stand ------------------------------------------------------------------
DAY = 86_400


def world(
    cue: str,
    *talks: tuple[int, str, str],
    owner: str = "me",
    by: str = "ana",
    stated: bool = False,
    since: str | None = None,
) -> Tables:
    """A hint that ana joined me and bo on day 100, and who wrote to whom on which other day."""
    events = [{"id": "hint", "instant": 100 * DAY}]
    parts = [("hint", by, "by"), *(("hint", p, "to") for p in ("ana", "bo", "me") if p != by)]
    for day, sender, to in talks:
        events.append({"id": f"{day}{sender}{to}", "instant": day * DAY})
        parts += [(f"{day}{sender}{to}", sender, "by"), (f"{day}{sender}{to}", to, "to")]
    pair = [p for p in ("me", "bo", "ana") if p != by]
    hint = {
        "introducer": by,
        "introduced": pair[1],
        "to": pair[0],
        "date": "1970-04-11",
        "status": "name_given",
        "origin": "inferred",
        "cue": cue,
        "event": "hint",
    }
    told = {**hint, "origin": "stated", "status": "met", "cue": "", "event": ""}
    ties = [{"a": "bo", "b": "me", "relation": "connection", "since": since}] if since else None
    return Tables(
        contacts=frame("contacts", [{"id": i} for i in ("ana", "bo", "me")]),
        introductions=frame("introductions", [hint, told] if stated else [hint]),
        events=frame("events", events),
        event_people=frame(
            "event_people", [{"event": e, "person": p, "role": r} for e, p, r in parts]
        ),
        ties=frame("ties", ties),
        owner=owner,
    )


def statuses(tables: Tables) -> list[tuple[str, str, str, str]]:
    rows = evidence.with_introductions(tables).introductions
    columns = ("introducer", "introduced", "status", "origin")
    return list(zip(*(rows[c] for c in columns), strict=True))


FOUND = [("ana", "bo", "introduced", "inferred")]


def test_two_who_are_joined_and_then_write_were_introduced() -> None:
    assert statuses(world("joins", (103, "bo", "me"))) == FOUND


def test_two_who_are_joined_and_never_write_were_not() -> None:
    assert statuses(world("joins")) == []
    assert statuses(world("joins", (100 + 61, "bo", "me"))) == []


def test_two_who_wrote_before_were_not_introduced() -> None:
    assert statuses(world("joins", (40, "me", "bo"), (103, "bo", "me"))) == []


def test_two_whom_the_owner_joins_write_where_the_owner_does_not_see_it() -> None:
    assert statuses(world("joins", by="me")) == [("me", "ana", "introduced", "inferred")]


@pytest.mark.parametrize("cue", ["joins", "tells"])
def test_two_others_write_where_the_owner_does_not_see_it(cue: str) -> None:
    assert statuses(world(cue, owner="kim")) == FOUND
    assert statuses(world(cue, owner="")) == []


def test_words_that_are_not_plain_need_contact_afterwards() -> None:
    assert statuses(world("may join", owner="kim")) == []
    assert statuses(world("may join", by="me")) == []
    assert statuses(world("may join", (103, "bo", "me"))) == FOUND


def test_a_name_alone_is_no_introduction_until_they_are_in_touch() -> None:
    assert statuses(world("names")) == []
    assert statuses(world("names", (101, "me", "bo"))) == FOUND
    assert statuses(world("names", since="1970-04-20")) == FOUND
    assert statuses(world("names", (101, "me", "bo"), since="1970-01-20")) == []


def test_who_says_by_whom_they_were_sent_must_be_new() -> None:
    assert statuses(world("sent by")) == FOUND
    assert statuses(world("sent by", (40, "bo", "me"))) == []


@pytest.mark.parametrize("cue", ["thanks", "note"])
def test_thanks_and_notes_count_as_they_are(cue: str) -> None:
    assert statuses(world(cue, (40, "bo", "me"))) == FOUND


def test_what_somebody_states_is_not_found_again() -> None:
    tables = world("joins", (103, "bo", "me"), stated=True)
    assert statuses(tables) == [("ana", "bo", "met", "stated")]


def test_without_inference_hints_are_left_out() -> None:
    tables = world("joins", (103, "bo", "me"), stated=True)
    rows = evidence.with_introductions(tables, inferred=False).introductions
    assert list(rows["origin"]) == ["stated"]


def test_weighing_twice_changes_nothing() -> None:
    once = evidence.with_introductions(world("joins", (103, "bo", "me")))
    twice = evidence.with_introductions(once)
    assert once.introductions.equals(twice.introductions)
