"""Causal paths through ordered mediators, by imputation (Zhou and Yamamoto 2023, Journal of Politics 85, 250-265).

Treatment A, mediators M1 before M2 before ..., outcome Y. With M1..Mk held at what they are without treatment, but
A = 1, the mean outcome psi_k is identified by regressing Y on covariates and M1..Mk among the treated, predicting for
the untreated, and averaging over covariates. psi_0 = E Y(1), psi_K+1 = E Y(0):

    total = (psi_0 - psi_1) + ... + (psi_K-1 - psi_K) + (psi_K - E Y(0))
            through M1           through MK, not earlier    direct

Assumes no unmeasured confounding of treatment, mediators and outcome, given the covariates (and, in panels, the
effects).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import NotDefined, drawn
from gisplug.numbers.fits.fit import COLUMNS, LEVEL
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.least_squares import check_identified, check_outcome
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.projections import codes_of, residualised
from gisplug.numbers.standardise import standardised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.sample import Sample, draw_sample, fixed_effects_of, left_in
from gisplug.regression.reading import key_of, only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEARNERS = ("boosting", "forest", "linear")
ADJUSTMENTS = ("twoways", "none")
CHUNK = 4  # draws of one task
RIDGE = 1e-10  # that keeps effects of units and periods without common rows solvable
Predict = Callable[[np.ndarray], np.ndarray]
Fit = Callable[[np.ndarray, np.ndarray], Predict]


@dataclass(frozen=True, repr=False, eq=False)
class PathEffects(TableFit):
    """Effects through each path.

    Attributes
    ----------
    effects : DataFrame, index path
        "total", one row a mediator, "direct"; estimate, se, low, high (bootstrap over units, 95 %), p, share,
        share_low, share_high.
    """

    outcome: str
    treatment: str
    mediators: tuple[str, ...]
    learner: str
    effects: pd.DataFrame
    treated: int
    untreated: int
    draws: int
    seed: int
    report: Report = field(default_factory=Report)
    omitted: Mapping[str, str] = field(default_factory=dict)

    kind = "Causal paths"
    no_prediction = message("it compares means")

    @property
    def estimates(self) -> pd.DataFrame:
        """The table: index term; estimate, se, stat, p, low, high."""
        return self.effects[COLUMNS].rename_axis(index="term")

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.treated + self.untreated

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        return {
            "Learner": self.learner,
            "Errors": message("Bootstrap by unit, {draws} draws", draws=self.draws),
            "Observations": self.nobs,
            "Treated rows": self.treated,
        }

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every path (index).

        Raises
        ------
        NotDefined
            If `level` is not 0.95: the intervals are quantiles of draws that are not kept.
        """
        if level != LEVEL:
            raise NotDefined("Intervals of paths are quantiles of the bootstrap; only those of 95 percent are kept.")
        return self.estimates

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the shares of the total, index path, by their heading."""
        return {"Shares of the total": self.effects[["share", "share_low", "share_high"]]}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw each path with its share on `ax`, or on a new figure; returns the axes."""
        return drawn("paths", ax, self.effects)


class PathOptions(TypedDict, total=False):
    """Further options of `path_effects`.

    Attributes
    ----------
    collinear : "refuse" controls that the effects explain, or "omit" them and say so
    progress : where it is told how far the bootstrap is
    """

    collinear: str
    progress: Progress


