"""The tools of panel, autocorrelation and indices, run as a face runs them, on the demo data."""

import numpy as np
import pandas as pd
import pyogrio
import pytest

from gisplug.core.errors import GisplugError, ParameterError
from gisplug.core.progress import SILENT
from gisplug.core.tables import read_table
from gisplug.tools import get_tool

PANEL = {"panel": "demo-panel", "unit": "adcode", "period": "year"}
UNITS = {"units": "demo-china-provinces", "id": "adcode", "name": "name_zh"}


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    from gisplug.boundaries.read import read_units
    from gisplug.weights.contiguity import contiguity
    from gisplug.weights.formats.files import write_weights

    w = contiguity(read_units("demo-china-provinces", id="adcode", name="name_en"), links=["Hainan:Guangdong"])
    path = tmp_path_factory.mktemp("w") / "w.csv"
    write_weights(w, path)
    return {"weights": str(path)}


def run(tool_id, tmp_path, outputs=(), **params):
    """Run a tool with every output wanted; return (values, folder)."""
    tool = get_tool(tool_id)
    wanted = {
        o.name: str(tmp_path / f"{o.name}{o.suffix}") for o in tool.file_outputs if not outputs or o.name in outputs
    }
    found = tool.run(tool.complete({**PANEL, **params, **wanted}), SILENT)
    for name in wanted:
        assert found[name], name
        assert (
            tmp_path / f"{name}{next(o for o in tool.file_outputs if o.name == name).suffix}"
        ).stat().st_size > 100, name
    assert {o.name for o in tool.outputs if o.is_value} <= set(found)
    return found


