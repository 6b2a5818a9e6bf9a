"""Tool: effects between groups of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.errors import TableError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import field_param
from gisplug.tools.panel_inputs import load_table
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table
from gisplug.tools.spatial.model_fit import evidence, fit_model
from gisplug.tools.spatial_options import SpilloverModelInputs, variable_param

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.models.fit import SpatialFit


class Asked(SpilloverModelInputs):
    """What the tool is asked."""

    variable: str = variable_param("Regressor whose change is followed.")
    group: str = field_param("Group field", "Column with the group of each unit. It must be the same in all periods.")
    paper: FilePath = paper_output(
        "One row for each group that changes and one column for each group that responds.", "Table of effects"
    )
    table: FilePath = output(
        "table",
        "Effects",
        "One row for every pair of groups with estimate, standard error, z, p and the 95 percent interval.",
    )
    figure: FilePath = output("figure", "Chart", "The effects between groups as a coloured matrix.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.effects import group_chart
    from gisplug.spatial.effects.shocks import effects_between_groups

    fit = fit_model(asked, progress)
    table = effects_between_groups(fit, asked.variable, _groups(asked))
    title = message("Effects of {variable} on {outcome} between groups", variable=asked.variable, outcome=fit.outcome)
    if asked.paper:
        save_paper(_paper(fit, table, title), asked.paper)
    save_table(table, asked.table)
    draw(asked.figure, group_chart, table, title, size=(13, 10))
    between = table[table.index.get_level_values("of") != table.index.get_level_values("on")]
    return {**asked.written(), "between": float(between["estimate"].mean())}


def _groups(asked: Asked) -> dict[str, str]:
    """Read the group of every unit from the panel table; it must not change over time."""
    from gisplug.core.evidence import some
    from gisplug.core.tables import text_ids

    frame = load_table(asked)
    if asked.group not in frame.columns:
        raise TableError(
            message(
                "The panel table has no column {group!r}. It has: {columns}.",
                group=asked.group,
                columns=", ".join(map(str, frame.columns)),
            )
        )
    ids = text_ids(frame[asked.unit])
    groups = frame[asked.group].astype("string").groupby(ids.to_numpy())
    several = [str(k) for k, n in groups.nunique().items() if n > 1]
    if several:
        raise TableError(
            message(
                "{group!r} changes over time for {several}. Give a column with one group per unit.",
                group=asked.group,
                several=some(several),
            )
        )
    return {str(k): str(v) for k, v in groups.first().dropna().items()}


def _paper(fit: SpatialFit, table: pd.DataFrame, title: str) -> PaperTable:
    from gisplug.report.tables.paper_table import regression_table

    columns = {
        message("on {name}", name=name): table.xs(name, level="on")
        for name in dict.fromkeys(table.index.get_level_values("on"))
    }
    columns = {k: v.set_axis([message("of {i}", i=i) for i in v.index]) for k, v in columns.items()}
    note = (
        "Effect on the average unit of the column's group of a unit change in every unit of the row's group. "
        "Standard errors: delta method."
    )
    return regression_table(title, columns, notes=[*evidence(fit), note])


TOOL = Tool(
    id="effects_between_groups",
    title="Effects between groups",
    group="spatial",
    help="Fits a spatial panel model and gives the effect of a change in all units of one group on the average "
    "unit of another, such as the east on the centre. Within a group it holds the units' own effects; the "
    "effects on one group add up to its average total effect.",
    inputs=Asked,
    values=(
        Output("between", "number", "Mean effect between groups", "Mean of the effects between different groups."),
    ),
    run=run,
    tags=("regions", "spillover", "区域间溢出"),
    example='gisplug effects-between-groups --panel demo-panel --unit adcode --period year --formula "develop ~ agg + '
    'wage" --weights w.csv --variable agg --group region --paper groups.html',
)
