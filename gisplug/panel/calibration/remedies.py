"""What the product offers where a p does not hold: by estimator, in the words of Python and of the tools."""

from __future__ import annotations

from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import Call

CLUSTERED = (
    "the wild cluster bootstrap (wild_bootstrap; few_clusters = wild) or CR2 errors (bias_reduced; few_clusters = cr2)"
)
PLACEBO = "randomisation inference (placebo_policies; placebo-test)"
REMEDIES = {
    "fixed_effects": CLUSTERED,
    "stepwise": CLUSTERED,
    "quadratic": message("the same regression by fixed_effects with its square, and {clustered}", clustered=CLUSTERED),
    "moderation": message(
        "the same regression by fixed_effects with its product, and {clustered}", clustered=CLUSTERED
    ),
    "robustness": CLUSTERED,
    "heterogeneity": "the permutation test of the difference (draws)",
    "panel_gls": message("fixed_effects with errors by unit, and {clustered}", clustered=CLUSTERED),
    "instrumental_variables": "LIML (estimator = liml) and the weak-identification tests of its table",
    "dynamic_gmm": "fewer instruments (deepest, collapse) and the one-step estimator",
    "quantile_panel": "more draws of its bootstrap",
    "did_twoway": PLACEBO,
    "event_study": PLACEBO,
    "sun_abraham": PLACEBO,
    "did_stacked": PLACEBO,
    "did_imputation": PLACEBO,
    "did_switching": PLACEBO,
    "triple_difference": PLACEBO,
    "group_time_effects": message("uniform bands of its bootstrap (draws), or {placebo}", placebo=PLACEBO),
    "psm_did": PLACEBO,
    "spatial_did": PLACEBO,
    "synthetic_did": "its placebo variance (variance = placebo)",
    "spatial_panel": "robust errors (errors = sandwich or cluster)",
}


def remedy(call: Call, name: str) -> str:
    """Return the words that follow the simulated p of a row or test: what else holds."""
    if name.startswith("Test: ") or call.name not in REMEDIES:
        return "."
    return message(", or by {remedies}.", remedies=REMEDIES[call.name])
