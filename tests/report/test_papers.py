"""Paper tables: what they say, and that every format carries it."""

import csv
import json
import re
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from gisplug.core.errors import ParameterError, TableError
from gisplug.report.tables.files import read_paper, read_papers, write_paper
from gisplug.report.tables.paper_table import PaperTable, plain_table, regression_table, shown, stars


def fits():
    def frame(rows):
        return pd.DataFrame(rows, columns=["estimate", "se", "stat", "p"], index=["agg", "wage", "W*agg"][: len(rows)])

    return {
        "(1)": frame([[0.2206, 0.0113, 19.5, 0.0]]),
        "(2)": frame([[0.0856, 0.0064, 13.4, 0.0], [-0.0012, 0.0009, -1.33, 0.18], [0.0260, 0.0111, 2.34, 0.019]]),
    }


def table(**options) -> PaperTable:
    return regression_table(
        "Spatial Durbin model",
        fits(),
        {"Observations": {"(1)": 420, "(2)": 420}, "R²": {"(2)": 0.2805}},
        labels={"agg": "Agglomeration"},
        **options,
    )


def test_coefficients_carry_stars_and_stand_above_their_errors():
    made = table()
    assert [r.label for r in made.rows[:4]] == ["Agglomeration", "", "wage", ""]
    assert made.rows[0].cells == ("0.2206***", "0.0856***")
    assert made.rows[1].cells == ("(0.0113)", "(0.0064)")
    assert made.rows[2].cells == ("", "-0.0012")
    assert made.rows[4].label == "W × Agglomeration" and made.rows[4].cells == ("", "0.0260**")
    assert "Standard errors in parentheses." in made.notes


def test_t_statistics_can_stand_under_the_coefficients():
    made = table(under="t")
    assert made.rows[1].cells == ("(19.5000)", "(13.4000)")
    assert "t statistics in parentheses." in made.notes


def test_terms_can_stand_in_panels():
    made = table(panels={"Spatial lags": ["W*agg"]})
    kinds = [r.kind for r in made.rows]
    assert kinds.count("panel") == 1 and made.rows[kinds.index("panel") + 1].label == "W × Agglomeration"


@pytest.mark.parametrize(
    ("p", "mark"), [(0.0099, "***"), (0.01, "**"), (0.05, "*"), (0.1, ""), (None, ""), (float("nan"), "")]
)
def test_stars_have_strict_borders(p, mark):
    assert stars(p) == mark


@pytest.mark.parametrize(
    ("cell", "head", "text"),
    [
        (0.08564, "", "0.0856"),
        (420, "", "420"),
        (1e-9, "p", "<0.0001"),
        (1e-9, "estimate", "1.00e-09"),
        (float("nan"), "", ""),
        (None, "", ""),
        (-0.0, "", "0.0000"),
        (123456.789, "", "123456.8"),
        (float("inf"), "", "∞"),
    ],
)
def test_cells_are_shown_as_papers_do(cell, head, text):
    assert shown(cell, 4, head) == text


