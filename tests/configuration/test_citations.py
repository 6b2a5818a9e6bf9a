"""Citations of patents by region and year: by hand, and what is left out is told."""

import numpy as np
import pandas as pd
import pytest

from gisplug.configuration.citations import patent_citations
from gisplug.core.errors import ModelError, TableError

PATENTS = pd.DataFrame(
    [
        ("a", "east", 2000, "G06F;A01B", "one"),
        ("b", "east", 2001, "A01B", "two"),
        ("c", "east", 2002, "G06N", "one"),
        ("d", "west", 2002, "B01D", "three"),
        ("e", "east", 2003, "C07K", "two"),
    ],
    columns=["patent_id", "region", "year", "classes", "owner"],
)
CITATIONS = pd.DataFrame(
    [("b", "a"), ("c", "a"), ("c", "b"), ("d", "a"), ("e", "c"), ("e", "b"), ("e", "x"), ("a", "c")],
    columns=["citing", "cited"],
)


def found(**options):
    return patent_citations(PATENTS, CITATIONS, key_classes=["G06"], applicant="owner", **options)


def test_citations_by_hand():
    table = found().regions
    assert table.loc[("east", 2000), ["patents", "key_patents", "cited", "cited_by_others"]].tolist() == [1, 1, 3, 2]
    assert table.loc[("east", 2001), ["cited", "cited_by_others"]].tolist() == [2, 1]  # e and b have one owner
    assert table.loc[("east", 2002), ["inside", "inside_key", "diffusion"]].tolist() == [2, 1, 0.5]
    assert table.loc[("east", 2003), "diffusion"] == 0.5
    assert table.loc[("west", 2002), ["inside", "cited"]].tolist() == [0, 0]
    assert np.isnan(table.loc[("west", 2002), "diffusion"])
    assert len(table) == 8  # every region in every year


def test_citations_within_some_years_of_filing():
    table = found(within=1).regions
    assert table.loc[("east", 2000), "cited"] == 1
    assert table.loc[("east", 2002), "diffusion"] == 0.5  # what is cited inside does not age


def test_what_is_not_counted_is_told():
    report = found().report
    assert report.having("unknown-patents")[0].text.startswith("1 citations")
    assert report.having("backwards")[0].text.startswith("1 citations")


def test_without_applicants_there_are_no_self_citations_and_without_key_classes_all_are_key():
    table = patent_citations(PATENTS, CITATIONS).regions
    assert "cited_by_others" not in table
    assert (table["key_patents"] == table["patents"]).all()


def test_wrong_tables_are_refused():
    with pytest.raises(TableError, match="stand twice: a"):
        patent_citations(pd.concat([PATENTS, PATENTS.iloc[:1]]), CITATIONS)
    with pytest.raises(TableError, match="no column 'cited'"):
        patent_citations(PATENTS, CITATIONS.drop(columns="cited"))
    with pytest.raises(TableError, match="whole number"):
        patent_citations(PATENTS.assign(year="early"), CITATIONS)
    with pytest.raises(ModelError, match="No class"):
        patent_citations(PATENTS, CITATIONS, key_classes=["H04"])
    with pytest.raises(ModelError, match="not negative"):
        patent_citations(PATENTS, CITATIONS, within=-1)
