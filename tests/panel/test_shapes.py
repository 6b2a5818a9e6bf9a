"""Panels of many shapes, as offices publish them: each is read as the same panel, and what was done is told."""

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

from gisplug.boundaries.read import read_units
from gisplug.core.errors import PanelError, TableError
from gisplug.panel.read import read_panel
from tests.core.old_workbook import old_workbook
from tests.shared_data import shared

UNITS, YEARS = ("北京", "天津", "河北"), (2015, 2016, 2017)
GDP = np.array([[23014.6, 16538.2, 29806.1], [25669.1, 17885.4, 32070.5], [28014.9, 18549.2, 34016.3]])  # (T, N)
POP = np.array([[2170.5, 1547.0, 7425.0], [2172.9, 1562.1, 7470.0], [2170.7, 1556.9, 7520.0]])


def text(tmp_path, lines, encoding="utf-8", name="t.csv"):
    path = tmp_path / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def book(tmp_path, sheets, name="t.xlsx", merged=()):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
        for cells in merged:
            page.merge_cells(cells)
    made.save(tmp_path / name)
    return tmp_path / name


def wide_rows(values, head=lambda y: f"{y}年"):
    return [["地区", *map(head, YEARS)], *([u, *map(float, values[:, n])] for n, u in enumerate(UNITS))]


def long_rows(head=("地区", "年份", "gdp", "pop")):
    body = [[u, y, float(GDP[t, n]), float(POP[t, n])] for n, u in enumerate(UNITS) for t, y in enumerate(YEARS)]
    return [list(head), *body]


def lines(rows, separator=","):
    return [separator.join("" if c is None else str(c) for c in row) for row in rows]


def is_gdp(panel, column="value"):
    order = [UNITS.index(u) for u in panel.ids]
    assert panel.periods == YEARS
    np.testing.assert_array_equal(panel.array(column), GDP[:, order])
    return order


def is_both(panel, gdp="gdp", pop="pop"):
    np.testing.assert_array_equal(panel.array(pop), POP[:, is_gdp(panel, gdp)])


# ---- text


def test_a_gbk_file_with_a_column_a_year(tmp_path):
    panel = read_panel(text(tmp_path, lines(wide_rows(GDP)), "gbk"), "地区", "年份")
    is_gdp(panel)
    assert panel.report.having("encoding")
    assert "3 columns for 3 periods (2015 to 2017)" in str(panel.report.having("wide-table")[0])


def test_a_utf_16_file_between_tabs(tmp_path):
    is_both(read_panel(text(tmp_path, lines(long_rows(), "\t"), "utf-16", "t.tsv"), "地区", "年份"))


@pytest.mark.parametrize(
    "call",
    ["{v}_{y}", "{y}_{v}", "{v}{y}", "{y}年{v}", "{v} {y}", "{v}({y}年)", "{v}.{y}", "{v}_FY{y}", "{v}（{y}）"],
)
def test_several_variables_a_year_side_by_side(tmp_path, call):
    head = ["地区", *(call.format(v=v, y=y) for y in YEARS for v in ("gdp", "pop"))]
    rows = [[u, *(x for t in range(3) for x in (GDP[t, n], POP[t, n]))] for n, u in enumerate(UNITS)]
    is_both(read_panel(text(tmp_path, lines([head, *rows])), "地区", "年份"))


def test_a_pattern_says_how_columns_are_called(tmp_path):
    head = ["地区", *(f"Y{y}X{v}" for y in YEARS for v in ("gdp", "pop"))]
    rows = [[u, *(x for t in range(3) for x in (GDP[t, n], POP[t, n]))] for n, u in enumerate(UNITS)]
    path = text(tmp_path, lines([head, *rows]))
    is_both(read_panel(path, "地区", "年份", wide="Y{period}X{variable}"))
    with pytest.raises(TableError, match=r"No columns of t\.csv are called as wide"):
        read_panel(path, "地区", "年份", wide="{variable}@{period}")


