"""Units of measure, origins, constants that effects take out, order and names: none of them changes a number."""

from __future__ import annotations

import inspect
from dataclasses import replace

import numpy as np
import pandas as pd

import gisplug as gp
from tests.laws.compare import SHIFTED, unlike
from tests.laws.estimator import Names
from tests.laws.laws import first, names, over, without
from tests.laws.panels import FRAME, PANEL, W, changed, lattice, panel_of, weights
from tests.laws.registry import EVERY

PLACES = ("lon", "lat")  # of units, which stay where they are
ROOMS = ("local", "spatial", "regression", "policy", "shocks", "autocorrelation")
NO_ESTIMATORS = {
    "align": "brings inputs to the same units and periods",
    "wild_bootstrap": "reads a fit",
    "bias_reduced": "reads a fit",
    "conley_adjusted": "reads a fit",
    "coefficient_weights": "reads a fit",
    "errors_table": "fits one regression again and again",
    "honest_did": "reads a fit",
    "leave_one_out": "fits one regression again and again",
    "residual_dependence": "reads residuals",
    "residual_exponent": "reads residuals",
    "spillover_or_shock": "fits spatial_panel and spatial_factors",
    "join_counts": "counts of two colours; its laws are held in tests/autocorrelation",
    "local_join_counts": "counts of two colours; its laws are held in tests/autocorrelation",
    "local_geary": "its laws are held in tests/autocorrelation",
    "smoothed_rates": "takes counts and populations; its laws are held in tests/autocorrelation",
    "rates_moran": "takes counts and populations; its laws are held in tests/autocorrelation",
    "heterogeneous_spatial": "takes 25 periods; its laws are held in tests/shocks",
    "spillover_bandwidth": "fits one estimator at several widths",
    "spatial_bootstrap": "fits one regression again and again",
    "uniform_bands": "reads a fit",
    "average_effects": "reads a fit",
    "unit_effects": "reads a fit",
    "shock_effects": "reads a fit",
    "effects_by_order": "reads a fit",
    "effects_between_groups": "reads a fit",
}
FACTORS = (1e-9, 1e12)
EXPLAINED_BY_EFFECTS = ("r2",)  # the share that regressors and effects explain grows with the effects
PLACED = ("const", "Constant", "constant", "gamma")  # constants and thresholds move with the origin


def test_every_public_estimator_is_in_the_registry():
    public = {
        name
        for name, module in gp._PUBLIC.items()
        if module.split(".")[1] in ROOMS and inspect.isfunction(getattr(gp, name))
    }
    known = {e.name.split(".")[0] for e in EVERY}
    assert public - known == set(NO_ESTIMATORS)


@over("scale")
def test_a_column_times_a_number_changes_its_own_coefficient_only(estimator):
    """Two calls: every other column 1e-9 times and the rest 1e12 times as large, and the reverse."""
    before = first(estimator)
    for turn in (0, 1):
        times = {column: FACTORS[(at + turn) % 2] for at, column in enumerate(estimator.numeric)}
        after = estimator.run(panel_of(changed(FRAME, times)), W, names())
        assert unlike(estimator, before, after, times) == [], times


@over("origin")
def test_a_constant_added_to_a_column_changes_nothing_but_the_constant(estimator):
    columns = [c for c in estimator.numeric if c not in estimator.origins]
    after = estimator.run(panel_of(changed(FRAME, plus=dict.fromkeys(columns, 1e6))), W, names())
    assert unlike(estimator, first(estimator), after, skip=PLACED, tolerance=SHIFTED) == []


@over("constants")
def test_constants_that_the_effects_take_out_change_nothing(estimator):
    """Levels of units and periods, a hundred times as large as what varies within."""
    rng = np.random.default_rng(5)
    N, T = PANEL.N, PANEL.T
    moved = {}
    for column in estimator.numeric:
        unit, period = np.tile(100 * rng.normal(size=N), T), np.repeat(100 * rng.normal(size=T), N)
        added = np.zeros(N * T)
        taken = "none" if column in estimator.origins else estimator.taken.get(column, estimator.effects)
        if taken in ("unit", "twoways"):
            added += unit
        if taken in ("time", "twoways"):
            added += period
        moved[column] = added
    after = estimator.run(panel_of(changed(FRAME, plus=moved)), W, names())
    assert unlike(estimator, first(estimator), after, skip=(*EXPLAINED_BY_EFFECTS, *PLACED)) == []


