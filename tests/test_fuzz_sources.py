"""No reader dies of its input: seeded mutants of samples of every format that is read.

A mutant may be refused with a SourceError (or SchemaError), never with anything else; it takes
bounded time, and what it holds is accounted for: records and skipped records together are what an
independent count finds, where a mutant can still be counted.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from netgraph import identity, sources
from netgraph.errors import SchemaError, SourceError
from netgraph.sources.files import GroupFormat, SourceFile
from netgraph.sources.rows import Rows

MUTANTS = 2_000
MANY_MUTANTS = 50_000
WHOLE_READ_EVERY = 40
"""Every so many mutants the tables are typed and people resolved too."""

SLOWEST_SECONDS = 5.0
REFUSALS = (SourceError, SchemaError)
"""A file that cannot be read, and a table of netgraph's own without a column it needs."""

SMALL = 4_000

VCARDS = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:Vale;Ines;M.;;\r
FN:Ines M. Vale\r
ORG:Acme\\, Inc.;Sales\r
EMAIL;type=INTERNET;type=HOME;type=pref:ines@vale.example\r
TEL;type=CELL:+41 44 668 18 00\r
item1.X-ABRELATEDNAMES:Ravi Rao\r
item1.X-ABLabel:_$!<Spouse>!$_\r
NOTE:a note\\, long enough to be fol\r
 ded\r
UID:ab-1\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Zo=EB\r
TEL;WORK;VOICE:044 668 18 01\r
PHOTO;ENCODING=BASE64:/9j/4AAQ\r
SkZJRg==\r
\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:4.0\r
FN:Ravi Rao\r
BDAY:--0517\r
RELATED;TYPE=friend:urn:uuid:ab-1\r
TEL;VALUE=uri;TYPE="voice,home":tel:+1-418-656-9254;ext=102\r
CATEGORIES:Friends,Larkrise 2010\r
END:VCARD\r
"""
GOOGLE = (
    b"First Name,Last Name,Phonetic First Name,Organization Name,Notes,Labels,"
    b"E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,"
    b"Relation 1 - Label,Relation 1 - Value\n"
    b"Ines,Vale,,Acme,note,* friends ::: * myContacts,* ,i@vale.example,Work,+1 555 010 0199,"
    b"Referred by,Ravi Rao\nRavi,Rao,,,,Larkrise 2010,,,,144,,\n,,,,,,* ,o@mail.example,,,,\n"
)
OUTLOOK = (
    b"Vorname;Nachname;Firma;E-Mail-Adresse;E-Mail-Typ;Telefon gesch\xe4ftlich;Geburtstag;"
    b"Empfohlen von\nZo\xeb;M\xfcller;Acme AG;z@mueller.example;SMTP;044 668 18 00;17.05.1984;"
    b"Ravi Rao\nRavi;Rao;;/o=Org/cn=ravi;EX;;0/0/00;\n"
)
THUNDERBIRD = (
    b"First Name,Last Name,Display Name,Primary Email,Secondary Email,Work Phone,Organization\n"
    b"Ines,Vale,Ines Vale,i@vale.example,,+41446681800,Acme\n,,,r@rao.example,,,\n"
)
PLAIN = (
    b"full name;e-mail;employer;group;introduced by;last met;closeness\n"
    b"Ines Vale;i@vale.example;Acme;friends;Ravi Rao;17.05.2024;4\nRavi Rao;;Globex;;;;9\n"
)
MONICA = json.dumps(
    {
        "app_version": "4.0.0",
        "account": {
            "data": [
                {
                    "type": "contact",
                    "values": [
                        {
                            "uuid": "i-1",
                            "properties": {
                                "first_name": "Ines",
                                "tags": ["friends"],
                                "last_talked_to": "2024-05-17",
                                "stay_in_touch_frequency": 30,
                                "first_met_through": "r-1",
                                "first_met_date": {"date": "2019-05-27"},
                            },
                            "data": [
                                {"type": "contact_field", "values": [{"data": "i@vale.example"}]},
                                {"type": "call", "values": [{"called_at": "2024-03-01T10:00:00Z"}]},
                                {"type": "activity", "values": ["a-1"]},
                            ],
                        },
                        {"uuid": "r-1", "properties": {"first_name": "Ravi"}},
                    ],
                },
                {
                    "type": "relationship",
                    "values": [
                        {"properties": {"type": "child", "contact_is": "i-1", "of_contact": "r-1"}}
                    ],
                },
                {"type": "activity", "values": [{"uuid": "a-1", "happened_at": "2024-04-02"}]},
            ]
        },
    }
).encode()
GRAPHML = b"""<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="company" attr.type="string"/>
<key id="d1" for="edge" attr.name="date" attr.type="string"/>
<graph edgedefault="undirected"><node id="a"><data key="d0">Acme</data></node><node id="b"/>
<edge source="a" target="b"><data key="d1">2024-05-17</data></edge></graph></graphml>
"""
GEXF = b"""<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed">
<attributes class="node"><attribute id="0" title="closeness" type="float"/></attributes>
<nodes><node id="a" label="Ines"><attvalues><attvalue for="0" value="4"/></attvalues></node>
<node id="b" label="Ravi"/></nodes><edges><edge source="a" target="b" start="1715904000"/></edges>
</graph></gexf>
"""
EDGES = b"source,target,timestamp\na,b,1715904000\nb,c,1715904060\n"
CONTACTS = (
    b"id,name,emails,company,closeness,do_not_contact\n"
    b"ana,Ana Ruiz,ana@ruiz.example,Acme,4,no\nben,Ben Kern,,Globex,9,yes\n"
)
CALENDAR = b"""BEGIN:VCALENDAR\r
X-WR-TIMEZONE:Europe/Zurich\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;TZID=W. Europe Standard Time:20240304T112000\r
DURATION:PT45M\r
RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO\r
EXDATE;TZID=W. Europe Standard Time:20240311T112000\r
ORGANIZER;CN="Vale, Ines":mailto:i@vale.example\r
ATTENDEE;PARTSTAT=ACCEPTED;CN=Ravi Rao:MAILTO:r@rao.example\r
ATTENDEE;CUTYPE=ROOM:mailto:room@vale.example\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:1\r
RECURRENCE-ID;TZID=W. Europe Standard Time:20240318T112000\r
DTSTART:20240319T080000Z\r
ATTENDEE:mailto:i@vale.example\r
ATTENDEE:mailto:r@rao.example\r
END:VEVENT\r
END:VCALENDAR\r
"""
MAILBOX = b"""From 1@xxx Mon Mar 04 11:20:34 +0000 2024
X-Gmail-Labels: Inbox,=?UTF-8?Q?Entw=C3=BCrfe_2?=
Delivered-To: me@vale.example
Message-ID: <1@vale.example>
Date: Mon, 04 Mar 2024 11:20:34 +0100
From: =?utf-8?q?Vale=2C_Ines?= <i@vale.example>
To: Me <me@vale.example>,
 "Rao, Ravi" <r@rao.example>