def test_the_variable_of_bare_years_gets_the_name_asked_for_and_no_is_no(tmp_path):
    path = text(tmp_path, lines(wide_rows(GDP, str)))
    is_gdp(read_panel(path, "地区", "年份", wide="gdp"), "gdp")
    is_gdp(read_panel(path, "地区", "2016"))
    assert read_panel(path, "地区", "2016").period_name == "period"
    with pytest.raises(TableError, match="no column '年份'"):
        read_panel(path, "地区", "年份", wide="no")


def test_titles_units_and_sources_around_a_table_of_text(tmp_path):
    rows = [
        "2-1 各地区生产总值,,,",
        "单位：亿元,,,",
        ",,,",
        *lines(wide_rows(GDP)),
        ",,,",
        "数据来源：统计年鉴,,,",
        "注：快报数,,,",
    ]
    panel = read_panel(text(tmp_path, rows), "地区", "年份")
    is_gdp(panel)
    assert "亿元" in str(panel.report.having("table-units")[0])
    assert "各地区生产总值" in str(panel.report.having("table-title")[0])
    assert "数据来源" in str(panel.report.having("table-notes")[0])


def test_years_above_names_in_a_header_of_two_rows(tmp_path):
    head = [[None, 2015, None, 2016, None, 2017, None], ["地区", *["gdp", "pop"] * 3]]
    rows = [[u, *(x for t in range(3) for x in (GDP[t, n], POP[t, n]))] for n, u in enumerate(UNITS)]
    is_both(read_panel(text(tmp_path, lines([*head, *rows])), "地区", "年份"))


def test_the_world_banks_file(tmp_path):
    head = ['"Data Source","World Development Indicators",', "", '"Last Updated Date","2020-01-01",', ""]
    names = '"Country Name","Country Code","Indicator Name","Indicator Code","2015","2016","2017",'
    codes = dict(zip(UNITS, ("CHN", "NA", "FRA"), strict=True))
    body = [
        f'"{u}","{codes[u]}","GDP (current US$)","NY.GDP",' + ",".join(f'"{GDP[t, n]}"' for t in range(3)) + ","
        for n, u in enumerate(UNITS)
    ]
    is_gdp(read_panel(text(tmp_path, [*head, names, *body]), "Country Name", "year"))


def test_the_databank_with_a_row_a_series(tmp_path):
    names = ["Country Name", "Country Code", "Series Name", "Series Code", *(f"{y} [YR{y}]" for y in YEARS)]
    body = [
        [u, f"C{n}", series, code, *(values[:, n])]
        for n, u in enumerate(UNITS)
        for series, code, values in (("gdp", "NY", GDP), ("pop", "SP", POP))
    ]
    rows = [*lines([names, *body]), "", "Data from database: World Development Indicators", "Last Updated: 01/01/2020"]
    panel = read_panel(text(tmp_path, rows), "Country Name", "year")
    is_both(panel)
    assert "row a variable" in str(panel.report.having("row-a-variable")[0])


def test_a_long_table_with_a_row_a_variable(tmp_path):
    rows = [
        [u, y, series, float(values[t, n]), "A"]
        for n, u in enumerate(UNITS)
        for t, y in enumerate(YEARS)
        for series, values in (("gdp", GDP), ("pop", POP))
    ]
    path = text(tmp_path, lines([["REF_AREA", "TIME_PERIOD", "INDICATOR", "OBS_VALUE", "OBS_STATUS"], *rows]))
    is_both(read_panel(path, "REF_AREA", "TIME_PERIOD"))


def test_eurostats_keys_in_one_column_with_flags(tmp_path):
    rows = ["freq,unit,geo\\TIME_PERIOD\t2015 \t2016 \t2017 "]
    rows += [
        f"A,EUR,{u}\t" + "\t".join(f"{GDP[t, n]} {'p' if t else ''}" for t in range(3)) for n, u in enumerate(UNITS)
    ]
    panel = read_panel(text(tmp_path, rows, name="t.tsv"), "geo", "year")
    is_gdp(panel)
    assert "footnote marks" in str(panel.report.having("numbers-as-text")[0])


