"""Mailboxes: every mail once, no ghosts; which mails are contact, and what stays of them."""

from __future__ import annotations

import datetime as dt
import io
import json
import mailbox
import random
import subprocess
import sys
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.errors import SourceError
from netgraph.schema import EGO, Tables
from netgraph.sources import mbox
from netgraph.sources.mbox import letters

MARK = "From 1790123456789012345@xxx Mon Mar 04 11:20:34 +0000 2024"
PLAIN = """Delivered-To: me@example.org
Message-ID: <{id}@example.org>
Date: Mon, 04 Mar 2024 11:20:34 +0100
From: Ana Ruiz <ana@example.org>
To: Me <me@example.org>
Subject: {id}
"""


def letter(id_: str = "1", head: str = "", body: str = "Hello.", mark: str = MARK) -> str:
    return f"{mark}\n{head or PLAIN.format(id=id_)}\n{body}\n\n"


def box(tmp_path: Path, *mails: str, name: str = "All mail.mbox") -> Path:
    path = tmp_path / name
    path.write_bytes("".join(mails).encode())
    return path


def split(text: str | bytes) -> list[mbox.Letter]:
    data = text.encode() if isinstance(text, str) else text
    return list(letters(io.BytesIO(data)))


def parts(tables: Tables, event: int = 0) -> dict[str, str]:
    id_ = tables.events["id"].iloc[event]
    rows = tables.event_people[tables.event_people["event"] == id_]
    return dict(zip(rows["person"], rows["role"], strict=True))


