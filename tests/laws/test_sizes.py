"""Panels of any size: a finite fit with positive errors, or a refusal in words; the unit of measure decides neither."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gisplug.core.errors import GisplugError
from tests.laws.compare import unlike
from tests.laws.estimator import Names
from tests.laws.laws import names, over
from tests.laws.panels import FRAME, START, changed, panel_of, weights

EXAMPLES = 2  # of each estimator: sixty-six estimators with two fits of each, in the minutes that the suite has
FACTORS = (2.0**-20, 2.0**30)  # powers of two: what is left to differ is what a unit of measure decides
LEAST_WORDS = 6  # of a sentence
PARTS = {
    "one unit": (["u12"], None),
    "two units": (["u12", "u25"], None),  # one treated, one never
    "one period": (None, [2008]),
    "two periods": (None, [2007, 2008]),
}
READS_POWERS = 1e-4  # searches stop at 1e-8 of a likelihood, which is 1e-4 of a parameter


@over("sizes")
@pytest.mark.parametrize("part", PARTS)
def test_one_or_two_units_or_periods_are_refused_in_words_or_fitted(estimator, part):
    ids, years = PARTS[part]
    frame = FRAME[FRAME["unit"].isin(ids or FRAME["unit"]) & FRAME["year"].isin(years or FRAME["year"])]
    panel = panel_of(frame)
    w = weights(panel.ids) if ids is None else weights(panel.ids, 1.0 - np.eye(len(ids)))
    result = fitted(estimator, panel, w, names())
    assert isinstance(result, str) or faults(estimator, result) == []


@over("shapes")
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # a smaller example is worth less than the minutes of its search
)
@given(
    N=st.integers(3, 40), T=st.integers(2, 12), K=st.integers(1, 6), seed=st.integers(0, 10_000), near=st.integers(1, 4)
)
def test_panels_of_any_shape_are_fitted_or_refused_whatever_the_unit_of_measure(estimator, N, T, K, seed, near):
    frame, w = odd(N, T, seed, near)
    called = Names({c: c for c in frame.columns if c != "b" or K > 1}, tuple(f"c{i}" for i in range(1, K - 1)))
    before = fitted(estimator, panel_of(frame), w, called)
    columns = [*estimator.numeric, *called.more]
    times = {column: FACTORS[at % 2] for at, column in enumerate(columns)}
    after = fitted(estimator, panel_of(changed(frame, times)), w, called)
    assert isinstance(before, str) == isinstance(after, str), (before, after)
    if not isinstance(before, str):
        assert faults(estimator, before) == []
        assert unlike(estimator, before, after, times, tolerance=READS_POWERS) == []


def fitted(estimator, panel, w, called) -> Any:
    """The result, or the sentence that refuses it. Anything else, warnings of numpy included, fails the test."""
    try:
        return estimator.run(panel, w, called)
    except GisplugError as problem:
        assert len(str(problem).split()) >= LEAST_WORDS and str(problem)[-1] in ".)'", problem
        return str(problem)


def faults(estimator, result: Any) -> list[str]:
    """Say which numbers of a fit are none, and which errors are not positive."""
    wrong = []
    for name, (frame, _) in estimator.frames(result).items():
        values, errors = frame["estimate"].to_numpy(float), frame["se"].to_numpy(float)
        known = np.isfinite(values)
        if estimator.errors and name not in ("thresholds", "placebos"):
            nought = (values == 0) & (errors == 0) & ~np.isfinite(frame["stat"].to_numpy(float))  # such by the model
            known &= nought | (np.isfinite(errors) & (errors > 0))
        wrong += [f"{name} {frame.index[i]}: {values[i]} ({errors[i]})" for i in np.flatnonzero(~known)]
        p = frame["p"].to_numpy(float)
        wrong += [f"{name} {frame.index[i]}: p = {p[i]}" for i in np.flatnonzero((p < 0) | (p > 1))]
    return wrong + [f"{k} = {v}" for k, v in estimator.free(result).items() if np.isinf(v)]


def odd(N: int, T: int, seed: int, near: int) -> tuple[pd.DataFrame, Any]:
    """A panel of N units and T periods, and weights of the `near` nearest of random places.

    A third of the units is never treated; the others begin at random from the second period on.
    """
    rng = np.random.default_rng(seed)
    years, units = np.arange(2001, 2001 + T), [f"u{i:02d}" for i in range(N)]
    mu, xi = rng.normal(size=N), rng.normal(size=(T, 1))
    frame = pd.DataFrame({"unit": np.tile(units, T), "year": np.repeat(years, N)})
    columns = {c: rng.normal(size=(T, N)) + 0.5 * mu + 0.3 * xi for c in ("a", "b", "z", "c1", "c2", "c3", "c4")}
    columns["a"] = columns["a"] + columns["z"]
    columns["m"] = 0.5 * columns["a"] + rng.normal(size=(T, N))
    begins = np.where(rng.random(N) < 1 / 3, T + 1, rng.integers(1, T, N))
    columns["d"] = (np.arange(T)[:, None] >= begins).astype(float)
    columns["flag"] = np.tile((rng.random(N) < 0.5).astype(float), (T, 1))
    columns["y"] = columns["a"] - columns["b"] + 0.5 * columns["m"] + columns["d"] + mu + xi + rng.normal(size=(T, N))
    for name, values in columns.items():
        frame[name] = values.ravel()
    frame["region"] = np.tile(rng.choice(["east", "west"], N), T)
    frame["side"] = rng.choice(["left", "right"], N * T)
    frame["grown"] = np.exp(frame["y"] / 20 + 5)
    place = rng.random((N, 2))
    frame["lon"], frame["lat"] = np.tile(100.0 + 10.0 * place[:, 0], T), np.tile(25.0 + 10.0 * place[:, 1], T)
    far = np.linalg.norm(place[:, None] - place[None], axis=2) + np.where(np.eye(N) > 0, np.inf, 0.0)
    links = (far <= np.sort(far, axis=1)[:, [min(near, N - 1) - 1]]).astype(float)
    links = np.maximum(links, links.T)
    return frame, weights(tuple(units), links / links.sum(axis=1, keepdims=True))


def test_the_parts_hold_what_their_names_say():
    first = {f"u{i:02d}": year for year, places in START.items() for i in places}
    assert "u12" in first and "u25" not in first
    assert first["u12"] in PARTS["one period"][1]
