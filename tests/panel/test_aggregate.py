"""Rows below the unit summed up by unit and period: by hand, and against pandas."""

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ParameterError, TableError
from gisplug.panel.below.aggregate import aggregate

FIRMS = pd.DataFrame(
    {
        "county": ["1", "1", "1", "2", "2", None],
        "year": [2000, 2000, 2001, 2000, 2001, 2001],
        "share": [0.2, 0.4, 0.1, np.nan, 0.7, 0.9],
        "sales": [1.0, 3.0, 2.0, 5.0, 1.0, 1.0],
    }
)


def test_statistics_by_hand():
    found = aggregate(FIRMS, "county", "year", ["share"], ["mean", "sum", "max", "positive", "sd"])
    table = found.table
    assert table["rows"].tolist() == [2, 1, 1, 1]
    assert table.loc[("1", 2000), ["share_mean", "share_sum", "share_max", "share_positive"]].tolist() == pytest.approx(
        [0.3, 0.6, 0.4, 2]
    )
    assert table.loc[("1", 2000), "share_sd"] == pytest.approx(np.std([0.2, 0.4], ddof=1))
    assert table.loc[("2", 2000)].isna().tolist() == [False, True, True, True, True, True]  # nothing known is no nought
    assert found.report.having("rows-left-out")[0].text.startswith("1 rows")


def test_weighted_means():
    table = aggregate(FIRMS, "county", "year", ["share"], weight="sales").table
    assert table.loc[("1", 2000), "share_mean"] == pytest.approx((0.2 + 3 * 0.4) / 4)
    assert np.isnan(table.loc[("2", 2000), "share_mean"])


def test_rows_alone_are_counted():
    assert list(aggregate(FIRMS, "county", "year").table) == ["rows"]


def test_wrong_columns_are_refused():
    with pytest.raises(TableError, match="no column profit"):
        aggregate(FIRMS, "county", "year", ["profit"])
    with pytest.raises(TableError, match="holds words"):
        aggregate(FIRMS.assign(share="much"), "county", "year", ["share"])
    with pytest.raises(ParameterError, match="Statistics are"):
        aggregate(FIRMS, "county", "year", ["share"], ["mode"])
    with pytest.raises(ParameterError, match="negative"):
        aggregate(FIRMS.assign(sales=-1.0), "county", "year", ["share"], weight="sales")
