"""What a row is: the tables netgraph keeps, their columns and units, and how names are folded.

The words here are those of the CSV files, of the book and of the frames. Readers produce `Tables`,
`identity` gives every person one id in them, `network` freezes them as of a day.

Text that is not known is "" (never None or NaN), a number NaN, a day NaT, a flag False.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from .errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["text", "many", "person", "choice", "day", "number", "whole", "flag"]
Origin = Literal["stated", "logged", "inferred", "pooled"]

EGO: Final = "@ego"
"""Stands in a person column for the owner until `identity.resolve` knows who that is."""

MANY_SEPARATOR: Final = "; "
"""Between the values of a `many` column."""

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


@dataclass(frozen=True)
class Tables:
    """All that is known, as one pandas frame per table of `TABLES`.

    `owner` is the id of the person whose exports these are, "" where the files do not say.
    `is_whole_log` is true for a contact log of a whole group, where nobody's circle is censored.
    """

    contacts: pd.DataFrame = field(default_factory=lambda: frame("contacts"))
    introductions: pd.DataFrame = field(default_factory=lambda: frame("introductions"))
    ties: pd.DataFrame = field(default_factory=lambda: frame("ties"))
    events: pd.DataFrame = field(default_factory=lambda: frame("events"))
    event_people: pd.DataFrame = field(default_factory=lambda: frame("event_people"))
    asks: pd.DataFrame = field(default_factory=lambda: frame("asks"))
    ask_events: pd.DataFrame = field(default_factory=lambda: frame("ask_events"))
    favours: pd.DataFrame = field(default_factory=lambda: frame("favours"))
    targets: pd.DataFrame = field(default_factory=lambda: frame("targets"))
    companies: pd.DataFrame = field(default_factory=lambda: frame("companies"))
    policy: pd.DataFrame = field(default_factory=lambda: frame("policy"))
    keys: pd.DataFrame = field(default_factory=lambda: frame("keys"))
    owner: str = ""
    is_whole_log: bool = False

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in TABLES:
            raise KeyError(table)
        frame_: pd.DataFrame = getattr(self, table)
        return frame_

    def with_frames(self, frames: Mapping[str, pd.DataFrame], **changes: Any) -> Tables:
        """The same tables with some frames (and `owner`, `is_whole_log`) replaced."""
        all_changes: dict[str, Any] = {**frames, **changes}
        return replace(self, **all_changes)


def frame(
    table: str, rows: Iterable[Mapping[str, Any]] | Mapping[str, Any] | None = None
) -> pd.DataFrame:
    """A typed frame of that table from rows (mappings) or columns (a mapping of arrays).

    Columns the table does not know are kept, at the end, as text. Raises `SchemaError` where a
    required column is missing.
    """
    import pandas as pd

    columns: dict[str, Any]
    if rows is None:  # made by the dozen in every load, so without a look at each column
        return pd.DataFrame({c.name: np.zeros(0, _dtype(c)) for c in _all_columns(table)})
    if isinstance(rows, Mapping):
        columns = dict(rows)
    else:
        rows = list(rows)
        names = dict.fromkeys(name for row in rows for name in row)
        columns = {name: [row.get(name) for row in rows] for name in names}
    n = len(next(iter(columns.values()))) if columns else 0
    required = [c.name for c in TABLES[table].columns if c.required]
    for name in required:
        if n and name not in columns:
            raise SchemaError(missing_column(table, name, columns))
    return typed(table, pd.DataFrame(columns, index=pd.RangeIndex(n)))


def _dtype(column: Column) -> str:
    """The dtype of a column's kind."""
    dtypes = {"day": "datetime64[s]", "number": "float64", "whole": "int64", "flag": "bool"}
    return dtypes.get(column.kind, "object")


def missing_column(table: str, name: str, found: Iterable[str]) -> str:
    """The sentence for a missing column, with the near miss if there is one."""
    import difflib

    found = [str(f) for f in found]
    folded = {f.strip().lower(): f for f in found}
    near = difflib.get_close_matches(name, folded, n=1, cutoff=0.7)
    hint = (
        f"; found {folded[near[0]]!r}: did you mean it?"
        if near
        else f"; found {', '.join(found) or 'no column'}"
    )
    return f"{table}: column {name!r} is missing{hint}"


def _all_columns(table: str) -> tuple[Column, ...]:
    return TABLES[table].columns + PROVENANCE


