"""Make the sample network: the written story (story.txt), and the everyday contact around it.

    python sample_data/make_sample_data.py [--seed N] [--out DIR]

writes the CSV tables beside this file, the same bytes for the same seed on every machine and
Python. Another seed gives other everyday days and the same story. No library is needed.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

SEED: Final = 20261101
HOME: Final = Path(__file__).resolve().parent
EGO: Final = "me"
LOCKDOWN: Final = dt.date(2020, 3, 20), dt.date(2020, 7, 3)
"""Nobody met; who would have, called."""

UNKNOWN_CLUSTERS: Final = frozenset(
    {"acme", "globex", "windrose", "quillon", "vantor", "field", "professor"}
)
"""Of these Nora knows the name, seldom an address and never a telephone number."""

Row = dict[str, str]
T = TypeVar("T")


class Dice:
    """Chance from `random()` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def below(self, n: int) -> int:
        """A whole number in [0, n)."""
        return int(self._random() * n)

    def between(self, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        return low + self.below(high - low + 1)

    def happens(self, share: float) -> bool:
        """True in that share of all throws."""
        return self._random() < share

    def one_of(self, things: Sequence[T]) -> T:
        """One of these."""
        return things[self.below(len(things))]

    def some_of(self, things: Sequence[T], n: int) -> list[T]:
        """As many of these, in their order."""
        left = list(range(len(things)))
        for _ in range(len(left) - n):
            del left[self.below(len(left))]
        return [things[i] for i in left]


Story = dict[str, list[list[str]]]


def read_story(path: Path = HOME / "story.txt") -> Story:
    """The parts of the story by name, each a list of rows of cells."""
    parts: Story = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if begins := re.match(r"== (\w+):", line):
            rows = parts[begins[1]] = []
        elif parts and line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split("|")])
    return parts


def day(text: str) -> dt.date:
    """The day of an ISO text."""
    return dt.date.fromisoformat(text[:10])


# --- people ----------------------------------------------------------------------------------
@dataclass
class Cast:
    """Everybody: their rows of contacts.csv by id, and the members of each cluster."""

    rows: dict[str, Row] = field(default_factory=dict)
    clusters: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def named(self, words: str) -> list[str]:
        """The people of a list such as `ana; @course; -freya`."""
        people: list[str] = []
        for word in filter(None, (w.strip() for w in words.split(";"))):
            people += self.clusters[word[1:]] if word.startswith("@") else [word]
        return list(dict.fromkeys(people))


def make_cast(story: Story) -> Cast:
    """Everybody, with addresses that lead nowhere."""
    cast, cluster, common = Cast(), "", Row()
    for cells in story["people"]:
        if cells[0].startswith("*"):
            cluster, common = _cluster(cells)
            continue
        person, name, company, title, place, closeness = cells
        cast.clusters[cluster].append(person)
        cast.rows[person] = common | {
            "id": person,
            "name": name,
            "company": company,
            "title": title,
            "location": place,
            "closeness": closeness,
            "kind": "person",
        }
    for person, *changes in story["details"]:
        cast.rows[person] |= dict(c.split(" = ") for c in changes)
    _add_years(cast)
    _add_addresses(cast, story)
    return cast


def _cluster(cells: list[str]) -> tuple[str, Row]:
    """The name of a cluster, and what its people have in common."""
    name, group, school, year = cells[0].removeprefix("* "), *[*cells[1:], "", "", ""][:3]
    return name, {"group": group, "school": school, "class_year": year}


def _add_years(cast: Cast) -> None:
    """Alumni of other years, spread so that nobody sat in Nora's."""
    for at, person in enumerate(cast.clusters["alumni"]):
        year = 1999 + at * 7 % 18
        cast.rows[person]["class_year"] = str(year + (year >= 2010))


def _add_addresses(cast: Cast, story: Story) -> None:
    """Work and private addresses, telephone numbers and profiles, some of each."""
    domains = {word: row[3] for row in story["companies"] for word in [row[1], *row[2].split("; ")]}
    for cluster, people in cast.clusters.items():
        is_known = cluster not in UNKNOWN_CLUSTERS
        for person in people:
            row, at = cast.rows[person], len(person) + sum(map(ord, person))
            domain = domains.get(row["company"], "example.com" if is_known else "")
            if domain and (is_known or at % 3 == 0):
                row.setdefault("emails", f"{person}@{domain}")
            if is_known and person != EGO and at % 5 < 3:
                number = list(cast.rows).index(person)
                row["phones"] = f"+1 {201 + number // 100} 555 01{number % 100:02d}"
            if is_known and at % 2:
                row.setdefault("linkedin", f"https://www.linkedin.com/in/example-{person}")