def path_effects(
    panel: Panel,
    formula: str | Formula,
    mediators: Sequence[str],
    *,
    learner: str = "boosting",
    effects: str = "twoways",
    where: Where = None,
    draws: int = 100,
    seed: int = 1,
    **options: Unpack[PathOptions],
) -> PathEffects:
    """Decompose the effect of a 0/1 treatment on the treated into paths through ordered mediators.

    By imputation, after Zhou & Yamamoto (2023).

    Parameters
    ----------
    formula : "outcome ~ treatment + covariates"
    mediators : in causal order, the first nearest to the treatment.
    learner : "boosting" (histogram gradient boosting) or "forest" (extremely randomised trees), both of scikit-learn,
        or "linear" (least squares; equal to products of coefficients).
    effects : "twoways" takes unit and period effects out of outcome, mediators and covariates, estimated on untreated
        rows only, so that effects of the treatment are not differenced away; "none" for cross-sections and experiments.
    where : rows to use, in words or (T * N,) bool.
    draws, seed : of the bootstrap, samples of whole units.
    options : `collinear` and `progress`, as in `PathOptions`

    Raises
    ------
    ModelError
        If the treatment is not 0/1, a group is too small, a covariate is not identified, or a unit or period has no
        untreated row to estimate its effect.
    """
    known(options, PathOptions, "path_effects")
    frame = model_frame(panel, formula, where=where, effects=effects, also=mediators)
    frame = only(frame, "Causal paths", absorb=False)
    adjust, progress = frame.effects, options.get("progress", SILENT)
    _check(mediators, learner, adjust)
    outcome, treatment, covariates = frame.formula.outcome, key_of(frame), frame.formula.regressors[1:]
    sample = draw_sample(frame.panel, [outcome, treatment, *mediators, *covariates], where=frame.rows)
    sample, omitted = _identified(sample, mediators, covariates, adjust, options.get("collinear", "refuse"))
    A = sample.columns[:, 1]
    if not np.isin(A, (0.0, 1.0)).all() or A.min() == A.max():
        raise ModelError(
            message(
                "{treatment} must be 0 and 1, with rows of both; it ranges from {a:g} to {a2:g}.",
                treatment=treatment,
                a=A.min(),
                a2=A.max(),
            )
        )
    check_outcome(sample.columns[:, 0], sample.columns[:, 0] - sample.columns[:, 0].mean(), outcome)
    count = len(mediators)
    kept, notes = _usable(sample.unit, sample.period, A, adjust)
    columns, _, sizes = standardised(np.delete(sample.columns, 1, axis=1)[kept])
    data = _Data(columns, A[kept], sample.unit[kept], sample.period[kept])
    point = _decompose(data, count, adjust, learner, seed)
    size = len(np.unique(data.unit))
    rng = np.random.default_rng(seed)
    picks = [rng.integers(0, size, size) for _ in range(draws)]
    members = [np.flatnonzero(data.unit == u) for u in np.unique(data.unit)]
    common = (data, members, count, adjust, learner, seed)
    booted = np.array(
        over_picks(_one_draw, common, picks, chunk=CHUNK, progress=progress, label=message("bootstrap of the paths"))
    )
    labels = ["total", *mediators, "direct"]
    point, booted = point * sizes[0], booted * sizes[0]
    table = _table(labels, point, booted[np.isfinite(booted).all(axis=1)] if draws else booted.reshape(0, len(labels)))
    lost = draws - int(np.isfinite(booted).all(axis=1).sum()) if draws else 0
    if lost:
        notes += (
            Note(
                WARNING,
                "draws-lost",
                message(
                    "{lost} of {draws} bootstrap samples had too few rows of one kind and are not used.",
                    lost=lost,
                    draws=draws,
                ),
            ),
        )
    return PathEffects(
        outcome,
        treatment,
        tuple(mediators),
        learner,
        table,
        int(data.A.sum()),
        int((1 - data.A).sum()),
        draws,
        seed,
        sample.report + Report(notes),
        omitted,
    )


@dataclass(frozen=True)
class _Data:
    """Rows: `columns` (n, 1 + K + C) are outcome, mediators, covariates."""

    columns: np.ndarray
    A: np.ndarray
    unit: np.ndarray
    period: np.ndarray


def _check(mediators: Sequence[str], learner: str, adjust: str) -> None:
    if not mediators:
        raise ModelError("Name at least one mediator, the one nearest to the treatment first.")
    for name, value, choices in (("learner", learner, LEARNERS), ("effects", adjust, ADJUSTMENTS)):
        one_of(name, value, choices, ModelError)


def _identified(
    sample: Sample, mediators: Sequence[str], covariates: Sequence[str], effects: str, collinear: str
) -> tuple[Sample, dict[str, str]]:
    """Return the sample without the covariates that the effects or others explain; refuse them by default, and
    mediators always.
    """
    absorbed = fixed_effects_of(sample, effects)
    part, omitted = left_in(sample, covariates, absorbed, collinear)
    left = [*(c for c in covariates if c not in omitted), *mediators]
    raw = part.columns[:, [part.terms.index(c) for c in left]]
    check_identified(raw, residualised(raw, absorbed), left, part.unit, part.period)
    return part, omitted


def _usable(unit: np.ndarray, period: np.ndarray, A: np.ndarray, adjust: str) -> tuple[np.ndarray, tuple[Note, ...]]:
    """Return the rows whose unit and period have untreated rows, and notes on those left out."""
    if adjust == "none":
        return np.ones(len(A), dtype=bool), ()
    kept = np.isin(unit, unit[A == 0]) & np.isin(period, period[A == 0])
    if kept.all():
        return kept, ()
    text = message(
        "{kept} rows belong to a unit or period that is always treated: their effects cannot be "
        "estimated without treatment, so they are left out.",
        kept=int((~kept).sum()),
    )
    return kept, (Note(INFO, "always-treated", text),)


def _adjusted(data: _Data) -> np.ndarray:
    """Return columns minus unit and period effects estimated on untreated rows.

    Unit effects are put into the equations of the period effects, which are few.
    """
    unit, period = codes_of(data.unit), codes_of(data.period)
    free, N, T = data.A == 0, int(unit.max()) + 1, int(period.max()) + 1
    cells = np.bincount(unit[free] * T + period[free], minlength=N * T).reshape(N, T).astype(float)
    by_unit, by_period = _sums(data.columns[free], unit[free], N), _sums(data.columns[free], period[free], T)
    each = cells.sum(axis=1)[:, None] + RIDGE
    normal = np.diag(cells.sum(axis=0) + RIDGE) - cells.T @ (cells / each)
    last = np.zeros((1, data.columns.shape[1]))  # of the last period
    periods = np.linalg.solve(normal[:-1, :-1], (by_period - cells.T @ (by_unit / each))[:-1])
    periods = np.vstack([periods, last])
    units = (by_unit - cells @ periods) / each
    return np.asarray(data.columns - units[unit] - periods[period])


