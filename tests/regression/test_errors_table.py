import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import Cancelled, ModelError
from gisplug.core.progress import Silent
from gisplug.panel.places import Reach
from gisplug.policy.event_study import did_twoway
from gisplug.regression.few_clusters.bias_reduced import bias_reduced
from gisplug.regression.few_clusters.blocks import BlockDrawing, spatial_bootstrap
from gisplug.regression.few_clusters.near import conley_adjusted
from gisplug.regression.few_clusters.wild import wild_bootstrap
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.inference.carried import coefficient_weights
from gisplug.regression.inference.errors_table import COLUMNS, ErrorChoices, errors_table
from gisplug.regression.inference.structures import parts_of, randomised_p
from tests.regression.simulated import panel_of
from tests.regression.test_conley import HERE, places

REACH = Reach(300, lags=1, coordinates=HERE)
CHOICES = ErrorChoices(cluster="g", reach=REACH, drawing=BlockDrawing(draws=99))
PLAIN = {
    "Classical": "classical",
    "HC1": "robust",
    "Clustered by unit": "unit",
    "Clustered by period": "period",
    "Clustered by unit and period": "unit+period",
    "Clustered by g": "g",
    "Driscoll-Kraay": "driscoll-kraay",
    "Conley, 300 km": "conley",
}


def eight_places(**options):
    frame = places(**options)
    return frame.assign(g=[f"g{int(name[1:]) % 8}" for name in frame["unit"]])


@pytest.fixture(scope="module")
def panel():
    return panel_of(eight_places())


@pytest.fixture(scope="module")
def fit(panel):
    return fixed_effects(panel, "y ~ x + z", errors="unit")


@pytest.fixture(scope="module")
def made(fit):
    return errors_table(fit, "x", CHOICES)


@pytest.mark.parametrize("effects", ["none", "unit", "twoways"])
def test_every_row_is_that_of_the_regression_with_these_errors(panel, effects):
    whole = fixed_effects(panel, "y ~ x + z", effects=effects, errors="unit")
    table = errors_table(whole, "z", CHOICES).table()
    for name, errors in PLAIN.items():
        one = fixed_effects(panel, "y ~ x + z", effects=effects, errors=errors, reach=REACH)
        ours = one.estimates.loc["z", ["estimate", "se", "stat", "p", "low", "high"]]
        np.testing.assert_allclose(table.loc[name, ours.index].astype(float), ours, rtol=1e-9, err_msg=name)
        assert table.loc[name, "df"] == one.df


def test_corrected_and_drawn_rows_are_those_of_their_functions(fit, made):
    table = made.table()
    for name, correction, cluster in (("CR2 by unit", "cr2", "unit"), ("CR3 by g", "cr3", "g")):
        row = bias_reduced(fit, ["x"], correction=correction, cluster=cluster).iloc[0]
        np.testing.assert_allclose(table.loc[name, COLUMNS].astype(float), row[COLUMNS], rtol=1e-12)
    wild = wild_bootstrap(fit, ["x"], cluster="g", draws=99).table().iloc[0]
    assert table.loc["Wild bootstrap by g", ["p", "low", "high"]].tolist() == wild[["p", "low", "high"]].tolist()
    blocks = spatial_bootstrap(fit, REACH, BlockDrawing(draws=99)).table().loc["x"]
    assert table.loc["Spatial blocks", "se"] == blocks["se"]


@pytest.mark.parametrize("lags, cutoff", [(None, 0.01), (2, 500)])
def test_adjusted_conley_errors_have_the_mean_that_independent_errors_have(lags, cutoff):
    """A variance is quadratic in the outcome: summed over outcomes that are one in a row, it is its mean times n."""
    frame, total, reach = eight_places(N=6, T=3), 0.0, Reach(cutoff, "bartlett", lags, HERE)
    for row in range(len(frame)):
        frame["y"] = np.arange(len(frame)) == row
        fit = fixed_effects(panel_of(frame.assign(y=frame["y"] * 1.0)), "y ~ x + z")
        found = conley_adjusted(
            fit,
            ["x"],
            reach=reach,
        )
        total += found.loc["x", "se"] ** 2
    X = parts_of(fit, "x").own
    assert total == pytest.approx(1 / (X @ X), rel=1e-9)


