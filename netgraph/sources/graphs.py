"""GraphML and GEXF: networks drawn in other programs, read as people and ties.

A node is a person by its id and label; attributes that are columns of contacts fill them, others
are kept. An edge is a tie, or a dated contact where it has a time. yEd's drawing keys are stepped
over, GEXF is read in all its namespaces. Files are read as a stream; a DOCTYPE is refused, since
entities can blow a file up or pull others in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from ..errors import SourceError
from ..schema import TABLES, clean_text
from .dates import parse_instant
from .files import Head, SourceFile
from .relations import group_of_label, kind_of
from .rows import Rows

KIND: Final = "graph"

_ROOT = re.compile(r"<(?:\w+:)?(graphml|gexf)[\s>]", re.I)
_LABELS: Final = ("label", "name", "full name", "display name")
_TIMES: Final = ("timestamp", "time", "date", "start", "day")
_RELATIONS: Final = ("relation", "type", "kind", "label", "relationship")
_COLUMNS: Final = {c.name: c for c in TABLES["contacts"].columns if c.name not in ("id", "keys")}
_CHUNK: Final = 1 << 16
_MAX_DEPTH: Final = 100
_SMALL: Final = 1e8


@dataclass(slots=True)
class _Thing:
    """A node or an edge while it is read."""

    line: int
    attributes: dict[str, str]
    data: dict[str, str] = field(default_factory=dict)

    def get(self, *names: str) -> str:
        """The first of these attributes that says something."""
        return next((v for n in names if (v := self.data.get(n, "").strip())), "")


def recognises(head: Head) -> bool:
    """Whether the file is XML whose root is graphml or gexf."""
    text = head.text.lstrip()
    return text.startswith("<") and _ROOT.search(text[:20_000]) is not None


def read(file: SourceFile, rows: Rows) -> None:
    """Reads the nodes and edges of a graph."""
    rows.is_whole_log = True
    known: set[str] = set()
    waiting: list[_Thing] = []
    for kind, thing in _things(file):
        if kind == "node":
            _add_person(thing, known, rows)
        else:
            waiting.append(thing)
    n_small = 0
    for edge in waiting:
        n_small += _add_edge(edge, known, rows)
    if n_small:
        rows.warn(
            f"{n_small} edges have a time that is no date (a small number); they are read as ties"
        )


def _add_person(node: _Thing, known: set[str], rows: Rows) -> None:
    word = clean_text(node.attributes.get("id", ""))
    if not word or word in known:
        rows.skip(node.line, "a node without an id" if not word else f"a second node {word!r}")
        return
    known.add(word)
    rows.records += 1
    person: dict[str, Any] = {"id": f"id:{word}", "name": node.get(*_LABELS) or word}
    for name, value in node.data.items():
        column = _COLUMNS.get(name.replace(" ", "_"))
        if column is None and name not in _LABELS:
            person[name] = value
        elif column is not None and (cell := _cell(value, column.kind, column.choices)) is not None:
            person[column.name] = cell
    rows.add("contacts", node.line, **person)


def _cell(value: str, kind: str, choices: tuple[str, ...]) -> Any:
    """The value as its column takes it; None where it does not."""
    value = value.strip()
    if kind == "number":
        try:
            number = float(value)
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    if kind == "flag":
        return value.lower() in ("true", "1", "yes")
    if kind == "person":
        return f"id:{value}" if value else None
    if choices:
        return value if value in choices else None
    return value


def _add_edge(edge: _Thing, known: set[str], rows: Rows) -> bool:
    """Writes an edge as an event or a tie; true where its time is no date."""
    ends = [clean_text(edge.attributes.get(end, "")) for end in ("source", "target")]
    if not all(e in known for e in ends):
        rows.skip(edge.line, "an edge from or to a node that is not in the file")
        return False
    if ends[0] == ends[1]:
        rows.skip(edge.line, f"an edge from {ends[0]!r} to itself")
        return False
    rows.records += 1
    a, b = (f"id:{e}" for e in ends)
    word = edge.get(*_TIMES)
    seconds = _unix_seconds(word)
    instant = parse_instant(word) if word and seconds is None else None
    if seconds is None and instant is None:
        label = edge.get(*_RELATIONS)
        closeness = _cell(edge.get("closeness"), "number", ())
        relation = group_of_label(label) or kind_of(label)
        rows.add("ties", edge.line, a=a, b=b, relation=relation, closeness=closeness)
        return bool(word)
    event = f"{rows.path}:{edge.line}:{rows.records}"
    offset = 0.0 if instant is None else instant.offset_minutes
    rows.add(
        "events",
        edge.line,
        id=event,
        instant=seconds if instant is None else instant.seconds,
        offset_minutes=offset,
        precision="second" if instant is None else instant.precision,
        kind="other",
        origin="logged",
    )
    is_directed = edge.attributes.get("directed") == "true"
    for person, role in ((a, "by"), (b, "to")):
        role = role if is_directed else "present"
        rows.add("event_people", edge.line, event=event, person=person, role=role, origin="logged")
    return False


def _unix_seconds(word: str) -> int | None:
    """The seconds of a number large enough to count from 1970."""
    try:
        number = float(word)
    except ValueError:
        return None
    return int(number) if _SMALL <= number < 1e11 else None


# --- the stream -------------------------------------------------------------------------------
def _things(file: SourceFile) -> Iterator[tuple[str, _Thing]]:
    """The nodes and edges of a file in order, attributes named by their titles."""
    reader = _Reader(file.label)
    try:
        with file.open() as stream:
            while block := stream.read(_CHUNK):
                reader.feed(block)
                yield from reader.take()
        reader.close()
        yield from reader.take()
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{file.label}: is no complete XML ({error}); export it again") from error


class _Reader:
    """Feeds expat, refuses a DOCTYPE, and gathers nodes and edges."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.buffer_text = True
        self._titles: dict[tuple[str, str], str] = {}
        self._path: list[str] = []
        self._open: list[tuple[str, _Thing]] = []
        self._ready: list[tuple[str, _Thing]] = []
        self._text: list[str] | None = None
        self._name = ""
        self._domain = ""
        self._is_directed = False

    def feed(self, block: bytes) -> None:
        """Reads on."""
        self._parser.Parse(block, False)

    def close(self) -> None:
        """Says where the file ends too early."""
        self._parser.Parse(b"", True)

    def take(self) -> list[tuple[str, _Thing]]:
        """What is complete since the last call."""
        ready, self._ready = self._ready, []
        return ready

    def _refuse(self, *_: object) -> None:
        raise SourceError(
            f"{self._label}: has a DOCTYPE, which no graph needs; remove it or export again"
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2].lower()
        self._path.append(name)
        if len(self._path) > _MAX_DEPTH:
            raise SourceError(f"{self._label}: is nested more than {_MAX_DEPTH} deep")
        if name in ("node", "edge"):
            self._begin(name, attributes)
        elif name == "graph":
            kind = attributes.get("edgedefault", attributes.get("defaultedgetype", ""))
            self._is_directed = kind.lower() == "directed"
        elif name == "attributes":
            self._domain = attributes.get("class", "")
        elif name == "key":
            self._declare(attributes.get("for", ""), attributes, "attr.name")
        elif name == "attribute":
            self._declare(self._domain, attributes, "title")
        elif name == "attvalue" and self._open:
            self._value(attributes.get("for") or attributes.get("id", ""), attributes.get("value"))
        elif name == "data" and self._open and self._path[-2] in ("node", "edge"):
            self._name, self._text = attributes.get("key", ""), []
        elif name == "nodelabel" and self._open:
            self._text = []  # where yEd keeps what is written on a node

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        thing = _Thing(self._parser.CurrentLineNumber, attributes)
        for word in ("label", "start", "timestamp", "kind"):
            if attributes.get(word):
                thing.data[word] = clean_text(attributes[word])
        if name == "edge":
            directed = attributes.get("directed", attributes.get("type", "")).lower()
            is_directed = directed in ("true", "directed") or (not directed and self._is_directed)
            thing.attributes["directed"] = "true" if is_directed else "false"
        self._open.append((name, thing))

    def _declare(self, domain: str, attributes: dict[str, str], title: str) -> None:
        word = attributes.get(title, "")
        if word:  # yEd's drawing keys have none
            self._titles[domain, attributes.get("id", "")] = clean_text(word).lower()

    def _value(self, key: str, value: str | None) -> None:
        kind, thing = self._open[-1]
        title = self._titles.get((kind, key)) or self._titles.get(("all", key), "")
        if title and value and value.strip():
            thing.data.setdefault(title, clean_text(value))

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if name in ("data", "nodelabel") and self._text is not None:
            text = clean_text("".join(self._text))
            if name == "data":
                self._value(self._name, text)
            elif text:
                self._open[-1][1].data.setdefault("label", text)
            self._text = None
        elif name in ("node", "edge") and self._open:
            self._ready.append(self._open.pop())
