"""A window starts from a list and reads the declarations afterwards; what it lists is what is declared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = """
import os, sys
sys.path[:0] = [{root!r}]
sys.path.append("/usr/share/qgis/python/plugins")
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
from processing.core.Processing import Processing
Processing.initialize()

class Face:
    def mainWindow(self):
        return None

    def addPluginToMenu(self, menu, action):
        pass

import gisplug
plugin = gisplug.classFactory(Face())
plugin.initGui()
print(len(plugin.provider.algorithms()), *(m for m in sys.modules if m.startswith("gisplug.")))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def stepwise(provider):
    """A provider as in a window, before its steps."""
    from gisplug.toolbox.provider import GisplugProvider

    made = GisplugProvider(in_steps=True)
    made.go_on = lambda: None  # the steps are taken by the tests
    made.refreshAlgorithms()
    return made


FACES = ("name", "displayName", "group", "groupId", "shortDescription", "shortHelpString", "helpUrl", "svgIconPath")


def test_what_is_listed_is_what_is_declared(provider, stepwise):
    listed = {algorithm.name(): algorithm for algorithm in stepwise.algorithms()}
    assert len(listed) > 80
    for name, algorithm in listed.items():
        whole = provider.algorithm(name)
        for face in FACES:
            assert getattr(algorithm, face)() == getattr(whole, face)(), f"{name}: {face}; run `make docs`"
        assert algorithm.tags() == whole.tags() and algorithm.flags() == whole.flags()
        assert not algorithm.parameterDefinitions()


def test_what_is_opened_or_run_is_the_tool_itself(provider, stepwise):
    for name in ("panel_describe", "doctor", "run_study"):
        made, whole = stepwise.algorithm(name).create(), provider.algorithm(name)
        assert type(made) is type(whole) and made.tool is whole.tool
        assert described(made) == described(whole) and made.provider() is stepwise


def test_after_its_steps_a_window_has_all_that_qgis_process_has(provider, stepwise):
    while (step := next(stepwise._steps, None)) is not None:
        step()
    found = {algorithm.name(): described(algorithm) for algorithm in stepwise.algorithms()}
    assert found == {algorithm.name(): described(algorithm) for algorithm in provider.algorithms()}


def described(algorithm):
    outputs = [(o.name(), o.description(), o.type()) for o in algorithm.outputDefinitions()]
    return [(p.name(), p.description(), p.help(), p.type()) for p in algorithm.parameterDefinitions()], outputs


def test_nothing_is_loaded_with_a_window_but_the_list():
    command = [sys.executable, "-c", START.format(root=str(ROOT))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LANG": "C.UTF-8"})
    count, *modules = done.stdout.split()
    assert int(count) > 80
    early = [m for m in modules if m.startswith(("gisplug.tools", "gisplug.core.declare", "gisplug.engine.client"))]
    assert early == [] and len(modules) < 30
