"""Tool: join counts by period, and local join counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.local_results import cluster_maps
from gisplug.tools.autocorrelation.options import (
    BoundariesInputs,
    PermutationInputs,
    alternative_param,
    isolates_param,
    level_param,
    maps_param,
    missing_param,
)
from gisplug.tools.inputs import choice_param, field_param, open_optional_units
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.results import (
    FilePath,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, weights_file

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

KINDS = {"BB": "Black-black (BB)", "WW": "White-white (WW)", "BW": "Black-white (BW)"}


class Asked(PanelInputs, ExtraUnitsInputs, BoundariesInputs, PermutationInputs):
    """What the tool is asked."""

    weights: str = param(
        "weights",
        "Spatial weights",
        "Weights file with the same ids as the panel; a link counts once, whatever its weight.",
    )

    variable: str = field_param("Variable", "Column of 0 and 1, or of numbers that are divided into two.")
    black: Literal["ones", "mean", "median", "value"] = choice_param(
        "Black units",
        "Which units are black: those with 1 in a column of 0 and 1, or those above the mean, the median of their "
        "period, or a value.",
        {"ones": "Those with 1", "mean": "Above the mean", "median": "Above the median", "value": "Above a value"},
        "ones",
    )
    value: float = param(
        "number",
        "Value",
        "Units above it are black.",
        0.0,
        applies_when=({"black": ("value",)},),
    )
    sampling: Literal["nonfree", "free"] = choice_param(
        "Null",
        "What mean and variance are taken under: colours shuffled over the units, as many black ones as there are; or "
        "each unit black by itself, with the share of them.",
        {"nonfree": "Colours shuffled (non-free)", "free": "Each by itself (free)"},
        "nonfree",
    )
    alternative: Literal["greater", "less", "two-sided"] = alternative_param()
    alpha: float = level_param("Largest p-value that makes a black unit part of a local cluster.")
    missing: Literal["refuse", "drop"] = missing_param()
    isolates: Literal["keep", "drop"] = isolates_param()
    maps: Optional[str] = maps_param()
    table: FilePath = output(
        "table", "Join counts by period", "Counts, expectations, variances, z and p, one row a period."
    )
    paper: FilePath = paper_output("Join counts with z and p of each period.")
    layer: FilePath = output(
        "layer",
        "Local join counts",
        "Black neighbours of every black unit in all periods, with exact p. It needs boundaries.",
        style="join_counts",
        needs="units",
    )
    local: FilePath = output("table", "Table of local counts", "The same without geometry.")
    figure: FilePath = output(
        "figure", "Maps", "Black units and their local clusters in several periods. It needs boundaries.", needs="units"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.join_counts import join_counts, local_join_counts

    asked = that_can_be_made(asked, progress)
    units = open_optional_units(asked, progress)
    panel = load_panel(asked, units, unbalanced=asked.missing == "drop")
    panel, (w,) = aligned(panel, [weights_file(asked.weights, "none", panel)], asked.match, asked.extra_units)
    tell(progress, panel.report + w.report)
    table = join_counts(
        panel,
        asked.variable,
        w,
        asked.permutations,
        asked.seed,
        asked.alternative,
        black=asked.black,
        value=asked.value,
        sampling=asked.sampling,
        missing=asked.missing,
        isolates=asked.isolates,
        progress=progress,
    )
    title = message("Join counts of {variable}", variable=asked.variable)
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table, asked, title, w.name), asked.paper)
    spots = local_join_counts(
        panel, asked.variable, w, asked.alpha, black=asked.black, value=asked.value, missing=asked.missing
    )
    save_layer(spots, asked.layer, layer="join_counts", style="join_counts", field="cluster", title=title)
    save_table(spots, asked.local)
    if asked.figure:
        title = message("Local join counts of {variable}", variable=asked.variable)
        save_figure(cluster_maps(spots, asked.maps, title, "join_counts"), asked.figure)
    last = table.iloc[-1]
    tested = "p_sim" if asked.permutations else "p"
    clusters = spots[spots["period"] == panel.periods[-1]]["cluster"] == "Cluster"
    return {
        **asked.written(),
        "bb": float(last["BB"]),
        "p_bb": float(last[f"{tested}_BB"]),
        "bw": float(last["BW"]),
        "p_bw": float(last[f"{tested}_BW"]),
        "clusters": float(clusters.sum()),
    }


def _paper(table: pd.DataFrame, asked: Asked, title: str, weights: str) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import STAR_NOTE, plain_table, stars

    tested = "p_sim" if asked.permutations else "p"
    rows: list[tuple[Any, ...]] = []
    index, panels = [], {}
    for kind, name in KINDS.items():
        panels[len(rows)] = name
        for period, row in zip(table["period"], table.to_dict("records")):
            p = row[f"{tested}_{kind}"]
            said = f"{row[kind]:.1f}{stars(p)}"
            rows.append((said, row[f"E_{kind}"], row[f"V_{kind}"], row[f"z_{kind}"], row[f"p_{kind}"], p))
            index.append(str(period))
    heads = ["Joins", "Expected", "Variance", "z", "p", "p (permutation)"]
    frame = pd.DataFrame(rows, index=pd.Index(index, name="Period"), columns=heads)
    frame = frame if asked.permutations else frame.drop(columns="p (permutation)")
    last = table.iloc[-1]
    note = message(
        "{black} of {n} units are black in the last period, {joins:g} joins; weights: {weights}. Mean, variance, z and "
        "p: {sampling}. A link counts once, whatever its weight. ",
        black=int(last["black"]),
        n=int(last["n"]),
        joins=float(last["joins"]),
        weights=weights,
        sampling=message("non-free sampling") if asked.sampling == "nonfree" else message("free sampling"),
    )
    return plain_table(title, frame, (note + STAR_NOTE,), panels=panels)


TOOL = Tool(
    id="join_counts",
    title="Join counts",
    group="autocorrelation",
    help="Counts in each period how often neighbours are both black (1), both white (0), or one of each, with mean and "
    "variance under free or non-free sampling and p by permutation; and for each black unit whether more of its "
    "neighbours are black than by chance, with exact p.",
    inputs=Asked,
    values=(
        Output("bb", "number", "BB, last period", "Joins of two black units in the last period."),
        Output("p_bb", "number", "p of BB, last period", "Its p-value, by permutation where permutations are made."),
        Output("bw", "number", "BW, last period", "Joins of a black and a white unit in the last period."),
        Output("p_bw", "number", "p of BW, last period", "Its p-value, by permutation where permutations are made."),
        Output("clusters", "number", "Local clusters, last period", "Black units in local clusters, last period."),
    ),
    run=run,
    tags=("join count", "binary", "BB", "连接数", "联结统计"),
    example="gisplug join-counts --panel demo-panel --unit adcode --period year --variable agg --black median "
    "--weights w.csv --units demo-china-provinces --id adcode --name name_en --table joins.csv --paper joins.html "
    "--figure joins.png",
)
