"""Propensity-score matching before difference-in-differences, with balance and common support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.least_squares import check_identified, unidentified
from gisplug.numbers.projections import Absorbed
from gisplug.numbers.symmetric import generalised_inverse, inverse
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, Where, check_collinear, omitted_notes
from gisplug.panel.sample import clusters_of, fixed_effects_of, warn_few
from gisplug.policy.adoption import Adoption, PolicyFit, adoption, policy_and_controls
from gisplug.policy.rows import PolicyRows, policy_frame, policy_rows, twoways_only
from gisplug.regression.design import fit_design

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOLERABLE = 10  # % of bias after matching that is usually taken as balanced
MATCHES = ("nearest", "radius", "kernel")


@dataclass(frozen=True, repr=False, eq=False)
class Matched(Fits[str, PolicyFit]):
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
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)

    key = "rows"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message(
            "Matching and difference-in-differences: {outcome}", outcome=next(iter(self.fits.values())).outcome
        )

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return balance, index (covariate, sample), and propensity model, index term, by their heading."""
        return {"Balance": self.balance, "Propensity score": self.logit}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the balance before and after on `ax`, or on a new figure; returns the axes."""
        return drawn("balance", ax, self.balance)


class MatchOptions(TypedDict, total=False):
    """Further options of `psm_did`.

    Attributes
    ----------
    neighbours : number of nearest ones, 1 by default
    caliper : largest difference of the score, 0.05 by default; None sets no limit
    """

    neighbours: int
    caliper: float | None


@repeatable
def psm_did(
    panel: Panel,
    formula: str | Formula,
    covariates: Sequence[str],
    *,
    matching: str = "nearest",
    by: str = "baseline",
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[MatchOptions],
) -> Matched:
    """Match treated units to never-treated ones, then run the two-way regression on what is matched.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    covariates : terms of the propensity score.
    matching : "nearest" (with replacement), "radius" (all within the caliper) or "kernel" (Epanechnikov, bandwidth =
        caliper or 0.06).
    by : "baseline" matches units on their means before the first policy; "period" matches rows within every period.
    errors, where : as in `did_twoway`
    collinear : "refuse" covariates and controls that are not identified, or "omit" them and say so.
    options : `neighbours` and `caliper`, as in `MatchOptions`

    Raises
    ------
    ModelError
        If an option is unknown, there are fewer than two treated or never-treated units, or nothing can be matched.
    ConvergenceError
        If the propensity model does not settle.
    """
    known(options, MatchOptions, "psm_did")
    neighbours, caliper = options.get("neighbours", 1), options.get("caliper", 0.05)
    if matching not in MATCHES or by not in ("baseline", "period") or neighbours < 1:
        raise ModelError(
            message(
                "matching is one of {matches} and by baseline or period; {matching!r}, {by!r}, "
                "{neighbours} neighbours were given instead.",
                matches=", ".join(MATCHES),
                matching=matching,
                by=by,
                neighbours=neighbours,
            )
        )
    frame = policy_frame(panel, formula, where, also=covariates)
    twoways_only(frame, "Matched difference-in-differences")
    made = adoption(frame.panel, policy_and_controls(frame.formula)[0], frame.rows)
    objects, X = _objects(frame, made, covariates, by)
    D = objects["treated"].to_numpy(dtype=float)
    if D.sum() < 2 or (1 - D).sum() < 2:
        raise ModelError("Matching needs at least two treated and two never-treated units with all covariates.")
    X, names, omitted = _told_apart(X, covariates, collinear)
    score, logit = _propensity(X, D, names)
    low, high = max(score[D == 1].min(), score[D == 0].min()), min(score[D == 1].max(), score[D == 0].max())
    inside = (score >= low) & (score <= high)
    weight = np.zeros(len(D))
    for part in (
        [np.ones(len(D), dtype=bool)]
        if by == "baseline"
        else [objects["period"].to_numpy() == p for p in objects["period"].unique()]
    ):
        rows = np.flatnonzero(part & inside)
        weight[rows] = _weights(score[rows], D[rows], matching, neighbours, caliper)
    objects = objects.assign(score=score, weight=weight)
    if not (weight[D == 1] > 0).any():
        raise ModelError("No treated unit finds a match; widen the caliper or use fewer covariates.")
    balance = _balance(X, D, weight, names)
    fits = _fits(frame, made, objects, by, errors, collinear)
    off = int(((~inside) & (D == 1)).sum())
    note = Note(
        INFO,
        "matched",
        message(
            "{value} of {d} treated and {value2} of {d2} control objects are matched; {off} treated are "
            "off the common support.",
            value=int((weight[D == 1] > 0).sum()),
            d=int(D.sum()),
            value2=int((weight[D == 0] > 0).sum()),
            d2=int((1 - D).sum()),
            off=off,
        ),
    )
    worse = _worsened(balance)
    omitted |= {term: why for fit in fits.values() for term, why in fit.omitted.items()}
    few = next(iter(fits.values())).report.having("few-clusters")
    report = made.report + omitted_notes(omitted) + Report((note, *worse, *few))
    return Matched(objects, balance, fits, logit, (float(low), float(high)), off, report, omitted)


def _worsened(balance: pd.DataFrame) -> list[Note]:
    """Return a warning of covariates whose bias is larger after matching, or stays above a tenth of their spread."""
    bias = balance["bias %"].unstack("sample")
    before, after = bias["before"], bias["after"]
    worse = after[(after.abs() > before.abs()) & (after.abs() > TOLERABLE / 2)]
    left = after[(after.abs() > TOLERABLE) & ~after.index.isin(worse.index)]
    notes = []
    if len(worse):
        told = joined(
            "; ",
            (
                message("{k} from {before:.1f} to {after:.1f} %", k=k, before=before[k], after=after[k])
                for k in worse.index
            ),
        )
        text = message(
            "Matching worsens the balance of {covariates}: {told}. Use a smaller caliper, more "
            "neighbours, kernel weights or other covariates; the effect on matched rows rests on "
            "this balance.",
            covariates=many(len(worse), "covariate"),
            told=told,
        )
        notes.append(Note(WARNING, "balance-worse", text))
    if len(left):
        told = joined("; ", (message("{k} {after:.1f} %", k=k, after=after[k]) for k in left.index))
        text = message(
            "After matching a bias above {tolerable} % is left in {covariates}: {told}.",
            tolerable=TOLERABLE,
            covariates=many(len(left), "covariate"),
            told=told,
        )
        notes.append(Note(WARNING, "balance-left", text))
    return notes


def _objects(frame: ModelFrame, made: Adoption, covariates: Sequence[str], by: str) -> tuple[pd.DataFrame, np.ndarray]:
    panel = frame.panel
    asked = np.ones((panel.T, panel.N), dtype=bool) if frame.rows is None else frame.rows.reshape(panel.T, panel.N)
    values = panel.arrays(list(covariates))
    ever = np.isfinite(made.first)
    if by == "baseline":
        start = int(made.first[ever & asked.any(axis=0)].min())
        before = asked[:start]
        if not before.any():
            raise ModelError(
                "Some units are treated from the first period; there is no period before the policy to match on."
            )
        count = before.sum(axis=0)[:, None]
        X = np.where(before[:, :, None], values[:start], 0.0).sum(axis=0)
        X = np.divide(X, count, out=np.full(X.shape, np.nan), where=count > 0)
        objects = pd.DataFrame({"unit": panel.ids, "period": "", "treated": ever})
    else:
        X = np.where(asked[:, :, None], values, np.nan).reshape(panel.T * panel.N, -1)
        objects = pd.DataFrame(
            {
                "unit": np.tile(np.array(panel.ids, dtype=object), panel.T),
                "period": np.repeat(np.arange(panel.T), panel.N),
                "treated": np.tile(ever, panel.T),
            }
        )
    whole = np.isfinite(X).all(axis=1)
    return objects[whole].reset_index(drop=True), X[whole]


def _told_apart(
    X: np.ndarray, covariates: Sequence[str], collinear: str
) -> tuple[np.ndarray, list[str], dict[str, str]]:
    """Return the covariates that the propensity score identifies, their names, and why others are omitted."""
    flat = X - X.mean(axis=0)
    if check_collinear(collinear) == "refuse":
        check_identified(X, flat, covariates, mend=message("Leave it out of the propensity score."))
        return X, list(covariates), {}
    omitted = unidentified(X, flat, covariates)
    left = [k for k, term in enumerate(covariates) if term not in omitted]
    if not left:
        raise ModelError("No covariate is left for the propensity score: all are constant. Match on others.")
    return X[:, left], [covariates[k] for k in left], omitted


def _propensity(X: np.ndarray, D: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, pd.DataFrame]:
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
            spread = np.sqrt(va / len(a) + vb / size)
            t = (ma - mb) / spread if spread > 0 else np.nan
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
    frame: ModelFrame, made: Adoption, objects: pd.DataFrame, by: str, errors: str, collinear: str
) -> dict[str, PolicyFit]:
    panel = frame.panel
    at = {unit: i for i, unit in enumerate(panel.ids)}
    grid = np.zeros((panel.T, panel.N))
    places = objects["unit"].map(at).to_numpy()
    if by == "baseline":
        grid[:, places] = objects["weight"].to_numpy()[None, :]
    else:
        grid[objects["period"].to_numpy(dtype=int), places] = objects["weight"].to_numpy()
    weight = grid.ravel()
    matched = weight > 0 if frame.rows is None else (weight > 0) & frame.rows
    return {
        label: _weighted(policy_rows(frame, made, rows=rows), w, errors, label, collinear)
        for label, rows, w in (
            ("All rows", None, np.ones(len(weight))),
            ("Matched rows", matched, np.ones(len(weight))),
            ("Matched, weighted", matched, weight),
        )
    }


def _weighted(rows: PolicyRows, weight: np.ndarray, errors: str, label: str, collinear: str) -> PolicyFit:
    """Fit with the weights (T * N,) of the panel's rows."""
    root = np.sqrt(weight[rows.sample.rows])
    on = rows.on.astype(float)
    rows = rows.less(on[:, None], ["ATT"], fixed_effects_of(rows.sample, "twoways"), collinear)
    sample = rows.sample
    absorbed = [Absorbed(sample.unit, root), Absorbed(sample.period, root)]
    columns = sample.columns - sample.columns.mean(axis=0)  # the effects take a constant out, weighted as they are
    X = np.column_stack([on, columns[:, 1:]]) * root[:, None]
    y, clusters = (rows.outcome, columns[:, 0] * root), clusters_of(sample, errors)
    fit = fit_design(y, X, ["ATT", *rows.controls], absorbed, clusters)
    numbers = rows.numbers(sample.n, fit.r2, errors)
    del numbers["R2"]  # of weighted rows
    table, cov = fit.joint(np.eye(len(fit.b)), fit.names)
    report = sample.report + (warn_few(clusters) if errors != "unit" else Report())
    result = (table, None, None, pd.DataFrame(), numbers, report, rows.omitted, rows.outcome)
    return PolicyFit(label, *result, cov=cov, df=fit.df)
