"""Where results are drawn: dotted names, loaded when a face is asked for, because drawing lies above numbers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHARTS = "gisplug.report.charts."
TABLES = "gisplug.report.tables."
RENDERERS = {
    "compare": TABLES + "fits.compare",
    "html": TABLES + "fits.html_of",
    "latex": TABLES + "fits.latex_of",
    "html table": TABLES + "markup.html_fragment",
    "latex table": TABLES + "latex.tex_text",
    "csv table": TABLES + "markup.csv_text",
    "text table": TABLES + "terminal.paper_text",
    "write table": TABLES + "files.write_paper",
    "figure": "gisplug.report.figures.figure",
    "said": "gisplug.report.figures.said_figure",
    "calibrate": "gisplug.panel.calibration.calibrate.calibrate",
    "coefficients": CHARTS + "regression.coefficients",
    "by column": CHARTS + "regression.estimates_by_column",
    "leave one out": CHARTS + "regression.left_out",
    "turning point": CHARTS + "regression.turning_point",
    "marginal effect": CHARTS + "regression.marginal_effect",
    "spatial coefficients": CHARTS + "effects.coefficient_chart",
    "quantiles": CHARTS + "quantile.over_quantiles",
    "threshold": CHARTS + "threshold.likelihood_ratio",
    "mediation": CHARTS + "mediation.effect_intervals",
    "paths": CHARTS + "mediation.path_shares",
    "event study": CHARTS + "policy.event_study",
    "ring width": CHARTS + "policy.ring_width",
    "sensitivity": CHARTS + "policy.sensitivity",
    "specification curve": CHARTS + "sensitivity.curve.estimates",
    "local coefficients": CHARTS + "local.coefficients.coefficient_boxes",
    "without each": CHARTS + "sensitivity.influence.without_each",
    "placebo weights": CHARTS + "sensitivity.placebos.under_networks",
    "comparisons": CHARTS + "policy.bacon_scatter",
    "placebos": CHARTS + "policy.placebo_density",
    "balance": CHARTS + "policy.balance",
    "synthetic": CHARTS + "policy.synthetic_paths",
    "decision path": CHARTS + "decision.decision_path",
    "probabilities": CHARTS + "decision.probabilities_chart",
    "p values": CHARTS + "decision.p_values",
    "weights": CHARTS + "weights_comparison.effects_over_weights",
}


def renderer(name: str) -> Callable[..., Any]:
    """Return the function that draws `name`, one of `RENDERERS`."""
    module, _, function = RENDERERS[name].rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def drawn(name: str, ax: Axes | None, *values: object, **options: object) -> Axes:
    """Draw the chart `name` on `ax`, or on the axes of a new figure, and return them."""
    if ax is None:
        _, ax = renderer("figure")(16, 9)
    made: Axes = renderer(name)(ax, *values, **options)
    renderer("said")(made.figure)
    return made
