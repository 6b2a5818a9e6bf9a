"""SYNTHETIC patents of study B, and who cites whom: classes, years, counties and applicants."""

from __future__ import annotations

import numpy as np
import pandas as pd

KEY_CLASSES = ("G06F", "G06N", "G06Q", "H04L", "H04W", "G16H", "G06T", "G06V")
OTHER_CLASSES = tuple(
    f"{letter}{number:02d}{tail}" for letter in "ABCEF" for number in (1, 7, 21, 23, 29) for tail in "BDK"
)
APPLICANTS = 8  # of a county
CITES, INSIDE = 4.0, 0.9  # citations a patent makes, and the share of them that stay in the county


def patents(
    digital: np.ndarray, other: np.ndarray, ids: list[str], years: list[int], rng: np.random.Generator
) -> pd.DataFrame:
    """Return one row per patent: patent_id, county_id, year, classes ("G06F;G06N"), applicant.

    `digital` and `other`, shape (T, N), say how many patents with and without digital classes each county files in each
    year. Digital classes come one after the other, so that early combinations of them look forward (much is like them
    later, little before).
    """
    kinds = (_cells(digital), _cells(other))
    when, where = (np.concatenate([kind[k] for kind in kinds]) for k in (0, 1))
    key = np.repeat([True, False], [len(kind[0]) for kind in kinds])
    order = np.lexsort((where, when))
    when, where, key = when[order], where[order], key[order]
    total = len(when)
    wave = np.clip(when / len(digital) * len(KEY_CLASSES) + rng.normal(0, 2.5, total), 0, 7).astype(int)
    first = np.where(key, np.array(KEY_CLASSES)[wave], rng.choice(OTHER_CLASSES, total))
    near = np.clip(wave + rng.integers(-1, 2, total), 0, len(KEY_CLASSES) - 1)
    second = np.where(key & (rng.random(total) < 0.6), np.array(KEY_CLASSES)[near], rng.choice(OTHER_CLASSES, total))
    return pd.DataFrame(
        {
            "patent_id": [f"P{n:06d}" for n in range(total)],
            "county_id": np.array(ids)[where],
            "year": np.array(years)[when],
            "classes": [a if a == b else f"{a};{b}" for a, b in zip(first, second, strict=True)],
            "applicant": [f"{ids[w]}-{a}" for w, a in zip(where, rng.integers(1, APPLICANTS + 1, total), strict=True)],
        }
    )


def citations(table: pd.DataFrame, spread: np.ndarray, ids: list[str], rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per citation (citing, cited, both patent ids) of earlier patents.

    `spread`, shape (T, N), is the chance that a citation inside the county goes to a digital patent.
    """
    year = table["year"].to_numpy() - int(table["year"].min())
    county = table["county_id"].map({name: n for n, name in enumerate(ids)}).to_numpy()
    key = table["classes"].str.startswith(("G", "H")).to_numpy()
    many = rng.poisson(CITES, len(table))
    citing = np.repeat(np.arange(len(table)), many)
    inside = rng.random(len(citing)) < INSIDE
    to_key = rng.random(len(citing)) < spread[year[citing], county[citing]]
    cited = np.full(len(citing), -1)
    for kind in (True, False):
        mine = inside & (to_key == kind)
        cited[mine] = _earlier(county * 1000 + year, np.flatnonzero(key == kind), county, year, citing[mine], rng)
    anywhere = ~inside
    before = np.searchsorted(year, year[citing[anywhere]])  # the table is in order of years
    cited[anywhere] = np.where(before > 0, (rng.random(before.size) * before).astype(int), -1)
    kept = cited >= 0
    names = table["patent_id"].to_numpy()
    return pd.DataFrame({"citing": names[citing[kept]], "cited": names[cited[kept]]}).drop_duplicates()


def _cells(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return year and county of every patent."""
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    return cell // counts.shape[1], cell % counts.shape[1]


def _earlier(
    stamp: np.ndarray,
    pool: np.ndarray,
    county: np.ndarray,
    year: np.ndarray,
    citing: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return an earlier patent of the pool in the same county for each citing one, -1 where there is none."""
    order = pool[np.argsort(stamp[pool], kind="stable")]
    sorted_ = stamp[order]
    low = np.searchsorted(sorted_, county[citing] * 1000)
    high = np.searchsorted(sorted_, county[citing] * 1000 + year[citing])
    pick = low + (rng.random(len(citing)) * (high - low)).astype(int)
    return np.where(high > low, order[np.minimum(pick, len(order) - 1)], -1)
