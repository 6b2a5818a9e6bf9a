"""Spatial panel models with fixed or random effects, and their direct, indirect and total effects, as scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_X, LAG_Y
from gisplug.numbers.fits.repeat import call_of
from gisplug.replication.script import Columns, Line, Remark, Script, expected_of, quoted, weights_stem
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.random.random_effects import RandomEffectsFit
from gisplug.spatial.sample import read_columns
from gisplug.weights.weights import Weights

INFORMATION = {"expected information": "expected", "observed information": "observed"}
DENSE = 3000  # units up to which a dense W is worth writing for Stata and solving in base R
XSMLE = {"sar": "sar", "sem": "sem", "sdm": "sdm", "sac": "sac"}
XSMLE_FORM = {"unit": "fe type(ind)", "time": "fe type(time)", "twoways": "fe type(both)", "random": "re"}


@dataclass(frozen=True)
class _Parts:
    """The names of a script's columns and weights by what they do; W by its role: y, x, e."""

    name: str
    y: str
    X: list[str]
    lagged: list[int]
    weights: Mapping[str, str]
    fit: SpatialFit

    @property
    def constant(self) -> bool:
        """Whether the model has one."""
        return "const" in self.fit.params.index


def of_spatial(name: str, fit: SpatialFit) -> Script:
    """Return the script of a spatial panel model, its average effects behind its coefficients."""
    made = call_of(fit)
    options = made.options
    wanted = fit.effects_form if fit.effects_form != "random" else "none"
    lagged = options.get("lagged") if fit.model in LAG_X else None
    sample = read_columns(
        made.panel, options["formula"], lagged, where=options.get("where"), effects=wanted, default=wanted
    )
    T, N = fit.y.shape
    panel = sample.panel
    columns = Columns(
        np.tile(np.array(panel.ids, dtype=object), T), np.repeat(np.array(panel.periods, dtype=object), N)
    )
    y = columns.add(fit.outcome, fit.y.ravel(), "outcome")
    at = list(sample.names).index
    X = [columns.add(term, sample.X[:, :, at(term)].ravel()) for term in fit.regressors]
    lags = [list(fit.regressors).index(term) for term in fit.lagged]
    files = _weights(fit)
    parts = _Parts(name, y, X, lags, {role: stem for role, (stem, _) in files.items()}, fit)
    no_r, no_stata = _not_in_r(fit), _not_in_stata(fit)
    return Script(
        name,
        fit.title,
        made.name,
        columns.frame,
        columns.labels,
        _expected(fit),
        dict(files.values()),
        r=() if no_r else _r(parts),
        stata=() if no_stata else _stata(parts),
        no_r=no_r,
        no_stata=no_stata,
    )


def _weights(fit: SpatialFit) -> dict[str, tuple[str, Weights]]:
    """Return (stem of the file, W) by role; a W that has several roles has one file."""
    roles = (("y", fit.w), ("x", fit.w_x), ("e", fit.w_e))
    return {role: (weights_stem(w), w) for role, w in roles if w is not None}


def has_effects(fit: SpatialFit) -> bool:
    """Whether a model has effects apart from its coefficients."""
    return fit.model in LAG_X or fit.model in LAG_Y


def _expected(fit: SpatialFit) -> pd.DataFrame:
    own = expected_of(fit.params.index, fit.params.to_numpy(), np.sqrt(np.diag(fit.cov.to_numpy())))
    if not has_effects(fit):
        return own
    effects = fit.effects(method="delta")
    terms = [f"{variable}: {effect}" for variable, effect in effects.index]
    return pd.concat([own, expected_of(terms, effects["estimate"].to_numpy(), effects["se"].to_numpy())])


def _not_in_r(fit: SpatialFit) -> str:
    if fit.covariance not in INFORMATION:
        return message(
            "standard errors ({covariance}): packages of R have the expected and the observed information only",
            covariance=fit.covariance,
        )
    if fit.N > DENSE:
        return message("{n} units: the script has dense weights and is meant for up to {most}", n=fit.N, most=DENSE)
    return ""


def _not_in_stata(fit: SpatialFit) -> str:
    if fit.model != "ols" and (fit.effects_form == "none" or (fit.effects_form == "time" and fit.model not in XSMLE)):
        return message("Stata has no spatial panel model without unit effects but those of xsmle, fe type(time)")
    if fit.model in ("ols", "slx") and fit.effects_form == "random":
        return message("random effects without a spatial lag of outcome or error: xsmle needs one")
    if fit.N > DENSE:
        return message("{n} units: the script has dense weights and is meant for up to {most}", n=fit.N, most=DENSE)
    return ""