def test_a_german_file_with_decimal_commas_and_dots_between_thousands(tmp_path):
    def german(x):
        return f"{x:,.1f}".translate(str.maketrans(",.", ".,"))

    rows = [["地区", *YEARS], *([u, *(german(GDP[t, n]) for t in range(3))] for n, u in enumerate(UNITS))]
    rows = ["Bruttoinlandsprodukt", "Mrd. EUR", *lines(rows, ";"), "__________", "© Statistisches Amt"]
    panel = read_panel(text(tmp_path, rows), "地区", "year")
    is_gdp(panel)
    assert "decimal commas" in str(panel.report)


def test_units_in_columns(tmp_path):
    rows = [["DATE", *UNITS], *([f"{y}-01-01", *GDP[t]] for t, y in enumerate(YEARS))]
    path = text(tmp_path, lines(rows))
    is_gdp(read_panel(path, "unit", "DATE", wide="units"))
    with pytest.raises(TableError, match=r"no column 'unit'.*wide='units'"):
        read_panel(path, "unit", "DATE")


def test_numbers_in_every_spelling(tmp_path):
    cells = [
        "23,014.6",
        "２５６６９．１",
        "28 014.9",
        "16538.2*",
        "17885.4",
        "18549.2",
        "29806.1",
        " 32070.5 ",
        "34016.3①",
    ]
    rows = [["地区", "年份", "x", "y"]]
    rows += [
        [u, y, f'"{cells[3 * n + t]}"', ["12.5%", "(3)", "—"][t] if n == 0 else "1%"]
        for n, u in enumerate(UNITS)
        for t, y in enumerate(YEARS)
    ]
    with pytest.raises(PanelError, match=r"'y'.*are not numbers.*cell.*row \d, column 4"):
        read_panel(text(tmp_path, lines(rows)), "地区", "年份").array("y")
    panel = read_panel(text(tmp_path, lines(rows)), "地区", "年份")
    is_gdp(panel, "x")
    said = str(panel.report)
    for rule in ("thousands separators", "full-width signs", "spaces between digits", "footnote marks"):
        assert rule in said


def test_months_and_quarters_across_the_columns(tmp_path):
    for call, kept in (
        ("2019年{}月", "2019-0{}"),
        ("2019Q{}", "2019Q{}"),
        ("2019年{}季度", "2019Q{}"),
        ("20190{}", "2019-0{}"),
    ):
        head = ["地区", *(call.format(k) for k in (1, 2, 3, 4))]
        panel = read_panel(text(tmp_path, lines([head, *([u, 1, 2, 3, 4] for u in UNITS)])), "地区", "t")
        assert panel.periods == tuple(kept.format(k) for k in (1, 2, 3, 4))


# ---- workbooks


def test_a_yearbook_sheet(tmp_path):
    rows = [
        ["2-1 各地区指标", *[None] * 6],
        [*[None] * 6, "单位：亿元"],
        ["地\u3000区", "2015年", None, "2016年", None, "2017年", None],
        [None, *["gdp", "pop"] * 3],
        [None] * 7,
        *(
            [u[0] + "\u3000" + u[1] + "\u200b", *(x for t in range(3) for x in (f"{GDP[t, n]:,}", POP[t, n]))]
            for n, u in enumerate(UNITS)
        ),
        [None] * 7,
        ["注：本表按当年价格计算。"],
    ]
    path = book(tmp_path, {"表1": rows}, merged=("A1:G1", "A3:A4", "B3:C3", "D3:E3", "F3:G3"))
    panel = read_panel(path, "地 区", "年份")
    assert panel.ids == ("北 京", "天 津", "河 北")
    np.testing.assert_array_equal(panel.array("gdp"), GDP)
    assert {n.code for n in panel.report.notes} >= {
        "table-title",
        "table-units",
        "table-notes",
        "table-header",
        "wide-table",
    }


