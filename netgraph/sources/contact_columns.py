"""Which column of an address table means what, in the languages people export in.

Outlook, Thunderbird and plain tables name the same things by other words. A header is compared
folded (no accents, no case, no punctuation); numbers and e-mails are known by pattern, since there
are dozens of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ..schema import clean_text, fold_email, fold_name
from .cards import Card, Relation, add_cards, full_name
from .dates import Order, day_order, parse_day
from .sheet import fold_column, open_sheet

if TYPE_CHECKING:
    from .files import SourceFile
    from .rows import Rows

_FIELDS: Final = {
    "name": """name, full name, fullname, display name, contact, contact name, person, who,
        anzeigename, vollstandiger name, nom complet, nom affiche, nombre completo, nome completo,
        nome visualizzato, volledige naam, naam, file as, speichern unter""",
    "first": """first name, firstname, given name, first, vorname, prenom, nombre, nome, voornaam,
        primeiro nome, forename""",
    "middle": """middle name, additional name, middle, weitere vornamen, zweiter vorname,
        2 vorname, deuxieme prenom, segundo nombre, secondo nome, middelste naam, segundo nome""",
    "last": """last name, lastname, surname, family name, last, nachname, familienname, nom,
        nom de famille, apellidos, apellido, cognome, achternaam, sobrenome, apelido""",
    "nickname": """nickname, nick name, alias, spitzname, rufname, surnom, apodo, soprannome,
        bijnaam, roepnaam""",
    "given yomi": "given yomi, yomi vorname, phonetic first name",
    "family yomi": "surname yomi, phonetic last name",
    "company": """company, company name, organization, organisation, organization name, employer,
        works at, firm, firma, unternehmen, societe, entreprise, organizacion, empresa, compania,
        societa, azienda, bedrijf, organisatie, arbeitgeber""",
    "department": """department, abteilung, service, departamento, reparto, afdeling,
        organization department""",
    "title": """job title, title of job, position, role, occupation, job, titre, fonction, puesto,
        cargo, posizione, qualifica, functie, jobtitle, organization title, stelle""",
    "location": """location, city, place, town, business city, work city, home city, other city,
        ort geschaftlich, ort privat, stadt, wohnort, ville bureau, ville domicile, ville,
        ciudad de trabajo, ciudad, citta, citta uff, citta ab, werkadres plaats, plaats, cidade""",
    "country": """country, business country region, home country region, other country region,
        business country, home country, work country, land region geschaftlich,
        land region privat, land, pays region bureau, pays region domicile, pays bureau, pays,
        pais o region del trabajo, pais o region del domicilio, pais, paese, land regio""",
    "notes": """notes, note, comments, comment, remarks, notizen, bemerkungen, notas, notities,
        anotacoes, observacoes, remarques, commentaires, opmerkingen""",
    "labels": """categories, category, labels, label, tags, tag, groups, group, group membership,
        kategorien, gruppe, gruppen, groupes, groupe, categorias, categorie, categorieen,
        grupos, gruppi""",
    "school": "school, university, college, schule, universitat, hochschule, ecole, escuela",
    "class year": "class year, graduation year, class of, jahrgang, promotion, abschlussjahr",
    "closeness": "closeness",
    "birthday": """birthday, birth date, date of birth, geburtstag, geburtsdatum, anniversaire,
        cumpleanos, compleanno, verjaardag, aniversario""",
    "referred by": """referred by, introduced by, introducer, referrer, recommended by, met through,
        empfohlen von, vorgestellt von, recommande par, presente par, recomendado por,
        referido por, presentado por, segnalato da, presentato da, verwezen door, indicado por""",
    "manager": """managers name, manager name, manager, boss, name des der vorgesetzten,
        name des r vorgesetzten, vorgesetzter, responsable, nombre del director, nome manager,
        naam manager, nome do gerente""",
    "assistant": """assistants name, assistant name, assistant, name assistent, assistent in,
        assistent, nom de lassistant e, assistant e, nombre del asistente, nome assistente,
        naam assistent, nome do assistente""",
    "spouse": """spouse, spouse name, husband, wife, partner, partner in, ehepartner, conjoint e,
        conjoint, conyuge, coniuge, echtgenoot, conjuge, spouse partner""",
    "child": "children, child, kinder, kind, enfants, hijos, figli, kinderen, filhos",
    "met on": "first met, met on, date met, first met on, kennengelernt, kennengelernt am",
    "last contact": """last contact, last contacted, last contact on, last met, last talked to,
        last spoken, letzter kontakt, dernier contact, ultimo contacto, ultimo contatto""",
    "uid": "uid, uuid, guid",
}
_FIELD_BY_HEADER: Final = {
    " ".join(word.split()): field for field, words in _FIELDS.items() for word in words.split(",")
}
_EMAIL: Final = re.compile(
    r"(?:(?:primary|secondary|primare|sekundare|work|home|private|business|personal|other) )?"
    r"(?:e ?mails?|e ?mail \d|e ?mail(?: \d)? (?:address|adresse)|e ?mailadres(?:se)?(?: \d)?|"
    r"e ?mail address(?: \d)?|mail|adresse (?:de messagerie|e ?mail|electronique)(?: \d)?|"
    r"correo(?: electronico)?(?: \d)?|dire[cz]+ion[e]? del? correo electronico(?: \d)?|"
    r"indirizzo (?:di )?posta elettronica(?: \d)?|indirizzo e ?mail|endereco de e ?mail(?: \d)?)"
)
_EMAIL_NAME: Final = re.compile(
    r"e ?mail(?: \d)? (?:display name|angezeigter name)|nom complet de ladresse de messagerie.*"
)
_PHONE: Final = re.compile(
    r"\b(?:phone|mobile|cell|telephone|telefon\w*|tel|mobiltelefon|mobil|handy|telefoon\w*|"
    r"mobiele|telefono|movil|cellulare|telefone|celular|haupttelefon|autotelefon|ufficio|"
    r"abitazione|particular|phones)\b"
)
_NOT_ONES_OWN: Final = re.compile(
    r"\b(?:fax|\w*fax|telecopie|pager|assistants?|lassistant|assistent|assistente|asistente|"
    r"company|main|firma|bedrijf|societe|centralita|callback|ruckmeldung|rappel|telex|tty|isdn|"
    r"radio|horbehinderte|hauptnummer)\b"
)
_PROFILE: Final = re.compile(
    r"linked ?in(?: url| profile)?|(?:personal |business )?web ?(?:page|site)(?: \d)?|url|"
    r"profile(?: url)?|webseite|page web|pagina web|webpagina"
)
_ADDRESS_IN_TEXT: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_RELATIONS: Final = {
    "referred by": "referred by",
    "manager": "manager",
    "assistant": "assistant",
    "spouse": "spouse",
}
_NO_DATE: Final = frozenset({"0/0/00", "00.00.00", "0.0.00", "00/00/00"})


def field_of(header: str) -> str:
    """What a column holds, by its header; "" where that is not known.

    >>> field_of("E-Mail 2: Adresse"), field_of("Business Fax"), field_of("Prénom"), field_of("x")
    ('email', 'other phone', 'first', '')
    """
    word = fold_name(header)
    if word in _FIELD_BY_HEADER:
        return _FIELD_BY_HEADER[word]
    if _EMAIL.fullmatch(word):
        return "email"
    if _EMAIL_NAME.fullmatch(word):
        return "email name"
    if _PROFILE.fullmatch(word):
        return "profile"
    if _PHONE.search(word) or _NOT_ONES_OWN.search(word):
        is_other = _NOT_ONES_OWN.search(word) is not None
        return ("other phone" if is_other else "phone") if len(word) < 60 else ""
    return ""


class Columns:
    """The fields of a table, by its header; `mapping` (field → header) is what the user says."""

    def __init__(self, names: Sequence[str], mapping: Mapping[str, str] | None = None) -> None:
        self.places: dict[str, list[int]] = {}
        self.unknown: dict[str, int] = {}
        said = {fold_name(header): field for field, header in (mapping or {}).items()}
        seen: set[str] = set()
        for place, name in enumerate(names):
            field = said.get(fold_name(name)) or field_of(name)
            if fold_name(name) == "titre" and "titre" not in seen and _twice(names, "titre"):
                field = ""  # French Outlook calls the salutation and the position alike
            seen.add(fold_name(name))
            if field:
                self.places.setdefault(field, []).append(place)
            elif name.strip():
                self.unknown.setdefault(name, place)

    def has(self, *fields: str) -> bool:
        """Whether the table has all of these fields."""
        return all(f in self.places for f in fields)

    def values(self, field: str, cells: Sequence[str]) -> list[str]:
        """The filled cells of a field."""
        return [v for p in self.places.get(field, ()) if (v := cells[p].strip())]

    def value(self, field: str, cells: Sequence[str]) -> str:
        """The first filled cell of a field, as one line."""
        return clean_text(next(iter(self.values(field, cells)), ""))


def _twice(names: Iterable[str], folded: str) -> bool:
    return sum(fold_name(n) == folded for n in names) > 1


def card_of(line: int, cells: Sequence[str], columns: Columns, order: Order = "unknown") -> Card:
    """The card a row makes."""

    def one(field: str) -> str:
        return columns.value(field, cells)

    card = Card(line, given=one("first"), family=one("last"), nickname=one("nickname"))
    card.name = one("name") or full_name(card.given, card.family, one("middle"))
    card.pronunciation = f"{one('given yomi')} {one('family yomi')}".strip()
    card.emails = _emails(columns, cells)
    card.phones = columns.values("phone", cells)
    card.other_phones = columns.values("other phone", cells)
    card.profiles = columns.values("profile", cells)
    card.company, card.title = one("company"), one("title")
    card.country = one("country")
    card.location = ", ".join(filter(None, (one("location"), card.country)))
    card.notes = "\n".join(columns.values("notes", cells))
    card.labels = [
        label.strip()
        for cell in columns.values("labels", cells)
        for label in re.split(r" ::: |[;,|]", cell)
        if label.strip()
    ]
    card.relations = [
        Relation(label, one(field)) for field, label in _RELATIONS.items() if one(field)
    ]
    for cell in columns.values("child", cells):
        card.relations += [Relation("child", c) for c in re.split(r"[;,]", cell) if c.strip()]
    card.first_met = _day(one("met on"), order)
    card.last_contact = _day(one("last contact"), order)
    card.school, card.class_year = one("school"), one("class year")
    card.closeness = one("closeness")
    if uid := one("uid"):
        card.keys.append(f"uid:{uid.lower().replace(';', ',')}")
    card.more = {
        "department": one("department"),
        "birthday": _day(one("birthday"), order) or _stated(one("birthday")),
    }
    return card


def date_order(rows: Iterable[Sequence[str]], columns: Columns) -> Order:
    """Which part of this table's dates is the day, by all of its date columns."""
    fields = ("birthday", "met on", "last contact")
    return day_order(v for cells in rows for f in fields for v in columns.values(f, cells))


