"""What is a row? The tables, their columns and units, and the words a column may hold.

The words are those of the CSV files, of the book and of the frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal["text", "many", "person", "choice", "day", "number", "whole", "flag"]
Origin = Literal["stated", "logged", "inferred", "pooled"]

EGO: Final = "@ego"
"""Stands in a person column for the owner until `identity.resolve` knows who that is."""

ORIGINS: Final[tuple[Origin, ...]] = ("stated", "logged", "inferred", "pooled")
GROUPS: Final = ("classmate", "alumni", "family", "friend", "colleague", "other")
PREFERS: Final = ("phone", "in person", "either")
PERMISSIONS: Final = ("yes", "no", "ask")
PRECISIONS: Final = ("day", "minute", "second")
EVENT_KINDS: Final = ("mail", "message", "call", "meeting", "interview", "thanks", "other")
ROLES: Final = ("by", "to", "cc", "present")
INTRODUCTION_STATUSES: Final = ("name_given", "promised", "introduced", "met", "declined")
FAVOUR_KINDS: Final = ("introduction", "advice", "referral", "thanks", "other")
ASK_STATUSES: Final = (
    "drafted",
    "asked",
    "agreed",
    "declined",
    "no_reply",
    "introduced",
    "met",
    "thanked",
    "closed",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, whether a row can do without it, which words it takes."""

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row of it is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name, if the table has one."""
        return next((c for c in self.columns if c.name == name), None)


def _table(name: str, row: str, *columns: Column) -> Table:
    return Table(name, row, columns)


def _person(name: str, *, required: bool = False) -> Column:
    return Column(name, "person", required)


def _choice(name: str, choices: tuple[str, ...]) -> Column:
    return Column(name, "choice", choices=choices)


PROVENANCE: Final = (
    _choice("origin", ORIGINS),
    Column("file"),
    Column("line", "whole"),
)
"""Where a row comes from; every table ends with these three. `line` is 1-based, 0 where none."""

TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        t.name: t
        for t in (
            _table(
                "contacts",
                "a person, or an organisation's own card",
                Column("id", "person", required=True),
                Column("name"),
                Column("emails", "many"),
                Column("phones", "many"),
                Column("linkedin"),
                Column("company"),
                Column("title"),
                Column("location"),
                Column("school"),
                Column("class_year", "number"),
                _choice("group", GROUPS),
                Column("tags", "many"),
                Column("closeness", "number"),
                _choice("prefers", PREFERS),
                Column("pronunciation"),
                _person("assistant_of"),
                _choice("may_use_name", PERMISSIONS),
                Column("do_not_contact", "flag"),
                Column("is_hidden", "flag"),
                Column("notes"),
                _choice("kind", ("person", "organisation")),
                Column("keys", "many"),
            ),
            _table(
                "introductions",
                "an introducer presented a person to someone on a day",
                _person("introducer", required=True),
                _person("introduced", required=True),
                _person("to"),
                Column("date", "day"),
                Column("context"),
                _choice("status", INTRODUCTION_STATUSES),
                _choice("may_use_name", PERMISSIONS),
            ),
            _table(
                "ties",
                "a known standing relation between two people",
                _person("a", required=True),
                _person("b", required=True),
                Column("relation"),
                Column("since", "day"),
                Column("until", "day"),
                Column("closeness", "number"),
            ),
            _table(
                "events",
                "a dated contact event",
                Column("id", required=True),
                Column("instant", "whole", required=True),
                Column("offset_minutes", "number"),
                _choice("precision", PRECISIONS),
                _choice("kind", EVENT_KINDS),
                Column("minutes", "number"),
                Column("note"),
                _person("arranged_by"),
            ),
            _table(
                "event_people",
                "one person's part in an event",
                Column("event", required=True),
                _person("person", required=True),
                _choice("role", ROLES),
                Column("response"),
            ),
            _table(
                "asks",
                "a request to a helper for a target",
                Column("id", required=True),
                _person("helper", required=True),
                _person("target"),
                Column("company"),
            ),
            _table(
                "ask_events",
                "a dated state of an ask",
                Column("ask", required=True),
                _choice("status", ASK_STATUSES),
                Column("on", "day"),
                Column("note"),
            ),
            _table(
                "favours",
                "what somebody did for somebody",
                _person("giver", required=True),
                _person("receiver"),
                Column("date", "day"),
                _choice("kind", FAVOUR_KINDS),
                Column("note"),
            ),
            _table(
                "targets",
                "whom or where ego wants to reach",
                Column("id", required=True),
                _person("person"),
                Column("name"),
                Column("company"),
                Column("title"),
                Column("field"),
                Column("priority", "number"),
            ),
            _table(
                "companies",
                "names that are one company",
                Column("id", required=True),
                Column("name", required=True),
                Column("aliases", "many"),
                Column("domains", "many"),
            ),
            _table(
                "policy",
                "a rule of the user's",
                Column("scope"),
                Column("key", required=True),
                Column("value"),
            ),
            _table(
                "keys",
                "a key that leads to one person",
                _person("person", required=True),
                Column("kind", required=True),
                Column("value", required=True),
            ),
        )
    }
)


def table_names() -> tuple[str, ...]:
    """The names of the tables that stand in files, in the order of the book."""
    return tuple(name for name in TABLES if name != "keys")
