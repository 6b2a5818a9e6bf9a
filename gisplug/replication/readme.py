"""The page beside exported code: what is in the folder, which step has which script, and which has none and why."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gisplug.core.messages import message, spoken
from gisplug.core.version import version
from gisplug.replication.script import SYNTHETIC, Script

FILES = (
    ("data/*.csv, data/*.dta", message("Data of each script: the rows that the model uses; labels in the .dta")),
    ("data/w-*.csv", message("W as links (row and column count the units as unit_code), normalised as in the model")),
    ("data/w-*.gal, .gwt, .txt, .dta", message("The same W for spdep and GeoDa, for spmatrix import, and for mkmat")),
    ("R/*.R", message("A script for each fit; R/functions holds what they share")),
    ("stata/*.do", message("The same for Stata 16 or later")),
    ("expected/*.csv", message("The numbers of gisplug, term by term, which the R scripts print beside theirs")),
    ("code.csv", message("Which step has which scripts, and why not where it has none")),
)
PACKAGES = (
    message(
        "R: base R gives the numbers; plm is needed for pgmm. plm, fixest, spatialreg and spdep are called beside "
        'where they are installed: install.packages(c("plm", "fixest", "spatialreg", "spdep")).'
    ),
    message(
        "Stata: ssc install reghdfe, ftools, ivreg2, ivreghdfe, ranktest, xsmle, xtscc, xtabond2, csdid, drdid; "
        "spxtregress is Stata's own."
    ),
    message(
        "The R scripts are run in gisplug's tests; the Stata scripts are checked for their syntax only and were not "
        "run."
    ),
)


def readme(scripts: Sequence[Script], index: pd.DataFrame) -> str:
    """Return the page, Markdown, in the language of the run.

    Parameters
    ----------
    index : columns of `export.COLUMNS`
    """
    lines = [
        f"# {spoken(message('Code that gives the same numbers'))}",
        "",
        spoken(message("Written by gisplug {version}.", version=version())),
        "",
        *([spoken(SYNTHETIC), ""] if any(script.synthetic for script in scripts) else []),
        "```",
        "Rscript run_all.R",
        "do run_all.do",
        "```",
        "",
        f"| {spoken('file')} | {spoken('what it is')} |",
        "| --- | --- |",
        *(f"| `{name}` | {spoken(text)} |" for name, text in FILES),
        "",
        *(line for text in PACKAGES for line in (spoken(text), "")),
        f"## {spoken(message('Steps'))}",
        "",
        f"| {spoken('step')} | {spoken('script')} | R | Stata |",
        "| --- | --- | --- | --- |",
    ]
    for row in index.itertuples():
        name = f"{row.step}: {spoken(row.title)}" if row.title != row.step else spoken(row.title)
        neither = not (row.r or row.stata) and row.remark_r == row.remark_stata
        stata = "-" if neither else _said(row.stata, row.remark_stata)
        lines.append(f"| {name} | {row.script or '-'} | {_said(row.r, row.remark_r)} | {stata} |")
    return "\n".join([*lines, ""])


def _said(there: bool, why: str) -> str:
    return "+" if there else spoken(message("this step has no equivalent: {why}", why=why))