def contacts(cast: Cast, story: Story) -> list[Row]:
    """The rows of contacts.csv: people, and two cards of organisations."""
    cards = [
        {"id": card, "name": name, "company": company, "kind": "organisation"}
        for card, name, company in story["organisations"]
    ]
    return [*cast.rows.values(), *cards]


# --- days ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Contact:
    """Nora and somebody: a meeting goes to events.csv, all else to interactions.csv."""

    when: str
    kind: str
    people: tuple[str, ...]
    direction: str = ""
    minutes: str = ""
    note: str = ""
    arranged_by: str = ""


def london(date: dt.date, time: str) -> str:
    """The instant with its offset: summer time from the last Sunday of March to October's."""

    def last_sunday(month: int) -> dt.date:
        last = dt.date(date.year, month, 31)
        return last - dt.timedelta(days=(last.weekday() + 1) % 7)

    is_summer = last_sunday(3) <= date < last_sunday(10)
    return f"{date.isoformat()}T{time}{'+01:00' if is_summer else '+00:00'}"


def is_lockdown(date: dt.date) -> bool:
    """Whether nobody could meet."""
    return LOCKDOWN[0] <= date <= LOCKDOWN[1]


def written_days(cast: Cast, story: Story) -> Iterator[Contact]:
    """The days the story names."""
    for when, kind, minutes, people, arranged_by, note in story["days"]:
        at = london(day(when), when[11:])
        yield Contact(at, kind, tuple(cast.named(people)), "", minutes, note, arranged_by)
    for when, kind, direction, person, note in story["notes"]:
        yield Contact(when, kind, (person,), direction, "", note)


def gatherings(story: Story, dice: Dice) -> Iterator[Contact]:
    """What recurs with many: runs, choir, staff meetings, family feasts."""
    for name, first, last, gap, months, time, minutes, size, words in story["gatherings"]:
        least, most = map(int, size.split())
        invited = [(w.partition("@")[0], w.partition("@")[2]) for w in words.split()]
        for date in recurring(dice, day(first), day(last), int(gap), months.split()):
            if is_lockdown(date):
                continue
            free = [p for p, since in invited if since <= date.isoformat()]
            people = dice.some_of(free, min(len(free), dice.between(least, most)))
            yield Contact(london(date, time), "meeting", tuple(people), "", minutes, name)


def recurring(
    dice: Dice, first: dt.date, last: dt.date, gap: int, months: list[str]
) -> Iterator[dt.date]:
    """Days about `gap` apart, always on the same weekday, or once a year; first and last exact."""
    date = first
    while date < last:
        yield date
        if gap == 365:
            date = dt.date(date.year + 1, first.month, first.day)
            date += dt.timedelta(days=(first.weekday() - date.weekday() + 3) % 7 - 3)
        else:
            weeks = round((gap + dice.between(-7, 7)) / 7)
            date += dt.timedelta(weeks=max(weeks, 1))
            while months and f"{date.month:02d}" not in months:
                date += dt.timedelta(weeks=1)
    yield last


def everyday(cast: Cast, story: Story, dice: Dice) -> Iterator[Contact]:
    """The contact with one person at a time."""
    office = {*cast.clusters["school"], *cast.clusters["trust"]}
    for person, how, first, last, gap, months, kinds in story["rhythms"]:
        days = rhythm(dice, how, day(first), day(last), int(gap), months.split())
        for date in days:
            if person in office and date.weekday() > 4 and date != day(last):
                date -= dt.timedelta(days=date.weekday() - 4)
            yield one_contact(dice, how, person, date, dice.one_of(kinds.split()))