Subject: Intro: Me <> Ravi
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Please meet Ravi. From now on:
--a--

From 2@xxx Tue Mar 05 11:20:34 +0000 2024
Message-ID: <2@vale.example>
Date: 5 Mar 2024 11:20 GMT
From: r@rao.example
To: me@vale.example
Bcc: i@vale.example

Ines Vale suggested I get in touch with you.
"""
TALK = json.dumps(
    {
        "participants": [{"name": "Zo\u00c3\u00ab"}, {"name": "Nora"}],
        "messages": [
            {"sender_name": "Zo\u00c3\u00ab", "timestamp_ms": 1709547634000, "content": "hi"},
            {"sender_name": "Nora", "timestamp_ms": 1709547634001, "call_duration": 60},
        ],
        "title": "Zo\u00c3\u00ab",
        "friends_v2": [{"name": "Ravi", "timestamp": 1709547634}],
        "profile_v2": {"name": {"full_name": "Nora"}, "emails": {"emails": ["n@vale.example"]}},
    }
).encode()
CHAT = (
    "[13/03/2025, 9:15:00\u202fAM] Ana: \u200eMessages and calls are end-to-end encrypted.\n"
    "[13/03/2025, 9:15:00\u202fAM] Ana: Who comes?\nI do\n"
    "[14/03/2025, 9:16:00\u202fPM] Bo: \u200e<attached: 1.jpg>\n"
).encode()
SAMPLES: dict[str, list[tuple[str, bytes]]] = {
    "vcard": [("contacts.vcf", VCARDS)],
    "google contacts": [("contacts.csv", GOOGLE), ("contacts.csv", b"\xef\xbb\xbf" + GOOGLE)],
    "outlook": [("contacts.csv", OUTLOOK)],
    "thunderbird": [("contacts.csv", THUNDERBIRD)],
    "contacts table": [("people.csv", PLAIN)],
    "monica": [("monica.json", MONICA)],
    "graph": [("net.graphml", GRAPHML), ("net.gexf", GEXF)],
    "edges": [("edges.csv", EDGES)],
    "tables": [("contacts.csv", CONTACTS)],
    "icalendar": [("calendar.ics", CALENDAR)],
    "mailbox": [("a.mbox", MAILBOX), ("a.eml", MAILBOX)],
    "meta": [("message_1.json", TALK)],
    "chat": [("_chat.txt", CHAT)],
}
"""By family; further samples come from the shared files, cut to a few records."""

_PARTS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\n\n", b"\t", b'"'),
    *(b'"""', b"'", b";", b",", b":", b"=", b"\\", b"\\n", b" ::: ", b"@", b"<", b">", b"&#0;"),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"\xe2\x80\xae", b"\xc2\xa0", b"9" * 40, b"-1"),
    *(b"1e999", b"NaN", b"null", b"[[[[", b"{}", b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"sep=;\n"),
    *(b"BEGIN:VEVENT\r\n", b"From x Mon Jan 1 00:00:00 2024\n", b"=?utf-8?b?//8=?=", b"0000-00-00"),
    *(
        b"99999-12-31",
        b"(",
        b")" * 30,
        b"=0D=0A=\r\n",
        b"A" * 5_000,
        b"," * 200,
        b"\xf0\x9f\x9a\x80",
    ),
)


