"""Tool: one coefficient under all error structures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import GIVEN, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Blocks
from gisplug.tools.inputs import field_param, seed_param, split_list
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.reach_inputs import (
    ReachInputs,
    block_units_param,
    blocks_param,
    drawing_of,
    placing_units,
    reach_of,
)
from gisplug.tools.regression_options import (
    ControlsInputs,
    EffectsInputs,
    RegressorInputs,
    RowWeightsInputs,
    WinsorisedInputs,
    absorb_param,
    by_period_param,
    formula_of,
    sample_of,
    trends_param,
)
from gisplug.tools.results import FilePath, draw, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.regression.inference.errors_table import ErrorsTable
    from gisplug.report.tables.paper_table import PaperTable

NUMBERS = {"se": "SE", "stat": "t", "df": "df", "p": "p", "low": "Low", "high": "High", "verdict": "At this size"}
WORDS = {"assumes": "Assumes", "clusters": "Clusters", "carrying": "Carrying", "why": "Why"}


class Asked(RegressorInputs, ControlsInputs, EffectsInputs, ReachInputs, WinsorisedInputs, RowWeightsInputs):
    """What the tool is asked."""

    cluster: Optional[str] = field_param(
        "Cluster field",
        "Column to cluster by beside units, such as the region.",
        optional=True,
    )
    randomise_within: Optional[str] = field_param(
        "Randomise within",
        "Column of groups within which histories of the regressor change units, such as the region; among all units "
        "where it is left empty.",
        optional=True,
        advanced=True,
    )
    absorb: Optional[str] = absorb_param()
    trends: Optional[str] = trends_param()
    by_period: Optional[str] = by_period_param(", such as starting conditions")
    blocks: Blocks = blocks_param(({"cutoff": GIVEN},))
    block_units: int = block_units_param()
    draws: int = param(
        "integer",
        "Draws",
        "Number of draws of the bootstraps, and of assignments of histories.",
        999,
        minimum=99,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    paper: FilePath = paper_output("The coefficient under every structure, and what each assumes.")
    table: FilePath = table_output(
        "Structures",
        "Estimate, error, statistic, degrees of freedom, p-value, interval, assumption and verdict of each structure.",
    )
    figure: FilePath = output(
        "figure",
        "Interval chart",
        "The coefficient with its 95 percent interval under each structure; hollow where that does not hold.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.fixed_effects import fixed_effects
    from gisplug.regression.inference.errors_table import ErrorChoices, errors_table
    from gisplug.report.charts.regression import error_structures

    panel = load_panel(asked, placing_units(asked), unbalanced=True)
    fit = fixed_effects(
        panel,
        formula_of(asked, [asked.regressor]),
        effects=asked.effects,
        absorb=split_list(asked.absorb),
        trends=split_list(asked.trends),
        by_period=split_list(asked.by_period),
        row_weights=asked.row_weights,
        **sample_of(asked),
    )
    choices = ErrorChoices(
        cluster=asked.cluster or "",
        reach=reach_of(asked),
        drawing=drawing_of(asked),
        within=asked.randomise_within or "",
    )
    tell(progress, panel.report + fit.report)
    found = errors_table(fit, asked.regressor, choices, progress=progress)
    save_table(found.table(), asked.table)
    papers = _papers(found)
    if asked.paper:
        save_paper(papers, asked.paper)
    else:
        progress.info(str(papers[0]))
    label = message("Coefficient of {regressor}", regressor=asked.regressor)
    draw(asked.figure, error_structures, found.table(), label=label, size=(15, 3 + 0.55 * len(found.table())))
    p = found.estimates["p"][found.standing["verdict"] == "holds"]
    return {
        **asked.written(),
        "estimate": float(found.estimates["estimate"].iloc[0]),
        "least": float(p.min()) if len(p) else float("nan"),
        "most": float(p.max()) if len(p) else float("nan"),
    }


def _papers(found: ErrorsTable) -> list[PaperTable]:
    from gisplug.report.tables.paper_table import plain_table

    table, facts = found.table(), found.facts
    notes = (
        message(
            "Coefficient {iloc:.4f}; {n} observations, {units} units, {periods} periods; {carrying:.1f} "
            "units effectively carry it.",
            iloc=found.estimates["estimate"].iloc[0],
            n=facts.n,
            units=facts.units,
            periods=facts.periods,
            carrying=facts.carrying,
        ),
        "At this size: whether a structure holds with so many clusters, if what it assumes is true.",
    )
    digits = {"SE": 4, "t": 2, "df": 1, "p": 4, "Low": 4, "High": 4}
    numbers = table[list(NUMBERS)].rename(columns=NUMBERS)
    words = table[list(WORDS)].rename(columns=WORDS)
    return [
        plain_table(found.title, numbers, notes=notes, digits=digits, stub="Structure"),
        plain_table("What each structure assumes", words, digits=1, stub="Structure"),
    ]


TOOL = Tool(
    id="errors_table",
    title="One coefficient under all error structures",
    group="regression",
    help="Estimates a coefficient once and shows it under every structure of errors: classical, HC1, HC3, clustered by "
    "unit, period, both and a further column, CR2 and CR3, the wild cluster bootstrap, Driscoll-Kraay, Conley and "
    "spatial blocks (with a cut-off), and randomisation. Each row says what it assumes and whether it holds with so "
    "many units, periods and clusters.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Coefficient of the regressor."),
        Output("least", "number", "Least p-value", "Smallest p-value of the structures that hold at this size."),
        Output("most", "number", "Largest p-value", "Largest p-value of the structures that hold at this size."),
    ),
    run=run,
    tags=("standard errors", "robustness", "few clusters", "Conley", "wild bootstrap", "jackknife"),
    example="gisplug errors-table --panel demo-panel --unit adcode --period year --outcome develop --regressor agg "
    "--controls wage,second --cutoff 500 --units demo-china-provinces --id adcode --paper errors.html --figure "
    "errors.png",
)
