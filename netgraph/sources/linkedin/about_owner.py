"""What LinkedIn's export says about its owner: name, addresses, jobs, schools, interests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...schema import EGO, clean_text, fold_company, fold_email
from ..dates import parse_instant, parse_month
from .members import Members, full_name

if TYPE_CHECKING:
    from ..rows import Rows
    from ..sheet import Sheet


@dataclass
class Owner:
    """The owner's card while its files are read."""

    name: str = ""
    emails: list[str] = field(default_factory=list)
    rows: Rows | None = None
    line: int = 0
    _jobs: list[tuple[bool, dt.date, str, str]] = field(default_factory=list)
    _schools: list[tuple[dt.date, str]] = field(default_factory=list)
    _more: dict[str, Any] = field(default_factory=dict)

    def read_profile(self, sheet: Sheet, rows: Rows) -> None:
        """Profile.csv: whose export it is."""
        for line, cells in sheet.records:
            rows.records += 1
            name = full_name(_cell(sheet, cells, "first name"), _cell(sheet, cells, "last name"))
            if name and not self.name:
                self.name, self.rows, self.line = name, rows, line
                self._more["location"] = clean_text(_cell(sheet, cells, "geo location"))
                self._more["title"] = clean_text(_cell(sheet, cells, "headline"))

    def read_emails(self, sheet: Sheet, rows: Rows) -> None:
        """Email Addresses.csv: the owner's addresses, the primary one first."""
        found: list[tuple[bool, str]] = []
        for line, cells in sheet.records:
            address = fold_email(_cell(sheet, cells, "email address"))
            if not address:
                rows.skip(line, "'Email Address' is no e-mail address")
                continue
            rows.records += 1
            found.append((_cell(sheet, cells, "primary").lower() != "yes", address))
        self.emails += [address for _, address in sorted(found, key=lambda item: item[0])]
        self.rows = self.rows or rows

    def read_positions(self, sheet: Sheet, rows: Rows) -> None:
        """Positions.csv: where the owner works and worked; no end means still."""
        for line, cells in sheet.records:
            company = clean_text(_cell(sheet, cells, "company name"))
            start = parse_month(_cell(sheet, cells, "started on")) or dt.date.min
            if not company:
                rows.skip(line, "'Company Name' is empty")
                continue
            rows.records += 1
            is_current = not _cell(sheet, cells, "finished on")
            title = clean_text(_cell(sheet, cells, "title"))
            self._jobs.append((is_current, start, company, title))
        self.rows = self.rows or rows

    def read_education(self, sheet: Sheet, rows: Rows) -> None:
        """Education.csv: the owner's schools, the last one counts."""
        for line, cells in sheet.records:
            school = clean_text(_cell(sheet, cells, "school name"))
            if not school:
                rows.skip(line, "'School Name' is empty")
                continue
            rows.records += 1
            end = parse_month(_cell(sheet, cells, "end date")) or dt.date.min
            self._schools.append((end, school))
        self.rows = self.rows or rows

    def write(self, members: Members, rows: Rows, seen_on: str) -> None:
        """Adds the owner's card to the file that named the owner, else to `rows`."""
        rows = self.rows or rows
        card: dict[str, Any] = dict(self._more)
        if self._jobs:
            *_, company, title = max(self._jobs, key=lambda job: job[:2])
            if max(self._jobs)[0]:
                card |= {"company": company, "title": title or card.get("title", "")}
            past = [company for is_current, _, company, _ in self._jobs if not is_current]
            card["past_companies"] = list(dict.fromkeys(past))
        if self._schools:
            end, school = max(self._schools)
            card |= {"school": school, "class_year": end.year if end.year > 1 else None}
        name = self.name or members.owner_name
        if name or members.owner_slug or self.emails:
            card |= {"name": name, "linkedin": members.owner_slug, "emails": self.emails}
            rows.add("contacts", self.line, id=EGO, seen_on=seen_on, **card)


def read_follows(sheet: Sheet, rows: Rows) -> None:
    """Company Follows.csv: companies the owner follows; they are known by name, no more."""
    for line, cells in sheet.records:
        name = clean_text(_cell(sheet, cells, "organization"))
        if not name:
            rows.skip(line, "'Organization' is empty")
            continue
        rows.records += 1
        followed = parse_instant(_cell(sheet, cells, "followed on"))
        day = ""
        if followed is not None:
            day = str(dt.datetime.fromtimestamp(followed.seconds, dt.UTC).date())
        rows.add("companies", line, id=fold_company(name), name=name, followed_on=day)


def _cell(sheet: Sheet, cells: list[str], name: str) -> str:
    at = sheet.place(name)
    return cells[at] if at >= 0 else ""
