"""What a dialog hands to a tool is what Python and the command line hand over: every option moved, one by one."""

import os

import pytest

from gisplug.core.declare.everywhere import WORDING
from gisplug.core.errors import ParameterError
from gisplug.toolbox.bridge import job
from gisplug.tools import all_tools
from tests.toolbox import cases

TOOLS = all_tools()
SOURCES = ("table", "vector", "polygons", "points", "field", "fields")  # exported anew, under another name
OPTIONS = ("choice", "choices", "flag", "integer", "number")


def moved(param):
    """Return another value of an option, as Processing and as Python write it."""
    if param.kind == "flag":
        return [not param.default]
    if param.kind == "choice":
        return [choice for choice in param.choices if choice != param.default]
    if param.kind == "choices":
        return [[choice] for choice in param.choices]
    low = 0 if param.minimum is None else param.minimum
    high = low + 3 if param.maximum is None else param.maximum
    whole = param.kind == "integer"
    return [value for value in (int(low) + 1 if whole else (low + high) / 2,) if low <= value <= high]


@pytest.mark.parametrize("tool_id", TOOLS)
def test_a_dialog_hands_over_what_python_does(tool_id, provider, shared_folder):
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    tool, context, feedback = TOOLS[tool_id], QgsProcessingContext(), QgsProcessingFeedback(False)
    algorithm = provider.algorithm(tool_id).create()
    plain = cases.parameters(tool, shared_folder, os.environ["GISPLUG_PYTHON"])
    base = job.collected(algorithm, tool, plain, context, feedback)
    for param in (p for p in tool.params if p.kind in OPTIONS):
        for value in moved(param):
            given = job.collected(algorithm, tool, {**plain, param.name.upper(): value}, context, feedback)
            assert given[param.name] == value, param.name
            others = [p.name for p in tool.params if p is not param and p.kind not in SOURCES]
            assert [given[name] for name in others] == [base[name] for name in others], param.name
            apart = {word.name for word in WORDING}  # the engine lets them hold around the tool
            try:
                tool.complete({name: asked for name, asked in given.items() if name not in apart})
            except ParameterError as problem:
                assert "no meaning here" in str(problem) or "is needed" in str(problem), (param.name, str(problem))


def test_a_dialog_refuses_an_option_that_has_no_meaning(provider):
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("weights_distance").create()
    values = {"UNITS": "demo-china-provinces", "ID": "adcode", "KIND": "knn", "WEIGHTS": "w.csv"}
    assert algorithm.checkParameterValues(values, QgsProcessingContext())[0]
    fine, why = algorithm.checkParameterValues({**values, "LINKS": ["Hainan", "Guangdong"]}, QgsProcessingContext())
    assert not fine and "Links by hand has no meaning here. Only where Kind of weights is Distance band." in why
