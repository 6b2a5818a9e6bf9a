"""What a tool is asked reaches the estimator: its numbers are those of the call in Python."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.progress import SILENT
from gisplug.panel.read import read_panel
from gisplug.tools import get_tool
from tests.tools.methods_data import synthetic_panel

FORMULA = "develop ~ agg + wage"


@pytest.fixture(scope="module")
def frame():
    return synthetic_panel()


@pytest.fixture
def table(frame, tmp_path):
    def made(**given):
        frame.to_csv(tmp_path / "panel.csv", index=False)
        tool, path = get_tool("fixed_effects"), tmp_path / "table.csv"
        asked = {"panel": tmp_path / "panel.csv", "unit": "adcode", "period": "year", "outcome": "develop"}
        asked |= {"regressors": "agg", "controls": "wage", "plan": "single", "table": path}
        tool.run(tool.complete({**asked, **given}), SILENT)
        return pd.read_csv(path).set_index("term")[["estimate", "se", "p"]]

    return made


@pytest.mark.parametrize(
    "given, options",
    [
        ({"cluster": "region"}, {"errors": "region"}),
        ({"where": "year >= 2012; region in (east, west)"}, {"where": "year >= 2012; region in (east, west)"}),
        ({"winsorise": 0.1}, {"winsorise": 0.1}),
        ({"row_weights": "edu"}, {"row_weights": "edu"}),
        ({"effects": "unit"}, {"effects": "unit"}),
        ({"errors": "unit"}, {"errors": "unit"}),
    ],
    ids=lambda value: ", ".join(value),
)
def test_an_option_of_a_tool_moves_its_numbers_to_those_of_the_call(frame, table, given, options):
    panel = read_panel(frame, "adcode", "year")
    expected = gp.fixed_effects(panel, FORMULA, **{"errors": "robust", **options}).estimates
    found = table(**given)
    pd.testing.assert_frame_equal(found, expected[["estimate", "se", "p"]], rtol=1e-6, check_names=False)
    assert not found.equals(table())


def test_a_control_that_is_the_question_stands_once(table):
    assert list(table(controls="agg,wage").index) == ["agg", "wage"]
