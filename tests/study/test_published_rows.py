"""The shipped studies A, C and D have every row and column that the papers print, with their signs and stars."""

from __future__ import annotations

import pytest

from gisplug.report.tables.paper_table import stars
from tests.study.published import found

ROWS = {"a": 170, "c": 70, "d": 13}  # least number of rows that are compared
SURER = {  # rows with more stars than printed
    "a": {"T6 traffic (3)", "T6 traffic (4)", "T8 agg ML-GLS", "T13 agg east"},
    "c": {"T3 digital beside tec tec", "T3 digital beside inter inter", "T3 inter inter"},
    "d": set(),
}


@pytest.mark.parametrize("study", ROWS)
def test_the_studies_have_the_rows_of_the_papers(study, tmp_path):
    rows = getattr(found, f"study_{study}")(tmp_path / study)
    surer = {
        " ".join(at)
        for at, (wanted, got) in rows.items()
        if isinstance(got, found.Estimate) and "*" in str(wanted) and len(stars(got.p)) > str(wanted).count("*")
    }
    assert surer == SURER[study]
    apart = [
        f"{' '.join(at)}: {wanted} published, {got} here"
        for at, (wanted, got) in rows.items()
        if not found.agrees(wanted, got)
    ]
    assert apart == [] and len(rows) >= ROWS[study]


@pytest.mark.parametrize(
    ("published", "here", "same"),
    [
        (".10***", found.Estimate(0.2, 0.001), True),
        (".10***", found.Estimate(0.2, 0.02), False),
        (".10**", found.Estimate(0.2, 0.001), True),
        (".10**", found.Estimate(-0.2, 0.001), False),
        (".10", found.Estimate(0.2, 0.03), False),
        ("-.10+", found.Estimate(-0.2, 0.5), True),
        (420, 420, True),
        (0.5, 0.52, False),
        ("there", None, False),
    ],
)
def test_what_agrees_with_a_published_number(published, here, same):
    assert found.agrees(published, here) == same
