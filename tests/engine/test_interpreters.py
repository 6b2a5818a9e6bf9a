from pathlib import Path

import pytest

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.engine.interpreters import clean_environment, find_interpreter


def test_the_variable_comes_before_the_option_and_the_option_before_the_private_environment(tmp_path):
    made = {}
    for name in ("variable", "option"):
        made[name] = tmp_path / name
        made[name].touch()
    own = Path(private_environment.folder(environ={"HOME": str(tmp_path)}))
    (own / "bin").mkdir(parents=True)
    (own / "bin" / "python").touch()
    (own / private_environment.MARK).touch()
    env = {"HOME": str(tmp_path), "GISPLUG_PYTHON": str(made["variable"])}
    assert find_interpreter(str(made["option"]), env).path == str(made["variable"])
    del env["GISPLUG_PYTHON"]
    assert find_interpreter(str(made["option"]), env).origin == "the Processing option"
    assert find_interpreter("", env).path == str(own / "bin" / "python")


def test_an_unfinished_environment_is_not_used(tmp_path):
    own = Path(private_environment.folder(environ={"HOME": str(tmp_path)}))
    (own / "bin").mkdir(parents=True)
    (own / "bin" / "python").touch()
    with pytest.raises(EngineError, match=r"has no engine yet.*Set up engine"):
        find_interpreter("", {"HOME": str(tmp_path)})


def test_the_environment_of_qgis_is_scrubbed_and_proxies_stay():
    dirty = {
        "PATH": "/usr/bin",
        "PYTHONHOME": "x",
        "PYTHONPATH": "x",
        "PROJ_LIB": "x",
        "PROJ_DATA": "x",
        "LD_LIBRARY_PATH": "x",
        "LD_PRELOAD": "x",
        "DYLD_LIBRARY_PATH": "x",
        "GDAL_DATA": "x",
        "GDAL_DRIVER_PATH": "x",
        "QT_PLUGIN_PATH": "x",
        "QGIS_PREFIX_PATH": "x",
        "https_proxy": "p",
        "PIP_INDEX_URL": "i",
        "SSL_CERT_FILE": "s",
        "LANG": "zh_CN.UTF-8",
    }
    assert set(clean_environment(dirty, "linux")) == {
        "PATH",
        "https_proxy",
        "PIP_INDEX_URL",
        "SSL_CERT_FILE",
        "LANG",
    }


def test_on_windows_the_folders_of_qgis_leave_the_path():
    dirty = {
        "OSGEO4W_ROOT": r"C:\PROGRA~1\QGIS",
        "Path": r"c:\progra~1\qgis\bin;C:\PROGRA~1\QGIS\apps\qgis\bin;C:\Windows\System32;C:\PROGRA~1\QGIS2",
    }
    assert clean_environment(dirty, "win32")["Path"] == r"C:\Windows\System32;C:\PROGRA~1\QGIS2"
