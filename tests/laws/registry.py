"""Every estimator, how laws call it, and what of its result the laws read.

An estimator that is not here fails the suite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

import gisplug as gp
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Frames = Mapping[str, tuple[pd.DataFrame, str]]  # name: (estimate, se, stat, p by term; outcome of that equation)


@dataclass(frozen=True)
class Estimator:
    """One call of one estimator.

    Attributes
    ----------
    name : str
        Function, and a variant after a dot.
    run : callable (panel, weights, names) -> result
        `names` maps the columns of the law panel to those of the panel given.
    frames : callable result -> {name: (frame, outcome)}
        What scales with the columns.
    free : callable result -> {name: number}
        What no unit of measure may change.
    uses : columns that it uses; `numeric` of them may be rescaled.
    effects : panel effects that it takes out ("none", "unit", "time", "twoways").
    exempt : {law: reason in words}
    """

    name: str
    run: Callable[[Panel, Weights, Mapping[str, str]], Any]
    frames: Callable[[Any], Frames]
    free: Callable[[Any], Mapping[str, float]] = lambda result: {}
    uses: tuple[str, ...] = ("y", "a", "b")
    effects: str = "twoways"
    exempt: Mapping[str, str] = field(default_factory=dict)
    draws: bool = False
    origins: tuple[str, ...] = ()  # columns whose origin has a meaning of its own: squares, products, regimes
    checks: bool = True  # whether b is a regressor that must be identified

    @property
    def numeric(self) -> tuple[str, ...]:
        return tuple(c for c in self.uses if c in ("y", "a", "b", "z", "m"))


def tests_of(tests: pd.DataFrame) -> dict[str, float]:
    """Statistics and p of a frame of tests."""
    numbers = tests.select_dtypes("number")
    return {f"{row}/{c}/{i}": float(numbers[c].iloc[i]) for i, row in enumerate(map(str, tests.index)) for c in numbers}


def factor_of(term: str, outcome: str, times: Mapping[str, float]) -> float:
    """By what the coefficient of a term is multiplied when columns are multiplied by `times`."""
    up = times.get(outcome, 1.0)
    if term in ("rho", "lam", "phi"):
        return 1.0
    if term == "sigma2":
        return up**2
    down = 1.0
    for name, power in re.findall(r"([A-Za-z_]\w*)(?:\^(\d+))?", term.replace("W*", " ").replace("L.", " ")):
        down *= times.get(name, 1.0) ** int(power or 1)
    return up / down


def _spatial(result: Any) -> Frames:
    return {"coefficients": (result.table(), "y"), "effects": (flat(result.effects(method="delta")), "y")}


def _spatial_free(result: Any) -> dict[str, float]:
    return {"r2": result.r2, "nobs": result.nobs, "rho": result.rho}


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Effects with one index: "direct a" becomes a term that names its variable."""
    made = frame.copy()
    made.index = pd.Index([" ".join(map(str, key)) for key in frame.index], name="term")
    return made


def _fit(result: Any) -> Frames:
    return {"coefficients": (result.estimates, "y")}


def _policy(result: Any) -> Frames:
    found = {"coefficients": (result.estimates, "y")}
    if result.event is not None:
        event = result.event.copy()
        event.index = [f"event {e:+d}" for e in event.index]
        found["event"] = (event, "y")
    return found


def _pretrend(result: Any) -> dict[str, float]:
    return {} if result.pretrend is None else {"pretrend": result.pretrend[0], "pretrend p": result.pretrend[2]}


def _formula(names: Mapping[str, str], *right: str) -> str:
    return f"{names['y']} ~ " + " + ".join(names[r] for r in right)


def _spatial_cases() -> list[Estimator]:
    made = []
    for model in ("sdm", "sar", "sem", "slx", "sdem", "sac", "gns", "ols"):
        for effects in ("twoways", "unit", "time", "none") if model == "sdm" else ("twoways",):
            made.append(
                Estimator(
                    f"spatial_panel.{model}.{effects}",
                    lambda p, w, n, model=model, effects=effects: gp.spatial_panel(  # type: ignore[misc]
                        p, _formula(n, "a", "b"), w, model=model, effects=effects
                    ),
                    _spatial,
                    _spatial_free,
                    effects=effects,
                )
            )
    return made


def _decision_free(result: Any) -> dict[str, float]:
    frame = result.frame.reset_index()
    return {f"{r.test}/{r.form}/{i}": round(r.p, 5) for i, r in enumerate(frame.itertuples()) if r.p == r.p}


