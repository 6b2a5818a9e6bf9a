"""gisplug: from messy boundaries, night lights and a panel table to defensible spatial spillovers.

The public names are loaded on first use: `import gisplug` itself loads nothing heavy, because QGIS imports every
plugin at start-up.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    # boundaries and weights
    "read_units": "gisplug.boundaries.read",
    "Units": "gisplug.boundaries.units",
    "match_names": "gisplug.boundaries.names.match",
    "read_aliases": "gisplug.boundaries.names.aliases",
    "write_aliases": "gisplug.boundaries.names.aliases",
    "Weights": "gisplug.weights.weights",
    "contiguity": "gisplug.weights.contiguity",
    "lattice": "gisplug.weights.contiguity",
    "knn": "gisplug.weights.distance",
    "distance_band": "gisplug.weights.distance",
    "inverse_distance": "gisplug.weights.distance",
    "exponential_decay": "gisplug.weights.distance",
    "kernel": "gisplug.weights.distance",
    "economic": "gisplug.weights.economic",
    "gravity": "gisplug.weights.economic",
    "nested": "gisplug.weights.economic",
    "read_weights": "gisplug.weights.formats.files",
    "write_weights": "gisplug.weights.formats.files",
    # night lights
    "aggregate_lights": "gisplug.lights.aggregate",
    # boundaries that change
    "crosswalk": "gisplug.crosswalks.layers",
    "Crosswalk": "gisplug.crosswalks.crosswalk",
    "read_crosswalk": "gisplug.crosswalks.files",
    "read_crosswalks": "gisplug.crosswalks.files",
    "write_crosswalks": "gisplug.crosswalks.files",
    "reborder": "gisplug.crosswalks.reborder",
    "code_changes": "gisplug.crosswalks.codes",
    "common_units": "gisplug.crosswalks.common",
    # panel
    "Panel": "gisplug.panel.frame",
    "read_panel": "gisplug.panel.read",
    "align": "gisplug.spatial.alignment",
    "Aligned": "gisplug.spatial.alignment",
    "Alignment": "gisplug.core.alignment",
    "moran_by_period": "gisplug.autocorrelation.global_statistics",
    "local_moran": "gisplug.autocorrelation.local_statistics",
    "prepare": "gisplug.panel.prepare",
    "join_table": "gisplug.panel.join",
    "descriptives": "gisplug.panel.describe",
    "correlations": "gisplug.panel.describe",
    "variance_inflation": "gisplug.panel.describe",
    "geary_by_period": "gisplug.autocorrelation.global_statistics",
    "getis_by_period": "gisplug.autocorrelation.global_statistics",
    "local_getis": "gisplug.autocorrelation.local_statistics",
    "bivariate_moran": "gisplug.autocorrelation.local_statistics",
    "local_geary": "gisplug.autocorrelation.local_geary",
    "join_counts": "gisplug.autocorrelation.join_counts",
    "local_join_counts": "gisplug.autocorrelation.join_counts",
    "smoothed_rates": "gisplug.autocorrelation.rates",
    "rates_moran": "gisplug.autocorrelation.rates",
    "moran_scatter": "gisplug.autocorrelation.local_statistics",
    "calibrate": "gisplug.panel.calibration.calibrate",
    "panel_unit_root": "gisplug.panel.testing.unit_root",
    "panel_dependence": "gisplug.panel.testing.dependence",
    "panel_cointegration": "gisplug.panel.testing.cointegration",
    "residual_dependence": "gisplug.regression.residual_dependence",
    # indices
    "entropy_index": "gisplug.indices.entropy",
    "multicriteria_index": "gisplug.indices.multicriteria",
    "component_index": "gisplug.indices.components",
    "data_envelopment": "gisplug.indices.efficiency.envelopment",
    "malmquist_index": "gisplug.indices.efficiency.malmquist",
    "location_quotient": "gisplug.indices.specialisation",
    "coagglomeration": "gisplug.indices.specialisation",
    "concentration": "gisplug.indices.specialisation",
    "theil": "gisplug.indices.inequality",
    "dagum_gini": "gisplug.indices.inequality",
    "coupling_coordination": "gisplug.indices.coupling",
    "sigma_convergence": "gisplug.indices.convergence",
    "beta_convergence": "gisplug.indices.convergence",
    # sensitivity
    "specification_curve": "gisplug.sensitivity.specifications.curve",
    "influence": "gisplug.sensitivity.influence",
    "placebo_weights": "gisplug.sensitivity.placebo.placebo_weights",
    # space-time structure
    "geodetector": "gisplug.structure.strata.geodetector",
    "markov_chain": "gisplug.structure.mobility.markov",
    "lisa_transitions": "gisplug.structure.mobility.lisa",
    "ellipse_path": "gisplug.structure.ellipses",
    "density_ridges": "gisplug.structure.ridges",
    "spatial_network": "gisplug.structure.networks.network",
    "emerging_hot_spots": "gisplug.structure.spots.emerging",
    # common shocks
    "common_correlated_effects": "gisplug.shocks.common_correlated_effects",
    "mean_group": "gisplug.shocks.mean_group",
    "dependence_exponent": "gisplug.shocks.exponent",
    "spatial_factors": "gisplug.shocks.spatial_factors",
    "heterogeneous_spatial": "gisplug.shocks.heterogeneous_spatial",
    "spillover_or_shock": "gisplug.shocks.spillover_or_shock",
    "residual_exponent": "gisplug.shocks.exponent",
    # coefficients over space
    "gwr": "gisplug.local.gwr",
    "gtwr": "gisplug.local.gtwr",
    "mgwr": "gisplug.local.mgwr",
    # spatial models
    "spatial_panel": "gisplug.spatial.models.likelihood.spatial_panel",
    "SpatialFit": "gisplug.spatial.models.fit",
    "average_effects": "gisplug.spatial.effects.average",
    "unit_effects": "gisplug.spatial.effects.by_unit",
    "shock_effects": "gisplug.spatial.effects.shocks",
    "effects_by_order": "gisplug.spatial.effects.shocks",
    "effects_between_groups": "gisplug.spatial.effects.shocks",
    "decision_chain": "gisplug.spatial.specification.decision",
    "random_effects": "gisplug.spatial.models.random.random_effects",
    "dynamic_panel": "gisplug.spatial.models.dynamic.dynamic_panel",
    "varying_panel": "gisplug.spatial.models.time_varying.varying_panel",
    "spatial_iv": "gisplug.spatial.models.instruments.spatial_iv",
    "weights_comparison": "gisplug.spatial.specification.weights_comparison",
    "model_probabilities": "gisplug.spatial.specification.model_probabilities",
    "hausman": "gisplug.spatial.specification.fixed_or_random",
    # regressions, policies, configurations
    "fixed_effects": "gisplug.regression.fixed_effects",
    "stepwise": "gisplug.regression.fixed_effects",
    "wild_bootstrap": "gisplug.regression.few_clusters.wild",
    "bias_reduced": "gisplug.regression.few_clusters.bias_reduced",
    "spatial_bootstrap": "gisplug.regression.few_clusters.blocks",
    "conley_adjusted": "gisplug.regression.few_clusters.near",
    "BlockDrawing": "gisplug.regression.few_clusters.blocks",
    "Reach": "gisplug.panel.places",
    "errors_table": "gisplug.regression.inference.errors_table",
    "ErrorChoices": "gisplug.regression.inference.errors_table",
    "coefficient_weights": "gisplug.regression.inference.carried",
    "robustness": "gisplug.regression.robustness",
    "leave_one_out": "gisplug.regression.variations.leave_one_out",
    "quadratic": "gisplug.regression.nonlinear",
    "moderation": "gisplug.regression.nonlinear",
    "instrumental_variables": "gisplug.regression.instrumental_variables",
    "panel_gls": "gisplug.regression.gls",
    "dynamic_gmm": "gisplug.regression.dynamic_gmm",
    "panel_threshold": "gisplug.regression.panel_threshold",
    "quantile_panel": "gisplug.regression.quantile",
    "heterogeneity": "gisplug.regression.heterogeneity",
    "mediation": "gisplug.regression.mediation",
    "path_effects": "gisplug.regression.mediation_paths",
    "did_twoway": "gisplug.policy.event_study",
    "event_study": "gisplug.policy.event_study",
    "sun_abraham": "gisplug.policy.event_study",
    "did_stacked": "gisplug.policy.event_study",
    "did_imputation": "gisplug.policy.imputation",
    "did_switching": "gisplug.policy.switching",
    "uniform_bands": "gisplug.policy.aggregation",
    "honest_did": "gisplug.policy.honest.sensitivity",
    "goodman_bacon": "gisplug.policy.goodman_bacon",
    "group_time_effects": "gisplug.policy.group_time",
    "synthetic_did": "gisplug.policy.synthetic",
    "triple_difference": "gisplug.policy.triple",
    "placebo_policies": "gisplug.policy.placebo",
    "psm_did": "gisplug.policy.matching",
    "spatial_did": "gisplug.policy.spatial_did",
    "spillover_did": "gisplug.policy.spillovers.estimator",
    "spillover_bandwidth": "gisplug.policy.spillovers.bandwidth",
    "DistanceRings": "gisplug.policy.spillovers.exposure",
    "ContiguityRings": "gisplug.policy.spillovers.exposure",
    "TreatedNeighbours": "gisplug.policy.spillovers.exposure",
    "DistanceDecay": "gisplug.policy.spillovers.exposure",
    "fsqca": "gisplug.configuration.fsqca",
    "calibrate_table": "gisplug.configuration.sets",
    "patent_novelty": "gisplug.configuration.novelty",
    # results
    "Fit": "gisplug.numbers.fits.fit",
    "Fits": "gisplug.numbers.fits.family",
    "compare": "gisplug.report.tables.fits",
    "wording": "gisplug.report.words.wording",
    # study
    "run_study": "gisplug.tools.study.run_study",
    "verify_results": "gisplug.tools.study.verify_results",
    "export_code": "gisplug.replication.export",
    "replication_package": "gisplug.tools.study.replication_package",
}

__all__ = ["__version__", "classFactory", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from gisplug.core.version import version

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
