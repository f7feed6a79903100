"""A network out again, for other programs: a folder of CSV tables, vCard, GraphML, GEXF, JSON.

What is written is what is known as of the network's day, without inferred ties: these are worked
out anew by whoever reads it. Text stays text: no control characters, no cell a sheet would run.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..errors import NetgraphError
from ..output import write_file
from ..schema import TABLES, profile_slug, split_many
from .text import plain

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from ..network import Network

_DATED_BY: Final = {
    "introductions": "date",
    "ties": "since",
    "events": "instant",
    "ask_events": "on",
    "favours": "date",
}
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA: Final = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?[\d\s().,/-]+")
_SUFFIXES: Final = {
    ".vcf": "vcard",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".json": "json",
    "": "csv",
}


def export(net: Network, path: str | Path, *, kind: str | None = None) -> Path:
    """Where does this network lie, written for another program?

    Parameters
    ----------
    net : Network
    path : path
        A folder for CSV tables; else a file, whose ending says the kind.
    kind : str, optional
        "csv", "vcard", "graphml", "gexf" or "json", where the ending does not say it.

    Returns
    -------
    Path
        What was written. It replaces a file of that name at once, not bit by bit.

    Raises
    ------
    NetgraphError
        The kind is none of these.
    """
    place = Path(path)
    kind = kind or _SUFFIXES.get(place.suffix.lower(), "")
    if kind == "csv":
        return _write_folder(net, place)
    writers: dict[str, Callable[[Network], bytes]] = {
        "vcard": lambda n: to_vcards(n).encode(),
        "graphml": to_graphml,
        "gexf": to_gexf,
        "json": lambda n: to_json(n).encode(),
    }
    if kind not in writers:
        raise NetgraphError(
            f"{place.name}: nothing is exported as {kind or place.suffix!r}; name a folder (CSV "
            "tables) or a file that ends in .vcf, .graphml, .gexf or .json"
        )
    return write_file(place, writers[kind](net))


# --- tables -----------------------------------------------------------------------------------
def known_tables(net: Network) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table that has rows: as known on the network's day, of the people in it, none inferred.

    Whom the user hides is not in the network and so not in these tables; `Book.export` has all.
    """
    tables = net.record.tables
    seen = {*net.ids.tolist(), ""}
    parts = tables.event_people
    with_people = set(parts["event"][parts["person"].isin(seen)].tolist())
    later = _is_later(tables.events, "instant", net)
    gone = set(tables.events["id"][later].tolist())
    for name, schema in TABLES.items():
        table = tables[name]
        keep = np.array(table["origin"] != "inferred")
        for column in schema.columns:
            if column.kind == "person" and column.name != "assistant_of":
                keep &= table[column.name].isin(seen).to_numpy()
        if name in _DATED_BY:
            keep &= ~_is_later(table, _DATED_BY[name], net)
        if name == "events":
            keep &= table["id"].isin(with_people).to_numpy()
        if name == "event_people":
            keep &= ~table["event"].isin(gone).to_numpy()
        if keep.any() and name != "keys":
            yield name, table[keep].drop(columns=["file", "line"], errors="ignore")


def _is_later(table: pd.DataFrame, column: str, net: Network) -> Any:
    """Whether each row is dated after the network's day."""
    end = np.datetime64(net.as_of, "s") + np.timedelta64(1, "D")
    values = table[column].to_numpy()
    if column == "instant":
        return values >= end.astype(np.int64)
    return values >= end


def _write_folder(net: Network, folder: Path) -> Path:
    for name, table in known_tables(net):
        if name == "events":
            table = _with_readable_times(table)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        used = [c for c in table.columns if _says_something(table[c], c, name)]
        writer.writerow(used)
        columns = [[csv_cell(v) for v in table[c].tolist()] for c in used]
        writer.writerows(zip(*columns, strict=True))
        write_file(folder / f"{name}.csv", out.getvalue())
    return folder


def _with_readable_times(events: pd.DataFrame) -> pd.DataFrame:
    """The events with one text for instant, zone and precision, as the reader takes it."""
    columns = (events[c].tolist() for c in ("instant", "offset_minutes", "precision"))
    texts = [instant_text(*cells) for cells in zip(*columns, strict=True)]
    return events.assign(instant=texts).drop(columns=["offset_minutes", "precision"])


def instant_text(seconds: int, offset_minutes: float, precision: str) -> str:
    """An instant on the clock of its zone; without an offset where that is not known.

    >>> instant_text(1_715_904_000, 120.0, "minute")
    '2024-05-17 02:00+02:00'
    """
    is_known = offset_minutes == offset_minutes and precision != "day"
    shift = int(offset_minutes * 60) if is_known else 0
    wall = np.datetime64(int(seconds) + shift, "s").item()
    if precision == "day":
        return str(wall.date())
    text = wall.isoformat(" ", "seconds" if precision == "second" else "minutes")
    if not is_known:
        return str(text)
    sign, minutes = ("-" if shift < 0 else "+"), abs(shift) // 60
    return f"{text}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _says_something(column: pd.Series, name: Any, table: str) -> bool:
    """Whether a column is worth its place: the table needs it, or a row fills it."""
    known = TABLES[table].column(str(name))
    if known is not None and known.required:
        return True
    return any(csv_cell(v) not in ("", "no") for v in column.unique().tolist())


