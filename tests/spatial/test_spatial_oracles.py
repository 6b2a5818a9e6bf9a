"""Spatial panel models beside other implementations: six digits, or a reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.panel.frame import Panel
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.weights.weights import Weights
from tests.oracles import agreement, spatial_cases
from tests.shared_data import shared


def _held(rows: list[agreement.Row]) -> None:
    assert rows
    short = [
        (row.case, row.reference, row.model, row.effects, row.correction, row.unexplained)
        for row in rows
        if row.unexplained
    ]
    assert not short


def test_us48_agrees_with_an_independent_implementation_and_splm_to_six_digits() -> None:
    _held(list(agreement.us48_rows()))


def test_unit_effects_agree_with_spreg() -> None:
    _held(list(agreement.spreg_rows()))


def test_munnell_agrees_with_splm_and_an_independent_implementation() -> None:
    _held(list(agreement.munnell_rows(shared("oracles/munnell"))))


@pytest.mark.parametrize("name", ["columbus", "boston"])
def test_cross_sections_agree_with_spatialreg(name: str) -> None:
    _held(list(agreement.cross_rows(shared(f"oracles/{name}"))))


def test_china_gdp_on_lights_gives_the_reference_of_the_data() -> None:
    """Two-way SDM of ln GDP on ln lights, 30 provinces 2013-2020: rho .652, b .102, Wx .150, direct .155, indirect
    .570.
    """
    folder = shared("data/china")
    table = pd.read_csv(folder / "panel_cn31_ntl_gdp_REAL_2012_2022.csv", dtype={"adcode": str})
    links = pd.read_csv(folder / "W_queen_cn30_hainan_guangdong.csv", dtype=str)
    panel, w = _china(table, links)
    fit = spatial_panel(panel, "lngdp ~ lnntl", w, correction="none")
    assert fit.params.to_numpy()[:3] == pytest.approx([0.102, 0.150, 0.652], abs=2e-3)
    assert fit.effects(method="delta")["estimate"].to_numpy()[:2] == pytest.approx([0.155, 0.570], abs=3e-3)


def _china(table: pd.DataFrame, links: pd.DataFrame) -> tuple[Panel, Weights]:
    ids, years = tuple(links["adcode"]), tuple(range(2013, 2021))
    kept = table[table["adcode"].isin(ids) & table["year"].isin(years)].set_index(["year", "adcode"]).sort_index()
    kept = kept.reindex(pd.MultiIndex.from_product([years, ids], names=["period", "unit"]))
    logs = {"lngdp": np.log(kept["gdp_100m_yuan_post4census"]), "lnntl": np.log(kept["ntl_sum_500m"])}
    matrix = csr_array(links.drop(columns="adcode").to_numpy(float))
    return Panel(pd.DataFrame(logs), ids, years, name="china"), Weights(matrix, ids, "queen")


def test_observed_information_is_the_numerical_hessian_of_the_likelihood() -> None:
    panel, w = spatial_cases.us48()
    for model in ("sar", "sem", "sac"):
        fit = spatial_panel(
            panel, "y ~ lag1 + lag5", w, model=model, effects="unit", correction="none", errors="observed"
        )
        hessian = _numerical_hessian(fit, panel, w, model)
        assert np.sqrt(np.diag(np.linalg.inv(hessian))) == pytest.approx(fit.table()["se"].to_numpy(), rel=2e-4)


def _numerical_hessian(fit, panel: Panel, w: Weights, model: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    """Minus the second differences of the full log-likelihood, dense."""
    from gisplug.numbers.demeaning import within

    y, X = within(panel.array("y"), "unit"), within(panel.arrays(["lag1", "lag5"]), "unit")
    W, identity = w.matrix.toarray(), np.eye(len(w))
    names = list(fit.params.index)

    def loglik(p: np.ndarray) -> float:
        at = dict(zip(names, p, strict=True))
        A, B = identity - at.get("rho", 0.0) * W, identity - at.get("lam", 0.0) * W
        e = (y @ A.T - X @ p[:2]) @ B.T
        jacobian = len(y) * (np.linalg.slogdet(A)[1] + np.linalg.slogdet(B)[1])
        return float(jacobian - 0.5 * y.size * np.log(2 * np.pi * at["sigma2"]) - (e * e).sum() / (2 * at["sigma2"]))

    p, size = fit.params.to_numpy(), fit.table()["se"].to_numpy() * 0.02
    made = np.empty((len(p), len(p)))
    for i in range(len(p)):
        for j in range(len(p)):
            a, b = np.eye(len(p))[i] * size[i], np.eye(len(p))[j] * size[j]
            made[i, j] = -(loglik(p + a + b) - loglik(p + a - b) - loglik(p - a + b) + loglik(p - a - b)) / (
                4 * size[i] * size[j]
            )
    return made


def test_the_demo_panel_agrees_with_spreg_under_unit_effects() -> None:
    import gisplug as gp

    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    w = gp.contiguity(units, rule="queen", links=["Hainan:Guangdong"])
    panel = gp.read_panel("demo-panel", unit="adcode", period="year", units=units)
    regressors = ["agg", "wage", "second", "third"]
    fit = spatial_panel(panel, f"develop ~ {' + '.join(regressors)}", w, effects="unit", correction="none")
    theirs = agreement.spreg_estimates(panel, w.align(panel.ids), regressors, "develop", "sdm")
    assert fit.params.drop("sigma2").to_numpy() == pytest.approx(theirs, rel=1e-4, abs=1e-7)
