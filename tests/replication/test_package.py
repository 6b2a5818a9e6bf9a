"""A package is the same bytes twice, holds what it says, and gives its result again where it is unpacked."""

import re
import shutil
import zipfile

import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import OutputError, ParameterError, StudyError
from gisplug.core.progress import SILENT
from gisplug.study.package.make import make_package
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.tools import all_tools, get_tool
from gisplug.tools.study.export_code import read_call
from tests.replication.cases import panel_and_weights

STUDY = """
[study]
title = "Neighbours"
seed = 3

[outputs]
tables = ["csv"]

[panel]
path = "../data/panel.csv"
unit = "id"
period = "year"

[[analysis]]
tool = "fixed_effects"
name = "baseline"
outcome = "y"
regressors = ["x"]
errors = "unit"
outputs = ["paper"]

[[analysis]]
tool = "panel_threshold"
outcome = "y"
regressors = ["x"]
threshold = "d"
draws = 19
outputs = ["table"]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    (home / "paper").mkdir()
    (home / "data").mkdir()
    panel, _ = panel_and_weights()
    panel.table()[["id", "year", "y", "x", "d"]].to_csv(home / "data" / "panel.csv", index=False)
    (home / "paper" / "study.toml").write_text(STUDY, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def package(home):
    study = home / "paper" / "study.toml"
    made = gp.replication_package(study, home / "one.zip", allow=str(home / "data"))
    gp.replication_package(study, home / "two.zip", allow=str(home / "data"))
    return made


def test_it_has_the_same_bytes_on_each_run(home, package):
    assert (home / "one.zip").read_bytes() == (home / "two.zip").read_bytes() and package.absent == ()


def test_it_holds_data_study_lock_result_and_code(package):
    members = set(package.members)
    assert {"README.md", "requirements-lock.txt", "data-hashes.csv", "study/study.toml", "data/panel.csv"} <= members
    assert {"study/results/report.html", "study/results/code/R/baseline-2.R", "study/results/manifest.json"} <= members
    assert not any(name.endswith("this-run.json") for name in members)
    with zipfile.ZipFile(package.path) as archive:
        page = archive.read("README.md").decode()
        covered = archive.read("study/results/code/README.md").decode()
    for part in ("Data availability", "Computational requirements", "Instructions to replicators", "Table 1", "seed 3"):
        assert part in page, part
    assert re.search(r"threshold.*no equivalent: panel_threshold: the programs", covered)


def test_unpacked_it_gives_its_result_again(package, tmp_path):
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(tmp_path)
    found = gp.verify_results(
        tmp_path / "study" / "results", tmp_path / "study" / "study.toml", recompute=True, allow=str(tmp_path / "data")
    )
    assert found.same, found.lines()


def test_data_that_may_not_be_passed_on_are_named_by_hash(home, package, tmp_path):
    results = tmp_path / "results"
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(tmp_path / "all")
    shutil.copytree(tmp_path / "all" / "study" / "results", results)
    made = make_package(results, home / "paper" / "study.toml", tmp_path / "p.zip", include=False)
    assert made.absent == ("../data/panel.csv",)
    with zipfile.ZipFile(made.path) as archive:
        assert "data/panel.csv" not in archive.namelist()
        assert made.datasets[0].sha256 in archive.read("README.md").decode()
    study = tmp_path / "study.toml"
    study.write_text(STUDY + "# changed", encoding="utf-8")
    with pytest.raises(OutputError, match="not what the result was made from"):
        make_package(results, study, tmp_path / "q.zip")


def test_a_study_and_a_call_give_code_and_name_what_has_none(home, package, tmp_path):
    tool = get_tool("export_code")
    study, out = str(home / "paper" / "study.toml"), tmp_path / "code"
    given = {"study": study, "allow": str(home / "data"), "code": str(out), "table": str(tmp_path / "t.csv")}
    done = tool.run(tool.complete({**given, "language": "zh"}), SILENT)
    assert (done["r"], done["stata"], done["without"]) == (3, 3, 1)
    table = pd.read_csv(tmp_path / "t.csv")
    assert table.loc[table["script"].isna(), "tool"].tolist() == ["panel_threshold"]
    assert "剔除效应" in (out / "R" / "baseline-1.R").read_text("utf-8")
    before = (out / "data" / "baseline-1.csv").read_bytes()
    again = {"study": study, "allow": str(home / "data"), "steps": "baseline", "code": str(out)}
    assert tool.run(tool.complete(again), SILENT)["without"] == 0
    assert (out / "data" / "baseline-1.csv").read_bytes() == before
    with pytest.raises(StudyError, match="no step is called"):
        tool.run(tool.complete({**again, "steps": "other"}), SILENT)
    with pytest.raises(ParameterError, match="one of the two"):
        tool.run(tool.complete({}), SILENT)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").touch()
    with pytest.raises(OutputError, match="no code of gisplug"):
        tool.run(tool.complete({**again, "code": str(tmp_path / "mine")}), SILENT)


def test_a_call_is_read_as_the_command_line_reads_it():
    text = "gisplug fixed-effects --panel p.csv --unit id --period year --outcome y --regressors x z --paper a.docx"
    tool, given = read_call(f'{text} --where="x > 1" --effects unit')
    assert tool.id == "fixed_effects" and given["regressors"] == ["x", "z"] and "paper" not in given
    assert (given["where"], given["effects"]) == ("x > 1", "unit")
    for wrong in ("--panel p.csv", "fixed-effects 'a", "fixed-effects p.csv --unit id"):
        with pytest.raises(ParameterError):
            read_call(wrong)


def test_a_study_asks_for_code_by_true_or_by_names_of_steps(tmp_path):
    study = tmp_path / "study.toml"
    study.write_text(STUDY.replace('tables = ["csv"]', 'code = "baseline"'), encoding="utf-8")
    with pytest.raises(StudyError, match="line 7: code is true, false or a list"):
        make_plan(read_source(study), get_tool, list(all_tools()))
    study.write_text(STUDY.replace('tables = ["csv"]', 'code = ["baseline"]'), encoding="utf-8")
    assert make_plan(read_source(study), get_tool, list(all_tools())).outputs["code"] == ["baseline"]
