"""The sample of a study: settled first, written down, honoured by every step."""

import json
from pathlib import Path

import pandas as pd
import pytest

from gisplug.core.errors import StudyError
from gisplug.study.run import run_plan
from gisplug.tools import all_tools, get_tool
from tests.panel.test_names import SHORT, yearbook

STUDY = """
[study]
title = "A yearbook and 34 boundaries"
seed = 1

[units]
path = "demo-china-all"
id = "adcode"
name = "name_en"

[weights.queen]
kind = "queen"

[panel]
path = "yearbook.csv"
unit = "地区"
period = "年份"
{panel}

[autocorrelation]
variables = ["gdp"]
tools = ["moran_by_period", "moran_scatter"]
"""


def run(folder: Path, panel: str = "", names=SHORT, **more) -> Path:
    yearbook(names).to_csv(folder / "yearbook.csv", index=False)
    (folder / "study.toml").write_text(STUDY.format(panel=panel, **more), encoding="utf-8")
    return run_plan(folder / "study.toml", folder / "out", get_tool, list(all_tools()))


def test_a_sample_that_differs_is_refused_first_with_a_mend_that_the_study_has(tmp_path):
    with pytest.raises(
        StudyError, match=r"Step 1 of .*: Units of the study .*6 units are not in yearbook.csv"
    ) as raised:
        run(tmp_path, names=SHORT[:28])
    assert 'match = "common" in [panel]' in str(raised.value)


def test_the_mend_works_and_every_step_has_the_same_28_units(tmp_path):
    out = run(tmp_path, 'match = "common"', names=SHORT[:28])
    table = pd.read_csv(out / "data" / "alignment.csv", dtype={"id": str})
    units = table[table["kind"] == "unit"]
    assert (len(units), units["used"].sum()) == (34, 28)
    assert set(units.loc[units["used"] == 0, "why"]) == {"not in yearbook.csv"}
    names = pd.read_csv(out / "data" / "alignment-names.csv", dtype=str)
    assert names.set_index("from")["to"]["北京"] == "110000"
    panel = pd.read_csv(out / "data" / "panel.csv", dtype={"地区": str})
    assert set(panel["地区"]) == set(units.loc[units["used"] == 1, "id"])
    weights = pd.read_csv(out / "weights" / "weights-queen.csv", dtype=str)
    assert set(weights["focal"]) == set(panel["地区"])
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert not [w for w in record["warnings"] if "links are lost" in w["text"]]
    assert "not in yearbook.csv" in (out / "report.html").read_text(encoding="utf-8")


def test_names_to_confirm_stop_the_study_and_the_aliases_let_it_go_on(tmp_path):
    names = [*SHORT[:-1], "新彊", "全国"]
    with pytest.raises(StudyError, match=r'新彊 \(perhaps Xinjiang 650000.*aliases = "FILE" in \[panel\]'):
        run(tmp_path, 'match = "names"', names=names)
    (tmp_path / "aliases.csv").write_text("from,to\n新彊,新疆\n全国,-\n", encoding="utf-8")
    out = run(tmp_path, 'match = "common"\naliases = "aliases.csv"', names=names)
    assert len(set(pd.read_csv(out / "data" / "panel.csv", dtype=str)["地区"])) == 30


def test_a_list_of_units_and_of_periods_is_the_sample_of_all_steps(tmp_path):
    listed = 'match = "common"\nunits = ["北京", "天津", "河北", "Shanxi", "150000", "山东", "河南"]\nperiods = [2020]'
    out = run(tmp_path, listed)
    panel = pd.read_csv(out / "data" / "panel.csv", dtype={"地区": str})
    assert len(panel) == 7
    assert set(panel["年份"]) == {2020}


def test_weights_from_a_file_are_brought_to_the_sample(tmp_path):
    import gisplug as gp

    whole = gp.read_units("demo-china-all", id="name_zh")
    gp.write_weights(gp.contiguity(whole), tmp_path / "borders.csv")
    yearbook(SHORT[:28]).to_csv(tmp_path / "yearbook.csv", index=False)
    text = STUDY.format(panel='match = "common"').replace('kind = "queen"', 'path = "borders.csv"')
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    out = run_plan(tmp_path / "study.toml", tmp_path / "out", get_tool, list(all_tools()))
    made = run(tmp_path / "made", 'match = "common"', names=SHORT[:28]) if (tmp_path / "made").mkdir() is None else out
    first, second = (pd.read_csv(next((o / "data").glob("moran*.csv"))) for o in (out, made))
    assert first["I"].tolist() == pytest.approx(second["I"].tolist())


