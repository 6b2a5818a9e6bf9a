"""Economic, gravity and nested weights by hand."""

import numpy as np
import pandas as pd
import pytest
import shapely

import gisplug as gp
from gisplug.core.errors import WeightsError
from gisplug.weights.economic import unit_values
from tests.boundaries.layers import series, squares, units_of


@pytest.fixture
def line():
    return units_of({"a": shapely.Point(0, 0), "b": shapely.Point(1000, 0), "c": shapely.Point(3000, 0)})


def test_economic_distance_by_hand():
    w = gp.economic(series([1, 3, 4], "abc"))
    np.testing.assert_allclose(w.raw.toarray(), [[0, 1 / 2, 1 / 3], [1 / 2, 0, 1], [1 / 3, 1, 0]])


def test_equal_values_have_no_economic_distance():
    with pytest.raises(WeightsError, match="a:c"):
        gp.economic(series([1, 3, 1], "abc"))
    with pytest.raises(WeightsError):
        gp.economic(series([1, np.nan, 2], "abc"))


def test_gravity_by_hand(line):
    w = gp.gravity(line, series([1, 2, 3], "abc"))
    np.testing.assert_allclose(w.raw.toarray(), [[0, 2, 3 / 9], [2, 0, 6 / 4], [3 / 9, 6 / 4, 0]])
    assert gp.gravity(line, series([1, 2, 3], "abc"), cutoff=1.5).isolates == ("c",)
    with pytest.raises(WeightsError, match="positive"):
        gp.gravity(line, series([1, 0, 3], "abc"))
    with pytest.raises(WeightsError, match="without a value"):
        gp.gravity(line, series([1, 2], "ab"))


@pytest.mark.parametrize("power", [1.0, 3.0])
def test_the_power_of_distance_of_gravity_acts(line, power):
    w = gp.gravity(line, series([1, 2, 3], "abc"), power)
    far = np.array([[1, 1, 3], [1, 1, 2], [3, 2, 1]]) ** power
    np.testing.assert_allclose(w.raw.toarray(), (1 - np.eye(3)) * np.outer([1, 2, 3], [1, 2, 3]) / far)


def test_values_are_joined_by_id_never_by_order(line):
    a = gp.gravity(line, series([1, 2, 3], "abc"))
    b = gp.gravity(line, series([3, 1, 2], "cab"))
    assert (a.raw != b.raw).nnz == 0


def test_nested_weights_by_hand():
    row = squares(1, 3)
    geography = gp.contiguity(row)
    x = series([1, 3, 8], row.ids)
    np.testing.assert_allclose(gp.nested(geography, x).raw.toarray(), [[0, 0.5, 0], [0.5, 0, 0.2], [0, 0.2, 0]])
    np.testing.assert_allclose(gp.nested(geography, x, "lin").raw.toarray(), [[0, 0.75, 0], [0.25, 0, 2], [0, 0.75, 0]])
    mix = gp.nested(geography, x, "mix", share=0.25).raw.toarray()
    np.testing.assert_allclose(mix.sum(axis=1), 1.0)
    np.testing.assert_allclose(mix[0], [0, 0.25 + 0.75 * (1 / 2) / (1 / 2 + 1 / 7), 0.75 * (1 / 7) / (1 / 2 + 1 / 7)])
    with pytest.raises(WeightsError):
        gp.nested(geography, x, "sum")
    with pytest.raises(WeightsError):
        gp.nested(geography, x, "mix", share=2)


def test_units_of_measure_do_not_matter_after_normalisation():
    x = series([1, 3, 4], "abc")
    np.testing.assert_allclose(gp.economic(x).matrix.toarray(), gp.economic(x * 1000).matrix.toarray())


def test_a_panel_gives_means_or_one_period():
    panel = pd.DataFrame({"id": [1.0, 2.0, 1.0, 2.0], "year": [2010, 2010, 2011, 2011], "gdp": [1, 2, 3, 6]})
    assert unit_values(panel, "id", "gdp", "year").to_dict() == {"1": 2.0, "2": 4.0}
    assert unit_values(panel, "id", "gdp", "year", at="2011").to_dict() == {"1": 3.0, "2": 6.0}
    for wrong in ({"at": "2012"}, {"column": "x"}, {"unit": "y"}):
        given = {"unit": "id", "column": "gdp", "period": "year", **wrong}
        with pytest.raises(WeightsError):
            unit_values(panel, **given)
    with pytest.raises(WeightsError, match="row 2"):
        unit_values(panel.assign(gdp=["x", 1, 2, 3]), "id", "gdp", "year")
    with pytest.raises(WeightsError, match="repeat"):
        unit_values(pd.concat([panel, panel]), "id", "gdp", "year")
