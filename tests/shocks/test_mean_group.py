"""Mean groups: plm's numbers, tests of equal slopes by hand and their size, slopes of units, refusals."""

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.progress import SILENT
from gisplug.shocks.homogeneity import homogeneity
from gisplug.shocks.unit_fits import demeaned
from tests.shocks.panels import by_formula, panel_of, with_factors

PLM = {  # R plm 2.6.2 pmg(y ~ x + z, model = "mg", "dmg") and pvcm(model = "random"): coefficients and errors
    ("mean-group", "intercept"): (1.5942668741581, -0.38478636097734, 0.07858759557182, 0.12293676480047),
    ("demeaned", "intercept"): (1.1626171258189, -0.45058772022361, 0.070484803963181, 0.053833293136011),
    ("mean-group", "trend"): (1.5296870780022, -0.37966084070144, 0.081876307895143, 0.10478380829555),
    ("demeaned", "trend"): (1.1816031580618, -0.44344161644843, 0.069051003037102, 0.050760203749428),
    ("swamy", "intercept"): (
        *(1.5524008077112, -0.41841117371176, 4.663212578026),
        *(0.09524298173296, 0.14976981450081, 1.018159345649),
    ),
}
GAPS = {
    "mean-group": (1.5995147711693, -0.35203460119184, 0.080196500280727, 0.12995254233857),
    "demeaned": (1.1682976777892, -0.44563988263832, 0.0722747244686, 0.054482350561842),
    "swamy": (
        *(1.5597059968706, -0.40067215717269, 4.6096293634611),
        *(0.096714771660405, 0.15672351709167, 1.0547836379865),
    ),
}


def numbers(fit):
    return [*fit.params, *fit.se]


@pytest.mark.parametrize(("method", "deterministic"), PLM)
def test_estimates_and_errors_are_those_of_plm(method, deterministic):
    made = gp.mean_group(panel_of(by_formula()), "y ~ x + z", method=method, deterministic=deterministic, simulations=0)
    assert numbers(made) == pytest.approx(PLM[method, deterministic], rel=1e-11)


@pytest.mark.parametrize("method", GAPS)
def test_units_with_gaps_are_those_of_plm(method):
    made = gp.mean_group(panel_of(by_formula(gaps=True)), "y ~ x + z", method=method, simulations=0)
    assert numbers(made) == pytest.approx(GAPS[method], rel=1e-11)


def test_equal_slopes_are_tested_as_by_hand():
    """Pesaran & Yamagata (2008), equations 5, 26 to 29, written out unit by unit."""
    table = by_formula()
    made = gp.mean_group(panel_of(table), "y ~ x + z", simulations=19).homogeneity
    T, K = 16, 2
    parts = []
    for _, own in table.groupby("u"):
        X = own[["x", "z"]].to_numpy() - own[["x", "z"]].to_numpy().mean(axis=0)
        parts.append((X, own["y"].to_numpy() - own["y"].mean()))
    fixed = np.linalg.solve(sum(X.T @ X for X, _ in parts), sum(X.T @ y for X, y in parts))
    own_b = [np.linalg.lstsq(X, y, rcond=None)[0] for X, y in parts]

    def dispersion(sigma2):
        common = np.linalg.solve(
            sum(X.T @ X / s for (X, _), s in zip(parts, sigma2, strict=True)),
            sum(X.T @ y / s for (X, y), s in zip(parts, sigma2, strict=True)),
        )
        return sum((b - common) @ X.T @ X @ (b - common) / s for (X, _), b, s in zip(parts, own_b, sigma2, strict=True))

    first = dispersion([((y - X @ fixed) ** 2).sum() / (T - 1) for X, y in parts])
    swamy = dispersion([((y - X @ b) ** 2).sum() / (T - K - 1) for (X, y), b in zip(parts, own_b, strict=True)])
    N = len(parts)
    assert made.loc["delta", "statistic"] == pytest.approx(np.sqrt(N) * (first / N - K) / np.sqrt(2 * K))
    scale = np.sqrt(2 * K * (T - K - 1) / (T + 1))
    assert made.loc["adjusted delta", "statistic"] == pytest.approx(np.sqrt(N) * (first / N - K) / scale)
    assert made.loc["Swamy", "statistic"] == pytest.approx(swamy) and made.loc["Swamy", "df"] == K * (N - 1)
    assert (made["p_sim"] >= 0.05).all()


def test_simulated_p_of_equal_slopes_hold_and_find_differences():
    rng, here = np.random.default_rng(12), np.ones((12, 14), dtype=bool)
    span, free = np.zeros((1, 14, 1)), np.full(12, 13)

    def p_of(spread):
        X = demeaned(rng.normal(size=(12, 14, 2)), here)
        b = 1 + spread * rng.normal(size=(12, 2))
        y = (X @ b[:, :, None])[:, :, 0] + demeaned(rng.normal(size=(12, 14, 1)), here)[:, :, 0]
        return homogeneity((y, X), here, span, free, (19, 1, SILENT)).loc["adjusted delta", "p_sim"]

    assert np.mean([p_of(0.0) <= 0.05 for _ in range(40)]) <= 0.2
    assert np.mean([p_of(0.8) <= 0.05 for _ in range(8)]) >= 0.8


def test_slopes_of_units_recover_and_dependence_is_told():
    rng = np.random.default_rng(5)
    panel = with_factors(rng, 25, 30, spread=0.5, shocks=0)
    made = gp.mean_group(panel, "y ~ x + z", simulations=19)
    own = made.slopes.xs("x", level="term")
    assert own["estimate"].mean() == pytest.approx(made.params["x"])
    assert made.se["x"] == pytest.approx(own["estimate"].std() / 5)
    assert not made.report.having("common-shocks")
    shaken = gp.mean_group(with_factors(rng, 15, 30), "y ~ x + z", simulations=59)
    assert shaken.report.having("common-shocks")


def test_refusals_say_what_to_do():
    panel = panel_of(by_formula())
    collinear = by_formula()
    collinear["w"] = collinear["x"] + (collinear["u"] > 4) * np.cos(collinear["t"])
    for error, wanted, given, options in (
        (ModelError, "too few periods", panel_of(by_formula(periods=3)), {}),
        (ModelError, r"In 5 units \(0, 1, 2, 3, 4\) the regressors cannot be told apart", panel_of(collinear), {}),
        (ParameterError, "put trend among the regressors", panel, {"method": "swamy", "deterministic": "trend"}),
        (ParameterError, "method is one of", panel, {"method": "pooled"}),
    ):
        formula = "y ~ x + w" if "w" in given.frame else "y ~ x + z"
        with pytest.raises(error, match=wanted):
            gp.mean_group(given, formula, **options)
