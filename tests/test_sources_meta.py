"""Facebook, Messenger and Instagram as JSON, in samples of our own: both forms, damaged letters."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.errors import SourceError
from netgraph.schema import EGO, Tables
from netgraph.sources.meta import repaired

ME, ZOE, BO = "Nora Feld", "Zoë Łąk", "Bo Lind"
START = 1_709_547_634_000
Sample = dict[str, Any]


def damaged(text: str) -> str:
    return text.encode().decode("latin-1")


def message(sender: str, after: int = 0, text: str = "x", **more: Any) -> Sample:
    return {
        "sender_name": damaged(sender),
        "timestamp_ms": START + 1_000 * after,
        "content": damaged(text),
        "is_geoblocked_for_viewer": False,
    } | more


def thread(*messages: Sample, people: tuple[str, ...] = (ZOE, ME), title: str = ZOE) -> Sample:
    return {
        "participants": [{"name": damaged(p)} for p in people],
        "messages": list(messages),
        "title": damaged(title),
        "is_still_participant": True,
        "thread_path": "inbox/zoelak_1",
    }


def encrypted(*messages: tuple[str, int], people: tuple[str, ...] = (ZOE, ME)) -> Sample:
    return {
        "participants": list(people),
        "threadName": f"{people[0]}_12",
        "messages": [
            {
                "isUnsent": False,
                "media": [],
                "reactions": [],
                "senderName": sender,
                "text": "x",
                "timestamp": START + 1_000 * after,
                "type": "text",
            }
            for sender, after in messages
        ],
    }


def put(place: Path, files: dict[str, Sample]) -> Path:
    for name, data in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data), encoding="utf-8")
    return place


INBOX = "your_facebook_activity/messages/inbox"
TALK = thread(message(ME, 60), message(ZOE))


def parts(tables: Tables) -> list[dict[str, str]]:
    rows = tables.event_people
    return [
        dict(zip(g["person"], g["role"], strict=True)) for _, g in rows.groupby("event", sort=False)
    ]


# --- letters ---------------------------------------------------------------------------------
@given(st.text())
def test_damaged_letters_are_put_right(text: str) -> None:
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert repaired(damaged(text)) == text


@given(st.text(st.characters(min_codepoint=256, blacklist_categories=["Cs"]), min_size=1))
def test_right_letters_stay_as_they_are(text: str) -> None:
    assert repaired(text) == text
    assert repaired(f"Zoë {text}") == f"Zoë {text}"
    assert repaired("Zoë") == "Zoë"
    assert repaired(repaired(damaged(text))) == text


def test_half_an_emoji_and_marks_that_cannot_be_seen_are_no_part_of_a_name(tmp_path: Path) -> None:
    odd = "Bo \ud83d\u202e\x07Lind"
    talk = thread(message(ME)) | {"participants": [{"name": odd}, {"name": ME}], "title": odd}
    tables = sources.read(put(tmp_path, {f"{INBOX}/bo_1/message_1.json": talk})).tables
    assert set(tables.contacts["name"]) == {"Bo Lind", ME}
    tables.contacts.to_csv(tmp_path / "contacts.csv")


# --- chats -----------------------------------------------------------------------------------
def test_a_message_is_by_its_sender_to_the_others(tmp_path: Path) -> None:
    tables = sources.read(put(tmp_path, {f"{INBOX}/zoe_1/message_1.json": TALK})).tables
    assert parts(tables) == [
        {"facebook:zoe lak": "to", EGO: "by"},
        {"facebook:zoe lak": "by", EGO: "to"},
    ]
    event = tables.events.sort_values("instant").iloc[0]
    assert (event["instant"], event["offset_minutes"]) == (START // 1_000, 0)
    assert (event["kind"], event["precision"], event["note"]) == ("message", "second", "")
    names = tables.contacts.set_index("id")["name"]
    assert (names["facebook:zoe lak"], names[EGO]) == (ZOE, ME)


def test_both_downloads_are_read_and_a_message_in_both_is_one(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "facebook.zip", "w") as archive:
        archive.writestr(f"{INBOX}/zoe_1/message_1.json", json.dumps(TALK))
    with zipfile.ZipFile(tmp_path / "messages.zip", "w") as archive:
        archive.writestr("Zoe_12.json", json.dumps(encrypted((ZOE, 0), (ME, 90))))
    reading = sources.read(tmp_path)
    assert [r.records for r in reading.reports] == [2, 2]
    assert not any("second download" in w for r in reading.reports for w in r.warnings)
    assert len(identity.resolve(reading.tables).events) == 3


def test_an_encrypted_chat_names_also_who_never_wrote(tmp_path: Path) -> None:
    talk = encrypted((ZOE, 0), (ME, 1), people=(ZOE, ME, BO))
    tables = sources.read(put(tmp_path, {"Zoe_12.json": talk})).tables
    assert set(tables.contacts["name"]) == {ZOE, ME, BO}
    assert parts(tables)[0]["facebook:bo lind"] == "to"
    assert tables.events["instant"].tolist() == [START // 1_000, START // 1_000 + 1]


def test_an_old_inbox_alone_says_where_the_rest_is(tmp_path: Path) -> None:
    reading = sources.read(put(tmp_path, {f"{INBOX}/zoe_1/message_1.json": TALK}))
    assert any("second download" in w for w in reading.reports[0].warnings)
    later = {**TALK, "messages": [message(ZOE, 20_000_000)]}
    reading = sources.read(put(tmp_path, {f"{INBOX}/zoe_1/message_1.json": later}))
    assert not any("second download" in w for w in reading.reports[0].warnings)


def test_a_chat_in_several_files_is_one_chat(tmp_path: Path) -> None:
    files = {
        f"{INBOX}/zoe_1/message_{n}.json": thread(message(ZOE, n), message(ME, 10 + n))
        for n in range(1, 4)
    }
    tables = identity.resolve(sources.read(put(tmp_path, files)).tables)
    assert (len(tables.events), len(tables.contacts)) == (6, 2)


def test_the_owner_is_named_by_the_profile_or_is_in_every_chat(tmp_path: Path) -> None:
    group = thread(message(ZOE), message(BO, 1), people=(ZOE, BO, ME), title="Hike")
    other = thread(message(ME, 5), people=("Cy D", ME), title="")
    files = {f"{INBOX}/a/message_1.json": group, f"{INBOX}/b/message_1.json": other}
    tables = identity.resolve(sources.read(put(tmp_path / "one", files)).tables)
    assert tables.contacts.set_index("id").loc[tables.owner, "name"] == ME
    profile = {
        "profile_v2": {"name": {"full_name": damaged(ZOE)}, "emails": {"emails": ["z@x.org"]}}
    }
    files["personal_information/profile_information/profile_information.json"] = profile
    tables = identity.resolve(sources.read(put(tmp_path / "two", files)).tables)
    card = tables.contacts.set_index("id").loc[tables.owner]
    assert (card["name"], card["emails"]) == (ZOE, "z@x.org")


def test_who_the_owner_is_may_stay_open(tmp_path: Path) -> None:
    group = thread(message(ZOE), message(BO, 1), people=(ZOE, BO, ME), title="Hike")
    reading = sources.read(put(tmp_path, {"messages/inbox/a/message_1.json": group}))
    assert reading.tables.owner == ""
    assert "ego" in reading.reports[0].warnings[0]


def test_instagram_is_another_account(tmp_path: Path) -> None:
    path = "your_instagram_activity/messages/inbox/zoe_1/message_1.json"
    tables = sources.read(put(tmp_path, {path: TALK})).tables
    assert set(tables.event_people["person"]) == {"instagram:zoe lak", EGO}


LEFT_OUT = {
    "requests": ("your_facebook_activity/messages/message_requests/a/message_1.json", TALK),
    "second person": (
        f"{INBOX}/gone/message_1.json",
        thread(message(ME), people=("Facebook user", ME), title="Facebook user"),
    ),
    "more than 25": (
        f"{INBOX}/crowd/message_1.json",
        thread(message(ME), people=(*(f"P {i}" for i in range(26)), ME), title="Crowd"),
    ),
    "service itself": (
        f"{INBOX}/new/message_1.json",
        thread(message(ZOE, text="You are now connected on Messenger.")),
    ),
    "missed calls": (f"{INBOX}/call/message_1.json", thread(message(ZOE, call_duration=0))),
}


@pytest.mark.parametrize("reason", LEFT_OUT)
def test_what_is_no_contact_is_left_out_and_counted(tmp_path: Path, reason: str) -> None:
    path, data = LEFT_OUT[reason]
    reading = sources.read(put(tmp_path, {path: data}))
    assert len(reading.tables.events) == 0
    assert reading.reports[0].records == len(data["messages"])
    assert any(reason in line for line in reading.reports[0].ignored)


def test_who_joins_or_leaves_a_group_wrote_nothing(tmp_path: Path) -> None:
    said = (message(ZOE, 1, type="Subscribe"), message(BO, 2, type="Unsubscribe"), message(ME, 3))
    talk = thread(*said, people=(ZOE, BO, ME), title="Hike")
    reading = sources.read(put(tmp_path, {f"{INBOX}/a/message_1.json": talk}))
    assert len(reading.tables.events) == 1
    assert reading.reports[0].ignored == ("2 messages of the service itself",)


@pytest.mark.parametrize("moment", [0, -5, 10**15, True, "1709547634000", None])
def test_a_message_of_no_time_costs_one_message(tmp_path: Path, moment: object) -> None:
    talk = thread(message(ZOE, timestamp_ms=moment), message(ME, 3))
    report = sources.read(put(tmp_path, {f"{INBOX}/a/message_1.json": talk})).reports[0]
    assert (report.records, len(report.skipped)) == (1, 1)


def test_a_call_is_a_call(tmp_path: Path) -> None:
    talk = thread(message(ZOE, call_duration=600, type="Call"))
    tables = sources.read(put(tmp_path, {f"{INBOX}/a/message_1.json": talk})).tables
    assert tables.events[["kind", "minutes"]].to_numpy().tolist() == [["call", 10.0]]


def test_a_broken_message_costs_one_message(tmp_path: Path) -> None:
    bad = [{"content": "x"}, "text", {"sender_name": "Zoe", "timestamp_ms": "soon"}, None]
    data = thread(message(ZOE), *bad, message(ME, 9))  # type: ignore[arg-type]
    report = sources.read(put(tmp_path, {f"{INBOX}/a/message_1.json": data})).reports[0]
    assert (report.records, len(report.skipped)) == (2, 4)


def test_a_damaged_file_among_others_is_named(tmp_path: Path) -> None:
    put(tmp_path, {f"{INBOX}/a/message_1.json": TALK})
    bad = tmp_path / INBOX / "b" / "message_1.json"
    bad.parent.mkdir()
    bad.write_text(json.dumps(TALK)[:-20])
    reading = sources.read(tmp_path)
    assert len(reading.tables.events) == 2
    assert any("download it again" in i for r in reading.reports for i in r.ignored)
    with pytest.raises(SourceError, match="download it again"):
        sources.read(bad)


def test_the_web_pages_of_the_other_choice_are_refused_with_the_cure(tmp_path: Path) -> None:
    page = tmp_path / "message_1.html"
    page.write_text("<!DOCTYPE html><html><body>Zoe</body></html>")
    with pytest.raises(SourceError, match="JSON"):
        sources.read(page)


def test_texts_are_not_kept(tmp_path: Path) -> None:
    talk = thread(message(ZOE, text="secret"), message(ME, 5))
    tables = sources.read(put(tmp_path, {f"{INBOX}/a/message_1.json": talk})).tables
    assert "secret" not in "".join(tables[n].to_csv() for n in ("events", "introductions"))


# --- friends ---------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["friends_v2"])
def test_friends_are_connections_since_a_day(tmp_path: Path, key: str) -> None:
    listed = [{"name": damaged(ZOE), "timestamp": START // 1_000}, {"name": BO}, {"timestamp": 1}]
    files = {
        "connections/friends/your_friends.json": {key: listed},
        f"{INBOX}/a/message_1.json": TALK,
    }
    reading = sources.read(put(tmp_path, files))
    ties = reading.tables.ties.set_index("b")
    assert set(ties.index) == {"facebook:zoe lak", "facebook:bo lind"}
    assert set(ties["a"]) == {EGO}
    assert set(ties["relation"]) == {"connection"}
    assert str(ties.loc["facebook:zoe lak", "since"])[:10] == "2024-03-04"
    report = next(r for r in reading.reports if "friends" in r.path)
    assert (report.records, len(report.skipped)) == (2, 1)
    assert len(identity.resolve(reading.tables).contacts) == 3


def test_an_account_that_is_gone_is_no_friend(tmp_path: Path) -> None:
    listed = [{"name": n} for n in ("Facebook user", "Utilisateur de Facebook", BO)]
    tables = sources.read(put(tmp_path, {"friends.json": {"friends_v2": listed}})).tables
    assert tables.ties["b"].tolist() == ["facebook:bo lind"]


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16"])
def test_json_with_a_byte_order_mark_is_read(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "message_1.json"
    path.write_bytes(json.dumps(TALK).encode(coding))
    assert len(sources.read(path).tables.events) == 2


def test_two_friends_of_one_name_are_said(tmp_path: Path) -> None:
    listed = [{"name": BO, "timestamp": 1_700_000_000}, {"name": BO, "timestamp": 1_600_000_000}]
    reading = sources.read(put(tmp_path, {"friends.json": {"friends_v2": listed}}))
    assert BO in reading.reports[0].warnings[0]
    assert len(reading.tables.ties) == 1


def test_a_name_joins_nobody_of_another_source(tmp_path: Path) -> None:
    put(tmp_path, {f"{INBOX}/a/message_1.json": TALK})
    (tmp_path / "contacts.csv").write_text(f"id,name\nz,{ZOE}\n", encoding="utf-8")
    tables = identity.resolve(sources.read(tmp_path).tables)
    assert list(tables.contacts["name"]).count(ZOE) == 2