@over("rows")
def test_rows_in_another_order_and_columns_not_used_change_nothing(estimator):
    """What changes a result is one of the columns that the other laws change."""
    rng = np.random.default_rng(0)
    unused = [c for c in FRAME.columns.drop(["unit", "year", *PLACES]) if c not in estimator.uses]
    frame = FRAME.assign(**{c: rng.permutation(FRAME[c].to_numpy()) for c in unused})
    after = estimator.run(panel_of(frame.sample(frac=1.0, random_state=3)), W, names())
    assert unlike(estimator, first(estimator), after) == []


@over("units")
def test_units_with_other_names_in_another_order_change_nothing(estimator):
    """Ids are drawn anew, so that the panel sorts the units anew; W lists them in a third order."""
    rng = np.random.default_rng(8)
    fresh = {old: f"q{k:02d}" for old, k in zip(PANEL.ids, rng.permutation(PANEL.N), strict=True)}
    order = rng.permutation(PANEL.N)
    w = weights(tuple(fresh[PANEL.ids[i]] for i in order), lattice()[np.ix_(order, order)])
    after = estimator.run(panel_of(FRAME.assign(unit=FRAME["unit"].map(fresh))), w, names())
    old = {new: unit for unit, new in fresh.items()}
    assert _differences_by_unit(estimator, after, old) == []


def _differences_by_unit(estimator, after, old) -> list[str]:
    """Compare by the old names of units; draws of units follow their order, so they differ as simulations do."""
    back = replace(estimator, free=lambda r: {_renamed(k, old): v for k, v in estimator.free(r).items()})
    return unlike(back, first(estimator), after, draws=estimator.draws if estimator.follow == "units" else 0)


def _renamed(key: str, old: dict[str, str]) -> str:
    unit, space, rest = key.partition(" ")
    return old.get(unit, unit) + space + rest


@over("weights")
def test_weights_in_another_order_than_the_panel_change_nothing(estimator):
    order = np.arange(PANEL.N)[::-1]
    w = weights(tuple(PANEL.ids[i] for i in order), lattice()[np.ix_(order, order)])
    assert unlike(estimator, first(estimator), estimator.run(PANEL, w, names())) == []


@over("terms")
def test_regressors_in_another_order_have_the_same_coefficients(estimator):
    """A call that lists one regressor only is given a second."""
    before, turned = first(estimator), names(backwards=True)
    after = estimator.run(PANEL, W, turned)
    if not turned.turned:
        before, after = (estimator.run(PANEL, W, names(("c",), backwards)) for backwards in (False, True))
    draws = estimator.draws if estimator.follow == "terms" else 0
    assert unlike(estimator, before, after, draws=draws) == []


@over("names")
def test_other_names_of_columns_change_nothing_but_names(estimator):
    given = {c: c if c in ("unit", "year") else f"{c}_" for c in FRAME.columns}
    after = estimator.run(panel_of(FRAME.rename(columns=given)), W, Names(given))
    plain = replace(
        estimator,
        frames=lambda r: {
            k.replace("_", ""): (f.rename(index=lambda t: str(t).replace("_", "")), o.replace("_", ""))
            for k, (f, o) in estimator.frames(r).items()
        },
        free=lambda r: {k.replace("_", ""): v for k, v in estimator.free(r).items()},
    )
    assert unlike(plain, first(estimator), after) == []


@over("inputs")
def test_panel_and_weights_are_not_changed(estimator):
    panel, w = panel_of(FRAME), weights(PANEL.ids)
    estimator.run(panel, w, names())
    pd.testing.assert_frame_equal(panel.frame, PANEL.frame, check_exact=True)
    for part in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(getattr(w.raw, part), getattr(W.raw, part))
        np.testing.assert_array_equal(getattr(w.matrix, part), getattr(W.matrix, part))
    assert panel.ids == PANEL.ids and panel.report == PANEL.report and w.ids == W.ids


def test_every_exemption_names_a_law_and_gives_a_reason():
    from tests.laws.laws import LAWS

    for estimator in EVERY:
        for law, reason in estimator.exempt.items():
            assert law in LAWS and len(reason.split()) >= 4
            assert without(estimator, law) == reason