def mutant(data: bytes, draw: random.Random) -> bytes:
    """The data with a few things done to it that happen to files, or are done to them."""
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(data) + 1)
        to = min(len(data), at + draw.choice((1, 2, 8, 40, 400)))
        change = draw.randrange(10)
        if change == 0:
            data = (
                data[:at]
                + bytes(draw.randrange(256) for _ in range(draw.randrange(1, 4)))
                + data[at + 1 :]
            )
        elif change == 1:
            data = data[:at] + data[to:]
        elif change == 2:
            data = data[:to] + data[at:to] * draw.randrange(1, 4) + data[to:]
        elif change in (3, 4, 5):
            data = data[:at] + draw.choice(_PARTS) + data[at:]
        elif change == 6:
            lines = data.split(b"\n")
            draw.shuffle(lines)
            data = b"\n".join(lines)
        elif change == 7:
            data = data[:at]
        elif change == 8:
            data = recoded(data, draw)
        else:
            data = data[:at] + draw.choice(_PARTS) + data[to:]
    return data


def recoded(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    change = draw.randrange(4)
    if change == 0:
        return text.encode("utf-16")
    if change == 1:
        return text.encode("cp1252", "replace")
    if change == 2:
        return data.replace(b"\r\n", b"\n").replace(b"\n", draw.choice((b"\r\n", b"\r", b"\n\r")))
    return b"\xef\xbb\xbf" + data


def file_of(name: str, data: bytes) -> SourceFile:
    return SourceFile(name, name, ".", lambda: io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]


def read(name: str, data: bytes) -> Rows | None:
    """What the format that recognises it reads of it; None where none does or it is refused."""
    file = file_of(name, data)
    fmt = sources._format_of(file.head)
    if fmt is None:
        return None
    rows = Rows(name, fmt.KIND)
    try:
        if isinstance(fmt, GroupFormat):
            fmt.read_group([(file, rows)])
        else:
            fmt.read(file, rows)
    except REFUSALS:
        return None
    return rows


# --- what a mutant holds, counted another way --------------------------------------------------
def n_cards(file: SourceFile) -> int | None:
    """Cards that begin in a file; None where cards may stand within cards."""
    text = file.text(lambda _: None).read()
    if "AGENT" in text.upper():
        return None
    return len(
        re.findall(r"(?im)^[^\S\n]*BEGIN[^\S\n]*:[^\S\n]*VCARD[^\S\n]*$", text.replace("\r", "\n"))
    )


def account_for(name: str, data: bytes, rows: Rows) -> None:
    """Asserts that nothing of the file was lost without being reported."""
    assert rows.records >= 0
    assert all(s.line >= 0 and s.reason for s in rows.skipped)
    if rows.kind == "vcard":
        cards = n_cards(file_of(name, data))
        if cards is not None and b"\x00" not in data:
            assert rows.records + len(rows.skipped) == cards
    if rows.kind == "mbox" and b"\x00" not in data:
        marks = re.findall(rb"(?m)^(?:\xef\xbb\xbf)?From [^\n]*\d:\d\d[^\n]*\n", data)
        assert rows.records + len(rows.skipped) <= len(marks)
    if rows.kind == "icalendar":
        text = file_of(name, data).text(lambda _: None).read()
        assert rows.records + len(rows.skipped) <= text.upper().count("BEGIN")
    if rows.kind in ("google contacts", "outlook", "thunderbird", "contacts table", "vcard"):
        assert rows.n_rows("contacts") <= rows.records


SHARED = ("shared vcard", "ics", "mbox", "whatsapp", "eml", "linkedin")
"""Families whose samples are the shared files; a format that is not read yet recognises none."""


def samples_of(family: str, request: pytest.FixtureRequest) -> list[tuple[str, bytes]]:
    if family in SAMPLES:
        return SAMPLES[family]
    shared: Path = request.getfixturevalue("shared_data")
    if family == "linkedin":
        with zipfile.ZipFile(next((shared / "synthetic").glob("*.zip"))) as archive:
            names = sorted(n for n in archive.namelist() if n.endswith(".csv"))
            parts = [(n, archive.read(n)[:SMALL]) for n in names]
        return [(n, part[: part.rfind(b"\n") + 1]) for n, part in parts]
    kind = family.removeprefix("shared ")
    files = [(p.name, p.read_bytes()[:SMALL]) for p in small(shared / "formats" / kind)]
    return [(n, d) for n, d in files if sources._format_of(file_of(n, d).head) is not None]


def small(folder: Path) -> list[Path]:
    found = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".json", ".md"))
    return [p for p in found if p.stat().st_size < 60_000][:60]


