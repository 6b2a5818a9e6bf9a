import numpy as np
import pandas as pd
import pytest

from gisplug.numbers.fits.fit import NotDefined
from gisplug.numbers.inference import wald
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.instrumental_variables import instrumental_variables
from gisplug.regression.instruments.anderson_rubin import ReducedForm, weak_set
from tests.regression.simulated import panel_of
from tests.regression.test_conley import places

# ivmodel 1.9.1 (R 4.2.2), AR.test on `weak_places()` with dummies of units and periods among X, independent errors:
# endogenous, instruments, F of no effect, set.
SETS = {
    "strong": ("w", ("iv", "iv2"), 26.8700804705, ((0.3848287404366, 0.6139130236264),)),
    "weak": ("u", ("iv", "iv2"), 26.8700804705, ((-np.inf, -7.144733157365), (3.477254691183, np.inf))),
    "nothing": ("u", ("iv2",), 1.466985953482, ((-np.inf, np.inf),)),
}


def weak_places():
    """u does not follow from iv; g has eight clusters."""
    frame = places()
    frame["iv2"], frame["u"] = frame["iv"] ** 2 + frame["z"], frame["w"] - frame["iv"]
    frame["g"] = [f"g{int(name[1:]) % 8}" for name in frame["unit"]]
    return frame


@pytest.fixture(scope="module")
def panel():
    return panel_of(weak_places())


def fitted(panel, endogenous, instruments, errors="classical", **options):
    formula = f"y ~ {endogenous} + x + z"
    return instrumental_variables(
        panel, formula, endogenous=[endogenous], instruments=list(instruments), errors=errors, **options
    )


@pytest.mark.parametrize("kind", list(SETS))
def test_sets_equal_ivmodel(panel, kind):
    endogenous, instruments, f, pieces = SETS[kind]
    found = fitted(panel, endogenous, instruments).anderson_rubin()
    np.testing.assert_allclose(found.f, f, rtol=1e-11)
    np.testing.assert_allclose(found.pieces, pieces, rtol=1e-10)
    assert found.bounded == (kind == "strong") and bool(found.meaning) == (kind != "strong")


@pytest.mark.parametrize("errors", ["robust", "unit", "g", "unit+period", "driscoll-kraay"])
@pytest.mark.parametrize("estimator", ["2sls", "liml"])
def test_at_an_end_the_instruments_are_just_significant_for_what_the_value_leaves(panel, errors, estimator):
    fit = fitted(panel, "w", ["iv", "iv2"], errors, estimator=estimator)
    found = fit.anderson_rubin()
    assert found.text.startswith("[") and len(found.pieces) == 1
    for end in found.pieces[0]:
        left = panel.with_columns({"left": panel.array("y") - end * panel.array("w")})
        plain = fixed_effects(left, "left ~ iv + iv2 + x + z", errors=errors)
        names = ["iv", "iv2"]
        p = wald(plain.params[names].to_numpy(), plain.cov.loc[names, names].to_numpy(), plain.df)[2]
        assert p == pytest.approx(0.05, abs=1e-8)
    assert fit.statistics["Anderson-Rubin 95 % set"] == found.text
    assert fit.tests.loc["anderson_rubin", "p"] == pytest.approx(found.p)


def test_the_unit_of_measure_moves_the_set_alone(panel):
    big = panel.with_columns({"big": 1e5 * panel.array("w")})
    ours, theirs = fitted(panel, "w", ["iv"], "unit"), fitted(big, "big", ["iv"], "unit")
    np.testing.assert_allclose(np.array(theirs.anderson_rubin().pieces) * 1e5, ours.anderson_rubin().pieces, rtol=1e-9)


def test_instruments_that_contradict_each_other_leave_no_value():
    form = ReducedForm(np.array([[1.0, -1.0], [1.0, 1.0]]), np.eye(4).reshape(2, 2, 2, 2) * 1e-3, 500.0, np.ones(1))
    found = weak_set(form, 0.0, 0.1)
    assert found.pieces == () and found.text == "empty" and "no value" in found.meaning and found.bounded


def test_a_low_between_two_directions_is_found():
    """Errors so small that the set is narrower than the directions are apart."""
    b = np.array([[3.0, 3.0], [1.0, 1.0]])
    found = weak_set(ReducedForm(b, np.eye(4).reshape(2, 2, 2, 2) * 1e-12, 500.0, np.ones(1)), 0.0, 1.0)
    assert len(found.pieces) == 1 and found.pieces[0] == pytest.approx((3.0, 3.0), abs=1e-4)


def test_several_endogenous_variables_have_their_joint_test_alone(panel):
    fit = instrumental_variables(
        panel, "y ~ w + z + x", endogenous=["w", "z"], instruments=["iv", "iv2", "iv^3"], errors="unit"
    )
    plain = fixed_effects(panel, "y ~ iv + iv2 + iv^3 + x", errors="unit")
    names = ["iv", "iv2", "iv^3"]
    f, _, p = wald(plain.params[names].to_numpy(), plain.cov.loc[names, names].to_numpy(), plain.df)
    np.testing.assert_allclose(fit.tests.loc["anderson_rubin", ["statistic", "p"]].astype(float), (f, p), rtol=1e-8)
    assert "Anderson-Rubin 95 % set" not in fit.statistics
    with pytest.raises(NotDefined, match="joint test"):
        fit.anderson_rubin()


def test_the_set_covers_where_instruments_are_weak_and_t_intervals_do_not():
    rng, held = np.random.default_rng(4), []
    for _ in range(25):
        N, T = 30, 6
        frame = pd.DataFrame({"unit": np.tile(np.arange(N), T), "period": np.repeat(np.arange(T), N)})
        frame["v"] = rng.normal(size=N * T)
        for k in range(3):
            frame[f"z{k}"] = rng.normal(size=N * T)
        frame["w"] = 0.03 * (frame["z0"] + frame["z1"] + frame["z2"]) + frame["v"]
        frame["y"] = frame["w"] + 0.9 * frame["v"] + 0.4 * rng.normal(size=N * T)
        fit = instrumental_variables(
            panel_of(frame), "y ~ w", endogenous=["w"], instruments=["z0", "z1", "z2"], errors="unit"
        )
        row = fit.estimates.iloc[0]
        held.append((fit.reduced.test(np.ones(1))[2] > 0.05, row["low"] <= 1 <= row["high"]))
    ours, usual = np.mean(held, axis=0)
    assert ours >= 0.8 and usual < 0.6
