"""A study arrives as one project: every layer of the result in one group, by paths that can be moved."""

import shutil
from pathlib import Path

from qgis.core import QgsProject

import gisplug.study
from gisplug.toolbox.bridge.results import study_layers


def test_running_a_study_writes_a_project_that_opens_all_of_its_layers_in_one_group(run, tmp_path):
    study = tmp_path / "研究 one.toml"
    shutil.copy(Path(gisplug.study.__file__).parent / "templates" / "short.toml", study)
    made = run("run_study", STUDY=str(study), RESULTS=str(tmp_path / "结果 out"))
    assert Path(made["RESULTS"]).is_dir() and Path(made["PROJECT"]).name == "study.qgz"
    moved = tmp_path / "moved"
    Path(made["RESULTS"]).rename(moved)
    project = QgsProject()
    assert project.read(str(moved / "study.qgz"))
    groups = [child.name() for child in project.layerTreeRoot().children()]
    assert len(groups) == 1
    layers = project.mapLayers().values()
    assert layers and all(layer.isValid() for layer in layers)
    assert len(layers) >= 0.9 * len(study_layers(moved))
    drawn = [layer.renderer().type() for layer in layers if hasattr(layer, "isSpatial") and layer.isSpatial()]
    assert drawn and set(drawn) != {"singleSymbol"}
