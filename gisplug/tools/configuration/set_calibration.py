"""Tool: calibrate variables into fuzzy sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import ParameterError
from gisplug.tools.regression import shared as m


def anchors_of(text: str) -> dict[str, tuple[float, float, float]]:
    """Read "gov1: 90, 50, 10; inf1: 3, 2, 1" as anchors of full membership, crossover, non-membership."""
    found = {}
    for part in filter(str.strip, (text or "").split(";")):
        name, _, numbers = part.partition(":")
        try:
            a, b, c = (float(v) for v in numbers.split(","))
        except ValueError:
            raise ParameterError(
                f"Anchors read 'name: full, crossover, none'; {part.strip()!r} was given instead."
            ) from None
        found[name.strip()] = (a, b, c)
    return found


def shares_of(text: str) -> tuple[float, float, float]:
    """Read "0.95, 0.5, 0.05"."""
    try:
        high, middle, low = (float(v) for v in text.split(","))
    except ValueError:
        raise ParameterError(
            f"Quantiles of the anchors are three numbers such as 0.95, 0.5, 0.05; {text!r} was given instead."
        ) from None
    return high, middle, low


def calibration_params() -> tuple[Param, ...]:
    """How variables become sets."""
    return (
        Param(
            "quantiles",
            "text",
            "Quantiles of the anchors",
            "Quantiles that become full membership, crossover and full non-membership.",
            default="0.95, 0.5, 0.05",
        ),
        Param(
            "anchors",
            "text",
            "Anchors by hand",
            "Values that replace the quantiles for some variables, such as: wage: 9, 7, 5; edu: 0.02, 0.01, 0.005.",
            optional=True,
            advanced=True,
        ),
    )


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.configuration.sets import calibrate_table
    from gisplug.core.tables import read_table

    table = read_table(params["panel"])
    if lost := [c for c in params["variables"] if c not in table.columns]:
        raise ParameterError(
            f"{params['panel']} has no column {', '.join(lost)}; it has {', '.join(map(str, table.columns))}."
        )
    members, anchors = calibrate_table(
        table[list(params["variables"])],
        anchors_of(params["anchors"]),
        shares_of(params["quantiles"]),
        params["method"],
    )
    halves = int(anchors["halves"].sum())
    progress.info(f"{len(anchors)} variables calibrated; 0.001 added to {halves} memberships of exactly 0.5.")
    if params["table"]:
        kept = table.drop(columns=list(params["variables"])) if params["keep"] else table.iloc[:, :0]
        m.save_table(kept.join(members), params["table"])
    if params["paper"]:
        from gisplug.report.tables.paper_table import plain_table

        shown = anchors.drop(columns="halves").rename(
            columns={"full": "Full membership", "crossover": "Crossover", "none": "Full non-membership"}
        )
        m.save_paper(plain_table("Calibration", shown, stub="Set"), params["paper"])
    return {**m.wanted(params, "table", "paper"), "halves": halves}


TOOL = Tool(
    id="set_calibration",
    title="Calibrate fuzzy sets",
    group="configuration",
    help="Turns variables into memberships between 0 and 1 by the direct method, with anchors at quantiles or given "
    "by hand. Memberships "
    "of exactly one half get 0.001 more, because they would belong to no configuration.",
    params=(
        Param("panel", "table", "Table", "Table with one row per case: a panel, or one row per region."),
        Param("variables", "fields", "Variables", "Columns to calibrate.", parent="panel"),
        *calibration_params(),
        Param(
            "method",
            "choice",
            "Method",
            "Logistic curve through the anchors (Ragin), or straight lines between them.",
            default="logistic",
            choices=("logistic", "linear"),
        ),
        Param(
            "keep",
            "flag",
            "Keep other columns",
            "Keeps the columns that are not calibrated, such as ids and periods.",
            default=True,
        ),
    ),
    outputs=(
        Output("table", "table", "Memberships", "The table with memberships in place of the variables."),
        Output("paper", "paper", "Calibration table", "Anchors of every set."),
        Output("halves", "number", "Memberships moved", "How many memberships of exactly one half got 0.001 more."),
    ),
    run=run,
    tags=("fsQCA", "calibration", "fuzzy set"),
    example="gisplug set-calibration --panel demo-panel --variables develop,agg,wage --table sets.csv",
)
