import pandas as pd
import pytest

from gisplug.core.errors import JoinError
from gisplug.panel.join import join_table
from gisplug.panel.read import read_panel


@pytest.fixture
def panel():
    return read_panel(pd.DataFrame({"u": ["a", "a", "b", "b"], "t": [1, 2, 1, 2], "x": range(4)}), "u", "t")


def test_tables_are_joined_by_id_and_period_whatever_their_order(panel):
    other = pd.DataFrame({"id": ["b", "a", "b", "a"], "year": [2.0, 1, 1, 2], "y": [4, 1, 3, 2]})
    assert join_table(panel, other, "id", "year").array("y").tolist() == [[1, 3], [2, 4]]


def test_a_table_without_periods_holds_for_all(panel):
    assert join_table(panel, pd.DataFrame({"id": ["b", "a"], "area": [9, 5]}), "id").array("area").tolist() == [
        [5, 9],
        [5, 9],
    ]


def test_lacking_rows_are_refused_or_stay_empty(panel):
    other = pd.DataFrame({"id": ["a", "b", "c"], "year": [1, 1, 1], "y": [1, 2, 3]})
    with pytest.raises(JoinError, match="lacks 2 of 4 rows of panel: a in 2, b in 2"):
        join_table(panel, other, "id", "year")
    joined = join_table(panel, other, "id", "year", "empty")
    assert joined.frame["y"].isna().sum() == 2
    assert joined.report.having("left-out")[0].ids == ("c in 1",)


def test_what_does_not_fit_is_refused(panel):
    with pytest.raises(JoinError, match="several rows for a"):
        join_table(panel, pd.DataFrame({"id": ["a", "a", "b"], "y": 1}), "id")
    with pytest.raises(JoinError, match="No row of table fits"):
        join_table(panel, pd.DataFrame({"id": ["A1", "B1"], "y": 1}), "id")
    with pytest.raises(JoinError, match="Both panel and table have the columns x"):
        join_table(panel, pd.DataFrame({"id": ["a", "b"], "x": 1}), "id")
