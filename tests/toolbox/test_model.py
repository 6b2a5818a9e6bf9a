"""The example model chains weights, lights, Moran's I, a spatial Durbin model and a spillover map."""

import subprocess
import sys
from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm, QgsVectorLayer

from gisplug.toolbox.algorithms.model import FOLDER
from tests.toolbox import cases
from tests.toolbox.conftest import ROOT, environment


def test_the_shipped_model_runs_from_boundaries_to_a_spillover_map(run, provider, tmp_path):
    model = provider.algorithm("spillover_chain")
    given = {
        "units": f"{cases.UNITS}|subset=in30 = 1",
        "panel": cases.PANEL,
        "id": "adcode",
        "unit": "adcode",
        "period": "year",
        "variable": "agg",
        "lights": cases.LIGHTS,
        "product": "demo-lights",
        "formula": "develop ~ agg + wage",
        "links": "Hainan:Guangdong",
    }
    for definition in model.destinationParameterDefinitions():
        given[definition.name()] = str(tmp_path / f"{len(given)}.{definition.defaultFileExtension()}")
    try:
        made = run("spillover_chain", **given)
    except Exception:
        print(run.feedback.errors, run.feedback.infos[-5:], run.feedback.commands)
        raise
    maps = [value for name, value in made.items() if "Spillovers" in name]
    layer = QgsVectorLayer(maps[0], "map", "ogr")
    assert layer.isValid() and layer.featureCount() == 30
    papers = [value for value in made.values() if str(value).endswith(".html")]
    assert len(papers) == 2 and all(Path(paper).stat().st_size > 1000 for paper in papers)


def test_the_shipped_model_is_what_the_script_makes_and_every_step_is_known(provider):
    for path in FOLDER.glob("*.model3"):
        model = QgsProcessingModelAlgorithm()
        assert model.fromFile(str(path))
        assert all(child.algorithm() is not None for child in model.childAlgorithms().values())
        assert str(ROOT) not in path.read_text(encoding="utf-8")


def test_the_numbers_of_tools_can_be_chained(provider):
    kinds = {o.name(): o.type() for o in provider.algorithm("moran_by_period").outputDefinitions()}
    assert kinds["I"] == kinds["P"] == "outputNumber"


def test_the_pyqgis_example_runs_without_a_window(qgis, tmp_path):
    env = {**environment(tmp_path), "QGIS_PLUGINPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "spillovers_in_pyqgis.py", tmp_path / "out"],
        capture_output=True,
        text=True,
        env=env,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Spatial Durbin model: rho" in done.stdout and (tmp_path / "out" / "spillovers.gpkg").is_file()
