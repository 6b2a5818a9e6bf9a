"""Quantile regression with fixed effects: moments (Machado & Santos Silva 2019) and two steps (Canay 2011)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import linprog

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, known
from gisplug.language.formula import Formula
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.least_squares import centred, check_identified, least_squares
from gisplug.numbers.projections import Absorbed, codes_of, residualised
from gisplug.numbers.standardise import near_powers
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.prediction import predicted
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.regression.fixed_effects import PanelFit
from gisplug.regression.fixed_effects import fixed_effects as fit_mean
from gisplug.regression.reading import in_panel, less_controls, only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

METHODS = ("moments", "canay")
CHUNK = 20  # draws of one task
SAME = 1e-12  # share of a coefficient below which draws of it differ by rounding
DECILES = tuple(round(0.1 * k, 1) for k in range(1, 10))


@dataclass(frozen=True, repr=False, eq=False)
class QuantileColumn(TableFit):
    """One quantile as a column of a table.

    `estimates` has the index term and the columns estimate, se, stat, p, low, high.
    """

    estimates: pd.DataFrame
    quantile: float
    whole: QuantileFit = field(repr=False)

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return f"Quantile regression at {self.quantile:g}: {self.outcome}"

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.whole.formula.outcome

    @property
    def nobs(self) -> int:
        """Rows used."""
        return self.whole.mean.nobs

    @property
    def cov(self) -> pd.DataFrame:
        """Covariance of the bootstrap draws, rows and columns by term; of each alone where they were not kept."""
        if self.whole.drawn is None:
            return super().cov
        at = self.whole.quantiles.index(self.quantile)
        cov = np.atleast_2d(np.cov(self.whole.drawn[:, at], rowvar=False))
        return pd.DataFrame(cov, index=self.estimates.index, columns=self.estimates.index)

    @property
    def omitted(self) -> Mapping[str, str]:
        """Terms left out because they are not identified: term and reason."""
        return self.whole.omitted

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return the predicted quantile, index (period, unit): of the rows used with their effects, or of another
        panel, NaN for units and periods whose effect is not known.
        """
        mean, b = self.whole.mean, self.estimates["estimate"]

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            return np.asarray(sum(column(term) * b[term] for term in b.index) + constant)

        constant = 0.0
        fitted = _fitted(mean, self.whole.location.to_numpy(), b.to_numpy(), self.quantile, self.whole.method)
        if mean.effects == "none":
            places = [mean.sample.terms.index(t) for t in b.index]
            constant = float(np.mean(fitted - mean.sample.columns[:, places] @ b.to_numpy()))
        return predicted(mean.sample, fitted, linear, mean.effects, panel)

    @property
    def report(self) -> Report:
        """What the whole fit has to say."""
        return self.whole.report

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        shown = self.whole.mean.statistics
        label = {"moments": "Moments, bootstrap by unit", "canay": "Two steps, bootstrap by unit"}[self.whole.method]
        return {
            "Unit effects": shown["Unit effects"],
            "Period effects": shown["Period effects"],
            "Errors": label,
            "Observations": self.whole.mean.n,
            "Units": self.whole.mean.units,
        }


@dataclass(frozen=True, repr=False, eq=False)
class QuantileFit(Fits[float, QuantileColumn]):
    """Coefficients at several quantiles.

    Attributes
    ----------
    estimates : DataFrame, index (quantile, term); estimate, se, stat, p, low, high
    mean : PanelFit
        The fixed-effects regression of the mean, for comparison.
    location, scale : Series by term; moments only: estimate = location + q(tau) scale
    drawn : (draws, Q, K) bootstrap estimates of K terms at Q quantiles
    """

    formula: Formula
    quantiles: tuple[float, ...]
    estimates: pd.DataFrame
    mean: PanelFit
    location: pd.Series
    scale: pd.Series
    method: str
    draws: int
    seed: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    drawn: np.ndarray | None = field(default=None, repr=False)

    kind = "Quantile regressions"
    key = "quantile"

    @property
    def fits(self) -> Mapping[float, QuantileColumn]:
        """One fit a quantile."""
        return {quantile: self.column(quantile) for quantile in self.quantiles}

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return f"{self.kind}: {self.formula.outcome}"

    def plot(self, ax: Axes | None = None, term: str | None = None) -> Axes:
        """Draw the coefficient of a term (the first by default) over the quantiles; returns the axes."""
        name = self.formula.regressors[0] if term is None else term
        rows = self.estimates.xs(name, level="term")
        return drawn("quantiles", ax, rows, self.mean.estimates.loc[name], name)

    def column(self, quantile: float) -> QuantileColumn:
        """Return one quantile's estimates by term."""
        return QuantileColumn(self.estimates.xs(quantile, level="quantile"), quantile, self)


class QuantileOptions(TypedDict, total=False):
    """Further options of `quantile_panel`.

    Attributes
    ----------
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so
    winsorise : share to winsorise at each end
    progress : where it is told how far the bootstrap is
    """

    collinear: str
    winsorise: float
    progress: Progress


