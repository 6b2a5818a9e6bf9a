"""The Stata scripts are well formed, and name data that are there; nobody has run them."""

import re

import pandas as pd
import pytest

from tests.replication.stata_syntax import problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('use "a.dta, clear', "quotes"),
        ("reghdfe y x, absorb(id vce(robust)", "bracket"),
        ("reghdfe y x, absorb(id) vce(robust) wild", "no option wild"),
        ("reghdfe y x, absorb(id)", "needs one of ['vce']"),
        ("regres y x", "no command"),
        ("foreach t of local periods {\n  keep if t == `t'\n", "braces"),
        ("regress y 产出", "letters"),
        ("regress y x ///", "goes on"),
        ("* http:/*", "comment"),
    ],
)
def test_the_reader_sees_mistakes(text, told):
    assert any(told in one for one in problems(text))


def test_scripts_are_well_formed_and_name_files_and_columns_that_are_there(folder):
    files = sorted(folder.glob("stata/*.do"))
    assert len(files) > 25
    for path in [*files, folder / "run_all.do"]:
        text = path.read_text(encoding="utf-8")
        assert problems(text) == [], path.name
        for name in re.findall(r'"((?:data|stata)/[^"]+)"', text):
            assert (folder / name).is_file(), name
    data = pd.read_stata(folder / "data" / "absorbed.dta")
    assert {"unit_code", "period_code", "row_weight", "slope_3"} <= set(data.columns)
    with pd.io.stata.StataReader(folder / "data" / "lagged.dta") as reader:
        assert reader.variable_labels()["log_pop"] == "log(pop)"