def rhythm(
    dice: Dice, how: str, first: dt.date, last: dt.date, gap: int, months: list[str]
) -> list[dt.date]:
    """The days of one tie, first and last exact; between them gaps from half to one and a half."""
    days, date, left = [first], first, dice.between(4, 8)
    while True:
        step = max(1, (gap * dice.between(50, 150) + 50) // 100)
        if how == "bursts":
            left -= 1
            if not left:
                step, left = dice.between(250, 600), dice.between(4, 8)
        date += dt.timedelta(days=step)
        while months and f"{date.month:02d}" not in months:
            date += dt.timedelta(days=dice.between(3, 9))
        if date >= last - dt.timedelta(days=2):
            return [*days, last]
        days.append(date)


def one_contact(dice: Dice, how: str, person: str, date: dt.date, kind: str) -> Contact:
    """One contact with one person on that day, of that kind unless it is forbidden to meet."""
    if kind == "meeting" and is_lockdown(date):
        kind = "call"
    hour = dice.between(8, 20)
    when = london(date, f"{hour:02d}:{dice.between(0, 11) * 5:02d}")
    if kind == "meeting":
        note = dice.one_of(("Coffee", "Lunch", "A walk", "Tea"))
        return Contact(when, kind, (person,), "", str(dice.between(4, 9) * 10), note)
    side = {"heard": "in", "wrote": "out"}.get(how) or dice.one_of(("out", "in"))
    minutes = str(dice.between(1, 8) * 5) if kind == "call" else ""
    return Contact(when if dice.happens(0.7) else when[:10], kind, (person,), side, minutes)


def all_contacts(cast: Cast, story: Story, dice: Dice) -> list[Contact]:
    """All of them by day, and one of a kind a day and person."""
    found = [
        *written_days(cast, story),
        *gatherings(story, dice),
        *everyday(cast, story, dice),
    ]
    found.sort(key=lambda c: (c.when[:10], c.when[11:], c.kind, c.people))
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for contact in found:
        key = (contact.when[:10], contact.kind, contact.people[0])
        if len(contact.people) == 1 and key in seen:
            continue
        seen.add(key)
        kept.append(contact)
    return kept


def event_tables(log: Iterable[Contact]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of events.csv, event_people.csv and interactions.csv."""
    events: list[Row] = []
    parts: list[Row] = []
    interactions: list[Row] = []
    for c in log:
        shared = {"date": c.when, "kind": c.kind, "minutes": c.minutes, "note": c.note}
        if c.kind not in ("meeting", "interview"):
            people = {"people": "; ".join(c.people), "direction": c.direction}
            interactions.append(shared | people)
            continue
        event = f"e{len(events) + 1:04d}"
        events.append(shared | {"id": event, "arranged_by": c.arranged_by})
        parts += [{"event": event, "person": p, "role": "present"} for p in (EGO, *c.people)]
    return events, parts, interactions


# --- ties ------------------------------------------------------------------------------------
def ties(cast: Cast, story: Story, dice: Dice) -> list[Row]:
    """Who knows whom besides Nora: written ties, and a share of the pairs of each circle."""
    rows = written(story["ties"], "a b relation closeness since until")
    known = {frozenset((r["a"], r["b"])) for r in rows}
    for cluster, share, relation in story["circles"]:
        people = cast.clusters[cluster]
        for at, a in enumerate(people):
            for b in people[at + 1 :]:
                if dice.happens(float(share)) and frozenset((a, b)) not in known:
                    closeness = str(dice.between(2, 4)) if dice.happens(0.3) else ""
                    rows.append({"a": a, "b": b, "relation": relation, "closeness": closeness})
    return rows


# --- files -----------------------------------------------------------------------------------
def written(rows: list[list[str]], columns: str) -> list[Row]:
    """The rows of a table that is written out in the story."""
    return [dict(zip(columns.split(), cells, strict=True)) for cells in rows]


def ask_events(story: Story) -> list[Row]:
    """The dated states of each ask."""
    return [
        {"ask": ask, "status": state.split()[0], "on": state.split()[1]}
        for ask, *_, states in story["asks"]
        for state in states.split("; ")
    ]


COLUMNS: Final = {
    "contacts": "id name emails phones linkedin company title location school class_year group "
    "tags closeness prefers pronunciation assistant_of may_use_name do_not_contact is_hidden "
    "notes kind",
    "companies": "id name aliases domains",
    "ties": "a b relation closeness since until",
    "introductions": "introducer introduced to date status may_use_name context",
    "events": "id date kind minutes note arranged_by",
    "event_people": "event person role",
    "interactions": "date people kind direction minutes note",
    "asks": "id helper target company",
    "ask_events": "ask status on",
    "favours": "giver receiver date kind note",
    "targets": "id person name company title field priority",
    "policy": "scope key value",
}


def tables(seed: int) -> dict[str, list[Row]]:
    """Every table's rows, by its name."""
    story = read_story()
    cast, dice = make_cast(story), Dice(seed)
    made = {
        name: written(story[name], COLUMNS[name])
        for name in ("companies", "introductions", "favours", "targets", "policy")
    }
    made["contacts"] = contacts(cast, story)
    made["ties"] = ties(cast, story, dice)
    made["asks"] = written([row[:-1] for row in story["asks"]], COLUMNS["asks"])
    made["ask_events"] = ask_events(story)
    events, parts, interactions = event_tables(all_contacts(cast, story, dice))
    return made | {"events": events, "event_people": parts, "interactions": interactions}


def main(arguments: Sequence[str] | None = None) -> None:
    """Writes every table as CSV: UTF-8, line ends as in Unix."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=HOME, help="default: beside this script")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    made = tables(options.seed)
    for name, columns in COLUMNS.items():
        with (options.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns.split(), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(made[name])
        print(f"{name}.csv: {len(made[name]):,} rows")


if __name__ == "__main__":
    main()
