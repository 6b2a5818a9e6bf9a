"""The study runner: order, reuse, failure, records."""

import json
from pathlib import Path

import pandas as pd
import pytest

from gisplug.core.errors import Cancelled, OutputError, StudyError
from gisplug.core.progress import SILENT, Silent
from gisplug.study.run import Way, run_plan
from tests.study.tools import CALLS, STUDY, TOOLS, registry, write_inputs


@pytest.fixture
def study(tmp_path) -> Path:
    write_inputs(tmp_path)
    path = tmp_path / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    CALLS.clear()
    return path


def run(study: Path, **options) -> Path:
    progress = options.pop("progress", SILENT)
    return run_plan(study, study.parent / "out", registry, list(TOOLS), progress=progress, way=Way(**options))


def edit(study: Path, old: str, new: str) -> Path:
    text = study.read_text(encoding="utf-8")
    assert old in text
    study.write_text(text.replace(old, new), encoding="utf-8")
    return study


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_study_writes_tables_figures_data_report_and_record(study):
    out = run(study)
    files = set(tree(out))
    assert {"report.html", "run.json", "study.toml", "tables/all-tables.docx", "data/panel.csv"} <= files
    assert {f"tables/table-01-moran-by-period-x.{e}" for e in ("docx", "xlsx", "tex", "csv")} <= files
    assert "figures/figure-02-moran-by-period-double.png" in files and "weights/weights-ring.csv" in files
    assert CALLS == ["doubled", "weights_ring", "moran_by_period x", "moran_by_period double", "count_rows"]


def test_steps_of_preparation_reach_the_panel_of_the_analyses(study):
    panel = pd.read_csv(run(study) / "data" / "prepare-doubled-joined.csv", dtype={"id": str})
    assert list(panel.columns) == ["id", "year", "x", "ln_x", "double"]
    assert (panel["double"] == 2 * panel["x"]).all() and set(panel["id"]) == {"01", "02", "03"}


def test_the_report_needs_no_other_file_and_calls_variables_by_their_labels(study):
    text = (run(study) / "report.html").read_text(encoding="utf-8")
    assert 'src="data:image/png;base64,' in text and "<script" not in text and "http://" not in text
    assert "Income" in text and "a ring is no map" in text


def test_the_record_holds_versions_seeds_options_hashes_and_warnings(study):
    record = json.loads((run(study) / "run.json").read_text(encoding="utf-8"))
    assert record["seed"] == 7 and record["versions"]["numpy"] and len(record["inputs"]) == 2
    assert all(len(i["sha256"]) == 64 for i in record["inputs"])
    moran = next(s for s in record["steps"] if s["name"] == "moran-by-period-x")
    assert moran["options"]["seed"] == 7 and moran["values"]["mean"] == 22.0
    assert record["warnings"] == [{"step": "weights-ring", "text": "a ring is no map"}]
    assert str(study.parent) not in json.dumps(record)


def test_the_same_study_gives_the_same_bytes_but_for_what_is_said_of_the_run(study):
    first, again = tree(run(study)), tree(run(study, fresh=True))
    assert set(first) == set(again)
    assert {name for name in first if first[name] != again[name]} <= {"this-run.json"}


def test_nothing_is_computed_twice_when_nothing_changed(study):
    run(study)
    CALLS.clear()
    run(study)
    assert CALLS == []


def test_only_what_depends_on_a_change_is_computed_anew(study):
    run(study)
    CALLS.clear()
    run(edit(study, 'variables = ["x", "double"]', 'variables = ["x", "double", "ln_x"]'))
    assert CALLS == ["moran_by_period ln_x"]
    CALLS.clear()
    table = study.parent / "panel.csv"
    table.write_text(table.read_text().replace("01,2010,10", "01,2010,11"))
    run(study)
    assert "weights_ring" not in CALLS and "doubled" in CALLS and "moran_by_period x" in CALLS


def test_fresh_computes_everything(study):
    run(study)
    CALLS.clear()
    run(study, fresh=True)
    assert len(CALLS) == 5


def test_a_failing_step_is_named_and_leaves_the_former_result_untouched(study):
    before = tree(run(study))
    edit(study, 'variables = ["x", "double"]', 'variables = ["x", "absent"]')
    with pytest.raises(StudyError, match=r"Step 7 of 8 failed: Moran: absent .*line 21.*no column absent"):
        run(study)
    assert tree(study.parent / "out") == before
    assert [p.name for p in study.parent.iterdir() if p.name.startswith(".out-")] == []


def test_a_first_run_that_fails_leaves_no_result(study):
    with pytest.raises(StudyError):
        run(edit(study, '"double"]', '"absent"]'))
    assert not (study.parent / "out").exists()
    assert not list(study.parent.glob(".out.steps/unfinished-*"))