def torture(family: str, files: list[tuple[str, bytes]], n: int) -> None:
    draw = random.Random(f"sources {family}")
    n_read = 0
    for number in range(n):
        name, data = files[draw.randrange(len(files))]
        data = mutant(data, draw)
        start = time.perf_counter()
        try:
            rows = read(name, data)
            if rows is not None:
                n_read += 1
                account_for(name, data, rows)
                if number % WHOLE_READ_EVERY == 0:
                    identity.resolve(rows.reading().tables)
        except REFUSALS:
            continue
        except Exception as error:
            error.add_note(f"{family}: mutant {number} of {name}: {data[:2_000]!r}")
            raise
        assert time.perf_counter() - start < SLOWEST_SECONDS, f"{family}: mutant {number}"
    assert n_read > n // 20, f"{family}: nearly all mutants are refused"


@pytest.mark.parametrize("family", [*SAMPLES, *SHARED])
def test_no_mutant_of_a_sample_kills_a_reader(family: str, request: pytest.FixtureRequest) -> None:
    files = samples_of(family, request)
    assert files, f"no reader takes files of the family {family}"
    torture(family, files, MUTANTS)


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("family", [*SAMPLES, *SHARED])
def test_no_mutant_of_many_kills_a_reader(family: str, request: pytest.FixtureRequest) -> None:
    files = samples_of(family, request)
    assert files, f"no reader takes files of the family {family}"
    torture(f"{family}, long", files, MANY_MUTANTS)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a mail of 20 MB in one line": lambda: MAILBOX + b"x" * 20_000_000,
    "a mail to everybody": lambda: MAILBOX.replace(
        b"Me <me@", b"a@b.example, " * 100_000 + b"<me@"
    ),
    "a calendar of events within events": lambda: CALENDAR + b"BEGIN:VEVENT\n" * 50_000,
    "a guest list without end": lambda: CALENDAR.replace(
        b"ORGANIZER", b"ATTENDEE:mailto:a@b.example\r\n" * 100_000 + b"ORGANIZER", 1
    ),
    "a chat in one line": lambda: CHAT + b"x" * 20_000_000,
    "a line of 20 MB": lambda: b"BEGIN:VCARD\nFN:" + b"x" * 20_000_000 + b"\nEND:VCARD\n",
    "commas without a colon": lambda: (
        b"BEGIN:VCARD\nTEL;A=" + b"x," * 100_000 + b"\nFN:A\nEND:VCARD"
    ),
    "cards within cards": lambda: b"BEGIN:VCARD\nAGENT:\n" * 50_000,
    "an open quote": lambda: GOOGLE + b'"' + b"a,b\n" * 30_000,
    "a deep nest": lambda: b'{"app_version": 1, "account": ' + b"[" * 200_000,
    "a deep tree": lambda: b"<graphml>" + b"<graph><node id='a'>" * 50_000,
    "nothing but NUL": lambda: b"\x00" * 1_000_000,
    "a billion laughs": lambda: GRAPHML.replace(
        b"<graphml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><graphml", 1
    ),
}


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_file_is_read_or_refused_in_seconds(tmp_path: Path, trick: str) -> None:
    file = tmp_path / "hostile"
    file.write_bytes(HOSTILE[trick]())
    start = time.perf_counter()
    with contextlib.suppress(*REFUSALS):
        assert len(sources.read(file).reports) == 1
    assert time.perf_counter() - start < 20
