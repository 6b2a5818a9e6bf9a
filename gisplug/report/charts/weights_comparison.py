"""One model over several weights, as a paper table and as a picture of the effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.core.messages import message
from gisplug.core.palette import EFFECTS, FAINT, MUTED
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.report.charts.effects import MARKERS
from gisplug.report.charts.shared import panels
from gisplug.report.tables.paper_table import PaperTable, regression_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.spatial.specification.weights_comparison import WeightsComparison

EFFECT_TITLES = {
    "direct": message("Direct effects"),
    "indirect": message("Indirect effects"),
    "total": message("Total effects"),
}


def weights_table(comparison: WeightsComparison) -> PaperTable:
    """Return coefficients, W x, rho, effects and fit, one column a W."""
    columns, statistics = {}, {}
    first = next(iter(comparison.fits.values()))
    for name, fit in comparison.fits.items():
        frame = comparison.effects[name]
        effects = frame.set_axis([f"{effect.capitalize()}: {variable}" for variable, effect in frame.index])
        columns[name] = pd.concat([fit.table().drop(index="sigma2"), effects])
    lagged = [f"W*{v}" for v in first.lagged]
    spatial = [t for t in ("rho", "lam") if t in first.params.index]
    panels: dict[str, Any] = {
        "Coefficients": list(first.regressors),
        "Spatially lagged": lagged,
        "Spatial parameter": spatial,
    }
    panels |= {EFFECT_TITLES[e]: [f"{e.capitalize()}: {v}" for v in first.regressors] for e in EFFECT_KINDS}
    table = comparison.frame
    for label, column in (
        ("Log-likelihood", "loglik"),
        ("AIC", "aic"),
        ("Akaike weight", "akaike"),
        ("Posterior weight", "posterior"),
        ("Links", "links"),
        ("Isolates", "isolates"),
        ("Observations", "nobs"),
    ):
        if table[column].notna().any():
            values = table[column].astype(float)
            whole = column in ("links", "isolates", "nobs")
            statistics[label] = {str(k): int(v) if whole else float(v) for k, v in values.items()}
    title = message(
        "{model} under different weights: {formula}", model=comparison.model.upper(), formula=comparison.formula
    )
    return regression_table(
        title,
        columns,
        statistics,
        notes=[comparison.note, message("Highest weight: {best}.", best=comparison.best)],
        panels={k: v for k, v in panels.items() if v},
    )


def weights_figure(comparison: WeightsComparison) -> Figure:
    """Draw the effects of every variable under every W, with 95 % intervals."""
    variables = list(dict.fromkeys(v for v, _ in next(iter(comparison.effects.values())).index))
    names = list(comparison.effects)
    return panels(
        variables,
        lambda ax, variable: effects_over_weights(ax, comparison, variable),
        1.2 + 0.75 * len(names),
        columns=3,
        legend_columns=3,
        width_cm=17,
        legend_cm=1.6,
        sharey=True,
    )


def effects_over_weights(ax: Axes, comparison: WeightsComparison, variable: str) -> Axes:
    """Draw direct, indirect and total effects of one variable, one row a W."""
    names = list(comparison.effects)
    for k, effect in enumerate(EFFECT_KINDS):
        rows = [comparison.effects[n].loc[(variable, effect)] for n in names]
        middle = [float(r["estimate"]) for r in rows]
        reach = [
            [m - float(r["low"]) for m, r in zip(middle, rows, strict=True)],
            [float(r["high"]) - m for m, r in zip(middle, rows, strict=True)],
        ]
        height = [i + (k - 1) * 0.22 for i in range(len(names))]
        ax.errorbar(
            middle,
            height,
            xerr=[[max(v, 0.0) for v in side] for side in reach],
            fmt=MARKERS[k],
            color=EFFECTS[effect],
            ms=4,
            lw=1.1,
            capsize=0,
            label=effect.capitalize(),
        )
    ax.axvline(0.0, color=MUTED, lw=0.7)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=FAINT)
    ax.set_title(variable)
    return ax
