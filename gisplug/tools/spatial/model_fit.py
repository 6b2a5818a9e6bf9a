"""Reading, fitting and describing the spatial model that the parameters ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.results import warn
from gisplug.tools.spatial_options import FormulaInputs, ModelInputs, sample_options
from gisplug.tools.weights_inputs import aligned, load_aligned, weights_file

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights


def load_panel_and_weights(asked: FormulaInputs, progress: Progress) -> tuple[Panel, Weights]:
    """Read panel and weights, and pass on what they warn of."""
    panel, w = load_aligned(asked, load_panel(asked))
    warn(progress, panel.report + w.report)
    return panel, w


def fit_model(asked: ModelInputs, progress: Progress, units: Optional[Units] = None) -> SpatialFit:
    """Fit what `ModelInputs` declares, and pass on what the fit warns of; `units` gives names and shapes."""
    panel = load_panel(asked, units)
    files = {"weights": weights_file(asked.weights, asked.normalise, panel), **_others(asked, panel)}
    panel, made = aligned(panel, list(files.values()), asked.match, asked.extra_units)
    others = dict(zip(files, made))
    return fit_of(asked, progress, panel, others.pop("weights"), others)


def fit_of(
    asked: ModelInputs, progress: Progress, panel: Panel, w: Weights, others: Optional[dict[str, Weights]] = None
) -> SpatialFit:
    """Fit what `ModelInputs` declares to a panel and weights that were read, and pass on what the fit warns of.

    `others` are the weights of "weights_x" and "weights_error", aligned with the panel; read here where left out.
    """
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

    if others is None:
        files = _others(asked, panel)
        panel, made = aligned(panel, list(files.values()), asked.match, asked.extra_units)
        w, others = w.align(panel.ids, drop="any"), dict(zip(files, made))

    fit = spatial_panel(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        effects=asked.effects,
        correction=asked.correction,
        **sample_options(asked),
        errors=asked.errors,
        progress=Part(progress, 0.1, 0.6),
        w_x=others.get("weights_x"),
        w_e=others.get("weights_error"),
        log_determinant=asked.log_determinant,
    )
    warn(progress, fit.report)
    return fit


def _others(asked: ModelInputs, panel: Panel) -> dict[str, Weights]:
    paths = {"weights_x": asked.weights_x, "weights_error": asked.weights_error}
    return {name: weights_file(path, asked.normalise, panel) for name, path in paths.items() if path}


def name_of_model(fit: SpatialFit) -> str:
    """The model in words, as a sentence begins with it."""
    name = str(fit.statistics["Model"])
    return name[0].upper() + name[1:]


def evidence(fit: SpatialFit) -> list[str]:
    """What a reader must know to trust the numbers, as notes under a table."""
    from gisplug.report.tables.decision import left_of_sample

    facts = fit.statistics
    text = message(
        "{name_of_model} of {outcome} with {facts}; N = {N}, T = {T}; weights: {w_name}.",
        name_of_model=name_of_model(fit),
        outcome=fit.outcome,
        facts=facts["Effects"],
        N=fit.N,
        T=fit.T,
        w_name=fit.w_name,
    )
    how = message("Standard errors: {covariance}.", covariance=fit.covariance)
    if fit.effects_form != "none":
        how += message(" Fixed effects: {facts}.", facts=facts["Correction"])
    return [text, how, *left_of_sample(fit)]


def layer_of_units(fit: SpatialFit, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return a table with one row a unit of the fit, in its order, as a layer: same rows, same columns, geometry."""
    import geopandas as gpd

    shapes = fit.units.take(list(fit.ids)).frame  # type: ignore[union-attr]
    return gpd.GeoDataFrame(table, geometry=shapes.geometry.to_numpy(), crs=shapes.crs)
