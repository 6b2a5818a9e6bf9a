"""Tool: inequality and concentration, with parts by region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.indices.inequality import dagum_gini, theil
    from gisplug.indices.specialisation import concentration

    panel = x.open_panel(params, progress)
    variable, region = params["variable"], params["region"]
    spread = theil(panel, variable, params["weight"], region)
    shares = concentration(panel, variable)
    dagum = dagum_gini(panel, variable, region) if region else None
    table = spread.join(shares)
    if dagum is not None:
        table = (
            table.join(dagum.total.add_prefix("dagum_"))
            .join(dagum.within.add_prefix("gini "))
            .join(dagum.between.add_prefix("gini "))
            .join(dagum.overlap.add_prefix("affluence "))
        )
        if params["weight"]:
            progress.warn(
                "Dagum's decomposition and the Herfindahl index count every unit alike; the weights are for Theil, "
                "Gini and variation."
            )
    x.write_table_file(table, params["table"])
    x.save_papers(_papers(variable, spread, shares, dagum, region), params["paper"])
    _draw(params, variable, spread, dagum)
    last = table.iloc[-1]
    return {
        **x.made(params, "table", "paper", "figure", "theil_figure"),
        "gini": float(last["gini"]),
        "theil": float(last["theil_t"]),
        "herfindahl": float(last["herfindahl"]),
    }


def _draw(params: Mapping[str, Any], variable: str, spread: Any, dagum: Any) -> None:
    from gisplug.report.charts.indices import group_lines, parts

    if dagum is not None:
        names = {"within": "Within regions", "between": "Between regions", "transvariation": "Transvariation"}
        x.draw(
            params["figure"],
            parts,
            dagum.total,
            names,
            "gini",
            "Gini coefficient",
            f"Dagum decomposition of {variable}",
        )
        names = {"within": "Within regions", "between": "Between regions"}
        x.draw(
            params["theil_figure"], parts, spread, names, "theil_t", "Theil index", f"Theil decomposition of {variable}"
        )
        return
    long = spread[["gini", "theil_t", "theil_l", "cv"]].rename(
        columns={"gini": "Gini", "theil_t": "Theil T", "theil_l": "Theil L", "cv": "Variation"}
    )
    long = long.rename_axis("period").reset_index().melt("period", var_name="group", value_name="value")
    x.draw(params["figure"], group_lines, long, "value", "Inequality", f"Inequality of {variable}")
    x.draw(
        params["theil_figure"],
        group_lines,
        long[long["group"].str.startswith("Theil")],
        "value",
        "Theil index",
        f"Theil index of {variable}",
    )


def _papers(variable: str, spread: Any, shares: Any, dagum: Any, region: Any) -> Any:
    from gisplug.report.tables.paper_table import plain_table

    first = spread[["gini", "theil_t", "theil_l", "cv"]].join(
        shares[["herfindahl", *[c for c in shares if c.startswith("cr")]]]
    )
    first = first.rename(
        columns={
            "gini": "Gini",
            "theil_t": "Theil T",
            "theil_l": "Theil L",
            "cv": "Coefficient of variation",
            "herfindahl": "Herfindahl",
        }
    )
    tables = [plain_table(f"Inequality of {variable}", first.rename_axis("Period"))]
    if dagum is not None:
        total = dagum.total.rename(
            columns={
                "gini": "Gini",
                "within": "Gw",
                "between": "Gnb",
                "transvariation": "Gt",
                "share_within": "Gw share",
                "share_between": "Gnb share",
                "share_transvariation": "Gt share",
            }
        ).rename_axis("Period")
        note = (
            f"Dagum (1997) by {region}: Gw within regions, Gnb net between regions, Gt transvariation; they sum to "
            "the Gini coefficient."
        )
        tables.append(plain_table(f"Dagum decomposition of {variable}", total, (note,)))
        pairs = dagum.within.join(dagum.between).rename_axis("Period")
        tables.append(plain_table(f"Gini within and between regions, {variable}", pairs))
        parts = (
            spread[["theil_t", "between", "within", "share_between", "share_within"]]
            .rename(
                columns={
                    "theil_t": "Theil T",
                    "between": "Between",
                    "within": "Within",
                    "share_between": "Between share",
                    "share_within": "Within share",
                }
            )
            .rename_axis("Period")
        )
        tables.append(plain_table(f"Theil decomposition of {variable}", parts))
    return tables


TOOL = Tool(
    id="inequality",
    title="Inequality and concentration",
    group="indices",
    help="Measures in each period how unequally a value is spread over the units: Gini, Theil, coefficient of "
    "variation, Herfindahl "
    "and the shares of the largest. With regions, the Theil index is split into parts between and within them, and "
    "the Gini "
    "coefficient by Dagum into within, between and transvariation.",
    params=(
        *panel_params(),
        x.field_param("variable", "Variable", "Column with positive values."),
        x.field_param(
            "region",
            "Region field",
            "Column with the region of each unit, such as east, centre and west.",
            optional=True,
        ),
        x.field_param(
            "weight",
            "Population field",
            "Column with the population, for values per head. All units count alike where it is left empty.",
            optional=True,
            advanced=True,
        ),
    ),
    outputs=(
        Output("table", "table", "All measures", "All measures and parts, one row a period."),
        x.paper_output("Measures by period, Dagum's and Theil's decompositions."),
        Output(
            "figure",
            "figure",
            "Decomposition over time",
            "Dagum's parts of the Gini coefficient over time; without regions all measures as lines.",
        ),
        Output(
            "theil_figure",
            "figure",
            "Theil over time",
            "Parts of the Theil index between and within regions over time.",
        ),
        Output("gini", "number", "Gini", "Gini coefficient of the last period."),
        Output("theil", "number", "Theil T", "Theil index of the last period."),
        Output("herfindahl", "number", "Herfindahl", "Herfindahl index of the last period."),
    ),
    run=run,
    tags=("Gini", "Dagum", "Theil", "Herfindahl", "基尼系数", "泰尔指数"),
    example="gisplug inequality --panel demo-panel --unit adcode --period year --variable develop --region region "
    "--table gini.csv --paper gini.html --figure gini.png",
)
