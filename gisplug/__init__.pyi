"""What type checkers and editors see of `gisplug`: the names that `__init__.py` loads on first use, with their types.

Held in step with `_PUBLIC` by tests/packaging/test_types.py.
"""

from typing import Final

from gisplug.autocorrelation.global_statistics import geary_by_period, getis_by_period, moran_by_period
from gisplug.autocorrelation.join_counts import join_counts, local_join_counts
from gisplug.autocorrelation.local_geary import local_geary
from gisplug.autocorrelation.local_statistics import bivariate_moran, local_getis, local_moran, moran_scatter
from gisplug.autocorrelation.rates import rates_moran, smoothed_rates
from gisplug.boundaries.names.aliases import read_aliases, write_aliases
from gisplug.boundaries.names.match import match_names
from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.configuration.fsqca import fsqca
from gisplug.configuration.novelty import patent_novelty
from gisplug.configuration.sets import calibrate_table
from gisplug.core.alignment import Alignment
from gisplug.crosswalks.codes import code_changes
from gisplug.crosswalks.common import common_units
from gisplug.crosswalks.crosswalk import Crosswalk
from gisplug.crosswalks.files import read_crosswalk, read_crosswalks, write_crosswalks
from gisplug.crosswalks.layers import crosswalk
from gisplug.crosswalks.reborder import reborder
from gisplug.indices.components import component_index
from gisplug.indices.convergence import beta_convergence, sigma_convergence
from gisplug.indices.coupling import coupling_coordination
from gisplug.indices.efficiency.envelopment import data_envelopment
from gisplug.indices.efficiency.malmquist import malmquist_index
from gisplug.indices.entropy import entropy_index
from gisplug.indices.inequality import dagum_gini, theil
from gisplug.indices.multicriteria import multicriteria_index
from gisplug.indices.specialisation import coagglomeration, concentration, location_quotient
from gisplug.lights.aggregate import aggregate_lights
from gisplug.local.gtwr import gtwr
from gisplug.local.gwr import gwr
from gisplug.local.mgwr import mgwr
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.fit import Fit
from gisplug.panel.calibration.calibrate import calibrate
from gisplug.panel.describe import correlations, descriptives, variance_inflation
from gisplug.panel.frame import Panel
from gisplug.panel.join import join_table
from gisplug.panel.places import Reach
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel
from gisplug.panel.testing.cointegration import panel_cointegration
from gisplug.panel.testing.dependence import panel_dependence
from gisplug.panel.testing.unit_root import panel_unit_root
from gisplug.policy.aggregation import uniform_bands
from gisplug.policy.event_study import did_stacked, did_twoway, event_study, sun_abraham
from gisplug.policy.goodman_bacon import goodman_bacon
from gisplug.policy.group_time import group_time_effects
from gisplug.policy.honest.sensitivity import honest_did
from gisplug.policy.imputation import did_imputation
from gisplug.policy.matching import psm_did
from gisplug.policy.placebo import placebo_policies
from gisplug.policy.spatial_did import spatial_did
from gisplug.policy.spillovers.bandwidth import spillover_bandwidth
from gisplug.policy.spillovers.estimator import spillover_did
from gisplug.policy.spillovers.exposure import ContiguityRings, DistanceDecay, DistanceRings, TreatedNeighbours
from gisplug.policy.switching import did_switching
from gisplug.policy.synthetic import synthetic_did
from gisplug.policy.triple import triple_difference
from gisplug.regression.dynamic_gmm import dynamic_gmm
from gisplug.regression.few_clusters.bias_reduced import bias_reduced
from gisplug.regression.few_clusters.blocks import BlockDrawing, spatial_bootstrap
from gisplug.regression.few_clusters.near import conley_adjusted
from gisplug.regression.few_clusters.wild import wild_bootstrap
from gisplug.regression.fixed_effects import fixed_effects, stepwise
from gisplug.regression.gls import panel_gls
from gisplug.regression.heterogeneity import heterogeneity
from gisplug.regression.inference.carried import coefficient_weights
from gisplug.regression.inference.errors_table import ErrorChoices, errors_table
from gisplug.regression.instrumental_variables import instrumental_variables
from gisplug.regression.mediation import mediation
from gisplug.regression.mediation_paths import path_effects
from gisplug.regression.nonlinear import moderation, quadratic
from gisplug.regression.panel_threshold import panel_threshold
from gisplug.regression.quantile import quantile_panel
from gisplug.regression.residual_dependence import residual_dependence
from gisplug.regression.robustness import robustness
from gisplug.regression.variations.leave_one_out import leave_one_out
from gisplug.replication.export import export_code
from gisplug.report.tables.fits import compare
from gisplug.report.words.wording import wording
from gisplug.sensitivity.influence import influence
from gisplug.sensitivity.placebo.placebo_weights import placebo_weights
from gisplug.sensitivity.specifications.curve import specification_curve
from gisplug.shocks.common_correlated_effects import common_correlated_effects
from gisplug.shocks.exponent import dependence_exponent, residual_exponent
from gisplug.shocks.heterogeneous_spatial import heterogeneous_spatial
from gisplug.shocks.mean_group import mean_group
from gisplug.shocks.spatial_factors import spatial_factors
from gisplug.shocks.spillover_or_shock import spillover_or_shock
from gisplug.spatial.alignment import Aligned, align
from gisplug.spatial.effects.average import average_effects
from gisplug.spatial.effects.by_unit import unit_effects
from gisplug.spatial.effects.shocks import effects_between_groups, effects_by_order, shock_effects
from gisplug.spatial.models.dynamic.dynamic_panel import dynamic_panel
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.instruments.spatial_iv import spatial_iv
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.models.time_varying.varying_panel import varying_panel
from gisplug.spatial.specification.decision import decision_chain
from gisplug.spatial.specification.fixed_or_random import hausman
from gisplug.spatial.specification.model_probabilities import model_probabilities
from gisplug.spatial.specification.weights_comparison import weights_comparison
from gisplug.structure.ellipses import ellipse_path
from gisplug.structure.mobility.lisa import lisa_transitions
from gisplug.structure.mobility.markov import markov_chain
from gisplug.structure.networks.network import spatial_network
from gisplug.structure.ridges import density_ridges
from gisplug.structure.spots.emerging import emerging_hot_spots
from gisplug.structure.strata.geodetector import geodetector
from gisplug.tools.study.replication_package import replication_package
from gisplug.tools.study.run_study import run_study
from gisplug.tools.study.verify_results import verify_results
from gisplug.weights.contiguity import contiguity, lattice
from gisplug.weights.distance import distance_band, exponential_decay, inverse_distance, kernel, knn
from gisplug.weights.economic import economic, gravity, nested
from gisplug.weights.formats.files import read_weights, write_weights
from gisplug.weights.weights import Weights

