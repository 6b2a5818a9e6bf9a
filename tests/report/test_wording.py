"""Labels and orders of single tools: given in words, by a table, or held by the data themselves; in every face."""

import pandas as pd
import pytest

import gisplug as gp
from gisplug.cli import main, parser_of
from gisplug.core.declare.everywhere import SHOWN
from gisplug.core.errors import ParameterError
from gisplug.core.progress import SILENT
from gisplug.core.tables import read_table, write_table
from gisplug.core.tables.groups import in_order
from gisplug.engine import worker
from gisplug.report.words.settings import house
from gisplug.report.words.wording import read_labels, read_order, taken_words, words_in
from gisplug.tools import all_tools
from gisplug.tools.study.run_study import run_study

LABELS = {"agg": "Digital agglomeration", "develop": "Development, by entropy"}
ORDER = ("west", "centre", "east")
ASKED = ["--unit", "adcode", "--period", "year", "--outcome", "develop", "--quiet"]


@pytest.fixture(scope="module")
def stata(tmp_path_factory):
    """Return a panel whose variables and values have labels."""
    frame = read_table("demo-panel")[["adcode", "year", "develop", "agg", "region"]]
    frame["region"] = pd.Categorical(frame["region"].astype(str), categories=ORDER, ordered=True)
    path = tmp_path_factory.mktemp("worded") / "panel.dta"
    frame.astype({"adcode": str}).to_stata(path, write_index=False, variable_labels=LABELS)
    return path


@pytest.mark.parametrize("text", ["agg=Digital agglomeration; develop=Development, by entropy", "table", "stata"])
def test_labels_are_read_from_words_tables_and_files_with_labels(text, stata, tmp_path):
    if text == "table":
        text = tmp_path / "labels.csv"
        pd.DataFrame(LABELS.items(), columns=["variable", "label"]).to_csv(text, index=False)
    assert read_labels(stata if text == "stata" else text) == LABELS


@pytest.mark.parametrize("wrong", ["agg", "agg=", "=Agg; b=B"])
def test_labels_written_otherwise_are_refused(wrong):
    with pytest.raises(ParameterError, match="name=Label"):
        read_labels(wrong)


def test_orders_are_read_and_wrong_ones_refused():
    assert read_order("region: west, east；size：small，large") == {
        "region": ("west", "east"),
        "size": ("small", "large"),
    }
    for wrong in ("region", "region:", "region: a, a"):
        with pytest.raises(ParameterError, match="each group once"):
            read_order(wrong)


def test_words_hold_inside_the_block_only():
    with gp.wording("a=Alpha", "region: west, east"):
        with gp.wording({"b": "Beta"}):
            assert house().labels == {"a": "Alpha", "b": "Beta"}
        assert in_order(["east", "west"], "region") == ["west", "east"]
    assert house().labels == {} and in_order(["east", "west"], "region") == ["east", "west"]


def test_the_labels_of_spss_and_stata_are_found(stata):
    assert words_in(stata).labels == LABELS and words_in(stata).order == {"region": ORDER}
    assert words_in(stata.with_suffix(".csv")).labels == {}


def test_the_command_line_uses_labels_of_the_data_and_those_given_above_them(stata, tmp_path, capsys):
    made = tmp_path / "table.html"
    words = ["fixed-effects", "--panel", str(stata), *ASKED, "--regressors", "agg"]
    assert main([*words, "--paper", str(made), "--variable-labels", "develop=High quality"]) == 0
    text = made.read_text(encoding="utf-8")
    assert "High quality" in text and LABELS["agg"] in text and LABELS["develop"] not in text
    capsys.readouterr()
    assert main(words) == 0 and LABELS["develop"] in capsys.readouterr().out
    assert main([*words, "--variable-labels", "no sign"]) == 2 and "name=Label" in capsys.readouterr().err


def test_the_order_given_to_a_tool_is_that_of_its_tables(stata, tmp_path):
    made = tmp_path / "table.csv"
    words = [
        "heterogeneity",
        "--panel",
        str(stata),
        *ASKED,
        "--regressor",
        "agg",
        "--by",
        "region",
        "--split",
        "groups",
    ]
    heads = []
    for more in ([], ["--group-order", "region: centre"]):
        assert main([*words, "--draws", "0", "--table", str(made), *more]) == 0
        heads.append(tuple(dict.fromkeys(pd.read_csv(made).iloc[:, 0])))
    assert heads == [ORDER, ("centre", "east", "west")]


def test_the_worker_of_qgis_lets_them_hold(monkeypatch, stata):
    seen = {}
    tool = all_tools()["fixed_effects"]

    def run(asked, progress):
        seen.update(house().labels)
        return {}

    monkeypatch.setattr(worker, "get_tool", lambda name: tool_like(tool, run))
    given = {"panel": str(stata), "unit": "adcode", "period": "year", "outcome": "develop", "regressors": ["agg"]}
    worker._run({"tool": "fixed_effects", "params": {**given, "variable_labels": "agg=A"}}, SILENT)
    assert seen == {**LABELS, "agg": "A"}


def tool_like(tool, run):
    from dataclasses import replace

    return replace(tool, run=run)


def test_a_study_uses_the_labels_of_its_data(stata, tmp_path):
    (tmp_path / "study.toml").write_text(
        f'[panel]\npath = "{stata}"\nunit = "adcode"\nperiod = "year"\n\n[[analysis]]\ntool = "fixed_effects"\n'
        'outcome = "develop"\nregressors = ["agg"]\noutputs = ["paper"]\n\n[labels]\nagg = "Mine"\n\n'
        '[outputs]\ntables = ["csv"]\n',
        encoding="utf-8",
    )
    folder = run_study(tmp_path / "study.toml", tmp_path / "results", allow=str(stata))
    text = "".join(f.read_text(encoding="utf-8-sig") for f in folder.glob("tables/*.csv"))
    assert "Mine" in text and LABELS["develop"] in text and LABELS["agg"] not in text


@pytest.mark.parametrize("tool", all_tools().values(), ids=lambda tool: tool.id)
def test_tools_that_show_names_have_both_options_and_others_do_not(tool):
    options = {word for action in parser_of(tool)._actions for word in action.option_strings}
    shows = any(output.kind in SHOWN for output in tool.file_outputs)
    assert ({"--variable-labels", "--group-order"} <= options) == shows


def test_workbooks_and_stata_files_have_labels_beside_the_names(tmp_path):
    frame = pd.DataFrame({"term": ["agg", "wage"], "develop": [1.5, 2.0]})
    with gp.wording({**LABELS, "unseen": "Nowhere"}):
        for ending in (".xlsx", ".dta", ".csv"):
            write_table(frame, tmp_path / f"t{ending}")
    write_table(frame, tmp_path / "plain.xlsx")
    assert list(pd.read_excel(tmp_path / "plain.xlsx", sheet_name=None)) == ["Sheet1"]
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None)
    assert list(sheets) == ["Sheet1", "variables"] and dict(sheets["variables"].to_numpy()) == LABELS
    assert read_table(tmp_path / "t.xlsx").equals(frame) and words_in(tmp_path / "t.dta").labels == {
        "develop": LABELS["develop"]
    }
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()[0] == "term,develop"


def test_of_several_labels_the_later_stand_above(stata):
    tool = all_tools()["fixed_effects"]
    given = {
        "panel": str(stata),
        "variable_labels": [{"agg": "A", "wage": "W"}, "agg=B"],
        "group_order": ["region: west"],
    }
    found = taken_words(tool, given)
    assert found.labels == {**LABELS, "agg": "B", "wage": "W"} and found.order["region"] == ("west",)
