"""A result against its manifest, and against what its study gives anew."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from gisplug.core.errors import StudyError
from gisplug.core.machine.kernels import are_common
from gisplug.core.progress import SILENT
from gisplug.study.record.this_run import study_of
from gisplug.study.run import Way, run_plan
from gisplug.study.verify.again import compared, recomputed
from gisplug.study.verify.check import checked
from tests.study.tools import STUDY, TOOLS, registry, write_inputs


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    write_inputs(folder)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    run_plan(folder / "study.toml", folder / "out", registry, list(TOOLS))
    return folder


@pytest.fixture
def study(made, tmp_path) -> Path:
    """Return a study and its result, moved to another place."""
    shutil.copytree(made, tmp_path / "moved 研究")
    return tmp_path / "moved 研究"


def found(study: Path) -> set[tuple[str, str]]:
    out = study / "out"
    return {(f.file, str(f.what)) for f in checked(out, study_of(out, "study.toml")).findings}


def test_a_result_is_as_it_was_made_also_where_the_folder_was_moved(study):
    told = checked(study / "out", study_of(study / "out", "study.toml"))
    assert told.same and told.files > 20 and len(told.seal) == 64 and not told.remarks
    assert study_of(study / "out", "study.toml") == study / "study.toml"


def test_what_was_changed_is_missing_or_added_is_named(study):
    out = study / "out"
    (out / "report.html").write_text("", encoding="utf-8")
    (out / "data" / "panel.csv").unlink()
    (out / "data" / "new.csv").touch()
    (out / ".DS_Store").touch()
    (out / "this-run.json").unlink()
    assert found(study) == {
        ("report.html", "changed"),
        ("data/panel.csv", "missing"),
        ("data/new.csv", "not in the manifest"),
    }


def test_inputs_and_study_that_changed_since_are_named(study):
    (study / "study.toml").write_text(STUDY + "\n# later", encoding="utf-8")
    (study / "panel.csv").write_text("id,year,x\n", encoding="utf-8")
    (study / "units.csv").unlink()
    assert found(study) == {
        ("study.toml", "study file changed"),
        ("panel.csv", "input changed"),
        ("units.csv", "input missing"),
    }


def test_a_result_alone_says_that_its_inputs_were_not_looked_at(study, tmp_path):
    shutil.move(study / "out", tmp_path / "alone")
    told = checked(tmp_path / "alone", study_of(tmp_path / "alone", "study.toml"))
    assert told.same and "2 inputs were not looked at" in str(told)


def test_a_folder_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(StudyError, match=r"has no manifest\.json"):
        checked(tmp_path, None)


def again(study: Path):
    def run(source, out, cache, progress):
        return run_plan(source, out, registry, list(TOOLS), progress, Way(cache, fresh=True))

    out = study / "out"
    before = partial(checked, out, study / "study.toml")()
    return recomputed(out, study / "study.toml", before, run, SILENT)


def test_computed_again_every_byte_is_the_same_and_what_differs_is_told_by_cell(study):
    assert again(study).same
    text = (study / "out" / "data" / "panel.csv").read_text(encoding="utf-8")
    (study / "out" / "data" / "panel.csv").write_text(text.replace("30", "30.25", 1), encoding="utf-8")
    told = [f for f in again(study).findings if f.what == "differs"]
    assert {f.file for f in told} == {"data/panel.csv"}
    assert [(f.before, f.now, f.difference) for f in told] == [("30.25", "30", -0.25)]
    assert told[0].place.startswith("row ") and told[0].place.endswith(", column x")


def test_kernels_of_other_processors_are_told_where_a_file_differs(study):
    run, table = study / "out" / "this-run.json", study / "out" / "data" / "panel.csv"
    plain = json.loads(run.read_text(encoding="utf-8"))
    other = ["openblas 0.3.30 Nehalem", "numpy X86_V2"]
    run.write_text(json.dumps({**plain, "blas": other}), encoding="utf-8")
    assert not again(study).remarks, "nothing differs"
    table.write_text(table.read_text(encoding="utf-8").replace("30", "30.25", 1), encoding="utf-8")
    (told,) = again(study).remarks
    own = plain["blas"][-1]
    assert "(openblas Nehalem, numpy X86_V2 -> openblas " in told and f"{own}): they round otherwise" in told
    assert 'OPENBLAS_CORETYPE="Haswell"' in told
    run.write_text(json.dumps(plain), encoding="utf-8")
    assert not again(study).remarks, "the kernels are the same"
    for early in (plain["blas"][:-1], None, [3], {}, [""]):  # of 1.0, which did not record numpy, and damaged ones
        run.write_text(json.dumps({**plain, "blas": early}), encoding="utf-8")
        assert len(again(study).remarks) == (early == [3]), early


def test_this_run_says_whether_other_processors_give_the_same_bytes(made):
    plain = json.loads((made / "out" / "this-run.json").read_text(encoding="utf-8"))
    same = plain["other processors"].startswith("with AVX2 and FMA give the same bytes")
    assert same == are_common(plain["blas"]) and plain["blas"][-1].startswith("numpy")
    assert same or "OPENBLAS_CORETYPE and NPY_DISABLE_CPU_FEATURES are set beforehand" in plain["other processors"]


def test_without_its_study_a_result_cannot_be_computed_again(study, tmp_path):
    shutil.move(study / "out", tmp_path / "alone")
    with pytest.raises(StudyError, match=r"study.toml is not beside the result"):
        recomputed(tmp_path / "alone", None, checked(tmp_path / "alone", None), None)


def test_cells_of_every_kind_of_table_are_compared(tmp_path):
    import pandas as pd

    from gisplug.core.tables import write_table
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    old, new = tmp_path / "old", tmp_path / "new"
    for folder, value in ((old, 2.0), (new, 2.5)):
        folder.mkdir()
        frame = pd.DataFrame({"beta": [1.0, value]})
        for ending in ("csv", "tsv", "xlsx", "dta", "parquet", "gpkg", "json"):
            write_table(frame, folder / f"t.{ending}")
        write_paper(plain_table("T", frame), folder / "p.docx")
        write_paper(plain_table("T", frame), folder / "p.tex")
        (folder / "b.png").write_bytes(bytes([255, 254, int(value * 2)]))
    told = {f.file: f for f in compared(old, new)}
    for name in ("t.csv", "t.tsv", "t.xlsx", "t.dta", "t.parquet", "t.gpkg", "t.json", "p.docx"):
        assert told[name].difference == 0.5, name
    assert told["p.tex"].place.startswith("line ") and told["b.png"].place == "byte 2"


def test_the_manifest_names_every_file_and_only_this_run_differs(made):
    plain = json.loads((made / "out" / "manifest.json").read_text(encoding="utf-8"))
    named = {one["file"] for one in plain["files"]}
    there = {p.relative_to(made / "out").as_posix() for p in (made / "out").rglob("*") if p.is_file()}
    assert there - named == {"manifest.json", "this-run.json"}
