"""How well duplicates are found: a table over the fictional exports, and time at 30,000 contacts.

    python benchmarks/identity.py FOLDER…       folders with truth.json beside the exports
    python benchmarks/identity.py --size 30000  time and memory on made-up contacts

Beside the proposals stands the plain rule: join whoever shares an e-mail or a folded name with its
short forms spelled out.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from netgraph import identity, sources
from netgraph.identity.spelling import forms, romanised
from netgraph.schema import Tables, fold_company, frame, split_many

Pair = tuple[int, int]
HEADER_LINE = 4  # of Connections.csv, after three lines of preamble
FILES = ("*.zip", "google-contacts.csv", "contacts.vcf")


def records_of(folder: Path) -> tuple[Tables, list[tuple[str, str]]]:
    """The tables of the three address files, and each record's (local key, true person)."""
    truth = json.loads((folder / "truth.json").read_text())
    files = [next(folder.glob(pattern)) for pattern in FILES]
    tables = sources.read(files).tables
    person = {}
    for entry in truth["people"]:
        person |= {("linkedin", at["row"]): entry["id"] for at in entry["linkedin"]}
        person |= {("google", at["row"]): entry["id"] for at in entry["google"]}
        person |= {("vcard", at["card"]): entry["id"] for at in entry["vcard"]}
    found = []
    cards = tables.contacts
    kinds = (("Connections.csv", "linkedin"), (FILES[1], "google"), (FILES[2], "vcard"))
    for ending, kind in kinds:
        part = cards[cards["file"].str.endswith(ending)]
        numbers = part["line"] - HEADER_LINE if kind == "linkedin" else range(1, len(part) + 1)
        found += [(key, person[kind, int(n)]) for key, n in zip(part["id"], numbers, strict=True)]
    return tables, found


def pairs_within(groups: Iterable[Sequence[int]]) -> set[Pair]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def grouped(words: Iterable[Any]) -> list[list[int]]:
    groups: dict[Any, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        groups[word].append(place)
    return list(groups.values())


def plain_join(tables: Tables, keys: Sequence[str]) -> set[Pair]:
    """Records that share an e-mail, or a name with short forms spelled out."""
    cards = tables.contacts.drop_duplicates("id").set_index("id")
    marks: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        for address in split_many(cards.loc[key, "emails"]):
            marks[address].append(place)
        parts = romanised(cards.loc[key, "name"])
        marks[" ".join(str(min(forms(p), default=p)) for p in parts)].append(place)
    return pairs_within(marks.values())


def measure(folder: Path) -> dict[str, Any]:
    """One line of the table."""
    tables, records = records_of(folder)
    keys, people = zip(*records, strict=True)
    resolved = identity.resolve(tables)
    local = resolved.keys[resolved.keys["kind"] == "local"]
    public = dict(zip(local["value"], local["person"], strict=True))
    true = pairs_within(grouped(people))
    certain = pairs_within(grouped(public[key] for key in keys))
    proposed = identity.propose(resolved)
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[public[key]].append(place)
    said = {
        (min(i, j), max(i, j))
        for a, b in zip(proposed["a"], proposed["b"], strict=True)
        for i in places[a]
        for j in places[b]
    }
    plain = plain_join(tables, keys)
    return {
        "folder": folder.name,
        "records": len(keys),
        "true pairs": len(true),
        "certain": len(certain),
        "certain precision": share(certain & true, certain),
        "recall": share((certain | said) & true, true),
        "proposals precision": share(said & true, said),
        "plain recall": share(plain & true, true),
        "plain precision": share(plain & true, plain),
        **companies(folder),
    }


def companies(folder: Path) -> dict[str, float]:
    """Pairs of spellings of one company."""
    names = json.loads((folder / "truth.json").read_text())["company_names"]
    spellings = sorted(names)
    true = pairs_within(grouped(names[s] for s in spellings))
    folded = pairs_within(grouped(fold_company(s) for s in spellings))
    return {
        "companies precision": share(folded & true, folded),
        "companies recall": share(folded & true, true),
    }


def share(part: set[Pair], whole: set[Pair]) -> float:
    return round(len(part) / len(whole), 4) if whole else 1.0


# --- size -------------------------------------------------------------------------------------
def made_up(n: int, seed: int = 1) -> Tables:
    """So many contacts, one in ten a second card of somebody: another spelling, half the facts."""
    draw = random.Random(seed)
    heads = (
        "bar ber bol cam cor dal del dor fal fen gar gol hal har jor kar lam mar mel nor".split()
    )
    middles = "a e i o u an en in on ar er or al el ing ber mer ven".split()
    tails = "son sen man berg feld ton ley worth wick shaw ström escu ova ini ez ak owski".split()
    given = "anna ben clara daniel eva felix grace hugo ines jakob karl laura maria nora oscar paul"
    given += " robert sara thomas ulrike victor william elizabeth katherine michael susan margaret"
    firsts = given.split()
    surnames = [a + b + c for a in heads for b in middles for c in tails]
    weights = 1 / np.arange(1, len(surnames) + 1) ** 0.6
    picked = draw.choices(surnames, weights.tolist(), k=n)
    rows = []
    for place in range(n * 9 // 10):
        first, last = draw.choice(firsts), picked[place]
        company = f"{draw.choice(heads)}{draw.choice(tails)} {draw.randrange(400)}".title()
        row = {"id": f"card:{place}", "name": f"{first} {last}".title(), "company": company}
        row["emails"] = f"{first}.{last}{place}@{company.replace(' ', '').lower()}.example"
        row["title"] = draw.choice(("Engineer", "Analyst", "Designer", "Buyer"))
        rows.append(row)
    for place in range(n - len(rows)):
        row = dict(rows[draw.randrange(len(rows))], id=f"card:x{place}")
        letters = list(row["name"])
        at = draw.randrange(1, len(letters) - 1)
        if draw.random() < 0.5:
            letters[at], letters[at - 1] = letters[at - 1], letters[at]
        row |= {"name": "".join(letters), "emails": "", "title": ""}
        rows.append(row)
    return Tables(contacts=frame("contacts", rows))


def time_of(n: int) -> dict[str, Any]:
    tables = made_up(n)
    start = time.perf_counter()
    resolved = identity.resolve(tables)
    middle = time.perf_counter()
    proposed = identity.propose(resolved)
    end = time.perf_counter()
    return {
        "contacts": n,
        "resolve s": round(middle - start, 2),
        "propose s": round(end - middle, 2),
        "proposals": len(proposed),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--size", type=int, action="append", default=[])
    asked = parser.parse_args()
    if asked.folders:
        print(pd.DataFrame([measure(f) for f in asked.folders]).T.to_string(header=False))
    if asked.size:
        print(pd.DataFrame([time_of(n) for n in asked.size]).to_string(index=False))
    if not asked.folders and not asked.size:
        parser.print_help(sys.stderr)


if __name__ == "__main__":
    main()
