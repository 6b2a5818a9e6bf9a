"""gisplug: from messy boundaries, night lights and a panel table to defensible spatial spillovers.

The public names are loaded on first use: `import gisplug` itself loads nothing heavy, because QGIS imports every
plugin at start-up.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    # boundaries and weights
    "read_units": "gisplug.vector.boundaries",
    "Units": "gisplug.vector.units",
    "Weights": "gisplug.vector.weights",
    "contiguity": "gisplug.vector.contiguity",
    "lattice": "gisplug.vector.contiguity",
    "knn": "gisplug.vector.distance",
    "distance_band": "gisplug.vector.distance",
    "inverse_distance": "gisplug.vector.distance",
    "exponential_decay": "gisplug.vector.distance",
    "kernel": "gisplug.vector.distance",
    "economic": "gisplug.vector.economic",
    "gravity": "gisplug.vector.economic",
    "nested": "gisplug.vector.economic",
    "read_weights": "gisplug.vector.formats",
    "write_weights": "gisplug.vector.formats",
    # night lights
    "aggregate_lights": "gisplug.raster.zonal",
    # panel
    "Panel": "gisplug.panel.frame",
    "read_panel": "gisplug.panel.read",
    "moran_by_period": "gisplug.panel.autocorrelation",
    "local_moran": "gisplug.panel.local",
    "prepare": "gisplug.panel.prepare",
    "join_table": "gisplug.panel.join",
    "descriptives": "gisplug.panel.describe",
    "correlations": "gisplug.panel.describe",
    "variance_inflation": "gisplug.panel.describe",
    "geary_by_period": "gisplug.panel.autocorrelation",
    "getis_by_period": "gisplug.panel.autocorrelation",
    "local_getis": "gisplug.panel.local",
    "bivariate_moran": "gisplug.panel.local",
    "moran_scatter": "gisplug.panel.local",
    "panel_unit_root": "gisplug.methods.unit_root",
    # indices
    "entropy_index": "gisplug.methods.indices.entropy",
    "component_index": "gisplug.methods.indices.components",
    "location_quotient": "gisplug.methods.indices.specialisation",
    "coagglomeration": "gisplug.methods.indices.specialisation",
    "concentration": "gisplug.methods.indices.specialisation",
    "theil": "gisplug.methods.indices.inequality",
    "dagum_gini": "gisplug.methods.indices.inequality",
    "coupling_coordination": "gisplug.methods.indices.coupling",
    "sigma_convergence": "gisplug.methods.indices.convergence",
    "beta_convergence": "gisplug.methods.indices.convergence",
    # spatial models
    "spatial_panel": "gisplug.panel.spatial",
    "SpatialFit": "gisplug.panel.fit",
    "average_effects": "gisplug.panel.effects",
    "unit_effects": "gisplug.panel.unit_effects",
    "shock_effects": "gisplug.panel.shocks",
    "effects_by_order": "gisplug.panel.shocks",
    "effects_between_groups": "gisplug.panel.shocks",
    "decision_chain": "gisplug.panel.decision",
    "random_effects": "gisplug.panel.re_models",
    "dynamic_panel": "gisplug.panel.dynamic",
    "varying_panel": "gisplug.panel.varying",
    "spatial_iv": "gisplug.panel.iv_models",
    "weights_comparison": "gisplug.panel.over_weights",
    "model_probabilities": "gisplug.panel.probabilities",
    "hausman": "gisplug.panel.fixed_or_random",
    # regressions, policies, configurations
    "fixed_effects": "gisplug.methods.fixed_effects",
    "stepwise": "gisplug.methods.fixed_effects",
    "robustness": "gisplug.methods.robustness",
    "quadratic": "gisplug.methods.nonlinear",
    "moderation": "gisplug.methods.nonlinear",
    "instrumental_variables": "gisplug.methods.iv",
    "panel_gls": "gisplug.methods.gls",
    "dynamic_gmm": "gisplug.methods.dynamic_gmm",
    "panel_threshold": "gisplug.methods.panel_threshold",
    "quantile_panel": "gisplug.methods.quantile",
    "heterogeneity": "gisplug.methods.heterogeneity",
    "mediation": "gisplug.methods.mediation",
    "path_effects": "gisplug.methods.paths",
    "did_twoway": "gisplug.methods.event_study",
    "event_study": "gisplug.methods.event_study",
    "sun_abraham": "gisplug.methods.event_study",
    "did_stacked": "gisplug.methods.event_study",
    "did_imputation": "gisplug.methods.imputation",
    "goodman_bacon": "gisplug.methods.bacon",
    "group_time_effects": "gisplug.methods.group_time",
    "synthetic_did": "gisplug.methods.synthetic",
    "triple_difference": "gisplug.methods.triple",
    "placebo_policies": "gisplug.methods.placebo",
    "psm_did": "gisplug.methods.matching",
    "spatial_did": "gisplug.methods.spatial_did",
    "fsqca": "gisplug.methods.fsqca",
    "calibrate_table": "gisplug.methods.sets",
    "patent_novelty": "gisplug.methods.novelty",
    # study
    "run_study": "gisplug.tools.run_study",
}

__all__ = ["__version__", "classFactory", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from gisplug.version import version

        return version()
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'gisplug' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


def classFactory(iface: Any) -> Any:
    """Make the QGIS plugin; `iface` is None in qgis_process."""
    from gisplug.toolbox.plugin import GisplugPlugin

    return GisplugPlugin(iface)
