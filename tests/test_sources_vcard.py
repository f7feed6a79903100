"""vCard address books: every version, every program's habits, one bad card costs one card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netgraph import sources
from netgraph.schema import EGO, split_many
from netgraph.sources.rows import Reading


def reading_of(tmp_path: Path, text: str | bytes, name: str = "contacts.vcf") -> Reading:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return sources.read(file)


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def one(tmp_path: Path, *lines: str, version: str = "3.0"):
    contacts = reading_of(tmp_path, card(*lines, version=version)).tables.contacts
    assert len(contacts) == 1
    return contacts.iloc[0]


def test_every_real_file_gives_its_cards_names_and_addresses(shared_data: Path) -> None:
    folder = shared_data / "formats" / "vcard"
    expected = json.loads((folder / "expected.json").read_text())
    assert len(expected) == 15
    for name, truth in expected.items():
        reading = sources.read(folder / name)
        (report,) = reading.reports
        assert report.records + len(report.skipped) == truth["cards"], name
        contacts = reading.tables.contacts
        if truth["confirmed"]:
            assert list(contacts["name"]) == truth["display_names"], name
        if truth["emails_confirmed"]:
            emails = [e for cell in contacts["emails"] for e in split_many(cell)]
            assert sorted(emails) == truth["emails"], name


def test_the_fictional_person_s_cards_are_all_read(shared_data: Path) -> None:
    folder = shared_data / "synthetic"
    truth = json.loads((folder / "truth.json").read_text())
    reading = sources.read(folder / "contacts.vcf")
    assert reading.reports[0].records == truth["counts"]["vcards"]
    uids = {f"uid:{c['uid']}" for p in truth["people"] for c in p["vcard"]}
    assert {k for cell in reading.tables.contacts["keys"] for k in split_many(cell)} == uids


def test_who_went_to_school_with_the_owner_is_known_and_nobody_else(shared_data: Path) -> None:
    folder = shared_data / "synthetic"
    truth = json.loads((folder / "truth.json").read_text())
    wanted = {
        e["uid"]: school["school"]
        for school in truth["schools"]
        for member in school["members"]
        for e in member["evidence"]
        if e["file"] == "contacts.vcf"
    }
    contacts = sources.read(folder / "contacts.vcf").tables.contacts
    uids = contacts["keys"].str.removeprefix("uid:")
    found = {u: s for u, s in zip(uids, contacts["school"], strict=True) if s}
    assert found == wanted
    members = contacts[contacts["school"] != ""]
    assert set(members["group"]) <= {"classmate", "alumni"}


def test_folded_lines_are_put_together(tmp_path: Path) -> None:
    assert one(tmp_path, "FN:Ines", "  Vale", "NOTE:a long no", "\tte")["name"] == "Ines Vale"


def test_version_2_1_bare_types_quoted_printable_and_charsets_are_read(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Zo=EB",
        "TEL;WORK;VOICE:+41 44 668 18 00",
        "TEL;WORK;FAX:+41 44 668 18 01",
        "NOTE;ENCODING=QUOTED-PRINTABLE:first =",
        "and second=0D=0Aline",
        version="2.1",
    )
    assert row["name"] == "Zoë Müller"
    assert row["phones"] == "+41446681800"
    assert row["other_phones"] == "+41446681801"  # a fax is no key to a person
    assert row["notes"].replace("\r", "") == "first and second\nline"


def test_an_unknown_charset_costs_no_card(tmp_path: Path) -> None:
    row = one(tmp_path, "FN;CHARSET=X-KLINGON;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9", version="2.1")
    assert row["name"] == "José"


def test_text_after_an_unescaped_comma_is_kept(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:Vale, Ines", "ORG:Company, The;Sales", "NOTE:hello, world")
    assert (row["name"], row["company"], row["notes"]) == (
        "Vale, Ines",
        "Company, The",
        "hello, world",
    )


def test_apple_quotes_with_backslashes_in_parameters_do_not_hide_the_value(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:Ines Vale", 'EMAIL;X-LABEL="the \\"old\\": one";type=HOME:i@vale.org')
    assert row["emails"] == "i@vale.org"


def test_an_unfolded_picture_is_stepped_over(tmp_path: Path) -> None:
    picture = ["PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQ", "SkZJRgABAQ==", "", "TEL:+41446681800"]
    row = one(tmp_path, "FN:Ines Vale", *picture, "EMAIL:i@vale.org", version="2.1")
    assert (row["phones"], row["emails"]) == ("+41446681800", "i@vale.org")


def test_a_line_break_that_was_not_escaped_stays_in_the_note(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:Ines Vale", "NOTE:first line", "second line, unfolded")
    assert row["notes"] == "first line\nsecond line, unfolded"


def test_one_bad_card_costs_one_card(tmp_path: Path) -> None:
    good = card("FN:Ines Vale")
    text = good + card("NOTE:nobody") + "BEGIN:VCARD\r\nFN:Left Open\r\n" + good
    report = reading_of(tmp_path, text).reports[0]
    assert report.records == 3
    assert [(s.line, "without a name" in s.reason) for s in report.skipped] == [(5, True)]
    assert any("END:VCARD" in w for w in report.warnings)


def test_a_card_within_a_card_is_its_assistant_not_another_record(tmp_path: Path) -> None:
    inner = ["AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Sam Secretary", "END:VCARD"]
    text = card("FN:Ines Vale", *inner, "EMAIL:i@vale.org", version="2.1") + card(
        "FN:Sam Secretary"
    )
    tables = reading_of(tmp_path, text).tables
    assert list(tables.contacts["name"]) == ["Ines Vale", "Sam Secretary"]
    assert tables.contacts["emails"][0] == "i@vale.org"
    assert tables.contacts["assistant_of"][1] == tables.contacts["id"][0]


def test_a_card_without_a_name_goes_by_its_company_else_by_its_address(tmp_path: Path) -> None:
    text = card("ORG:Acme Inc.;Sales", "EMAIL:info@acme.example") + card("EMAIL:a@b.example")
    contacts = reading_of(tmp_path, text).tables.contacts
    assert list(contacts["name"]) == ["Acme Inc.", "a@b.example"]
    assert list(contacts["kind"]) == ["organisation", "person"]


def test_a_company_s_own_card_is_no_person(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:Acme", "ORG:Acme", "X-ABShowAs:COMPANY")
    assert row["kind"] == "organisation"


def test_version_4_dates_numbers_and_preferences_are_read(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "FN:Ines Vale",
        "BDAY:--0517",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-418-656-9254;ext=102',
        version="4.0",
    )
    assert (row["birthday"], row["phones"]) == ("--05-17", "+14186569254")


def test_a_birthday_without_a_year_has_none(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:I V", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17")
    assert row["birthday"] == "--05-17"


def test_relations_become_ties_where_the_name_has_one_card(tmp_path: Path) -> None:
    text = card(
        "FN:Ines Vale",
        "item1.X-ABRELATEDNAMES:Ravi Rao",
        "item1.X-ABLabel:_$!<Spouse>!$_",
        "item2.X-ABRELATEDNAMES:Sue",
        "item2.X-ABLabel:_$!<Sister>!$_",
        "item3.X-ABRELATEDNAMES:Ann Other",
        "item3.X-ABLabel:golf",
    )
    tables = reading_of(tmp_path, text + card("FN:Ravi Rao")).tables
    ids = dict(zip(tables.contacts["name"], tables.contacts["id"], strict=True))
    ties = {(t.a, t.b, t.relation) for t in tables.ties.itertuples()}
    assert (ids["Ines Vale"], ids["Ravi Rao"], "family") in ties
    assert (ids["Ines Vale"], "name:Ann Other", "") in ties
    assert len(ties) == 2
    relations = tables.contacts["relations"][0]
    assert relations == "Spouse: Ravi Rao; Sister: Sue; golf: Ann Other"


def test_related_by_uid_finds_the_card(tmp_path: Path) -> None:
    text = card("FN:Ines Vale", "RELATED;TYPE=friend:urn:uuid:AB-1", version="4.0")
    tables = reading_of(tmp_path, text + card("FN:Ravi Rao", "UID:ab-1")).tables
    (tie,) = tables.ties.itertuples()
    assert (tie.b, tie.relation) == (tables.contacts["id"][1], "friend")


@pytest.mark.parametrize(
    "label", ["_$!<ReferredBy>!$_", "REFERRED_BY", "Introduced by", "Vorgestellt von"]
)
def test_referred_by_is_an_introduction_to_the_owner(tmp_path: Path, label: str) -> None:
    text = card("FN:Ines Vale", "item1.X-ABRELATEDNAMES:Ravi Rao", f"item1.X-ABLabel:{label}")
    tables = reading_of(tmp_path, text + card("FN:Ravi Rao")).tables
    (row,) = tables.introductions.itertuples()
    ids = list(tables.contacts["id"])
    assert (row.introducer, row.introduced, row.to) == (ids[1], ids[0], EGO)
    assert (row.status, row.origin) == ("introduced", "stated")
    assert len(tables.ties) == 0


def test_categories_are_groups_and_tags(tmp_path: Path) -> None:
    row = one(tmp_path, "FN:Ines Vale", "CATEGORIES:myContacts,Familie,Golf")
    assert (row["group"], row["tags"]) == ("family", "Familie; Golf")


def test_a_second_group_is_a_tie_of_its_own(tmp_path: Path) -> None:
    text = card("FN:Ines Vale", "CATEGORIES:Friends,Larkrise Gymnasium 2010")
    tables = reading_of(tmp_path, text).tables
    row = tables.contacts.iloc[0]
    assert (row["group"], row["school"], row["class_year"]) == (
        "alumni",
        "Larkrise Gymnasium",
        2010,
    )
    (tie,) = tables.ties.itertuples()
    assert (tie.a, tie.b, tie.relation) == (EGO, row["id"], "friend")


def test_a_group_s_card_labels_its_members(tmp_path: Path) -> None:
    group = card("FN:Kollegen", "KIND:group", "MEMBER:urn:uuid:ab-1", version="4.0")
    reading = reading_of(tmp_path, group + card("FN:Ines Vale", "UID:ab-1", version="4.0"))
    assert list(reading.tables.contacts["group"]) == ["colleague"]
    assert reading.reports[0].records == 2
    assert reading.reports[0].ignored


def test_a_profile_and_an_android_relation_are_read(tmp_path: Path) -> None:
    row = one(
        tmp_path,
        "FN:Ines Vale",
        "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/in/Ines-Vale-1/",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ravi Rao;11;;;",
    )
    assert row["linkedin"] == "ines-vale-1"
    assert row["relations"] == "referred by: Ravi Rao"


def test_a_national_number_needs_a_country_and_a_number_it_has_given_out(tmp_path: Path) -> None:
    swiss = card("FN:A B", "TEL:+41 44 668 18 00") + card("FN:C D", "TEL:044 668 18 01")
    text = swiss + card("FN:E F", "TEL:144")
    phones = reading_of(tmp_path, text).tables.contacts["phones"]
    assert list(phones) == ["+41446681800", "+41446681801", "144"]
    assert one(tmp_path, "FN:C D", "TEL:044 668 18 01")["phones"] == "044 668 18 01"


def test_the_same_card_in_two_files_has_the_same_key(tmp_path: Path) -> None:
    for name in ("All Contacts", "My Contacts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.vcf").write_text(card("FN:Ines Vale") + card("FN:Ines Vale"))
    ids = list(sources.read(tmp_path).tables.contacts["id"])
    assert len(ids) == 4
    assert len(set(ids)) == 2  # two cards of one name stay two people, in each file


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, card("FN:Zoë Brücker", version="2.1").encode("cp1252"))
    assert reading.tables.contacts["name"][0] == "Zoë Brücker"
    assert any("1252" in w for w in reading.reports[0].warnings)


def test_a_line_full_of_commas_is_read_in_no_time(tmp_path: Path) -> None:
    hostile = "TEL;TYPE=" + ",".join("x" * 5_000) + '"'
    assert one(tmp_path, "FN:Ines Vale", hostile)["name"] == "Ines Vale"


def test_what_vobject_reads_of_a_plain_card_is_what_we_read(tmp_path: Path) -> None:
    import vobject

    text = card(
        "N:Vale;Ines;Maria;;",
        "FN:Ines M. Vale",
        "ORG:ABC\\, Inc.;North",
        "TITLE:Director\\, Research",
        "EMAIL;TYPE=work:ines@abc.example",
        "NOTE:a\\nb\\; c\\\\d",
    )
    row = reading_of(tmp_path, text).tables.contacts.iloc[0]
    told = vobject.readOne(text)
    assert row["name"] == told.fn.value
    assert row["company"] == told.org.value[0]
    assert row["title"] == told.title.value
    assert row["emails"] == told.email.value
    assert row["notes"] == told.note.value
    assert (row["given_name"], row["family_name"]) == (told.n.value.given, told.n.value.family)
