"""Breakthrough innovation: against all pairs by hand, and what it should and should not call new."""

import numpy as np
import pandas as pd
import pytest

from gisplug.configuration.novelty import patent_novelty
from gisplug.core.errors import ModelError, TableError


def some_patents(count=300, years=12, seed=3):
    rng = np.random.default_rng(seed)
    names = np.array([f"G{k:02d}" for k in range(15)])
    drawn = [";".join(rng.choice(names, rng.integers(1, 5))) for _ in range(count)]
    when = rng.integers(2000, 2000 + years, count)
    when[:years] = np.arange(2000, 2000 + years)
    return pd.DataFrame(
        {"patent_id": range(count), "region": rng.choice(list("ABC"), count), "year": when, "classes": drawn}
    )


def by_all_pairs(table, window, frequency):
    """The definition, pair by pair."""
    years = table["year"].to_numpy()
    words = [c.split(";") for c in table["classes"]]
    names = sorted({w for row in words for w in row})
    share = np.array([[row.count(n) / len(row) for n in names] for row in words])

    def weight(year):
        so_far = years <= year
        return np.log((1 + so_far.sum()) / (1 + (share[so_far] > 0).sum(axis=0)))

    def cosine(i, j):
        if frequency == "own":
            a, b = share[i] * weight(years[i]), share[j] * weight(years[j])
        else:
            a, b = (share[k] * weight(min(years[i], years[j])) for k in (i, j))
        return a @ b / np.sqrt((a @ a) * (b @ b))

    found = np.full((2, len(years)), np.nan)
    for i, year in enumerate(years):
        for side, (low, high) in enumerate(((year - window, year - 1), (year + 1, year + window))):
            others = np.flatnonzero((years >= low) & (years <= high))
            if len(others):
                found[side, i] = np.mean([cosine(i, j) for j in others])
    return found


@pytest.mark.parametrize("frequency", ["own", "earlier"])
def test_similarities_equal_the_mean_over_all_pairs(frequency):
    table = some_patents(120, 8)
    made = patent_novelty(table, window=3, frequency=frequency, edges="partial").patents
    backward, forward = by_all_pairs(table, 3, frequency)
    np.testing.assert_allclose(made["backward"], backward, rtol=1e-12)
    np.testing.assert_allclose(made["forward"], forward, rtol=1e-12)


def test_the_founder_of_a_wave_is_newer_than_late_followers_and_than_the_last_of_an_old_one():
    rows = [(f"old{y}{k}", y, "A01;A02") for y in range(2000, 2006) for k in range(6)]
    rows += [("founder", 2005, "A01;Z99")]
    rows += [(f"new{y}{k}", y, "Z99;Z98") for y in range(2006, 2012) for k in range(6)]
    rows += [(f"rest{y}{k}", y, f"B0{k}") for y in range(2000, 2012) for k in range(4)]
    table = pd.DataFrame(rows, columns=["patent_id", "year", "classes"]).assign(region="R")
    made = patent_novelty(table, window=5, edges="partial").patents["novelty"]
    assert made["founder"] > 3 * made["old20050"]
    assert made["founder"] > 3 * made["new20100"]


def test_the_order_of_rows_and_of_classes_does_not_matter():
    table = some_patents()
    turned = table.sample(frac=1, random_state=1).assign(
        classes=lambda t: [";".join(reversed(c.split(";"))) for c in t["classes"]]
    )
    one, two = (patent_novelty(t, window=4).patents.sort_index() for t in (table, turned))
    np.testing.assert_allclose(one["novelty"], two["novelty"], rtol=1e-12)


def test_regions_count_key_classes_only_and_keep_years_without_patents():
    table = some_patents()
    made = patent_novelty(table, window=3, key_classes=["G01", "G02"], top=0.2)
    has = table["classes"].str.contains("G01|G02")
    assert made.regions["patents"].sum() == has.sum()
    assert len(made.regions) == 3 * 12
    counted = made.patents[made.patents["counted"]]
    assert made.regions["breakthrough"].sum() == counted["breakthrough"].sum()
    assert made.regions["novelty_sum"].sum() == pytest.approx(counted["novelty"].sum())


def test_years_without_a_whole_window_have_no_novelty_unless_asked_for():
    made = patent_novelty(some_patents(), window=4).patents
    assert made.loc[~made["year"].between(2004, 2007), "novelty"].isna().all()
    assert made.loc[made["year"].between(2004, 2007), "novelty"].notna().all()
    with pytest.raises(ModelError, match="too few"):
        patent_novelty(some_patents(), window=6)


def test_mistakes_in_the_table_are_named():
    table = some_patents()
    with pytest.raises(TableError, match="stand twice: 0"):
        patent_novelty(pd.concat([table, table.iloc[:1]]))
    with pytest.raises(TableError, match="'ipc'"):
        patent_novelty(table, classes="ipc")
    gaps = table.assign(classes=table["classes"].where(table["patent_id"] != 7))
    made = patent_novelty(gaps, window=3)
    assert "7" in made.report.having("patents-left-out")[0].ids
    assert len(made.patents) == len(table) - 1