def typed(table: str, data: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's columns first, in order, each of its kind; absent ones filled."""
    import pandas as pd

    out: dict[str, Any] = {}
    for column in _all_columns(table):
        values = data.get(column.name)
        out[column.name] = _typed_column(values, column, len(data))
    for name in data:
        if name not in out:
            out[str(name)] = _text(data[name])
    return pd.DataFrame(out, index=pd.RangeIndex(len(data)), copy=False)


def _typed_column(values: pd.Series | None, column: Column, n: int) -> Any:
    """One column in the dtype of its kind (see the module's first lines for what unknown is)."""
    import pandas as pd

    if column.kind == "day":
        if values is None:
            return np.full(n, np.datetime64("NaT"), dtype="datetime64[s]")
        return pd.to_datetime(values).to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    if column.kind == "number":
        if values is None:
            return np.full(n, np.nan)
        return pd.to_numeric(values).to_numpy(dtype=float, na_value=np.nan)
    if column.kind == "whole":
        if values is None:
            return np.zeros(n, dtype=np.int64)
        return pd.to_numeric(values).fillna(0).to_numpy(dtype=np.int64)
    if column.kind == "flag":
        if values is None:
            return np.zeros(n, dtype=bool)
        return _flags(values)
    if values is None:
        default = "stated" if column.name == "origin" else ""
        return same_text(default, n)
    return _text(values)


def same_text(text: str, n: int) -> NDArray[np.object_]:
    """A column with one text in every row, as one object: np.full would make n of them."""
    column = np.empty(n, dtype=object)
    column[:] = text
    return column


def _text(values: pd.Series) -> Any:
    return values.to_numpy(dtype=object, na_value="")


def _flags(values: pd.Series) -> Any:
    if values.dtype == bool:
        return values.to_numpy()
    yes = ("yes", "true", "1", "y")
    return np.fromiter(
        (str(v).strip().lower() in yes for v in values), dtype=bool, count=len(values)
    )


def concat(parts: Iterable[Tables]) -> Tables:
    """The rows of all, in order; the first owner named counts, a log is whole only if all are."""
    import pandas as pd

    parts = list(parts)
    if len(parts) == 1:
        return parts[0]
    frames = {}
    for name in TABLES:
        filled = [p[name] for p in parts if len(p[name])]
        frames[name] = typed(name, pd.concat(filled, ignore_index=True)) if filled else frame(name)
    owner = next((p.owner for p in parts if p.owner), "")
    return Tables(
        **frames, owner=owner, is_whole_log=bool(parts) and all(p.is_whole_log for p in parts)
    )


def row_texts(data: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Return each row's cells as one text: an order of rows that does not depend on the file's."""
    cells = (data[c].tolist() for c in columns)
    return ["\x1f".join(map(str, row)) for row in zip(*cells, strict=True)]


# --- many values in one cell -----------------------------------------------------------------
def split_many(cell: str) -> list[str]:
    """The values of a `many` cell, in order, without blanks and repeats."""
    return list(dict.fromkeys(v for v in (part.strip() for part in cell.split(";")) if v))


def join_many(values: Iterable[str]) -> str:
    """The cell for these values."""
    return MANY_SEPARATOR.join(dict.fromkeys(v for v in values if v))


# --- folding: the same thing written differently ---------------------------------------------
_BLANKS = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PROFILE = re.compile(
    r"^(?:https?://)?(?:[a-z]{2,3}\.)?(?:www\.)?linkedin\.com/(?:in|pub)/([^/?#]+)", re.I
)
_EMAIL = re.compile(r"^[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+$")


def clean_text(text: str) -> str:
    """The text in composed form, invisible and control characters out, blanks single."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return _BLANKS.sub(" ", text).strip()


def fold_name(name: str) -> str:
    """A name for comparing: compatibility form, no accents, no case, letters and digits only.

    >>> fold_name("Zoë  Brandt-Łuczak"), fold_name("王 小明")
    ('zoe brandt luczak', '王 小明')
    """
    text = clean_text(name)
    if text.isascii():
        return " ".join(_NOT_WORD.sub(" ", text.lower().replace("'", "")).split())
    text = unicodedata.normalize("NFKD", text).casefold()
    text = text.translate(_UNDECOMPOSED)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _BLANKS.sub(" ", "".join(c if c.isalnum() else " " for c in text)).strip()


_UNDECOMPOSED: Final = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "'": "",
        "’": "",
    }
)


def fold_email(address: str) -> str:
    """The address in lower case, or "" where it is none.

    >>> fold_email(" Ines@Example.ORG "), fold_email("not an address")
    ('ines@example.org', '')
    """
    address = clean_text(address).lower().removeprefix("mailto:")
    return address if _EMAIL.match(address) else ""


