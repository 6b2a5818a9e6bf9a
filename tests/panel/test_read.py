import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from gisplug.boundaries.units import Units
from gisplug.core.errors import PanelError, TableError
from gisplug.core.tables import read_table, text_ids, write_table
from gisplug.panel.read import read_panel
from tests.shared_data import shared


def units_of(*ids, names=None):
    frame = gpd.GeoDataFrame(
        geometry=[box(i, 0, i + 1, 1) for i in range(len(ids))], crs=4326, index=pd.Index(ids, name="unit")
    )
    return Units(frame, tuple(names or ids), "regions")


def table():
    rows = [
        (unit, year, 10 * i + year - 2010)
        for i, unit in enumerate(("110000", "120000", "130000"))
        for year in (2010, 2011)
    ]
    return pd.DataFrame(rows, columns=["代码", "年份", "产值 x"])


def test_a_panel_is_joined_by_id_whatever_the_order_of_rows():
    units = units_of("130000", "110000", "120000")
    shuffled = table().sample(frac=1, random_state=3)
    panel = read_panel(shuffled, "代码", "年份", units)
    assert panel.ids == ("130000", "110000", "120000")
    assert panel.array("产值 x").tolist() == [[20, 0, 10], [21, 1, 11]]
    assert panel.periods == (2010, 2011)


def test_units_are_sorted_by_id_without_boundaries():
    assert read_panel(table().iloc[::-1], "代码", "年份").ids == ("110000", "120000", "130000")


def test_ids_written_as_numbers_and_padded_text_are_the_same_units():
    numbers = table().assign(代码=lambda t: t["代码"].astype(float))
    padded = table().assign(代码=lambda t: "  " + t["代码"] + "\u3000")
    units = units_of("110000", "120000", "130000")
    for given in (numbers, padded):
        panel = read_panel(given, "代码", "年份", units)
        assert panel.ids == units.ids
        assert panel.report.having("ids-as-text")


def test_leading_zeros_survive(tmp_path):
    (tmp_path / "t.csv").write_text("fips,year,x\n01001,2010,1\n36061,2010,2\n", encoding="utf-8")
    assert read_panel(tmp_path / "t.csv", "fips", "year").ids == ("01001", "36061")


def test_repeated_keys_are_refused_with_their_list():
    with pytest.raises(PanelError, match=r"repeated pairs.*110000 in 2010.*Keep one row"):
        read_panel(pd.concat([table(), table().iloc[:1]]), "代码", "年份")


def test_holes_are_refused_with_their_list_or_kept_as_nan_on_request():
    holed = table().drop(index=3)
    with pytest.raises(PanelError, match=r"1 of 6 rows .* absent: 120000 in 2011.*interpolate"):
        read_panel(holed, "代码", "年份")
    panel = read_panel(holed, "代码", "年份", unbalanced=True)
    assert panel.unbalanced
    assert np.isnan(panel.array("产值 x")[1, 1])
    assert panel.report.having("unbalanced")


def test_strangers_and_absent_units_are_refused_with_their_lists():
    units = units_of("110000", "120000", "990000", names=("Beijing", "Tianjin", "Atlantis"))
    with pytest.raises(PanelError, match=r"130000.*990000 \(Atlantis\).*match='common'"):
        read_panel(table(), "代码", "年份", units)
    panel = read_panel(table(), "代码", "年份", units, match="common")
    assert panel.ids == ("110000", "120000")
    assert [n.ids for n in panel.report.having("left-out")] == [("130000",), ("990000",)]


def test_a_table_keyed_by_name_is_joined_by_name_and_says_so_or_is_refused_where_ids_are_asked_for():
    units = units_of("1", "2", "3", names=("110000", "120000", "130000"))
    panel = read_panel(table(), "代码", "年份", units)
    assert panel.ids == units.ids
    assert panel.report.having("matched-by-name")[0].ids == ("110000", "120000", "130000")
    with pytest.raises(PanelError, match=r"regions and panel have no unit in common.*'1'.*'110000'"):
        read_panel(table(), "代码", "年份", units, match="exact")


