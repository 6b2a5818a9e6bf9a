"""Small tools with which the study runner is tested, so that its tests say nothing about statistics."""

from pathlib import Path

import pandas as pd

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import ModelError, ParameterError

CALLS: list[str] = []


def panel_params():
    return (
        Param("panel", "table", "Panel", "Panel."),
        Param("unit", "field", "Unit", "Unit.", parent="panel"),
        Param("period", "field", "Period", "Period.", parent="panel"),
    )


def links(params, progress):
    CALLS.append("weights_ring")
    ids = sorted(set(pd.read_csv(params["of"], dtype=str)["id"]))
    pd.DataFrame({"a": ids, "b": [*ids[1:], ids[0]]}).to_csv(params["weights"], index=False)
    progress.warn("a ring is no map")
    return {"weights": params["weights"], "links": len(ids)}


def mean_of(params, progress):
    from gisplug.report.figures import figure, save_figure
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    CALLS.append(f"moran_by_period {params['variable']}")
    frame = pd.read_csv(params["panel"], dtype={params["unit"]: str})
    if params["variable"] not in frame.columns:
        raise ModelError(f"no column {params['variable']}")
    means = frame.groupby(params["period"])[params["variable"]].mean().to_frame("mean")
    made = {"mean": float(means["mean"].iloc[-1])}
    if params["paper"]:
        write_paper(plain_table(f"Mean of {params['variable']}", means), params["paper"])
        made["paper"] = params["paper"]
    if params["figure"]:
        fig, ax = figure()
        ax.plot(means.index, means["mean"])
        ax.set_ylabel(params["variable"])
        save_figure(fig, params["figure"])
    if params["table"]:
        means.to_csv(params["table"])
    return made


def doubled(params, progress):
    CALLS.append("doubled")
    frame = pd.read_csv(params["panel"], dtype={params["unit"]: str})
    out = frame[[params["unit"], params["period"]]].assign(double=2 * frame["x"])
    out.to_csv(params["table"], index=False)
    return {"table": params["table"]}


def count_rows(params, progress):
    CALLS.append("count_rows")
    return {"rows": len(pd.read_csv(params["input"]))}


VARIABLE = Param("variable", "field", "Variable", "Variable.", parent="panel")
SEED = Param("seed", "integer", "Seed", "Seed.", default=1)
PAPER, FIGURE, TABLE = (
    Output("paper", "paper", "Paper", "Paper."),
    Output("figure", "figure", "Picture", "Picture."),
    Output("table", "table", "Table", "Table."),
)
WEIGHTS = Param("weights", "weights", "W", "W.")

TOOLS = {
    t.id: t
    for t in (
        Tool(
            "weights_ring",
            "Ring",
            "boundaries",
            "Ring.",
            (Param("of", "table", "Of", "Of."),),
            (Output("weights", "weights", "W", "W."), Output("links", "number", "Links", "Links.")),
            links,
        ),
        Tool(
            "moran_by_period",
            "Moran",
            "autocorrelation",
            "Moran.",
            (*panel_params(), VARIABLE, WEIGHTS, SEED),
            (PAPER, FIGURE, TABLE, Output("mean", "number", "Mean", "Mean.")),
            mean_of,
        ),
        Tool("doubled", "Double", "panel", "Double.", panel_params(), (TABLE,), doubled),
        Tool(
            "count_rows",
            "Count",
            "panel",
            "Count.",
            (Param("input", "table", "Input", "Input."),),
            (Output("rows", "number", "Rows", "Rows."),),
            count_rows,
        ),
        Tool(
            "several",
            "Several",
            "weights",
            "Several.",
            (Param("list", "weights_list", "List", "List."),),
            (Output("rows", "number", "Rows", "Rows."),),
            count_rows,
        ),
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
