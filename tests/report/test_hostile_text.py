"""Text of the data is text in reports and pages: a script in a name is shown, not run."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from gisplug.core.progress import SILENT
from gisplug.report.tables.paper_table import PaperTable, Row
from gisplug.tools import get_tool
from gisplug.tools.study.run_study import run_study
from tests.report.browser import opened

pytestmark = pytest.mark.filterwarnings("ignore")
RUNS = "<script>window.ran=1</script><img src=x onerror=window.ran=1>\"'><svg onload=window.ran=1><!--<script>"
COLUMN = "x<img src=x onerror=window.ran=1>"
STUDY = """
[study]
title = {text}
note = {text}
authors = {text}
[panel]
path = "panel.csv"
unit = "unit"
period = "year"
[labels]
y = {text}
[order]
group = [{text}, "b"]
[[analysis]]
tool = "panel_describe"
title = {text}
text = {text}
[[analysis]]
tool = "fixed_effects"
outcome = "y"
regressors = ["z"]
title = {text}
"""


@pytest.fixture
def data(tmp_path):
    rng = np.random.default_rng(2)
    rows = [(f"{RUNS} {k}", year) for k in range(12) for year in (2000, 2001, 2002)]
    frame = pd.DataFrame(rows, columns=["unit", "year"])
    frame["z"], frame["y"] = rng.normal(size=36), rng.normal(size=36)
    frame[COLUMN] = rng.normal(size=36)
    frame["group"] = np.where(frame.index % 2, RUNS, "b")
    frame.to_csv(tmp_path / "panel.csv", index=False)
    units = gpd.GeoDataFrame(
        {"unit": frame["unit"].unique()}, geometry=[box(k % 4, k // 4, k % 4 + 1, k // 4 + 1) for k in range(12)]
    ).set_crs(4326)
    units.to_file(tmp_path / "units.geojson", driver="GeoJSON")
    return tmp_path


def assert_nothing_ran(page, shown: str) -> None:
    with opened(page) as browser:
        assert browser.execute_script("return window.ran") is None
        assert shown in browser.execute_script("return document.body.textContent")


def test_a_report_shows_scripts_and_runs_none(data):
    (data / "study.toml").write_text(STUDY.format(text=json.dumps(RUNS)), encoding="utf-8")
    out = run_study(data / "study.toml", data / "out")
    assert_nothing_ran(out / "report.html", "<script>window.ran=1</script>")


def test_an_explorer_shows_scripts_and_runs_none(data):
    tool = get_tool("explorer")
    asked = {"units": str(data / "units.geojson"), "id": "unit", "name": "unit", "panel": str(data / "panel.csv")}
    asked |= {
        "unit": "unit",
        "period": "year",
        "fields": [COLUMN, "y"],
        "permutations": 9,
        "formula": "y ~ z",
        "variables": ["z"],
    }
    queen = get_tool("weights_contiguity")
    made = {"units": asked["units"], "id": "unit", "weights": str(data / "w.gal")}
    queen.run(queen.complete({**made, "weights": str(data / "w.csv")}), SILENT)
    tool.run(tool.complete({**asked, "weights": str(data / "w.csv"), "page": str(data / "page.html")}), SILENT)
    with opened(data / "page.html") as browser:
        assert browser.execute_script("return gisplug.explorers.length") == 1
        for path in browser.find_elements("css selector", ".gx-units path")[:2]:
            path.click()
        assert browser.execute_script("return window.ran") is None
        assert "<script>window.ran=1</script>" in browser.execute_script("return document.body.innerText")


def test_latex_takes_text_as_text():
    text = "\\input{/etc/passwd} & 50% $x$ #1 a_b ~^{}"
    table = PaperTable(text, (text,), (Row(text, (text,)), Row("[1] a", ("[b",)), Row("*a", (1.0,))), (text,))
    made = table.to_latex()
    assert "\\input" not in made and "/etc/passwd\\}" in made
    lines = [line.strip() for line in made.splitlines()]
    assert not [line for line in lines if line.startswith(("[", "*"))]
    for line in made.splitlines():
        plain = line.replace("\\%", "").replace("\\#", "").replace("\\_", "").replace("\\$", "").replace("\\&", "")
        assert "%" not in plain.lstrip("%") and "#" not in plain
    assert "a\n\nb" not in PaperTable("a\n\nb", ("h",), (Row("r", (1.0,)),)).to_latex()