def _sums(values: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """Return the sums (count, k) of values (n, k) by code (n,)."""
    return np.stack([np.bincount(codes, column, minlength=count) for column in values.T], axis=1)


def _decompose(data: _Data, count: int, adjust: str, learner: str, seed: int) -> np.ndarray:
    """Return total, one path a mediator, direct; shape (count + 2,)."""
    columns = _adjusted(data) if adjust == "twoways" else data.columns
    y, M, X = columns[:, 0], columns[:, 1 : 1 + count], columns[:, 1 + count :]
    treated, untreated = data.A == 1, data.A == 0
    if min(treated.sum(), untreated.sum()) < 20:
        raise ModelError(
            message(
                "{treated} treated and {untreated} untreated rows are too few; at least 20 of each are needed.",
                treated=int(treated.sum()),
                untreated=int(untreated.sum()),
            )
        )
    fit = _learner(learner, seed)
    held = []
    for k in range(1, count + 1):
        inner = np.column_stack([X, M[:, :k]])
        held.append(fit(inner[treated], y[treated])(inner[untreated]))
    means = _over_covariates(fit, X, np.column_stack([*held, y[untreated]]), untreated, treated)
    psi = np.array([y[treated].mean(), *means])
    steps = -np.diff(psi)
    return np.concatenate([[psi[0] - psi[-1]], steps])


def _over_covariates(fit: Fit, X: np.ndarray, values: np.ndarray, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the means (m,) over the covariates of the treated of values (n, m) known for the untreated."""
    if X.shape[1] == 0:
        return np.asarray(values.mean(axis=0))
    return np.asarray(fit(X[known], values)(X[wanted]).mean(axis=0))


def _learner(name: str, seed: int) -> Fit:
    """Return a function that fits y, (n,) or (n, m), on X and returns the fitted predictor."""

    def linear(X: np.ndarray, y: np.ndarray) -> Predict:
        scaled, means, sizes = standardised(X)
        b = coefficients(np.column_stack([np.ones(len(X)), scaled]), y)
        return lambda new: np.asarray(b[0] + ((new - means) / sizes) @ b[1:])

    def trees(X: np.ndarray, y: np.ndarray) -> Predict:
        if y.ndim > 1:
            each = [trees(X, column) for column in y.T]
            return lambda new: np.column_stack([predict(new) for predict in each])
        from threadpoolctl import threadpool_limits

        ensemble = needed("learn", "sklearn.ensemble", message("The learner {name!r}", name=name))
        if name == "forest":
            model = ensemble.ExtraTreesRegressor(n_estimators=100, min_samples_leaf=5, random_state=seed)
        else:
            model = ensemble.HistGradientBoostingRegressor(
                max_iter=150, learning_rate=0.06, max_leaf_nodes=16, random_state=seed
            )

        def predict(new: np.ndarray) -> np.ndarray:
            with threadpool_limits(1):  # so few rows that threads would only wait for each other
                return np.asarray(model.predict(new))

        with threadpool_limits(1):  # sums by several threads differ in the last bit
            model.fit(X, y)
        return predict

    return linear if name == "linear" else trees


def _one_draw(common: tuple[_Data, list[np.ndarray], int, str, str, int], picked: np.ndarray) -> np.ndarray:
    """Return the paths of a sample of whole units, (count + 2,); `members` are the rows of each unit."""
    data, members, count, adjust, learner, seed = common
    rows = np.concatenate([members[u] for u in picked])
    copies = np.repeat(np.arange(len(picked)), [len(members[u]) for u in picked])
    drawn = _Data(data.columns[rows], data.A[rows], copies, data.period[rows])
    kept, _ = _usable(drawn.unit, drawn.period, drawn.A, adjust)
    drawn = _Data(drawn.columns[kept], drawn.A[kept], drawn.unit[kept], drawn.period[kept])
    if min(drawn.A.sum(), (1 - drawn.A).sum()) < 20:
        return np.full(count + 2, np.nan)
    return _decompose(drawn, count, adjust, learner, seed)


def _table(labels: list[str], point: np.ndarray, booted: np.ndarray) -> pd.DataFrame:
    frame = pd.DataFrame({"estimate": point}, index=pd.Index(labels, name="path"))
    frame["share"] = frame["estimate"] / point[0]
    if len(booted) > 1:
        shares = booted / booted[:, :1]
        frame["se"] = booted.std(axis=0, ddof=1)
        frame["stat"] = frame["estimate"] / frame["se"]
        tail = np.minimum((booted <= 0).mean(axis=0), (booted >= 0).mean(axis=0))
        frame["p"] = np.minimum(1.0, 2 * (tail * len(booted) + 1) / (len(booted) + 1))
        frame["low"], frame["high"] = np.quantile(booted, [0.025, 0.975], axis=0)
        frame["share_low"], frame["share_high"] = np.quantile(shares, [0.025, 0.975], axis=0)
    else:
        frame[["se", "stat", "p", "low", "high", "share_low", "share_high"]] = np.nan
    return frame[["estimate", "se", "stat", "p", "low", "high", "share", "share_low", "share_high"]]
