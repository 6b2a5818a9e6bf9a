"""Every case of the shared folder of cases, through the command line: the right value or a refusal, never a traceback.

`pytest -rP tests/test_shared_cases.py` prints what each now says.
"""

import runpy
import subprocess
import sys
import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest
import scipy.io

from gisplug.cli import main
from tests.lights.hdf5 import write_hdf5
from tests.lights.rasters import netcdf
from tests.shared_data import shared

N = 2400  # cells a side of a tile
STACK_A = [2061.57, 2331.98, 2747.38]  # sums of unit a, as the folder of cases gives them


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The files that the scripts of the folder make; HDF5 and NetCDF are written here, for want of their writers."""
    folder = tmp_path_factory.mktemp("cases")
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.chdir(folder)
        warnings.simplefilter("ignore")
        runpy.run_path(str(shared("cases/lights/make.py")))
    rng = np.random.default_rng(1)
    told = {"_FillValue": np.uint16(65535), "scale_factor": np.float64(0.1), "add_offset": np.float64(0)}
    light = {
        name: ((rng.random((N, N)) * 100).astype("uint16"), {**told, "units": "nWatts/(cm^2 sr)"})
        for name in ("NearNadir_Composite_Snow_Free", "AllAngle_Composite_Snow_Free")
    }
    beside = {
        "NearNadir_Composite_Snow_Free_Quality": (np.zeros((N, N), "uint8"), {}),
        "NearNadir_Composite_Snow_Free_Num": (np.full((N, N), 9, "uint16"), {}),
    }
    name, grid = "VNP46A4.A2013001.h28v05.002.2025123456789.h5", "HDFEOS/GRIDS/VIIRS_Grid_DNB_2d/Data Fields"
    numbered = {"HorizontalTileNumber": "28", "VerticalTileNumber": "05"}
    write_hdf5(folder / name, grid, {**light, **beside}, numbered)
    cells = np.random.default_rng(0).random((40, 40)).astype("f4") * 10
    netcdf(folder / "ntl.nc", np.stack([cells + k for k in range(3)]), [0, 366, 731], "days since 2012-01-01")
    return folder


def gisplug(capsys, *words):
    """Return the exit status and what was said; a traceback fails."""
    status = main([str(w) for w in words])
    told = capsys.readouterr()
    said = (told.out + told.err).strip()
    assert "Traceback" not in said
    print(f"{' '.join(str(w) for w in words[:3])} -> {status}: {said[-700:]}")
    return status, said


def sums(capsys, made, rasters, *more, field="sum"):
    """Return {period: the value of unit a} and what was said."""
    table = made / "made.csv"
    words = ["--rasters", made / rasters, "--units", made / "units.gpkg", "--id", "id", "--table", table, *more]
    status, said = gisplug(capsys, "lights-aggregate", *words)
    assert status == 0, said
    a = pd.read_csv(table).query("unit == 'a'")
    return dict(zip(a["period"].astype(str), a[field], strict=True)), said


VIIRS = ("--product", "viirs-vnl")


@pytest.mark.parametrize("folder", ["eog", "eog_gz"])
def test_years_of_the_publisher_packed_or_not(made, capsys, folder):
    found, _ = sums(capsys, made, folder, *VIIRS)
    assert list(found) == ["2012", "2013", "2014"]
    np.testing.assert_allclose(list(found.values()), STACK_A, atol=0.01)


def test_months_and_their_year_with_counts_of_observations(made, capsys):
    found, _ = sums(capsys, made, "eog_monthly", "--product", "viirs-monthly")
    assert list(found) == ["2014-01", "2014-02"]
    year, _ = sums(capsys, made, "eog_monthly", "--product", "viirs-monthly", "--composite", "weighted")
    assert list(year) == ["2014"]
    assert 0 < year["2014"] <= STACK_A[2] + 0.01


def test_a_stack_has_a_year_a_band(made, capsys):
    found, _ = sums(capsys, made, "lights_stack.tif")
    assert list(found) == ["2012", "2013", "2014"]
    np.testing.assert_allclose(list(found.values()), STACK_A, atol=0.01)


@pytest.mark.parametrize("name", ["south_up_2012.tif", "lon360_2012.tif", "plain_2012.asc"])
def test_odd_grids_are_the_same_light(made, capsys, name):
    found, said = sums(capsys, made, name)
    assert found["2012"] == pytest.approx(STACK_A[0], abs=0.05)
    if name.endswith("asc"):
        assert "degrees" in said or "EPSG:4326" in said


def test_a_fill_value_that_nobody_declared_is_not_light(made, capsys):
    found, said = sums(capsys, made, "fill_2012.tif")
    assert found["2012"] == pytest.approx(518.33, abs=0.01)
    assert "count as not observed" in said


def test_a_tile_is_placed_by_its_number_and_the_absent_one_is_named(made, capsys):
    name = "VNP46A4.A2013001.h28v05.002.2025123456789.h5"
    found, said = sums(capsys, made, name, "--product", "black-marble", field="mean")
    assert found["2013"] == pytest.approx(4.95, abs=0.05)  # 0 to 9.9 nW
    assert "h28v06" in said


def test_a_netcdf_has_a_period_a_step_of_its_time_axis(made, capsys):
    found, _ = sums(capsys, made, "ntl.nc")
    assert len(found) == 3
    assert np.diff(list(found.values())) == pytest.approx([400, 400], abs=0.1)


ROWS = [["北京", "5,436.2", "5,600.1"], ["天津", "..", "2,000"], ["河北", "—", "3,000.5"], ["山西", "1,200", "1,300"]]
HEAD = ["地区", "2015年", "2016年"]


def panel(capsys, path, *more):
    """Return the table that a file is read into and what was said."""
    status, said = gisplug(
        capsys, "panel-join", "--panel", path, "--unit", "地区", "--period", "year", "--unbalanced", "yes",
        "--table", path.with_name("made.csv"), *more,
    )  # fmt: skip
    assert status == 0, said
    return pd.read_csv(path.with_name("made.csv"), dtype={"unit": str, "地区": str}), said


@pytest.mark.parametrize("dressed", [False, True], ids=["plain", "title, units and a footnote"])
def test_a_wide_sheet_of_numbers_as_text(tmp_path, capsys, dressed):
    shared("cases/README.md")
    book = openpyxl.Workbook()
    above, below = [["表1 地区生产总值"], ["单位：亿元"]], [["注：按当年价格计算。"]]
    for row in [*(above if dressed else []), HEAD, *ROWS, *(below if dressed else [])]:
        book.active.append(row)
    book.save(tmp_path / "年鉴.xlsx")
    table, said = panel(
        capsys, tmp_path / "年鉴.xlsx", "--units", "demo-china-provinces", "--id", "adcode", "--match", "common"
    )
    values = table.set_index([table.columns[0], "year"])["value"]
    assert values["110000", 2015] == 5436.2
    assert np.isnan(values["120000", 2015])
    assert np.isnan(values["130000", 2015])
    assert "thousands separators" in said


def test_months_in_chinese_are_in_order(tmp_path, capsys):
    shared("cases/README.md")
    months = [f"2019年{m}月" for m in range(1, 13)]
    rows = [(u, m, k + 1 + 100 * n) for n, u in enumerate("甲乙") for k, m in enumerate(months)]
    path = tmp_path / "months.csv"
    pd.DataFrame(rows, columns=["地区", "year", "x"]).to_csv(path, index=False)
    out = tmp_path / "lagged.csv"
    words = ["--panel", path, "--unit", "地区", "--period", "year", "--steps", "before = lag(x)", "--table", out]
    status, said = gisplug(capsys, "panel-prepare", *words)
    assert status == 0, said
    table = pd.read_csv(out)
    first = table[table["地区"] == "甲"].set_index("year")["before"]
    assert np.isnan(first.iloc[0])
    assert first.iloc[1:].tolist() == list(range(1, 12))


def test_the_wide_table_of_states(tmp_path, capsys):
    path = shared("data/us48_income/spi_download.csv")
    columns = pd.read_csv(path, nrows=1, header=None).iloc[0].astype(str).str.strip().tolist()
    unit = next(c for c in columns if "name" in c.lower())
    out = tmp_path / "states.csv"
    words = ["--panel", path, "--unit", unit, "--period", "year", "--unbalanced", "yes", "--table", out]
    status, said = gisplug(capsys, "panel-join", *words)
    assert status == 0, said
    table = pd.read_csv(out)
    assert sorted(table["year"].unique()) == list(range(1969, 2009))
    assert {"Alabama", "Wyoming"} <= set(table[unit])
    assert "totals or groups of units among its 60 units" in said
    for group in ("United States 3/", "New England", "Mideast", "Great Lakes", "Plains", "Southeast", "Southwest"):
        assert group in said
    assert "Rocky Mountain" in said and "Far West 3/" in said and "--aliases" in said


SQUARE = [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize("kind", ["xlsx", "txt", "mat"])
def test_a_matrix_of_weights_without_header(tmp_path, capsys, kind):
    shared("cases/README.md")
    path = tmp_path / f"w.{kind}"
    if kind == "xlsx":
        pd.DataFrame(SQUARE).to_excel(path, header=False, index=False)
    elif kind == "txt":
        path.write_text("\n".join(" ".join(map(str, row)) for row in SQUARE), encoding="ascii")
    else:
        scipy.io.savemat(path, {"W": np.array(SQUARE, dtype=float)})
    status, said = gisplug(capsys, "weights-diagnostics", "--weights", path)
    assert status == 1
    assert "3 units without ids" in said
    assert "gisplug weights-convert" in said  # what can be done here
    pd.DataFrame({"id": list("abc")}).to_csv(tmp_path / "ids.csv", index=False)
    out = tmp_path / "w.csv"
    words = ["--weights", path, "--table", tmp_path / "ids.csv", "--unit", "id", "--result", out]
    status, said = gisplug(capsys, "weights-convert", *words)
    assert status == 0, said
    links = {tuple(row) for row in pd.read_csv(out, dtype=str).iloc[:, :2].to_numpy()}
    assert links == {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")}


def test_the_file_that_ended_the_process_is_refused():
    path = shared("cases/damaged/ends_the_process.mtx")
    words = [sys.executable, "-m", "gisplug", "weights-diagnostics", "--weights", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    print(f"ends_the_process.mtx -> {done.returncode}: {done.stderr.strip()[-400:]}")
    assert done.returncode == 1
    assert "gisplug:" in done.stderr
    assert "Traceback" not in done.stderr