def test_a_row_of_units_below_the_header(tmp_path):
    head, *body = long_rows()
    is_both(read_panel(book(tmp_path, {"a": [head, [None, None, "亿元", "万人"], *body]}), "地区", "年份"))


def test_units_merged_over_their_years(tmp_path):
    head, *body = long_rows()
    rows = [head, *([None if k % 3 else row[0], *row[1:]] for k, row in enumerate(body))]
    is_both(read_panel(book(tmp_path, {"a": rows}, merged=("A2:A4", "A5:A7", "A8:A10")), "地区", "年份"))


def test_sheets_of_a_variable_each(tmp_path):
    sheets = {"说明": [["本表由统计局编制"]], "gdp": wide_rows(GDP), "pop": wide_rows(POP)}
    path = book(tmp_path, sheets)
    panel = read_panel(path, "地区", "年份")
    is_both(panel)
    assert "2 sheets are read side by side" in str(panel.report)
    is_gdp(read_panel(path, "地区", "年份", sheet="gdp"))
    is_both(read_panel(path, "地区", "年份", sheet="gdp, pop"))


def test_sheets_of_a_year_each(tmp_path):
    sheets = {
        f"{y}年": [["地区", "gdp", "pop"], *([u, GDP[t, n], POP[t, n]] for n, u in enumerate(UNITS))]
        for t, y in enumerate(YEARS)
    }
    panel = read_panel(book(tmp_path, sheets), "地区", "年份")
    is_both(panel)
    assert "a sheet a period" in str(panel.report)


def test_other_sheets_of_a_long_workbook_are_named(tmp_path):
    path = book(tmp_path, {"data": long_rows(), "more": [["a"], [1]]})
    assert "not more" in str(read_panel(path, "地区", "年份").report.having("sheets")[0])
    with pytest.raises(TableError, match="no sheet 'x'; it has data, more"):
        read_panel(path, "地区", "年份", sheet="x")


def test_error_cells_and_words_among_numbers_are_named(tmp_path):
    rows = long_rows()
    rows[1][2], rows[2][3], rows[5][2] = "#DIV/0!", "约2170", "无"
    panel = read_panel(book(tmp_path, {"表": rows}), "地区", "年份")
    assert panel.report.having("error-cells")[0].ids == ("表!C2",)
    assert panel.report.having("not-numbers")[0].ids == ("表!D3",)
    assert np.isnan(panel.array("gdp")).sum() == 2
    with pytest.raises(PanelError, match=r"'pop' of t.xlsx are not numbers.*表!D3 '约2170'"):
        panel.array("pop")


def test_dates_of_a_spreadsheet_are_months(tmp_path):
    rows = [["u", "t", "x"], *([u, pd.Timestamp(2019, m, 1), m] for u in "ab" for m in (1, 2, 3))]
    assert read_panel(book(tmp_path, {"a": rows}), "u", "t").periods == ("2019-01", "2019-02", "2019-03")


def test_an_old_workbook(tmp_path):
    path = old_workbook(tmp_path / "旧.xls")
    panel = read_panel(path, "地区", "年份", sheet="年鉴")
    assert panel.periods == (2015, 2016) and panel.ids == ("北京", "天津")
    np.testing.assert_array_equal(panel.array("产值"), [[23014.6, 16538.2], [25669.1, 17885.4]])
    assert np.isnan(panel.array("人口")[1, 1])
    assert read_panel(path, "unit", "when", sheet="dates").periods == ("2019-01", "2019-02", "2019-03")


def test_text_that_is_called_xls(tmp_path):
    path = text(tmp_path, lines(wide_rows(GDP), "\t"), "gbk", "t.xls")
    panel = read_panel(path, "地区", "年份")
    is_gdp(panel)
    assert panel.report.having("text-as-excel")
    with pytest.raises(TableError, match="no Excel workbook"):
        read_panel(text(tmp_path, ["<html><table><tr><td>1,2</td></tr></table></html>"], name="h.xls"), "a", "b")


