"""Tool: prepare a panel step by step."""

from __future__ import annotations

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.tools.panel_inputs import PanelInputs, allowed, open_panel
from gisplug.tools.results import FilePath, paper_output, save_panel, save_paper, save_table


class Asked(PanelInputs):
    """What the tool is asked."""

    steps: str = param(
        "text",
        "Steps",
        "Steps joined by semicolons, such as: interpolate gdp; ln_gdp = log(gdp); gdp_1 = lag(gdp); g = "
        "growth(gdp); x = winsorise(x, 0.01); keep year >= 2013; drop unit in (110000, 310000). Names with spaces "
        "or signs stand in backticks.",
    )
    table: FilePath = output("table", "Prepared panel", "Long table after all steps.", main=True)
    record: FilePath = output(
        "table", "Record of the steps", "What each step did: cells changed, filled and left empty."
    )
    paper: FilePath = paper_output("The record as a table for an appendix.")


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.panel.prepare import prepare
    from gisplug.report.tables.paper_table import plain_table

    panel = open_panel(asked, progress)
    done = prepare(panel, asked.steps, allowed(asked, False))
    steps = done.report.having("step", "unbalanced")[len(panel.report.having("step", "unbalanced")) :]
    for note in steps:
        progress.info(note.text)
    save_panel(done, asked.table)
    record = pd.DataFrame({"Step": range(1, len(steps) + 1), "What was done": [note.text for note in steps]})
    save_table(record, asked.record)
    if asked.paper:
        save_paper(plain_table("Preparation of the data", record), asked.paper)
    return {**asked.written(), "n": float(done.N), "t": float(done.T), "k": float(len(done.frame.columns))}


TOOL = Tool(
    id="panel_prepare",
    title="Prepare a panel",
    group="panel",
    help="Carries out steps in order and records each: new columns by formula, logs, lags, growth, interpolation "
    "within a unit, winsorising, standardising, filters. Formulas are read by a small grammar and never run "
    "as code.",
    inputs=Asked,
    values=(
        Output("n", "number", "Units", "Number of units after the steps."),
        Output("t", "number", "Periods", "Number of periods after the steps."),
        Output("k", "number", "Columns", "Number of columns after the steps."),
    ),
    run=run,
    tags=("log", "lag", "interpolate", "winsorise", "formula", "数据准备"),
    example="gisplug panel-prepare --panel demo-panel --unit adcode --period year --steps 'ln_develop = log(develop); "
    "agg_1 = lag(agg); keep year > 2010' --table ready.csv",
)