def test_a_word_that_is_no_rule_and_a_misspelt_key_are_refused_with_the_line(tmp_path):
    with pytest.raises(StudyError, match=r"match is one of names, exact, common.*comon"):
        run(tmp_path, 'match = "comon"')
    with pytest.raises(StudyError, match="match"):
        run(tmp_path, 'mach = "common"')


def test_a_joined_table_may_name_the_units_in_its_own_way(tmp_path):
    area = pd.DataFrame({"省份": [f"{n}省" if n == "河北" else n for n in SHORT], "area": range(30)})
    area.to_excel(tmp_path / "area.xlsx", index=False)
    out = run(tmp_path, 'match = "common"\njoin = [{ path = "area.xlsx", unit = "省份" }]')
    panel = pd.read_csv(out / "data" / "panel.csv", dtype={"地区": str})
    assert panel.drop_duplicates("地区")["area"].tolist() == list(range(30))


def test_units_are_left_out_by_any_certain_name(tmp_path):
    drop = 'drop = ["西藏", "台湾省", "Hong Kong SAR", "澳门"]'
    text = STUDY.format(panel="").replace('name = "name_en"', f'name = "name_en"\n{drop}')
    yearbook().to_csv(tmp_path / "yearbook.csv", index=False)
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    out = run_plan(tmp_path / "study.toml", tmp_path / "out", get_tool, list(all_tools()))
    assert pd.read_csv(out / "data" / "alignment.csv")["used"].all()
    (tmp_path / "study.toml").write_text(text.replace("西藏", "朝阳区"), encoding="utf-8")
    with pytest.raises(StudyError, match=r"朝阳区 cannot be left out"):
        run_plan(tmp_path / "study.toml", tmp_path / "out", get_tool, list(all_tools()))


def test_weights_that_only_one_step_reads_are_aligned_by_the_same_rule(tmp_path):
    import gisplug as gp

    gp.write_weights(gp.contiguity(gp.read_units("demo-china-all")), tmp_path / "borders.csv")
    text = '\n[[analysis]]\ntool = "moran_by_period"\nvariable = "gdp"\nweights = "borders.csv"\n'
    yearbook(SHORT[:26]).to_csv(tmp_path / "yearbook.csv", index=False)
    (tmp_path / "study.toml").write_text(STUDY.format(panel='match = "common"') + text, encoding="utf-8")
    out = run_plan(tmp_path / "study.toml", tmp_path / "out", get_tool, list(all_tools()))
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["steps"][-1]["options"]["match"] == "common"
    assert record["steps"][-1]["values"]["n"] == 26


def test_lights_for_some_years_cut_the_sample_or_leave_cells_empty_and_the_table_says_so(tmp_path):
    text = """
[study]
title = "Lights of two years"
[units]
path = "demo-china-provinces"
id = "adcode"
[lights]
rasters = "demo-lights"
product = "demo-lights"
periods = "2013,2014"
outputs = ["table"]
[panel]
path = "demo-panel"
unit = "adcode"
period = "year"
periods = [2012, 2014]
{match}
[describe]
columns = ["agg", "lights"]
"""
    for match, years in (('match = "common"', {2013, 2014}), ("", {2012, 2013, 2014})):
        (tmp_path / "study.toml").write_text(text.format(match=match), encoding="utf-8")
        out = run_plan(tmp_path / "study.toml", tmp_path / "out", get_tool, list(all_tools()))
        panel = pd.read_csv(out / "data" / "panel.csv")
        assert set(panel["year"]) == years
        table = pd.read_csv(out / "data" / "panel-alignment.csv").set_index("id")
        assert table.loc[2012, "lights"] == 0
        assert table.loc[2012, "used"] == (0 if match else 1)
        assert table.loc[2012, "why"] == ("not in lights" if match else "used, but lights are empty")
        assert panel.loc[panel["year"] == 2013, "lights"].notna().all()
