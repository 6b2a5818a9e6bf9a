"""How laws call the estimators of panel regressions."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

import gisplug as gp
from tests.laws.estimator import Estimator, Frames, fit_frames, flat, tests_of


def _threshold_frames(result: Any) -> Frames:
    regimes = {f"({name})": f"regime {at}" for at, name in enumerate(result.regimes.index)}
    plain = result.estimates.rename(index=lambda t: re.sub(r"\(.*\)", lambda m: regimes[m[0]], str(t)))
    gamma = result.thresholds.rename(columns={"gamma": "estimate"}).assign(se=np.nan, stat=np.nan, p=np.nan)
    return {"coefficients": (plain, "y"), "thresholds": (gamma.rename(index=lambda i: f"gamma {i}"), "z")}


def _threshold_free(result: Any) -> dict[str, float]:
    return {f"{k} {m}": float(v) for k in ("F", "p") for m, v in result.tests[k].items()}


def _instrument_frames(result: Any) -> Frames:
    return {"second": (result.estimates, "y"), **{f"first {k}": (f, k) for k, f in result.first.items()}}


def _mediation_frames(result: Any) -> Frames:
    steps = {k: (f.estimates, "m" if k == "m" else "y") for k, f in result.steps.items()}
    found = result.effects.drop(index="share", level="effect")
    found.index = pd.Index([f"{effect} a" for _, effect in found.index], name="term")
    return {**steps, "effects": (found, "y")}


def _mediation_free(result: Any) -> dict[str, float]:
    share = result.effects["estimate"].xs("share", level="effect")
    return {f"share {k}": float(v) for k, v in share.items()} | {
        f"boot p {k}": float(v) for k, v in result.effects["boot_p"].items() if k[1] == "indirect"
    }


CASES = [
    *(
        Estimator(
            f"fixed_effects.{effects}.{errors}",
            lambda p, w, n, effects=effects, errors=errors: gp.fixed_effects(  # type: ignore[misc]
                p, n.formula("a", "b"), effects=effects, errors=errors
            ),
            fit_frames,
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
        lambda p, w, n: gp.stepwise(p, n.formula("b", key="a")),
        lambda r: {k: (f.estimates, "y") for k, f in r.items()},
        effects="none",
    ),
    Estimator(
        "robustness",
        lambda p, w, n: gp.robustness(p, n.formula("b", key="a")),
        lambda r: {k: (c.estimates, "y") for k, c in r.items()},
        exempt={"constants": "its column of winsorised values cuts levels, which constants of units move"},
    ),
    Estimator(
        "quadratic",
        lambda p, w, n: gp.quadratic(p, n.formula("b", key="a")),
        fit_frames,
        lambda r: {"u_p": r.u_p},
        origins=("a",),
    ),
    Estimator(
        "moderation",
        lambda p, w, n: gp.moderation(p, n.formula("b", key="a"), n["z"], centre=False),
        fit_frames,
        uses=("y", "a", "b", "z"),
        roles={"moderator": "z"},
        origins=("a", "z"),  # main effects are slopes where the other variable is nought
    ),
    *(
        Estimator(
            f"instrumental_variables.{estimator}",
            lambda p, w, n, estimator=estimator: gp.instrumental_variables(  # type: ignore[misc]
                p,
                n.formula("a", "b"),
                endogenous=n.given("a"),
                instruments=n.given("z", "m"),
                estimator=estimator,
                errors="unit",
            ),
            _instrument_frames,
            lambda r: tests_of(r.tests),
            uses=("y", "a", "b", "z", "m"),
            roles={"instrument": "z", "second instrument": "m"},
        )
        for estimator in ("2sls", "liml", "gmm")
    ),
    Estimator(
        "panel_gls",
        lambda p, w, n: gp.panel_gls(p, n.formula("a", "b")),
        fit_frames,
        lambda r: {"rho": float(np.mean(r.rho)), "chi2": r.chi2, "p": r.chi2_p},
    ),
    *(
        Estimator(
            f"dynamic_gmm.{'system' if system else 'difference'}",
            lambda p, w, n, system=system: gp.dynamic_gmm(  # type: ignore[misc]
                p, n.formula("a", "b"), system=system, deepest=3
            ),
            fit_frames,
            lambda r: tests_of(r.tests),
            effects="time",  # instruments are levels, which hold the constants of units
            taken={} if system else {"a": "twoways", "b": "twoways"},
            absorbs="time" if system else "twoways",
        )
        for system in (False, True)
    ),
    Estimator(
        "dynamic_gmm.orthogonal",
        lambda p, w, n: gp.dynamic_gmm(
            p, n.formula("a", "b"), predetermined=[n["a"]], transformation="orthogonal", deepest=3
        ),
        fit_frames,
        lambda r: tests_of(r.tests) | tests_of(r.subsets[["instruments"]]),
        effects="time",  # instruments are levels, which hold the constants of units
        taken={"b": "twoways"},
        absorbs="twoways",
    ),
    Estimator(
        "panel_threshold",
        lambda p, w, n, **o: gp.panel_threshold(
            p, n.formula("b", key="a"), n["z"], thresholds=1, most=1, draws=20, grid=60, **o
        ),
        _threshold_frames,
        _threshold_free,
        uses=("y", "a", "b", "z"),
        roles={"threshold": "z"},
        effects="unit",
        draws=20,
        origins=("a",),  # regimes have slopes of their own and one origin
        taken={"z": "none"},  # constants of units carry observations over the threshold
        shares=("p ",),
        tasks=True,
    ),
    *(
        Estimator(
            f"quantile_panel.{method}",
            lambda p, w, n, method=method, **o: gp.quantile_panel(  # type: ignore[misc]
                p, n.formula("a", "b"), (0.25, 0.5), method=method, draws=20, **o
            ),
            lambda r: {"coefficients": (flat(r.estimates), "y")},
            draws=20,
            tasks=True,
            taken={}
            if method in ("moments", "dummies")
            else dict.fromkeys(("a", "b"), "none"),  # no effects in the end
            absorbs="none" if method == "pooled" else "",
            exempt={"constants": "pooled quantiles take no effects out"} if method == "pooled" else {},
        )
        for method in ("moments", "canay", "dummies", "pooled")
    ),
    *(
        Estimator(
            f"heterogeneity.{by}",
            lambda p, w, n, by=by, **o: gp.heterogeneity(  # type: ignore[misc]
                p, n.formula("b", key="a"), n[by], draws=20, **o
            ),
            lambda r: {k: (f.estimates, "y") for k, f in r.fits.items()},
            lambda r: tests_of(r.tests.drop(columns="difference")),
            uses=("y", "a", "b", by),
            roles={"grouping": by},
            draws=20,
            tasks=by == "side",  # groups of whole units of a balanced panel are computed at once
            shares=("permutation_p",),
        )
        for by in ("region", "side")  # groups of units, and groups that cut through units
    ),
    Estimator(
        "mediation",
        lambda p, w, n, **o: gp.mediation(p, n.formula("b", key="a"), n.given("m"), draws=20, **o),
        _mediation_frames,
        _mediation_free,
        uses=("y", "a", "b", "m"),
        roles={"mediator": "m"},
        draws=20,
        tasks=True,
        shares=("boot p",),
    ),
    Estimator(
        "path_effects",
        lambda p, w, n, **o: gp.path_effects(
            p, n.formula("a", "b", key="d"), n.given("m"), learner="linear", draws=12, **o
        ),
        lambda r: {"effects": (r.effects.rename(index=lambda t: f"path {t}".replace(" m", " 1")), "y")},
        uses=("y", "d", "a", "b", "m"),
        roles={"policy": "d", "mediator": "m"},
        draws=12,
        tasks=True,
    ),
]
