"""Multiscale GWR: against mgwr's closed form, dense hat matrices, its limits, and scales found again."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ConvergenceError, ParameterError
from tests.local.panels import PLANE, panel_of, rows_of

FRAME, _ = rows_of()
POINTS = panel_of(FRAME)
YEARS = panel_of(rows_of(N=40, T=3, seed=3)[0])
EXACT = gp.mgwr(POINTS, "y ~ a + b", bandwidths=(43, 85, 43), **PLANE)


def test_coefficients_and_errors_are_those_of_the_closed_form_of_mgwr():
    """mgwr 2.2.1, MGWR(...).exact_fit() on standardised rows of `rows_of()`, with the bandwidths that it chose."""
    sy, local, place = FRAME["y"].std(ddof=0), EXACT.comparison.loc["local"], EXACT.wide().iloc[57]
    terms = ["Constant", "a", "b"]
    assert EXACT.by_term.loc[terms, "parameters"].tolist() == pytest.approx(
        [6.025708170905727, 5.654734157505022, 2.517833249461159], rel=1e-7
    )
    assert place[terms].tolist() == pytest.approx(
        [-0.056814643996737524, 0.8455845707765035, -0.2456680651064192], rel=1e-7
    )
    assert place[[f"{t} se" for t in terms]].tolist() == pytest.approx(
        [0.04504771754014366, 0.04541022334595415, 0.030741303437933555], rel=1e-7
    )
    assert local["AICc"] - 200 * np.log(sy) == pytest.approx(12.049479132883768, rel=1e-6)
    assert local["rss"] / sy**2 == pytest.approx(4.595456206558438, rel=1e-8)
    one = EXACT.coefficients.iloc[57]
    assert one["p_corrected"] == pytest.approx(min(1.0, one["p"] * 5.654734157505022), rel=1e-6)


def test_bandwidths_are_near_those_of_mgwr_and_no_worse():
    """mgwr chooses 43, 43 and 85 (constant, a, b), from the golden points of 42 to 100."""
    found = gp.mgwr(POINTS, "y ~ a + b", **PLANE)
    assert found.by_term["bandwidth"].tolist() == [42, 85, 42]
    assert found.comparison.loc["local", "AICc"] < EXACT.comparison.loc["local", "AICc"]
    assert found.search["change"].iloc[-1] < 1e-5
    by_rss = gp.mgwr(POINTS, "y ~ a + b", change="rss", **PLANE)
    assert by_rss.by_term["bandwidth"].tolist() == [42, 85, 42]


def test_hat_matrices_of_pooled_periods_are_those_written_out():
    """Every row's outcome moved by one in turn: what the coefficients do is the hat matrix."""
    widths = (15, 25, 20)
    found = gp.mgwr(YEARS, "y ~ a + b", effects="none", bandwidths=widths, **PLANE)
    frame = YEARS.frame.reset_index()
    xy = frame[["px", "py"]].to_numpy()[:40]
    far = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    Z = frame[["a", "b"]].to_numpy()
    Z = np.column_stack([(Z - Z.mean(axis=0)) / Z.std(axis=0), np.ones(len(Z))])
    unit, n = np.tile(np.arange(40), 3), len(Z)
    smooth = []
    for j, k in enumerate(widths):
        w = np.maximum(1 - (far / (np.sort(far, axis=1)[:, [k - 1]] * 1.0000001)) ** 2, 0) ** 2
        rows = w[np.ix_(unit, unit)] * Z[:, j] * Z[:, [j]]
        smooth.append(rows / (w[np.ix_(unit, unit)] @ Z[:, j] ** 2)[:, None])
    system = np.block([[np.eye(n) if i == j else smooth[i] for j in range(3)] for i in range(3)])
    R = np.linalg.lstsq(system, np.vstack(smooth), rcond=None)[0].reshape(3, n, n)
    assert found.by_term["parameters"].tolist() == pytest.approx([np.trace(r) for r in R], rel=1e-5)
    y = frame["y"].to_numpy()
    fitted = np.einsum("jrs,s->r", R, y - y.mean()) + y.mean()
    assert found.comparison.loc["local", "rss"] == pytest.approx(((y - fitted) ** 2).sum(), rel=1e-7)
    rows = found.rows.set_index(["period", "unit"])["leverage"].reindex(YEARS.frame.index).to_numpy()
    assert rows == pytest.approx(np.einsum("jrr->r", R), rel=1e-4, abs=1e-6)


def test_units_of_measure_come_back():
    plain = gp.mgwr(POINTS, "y ~ a + b", bandwidths=(43, 85, 43), standardised=False, **PLANE)
    scale = FRAME["y"].std(ddof=0) / FRAME["a"].std(ddof=0)
    for column in ("a", "a se"):
        assert plain.wide()[column].to_numpy() == pytest.approx(EXACT.wide()[column].to_numpy() * scale)
    wide = plain.wide()
    fitted = (wide[["a", "b"]].to_numpy() * FRAME[["a", "b"]].to_numpy()).sum(axis=1) + wide["Constant"].to_numpy()
    assert fitted == pytest.approx(plain.rows["fitted"].to_numpy())
    assert not plain.report.having("standardised") and EXACT.report.having("standardised")


def test_the_widest_bandwidths_are_one_regression_for_all():
    options = {"kernel": "gaussian", "adaptive": False, "standardised": False, **PLANE}
    found = gp.mgwr(YEARS, "y ~ a + b", bandwidths=(1e6, 1e6, 1e6), **options)
    plain = gp.fixed_effects(YEARS, "y ~ a + b", errors="classical")
    assert found.by_term.loc[["a", "b"], "mean"].to_numpy() == pytest.approx(plain.estimates["estimate"].to_numpy())
    assert found.by_term.loc[["a", "b"], "se"].to_numpy() == pytest.approx(plain.estimates["se"].to_numpy(), rel=1e-5)


def test_scales_are_found_again_and_what_differs_is_told():
    frame, beta = rows_of(N=200, seed=8, slope=2.0)
    found = gp.mgwr(panel_of(frame), "y ~ a + b", permutations=19, standardised=False, **PLANE)
    widths = found.by_term["bandwidth"]
    assert widths["a"] < 120 and widths["b"] > 150
    assert np.sqrt(((found.wide()["a"] - beta[0]) ** 2).mean()) < 0.3
    assert found.by_term["p_variability"]["a"] == pytest.approx(0.05) == found.p_joint


def test_what_cannot_be_is_refused_by_name():
    for wrong, told in (
        ({"bandwidth": 40}, "bandwidths"),
        ({"criterion": "CV"}, "bandwidths"),
        ({"bandwidths": (40, 40)}, "one for each"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"change": "none"}, "change"),
    ):
        with pytest.raises(ParameterError, match=told):
            gp.mgwr(POINTS, "y ~ a + b", **PLANE, **wrong)
    with pytest.raises(ConvergenceError, match="did not settle"):
        gp.mgwr(POINTS, "y ~ a + b", rounds=2, tolerance=1e-9, **PLANE)
