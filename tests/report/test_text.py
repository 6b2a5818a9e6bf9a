"""Paper tables on a terminal."""

import pandas as pd

from gisplug.report.tables.paper_table import regression_table
from gisplug.report.tables.terminal import paper_text, width


def test_columns_line_up_even_under_chinese_heads():
    frame = pd.DataFrame(
        {"estimate": [0.1334, -2.0], "se": [0.0553, 1.0], "stat": [2.41, -2.0], "p": [0.016, 0.046]},
        index=["集聚", "wage"],
    )
    text = paper_text(
        regression_table("Table", {"(1) 双固定": frame, "(2)": frame}, {"N": {"(1) 双固定": 420, "(2)": 420}})
    )
    body = [line for line in text.splitlines() if "**" in line and "p <" not in line]
    assert len(body) == 2
    assert len({width(line) for line in body}) == 1
    assert "0.1334**" in text
