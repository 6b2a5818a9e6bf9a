"""Placebo weights: networks keep what they must, true ones stand out, and none does where there is no spillover."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError, WeightsError
from gisplug.report.charts.sensitivity.placebos import placebo_figure
from gisplug.report.tables.sensitivity import placebo_papers
from gisplug.sensitivity.placebo.networks import relabelled, rewired, shared_links
from gisplug.sensitivity.placebo.placebo_weights import _drawn
from gisplug.sensitivity.refit import refit_of
from gisplug.weights.weights import Weights
from tests.sensitivity.simulated import spilled


def network(raw):
    return Weights(csr_array(raw), tuple(f"u{k}" for k in range(len(raw))), "w", "row")


def ring(n=40):
    i = np.arange(n)
    away = np.minimum((i[:, None] - i) % n, (i - i[:, None]) % n)
    return (away > 0) & (away <= 2)


def test_swapped_links_keep_every_number_of_neighbours_and_both_ways():
    w = network(ring() * 1.0)
    found = rewired(w, np.random.default_rng(1)).raw
    assert (found != found.T).nnz == 0 and found.diagonal().sum() == 0
    assert np.array_equal(np.diff(found.indptr), np.diff(w.raw.indptr)) and found.max() == 1.0
    assert shared_links(w, rewired(w, np.random.default_rng(1))) < 0.4


def test_links_one_way_keep_both_degrees_and_rows_their_numbers():
    rng = np.random.default_rng(2)
    raw = np.zeros((30, 30))
    for k in range(30):
        raw[k, rng.choice(np.delete(np.arange(30), k), 4, replace=False)] = rng.random(4)
    w = network(raw)
    found = rewired(w, rng).raw.toarray()
    assert ((found > 0).sum(axis=0) == (raw > 0).sum(axis=0)).all()
    assert np.sort(found, axis=1) == pytest.approx(np.sort(raw, axis=1))
    assert not (found == raw).all() and np.trace(found) == 0


def test_exchanged_units_make_the_same_network_within_groups():
    w, groups = network(ring() * 1.0), np.arange(40) // 20
    found = relabelled(w, np.random.default_rng(3), groups).raw.toarray()
    assert np.linalg.eigvalsh(found) == pytest.approx(np.linalg.eigvalsh(w.raw.toarray()), abs=1e-9)
    inside = groups[:, None] == groups
    assert found[inside].sum() == w.raw.toarray()[inside].sum()


def test_all_neighbours_of_all_cannot_be_swapped():
    panel, w = spilled(0.5)
    full = Weights(csr_array(1.0 - np.eye(30)), w.ids, "all")
    fit = gp.spatial_panel(panel, "y ~ x", full, model="slx", effects="unit")
    with pytest.raises(WeightsError, match="Relabel"):
        gp.placebo_weights(fit, draws=19)


def test_true_spillovers_stand_out_and_draws_repeat():
    panel, w = spilled(0.8, rho=0.5, seed=4)
    fit = gp.spatial_panel(panel, "y ~ x + c", w, model="sar")
    found = gp.placebo_weights(fit, draws=19)
    assert found.tests.loc[("rho", "coefficient"), "p"] == 1 / 20 and found.better == 0.0
    assert found.tests.loc[("x", "indirect"), "p"] == 1 / 20
    assert found.tests.loc[("rho", "coefficient"), "observed"] == fit.rho
    again = _drawn((refit_of(fit), "rewired", None), np.random.SeedSequence(1).spawn(19)[7])
    assert again.tolist() == found.draws.loc[7].tolist()
    assert len(placebo_figure(found, "x").get_axes()) >= 4
    (paper,) = placebo_papers(found)
    assert any("LeSage" in note for note in paper.notes)
    assert found.plot().get_xlabel() == "Spatial coefficient ρ"


def test_without_spillovers_w_is_one_network_among_others_and_common_shocks_are_told():
    panel, w = spilled(0.5, rho=0.0, seed=103, periods=4)
    fit = gp.spatial_panel(panel, "y ~ x", w, model="sar")
    found = gp.placebo_weights(fit, "relabelled", within="region", draws=19)
    assert found.tests.loc[("rho", "coefficient"), "p"] > 0.05 and found.within == "region"
    assert not found.report.having("placebo-common-shocks")
    fit = gp.spatial_panel(panel, "y ~ x", w, model="slx", effects="unit")
    assert gp.placebo_weights(fit, draws=19).report.having("placebo-common-shocks")


def test_refusals():
    panel, w = spilled(0.5)
    fit = gp.spatial_panel(panel, "y ~ x", w, model="sar")
    with pytest.raises(ParameterError, match="19 draws"):
        gp.placebo_weights(fit, draws=5)
    with pytest.raises(ParameterError, match="relabelled"):
        gp.placebo_weights(fit, within="region", draws=19)
    with pytest.raises(ParameterError, match="how is one of"):
        gp.placebo_weights(fit, "random", draws=19)
    with pytest.raises(ModelError, match="spatial weights"):
        gp.placebo_weights(gp.spatial_panel(panel, "y ~ x", model="ols"), draws=19)
    with pytest.raises(ModelError, match="differs within"):
        gp.placebo_weights(
            gp.spatial_panel(panel.with_columns({"moving": panel.array("c").round()}), "y ~ x", w, model="sar"),
            "relabelled",
            within="moving",
            draws=19,
        )
