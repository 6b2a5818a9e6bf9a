"""Options of the tools of tests, random effects and changing weights, on a small lattice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.tools.cases import every_file

N, T = 25, 8


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
    i, j = (steps == 1).nonzero()
    links = pd.DataFrame({"focal": [ids[k] for k in i], "neighbor": [ids[k] for k in j], "weight": 1.0})
    for name in ("near", *(f"w_{t}" for t in range(2010, 2010 + T))):
        links.to_csv(folder / f"{name}.csv", index=False)
    return folder


def _run(tool_id, files, out, **options):
    tool = get_tool(tool_id)
    given = {"panel": str(files / "panel.csv"), "unit": "id", "period": "year", "formula": "y ~ x"}
    given |= {"weights": str(files / "near.csv"), **every_file(tool, out), **options}
    return tool.run(tool.complete(given), SILENT)


def test_weights_may_come_one_file_a_period_and_rows_may_be_missing(files, tmp_path):
    options = {"panel": str(files / "holes.csv"), "weights": str(files / "w_{period}.csv")}
    made = _run("spatial_varying", files, tmp_path, **options)
    assert (made["rows"], made["absent"]) == (N * T - 3, 3)
    text = (tmp_path / "paper.html").read_text(encoding="utf-8")
    assert "3 of 200 unit-periods are absent" in text


def test_a_cross_section_goes_through_the_decision_chain(files, tmp_path):
    frame = pd.read_csv(files / "panel.csv")
    frame[frame["year"] == 2010].to_csv(files / "one.csv", index=False)
    made = _run("decision_chain", files, tmp_path, panel=str(files / "one.csv"))
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
            _run("spatial_random_effects", files, tmp_path, panel=str(files / name), model="sar", periods=periods)
            for name in ("panel.csv", "shocked.csv")
        )
        same = [first[name] == pytest.approx(second[name], rel=1e-4) for name in shown]
        assert all(same) if periods else not any(same), list(zip(shown, same, strict=False))
    assert "fixed period effects" in (tmp_path / "paper.html").read_text(encoding="utf-8")
