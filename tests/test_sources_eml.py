"""Mails that are a file each: real heads against other parsers, folders, Maildir, Apple Mail."""

from __future__ import annotations

import datetime as dt
import email.parser
import email.policy
import json
import math
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netgraph import identity, sources
from netgraph.sources.mail_headers import (
    AddressBook,
    Headers,
    addresses,
    decoded,
    moment,
    split_head,
    when_of,
)
from netgraph.sources.mail_places import Place
from netgraph.sources.mail_text import text_of

HEAD = """Message-ID: <{id}@example.org>
Date: Mon, 04 Mar 2024 11:20:34 +0100
From: Ana Ruiz <ana@example.org>
To: Me <me@example.org>
Subject: Hello
"""


def mail(id_: str = "1", more: str = "") -> str:
    return f"{HEAD.format(id=id_)}{more}\nHello.\n"


def heads(shared_data: Path) -> list[tuple[str, Headers, dict[str, object]]]:
    folder = shared_data / "formats" / "eml"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = []
    for name, figures in expected.items():
        data = (folder / name).read_bytes().lstrip(b"\xef\xbb\xbf \t\r\n")
        found.append((name, Headers(data[: split_head(data)[0]]), figures))
    return found


def test_every_sample_mail_is_read_and_accounted_for(shared_data: Path) -> None:
    folder = shared_data / "formats" / "eml"
    for name, _, _ in heads(shared_data):
        report = sources.read(folder / name).reports[0]
        assert report.records + len(report.skipped) == 1
        assert report.kind == "eml"


@pytest.mark.parametrize("field", ["from", "to", "cc"])
def test_the_addresses_of_sample_mails_are_those_other_parsers_agree_on(
    shared_data: Path, field: str
) -> None:
    n = 0
    for name, headers, figures in heads(shared_data):
        if figures["confirmed"][field]:  # type: ignore[index]
            found = sorted(a for _, a in AddressBook().split(headers.all(field)))
            assert found == sorted(map(str.lower, figures[field])), name  # type: ignore[call-overload]
            n += 1
    assert n > 60


def test_the_dates_of_sample_mails_are_those_other_parsers_agree_on(shared_data: Path) -> None:
    for name, headers, figures in heads(shared_data):
        when = moment(headers, "")
        if not figures["date"]:
            assert when is None, name
            continue
        date = dt.datetime.fromisoformat(str(figures["date"]))
        if date.tzinfo is None:
            date = date.replace(tzinfo=dt.UTC)
        assert when is not None
        assert when.instant == date.timestamp(), name


def test_the_sample_mails_of_a_folder_are_one_mailbox(shared_data: Path) -> None:
    reports = sources.read(shared_data / "formats" / "eml").reports
    mails = [r for r in reports if r.kind == "eml"]
    assert sum(r.records + len(r.skipped) for r in mails) == 72
    assert len(mails) == 2
    assert all(".eml" in s.reason for r in mails for s in r.skipped)


FIELDS = st.sampled_from(
    ["From", "To", "Cc", "Date", "Subject", "Message-ID", "X-Other", "List-Id"]
)
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)


@given(
    st.lists(st.tuples(FIELDS, st.lists(VALUES, min_size=1, max_size=3)), min_size=1, max_size=8)
)
def test_fields_are_found_as_the_standard_library_finds_them(
    fields: list[tuple[str, list[str]]],
) -> None:
    text = "".join(f"{name}: {chr(10).join(' ' + v for v in vs).strip()}\n" for name, vs in fields)
    message = email.parser.HeaderParser(policy=email.policy.compat32).parsestr(text + "\n")
    headers = Headers(text.encode())
    for name in ("from", "to", "cc", "date", "subject", "message-id", "list-id"):
        theirs = [" ".join(v.split()) for v in message.get_all(name, [])]
        assert [" ".join(v.split()) for v in headers.all(name)] == theirs


