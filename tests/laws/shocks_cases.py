"""How laws call the estimators of common shocks."""

from __future__ import annotations

from typing import Any

import gisplug as gp
from tests.laws.estimator import Estimator, Frames, fit_frames, tests_of

SIMULATIONS = 9


def _frames(result: Any) -> Frames:
    found = {"coefficients": (result.estimates.drop(index="Constant", errors="ignore"), "y")}
    return {**found, **({"long run": (result.long_run, "y")} if len(result.long_run) else {})}


def _free(result: Any) -> dict[str, float]:
    tests = result.homogeneity[[c for c in ("statistic", "p", "p_sim") if c in result.homogeneity]]
    cd = result.dependence
    found = tests_of(tests) if len(tests) else {}
    return found | (
        {} if not len(cd) else {"CD": float(cd["statistic"].iloc[0]), "p_sim CD": float(cd["p_sim"].iloc[0])}
    )


CASES = [
    *(
        Estimator(
            f"common_correlated_effects.{name}",
            lambda p, w, n, given=given, **o: gp.common_correlated_effects(  # type: ignore[misc]
                p, n.formula("a", "b"), simulations=SIMULATIONS, **given, **o
            ),
            _frames,
            _free,
            effects="unit",
            absorbs="twoways",  # what is the same for all is its own average
            draws=SIMULATIONS,
            shares=("p_sim",),
        )
        for name, given in (
            ("mean-group", {}),
            ("pooled", {"method": "pooled", "errors": "newey-west", "outcome_lags": 1, "average_lags": 0}),
        )
    ),
    *(
        Estimator(
            f"mean_group.{method}",
            lambda p, w, n, method=method, **o: gp.mean_group(  # type: ignore[misc]
                p, n.formula("a", "b", outcome="z"), method=method, simulations=SIMULATIONS, **o
            ),
            lambda r: {"coefficients": (_frames(r)["coefficients"][0], "z")},
            _free,
            uses=("z", "a", "b"),
            effects="twoways" if method == "demeaned" else "unit",
            draws=SIMULATIONS,
            shares=("p_sim",),
            exempt={"constants": "its constants are random coefficients, whose scatter weighs the units"}
            if method == "swamy"
            else {},
        )
        for method in ("demeaned", "swamy")
    ),
    Estimator(
        "spatial_factors",
        lambda p, w, n: gp.spatial_factors(p, n.formula("a", "b"), w),
        fit_frames,
        effects="unit",
        absorbs="twoways",
        weighted=True,
        lagged="b",
    ),
]

FURTHER = [
    Estimator(
        f"dependence_exponent.{method}",
        lambda p, w, n, method=method, **o: gp.dependence_exponent(  # type: ignore[misc]
            p,
            [n["z"]],
            method=method,
            simulations=99,
            **({"components": 2} if method == "average" else {}),
            **o,
        ),
        lambda r: {},
        lambda r: (
            {
                k: float(r.table[k].iloc[0])
                for k in ("alpha", "se", "plain", "without_weak", "units", "cd", "correlation")
            }
            | {"p_sim": float(r.table["p_cd"].iloc[0])}
        ),
        uses=("z",),
        effects="unit",
        draws=99,
        shares=("p_sim",),
    )
    for method in ("average",)
]