def test_steps_done_before_a_failure_are_used_by_the_next_run(study):
    with pytest.raises(StudyError):
        run(edit(study, '"double"]', '"absent"]'))
    CALLS.clear()
    run(edit(study, '"absent"]', '"double"]'))
    assert CALLS == ["moran_by_period double", "count_rows"]


def test_a_cancelled_run_leaves_nothing(study):
    class Impatient(Silent):
        calls = 0

        def check(self):
            self.calls += 1
            if self.calls > 4:
                raise Cancelled

    with pytest.raises(Cancelled):
        run(study, progress=Impatient())
    assert not (study.parent / "out").exists() and not list(study.parent.glob(".out.steps/unfinished-*"))


def test_a_folder_with_other_files_is_never_replaced(study):
    (study.parent / "out").mkdir()
    (study.parent / "out" / "thesis.docx").write_text("years of work")
    with pytest.raises(OutputError, match="no result of gisplug"):
        run(study)
    assert (study.parent / "out" / "thesis.docx").exists()


def test_outputs_can_be_limited_and_figures_written_in_several_formats(study):
    text = study.read_text(encoding="utf-8") + '\n[outputs]\ntables = ["csv"]\nfigures = ["png", "svg", "pdf"]\n'
    study.write_text(
        text.replace('tools = "moran_by_period"', 'tools = "moran_by_period"\noutputs = ["figure"]'), encoding="utf-8"
    )
    files = set(tree(run(study)))
    assert not any(f.startswith("tables/") for f in files)
    assert {f"figures/figure-01-moran-by-period-x.{e}" for e in ("png", "svg", "pdf")} <= files


def test_a_chinese_study_speaks_chinese(study):
    out = run(edit(study, "seed = 7", 'seed = 7\nlanguage = "zh"\nsynthetic = true'))
    text = (out / "report.html").read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in text and "目录" in text and "模拟数据" in text
    assert "均值" in (out / "tables" / "table-01-moran-by-period-x.csv").read_text(encoding="utf-8-sig")


def test_a_background_needs_no_field_of_ids(study):
    """It is drawn below the maps, whatever its fields are."""
    import geopandas as gpd
    from shapely.geometry import box

    from gisplug.boundaries.background import background_layer

    land = gpd.GeoDataFrame({"kind": ["x", "x", "x"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), None], crs=4326)
    land.to_file(study.parent / "land.gpkg")
    assert len(background_layer(str(study.parent / "land.gpkg"))) == 2
    assert len(background_layer("demo-china-all")) == 34


def test_a_table_of_the_panel_may_be_the_result_of_an_earlier_step(study):
    from gisplug.study.one_step import found_in
    from gisplug.study.plan.step import Step
    from gisplug.study.record.done import Done

    step = Step("lights", "Lights", "", "x", {}, "lights", 0)
    done = Done(step, study.parent, {"table": {"file": "t.csv"}}, (), False)
    found = found_in([{"path": "@lights.table", "unit": "id"}], [done])
    assert found == [{"path": str(study.parent / "t.csv"), "unit": "id"}]


@pytest.fixture
def files(tmp_path):
    from gisplug.core.identity.hashes import Hashes
    from gisplug.study.inputs import Files

    return Files(tmp_path, tmp_path / ".out.steps", Hashes())


def test_rasters_are_those_that_the_reader_finds(files, tmp_path):
    """A folder, a pattern, an archive, a list, names without a period: the same files, with what their names tell."""
    import zipfile

    from gisplug.lights.sources import found_at

    (tmp_path / "r").mkdir()
    for name in ("a_2019.tif", "a_2020.tif", "b_2020.tif", "times.nc", "read.me"):
        (tmp_path / "r" / name).write_text(name)
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.write(tmp_path / "r" / "a_2019.tif", "in/a_2019.tif")
    r = tmp_path / "r"
    for value in (
        str(r),
        f"{r}/a_{{period}}.tif",
        f"{r}/b_2020.tif;{r}/a_2019.tif",
        [f"{r}/a_2020.tif", f"{r}/times.nc"],
        f"/vsizip/{tmp_path}/r.zip/in/a_2019.tif",
        "demo-lights",
    ):
        read = {found.file.path.name for found in found_at(value)}
        seen = [file.file for source in files.of("rasters", value) for file in source.files]
        assert read == {Path(f).name for f in seen if not f.endswith(".aux.xml")}
    assert [s.part for s in files.of("rasters", f"{r}/b_2020.tif;{r}/a_2019.tif")] == ["2020", "2019"]
    assert "in/a_2019.tif" in files.of("rasters", f"zip://{tmp_path}/r.zip!in/a_2019.tif")[0].part


