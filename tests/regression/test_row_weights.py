"""Analytic weights: ones change nothing, their scale changes nothing, whole numbers are repeated rows."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError, ParameterError
from gisplug.regression.dynamic_gmm import dynamic_gmm
from gisplug.regression.fixed_effects import fixed_effects, stepwise
from gisplug.regression.gls import panel_gls
from gisplug.regression.heterogeneity import heterogeneity
from gisplug.regression.instrumental_variables import instrumental_variables
from gisplug.regression.mediation import mediation
from gisplug.regression.mediation_paths import path_effects
from gisplug.regression.nonlinear import moderation, quadratic
from gisplug.regression.panel_threshold import panel_threshold
from gisplug.regression.quantile import quantile_panel
from gisplug.regression.robustness import robustness
from tests.regression.simulated import panel_of, simulated

INSTRUMENTED = "y ~ x2 + d | unit + period"


def frame_of(seed=7):
    frame = simulated(20, 6, seed=seed)
    rng = np.random.default_rng(seed)
    frame["z1"], frame["z2"], v = rng.normal(size=(3, len(frame)))
    frame["d"] = 0.8 * frame["z1"] + 0.5 * frame["z2"] + v
    frame["y"] += 0.7 * frame["d"] + 0.8 * v
    frame["times"] = rng.integers(1, 5, len(frame))
    frame["one"] = 3.0
    return frame


def instrumented(estimator):
    return partial(
        instrumental_variables,
        formula=INSTRUMENTED,
        endogenous=["d"],
        instruments=["z1", "z2"],
        estimator=estimator,
    )


# what is called, and the frames of its results
CALLS = {
    "fixed_effects": (partial(fixed_effects, formula="y ~ x1 + x2"), lambda r: [r.estimates]),
    "pooled": (partial(fixed_effects, formula="y ~ x1 + x2", effects="none"), lambda r: [r.estimates]),
    "trends": (partial(fixed_effects, formula="y ~ x1", trends=["region"], by_period=["x2"]), lambda r: [r.estimates]),
    "stepwise": (partial(stepwise, formula="y ~ x1 + x2"), lambda r: [f.estimates for f in r.values()]),
    "quadratic": (partial(quadratic, formula="y ~ x1 + x2"), lambda r: [r.estimates, r.slopes]),
    "moderation": (
        partial(moderation, formula="y ~ x1", moderator="x2", centre=False),
        lambda r: [r.estimates],
    ),
    "heterogeneity": (
        partial(heterogeneity, formula="y ~ x1 + x2", by="region", draws=0),
        lambda r: [*(f.estimates for f in r.fits.values()), r.tests],
    ),
    "2sls": (instrumented("2sls"), lambda r: [r.estimates, r.tests, *r.first.values()]),
    "liml": (instrumented("liml"), lambda r: [r.estimates, r.tests]),
    "gmm": (instrumented("gmm"), lambda r: [r.estimates, r.tests]),
}


@pytest.fixture(scope="module")
def frame():
    return frame_of()


@pytest.mark.parametrize("errors", ["classical", "robust", "unit", "driscoll-kraay"])
@pytest.mark.parametrize("name", list(CALLS))
def test_equal_weights_change_nothing(frame, name, errors):
    run, frames = CALLS[name]
    plain, equal = run(panel_of(frame), errors=errors), run(panel_of(frame), errors=errors, row_weights="one")
    for a, b in zip(frames(plain), frames(equal), strict=True):
        pd.testing.assert_frame_equal(a, b, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("errors", ["classical", "unit"])
@pytest.mark.parametrize("name", list(CALLS))
def test_the_scale_of_the_weights_changes_nothing(frame, name, errors):
    run, frames = CALLS[name]
    panel = panel_of(frame.assign(much=1e7 * frame["times"]))
    one, much = (run(panel, errors=errors, row_weights=w) for w in ("times", "much"))
    for a, b in zip(frames(one), frames(much), strict=True):
        pd.testing.assert_frame_equal(a, b, rtol=1e-8, atol=1e-12)


def repeated(frame):
    """The same rows as often as their weights say, as further units; `of` is the unit that they come from."""
    rows = frame.loc[frame.index.repeat(frame["times"])].copy()
    rows["of"] = rows["unit"]
    rows["unit"] = rows["unit"] + "." + rows.groupby(["unit", "period"]).cumcount().astype(str)
    return rows


@pytest.mark.parametrize("name", [n for n in CALLS if n not in ("trends", "stepwise", "gmm")])
def test_whole_weights_are_repeated_rows(frame, name):
    run, frames = CALLS[name]
    often = panel_of(repeated(frame), unbalanced=True)
    here = {"errors": "classical"}
    formula = run.keywords["formula"].split("|")[0]
    if name == "pooled":
        weighted, expanded = run(panel_of(frame), **here, row_weights="times"), run(often, **here)
    else:  # units of the repeated rows are those that they come from
        grouped = {"formula": f"{formula} | period + of"} if name != "heterogeneity" else {"effects": "none"}
        weighted = run(panel_of(frame), **here, row_weights="times", **({} if "formula" in grouped else grouped))
        expanded = run(often, **here, **grouped)
    for a, b in zip(frames(weighted)[:1], frames(expanded)[:1], strict=True):
        np.testing.assert_allclose(a["estimate"], b["estimate"], rtol=1e-7)


def test_moderation_about_the_mean_has_the_same_product_and_marginal_effects(frame):
    centred, plain = (moderation(panel_of(frame), "y ~ x1", "x2", centre=c, row_weights="times") for c in (True, False))
    assert centred.estimates["estimate"].iloc[2] == pytest.approx(plain.estimates["estimate"].iloc[2], rel=1e-9)
    pd.testing.assert_frame_equal(centred.effects, plain.effects, rtol=1e-8)


def test_rows_without_a_weight_are_left_out_and_weights_below_nought_are_refused(frame):
    holes = frame.assign(times=frame["times"].where(frame["period"] > 2001))
    fit = instrumented("2sls")(panel_of(holes), row_weights="times")
    assert fit.n == 100
    with pytest.raises(ModelError, match="Row weights are positive; w is not"):
        quadratic(panel_of(frame.assign(w=frame["x1"])), "y ~ x1 + x2", row_weights="w")


@pytest.mark.parametrize(
    "run",
    [
        partial(panel_gls, formula="y ~ x1"),
        partial(dynamic_gmm, formula="y ~ x1"),
        partial(quantile_panel, formula="y ~ x1"),
        partial(panel_threshold, formula="y ~ x1", q="x2"),
        partial(mediation, formula="y ~ x1", mediators=["x2"]),
        partial(path_effects, formula="y ~ x1", mediators=["x2"]),
        partial(robustness, formula="y ~ x1"),
    ],
    ids=lambda run: run.func.__name__,
)
def test_methods_that_are_no_weighted_least_squares_have_no_weights(frame, run):
    with pytest.raises(ParameterError, match="has no option row_weights"):
        run(panel_of(frame), row_weights="times")
