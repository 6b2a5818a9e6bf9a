"""The tools around spatial models make what they declare, on the demo data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from gisplug.core.errors import GisplugError, ParameterError, TableError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from gisplug.tools.formula_inputs import asked_formula
from tests.tools.liveness import Heard

FORMULA = "develop ~ agg + wage"
UNITS = {"units": "demo-china-provinces", "id": "adcode", "name": "name_en"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    import gisplug as gp

    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    path = tmp_path_factory.mktemp("w") / "w.csv"
    gp.write_weights(gp.contiguity(units, rule="queen", links=["Hainan:Guangdong"]), path)
    return {"panel": "demo-panel", "unit": "adcode", "period": "year", "formula": FORMULA, "weights": str(path)}


def made(tool_id: str, folder: Path, given: dict[str, object]) -> dict[str, object]:
    """Run a tool with every file output asked for."""
    tool = get_tool(tool_id)
    paths = {o.name: str(folder / f"{o.name}{o.suffix}") for o in tool.file_outputs}
    return dict(tool.run(tool.complete({**given, **paths}), SILENT))


@pytest.mark.parametrize("model", ["sdm", "sem", "slx"])
def test_a_model_gives_table_coefficients_fitted_values_and_numbers(base: dict, tmp_path: Path, model: str) -> None:
    found = made("spatial_panel", tmp_path, {**base, "model": model})
    tool = get_tool("spatial_panel")
    assert set(found) == {o.name for o in tool.outputs}
    for output in tool.file_outputs:
        assert Path(found[output.name]).stat().st_size > 100
    table = pd.read_csv(found["coefficients"])
    assert list(table.columns) == ["term", "estimate", "se", "stat", "p", "low", "high"]
    fitted = pd.read_csv(found["fitted"])
    assert len(fitted) == 30 * 14
    gap = (fitted["observed"] - fitted["fitted"]).to_numpy()
    assert gap == pytest.approx(fitted["residual"].to_numpy(), abs=1e-9)
    assert ("W × agg" in Path(found["paper"]).read_text(encoding="utf-8")) == (model != "sem")


def test_columns_make_the_same_model_as_a_formula_which_wins_over_them(base: dict, tmp_path: Path) -> None:
    tool, picked = get_tool("spatial_panel"), {k: v for k, v in base.items() if k != "formula"}
    columns = {"outcome": "develop", "regressors": ["agg", "wage"]}
    by_formula = tool.run(tool.complete(base), SILENT)
    assert tool.run(tool.complete({**picked, **columns}), SILENT)["loglik"] == by_formula["loglik"]
    said = Heard()
    other = {**base, "outcome": "agg", "regressors": ["third"]}
    assert tool.run(tool.complete(other), said)["loglik"] == by_formula["loglik"]
    assert any("The formula is used: develop ~ agg + wage" in text for text in said.words)
    with pytest.raises(ParameterError, match=r"'outcome' .* and 'regressors' .* are needed, or a 'formula'"):
        tool.run(tool.complete({**picked, "outcome": "develop"}), SILENT)


def test_columns_with_signs_in_their_names_are_quoted() -> None:
    asked = type("Asked", (), {"formula": None, "outcome": "GDP (亿元)", "regressors": ["a-b", "in", "c"]})()
    assert asked_formula(asked) == "`GDP (亿元)` ~ `a-b` + `in` + c"


def test_effects_come_as_table_chart_and_numbers(base: dict, tmp_path: Path) -> None:
    found = made("spatial_effects", tmp_path, {**base, "draws": 200})
    table = pd.read_csv(found["table"])
    assert set(table["effect"]) == {"direct", "indirect", "total"}
    assert found["direct"] + found["indirect"] == pytest.approx(found["total"])
    assert "200 draws" in Path(found["paper"]).read_text(encoding="utf-8")
    assert len(pd.read_csv(found["order_table"])) == 2 * 9


def test_spillovers_by_unit_are_a_styled_layer(base: dict, tmp_path: Path) -> None:
    found = made("spillover_map", tmp_path, {**UNITS, **base, "variable": "agg"})
    layer = pyogrio.read_dataframe(found["layer"], layer="layer")
    assert len(layer) == 30 and {"own", "received", "sent", "received_class"} <= set(layer.columns)
    styles = pyogrio.read_dataframe(found["layer"], layer="layer_styles", read_geometry=False)
    assert "received" in styles["styleQML"][0]
    assert found["mean"] == pytest.approx(layer["received"].mean())


def test_a_shock_spreads_over_a_styled_layer(base: dict, tmp_path: Path) -> None:
    found = made("shock_map", tmp_path, {**UNITS, **base, "variable": "agg", "origin": "Guangdong"})
    layer = pyogrio.read_dataframe(found["layer"], layer="layer").set_index("name")
    assert layer.loc["Guangdong", "order"] == 0 and layer.loc["Hainan", "order"] == 1
    assert found["own"] == pytest.approx(layer.loc["Guangdong", "effect"])
    with pytest.raises(GisplugError, match="Atlantis"):
        made("shock_map", tmp_path, {**UNITS, **base, "variable": "agg", "origin": "Atlantis"})


def test_effects_between_regions_add_up(base: dict, tmp_path: Path) -> None:
    found = made("effects_between_groups", tmp_path, {**base, "variable": "agg", "group": "region"})
    table = pd.read_csv(found["table"])
    assert set(table["of"]) == {"east", "centre", "west"} and len(table) == 9
    with pytest.raises(TableError, match="changes over time"):
        made("effects_between_groups", tmp_path, {**base, "variable": "agg", "group": "year"})
