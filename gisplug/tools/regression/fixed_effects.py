"""Tool: panel regression with fixed effects, as the columns of a baseline table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import BLOCK_ERRORS, Effects, ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import choice_param, split_list
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.reach_inputs import (
    BLOCK_HELP,
    FAR,
    NEAR_HELP,
    DrawingInputs,
    ReachInputs,
    cutoff_param,
    placing_units,
    reaching,
    with_blocks,
)
from gisplug.tools.regression_options import (
    ControlsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorsInputs,
    WeightedFitInputs,
    absorb_param,
    by_period_param,
    errors_param,
    formula_of,
    removed_effects_param,
    trends_param,
    weighted_options,
)
from gisplug.tools.regression_results import TableFiles, estimates_of, save_estimates, side_by_side
from gisplug.tools.results import FilePath, save_figure, save_paper, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.regression.fixed_effects import PanelFit
    from gisplug.report.tables.paper_table import PaperTable


class Asked(
    RegressorsInputs,
    ControlsInputs,
    WeightedFitInputs,
    ReachInputs,
    DrawingInputs,
    FurtherRowsInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    plan: Literal["effects", "single", "controls", "both"] = choice_param(
        "Columns of the table",
        "One column; the four columns pooled, with controls, unit effects, both effects; controls entered one "
        "after another; or without and with controls.",
        {
            "effects": "Four columns by effects",
            "single": "One column",
            "controls": "Controls one after another",
            "both": "Without and with controls",
        },
        "effects",
    )
    effects: Effects = removed_effects_param(applies_when=({"plan": ("single", "controls", "both")},))
    errors: ErrorStructure = errors_param("robust", BLOCK_ERRORS, NEAR_HELP + BLOCK_HELP)
    cutoff: Optional[float] = cutoff_param(applies_when=({"errors": FAR},))
    absorb: Optional[str] = absorb_param()
    trends: Optional[str] = trends_param()
    by_period: Optional[str] = by_period_param(", such as starting conditions")
    few_clusters: Literal["none", "wild", "cr2", "cr3"] = choice_param(
        "Few clusters",
        "A second table with inference of the main regressors in the last column that holds with few clusters: wild "
        "cluster bootstrap (Webb weights, 999 draws), or CR2 or CR3 (jackknife) errors with Satterthwaite's degrees of "
        "freedom. Errors are clustered by one grouping.",
        {"none": "No", "wild": "Wild cluster bootstrap", "cr2": "CR2 errors", "cr3": "CR3 errors (jackknife)"},
        "none",
        advanced=True,
    )
    figure: FilePath = output(
        "figure",
        "Coefficient chart",
        "Coefficients of the main regressors with 95 percent intervals, one colour a column.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.fixed_effects import stepwise

    panel = load_panel(asked, placing_units(asked), unbalanced=True)
    key = list(asked.regressors)
    found = stepwise(
        panel,
        formula_of(asked, key),
        key=key,
        plan=asked.plan,
        absorb=split_list(asked.absorb),
        trends=split_list(asked.trends),
        by_period=split_list(asked.by_period),
        **reaching(asked, weighted_options(asked)),
    )
    fits = with_blocks(found, asked, progress)
    last = list(fits.values())[-1]
    tell(progress, panel.report + last.report)
    title = message("Dependent variable: {outcome}", outcome=asked.outcome)
    few = _few_clusters(last, key, asked.few_clusters)
    for made in few:
        progress.info(str(made))
    few += calibrated(asked, progress, {"": list(found.values())[-1]})
    save_estimates(estimates_of(fits, asked.rows), asked.table)
    if asked.paper:
        save_paper([side_by_side(title, fits, under=asked.parentheses, order=key, rows=asked.rows), *few], asked.paper)
    if asked.figure:
        _save_figure(estimates_of(fits), key, title, asked.figure)
    first = last.estimates.loc[key[0]]
    return {**asked.written(), "estimate": float(first["estimate"]), "p": float(first["p"]), "n": last.n}


def _few_clusters(fit: PanelFit, key: Sequence[str], how: str) -> list[PaperTable]:
    """Return the table of inference that holds with few clusters, where it is asked for."""
    from gisplug.regression.few_clusters.bias_reduced import bias_reduced
    from gisplug.regression.few_clusters.wild import wild_bootstrap
    from gisplug.report.tables.paper_table import plain_table

    if how == "wild":
        found = wild_bootstrap(fit, key)
        facts = joined(
            "; ", (message("{part}: {said}", part=label, said=value) for label, value in found.statistics.items())
        )
        note = message(
            "{facts}. Null imposed; intervals are the values that are not rejected. p (table): of clustered errors.",
            facts=facts,
        )
        heads = dict(zip(found.table().columns, ("Estimate", "SE", "p (table)", "p", "Low", "High")))
        return [plain_table(found.kind, found.table().rename(columns=heads), notes=(note,), stub="Term", digits=4)]
    if how in ("cr2", "cr3"):
        frame = bias_reduced(fit, key, correction=how)
        heads = dict(zip(frame.columns, ("Estimate", "SE", "t", "df", "p", "Low", "High")))
        note = "Errors after Bell and McCaffrey (2002); degrees of freedom after Satterthwaite."
        if how == "cr3":
            note = "Jackknife errors, which leave out a cluster at a time; degrees of freedom after Satterthwaite."
        title = message("{how} errors", how=how.upper())
        return [plain_table(title, frame.rename(columns=heads), notes=(note,), stub="Term", digits=4)]
    return []


def _save_figure(frames: Mapping[str, pd.DataFrame], key: Sequence[str], title: str, path: str) -> None:
    """Draw one regressor column by column, or several with one colour a column."""
    from gisplug.report.charts.regression import coefficients, estimates_by_column
    from gisplug.report.figures import figure

    if len(key) == 1:
        fig, ax = figure(13, 3 + 0.9 * len(frames))
        estimates_by_column(ax, frames, key[0], label=message("Coefficient of {key}", key=key[0]))
    else:
        fig, ax = figure(15, 3 + 0.9 * len(key) * max(len(frames), 2))
        coefficients(ax, frames, key)
    ax.set_title(title)
    save_figure(fig, path)


TOOL = Tool(
    id="fixed_effects",
    title="Fixed-effects regression",
    group="regression",
    help="Explains a variable by others in a panel, with effects of units and periods taken out. Several columns "
    "build up the baseline table of a paper: the main variable alone, with controls, with unit effects, with "
    "unit and period effects.",
    inputs=Asked,
    values=(
        Output("estimate", "number", "Coefficient", "Coefficient of the first regressor in the last column."),
        Output("p", "number", "P-value", "Its p-value."),
        Output("n", "number", "Observations", "Rows that the last column uses."),
    ),
    run=run,
    estimates=True,
    tags=("panel", "two-way fixed effects", "baseline", "clustered errors"),
    example="gisplug fixed-effects --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "--controls wage,second,third,press,traffic,edu --paper baseline.html --figure baseline.png",
)
