"""Predictions of spatial models are the reduced form of what was estimated."""

import warnings

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import GisplugError, PanelError
from gisplug.numbers.fits.finding import NotDefined
from gisplug.panel.read import read_panel
from gisplug.spatial.lags import spatial_lag
from tests.laws.panels import panel_of, table, weights

PANEL = panel_of(table())
W = weights(PANEL.ids)


@pytest.mark.parametrize("effects", ["none", "unit", "twoways"])
@pytest.mark.parametrize("model", ["sar", "sdm", "slx", "ols"])
def test_what_is_not_predicted_is_the_residual_spread_by_the_multiplier(model, effects):
    fit = gp.spatial_panel(PANEL, "y ~ a + b", W, model=model, effects=effects)
    gap = fit.y - fit.predict().to_numpy().reshape(fit.y.shape)
    np.testing.assert_allclose(gap - fit.rho * spatial_lag(W.matrix, gap), fit.residuals, atol=1e-8)


def test_another_panel_of_the_same_units_is_predicted_in_any_order():
    fit = gp.spatial_panel(PANEL, "y ~ a + b", W, model="sdm", effects="twoways")
    inside = fit.predict()
    np.testing.assert_allclose(fit.predict(PANEL), inside)
    frame = table().sample(frac=1.0, random_state=1)
    frame["year"] += np.where(frame["year"] == 2010, 90, 0)
    other = fit.predict(panel_of(frame))
    assert other.loc[2100].isna().all() and other.name == "y"
    np.testing.assert_allclose(other.loc[2001], inside.loc[2001])
    with pytest.raises(PanelError, match="lacks u00"):
        fit.predict(panel_of(table()[table()["unit"] != "u00"]))


@pytest.fixture(scope="module")
def dynamic():
    return gp.dynamic_panel(PANEL, "y ~ a + b", W, effects="unit")


def test_models_with_lags_or_weights_by_period_predict_their_own_rows():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        varying = gp.varying_panel(PANEL, "y ~ a + b", W)
        dynamic = gp.dynamic_panel(PANEL, "y ~ a + b", W)
    gap = varying.y - varying.predict().to_numpy().reshape(varying.y.shape)
    np.testing.assert_allclose(gap - varying.rho * spatial_lag(W.matrix, gap), varying.residuals, atol=1e-6)
    after = dynamic.y - dynamic.predict().to_numpy().reshape(dynamic.y.shape)
    np.testing.assert_allclose(after - dynamic.rho * spatial_lag(W.matrix, after), dynamic.residuals, atol=1e-8)
    for fit in (varying, dynamic):
        again = fit.predict(PANEL)
        np.testing.assert_allclose(again.loc[fit.predict().index], fit.predict(), rtol=1e-9)
    assert dynamic.predict(PANEL).loc[2001].isna().all()  # nothing stands before the first period


def later(years: int = 3) -> pd.DataFrame:
    """The last period that was fitted, and periods after it whose outcomes are not known yet."""
    frame = table()
    last = frame[frame["year"] == 2010]
    ahead = [last.assign(year=2010 + k, y=np.nan, a=last["a"] + k) for k in range(1, years + 1)]
    return pd.concat([last, *ahead])


def test_a_dynamic_model_goes_on_from_its_predictions(dynamic):
    found = dynamic.predict(panel_of(later()))
    M = np.eye(len(PANEL.ids)) - dynamic.rho * W.matrix.toarray()
    y = PANEL.array("y")[-1]
    x = {name: PANEL.array(name)[-1] for name in ("a", "b")}
    for k in (1, 2, 3):
        now = dynamic.intercept + dynamic.mu.to_numpy() + dynamic.tau * y + dynamic.eta * (W.matrix @ y)
        for name, values in (("a", x["a"] + k), ("b", x["b"])):
            now = now + dynamic.params[name] * values + dynamic.params[f"W*{name}"] * (W.matrix @ values)
        y = np.linalg.solve(M, now)
        np.testing.assert_allclose(found.loc[2010 + k], y, rtol=1e-8)


def test_outcomes_that_are_known_stand_before_their_prediction(dynamic):
    frame = table()
    frame.loc[frame["year"] == 2010, "y"] += 100.0  # the last outcome stands before nothing
    np.testing.assert_allclose(dynamic.predict(panel_of(frame)).dropna(), dynamic.predict(), rtol=1e-9)
    frame.loc[frame["year"] == 2008, "y"] += 1.0
    moved = dynamic.predict(panel_of(frame)).dropna() - dynamic.predict()
    assert (moved.loc[2009].abs() > 1e-6).all() and np.allclose(moved.drop(index=2009), 0.0)


def test_what_a_dynamic_model_cannot_predict_is_said(dynamic):
    frame = table()
    start = frame.assign(y=frame["y"].where(frame["year"] > 2001))
    for panel, words in (
        (panel_of(frame[frame["year"] == 2010]), "one period"),
        (panel_of(frame[frame["year"] % 2 == 0]), "steps of 2 years"),
        (panel_of(frame[frame["year"] != 2005]), "lacks 2005"),
        (panel_of(frame[frame["unit"] != "u00"]), "lacks u00"),
        (panel_of(start), "missing values in 2001"),
    ):
        with pytest.raises(PanelError, match=words):
            dynamic.predict(panel)
    with pytest.raises(GisplugError, match="y"):
        dynamic.predict(panel_of(frame.drop(columns="y")))
    twoways = gp.dynamic_panel(PANEL, "y ~ a + b", W)
    assert twoways.predict(panel_of(later())).isna().all()  # effects of later periods are not known


def test_weights_of_a_period_predict_that_period_in_another_panel():
    frame = table()
    gone = frame[~((frame["unit"] == "u03") & (frame["year"] >= 2006))]
    panel = read_panel(gone, "unit", "year", unbalanced=True)
    fit = gp.varying_panel(panel, "y ~ a + b", W, effects="unit", model="sdm")
    found = fit.predict(PANEL)
    assert found.loc[(2006, "u03")] != found.loc[(2006, "u03")]  # it was not there, and has no weights then
    np.testing.assert_allclose(found.loc[fit.predict().index], fit.predict(), rtol=1e-9)
    with pytest.raises(NotDefined, match="no weights for 2011"):
        fit.predict(panel_of(later()))
    holed = frame.assign(a=frame["a"].where(frame["year"] != 2004))
    with pytest.raises(PanelError, match=r"a has no value for u00.* in 2004"):
        fit.predict(panel_of(holed))


def test_one_weights_of_all_units_serve_later_periods_too():
    fit = gp.varying_panel(PANEL, "y ~ a + b", W, effects="unit")
    plain = gp.spatial_panel(PANEL, "y ~ a + b", W, model="sdm", effects="unit")
    np.testing.assert_allclose(fit.predict(panel_of(later())), plain.predict(panel_of(later())), rtol=1e-5)
