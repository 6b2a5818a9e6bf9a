"""Tool: difference-in-differences where a policy reaches beyond the treated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NEAR_ERRORS, ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.exposure_inputs import ExposureInputs, PlacedInputs, edges_of, exposure_of, linked
from gisplug.tools.inputs import choice_param, load_optional_units, numbers_of
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.policy.event_tables import event_paper
from gisplug.tools.policy.options import PolicyControlsInputs, WindowInputs, WinsorisedOutcomeInputs, policy_formula
from gisplug.tools.reach_inputs import FAR, NEAR_HELP, cutoff_param, needed_reach
from gisplug.tools.regression_options import ErrorsInputs, ParenthesesInputs, errors_of, errors_param, sample_of
from gisplug.tools.regression_results import TableFiles, warnings_of
from gisplug.tools.results import (
    FilePath,
    draw,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.policy.spillovers.result import SpilloverFit
    from gisplug.report.tables.paper_table import PaperTable


class Asked(
    PolicyControlsInputs,
    ExposureInputs,
    WindowInputs,
    ErrorsInputs,
    PlacedInputs,
    WinsorisedOutcomeInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    errors: ErrorStructure = errors_param("unit", NEAR_ERRORS, NEAR_HELP)
    cutoff: Optional[float] = cutoff_param(applies_when=({"errors": FAR},))
    method: Literal["two-stage", "imputation", "twoway"] = choice_param(
        "Estimator",
        "Two stages: effects of units and periods from clean rows, then what is left of the others on policy and "
        "exposure, with the errors of both (Gardner). Imputation: the same estimates with the conservative errors of "
        "Borusyak and others, by unit. Two-way: one regression, which effects that differ between cohorts can bias.",
        {"two-stage": "Two stages", "imputation": "Imputation", "twoway": "Two-way fixed effects"},
        "two-stage",
    )
    on_treated: bool = param(
        "flag",
        "Spillovers on the treated",
        "Tells what treated units get from other treated units from the direct effect, which holds both else. It needs "
        "treated units that no other reaches.",
        default=False,
    )
    events: FilePath = output(
        "table", "Event-study estimates", "Effects on the treated and on those reached by periods since then."
    )
    by_unit: FilePath = output(
        "table",
        "Effects by unit",
        "When each unit was treated and reached, and the direct effect, spillover and total.",
    )
    bandwidths: FilePath = output(
        "table",
        "Widths tried",
        "Error of prediction by the width of rings, with the rings that stay; else by how far the policy reaches.",
    )
    figure: FilePath = output(
        "figure", "Event-study plot", "Effects on the treated and on those reached by periods since then."
    )
    ring_figure: FilePath = output("figure", "Effects by ring", "Direct effect and spillovers by ring with intervals.")
    width_figure: FilePath = output(
        "figure",
        "Choice of the width",
        "Error of prediction over the width of rings; else over how far the policy reaches.",
    )
    map_figure: FilePath = output(
        "figure", "Map", "Direct effect, spillover and total effect on every unit.", needs="units"
    )
    layer: FilePath = output(
        "layer", "Layer", "Units with direct effect, spillover and total.", style="diverging", needs="units"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.policy.spillovers.bandwidth import reach_errors, spillover_bandwidth
    from gisplug.policy.spillovers.estimator import spillover_did
    from gisplug.report.charts.policy import ring_width

    asked = that_can_be_made(asked, progress)
    panel, w = linked(asked, load_panel(asked, load_optional_units(asked), unbalanced=True))
    formula, sample, breaks, width = policy_formula(asked), sample_of(asked), edges_of(asked), None
    if asked.exposure == "rings" and (not breaks or asked.bandwidths or asked.width_figure):
        tried = {"farthest": asked.farthest, "coordinates": coordinates_named(asked), **sample}
        width = spillover_bandwidth(panel, formula, numbers_of(asked.widths, "Widths"), **tried)
        if not breaks:
            tell(progress, width.report)
            breaks = width.rings.breaks
    rule = exposure_of(asked, w, breaks)
    fit = spillover_did(
        panel,
        formula,
        rule,
        method=asked.method,
        on_treated=asked.on_treated,
        before=asked.before,
        after=asked.after,
        errors=errors_of(asked),
        reach=needed_reach(asked),
        **sample,
    )
    tell(progress, panel.report + fit.report)
    more = calibrated(asked, progress, {"": fit})
    save_table(fit.estimates, asked.table)
    save_table(_events(fit), asked.events)
    save_table(fit.units.reset_index(), asked.by_unit)
    if asked.bandwidths or asked.width_figure:
        tried = reach_errors(panel, formula, rule, **sample) if width is None else width.tried
        save_table(tried, asked.bandwidths)
        draw(asked.width_figure, ring_width, tried, size=(14, 9))
    if asked.paper:
        save_paper([*_papers(asked, fit), *more], asked.paper)
    label = message("Effect on {outcome}", outcome=asked.outcome)
    _draw(asked, fit, label)
    if asked.map_figure or asked.layer:
        _save_map(asked, panel, fit, label)
    first = fit.estimates.iloc[0]
    return {
        **asked.written(),
        "direct": float(first["estimate"]),
        "direct_p": float(first["p"]),
        "spillover": float(fit.estimates["estimate"].iloc[1]),
        "spillover_p": float(fit.estimates["p"].iloc[1]),
        "total": float(fit.estimates.loc["Total", "estimate"]),
        "bias": fit.bias,
    }


def _events(fit: SpilloverFit) -> pd.DataFrame:
    """Return both paths under one another, index effect."""
    import pandas as pd

    return pd.concat(fit.paths, names=["effect", "event"]).reset_index().set_index("effect")


def _papers(asked: Asked, fit: SpilloverFit) -> list[PaperTable]:
    """Return the effects beside the estimate that ignores spillovers, and both event studies."""
    from dataclasses import replace

    from gisplug.report.tables.paper_table import regression_table

    title = message("Effect of {policy} on {outcome}, with spillovers", policy=asked.policy, outcome=asked.outcome)
    plain = fit.ignored.iloc[:1].set_axis(["ATT"])
    bias = fit.ignored.iloc[2:]
    frames: dict[str, Any] = {
        message("With spillovers"): fit.estimates,
        fit.ignored.index[0]: plain,
        bias.index[0]: bias.set_axis(["ATT"]),
    }
    stats = {label: {"With spillovers": value} for label, value in fit.statistics.items()}
    notes = (
        "Direct: on the treated. ATT: mean effect on treated rows. Total: effects on treated and untreated rows "
        "together, for each treated row.",
        *warnings_of([fit]),
    )
    first = regression_table(title, frames, stats, notes, under=asked.parentheses)
    tests = (fit.pretrend, fit.spillover_pretrend)[-len(fit.paths) :]
    paths = {h: replace(fit, event=frame, pretrend=t) for (h, frame), t in zip(fit.paths.items(), tests)}
    return [first, event_paper(message("Event studies"), paths, asked.parentheses)]


def _draw(asked: Asked, fit: SpilloverFit, label: str) -> None:
    from gisplug.report.charts.policy import event_study, ring_effects

    shown = {
        head: frame[(frame.index >= -asked.before) & (frame.index <= asked.after)] for head, frame in fit.paths.items()
    }
    draw(asked.figure, event_study, shown, label, window=(-asked.before, asked.after), size=(16, 9.5))
    draw(asked.ring_figure, ring_effects, fit.by_ring, label, size=(15, 9))


def _save_map(asked: Asked, panel: Panel, fit: SpilloverFit, label: str) -> None:
    import geopandas as gpd

    from gisplug.core.maps.classes import Cut
    from gisplug.report.maps.choropleth import small_maps
    from gisplug.report.maps.look import Look

    shapes = panel.units.take(list(panel.ids)).frame  # type: ignore[union-attr]
    table = fit.units.reset_index()
    table.insert(1, "name", list(panel.names))
    layer: gpd.GeoDataFrame = gpd.GeoDataFrame(table, geometry=shapes.geometry.to_numpy(), crs=shapes.crs)
    title = message("Total effect of {policy}", policy=asked.policy)
    save_layer(layer, asked.layer, style="diverging", field="total", title=title)
    if asked.map_figure:
        fields = {"Direct effect": "direct", "Spillover": "spillover", "Total effect": "total"}
        note = "Means over the treated or reached periods of a unit."
        look = Look(title=message("Effects of {policy}", policy=asked.policy), legend=label, note=note)
        save_figure(small_maps(layer, fields, "effects", look, Cut("equal"), columns=2), asked.map_figure)


TOOL = Tool(
    id="spillover_did",
    title="Policies with spillovers",
    group="policy",
    help="Estimates what a policy does to treated units and, by ring of distance, order of contiguity or weighted "
    "share of treated neighbours, to units that it reaches; controls are units that it does not reach. Staggered "
    "starts, event studies of both, the total on the map, the width of rings by cross-validation, and the bias of "
    "the estimate that ignores spillovers.",
    inputs=Asked,
    values=(
        Output("direct", "number", "Direct effect", "Effect on treated units."),
        Output("direct_p", "number", "P-value of the direct effect", "Its p-value."),
        Output("spillover", "number", "Spillover", "Effect on untreated units in the nearest ring."),
        Output("spillover_p", "number", "P-value of the spillover", "Its p-value."),
        Output("total", "number", "Total effect", "Effects on treated and untreated rows for each treated row."),
        Output("bias", "number", "Bias of ignoring spillovers", "Plain estimate less the effect on treated rows."),
    ),
    run=run,
    tags=("spillover", "SUTVA", "rings", "Butts", "two-stage", "did2s", "Clarke", "溢出"),
    example="gisplug spillover-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--exposure orders --weights w.csv --paper spillovers.html --figure spillovers.png",
)
