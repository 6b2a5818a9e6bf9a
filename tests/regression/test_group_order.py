"""Groups stand in the order that is declared or that the data give: columns of tables, base levels, pairs."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.report.words.settings import House, housed

ORDER = ("west", "centre", "east")


@pytest.fixture(scope="module")
def table():
    frame = gp.read_panel("demo-panel", unit="adcode", period="year").table()
    return frame[["adcode", "year", "develop", "agg", "region"]].assign(
        kind=pd.Categorical(frame["region"].astype(str), categories=ORDER, ordered=True)
    )


def groups(panel, by):
    found = gp.heterogeneity(panel, "develop ~ agg", by, draws=0)
    terms = gp.fixed_effects(panel, f"develop ~ agg + C({by})", effects="time").params.index
    return tuple(found.fits), tuple(found.tests.index[0]), tuple(terms[1:])


@pytest.mark.parametrize("source", ["categorical", "stata"])
def test_the_order_of_a_categorical_and_of_value_labels_is_kept(table, tmp_path, source):
    made = table
    if source == "stata":
        made = tmp_path / "panel.dta"
        table.to_stata(made, write_index=False)
    panel = gp.read_panel(made, unit="adcode", period="year")
    assert panel.levels == {"kind": ORDER}
    assert groups(panel, "kind") == (ORDER, ("west", "centre"), ("C(kind)[centre]", "C(kind)[east]"))
    assert gp.dagum_gini(panel, "agg", "kind").regions == ORDER


def test_a_declared_order_stands_above_that_of_the_data(table):
    panel = gp.read_panel(table, unit="adcode", period="year")
    with housed(House(order={"kind": ("centre", "west"), "region": ("centre",)})):
        found = groups(panel, "kind")
        assert found == (("centre", "west", "east"), ("centre", "west"), ("C(kind)[west]", "C(kind)[east]"))
        assert groups(panel, "region")[0] == ("centre", "east", "west"), "those not named follow"
    assert groups(panel, "region")[0] == ("east", "centre", "west")
