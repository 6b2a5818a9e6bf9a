"""Standard errors of unit effects are the slopes of dense algebra; levels and p-values are those asked for."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from gisplug.spatial.effects.by_unit import unit_effects
from tests.spatial.test_effects import dense, fitted

KINDS = ("own", "received", "sent")


def parts(S: np.ndarray) -> np.ndarray:
    """Own, received and sent of the matrix of effects, (3, N)."""
    own = np.diag(S)
    return np.stack([own, S.sum(axis=1) - own, S.sum(axis=0) - own])


@pytest.mark.parametrize("case", ["sdm", "sar", "other W for x", "slx"])
def test_errors_of_own_received_and_sent_effects_are_the_slopes_of_dense_algebra(case: str) -> None:
    fit = fitted(case)
    frame, step = unit_effects(fit, "x1"), 1e-5
    base = {"beta": fit.beta["x1"], "theta": fit.theta["x1"], "rho": fit.rho}
    slopes = np.zeros((3, 3, fit.N))
    for j, name in enumerate(base):
        up, down = (parts(dense(fit, "x1", **{**base, name: base[name] + s * step})) for s in (1, -1))
        slopes[:, j] = (up - down) / (2 * step)
    terms = ["x1", "W*x1", "rho"]
    cov = fit.cov.reindex(index=terms, columns=terms).fillna(0.0).to_numpy()
    se = np.sqrt(np.einsum("kpn,pq,kqn->kn", slopes, cov, slopes))
    value = parts(dense(fit, "x1"))
    for k, kind in enumerate(KINDS):
        assert frame[kind].to_numpy() == pytest.approx(value[k], rel=1e-8, abs=1e-12)
        assert frame[f"{kind}_se"].to_numpy() == pytest.approx(se[k], rel=1e-5, abs=1e-9)


def test_p_of_a_unit_effect_is_two_sided_and_its_class_follows_the_level() -> None:
    fit = fitted("sdm")
    for level in (0.5, 0.95, 0.999999):
        frame = unit_effects(fit, "x1", level=level)
        for kind in KINDS:
            p = 2 * stats.norm.sf(np.abs(frame[kind] / frame[f"{kind}_se"]))
            assert frame[f"{kind}_p"].to_numpy() == pytest.approx(p)
            assert ((frame[f"{kind}_class"] != "not significant") == (p < 1 - level)).all()