def quantile_panel(
    panel: Panel,
    formula: str | Formula,
    quantiles: Sequence[float] = DECILES,
    *,
    method: str = "moments",
    effects: str = "twoways",
    where: Where = None,
    draws: int = 200,
    seed: int = 1,
    **options: Unpack[QuantileOptions],
) -> QuantileFit:
    """Estimate slopes at quantiles; standard errors by a bootstrap that draws whole units.

    Parameters
    ----------
    method : "moments" (Machado & Santos Silva 2019) lets effects and regressors move both location and scale (quantiles
        never cross where the scale is positive); "canay" (Canay 2011) takes unit effects from the mean regression off
        the outcome and runs ordinary quantile regression.
    effects : "none", "unit", "time" or "twoways".
    where : rows to use, in words or (T * N,) bool.
    draws, seed : of the bootstrap.
    options : `collinear`, `winsorise` and `progress`, as in `QuantileOptions`

    Raises
    ------
    ModelError
        If a quantile is not between 0 and 1, the method is unknown, or there are fewer than 20 draws.
    """
    known(options, QuantileOptions, "quantile_panel")
    if bad := [q for q in quantiles if not 0 < q < 1]:
        raise ModelError(f"Quantiles lie between 0 and 1; {bad[0]} was given instead.")
    if method not in METHODS:
        raise ModelError(f"method is one of {', '.join(METHODS)}; {method!r} was given instead.")
    if draws < 20:
        raise ModelError(f"A bootstrap needs at least 20 draws; {draws} was given instead.")
    winsorise, progress = options.get("winsorise", 0.0), options.get("progress", SILENT)
    frame = only(model_frame(panel, formula, where=where, effects=effects), "Quantile regression", absorb=False)
    parsed, effects = frame.formula, frame.effects
    sample = draw_sample(frame.panel, parsed.columns, where=frame.rows, winsorise=winsorise)
    absorbed = fixed_effects_of(sample, effects)
    sample, omitted = less_controls(
        sample, parsed.regressors, absorbed, options.get("collinear", "refuse"), parsed.regressors[:1]
    )
    parsed = Formula(parsed.outcome, tuple(t for t in parsed.regressors if t not in omitted))
    mean = fit_mean(frame.panel, parsed, effects=effects, where=in_panel(sample), winsorise=winsorise)
    y, X, unit, period = sample.columns[:, 0], sample.columns[:, 1:], sample.unit, sample.period
    taus = np.array(quantiles, dtype=float)
    solve = _moments if method == "moments" else _canay
    point, location, scale, negative = solve(y, X, unit, period, effects, taus, parsed.regressors)
    rng = np.random.default_rng(seed)
    size = int(unit.max()) + 1
    picks = [rng.integers(0, size, size) for _ in range(draws)]
    common = (method, y, X, unit, period, effects, taus, parsed.regressors)
    booted = np.array(
        over_picks(_drawn, common, picks, chunk=CHUNK, progress=progress, label="Bootstrap of the quantiles")
    )
    booted = booted[np.isfinite(booted).all(axis=(1, 2))]
    if len(booted) < 2 or not (booted.std(axis=0) > SAME * np.abs(booted).max(axis=0)).all():
        raise ModelError(
            f"Of {draws} bootstrap samples of {size} units, {len(booted)} identify the coefficients, and they do not "
            "differ enough for standard errors; use more units, or fewer terms."
        )
    notes = [
        Note(INFO, "quantile-bootstrap", f"Standard errors from {draws} bootstrap samples of whole units, seed {seed}.")
    ]
    if lost := draws - len(booted):
        text = f"{lost} of {draws} bootstrap samples do not identify the coefficients and are not used."
        notes.append(Note(WARNING, "draws-lost", text))
    if negative > 0:
        notes.append(
            Note(
                WARNING,
                "scale-negative",
                f"The fitted scale is not positive in {negative:.1%} of the rows; the location-scale model fits "
                "them badly.",
            )
        )
    terms = list(parsed.regressors)
    return QuantileFit(
        parsed,
        tuple(quantiles),
        _frame(point, booted, taus, terms),
        mean,
        pd.Series(location, terms),
        pd.Series(scale, terms),
        method,
        draws,
        seed,
        sample.report + Report(tuple(notes)),
        omitted,
        booted,
    )


def _fitted(mean: PanelFit, location: np.ndarray, b: np.ndarray, tau: float, method: str) -> np.ndarray:
    """Return the fitted quantile of the rows of the mean regression, (n,)."""
    sample, r = mean.sample, mean.residuals
    y, X = sample.columns[:, 0], sample.columns[:, 1:]
    if method == "moments":
        flat = residualised(np.column_stack([np.abs(r), X]), _absorbed(sample.unit, sample.period, mean.effects))
        slope = np.linalg.lstsq(flat[:, 1:], flat[:, 0], rcond=None)[0]
        scale = np.abs(r) - (flat[:, 0] - flat[:, 1:] @ slope)
        good = scale > 0
        return np.asarray(y - r + float(np.quantile(r[good] / scale[good], tau)) * scale)
    shift = y - X @ location - r
    left = r + X @ (location - b)  # the intercept makes its quantile nought
    return np.asarray(shift + X @ b + float(np.quantile(left, tau)))


