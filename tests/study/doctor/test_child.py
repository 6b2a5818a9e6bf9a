"""A package that raises, crashes, hangs, prints or ends the interpreter does no harm, and is told apart from others."""

import sys

import pytest

from gisplug.core.progress import SILENT
from gisplug.study.doctor.child import asked, can_ask

BAD = {
    "gp_raises": "raise ImportError('DLL load failed')",
    "gp_crashes": "import ctypes; ctypes.string_at(0)",
    "gp_exits": "import os; print('last words', flush=True); os._exit(7)",
    "gp_prints": "import os; print('{\"question\": \"noise\"}'); os.write(1, b'{')",
    "gp_lacks": "import gisplug_no_such_package",
    "gp_fine": "",
    "gp_follows": "import gp_raises",
}


@pytest.fixture
def packages(tmp_path, monkeypatch):
    for name, code in {**BAD, "gp_hangs": "import time; time.sleep(60)"}.items():
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_each_gets_its_own_answer(packages):
    found = asked([f"import {name}" for name in BAD], SILENT)
    assert {question.split()[1]: answer.error for question, answer in found.items()} == {
        "gp_raises": "ImportError: DLL load failed",
        "gp_crashes": "crashed (signal 11)",
        "gp_exits": "ended the process (code 7) last words",
        "gp_prints": "",
        "gp_lacks": "ModuleNotFoundError: No module named 'gisplug_no_such_package'",
        "gp_fine": "",
        "gp_follows": "ImportError: DLL load failed",
    }
    assert found["import gp_lacks"].cause == "gisplug_no_such_package"
    assert found["import gp_follows"].cause == "gp_raises"


def test_one_that_hangs_is_given_up_and_the_others_are_asked(packages):
    found = asked(["import gp_hangs", "import gp_fine"], SILENT, patience=5.0)
    assert found["import gp_hangs"].error == "gave no answer within 5 seconds" and not found["import gp_fine"].error


def test_nothing_is_imported_here(packages):
    asked(["import gp_fine"], SILENT)
    assert "gp_fine" not in sys.modules


def test_qgis_is_no_python_to_be_started_again(monkeypatch):
    assert can_ask()
    for program in (r"C:\Program Files\QGIS\bin\qgis-bin.exe", "/usr/bin/qgis", "", None):
        monkeypatch.setattr(sys, "executable", program)
        assert not can_ask()