def test_what_cannot_be_looked_at_is_never_taken_from_an_earlier_run(files):
    from gisplug.study.cache import step_key
    from gisplug.study.inputs import Inputs

    for kind, text in (
        ("raster", "/vsicurl/https://example.org/a.tif"),
        ("rasters", "none/*.tif"),
        ("table", "no.csv"),
    ):
        found = Inputs({"one": files.of(kind, text)}, {})
        assert not found.whole and step_key("x", found, {}) != step_key("x", found, {})
    assert Inputs({}, {}).whole and step_key("x", Inputs({}, {}), {}) == step_key("x", Inputs({}, {}), {})


def test_paths_of_a_record_are_seen_from_the_study(files, tmp_path):
    assert files.portable([str(tmp_path / "q" / "w.csv"), "W", 3, None]) == ["q/w.csv", "W", 3, None]
    assert files.portable(f"{tmp_path}/a.tif;{tmp_path}/b.tif|layername=x") == "a.tif;b.tif|layername=x"
    assert files.portable(f"/vsizip/{tmp_path}/a.zip/b.tif") == "/vsizip/a.zip/b.tif"
    assert files.portable({"path": f"{tmp_path}/ntl_{{period}}.tif"}) == {"path": "ntl_{period}.tif"}
    assert files.portable("y ~ x + z; a = 1") == "y ~ x + z; a = 1"


def test_lights_are_joined_by_unit_and_period(study):
    from gisplug.study.panel_step import joined

    frame = pd.DataFrame({"id": ["01", "02"], "year": [2010, 2010], "x": [1.0, 2.0]})
    light = study.parent / "l.csv"
    light.write_text("unit,period,mean\n02,2010,5\n01,2010,4\n")
    made = joined(frame, str(light), "id", "year", {"mean": "light"}, Silent())
    assert made["light"].tolist() == [4, 5]


def test_units_are_chosen_by_a_field_or_left_out(tmp_path):
    import gisplug as gp
    from gisplug.core.errors import LayerError
    from gisplug.study.chosen_units import units_step

    given = {
        "path": "demo-china-all",
        "id": "adcode",
        "name": "name_en",
        "where": {"region": ["east", "centre"]},
        "drop": ["Hainan", "310000"],
    }
    made = units_step(given, tmp_path / "u.gpkg", Silent())
    names = gp.read_units(made["units"], id="adcode", name="name_en").names
    assert "Guangdong" in names and not {"Hainan", "Shanghai", "Sichuan", "Taiwan"} & set(names)
    with pytest.raises(LayerError, match="Atlantis cannot be left out"):
        units_step({**given, "drop": ["Atlantis"]}, tmp_path / "v.gpkg", Silent())
    with pytest.raises(LayerError, match="no field 'regoin'"):
        units_step({**given, "where": {"regoin": "east"}}, tmp_path / "v.gpkg", Silent())


def test_pictures_of_synthetic_studies_say_so(tmp_path):
    from gisplug.report.figures import figure, save_figure
    from gisplug.report.words.settings import House, housed

    plain = save_figure(figure()[0], tmp_path / "a.svg").read_bytes()
    with housed(House(synthetic=True)):
        marked = save_figure(figure()[0], tmp_path / "b.svg").read_bytes()
    assert b'id="synthetic"' in marked and b'id="synthetic"' not in plain


def test_a_cluster_that_is_named_is_used_for_this_run_only(monkeypatch):
    import os

    from gisplug.core.executor import dask_cluster

    monkeypatch.setenv("GISPLUG_DASK", "tcp://before:1")
    with dask_cluster("tcp://127.0.0.1:8786"):
        assert os.environ["GISPLUG_DASK"] == "tcp://127.0.0.1:8786"
    assert os.environ["GISPLUG_DASK"] == "tcp://before:1"
    with dask_cluster(""):
        assert os.environ["GISPLUG_DASK"] == "tcp://before:1"


def test_what_holds_for_one_run_only_is_said_and_not_in_the_record(study, caplog):
    from dataclasses import replace

    from gisplug.core.progress import passing

    def resumed(asked, progress):
        passing(progress, "2 of 3 were taken from the cache", warning=True)
        return TOOLS["count_rows"].run(asked, progress)

    known = {**TOOLS, "count_rows": replace(TOOLS["count_rows"], run=resumed)}
    out = run_plan(study, study.parent / "out", known.__getitem__, list(known), Silent())
    assert "taken from the cache" in caplog.text
    assert not [name for name, held in tree(out).items() if b"taken from the cache" in held]
