"""A QGIS without a window, with Processing and the gisplug provider; where there is no QGIS these tests are not
collected.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.built_site import one_at_a_time

HAS_QGIS = importlib.util.find_spec("qgis") is not None
collect_ignore_glob = [] if HAS_QGIS else ["test_*.py"]
ROOT = Path(__file__).resolve().parents[2]
_kept = []
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and os.environ.get("QGIS_CUSTOM_CONFIG_PATH"):  # each process has a profile of its own
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] += f"-{WORKER}"
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


@pytest.fixture(scope="session")
def qgis():
    """Start QGIS once."""
    from qgis.core import QgsApplication

    sys.path.append("/usr/share/qgis/python/plugins")
    application = QgsApplication([], False)
    application.initQgis()
    _kept.append(application)
    from processing.core.Processing import Processing

    Processing.initialize()
    return application


@pytest.fixture(scope="session")
def provider(qgis):
    """The provider, registered as in qgis_process (iface is None)."""
    import gisplug

    plugin = gisplug.classFactory(None)
    plugin.initProcessing()
    _kept.append(plugin)
    return plugin.provider


@pytest.fixture
def run(provider, monkeypatch):
    """Run an algorithm and return its results; the engine stays warm, as in a window."""
    import processing
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

    class Said(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.infos, self.warnings, self.errors, self.fractions, self.commands = [], [], [], [], []
            self.progressChanged.connect(self.fractions.append)

        def pushInfo(self, text):
            self.infos.append(text)

        def pushCommandInfo(self, text):
            self.commands.append(text)

        def pushWarning(self, text):
            self.warnings.append(text)

        def reportError(self, text, fatalError=False):
            self.errors.append(text)

    monkeypatch.setattr("gisplug.toolbox.algorithms.tool.in_window", lambda: True)

    def do(name, feedback=None, context=None, **parameters):
        do.feedback = feedback or Said()
        do.context = context or QgsProcessingContext()
        do.context.setProject(QgsProject.instance())
        return processing.run(
            name if ":" in name else f"gisplug:{name}", parameters, feedback=do.feedback, context=do.context
        )

    return do


@pytest.fixture(scope="session")
def common(tmp_path_factory):
    """A folder for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if WORKER else own


@pytest.fixture(scope="session")
def shared_folder(common):
    """Where the files are made that examples name."""
    folder = common / "shared 共享"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def profile(common, tmp_path_factory):
    """An empty profile with the plugin unpacked and enabled."""
    home = tmp_path_factory.mktemp("空 profile")
    target = common / "gisplug.zip"
    python = Path(os.environ["GISPLUG_VENV"]) / "bin" / "python"
    with one_at_a_time(common / "gisplug.lock"):
        if not target.exists():
            subprocess.run([python, ROOT / "scripts" / "build_plugin.py", "--out", target], check=True)
    plugins = home / "qgis" / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    with zipfile.ZipFile(target) as archive:
        archive.extractall(plugins)
    call(home, "plugins", "enable", "gisplug", check=True)
    return home


def environment(home, **more):
    kept = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": str(home),
    }
    return {
        **kept,
        "HOME": str(home),
        "QGIS_CUSTOM_CONFIG_PATH": str(home / "qgis"),
        "GISPLUG_PYTHON": os.environ["GISPLUG_PYTHON"],
        **more,
    }


def call(home, *words, check=False, stdin=None, **more):
    return subprocess.run(
        [PROGRAM, *words],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=check,
        timeout=120,
        input=stdin,
    )


def pytest_sessionfinish(session, exitstatus):
    """Leave QGIS without its destructors, which crash when Python ends first."""
    if _kept:
        from gisplug.engine.client import stop_warm_worker

        stop_warm_worker()


def pytest_unconfigure(config):
    if _kept:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(getattr(config, "_gisplug_exit", 0)))  # a process that tests for another tells it by other means


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter, exitstatus, config):
    config._gisplug_exit = exitstatus
