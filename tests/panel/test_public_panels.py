"""Public panels are read at the first try: the shapes rebuilt here, and the files where packages or data have them."""

import bz2
import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import PanelError
from gisplug.panel.read import read_panel

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
INSTALLED = [  # file of a package; unit, period, what else is said; N, T
    ("statsmodels/datasets/grunfeld/grunfeld.csv", "firm", "year", {}, (11, 20)),
    ("linearmodels/datasets/munnell/munnell.csv.bz2", "ST_ABB", "YR", {}, (48, 17)),
    ("linearmodels/datasets/wage_panel/wage_panel.csv.bz2", "nr", "year", {}, (545, 8)),
    ("linearmodels/datasets/jobtraining/jobtraining.csv.bz2", "fcode", "year", {}, (157, 3)),
    ("libpysal/examples/mexico/mexico.csv", "State", "year", {}, (32, 7)),
    ("libpysal/examples/us_income/usjoin.csv", "STATE_FIPS", "year", {}, (48, 81)),
    ("libpysal/examples/us_income/spi_download.csv", "FIPS", "year", {}, (60, 40)),
    ("libpysal/examples/sids2/sids2.dbf", "FIPSNO", "year", {"wide": "{variable}{period}"}, (100, 2)),
]
BESIDE = [  # file of the data beside the checkout; unit; N, T
    ("more/indonesia514/panel.csv", "fips", (514, 9)),
    ("more/cigar/cigar.csv", "state", (46, 30)),
    ("belarus/by_panel_wage_ntl_2012_2024.csv", "id", (119, 13)),
    ("belarus/zonal_dmsp.csv", "zone_id", (120, 22)),
    ("china/panel_cn31_ntl_gdp_REAL_2012_2022.csv", "adcode", (31, 11)),
]


@pytest.mark.parametrize(("file", "unit", "period", "said", "shape"), INSTALLED, ids=lambda v: Path(str(v)).name)
def test_panels_of_installed_packages(file, unit, period, said, shape):
    found = find_spec(file.split("/", 1)[0])
    path = Path(str(found.origin)).parent.parent / file if found and found.origin else Path("absent")
    if not path.is_file():
        pytest.skip(f"{file} is not installed here")
    panel = read_panel(path, unit, period, **said)
    assert shape == (panel.N, panel.T)
    assert bool(panel.report.having("totals")) == (path.name == "spi_download.csv")


@pytest.mark.parametrize(("file", "unit", "shape"), BESIDE, ids=lambda v: Path(str(v)).name)
def test_panels_beside_the_checkout(file, unit, shape):
    path = SHARED / file
    if not path.is_file():
        pytest.skip(f"{file} is not beside the checkout")
    panel = read_panel(path, unit, "year")
    assert shape == (panel.N, panel.T) and not panel.report.having("totals")


def rows(units, periods, **columns) -> pd.DataFrame:
    keys = pd.DataFrame([(u, p) for u in units for p in periods], columns=["unit", "year"])
    return keys.assign(**{name: make(len(keys)) for name, make in columns.items()})


STATES = ["Alabama", "Arizona", "Ohio"]


def test_row_numbers_as_r_writes_them_and_years_of_two_digits(tmp_path):
    table = rows(range(1, 5), range(63, 67), sales=np.arange)
    table.to_csv(tmp_path / "cigar.csv")
    panel = read_panel(tmp_path / "cigar.csv", "unit", "year")
    assert (panel.N, panel.T) == (4, 4) and panel.periods == (63, 64, 65, 66)


@pytest.mark.parametrize(("ending", "pack"), [(".bz2", bz2.compress), (".gz", gzip.compress)])
def test_packed_text(tmp_path, ending, pack):
    path = tmp_path / f"munnell.csv{ending}"
    path.write_bytes(pack(rows(STATES, (1970, 1971), gsp=np.arange).to_csv(index=False).encode()))
    assert read_panel(path, "unit", "year").array("gsp").tolist() == [[0, 2, 4], [1, 3, 5]]


