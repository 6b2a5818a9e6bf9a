"""Propensity-score matching before difference-in-differences, with balance and common support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.vocabulary import Cell
from gisplug.language.terms import term_columns
from gisplug.numbers.least_squares import check_identified
from gisplug.numbers.projections import Absorbed, codes_of
from gisplug.numbers.symmetric import generalised_inverse, inverse
from gisplug.panel.frame import Panel
from gisplug.panel.sample import Sample, clusters_of, draw_sample
from gisplug.policy.adoption import Adoption, PolicyFit, adoption
from gisplug.regression.design import fit_design
from gisplug.regression.fixed_effects import error_label

MATCHES = ("nearest", "radius", "kernel")


@dataclass(frozen=True)
class Matched:
    """Matching and the regression on matched rows.

    Attributes
    ----------
    scores : DataFrame, columns unit, period, treated, score, weight
        One row a matched object (unit, or unit and period).
    balance : DataFrame, index (covariate, sample before/after): mean of treated and controls, bias in %, t, p,
        variance ratio
    fits : "All rows", "Matched rows" and "Matched, weighted" as PolicyFit
    logit : DataFrame, index term, of the propensity model
    """

    scores: pd.DataFrame
    balance: pd.DataFrame
    fits: dict[str, PolicyFit]
    logit: pd.DataFrame
    support: tuple[float, float]
    off_support: int
    report: Report = field(default_factory=Report, repr=False)


def psm_did(
    panel: Panel,
    outcome: str,
    policy: str,
    covariates: Sequence[str],
    controls: Sequence[str] = (),
    *,
    match: str = "nearest",
    neighbours: int = 1,
    caliper: float | None = 0.05,
    by: str = "baseline",
    errors: str = "unit",
) -> Matched:
    """Match treated units to never-treated ones, then run the two-way regression on what is matched.

    Parameters
    ----------
    covariates : terms of the propensity score.
    match : "nearest" (with replacement), "radius" (all within the caliper) or "kernel" (Epanechnikov, bandwidth =
        caliper or 0.06).
    by : "baseline" matches units on their means before the first policy; "period" matches rows within every period.

    Raises
    ------
    ModelError
        If an option is unknown, there are fewer than two treated or never-treated units, or nothing can be matched.
    ConvergenceError
        If the propensity model does not settle.
    """
    if match not in MATCHES or by not in ("baseline", "period") or neighbours < 1:
        raise ModelError(
            f"match is one of {', '.join(MATCHES)} and by baseline or period; {match!r}, {by!r}, {neighbours} "
            "neighbours were given instead."
        )
    made = adoption(panel, policy)
    objects, X = _objects(panel, made, covariates, by)
    D = objects["treated"].to_numpy(dtype=float)
    if D.sum() < 2 or (1 - D).sum() < 2:
        raise ModelError("Matching needs at least two treated and two never-treated units with all covariates.")
    score, logit = _propensity(X, D, covariates)
    low, high = max(score[D == 1].min(), score[D == 0].min()), min(score[D == 1].max(), score[D == 0].max())
    inside = (score >= low) & (score <= high)
    weight = np.zeros(len(D))
    for part in (
        [np.ones(len(D), dtype=bool)]
        if by == "baseline"
        else [objects["period"].to_numpy() == p for p in objects["period"].unique()]
    ):
        rows = np.flatnonzero(part & inside)
        weight[rows] = _weights(score[rows], D[rows], match, neighbours, caliper)
    objects = objects.assign(score=score, weight=weight)
    if not (weight[D == 1] > 0).any():
        raise ModelError("No treated unit finds a match; widen the caliper or use fewer covariates.")
    balance = _balance(X, D, weight, covariates)
    fits = _fits(panel, outcome, made, controls, objects, by, errors)
    off = int(((~inside) & (D == 1)).sum())
    note = Note(
        INFO,
        "matched",
        f"{int((weight[D == 1] > 0).sum())} of {int(D.sum())} treated and {int((weight[D == 0] > 0).sum())} of "
        f"{int((1 - D).sum())} control objects are matched; {off} treated are off the common support.",
    )
    return Matched(objects, balance, fits, logit, (float(low), float(high)), off, made.report + Report((note,)))


def _objects(panel: Panel, made: Adoption, covariates: Sequence[str], by: str) -> tuple[pd.DataFrame, np.ndarray]:
    values = term_columns(panel, covariates).reshape(panel.T, panel.N, -1)
    ever = np.isfinite(made.first)
    if by == "baseline":
        start = int(made.first[ever].min())
        if start == 0:
            raise ModelError(
                "Some units are treated from the first period; there is no period before the policy to match on."
            )
        X = values[:start].mean(axis=0)
        frame = pd.DataFrame({"unit": panel.ids, "period": "", "treated": ever})
    else:
        X = values.reshape(panel.T * panel.N, -1)
        frame = pd.DataFrame(
            {
                "unit": np.tile(np.array(panel.ids, dtype=object), panel.T),
                "period": np.repeat(np.arange(panel.T), panel.N),
                "treated": np.tile(ever, panel.T),
            }
        )
    whole = np.isfinite(X).all(axis=1)
    return frame[whole].reset_index(drop=True), X[whole]


def _propensity(X: np.ndarray, D: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
    check_identified(X, X - X.mean(axis=0), names, mend="Leave it out of the propensity score.")
    spread = X.std(axis=0)
    design = np.column_stack([(X - X.mean(axis=0)) / spread, np.ones(len(D))])
    b = np.zeros(design.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ b, -30, 30)))
        hessian = (design * (p * (1 - p))[:, None]).T @ design
        step = generalised_inverse(hessian)[0] @ (design.T @ (D - p))
        b = b + step
        if np.abs(step).max() < 1e-9:
            break
    else:
        raise ConvergenceError(
            "The propensity score did not converge: the covariates separate treated from controls. Use fewer "
            "covariates."
        )
    cov = inverse(hessian)
    slope, se = b[:-1] / spread, np.sqrt(np.diag(cov))[:-1] / spread
    z = slope / se
    logit = pd.DataFrame(
        {"estimate": slope, "se": se, "stat": z, "p": 2 * stats.norm.sf(np.abs(z))},
        index=pd.Index(list(names), name="term"),
    )
    return p, logit


def _weights(score: np.ndarray, D: np.ndarray, match: str, neighbours: int, caliper: float | None) -> np.ndarray:
    treated, controls = np.flatnonzero(D == 1), np.flatnonzero(D == 0)
    out = np.zeros(len(D))
    if not len(treated) or not len(controls):
        return out
    far = np.abs(score[treated][:, None] - score[controls][None, :])
    width = np.inf if caliper is None else caliper
    if match == "nearest":
        order = np.argsort(far, axis=1, kind="stable")[:, :neighbours]
        chosen = np.zeros_like(far)
        np.put_along_axis(chosen, order, 1.0, axis=1)
        chosen *= far <= width
    elif match == "radius":
        chosen = (far <= width).astype(float)
    else:
        band = 0.06 if caliper is None else caliper
        chosen = np.maximum(1 - (far / band) ** 2, 0.0)
    total = chosen.sum(axis=1)
    share = np.divide(chosen, total[:, None], out=np.zeros_like(chosen), where=total[:, None] > 0)
    out[treated] = (total > 0).astype(float)
    out[controls] = share.sum(axis=0)
    return out


def _balance(X: np.ndarray, D: np.ndarray, weight: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    rows = {}
    for k, name in enumerate(names):
        x = X[:, k]
        pooled = np.sqrt((x[D == 1].var(ddof=1) + x[D == 0].var(ddof=1)) / 2)
        for label, w in (("before", np.ones(len(D))), ("after", weight)):
            a, b = (x[(d == D) & (w > 0)] for d in (1, 0))
            wa, wb = (w[(d == D) & (w > 0)] for d in (1, 0))
            ma, mb = np.average(a, weights=wa), np.average(b, weights=wb)
            va, vb = np.average((a - ma) ** 2, weights=wa), np.average((b - mb) ** 2, weights=wb)
            size = wb.sum() ** 2 / (wb**2).sum()
            t = (ma - mb) / np.sqrt(va / len(a) + vb / size)
            rows[name, label] = {
                "treated": ma,
                "controls": mb,
                "bias %": 100 * (ma - mb) / pooled,
                "t": t,
                "p": 2 * stats.norm.sf(abs(t)),
                "variance ratio": va / vb if vb > 0 else np.nan,
            }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(index=["covariate", "sample"])


def _fits(
    panel: Panel, outcome: str, made: Adoption, controls: Sequence[str], objects: pd.DataFrame, by: str, errors: str
) -> dict[str, PolicyFit]:
    at = {unit: i for i, unit in enumerate(panel.ids)}
    grid = np.zeros((panel.T, panel.N))
    places = objects["unit"].map(at).to_numpy()
    if by == "baseline":
        grid[:, places] = objects["weight"].to_numpy()[None, :]
    else:
        grid[objects["period"].to_numpy(dtype=int), places] = objects["weight"].to_numpy()
    weight = grid.ravel()
    fits = {}
    for label, where, w in (
        ("All rows", None, None),
        ("Matched rows", weight > 0, None),
        ("Matched, weighted", weight > 0, weight),
    ):
        sample = draw_sample(panel, [outcome, *controls], where=where)
        fits[label] = _weighted(
            sample, made, controls, np.ones(sample.n) if w is None else w[sample.rows], errors, label
        )
    return fits


def _weighted(
    sample: Sample, made: Adoption, controls: Sequence[str], weight: np.ndarray, errors: str, label: str
) -> PolicyFit:
    root = np.sqrt(weight)
    on = made.treated.ravel()[sample.rows].astype(float)
    absorbed = [Absorbed(sample.unit, root), Absorbed(sample.period, root)]
    columns = sample.columns - sample.columns.mean(axis=0)  # the effects take a constant out, weighted as they are
    X = np.column_stack([on, columns[:, 1:]]) * root[:, None]
    fit = fit_design(columns[:, 0] * root, X, ["ATT", *controls], absorbed, clusters_of(sample, errors))
    treated = len(np.unique(sample.unit[np.isfinite(made.first[sample.rows % sample.panel.N])]))
    numbers: dict[str, Cell] = {
        "Controls": "Yes" if controls else "No",
        "Unit effects": "Yes",
        "Period effects": "Yes",
        "Errors": error_label(errors),
        "Observations": sample.n,
        "Units": len(np.unique(codes_of(sample.unit))),
        "Treated units": treated,
    }
    return PolicyFit(
        label, fit.combined(np.eye(len(fit.b)), fit.names), None, None, pd.DataFrame(), numbers, sample.report
    )
