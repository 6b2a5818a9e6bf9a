"""Breakthrough innovation from patents: is a patent unlike what came before and like what came after?

After Kelly, Papanikolaou, Seru and Taddy (2021, AER: Insights 3, 303-320), with technology classes in place of words.
A patent's vector holds, for each of its classes, the share of the class in the patent times ln((1 + P) / (1 + p)), P
the patents filed so far and p those of them with the class. Since the sum of cosines to many patents is the product
with the sum of their unit vectors, nothing is pairwise: the work grows with patents times classes times years of the
window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd
from scipy import sparse

from gisplug.core.errors import ModelError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of

SEPARATORS = r"[;,|\s]+"
FREQUENCIES = ("own", "earlier")
EDGES = ("drop", "partial")


@dataclass(frozen=True)
class Novelty:
    """Novelty of patents and of regions.

    Attributes
    ----------
    patents : DataFrame, index patent id
        region, year, backward, forward (mean cosine to the patents of the window), novelty = forward / backward,
        breakthrough (0/1, NaN where novelty is undefined), counted (has a key class).
    regions : DataFrame, index (region, year)
        patents, novelty_sum, novelty_mean, breakthrough, breakthrough_share over counted patents; every region in every
        year, zero patents where there are none.
    threshold : Series, index cohort
        The novelty from which a patent is a breakthrough.
    """

    patents: pd.DataFrame
    regions: pd.DataFrame
    threshold: pd.Series
    window: int
    report: Report = field(default_factory=Report)


class PatentColumns(TypedDict, total=False):
    """Which columns of a table of patents are what.

    Attributes
    ----------
    id, region, year : "patent_id", "region" and "year" where left out
    classes : the technology classes of a patent, joined by ; , | or spaces; repeats count ("classes")
    """

    id: str
    region: str
    year: str
    classes: str


def patent_novelty(
    table: pd.DataFrame,
    *,
    window: int = 5,
    frequency: str = "own",
    edges: str = "drop",
    top: float = 0.1,
    by_year: bool = False,
    key_classes: Sequence[str] = (),
    progress: Progress = SILENT,
    **columns: Unpack[PatentColumns],
) -> Novelty:
    """Measure how unlike its past and like its future each patent is, and sum it up by region and year.

    After Kelly, Papanikolaou, Seru and Taddy (2021), with technology classes in place of words.

    Parameters
    ----------
    table : one row per patent
    window : years looked back and forward.
    frequency : "own", class frequencies at the patent's own year for both windows; "earlier", those at the year of the
        earlier patent of each pair (Kelly et al.).
    edges : "drop", no novelty within `window` years of either end of the data; "partial", use the years there are.
    top : share of patents called breakthroughs, over all years or by filing year (`by_year`).
    key_classes : only patents with a class that starts with one of these are counted for regions; similarity is
        always to all patents.
    columns : `id`, `region`, `year` and `classes` of the table, as in `PatentColumns`

    Raises
    ------
    TableError
        Columns absent, ids twice, years that are no whole numbers.
    ModelError
        Options out of range, or no year has a whole window on both sides.
    """
    known(columns, PatentColumns, "patent_novelty")
    id, region = columns.get("id", "patent_id"), columns.get("region", "region")
    year, classes = columns.get("year", "year"), columns.get("classes", "classes")
    _check(window, frequency, edges, top)
    frame, report = _read(table, id, region, year, classes)
    shares, names = _shares(frame[classes])
    years = frame[year].to_numpy(dtype=np.int64)
    span = np.arange(years.min(), years.max() + 1)
    if edges == "drop" and len(span) < 2 * window + 1:
        raise ModelError(
            message(
                "The patents span {n} years ({span}-{span2}), too few for {window} years before and "
                "after. Shorten the window or use edges='partial'.",
                n=len(span),
                span=span[0],
                span2=span[-1],
                window=window,
            )
        )
    idf = _inverse_frequency(shares, years, span)
    similar = _own if frequency == "own" else _earlier
    backward, forward = similar(shares, years, span, idf, window, progress)
    if edges == "drop":
        backward[years < span[0] + window] = np.nan
        forward[years > span[-1] - window] = np.nan
    novelty = np.divide(forward, backward, out=np.full(len(years), np.nan), where=backward > 0)
    counted = _counted(shares, names, key_classes)
    patents = pd.DataFrame(
        {
            "region": frame[region].to_numpy(),
            "year": years,
            "backward": backward,
            "forward": forward,
            "novelty": novelty,
            "counted": counted,
        },
        index=pd.Index(frame[id], name="patent"),
    )
    threshold = _flag_breakthroughs(patents, top, by_year)
    report += _remarks(patents, key_classes)
    return Novelty(patents, _by_region(patents, span), threshold, window, report)


def _check(window: int, frequency: str, edges: str, top: float) -> None:
    if window < 1:
        raise ModelError(message("The window is at least one year; {window} was given instead.", window=window))
    if not 0 < top < 1:
        raise ModelError(
            message("The share of breakthroughs lies between 0 and 1; {top!r} was given instead.", top=top)
        )
    for name, value, choices in (("frequency", frequency, FREQUENCIES), ("edges", edges, EDGES)):
        one_of(name, value, choices, ModelError)


def _read(table: pd.DataFrame, *columns: str) -> tuple[pd.DataFrame, Report]:
    id, region, year, classes = columns
    lost = [c for c in columns if c not in table.columns]
    if lost:
        raise TableError(
            message(
                "The patents have no column {lost}. They have: {columns}.",
                lost=", ".join(map(repr, lost)),
                columns=", ".join(map(str, table.columns)),
            )
        )
    twice = table[id].astype(str)[table[id].duplicated()].tolist()
    if twice:
        raise TableError(
            message(
                "{n} patent ids stand twice: {twice}. Keep one row per patent and join its classes by ';'.",
                n=len(twice),
                twice=some(twice),
            )
        )
    numbers = pd.to_numeric(table[year], errors="coerce")
    wrong = table[id].astype(str)[numbers.isna() | (numbers % 1 != 0)].tolist()
    if wrong:
        raise TableError(
            message(
                "{n} patents have no whole number as year in {year!r}: {wrong}. Mend or remove these rows.",
                n=len(wrong),
                year=year,
                wrong=some(wrong),
            )
        )
    empty = table[classes].isna() | (table[classes].astype(str).str.strip() == "") | table[region].isna()
    notes: tuple[Note, ...] = ()
    if empty.any():
        ids = tuple(table[id].astype(str)[empty])
        notes = (
            Note(
                WARNING,
                "patents-left-out",
                message("{n} patents without classes or region were left out: {ids}.", n=len(ids), ids=some(ids)),
                ids[:100],
            ),
        )
    frame = table.loc[~empty, list(columns)].assign(**{year: numbers[~empty].astype(np.int64)})
    if frame.empty:
        raise TableError(
            message(
                "No patent has both a region ({region!r}) and classes ({classes!r}).", region=region, classes=classes
            )
        )
    return frame.reset_index(drop=True), Report(notes)


def _shares(classes: pd.Series) -> tuple[sparse.csr_array, np.ndarray]:
    """Return the share of each class in each patent, shape (patents, classes), and the names of the classes."""
    words = classes.astype(str).str.strip().str.split(SEPARATORS, regex=True).explode()
    words = words[words != ""]
    codes, names = pd.factorize(words, sort=True)
    counts = sparse.coo_array(
        (np.ones(len(codes)), (words.index.to_numpy(), codes)), shape=(len(classes), len(names))
    ).tocsr()
    counts.sum_duplicates()
    counts.data /= np.repeat(counts.sum(axis=1), np.diff(counts.indptr))
    return counts, np.asarray(names)


def _inverse_frequency(shares: sparse.csr_array, years: np.ndarray, span: np.ndarray) -> np.ndarray:
    """Return ln((1 + patents so far) / (1 + those with the class)), shape (years, classes); a year counts itself."""
    present = sparse.csr_array((np.ones(shares.nnz), shares.indices, shares.indptr), shape=shares.shape)
    per_year = _year_sums(present, years, span)
    filed = np.bincount(years - span[0], minlength=len(span)).cumsum()
    return np.asarray(np.log1p(filed)[:, None] - np.log1p(per_year.cumsum(axis=0)))


def _year_sums(matrix: sparse.csr_array, years: np.ndarray, span: np.ndarray) -> np.ndarray:
    picks = sparse.csr_array(
        (np.ones(len(years)), (years - span[0], np.arange(len(years)))), shape=(len(span), len(years))
    )
    return np.asarray((picks @ matrix).toarray())


def _unit_rows(matrix: sparse.csr_array, weights: np.ndarray) -> sparse.csr_array:
    """Return rows of length one; `weights` has one entry per stored value."""
    data = matrix.data * weights
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    length = np.sqrt(np.bincount(rows, data**2, minlength=matrix.shape[0]))
    data = np.divide(data, length[rows], out=np.zeros_like(data), where=length[rows] > 0)
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _own(
    shares: sparse.csr_array, years: np.ndarray, span: np.ndarray, idf: np.ndarray, window: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean cosines to the windows before and after, each patent's vector weighted at its own year."""
    place = np.repeat(years - span[0], np.diff(shares.indptr))
    unit = _unit_rows(shares, idf[place, shares.indices])
    sums = np.vstack([np.zeros(unit.shape[1]), _year_sums(unit, years, span).cumsum(axis=0)])
    filed = np.concatenate([[0], np.bincount(years - span[0], minlength=len(span)).cumsum()])
    found = []
    for start, stop in ((-window, 0), (1, window + 1)):
        at = years - span[0]
        low, high = np.clip(at + start, 0, len(span)), np.clip(at + stop, 0, len(span))
        total = np.empty(len(years))
        for t in range(len(span)):
            progress.check()
            mine = np.flatnonzero(at == t)
            if len(mine):
                total[mine] = unit[mine] @ (sums[high[mine[0]]] - sums[low[mine[0]]])
        many = filed[high] - filed[low]
        found.append(np.divide(total, many, out=np.full(len(years), np.nan), where=many > 0))
    return found[0], found[1]