def _r(parts: _Parts) -> list[Line]:
    fit, w = parts.fit, parts.weights
    T, N = fit.y.shape
    K = len(parts.X)
    stacked = ", ".join(f"d${x}" for x in parts.X)
    lines: list[Line] = [
        f"d <- read_data({quoted(parts.name)})",
        f"N <- {N}",
        f"T <- {T}",
        Remark(message("Units by periods: the data are sorted by period, then by unit.")),
        f"y <- matrix(d${parts.y}, N, T)",
        f"X <- array(c({stacked}), c(N, T, {K}))",
    ]
    names = {"y": "W", "x": "WX", "e": "WE"}
    given: dict[str, str] = {}
    seen: dict[str, str] = {}
    for role, stem in w.items():
        if stem not in seen:
            lines.append(f"{names[role]} <- read_weights({quoted(stem)}, N)")
            seen[stem] = names[role]
        given[role] = seen[stem]
    lagged = f"c({', '.join(str(k + 1) for k in parts.lagged)})" if parts.lagged else "integer(0)"
    if isinstance(fit, RandomEffectsFit):
        lines += _random_call(parts, fit, given, lagged)
    else:
        lines += _fixed_call(parts, given, lagged)
    if has_effects(fit):
        W, WX = given.get("y", "NULL") if fit.model in LAG_Y else "NULL", given.get("x", "NULL")
        constant = "TRUE" if parts.constant else "FALSE"
        lines += [
            Remark(message("gisplug's tables have errors of effects from random draws; here by the delta method.")),
            f"effects <- impacts(fit, {W}, {WX}, {K}, {lagged}, {constant})",
            f"report({quoted(parts.name)}, c(fit$estimate, effects$estimate), c(fit$se, effects$se))",
        ]
    else:
        lines.append(f"report({quoted(parts.name)}, fit$estimate, fit$se)")
    return lines if isinstance(fit, RandomEffectsFit) else [*lines, *_spatialreg(parts, given, lagged)]


def _fixed_call(parts: _Parts, given: Mapping[str, str], lagged: str) -> list[Line]:
    fit = parts.fit
    W, WX, WE = (given.get(role, "NULL") for role in ("y", "x", "e"))
    if fit.correction == "transform":
        said = message(
            "gisplug takes fixed effects out by the orthonormal transformation of Lee and Yu (2010): the likelihood "
            "counts {n} observations. splm and xsmle with type(both) are direct: their sigma2 and errors are smaller, "
            "with period effects their coefficients differ too.",
            n=fit.nobs,
        )
    elif fit.correction == "bias":
        said = message("The direct estimates, corrected for their bias as Lee and Yu (2010) do.")
    elif fit.effects_form == "none":
        said = message("No fixed effects: the likelihood of the data as they are, with a constant.")
    else:
        said = message("The direct approach: means are taken out and all N T observations are counted, as in splm.")
    return [
        Remark(said),
        Remark(message("Standard errors are from the {kind}.", kind=fit.covariance)),
        f"fit <- spatial_ml(y, X, W = {W}, WX = {WX}, WE = {WE}, lagged = {lagged},",
        f"                  effects = {quoted(fit.effects_form)}, correction = {quoted(fit.correction)},",
        f"                  information = {quoted(INFORMATION.get(fit.covariance, 'expected'))})",
    ]


def _random_call(parts: _Parts, fit: RandomEffectsFit, given: Mapping[str, str], lagged: str) -> list[Line]:
    W = next(iter(given.values()), "diag(0, N)")
    more = ", periods = TRUE" if fit.period_effects else ""
    return [
        Remark(message("Random unit effects by maximum likelihood; errors from the observed information.")),
        f"fit <- random_ml(y, X, {W}, lagged = {lagged}, lag = {'TRUE' if fit.model in LAG_Y else 'FALSE'},",
        f"                 error = {quoted(fit.error_form)}{more})",
    ]


def _spatialreg(parts: _Parts, given: Mapping[str, str], lagged: str) -> list[Line]:
    """Lines that let spatialreg fit the same transformed data, where it has the model and such data."""
    fit = parts.fit
    lag, error = fit.model in LAG_Y, "e" in given
    if not (lag or error) or (fit.correction != "transform" and fit.effects_form != "none") or fit.nobs > DENSE:
        return []
    function = "sacsarlm" if lag and error else "lagsarlm" if lag else "errorsarlm"
    W, WX, WE = (given.get(role, "NULL") for role in ("y", "x", "e"))
    main = f"as_listw(p$W{'' if lag else 'E'}, ncol(p$y))"
    second = ", listw2 = as_listw(p$WE, ncol(p$y))" if lag and error and W != WE else ""
    return [
        "",
        Remark(
            message(
                "spatialreg on the same transformed data, to the digits at which its optimiser stops; its errors are "
                "expected ones."
            )
        ),
        'beside("spatialreg", function() {',
        f"  p <- prepare(y, X, {W}, {WX}, {WE}, {lagged}, {quoted(fit.effects_form)}, {quoted(fit.correction)})",
        '  data <- as.data.frame(lapply(p$columns, as.vector), col.names = paste0("x", seq_along(p$columns)))',
        "  data$y <- as.vector(p$y)",
        f"  f <- spatialreg::{function}(y ~ . - 1, data, {main}{second}, zero.policy = TRUE)",
        "  cbind(estimate = c(rho = unname(f$rho), lam = unname(f$lambda), f$coefficients, sigma2 = f$s2),",
        "        se = c(f$rho.se, f$lambda.se, f$rest.se, NA))",
        "})",
    ]