def test_adjusted_conley_errors_of_units_far_apart_are_clustered_errors_less_their_bias(panel, fit):
    alone = conley_adjusted(fit, reach=Reach(0.01, coordinates=HERE))
    few = bias_reduced(fit, cluster="unit")
    np.testing.assert_allclose(alone["se"], few["se"], rtol=0.02)
    np.testing.assert_allclose(alone["df"], few["df"], rtol=0.1)
    wide = conley_adjusted(fit, ["x"], reach=Reach(300, coordinates=HERE))
    assert wide.loc["x", "df"] < alone.loc["x", "df"]
    with pytest.raises(ModelError, match="no term"):
        conley_adjusted(fit, ["w"], reach=REACH)


def test_hc3_divides_residuals_by_what_their_row_leaves_on_dummies(panel, fit, made):
    frame = eight_places()
    dummies = [pd.get_dummies(frame[name]).to_numpy(float)[:, k:] for k, name in enumerate(("unit", "period"))]
    X = np.column_stack([frame[["x", "z"]], *dummies])
    bread = np.linalg.inv(X.T @ X)
    e = frame["y"].to_numpy() - X @ bread @ X.T @ frame["y"].to_numpy()
    e /= 1 - np.einsum("ij,jk,ik->i", X, bread, X)
    V = bread @ (X.T * e**2) @ X @ bread
    assert made.table().loc["HC3", "se"] == pytest.approx(np.sqrt(V[0, 0]), rel=1e-9)
    assert made.table().loc["HC3", "df"] == 600 - X.shape[1]


def test_an_assignment_of_histories_is_a_regression_on_them(panel, fit):
    rng, parts = np.random.default_rng(6), parts_of(fit, "x")
    x, ts = panel.array("x"), []
    for _ in range(20):
        second = np.lexsort((rng.random(60), np.zeros(60)))
        moved = panel.with_columns({"m": x[:, second]})
        one = fixed_effects(moved, "y ~ m + z", errors="unit")
        ts.append(abs(one.estimates.loc["m", "stat"]))
    p = (1 + sum(t >= abs(fit.estimates.loc["x", "stat"]) for t in ts)) / 21
    assert randomised_p(fit, parts, None, 20, 6) == pytest.approx(p)
    assert randomised_p(fit, parts, np.arange(60), 20, 6) == 1.0  # nobody to change with


def test_what_cannot_be_computed_says_why(panel):
    weighted = panel.with_columns({"size": 1 + panel.array("z") ** 2})
    table = errors_table(fixed_effects(weighted, "y ~ x", row_weights="size"), choices=ErrorChoices()).table()
    assert "row weights" in table.loc["CR2 by unit", "why"] and np.isnan(table.loc["CR2 by unit", "se"])
    assert table.loc["Randomisation", "verdict"] == "not available" and np.isfinite(table.loc["HC3", "se"])
    assert not any("Conley" in name for name in table.index)
    with pytest.raises(ModelError, match="no term"):
        errors_table(fixed_effects(panel, "y ~ x"), "w")


def test_what_holds_depends_on_how_many_there_are(made):
    verdict = made.standing["verdict"]
    assert verdict["Clustered by unit"] == "holds" and verdict["CR2 by g"] == "holds"
    assert verdict["Clustered by g"] == verdict["Driscoll-Kraay"] == verdict["Conley, 300 km"] == "too small"
    assert made.standing.loc["Clustered by period", "why"] == "10 periods are few"
    rng, frame = np.random.default_rng(1), eight_places()
    frame["e"] = rng.normal(size=(10, 60)).cumsum(axis=0).ravel()
    frame["d"] = ((frame["unit"] < "u02") & (frame["period"] > 2005)).astype(float)
    few = errors_table(fixed_effects(panel_of(frame), "e ~ d", errors="unit"), choices=CHOICES).standing
    assert few.loc["HC1", "verdict"] == "too small" and "follow one another" in few.loc["HC1", "why"]
    assert few.loc["Clustered by unit", "verdict"] == "too small" and "carry" in few.loc["Clustered by unit", "why"]
    assert few.loc["CR2 by unit", "verdict"] == "rough" and few.loc["Wild bootstrap by unit", "verdict"] == "rough"


