"""What is found of the computer and of the engine, and when it is worth a word."""

import json
from pathlib import Path

import pytest

from gisplug.core.machine import private_environment
from gisplug.core.machine.memory import GIB, Memory
from gisplug.study.doctor.engine import engine
from gisplug.study.doctor.machine import machine, memory_found, software, temporary_folder, variables


def by_name(findings):
    return {one.name: one for one in findings}


def test_software_and_machine_are_found_and_are_in_order_here():
    found = by_name([*software(), *machine({})])
    assert {one.verdict for one in found.values()} <= {"ok", "note"}
    assert {"gisplug", "Python", "Interpreter", "System", "Processors", "Memory", "Temporary folder"} <= set(found)


def test_little_free_memory_is_a_note():
    assert memory_found(Memory(int(8 * GIB), int(4 * GIB))).verdict == "ok"
    tight = memory_found(Memory(int(8 * GIB), int(0.5 * GIB)))
    assert tight.verdict == "note" and tight.value == "8.0 GiB in all, 0.5 GiB free" and "Close" in tight.advice
    assert memory_found(Memory(None, None)).value == "unknown"


def test_a_temporary_folder_that_cannot_be_written_is_a_problem(tmp_path):
    assert temporary_folder(tmp_path).verdict == "ok"
    gone = temporary_folder(tmp_path / "none")
    assert gone.verdict == "problem" and "TMPDIR" in gone.advice


def test_variables_of_other_programs_are_notes_and_ours_are_not():
    found = by_name(variables({"PROJ_LIB": "/x", "GISPLUG_WORKERS": "2", "PATH": "/y"}))
    assert {name: one.verdict for name, one in found.items()} == {"GISPLUG_WORKERS": "ok", "PROJ_LIB": "note"}
    assert "Unset PROJ_LIB" in found["PROJ_LIB"].advice


@pytest.fixture
def home(tmp_path):
    """An environment of variables with its own home, and the engine's folder in it."""
    env = {"HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    return env, Path(private_environment.folder(environ=env))


def test_no_engine_is_fine_outside_qgis(home):
    found = by_name(engine(home[0]))
    assert found["Private environment"].verdict == "ok" and "elsewhere it is not needed" in (
        found["Private environment"].advice
    )


@pytest.mark.parametrize(
    ("lock", "state", "verdict"), [("own", "ready", "ok"), ("old", "outdated", "note"), (None, "unfinished", "note")]
)
def test_an_engine_is_found_with_state_size_and_maker(home, lock, state, verdict):
    env, place = home
    place.mkdir(parents=True)
    (place / "large").write_bytes(b"x" * 3 * 2**20)
    if lock:
        mark = {
            "gisplug": "0.9",
            "python": "3.12.1",
            "lock": private_environment.lock_hash() if lock == "own" else lock,
        }
        (place / private_environment.MARK).write_text(json.dumps(mark))
    found = by_name(engine(env))["Private environment"]
    assert found.value.startswith(f"{state}: ") and "3 MiB" in found.value and found.verdict == verdict
    assert ("Python 3.12.1, made by gisplug 0.9" in found.value) is bool(lock)


def test_a_python_that_is_named_but_not_there_is_a_problem(home, tmp_path):
    found = by_name(engine({**home[0], "GISPLUG_PYTHON": str(tmp_path / "none")}))["GISPLUG_PYTHON"]
    assert found.verdict == "problem" and "Correct or unset" in found.advice
