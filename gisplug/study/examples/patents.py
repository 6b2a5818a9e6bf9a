"""SYNTHETIC patents of study B: classes, years and counties, from which the novelty tool makes breakthrough
innovation.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

KEY_CLASSES = ("G06F", "G06N", "G06Q", "H04L", "H04W", "G16H", "G06T", "G06V")
OTHER_CLASSES = tuple(
    f"{letter}{number:02d}{tail}" for letter in "ABCEF" for number in (1, 7, 21, 23, 29) for tail in "BDK"
)


def patents(counts: np.ndarray, ids: list[str], years: list[int], rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per patent: id, county_id, year, classes ("G06F;G06N").

    `counts`, shape (T, N), says how many patents each county files in each year. Digital classes grow over time, so
    that
    early combinations of them look forward (much is like them later, little before).
    """
    periods, units = counts.shape
    total = int(counts.sum())
    when = np.repeat(np.arange(periods), counts.sum(axis=1))
    where = np.concatenate([np.repeat(np.arange(units), row) for row in counts])
    digital = rng.random(total) < 0.35 + 0.5 * when / periods
    wave = np.clip(when / periods * len(KEY_CLASSES) + rng.normal(0, 1.2, total), 0, len(KEY_CLASSES) - 1).astype(int)
    first = np.where(digital, np.array(KEY_CLASSES)[wave], rng.choice(OTHER_CLASSES, total))
    near = np.clip(wave + rng.integers(-1, 2, total), 0, len(KEY_CLASSES) - 1)
    second = np.where(rng.random(total) < 0.6, np.array(KEY_CLASSES)[near], rng.choice(OTHER_CLASSES, total))
    classes = [a if a == b else f"{a};{b}" for a, b in zip(first, second, strict=True)]
    return pd.DataFrame(
        {
            "patent_id": [f"P{n:06d}" for n in range(total)],
            "county_id": np.array(ids)[where],
            "year": np.array(years)[when],
            "classes": classes,
        }
    )
