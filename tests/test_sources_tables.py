"""Address books as CSV: Google, Outlook, Thunderbird, and tables people made themselves."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from netgraph import identity, sources
from netgraph.errors import SourceError
from netgraph.schema import EGO, split_many
from netgraph.sources.plain import parse_mapping
from netgraph.sources.rows import Reading

GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,"
    "Phone 1 - Label,Phone 1 - Value"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,"
    "Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,"
    "Short Name,Maiden Name,Birthday,Gender,Notes,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,"
    "Organization 1 - Name,Organization 1 - Title,Relation 1 - Type,Relation 1 - Value"
)
OUTLOOK_CLASSIC = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title",'
    '"Business Street","Business City","Business Country/Region","Assistant\'s Phone",'
    '"Business Fax","Business Phone","Company Main Phone","Mobile Phone","Birthday","Categories",'
    '"Assistant\'s Name","E-mail Address","E-mail Type","E-mail Display Name","Manager\'s Name",'
    '"Notes","Referred By","Spouse"'
)
OUTLOOK_2010 = (
    "First Name,Middle Name,Last Name,Title,Suffix,Initials,Web Page,Gender,Birthday,Anniversary,"
    "E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Company,Job Title,Manager's Name,"
    "Assistant's Name,Referred By,Categories"
)
OUTLOOK_NEW = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,"
    "E-mail Address,E-mail 2 Address,E-mail 3 Address,Mobile Phone,Company,Job Title,Birthday,"
    "Anniversary,Notes"
)
OUTLOOK_GERMAN = (
    "Anrede;Vorname;Weitere Vornamen;Nachname;Firma;Abteilung;Position;Ort geschäftlich;"
    "Land/Region geschäftlich;Fax geschäftlich;Telefon geschäftlich;Telefon Firma;Mobiltelefon;"
    "E-Mail-Adresse;E-Mail-Typ;E-Mail: Angezeigter Name;E-Mail 2: Adresse;Empfohlen von;"
    "Geburtstag;Kategorien;Name Assistent;Name des/der Vorgesetzten;Notizen"
)
OUTLOOK_FRENCH = (
    "Titre;Prénom;Deuxième prénom;Nom;Société;Service;Titre;Ville (bureau);"
    "Pays/Région (bureau);Téléphone (bureau);Tél. mobile;Adresse de messagerie;"
    "Type de messagerie;Adresse de messagerie 2;Catégories;Recommandé par;Responsable;Notes"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
    "Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Work City,Work Country,"
    "Job Title,Department,Organization,Web Page 1,Notes"
)


def read(tmp_path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Reading:
    file = tmp_path / "contacts.csv"
    file.write_bytes(end.join([*lines, ""]).encode(encoding))
    return sources.read(file)


def one(tmp_path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n"):
    reading = read(tmp_path, *lines, encoding=encoding, end=end)
    assert (reading.reports[0].records, reading.reports[0].skipped) == (1, ())
    return reading.tables.contacts.iloc[0]


def cells(header: str, **values: str) -> str:
    """A row with these cells; in a keyword `_` stands for what is no letter or digit."""
    names = next(csv.reader([header]))
    places = {re.sub(r"\W+", "_", n): i for i, n in enumerate(names)}
    row = [""] * len(names)
    for name, value in values.items():
        row[places[name]] = value
    out = io.StringIO()
    csv.writer(out).writerow(row)
    return out.getvalue().removesuffix("\r\n")


# --- Google ----------------------------------------------------------------------------------
def test_the_fictional_person_s_google_contacts_are_all_read(shared_data: Path) -> None:
    folder = shared_data / "synthetic"
    truth = json.loads((folder / "truth.json").read_text())
    reading = sources.read(folder / "google-contacts.csv")
    contacts = reading.tables.contacts
    assert reading.reports[0].records == truth["counts"]["google_contacts"] == len(contacts)
    columns = {"email": "emails", "phone": "phones"}
    seen = 0
    for group in truth["certain_groups"]:
        for record in group["records"]:
            if record["file"] == "google-contacts.csv" and group["key"] in columns:
                cell = contacts.iloc[record["row"] - 1][columns[group["key"]]]
                assert group["value"] in split_many(cell)
                seen += 1
    assert seen > 100


def test_schools_in_labels_and_notes_are_found_and_no_others(shared_data: Path) -> None:
    for folder in (shared_data / "synthetic", shared_data / "synthetic" / "earlier"):
        truth = json.loads((folder / "truth.json").read_text())
        wanted = {
            e["row"]: school["school"]
            for school in truth["schools"]
            for member in school["members"]
            for e in member["evidence"]
            if e["file"] == "google-contacts.csv"
        }
        contacts = sources.read(folder / "google-contacts.csv").tables.contacts
        found = {row: s for row, s in enumerate(contacts["school"], start=1) if s}
        assert found == wanted


def test_google_s_new_columns_are_read_with_several_values_in_a_cell(tmp_path: Path) -> None:
    row = cells(
        GOOGLE_NEW,
        First_Name="Ines",
        Last_Name="Vale",
        Organization_Name="Northwind",
        Birthday="--05-17",
        Notes="multi\nline",
        Labels="* coworkers ::: * myContacts ::: Golf",
        E_mail_1_Label="* Work",
        E_mail_1_Value="ines@vale.example ::: iv@vale.example",
        E_mail_2_Label="ältere",
        E_mail_2_Value="old@vale.example",
        Phone_1_Label="Work",
        Phone_1_Value="+1 555 010 0199 ::: +41 44 668 18 00",
    )
    contact = one(tmp_path, "\ufeff" + GOOGLE_NEW, row)
    assert contact["name"] == "Ines Vale"
    assert contact["emails"] == "ines@vale.example; iv@vale.example; old@vale.example"
    assert contact["phones"] == "+15550100199; +41446681800"
    assert (contact["group"], contact["tags"]) == ("colleague", "coworkers; Golf")
    assert (contact["birthday"], contact["notes"]) == ("--05-17", "multi\nline")


def test_rows_of_an_address_or_a_short_number_alone_are_contacts(tmp_path: Path) -> None:
    labels = {"Labels": "* myContacts", "E_mail_1_Label": "* "}
    mail_only = cells(GOOGLE_NEW, E_mail_1_Value="only.mail@example.com", **labels)
    short = cells(GOOGLE_NEW, Phone_1_Label="Mobile", Phone_1_Value="144")
    contacts = read(tmp_path, GOOGLE_NEW, mail_only, short).tables.contacts
    assert list(contacts["name"]) == ["only.mail@example.com", "144"]


def test_a_han_name_has_the_family_first(tmp_path: Path) -> None:
    row = cells(GOOGLE_NEW, First_Name="小明", Last_Name="王")
    assert one(tmp_path, GOOGLE_NEW, row)["name"] == "王小明"


def test_google_s_old_columns_are_read_in_utf_16_too(tmp_path: Path) -> None:
    row = cells(
        GOOGLE_OLD,
        Name="Zoë Vale",
        Given_Name="Zoë",
        Family_Name="Vale",
        Group_Membership="* Friends ::: * My Contacts",
        E_mail_1_Type="Work",
        E_mail_1_Value="zoe@vale.example",
        Organization_1_Name="Acme",
        Organization_1_Title="CEO",
        Relation_1_Type="Referred by",
        Relation_1_Value="Ravi Rao",
    )
    for encoding in ("utf-8", "utf-16"):
        reading = read(tmp_path, GOOGLE_OLD, row, encoding=encoding)
        contact = reading.tables.contacts.iloc[0]
        assert (contact["name"], contact["company"], contact["title"]) == (
            "Zoë Vale",
            "Acme",
            "CEO",
        )
        assert (contact["emails"], contact["group"]) == ("zoe@vale.example", "friend")
        (introduction,) = reading.tables.introductions.itertuples()
        assert (introduction.introducer, introduction.to) == ("name:Ravi Rao", EGO)


def test_columns_are_known_by_name_not_by_place(tmp_path: Path) -> None:
    names = GOOGLE_NEW.split(",")
    shuffled = ",".join([*names[:8], "Brand New Column", *names[8:]])
    row = cells(shuffled, First_Name="Ines", Last_Name="Vale", Organization_Title="CEO")
    assert one(tmp_path, shuffled, row)["title"] == "CEO"


# --- Outlook ---------------------------------------------------------------------------------
def test_classic_outlook_in_the_windows_code_page_is_read(tmp_path: Path) -> None:
    row = cells(
        OUTLOOK_CLASSIC,
        First_Name="Zoë",
        Last_Name="Müller",
        Company="Büro & Söhne",
        Birthday="0/0/00",
        Categories="Friends;Golf",
        Notes="two\r\nlines",
        Business_Phone="+41 44 668 18 00",
        Company_Main_Phone="+41 44 668 18 01",
        E_mail_Address="zoe@mueller.example",
        E_mail_Type="SMTP",
    )
    reading = read(tmp_path, OUTLOOK_CLASSIC, row, encoding="cp1252", end="\r\n")
    contact = reading.tables.contacts.iloc[0]
    assert (contact["name"], contact["company"]) == ("Zoë Müller", "Büro & Söhne")
    assert (contact["group"], contact["tags"]) == ("friend", "Friends; Golf")
    assert contact["phones"] == "+41446681800"
    assert contact["other_phones"] == "+41446681801"  # the switchboard is everybody's
    assert contact["notes"].split() == ["two", "lines"]
    assert contact.get("birthday", "") == ""
    assert any("1252" in w for w in reading.reports[0].warnings)


def test_an_exchange_path_is_no_address(tmp_path: Path) -> None:
    row = cells(
        OUTLOOK_CLASSIC,
        First_Name="Ines",
        E_mail_Address="/o=ExchangeLabs/ou=Exchange/cn=ines",
        E_mail_Type="EX",
        E_mail_Display_Name="Ines Vale (ines@vale.example)",
    )
    assert one(tmp_path, OUTLOOK_CLASSIC, row)["emails"] == "ines@vale.example"


def test_manager_assistant_spouse_and_referrer_are_relations(tmp_path: Path) -> None:
    header = OUTLOOK_CLASSIC
    boss = cells(header, First_Name="Ravi", Last_Name="Rao")
    row = cells(
        header,
        First_Name="Ines",
        Last_Name="Vale",
        Manager_s_Name="Ravi Rao",
        Assistant_s_Name="Sam Sek",
        Referred_By="Ravi Rao",
        Spouse="Jo Vale",
    )
    assistant = cells(header, First_Name="Sam", Last_Name="Sek")
    tables = read(tmp_path, header, boss, row, assistant).tables
    ids = list(tables.contacts["id"])
    ties = {(t.a, t.b, t.relation) for t in tables.ties.itertuples()}
    assert ties == {
        (ids[1], ids[0], "colleague"),
        (ids[1], ids[2], "colleague"),
        (ids[1], "name:Jo Vale", "family"),
    }
    assert tables.contacts["assistant_of"][2] == ids[1]
    (introduction,) = tables.introductions.itertuples()
    assert (introduction.introducer, introduction.introduced) == (ids[0], ids[1])


def test_outlook_2010_and_the_new_outlook_are_read(tmp_path: Path) -> None:
    address = {"E_mail_Address": "i@vale.example", "E_mail_2_Address": "v@vale.example"}
    for header in (OUTLOOK_2010, OUTLOOK_NEW):
        row = cells(header, First_Name="Ines", Last_Name="Vale", Job_Title="CEO", **address)
        reading = read(tmp_path, header, row)
        contact = reading.tables.contacts.iloc[0]
        assert reading.reports[0].kind == "outlook"
        assert (contact["name"], contact["title"]) == ("Ines Vale", "CEO")
        assert contact["emails"] == "i@vale.example; v@vale.example"


def test_german_outlook_is_read_whole(tmp_path: Path) -> None:
    row = (
        "Frau;Zoë;;Müller;Firma AG;Vertrieb;Leiterin;Zürich;Schweiz;044 668 18 02;044 668 18 00;"
        "044 668 18 01;079 668 18 03;zoe@mueller.example;SMTP;;z@mueller.example;Ravi Rao;"
        "17.05.1984;Familie;;Jo Chef;Notiz"
    )
    reading = read(tmp_path, OUTLOOK_GERMAN, row, encoding="cp1252")
    contact = reading.tables.contacts.iloc[0]
    assert reading.reports[0].kind == "outlook"
    assert (contact["name"], contact["company"], contact["title"]) == (
        "Zoë Müller",
        "Firma AG",
        "Leiterin",
    )
    assert contact["emails"] == "zoe@mueller.example; z@mueller.example"
    assert contact["phones"] == "+41446681800; +41796681803"
    assert contact["other_phones"] == "+41446681802; +41446681801"
    assert (contact["location"], contact["group"]) == ("Zürich, Schweiz", "family")
    assert (contact["birthday"], contact["notes"]) == ("1984-05-17", "Notiz")
    assert contact["relations"] == "referred by: Ravi Rao; manager: Jo Chef"


def test_french_outlook_calls_salutation_and_position_alike(tmp_path: Path) -> None:
    row = (
        "Mme;Zoé;;Dupont;Société SA;Ventes;Directrice;Lyon;France;+33 1 42 68 53 00;;"
        "zoe@dupont.example;SMTP;z@dupont.example;Amis;Ravi Rao;Jo Chef;mot"
    )
    contact = one(tmp_path, OUTLOOK_FRENCH, row)
    assert (contact["name"], contact["company"], contact["title"]) == (
        "Zoé Dupont",
        "Société SA",
        "Directrice",
    )
    assert contact["emails"] == "zoe@dupont.example; z@dupont.example"
    assert (contact["group"], contact["phones"]) == ("friend", "+33142685300")
    assert contact["relations"] == "referred by: Ravi Rao; manager: Jo Chef"


def test_columns_that_were_not_read_are_named(tmp_path: Path) -> None:
    row = cells(OUTLOOK_CLASSIC, First_Name="Ines", Business_Street="Street 1")
    reading = read(tmp_path, OUTLOOK_CLASSIC, row)
    assert any("Business Street" in part for part in reading.reports[0].ignored)


# --- Thunderbird and plain tables ------------------------------------------------------------
def test_thunderbird_is_read(tmp_path: Path) -> None:
    row = cells(
        THUNDERBIRD,
        First_Name="Ines",
        Last_Name="Vale",
        Display_Name="Ines M. Vale",
        Primary_Email="i@vale.example",
        Secondary_Email="v@vale.example",
        Organization="Acme",
        Mobile_Number="+41 79 668 18 03",
        Fax_Number="+41 44 668 18 02",
    )
    reading = read(tmp_path, THUNDERBIRD, row)
    contact = reading.tables.contacts.iloc[0]
    assert reading.reports[0].kind == "thunderbird"
    assert (contact["name"], contact["company"]) == ("Ines M. Vale", "Acme")
    assert contact["emails"] == "i@vale.example; v@vale.example"
    assert (contact["phones"], contact["other_phones"]) == ("+41796681803", "+41446681802")


def test_a_table_of_one_s_own_keeps_its_further_columns(tmp_path: Path) -> None:
    lines = [
        "Full name;E-Mail;Employer;Group;Introduced by;Last met;Shoe size",
        "Ines Vale;i@vale.example;Acme;friends;Ravi Rao;17.05.2024;38",
        "Ravi Rao;;Globex;;;;",
    ]
    tables = read(tmp_path, *lines).tables
    ines, ravi = tables.contacts.to_dict("records")
    assert (ines["company"], ines["group"], ines["shoe size"]) == ("Acme", "friend", "38")
    (introduction,) = tables.introductions.itertuples()
    assert (introduction.introducer, introduction.introduced) == (ravi["id"], ines["id"])
    (event,) = tables.events.itertuples()
    assert event.precision == "day"
    assert event.instant == 1_715_904_000  # 2024-05-17, midnight UTC
    assert set(tables.event_people["person"]) == {EGO, ines["id"]}


def test_the_order_of_day_and_month_is_seen_in_the_whole_column(tmp_path: Path) -> None:
    lines = ["name,email,last met", "A B,a@b.example,03/04/2024", "C D,c@d.example,25/04/2024"]
    instants = read(tmp_path, *lines).tables.events["instant"]
    assert list(instants) == [1_712_102_400, 1_714_003_200]  # the 3rd and the 25th of April
    alone = read(tmp_path, *lines[:2])
    assert len(alone.tables.events) == 0


def test_columns_the_user_names_are_read(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("who,works at,tel\nInes Vale,Acme,+41 44 668 18 00\n")
    mapping = parse_mapping('name=who,company="works at"')
    contact = sources.read(file, columns=mapping).tables.contacts.iloc[0]
    assert (contact["name"], contact["company"]) == ("Ines Vale", "Acme")


@pytest.mark.parametrize("text", ["name", "nobody=who", 'name="who', "name="])
def test_a_mapping_that_says_nothing_is_refused_in_words(text: str) -> None:
    with pytest.raises(SourceError, match="--map"):
        parse_mapping(text)


def test_a_row_that_does_not_fit_costs_itself(tmp_path: Path) -> None:
    lines = ["name,email", "A B,a@b.example", "C,D,too many,cells", ",,", "E F,e@f.example"]
    report = read(tmp_path, *lines).reports[0]
    assert report.records == 2
    assert [s.line for s in report.skipped] == [3]


def test_importing_twice_gives_the_same_keys(tmp_path: Path) -> None:
    lines = ["name,email", "A B,a@b.example", "C D,"]
    first, second = read(tmp_path, *lines), read(tmp_path, *lines)
    assert list(first.tables.contacts["id"]) == list(second.tables.contacts["id"])


def test_a_re_save_in_excel_is_read_as_the_original(tmp_path: Path) -> None:
    row = cells(GOOGLE_NEW, First_Name="Zoë", Last_Name="Vale", Organization_Name="Büro")
    original = one(tmp_path, GOOGLE_NEW, row)
    for encoding, mark in (("utf-8", "\ufeff"), ("cp1252", ""), ("utf-8", "sep=;\r\n")):
        header = mark + GOOGLE_NEW.replace(",", ";")
        saved = one(tmp_path, header, row.replace(",", ";"), encoding=encoding, end="\r\n")
        assert (saved["name"], saved["company"]) == (original["name"], original["company"])


def test_files_read_twice_and_in_any_order_give_the_same_people(shared_data: Path) -> None:
    folder = shared_data / "synthetic"
    cards, table = folder / "contacts.vcf", folder / "google-contacts.csv"
    once = identity.resolve(sources.read([cards, table]).tables)
    again = identity.resolve(sources.read([table, cards, table]).tables)
    for name in ("contacts", "ties", "introductions"):
        columns = [c for c in once[name].columns if c not in ("file", "line")]
        first, second = (
            t[name][columns].sort_values(columns, ignore_index=True) for t in (once, again)
        )
        assert len(first) > 0
        assert first.equals(second)


def test_a_stranger_s_table_in_a_folder_is_named_not_read(tmp_path: Path) -> None:
    (tmp_path / "budget.csv").write_text("name,company\nInes Vale,Acme\n")
    (tmp_path / "people.csv").write_text("name,company\nRavi Rao,Acme\n")
    reading = sources.read(tmp_path)
    assert list(reading.tables.contacts["name"]) == ["Ravi Rao"]
    assert any(r.path == "budget.csv" and r.ignored for r in reading.reports)
    mapped = sources.read(tmp_path, columns={"name": "name"})
    assert len(mapped.tables.contacts) == 2