CLOCKS = {
    "Mon Mar 04 11:20:34 +0200 2024": ("09:20", 120),
    "Mon Mar  4 11:20:34 EST 2024": ("16:20", -300),
    "Mon Mar  4 11:20:34 CEST 2024": ("11:20", None),
    "Mon Mar  4 11:20:34 2024": ("11:20", None),
    "4 Mar 2024 11:20:34 GMT": ("11:20", 0),
    "4 Mar 2024 11:20 UT": ("11:20", 0),
    "4 Mar 2024 11:20:34 +9900": ("11:20", None),
    "Monday, 4 March 2024 11:20:34 +9900": ("11:20", None),
}


@pytest.mark.parametrize("date", CLOCKS)
def test_a_moment_is_read_in_its_zone_and_without_one_as_it_stands(date: str) -> None:
    when = when_of(date)
    assert when is not None
    assert (when.instant // 60 * 60, when.offset_minutes) == pytest.approx(
        (
            dt.datetime.fromisoformat(f"2024-03-04T{CLOCKS[date][0]}+00:00").timestamp(),
            math.nan if CLOCKS[date][1] is None else CLOCKS[date][1],
        ),
        nan_ok=True,
        rel=0,
    )


NO_DATES = (
    "Mon Mar  4 25:61:00 2024",
    "4 Mar 2024 25:10:00 +0000",
    "4 Mar 2024 10:61:00 +0000",
    "31 Feb 2024 10:00:00 +0000",
    "31 Feb 2024 10:00:00",
    "4 Xyz 2024 10:00:00 +0000",
    "4 Mar 2024 99999999999999999999:00 +0000",
    "yesterday",
    ",",
)


@pytest.mark.parametrize("date", NO_DATES)
def test_a_date_that_never_was_is_none(date: str) -> None:
    assert when_of(date) is None


ADDRESS_FIELDS = [
    ("Kern, Ottilie <ok@example.org>", [("Ottilie Kern", "ok@example.org")]),
    ('"Brandt, MBA" <b@example.org>', [("Brandt, MBA", "b@example.org")]),
    ("ana@example.org, <bo@example.org>", [("", "ana@example.org"), ("", "bo@example.org")]),
    ("'ana@example.org' <ana@example.org>", [("", "ana@example.org")]),
    ('"ana@example.org" <ana@example.org>', [("", "ana@example.org")]),
    ("=?utf-8?q?ana=40example.org?= <ana@example.org>", [("", "ana@example.org")]),
    ("ana <ana@example.org>", [("", "ana@example.org")]),
    ("undisclosed-recipients:;", []),
    (
        "Team: ana@example.org, Bo <bo@example.org>;",
        [("", "ana@example.org"), ("Bo", "bo@example.org")],
    ),
    ("=?utf-8?q?Kern=2C_O=2E?= <ok@example.org>", [("O. Kern", "ok@example.org")]),
    (
        "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
        [("Pete", "pete@silly.test")],
    ),
    ("<<broken", []),
    ("ANA@Example.ORG", [("", "ana@example.org")]),
    ("a@b@c", []),
    ("Ana <ana@example.org>, Ana Ruiz <ana@example.org>", [("Ana", "ana@example.org")]),
]


@pytest.mark.parametrize(("field", "people"), ADDRESS_FIELDS)
def test_address_fields_come_apart(field: str, people: list[tuple[str, str]]) -> None:
    found = addresses(field)
    assert [a for _, a in found] == [a for _, a in people]
    assert [n.partition(" (")[0] for n, _ in found] == [n for n, _ in people]


@pytest.mark.parametrize("word", ["=2C_bo=40example.net?=", "=2C_=3Cbo=40example.net=3E?="])
def test_an_address_in_an_encoded_name_is_no_recipient(word: str) -> None:
    field = f"=?utf-8?q?Kern{word} <ok@example.org>"
    assert [a for _, a in addresses(field)] == ["ok@example.org"]
    assert [a for _, a in addresses(f"{field}, me@example.org")] == [
        "ok@example.org",
        "me@example.org",
    ]


