"""Tool: prepare a panel step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.panel.prepare import prepare

    panel = x.open_panel(params, progress, unbalanced=params["unbalanced"])
    done = prepare(panel, params["steps"], params["unbalanced"])
    steps = done.report.having("step", "unbalanced")[len(panel.report.having("step", "unbalanced")) :]
    for note in steps:
        progress.info(note.text)
    x.write_panel(done, params["table"])
    if params["record"] or params["paper"]:
        import pandas as pd

        record = pd.DataFrame({"Step": range(1, len(steps) + 1), "What was done": [n.text for n in steps]})
        if params["record"]:
            x.write_table_file(record, params["record"])
        if params["paper"]:
            from gisplug.report.tables.paper_table import plain_table

            x.save_papers(plain_table("Preparation of the data", record), params["paper"])
    return {
        **x.made(params, "table", "record", "paper"),
        "n": float(done.N),
        "t": float(done.T),
        "k": float(len(done.frame.columns)),
    }


TOOL = Tool(
    id="panel_prepare",
    title="Prepare a panel",
    group="panel",
    help="Carries out steps in order and records each: new columns by formula, logs, lags, growth, interpolation "
    "within a unit, "
    "winsorising, standardising, filters. Formulas are read by a small grammar and never run as code.",
    params=(
        *panel_params(),
        Param(
            "steps",
            "text",
            "Steps",
            "Steps joined by semicolons, such as: interpolate gdp; ln_gdp = log(gdp); gdp_1 = lag(gdp); g = "
            "growth(gdp); x = winsorise(x, 0.01); "
            "keep year >= 2013; drop unit in (110000, 310000). Names with spaces or signs stand in backticks.",
        ),
        Param(
            "unbalanced",
            "flag",
            "Allow absent rows",
            "Whether rows may be absent before or after the steps.",
            default=False,
        ),
    ),
    outputs=(
        Output("table", "table", "Prepared panel", "Long table after all steps."),
        Output("record", "table", "Record of the steps", "What each step did: cells changed, filled and left empty."),
        x.paper_output("The record as a table for an appendix."),
        Output("n", "number", "Units", "Number of units after the steps."),
        Output("t", "number", "Periods", "Number of periods after the steps."),
        Output("k", "number", "Columns", "Number of columns after the steps."),
    ),
    run=run,
    tags=("log", "lag", "interpolate", "winsorise", "formula", "数据准备"),
    example="gisplug panel-prepare --panel demo-panel --unit adcode --period year --steps 'ln_develop = "
    "log(develop); agg_1 = lag(agg); keep year > 2010' --table ready.csv",
)
