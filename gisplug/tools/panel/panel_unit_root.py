"""Tool: panel unit-root tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.indices import shared as x
from gisplug.tools.inputs import panel_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.panel.unit_root import panel_unit_root

    panel = x.open_panel(params, progress)
    lags = params["lags"]
    tests = params["tests"] if params["deterministic"] != "none" else [t for t in params["tests"] if t != "ips"]
    found = panel_unit_root(
        panel,
        params["variables"],
        tests,
        params["deterministic"],
        lags if lags in ("sic", "aic") else _whole(lags),
        demean=params["demean"],
        simulations=params["simulations"],
        seed=params["seed"],
        progress=progress,
    )
    x.tell(progress, found.report)
    x.write_table_file(found.table, params["table"])
    x.write_table_file(found.units, params["by_unit"])
    x.save_papers(_paper(found), params["paper"])
    first = found.table.iloc[0]
    return {
        **x.made(params, "table", "by_unit", "paper"),
        "statistic": float(first["statistic"]),
        "p": float(first["p"]),
    }


def _whole(text: str) -> int:
    if not text.strip().isdigit():
        from gisplug.core.errors import ParameterError

        raise ParameterError(f"'lags' is sic, aic or a whole number; {text!r} was given instead.")
    return int(text)


def _paper(found: Any) -> Any:
    from gisplug.report.tables.paper_table import plain_table, stars

    table = found.table.copy()
    table["statistic"] = [
        f"{s:.4f}{stars(p)}" for s, p in table[["statistic", "p_sim" if found.simulations else "p"]].to_numpy()
    ]
    names = {
        "variable": "Variable",
        "test": "Test",
        "statistic": "Statistic",
        "p": "p",
        "p_sim": "p (simulated)",
        "lags": "Mean lags",
        "decision": "Decision",
    }
    shown = table[[c for c in names if c in table]].rename(columns=names)
    terms = {"none": "no intercept", "intercept": "intercepts", "trend": "intercepts and trends"}[found.deterministic]
    note = (
        f"Null: a unit root in every unit. With {terms}; lags: "
        f"{found.lags}{'; period means removed' if found.demeaned else ''}."
    )
    if found.simulations:
        note += (
            f" Simulated p: {found.simulations} panels of random walks, seed {found.seed}; stars and decisions go "
            "by it."
        )
    return plain_table(
        "Panel unit-root tests", shown.set_index("Variable"), (note, "*** p < 0.01, ** p < 0.05, * p < 0.1.")
    )


TOOL = Tool(
    id="panel_unit_root",
    title="Panel unit-root tests",
    group="panel",
    help="Tests whether variables have a unit root: Levin, Lin and Chu; Im, Pesaran and Shin; and Fisher-type "
    "tests. P-values come "
    "from the published tables and, safer in short panels, from simulated random walks of the same size.",
    params=(
        *panel_params(),
        x.fields_param("variables", "Variables", "Columns to test, without empty cells."),
        Param(
            "tests",
            "choices",
            "Tests",
            "One common root (LLC), a root for each unit (IPS), or combined p-values (Fisher).",
            default=["llc", "ips", "fisher"],
            choices=("llc", "ips", "fisher"),
            choice_labels=("Levin-Lin-Chu", "Im-Pesaran-Shin", "Fisher"),
        ),
        Param(
            "deterministic",
            "choice",
            "Deterministic part",
            "What each unit's series may have besides the root.",
            default="intercept",
            choices=("none", "intercept", "trend"),
            choice_labels=("Nothing", "Intercept", "Intercept and trend"),
        ),
        Param(
            "lags",
            "text",
            "Lags",
            "Number of lagged differences, or the words sic or aic, which choose it for each unit.",
            default="sic",
        ),
        Param(
            "demean",
            "flag",
            "Remove period means",
            "Subtract the mean of each period first, against common shocks.",
            default=False,
        ),
        Param(
            "simulations",
            "integer",
            "Simulations",
            "Number of simulated panels for the simulated p-values; nought leaves them out.",
            default=499,
            minimum=0,
            maximum=100000,
            advanced=True,
        ),
        Param(
            "seed",
            "integer",
            "Seed",
            "Start of the random numbers; the same seed gives the same result.",
            default=1,
            minimum=0,
            advanced=True,
        ),
    ),
    outputs=(
        Output("table", "table", "Tests", "Statistic and p-values of each variable and test."),
        Output("by_unit", "table", "Tests by unit", "Lags, coefficient, t and p of each unit's own test."),
        x.paper_output("Statistics with stars and p-values."),
        Output("statistic", "number", "First statistic", "Statistic of the first variable and test."),
        Output("p", "number", "First p-value", "P-value of the first variable and test."),
    ),
    run=run,
    tags=("unit root", "LLC", "IPS", "stationarity", "单位根"),
    example="gisplug panel-unit-root --panel demo-panel --unit adcode --period year --variables develop,agg --paper "
    "unit_root.html",
)