WORDS = {
    "=?utf-8?b?abcde?=": "=?utf-8?b?abcde?=",
    "=?x-none?q?Zo=C3=AB?=": "Zoë",
    "=?utf-8?q?Zo=EB?=": "Zoë",
    "=?iso-8859-1?q?Zo=EB?= Kern": "Zoë Kern",
    "=?utf-8?q?Zo?= =?utf-8?q?=C3=AB?=": "Zoë",
    "=?utf-8?q?Ana=00=07=E2=80=AE=E2=80=8BRuiz?=": "Ana Ruiz",
    "=?utf-7?q?Ana+2D0-?=": "Ana",
    "Ana\x07\tRuiz": "Ana Ruiz",
}


@pytest.mark.parametrize("written", WORDS)
def test_words_are_spelt_out_and_clean_and_broken_ones_stay(written: str) -> None:
    assert decoded(written) == WORDS[written]


def test_address_fields_that_are_remembered_do_not_grow_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("netgraph.sources.mail_headers._MAX_CACHED", 3)
    book = AddressBook()
    for i in range(20):
        assert book.split([f"p{i}@example.org"]) == (("", f"p{i}@example.org"),)
        assert len(book._seen) <= 3


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_addresses_dates_and_words(text: str) -> None:
    for _, address in addresses(text):
        assert address.count("@") == 1
    decoded(text)
    when_of(text)


@given(st.binary(max_size=400))
def test_no_bytes_break_a_head_or_a_body(data: bytes) -> None:
    headers = Headers(data)
    headers.all("from")
    moment(headers, "")
    text_of(Headers(b"Content-Type: multipart/mixed; boundary=a"), data)
    text_of(headers, data)


def test_the_plain_words_are_found_in_every_wrapping() -> None:
    cases = {
        b"": b"Gr\xc3\xbc\xc3\x9fe",
        b"Content-Type: text/plain; charset=iso-8859-1": b"Gr\xfc\xdfe",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable": (
            b"Gr=C3=BC=C3=9Fe"
        ),
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64": b"R3LDvMOfZQ==",
        b"Content-Type: text/html; charset=utf-8": (
            b"<style>p {}</style><p>Gr&uuml;&szlig;e</p><blockquote>old</blockquote>"
        ),
        b'Content-Type: multipart/alternative; boundary="a"': (
            b"--a\nContent-Type: text/html\n\n<b>no</b>\n--a\nContent-Type: text/plain;"
            b" charset=utf-8\n\nGr\xc3\xbc\xc3\x9fe\n--a--"
        ),
    }
    for head, body in cases.items():
        assert text_of(Headers(head), body).strip() == "Grüße", head


def test_a_letter_inside_a_letter_is_not_the_letter(tmp_path: Path) -> None:
    inner = "\n--a\nContent-Type: message/rfc822\n\nFrom: other@example.net\nTo: x@example.net\n\n"
    path = tmp_path / "a.eml"
    path.write_text(mail("1", 'Content-Type: multipart/mixed; boundary="a"\n') + inner)
    assert set(sources.read(path).tables.event_people["person"]) == {
        "mail:ana@example.org",
        "mail:me@example.org",
    }


@pytest.mark.parametrize(
    "before", ["\ufeff", "\n\n", "From ana@example.org Mon Mar  4 11:20:34 2024\n", "1234\n"]
)
def test_what_programs_put_before_a_head_does_not_hide_it(tmp_path: Path, before: str) -> None:
    path = tmp_path / "a.emlx"
    path.write_text(before + mail(), encoding="utf-8")
    assert len(sources.read(path).tables.events) == 1


def test_a_letter_is_known_without_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "letter"
    path.write_text(mail())
    assert sources.detect(path) == "eml"
    path.write_text("1234\n" + mail())
    assert sources.detect(path) == "eml"
    for words in ("Shopping: milk\nTo do: nothing\n", "To: do\nNote: milk\n", "A: b\nC: d\n"):
        path.write_text(words)
        assert sources.detect(path) == ""