def csv_cell(value: Any) -> str:
    r"""The text of a cell, which no sheet takes for a formula; numbers of phones stay numbers.

    >>> csv_cell("=HYPERLINK(1)"), csv_cell("+41 44 668 18 00"), csv_cell("a\x1bb"), csv_cell(True)
    ("'=HYPERLINK(1)", '+41 44 668 18 00', 'ab', 'yes')
    """
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    text = _NO_XML.sub("", str(value))
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def to_json(net: Network) -> str:
    """The tables as one JSON object: `as_of`, `owner`, `tables` by name, rows as objects."""
    tables = {}
    for name, table in known_tables(net):
        rows = table.to_dict("records")
        tables[name] = [{str(k): _json_cell(v) for k, v in row.items()} for row in rows]
    whole = {"as_of": net.as_of.isoformat(), "owner": net.ego or "", "tables": tables}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _json_cell(value: Any) -> Any:
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return _NO_XML.sub("", value)
    if hasattr(value, "isoformat"):
        return csv_cell(value)
    return plain(value)


# --- cards ------------------------------------------------------------------------------------
def to_vcards(net: Network) -> str:
    """Everybody but the owner as vCard 3.0, by id, with who introduced them and their relations."""
    cards = net.now.contacts
    names = dict(zip(cards["id"], cards["name"], strict=True))
    related: dict[str, list[tuple[str, str]]] = {}
    made = net.introductions
    for by, who in zip(made["introducer"], made["introduced"], strict=True):
        related.setdefault(who, []).append(("Introduced by", names.get(by) or by))
    rows = cards[(cards["id"] != (net.ego or "")) & ~cards["is_hidden"]].to_dict("records")
    return "".join(_vcard({str(k): v for k, v in row.items()}, related) for row in rows)


def _vcard(row: dict[str, Any], related: dict[str, list[tuple[str, str]]]) -> str:
    from vobject import vCard
    from vobject.vcard import Address, Name

    card = vCard()

    def add(name: str, value: Any, group: str | None = None, **params: str) -> None:
        if value:
            line = card.add(name)
            line.value = _NO_XML.sub("", value) if isinstance(value, str) else value
            line.group = group
            line.params.update({k: [v] for k, v in params.items()})

    name = row["name"] or row["id"]
    first, _, last = name.rpartition(" ")
    given, family = row.get("given_name") or first or last, row.get("family_name")
    add("n", Name(given=given, family=family if family is not None else last if first else ""))
    add("fn", name)
    add("uid", row["id"])
    for address in split_many(row["emails"]):
        add("email", address, TYPE="INTERNET")
    for number in split_many(row["phones"]):
        add("tel", number)
    add("org", [row["company"]] if row["company"] else None)
    add("title", row["title"])
    add("adr", Address(city=row["location"]) if row["location"] else None)
    add("note", row["notes"])
    labels = dict.fromkeys((row["group"], *split_many(row["tags"])))
    add("categories", [label for label in labels if label and label != "other"])
    if row["linkedin"]:
        slug = profile_slug(row["linkedin"]) or row["linkedin"]
        profile = f"https://www.linkedin.com/in/{slug}"
        add("x-socialprofile", profile, TYPE="linkedin")
    for place, (label, other) in enumerate(related.get(row["id"], ()), start=1):
        add("x-abrelatednames", other, f"item{place}")
        add("x-ablabel", label, f"item{place}")
    if row["kind"] == "organisation":
        add("x-abshowas", "COMPANY")
    return str(card.serialize(validate=False))


# --- graphs -----------------------------------------------------------------------------------
def to_graphml(net: Network) -> bytes:
    """The known ties as GraphML: names, companies and groups; weight and relation."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml_xml(_flat(net), out)
    return out.getvalue()


def to_gexf(net: Network) -> bytes:
    """The known ties as GEXF 1.2draft, which Gephi opens; people are labelled with their names."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_gexf(_flat(net, label="label"), out, version="1.2draft")
    today = re.compile(rb'lastmodifieddate="[^"]*"')  # the day of the network, not of the clock
    return today.sub(b'lastmodifieddate="%s"' % net.as_of.isoformat().encode(), out.getvalue())


def _flat(net: Network, label: str = "name") -> nx.Graph[str]:
    """The network's graph with nothing in it that XML or Gephi refuses."""
    import networkx as nx

    out: nx.Graph[str] = nx.Graph()
    for node, data in net.graph.nodes(data=True):
        cells = {key: _NO_XML.sub("", str(value)) for key, value in data.items()}
        cells[label] = cells.pop("name", "") or node
        out.add_node(_NO_XML.sub("", node))
        out.nodes[_NO_XML.sub("", node)].update(cells)
    ties = net.ties[net.ties["origin"] != "inferred"]
    facts = zip(ties.index, ties["relation"], ties["n_contact_days"], strict=True)
    for (a, b), relation, n_days in facts:
        ends = (_NO_XML.sub("", a), _NO_XML.sub("", b))
        known = "; ".join(w for w in str(relation).split("; ") if w != "same company")
        out.add_edge(*ends, weight=max(int(n_days), 1))
        out.edges[ends]["relation"] = known
    return out