@pytest.mark.parametrize("ending", [".html", ".docx", ".xlsx", ".tex", ".csv", ".json"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_is_written_in_both_languages(tmp_path, ending, language):
    path = write_paper(table(), tmp_path / f"表 1{ending}", language)
    assert path.stat().st_size > 100
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_html_says_the_numbers_and_the_note(tmp_path):
    text = write_paper(table(), tmp_path / "t.html").read_text(encoding="utf-8")
    assert "0.0856<sup>***</sup>" in text and "−0.0012" in text and "Standard errors in parentheses." in text


def test_chinese_tables_translate_the_fixed_words_only(tmp_path):
    text = write_paper(table(), tmp_path / "t.html", "zh").read_text(encoding="utf-8")
    assert "观测值" in text and "括号内为标准误。" in text and "Agglomeration" in text and 'lang="zh-CN"' in text


def test_csv_opens_in_excel_and_keeps_the_rows(tmp_path):
    path = write_paper(table(), tmp_path / "t.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1] == ["", "(1)", "(2)"] and rows[2] == ["Agglomeration", "0.2206***", "0.0856***"]


def test_tex_has_booktabs_and_escapes(tmp_path):
    made = plain_table("50 % of a_b & c", pd.DataFrame({"ρ": [0.5], "x_1": [-1.25]}, index=["R²"]))
    text = write_paper(made, tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"50 \% of a\_b \& c" in text and r"$\rho$ & x\_1" in text and r"R$^2$ & 0.5000 & $-$1.2500" in text
    assert text.count(r"\toprule") == text.count(r"\bottomrule") == 1


def test_word_has_three_lines_and_a_chinese_font(tmp_path):
    packed = zipfile.ZipFile(write_paper(table(), tmp_path / "t.docx", "zh"))
    xml = packed.read("word/document.xml").decode()
    assert 'w:eastAsia="SimSun"' in packed.read("word/styles.xml").decode()
    assert 'w:sz="12"' in xml and "观测值" in xml and "w:tblHeader" in xml and "w:cantSplit" in xml


def test_word_turns_the_page_for_wide_tables_only(tmp_path):
    wide = plain_table("Wide", pd.DataFrame({f"a long head {i}": [1.0] for i in range(14)}, index=["x"]))
    xml = zipfile.ZipFile(write_paper([table(), wide, table()], tmp_path / "t.docx")).read("word/document.xml").decode()
    assert xml.count("<w:sectPr") == 3 and xml.count('w:orient="landscape"') == 1


def test_workbook_numbers_stay_numbers(tmp_path):
    made = plain_table("Descriptives", pd.DataFrame({"mean": [0.1662], "N": [420]}, index=["develop"]))
    sheet = openpyxl.load_workbook(write_paper(made, tmp_path / "t.xlsx")).active
    assert sheet["B3"].value == 0.1662 and sheet["B3"].number_format == "0.0000" and sheet["C3"].value == 420


def test_several_tables_share_a_document(tmp_path):
    pair = [table(), plain_table("Descriptives", pd.DataFrame({"mean": [1.5]}, index=["x"]))]
    assert len(openpyxl.load_workbook(write_paper(pair, tmp_path / "t.xlsx")).sheetnames) == 2
    assert [t.title for t in read_papers(write_paper(pair, tmp_path / "t.json"))] == [t.title for t in pair]


def test_json_gives_the_same_table_back(tmp_path):
    made = plain_table("T", pd.DataFrame({"p": [0.5, np.nan], "N": [3, 4], "s": ["a", "b"]}, index=["x", "y"]))
    back = read_paper(write_paper(made, tmp_path / "t.json"))
    assert back.texts(back.rows[1]) == ("", "4", "b") and back.header == made.header
    assert json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["tables"][0]["rows"][1]["cells"][0] is None


def test_a_running_index_is_not_printed_but_a_named_one_is():
    frame = pd.DataFrame({"year": ["2010", "2011"], "I": [0.1, 0.2], "p": [0.01, 0.02]})
    assert plain_table("t", frame).stub == "year"
    assert plain_table("t", frame.set_index("year")).rows[1].label == "2011"


def test_two_keys_make_two_columns():
    frame = pd.DataFrame(
        {"x": [1.0, 2.0]}, index=pd.MultiIndex.from_tuples([("a", 1), ("a", 2)], names=["unit", "period"])
    )
    made = plain_table("t", frame)
    assert made.header == ("period", "x") and made.rows[1].cells == (2, 2.0)


def test_labels_reach_rows_heads_and_lags():
    made = plain_table("t", pd.DataFrame({"agg": [1.0]}, index=["W*agg"])).relabelled({"agg": "集聚"})
    assert made.header == ("集聚",) and made.rows[0].label == "W × 集聚"


def test_wrong_endings_and_files_are_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"\.docx"):
        write_paper(table(), tmp_path / "t.pages")
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(TableError, match="not a paper table"):
        read_paper(tmp_path / "other.json")
    with pytest.raises(TableError, match="Check the path"):
        read_paper(tmp_path / "none.json")


def long_table(rows=60, **columns) -> PaperTable:
    frame = pd.DataFrame(
        {name: [value] * rows for name, value in columns.items()}, index=[f"x{k}" for k in range(rows)]
    )
    return plain_table("Long", frame, notes=("N = 30, T = 14.", "1. Do units differ?"))


def test_latex_breaks_a_long_table_over_pages_with_its_head_on_each():
    text = long_table(estimate=0.5).to_latex()
    assert r"\begin{longtable}" in text and r"\endhead" in text and r"\begin{table}" not in text
    assert "booktabs,longtable" in text.splitlines()[0]
    assert r"\begin{table}" in long_table(20, estimate=0.5).to_latex()


def test_latex_wraps_running_text_and_turns_a_page_only_where_it_must():
    sentence = "There is no spatial lag of the outcome, whether or not the errors are spatially correlated."
    narrow = long_table(5, decision=sentence).to_latex()
    assert r"\raggedright\arraybackslash}p{" in narrow and "landscape" not in narrow
    wide = long_table(5, **{f"decision {k}": sentence for k in range(7)}).to_latex()
    assert r"\begin{landscape}" in wide and "pdflscape" in wide.splitlines()[0]
    shares = [float(found) for found in re.findall(r"p\{([\d.]+)\\linewidth", wide)]
    assert len(shares) == 7 and sum(shares) < 1


def test_latex_makes_numbers_that_are_a_little_too_wide_smaller():
    text = long_table(5, **{f"column {k:02d}": 123.4567 for k in range(9)}).to_latex()
    assert r"\begin{adjustbox}{max width=\linewidth}" in text and "landscape" not in text


def test_regression_cells_are_numbers_in_a_workbook_with_their_stars_and_parentheses(tmp_path):
    sheet = openpyxl.load_workbook(write_paper(table(under="t"), tmp_path / "t.xlsx")).active
    assert (sheet["B3"].value, sheet["B3"].number_format) == (0.2206, '0.0000"***"')
    assert (sheet["C6"].value, sheet["C6"].number_format) == (-1.33, '"("0.0000")";"(-"0.0000")"')
    assert sheet["C5"].value == -0.0012 and sheet["C9"].value == 420


def test_numbers_in_word_have_a_column_wide_enough_for_one_line(tmp_path):
    frame = pd.DataFrame({"SDM": [-2145.1877, 0.1]}, index=["AIC", "rho"])
    xml = zipfile.ZipFile(write_paper(plain_table("T", frame), tmp_path / "t.docx")).read("word/document.xml").decode()
    widths = [int(w) / 567 for w in re.findall(r'<w:gridCol w:w="(\d+)"', xml)]
    assert widths[1] > 10 * 0.185 + 0.38  # ten digits of 9.5 points and what Word keeps free beside them


def test_notes_are_parted_by_a_space_but_not_after_chinese():
    made = long_table(1, estimate=0.5)
    for text in (made.to_html(), made.to_latex(), made.to_html("zh")):
        assert "T = 14. 1. Do units differ?" in text
    chinese = plain_table("T", pd.DataFrame({"x": [1.0]}, index=["a"]), notes=("显著。", "另见表 2。"))
    assert "显著。另见表 2。" in chinese.to_html("zh")