def test_rows_without_id_are_refused_with_their_numbers():
    with pytest.raises(PanelError, match=r"1 rows of panel have no unit in '代码': rows 4"):
        read_panel(table().assign(代码=["110000", "110000", None, "120000", "130000", "130000"]), "代码", "年份")


def test_a_misspelt_column_is_answered_with_the_close_one():
    with pytest.raises(TableError, match="Did you mean '年份'"):
        read_panel(table(), "代码", "年分")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([2010.0, 2011.0], (2010, 2011)),
        (["2010年", "2011年"], (2010, 2011)),
        (pd.to_datetime(["2010-01-01", "2011-01-01"]), (2010, 2011)),
        (["2010Q1", "2010Q2"], ("2010Q1", "2010Q2")),
    ],
)
def test_years_become_whole_numbers_and_other_periods_stay_text(given, kept):
    assert read_panel(table().assign(年份=list(given) * 3), "代码", "年份").periods == kept


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".xlsx", ".dta", ".parquet", ".gpkg"])
def test_every_kind_of_table_gives_the_same_panel(tmp_path, ending):
    made = write_table(table().assign(代码=lambda t: "0" + t["代码"]), tmp_path / f"面板{ending}")
    column = "产值_x" if ending == ".dta" else "产值 x"
    panel = read_panel(made, "代码", "年份")
    assert panel.ids == ("0110000", "0120000", "0130000")
    assert panel.array(column)[1].tolist() == [1, 11, 21]


def test_a_gb18030_file_is_read_and_said_so(tmp_path):
    table().to_csv(tmp_path / "t.csv", index=False, encoding="gb18030")
    panel = read_panel(tmp_path / "t.csv", "代码", "年份")
    assert panel.report.having("encoding")
    assert "产值 x" in panel.frame.columns


def test_a_layer_of_many_is_picked_as_qgis_writes_it(tmp_path):
    import pyogrio

    for i, layer in enumerate(("one", "two")):
        pyogrio.write_dataframe(table().assign(x=i), tmp_path / "t.gpkg", layer=layer, append=i > 0)
    with pytest.raises(TableError, match=r"2 layers.*layername="):
        read_table(tmp_path / "t.gpkg")
    assert read_table(f"{tmp_path}/t.gpkg|layername=two")["x"].eq(1).all()


def test_text_ids_have_one_canon():
    assert text_ids(["110000.0", " 0101 ", 5, 7.0, "a b"]).tolist() == ["110000", "0101", "5", "7", "a b"]
    assert text_ids(["", None, float("nan")]).isna().all()


def test_a_table_that_is_none_is_said_so(tmp_path):
    with pytest.raises(TableError, match="There is no table"):
        read_table(tmp_path / "absent.csv")
    (tmp_path / "x.xlsx").write_text("no workbook")
    with pytest.raises(TableError, match="no Excel workbook"):
        read_table(tmp_path / "x.xlsx")
    (tmp_path / "x.docx").write_text("no table")
    with pytest.raises(TableError, match="no table this can read"):
        read_table(tmp_path / "x.docx")


def test_the_table_of_a_panel_is_the_table_it_was_read_from():
    panel = read_panel(table(), "代码", "年份")
    pd.testing.assert_frame_equal(panel.table(), table(), check_dtype=False)


def test_selecting_units_and_periods_keeps_the_alignment():
    panel = read_panel(table(), "代码", "年份", units_of("110000", "120000", "130000"))
    part = panel.select(["130000", "110000"], [2011])
    assert part.array("产值 x").tolist() == [[21, 1]]
    assert part.units.ids == part.ids
    with pytest.raises(PanelError, match="no unit or period 2020"):
        panel.select(periods=[2020])


def test_the_real_chinese_panel_reads():
    panel = read_panel(shared("data/china/panel_cn31_ntl_gdp_REAL_2012_2022.csv"), "adcode", "year")
    assert (panel.N, panel.T) == (31, 11)
    assert panel.report.having("empty-cells")