# ---- Stata and SPSS


def coded():
    frame = pd.DataFrame(long_rows()[1:], columns=["unit", "year", "gdp", "pop"])
    frame["code"] = frame["unit"].map({u: k + 1.0 for k, u in enumerate(UNITS)})
    frame["on"] = (frame["year"] > 2015).astype(float)
    return frame.drop(columns="unit")


def test_stata_labels_and_extended_missing_values(tmp_path):
    from pandas.io.stata import StataMissingValue

    frame = coded()
    frame["few"] = [float("nan"), 2.0, 3.0] * 3
    labels = {"code": {k + 1: u for k, u in enumerate(UNITS)}, "on": {0: "no", 1: "yes"}, "few": {2: "refused"}}
    path = tmp_path / "t.dta"
    frame.to_stata(path, write_index=False, version=118, value_labels=labels)
    a = StataMissingValue.get_base_missing_value(np.dtype("float64"))
    assert a > 1e300
    panel = read_panel(path, "code", "year")
    is_both(panel)
    np.testing.assert_array_equal(panel.array("on")[:, 0], [0, 1, 1])
    said = str(panel.report)
    assert "on (0 no, 1 yes)" in said and "few (2 refused)" in said
    np.testing.assert_array_equal(panel.array("few")[1:, 0], [2, 3])


def test_extended_missing_values_of_stata_are_counted(tmp_path):
    frame = pd.DataFrame({"u": ["a", "b"], "t": [2019, 2019], "x": np.array([1.5, 2.5])})
    path = tmp_path / "t.dta"
    frame.to_stata(path, write_index=False, version=118)
    raw = path.read_bytes()
    lost = np.frombuffer(b"\x00\x00\x00\x00\x00\x01\xe0\x7f", "<f8")[0]  # .a
    assert raw.count(np.float64(2.5).tobytes()) == 1
    path.write_bytes(raw.replace(np.float64(2.5).tobytes(), np.float64(lost).tobytes()))
    panel = read_panel(path, "u", "t")
    assert np.isnan(panel.array("x")[0, 1])
    assert ".a 1" in str(panel.report.having("missing-signs")[0])


@pytest.mark.parametrize("ending", [".sav", ".zsav"])
def test_spss_labels(tmp_path, ending):
    spss = pytest.importorskip("pyreadstat")
    labels = {"code": {k + 1.0: u for k, u in enumerate(UNITS)}, "on": {0.0: "no", 1.0: "yes"}}
    spss.write_sav(coded(), tmp_path / f"t{ending}", variable_value_labels=labels, compress=ending == ".zsav")
    panel = read_panel(tmp_path / f"t{ending}", "code", "year")
    is_both(panel)
    np.testing.assert_array_equal(panel.array("on")[:, 0], [0, 1, 1])


# ---- what is as it was, and what is refused


def test_plain_tables_are_read_as_pandas_reads_them(tmp_path):
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"u": np.repeat(["a", "b"], 300), "t": np.tile(np.arange(300), 2), "x": rng.normal(size=600)})
    frame.to_csv(tmp_path / "t.csv", index=False)
    back = pd.read_csv(io.StringIO((tmp_path / "t.csv").read_text()))
    panel = read_panel(tmp_path / "t.csv", "u", "t")
    np.testing.assert_array_equal(panel.array("x").T.ravel(), back["x"].to_numpy())


def test_namibia_is_a_country(tmp_path):
    rows = [["iso", "year", "x"], *([c, y, 1] for c in ("AO", "NA", "ZA") for y in (2019, 2020))]
    assert read_panel(text(tmp_path, lines(rows)), "iso", "year").ids == ("AO", "NA", "ZA")


