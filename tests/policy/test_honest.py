"""Sensitivity to trends against the authors' numbers, a linear programme, and trends made by hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import gisplug as gp
from gisplug.core.errors import ModelError
from gisplug.policy.honest.path import EventPath, event_path
from gisplug.policy.honest.relative import Conditional, relative
from gisplug.policy.honest.sensitivity import ORIGINAL, RELATIVE, SMOOTH
from gisplug.policy.honest.smoothness import fixed_length, largest_change
from tests.laws.panels import panel_of, table

DATA = json.loads((Path(__file__).parents[1] / "oracles" / "honest_did.json").read_text())
PANEL = panel_of(table())
HYBRID = Conditional(0.05, 0.005)
GRID = 0.0029  # one step of the grid on which the reference looks for the ends


def path_of(name, weights, after=None):
    data = DATA[name]
    b, K = np.array(data["b"]), data["before"]
    V = np.zeros((len(b), len(b)))
    V[np.tril_indices(len(b))] = data["cov"]
    V = V + np.tril(V, -1).T
    m = K + (after or len(weights))
    return EventPath(np.r_[np.arange(-K - 1, -1), np.arange(m - K)], b[:m], V[:m, :m], K, np.array(weights, float), -1)


@pytest.mark.parametrize(
    ("M", "low", "high"),
    [
        (0, 0.0259, 0.0607),
        (0.01, 0.0132, 0.0787),
        (0.02, 0.00286, 0.0907),
        (0.03, -0.00714, 0.101),
        (0.05, -0.0271, 0.121),
    ],
)
def test_fixed_length_intervals_are_those_of_the_authors_page(M, low, high):
    """Medicaid expansions; their critical values are simulated, which moves the fifth digit."""
    assert fixed_length(path_of("medicaid", [1, 0]), M, 0.95) == pytest.approx(
        (low, high), abs=1e-4 if high < 0.1 else 5e-4
    )


@pytest.mark.parametrize(
    ("weights", "M", "interval"),
    [
        ([1, 0, 0, 0], 0.1, (0.1193973, 0.4185541)),
        ([1, 0, 0, 0], 0.3, (-0.0806037, 0.6185548)),
        ([0.25] * 4, 0.05, (0.0635743, 0.7383044)),
    ],
)
def test_fixed_length_intervals_are_those_of_a_conic_programme(weights, M, interval):
    """Benzarti & Carloni; least bias given variance by another solver, at the best of all variances."""
    assert fixed_length(path_of("benzarti_carloni", weights), M, 0.95) == pytest.approx(interval, abs=5e-6)


@pytest.mark.parametrize(
    ("name", "weights", "bound", "low", "high", "step"),
    [
        ("medicaid", [1, 0], 0.5, 0.0241, 0.0673, 4.2e-4),
        ("medicaid", [1, 0], 1.0, 0.0171, 0.0720, 4.2e-4),
        ("medicaid", [1, 0], 1.5, 0.00859, 0.0796, 5.5e-4),
        ("medicaid", [1, 0], 2.0, -0.00107, 0.0883, 4.2e-4),
        ("medicaid", [0.5, 0.5], 2.0, -0.008, 0.117, 1e-3),
        ("benzarti_carloni", [1, 0, 0, 0], 0.0, 0.160320641, 0.23326653, GRID),
        ("benzarti_carloni", [1, 0, 0, 0], 0.5, 0.118236473, 0.26973948, GRID),
        ("benzarti_carloni", [1, 0, 0, 0], 1.0, 0.067735471, 0.31743487, GRID),
        ("benzarti_carloni", [1, 0, 0, 0], 2.0, -0.041683367, 0.42404810, GRID),
    ],
)
def test_intervals_of_relative_magnitudes_are_the_authors_to_a_step_of_their_grid(
    name, weights, bound, low, high, step
):
    assert relative(path_of(name, weights), HYBRID).interval(bound) == pytest.approx((low, high), abs=step)


def test_the_vertices_give_the_value_of_the_linear_programme():
    """The effects not asked for as nuisance: min eta over them, moments divided by their errors at most eta."""
    path = path_of("benzarti_carloni", [0.5, 0.3, 0.2, 0.0])
    K, m, T = path.before, len(path.b), len(path.weights)
    moves = np.diff(np.insert(np.eye(m), K, 0.0, axis=0), axis=0)
    parts = relative(path, Conditional(0.05, 0.0)).parts(0.8)
    for s, part in zip((0, 3), (parts[0], parts[7]), strict=True):
        most = 0.8 * (1 if s == 0 else -1) * moves[s]
        A = np.vstack([moves[K:] - most, -moves[K:] - most])
        sd = np.sqrt(np.diag(A @ path.cov @ A.T))
        for effect in (-0.3, 0.1, 0.9):
            found = linprog(
                np.r_[1.0, np.zeros(T)],
                A_ub=np.column_stack([-sd, -A[:, K:]]),
                b_ub=-A @ path.b,
                A_eq=np.r_[0.0, path.weights][None, :],
                b_eq=[effect],
                bounds=[(None, None)] * (T + 1),
                method="highs",
            )
            assert (part.values - effect * part.turn).max() == pytest.approx(found.fun, abs=1e-8)


def test_breakdown_values_are_where_the_interval_reaches_nought():
    found = gp.honest_did(gp.sun_abraham(PANEL, "y ~ d + a"), before=3, after=2, relative=(0.5,), smoothness=(0.0, 0.1))
    assert list(found.intervals["restriction"]) == [ORIGINAL, RELATIVE, SMOOTH, SMOOTH]
    for kind, interval in (
        (RELATIVE, relative(found.path, HYBRID).interval),
        (SMOOTH, lambda M: fixed_length(found.path, M, 0.95)),
    ):
        value = found.breakdown[kind]
        if np.isfinite(value):
            low, high = interval(value * 1.002 + 1e-9)
            assert low <= 0 <= high
            low, high = interval(value * 0.998)
            assert low > 0 or high < 0
        else:
            low, high = interval(0.0)
            assert low <= 0 <= high


def trend_panel(bend=0.0, units=24, periods=9, effect=1.0, staggered=True):
    """Treated units with a trend of their own and no noise but a little."""
    rng = np.random.default_rng(3)
    unit, time = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    start = np.where(np.arange(units) < 6, 4, np.where(np.arange(units) < 12, 6 if staggered else 4, 99))[unit]
    since = time - start
    trend = np.where(start < 99, 0.2 * since + bend * since**2, 0.0)
    y = rng.normal(size=units)[unit] + 0.3 * time + trend + effect * (since >= 0) + 1e-3 * rng.normal(size=len(unit))
    return gp.read_panel(
        pd.DataFrame({"unit": unit, "period": 2001 + time, "y": y, "d": (since >= 0) * 1.0}),
        unit="unit",
        period="period",
    )


@pytest.mark.parametrize("method", ["imputation", "callaway_santanna", "stacked", "switching", "event_study"])
def test_a_straight_trend_is_taken_out_by_smoothness_of_nought(method):
    """All are put relative to the period before, so a line of .2 a period moves effect 0 by .2; M = 0 removes it."""
    panel = trend_panel(staggered=method not in ("event_study", "switching"))
    fit = {
        "imputation": lambda: gp.did_imputation(panel, "y ~ d", before=8),
        "callaway_santanna": lambda: gp.group_time_effects(panel, "y ~ d", control="never"),
        "stacked": lambda: gp.did_stacked(panel, "y ~ d", before=4, after=2),
        "switching": lambda: gp.did_switching(panel, "y ~ d", before=2, after=2),
        "event_study": lambda: gp.event_study(panel, "y ~ d", before=5, after=5),
    }[method]()
    found = gp.honest_did(fit, 0, before=3, after=2, relative=(1.05,) if method == "stacked" else (), smoothness=(0.0,))
    assert found.estimate == pytest.approx(1.2, abs=0.01)
    low, high = found.intervals.iloc[-1][["low", "high"]]
    assert low < 1.0 + 1e-2 and high > 1.0 - 1e-2 and high - low < 0.12
    if method == "stacked":
        assert found.intervals.iloc[1]["low"] < 1.0 < found.intervals.iloc[1]["high"]


def test_imputed_effects_are_put_relative_to_the_period_before():
    fit = gp.did_imputation(trend_panel(bend=0.05, effect=0.0), "y ~ d", before=8)
    path, _ = event_path(fit, 0, before=4, after=2)
    trend = 0.2 * path.times + 0.05 * path.times**2
    np.testing.assert_allclose(path.b, trend - (-0.2 + 0.05), atol=0.01)
    with pytest.raises(ModelError, match=r"relative to all periods before .* before=6"):
        gp.honest_did(gp.did_imputation(trend_panel(), "y ~ d", before=3))


def test_ends_that_hold_all_beyond_the_window_are_left_out():
    fit = gp.event_study(trend_panel(), "y ~ d", before=3, after=2)
    assert fit.report.having("ends-binned")[0].ids == ("event -3", "event +2")
    found = gp.honest_did(fit)
    assert list(found.path.times) == [-2, 0, 1] and found.report.having("bins-left-out")
    assert found.report.having("one-before")


def test_what_cannot_be_bounded_is_refused_by_name():
    study = gp.event_study(PANEL, "y ~ d", before=4, after=3)
    with pytest.raises(ModelError, match="at is an event time from 0 on"):
        gp.honest_did(study, -2)
    with pytest.raises(ModelError, match="Event time 9 is not among"):
        gp.honest_did(study, 9)
    with pytest.raises(ModelError, match="Bounds are 0 or more"):
        gp.honest_did(study, relative=(-1.0,))
    with pytest.raises(ModelError, match="no effects by event time"):
        gp.honest_did(gp.did_twoway(PANEL, "y ~ d"))
    with pytest.raises(ModelError, match="base_period='universal'"):
        gp.honest_did(gp.group_time_effects(PANEL, "y ~ d", base_period="varying"))
    with pytest.raises(ModelError, match="No event time before the base"):
        gp.honest_did(study, before=1)


def test_the_scale_of_smoothness_is_an_upper_bound_of_second_differences():
    assert largest_change(path_of("benzarti_carloni", [1, 0, 0, 0])) == pytest.approx(0.2021699, abs=1e-7)


def test_the_face_of_a_sensitivity_analysis():
    found = gp.honest_did(gp.event_study(PANEL, "y ~ d", before=4, after=3), "mean", relative=(1.0,), smoothness=(0.0,))
    assert list(found.table().columns) == ["low", "high", "method"] and "Breakdown" in found.summary()
    assert json.dumps(found.to_dict()) and "<table" in found.to_html() and found.plot() is not None
