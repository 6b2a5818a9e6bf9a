"""Numbers written as text, in every spelling that offices use; what stays open is decided by the column, and told."""

import pytest

from gisplug.core.messages import Message
from gisplug.core.tables import read_table
from gisplug.core.tables.convert import converted
from gisplug.core.tables.layout import Sheet, find_layout
from gisplug.core.tables.numbers import numbers_in
from gisplug.core.tables.text import text_frame


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234", "5,436.2", "12"], [1234, 5436.2, 12]),
        (["12,34,567", "1,23,456.5"], [1234567, 123456.5]),
        (["1.234,5", "2.345", "7"], [1234.5, 2345, 7]),
        (["1.234.567", "2,5"], [1234567, 2.5]),
        (["12,5", "3"], [12.5, 3]),
        (["0,123", "0,500"], [0.123, 0.5]),
        (["1234,567"], [1234.567]),
        (["１２３", "－５．５", "１，２３４"], [123, -5.5, 1234]),
        (["12.5%", "3%", "0"], [12.5, 3, 0]),
        (["(123)", "5", "(1,234.5)"], [-123, 5, -1234.5]),
        (["1 234 567", "12 345,5"], [1234567, 12345.5]),
        (["1\u00a0234", "1\u202f234", "1'234", "1’234"], [1234, 1234, 1234, 1234]),
        (["5①", "6²", "7*", "8[a]", "9 p"], [5, 6, 7, 8, 9]),
        (["−3.2", "–4", "- 5", "+6"], [-3.2, -4, -5, 6]),
        (["$1,234.50", "¥5"], [1234.5, 5]),
        (["1.5E+05", "2e3"], [150000.0, 2000.0]),
        ([" 5\u200b", "\ufeff6"], [5, 6]),
        (["..", "—", "5", "N/A", "…", "-", "", None, ":", ": c", "无", "(D)", "#N/A"], [None, None, 5, *[None] * 10]),
        (["..", "—"], [None, None]),
        ([1, "2", 3.5, None], [1, 2, 3.5, None]),
        (["#DIV/0!", 1.5, "#REF!"], [None, 1.5, None]),
    ],
)
def test_a_column_of_numbers_is_read(cells, values):
    found = numbers_in(cells)
    assert found.numeric and found.values == values and not found.odd


@pytest.mark.parametrize(
    "cells",
    [
        ["01001", "36061"],
        ["a", "b", ".."],
        ["x", "x", ""],
        ["123456789012345678"],
        ["2019年", "2020年"],
        ["12 人", "3 人"],
        ["1-2", "3"],
        [True, False],
    ],
)
def test_codes_and_words_stay_text(cells):
    assert not numbers_in(cells).numeric


@pytest.mark.parametrize(
    ("cells", "odd"),
    [
        (["1", "2", "about 3"], [2]),
        (["1.5", "2.5", "1,5"], [2]),
        (["12%", "3", "4"], [0]),
    ],
)
def test_what_does_not_go_with_the_others_is_named(cells, odd):
    found = numbers_in(cells)
    assert not found.numeric and found.odd == odd


def test_notes_count_the_cells_by_rule_with_an_example():
    made, notes = converted(
        {"a": ["1,234.5", "2,345", ".."], "b": ["5%", "6%", "—"]}, lambda name, k: f"{name}{k}", typed=False
    )
    assert made == {"a": [1234.5, 2345, None], "b": [5, 6, None]}
    said = "\n".join(map(str, notes))
    assert "2 cells of column 'a' are read as numbers: thousands separators; '1,234.5' is 1234.5" in said
    assert "per cent signs" in said and "'..' 1" in said and "'—' 1" in said


def test_an_open_comma_is_decided_by_the_column_then_by_the_table_then_assumed():
    def read(text):
        frame = text_frame(text, "t.csv")
        return frame, "\n".join(n.code + n.level + n.text for n in frame.attrs["notes"])

    frame, said = read('u,a\nx,"1,234"\ny,"2,345"\n')
    assert frame["a"].tolist() == [1234, 2345]
    assert "decimal-signwarning'1,234'" in said and "by assumption" in said
    frame, said = read('u,a,b\nx,"1,234","1,5"\ny,"2,345","2,5"\n')
    assert frame["a"].tolist() == [1.234, 2.345]
    assert "as in other columns" in said
    frame, said = read("u;a;b\nx;1.234;1,5\ny;2.345;2,5\n")
    assert frame["a"].tolist() == [1234, 2345]
    frame, said = read("u;a;b\nx;1.234;1.5\ny;-;2.5\n")
    assert frame["a"].tolist()[0] == 1.234


def test_a_plain_file_says_nothing():
    frame = text_frame("u,t,x\na,2019,1.5\nb,2019,\n", "t.csv")
    assert frame.attrs["notes"] == [] and frame["x"].dtype == float


def test_columns_without_a_head_have_a_name_and_no_message(tmp_path):
    (tmp_path / "a.csv").write_text(",x,y\na,1,2\nb,3,4\n", encoding="utf-8")
    names = list(read_table(tmp_path / "a.csv").columns)
    assert names == ["column 1", "x", "y"] and not any(isinstance(name, Message) for name in names)
    sheet = Sheet([["", "x", "y"], ["b", 2, 1], ["c", 4, 3]], "S")
    assert not any(isinstance(name, Message) for name in find_layout(sheet).names)
