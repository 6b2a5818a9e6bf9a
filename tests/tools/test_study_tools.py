"""Tools of studies: templates, demo, maps of variables, conversion of tables; on the embedded demo data."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import gisplug as gp
import gisplug.study
from gisplug.cli import main
from gisplug.core.errors import OutputError, ParameterError, StudyError
from gisplug.core.progress import SILENT
from gisplug.report.tables.files import write_paper
from gisplug.report.tables.paper_table import plain_table
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.tools import all_tools, get_tool

TEMPLATES = Path(gisplug.study.__file__).parent / "templates"
MAP = {
    "units": "demo-china-provinces",
    "id": "adcode",
    "name": "name_en",
    "panel": "demo-panel",
    "unit": "adcode",
    "period": "year",
    "variable": "agg",
}


def run(tool, **given):
    declared = get_tool(tool)
    return declared.run(declared.complete(given), SILENT)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "result"
    run("demo", results=str(out))
    return out


@pytest.mark.parametrize("name", sorted(p.stem for p in TEMPLATES.glob("*.toml")))
def test_every_template_names_tools_and_parameters_that_exist(name):
    plan = make_plan(read_source(TEMPLATES / f"{name}.toml"), get_tool, list(all_tools()))
    assert plan.synthetic and len(plan.steps) >= 2 - (name == "lights")


def test_the_demo_holds_the_whole_chain(demo):
    record = json.loads((demo / "run.json").read_text(encoding="utf-8"))
    tools = {s["tool"] for s in record["steps"]}
    assert {
        "lights_aggregate",
        "weights_contiguity",
        "moran_by_period",
        "local_moran",
        "decision_chain",
        "spatial_panel",
        "spatial_effects",
        "spillover_map",
        "shock_map",
        "weights_comparison",
        "choropleth_map",
    } <= tools
    for folder, endings in {
        "tables": {".csv", ".xlsx", ".docx", ".tex"},
        "figures": {".png"},
        "layers": {".gpkg"},
    }.items():
        assert {p.suffix for p in (demo / folder).iterdir()} == endings


def test_the_demo_comes_close_to_the_truth_it_was_simulated_with(demo):
    rows = pd.read_csv(next(demo.glob("data/spatial-panel-coefficients.csv"))).set_index("term")
    for term, truth in {"rho": 0.1334, "agg": 0.0856, "W*agg": 0.0260}.items():
        assert abs(rows.loc[term, "estimate"] - truth) < 2 * rows.loc[term, "se"], term


def test_the_demo_says_synthetic_everywhere(demo):
    assert "SYNTHETIC DATA" in (demo / "report.html").read_text(encoding="utf-8")
    assert all("SYNTHETIC" in p.read_text(encoding="utf-8-sig") for p in (demo / "tables").glob("*.csv"))
    assert json.loads((demo / "run.json").read_text(encoding="utf-8"))["synthetic"] is True


def test_the_report_is_whole_in_itself(demo):
    text = (demo / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r"<script[^>]*\bsrc=", text) and not re.findall(r'(?:src|href)="https?:', text)
    links = set(re.findall(r'href="([^"#]+)"', text))
    assert links and all((demo / link).is_file() for link in links)
    assert all(f'id="{a}"' in text for a in re.findall(r'href="#([^"]+)"', text))


def test_new_study_writes_a_file_that_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("new_study", template="lights") == {"study": "study.toml"}
    out = gp.run_study("study.toml")
    assert out.name == "study-results" and (out / "report.html").is_file()
    with pytest.raises(OutputError, match="exists already"):
        run("new_study", template="short")
    run("new_study", template="short", overwrite=True)
    assert "spillovers" in Path("study.toml").read_text(encoding="utf-8")


def test_the_command_line_runs_studies_and_tells_mistakes_without_a_traceback(tmp_path, capsys):
    study = tmp_path / "s.toml"
    study.write_text('[units]\npath = "demo-china-provinces"\nid = "adcode"\n[weights.w]\nkind = "quen"\n')
    assert main(["run", str(study), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "s.toml, line 5" in said and "Did you mean queen" in said and "Traceback" not in said
    study.write_text(study.read_text().replace("quen", "queen") + 'outputs = ["weights"]\n')
    assert main(["run", str(study), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    assert (tmp_path / "out" / "weights" / "weights-w.csv").is_file()


def test_a_study_with_a_missing_file_names_the_step(tmp_path):
    study = tmp_path / "s.toml"
    study.write_text('[panel]\npath = "none.csv"\nunit = "a"\nperiod = "b"\n')
    with pytest.raises(StudyError, match=r"Step 1 of 1 failed: Panel .*line 1.*none\.csv"):
        gp.run_study(study)


@pytest.mark.parametrize("at", ["", "2010, 2023"])
def test_a_variable_is_mapped_for_one_or_several_periods(tmp_path, at):
    made = run("choropleth_map", **MAP, at=at, figure=str(tmp_path / "m.svg"), layer=str(tmp_path / "m.gpkg"))
    assert "</svg>" in Path(made["figure"]).read_text(encoding="utf-8")
    frame = gp.read_units(made["layer"], id="unit").frame
    assert len(frame) == 30 and "agg_2023" in frame.columns


def test_a_period_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ParameterError, match="it has 2010, 2011"):
        run("choropleth_map", **MAP, at="1999", figure=str(tmp_path / "m.png"))


def test_paper_tables_are_converted_with_labels_and_language(tmp_path):
    source = write_paper(
        plain_table("Descriptive statistics", pd.DataFrame({"mean": [0.5]}, index=["agg"])), tmp_path / "t.json"
    )
    made = run("convert_paper", tables=str(source), language="zh", labels="agg=集聚", paper=str(tmp_path / "t.csv"))
    text = Path(made["paper"]).read_text(encoding="utf-8-sig")
    assert "描述性统计" in text and "集聚,0.5000" in text and made["count"] == 1


def test_every_section_and_kind_of_weights_has_its_tool():
    from gisplug.study.plan.sections import SECTIONS, WEIGHTS_KINDS

    for section in SECTIONS.values():
        for tool in section.tools:
            assert not section.param or section.param in {p.name for p in get_tool(tool)}, tool
    for tool, fixed in WEIGHTS_KINDS.values():
        needed = {p.name: 1 if p.kind == "integer" else "x" for p in get_tool(tool) if p.required}
        assert get_tool(tool).complete({**needed, **fixed})