def test_a_row_a_cause_of_death_becomes_a_column_a_cause(tmp_path):
    table = rows(STATES, (1970, 1971), pop=np.arange).merge(
        pd.DataFrame({"cause": ["All", "Motor Vehicle"]}), how="cross"
    )
    table = table.assign(count=range(12), mrate=np.arange(12) / 2).sort_values("cause")
    table.to_csv(tmp_path / "mortality.csv", index=False)
    panel = read_panel(tmp_path / "mortality.csv", "unit", "year")
    made = table[(table.cause == "Motor Vehicle") & (table.year == 1970)]["count"].tolist()
    assert panel.array("count_Motor Vehicle")[0].tolist() == made
    assert list(panel.frame.columns) == ["pop", "count_All", "count_Motor Vehicle", "mrate_All", "mrate_Motor Vehicle"]
    (note,) = panel.report.having("row-a-variable")
    assert note.level == "warning" and "cause" in note.text


def test_a_column_of_indicators_with_several_values(tmp_path):
    table = rows(["ARG", "BOL"], (2000, 2001)).merge(pd.DataFrame({"Variable": ["VA", "EMP"]}), how="cross")
    table = table.assign(AGR=range(8), MIN=range(8, 16), Region="Latin America")
    panel = read_panel(table, "unit", "year")
    assert set(panel.frame.columns) == {"Region", "AGR_VA", "AGR_EMP", "MIN_VA", "MIN_EMP"}
    assert panel.report.having("row-a-variable")[0].level == "info"


def test_provinces_that_tell_units_of_one_name_apart_are_no_variables():
    table = pd.DataFrame(
        {"unit": ["鼓楼区", "鼓楼区", "长安区", "长安区", "建邺区", "雨花区"], "year": 2020, "x": range(6)}
    )
    table["省"] = ["福建", "江苏", "河北", "陕西", "江苏", "湖南"]
    with pytest.raises(PanelError, match="repeated pairs"):
        read_panel(table, "unit", "year")


def test_rows_that_two_columns_tell_apart_are_refused():
    table = rows(STATES, (1970, 1971)).merge(pd.DataFrame({"sex": ["f", "m"]}), how="cross")
    table = table.merge(pd.DataFrame({"age": ["young", "old"]}), how="cross").assign(x=range(24))
    with pytest.raises(PanelError, match="repeated pairs"):
        read_panel(table, "unit", "year")


def test_variables_with_years_of_two_digits_behind_them_by_a_pattern():
    table = pd.DataFrame(
        {"id": ["a", "b"], "AREA": [1, 2], "BIR74": [3, 4], "SID74": [5, 6], "BIR09": [7, 8], "SID09": [9, 1]}
    )
    panel = read_panel(table, "id", "year", wide="{variable}{period}")
    assert panel.periods == (1974, 2009)
    assert panel.array("BIR").tolist() == [[3, 4], [7, 8]] and "AREA" in panel.frame.columns


def test_groups_of_countries_among_countries_are_named():
    names = {"AFG": "Afghanistan", "BOL": "Bolivia", "CHN": "China", "DEU": "Germany", "EAP": "East Asia & Pacific"}
    names |= {"EUU": "European Union", "WLD": "World", "ZWE": "Zimbabwe", "FRA": "France", "ITA": "Italy"}
    table = rows(names, (2000, 2001), value=np.arange).assign(country=lambda t: t["unit"].map(names))
    assert read_panel(table, "unit", "year").report.having("totals")[0].ids == ("EAP", "EUU", "WLD")


def test_names_with_blanks_behind_them_are_one_unit():
    table = pd.DataFrame(
        {"unit": ["PAPUA N.GUINEA ", "PAPUA N.GUINEA", "PERU", "PERU"], "year": [1, 2, 1, 2], "x": 1.0}
    )
    assert read_panel(table, "unit", "year").N == 2


def test_periods_that_only_count_and_absent_rows(tmp_path):
    table = rows(["a", "b"], range(1, 105), is_=np.arange).iloc[3:]
    assert read_panel(table, "unit", "year", unbalanced=True).T == 104