def test_moran_by_period_gives_the_published_pattern(tmp_path, weights):
    found = run("moran_by_period", tmp_path, variable="agg", **weights)
    table = read_table(tmp_path / "table.csv")
    assert table["I"].iloc[-1] == pytest.approx(found["i"])
    assert len(table) == 14
    assert found["p"] < 0.05
    assert "Moran" in (tmp_path / "paper.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("statistic", ["geary", "getis"])
def test_geary_and_getis(tmp_path, weights, statistic):
    found = run("geary_getis", tmp_path, variable="agg", statistic=statistic, **weights, **UNITS)
    assert 0 < found["value"] < 1
    assert pyogrio.read_info(tmp_path / "spots.gpkg", layer="hot_spots")["features"] == 420


def test_local_moran_writes_a_layer_of_all_years_with_its_style(tmp_path, weights):
    run("local_moran", tmp_path, variable="agg", permutations=199, maps="2010, 2023", **weights, **UNITS)
    layer = pyogrio.read_dataframe(tmp_path / "layer.gpkg", layer="lisa")
    assert len(layer) == 420
    assert set(layer["code"]) <= set(range(7))
    assert "layer_styles" in pyogrio.list_layers(tmp_path / "layer.gpkg")[:, 0]
    assert "lisa" in pyogrio.list_layers(tmp_path / "layer.gpkg")[:, 0]


def test_a_layer_without_boundaries_says_what_is_missing(tmp_path, weights):
    with pytest.raises(ParameterError, match=r"needs 'units'"):
        run("local_moran", tmp_path, ["layer"], variable="agg", **weights)


def test_scatter_plots(tmp_path, weights):
    one = run("moran_scatter", tmp_path, variable="agg", at="2010", **weights, **UNITS)
    other = run("moran_scatter", tmp_path, ["table"], variable="agg", **weights)
    assert one["i"] != other["i"]
    with pytest.raises(GisplugError, match="no period '1999'"):
        run("moran_scatter", tmp_path, ["table"], variable="agg", at="1999", **weights)


def test_bivariate_moran(tmp_path, weights):
    found = run("bivariate_moran", tmp_path, variable="develop", other="agg", **weights, **UNITS)
    assert -1 < found["i"] < 1


def test_panel_join_adds_a_table_and_writes_a_layer(tmp_path):
    extra = pd.DataFrame(
        {"code": [f"{c}.0" for c in pd.unique(read_table("demo-panel")["adcode"])], "area": np.arange(30) + 1.0}
    )
    extra.to_csv(tmp_path / "extra.csv", index=False)
    found = run("panel_join", tmp_path, **UNITS, other=str(tmp_path / "extra.csv"), other_unit="code")
    assert (found["n"], found["t"]) == (30, 14)
    assert read_table(tmp_path / "table.csv")["area"].notna().all()


def test_panel_prepare_records_its_steps(tmp_path):
    found = run(
        "panel_prepare",
        tmp_path,
        steps="l = log(develop); agg_1 = lag(agg); keep year > 2010; drop unit in (110000, 310000)",
    )
    assert (found["n"], found["t"]) == (28, 13)
    assert read_table(tmp_path / "table.csv")["agg_1"].notna().all()
    assert len(read_table(tmp_path / "record.csv")) == 4


def test_panel_describe_gives_the_published_descriptives(tmp_path):
    run("panel_describe", tmp_path, columns="develop,agg,wage,second", outcome="develop")
    table = read_table(tmp_path / "table.csv").set_index("variable")
    # studies the demo is calibrated to: develop .1662 (.1011), .0618 to .6422
    assert table.loc["develop", ["mean", "sd", "min", "max"]].tolist() == pytest.approx(
        [0.1662, 0.1011, 0.0618, 0.6422], abs=2e-4
    )


def test_panel_unit_root(tmp_path):
    found = run("panel_unit_root", tmp_path, variables="develop,agg", simulations=19)
    assert 0 <= found["p"] <= 1
    run("panel_unit_root", tmp_path, ["table"], variables="agg", deterministic="none", lags="1", simulations=0)
    assert "Im" not in read_table(tmp_path / "table.csv")["test"].iloc[1][:2]


def test_index_entropy(tmp_path):
    found = run(
        "index_entropy",
        tmp_path,
        positive="ind1,ind2,ind3,ind4",
        negative="ind5,ind6",
        dimensions="new: ind1, ind2；".replace("；", ";") + "green: ind3, ind4, ind5, ind6",
        **UNITS,
    )
    table = read_table(tmp_path / "table.csv")
    assert table["index"].mean() == pytest.approx(found["mean"])
    assert np.allclose(table[["new", "green"]].sum(axis=1), table["index"])
    with pytest.raises(ParameterError, match="Dimensions read"):
        run("index_entropy", tmp_path, ["table"], positive="ind1", dimensions="ind1, ind2")


def test_index_pca(tmp_path):
    found = run("index_pca", tmp_path, positive="ind1,ind2,ind3,ind4", keep="2", **UNITS)
    assert 0.5 < found["kmo"] < 1
    assert found["components"] == 2
    with pytest.raises(ParameterError, match="keep"):
        run("index_pca", tmp_path, ["table"], positive="ind1,ind2", keep="many")


def test_location_quotients_give_the_published_agglomeration(tmp_path):
    found = run("location_quotient", tmp_path, part="emp_digital", whole="emp_all", **UNITS)
    assert found["mean"] == pytest.approx(0.6866, abs=2e-3)


def test_coagglomeration_from_quotients_or_employment(tmp_path):
    run("coagglomeration", tmp_path, first="emp_digital", second="emp_all", whole="emp_all", **UNITS)
    table = read_table(tmp_path / "table.csv")
    a, b = table["coagg_lq1"], table["coagg_lq2"]
    assert np.allclose(table["coagg"], 1 - (a - b).abs() / (a + b) + a + b)
    run("coagglomeration", tmp_path, ["table"], first="agg", second="develop")


@pytest.mark.parametrize("region", ["region", ""])
def test_inequality(tmp_path, region):
    run("inequality", tmp_path, variable="develop", region=region)
    table = read_table(tmp_path / "table.csv")
    if region:
        parts = table[["dagum_within", "dagum_between", "dagum_transvariation"]].sum(axis=1)
        assert np.allclose(parts, table["gini"])


def test_coupling_coordination(tmp_path):
    run("coupling_coordination", tmp_path, systems="develop,agg", rescale=True, shares="0.4, 0.6", **UNITS)
    assert read_table(tmp_path / "table.csv")["coordination"].between(0, 1).all()


def test_convergence(tmp_path):
    found = run("convergence", tmp_path, variable="develop", region="region", effects="time", **UNITS)
    assert found["sigma_slope"] < 0
    assert found["beta"] < 0