__version__: Final[str]

def classFactory(iface: object) -> object: ...

__all__ = [
    "__version__",
    "classFactory",
    "read_units",
    "Units",
    "match_names",
    "read_aliases",
    "write_aliases",
    "Weights",
    "contiguity",
    "lattice",
    "knn",
    "distance_band",
    "inverse_distance",
    "exponential_decay",
    "kernel",
    "economic",
    "gravity",
    "nested",
    "read_weights",
    "write_weights",
    "aggregate_lights",
    "crosswalk",
    "Crosswalk",
    "read_crosswalk",
    "read_crosswalks",
    "write_crosswalks",
    "reborder",
    "code_changes",
    "common_units",
    "Panel",
    "read_panel",
    "align",
    "Aligned",
    "Alignment",
    "moran_by_period",
    "local_moran",
    "prepare",
    "join_table",
    "descriptives",
    "correlations",
    "variance_inflation",
    "geary_by_period",
    "getis_by_period",
    "local_getis",
    "bivariate_moran",
    "local_geary",
    "join_counts",
    "local_join_counts",
    "smoothed_rates",
    "rates_moran",
    "moran_scatter",
    "calibrate",
    "panel_unit_root",
    "panel_dependence",
    "panel_cointegration",
    "residual_dependence",
    "entropy_index",
    "multicriteria_index",
    "component_index",
    "data_envelopment",
    "malmquist_index",
    "location_quotient",
    "coagglomeration",
    "concentration",
    "theil",
    "dagum_gini",
    "coupling_coordination",
    "sigma_convergence",
    "beta_convergence",
    "specification_curve",
    "influence",
    "placebo_weights",
    "geodetector",
    "markov_chain",
    "lisa_transitions",
    "ellipse_path",
    "density_ridges",
    "spatial_network",
    "emerging_hot_spots",
    "common_correlated_effects",
    "mean_group",
    "dependence_exponent",
    "spatial_factors",
    "heterogeneous_spatial",
    "spillover_or_shock",
    "residual_exponent",
    "gwr",
    "gtwr",
    "mgwr",
    "spatial_panel",
    "SpatialFit",
    "average_effects",
    "unit_effects",
    "shock_effects",
    "effects_by_order",
    "effects_between_groups",
    "decision_chain",
    "random_effects",
    "dynamic_panel",
    "varying_panel",
    "spatial_iv",
    "weights_comparison",
    "model_probabilities",
    "hausman",
    "fixed_effects",
    "stepwise",
    "wild_bootstrap",
    "bias_reduced",
    "spatial_bootstrap",
    "conley_adjusted",
    "BlockDrawing",
    "Reach",
    "errors_table",
    "ErrorChoices",
    "coefficient_weights",
    "robustness",
    "leave_one_out",
    "quadratic",
    "moderation",
    "instrumental_variables",
    "panel_gls",
    "dynamic_gmm",
    "panel_threshold",
    "quantile_panel",
    "heterogeneity",
    "mediation",
    "path_effects",
    "did_twoway",
    "event_study",
    "sun_abraham",
    "did_stacked",
    "did_imputation",
    "did_switching",
    "uniform_bands",
    "honest_did",
    "goodman_bacon",
    "group_time_effects",
    "synthetic_did",
    "triple_difference",
    "placebo_policies",
    "psm_did",
    "spatial_did",
    "spillover_did",
    "spillover_bandwidth",
    "DistanceRings",
    "ContiguityRings",
    "TreatedNeighbours",
    "DistanceDecay",
    "fsqca",
    "calibrate_table",
    "patent_novelty",
    "Fit",
    "Fits",
    "compare",
    "wording",
    "run_study",
    "verify_results",
    "export_code",
    "replication_package",
]
