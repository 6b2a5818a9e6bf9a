"""Small tools with which the study runner is tested, so that its tests say nothing about statistics."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from gisplug.core.declare import Inputs, Output, Tool, output, param
from gisplug.core.errors import ModelError, ParameterError
from gisplug.tools.results import FilePath

CALLS: list[str] = []


class PanelInputs(Inputs):
    panel: str = param("table", "Panel", "Panel.")
    unit: str = param("field", "Unit", "Unit.", parent="panel")
    period: str = param("field", "Period", "Period.", parent="panel")


class Ring(Inputs):
    of: str = param("table", "Of", "Of.")
    weights: FilePath = output("weights", "W", "W.")


class Mean(PanelInputs):
    variable: str = param("field", "Variable", "Variable.", parent="panel")
    weights: str = param("weights", "W", "W.")
    seed: int = param("integer", "Seed", "Seed.", 1)
    paper: FilePath = output("paper", "Paper", "Paper.")
    figure: FilePath = output("figure", "Picture", "Picture.")
    table: FilePath = output("table", "Table", "Table.")


class Doubled(PanelInputs):
    table: FilePath = output("table", "Table", "Table.")


class Count(Inputs):
    input: str = param("table", "Input", "Input.")


class Several(Inputs):
    list: list[str] = param("weights_list", "List", "List.")


def links(asked, progress):
    CALLS.append("weights_ring")
    ids = sorted(set(pd.read_csv(asked.of, dtype=str)["id"]))
    pd.DataFrame({"a": ids, "b": [*ids[1:], ids[0]]}).to_csv(asked.weights, index=False)
    progress.warn("a ring is no map")
    return {"weights": asked.weights, "links": len(ids)}


def mean_of(asked, progress):
    from gisplug.report.figures import figure, save_figure
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    CALLS.append(f"moran_by_period {asked.variable}")
    frame = pd.read_csv(asked.panel, dtype={asked.unit: str})
    if asked.variable not in frame.columns:
        raise ModelError(f"no column {asked.variable}")
    means = frame.groupby(asked.period)[asked.variable].mean().to_frame("mean")
    made = {"mean": float(means["mean"].iloc[-1])}
    if asked.paper:
        write_paper(plain_table(f"Mean of {asked.variable}", means), asked.paper)
        made["paper"] = asked.paper
    if asked.figure:
        fig, ax = figure()
        ax.plot(means.index, means["mean"])
        ax.set_ylabel(asked.variable)
        save_figure(fig, asked.figure)
    if asked.table:
        means.to_csv(asked.table)
    return made


def doubled(asked, progress):
    CALLS.append("doubled")
    frame = pd.read_csv(asked.panel, dtype={asked.unit: str})
    out = frame[[asked.unit, asked.period]].assign(double=2 * frame["x"])
    out.to_csv(asked.table, index=False)
    return {"table": asked.table}


def count_rows(asked, progress):
    CALLS.append("count_rows")
    return {"rows": len(pd.read_csv(asked.input))}


LINKS = (Output("links", "number", "Links", "Links."),)
MEAN = (Output("mean", "number", "Mean", "Mean."),)
ROWS = (Output("rows", "number", "Rows", "Rows."),)

TOOLS = {
    t.id: t
    for t in (
        Tool("weights_ring", "Ring", "boundaries", "Ring.", Ring, links, LINKS),
        Tool("moran_by_period", "Moran", "autocorrelation", "Moran.", Mean, mean_of, MEAN),
        Tool("doubled", "Double", "panel", "Double.", Doubled, doubled),
        Tool("count_rows", "Count", "panel", "Count.", Count, count_rows, ROWS),
        Tool("several", "Several", "weights", "Several.", Several, count_rows, ROWS),
    )
}


def registry(name: str) -> Tool:
    if name not in TOOLS:
        raise ParameterError(name)
    return TOOLS[name]


def write_inputs(folder: Path) -> None:
    rows = [(f"{u:02d}", y, 10 * u + y - 2010) for u in (1, 2, 3) for y in (2010, 2011, 2012)]
    pd.DataFrame(rows, columns=["id", "year", "x"]).to_csv(folder / "panel.csv", index=False)
    pd.DataFrame({"id": ["01", "02", "03"]}).to_csv(folder / "units.csv", index=False)


STUDY = """
[study]
title = "A study"
seed = 7

[weights.ring]
kind = "ring"
of = "units.csv"

[panel]
path = "panel.csv"
unit = "id"
period = "year"

[[prepare]]
step = "ln_x = log(x)"

[[prepare]]
tool = "doubled"

[autocorrelation]
variables = ["x", "double"]
tools = "moran_by_period"

[[analysis]]
tool = "count_rows"
input = "@prepare-doubled.table"
title = "Rows"

[labels]
x = "Income"
"""