def headed(**fields: str) -> str:
    """A mail like the plain one, with other fields; an empty one is left out."""
    known = {
        "Delivered-To": "me@example.org",
        "Message-ID": "<1@example.org>",
        "Date": "Mon, 04 Mar 2024 11:20:34 +0100",
        "From": "Ana Ruiz <ana@example.org>",
        "To": "Me <me@example.org>",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    return letter(head="".join(f"{k}: {v}\n" for k, v in known.items() if v))


# --- splitting -------------------------------------------------------------------------------
GHOSTS = (
    "From now on I am in the new office.",
    "From the 3rd at 10:30 it is open.",
    "From Monday 4 March 2024 at 11:20:34 on",
    "From bob@example.org Mon Mar 04 11:20:34 2024\nwrote me yesterday",
    "From the archive\nDate: not a mail",
)


@pytest.mark.parametrize("ghost", GHOSTS)
def test_a_line_that_begins_with_from_makes_no_mail(ghost: str) -> None:
    found = split(letter("1", body=f"Hello,\n\n{ghost}\n\nBye") + letter("2"))
    assert [f.head.count(b"Message-ID") for f in found] == [1, 1]


def test_the_standard_library_finds_ghosts_where_there_are_none(tmp_path: Path) -> None:
    path = box(tmp_path, *(letter(str(i), body=f"a\n\n{g}") for i, g in enumerate(GHOSTS)))
    stdlib = mailbox.mbox(path)
    assert len(stdlib) > len(GHOSTS)
    stdlib.close()
    assert sources.read(path).reports[0].records == len(GHOSTS)


MARKS = (
    "From ana@example.org Mon Mar  4 11:20:34 2024",
    "From - Mon Mar 04 11:20:34 2024",
    "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
    "From ana at example.org  Thu Apr 14 11:06:56 2016",
    "From ana@example.org Mon Mar  4 11:20:34 CET 2024",
    "From ana@example.org Mon Mar  4 11:20 2024",
    "From ana@example.org Mon, 4 Mar 2024 11:20:34 +0100",
    "From ???@??? Mon Mar 04 11:20:34 2024",
    "From 179@xxx Mon Mar 04 11:20:34 +0000 2024",
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_from_line_is_known_in_all_its_forms(mark: str, end: str) -> None:
    text = (letter("1", mark=mark) + letter("2", mark=mark)).replace("\n", end)
    assert [found.from_line.decode() for found in split(text)] == [mark, mark]


def test_a_forgotten_empty_line_hides_no_mail() -> None:
    assert len(split(letter("1").rstrip("\n") + "\n" + letter("2"))) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_needs_an_empty_line_before_it_unless_a_head_begins_behind_it(end: str) -> None:
    mark = "From ana@example.org Mon Mar  4 11:20:34 2024"
    quoted = letter("1", body=f"They wrote:\n{mark}\nPS: bring a coat").replace("\n", end)
    assert len(split(quoted)) == 1
    odd = letter("2", head=f"X-Own: 1\n{PLAIN.format(id=2)}")
    assert len(split((letter("1") + odd).replace("\n", end))) == 2


@pytest.mark.parametrize("before", ["\ufeff", "\n\n", "\ufeff\r\n"])
def test_a_mailbox_is_known_behind_a_byte_order_mark_and_empty_lines(
    tmp_path: Path, before: str
) -> None:
    report = sources.read(box(tmp_path, before + letter("1"), letter("2"), name="mail")).reports[0]
    assert (report.kind, report.records) == ("mbox", 2)


def test_what_stands_before_the_first_mail_is_none() -> None:
    assert len(split("\ufeff" + letter("1"))) == 1
    assert len(split("Some words\n\n" + letter("1"))) == 1
    assert split("") == []


def test_quoted_from_lines_stay_in_their_mail() -> None:
    assert len(split(letter("1", body=f">From me\n>{MARK}\n>>{MARK}"))) == 1


WORDS = st.text(
    st.sampled_from("abc >:\n\r\t\u00e4") | st.characters(blacklist_categories=["Cs"]), max_size=80
)


@given(
    st.lists(st.lists(WORDS | st.sampled_from(GHOSTS), max_size=4), min_size=1, max_size=5),
    st.integers(1, 400),
    st.sampled_from(["\n", "\r\n"]),
)
def test_no_bodies_and_no_block_size_change_the_number_of_mails(
    bodies: list[list[str]], block: int, end: str
) -> None:
    text = "".join(
        letter(str(i), body="\n\n".join(lines).replace("\nFrom ", "\n>From ")).replace("\n", end)
        for i, lines in enumerate(bodies)
    )
    whole = split(text)
    assert len(whole) == len(bodies)
    pieces = list(letters(_InPieces(text.encode(), block)))
    assert [(p.line, p.head, p.body) for p in pieces] == [(w.line, w.head, w.body) for w in whole]
    for found in whole:
        assert text.encode().split(b"\n")[found.line - 1].startswith(b"From ")


class _InPieces(io.BytesIO):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__(data)
        self._size = size

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        return super().read(min(self._size, size))


def test_a_line_without_end_and_a_head_without_end_are_cut(tmp_path: Path) -> None:
    long = "x" * 5_000_000
    crowd = ", ".join(f"p{i}@example.org" for i in range(200_000))
    found = split(letter("1", body=long) + letter("2") + letter("3", f"To: {crowd}\n"))
    assert [len(f.head) <= 1 << 20 and len(f.body) <= 1 << 16 for f in found] == [True] * 3


# --- which mails are contact -----------------------------------------------------------------
def test_a_mail_is_an_event_by_its_sender_to_the_others(tmp_path: Path) -> None:
    text = headed(Cc='"Holm, Lars" <LARS@example.org>', To="Me <me@example.org>, bo@example.org")
    tables = sources.read(box(tmp_path, text)).tables
    event = tables.events.iloc[0]
    assert parts(tables) == {
        "mail:ana@example.org": "by",
        "mail:me@example.org": "to",
        "mail:bo@example.org": "to",
        "mail:lars@example.org": "cc",
    }
    assert (event["instant"], event["offset_minutes"]) == (1_709_547_634, 60)
    assert (event["precision"], event["kind"], event["origin"]) == ("second", "mail", "logged")
    names = dict(zip(tables.contacts["id"], tables.contacts["name"], strict=True))
    assert names["mail:lars@example.org"] == "Lars Holm"
    assert names["mail:bo@example.org"] == ""


LEFT_OUT = {
    "List-Id": "<letters.example.net>",
    "List-Unsubscribe": "<https://example.org/off>",
    "Precedence": "bulk",
    "Auto-Submitted": "auto-replied",
    "From": "no-reply@shop.example.com",
    "X-Gmail-Labels": "Inbox,Spam",
    "To": ", ".join(f"p{i}@example.org" for i in range(26)),
    "X-Spam-Flag": "YES",
}


@pytest.mark.parametrize("field", LEFT_OUT)
def test_what_is_no_contact_between_people_is_left_out_and_counted(
    tmp_path: Path, field: str
) -> None:
    odd = headed(**{field.replace("-", "_"): LEFT_OUT[field], "Message_ID": "<2@example.org>"})
    reading = sources.read(box(tmp_path, letter("1"), odd))
    report = reading.reports[0]
    assert len(reading.tables.events) == 1
    assert (report.records, len(report.skipped), len(report.ignored)) == (2, 0, 1)
    assert report.ignored[0].startswith("1 mail ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("List_Post", "<mailto:letters@example.net>"),
        ("Precedence", "list"),
        ("Precedence", "Junk"),
        ("Precedence", "auto_reply"),
        ("X_Autoreply", "yes"),
        ("Auto_Submitted", "Auto-Generated"),
        ("From", "Do Not Reply <do_not_reply@shop.example.com>"),
        ("From", "nicht-antworten@shop.example.com"),
        ("From", "MAILER-DAEMON@example.org"),
    ],
)
def test_what_lists_and_machines_send_is_left_out_however_they_say_so(
    tmp_path: Path, field: str, value: str
) -> None:
    reading = sources.read(box(tmp_path, headed(**{field: value, "Message_ID": "<2@x>"})))
    assert len(reading.tables.events) == 0
    assert len(reading.reports[0].ignored) == 1


def test_an_encoded_list_of_labels_comes_apart_behind_its_coding(tmp_path: Path) -> None:
    coded = (
        "=?UTF-8?Q?Archiviert,Kategorie_=E2=80=9EAllgemein=E2=80=9C,Entw?=\n =?UTF-8?Q?=C3=BCrfe?="
    )
    reading = sources.read(box(tmp_path, letter("1"), headed(X_Gmail_Labels=coded, Message_ID="")))
    assert reading.reports[0].ignored == ("1 mail drafts",)


def test_a_file_named_after_what_it_includes_is_no_spam(tmp_path: Path) -> None:
    name = "All mail Including Spam and Trash.mbox"
    assert len(sources.read(box(tmp_path, letter("1"), name=name)).tables.events) == 1
    for name in ("Spam.mbox", "Papierkorb.mbox"):
        assert len(sources.read(box(tmp_path, letter("1"), name=name)).tables.events) == 0


def test_who_only_sent_it_stands_in_for_a_missing_from(tmp_path: Path) -> None:
    text = headed(From="", Sender="Ana Ruiz <ana@example.org>")
    assert parts(sources.read(box(tmp_path, text)).tables) == {
        "mail:ana@example.org": "by",
        "mail:me@example.org": "to",
    }


def test_an_id_that_is_too_long_still_makes_copies_one_mail(tmp_path: Path) -> None:
    long = f"<{'x' * 100_000}@example.org>"
    tables = sources.read(box(tmp_path, headed(Message_ID=long), headed(Message_ID=long))).tables
    assert len(tables.events) == 1
    assert len(tables.events["id"].iloc[0]) < 300


@pytest.mark.parametrize(
    "label",
    [
        "Entwürfe",
        "=?UTF-8?Q?Entw=C3=BCrfe?=",
        "Papierkorb",
        "Corbeille",
        "スパム,迷惑メール",
        "Lixeira",
        "=?UTF-8?B?0KHQv9Cw0Lw=?=",
    ],
)
def test_labels_are_known_in_the_users_language(tmp_path: Path, label: str) -> None:
    reading = sources.read(box(tmp_path, letter("1"), headed(X_Gmail_Labels=label, Message_ID="")))
    assert len(reading.tables.events) == 1


def test_auto_submitted_no_is_a_person(tmp_path: Path) -> None:
    assert len(sources.read(box(tmp_path, headed(Auto_Submitted="no"))).tables.events) == 1


def test_a_mail_to_oneself_is_no_contact(tmp_path: Path) -> None:
    reading = sources.read(box(tmp_path, headed(From="me@example.org"), letter("2")))
    assert len(reading.tables.events) == 1
    assert reading.reports[0].ignored == ("1 mail without a second person",)


def test_a_machine_among_the_recipients_is_nobody(tmp_path: Path) -> None:
    tables = sources.read(
        box(tmp_path, headed(Cc="bounce@example.net, calendar-notification@example.com"))
    ).tables
    assert set(parts(tables)) == {"mail:ana@example.org", "mail:me@example.org"}


def test_who_is_in_bcc_is_in_touch_with_the_sender_alone(tmp_path: Path) -> None:
    text = headed(From="me@example.org", To="bo@example.org", Bcc="cy@example.org, di@example.org")
    tables = sources.read(box(tmp_path, text)).tables
    together = tables.event_people.groupby("event")["person"].apply(frozenset)
    assert {frozenset(p[5:7] for p in people) for people in together} == {
        frozenset({"me", "bo"}),
        frozenset({"me", "cy"}),
        frozenset({"me", "di"}),
    }


def test_copies_of_a_mail_are_one_event_in_one_file_and_in_several(tmp_path: Path) -> None:
    both = box(tmp_path, letter("1"), letter("1"), letter("2"))
    box(tmp_path, letter("2"), letter("3"), name="Inbox.mbox")
    reading = sources.read(both)
    assert len(reading.tables.events) == 2
    assert reading.reports[0].ignored == ("1 mail read already from another copy",)
    resolved = identity.resolve(sources.read(tmp_path).tables)
    assert sorted(resolved.events["id"]) == [f"mail:{i}@example.org" for i in (1, 2, 3)]
    assert len(resolved.event_people) == 6


def test_mails_without_message_id_are_told_apart_by_what_they_say_of_themselves(
    tmp_path: Path,
) -> None:
    mails = [headed(Message_ID="", Subject=subject) for subject in ("a", "b", "a")]
    assert len(sources.read(box(tmp_path, *mails)).tables.events) == 2


def test_subjects_are_kept_only_on_request_and_bodies_never(tmp_path: Path) -> None:
    path = box(tmp_path, headed(Subject="=?utf-8?b?UsOpc3Vtw6k=?=") + "secret words", letter("2"))
    quiet, asked = sources.read(path).tables, sources.read(path, subjects=True).tables
    assert set(quiet.events["note"]) == {""}
    assert asked.events["note"].iloc[0] == "Résumé"
    for tables in (quiet, asked):
        assert "secret" not in "".join(tables[t].to_csv() for t in ("events", "introductions"))
        assert "Hello." not in tables.events.to_csv()


def test_the_owner_is_the_sender_of_sent_mail_and_whom_mail_is_brought_to(tmp_path: Path) -> None:
    sent = headed(
        From="Me Myself <private@example.net>",
        To="ana@example.org",
        X_Gmail_Labels="Gesendet",
        Message_ID="<2@x>",
        Delivered_To="",
    )
    tables = sources.read(box(tmp_path, letter("1"), letter("3"), sent)).tables
    card = tables.contacts[tables.contacts["id"] == EGO].iloc[0]
    assert card["emails"] == "me@example.org; private@example.net"
    assert card["name"] in ("Me", "Me Myself")
    resolved = identity.resolve(tables)
    assert resolved.owner == "me@example.org"
    assert (resolved.event_people["person"] == resolved.owner).sum() == 3


def test_a_file_of_sent_mail_says_whose_it_is_by_its_name(tmp_path: Path) -> None:
    text = headed(From="me@example.net", To="ana@example.org", Delivered_To="")
    assert sources.read(box(tmp_path, text, name="Sent.mbox")).reports[0].owner == (
        "mail:me@example.net"
    )
    report = sources.read(box(tmp_path, text, name="other.mbox")).reports[0]
    assert report.owner == ""
    assert "ego" in report.warnings[0]


def test_an_alias_or_a_list_that_brought_few_mails_is_not_the_owner(tmp_path: Path) -> None:
    mails = [letter(str(i)) for i in range(9)]
    odd = headed(Delivered_To="alias@example.org", Message_ID="<x@y>")
    tables = sources.read(box(tmp_path, *mails, odd)).tables
    assert tables.contacts.set_index("id").loc[EGO, "emails"] == "me@example.org"


def test_a_broken_mail_costs_one_mail(tmp_path: Path) -> None:
    mails = [letter("1"), headed(From="nobody"), letter("3")]
    report = sources.read(box(tmp_path, *mails)).reports[0]
    assert (report.records, [s.line for s in report.skipped]) == (2, [11])
    assert "sender" in report.skipped[0].reason


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 99 Xyz 2024 25:61", "31 Feb 2024 10:00"])
def test_without_a_date_the_from_line_then_received_says_when(tmp_path: Path, date: str) -> None:
    tables = sources.read(box(tmp_path, headed(Date=date))).tables
    assert tables.events["instant"].iloc[0] == 1_709_551_234
    late = letter(
        head="From: ana@example.org\nTo: me@example.org\nReceived: by x; 5 Mar 2024 10:00 +0000\n",
        mark="From - Mon Mar 04 11:20:34 2024",
    ).replace("From - Mon Mar 04 11:20:34 2024", "From - Mon Mar 44 11:20:34 2024")
    assert sources.read(box(tmp_path, late)).tables.events["instant"].iloc[0] == 1_709_632_800


def test_a_date_without_zone_stays_without(tmp_path: Path) -> None:
    events = sources.read(
        box(
            tmp_path,
            headed(Date="Mon, 04 Mar 2024 11:20:34", Message_ID="<1@x>"),
            headed(Date="Mon, 04 Mar 2024 11:20:34 -0000", Message_ID="<2@x>"),
        )
    ).tables.events
    assert list(events["instant"]) == [1_709_551_234] * 2
    assert events["offset_minutes"].isna().tolist() == [True, False]


def test_names_are_read_in_every_coding(tmp_path: Path) -> None:
    raw = (
        headed(From="X <zoe@example.org>")
        .encode()
        .replace(b"X <", "Zoë K".encode("cp1252") + b" <")
    )
    coded = headed(From="=?utf-8?q?Kern=2C_Ottilie?= <ok@example.org>", Message_ID="<2@x>").encode()
    gb = headed(
        From="X <y@example.org>", Message_ID="<3@x>", Content_Type="text/plain; charset=gb2312"
    )
    path = tmp_path / "a.mbox"
    path.write_bytes(raw + coded + gb.encode().replace(b"X <", "袁聪".encode("gb2312") + b" <"))
    contacts = sources.read(path).tables.contacts.set_index("id")["name"]
    assert contacts["mail:zoe@example.org"] == "Zoë K"
    assert contacts["mail:ok@example.org"] == "Ottilie Kern"
    assert contacts["mail:y@example.org"] == "袁聪"


def test_a_name_of_a_person_is_the_one_most_often_written(tmp_path: Path) -> None:
    mails = [
        headed(From=f"{n} <ana@example.org>", Message_ID=f"<{i}@x>")
        for i, n in enumerate(["Ana", "Ana Ruiz", "Ana Ruiz", "A. R."])
    ]
    tables = sources.read(box(tmp_path, *mails)).tables
    assert tables.contacts.set_index("id").loc["mail:ana@example.org", "name"] == "Ana Ruiz"


def test_a_mailbox_of_nothing_but_bulk_says_so(tmp_path: Path) -> None:
    reading = sources.read(box(tmp_path, headed(List_Id="<a.b>")))
    assert reading.reports[0].ignored == ("1 mail of lists and newsletters",)


def test_takeout_in_several_parts_is_one_mailbox(tmp_path: Path) -> None:
    for part, ids in enumerate((("1", "2"), ("2", "3")), start=1):
        with zipfile.ZipFile(tmp_path / f"takeout-20240304T1-00{part}.zip", "w") as archive:
            archive.writestr(f"Takeout/Correo/Etiqueta{part}.mbox", "".join(letter(i) for i in ids))
            archive.writestr("Takeout/archive_browser.html", "<html>")
    reading = sources.read(tmp_path)
    assert [r.records for r in reading.reports if r.kind == "mbox"] == [2, 2]
    assert len(identity.resolve(reading.tables).events) == 3


# --- real files and the invented person ------------------------------------------------------
def test_the_sample_mailboxes_have_as_many_mails_as_they_have(shared_data: Path) -> None:
    folder = shared_data / "formats" / "mbox"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name, figures in expected.items():
        assert figures["confirmed"]
        report = sources.read(folder / name).reports[0]
        assert report.records + len(report.skipped) == figures["messages"]


@pytest.mark.parametrize("day", ["", "earlier"])
def test_the_invented_persons_mails_are_those_of_the_truth(shared_data: Path, day: str) -> None:
    folder = shared_data / "synthetic" / day
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    reading = sources.read(folder / "mail.mbox")
    assert reading.reports[0].records == truth["counts"]["mail"]["messages"]
    assert len(reading.tables.events) == truth["counts"]["mail"]["personal"]
    who = {f"mail:{e}": p["id"] for p in truth["people"] for e in p["emails"]}
    own = {f"mail:{e}" for e in truth["owner"]["emails"]}
    card = reading.tables.contacts.set_index("id").loc[EGO]
    assert {f"mail:{e}" for e in card["emails"].split("; ")} == own
    count: Counter[str] = Counter()
    for people in reading.tables.event_people.groupby("event")["person"].apply(set):
        if people & own:
            count.update({who[p] for p in people - own})
    assert count == Counter({p["id"]: p["mails"] for p in truth["people"] if p["mails"]})


# --- size ------------------------------------------------------------------------------------
def generated(n: int, seed: int = 1) -> Iterator[bytes]:
    """A mailbox of n mails of 50 people, 2 % of them with lines that look like marks."""
    rng = random.Random(seed)
    words = ("lorem ipsum dolor sit amet " * 3).strip()
    for i in range(n):
        mail = EmailMessage()
        mail["Delivered-To"] = "me@example.org"
        mail["Message-ID"] = f"<{i}@example.org>"
        mail["Date"] = format_datetime(
            dt.datetime(2010, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=7 * i)
        )
        mail["From"] = f"Person {rng.randrange(50)} <p{rng.randrange(50)}@example.org>"
        mail["To"] = "Me <me@example.org>"
        body = "\n".join([words] * rng.randrange(3, 30))
        if i % 50 == 0:
            body += f"\n\n{GHOSTS[i // 50 % len(GHOSTS)]}"
        mail.set_content(body)
        yield f"{MARK}\n".encode() + mail.as_bytes() + b"\n"


class _Generated(io.RawIOBase):
    """A mailbox of that many bytes that is nowhere: the same mails again and again."""

    def __init__(self, size: int) -> None:
        self.mails = list(generated(500))
        self._block = b"".join(self.mails)
        self._left = size // len(self._block)
        self.n_mails = self._left * len(self.mails)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        if not self._rest and self._left:
            self._left -= 1
            self._rest = self._block
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def memory_for(size: int) -> tuple[int, int, int]:
    stream = _Generated(size)
    tracemalloc.start()
    n = sum(1 for _ in letters(stream))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return n, stream.n_mails, peak


def test_memory_does_not_grow_with_the_mailbox() -> None:
    small, large = memory_for(4_000_000), memory_for(32_000_000)
    assert small[0] == small[1]
    assert large[0] == large[1]
    assert large[2] < 1.2 * small[2]


def test_memory_does_not_grow_with_one_long_mail() -> None:
    class Endless(io.RawIOBase):
        left = 40

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            lines = b"x" * 99 + b"\n"
            start = letter("1").encode() if self.left == 39 else b""
            return start + lines * (size // 100) if self.left > 0 else b""

    tracemalloc.start()
    (found,) = letters(Endless())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert b"<1@example.org>" in found.head
    assert peak < 16_000_000


@pytest.mark.slow
def test_two_gigabytes_are_split_in_the_same_memory() -> None:
    n, expected, peak = memory_for(2_000_000_000)
    assert n == expected
    assert peak < 16_000_000


@pytest.mark.slow
def test_a_mailbox_of_two_gigabytes_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    stream = _Generated(2_000_000_000)
    with path.open("wb") as file:
        while block := stream.read(1 << 20):
            file.write(block)
    code = (
        "import resource, sys; from netgraph import sources\n"
        "import pandas, icalendar\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "report = sources.read(sys.argv[1]).reports[0]\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(report.records, after - before)"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    ).stdout.split()
    assert int(out[0]) == stream.n_mails
    assert int(out[1]) < 100_000  # KiB


def test_a_file_that_only_begins_like_a_mailbox_is_no_mailbox(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("From here to there\n\nNothing else")
    with pytest.raises(SourceError):
        sources.read(path)
