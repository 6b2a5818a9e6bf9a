"""The plugin zip, unpacked into an empty profile, used through qgis_process as a script would."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from qgis.core import Qgis

from tests.toolbox import cases
from tests.toolbox.cases import PANEL
from tests.toolbox.conftest import PROGRAM, call, environment

GIVEN = {"PANEL": PANEL, "UNIT": "adcode", "PERIOD": "year", "OUTCOME": "develop", "REGRESSORS": "agg"}


def run(home, *words, **more):
    return call(
        home, "--json", "run", "gisplug:fixed_effects", "--", *(f"{k}={v}" for k, v in GIVEN.items()), *words, **more
    )


def test_list_shows_the_tools_by_group(profile):
    said = call(profile, "--json", "list")
    found = json.loads(said.stdout)["providers"]["gisplug"]["algorithms"]
    assert found["gisplug:fixed_effects"]["group"] == "Panel regressions"
    assert "gisplug:set_up_engine" in found


def test_help_shows_parameters_defaults_and_choices(profile):
    said = json.loads(call(profile, "--json", "help", "gisplug:fixed_effects").stdout)
    url = said["algorithm_details"].get("help_url", "")
    assert not url or Path(url2pathname(urlsplit(url).path)).is_file()
    assert said["parameters"]["EFFECTS"]["default_value"] == "twoways"
    assert "coefficients" in json.dumps(said["parameters"]["REGRESSORS"])


def test_a_run_writes_its_outputs_and_answers_in_json(profile, tmp_path):
    paper, table = tmp_path / "表 1.html", tmp_path / "t.csv"
    done = run(profile, f"PAPER={paper}", f"TABLE={table}")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["results"]["PAPER"] == str(paper) and paper.is_file() and table.is_file()


def test_progress_is_shown(profile, tmp_path):
    words = [f"{k}={v}" for k, v in {**GIVEN, "DRAWS": 200, "TABLE": tmp_path / "t.csv"}.items()]
    done = call(profile, "run", "gisplug:panel_threshold", "--", *words)
    assert done.returncode == 0, done.stderr
    assert "Bootstrap of 1 against 0" in done.stdout and "..." in done.stdout


def test_a_failure_has_its_reason_on_stderr_and_an_exit_code(profile, tmp_path):
    done = call(
        profile,
        "--json",
        "run",
        "gisplug:fixed_effects",
        "--",
        *(f"{k}={v}" for k, v in {**GIVEN, "UNIT": "nope"}.items()),
        f"TABLE={tmp_path / 't.csv'}",
    )
    assert done.returncode != 0
    assert "nope" in done.stderr + done.stdout and not (tmp_path / "t.csv").exists()


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT < 34000, reason="this QGIS takes no JSON on stdin yet (3.40 does)")
def test_parameters_come_as_json_on_stdin(profile, tmp_path):
    table = tmp_path / "t.csv"
    given = json.dumps({"inputs": {**GIVEN, "REGRESSORS": ["agg", "wage"], "TABLE": str(table)}})
    done = call(profile, "run", "gisplug:fixed_effects", "-", stdin=given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["TABLE"] == str(table)


def test_without_an_engine_the_message_says_how_to_get_one(profile, tmp_path):
    done = run(profile, f"TABLE={tmp_path / 't.csv'}", GISPLUG_PYTHON="")
    assert done.returncode != 0
    assert "has no engine yet" in done.stderr + done.stdout and "Set up engine" in done.stderr + done.stdout


def test_the_engine_tool_tells_and_changes_nothing(profile):
    done = call(profile, "--json", "run", "gisplug:set_up_engine", "--", "ACTION=tell", GISPLUG_PYTHON="")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["results"]["STATE"] == "absent"
    assert not (profile / ".local" / "share" / "gisplug").exists()


def test_chinese_is_spoken_to_chinese_users(profile):
    ini = profile / "qgis" / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    before = ini.read_text(encoding="utf-8")
    ini.write_text(before + "\n[locale]\nuserLocale=zh_CN\noverrideFlag=true\n", encoding="utf-8")
    try:
        said = call(profile, "--json", "help", "gisplug:set_up_engine")
    finally:
        ini.write_text(before, encoding="utf-8")
    assert "引擎" in json.loads(said.stdout)["algorithm_details"]["name"]


@pytest.mark.parametrize("word", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_survives_qgis(profile, shared_folder, tmp_path, word):
    weights = cases.file("w.csv", shared_folder, os.environ["GISPLUG_PYTHON"])
    long = {
        "PANEL": PANEL,
        "UNIT": "adcode",
        "PERIOD": "year",
        "VARIABLE": "agg",
        "WEIGHTS": weights,
        "PERMUTATIONS": 999999,
    }
    words = [f"{k}={v}" for k, v in {**long, "TABLE": tmp_path / "t.csv"}.items()]
    process = subprocess.Popen(
        [PROGRAM, "run", "gisplug:local_moran", "--", *words],
        env=environment(profile),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    workers = wait_for(lambda: children(process.pid))
    time.sleep(1.0)
    process.send_signal(word)
    process.communicate(timeout=20)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    assert process.returncode != 0
    assert not (tmp_path / "t.csv").exists()


def children(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rsplit(")", 1)[1].split()
            line = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == pid and b"gisplug" in line:
            found.append(int(stat.parent.name))
    return found


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")
