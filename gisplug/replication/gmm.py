"""Difference and system GMM as scripts: pgmm of plm where its moments are ours, xtabond2 of Stata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import call_of
from gisplug.panel.model_frame import model_frame
from gisplug.regression.results.gmm import GmmFit
from gisplug.replication.script import Columns, Line, Remark, Script, expected_of, quoted


def of_gmm(name: str, fit: GmmFit) -> Script:
    """Return the script of dynamic GMM; its numbers are the lags of the outcome and the regressors."""
    made = call_of(fit)
    options = made.options
    frame = model_frame(made.panel, options["formula"], where=options["where"], effects=options["effects"])
    panel, formula = frame.panel, frame.formula
    T, N = panel.T, panel.N
    columns = Columns(
        np.tile(np.array(panel.ids, dtype=object), T), np.repeat(np.array(panel.periods, dtype=object), N)
    )
    outcome = panel.array(formula.outcome).ravel()
    y = columns.add(formula.outcome, outcome, "outcome")
    lags = options["outcome_lags"]
    own = [term for term in fit.estimates.index if term in formula.regressors]
    X = {term: columns.add(term, panel.array(term).ravel()) for term in own}
    behind = [f"L{'' if k == 1 else k}.{formula.outcome}" for k in range(1, lags + 1)]
    shown = [term for term in (*behind, *own) if term in fit.estimates.index]
    lines = fit.estimates.loc[shown]
    data = columns.frame
    if frame.rows is not None:
        data = data[frame.rows]
    whole = data[np.isfinite(data[[y, *X.values()]].to_numpy(float)).all(axis=1)]
    no_r = _not_in_r(options, frame.rows is not None)
    return Script(
        name,
        fit.title,
        made.name,
        whole,
        columns.labels,
        expected_of(shown, lines["estimate"].to_numpy(), lines["se"].to_numpy()),
        r=() if no_r else _r(name, y, X, options),
        stata=_stata(name, y, X, options),
        no_r=no_r,
    )


def _not_in_r(options: Mapping[str, Any], filtered: bool) -> str:
    if options.get("system") or options.get("transformation", "difference") != "difference":
        return message("system GMM and orthogonal deviations: pgmm of plm has other moments")
    if options.get("nearest", 2) != 2 or options.get("predetermined"):
        return message("instruments from other lags: not held against pgmm of plm")
    if filtered:
        return message("rows left out whose lags are seen: pgmm of plm does not see them")
    return ""


def _r(name: str, y: str, X: Mapping[str, str], options: Mapping[str, Any]) -> list[Line]:
    moved = [X[term] for term in options.get("endogenous", ()) if term in X]
    lags = options["outcome_lags"]
    far = options.get("deepest") or 99
    right = [f"lag({y}, 1:{lags})" if lags > 1 else f"lag({y}, 1)", *X.values()]
    moments = [f"lag({name_}, 2:{far})" for name_ in (y, *moved)]
    effect = "twoways" if options["effects"] == "twoways" else "individual"
    steps = "twosteps" if options.get("steps", 2) == 2 else "onestep"
    collapse = "TRUE" if options.get("collapse", True) else "FALSE"
    order = [*(y for _ in range(lags)), *X.values()]
    return [
        Remark(message("pgmm of plm; errors are robust, of two steps with Windmeijer's (2005) correction.")),
        f"d <- read_data({quoted(name)})",
        'needs("plm")',
        "library(plm)",
        'p <- pdata.frame(d, index = c("unit_code", "period_code"))',
        f"f <- pgmm({y} ~ {' + '.join(right)} |",
        f"          {' + '.join(moments)},",
        f'          data = p, effect = "{effect}", model = "{steps}", collapse = {collapse})',
        f"kept <- seq_len({len(order)})",
        "found <- summary(f, robust = TRUE)$coefficients",
        f"report({quoted(name)}, found[kept, 1], found[kept, 2])",
    ]


def _stata(name: str, y: str, X: Mapping[str, str], options: Mapping[str, Any]) -> list[Line]:
    system, lags = options.get("system", False), options["outcome_lags"]
    collapse = " collapse" if options.get("collapse", True) else ""
    far, near = options.get("deepest") or ".", options.get("nearest", 2)
    endogenous = [X[t] for t in options.get("endogenous", ()) if t in X]
    predetermined = [X[t] for t in options.get("predetermined", ()) if t in X]
    exogenous = [x for x in X.values() if x not in (*endogenous, *predetermined)]
    groups = [f"gmm({' '.join([y, *endogenous])}, lag({near} {far}){collapse})"]
    if predetermined:
        groups.append(f"gmm({' '.join(predetermined)}, lag({near - 1} {far}){collapse})")
    if exogenous:
        only = ", equation(diff)" if options.get("exogenous", "both") == "transformed" else ""
        groups.append(f"iv({' '.join(exogenous)}{only})")
    dummies = ""
    if options["effects"] == "twoways":
        dummies = " period_code_*"
        level = system and options.get("dummies", "both") == "level"
        groups.append(f"iv(period_code_*{', equation(level)' if level else ''})")
    more = [] if system else ["noleveleq"]
    more += ["orthogonal"] if options.get("transformation") == "orthogonal" else []
    more += ["twostep"] if options.get("steps", 2) == 2 else []
    own = f"L(1/{lags}).{y}" if lags > 1 else f"L.{y}"
    return [
        f'use "data/{name}.dta", clear',
        "xtset unit_code period_code",
        *(["quietly tabulate period_code, generate(period_code_)"] if dummies else []),
        Remark(message("robust: of one step robust, of two steps Windmeijer's correction.")),
        f"xtabond2 {y} {own} {' '.join(X.values())}{dummies}, {' '.join([*groups, *more])} robust",
    ]
