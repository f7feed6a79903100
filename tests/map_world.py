"""Seeded worlds to draw: companies of heavy-tailed sizes, power-law cross links, closed triangles.

The map's tests, browser tests and benchmark share them, so that figures can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AS_OF_DAY = 20_758  # 2026-11-01

FIRST = """Ada Amir Ana Bela Ben Chidi Cora Dina Dov Emeka Eva Finn Gia Hana Hugo Ines Ivo Jon Kai
Kira Lena Lev Mei Mia Nadia Nils Noor Olga Omar Pia Quin Ravi Rosa Sam Sofia Tariq Tea Uma Vic Wen
Xia Yan Yara Zoe""".split()
LAST = """Abel Adeyemi Berg Brandt Costa Cruz Diaz Dumas Egan Endo Frey Garcia Haddad Ito Jung Kahn
Kowalski Lund Mora Nakamura Novak Okoye Olsen Park Petrov Qiu Rossi Sato Silva Singh Toth Usman
Vega Wolf Xu Yilmaz Zorn""".split()
STEMS = """Acorn Basalt Cobalt Delta Ember Fjord Grove Helix Iris Juno Krill Lumen Mesa Nova Orbit
Prism Quartz Ridge Solar Tidal Umbra Vertex Willow Xenon Yonder Zephyr""".split()
KINDS = "Labs Health Works Foods Systems Partners Studio Robotics Energy Group Media Bank".split()
TITLES = "Engineer Designer Analyst Product_manager Nurse Recruiter Head_of_data Founder".split()


@dataclass(frozen=True)
class World:
    names: list[str]
    companies: list[str]
    company: NDArray[np.int32]
    titles: list[str]
    i: NDArray[np.int32]
    j: NDArray[np.int32]
    last_day: NDArray[np.int32]
    n_days: NDArray[np.int32]
    introductions: NDArray[np.int32]  # rows of by, who, to, day

    @property
    def n(self) -> int:
        return len(self.names)


def world(n: int, *, seed: int = 7, mean_degree: float = 8.0, alone: float = 0.04) -> World:
    """`n` people, about `n * mean_degree / 2` ties; the share `alone` has no company."""
    rng = np.random.default_rng(seed)
    company = _companies(rng, n, alone)
    n_companies = int(company.max(initial=-1)) + 1
    i, j = _pairs(rng, company, int(n * mean_degree / 2))
    m = len(i)
    silent = np.floor(rng.lognormal(4.6, 1.5, m)).clip(0, 3_600).astype(np.int32)
    firsts = rng.integers(0, len(FIRST), n)
    lasts = rng.integers(0, len(LAST), n)
    times = rng.permutation(n) // (len(FIRST) * 4)
    names = [
        f"{FIRST[a]} {LAST[b]}" + (f" {t + 1}" if t else "")
        for a, b, t in zip(firsts, lasts, times, strict=True)
    ]
    return World(
        names=names,
        companies=[company_name(c) for c in range(n_companies)],
        company=company,
        titles=[TITLES[t].replace("_", " ") for t in rng.integers(0, len(TITLES), n)],
        i=i,
        j=j,
        last_day=np.int32(AS_OF_DAY) - silent,
        n_days=rng.geometric(0.2, m).astype(np.int32),
        introductions=_introductions(rng, i, j, n),
    )


def company_name(number: int) -> str:
    stem, kind = STEMS[number % len(STEMS)], KINDS[number // len(STEMS) % len(KINDS)]
    more = number // (len(STEMS) * len(KINDS))
    return f"{stem} {kind}" + (f" {more + 1}" if more else "")


def _companies(rng: np.random.Generator, n: int, alone: float) -> NDArray[np.int32]:
    """Sizes fall as rank to the power 0.8: about n / 25 companies."""
    count = max(1, n // 25, min(n // 3, 8))
    share = np.arange(1, count + 1) ** -0.8
    company = rng.choice(count, n, p=share / share.sum()).astype(np.int32)
    company[rng.random(n) < alone] = -1
    used, company[company >= 0] = np.unique(company[company >= 0], return_inverse=True)
    del used
    return company


def _pairs(
    rng: np.random.Generator, company: NDArray[np.int32], m: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Half the ties inside companies, a third across by popularity, the rest closing triangles."""
    n = len(company)
    if n < 2:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    order = np.argsort(company, kind="stable")
    start = np.searchsorted(company[order], company)
    size = np.bincount(company + 1)[company + 1]
    a = rng.integers(0, n, m // 2 + m // 10)
    b = order[start[a] + rng.integers(0, size[a])]
    popular = rng.pareto(1.6, n) + 1
    c = rng.choice(n, m // 3, p=popular / popular.sum())
    d = rng.integers(0, n, m // 3)
    i, j = np.concatenate([a, c]), np.concatenate([b, d])
    partner = np.full(n, -1)
    partner[i] = j
    third = rng.integers(0, len(i), m // 6)
    i, j = np.concatenate([i, partner[i[third]]]), np.concatenate([j, j[third]])
    keys = np.unique(np.minimum(i, j).astype(np.int64) * n + np.maximum(i, j))
    low, high = keys // n, keys % n
    keep = low != high
    return low[keep].astype(np.int32), high[keep].astype(np.int32)


def _introductions(
    rng: np.random.Generator, i: NDArray[np.int32], j: NDArray[np.int32], n: int
) -> NDArray[np.int32]:
    """About one introduction for every twelve people: `by` knows `who`, and names them to `to`."""
    rows = rng.permutation(len(i))[: n // 12]
    to = rng.integers(0, n, len(rows))
    day = AS_OF_DAY - rng.integers(0, 3_000, len(rows))
    found = np.stack([i[rows], j[rows], to, day], axis=1).astype(np.int32)
    return found[(found[:, 2] != found[:, 0]) & (found[:, 2] != found[:, 1])]
