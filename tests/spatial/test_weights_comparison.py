"""One model over several W: the true W wins, and table and figure hold every number."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.core.errors import ParameterError
from gisplug.report.charts.weights_comparison import weights_figure, weights_table
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.specification.weights_comparison import weights_comparison
from tests.spatial.oracle import panel_of, weights_of


@pytest.fixture(scope="module")
def comparison():
    rng, N, T = np.random.default_rng(2), 49, 8
    place = np.stack(np.meshgrid(range(7), range(7)), axis=2).reshape(-1, 2)
    steps = np.abs(place[:, None] - place[None]).sum(axis=2)
    rook = (steps == 1).astype(float)
    second = (steps == 2).astype(float)
    far = np.where(steps > 0, 1.0 / np.maximum(steps, 1), 0.0)
    ws = [
        weights_of(W / W.sum(axis=1, keepdims=True), name=n)
        for n, W in (("rook", rook), ("second", second), ("inverse", far))
    ]
    x, e = rng.normal(size=(T, N)), rng.normal(size=(T, N))
    W = ws[0].matrix.toarray()
    y = (x + 0.5 * x @ W.T + e) @ np.linalg.inv(np.eye(N) - 0.4 * W).T
    panel = panel_of({"y": y, "x": x})
    return weights_comparison(panel, "y ~ x", ws, effects="unit", draws=200), panel, ws


def test_the_true_weights_get_the_highest_posterior(comparison):
    found, panel, ws = comparison
    assert found.best == "rook" and found.frame.loc["rook", "posterior"] > 0.95
    assert found.frame["posterior"].sum() == pytest.approx(1.0) and found.frame["akaike"].sum() == pytest.approx(1.0)
    one = spatial_panel(panel, "y ~ x", ws[1], effects="unit")
    assert found.frame.loc["second", "loglik"] == pytest.approx(one.loglik)


def test_table_and_figure_hold_every_w(comparison):
    found = comparison[0]
    table = weights_table(found)
    assert table.header == ("rook", "second", "inverse")
    labels = [r.label for r in table.rows]
    assert any("Posterior" in label for label in labels) and any("Indirect" in label for label in labels)
    assert len(weights_figure(found).get_axes()) == 1
    assert found.to_dict()["best"] == "rook"


def test_one_w_is_no_comparison(comparison):
    with pytest.raises(ParameterError, match="two or more"):
        weights_comparison(comparison[1], "y ~ x", comparison[2][:1])


@pytest.mark.parametrize("model", ["sem", "sac", "slx"])
def test_other_models_and_other_normalisations_are_compared_as_far_as_they_can_be(comparison, model):
    _, panel, ws = comparison
    halved = [weights_of(w.matrix * 0.5, name=w.name) for w in ws[:2]]
    found = weights_comparison(panel, "y ~ x", halved, model=model, effects="unit", draws=200)
    assert found.frame["posterior"].isna().all() == (model == "sac")
    assert weights_table(found).rows and found.best in ("rook", "second")
