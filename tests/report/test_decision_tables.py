"""Tables of a model choice: the few tests of a journal, the models side by side with their controls in a row."""

import pytest

from gisplug.core.errors import ParameterError
from gisplug.report.tables.decision import left_of_sample, models_table, short_table
from gisplug.spatial.specification.decision import decision_chain
from tests.spatial.test_decision import _data


@pytest.fixture(scope="module")
def chain():
    panel, w = _data("sdm")
    return decision_chain(panel, "y ~ x + z", w, effects="twoways")


def test_the_short_table_has_the_tests_of_a_journal_with_the_chosen_effects(chain):
    made = short_table(chain)
    labels = [row.label for row in made.rows]
    assert 6 <= len(labels) <= 10 and len(set(labels)) == len(labels)
    assert {"LM-lag", "robust LM-error", "LR SDM-SAR", "LR SDM-SEM", "Hausman"} <= set(labels)
    form = "twoways, transformed"
    assert made.rows[labels.index("LM-lag")].cells[0] == chain.find("LM-lag", form).statistic
    assert all(f"But {doubt}." in made.notes for doubt in chain.doubts)


def test_models_stand_side_by_side_and_a_row_says_who_has_the_controls(chain):
    whole, made = models_table(chain), models_table(chain, ["z"])
    assert made.header == ("OLS", "SLX", "SAR", "SEM", "SDM", "SDEM")
    assert "z" in {row.label for row in whole.rows} and "Controls" not in {row.label for row in whole.rows}
    shown = {row.label: row.cells for row in made.rows}
    assert "z" not in shown and "W × z" not in shown and shown["Controls"] == ("Yes",) * 6
    with pytest.raises(ParameterError, match="No model has wages"):
        models_table(chain, ["wages"])


def test_fewer_observations_than_units_times_periods_are_explained(chain):
    fit = chain.fits["sdm"]
    assert fit.nobs == (fit.N - 1) * (fit.T - 1)
    assert f"{fit.N * fit.T} = {fit.N} × {fit.T}" in left_of_sample(fit)[0]
    assert left_of_sample(fit)[0] in models_table(chain).notes
