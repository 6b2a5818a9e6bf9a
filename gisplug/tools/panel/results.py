"""What the tools of panel tests give: one table with stars by the p that decisions go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gisplug.core.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

TERMS = {"none": message("no intercept"), "intercept": message("intercepts"), "trend": message("intercepts and trends")}


def paper_of_tests(
    title: str, table: pd.DataFrame, p: str, heads: Mapping[str, str], notes: Sequence[str]
) -> PaperTable:
    """Set out tests, one row each, the first of `heads` as the index; stars at the statistic by the column `p`."""
    from gisplug.report.tables.paper_table import plain_table, stars

    starred = table.assign(statistic=[f"{value:.4f}{stars(q)}" for value, q in table[["statistic", p]].to_numpy()])
    shown = starred[[column for column in heads if column in starred]].rename(columns=heads)
    return plain_table(title, shown.set_index(next(iter(heads.values()))), tuple(notes))
