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


def test_cells_that_stay_empty_are_told_by_unit_and_period(panel):
    other = pd.DataFrame({"id": ["a", "b"], "year": [1, 1], "y": [1, 2]})
    assert join_table(panel, other, "id", "year", "empty").report.having("empty-cells")[0].ids == ("a in 2", "b in 2")


@pytest.fixture
def named():
    return read_panel(pd.DataFrame({"u": ["Berlin", "Hamburg"], "t": [1, 1], "x": [1.0, 2]}), "u", "t")


def test_names_that_are_certain_are_joined_unless_ids_are_asked_for(named):
    other = pd.DataFrame({"id": ["BERLIN", "Hamburg"], "y": [1.0, 2]})
    assert join_table(named, other, "id").array("y").tolist() == [[1, 2]]
    with pytest.raises(JoinError, match="lacks 1 of 2 rows of panel: Berlin"):
        join_table(named, other, "id", match="exact")


def test_what_the_user_confirmed_of_names_is_joined(named):
    other = pd.DataFrame({"id": ["capital", "Hamburg"], "y": [1.0, 2]})
    aliases = pd.DataFrame({"from": ["capital"], "to": ["Berlin"]})
    assert join_table(named, other, "id", aliases=aliases).array("y").tolist() == [[1, 2]]
    with pytest.raises(JoinError, match="lacks 1 of 2 rows"):
        join_table(named, other, "id")
