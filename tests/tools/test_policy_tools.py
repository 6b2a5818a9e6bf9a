import numpy as np
import pandas as pd
import pytest

from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.tools.methods_data import ring_weights, synthetic_panel

BASE = {"unit": "adcode", "period": "year", "outcome": "develop", "policy": "policy"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    panel = synthetic_panel()
    panel.assign(twice=2 * panel["wage"]).to_csv(folder / "panel.csv", index=False)
    ring_weights().to_csv(folder / "w.csv", index=False)
    return folder


@pytest.fixture
def call(folder, tmp_path):
    def run(name, **given):
        tool = get_tool(name)
        endings = {o.name: tmp_path / f"{name}_{o.name}{o.suffix}" for o in tool.file_outputs}
        done = tool.run(tool.complete({"panel": folder / "panel.csv", **BASE, **given, **endings}), SILENT)
        for output, path in endings.items():
            assert path.exists() and path.stat().st_size > 50, output
            assert done[output]
        for output in tool.outputs:
            assert output.name in done, output.name
        return done, endings

    return run


def test_the_two_way_tool_gives_table_and_event_study(call):
    done, paths = call("did_twoway", controls="wage,science", trends="unit", other_outcomes="science", by_period="ntl")
    assert 0.2 < done["att"] < 1 and 0 <= done["pretrend_p"] <= 1
    assert -1 in set(pd.read_csv(paths["events"])["event"])


def test_rows_and_unidentified_controls_are_options_of_every_policy_tool(call):
    asked = {"where": "year >= 2012", "collinear": "omit", "controls": "wage,twice"}
    for name, more in (
        ("did_twoway", {}),
        ("staggered_did", {}),
        ("callaway_santanna", {"method": "reg"}),
        ("synthetic_did", {"draws": 8, "methods": "did"}),
        ("triple_difference", {"flag": "digital"}),
        ("placebo_test", {"draws": 19}),
        ("psm_did", {"covariates": "wage,third", "caliper": 0.3}),
    ):
        done, _ = call(name, **asked, **more)
        assert any(np.isfinite(v) for v in done.values() if isinstance(v, float)), name
    whole, _ = call("goodman_bacon")
    part, _ = call("goodman_bacon", where="year >= 2012")
    assert whole["twfe"] != part["twfe"]


def test_the_bacon_tool_tells_the_share_of_doubtful_comparisons(call):
    done, _ = call("goodman_bacon")
    assert 0 < done["forbidden"] < 0.5


def test_the_callaway_santanna_tool_draws_bands(call):
    done, paths = call("callaway_santanna", controls="wage", method="reg", draws=200)
    assert done["p"] < 0.05
    assert "band_low" in pd.read_csv(paths["group_time"])


def test_estimators_stand_side_by_side(call):
    done, paths = call("staggered_did", controls="wage")
    assert 0.2 < done["smallest"] <= done["largest"] < 1.2
    assert pd.read_csv(paths["events"])["estimator"].nunique() == 5


def test_the_synthetic_tool_gives_weights(call):
    done, paths = call("synthetic_did", draws=8, methods="sdid,did")
    weights = pd.read_csv(paths["unit_weights"])
    assert list(weights)[1:] == ["2015", "2018"] and 0.2 < done["att"] < 1


def test_the_triple_difference_tool_adds_region_by_period_effects(call):
    done, paths = call("triple_difference", flag="digital", controls="wage", absorb="region:period")
    assert set(pd.read_csv(paths["table"])["column"]) == {"(1)", "(2)", "(3)"} and 0 <= done["p"] <= 1


def test_the_placebo_tool_finds_the_policy_unlikely(call):
    done, _ = call("placebo_test", draws=99)
    assert done["p"] <= 0.02


def test_the_matching_tool_shows_balance_and_support(call):
    done, _ = call("psm_did", covariates="wage,third", caliper=0.2, neighbours=2)
    assert 0.2 < done["att"] < 1


def test_the_spatial_tool_separates_direct_and_indirect_effects(call, folder):
    done, _ = call("spatial_did", weights=folder / "w.csv", controls="wage", draws=200, models="slx,sdm")
    assert done["direct"] + done["indirect"] == pytest.approx(done["total"])