def profile_slug(url: str) -> str:
    """The slug of a LinkedIn profile address, decoded and in lower case, or "" where it is none.

    >>> profile_slug("https://de.linkedin.com/in/Zo%C3%AB-Brandt/?x=1"), profile_slug("example.com")
    ('zoë-brandt', '')
    """
    match = _PROFILE.match(url.strip())
    return clean_text(unquote(match.group(1))).lower() if match else ""


_LEGAL_FORMS: Final = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ggmbh mbh ag kg "
    "kgaa ohg gbr ug eg ev se sa sas sasu sarl srl spa snc bv nv vof ab as asa oy oyj aps pty pte "
    "pvt kk ltda eirl sl slu sro doo dd zrt nyrt kft sp zoo jsc pjsc ooo oao zao pao too group "
    "holding holdings groupe gruppe grupo gruppo koncern".split()
)
_LEGAL_PHRASES: Final = re.compile(r" (?:sp z o ?o|s ?a de c ?v|s de rl de cv|a m b a)$")
_CJK_LEGAL_FORMS: Final = re.compile(
    r"股份有限公司|有限责任公司|有限公司|株式会社|有限会社|合同会社|주식회사|유한회사|[(（](?:株|有|주)[)）]"
)
_CYRILLIC_LEGAL_FORMS: Final = frozenset("ооо оао зао пао ао тоо тов ип ад еоод оод".split())
_TAIL: Final = re.compile(
    r"\s*[(\[（【][^()\[\]（）]*[)\]）】]?\s*$"  # "(Remote)", also where the bracket never closes
    r"|[\s,;|–—-]+(?:remote|hybrid|on-?site)\s*$"
    r"|[\s,;|–—-]+(?:formerly|previously|f/?k/?a|now part of|ehemals|vormals|anciennement)\b.*$",
    re.I,
)
_NO_COMPANY: Final = frozenset(
    """self employed,selfemployed,self,freelance,freelancer,freelancing,freelance consultant,
    stealth,stealth startup,stealth mode,stealth mode startup,stealth company,unemployed,retired,
    student,none,n a,na,independent,independent consultant,independent contractor,private,
    confidential,confidential company,undisclosed,various,looking for opportunities,open to work,
    seeking opportunities,career break,sabbatical,between jobs,in transition,selbstandig,
    selbststandig,freiberuflich,freiberufler,rentner,independant,auto entrepreneur,autonomo,
    freelance autonomo,libero professionista,zzp,zzper,zelfstandig""".replace("\n    ", "").split(
        ","
    )
)


def fold_company(name: str) -> str:
    """A company's name for comparing: folded, without legal forms and remarks, never empty.

    >>> fold_company("Northwind Analytics, Inc. (Remote)"), fold_company("GE"), fold_company("SAS")
    ('northwind analytics', 'ge', 'sas')
    """
    short = name
    while (cut := _TAIL.sub("", short)) != short and fold_name(cut):
        short = cut
    bare = _CJK_LEGAL_FORMS.sub(" ", short)
    short = bare if fold_name(bare) else short
    short = re.sub(r"\b([AS])/([SA])\b", r"\1\2", short)  # A/S, S/A
    folded = fold_name(re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1", short))
    words = _LEGAL_PHRASES.sub("", folded).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS and words[:-1] != ["the"]:
        words.pop()
    if len(words) > 1 and (words[0] in _CYRILLIC_LEGAL_FORMS or words[0] == "the"):
        words = words[1:]
    return " ".join(words)


def is_no_company(name: str) -> bool:
    """Whether the words say that somebody works for nobody in particular.

    >>> is_no_company("Self-employed"), is_no_company("Stealth Startup"), is_no_company("Coop")
    (True, True, False)
    """
    return fold_company(name) in _NO_COMPANY


def table_names() -> tuple[str, ...]:
    """The names of the tables that stand in files, in the order of the book."""
    return tuple(name for name in TABLES if name != "keys")


def company_keys(names: Iterable[str], companies: pd.DataFrame) -> list[str]:
    """Return the folded name each company is known by; names of one company get one key.

    Two spellings are one company where they fold alike or where a row of `companies` says so;
    "Freelance" and its kin are no company and get "".
    """
    one: dict[str, str] = {}
    for name, aliases in zip(companies["name"], companies["aliases"], strict=True):
        for spelling in (name, *split_many(aliases)):
            one.setdefault(fold_company(spelling), fold_company(name))
    known: dict[str, str] = {"": ""}
    keys = []
    for name in names:
        if name not in known:
            folded = fold_company(name)
            known[name] = one.get(folded, "" if folded in _NO_COMPANY else folded)
        keys.append(known[name])
    return keys
