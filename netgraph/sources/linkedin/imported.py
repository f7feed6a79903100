"""LinkedIn's Contacts.csv: the address book somebody once uploaded. Cards, no ties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...schema import clean_text, fold_email
from ..person_names import bare_name
from .members import full_name

if TYPE_CHECKING:
    from ..rows import Rows
    from ..sheet import Sheet

_BETWEEN: Final = re.compile(r"[,;|\s]+")


def read_imported(sheet: Sheet, rows: Rows) -> None:
    """Adds a card for each row that says who it is."""
    names = ("firstname", "lastname", "fullname", "emails", "phonenumbers", "companies", "title")
    places = [sheet.place(name, name.replace("name", " name")) for name in names]
    for line, cells in sheet.records:
        first, last, whole, emails, phones, company, title = (
            cells[p] if p >= 0 else "" for p in places
        )
        name = full_name(first, last) or bare_name(whole)
        addresses = [a for a in map(fold_email, _BETWEEN.split(emails)) if a]
        if not name and not addresses:
            rows.skip(line, "neither a name nor an e-mail address")
            continue
        rows.records += 1
        key = f"mail:{addresses[0]}" if addresses else f"li:uploaded:{name}|{phones}"
        rows.add(
            "contacts",
            line,
            id=key,
            name=name,
            emails=addresses,
            phones=[p.strip() for p in re.split(r"[,;|]", phones) if p.strip()],
            company=clean_text(company),
            title=clean_text(title),
        )
