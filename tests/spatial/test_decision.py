"""The decision chain: it ends at the model that made the data, it says what it could not do, and it is plain data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gisplug.core.errors import ModelError
from gisplug.spatial.specification.decision import decision_chain
from tests.spatial.oracle import COLUMBUS, INCOME, columbus, income, panel_of, weights_of

N, T = 64, 10


def _data(model, seed=1):
    rng = np.random.default_rng(seed)
    place = np.stack(np.meshgrid(range(8), range(8)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    mu, xi = rng.normal(size=N), rng.normal(size=(T, 1))
    x, z = rng.normal(size=(T, N)) + mu, rng.normal(size=(T, N))
    e = rng.normal(size=(T, N))
    inverse = np.linalg.inv(np.eye(N) - 0.5 * W)
    mean = x - z + mu + xi
    made = {
        "ols": mean + e,
        "sar": (mean + e) @ inverse.T,
        "sem": mean + e @ inverse.T,
        "sdm": (mean + 0.8 * x @ W.T + 0.8 * z @ W.T + e) @ inverse.T,
    }
    return panel_of({"y": made[model], "x": x, "z": z}), weights_of(W)


@pytest.mark.parametrize("model", ["ols", "sar", "sem", "sdm"])
def test_the_path_ends_at_the_model_that_made_the_data(model):
    chain = decision_chain(*(_data(model)[0], "y ~ x + z", _data(model)[1]), level=0.01)
    assert (chain.model, chain.effects, chain.random) == (model, "twoways", False)
    assert model == "ols" or chain.probabilities.best == model


def test_every_test_has_a_null_in_words_and_the_chain_is_plain_data():
    panel, w = income()
    chain = decision_chain(panel, INCOME, w)
    frame = chain.frame
    assert frame["null"].str.endswith(").").sum() + frame["null"].str.endswith(".").sum() >= len(frame)
    assert frame["decision"].str.len().min() > 5
    again = json.loads(json.dumps(chain.to_dict(), allow_nan=False))
    assert again["model"] == chain.model and len(again["path"]) == len(chain.path)
    assert "Decision chain" in chain.summary()
    assert chain.find("LM-lag", "twoways").statistic == pytest.approx(82.75726202770647, rel=1e-8)


def test_a_cross_section_has_the_tests_that_exist_for_it_and_reasons_for_the_others():
    panel, w = columbus()
    chain = decision_chain(panel, COLUMBUS, w)
    assert chain.effects == "none" and "effects" not in chain.tests
    assert all("two or more periods" in t.decision for t in chain.tests["bsk"] + chain.tests["hausman"])
    assert chain.find("LM-lag").statistic == pytest.approx(7.85567540711146, rel=1e-9)
    assert chain.find("robust LM-error").statistic == pytest.approx(0.0335141070581876, rel=1e-9)


def test_weights_that_do_not_sum_to_one_are_honest_about_what_is_missing():
    panel, w = _data("sar")
    raw = weights_of(w.matrix * 0.7)
    chain = decision_chain(panel, "y ~ x + z", raw, effects="twoways")
    assert chain.probabilities is None
    assert any(not t.ran and "row-normalised" in t.decision for t in chain.tests["lm"])


def test_panel_effects_of_a_cross_section_are_refused():
    panel, w = _data("sar")
    one = panel_of({c: panel.array(c)[:1] for c in ("y", "x", "z")})
    with pytest.raises(ModelError, match="cross-section"):
        decision_chain(one, "y ~ x + z", w, effects="unit")
