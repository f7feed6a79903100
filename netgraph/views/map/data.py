"""What does the page carry? Columns of small integers and one list of names, gzip, base 85.

A column is stored in the smallest of 8, 16 or 32 bits, as differences where it ascends, and with
its low bytes before its high bytes: gzip then finds what repeats. The same picture gives the same
bytes.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .picture import NO_DAY, STATUSES, Picture, Way

FORMAT = 1
_EDGE = 65_535
_CIRCLE = 4  # people; a smaller circle is told by their names
_SMALL = 400_000  # bytes; above, the last two per cent would take most of the time
_LETTERS = np.array([c for c in range(33, 127) if chr(c) not in "&\"'<>\\"][:85], np.uint8)


def pack(picture: Picture) -> str:
    """Return the picture as the text of the page's data block."""
    return as_text(packed(picture))


def as_text(data: bytes) -> str:
    """Return bytes as letters that no HTML has to escape: 5 for 4 bytes, where base64 takes 5.3.

    The text begins with how many bytes were added to fill the last four.
    """
    fill = -len(data) % 4
    words = np.frombuffer(data + bytes(fill), ">u4").astype(np.int64)
    digits = words[:, None] // 85 ** np.arange(4, -1, -1) % 85
    return f"{fill}{_LETTERS[digits].tobytes().decode('ascii')}"


def packed(picture: Picture) -> bytes:
    """Return the picture as bytes: the length of the head, the head (JSON), the columns; gzip."""
    picture = picture.seated()
    columns = _Columns()
    head = _head(picture, columns)
    head["columns"] = columns.index
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    raw = len(text).to_bytes(4, "little") + text + b"".join(columns.parts)
    return gzip.compress(raw, compresslevel=9 if len(raw) < _SMALL else 5, mtime=0)


@dataclass
class _Columns:
    """Collects columns: their bytes, and where the page finds them."""

    index: list[dict[str, Any]] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)

    def add(self, name: str, values: NDArray[Any], *, ascending: bool = False) -> None:
        whole = np.asarray(values, np.int64)
        if ascending:
            whole = np.diff(whole, prepend=0)
        largest = int(whole.max(initial=0))
        width = 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 4
        planes = whole.astype(f"<u{width}").view(np.uint8).reshape(-1, width).T
        self.index.append({"name": name, "n": len(whole), "w": width, "d": int(ascending)})
        self.parts.append(planes.tobytes())

    def add_words(self, name: str, words: list[str]) -> list[str]:
        """Store a column of repeated words; return the different ones, the commonest first."""
        found, inverse, count = np.unique(
            np.array(words, dtype=object).astype(str), return_inverse=True, return_counts=True
        )
        order = np.lexsort((found, -count))
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        self.add(name, rank[inverse])
        return [str(w) for w in found[order]]


def _head(picture: Picture, columns: _Columns) -> dict[str, Any]:
    people, ties = picture.people, picture.ties
    days = [people.last_day, ties.first_day, ties.last_day, picture.facts.day]
    days.append(picture.introductions.day)
    known = np.concatenate([d[d != NO_DAY] for d in days])
    base = int(known.min(initial=picture.as_of_day)) - 1
    scale = _place(picture, columns)
    words = _add_people(picture, columns, base)
    words |= _add_ties(picture, columns, base)
    return {
        "format": FORMAT,
        "title": picture.title,
        "asOf": dt.date.fromordinal(
            dt.date(1970, 1, 1).toordinal() + picture.as_of_day
        ).isoformat(),
        "asOfDay": picture.as_of_day,
        "base": base,
        "scale": scale,
        "arrangement": picture.arrangement,
        "ego": picture.ego,
        "names": people.name,
        "companies": picture.companies,
        "islandNames": island_names(picture),
        "words": words,
        "legend": {
            "title": picture.colouring.title,
            "swatches": [
                [s.label, s.light, s.dark, s.count, s.hint] for s in picture.colouring.swatches
            ],
        },
        "size": picture.sizing.title,
        "ways": [_way(way) for way in picture.ways],
        "shown": picture.shown,
        "picked": list(picture.picked),
    }