class Stopping(Silent):
    def update(self, fraction, message=""):
        self.at = fraction

    def check(self):
        if self.at > 0.5:
            raise Cancelled("stopped")


def test_the_work_stops_when_it_is_no_longer_wanted(fit):
    with pytest.raises(Cancelled):
        errors_table(fit, choices=CHOICES, progress=Stopping())


def staggered(noise=1.0):
    rng, N, T = np.random.default_rng(8), 24, 10
    unit, period = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
    start = np.array([3, 7, 1, 99])[np.arange(N) % 4]
    frame = pd.DataFrame({"unit": [f"u{k:02d}" for k in unit], "period": period + 2001})
    frame["d"] = (period >= start[unit]).astype(float)
    frame["effect"] = frame["d"] * (1 + 0.3 * (period - start[unit]) + rng.normal(size=N * T))
    frame["x"] = rng.normal(size=N * T)
    levels = rng.normal(size=N)[unit] + rng.normal(size=T)[period]
    frame["y"] = frame["effect"] + 0.2 * frame["x"] + levels + noise * rng.normal(size=N * T)
    return frame


def test_the_coefficient_is_the_sum_of_effects_with_these_weights():
    panel = panel_of(staggered(noise=0.0))
    frame = staggered(0.0).assign(y=lambda f: f["y"] - 0.2 * f["x"])  # x then moves nothing
    fit = fixed_effects(panel_of(frame), "y ~ d")
    found = coefficient_weights(fit)
    effect = panel.frame["effect"].to_numpy()
    weight = found.cells["weight"].to_numpy()
    on = panel.frame["d"].to_numpy() == 1
    assert np.isnan(weight[~on]).all() and weight[on].sum() == pytest.approx(1)
    assert (weight[on] * effect[on]).sum() == pytest.approx(fit.params["d"], rel=1e-9)
    assert found.negative == (weight[on] < 0).sum() > 0 and found.report.having("negative-weights")
    assert found.negative_sum == pytest.approx(weight[on][weight[on] < 0].sum())
    told = did_twoway(panel_of(frame), "y ~ d").report.having("negative-weights")
    assert str(found.report.having("negative-weights")[0])[9:].split(" in ")[0] in str(told[0])
    # effects of this spread and of mean nought give the coefficient
    scaled = weight[on] * on.sum() - 1
    made = fit.params["d"] * scaled / (weight[on] @ scaled)
    assert made.mean() == pytest.approx(0, abs=1e-12) and made.std() == pytest.approx(found.spread)
    assert weight[on] @ made == pytest.approx(fit.params["d"])


def test_shares_sum_to_one_and_influence_is_what_leaving_out_moves(panel, fit):
    found = coefficient_weights(fit, "x")
    for frame in (found.units, found.periods):
        assert frame["share"].sum() == pytest.approx(1) and frame["influence"].sum() == pytest.approx(0, abs=1e-12)
    assert found.effective_units == pytest.approx(1 / (found.units["share"] ** 2).sum())
    assert list(found.units.columns) == ["share", "influence"] and "Treated cells" not in found.statistics
    left = [
        fixed_effects(panel, "y ~ x + z", where=f"unit not in ({unit})").params["x"] for unit in found.units.index[:12]
    ]
    moved = fit.params["x"] - np.array(left)
    assert np.corrcoef(moved, found.units["influence"].iloc[:12])[0, 1] > 0.99


def test_one_unit_that_carries_all_is_told():
    frame = eight_places()
    frame.loc[frame["unit"] == "u05", "x"] *= 30
    found = coefficient_weights(fixed_effects(panel_of(frame), "y ~ x"))
    assert found.table().index[0] == "u05" and found.effective_units < 2
    assert "u05 9" in str(found.report.having("few-carry")[0])
