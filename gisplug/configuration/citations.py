"""Citations between patents, summed up by region and year: how often patents are cited, and how far digital knowledge
spreads inside a cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import known

SEPARATORS = r"[;,|\s]+"


@dataclass(frozen=True)
class Citations:
    """Citations by region and year.

    Attributes
    ----------
    regions : DataFrame, index (region, year), every region in every year
        `patents` and `key_patents` filed; `cited`, citations that these patents receive, whenever; `cited_by_others`,
        the same without self-citations; `inside`, citations that they make to patents of the same region;
        `inside_key`, those of them that go to key patents; `diffusion` = inside_key / inside, NaN where they make none.
    report : Report
        citations left out, and why.
    """

    regions: pd.DataFrame
    report: Report = field(default_factory=Report)


class CitationColumns(TypedDict, total=False):
    """Which columns of the tables are what.

    Attributes
    ----------
    id, region, year, classes : of the patents: "patent_id", "region", "year", "classes" where left out
    applicant : of the patents; self-citations are those within one applicant ("" for none: nothing is left out)
    citing, cited : of the citations, ids of patents ("citing", "cited")
    """

    id: str
    region: str
    year: str
    classes: str
    applicant: str
    citing: str
    cited: str


def patent_citations(
    patents: pd.DataFrame,
    citations: pd.DataFrame,
    *,
    key_classes: Sequence[str] = (),
    within: int | None = None,
    **columns: Unpack[CitationColumns],
) -> Citations:
    """Sum up citations by region and year.

    Parameters
    ----------
    patents : one row a patent
    citations : one row a citation
    key_classes
        A patent is a key patent when one of its classes starts with one of these; all are where none is named.
    within
        Count citations received only in so many years after filing, so that old and young patents can be compared; all
        where it is left out.
    columns : names of the columns, as in `CitationColumns`

    Raises
    ------
    TableError
        Columns absent, ids twice, or years that are no whole numbers.
    ModelError
        If no class begins with a key class, or `within` is negative.
    """
    known(columns, CitationColumns, "patent_citations")
    name = {"id": "patent_id"} | {c: c for c in ("region", "year", "classes", "citing", "cited")}
    name |= {column: str(given) for column, given in columns.items()}
    applicant = columns.get("applicant", "")
    if within is not None and within < 0:
        raise ModelError(
            message("Years within which citations count are not negative; {within} was given instead.", within=within)
        )
    _need(
        patents,
        message("patents"),
        [name["id"], name["region"], name["year"], name["classes"], *filter(None, [applicant])],
    )
    _need(citations, message("citations"), [name["citing"], name["cited"]])
    table, notes = _patents(patents, name, applicant, key_classes)
    place = pd.Series(np.arange(len(table)), index=table.index)
    ends = [citations[name[c]].astype(str).map(place) for c in ("citing", "cited")]
    found = ends[0].notna() & ends[1].notna()
    late, early = (e[found].to_numpy(dtype=np.int64) for e in ends)
    year, region = table["year"].to_numpy(), table["region"].to_numpy()
    lag = year[late] - year[early]
    notes += _told(int((~found).sum()), int((lag < 0).sum()))
    late, early, lag = (part[lag >= 0] for part in (late, early, lag))
    counted = np.ones(len(lag), dtype=bool) if within is None else lag <= within
    inside = region[late] == region[early]
    sums = {"patents": np.ones(len(table)), "key_patents": table["key"].to_numpy(float)}
    sums["cited"] = np.bincount(early[counted], minlength=len(table)).astype(float)
    if applicant:
        others = counted & (table["applicant"].to_numpy()[late] != table["applicant"].to_numpy()[early])
        sums["cited_by_others"] = np.bincount(early[others], minlength=len(table)).astype(float)
    sums["inside"] = np.bincount(late[inside], minlength=len(table)).astype(float)
    to_key = inside & table["key"].to_numpy()[early]
    sums["inside_key"] = np.bincount(late[to_key], minlength=len(table)).astype(float)
    return Citations(_by_region(table, sums), Report(tuple(notes)))


def _need(table: pd.DataFrame, what: str, wanted: Sequence[str]) -> None:
    if lost := [c for c in wanted if c not in table.columns]:
        raise TableError(
            message(
                "The {what} have no column {lost}. They have: {columns}.",
                what=what,
                lost=", ".join(map(repr, lost)),
                columns=", ".join(map(str, table.columns)),
            )
        )


def _patents(
    patents: pd.DataFrame, name: dict[str, str], applicant: str, key_classes: Sequence[str]
) -> tuple[pd.DataFrame, list[Note]]:
    """Return region, year, key (and applicant) of the patents that have a region, index id."""
    ids = patents[name["id"]].astype(str)
    if ids.duplicated().any():
        raise TableError(
            message(
                "{duplicated} patent ids stand twice: {ids}.",
                duplicated=int(ids.duplicated().sum()),
                ids=some(ids[ids.duplicated()].tolist()),
            )
        )
    years = pd.to_numeric(patents[name["year"]], errors="coerce")
    wrong = ids[years.isna() | (years % 1 != 0)].tolist()
    if wrong:
        raise TableError(
            message(
                "{n} patents have no whole number as year: {wrong}. Mend or remove these rows.",
                n=len(wrong),
                wrong=some(wrong),
            )
        )
    key = np.ones(len(patents), dtype=bool)
    if key_classes:
        words = patents[name["classes"]].astype(str).str.split(SEPARATORS, regex=True).explode()
        hit = words.str.startswith(tuple(key_classes))
        key = hit.groupby(level=0).any().reindex(patents.index).to_numpy(dtype=bool)
        if not key.any():
            raise ModelError(
                message(
                    "No class of the patents starts with one of the key classes {key_classes}; they look "
                    "like {iloc!r}.",
                    key_classes=some(list(key_classes)),
                    iloc=words.iloc[0],
                )
            )
    table = pd.DataFrame(
        {"region": patents[name["region"]].to_numpy(), "year": years.to_numpy(np.int64), "key": key}, index=ids
    )
    if applicant:
        table["applicant"] = patents[applicant].to_numpy()
    lost = table["region"].isna().to_numpy()
    notes = [
        Note(INFO, "patents", message("{n} patents, {key} of them key patents.", n=len(table), key=int(key.sum())))
    ]
    if lost.any():
        notes.append(
            Note(
                WARNING,
                "patents-left-out",
                message("{lost} patents without region were left out.", lost=int(lost.sum())),
            )
        )
    return table[~lost], notes


def _told(strange: int, backwards: int) -> list[Note]:
    notes = []
    if strange:
        text = message(
            "{strange} citations name a patent that the table of patents lacks; they are not counted.", strange=strange
        )
        notes.append(Note(WARNING, "unknown-patents", text))
    if backwards:
        text = message(
            "{backwards} citations go to a patent of a later year; they are not counted.", backwards=backwards
        )
        notes.append(Note(WARNING, "backwards", text))
    return notes


def _by_region(table: pd.DataFrame, sums: dict[str, np.ndarray]) -> pd.DataFrame:
    keys = [table["region"].to_numpy(), table["year"].to_numpy()]
    made = pd.DataFrame(sums, index=table.index).groupby(keys).sum()
    span = np.arange(table["year"].min(), table["year"].max() + 1)
    whole = pd.MultiIndex.from_product([sorted(table["region"].unique(), key=str), span], names=["region", "year"])
    made = made.rename_axis(["region", "year"]).reindex(whole, fill_value=0.0).astype(int)
    made["diffusion"] = (made["inside_key"] / made["inside"].where(made["inside"] > 0)).astype(float)
    return made
