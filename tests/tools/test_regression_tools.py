import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.tools.methods_data import ring_weights, synthetic_panel

BASE = {"unit": "adcode", "period": "year", "outcome": "develop"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    synthetic_panel().to_csv(folder / "panel.csv", index=False)
    ring_weights().to_csv(folder / "w.csv", index=False)
    return folder


@pytest.fixture
def call(files, tmp_path):
    def run(name, **given):
        tool = get_tool(name)
        endings = {o.name: tmp_path / f"{name}_{o.name}{o.suffix}" for o in tool.file_outputs}
        done = tool.run(tool.complete({"panel": files / "panel.csv", **BASE, **given, **endings}), SILENT)
        for output, path in endings.items():
            assert path.exists() and path.stat().st_size > 100, output
            assert done[output]
        return done, endings

    return run


def test_the_baseline_table_has_four_columns(call):
    done, paths = call("fixed_effects", regressors="agg", controls="wage,second,third,edu")
    assert done["n"] == 420 and 0 < done["estimate"] < 0.5
    assert set(pd.read_csv(paths["table"])["column"]) == {"(1)", "(2)", "(3)", "(4)"}
    assert "Unit effects" in paths["paper"].read_text(encoding="utf-8")


def test_the_threshold_tool_finds_the_planted_step(call):
    done, _ = call("panel_threshold", regressors="agg", controls="wage,science,policy", draws=60)
    assert done["low"] <= 1.6 <= done["high"] or done["gamma"] == pytest.approx(1.6, abs=0.15)
    assert done["p"] < 0.05


def test_the_quadratic_tool_gives_a_turning_point_with_limits(call):
    done, _ = call("quadratic_effect", regressor="agg", controls="wage")
    assert done["low"] <= done["turn"] <= done["high"]


def test_the_moderation_tool_draws_one_picture_a_moderator(call):
    done, paths = call("moderation", regressor="agg", moderators="edu,third", controls="wage")
    assert set(pd.read_csv(paths["table"])["column"]) == {"edu", "third"}
    assert 0 <= done["p"] <= 1


def test_the_iv_tool_prints_both_stages_and_the_tests(call):
    done, paths = call("instrumental_variables", regressors="agg", instruments="ruggedness", controls="wage,science")
    assert done["weak_f"] > 10
    text = paths["paper"].read_text(encoding="utf-8")
    assert "First stage: agg" in text and "Kleibergen-Paap rk LM" in text and "Stock-Yogo" in text


def test_the_robustness_tool_sets_every_check_side_by_side(call):
    done, paths = call(
        "robustness_checks",
        regressor="agg",
        controls="wage,science",
        lags="1,2",
        samples="Without the first: unit not in 110000 | Before 2020: period < 2020 | East: region = east",
        checks="winsorised,lags,lead_outcome,unit_trends,gls,driscoll_kraay,median",
        more_controls="edu",
    )
    columns = list(pd.read_csv(paths["table"])["column"].unique())
    assert (
        columns[:4] == ["Baseline", "Without the first", "Before 2020", "East"]
        and "ML-GLS" in columns
        and "Median" in columns
    )
    assert done["columns"] == 13


def test_the_quantile_tool_runs(call):
    done, _ = call("panel_quantile", regressors="agg", controls="wage", quantiles="0.25,0.5,0.75", draws=20)
    assert done["lowest"] != done["highest"]


def test_the_heterogeneity_tool_compares_bright_and_dim_places(call):
    done, paths = call("heterogeneity", regressor="agg", controls="wage", by="ntl", split="median", draws=99)
    assert set(pd.read_csv(paths["table"])["group"]) == {"high", "low"} and 0 < done["p"] <= 1


def test_the_dynamic_tool_sets_difference_and_system_side_by_side(call):
    done, paths = call("dynamic_gmm", regressors="agg", endogenous="science", deepest=3)
    assert set(pd.read_csv(paths["table"])["estimator"]) == {"Difference GMM", "System GMM"}
    assert 0 <= done["ar2_p"] <= 1


def test_rows_terms_and_omitted_controls_of_a_tool(call):
    done, paths = call(
        "fixed_effects",
        regressors="agg",
        controls="wage,ntl",
        terms="lag(wage, 2), log(edu); agg:wage",
        plan="single",
        where="year >= 2012 and region in (east, west)",
        collinear="omit",
    )
    table = pd.read_csv(paths["table"])
    assert list(table["term"]) == ["agg", "lag(wage, 2)", "log(edu)", "agg:wage", "wage", "ntl"] and done["n"] < 420


def test_weights_of_rows_move_the_estimate(call):
    plain, _ = call("quadratic_effect", regressor="agg", controls="wage")
    weighted, _ = call("quadratic_effect", regressor="agg", controls="wage", row_weights="edu")
    assert plain["turn"] != weighted["turn"]


@pytest.mark.parametrize(
    "how, head", [("wild", "Wild cluster bootstrap"), ("cr2", "CR2 errors"), ("cr3", "CR3 errors")]
)
def test_inference_for_few_clusters_stands_in_a_second_table(how, head, tmp_path, files):
    tool, path = get_tool("fixed_effects"), tmp_path / "paper.html"
    asked = {"panel": files / "panel.csv", "unit": "adcode", "period": "year", "outcome": "develop", "errors": "unit"}
    tool.run(tool.complete({**asked, "regressors": "agg", "few_clusters": how, "paper": str(path)}), SILENT)
    assert head in path.read_text(encoding="utf-8")
    with pytest.raises(ModelError, match="cluster='unit'"):
        tool.run(tool.complete({**asked, "regressors": "agg", "few_clusters": how, "errors": "robust"}), SILENT)
