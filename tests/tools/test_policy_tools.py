import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.policy.test_event_study import staggered
from tests.policy.test_switching import switching
from tests.regression.test_panel_threshold import far_step
from tests.tools.methods_data import ring_weights, synthetic_panel
from tests.tools.test_without_boundaries import Heard

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


@pytest.fixture(scope="module")
def ending(tmp_path_factory):
    """A panel whose policy switches on and off, and one that all units have in the end."""
    folder = tmp_path_factory.mktemp("ending")
    switching().to_csv(folder / "off.csv", index=False)
    everyone = staggered()
    everyone[everyone["first"] > 0].to_csv(folder / "all.csv", index=False)
    return folder


def policy_call(name, panel, tmp_path, policy="d", **given):
    tool, paths = get_tool(name), {o: str(tmp_path / f"{o}.html") for o in ("paper",)}
    told = Heard()
    asked = {"panel": panel, "unit": "unit", "period": "period", "outcome": "y", "policy": policy}
    done = tool.run(tool.complete({**asked, **given, **paths, "table": str(tmp_path / "table.csv")}), told)
    return (
        done,
        pd.read_csv(tmp_path / "table.csv"),
        (tmp_path / "paper.html").read_text(encoding="utf-8"),
        told.warnings,
    )


def test_two_way_runs_on_a_policy_that_switches_off_with_a_note_in_the_table(ending, tmp_path):
    done, _, paper, warnings = policy_call("did_twoway", ending / "off.csv", tmp_path)
    assert 0.4 < done["att"] < 1.0 and 0 < done["pretrend_p"] <= 1
    assert "did_switching" in paper and any("event study is that of first changes" in text for text in warnings)


def test_estimators_that_cannot_be_used_are_named_beside_those_that_can(ending, tmp_path):
    done, table, paper, warnings = policy_call(
        "staggered_did", ending / "off.csv", tmp_path, estimators="twoway,imputation,switching"
    )
    assert set(table["estimator"]) == {"Two-way", "Switching"} and done["smallest"] < done["largest"]
    assert "Imputation has no estimate" in paper and any("Imputation has no estimate" in text for text in warnings)


def test_without_never_treated_units_the_five_estimators_go_as_far_as_they_can(ending, tmp_path):
    _, table, paper, _ = policy_call("staggered_did", ending / "all.csv", tmp_path, policy="first", after=1)
    assert set(table["estimator"]) == {"Two-way", "Callaway-Sant'Anna", "Sun-Abraham", "Imputation", "Stacked"}
    assert "effect of cohort 2008 cannot be estimated" in paper
    with pytest.raises(ModelError, match="not yet treated"):
        policy_call(
            "staggered_did",
            ending / "all.csv",
            tmp_path,
            policy="first",
            estimators="callaway_santanna",
            comparison="never",
        )


def test_a_warning_of_the_threshold_stands_in_its_table(tmp_path):
    far_step(0.99).to_csv(tmp_path / "panel.csv", index=False)
    tool = get_tool("panel_threshold")
    asked = {"panel": tmp_path / "panel.csv", "unit": "unit", "period": "period", "outcome": "y", "regressors": "x1"}
    tool.run(tool.complete({**asked, "threshold": "q", "draws": 19, "paper": str(tmp_path / "paper.html")}), SILENT)
    assert "is the last candidate" in (tmp_path / "paper.html").read_text(encoding="utf-8")
