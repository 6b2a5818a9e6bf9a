"""What a call hands to the engine goes when the call ends: after success, failure and cancelling."""

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProcessingUtils

from tests.toolbox.test_layers import FIXED, panel_layer
from tests.toolbox.test_layers import project as project


def made_by_us():
    """Names of folders and files of calls below QGIS's temporary folder, and of the empty folders around them."""
    folder = Path(QgsProcessingUtils.tempFolder())
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.name.startswith(("gisplug", "doctor")))


def folders():
    return {p.name for p in Path(QgsProcessingUtils.tempFolder()).iterdir()}


def test_a_call_that_succeeds_fails_or_is_cancelled_leaves_nothing(run, project, tmp_path):
    layer = panel_layer()
    project.addMapLayer(layer)
    before, around = made_by_us(), folders()
    run("fixed_effects", PANEL=layer.id(), **FIXED, TABLE=str(tmp_path / "c.csv"))
    assert (tmp_path / "c.csv").is_file()
    with pytest.raises(QgsProcessingException):
        run("fixed_effects", PANEL=layer.id(), **{**FIXED, "REGRESSORS": ["unit"]}, TABLE=str(tmp_path / "d.csv"))
    stopped = QgsProcessingFeedback(False)
    stopped.cancel()
    with pytest.raises(QgsProcessingException):
        run("fixed_effects", stopped, PANEL=layer.id(), **FIXED, TABLE=str(tmp_path / "e.csv"))
    run("doctor", TABLE=str(tmp_path / "doctor.gpkg"))
    assert made_by_us() == before
    temporary = Path(QgsProcessingUtils.tempFolder())
    assert not [name for name in folders() - around if not any((temporary / name).iterdir())]