def _stata(parts: _Parts) -> list[Line]:
    fit, w = parts.fit, parts.weights
    model, form = fit.model, fit.effects_form
    lines: list[Line] = [f'use "data/{parts.name}.dta", clear', "xtset unit_code period_code"]
    if model == "ols":
        keys = {"unit_code": ("unit", "twoways"), "period_code": ("time", "twoways")}
        absorb = " ".join(key for key, forms in keys.items() if form in forms)
        command, tail = ("reghdfe", f", absorb({absorb}) vce(unadjusted)") if absorb else ("regress", ", vce(ols)")
        call = f"{command} {parts.y} {' '.join(parts.X)}{tail}"
        return [*lines, Remark(message("Least squares: sigma2 and errors count coefficients and effects.")), call]
    lines += _xsmle(parts) if model in XSMLE else []
    return lines if form == "time" else [*lines, *_spxtregress(parts, w)]


def _matrices(w: Mapping[str, str], N: int) -> list[Line]:
    lines: list[Line] = []
    for stem in dict.fromkeys(w.values()):
        matrix = matrix_name(stem, w)
        lines += ["preserve", f'use "data/{stem}.dta", clear', f"mkmat w1-w{N}, matrix({matrix})", "restore"]
    return lines


def matrix_name(stem: str, w: Mapping[str, str]) -> str:
    """Return what Stata calls the W of a file."""
    order = list(dict.fromkeys(w.values()))
    return "W" if order.index(stem) == 0 else f"W{order.index(stem) + 1}"


def _xsmle(parts: _Parts) -> list[Line]:
    fit, w, N = parts.fit, parts.weights, parts.fit.N
    role = {role: matrix_name(stem, w) for role, stem in w.items()}
    options = [f"model({XSMLE[fit.model]})"]
    if fit.model == "sem":
        options.append(f"emat({role['e']})")
    elif fit.model == "sac":
        options += [f"wmat({role['y']})", f"emat({role['e']})"]
    else:
        options.append(f"wmat({role['y']})")
    if fit.model == "sdm":
        lagged = " ".join(parts.X[k] for k in parts.lagged)
        options += [f"dmat({role['x']})"] * (role["x"] != role["y"]) + [f"durbin({lagged})"]
    exact = fit.effects_form == "unit" and fit.correction == "transform"
    form = XSMLE_FORM[fit.effects_form]
    options += [form.replace("(ind)", "(ind, leeyu)") if exact else form, "effects nolog"]
    lines = _matrices(w, N)
    if fit.effects_form == "random":
        said = message("xsmle is near in coefficients; its theta is another function of the share of the unit effects.")
    elif exact:
        said = message("leeyu is the transformation of gisplug; xsmle's errors are from the observed information.")
    elif fit.correction == "none":
        said = message("xsmle is direct, as the step is; its errors are from the observed information.")
    else:
        said = message(
            "xsmle is direct here, it has no Lee-Yu transformation with period effects and no bias correction. Its "
            "numbers are those of gisplug with correction none; coefficients and errors differ from the step's."
        )
    return [*lines, Remark(said), f"xsmle {parts.y} {' '.join(parts.X)}, {' '.join(options)}"]


def _spxtregress(parts: _Parts, w: Mapping[str, str]) -> list[Line]:
    fit = parts.fit
    role = {role: f"M{list(dict.fromkeys(w.values())).index(stem) + 1}" for role, stem in w.items()}
    pairs = sorted({(stem, role[r]) for r, stem in w.items()})
    lines: list[Line] = [f'spmatrix import {name} using "data/{stem}.txt", replace' for stem, name in pairs]
    options = ["re" if fit.effects_form == "random" else "fe"]
    if fit.model in LAG_Y:
        options.append(f"dvarlag({role['y']})")
    if fit.model in LAG_X and parts.lagged:
        options.append(f"ivarlag({role['x']}: {' '.join(parts.X[k] for k in parts.lagged)})")
    if "e" in role:
        options.append(f"errorlag({role['e']})")
    if isinstance(fit, RandomEffectsFit) and fit.error_form == "kkp":
        options.append("sarpanel")
    dummies = " i.period_code" if fit.effects_form == "twoways" else ""
    if fit.effects_form == "random":
        said = message("spxtregress, re is by maximum likelihood too; sarpanel is the error of Kapoor and others.")
    elif dummies:
        said = message(
            "spxtregress transforms for unit effects as gisplug does; period effects stand as dummies, which gives "
            "nearly the same coefficients, not the same digits."
        )
    else:
        said = message("spxtregress, fe transforms for unit effects as gisplug does.")
    impact = ["estat impact"] if has_effects(fit) else []
    return [
        "spset unit_code",
        *lines,
        Remark(said),
        f"spxtregress {parts.y} {' '.join(parts.X)}{dummies}, {' '.join(options)}",
        *impact,
    ]
