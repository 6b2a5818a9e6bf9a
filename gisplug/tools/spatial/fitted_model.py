"""Parameters and outputs that the tools around a fitted spatial panel model share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Param
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import shared as s

MODELS = ("sdm", "sar", "slx", "sem", "sdem", "sac", "gns", "ols")
MODEL_LABELS = (
    "Spatial Durbin (SDM)",
    "Spatial lag of y (SAR)",
    "Spatial lag of X (SLX)",
    "Spatial error (SEM)",
    "Spatial Durbin error (SDEM)",
    "Lag and error (SAC)",
    "General nesting (GNS)",
    "No spatial term (OLS)",
)


def model_params(lagged_models: bool = False) -> tuple[Param, ...]:
    """Panel, formula, weights and what makes up the model; `lagged_models` leaves out models without spillovers."""
    kept = [i for i, m in enumerate(MODELS) if not lagged_models or m not in ("sem", "ols")]
    return (
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        Param(
            "model",
            "choice",
            "Model",
            "Which spatial lags the model has: of the outcome, of the regressors, of the error, or several of them.",
            default="sdm",
            choices=tuple(MODELS[i] for i in kept),
            choice_labels=tuple(MODEL_LABELS[i] for i in kept),
        ),
        s.effects_param(),
        Param(
            "correction",
            "choice",
            "Correction for fixed effects",
            "What is done about the many fixed effects. Automatic takes the Lee-Yu transformation, and its bias "
            "correction where period effects meet weights whose rows do not sum to one; none is the direct approach "
            "of most programs.",
            default="auto",
            choices=("auto", "transform", "bias", "none"),
            choice_labels=("Automatic", "Lee-Yu transformation", "Lee-Yu bias correction", "None (direct)"),
            advanced=True,
        ),
        s.lagged_param(),
        Param(
            "weights_x",
            "weights",
            "Weights of the regressors",
            "Other weights for the spatial lags of the regressors. The spatial weights above are used where it is "
            "left empty.",
            optional=True,
            advanced=True,
        ),
        Param(
            "weights_error",
            "weights",
            "Weights of the error",
            "Other weights for the spatial lag of the error. The spatial weights above are used where it is left "
            "empty.",
            optional=True,
            advanced=True,
        ),
        Param(
            "cov",
            "choice",
            "Standard errors",
            "How standard errors are found. Automatic takes the expected information up to 1,000 units and the "
            "observed information above; the others are robust to errors that are not normal, correlated within "
            "units, or correlated across units and over time.",
            default="auto",
            choices=("auto", "expected", "observed", "sandwich", "cluster", "driscoll-kraay"),
            choice_labels=(
                "Automatic",
                "Expected information",
                "Observed information",
                "Sandwich (not normal)",
                "Clustered by unit",
                "Driscoll-Kraay",
            ),
            advanced=True,
        ),
    )


def variable_param(help_text: str) -> Param:
    """One of the regressors."""
    return Param("variable", "field", "Variable", help_text, parent="panel")


def fit_model(params: Mapping[str, Any], progress: Any, with_units: bool = False) -> Any:
    """Read everything, fit, and pass on what the result notes."""
    from gisplug.core.progress import Part
    from gisplug.panel.read import read_panel
    from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
    from gisplug.tools.inputs import load_units, load_weights
    from gisplug.weights.formats.files import read_weights

    units = load_units(params) if with_units else None
    panel = read_panel(params["panel"], unit=params["unit"], period=params["period"], units=units)
    others = {
        place: read_weights(params[name], normalise=params["normalise"]) if params.get(name) else None
        for place, name in (("w_x", "weights_x"), ("w_e", "weights_error"))
    }
    fit = spatial_panel(
        panel,
        params["formula"],
        load_weights(params),
        model=params["model"],
        effects=params["effects"],
        correction=params["correction"],
        lagged=params.get("lagged"),
        cov=params["cov"],
        progress=Part(progress, 0.1, 0.6),
        **others,
    )
    for note in fit.report.warnings:
        progress.warn(note.text)
    return fit


def evidence(fit: Any) -> list[str]:
    """What a reader must know to trust the numbers, as notes under a table."""
    facts = fit.statistics
    text = (
        f"{facts['Model'][0].upper()}{facts['Model'][1:]} of {fit.outcome} with {facts['Effects']}; N = {fit.N}, T "
        f"= {fit.T}; weights: {fit.w_name}."
    )
    how = f"Standard errors: {fit.covariance}."
    if fit.effects_form != "none":
        how += f" Fixed effects: {facts['Correction']}."
    return [text, how]


def coefficient_table(fit: Any, title: str) -> Any:
    """The paper table of one fit: X, W x, spatial parameters, statistics."""
    from gisplug.report.tables.paper_table import regression_table

    frame = fit.table()
    lags = [t for t in frame.index if t.startswith("W*")]
    spatial = [t for t in ("rho", "lam") if t in frame.index]
    head = fit.model.upper()
    panels = {k: v for k, v in {"Spatial lags of the regressors": lags, "Spatial parameters": spatial}.items() if v}
    shown = ("Observations", "N", "T", "sigma2", "Log-likelihood", "AIC", "BIC", "R2", "R2 within", "R2 overall")
    return regression_table(
        title,
        {head: frame.drop(index="sigma2")},
        {k: {head: fit.statistics[k]} for k in shown},
        evidence(fit),
        panels=panels,
    )


def unit_layer(fit: Any, table: Any) -> Any:
    """The table of units as a layer with the geometry of the boundaries."""
    import geopandas as gpd

    shapes = fit.units.take(list(fit.ids)).frame
    return gpd.GeoDataFrame(table, geometry=shapes.geometry.to_numpy(), crs=shapes.crs)
