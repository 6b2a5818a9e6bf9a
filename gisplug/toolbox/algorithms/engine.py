"""The tool "Set up engine": tells, installs, verifies, repairs, removes; never anything that was not asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtGui import QIcon

from gisplug.core.errors import Cancelled, GisplugError
from gisplug.core.machine.extras import EXTRAS, known
from gisplug.core.messages import spoken_error
from gisplug.toolbox.bridge import compat, settings
from gisplug.toolbox.bridge.compat import words_picked
from gisplug.toolbox.bridge.parameters import enumerated
from gisplug.toolbox.bridge.progress import FeedbackProgress
from gisplug.toolbox.bridge.words import help_link, help_url, mark, tr

ICON = Path(__file__).resolve().parents[1] / "icons" / "engine.svg"
ACTIONS = {
    "tell": mark("Tell what would be installed and change nothing"),
    "install": mark("Install the engine"),
    "add": mark("Add extras to the engine"),
    "verify": mark("Verify the engine"),
    "repair": mark("Repair: remove and install again"),
    "remove": mark("Remove the engine"),
}
HELP = mark(
    "gisplug computes in a Python environment of its own, the engine, so that QGIS's Python is never touched. This "
    "tool makes it: "
    "about 180 MB are downloaded and 580 MB of disk are used, in one folder of your user account. Choose first what "
    "would be installed; "
    "nothing happens until you choose Install. What few tools need are extras, which can be added now or later. It "
    "works behind the proxy of QGIS's network options, and without a "
    "network from a folder of wheels."
)
PARAMETERS = {
    "ACTION": (
        mark("What to do"),
        mark(
            "Tell shows what, where and how large, and changes nothing. The other choices act on the private "
            "environment only."
        ),
    ),
    "EXTRAS": (
        mark("Extras"),
        mark(
            "Packages that few tools need: learn (scikit-learn) for the learners forest and boosting, parquet "
            "(pyarrow) for Parquet files, pysal (libpysal, spreg) for spatial instrumental variables with a spatial "
            "error, postgis (psycopg) for PostGIS addresses, dask for a Dask cluster. "
            "Without a choice, Install and Repair keep those that were there."
        ),
    ),
    "WHEELS": (
        mark("Folder of wheels"),
        mark(
            "Folder with the locked wheels, for computers without a network. Leave it empty to download from the "
            "package index."
        ),
    ),
    "INDEX": (
        mark("Package index"),
        mark(
            "Address of a package index to use instead of the one that pip is configured for on this computer (pip "
            "config, PIP_INDEX_URL). Leave it empty to use that one."
        ),
    ),
    "PYTHON": (
        mark("Python to start from"),
        mark("A 64-bit Python 3.11 to 3.14 on this computer. Leave it empty to have one found."),
    ),
}


class SetupAlgorithm(QgsProcessingAlgorithm):
    """Runs inside QGIS with the standard library alone: there may be no engine yet."""

    def createInstance(self) -> SetupAlgorithm:
        return SetupAlgorithm()

    def name(self) -> str:
        """Return the id; QGIS puts "gisplug:" before it."""
        return "set_up_engine"

    def displayName(self) -> str:
        return tr("Set up engine")

    def group(self) -> str:
        """Return the group in the toolbox, in the language of QGIS."""
        return tr("Engine and demo data")

    def groupId(self) -> str:
        return "engine"

    def shortHelpString(self) -> str:
        lines = "".join(f"<p><b>{tr(label)}</b>: {tr(text)}</p>" for label, text in PARAMETERS.values())
        return f"<p>{tr(HELP)}</p>{lines}{help_link()}"

    def shortDescription(self) -> str:
        return tr("Makes, verifies, repairs or removes the private Python environment in which gisplug computes.")

    def helpUrl(self) -> str:
        return help_url("qgis.html")

    def tags(self) -> list:
        """Return what the search of the toolbox finds beside the title."""
        return ["install", "python", "environment", "engine", "gisplug", tr("install")]

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        return str(ICON)

    def flags(self) -> Any:
        """Return the flags of QGIS, and that no model can use it as a step."""
        return super().flags() | compat.HIDE_FROM_MODELER

    def initAlgorithm(self, configuration: Any = None) -> None:
        words = {name: tr(label) for name, label in ACTIONS.items()}
        action = enumerated("ACTION", tr(PARAMETERS["ACTION"][0]), words, "tell")
        extras = enumerated(
            "EXTRAS", tr(PARAMETERS["EXTRAS"][0]), {name: name for name in EXTRAS}, None, several=True, optional=True
        )
        wheels = QgsProcessingParameterFile(
            "WHEELS", tr(PARAMETERS["WHEELS"][0]), compat.FOLDER_BEHAVIOUR, optional=True
        )
        index = QgsProcessingParameterString("INDEX", tr(PARAMETERS["INDEX"][0]), optional=True)
        python = QgsProcessingParameterFile("PYTHON", tr(PARAMETERS["PYTHON"][0]), optional=True)
        for definition in (action, extras, wheels, index, python):
            definition.setHelp(tr(PARAMETERS[definition.name()][1]))
            if definition.name() in ("INDEX", "PYTHON"):
                definition.setFlags(definition.flags() | compat.ADVANCED)
            self.addParameter(definition)
        self.addOutput(QgsProcessingOutputString("STATE", tr("State of the engine")))

    def processAlgorithm(self, values: dict, context: Any, feedback: Any) -> dict:
        action = self.parameterAsEnumString(values, "ACTION", context)
        chosen = {
            "wheels": self.parameterAsString(values, "WHEELS", context),
            "index": self.parameterAsString(values, "INDEX", context),
            "base": self.parameterAsString(values, "PYTHON", context),
        }
        chosen["extras"] = words_picked(self, values, "EXTRAS", context) or None
        try:
            return {"STATE": acted(action, chosen, FeedbackProgress(feedback))}
        except Cancelled:
            raise QgsProcessingException(tr("Cancelled; nothing remains of it.")) from None
        except GisplugError as problem:
            raise QgsProcessingException(spoken_error(problem)) from None


def acted(action: str, chosen: dict, progress: FeedbackProgress) -> str:
    """Do what was asked for and return the state of the engine; what it takes is loaded now, not with the plugin."""
    from gisplug.core.machine import private_environment
    from gisplug.engine import client
    from gisplug.engine.interpreters import find_interpreter
    from gisplug.engine.setup import folder
    from gisplug.engine.setup.install import add, install
    from gisplug.engine.setup.plan import planned

    if action == "add":
        had = private_environment.extras_of(Path(private_environment.folder()))
        plan = planned(proxy=settings.proxy(), **{**chosen, "extras": known([*had, *(chosen["extras"] or EXTRAS)])})
        progress.info(str(plan))
        _told(add(plan, progress), progress)
    elif action in ("tell", "install", "repair"):
        plan = planned(proxy=settings.proxy(), **chosen)
        progress.info(str(plan))
        if action != "tell":
            client.stop_warm_worker()
            _told(install(plan, progress), progress)
    elif action == "verify":
        interpreter = find_interpreter(settings.engine_python())
        progress.info(tr("Engine: {path} ({origin})", path=interpreter.path, origin=interpreter.origin))
        _told(client.selftest(interpreter, progress), progress)
    elif action == "remove":
        gone = folder.remove()
        progress.info(tr("The engine was removed.") if gone else tr("There was no engine to remove."))
    state = private_environment.state()
    progress.info(tr("State of the engine") + f": {state}")
    return state


def _told(found: dict, progress: FeedbackProgress) -> None:
    progress.info(", ".join(f"{name} {number}" for name, number in found.items()))
    progress.info(tr("The engine works."))
