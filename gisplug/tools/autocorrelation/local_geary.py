"""Tool: local Geary of all periods, of one variable or several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
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
)
from gisplug.tools.inputs import fields_param, open_optional_units
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
    from gisplug.report.tables.paper_table import PaperTable

ONE, SEVERAL = ("High-High", "Low-Low", "Other positive", "Negative"), ("Positive", "Negative")


class Asked(AlignedInputs, BoundariesInputs, PermutationInputs):
    """What the tool is asked."""

    variables: list[str] = fields_param(
        "Variables", "Column whose values are compared with those of neighbours, or several that are compared together."
    )
    alpha: float = level_param()
    correction: Literal["none", "fdr", "bonferroni"] = correction_param()
    tail: Literal["folded", "two-sided", "greater", "less"] = tail_param()
    missing: Literal["refuse", "drop"] = missing_param()
    maps: Optional[str] = maps_param()
    layer: FilePath = output(
        "layer",
        "Cluster layer",
        "All units in all periods with local Geary, p-values, cluster and colour. It needs boundaries.",
        style="local_geary",
        needs="units",
    )
    table: FilePath = output("table", "Table of local values", "The same without geometry.")
    paper: FilePath = paper_output("Names of the units in each kind of cluster, for the periods on the maps.")
    figure: FilePath = output(
        "figure", "Cluster maps", "Maps of the clusters in several periods. It needs boundaries.", needs="units"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.local_geary import local_geary

    asked = that_can_be_made(asked, progress)
    units = open_optional_units(asked, progress)
    panel, w = open_aligned(asked, progress, units, unbalanced=asked.missing == "drop")
    clusters = local_geary(
        panel,
        asked.variables,
        w,
        asked.permutations,
        asked.seed,
        alpha=asked.alpha,
        correction=asked.correction,
        tail=asked.tail,
        missing=asked.missing,
        progress=progress,
    )
    title = message("Local Geary of {variables}", variables=", ".join(asked.variables))
    save_layer(clusters, asked.layer, layer="local_geary", style="local_geary", field="cluster", title=title)
    save_table(clusters, asked.table)
    if asked.paper:
        kinds = ONE if len(asked.variables) == 1 else SEVERAL
        note = message(
            "C: weighted squared distance to neighbours, standardised, mean over the variables. {permutations} "
            "conditional permutations, seed {seed}, tail {tail}, correction {correction}, level {alpha:g}.",
            permutations=asked.permutations,
            seed=asked.seed,
            tail=message(asked.tail),
            correction=message(asked.correction),
            alpha=asked.alpha,
        )
        made: PaperTable = names_by_period(clusters, asked.maps, kinds, title, note)
        save_paper(made, asked.paper)
    if asked.figure:
        save_figure(cluster_maps(clusters, asked.maps, title, "local_geary"), asked.figure)
    last = clusters[clusters["period"] == panel.periods[-1]]["cluster"]
    return {
        **asked.written(),
        "positive": float(last.isin(("High-High", "Low-Low", "Other positive", "Positive")).sum()),
        "negative": float((last == "Negative").sum()),
    }


TOOL = Tool(
    id="local_geary",
    title="Local Geary",
    group="autocorrelation",
    help="Finds the units whose values are like those of their neighbours, or unlike them, more than by chance, for "
    "every unit and all periods. Several variables are compared together, as one distance. P-values come from "
    "conditional permutation.",
    inputs=Asked,
    values=(
        Output("positive", "number", "Alike, last period", "Number of units in clusters of like values, last period."),
        Output("negative", "number", "Unlike, last period", "Number of units unlike their neighbours, last period."),
    ),
    run=run,
    tags=("Geary", "local Geary", "multivariate", "局部 Geary", "局部吉尔里"),
    example="gisplug local-geary --panel demo-panel --unit adcode --period year --variables agg,wage --weights w.csv "
    "--units demo-china-provinces --id adcode --name name_en --layer geary.gpkg --figure geary.png",
)
