"""Write the example model gisplug/toolbox/models/spillover_chain.model3 with QGIS's own model classes.

    scripts/test_qgis.sh --version && .venv-qgis/bin/python scripts/make_model.py    (needs QGIS)

Weights -> night lights -> Moran's I of the lights by year -> spatial Durbin model -> spillover map.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.append("/usr/share/qgis/python/plugins")
TARGET = ROOT / "gisplug" / "toolbox" / "models" / "spillover_chain.model3"

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF  # noqa: E402

NAME, GROUP = "Example: from weights to a spillover map", "Study"
HELP = (
    "Builds contiguity weights, aggregates night lights to the units, tests the lights for spatial autocorrelation "
    "in every year, "
    "fits a spatial Durbin model to the panel and maps who receives its spillovers. Open it in the model designer "
    "to change or extend it."
)
Source = QgsProcessingModelChildParameterSource


def main() -> None:
    """Build the model and write it, with the list of its words for the translators."""
    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    import gisplug

    plugin = gisplug.classFactory(None)
    plugin.initProcessing()
    model = QgsProcessingModelAlgorithm(NAME, GROUP, "study")
    inputs = add_inputs(model)
    add_children(model)
    model.setHelpContent({"ALG_DESC": HELP})
    TARGET.parent.mkdir(exist_ok=True)
    assert model.toFile(str(TARGET)), "the model was not written"
    outputs = [output.description() for output in model.outputDefinitions()]
    words = [NAME, HELP, *inputs, *(text.split(": ", 1)[-1] for text in outputs)]
    TARGET.with_suffix(".words.json").write_text(json.dumps(list(dict.fromkeys(words)), indent=1), encoding="utf-8")
    problems = model.childAlgorithms().keys()
    print(f"{TARGET.relative_to(ROOT)}: {len(problems)} steps")
    sys.stdout.flush()
    import os

    os._exit(0)


def add_inputs(model: QgsProcessingModelAlgorithm) -> list[str]:
    """Add what the user is asked for."""
    from gisplug.toolbox.bridge import compat

    definitions = [
        QgsProcessingParameterFeatureSource("units", "Boundaries", [compat.POLYGON]),
        QgsProcessingParameterField("id", "Id field", "adcode", "units"),
        QgsProcessingParameterField("name", "Name field", "name_en", "units", optional=True),
        QgsProcessingParameterString("links", "Links added by hand", "Hainan:Guangdong", False, True),
        QgsProcessingParameterFile(
            "lights",
            "Night lights: folder, pattern or name on the shelf",
            compat.FOLDER_BEHAVIOUR,
            defaultValue="demo-lights",
        ),
        QgsProcessingParameterString("product", "Light product", "demo-lights"),
        QgsProcessingParameterFeatureSource("panel", "Panel table", [compat.VECTOR]),
        QgsProcessingParameterField("unit", "Unit field", "adcode", "panel"),
        QgsProcessingParameterField("period", "Period field", "year", "panel"),
        QgsProcessingParameterString("formula", "Formula", "develop ~ agg + wage"),
        QgsProcessingParameterField("variable", "Variable", "agg", "panel"),
    ]
    for place, definition in enumerate(definitions):
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(40 + 230 * (place % 6), 40 + 70 * (place // 6)))
        model.addModelParameter(definition, component)
    model.setParameterOrder([d.name() for d in definitions])
    return [d.description() for d in definitions]


def add_children(model: QgsProcessingModelAlgorithm) -> None:
    """Add the five steps."""
    given, static, made = Source.fromModelParameter, Source.fromStaticValue, Source.fromChildOutput
    units = {"UNITS": given("units"), "ID": given("id"), "NAME": given("name")}
    panel = {"PANEL": given("panel"), "UNIT": given("unit"), "PERIOD": given("period")}
    weights = {"WEIGHTS": made("weights", "WEIGHTS")}
    steps = [
        (
            "weights",
            "weights_contiguity",
            "Contiguity weights",
            {**units, "LINKS": given("links")},
            {"WEIGHTS": "Spatial weights", "LINES": "Links"},
        ),
        (
            "lights",
            "lights_aggregate",
            "Aggregate night lights",
            {**units, "RASTERS_FOLDER": given("lights"), "PRODUCT": given("product")},
            {"TABLE": "Night lights by unit"},
        ),
        (
            "moran",
            "moran_by_period",
            "Moran's I by period",
            {
                "PANEL": made("lights", "TABLE"),
                "UNIT": static("unit"),
                "PERIOD": static("period"),
                "VARIABLE": static("mean"),
                **weights,
            },
            {"PAPER": "Moran's I of the lights", "TABLE": "Moran's I by period"},
        ),
        (
            "durbin",
            "spatial_panel",
            "Spatial Durbin model",
            {**panel, "FORMULA": given("formula"), **weights, "MODEL": static("sdm")},
            {"PAPER": "Table of the model"},
        ),
        (
            "map",
            "spillover_map",
            "Spillovers by unit",
            {**units, **panel, "FORMULA": given("formula"), **weights, "VARIABLE": given("variable")},
            {"LAYER": "Spillovers by unit"},
        ),
    ]
    for place, (name, tool, title, sources, outputs) in enumerate(steps):
        child = QgsProcessingModelChildAlgorithm(f"gisplug:{tool}")
        child.setChildId(name)
        child.setDescription(title)
        for key, source in sources.items():
            child.addParameterSources(key, [source])
        finals = {}
        for key, label in outputs.items():
            output = QgsProcessingModelOutput(label, label)
            output.setChildId(name)
            output.setChildOutputName(key)
            output.setPosition(QPointF(300 + 240 * place, 420 + 60 * len(finals)))
            finals[label] = output
        child.setModelOutputs(finals)
        child.setPosition(QPointF(160 + 240 * place, 280))
        model.addChildAlgorithm(child)


if __name__ == "__main__":
    main()