def test_a_folders_name_that_only_looks_coded_stays_as_it_is() -> None:
    assert Place.named("R&D-", "&-", "&AB-", "&2D0-") == Place()
    assert Place.named("S&AGU-nt").is_sent


def test_of_a_huge_letter_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(mail() + "x" * 40_000_000)
    tracemalloc.start()
    assert len(sources.read(path).tables.events) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 39_000_000


@pytest.mark.parametrize(
    "folder",
    [".INBOX.Gesendet", ".Papierkorb", "Spam.mbox", ".Entw&APw-rfe", ".R&D-.&BCEEPwQwBDw-"],
)
def test_a_folder_of_letters_says_where_they_lie(tmp_path: Path, folder: str) -> None:
    place = maildir(tmp_path, {f"{folder}/cur/1.host:2,S": mail()})
    reading = sources.read(place)
    is_sent = folder.endswith("Gesendet")
    assert (len(reading.tables.events) == 1) is is_sent
    assert (identity.resolve(reading.tables).owner == "ana@example.org") is is_sent


# --- Maildir ---------------------------------------------------------------------------------
def maildir(place: Path, mails: dict[str, str]) -> Path:
    for name, text in mails.items():
        folder = (place / name).parent
        for sub in ("cur", "new", "tmp"):
            (folder.parent / sub).mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_a_maildir_is_read_with_its_hidden_folders_and_flags(tmp_path: Path) -> None:
    sent = mail("4").replace("Ana Ruiz <ana@", "Me <me@").replace("To: Me <me@", "To: Ana <ana@")
    place = maildir(
        tmp_path / "Maildir",
        {
            "cur/1709547634.M1P2.host:2,S": mail("1"),
            "cur/1709547635.M1P2.host:2,ST": mail("2"),
            "cur/1709547636.M1P2.host:2,D": mail("3"),
            "new/1709547637.M1P2.host": mail("5"),
            ".Sent/cur/1709547638.M1P2.host:2,S": sent,
            ".Junk/cur/1709547639.M1P2.host:2,": mail("6"),
        },
    )
    reading = sources.read(place)
    kept = {i.partition(":")[2][0] for i in reading.tables.events["id"]}
    assert kept == {"1", "4", "5"}
    left_out = sorted(line for r in reading.reports for line in r.ignored)
    assert left_out == [
        "1 mail drafts",
        "1 mail marked as spam or in the trash",
        "1 mail marked as spam or in the trash",
    ]
    assert identity.resolve(reading.tables).owner == "me@example.org"


def test_a_maildir_of_many_files_is_one_report(tmp_path: Path) -> None:
    place = maildir(tmp_path, {f"cur/{i}.host:2,S": mail(str(i)) for i in range(50)})
    (place / "cur" / "99.host:2,S").write_text(mail("x").replace("ana@example.org", "nobody"))
    (report,) = [r for r in sources.read(place).reports if r.kind]
    assert (report.records, len(report.skipped)) == (50, 1)
    assert "99.host" in report.skipped[0].reason


def test_a_maildir_in_a_zip_has_its_hidden_folders(tmp_path: Path) -> None:
    path = tmp_path / "mail.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Maildir/cur/1.host:2,S", mail("1"))
        archive.writestr("Maildir/.Archive.2024/cur/2.host:2,S", mail("2"))
        archive.writestr("Maildir/.Junk/new/3.host", mail("3"))
        archive.writestr("Maildir/.hidden/4.eml", mail("4"))
        archive.writestr("__MACOSX/Maildir/cur/._5.host", mail("5"))
    reading = sources.read(path)
    assert {i.partition(":")[2][0] for i in reading.tables.events["id"]} == {"1", "2"}
    assert sum(r.records for r in reading.reports) == 3


def test_flags_are_known_as_windows_programs_write_them(tmp_path: Path) -> None:
    place = maildir(tmp_path, {"cur/1.host;2,D": mail("1"), "cur/2.host!2,S": mail("2")})
    assert set(sources.read(place).tables.events["id"]) == {"mail:2@example.org"}
