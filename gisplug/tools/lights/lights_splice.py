"""Tool: two light series joined across a change of sensor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import read_table, text_ids, write_table
    from gisplug.lights.calibrate import splice

    unit, period, value = params["unit"], params["period"], params["value"]
    series = []
    for name in ("old", "new"):
        frame = read_table(params[name])
        lost = [c for c in (unit, period, value) if c not in frame.columns]
        if lost:
            from gisplug.core.errors import TableError

            raise TableError(
                f"{params[name]} has no column {', '.join(map(repr, lost))}. It has: "
                f"{', '.join(map(str, frame.columns))}."
            )
        frame = frame[[unit, period, value]].rename(columns={unit: "unit", period: "period", value: "value"})
        series.append(frame.assign(unit=text_ids(frame["unit"])))
    old, new = series
    joined = splice(old, new, "value", logs=params["logs"], by_unit=params["by_unit"])
    if len(joined.overlap) < 2:
        progress.warn("The series share one period only; the splice rests on it alone.")
    if joined.r2 < 0.8:
        progress.warn(f"Over the overlap the older series explains only {joined.r2:.0%} of the newer one.")
    if params["table"]:
        write_table(joined.frame.rename(columns={"unit": unit, "period": period, "value": value}), params["table"])
    if params["paper"]:
        _paper(joined, params)
    if params["figure"]:
        from gisplug.report.charts.lights import splice_course, splice_fit
        from gisplug.report.figures import figure, save_figure

        fig, (left, right) = figure(18, 8, 1, 2)
        splice_fit(left, joined)
        splice_course(right, old, new, joined.frame, "value").set_ylabel(f"{value}, mean of units (log scale)")
        save_figure(fig, params["figure"])
    made = {name: params[name] for name in ("table", "paper", "figure") if params[name]}
    return {**made, "slope": joined.slope, "intercept": joined.intercept, "r2": joined.r2, "n": joined.N}


def _paper(joined: Any, params: Mapping[str, Any]) -> None:
    import pandas as pd

    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    form = "ln" if joined.logs else "level"
    rows = {
        "Intercept (mean of units)" if joined.by_unit else "Intercept": joined.intercept,
        "Slope": joined.slope,
        "R²": joined.r2,
        "Observations": joined.N,
        "Periods of the overlap": ", ".join(map(str, joined.overlap)),
    }
    frame = pd.DataFrame({f"Newer on older, {form}": rows})
    frame.index.name = "Splice"
    note = "Older periods are carried to the scale of the newer sensor by this line."
    write_paper(plain_table(f"Splice of {params['value']} across a change of sensor", frame, [note]), params["paper"])


TOOL = Tool(
    id="lights_splice",
    title="Splice two light series",
    group="lights",
    help="Joins an older and a newer series of lights, such as DMSP until 2013 and VIIRS from 2012, by a regression "
    "on the periods that "
    "both have. The older periods are carried to the scale of the newer sensor; the newer ones stay as they are.",
    params=(
        Param("old", "table", "Older series", "Long table of the older sensor with one row per unit and period."),
        Param("new", "table", "Newer series", "Long table of the newer sensor with the same columns."),
        Param(
            "unit",
            "field",
            "Unit field",
            "Column with the id of the unit, in both tables.",
            default="unit",
            parent="old",
        ),
        Param(
            "period", "field", "Period field", "Column with the year, in both tables.", default="period", parent="old"
        ),
        Param(
            "value",
            "field",
            "Light field",
            "Column with the light to join, in both tables.",
            default="mean",
            parent="old",
        ),
        Param(
            "logs",
            "flag",
            "In logarithms",
            "Whether the line is fitted between logarithms; light then stays positive.",
            default=True,
        ),
        Param(
            "by_unit",
            "flag",
            "Intercept for each unit",
            "Whether each unit has an intercept of its own, so that no unit jumps on average at the change of sensor.",
            default=False,
        ),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Joined series",
            "Long table of all periods with a column that says which sensor a row comes from.",
        ),
        Output("paper", "paper", "Fitted line", "Intercept, slope, R squared and the periods of the overlap."),
        Output(
            "figure",
            "figure",
            "Picture of the splice",
            "Overlap with the fitted line, and the series before and after.",
        ),
        Output("slope", "number", "Slope", "Slope of newer on older light."),
        Output("intercept", "number", "Intercept", "Intercept of newer on older light."),
        Output("r2", "number", "R squared", "Share of the newer series that the older explains over the overlap."),
        Output("n", "number", "Observations", "Observations of the overlap."),
    ),
    run=run,
    tags=("night lights", "DMSP", "VIIRS", "sensor break", "harmonise"),
    example="gisplug lights-splice --old dmsp.csv --new viirs.csv --value mean --table joined.csv --figure splice.png",
)
