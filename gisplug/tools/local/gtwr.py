"""Tool: geographically and temporally weighted regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Effects
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import open_optional_units
from gisplug.tools.local.options import LocalInputs, permutations_param, permuted_seed, pooled_effects, shared_options
from gisplug.tools.local.results import (
    P_JOINT,
    LocalFiles,
    bandwidth_label,
    local_values,
    save_local,
    save_maps,
    values_of,
)
from gisplug.tools.panel_inputs import open_panel
from gisplug.tools.periods import one_period, spread_periods
from gisplug.tools.results import (
    FilePath,
    draw,
    figure_output,
    save_figure,
    save_table,
    tell,
    that_can_be_made,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.local.result import LocalFit


class Asked(LocalInputs, LocalFiles):
    """What the tool is asked."""

    pace: Optional[float] = param(
        "number",
        "Distance of a period",
        "Kilometres (units of the coordinates in a plane) that one period counts as; 0: time does not count. Empty: "
        "chosen together with the bandwidth.",
        optional=True,
        minimum=0,
    )
    past: bool = param(
        "flag",
        "Past only",
        "Whether a row's regression uses its own and earlier periods only, so that nothing comes from the future.",
        False,
    )
    effects: Effects = pooled_effects(
        "Means of units and periods that are taken out before, for all places alike; where slopes differ this is not "
        "exact.",
        "none",
    )
    permutations: int = permutations_param(
        0, "How many permutations test that a coefficient is the same everywhere and always. None where it is 0."
    )
    seed: int = permuted_seed()
    at: Optional[str] = param(
        "text",
        "Period of the maps",
        "Period of the maps of all coefficients; the last one where it is left empty.",
        optional=True,
    )
    variable: Optional[str] = param(
        "text",
        "Coefficient over the years",
        "Coefficient whose maps by period are drawn; the first one where it is left empty.",
        optional=True,
    )
    maps: Optional[str] = param(
        "text",
        "Periods side by side",
        "Periods of these maps, joined by commas. First, middle ones and last, at most four, where it is left empty.",
        optional=True,
    )
    search: FilePath = output("table", "Bandwidths tried", "Score of every distance of a period and bandwidth tried.")
    curve: FilePath = figure_output("Choice of the bandwidth", "Scores under the distance of a period that is used.")
    years: FilePath = output(
        "figure",
        "Maps by period",
        "One coefficient in several periods, in common classes; grey where it is not significant.",
        needs="units",
    )
    over_time: FilePath = figure_output(
        "Coefficients over time", "How each coefficient is spread over units by period."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.local.gtwr import gtwr

    formula = asked_formula(asked, progress)
    asked = that_can_be_made(asked, progress)
    panel = open_panel(asked, progress, open_optional_units(asked, progress), unbalanced=True)
    fit = gtwr(
        panel,
        formula,
        effects=asked.effects,
        bandwidth=asked.bandwidth,
        pace=asked.pace,
        past=asked.past,
        permutations=asked.permutations,
        seed=asked.seed,
        progress=progress,
        **shared_options(asked),
    )
    tell(progress, fit.report)
    save_local(fit, asked)
    save_table(fit.search, asked.search)
    save_maps(fit, asked.figure, one_period(fit.periods, asked.at))
    _draw(asked, fit)
    pace, bandwidth = float(str(fit.options["pace"])), float(fit.by_term["bandwidth"].iloc[0])
    return {**asked.written(), **values_of(fit), "bandwidth": bandwidth, "pace_used": pace, "p_joint": fit.p_joint}


def _draw(asked: Asked, fit: LocalFit) -> None:
    """Draw the pictures that only this method has."""
    pace, bandwidth = fit.options["pace"], float(fit.by_term["bandwidth"].iloc[0])
    if asked.curve:
        from gisplug.report.charts.local.coefficients import bandwidth_curve

        own = fit.search[fit.search["pace"] == pace]
        draw(asked.curve, bandwidth_curve, own, bandwidth, asked.criterion, bandwidth_label(fit), size=(12.0, 7.5))
    if asked.over_time:
        from gisplug.report.charts.local.coefficients import coefficients_over_time
        from gisplug.report.charts.shared import panels

        def one(ax: Axes, term: str) -> None:
            coefficients_over_time(ax, fit.coefficients, term, float(fit.by_term.loc[term, "pooled"]))

        across = min(3, len(fit.terms))
        save_figure(panels(fit.terms, one, 5.6, across, 4, 8.0 * max(2, across)), asked.over_time)
    if asked.years:
        from gisplug.report.maps.local import yearly_maps

        term = _term(fit, asked.variable)
        shown = spread_periods(fit.periods, asked.maps)
        own = fit.layer()
        one = own[own["period"] == shown[0]]
        table = fit.coefficients[fit.coefficients["term"] == term].set_index("period")
        values = [table.loc[p, "estimate"].to_numpy() for p in shown]
        sure = [table.loc[p, "significant"].to_numpy() for p in shown]
        save_figure(yearly_maps(one, term, shown, values, sure), asked.years)


def _term(fit: LocalFit, wanted: Optional[str]) -> str:
    """Return the coefficient of this name, the first one where none is named.

    Raises
    ------
    ParameterError
        If there is none of that name.
    """
    if not wanted:
        return fit.terms[0]
    if wanted not in fit.terms:
        raise ParameterError(
            message(
                "There is no coefficient of {wanted!r}; there are {terms}.", wanted=wanted, terms=", ".join(fit.terms)
            )
        )
    return wanted


TOOL = Tool(
    id="gtwr",
    title="Geographically and temporally weighted regression (GTWR)",
    group="local",
    help="Fits a regression around every unit in every period, in which rows near in space and in time count more: the "
    "squared distance is that in space plus that in time, and how far apart a period is, is chosen together with the "
    "bandwidth. It gives a coefficient for every unit and year, mapped and over time.",
    inputs=Asked,
    values=(
        *local_values(),
        Output("bandwidth", "number", "Bandwidth", "Bandwidth used: rows, or a distance in space."),
        Output("pace_used", "number", "Distance of a period used", "Distance in space that one period counts as."),
        P_JOINT,
    ),
    run=run,
    tags=("GTWR", "local regression", "space-time", "时空地理加权回归"),
    example="gisplug gtwr --panel demo-panel --unit adcode --period year --outcome develop --regressors agg,wage "
    "--units demo-china-provinces --id adcode --name name_en --table local.csv --figure maps.png --years years.png",
)
