"""Indirect calibration against the glm of R, as the package QCA uses it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gisplug.configuration.indirect import group_cuts, grouped, indirectly_calibrated
from gisplug.configuration.sets import calibrate_table
from gisplug.core.errors import ModelError

X = np.array([0.5, 1.2, 2.3, 3.1, 4.4, 5.0, 6.2, 7.7, 8.1, 9.6, 11.3, 14.0, 3.7, 2.9, 6.6])
# glm(y ~ log(x) + I(x^(1/2)) + I(x^1) + I(x^2), quasibinomial), R 4; memberships below 1e-4 become 0, above .9999 one
FIVE = [0, 0.01189691, 0.12415611, 0.23033949, 0.36512784, 0.41741701, 0.52491055, 0.68311347, 0.72806189]
FIVE += [0.87824335, 0.97012827, 0.99887323, 0.29814218, 0.20513196, 0.56437636]
THREE = [0, 0, 0.0493959, 0.28785951, 0.42084926, 0.43132448, 0.49971093, 0.7264591, 0.79551965, 0.95946536]
THREE += [0.99670917, 1, 0.38817799, 0.23103149, 0.54653731]


@pytest.mark.parametrize(("cuts", "expected"), [((2, 4, 6, 8, 10), FIVE), ((2.5, 5, 9), THREE)])
def test_memberships_are_those_of_r(cuts: tuple[float, ...], expected: list[float]) -> None:
    np.testing.assert_allclose(indirectly_calibrated(X, cuts), expected, atol=2e-7)


def test_a_value_at_a_cut_is_in_the_group_below() -> None:
    assert list(grouped(np.array([1.0, 2.0, 2.1, 9.0]), (2, 5, 8))) == [0, 0, 0.333, 1]


def test_unit_of_measure_does_not_matter() -> None:
    cuts = np.array([2.0, 4.0, 6.0, 8.0, 10.0])
    np.testing.assert_allclose(indirectly_calibrated(X * 1e5, cuts * 1e5), indirectly_calibrated(X, cuts), atol=1e-9)


def test_a_table_is_calibrated_by_groups_or_given_cuts() -> None:
    table = pd.DataFrame({"a": X, "b": X**2})
    members, anchors = calibrate_table(table, method="indirect", cuts={"b": [4, 16, 36, 64]}, groups=5)
    np.testing.assert_allclose(members["a"], indirectly_calibrated(X, group_cuts(X, 5)))
    np.testing.assert_allclose(members["b"], indirectly_calibrated(X**2, [4, 16, 36, 64]))
    assert anchors.loc["a", "none"] < anchors.loc["a", "crossover"] < anchors.loc["a", "full"]


@pytest.mark.parametrize(
    ("values", "cuts", "words"),
    [(X - 1, (2, 4), "nought"), (X, (2,), "two and more"), (X, (2, 2), "different"), (X, (20, 30), "inwards")],
)
def test_what_cannot_be_calibrated_is_refused(values: np.ndarray, cuts: tuple[float, ...], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        indirectly_calibrated(values, cuts)
