"""Hansen's (1999) panel threshold regression: one to three thresholds, bootstrap tests, likelihood-ratio intervals."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import sandwich
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.orthogonal import span
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame, omitted_notes
from gisplug.panel.sample import Sample, clusters_of, counted_effects, draw_sample, fixed_effects_of
from gisplug.regression.reading import key_of, only
from gisplug.regression.results.threshold import ThresholdFit as ThresholdFit
from gisplug.regression.threshold_search import Candidates, Roles, Threshold, candidates, count_of, grid_of, prepared

if TYPE_CHECKING:
    pass

ORDINALS = ("Single", "Double", "Triple")
BATCH = 50  # bootstrap draws computed together
FEW = 0.05  # share of the rows below which a regime is told to be small


class ThresholdOptions(TypedDict, total=False):
    """Further options of `panel_threshold`.

    Attributes
    ----------
    thresholds : how many the model has; "auto" (the default) takes as many as are significant at 5 %, at least one
    most : how many are tested, 1 to 3 (the default)
    trim : share of the distinct values of q left out at each end (0.01)
    least : share of observations in a regime; `trim` by default
    grid : quantiles searched where q has more distinct values (400)
    level : of the intervals (0.95)
    variant : "textbook" keeps all T demeaned periods, regimes by q <= gamma, F with N(T-1); "gauss" is Hansen's
        program: T - 1 demeaned periods, q < gamma, F with N(T-1) of the rows it keeps
    collinear : "refuse" terms that are not identified, or "omit" later controls and say so
    seed : of the bootstrap (1)
    progress : where it is told how far the bootstrap is
    """

    thresholds: int | str
    most: int
    trim: float
    least: float | None
    grid: int
    level: float
    variant: str
    collinear: str
    seed: int
    progress: Progress


@repeatable
def panel_threshold(
    panel: Panel,
    formula: str | Formula,
    q: str,
    *,
    split: Sequence[str] | None = None,
    effects: str = "twoways",
    errors: str = "robust",
    where: Where = None,
    draws: int = 300,
    **options: Unpack[ThresholdOptions],
) -> ThresholdFit:
    """Estimate thresholds of `q` at which slopes change (Hansen 1999).

    Parameters
    ----------
    formula : "y ~ x + controls"
    q : column or term that decides the regime
    split : regressors with a slope per regime, the first one by default; the others have one slope.
    effects : "unit" or "twoways".
    where : rows to use, in words or (T * N,) bool; they must be balanced.
    draws : of the bootstrap of each test.
    options : those of `ThresholdOptions`

    Notes
    -----
    Bootstrap as Hansen: residual vectors of units are drawn with replacement, x and q stay; thresholds of the null stay
    at their estimates. The first two thresholds are refined once each.

    Raises
    ------
    ModelError
        If an option is out of range, the rows are not balanced, or a term is not identified.
    """
    known(options, ThresholdOptions, "panel_threshold")
    plan = _Plan(draws=draws, **options)
    frame = model_frame(panel, formula, where=where, effects=effects, default="twoways", also=(q,))
    frame = only(frame, "A threshold regression", absorb=False)
    plan.check(frame.effects)
    outcome, regressors = frame.formula.outcome, frame.formula.regressors
    split = (key_of(frame),) if split is None else tuple(split)
    if unknown := [t for t in split if t not in regressors]:
        raise ModelError(
            message(
                "split names {unknown}, which {formula} does not have; add it there.",
                unknown=some(unknown),
                formula=frame.formula,
            )
        )
    roles = Roles(outcome, split, tuple(t for t in regressors if t not in split), q)
    sample = draw_sample(frame.panel, roles.terms, where=frame.rows)
    model, rows, omitted = prepared(sample, roles, frame.effects, plan.variant, plan.collinear)
    roles = replace(roles, controls=tuple(t for t in roles.controls if t not in omitted))
    search = _Search(model, grid_of(model.q.ravel(), plan.trim, plan.grid), plan)
    stages, tests = search.sequence()
    gammas = search.refined(stages[-1][: count_of(tests, plan.thresholds, plan.most)])
    fit = _fitted(sample, rows, model, roles, gammas, errors)
    curves, frame_of, critical = search.intervals(gammas)
    regimes = _regimes(model, q, gammas)
    note = Note(
        INFO,
        "threshold-variant",
        message("Variant {variant}: F has N(T-1) = {freedom}.", variant=message(plan.variant), freedom=model.freedom),
    )
    return ThresholdFit(
        formula=Formula(outcome, (*split, *roles.controls)),
        q=q,
        thresholds=frame_of,
        tests=tests,
        estimates=fit.table,
        curves=curves,
        critical=critical,
        level=plan.level,
        regimes=regimes,
        n=model.q.size,
        units=model.y.shape[0],
        periods=model.y.shape[1],
        r2_within=1 - fit.sse / float(model.within(model.y) @ model.within(model.y)),
        errors=errors,
        effects=frame.effects,
        variant=plan.variant,
        bootstraps=draws,
        seed=plan.seed,
        sse=fit.sse,
        sse_linear=search.sse(()),
        report=sample.report + omitted_notes(omitted) + Report((note, *search.edges(q, gammas, regimes))),
        omitted=omitted,
        cov=fit.cov,
        df=fit.df,
        split=split,
        sample=sample,
        stages=pd.concat(
            {model: search.intervals(found)[1] for model, found in zip(tests.index, stages, strict=True)},
            names=["model", "threshold"],
        ),
    )


@dataclass(frozen=True)
class _Plan:
    """The options, with their defaults."""

    draws: int
    thresholds: int | str = "auto"
    most: int = 3
    trim: float = 0.01
    least: float | None = None
    grid: int = 400
    level: float = 0.95
    variant: str = "textbook"
    collinear: str = "refuse"
    seed: int = 1
    progress: Progress = SILENT

    def check(self, effects: str) -> None:
        """Refuse options that are out of range."""
        most, trim, thresholds = self.most, self.trim, self.thresholds
        if not 1 <= most <= 3:
            raise ModelError(message("One to three thresholds can be tested; {most} was given instead.", most=most))
        if effects not in ("unit", "twoways"):
            raise ModelError(
                message(
                    "A threshold panel has effects 'unit' or 'twoways'; {effects!r} was given instead.", effects=effects
                )
            )
        if self.variant not in ("textbook", "gauss"):
            raise ModelError(
                message("variant is 'textbook' or 'gauss'; {variant!r} was given instead.", variant=self.variant)
            )
        if not 0 < trim < 0.4:
            raise ModelError(message("The share to trim lies between 0 and 0.4; {trim} was given instead.", trim=trim))
        if thresholds != "auto" and not (isinstance(thresholds, int) and 1 <= thresholds <= most):
            raise ModelError(
                message(
                    "thresholds is 'auto' or 1 to {most}; {thresholds!r} was given instead.",
                    most=most,
                    thresholds=thresholds,
                )
            )


@dataclass(frozen=True)
class _Search:
    """Thresholds of one model among candidates `grid` (G,)."""

    model: Threshold
    grid: np.ndarray
    plan: _Plan

    def space(self, given: Sequence[float]) -> Candidates:
        """Return what one more threshold beside those `given` can explain."""
        least = self.plan.trim if self.plan.least is None else self.plan.least
        return candidates(self.model, self.grid, tuple(given), int(np.ceil(least * self.model.q.size)))

    @property
    def y(self) -> np.ndarray:
        """The demeaned outcome, (rows kept, 1)."""
        return self.model.within(self.model.y)[:, None]

    def sequence(self) -> tuple[list[list[float]], pd.DataFrame]:
        """Find thresholds one after another and test each against the model before it; return those of every model,
        and the tests.
        """
        found: list[float] = []
        rows, stages = [], []
        freedom = self.model.freedom
        for step in range(self.plan.most):
            space = self.space(found)
            if not space.valid.any():
                break
            e = space.residuals(self.y)
            gains = space.gains(e)[:, 0]
            null = float((e**2).sum())
            best = int(np.argmax(gains))
            sse = null - float(gains[best])
            statistic = freedom * (null - sse) / sse
            drawn = self.bootstrap(space, (*found, float(self.grid[best])), step)
            found.append(float(self.grid[best]))
            if step == 1:
                found = self.refined(found)
                sse = self.sse(found)
                statistic = freedom * (null - sse) / sse
            p = float((drawn >= statistic).mean()) if self.plan.draws else np.nan
            crit = np.quantile(drawn, [0.90, 0.95, 0.99]) if self.plan.draws else [np.nan] * 3
            rows.append((ORDINALS[step], sse, sse / freedom, statistic, p, *crit))
            stages.append(list(found))
        if not rows:
            raise ModelError("No candidate threshold leaves enough observations in each regime; lower the trimming.")
        names = ["model", "sse", "mse", "F", "p", "crit10", "crit5", "crit1"]
        return stages, pd.DataFrame(rows, columns=names).set_index("model")

    def bootstrap(self, space: Candidates, gammas: tuple[float, ...], step: int) -> np.ndarray:
        """Return F statistics (draws,) of one threshold more than those before the last of `gammas`."""
        draws, most = self.plan.draws, self.plan.most
        if not draws:
            return np.empty(0)
        y = self.model.within(self.model.y)
        design = span(self.model.design(gammas))
        left = (y - design @ (design.T @ y)).reshape(self.model.y.shape[0], -1)
        rng = np.random.default_rng(self.plan.seed + step)
        sizes = [min(BATCH, draws - first) for first in range(0, draws, BATCH)]
        picks = [rng.integers(0, len(left), size=(size, len(left))) for size in sizes]
        label = message("Bootstrap of {n} against {n2} thresholds, batches", n=len(gammas), n2=len(gammas) - 1)
        part = Part(self.plan.progress, step / most, (step + 1) / most)
        common = (space, left, self.model.freedom)
        return np.concatenate(over_picks(_batch, common, picks, progress=part, label=label))

    def refined(self, found: Sequence[float]) -> list[float]:
        """Re-estimate the first threshold given the second, then the second given the first."""
        gammas = list(found)
        if len(gammas) != 2:
            return gammas
        for at in (0, 1):
            space = self.space((gammas[1 - at],))
            gammas[at] = float(self.grid[int(np.argmax(space.gains(space.residuals(self.y))[:, 0]))])
        return gammas

    def intervals(self, gammas: Sequence[float]) -> tuple[dict[int, pd.DataFrame], pd.DataFrame, float]:
        """Return the likelihood ratios of each threshold, its interval, and the critical value."""
        critical = float(-2 * np.log(1 - np.sqrt(self.plan.level)))
        curves, rows = {}, []
        for number, gamma in enumerate(sorted(gammas), 1):
            space = self.space([g for g in gammas if g != gamma])
            e = space.residuals(self.y)
            sse = float((e**2).sum()) - space.gains(e)[:, 0]
            use = np.isfinite(sse)
            least = float(sse[np.flatnonzero(self.grid == gamma)[0]])
            lr = self.model.freedom * (sse[use] - least) / least
            curves[number] = pd.DataFrame({"gamma": self.grid[use], "lr": lr})
            inside = self.grid[use][lr <= critical]
            rows.append({"threshold": number, "gamma": gamma, "low": inside.min(), "high": inside.max()})
        return curves, pd.DataFrame(rows).set_index("threshold"), critical

    def edges(self, q: str, gammas: Sequence[float], regimes: pd.DataFrame) -> list[Note]:
        """Return warnings of thresholds at an end of the candidates, and of regimes with few rows."""
        notes = []
        for gamma in sorted(gammas):
            others = [g for g in gammas if g != gamma]
            tried = self.grid[self.space(others).valid]
            if len(tried) > 1 and gamma in (tried[0], tried[-1]):
                end = message("first") if gamma == tried[0] else message("last")
                text = message(
                    "The threshold {gamma:.4g} of {q} is the {end} candidate: the sum of squares "
                    "falls towards that end, so it may be a few far rows rather than a threshold. "
                    "Keep more rows in each regime (trim or least, 0.05).",
                    gamma=gamma,
                    q=q,
                    end=end,
                )
                notes.append(Note(WARNING, "threshold-edge", text))
        for name, row in regimes.iterrows():
            if row["share"] < FEW:
                text = message(
                    "Only {row} of {size} rows are in the regime {name}: its slopes rest on them "
                    "alone. Keep more rows in each regime (trim or least, 0.05).",
                    row=int(row["rows"]),
                    size=self.model.q.size,
                    name=name,
                )
                notes.append(Note(WARNING, "regime-small", text))
        return notes

    def sse(self, gammas: Sequence[float]) -> float:
        """Return the sum of squares left with these thresholds."""
        y = self.model.within(self.model.y)
        design = span(self.model.design(tuple(gammas)))
        return float(((y - design @ (design.T @ y)) ** 2).sum())


def _batch(common: tuple[Candidates, np.ndarray, int], chosen: np.ndarray) -> np.ndarray:
    """Return the F statistics of units drawn with replacement, `chosen` (draws, N)."""
    space, left, freedom = common
    e = space.residuals(left[chosen].reshape(len(chosen), -1).T)
    null = (e**2).sum(axis=0)
    gain = space.gains(e).max(axis=0)
    return np.asarray(freedom * gain / (null - gain))


def regime_names(q: str, gammas: Sequence[float]) -> list[str]:
    """Return "q <= a", "a < q <= b", "q > b" with four digits."""
    g = [f"{v:.4f}" for v in sorted(gammas)]
    middle = [f"{a} < {q} ≤ {b}" for a, b in itertools.pairwise(g)]
    return [f"{q} ≤ {g[0]}", *middle, f"{q} > {g[-1]}"]


@dataclass(frozen=True)
class _Fitted:
    """The model with its thresholds: `table` has index term, `cov` rows and columns by term."""

    table: pd.DataFrame
    cov: pd.DataFrame
    df: float
    sse: float


def _fitted(
    sample: Sample, rows: np.ndarray, model: Threshold, roles: Roles, gammas: Sequence[float], errors: str
) -> _Fitted:
    X = model.design(tuple(gammas))
    y = model.within(model.y)
    kept = np.zeros(model.y.shape, dtype=bool)
    kept[:, model.kept] = True
    where = rows[kept.ravel()]
    terms = [f"{s} ({name})" for name in regime_names(roles.q, gammas) for s in roles.split]
    years = X.shape[1] - len(roles.controls) - len(terms)
    labels = [*roles.controls, *(message("period {i}", i=i) for i in range(years)), *terms]
    b, bread = least_squares(X, y, labels)
    e = y - X @ b
    part = Sample(sample.panel, sample.terms, sample.columns[where], sample.rows[where])
    clusters = clusters_of(part, errors)
    _rank, counted = counted_effects(fixed_effects_of(part, "unit"), clusters)
    parameters = X.shape[1] + (min(counted, 1) if model.drop_last else counted)
    cov, df = sandwich(bread, X * e[:, None], float(e @ e), clusters, parameters)
    table, shown = estimates(labels, b, cov, df), [*terms, *roles.controls]
    spread = pd.DataFrame(cov, index=labels, columns=labels).loc[shown, shown]
    return _Fitted(table.loc[shown], spread, df, float(e @ e))


def _regimes(model: Threshold, q: str, gammas: Sequence[float]) -> pd.DataFrame:
    """Return rows and share (columns) of the observations by regime (index)."""
    names = regime_names(q, gammas)
    inside = np.stack([model.low(g) for g in sorted(gammas)]).sum(axis=0)
    counts = [int((inside == len(gammas) - k).sum()) for k in range(len(names))]
    return pd.DataFrame(
        {"rows": counts, "share": np.array(counts) / model.q.size}, index=pd.Index(names, name="regime")
    )
