"""Panel regressions with instruments: 2SLS, LIML and two-step GMM, first stage, and the tests that a referee asks
for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import Clusters, sandwich, settled
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import check_identified, check_outcome, least_squares
from gisplug.numbers.projections import Absorbed
from gisplug.numbers.standardise import near_powers
from gisplug.numbers.symmetric import generalised_inverse
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.sample import Sample, clusters_of, counted_effects, draw_sample, fixed_effects_of, warn_few
from gisplug.regression.fixed_effects import RowOptions
from gisplug.regression.instruments import k_class as numbers
from gisplug.regression.instruments.anderson_rubin import reduced_form
from gisplug.regression.instruments.stock_yogo import stock_yogo
from gisplug.regression.reading import less_controls, only, weighted_residuals
from gisplug.regression.results.constant import Piece
from gisplug.regression.results.instruments import InstrumentFit as InstrumentFit

WEAK_NULL = "endogenous coefficients are 0; holds with weak instruments (Anderson-Rubin)"
NO_J = "not available: the moments' covariance is not positive definite"
ESTIMATORS = ("2sls", "liml", "gmm")


class InstrumentOptions(RowOptions, total=False):
    """Further options of `instrumental_variables`, and those of a panel regression.

    Attributes
    ----------
    collinear : "refuse" terms that are not identified, or "omit" later controls and say so
    row_weights : column of analytic weights, such as population
    """

    collinear: str
    row_weights: str | None


@repeatable
def instrumental_variables(
    panel: Panel,
    formula: str | Formula,
    *,
    endogenous: Sequence[str] = (),
    instruments: Sequence[str] = (),
    estimator: str = "2sls",
    effects: str = "twoways",
    errors: str = "robust",
    where: Where = None,
    **options: Unpack[InstrumentOptions],
) -> InstrumentFit:
    """Estimate with instruments; terms and options are those of `fixed_effects`.

    An instrument that does not vary over time (terrain) needs to vary by period under unit effects: cross it, for
    instance `ruggedness:trend`, or use effects="time".

    Parameters
    ----------
    formula : "y ~ controls | unit + period | endog ~ z1 + z2", or "y ~ endog + controls" with the two options
    endogenous : regressors of the formula that are instrumented
    instruments : terms that move them, and the outcome only through them
    estimator : "2sls", "liml" or "gmm" (two steps).
    where : rows to use, in words or (T * N,) bool.
    options : `collinear` and `row_weights`, as in `InstrumentOptions`, and those of `RowOptions`

    Raises
    ------
    ModelError
        If there are fewer instruments than endogenous variables, or a term has no variation left after the effects.
    """
    known(options, InstrumentOptions, "instrumental_variables")
    one_of("estimator", estimator, ESTIMATORS, ModelError)
    row_weights = options.get("row_weights")
    trends, by_period = options.get("trends", ()), options.get("by_period", ())
    frame = model_frame(
        panel,
        formula,
        where=where,
        effects=effects,
        absorb=options.get("absorb", ()),
        also=(*instruments, *((row_weights,) if row_weights else ())),
    )
    roles = _roles(only(frame, "Instrumental variables", instruments=True).formula, endogenous, instruments)
    sample = draw_sample(
        frame.panel,
        roles.terms,
        where=frame.rows,
        winsorise=options.get("winsorise", 0.0),
        needs=(*frame.absorb, *trends),
        row_weights=row_weights,
    )
    absorbed = fixed_effects_of(sample, frame.effects, frame.absorb, trends, by_period)
    keys = (*roles.endogenous, *roles.instruments)
    sample, omitted = less_controls(sample, roles.terms[1:], absorbed, options.get("collinear", "refuse"), keys)
    roles = replace(roles, controls=tuple(t for t in roles.controls if t not in omitted))
    clusters = clusters_of(sample, errors, options.get("lags"), options.get("reach"))
    fit = _fit(roles, sample, absorbed, clusters, estimator, frame.effects)
    return replace(fit, omitted=omitted) if omitted else fit


@dataclass(frozen=True)
class _Roles:
    """What each term of the formula does."""

    outcome: str
    endogenous: tuple[str, ...]
    controls: tuple[str, ...]
    instruments: tuple[str, ...]

    @property
    def terms(self) -> list[str]:
        """Outcome, endogenous, controls, instruments: the order of the columns."""
        return [self.outcome, *self.endogenous, *self.controls, *self.instruments]


def _roles(formula: Formula, endogenous: Sequence[str], instruments: Sequence[str]) -> _Roles:
    if formula.endogenous and (endogenous or instruments):
        raise ModelError(
            message(
                "The formula names {endogenous} and its instruments, and so do the options endogenous "
                "and instruments; say it once.",
                endogenous=some(formula.endogenous),
            )
        )
    if unknown := [t for t in endogenous if t not in formula.regressors]:
        raise ModelError(
            message(
                "endogenous names {unknown}, which {formula} does not have among its regressors; add it there.",
                unknown=some(unknown),
                formula=formula,
            )
        )
    controls = tuple(t for t in formula.regressors if t not in endogenous)
    found = _Roles(
        formula.outcome,
        formula.endogenous or tuple(endogenous),
        controls,
        formula.instruments or tuple(instruments),
    )
    if len(found.instruments) < len(found.endogenous) or not found.endogenous:
        raise ModelError(
            message(
                "{n} endogenous variables need as many instruments; {n2} are given. Write y ~ controls | "
                "unit + period | endogenous ~ instruments, or use the two options.",
                n=len(found.endogenous),
                n2=len(found.instruments),
            )
        )
    if twice := sorted({t for t in found.terms if found.terms.count(t) > 1}):
        raise ModelError(
            message(
                "{twice} has two roles; a variable is outcome, endogenous, control or instrument.",
                twice=", ".join(twice),
            )
        )
    return found


def _fit(
    roles: _Roles, sample: Sample, absorbed: Sequence[Absorbed], clusters: Clusters, estimator: str, effects: str
) -> InstrumentFit:
    outcome, endogenous, instruments, controls = roles.outcome, roles.endogenous, roles.instruments, roles.controls
    flat = weighted_residuals(sample.columns, absorbed, sample.weights)
    check_outcome(sample.columns[:, 0], flat[:, 0], outcome)
    check_identified(sample.columns[:, 1:], flat[:, 1:], roles.terms[1:], sample.unit, sample.period)
    size = near_powers(np.sqrt((flat**2).sum(axis=0)))
    flat = flat / size
    p, k = len(endogenous), len(controls)
    data = numbers.Data(flat[:, 0], flat[:, 1 : 1 + p], flat[:, 1 + p : 1 + p + k], flat[:, 1 + p + k :])
    least_squares(data.instruments, data.y, [*instruments, *controls])
    rank, counted = counted_effects(absorbed, clusters)
    every = data.instruments.shape[1]
    if sample.n <= every + rank + (p if estimator == "liml" else 0):
        raise ModelError(
            message(
                "{n} rows cannot carry {every} instruments and controls beside {rank} effects; use fewer "
                "of them, or more rows.",
                n=sample.n,
                every=every,
                rank=rank,
            )
        )
    b, raw, over = _second(data, estimator, clusters)
    factor, df = numbers.small_sample(sample.n, p + k + counted, clusters)
    names = [*endogenous, *controls]
    e = data.y - data.regressors @ b
    unit = size[0] / size[1 : 1 + p + k]
    b, cov = b * unit, settled(raw, clusters) * factor * np.outer(unit, unit)
    sizes = np.r_[size[1 + p + k :], size[1 + p : 1 + p + k]]
    first, strength = _first(
        data, dict(zip(endogenous, size[1:], strict=False)), [*instruments, *controls], sizes, clusters, counted
    )
    tests = _tests(data, clusters, over, strength, rank, counted)
    values = stock_yogo(estimator, p, len(instruments))
    form = reduced_form(data, clusters, counted, size[0] / size[1 : 1 + p])
    tests.loc["anderson_rubin"] = (*form.test(np.zeros(p)), WEAK_NULL)
    return InstrumentFit(
        outcome=outcome,
        endogenous=endogenous,
        instruments=instruments,
        estimates=estimates(names, b, cov, df),
        cov=pd.DataFrame(cov, index=names, columns=names),
        first=first,
        first_statistics=strength,
        tests=tests,
        stock_yogo=values,
        estimator=estimator,
        effects=effects,
        errors=clusters.name,
        n=sample.n,
        units=int(sample.unit.max()) + 1,
        r2_within=1 - float(e @ e) / float(data.y @ data.y),
        report=sample.report + warn_few(clusters) + _weak(tests, values, estimator),
        df=df,
        sample=sample,
        residuals=e * size[0] / (1.0 if sample.weights is None else np.sqrt(sample.weights)),
        taken=tuple(absorbed),
        clusters=clusters,
        reduced=form,
        pieces=_pieces(roles, sample, data, size, (b, estimator, clusters), first),
    )


def _pieces(
    roles: _Roles,
    sample: Sample,
    data: numbers.Data,
    size: np.ndarray,
    second: tuple[np.ndarray, str, Clusters],
    first: Mapping[str, pd.DataFrame],
) -> dict[str, Piece]:
    """Return what the constants follow from: of the second stage, and of each first stage by its variable."""
    b, estimator, clusters = second
    p, k = len(roles.endogenous), len(roles.controls)
    raw = sample.columns
    lever = numbers.gmm_lever(data, clusters) if estimator == "gmm" else numbers.k_class_lever(data, estimator)
    found = {roles.outcome: Piece(raw[:, 0], raw[:, 1 : 1 + p + k], b, lever / size[1 : 1 + p + k])}
    places = [*range(1 + p + k, raw.shape[1]), *range(1 + p, 1 + p + k)]
    Z = data.instruments
    lever = Z @ generalised_inverse(Z.T @ Z)[0] / size[places]
    for j, name in enumerate(roles.endogenous):
        found[name] = Piece(raw[:, 1 + j], raw[:, places], first[name]["estimate"].to_numpy(), lever)
    return found


def _weak(tests: pd.DataFrame, values: pd.DataFrame, estimator: str) -> Report:
    """Return a warning where the instruments are weak: below 10, or for LIML below its own value for a size of 10 %."""
    limit = float(values["critical value"].get("size 10 %", 10.0)) if estimator == "liml" else 10.0
    key, name = ("kp_f", "Kleibergen-Paap") if "kp_f" in tests.index else ("cragg_donald_f", "Cragg-Donald")
    f = float(tests.loc[key, "statistic"])
    text = message("{name} F is {f:.2f}, below {limit:g}: the instruments are weak.", name=name, f=f, limit=limit)
    return Report((Note(WARNING, "weak-instruments", text),) if f < limit else ())


def _second(data: numbers.Data, estimator: str, clusters: Clusters) -> tuple[np.ndarray, np.ndarray, tuple[float, int]]:
    extra = data.Z.shape[1] - data.Y.shape[1]
    if estimator == "gmm":
        gmm, gmm_cov, j = numbers.two_step_gmm(data, clusters)
        return gmm, gmm_cov, (j, extra)
    try:
        j = numbers.two_step_gmm(data, clusters)[2] if extra else np.nan
    except ModelError:  # weights of two ways or near rows need not be positive definite; there is no J then
        j = np.nan
    k = numbers.liml_k(data) if estimator == "liml" else 1.0
    b, cov = numbers.k_class(data, k, clusters)
    return b, cov, (numbers.sargan(data, b) if clusters.kind == "classical" else j, extra)


def _first(
    data: numbers.Data,
    endogenous: Mapping[str, float],
    names: list[str],
    sizes: np.ndarray,
    clusters: Clusters,
    counted: int,
) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, float]]]:
    frames, strength = {}, {}
    Z, excluded = data.instruments, data.Z.shape[1]
    for j, (name, size) in enumerate(endogenous.items()):
        b, bread = least_squares(Z, data.Y[:, j], names)
        e = data.Y[:, j] - Z @ b
        cov, df = sandwich(bread, Z * e[:, None], float(e @ e), clusters, Z.shape[1] + counted)
        unit = size / sizes
        frames[name] = estimates(names, b * unit, cov * np.outer(unit, unit), df)
        f, _, p = wald(b[:excluded], cov[:excluded, :excluded], df)
        partial = numbers.left_of(data.Y[:, j : j + 1], data.X)[:, 0]
        strength[name] = {"F of instruments": f, "p": p, "Partial R2": 1 - float(e @ e) / float(partial @ partial)}
        if len(endogenous) > 1:
            strength[name]["Conditional F"], _, _ = numbers.conditional_f(data, j, clusters, counted)
    return frames, strength


def _tests(
    data: numbers.Data,
    clusters: Clusters,
    over: tuple[float, int],
    strength: dict[str, dict[str, float]],
    rank: int,
    counted: int,
) -> pd.DataFrame:
    n, L, p = len(data.y), data.Z.shape[1], data.Y.shape[1]
    every = L + data.X.shape[1]
    rows: dict[str, tuple[float, float, float, str]] = {}
    df = L - p + 1
    lm = numbers.anderson_lm(data)
    if clusters.kind != "classical":
        kp, df = numbers.kleibergen_paap(data, clusters, lm=True)
        rows["kp_lm"] = (kp, df, numbers.chi2_p(kp, df), "under-identification, robust")
        value, _ = numbers.kleibergen_paap(data, clusters, lm=False)
        scale = (n - every - counted) / n
        if clusters.codes:
            few = min(clusters.groups)
            scale = (n - every - counted) / (n - 1) * (few - 1) / few
        rows["kp_f"] = (value * scale / L, L, np.nan, "weak identification, robust")
    rows["anderson_lm"] = (lm, df, numbers.chi2_p(lm, df), "under-identification, independent errors")
    rows["cragg_donald_f"] = (
        numbers.cragg_donald(data, n - every - rank),
        L,
        np.nan,
        "weak identification; Stock-Yogo values",
    )
    for at, (name, values) in enumerate(strength.items()):
        rows[f"first_stage_f {name}"] = (values["F of instruments"], L, values["p"], "excluded instruments")
        if p > 1:
            note = "instruments beyond what moves the other endogenous variables (Sanderson-Windmeijer)"
            rows[f"conditional_f {name}"] = (*numbers.conditional_f(data, at, clusters, counted), note)
    rows["overidentification"] = (
        over[0] if over[1] else np.nan,
        over[1],
        numbers.chi2_p(*over),
        "exactly identified" if not over[1] else "instruments valid" if np.isfinite(over[0]) else NO_J,
    )
    rows["endogeneity"] = _endogeneity(data, clusters, counted)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["statistic", "df", "p", "note"]).rename_axis("test")


def _endogeneity(data: numbers.Data, clusters: Clusters, counted: int) -> tuple[float, float, float, str]:
    """Regress y on the regressors and the first-stage residuals; their joint test (Durbin-Wu-Hausman, robust as the
    errors).
    """
    left = numbers.left_of(data.Y, data.instruments)
    R = np.column_stack([data.regressors, left])
    bread, _ = generalised_inverse(R.T @ R)
    b = bread @ (R.T @ data.y)
    e = data.y - R @ b
    cov, df = sandwich(bread, R * e[:, None], float(e @ e), clusters, R.shape[1] + counted)
    p = left.shape[1]
    f, number, prob = wald(b[-p:], cov[-p:, -p:], df)
    return f, number, prob, "F; exogeneity of the endogenous variables"
