"""`python -m tests.study.published` writes the page of the papers' rows beside those of the shipped studies."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from gisplug.report.tables.paper_table import shown
from tests.study.published import found

PAGE = Path(__file__).parents[3] / "docs" / "study" / "studies" / "rows.md"
HEAD = """# The papers' rows, and those of the shipped studies

Studies A, C and D row for row: what the papers print, and what the shipped studies make of their SYNTHETIC data.
Nothing here is a finding about the real world. Stars: *** 1 %, ** 5 %, * 10 %. *there*: a row whose number the paper
prints and that has no sign to compare. A plus after a published number: its sign alone is compared, because the paper's
other numbers imply another size, or its stars are not known to us. Numbers of study D are not known to us; its findings
are, and a number in its column says sign and stars only.

`python -m tests.study.published` writes this page; `tests/study/test_published_rows.py` holds it.

What cannot hold at once, and is not made to:

- Study A, column (1): a slope of .2206 would be a correlation of 1.18 between agglomeration and development with the
  printed standard deviations (.1011 and .5410). Its sign and stars hold, and the sign of its constant.
- Study A: maximum-likelihood GLS and the coefficient of the east have three stars, two in the paper.
- Study A: the printed smallest and largest development (.0618, .6422) are not made; mean and standard deviation are.
- Study A: the single threshold has an F near 180, not 653.58, which would ask for less noise than the printed errors of
  the regions leave; deciles rise from .04 to .11, not from .06 to .15, and their F is 3.7, not 8. Signs and stars are
  those printed. Constants beside the printed ones (T7, T13, T15) are there, with values of their own.
- Study A: provinces of a region share shocks, without which the regions would not differ as printed; that alone gives a
  spatial lag of .4, so what is left of the errors repels that of neighbours, and the lag is near the printed .13.
- Study C: what runs through the mediators (.0085 of .0615) leaves .053 beside science spending, not the printed .040;
  spread, median and ends of agglomeration are near those printed, not equal.
- Study D: the paper has 34 provinces, the embedded boundaries 30.
"""
TABLE = "| table | row | column | published | SYNTHETIC study |\n| --- | --- | --- | --- | --- |"


def main() -> None:
    """Write the page."""
    parts = [HEAD]
    for study in ("a", "c", "d"):
        with tempfile.TemporaryDirectory() as folder:
            rows = getattr(found, f"study_{study}")(Path(folder) / study)
        parts.append(f"\n## Study {study.upper()}\n\n{TABLE}")
        for (table, row, column), (wanted, got) in rows.items():
            parts.append(f"| {table} | {row} | {column} | {wanted} | {_text(got)} |")
    PAGE.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _text(value: Any) -> str:
    if hasattr(value, "loc"):
        return shown(float(value["estimate"].iloc[0]))
    if isinstance(value, list):
        return "; ".join(f"{gamma:.4f} [{low:.4f}, {high:.4f}]" for gamma, low, high in value)
    return shown(value) if isinstance(value, (int, float)) else str(value)


if __name__ == "__main__":
    main()
