"""Which of LinkedIn's files a file is, by its column names, in any year's form.

The export writes English headers; a few others are accepted, since people and programs translate
them. Only file names tell chats with LinkedIn's assistants from messages between people.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from ..files import Head

CONNECTIONS: Final = "connections"
MESSAGES: Final = "messages"
ASSISTANT_CHATS: Final = "assistant chats"
INVITATIONS: Final = "invitations"
ENDORSEMENTS: Final = "endorsements"
RECOMMENDATIONS: Final = "recommendations"
FOLLOWS: Final = "company follows"
NOTES: Final = "notes"
POSITIONS: Final = "positions"
EDUCATION: Final = "education"
PROFILE: Final = "profile"
EMAILS: Final = "email addresses"
CONTACTS: Final = "imported contacts"
NOTHING: Final = "nothing about people"

_TRANSLATED: Final = {
    "first name": "vorname, prénom, nombre, nome, voornaam",
    "last name": "nachname, nom, apellidos, sobrenome, cognome, achternaam",
    "url": "profil url, profil-url, url du profil, url del perfil",
    "email address": "e-mail-adresse, adresse e-mail, dirección de correo electrónico, "
    "endereço de e-mail, indirizzo email, indirizzo e-mail, e-mailadres",
    "company": "unternehmen, entreprise, empresa, azienda, bedrijf",
    "position": "poste, cargo, posizione, functie",
    "connected on": "verbunden am, date de connexion, conectado el, fecha de conexión, "
    "conectado em, collegato il, data del collegamento, verbonden op",
}

OTHER_SPELLINGS: Final = MappingProxyType(
    {
        spelling: column
        for column, spellings in _TRANSLATED.items()
        for spelling in spellings.split(", ")
    }
)
"""Column names of Connections.csv in other languages → LinkedIn's own."""

NEEDED: Final = MappingProxyType(
    {
        CONNECTIONS: ("first name", "connected on"),
        MESSAGES: ("conversation id", "from"),
        INVITATIONS: ("direction", "sent at"),
        ENDORSEMENTS: ("endorsement date",),
        RECOMMENDATIONS: ("creation date", "job title", "text"),
        FOLLOWS: ("organization", "followed on"),
        NOTES: ("connection profile url", "note"),
        POSITIONS: ("company name", "started on"),
        EDUCATION: ("school name", "start date"),
        PROFILE: ("first name", "last name", "headline"),
        EMAILS: ("email address", "confirmed"),
        CONTACTS: ("source", "emails"),
    }
)
"""The columns each of the files is known by, the more particular first."""

_NOTHING_NAMES: Final = re.compile(
    r"^(richmedia|adtargeting|adsclicked|lanadsengagement|inferencesaboutyou|savedjobalerts?|"
    r"savedjobanswers|jobseekerpreferences|jobapplicantsavedinfo|instantreposts|"
    r"privateidentityasset|hashtagfollows?|memberfollows|learningcoachmessages)"
)
_ASSISTANTS: Final = re.compile(r"^(guide|coach|learning\w*|ai\w*)messages?$")


def plain_name(name: str) -> str:
    """A file's name as LinkedIn varies it: without ending, blanks, underscores and numbers.

    >>> plain_name("Company_Follows.csv"), plain_name("Comments_12 (1).csv")
    ('companyfollows', 'comments')
    """
    stem = name.lower().rpartition(".")[0] or name.lower()
    return re.sub(r"[\s_-]+|\(\d+\)|\d+$", "", stem).rstrip("0123456789")


def folded_row(row: frozenset[str]) -> frozenset[str]:
    """A header with LinkedIn's own names for its columns."""
    return frozenset(OTHER_SPELLINGS.get(cell, cell) for cell in row)


def kind_of(head: Head) -> str:
    """Which of the files this is, or ""."""
    name = plain_name(head.name)
    for kind, columns in NEEDED.items():
        if any(folded_row(row).issuperset(columns) for row in head.rows):
            if kind == MESSAGES and _ASSISTANTS.match(name):
                return ASSISTANT_CHATS
            return kind
    if name in ("contacts", "importedcontacts") and head.has_columns("firstname", "emails"):
        return CONTACTS
    if _NOTHING_NAMES.match(name) and head.name.endswith(".csv"):
        return NOTHING
    return ""