ESTIMATORS: list[Estimator] = [
    *_spatial_cases(),
    Estimator(
        "random_effects",
        lambda p, w, n: gp.random_effects(p, _formula(n, "a", "b"), w, model="sdm"),
        _spatial,
        lambda r: {"rho": r.rho, "phi": r.phi, "phi se": r.phi_se},
        effects="none",
    ),
    Estimator(
        "dynamic_panel",
        lambda p, w, n: gp.dynamic_panel(p, _formula(n, "a", "b"), w),
        lambda r: {"coefficients": (r.table(), "y"), "effects": (flat(r.effects(method="delta")), "y")},
        lambda r: {"rho": r.rho, "radius": r.radius, **r.tests["p"].dropna().to_dict()},
    ),
    Estimator(
        "varying_panel",
        lambda p, w, n: gp.varying_panel(p, _formula(n, "a", "b"), w),
        _spatial,
        lambda r: {"rho": r.rho},
    ),
    Estimator(
        "spatial_iv",
        lambda p, w, n: gp.spatial_iv(p, _formula(n, "a", "b"), w, endogenous=[n["a"]], instruments=[n["z"]]),
        lambda r: {"coefficients": (r.table(), "y")},
        lambda r: {"overidentification": r.overidentification.p, **{f"F {k}": v for k, v in r.first_stage.items()}},
        uses=("y", "a", "b", "z"),
    ),
    Estimator(
        "decision_chain",
        lambda p, w, n: gp.decision_chain(p, _formula(n, "a", "b"), w, effects="twoways"),
        lambda r: {},
        _decision_free,
    ),
    Estimator(
        "model_probabilities",
        lambda p, w, n: gp.model_probabilities(p, _formula(n, "a", "b"), w),
        lambda r: {},
        lambda r: r.frame["probability"].to_dict(),
    ),
    Estimator(
        "weights_comparison",
        lambda p, w, n: gp.weights_comparison(
            p, _formula(n, "a", "b"), [w, Weights(w.raw @ w.raw, w.ids, "second")], draws=200
        ),
        lambda r: {k: (f.table(), "y") for k, f in r.fits.items()},
        lambda r: r.frame["posterior"].to_dict(),
    ),
    Estimator(
        "hausman",
        lambda p, w, n: gp.hausman(p, _formula(n, "a", "b"), w),
        lambda r: {},
        lambda r: {t.code: t.p for t in r if t.ran},
    ),
    *(
        Estimator(
            f"fixed_effects.{effects}.{errors}",
            lambda p, w, n, effects=effects, errors=errors: gp.fixed_effects(  # type: ignore[misc]
                p, _formula(n, "a", "b"), effects=effects, errors=errors
            ),
            _fit,
            lambda r: {"r2": r.r2, "within": r.r2_within, "F": r.f, "F p": r.f_p},
            effects=effects,
        )
        for effects, errors in (
            ("twoways", "unit"),
            ("unit", "driscoll-kraay"),
            ("time", "robust"),
            ("none", "unit+period"),
            ("twoways", "classical"),
        )
    ),
    Estimator(
        "stepwise",
        lambda p, w, n: gp.stepwise(p, _formula(n, "a", "b")),
        lambda r: {k: (f.estimates, "y") for k, f in r.items()},
        effects="none",
    ),
    Estimator(
        "robustness",
        lambda p, w, n: gp.robustness(p, _formula(n, "a", "b")),
        lambda r: {k: (c.estimates, "y") for k, c in r.items()},
    ),
    Estimator(
        "quadratic",
        lambda p, w, n: gp.quadratic(p, _formula(n, "a", "b")),
        _fit,
        lambda r: {"u_p": r.u_p},
        origins=("a",),
    ),
    Estimator(
        "moderation",
        lambda p, w, n: gp.moderation(p, _formula(n, "a", "b"), n["z"], centre=False),
        _fit,
        uses=("y", "a", "b", "z"),
        origins=("a", "z"),  # main effects are slopes where the other variable is nought
    ),
    *(
        Estimator(
            f"instrumental_variables.{estimator}",
            lambda p, w, n, estimator=estimator: gp.instrumental_variables(  # type: ignore[misc]
                p,
                _formula(n, "a", "b"),
                endogenous=[n["a"]],
                instruments=[n["z"], n["m"]],
                estimator=estimator,
                errors="unit",
            ),
            _fit,
            lambda r: tests_of(r.tests),
            uses=("y", "a", "b", "z", "m"),
        )
        for estimator in ("2sls", "liml", "gmm")
    ),
    Estimator(
        "panel_gls",
        lambda p, w, n: gp.panel_gls(p, _formula(n, "a", "b")),
        _fit,
        lambda r: {"rho": float(np.mean(r.rho)), "chi2": r.chi2, "p": r.chi2_p},
    ),
    *(
        Estimator(
            f"dynamic_gmm.{'system' if system else 'difference'}",
            lambda p, w, n, system=system: gp.dynamic_gmm(  # type: ignore[misc]
                p, _formula(n, "a", "b"), system=system, deepest=3
            ),
            _fit,
            lambda r: tests_of(r.tests),
            effects="time" if system else "twoways",
            exempt={"unit_constants": "level equations use the units' levels as instruments"} if system else {},
        )
        for system in (False, True)
    ),
    Estimator(
        "panel_threshold",
        lambda p, w, n: gp.panel_threshold(p, _formula(n, "a", "b"), n["z"], thresholds=1, draws=20, grid=60),
        lambda r: {"coefficients": (r.estimates.rename(index=lambda t: re.sub(r" \(.*", "", str(t))), "y")},
        lambda r: {"F": float(r.tests["F"].iloc[0]), "p": float(r.tests["p"].iloc[0])} if "F" in r.tests else {},
        uses=("y", "a", "b", "z"),
        effects="unit",
        draws=True,
        origins=("a",),  # regimes have slopes of their own and one origin
    ),
    *(
        Estimator(
            f"quantile_panel.{method}",
            lambda p, w, n, method=method: gp.quantile_panel(  # type: ignore[misc]
                p, _formula(n, "a", "b"), (0.25, 0.5), method=method, draws=20
            ),
            lambda r: {"coefficients": (flat(r.estimates), "y")},
            draws=True,
        )
        for method in ("moments", "canay")
    ),
    Estimator(
        "heterogeneity",
        lambda p, w, n: gp.heterogeneity(p, _formula(n, "a", "b"), n["region"], draws=20),
        lambda r: {k: (f.estimates, "y") for k, f in r.fits.items()},
        lambda r: tests_of(r.tests[["chow_F", "chow_p"]]) if "chow_F" in r.tests else {},
        uses=("y", "a", "b", "region"),
        draws=True,
    ),
    Estimator(
        "mediation",
        lambda p, w, n: gp.mediation(p, _formula(n, "a", "b"), [n["m"]], draws=20),
        lambda r: {"total": (r.steps[next(iter(r.steps))].estimates, "y")},
        uses=("y", "a", "b", "m"),
        draws=True,
    ),
    Estimator(
        "path_effects",
        lambda p, w, n: gp.path_effects(p, _formula(n, "d", "a"), [n["m"]], learner="linear", draws=10),
        lambda r: {"effects": (r.effects.rename(index=lambda t: f"path {t}".replace(" m", " 1")), "y")},
        uses=("y", "d", "m", "a"),
        draws=True,
    ),
    *(
        Estimator(
            name,
            lambda p, w, n, name=name: getattr(gp, name)(p, _formula(n, "d", "a", "b")),  # type: ignore[misc]
            _policy,
            _pretrend,
            uses=("y", "d", "a", "b"),
        )
        for name in ("did_twoway", "event_study", "sun_abraham", "did_stacked", "did_imputation")
    ),
    Estimator(
        "goodman_bacon",
        lambda p, w, n: gp.goodman_bacon(p, _formula(n, "d")),
        lambda r: {"comparisons": (r.comparisons[["estimate"]].assign(se=np.nan, stat=np.nan, p=np.nan), "y")},
        lambda r: {"weights": float((r.comparisons["weight"] ** 2).sum())},
        uses=("y", "d"),
    ),
    Estimator(
        "group_time_effects",
        lambda p, w, n: gp.group_time_effects(p, _formula(n, "d", "a", "b")),
        lambda r: {k: (v.rename(index=str).rename(index=lambda i: f"cell {i}"), "y") for k, v in r.aggregates.items()},
        lambda r: {} if r.pretest is None else {"pretest": r.pretest[0]},
        uses=("y", "d", "a", "b"),
        effects="none",  # covariates may be constant over time
    ),
    Estimator(
        "synthetic_did",
        lambda p, w, n: gp.synthetic_did(p, _formula(n, "d", "a", "b"), draws=20),
        lambda r: {"estimates": (r.estimates, "y")},
        uses=("y", "d", "a", "b"),
        draws=True,
    ),
    Estimator(
        "triple_difference",
        lambda p, w, n: gp.triple_difference(p, _formula(n, "d", "a"), n["flag"]),
        _policy,
        uses=("y", "d", "a", "flag"),
    ),
    Estimator(
        "placebo_policies",
        lambda p, w, n: gp.placebo_policies(p, _formula(n, "d", "a"), draws=20),
        lambda r: {},
        lambda r: {"t": r.observed / r.observed_se, "p": r.p},
        uses=("y", "d", "a"),
        draws=True,
    ),
    Estimator(
        "psm_did",
        lambda p, w, n: gp.psm_did(p, _formula(n, "d", "m"), [n["a"], n["b"]], caliper=None),
        lambda r: {k: (f.estimates, "y") for k, f in r.fits.items()},
        uses=("y", "d", "a", "b", "m"),
        effects="none",  # b is in the propensity score, which has no effects
    ),
    Estimator(
        "spatial_did",
        lambda p, w, n: gp.spatial_did(p, _formula(n, "d", "a"), w, draws=100),
        lambda r: {k: (f.table(), "y") for k, f in r.fits.items()},
        uses=("y", "d", "a"),
    ),
    Estimator(
        "beta_convergence",
        lambda p, w, n: gp.beta_convergence(p, f"{n['grown']} ~ {n['a']}"),
        lambda r: {k: (b.estimates, "growth") for k, b in r.items()},
        lambda r: {k: b.r2 for k, b in r.items()},
        uses=("grown", "a"),
        effects="none",
        exempt={
            "scale_outcome": "growth rates of logarithms have no unit; the constant takes up the unit of the level"
        },
    ),
]
