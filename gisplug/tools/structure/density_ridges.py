"""Tool: kernel densities of all periods as ridges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, Output, Results, Tool, output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, draws_param, field_param, seed_param
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, paper_output, save_figure, save_paper, save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

ALL = "All"
HEADS = {
    "bandwidth": "Bandwidth",
    "modes": "Modes",
    "p_one_mode": "p (one mode)",
    "highest": "Highest at",
    "mean": "Mean",
    "sd": "Standard deviation",
    "skewness": "Skewness",
    "wolfson": "Wolfson",
}
SCALES = {
    "level": "{variable}",
    "relative": "{variable}, relative to the period's mean",
    "log": "ln {variable}",
}


class Asked(PanelInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column of numbers whose distribution over the units is shown.")
    region: Optional[str] = field_param(
        "Region field",
        "Column with the region of each unit; each region is then shown beside the whole.",
        optional=True,
    )
    scale: Literal["level", "relative", "log"] = choice_param(
        "Scale",
        "Values as they are, relative to the mean of their period, or as logarithms.",
        {"level": "As they are", "relative": "Relative to the period's mean", "log": "Logarithms"},
        "level",
    )
    rule: Literal["silverman", "scott", "sheather-jones"] = choice_param(
        "Bandwidth",
        "Rule for the bandwidth of each period. Silverman's and Scott's suit one mode; Sheather and Jones's keeps near "
        "modes apart.",
        {
            "silverman": "Silverman (0.9)",
            "scott": "Scott (1.06)",
            "sheather-jones": "Sheather and Jones",
        },
        "silverman",
    )
    draws: int = draws_param("bootstrap samples of the test that there is one mode; none where it is 0", 199)
    seed: int = seed_param(applies_when=({"draws": ABOVE_ZERO},))
    table: FilePath = output("table", "Shape by period", "Bandwidth, modes and their test, skewness and polarisation.")
    densities: FilePath = output("table", "Densities", "The curves: period, x and density.")
    paper: FilePath = paper_output("Shape of the distribution by period, one table a region.")
    figure: FilePath = output("figure", "Ridges", "Densities of all periods, one above the other.")


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.structure.ridges import density_ridges

    panel = open_panel(asked, progress)
    found = {
        name: density_ridges(
            part,
            asked.variable,
            rule=asked.rule,
            scale=asked.scale,
            draws=asked.draws,
            seed=asked.seed,
            progress=progress,
        )
        for name, part in _groups(panel, asked.region).items()
    }
    shapes = {name: ridges.shape for name, ridges in found.items()}
    curves = {name: ridges.densities for name, ridges in found.items()}
    save_table(pd.concat(shapes, names=["group", "row"]).reset_index(level=0), asked.table)
    save_table(pd.concat(curves, names=["group", "row"]).reset_index(level=0), asked.densities)
    if asked.paper:
        save_paper([_paper(shape, name, asked) for name, shape in shapes.items()], asked.paper)
    if asked.figure:
        from gisplug.report.charts.structure.ridges import ridge_panels

        title = message("Distribution of {variable}", variable=asked.variable)
        axis = message(SCALES[asked.scale], variable=asked.variable)
        save_figure(ridge_panels(curves, axis, title), asked.figure)
    first, last = shapes[ALL].iloc[0], shapes[ALL].iloc[-1]
    return {
        **asked.written(),
        "modes": float(last["modes"]),
        "p_one_mode": float(last["p_one_mode"]),
        "first_wolfson": float(first["wolfson"]),
        "wolfson": float(last["wolfson"]),
    }


def _groups(panel: Panel, region: Optional[str]) -> dict[str, Panel]:
    """Return the panel as a whole and of each region."""
    if not region:
        return {ALL: panel}
    from gisplug.indices.inequality import regions_of

    names, code = regions_of(panel, region)
    parts = {name: [i for i, own in zip(panel.ids, code) if own == k] for k, name in enumerate(names)}
    return {ALL: panel, **{name: panel.select(ids) for name, ids in parts.items()}}


def _paper(shape: pd.DataFrame, name: str, asked: Asked) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    heads = {k: v for k, v in HEADS.items() if asked.draws or k != "p_one_mode"}
    frame = shape.set_index("period")[list(heads)].rename(columns=heads).rename_axis("Period")
    notes = [
        "Modes: at least a twentieth as high as the highest. Wolfson: polarisation, empty where values are negative."
    ]
    if asked.draws:
        text = message("p (one mode): Silverman's test, {n} bootstrap samples; careful with few units.", n=asked.draws)
        notes.append(text)
    what = message(SCALES[asked.scale], variable=asked.variable)
    title = message("Distribution of {what}", what=what)
    if name != ALL:
        title = message("Distribution of {what}, {group}", what=what, group=name)
    return plain_table(title, frame, notes, digits=3)


TOOL = Tool(
    id="density_ridges",
    title="Kernel densities as ridges",
    group="structure",
    help="Shows how the distribution of a variable over the units moves over the years, for all and by region: "
    "densities one above the other, number of modes with a test that there is one, skewness and polarisation.",
    inputs=Asked,
    values=(
        Output("modes", "number", "Modes, last period", "Number of modes of all units in the last period."),
        Output("p_one_mode", "number", "p of one mode, last period", "Silverman's test in the last period."),
        Output("first_wolfson", "number", "Polarisation, first period", "Wolfson's index in the first period."),
        Output("wolfson", "number", "Polarisation, last period", "Wolfson's index in the last period."),
    ),
    run=run,
    tags=("kernel density", "ridgeline", "polarisation", "modes", "核密度", "极化"),
    example="gisplug density-ridges --panel demo-panel --unit adcode --period year --variable develop --region region "
    "--table shape.csv --paper shape.html --figure ridges.png",
)
