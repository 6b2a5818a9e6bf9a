"""Tool: local Moran's I (LISA) of all periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.autocorrelation import shared as a
from gisplug.tools.inputs import panel_params, weights_params


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    import os

    from gisplug.autocorrelation.local_statistics import local_moran

    panel, w = a.load(params, progress, with_units=True)
    layer = local_moran(
        panel,
        params["variable"],
        w,
        params["permutations"],
        params["seed"],
        params["alpha"],
        params["correction"],
        params["tail"],
        params["missing"],
        params["other"],
        params["threads"],
        progress,
        os.environ.get("GISPLUG_DASK") or None,
    )
    least = 1 / (1 + params["permutations"])
    if params["correction"] == "bonferroni" and least * panel.N > params["alpha"]:
        progress.warn(
            f"With {params['permutations']} permutations no p-value is below {least:.2g}, so times {panel.N} units "
            "none can "
            f"be significant at {params['alpha']:g}; take at least {int(panel.N / params['alpha'])} permutations."
        )
    what = params["variable"] if not params["other"] else f"{params['variable']} and the lag of {params['other']}"
    made: dict[str, Any] = {}
    if params["layer"]:
        made["layer"] = a.write_layer_or_table(
            layer, params["layer"], "lisa", "lisa_clusters", "cluster", f"Local Moran of {what}"
        )
    counts = layer.pivot_table(index="period", columns="cluster", values="unit", aggfunc="count", fill_value=0)
    if params["table"]:
        from gisplug.core.tables import write_table

        made["table"] = str(write_table(layer, params["table"]))
    if params["paper"]:
        made["paper"] = _paper(layer, params, what)
    if params["figure"]:
        made["figure"] = a.cluster_maps(layer, params["maps"], params["figure"], f"Local Moran of {what}")
    last = counts.iloc[-1]
    return made | {
        "high_high": float(last.get("High-High", 0)),
        "low_low": float(last.get("Low-Low", 0)),
        "significant": float(layer.loc[layer["period"] == panel.periods[-1], "code"].between(1, 4).sum()),
    }


def _paper(layer: Any, params: Mapping[str, Any], what: str) -> str:
    """Write which units are in which cluster, by period."""
    import pandas as pd

    from gisplug.report.tables.files import write_paper
    from gisplug.report.tables.paper_table import plain_table

    kinds = ("High-High", "Low-Low", "Low-High", "High-Low")
    chosen = layer[layer["period"].isin(a.chosen_periods(layer["period"].unique(), params["maps"]))]
    named = {
        period: {k: ", ".join(map(str, part.loc[part["cluster"] == k, "name"])) or "–" for k in kinds}
        for period, part in chosen.groupby("period")
    }
    frame = pd.DataFrame(named).T
    frame.index.name = "Period"
    p = {
        "none": "pseudo p-values",
        "fdr": "p-values corrected for false discovery",
        "bonferroni": "Bonferroni p-values",
    }
    note = (
        f"{p[params['correction']]} at most {params['alpha']:g}; {params['permutations']} conditional permutations, "
        f"seed {params['seed']}, tail {params['tail']}."
    )
    return str(
        write_paper(
            plain_table(f"Local Moran clusters of {what}", frame, (note[0].upper() + note[1:],)), params["paper"]
        )
    )


TOOL = Tool(
    id="local_moran",
    title="Local Moran's I (LISA)",
    group="autocorrelation",
    help="Finds the clusters of high and low values and the outliers among their neighbours, for every unit and all "
    "periods in one "
    "call. P-values come from conditional permutation; corrections for many tests, GeoDa's codes and colours are in "
    "the layer.",
    params=(
        *panel_params(),
        a.variable_param(),
        *weights_params(),
        *a.optional_units_params(),
        *a.permutation_params(),
        Param(
            "alpha",
            "number",
            "Significance level",
            "Largest p-value that makes a unit part of a cluster.",
            default=0.05,
            minimum=0.000001,
            maximum=0.5,
        ),
        Param(
            "correction",
            "choice",
            "Correction for many tests",
            "Which p-value is compared with the level: as permuted, corrected for false discovery (Benjamini and "
            "Hochberg) or for all units (Bonferroni). The layer holds all three.",
            default="none",
            choices=("none", "fdr", "bonferroni"),
            choice_labels=("None", "False discovery rate", "Bonferroni"),
        ),
        Param(
            "tail",
            "choice",
            "Tail",
            "Folded takes the smaller side as GeoDa does; two-sided doubles it; the others test one side of the "
            "local statistic.",
            default="folded",
            choices=("folded", "two-sided", "greater", "less"),
            advanced=True,
        ),
        Param(
            "other",
            "field",
            "Lagged variable",
            "For the bivariate version: the column whose spatial lag is compared with the variable.",
            parent="panel",
            optional=True,
            advanced=True,
        ),
        *a.sample_params(tail=False, isolates=False),
        a.maps_param(),
        Param(
            "threads",
            "integer",
            "Threads",
            "Number of threads. It changes the time, never a p-value.",
            default=1,
            minimum=1,
            maximum=64,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "layer",
            "layer",
            "Cluster layer",
            "All units in all periods with value, lag, local I, p-values, code, cluster and colour. It needs "
            "boundaries.",
            style="lisa_clusters",
        ),
        Output("table", "table", "Table of local values", "The same without geometry."),
        Output(
            "paper",
            "paper",
            "Clusters by period",
            "Names of the units in each kind of cluster, for the periods on the maps.",
        ),
        Output(
            "figure",
            "figure",
            "Cluster maps",
            "Maps of the clusters in several periods with GeoDa's colours. It needs boundaries.",
        ),
        Output("high_high", "number", "High-high units", "Number of high-high units in the last period."),
        Output("low_low", "number", "Low-low units", "Number of low-low units in the last period."),
        Output("significant", "number", "Significant units", "Number of significant units in the last period."),
    ),
    run=run,
    tags=("LISA", "cluster", "local Moran", "局部莫兰"),
    example="gisplug local-moran --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--units demo-china-provinces --id adcode --name name_zh --layer lisa.gpkg --figure lisa.png",
)
