"""The command line: help, exit codes, and words instead of tracebacks."""

import json
import subprocess
import sys

import pytest

from gisplug.cli import FAILED, MISUSED, OK, main
from gisplug.tools import all_tools


def test_help_lists_every_tool(capsys):
    assert main(["--help"]) == OK
    text = capsys.readouterr().out
    for tool in all_tools():
        assert tool.replace("_", "-") in text


def test_tools_can_be_listed_for_programs(capsys):
    assert main(["tools", "--json"]) == OK
    rows = json.loads(capsys.readouterr().out)
    assert {row["id"] for row in rows} == set(all_tools())


def test_a_misspelt_verb_is_answered_with_those_that_look_alike(capsys):
    assert main(["moran-by-perod"]) == MISUSED
    assert "moran_by_period" in capsys.readouterr().err


def test_a_missing_parameter_is_named_and_exits_with_2(capsys):
    assert main(["moran-by-period"]) == MISUSED
    assert "'panel'" in capsys.readouterr().err


def test_a_users_mistake_gives_one_sentence_and_no_traceback():
    words = [
        "moran-by-period",
        "--panel",
        "no such table.csv",
        "--unit",
        "a",
        "--period",
        "b",
        "--variable",
        "c",
        "--weights",
        "w.csv",
    ]
    done = subprocess.run([sys.executable, "-m", "gisplug", *words], capture_output=True, text=True, check=False)
    assert done.returncode == FAILED
    assert "no such table.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_version_is_the_one_of_the_metadata(capsys):
    import gisplug

    assert main(["--version"]) == OK
    assert capsys.readouterr().out.strip() == f"gisplug {gisplug.__version__}"


@pytest.mark.parametrize("words", [["moran-by-period", "--help"], ["help", "spatial-panel"]])
def test_each_verb_explains_itself(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    assert "--panel" in capsys.readouterr().out


def test_the_doctor_loads_nothing_heavy_here_and_prints_its_own_text():
    """It must work where the packages do not; they are loaded in a second process."""
    heavy = ["numpy", "pandas", "geopandas", "rasterio", "matplotlib", "scipy"]
    code = "import sys\nfrom gisplug.cli import main\nmain(['doctor'])\nprint(set(sys.modules) & set(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("gisplug doctor: ") and done.stdout.splitlines()[-1] == "set()", done.stdout
    assert "section" not in done.stdout


def test_ids_among_empty_cells_are_printed_whole(tmp_path, capsys):
    (tmp_path / "names.csv").write_text("name\n北京\n新彊\n", encoding="utf-8")
    words = ["match-units", "--panel", str(tmp_path / "names.csv"), "--unit", "name", "--units", "demo-china-provinces"]
    assert main([*words, "--id", "adcode"]) == 0
    printed = capsys.readouterr().out
    assert "650000" in printed
    assert "e+05" not in printed


@pytest.mark.parametrize(
    "words, said",
    [
        (["weights-distance", "--nosuch", "3"], "错误：无法识别的参数：--nosuch 3"),
        (["weights-distance", "--k"], "参数 --k：需要一个值"),
        (["weights-distance", "--k", "abc"], "应为数字，给出的是 'abc'"),
        (["weights-distance", "--kind", "band", "--rate", "2"], "仅当 kind 为 exponential 时适用"),
    ],
)
def test_refusals_of_the_command_line_have_chinese(words, said, capsys):
    try:
        assert main(["--language", "zh", *words]) == MISUSED
    except SystemExit as ended:
        assert ended.code == MISUSED
    assert said in capsys.readouterr().err
