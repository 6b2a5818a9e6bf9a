"""Tool: local Moran's I (LISA) of all periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.local_results import cluster_maps, names_by_period
from gisplug.tools.autocorrelation.options import (
    BoundariesInputs,
    PermutationInputs,
    correction_param,
    level_param,
    maps_param,
    missing_param,
    tail_param,
    variable_param,
)
from gisplug.tools.inputs import field_param, open_optional_units
from gisplug.tools.results import (
    FilePath,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    that_can_be_made,
)
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

KINDS = ("High-High", "Low-Low", "Low-High", "High-Low")
P_VALUES = {
    "none": "Pseudo p-values",
    "fdr": "P-values corrected for false discovery",
    "bonferroni": "Bonferroni p-values",
}


class Asked(AlignedInputs, BoundariesInputs, PermutationInputs):
    """What the tool is asked."""

    variable: str = variable_param()
    alpha: float = level_param()
    correction: Literal["none", "fdr", "bonferroni"] = correction_param()
    tail: Literal["folded", "two-sided", "greater", "less"] = tail_param(
        "the others test one side of the local statistic."
    )
    other: Optional[str] = field_param(
        "Lagged variable",
        "For the bivariate version: the column whose spatial lag is compared with the variable.",
        optional=True,
        advanced=True,
    )
    missing: Literal["refuse", "drop"] = missing_param()
    maps: Optional[str] = maps_param()
    threads: int = param(
        "integer",
        "Threads",
        "Number of threads. It changes the time, never a p-value.",
        default=1,
        minimum=1,
        maximum=64,
        advanced=True,
    )
    layer: FilePath = output(
        "layer",
        "Cluster layer",
        "All units in all periods with value, lag, local I, p-values, code, cluster and colour. It needs boundaries.",
        style="lisa_clusters",
        needs="units",
    )
    table: FilePath = output("table", "Table of local values", "The same without geometry.")
    paper: FilePath = paper_output(
        "Names of the units in each kind of cluster, for the periods on the maps.", "Clusters by period"
    )
    figure: FilePath = output(
        "figure",
        "Cluster maps",
        "Maps of the clusters in several periods with GeoDa's colours. It needs boundaries.",
        needs="units",
    )


def run(asked: Asked, progress: Progress) -> Results:
    import os

    asked = that_can_be_made(asked, progress)
    from gisplug.autocorrelation.local_statistics import local_moran
    from gisplug.core.machine.variables import DASK

    variable, other = asked.variable, asked.other
    units = open_optional_units(asked, progress)
    panel, w = open_aligned(asked, progress, units, unbalanced=asked.missing == "drop")
    clusters = local_moran(
        panel,
        variable,
        w,
        asked.permutations,
        asked.seed,
        alpha=asked.alpha,
        correction=asked.correction,
        tail=asked.tail,
        missing=asked.missing,
        other=other,
        threads=asked.threads,
        executor=os.environ.get(DASK) or None,
        progress=progress,
    )
    _warn_of_few_permutations(asked, panel.N, progress)
    what = variable if not other else message("{variable} and the lag of {other}", variable=variable, other=other)
    title = message("Local Moran of {what}", what=what)
    save_layer(clusters, asked.layer, layer="lisa", style="lisa_clusters", field="cluster", title=title)
    save_table(clusters, asked.table)
    if asked.paper:
        save_paper(_paper(clusters, asked, what), asked.paper)
    if asked.figure:
        save_figure(cluster_maps(clusters, asked.maps, title, "lisa_clusters"), asked.figure)
    last = clusters[clusters["period"] == panel.periods[-1]]
    return {
        **asked.written(),
        "high_high": float((last["cluster"] == "High-High").sum()),
        "low_low": float((last["cluster"] == "Low-Low").sum()),
        "significant": float(last["code"].between(1, 4).sum()),
    }


def _warn_of_few_permutations(asked: Asked, units: int, progress: Progress) -> None:
    """Say it where not even the least possible p-value, times the number of units, is significant."""
    permutations, alpha = asked.permutations, asked.alpha
    least = 1 / (1 + permutations)
    if asked.correction == "bonferroni" and least * units > alpha:
        progress.warn(
            message(
                "With {permutations} permutations no p-value is below {least:.2g}, so times {units} "
                "units none can be significant at {alpha:g}; take at least {units2} permutations.",
                permutations=permutations,
                least=least,
                units=units,
                alpha=alpha,
                units2=int(units / alpha),
            )
        )


def _paper(clusters: pd.DataFrame, asked: Asked, what: str) -> PaperTable:
    """Return which units are in which cluster, by period."""
    note = message(
        "{p_values} at most {alpha:g}; {permutations} conditional permutations, seed {seed}, tail {tail}.",
        p_values=P_VALUES[asked.correction],
        alpha=asked.alpha,
        permutations=asked.permutations,
        seed=asked.seed,
        tail=message(asked.tail),
    )
    title = message("Local Moran clusters of {what}", what=what)
    return names_by_period(clusters, asked.maps, KINDS, title, note)


TOOL = Tool(
    id="local_moran",
    title="Local Moran's I (LISA)",
    group="autocorrelation",
    help="Finds the clusters of high and low values and the outliers among their neighbours, for every unit and "
    "all periods in one call. P-values come from conditional permutation; corrections for many tests, GeoDa's "
    "codes and colours are in the layer.",
    inputs=Asked,
    values=(
        Output("high_high", "number", "High-high units, last period", "Number of high-high units in the last period."),
        Output("low_low", "number", "Low-low units, last period", "Number of low-low units in the last period."),
        Output(
            "significant", "number", "Significant units, last period", "Number of significant units in the last period."
        ),
    ),
    run=run,
    tags=("LISA", "cluster", "local Moran", "局部莫兰"),
    example="gisplug local-moran --panel demo-panel --unit adcode --period year --variable agg --weights w.csv "
    "--units demo-china-provinces --id adcode --name name_zh --layer lisa.gpkg --figure lisa.png",
)
