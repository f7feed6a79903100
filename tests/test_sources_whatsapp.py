"""WhatsApp's chats: every phone's way of writing a line, and who is who in it."""

from __future__ import annotations

import datetime as dt
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.errors import SourceError
from netgraph.schema import EGO, Tables
from netgraph.sources.rows import Reading
from netgraph.sources.whatsapp_lines import dated_lines, day_order

NARROW, LEFT = "\u202f", "\u200e"


def chat(tmp_path: Path, *lines: str, name: str = "_chat.txt") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(tmp_path: Path, *lines: str, **more: object) -> Reading:
    return sources.read(chat(tmp_path, *lines, **more))  # type: ignore[arg-type]


def moments(tables: Tables) -> list[str]:
    return [str(i.astype("datetime64[s]")) for i in tables.events["instant"].to_numpy()]


LINES = {
    f"[3/4/25, 2:05:09{NARROW}PM] Ines: Hi": (3, 4, 25, "14:05:09"),
    "13/03/2025, 14:06 - Ines: Hi": (13, 3, 2025, "14:06:00"),
    "13.6.2018 klo 21.25.15 - Ines: Hi": (13, 6, 2018, "21:25:15"),
    f"{LEFT}[13.06.18, 21:25:15] Ines: {LEFT}image omitted": (13, 6, 18, "21:25:15"),
    "2023/12/30 下午2:05 - Ines: 你好": (2023, 12, 30, "14:05:00"),
    "[2023-12-30, 2:05:09 p. m.] Ines: y": (2023, 12, 30, "14:05:09"),
    "30/12/23, 2:05\u00a0p.\u00a0m. - Ines: hola": (30, 12, 23, "14:05:00"),
    "12/03/2023 à 14:06 - Ines: s": (12, 3, 2023, "14:06:00"),
    "2018. 6. 13. 오후 9:25, Ines: hi": (2018, 6, 13, "21:25:00"),
    "6/13/18, 12:25 AM - Ines: hi": (6, 13, 18, "00:25:00"),
    "6/13/18, 12:25 PM - Ines: hi": (6, 13, 18, "12:25:00"),
    "13-06-18 21:25 - Ines: x": (13, 6, 18, "21:25:00"),
    "[2023-12-30 21:25:15] Ines: x": (2023, 12, 30, "21:25:15"),
    "١٣\u200f/٦\u200f/٢٠١٨, ٩:٢٥ م - Ines: b": (13, 6, 2018, "21:25:00"),
    "\ufeff13/03/2025, 14:06 - Ines: Hi": (13, 3, 2025, "14:06:00"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_however_a_phone_writes_it(line: str) -> None:
    (found,) = dated_lines(iter([(1, line)]))
    clock = str(dt.timedelta(seconds=found.clock)).zfill(8)
    assert (*found.parts, clock) == LINES[line]
    assert found.author_and_text is not None
    assert found.author_and_text[0] == "Ines"


NO_LINES = (
    "On 3/4/25, 2:05 PM, Bob wrote: x",
    "25:61 - a: b",
    "1/2 - a: b",
    "13/03/2025 - a: b",
    "",
)


@pytest.mark.parametrize("line", NO_LINES)
def test_what_is_no_dated_line_goes_on_with_the_one_before(line: str) -> None:
    lines = list(dated_lines(iter([(1, "13/03/2025, 14:06 - Ines: Hi"), (2, line)])))
    assert [found.number for found in lines] == [1]


# --- day and month ---------------------------------------------------------------------------
ORDERS = [
    (("1/2/25, 10:00 - a: x", "13/2/25, 10:00 - b: x"), "day first"),
    (("1/2/25, 10:00 - a: x", "2/13/25, 10:00 - b: x"), "month first"),
    (("1/2/25, 10:00 - a: x", "2/2/25, 10:00 - b: x", "1/3/25, 10:00 - a: x"), "day first"),
    (("1/2/25, 10:00 - a: x", "1/3/25, 10:00 - b: x", "2/1/25, 10:00 - a: x"), "month first"),
    (("2025/2/1, 10:00 - a: x",), "year first"),
    (("1.2.25, 10:00 - a: x",), "day first"),
    (("5/5/25, 10:00 - a: x",), "day first"),
]


@pytest.mark.parametrize(("lines", "order"), ORDERS)
def test_the_day_is_told_from_the_whole_file(lines: tuple[str, ...], order: str) -> None:
    found, doubt = day_order(list(dated_lines(enumerate(lines, start=1))), None)  # type: ignore[arg-type]
    assert (found, doubt) == (order, "")


def test_no_message_is_of_a_day_to_come() -> None:
    lines = list(dated_lines(iter([(1, "1/12/25, 10:00 - a: x")])))
    assert day_order(lines, dt.date(2025, 6, 1)) == ("month first", "")
    assert day_order(lines, dt.date(2026, 6, 1))[1] != ""


def test_what_stays_open_is_said(tmp_path: Path) -> None:
    reading = read(tmp_path, "1/2/25, 10:00 - Ana: x", "1/2/25, 10:01 - Bo: x")
    assert moments(reading.tables)[0] == "2025-02-01T10:00:00"
    assert any("day/month or month/day" in w for w in reading.reports[0].warnings)
    american = read(tmp_path, "1/2/25, 10:00 AM - Ana: x", "1/2/25, 10:01 AM - Bo: x")
    assert moments(american.tables)[0] == "2025-01-02T10:00:00"


@given(
    st.lists(st.dates(dt.date(2010, 1, 1), dt.date(2030, 1, 1)), min_size=1, max_size=30),
    st.booleans(),
)
def test_dates_in_order_are_never_read_the_wrong_way_without_a_word(
    days: list[dt.date], is_american: bool
) -> None:
    days = sorted(days)
    form = "{m}/{d}/{y}" if is_american else "{d}/{m}/{y}"
    lines = [f"{form.format(d=day.day, m=day.month, y=day.year)}, 10:00 - Ana: x" for day in days]
    found, doubt = day_order(list(dated_lines(iter(enumerate(lines, start=1)))), None)
    is_right = found == ("month first" if is_american else "day first")
    assert is_right or doubt or all(d.day == d.month for d in days)


def test_a_thai_phone_counts_years_from_buddha(tmp_path: Path) -> None:
    tables = read(tmp_path, "13/3/2568 09:15 - Ana: x", "13/3/2568 09:16 - Bo: x").tables
    assert moments(tables)[0] == "2025-03-13T09:15:00"


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_chat_is_read_in_every_encoding(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "_chat.txt"
    path.write_bytes("13/03/2025, 09:15 - Zoë: x\n13/03/2025, 09:16 - Bo: é\n".encode(coding))
    assert set(sources.read(path).tables.contacts["name"]) == {"Zoë", "Bo"}


# --- who wrote -------------------------------------------------------------------------------
IPHONE = (
    f"[13/03/2025, 09:00:00] Hikers: {LEFT}Messages and calls are end-to-end encrypted.",
    f"[13/03/2025, 09:00:01] Hikers: {LEFT}Ana Ruiz created this group",
    "[13/03/2025, 09:15:00] Ana Ruiz: Who comes?",
    f"[13/03/2025, 09:15:30] Bo Lind: {LEFT}image omitted",
    f"[13/03/2025, 09:16:00] Cy: {LEFT}Cy left",
    "[13/03/2025, 09:17:00] ~\u202fDi: I do",
    "two lines",
    "[13/03/2025, 09:18:00] \u202a+41 44 668 18 00\u202c: me too",
    f"[13/03/2025, 09:19:00] Ana Ruiz: {LEFT}<attached: 0001-PHOTO.jpg>",
)


def test_what_whatsapp_says_is_told_from_what_people_say(tmp_path: Path) -> None:
    reading = read(tmp_path, *IPHONE)
    report = reading.reports[0]
    assert report.records == 5
    assert report.ignored == ("3 lines by WhatsApp itself",)
    names = dict(zip(reading.tables.contacts["id"], reading.tables.contacts["name"], strict=True))
    assert names == {
        "whatsapp:ana ruiz": "Ana Ruiz",
        "whatsapp:bo lind": "Bo Lind",
        "whatsapp:_chat.txt:di": "Di",
        "tel:+41446681800": "",
    }


def test_newer_iphones_let_the_other_person_say_what_whatsapp_says(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        f"[13/03/2025, 09:00:00] Ana: {LEFT}Nachrichten sind Ende-zu-Ende-verschlüsselt.",
        f"[13/03/2025, 09:00:01] Ana: {LEFT}Ana ha cambiado su número de teléfono.",
        "[13/03/2025, 09:01:00] Ana: is this end-to-end encrypted?",
        "[13/03/2025, 09:02:00] Bo: yes",
        f"[13/03/2025, 09:03:00] Ana: {LEFT}Ana CV.pdf • 3 pages",
    )
    assert reading.reports[0].records == 3
    assert reading.reports[0].ignored == ("2 lines by WhatsApp itself",)


def test_the_first_notice_is_known_without_its_mark_and_later_words_are_not(tmp_path: Path) -> None:
    words = "Messages to this chat are now secured with end-to-end encryption."
    lines = [f"[13/03/2025, 09:0{i}:00] {n}: {words}" for i, n in enumerate(["Ana", "Bo", "Ana"])]
    reading = read(tmp_path, *lines)
    assert reading.reports[0].records == 2
    assert reading.reports[0].ignored == ("1 line by WhatsApp itself",)


def test_the_group_a_chat_is_named_after_is_nobody_and_a_friend_who_sends_photos_is(
    tmp_path: Path,
) -> None:
    talk = ("[13/03/2025, 09:01:00] Cy: x", "[13/03/2025, 09:02:00] Bo: y")
    group = read(
        tmp_path,
        f"[13/03/2025, 09:00:00] Hikers: {LEFT}Cy added you",
        *talk,
        name="WhatsApp Chat - Hikers.txt",
    )
    assert set(group.tables.contacts["name"]) == {"Cy", "Bo"}
    photo = f"[13/03/2025, 09:00:00] Ana: {LEFT}<attached: 0001-PHOTO.jpg>"
    friend = read(tmp_path, photo, talk[1], name="WhatsApp Chat - Ana.txt")
    assert set(friend.tables.contacts["name"]) == {"Ana", "Bo"}
    assert friend.reports[0].records == 2


def test_nobody_has_a_name_of_a_hundred_letters(tmp_path: Path) -> None:
    told = f"Ana changed the group description to {'all about the walk ' * 6}: bring a coat"
    reading = read(tmp_path, *(f"13/03/2025, 09:00 - {x}" for x in ("Ana: x", told, "Bo: y")))
    assert len(reading.tables.contacts) == 2
    assert reading.reports[0].ignored == ("1 line by WhatsApp itself",)


ANDROID = (
    "13/03/2025, 09:00 - Messages and calls are end-to-end encrypted. Tap to learn more.",
    '13/03/2025, 09:01 - Ana changed the subject to "Trip: Rome"',
    '13/03/2025, 09:01 - You created group "Family"',
    "13/03/2025, 09:02 - Ana: <Media omitted>",
    "13/03/2025, 09:03 - Bo: IMG-1.jpg (file attached)",
    "13/03/2025, 09:04 - Bo: see: this has: colons",
    "13/03/2025, 09:04 - Bo:",
)


def test_android_names_no_author_for_what_whatsapp_says(tmp_path: Path) -> None:
    reading = read(tmp_path, *ANDROID, name="WhatsApp Chat with Ana.txt")
    assert reading.reports[0].records == 4
    assert reading.reports[0].ignored == ("3 lines by WhatsApp itself",)
    assert set(reading.tables.event_people["person"]) == {"whatsapp:ana", EGO}


def test_a_message_is_by_its_author_to_everybody_else(tmp_path: Path) -> None:
    lines = [f"13/03/2025, 09:0{i} - {n}: x" for i, n in enumerate(["Ana", "Bo", "Cy"])]
    tables = read(tmp_path, *lines).tables
    parts = tables.event_people.groupby("event").apply(
        lambda g: dict(zip(g["person"], g["role"], strict=True)), include_groups=False
    )
    assert parts.iloc[0] == {"whatsapp:ana": "by", "whatsapp:bo": "to", "whatsapp:cy": "to"}
    event = tables.events.iloc[0]
    assert (event["kind"], event["precision"]) == ("message", "minute")
    assert event["offset_minutes"] != event["offset_minutes"]
    assert moments(tables)[0] == "2025-03-13T09:00:00"


PHONES = (
    "+41 44 668 18 00",
    "\u202a+41\u00a044\u00a0668\u00a018\u00a000\u202c",
    "+41 44 668\u201118\u201100",
)


@pytest.mark.parametrize("phone", PHONES)
def test_a_number_is_a_key_however_its_parts_are_held_together(tmp_path: Path, phone: str) -> None:
    lines = (f"13/03/2025, 09:00 - {phone}: x", "13/03/2025, 09:01 - Bo\x07\u200b Lind: x")
    contacts = read(tmp_path, *lines).tables.contacts
    assert dict(zip(contacts["id"], contacts["name"], strict=True)) == {
        "tel:+41446681800": "",
        "whatsapp:bo lind": "Bo Lind",
    }


def test_a_name_joins_nobody_of_another_source(tmp_path: Path) -> None:
    chat(tmp_path, "13/03/2025, 09:00 - Ana: x", "13/03/2025, 09:01 - Bo: x")
    (tmp_path / "contacts.csv").write_text("id,name\nz,Ana\n", encoding="utf-8")
    tables = identity.resolve(sources.read(tmp_path).tables)
    assert list(tables.contacts["name"]).count("Ana") == 2


def test_the_zip_around_a_chat_says_whom_it_is_with(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Ana Ruiz.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "_chat.txt",
            "\n".join(["[13/03/2025, 09:00:00] Ana Ruiz: x", "[13/03/2025, 09:01:00] Sam: y"]),
        )
        archive.writestr("00001-PHOTO.jpg", b"\xff\xd8\xff")
    resolved = identity.resolve(sources.read(path).tables)
    assert resolved.contacts.set_index("id").loc[resolved.owner, "name"] == "Sam"


TITLES = (
    "WhatsApp Chat with Ana Ruiz.txt",
    "WhatsApp-Chat mit Ana Ruiz.txt",
    "Discussion WhatsApp avec Ana Ruiz.txt",
    "Chat de WhatsApp con Ana Ruiz.txt",
    "Conversa do WhatsApp com Ana Ruiz (2).txt",
)


@pytest.mark.parametrize("name", TITLES)
def test_the_owner_is_the_one_whom_the_chat_is_not_named_after(tmp_path: Path, name: str) -> None:
    lines = ("13/03/2025, 09:00 - Ana Ruiz: x", "13/03/2025, 09:01 - Sam: x")
    reading = read(tmp_path, *lines, name=name)
    resolved = identity.resolve(reading.tables)
    assert resolved.contacts.set_index("id").loc[resolved.owner, "name"] == "Sam"
    assert reading.reports[0].warnings == ()


def test_the_owner_of_several_chats_is_in_all_of_them(tmp_path: Path) -> None:
    for name, other in (("a", "Ana"), ("b", "Bo"), ("c", "Cy")):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr(
                "_chat.txt",
                f"[13/03/2025, 09:00:00] {other}: x\n[13/03/2025, 09:01:00] Sam: y\n"
                f"[13/03/2025, 09:02:00] {other}: z\n",
            )
    reading = sources.read(tmp_path)
    resolved = identity.resolve(reading.tables)
    assert resolved.contacts.set_index("id").loc[resolved.owner, "name"] == "Sam"
    assert len(resolved.contacts) == 4


def test_a_group_of_many_and_a_chat_with_nobody_make_no_ties(tmp_path: Path) -> None:
    crowd = [f"13/03/2025, 09:{i:02d} - P{i} X: x" for i in range(26)]
    reading = read(tmp_path, *crowd)
    assert len(reading.tables.events) == 0
    assert "more than 25" in reading.reports[0].ignored[0]
    alone = read(tmp_path, "13/03/2025, 09:00 - Ana: x")
    assert len(alone.tables.events) == 0
    assert alone.reports[0].ignored


def test_a_longer_export_of_the_same_chat_adds_only_what_is_new(tmp_path: Path) -> None:
    lines = [
        "13/03/2025, 09:00 - Ana: x",
        "13/03/2025, 09:00 - Ana: y",
        "13/03/2025, 09:01 - Bo: x",
        "14/03/2025, 09:01 - Bo: x",
    ]
    name = "WhatsApp Chat with Ana.txt"
    before = set(read(tmp_path, *lines[:3], name=name).tables.events["id"])
    after = set(read(tmp_path, *lines, name=name).tables.events["id"])
    assert len(before) == 3
    assert before < after
    assert len(after) == 4
    again = ["13/03/2025, 09:01 - Bo: x", "14/03/2025, 09:01 - Bo: x", "15/03/2025, 09:01 - Ana: z"]
    capped = set(read(tmp_path, *again, name=name).tables.events["id"])  # the newest 40,000
    assert len(capped - after) == 1
    assert len(capped & after) == 2


def test_a_message_without_end_is_not_held_in_memory(tmp_path: Path) -> None:
    path = chat(
        tmp_path, "13/03/2025, 09:00 - Ana: x", "13/03/2025, 09:01 - Bo: " + "x" * 40_000_000
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("13/03/2025, 09:02 - Ana: y\n")
    tracemalloc.start()
    report = sources.read(path).reports[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.records == 3
    assert peak < 39_000_000


def test_texts_are_not_kept(tmp_path: Path) -> None:
    tables = read(tmp_path, "13/03/2025, 09:00 - Ana: secret", "13/03/2025, 09:01 - Bo: x").tables
    assert "secret" not in "".join(tables[n].to_csv() for n in ("events", "introductions"))


def test_a_date_that_does_not_exist_costs_one_message(tmp_path: Path) -> None:
    lines = ("13/03/2025, 09:00 - Ana: x", "31/02/2025, 09:00 - Bo: x", "14/03/2025, 09:00 - Bo: x")
    report = read(tmp_path, *lines).reports[0]
    assert (report.records, [s.line for s in report.skipped]) == (2, [2])


@pytest.mark.parametrize(
    "line",
    [
        "2024-03-01 10:00:00 - INFO: started",
        "[2024-03-01 10:00:00] production.ERROR: failed",
        "2024-03-01,ana,bo",
    ],
)
def test_a_log_of_a_program_is_no_chat(tmp_path: Path, line: str) -> None:
    path = chat(tmp_path, line, line, name="server.txt")
    with pytest.raises(SourceError):
        sources.read(path)


@given(st.text(max_size=300))
def test_no_text_breaks_the_lines(text: str) -> None:
    lines = list(dated_lines(iter(enumerate(text.split("\n"), start=1))))
    day_order(lines, None)


def test_the_sample_chats_hold_what_was_counted_by_eye(shared_data: Path) -> None:
    folder = shared_data / "formats" / "whatsapp"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name, figures in expected.items():
        reading = sources.read(folder / name)
        report, tables = reading.reports[0], reading.tables
        assert (report.records, report.skipped) == (figures["messages"], ())
        n = figures["system_lines"]
        assert (f"{n} line by WhatsApp itself" in report.ignored) == bool(n)
        by = tables.event_people[tables.event_people["role"] == "by"]["person"].value_counts()
        named = dict(zip(tables.contacts["id"], tables.contacts["name"], strict=True))
        assert {named[k]: n for k, n in by.items()} == figures["authors"]
        times = sorted(moments(tables))
        assert times[0].startswith(figures.get("first_message", figures.get("first", "2023")))
        assert times[-1].startswith(figures.get("last_message", "2023"))
