"""Predictions of spatial models are the reduced form of what was estimated."""

import warnings

import numpy as np
import pytest

import gisplug as gp
from gisplug.core.errors import PanelError
from gisplug.numbers.fits.finding import NotDefined
from gisplug.spatial.sample import spatial_lag
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


def test_models_without_one_weights_predict_their_own_rows_only():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        varying = gp.varying_panel(PANEL, "y ~ a + b", W)
        dynamic = gp.dynamic_panel(PANEL, "y ~ a + b", W)
    gap = varying.y - varying.predict().to_numpy().reshape(varying.y.shape)
    np.testing.assert_allclose(gap - varying.rho * spatial_lag(W.matrix, gap), varying.residuals, atol=1e-6)
    after = dynamic.y - dynamic.predict().to_numpy().reshape(dynamic.y.shape)
    np.testing.assert_allclose(after - dynamic.rho * spatial_lag(W.matrix, after), dynamic.residuals, atol=1e-8)
    for fit in (varying, dynamic):
        with pytest.raises(NotDefined):
            fit.predict(PANEL)
