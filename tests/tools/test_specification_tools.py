"""Every tool of tests, random effects, dynamics, changing weights, instruments and weights makes all it declares."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from gisplug.core.progress import SILENT
from gisplug.tools import get_tool

N, T = 25, 8
OPTIONS = {
    "decision_chain": {},
    "model_probabilities": {},
    "spatial_random_effects": {"model": "sac", "error": "b"},
    "spatial_dynamic": {},
    "spatial_varying": {"model": "sdm"},
    "spatial_iv": {"endogenous": ["x"], "instruments": ["z"], "effects": "unit"},
    "weights_comparison": {},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(4)
    place = np.stack(np.meshgrid(range(5), range(5)), axis=2).reshape(-1, 2)
    steps = np.abs(place[:, None] - place[None]).sum(axis=2)
    ids = [f"{100 + i}" for i in range(N)]
    W = (steps == 1) / (steps == 1).sum(axis=1, keepdims=True)
    x, z, e = (rng.normal(size=(T, N)) for _ in range(3))
    x = x + z
    y = (x - 0.4 * x @ W.T + rng.normal(size=N) + e) @ np.linalg.inv(np.eye(N) - 0.4 * W).T
    index = pd.MultiIndex.from_product([range(2010, 2010 + T), ids], names=["year", "id"])
    frame = pd.DataFrame({"y": y.ravel(), "x": x.ravel(), "z": z.ravel()}, index=index).reset_index()
    frame.to_csv(folder / "panel.csv", index=False)
    frame.drop(index=[3, 70, 111]).to_csv(folder / "holes.csv", index=False)
    for name, links in (
        ("near", steps == 1),
        ("far", (steps > 0) & (steps < 3)),
        *((f"w_{t}", steps == 1) for t in range(2010, 2010 + T)),
    ):
        i, j = links.nonzero()
        pd.DataFrame({"focal": [ids[k] for k in i], "neighbor": [ids[k] for k in j], "weight": 1.0}).to_csv(
            folder / f"{name}.csv", index=False
        )
    return folder


def _run(tool_id, files, out, **options):
    tool = get_tool(tool_id)
    given = {"panel": str(files / "panel.csv"), "unit": "id", "period": "year", "formula": "y ~ x"}
    known = {p.name for p in tool.params}
    if "weights" in known:
        given["weights"] = str(files / "near.csv")
    if "weights_list" in known:
        given["weights_list"] = [str(files / "near.csv"), str(files / "far.csv")]
    if "draws" in known:
        given["draws"] = 200
    given |= {o.name: str(out / f"{o.name}{o.suffix}") for o in tool.file_outputs} | OPTIONS[tool_id] | options
    return tool, tool.run(tool.complete(given), SILENT)


@pytest.mark.parametrize("tool_id", OPTIONS)
def test_every_declared_output_is_made(tool_id, files, tmp_path):
    tool, made = _run(tool_id, files, tmp_path)
    for output in tool.outputs:
        assert output.name in made, output.name
        if output.is_value:
            assert made[output.name] is not None
        else:
            assert (tmp_path / f"{output.name}{output.suffix}").stat().st_size > 100, output.name
    assert json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))


def test_weights_may_come_one_file_a_period_and_rows_may_be_missing(files, tmp_path):
    options = {"panel": str(files / "holes.csv"), "weights": str(files / "w_{period}.csv")}
    _, made = _run("spatial_varying", files, tmp_path, **options)
    assert (made["rows"], made["absent"]) == (N * T - 3, 3)
    text = (tmp_path / "paper.html").read_text(encoding="utf-8")
    assert "3 of 200 unit-periods are absent" in text


def test_a_cross_section_goes_through_the_decision_chain(files, tmp_path):
    frame = pd.read_csv(files / "panel.csv")
    frame[frame["year"] == 2010].to_csv(files / "one.csv", index=False)
    _, made = _run("decision_chain", files, tmp_path, panel=str(files / "one.csv"))
    assert made["kept_effects"] == "none"
    assert "two or more periods" in (tmp_path / "paper.html").read_text(encoding="utf-8")


def test_fixed_period_effects_act_in_the_random_effects_model_and_its_tests(files, tmp_path):
    """Without them a shock common to all units moves every result; with them it moves none."""
    frame = pd.read_csv(files / "panel.csv")
    frame["y"] += (frame["year"] - 2010) ** 2 / 10
    frame.to_csv(files / "shocked.csv", index=False)
    shown = ("rho", "direct", "p_mundlak", "p_hausman", "sigma2_mu")
    for periods in (False, True):
        first, second = (
            _run("spatial_random_effects", files, tmp_path, panel=str(files / name), model="sar", periods=periods)[1]
            for name in ("panel.csv", "shocked.csv")
        )
        same = [first[name] == pytest.approx(second[name], rel=1e-4) for name in shown]
        assert all(same) if periods else not any(same), list(zip(shown, same, strict=False))
    assert "fixed period effects" in (tmp_path / "paper.html").read_text(encoding="utf-8")
