"""Panel regressions with instruments: 2SLS, LIML and two-step GMM, first stage, and the tests that a referee asks
for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.vocabulary import Cell
from gisplug.numbers.covariance import Clusters, sandwich
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import check_identified, check_outcome, least_squares
from gisplug.numbers.projections import residualised
from gisplug.numbers.standardise import near_powers
from gisplug.numbers.symmetric import generalised_inverse
from gisplug.panel.frame import Panel
from gisplug.panel.sample import clusters_of, counted_effects, draw_sample, fixed_effects_of, warn_few
from gisplug.regression import k_class as numbers
from gisplug.regression.fixed_effects import error_label

ESTIMATORS = ("2sls", "liml", "gmm")


@dataclass(frozen=True)
class InstrumentFit:
    """An instrumental-variables regression.

    Attributes
    ----------
    estimates : second stage; index term; estimate, se, stat, p, low, high
    cov : DataFrame, term by term (rows and columns as `estimates`)
    first : mapping of endogenous variable to its first stage (frames with index term)
    tests : DataFrame, index test (kp_lm, anderson_lm, kp_f, cragg_donald_f, first_stage_f, overidentification,
        endogeneity); statistic, df, p (NaN where critical values decide), note
    stock_yogo : DataFrame, index criterion; critical values where tabulated
    """

    outcome: str
    endogenous: tuple[str, ...]
    instruments: tuple[str, ...]
    estimates: pd.DataFrame
    cov: pd.DataFrame
    first: dict[str, pd.DataFrame]
    first_statistics: dict[str, dict[str, float]]
    tests: pd.DataFrame
    stock_yogo: pd.DataFrame
    estimator: str
    effects: str
    errors: str
    n: int
    units: int
    r2_within: float
    report: Report = field(default_factory=Report, repr=False)

    def statistics(self) -> dict[str, Cell]:
        """Return the rows below the second stage."""
        yes = {"none": ("No", "No"), "unit": ("Yes", "No"), "time": ("No", "Yes"), "twoways": ("Yes", "Yes")}[
            self.effects
        ]
        t = self.tests
        rows: dict[str, Cell] = {"Unit effects": yes[0], "Period effects": yes[1], "Errors": error_label(self.errors)}
        names = {
            "kp_lm": "Kleibergen-Paap rk LM",
            "anderson_lm": "Anderson LM",
            "kp_f": "Kleibergen-Paap rk F",
            "cragg_donald_f": "Cragg-Donald F",
            "overidentification": "Hansen J",
            "endogeneity": "Endogeneity test",
        }
        for key, label in names.items():
            if key in t.index and np.isfinite(t.loc[key, "statistic"]):
                shown = "Sargan" if key == "overidentification" and self.errors == "classical" else label
                rows[shown] = float(t.loc[key, "statistic"])
                if np.isfinite(t.loc[key, "p"]):
                    rows[f"{shown}, p"] = float(t.loc[key, "p"])
        if len(self.stock_yogo):
            rows["Stock-Yogo 10 % size"] = float(self.stock_yogo.loc["size 10 %", "critical value"])
        return rows | {"Observations": self.n, "Units": self.units}


def instrumental_variables(
    panel: Panel,
    outcome: str,
    endogenous: Sequence[str],
    instruments: Sequence[str],
    controls: Sequence[str] = (),
    *,
    estimator: str = "2sls",
    effects: str = "twoways",
    errors: str = "robust",
    absorb: Sequence[str] = (),
    trends: Sequence[str] = (),
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
) -> InstrumentFit:
    """Estimate with instruments; terms and options are those of `fixed_effects`.

    An instrument that does not vary over time (terrain) needs to vary by period under unit effects: cross it, for
    instance `ruggedness:trend`, or use effects="time".

    Parameters
    ----------
    estimator : "2sls", "liml" or "gmm" (two steps).
    where : (T * N,) bool, rows to use.

    Raises
    ------
    ModelError
        If there are fewer instruments than endogenous variables, or a term has no variation left after the effects.
    """
    if estimator not in ESTIMATORS:
        raise ModelError(f"estimator is one of {', '.join(ESTIMATORS)}; {estimator!r} was given instead.")
    if len(instruments) < len(endogenous) or not endogenous:
        raise ModelError(
            f"{len(endogenous)} endogenous variables need as many instruments; {len(instruments)} are given."
        )
    terms = [outcome, *endogenous, *controls, *instruments]
    if twice := sorted({t for t in terms if terms.count(t) > 1}):
        raise ModelError(f"{', '.join(twice)} has two roles; a variable is outcome, endogenous, control or instrument.")
    sample = draw_sample(panel, terms, where=where, winsorise=winsorise, needs=tuple(absorb) + tuple(trends))
    absorbed = fixed_effects_of(sample, effects, absorb, trends)
    clusters = clusters_of(sample, errors)
    flat = residualised(sample.columns, absorbed)
    check_outcome(sample.columns[:, 0], flat[:, 0], outcome)
    check_identified(sample.columns[:, 1:], flat[:, 1:], terms[1:], sample.unit, sample.period)
    size = near_powers(np.sqrt((flat**2).sum(axis=0)))
    flat = flat / size
    p, k = len(endogenous), len(controls)
    data = numbers.Data(flat[:, 0], flat[:, 1 : 1 + p], flat[:, 1 + p : 1 + p + k], flat[:, 1 + p + k :])
    least_squares(data.instruments, data.y, [*instruments, *controls])
    rank, counted = counted_effects(absorbed, clusters)
    b, raw, over = _second(data, estimator, clusters)
    factor, df = numbers.small_sample(sample.n, p + k + counted, clusters)
    names = [*endogenous, *controls]
    e = data.y - data.regressors @ b
    unit = size[0] / size[1 : 1 + p + k]
    b, cov = b * unit, raw * factor * np.outer(unit, unit)
    sizes = np.r_[size[1 + p + k :], size[1 + p : 1 + p + k]]
    first, strength = _first(
        data, dict(zip(endogenous, size[1:], strict=False)), [*instruments, *controls], sizes, clusters, counted
    )
    tests = _tests(data, clusters, over, strength, rank, counted)
    weak = float(tests.loc["cragg_donald_f", "statistic"])
    notes = (
        Report(
            (Note(WARNING, "weak-instruments", f"Cragg-Donald F is {weak:.2f}, below 10: the instruments are weak."),)
        )
        if weak < 10
        else Report()
    )
    return InstrumentFit(
        outcome=outcome,
        endogenous=tuple(endogenous),
        instruments=tuple(instruments),
        estimates=estimates(names, b, cov, df),
        cov=pd.DataFrame(cov, index=names, columns=names),
        first=first,
        first_statistics=strength,
        tests=tests,
        stock_yogo=_stock_yogo(p, len(instruments)),
        estimator=estimator,
        effects=effects,
        errors=clusters.name,
        n=sample.n,
        units=int(sample.unit.max()) + 1,
        r2_within=1 - float(e @ e) / float(data.y @ data.y),
        report=sample.report + warn_few(clusters) + notes,
    )


def _second(data: numbers.Data, estimator: str, clusters: Clusters) -> tuple[np.ndarray, np.ndarray, tuple[float, int]]:
    extra = data.Z.shape[1] - data.Y.shape[1]
    gmm, gmm_cov, j = numbers.two_step_gmm(data, clusters)
    if estimator == "gmm":
        return gmm, gmm_cov, (j, extra)
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
    for name, values in strength.items():
        rows[f"first_stage_f {name}"] = (values["F of instruments"], L, values["p"], "excluded instruments")
    rows["overidentification"] = (
        over[0] if over[1] else np.nan,
        over[1],
        numbers.chi2_p(*over),
        "exactly identified" if not over[1] else "instruments valid",
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


def _stock_yogo(endogenous: int, instruments: int) -> pd.DataFrame:
    rows = {}
    key = (endogenous, instruments)
    for label, table, levels in (
        ("size", numbers.STOCK_YOGO_SIZE, (10, 15, 20, 25)),
        ("bias", numbers.STOCK_YOGO_BIAS, (5, 10, 20, 30)),
    ):
        for level, value in zip(levels, table.get(key, ()), strict=False):
            rows[f"{label} {level} %"] = value
    return pd.DataFrame({"critical value": rows}).rename_axis("criterion")