def test_two_columns_of_one_name_and_rows_too_long_are_refused(tmp_path):
    with pytest.raises(TableError, match="two columns named 'x'"):
        read_panel(text(tmp_path, ["u,t,x,x", "a,1,2,3", "b,1,2,3"]), "u", "t")
    with pytest.raises(TableError, match="row 3"):
        read_panel(text(tmp_path, ["u,t,x", "a,1,2", "b,1,2,3", "c,1,2", "d,1,2"]), "u", "t")


def test_years_and_quarters_across_the_columns_are_refused(tmp_path):
    rows = [["u", "2019", "2019Q1", "2019Q2"], ["a", 1, 2, 3], ["b", 1, 2, 3]]
    with pytest.raises(PanelError, match="several frequencies"):
        read_panel(text(tmp_path, lines(rows)), "u", "t")


def test_the_income_of_the_states_is_a_panel_of_the_48():
    units = read_units(shared("data/us48_income/us48.shp"), id="STATE_FIPS", name="STATE_NAME")
    panel = read_panel(
        shared("data/us48_income/spi_download.csv"), "FIPS", "year", units, match="common", wide="income"
    )
    assert (panel.N, panel.T) == (48, 40)
    assert panel.periods == tuple(range(1969, 2009))
    income = panel.wide("income")
    assert income.loc[1969, "01"] == 2734 and income.loc[2008, "56"] == 48608
    assert "footnotes.cfm" in str(panel.report.having("table-notes")[0].ids)


def test_a_header_without_its_first_cell_above_values_that_look_like_years(tmp_path):
    rows = [["", "2015", "2016"], ["北京", 1999, 2001], ["天津", 2005, 2003]]
    assert read_panel(text(tmp_path, lines(rows)), "column 1", "year").array("value").tolist() == [
        [1999, 2005],
        [2001, 2003],
    ]


def test_headings_of_regions_and_totals_are_told(tmp_path):
    rows = [["地区", "2015", "2016"], ["全国", 9, 9], ["东部", None, None], ["北京", 1, 2], ["天津", 3, 4]]
    report = read_panel(text(tmp_path, lines(rows)), "地区", "year").report
    assert report.having("table-headings")[0].ids == ("东部",)
    assert report.having("totals")[0].ids == ("东部", "全国")


def test_commas_and_semicolons_within_quotes_are_no_separators(tmp_path):
    rows = [f'{u},{y},"a; b, c",{k}' for k, u in enumerate(UNITS) for y in YEARS]
    panel = read_panel(text(tmp_path, ["unit,year,note,x", *rows]), "unit", "year")
    assert panel.array("x").shape == (3, 3)


def test_odd_blanks_and_invisible_letters_in_names_are_taken_out(tmp_path):
    rows = [[f"\u200b{u}\u00a0", y, 1] for u in UNITS for y in YEARS]
    panel = read_panel(text(tmp_path, lines([["地\u200b区", "年\u00a0", "x\ufeff"], *rows])), "地区", "年")
    assert set(panel.ids) == set(UNITS) and "x" in panel.frame


def test_sheets_that_write_one_unit_differently_hold_one_unit(tmp_path):
    people = [
        ["地区", *wide_rows(POP)[0][1:]],
        *([f"{u}省" if u == "河北" else f"{u}市", *r] for u, *r in wide_rows(POP)[1:]),
    ]
    path = book(tmp_path, {"gdp": wide_rows(GDP), "pop": people})
    panel = read_panel(path, "地区", "year")
    is_both(panel)
    assert "北京市 = 北京" in str(panel.report.having("sheets"))


def test_a_sheet_with_two_units_of_like_names_keeps_both(tmp_path):
    one = [["地区", "2015", "2016"], ["吉林", 1, 2], ["吉林市", 3, 4]]
    two = [["地区", "2015", "2016"], ["吉林", 5, 6], ["吉林市", 7, 8]]
    panel = read_panel(book(tmp_path, {"a": one, "b": two}), "地区", "year")
    np.testing.assert_array_equal(panel.array("b"), [[5, 7], [6, 8]])