def _emails(columns: Columns, cells: Sequence[str]) -> list[str]:
    """The addresses of a row; those in its display names where the address is an X.500 path."""
    found: list[str] = []
    for cell in columns.values("email", cells):
        address = fold_email(cell)
        found += [address] if address else _ADDRESS_IN_TEXT.findall(cell)
    if not found:
        shown = columns.values("email name", cells)
        found = [a for cell in shown for a in _ADDRESS_IN_TEXT.findall(cell)]
    return list(dict.fromkeys(map(fold_email, found)))


def _day(text: str, order: Order) -> str:
    day = parse_day(text, order) if text and text not in _NO_DATE else None
    return day.isoformat() if day else ""


def _stated(text: str) -> str:
    return "" if text in _NO_DATE else text


def read_contacts(
    file: SourceFile,
    rows: Rows,
    is_header: Callable[[frozenset[str]], bool],
    *,
    mapping: Mapping[str, str] | None = None,
    keep_unknown: bool = False,
) -> None:
    """Reads a table with one person a row; further columns become attributes or are named."""
    with open_sheet(file, rows, is_header) as sheet:
        columns = Columns(sheet.names, mapping)
        records = list(sheet.records)
    order = date_order((cells for _, cells in records), columns)
    cards = []
    for line, cells in records:
        card = card_of(line, cells, columns, order)
        if keep_unknown:
            card.more |= {fold_column(n): cells[p] for n, p in columns.unknown.items()}
        if card.is_empty():
            rows.skip(line, "no name, company, e-mail or number")
            continue
        rows.records += 1
        cards.append(card)
    unread = [n for n, p in columns.unknown.items() if any(cells[p] for _, cells in records)]
    if unread and not keep_unknown:
        rows.ignored.append(f"columns that say nothing of people: {', '.join(unread)}")
    add_cards(cards, rows)
