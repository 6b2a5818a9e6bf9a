"""Spatial lags of each unit: hetsar's numbers, exact slopes, laws, recovery, refusals."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import gisplug as gp
from gisplug.core.errors import ModelError, PanelError, WeightsError
from gisplug.numbers.fits.finding import NotDefined
from gisplug.shocks.heterogeneous_likelihood import UnitColumns, maximise, sandwich
from gisplug.weights.weights import Weights
from tests.shocks.panels import panel_of

# hetsar (R, commit 1100802) on `by_formula`: lag, slope, constant, variance; and the errors of its sandwich
HETSAR = [
    (0.0684923057, 1.0621131652, 0.1260195518, 0.5016216122, 0.0575146917, 0.1019224051, 0.1577274047, 0.0714665308),
    (0.3842801693, 1.1380373634, 0.3925879616, 0.4500603198, 0.0947114358, 0.0897795058, 0.1285606430, 0.0637280133),
    (0.2122785885, 1.2870068495, 0.9921934376, 0.4406517227, 0.0674707767, 0.0927150450, 0.1509483545, 0.0693801995),
    (0.4643044746, 1.5696684570, 1.3197617988, 0.3959038283, 0.0571032470, 0.0803526532, 0.1663360043, 0.0591037110),
    (0.5750131272, 1.7436657665, 1.7181891222, 0.4605142622, 0.0517885040, 0.0979636102, 0.2022127909, 0.0784339958),
    (0.5668545792, 2.0935484667, 2.6156830518, 0.3749960664, 0.0652019015, 0.0999612853, 0.1281625218, 0.0551525593),
]
FVAL = 6.24436274724  # of minus the log-likelihood over T


def ring(N):
    """Weights of N units in a ring."""
    near = sparse.csr_array((np.full(N, 0.5), (np.arange(N), (np.arange(N) + 1) % N)), shape=(N, N))
    return Weights(near + near.T, tuple(f"u{i:02d}" for i in range(N)), name="ring")


def by_formula(N=6, T=40):
    """A panel y, x that any program can make, and its weights."""
    i, t = np.meshgrid(np.arange(N), np.arange(T), indexing="ij")
    x = ((37 * i + 53 * t + 11 * i * t) % 101) / 25 - 2
    noise = ((17 * i + 43 * t + 13 * i * t * t) % 97) / 40 - 1.2
    W = ring(N).matrix.toarray()
    rho = 0.1 + 0.1 * np.arange(N)
    y = np.linalg.solve(np.eye(N) - rho[:, None] * W, (1 + 0.2 * i) * x + 0.5 * i + noise)
    return table(y.T, x.T), ring(N)


def table(y, x):
    T, N = y.shape
    frame = pd.DataFrame({"u": np.tile(ring(N).ids, T), "t": np.repeat(np.arange(T) + 1980, N)})
    return frame.assign(y=y.ravel(), x=x.ravel())


def drawn(rng, N, T, spread=0.2):
    """A panel with lags about .4, slopes about 1 and errors that are not normal."""
    rho, b = np.clip(0.4 + spread * rng.normal(size=N), -0.9, 0.9), 1 + 0.3 * rng.normal(size=N)
    W, x = ring(N).matrix.toarray(), rng.normal(size=(T, N))
    e = (rng.chisquare(2, size=(T, N)) / 2 - 1) * np.sqrt(rng.uniform(0.5, 1.5, N))
    y = np.linalg.solve(np.eye(N) - rho[:, None] * W, (b * x + rng.normal(size=N) + e).T).T
    return panel_of(table(y, x)), ring(N), rho


def test_coefficients_and_errors_are_those_of_hetsar():
    """To the four digits at which its optimiser stops; our log-likelihood is not lower."""
    frame, w = by_formula()
    panel = panel_of(frame)
    made = gp.heterogeneous_spatial(panel, "y ~ x", w)
    wide = made.by_unit.unstack("term")
    for k, term in ((0, "rho"), (1, "x"), (3, "sigma2")):
        assert np.allclose(wide["estimate", term], [row[k] for row in HETSAR], rtol=3e-4), term
        assert np.allclose(wide["se", term], [row[4 + k] for row in HETSAR], rtol=3e-4), term
    assert -made.loglik / 40 <= FVAL + 1e-9
    assert -made.loglik / 40 == pytest.approx(FVAL, abs=1e-6)
    assert made.params["rho"] == pytest.approx(wide["estimate", "rho"].mean())
    assert made.se["rho"] == pytest.approx(wide["estimate", "rho"].std() / np.sqrt(6))
    W, y = w.matrix.toarray(), panel.array("y")
    S = np.linalg.inv(np.eye(6) - wide["estimate", "rho"].to_numpy()[:, None] * W) * wide["estimate", "x"].to_numpy()
    assert made.effects.loc["x", "direct"] == pytest.approx(np.diag(S).mean())
    assert made.effects.loc["x", "total"] == pytest.approx(S.sum() / 6)
    left = y - wide["estimate", "rho"].to_numpy() * (y @ W.T) - wide["estimate", "x"].to_numpy() * panel.array("x")
    assert np.allclose(left - left.mean(axis=0), made.residuals, atol=1e-9)


def test_at_the_maximum_every_score_is_nought_and_the_sandwich_is_that_of_all_parameters_together():
    frame, w = by_formula(4, 30)
    panel = panel_of(frame)
    y, x, W = panel.array("y").T, panel.array("x").T, w.matrix.toarray()
    data = UnitColumns(y, W @ y, np.stack([x, np.ones_like(x)], axis=2), W)
    point = maximise(data)
    theta = np.concatenate([point.rho, point.b.ravel(), point.sigma2])

    def scores(theta):
        rho, b, s2 = theta[:4], theta[4:12].reshape(4, 2), theta[12:]
        e = y - rho[:, None] * data.lag - np.einsum("ntk,nk->nt", data.X, b)
        G = W @ np.linalg.inv(np.eye(4) - rho[:, None] * W)
        first = data.lag * e / s2[:, None] - np.diag(G)[:, None]
        slopes = (data.X * (e / s2[:, None])[:, :, None]).transpose(0, 2, 1).reshape(8, -1)
        return np.vstack([first, slopes, 0.5 * e**2 / (s2**2)[:, None] - 0.5 / s2[:, None]])

    assert np.abs(scores(theta).mean(axis=1)).max() < 1e-9
    H = np.empty((16, 16))
    for k in range(16):
        step = np.eye(16)[k] * 1e-6
        H[:, k] = -(scores(theta + step).mean(axis=1) - scores(theta - step).mean(axis=1)) / 2e-6
    J = scores(theta) @ scores(theta).T / 30
    inverse = np.linalg.inv(H)
    robust, plain = sandwich(data, point)
    for made, cov in ((robust, inverse @ J @ inverse / 30), (plain, inverse / 30)):
        variance = np.diag(cov)
        assert np.allclose(made[:, 0], variance[:4], rtol=1e-5)
        assert np.allclose(made[:, 1:3], variance[4:12].reshape(4, 2), rtol=1e-5)
        assert np.allclose(made[:, 3], variance[12:], rtol=1e-5)


def test_units_of_measure_origins_and_orders_change_nothing():
    frame, w = by_formula()
    first = gp.heterogeneous_spatial(panel_of(frame), "y ~ x", w)
    scaled = frame.assign(y=1e6 * frame["y"] + 5e7, x=1e-6 * frame["x"] - 3)
    made = gp.heterogeneous_spatial(panel_of(scaled), "y ~ x", w)
    times = {"rho": 1.0, "x": 1e12, "sigma2": 1e12}
    for term, factor in times.items():
        before, after = (f.by_unit.xs(term, level="term")[["estimate", "se"]] for f in (first, made))
        assert np.allclose(after, factor * before, rtol=1e-5), term
    turned = panel_of(frame.iloc[::-1]).select(list(w.ids)[::-1])
    other = gp.heterogeneous_spatial(turned, "y ~ x", w).by_unit.loc[first.by_unit.index]
    assert np.allclose(other["estimate"], first.by_unit["estimate"], rtol=1e-7)


def test_lags_are_recovered_and_their_sandwich_covers():
    """20 units, 60 periods, skewed errors, 3 panels."""
    rng, bias, held = np.random.default_rng(4), [], []
    for _ in range(3):
        panel, w, rho = drawn(rng, 20, 60)
        made = gp.heterogeneous_spatial(panel, "y ~ x", w).by_unit.xs("rho", level="term")
        bias.append((made["estimate"] - rho).mean())
        held.append(np.mean((made["low"] <= rho) & (rho <= made["high"])))
    assert abs(np.mean(bias)) < 0.03 and 0.85 <= np.mean(held) <= 1.0


def test_lags_in_time_and_of_regressors_are_terms_of_their_own():
    panel, w, _ = drawn(np.random.default_rng(1), 8, 60)
    made = gp.heterogeneous_spatial(panel, "y ~ x", w, model="sdm", outcome_lag=True, neighbours_past=True)
    assert list(made.estimates.index) == ["rho", "x", "W*x", "L.y", "L.W*y"]
    assert made.T == 59 and np.abs(made.params[["W*x", "L.y", "L.W*y"]]).max() < 0.15
    with pytest.raises(NotDefined):
        made.predict()


def test_refusals_say_what_to_do():
    frame, w = by_formula(6, 40)
    panel = panel_of(frame)
    short = panel_of(frame[frame["t"] < 2000])
    lone = Weights(sparse.csr_array(np.diag(np.ones(5), 1) + np.diag([1.0, 1, 1, 1, 0], -1)), w.ids, name="lone")
    still = panel_of(frame.assign(x=frame["x"].where(frame["u"] != "u03", 1.0)))
    for error, wanted, given, weights, options in (
        (PanelError, "20 periods are too few", short, w, {}),
        (WeightsError, "have no neighbours in lone", panel, lone, {}),
        (
            WeightsError,
            "do not all sum to one",
            panel,
            Weights(2 * w.matrix, w.ids, name="twice", normalise="none"),
            {},
        ),
        (ModelError, r"In 1 units \(u03\)", still, w, {}),
        (ModelError, "model is one of", panel, w, {"model": "sem"}),
    ):
        with pytest.raises(error, match=wanted):
            gp.heterogeneous_spatial(given, "y ~ x", weights, **options)
    with pytest.raises(ModelError, match="leave the part after the bar out"):
        gp.heterogeneous_spatial(panel, "y ~ x | unit + period", w)