def island_names(picture: Picture) -> list[str]:
    """What is each island called? Its company, or "around" whoever has most ties on it."""
    at, ties = picture.layout, picture.ties
    names = ["" if c < 0 else picture.companies[c] for c in at.company]
    if picture.arrangement != "islands":
        return ring_names(picture)
    home = at.island[ties.i] == at.island[ties.j]
    n = len(at.island)
    inside = np.bincount(ties.i[home], minlength=n) + np.bincount(ties.j[home], minlength=n)
    size = np.bincount(at.island, minlength=len(names))
    for person in np.lexsort((np.arange(n), -inside)):
        island = at.island[person]
        if not inside[person]:
            break
        if not names[island] and size[island] >= _CIRCLE:
            names[island] = f"around {picture.people.name[person]}"
    return names


def ring_names(picture: Picture) -> list[str]:
    """How far from ego is each ring? The last may hold those whom no tie leads to."""
    at, ties = picture.layout, picture.ties
    count = len(at.company)
    names = ["", "1 step", *(f"{ring} steps" for ring in range(2, count))][:count]
    ends = np.stack([at.island[ties.i], at.island[ties.j]])
    if count > 1 and not (np.sort(ends, axis=0) == [[count - 2], [count - 1]]).all(axis=0).any():
        names[-1] = "no known way"
    return names


def _place(picture: Picture, columns: _Columns) -> float:
    """Store seats and islands on a grid of 65,536 steps; return the length of a step in seats."""
    at = picture.layout
    margin = float(at.radius.max(initial=0.0)) + 1.0
    left, top = float(at.x.min(initial=0.0)) - margin, float(at.y.min(initial=0.0)) - margin
    width = max(float(at.x.max(initial=0.0)) - left, float(at.y.max(initial=0.0)) - top) + margin
    scale = width / _EDGE

    def steps(values: NDArray[np.float64], start: float) -> NDArray[np.int64]:
        return np.clip(np.rint((values - start) / scale), 0, _EDGE).astype(np.int64)

    columns.add("x", steps(at.x, left))
    columns.add("y", steps(at.y, top))
    columns.add("island", at.island, ascending=bool((np.diff(at.island) >= 0).all()))
    columns.add("islandX", steps(at.centre_x, left))
    columns.add("islandY", steps(at.centre_y, top))
    columns.add("islandR", steps(at.radius, 0.0))
    columns.add("islandCompany", at.company + 1)
    return scale


def _since(days: NDArray[np.int32], base: int) -> NDArray[np.int64]:
    return np.where(days == NO_DAY, 0, days.astype(np.int64) - base)


def _add_people(picture: Picture, columns: _Columns, base: int) -> dict[str, list[str]]:
    people = picture.people
    columns.add("company", people.company + 1)
    columns.add("swatch", picture.colouring.of)
    columns.add("size", np.rint(np.clip(picture.sizing.of, 0, 1) * 255))
    columns.add("personLast", _since(people.last_day, base))
    columns.add("personDays", people.n_contact_days)
    columns.add("personFlags", people.do_not_contact)
    return {
        name: columns.add_words(name, getattr(people, name))
        for name in ("title", "location", "school", "group")
    }


def _add_ties(picture: Picture, columns: _Columns, base: int) -> dict[str, list[str]]:
    ties, facts, links = picture.ties, picture.facts, picture.introductions
    columns.add("i", ties.i, ascending=True)
    columns.add("span", ties.j - ties.i)
    columns.add("origin", ties.origin)
    last = _since(ties.last_day, base)
    columns.add("last", last)
    columns.add("lasted", last - _since(ties.first_day, base))
    columns.add("days", ties.n_days)
    share = np.rint(np.nan_to_num(ties.overlap, nan=2.55) * 100)
    columns.add("overlap", np.clip(share, 0, 255))
    columns.add("factTie", facts.tie, ascending=True)
    columns.add("factDay", _since(facts.day, base))
    columns.add("factAssumed", facts.is_inferred)
    columns.add("linkBy", links.by)
    columns.add("linkWho", links.who)
    columns.add("linkTo", links.to + 1)
    columns.add("linkDay", _since(links.day, base))
    columns.add("linkStatus", np.array([STATUSES.index(s) for s in links.status], np.int64))
    return {"relation": columns.add_words("relation", facts.relation), "status": list(STATUSES)}


def _way(way: Way) -> list[Any]:
    other = [_way(way.other)] if way.other else []
    return [way.label, list(way.people), round(way.p, 4), way.why, *other]