def _drawn(common: tuple[Any, ...], chosen: np.ndarray) -> np.ndarray:
    """Return the slopes (quantiles, terms) of the units `chosen`; NaN where these do not identify them."""
    method, y, X, unit, period, effects, taus, names = common
    rows = np.split(np.argsort(unit, kind="stable"), np.cumsum(np.bincount(unit))[:-1])
    at = np.concatenate([rows[c] for c in chosen])
    fresh = np.repeat(np.arange(len(rows)), [len(rows[c]) for c in chosen])
    solve = _moments if method == "moments" else _canay
    try:
        return solve(y[at], X[at], fresh, codes_of(period[at]), effects, taus, names)[0]
    except ModelError:
        return np.full((len(taus), len(names)), np.nan)


def _absorbed(unit: np.ndarray, period: np.ndarray, effects: str) -> list[Absorbed]:
    found = []
    if effects in ("unit", "twoways"):
        found.append(Absorbed(unit))
    if effects in ("time", "twoways"):
        found.append(Absorbed(period))
    return found or [Absorbed(np.zeros(len(unit), dtype=int))]


def _moments(
    y: np.ndarray,
    X: np.ndarray,
    unit: np.ndarray,
    period: np.ndarray,
    effects: str,
    taus: np.ndarray,
    names: Sequence[str],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    absorbed = _absorbed(unit, period, effects)
    flat = residualised(np.column_stack([y, X]), absorbed)
    check_identified(X, flat[:, 1:], names)
    b, bread = least_squares(flat[:, 1:], flat[:, 0], names)
    r = flat[:, 0] - flat[:, 1:] @ b
    size = np.abs(r)  # E|R| = scale E|U|: dividing by it standardises U so that E|U| = 1
    left = residualised(size[:, None], absorbed)[:, 0]
    g = bread @ (flat[:, 1:].T @ left)
    scale = size - (left - flat[:, 1:] @ g)
    good = scale > 0
    if not good.any():
        raise ModelError("The fitted scale is positive nowhere; use method='canay', fewer terms, or more rows.")
    q = np.quantile(r[good] / scale[good], taus)
    return b + q[:, None] * g, b, g, float(1 - good.mean())


def _canay(
    y: np.ndarray,
    X: np.ndarray,
    unit: np.ndarray,
    period: np.ndarray,
    effects: str,
    taus: np.ndarray,
    names: Sequence[str],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    absorbed = _absorbed(unit, period, effects)
    flat = residualised(np.column_stack([y, X]), absorbed)
    check_identified(X, flat[:, 1:], names)
    b, _ = least_squares(flat[:, 1:], flat[:, 0], names)
    constant = float(np.mean(y - X @ b))
    shift = y - X @ b - (flat[:, 0] - flat[:, 1:] @ b) - constant if effects != "none" else 0.0
    design, _ = centred(X)
    left = y - shift
    left = left - left.mean()
    return np.array([_check_loss(left, design, t)[:-1] for t in taus]), b, np.full_like(b, np.nan), 0.0


def _check_loss(y: np.ndarray, X: np.ndarray, tau: float) -> np.ndarray:
    """Minimise the check loss exactly: the dual linear programme of Koenker & Bassett (1978), k equations in n bounded
    unknowns, whose multipliers are the coefficients (k,).
    """
    size, unit = near_powers(np.abs(X).max(axis=0)), float(near_powers(np.array([np.abs(y).max(initial=0.0)]))[0])
    scaled = X / size
    found = linprog(
        -y / unit, A_eq=scaled.T, b_eq=(1.0 - tau) * scaled.sum(axis=0), bounds=(0.0, 1.0), method="highs-ds"
    )
    if found.status != 0:
        raise ConvergenceError(
            f"The quantile regression at {tau} found no solution ({found.message.splitlines()[0]}); use "
            "method='moments', or fewer regressors."
        )
    return np.asarray(-found.eqlin.marginals * unit / size)


def _frame(point: np.ndarray, drawn: np.ndarray, taus: np.ndarray, terms: list[str]) -> pd.DataFrame:
    se = drawn.std(axis=0, ddof=1)
    stat = point / np.where(se > 0, se, np.nan)
    wide = stats.norm.isf(0.025) * se
    index = pd.MultiIndex.from_product([[float(t) for t in taus], terms], names=["quantile", "term"])
    columns = {
        "estimate": point,
        "se": se,
        "stat": stat,
        "p": 2 * stats.norm.sf(np.abs(stat)),
        "low": point - wide,
        "high": point + wide,
    }
    return pd.DataFrame({k: v.ravel() for k, v in columns.items()}, index=index)