def _earlier(
    shares: sparse.csr_array, years: np.ndarray, span: np.ndarray, idf: np.ndarray, window: int, progress: Progress
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean cosines to the windows before and after, each pair weighted at the year of the earlier patent."""
    at = years - span[0]
    members = [np.flatnonzero(at == t) for t in range(len(span))]
    totals, counts = np.zeros((2, len(years))), np.zeros((2, len(years)))
    for t, early in enumerate(members):
        progress.update(t / len(span), "similarity of patents")
        if not len(early):
            continue
        first = _unit_rows(shares[early], idf[t][shares[early].indices])
        early_sum = first.sum(axis=0)
        for later in members[t + 1 : t + 1 + window]:
            if len(later):
                second = _unit_rows(shares[later], idf[t][shares[later].indices])
                totals[1, early] += first @ second.sum(axis=0)
                totals[0, later] += second @ early_sum
                counts[1, early] += len(later)
                counts[0, later] += len(early)
    mean = np.divide(totals, counts, out=np.full_like(totals, np.nan), where=counts > 0)
    return mean[0], mean[1]


def _counted(shares: sparse.csr_array, names: np.ndarray, key_classes: Sequence[str]) -> np.ndarray:
    if not key_classes:
        return np.ones(shares.shape[0], dtype=bool)
    key = np.array([name.startswith(tuple(key_classes)) for name in names])
    if not key.any():
        raise ModelError(
            message(
                "No class of the patents starts with one of the key classes {key_classes}; they look like {names!r}.",
                key_classes=some(list(key_classes)),
                names=names[0],
            )
        )
    return np.asarray(shares @ key.astype(float) > 0)


def _flag_breakthroughs(patents: pd.DataFrame, top: float, by_year: bool) -> pd.Series:
    """Add the column `breakthrough`; return the threshold of each cohort."""
    cohort = patents["year"] if by_year else pd.Series("all", index=patents.index)
    threshold = patents["novelty"].groupby(cohort).quantile(1 - top)
    line = cohort.map(threshold).to_numpy(dtype=float)
    novelty = patents["novelty"].to_numpy()
    patents["breakthrough"] = np.where(np.isnan(novelty), np.nan, novelty >= line)
    return threshold.rename("novelty")


def _by_region(patents: pd.DataFrame, span: np.ndarray) -> pd.DataFrame:
    counted = patents[patents["counted"]]
    grouped = counted.groupby(["region", "year"])
    table = pd.DataFrame(
        {
            "patents": grouped.size(),
            "measured": grouped["novelty"].count(),
            "novelty_sum": grouped["novelty"].sum(min_count=1),
            "novelty_mean": grouped["novelty"].mean(),
            "breakthrough": grouped["breakthrough"].sum(min_count=1),
            "breakthrough_share": grouped["breakthrough"].mean(),
        }
    )
    whole = pd.MultiIndex.from_product([sorted(patents["region"].unique(), key=str), span], names=["region", "year"])
    table = table.reindex(whole)
    table[["patents", "measured"]] = table[["patents", "measured"]].fillna(0).astype(int)
    none = table["measured"] == 0
    within = table.index.get_level_values("year").isin(patents.loc[patents["novelty"].notna(), "year"].unique())
    table.loc[none & within, ["novelty_sum", "breakthrough"]] = 0.0
    return table


def _remarks(patents: pd.DataFrame, key_classes: Sequence[str]) -> Report:
    lone = int((patents["backward"] == 0).sum())
    notes = [
        Note(
            INFO,
            "patents",
            message(
                "{n} patents, novelty measured for {notna}.",
                n=len(patents),
                notna=int(patents["novelty"].notna().sum()),
            ),
        )
    ]
    if lone:
        notes.append(
            Note(
                WARNING,
                "no-past",
                message(
                    "{lone} patents share no class with the window before them: their novelty is "
                    "undefined, not infinite.",
                    lone=lone,
                ),
            )
        )
    if key_classes:
        notes.append(
            Note(
                INFO,
                "key-classes",
                message(
                    "{patents} patents have a key class and are counted for their region.",
                    patents=int(patents["counted"].sum()),
                ),
            )
        )
    return Report(tuple(notes))
