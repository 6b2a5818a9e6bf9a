"""Tool: effects between groups of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.spatial import fitted_model as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.spatial.effects.shocks import effects_between_groups

    fit = m.fit_model(params, progress)
    table = effects_between_groups(fit, params["variable"], _groups(params, fit))
    made: dict[str, Any] = {}
    if params.get("paper"):
        made["paper"] = _paper(params, fit, table)
    if params.get("table"):
        made["table"] = str(write_table(table.reset_index(), params["table"]))
    if params.get("figure"):
        made["figure"] = _figure(params, fit, table)
    between = table[table.index.get_level_values("of") != table.index.get_level_values("on")]
    return made | {"between": float(between["estimate"].mean())}


def _groups(params: Mapping[str, Any], fit: Any) -> dict[str, str]:
    """Read the group of every unit from the panel table; it must not change over time."""
    from gisplug.core.errors import TableError
    from gisplug.core.evidence import some
    from gisplug.core.tables import read_table, text_ids

    frame = read_table(params["panel"])
    if params["group"] not in frame.columns:
        raise TableError(
            f"The panel table has no column {params['group']!r}. It has: {', '.join(map(str, frame.columns))}."
        )
    ids = text_ids(frame[params["unit"]])
    groups = frame[params["group"]].astype("string").groupby(ids.to_numpy())
    several = [str(k) for k, n in groups.nunique().items() if n > 1]
    if several:
        raise TableError(
            f"{params['group']!r} changes over time for {some(several)}. Give a column with one group per unit."
        )
    return {str(k): str(v) for k, v in groups.first().dropna().items()}


def _paper(params: Mapping[str, Any], fit: Any, table: Any) -> str:
    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import regression_table

    columns = {f"on {name}": table.xs(name, level="on") for name in dict.fromkeys(table.index.get_level_values("on"))}
    columns = {k: v.set_axis([f"of {i}" for i in v.index]) for k, v in columns.items()}
    notes = [
        *m.evidence(fit),
        "Effect on the average unit of the column's group of a unit change in every unit of the row's group. "
        "Standard errors: delta method.",
    ]
    made = regression_table(f"Effects of {params['variable']} on {fit.outcome} between groups", columns, notes=notes)
    return str(write_paper(made, params["paper"]))


def _figure(params: Mapping[str, Any], fit: Any, table: Any) -> str:
    from gisplug.report.charts.effects import group_chart
    from gisplug.report.figures import figure, save_figure

    fig, ax = figure(13, 10)
    group_chart(ax, table, f"Effects of {params['variable']} on {fit.outcome} between groups")
    return str(save_figure(fig, params["figure"]))


TOOL = Tool(
    id="effects_between_groups",
    title="Effects between groups",
    group="spatial",
    help="Fits a spatial panel model and gives the effect of a change in all units of one group on the average unit "
    "of another, such as the east on the centre. "
    "Within a group it holds the units' own effects; the effects on one group add up to its average total effect.",
    params=(
        *m.model_params(lagged_models=True),
        m.variable_param("Regressor whose change is followed. It must be in the formula."),
        Param(
            "group",
            "field",
            "Group field",
            "Column with the group of each unit. It must be the same in all periods.",
            parent="panel",
        ),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table of effects",
            "One row for each group that changes and one column for each group that responds.",
        ),
        Output(
            "table",
            "table",
            "Effects",
            "One row for every pair of groups with estimate, standard error, z, p and the 95 percent interval.",
        ),
        Output("figure", "figure", "Chart", "The effects between groups as a coloured matrix."),
        Output("between", "number", "Mean effect between groups", "Mean of the effects between different groups."),
    ),
    run=run,
    tags=("regions", "spillover", "区域间溢出"),
    example='gisplug effects-between-groups --panel demo-panel --unit adcode --period year --formula "develop ~ agg '
    '+ wage" --weights w.csv --variable agg --group region --paper groups.html',
)
