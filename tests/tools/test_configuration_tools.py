import pandas as pd
import pytest

from gisplug.core.errors import ParameterError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.tools.methods_data import synthetic_panel


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("panel") / "panel.csv"
    synthetic_panel().to_csv(path, index=False)
    return path


def call(name, folder, **given):
    tool = get_tool(name)
    endings = {o.name: folder / f"{name}_{o.name}{o.suffix}" for o in tool.file_outputs}
    done = tool.run(tool.complete({**given, **endings}), SILENT)
    for output, path in endings.items():
        assert path.exists() and path.stat().st_size > 50, output
    return done, endings


FSQCA = {"unit": "adcode", "period": "year", "outcome": "outcome", "conditions": "cond1,cond2,cond3", "pri": 0.5}


def test_fsqca_finds_the_planted_configuration_in_a_panel(table, tmp_path):
    done, paths = call("fsqca", tmp_path, panel=table, **FSQCA)
    assert "cond1*cond2" in done["solution"] and done["solution_consistency"] > 0.8
    text = paths["paper"].read_text(encoding="utf-8")
    for part in ("Necessity of single conditions", "●", "Truth table for ~outcome", "between distance"):
        assert part in text
    assert set(pd.read_csv(paths["solutions"])["solution"]) == {"complex", "parsimonious", "intermediate"}


def test_one_period_is_a_cross_section(table, tmp_path):
    done, paths = call("fsqca", tmp_path, panel=table, **{**FSQCA, "periods": "2015", "pri": 0.4, "consistency": 0.75})
    assert len(pd.read_csv(paths["memberships"])) == 30 and done["configurations"] >= 1


def test_an_expectation_of_a_stranger_is_refused(table, tmp_path):
    with pytest.raises(ParameterError, match="market9"):
        call("fsqca", tmp_path, panel=table, **FSQCA, expectations="market9=1")


def test_calibration_keeps_the_keys_and_tells_the_anchors(table, tmp_path):
    done, paths = call("set_calibration", tmp_path, panel=table, variables="agg,wage", anchors="wage: 2, 1, 0.5")
    made = pd.read_csv(paths["table"])
    assert {"adcode", "year"} <= set(made.columns) and made["wage"].between(0, 1).all()
    assert done["halves"] >= 0


def test_without_any_configuration_every_result_still_says_so(table, tmp_path):
    done, paths = call("fsqca", tmp_path, panel=table, **{**FSQCA, "consistency": 1.0, "pri": 1.0})
    assert done["configurations"] == 0 and pd.read_csv(paths["solutions"]).empty
    assert "Necessity" in paths["paper"].read_text(encoding="utf-8")


def test_a_cross_section_needs_no_period(table, tmp_path):
    path = tmp_path / "cross.csv"
    synthetic_panel().query("year == 2015").drop(columns="year").to_csv(path, index=False)
    given = {k: v for k, v in FSQCA.items() if k != "period"}
    done, _ = call("fsqca", tmp_path, panel=path, **{**given, "pri": 0.4, "consistency": 0.75})
    assert done["configurations"] >= 1
