"""Feasible and maximum-likelihood GLS with unit variances and first-order autocorrelation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ConvergenceError, ModelError
from gisplug.core.evidence import Note, Report, some
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import Cell, known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.fit import PanelLike
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.least_squares import check_identified, check_outcome, least_squares
from gisplug.numbers.projections import residualised
from gisplug.numbers.standardise import near_powers
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.prediction import predicted
from gisplug.panel.sample import Sample, draw_sample, fixed_effects_of
from gisplug.regression.reading import less_controls, only
from gisplug.regression.results.labels import effect_rows

ROUNDS, STILL = 200, 1e-9
GONE = 1e-6  # share of the largest standard deviation of a unit below which another's has gone to nought
DUMMIES = 2000


@dataclass(frozen=True, repr=False, eq=False)
class GlsFit(TableFit):
    """A GLS fit; normal-based tests, as in xtgls.

    Attributes
    ----------
    estimates : DataFrame, index term; estimate, se, stat, p, low, high
    cov : DataFrame, term by term (rows and columns as `estimates`)
    variances : Series by unit
    rho : autocorrelation, common or a Series by unit
    sample, fitted : the rows used, and their fitted values (n,)
    chi2, chi2_p : Wald test that all coefficients are 0
    rounds : how often variances and coefficients were renewed
    """

    formula: Formula
    estimates: pd.DataFrame
    cov: pd.DataFrame
    variances: pd.Series
    rho: float | pd.Series
    chi2: float
    chi2_p: float
    n: int
    units: int
    periods: int
    rounds: int
    effects: str
    variance: str
    correlation: str
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    sample: Sample | None = field(default=None, repr=False)
    fitted: np.ndarray | None = field(default=None, repr=False)

    kind = "Panel GLS"

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.formula.outcome

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.n

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): of the rows used with their effects, or of another panel,
        NaN for units and periods whose effect is not known.

        Raises
        ------
        NotDefined
            If the fit was made without its sample.
        """
        if self.sample is None or self.fitted is None:
            return super().predict(panel)
        b = self.params

        def linear(column: Callable[[str], np.ndarray]) -> np.ndarray:
            return np.asarray(sum(column(term) * b[term] for term in self.formula.regressors) + self.constant)

        return predicted(self.sample, self.fitted, linear, self.effects, panel)

    @property
    def constant(self) -> float:
        """The constant of a model without effects; 0 with them, which take it up."""
        if self.effects != "none" or self.sample is None or self.fitted is None:
            return 0.0
        names = list(self.sample.terms)
        slopes = [self.sample.columns[0, names.index(t)] * self.params[t] for t in self.formula.regressors]
        return float(self.fitted[0] - sum(slopes))

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        names = {"common": message("Homoskedastic"), "unit": message("Unit variances")}
        marks = {"none": message("none"), "ar1": "common AR(1)", "unit-ar1": "AR(1) by unit"}
        return {
            **effect_rows(self.effects),
            "Errors": message(
                "GLS, {variance}, {correlation}",
                variance=names[self.variance],
                correlation=marks[self.correlation],
            ),
            "Observations": self.n,
            "Units": self.units,
            "Wald chi2": self.chi2,
        }


class GlsOptions(TypedDict, total=False):
    """Further options of `panel_gls`.

    Attributes
    ----------
    iterate : go on until nothing moves, which is maximum likelihood for unit variances (the default); else two steps
    winsorise : share to winsorise at each end
    """

    iterate: bool
    winsorise: float


@repeatable
def panel_gls(
    panel: Panel,
    formula: str | Formula,
    *,
    variance: str = "unit",
    correlation: str = "ar1",
    effects: str = "twoways",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[GlsOptions],
) -> GlsFit:
    """Fit by GLS with effects as dummies.

    Parameters
    ----------
    variance : "common" or "unit" (heteroskedastic between units).
    correlation : "none", "ar1" (one coefficient) or "unit-ar1" (Prais-Winsten; the mean or each unit's regression of
        the residual on its lag, kept inside the unit circle).
    where : rows to use, in words or (T * N,) bool.
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so.
    options : `iterate` and `winsorise`, as in `GlsOptions`

    Raises
    ------
    ModelError
        If an option is unknown, or a unit has gaps between its periods while autocorrelation is asked for.
    ConvergenceError
        If the rounds do not settle.
    """
    known(options, GlsOptions, "panel_gls")
    if variance not in ("common", "unit") or correlation not in ("none", "ar1", "unit-ar1"):
        raise ModelError(
            message(
                "variance is common or unit, correlation none, ar1 or unit-ar1; {variance!r}, "
                "{correlation!r} were given instead.",
                variance=variance,
                correlation=correlation,
            )
        )
    iterate = options.get("iterate", True)
    frame = only(model_frame(panel, formula, where=where, effects=effects), "Panel GLS", absorb=False)
    parsed, effects = frame.formula, frame.effects
    sample = draw_sample(frame.panel, parsed.columns, where=frame.rows, winsorise=options.get("winsorise", 0.0))
    absorbed = fixed_effects_of(sample, effects)
    sample, omitted = less_controls(sample, parsed.regressors, absorbed, collinear, parsed.regressors[:1])
    parsed = Formula(parsed.outcome, tuple(t for t in parsed.regressors if t not in omitted))
    raw = sample.columns - sample.columns.mean(axis=0)  # the constant takes up the means
    check_outcome(sample.columns[:, 0], raw[:, 0], parsed.outcome)
    left = residualised(sample.columns[:, 1:], absorbed)
    check_identified(sample.columns[:, 1:], left, parsed.regressors, sample.unit, sample.period)
    size = near_powers(raw.std(axis=0))
    y, X, names = _design(replace(sample, columns=raw / size), parsed, effects)
    order = np.lexsort((sample.period, sample.unit))
    y, X, unit, period = y[order], X[order], sample.unit[order], sample.period[order]
    if correlation != "none":
        _without_gaps(unit, sample.clock[order], sample.labels("unit")[order], sample.report.having("rows-incomplete"))
    units = int(unit.max()) + 1
    first = np.r_[True, unit[1:] != unit[:-1]]
    rho, weight = np.zeros(units), np.ones(units)
    level = np.ones((len(y), 1)) if effects in ("unit", "twoways") else np.zeros((len(y), 1))  # the units' dummies
    tl = level
    b, mu, bread = _solved(X, y, level, first, names)
    rounds = 0
    for rounds in range(1, (ROUNDS if iterate else 1) + 1):
        before = _all_of(b, mu)
        e = y - X @ b - level[:, 0] * mu[unit]
        if correlation != "none" and (rounds == 1 or iterate):
            rho = _autocorrelation(e, unit, first, correlation == "ar1")
        ty, tX, tl = (_prais(part, unit, first, rho) for part in (y[:, None], X, level))
        if variance == "unit":
            if rounds == 1 and correlation != "none":
                b, mu, _ = _solved(tX, ty[:, 0], tl, first, names)
            left = ty[:, 0] - tX @ b - tl[:, 0] * mu[unit]
            weight = np.sqrt(np.bincount(unit, left**2) / np.bincount(unit))
            _not_gone(weight, sample.labels("unit")[order][first])
        scaled = 1 / weight[unit][:, None]
        b, mu, bread = _solved(tX * scaled, (ty * scaled)[:, 0], tl * scaled, first, names)
        now = _all_of(b, mu)
        if np.max(np.abs(now - before)) <= STILL * (1 + np.max(np.abs(now))):
            break
    else:
        if iterate:
            raise ConvergenceError(
                message(
                    "GLS did not settle in {rounds} rounds; use two steps, or one variance for all units.",
                    rounds=ROUNDS,
                )
            )
    left = (ty[:, 0] - tX @ b - tl[:, 0] * mu[unit]) * scaled[:, 0]
    spread = float(left @ left) / len(y)
    k = len(parsed.regressors)
    fitted = np.empty(len(y))
    fitted[order] = (X @ b + level[:, 0] * mu[unit]) * size[0]
    unit_of = size[0] / size[1:]
    b, cov = b[:k] * unit_of, bread[:k, :k] * spread * np.outer(unit_of, unit_of)
    chi, _, p = wald(b, cov)
    shown = list(parsed.regressors)
    ids = [sample.labels("unit")[order][at] for at in np.flatnonzero(first)]
    return GlsFit(
        formula=parsed,
        estimates=estimates(shown, b, cov),
        cov=pd.DataFrame(cov, index=shown, columns=shown),
        variances=pd.Series(weight**2 * spread * size[0] ** 2, index=ids, name="variance"),
        rho=pd.Series(rho, index=ids, name="rho") if correlation == "unit-ar1" else float(rho[0]),
        chi2=chi,
        chi2_p=p,
        n=len(y),
        units=units,
        periods=int(period.max()) + 1,
        rounds=rounds,
        effects=effects,
        variance=variance,
        correlation=correlation,
        report=sample.report,
        omitted=omitted,
        sample=sample,
        fitted=fitted + sample.columns[:, 0].mean(),
    )


def _design(sample: Sample, formula: Formula, effects: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    parts, names = [sample.columns[:, 1:]], list(formula.regressors)
    for kind, codes in (("unit", sample.unit), ("time", sample.period)):
        if effects in (kind, "twoways"):
            levels = int(codes.max()) + 1
            if levels > DUMMIES:
                raise ModelError(
                    message(
                        "{levels} {effects} are too many for GLS; use fixed_effects with clustered errors.",
                        levels=levels,
                        effects=message("unit effects") if kind == "unit" else message("time effects"),
                    )
                )
            if kind == "time":
                parts.append(np.eye(levels)[codes][:, 1:])
                names += [f"{kind} {i}" for i in range(1, levels)]
    if effects not in ("unit", "twoways"):  # else the dummies of the units take it up
        parts.append(np.ones((sample.n, 1)))
        names.append("Constant")
    return sample.columns[:, 0], np.column_stack(parts), names


def _all_of(b: np.ndarray, mu: np.ndarray) -> np.ndarray:
    """Return slopes, the level of the first unit, and how far those of the others are from it."""
    return np.concatenate([b, mu[:1], mu[1:] - mu[:1]])


def _solved(
    X: np.ndarray, y: np.ndarray, level: np.ndarray, first: np.ndarray, names: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return slopes (k,), coefficients of the units' dummies (N,) and the slopes' part of the inverse (k, k).

    The dummies are no columns: `level` (n, 1) has what each is in the rows of its unit, noughts where there are
    none. As those of two units have no row in common, they are taken out of the other columns unit by unit, which is
    exact (Frisch, Waugh and Lovell).
    """
    starts, rows = np.flatnonzero(first), np.diff(np.r_[np.flatnonzero(first), len(y)])
    if not level.any():
        b, bread = least_squares(X, y, names)
        return b, np.zeros(len(starts)), bread
    if len(y) <= X.shape[1] + len(starts):
        raise ModelError(
            message(
                "{n} rows cannot carry {shape} coefficients; use fewer terms, or more rows.",
                n=len(y),
                shape=X.shape[1] + len(starts),
            )
        )
    size = np.add.reduceat(level**2, starts, axis=0)

    def share(part: np.ndarray) -> np.ndarray:
        return np.asarray(np.add.reduceat(part * level, starts, axis=0) / size)

    joint = np.column_stack([y, X])
    net = joint - level * np.repeat(share(joint), rows, axis=0)
    b, bread = least_squares(net[:, 1:], net[:, 0], names)
    return b, share((y - X @ b)[:, None])[:, 0], bread


def _not_gone(weight: np.ndarray, names: np.ndarray) -> None:
    """Refuse standard deviations by unit (N,) one of which goes to nought: the likelihood then has no maximum."""
    gone = weight <= GONE * weight.max()
    if gone.any():
        raise ConvergenceError(
            message(
                "The variance of {names} goes to nought: the model fits its rows exactly, so the "
                "likelihood has no maximum. Use two steps (iterate=False), variance='common', fewer "
                "terms or more rows.",
                names=some(list(names[gone])),
            )
        )


def _without_gaps(unit: np.ndarray, clock: np.ndarray, names: np.ndarray, told: Sequence[Note]) -> None:
    jumps = (unit[1:] == unit[:-1]) & (np.diff(clock) != 1)
    if jumps.any():
        raise ModelError(
            message(
                "Autocorrelation needs periods without gaps within units ({names} have some); "
                "interpolate, or use correlation='none'.{told}",
                names=some(sorted(set(names[1:][jumps]))),
                told=joined("", (message(" {note}", note=note.text) for note in told)),
            )
        )


def _autocorrelation(e: np.ndarray, unit: np.ndarray, first: np.ndarray, common: bool) -> np.ndarray:
    now, lag, where = e[1:], e[:-1], ~first[1:]
    over = np.bincount(unit[1:], np.where(where, now * lag, 0.0), minlength=int(unit.max()) + 1)
    under = np.bincount(unit[1:], np.where(where, lag**2, 0.0), minlength=int(unit.max()) + 1)
    rho = np.clip(np.divide(over, under, out=np.zeros_like(over), where=under > 0), -0.99, 0.99)
    return np.full_like(rho, rho.mean()) if common else rho


def _prais(columns: np.ndarray, unit: np.ndarray, first: np.ndarray, rho: np.ndarray) -> np.ndarray:
    r = rho[unit][:, None]
    lagged = np.vstack([np.zeros((1, columns.shape[1])), columns[:-1]])
    return np.asarray(np.where(first[:, None], np.sqrt(1 - r**2) * columns, columns - r * lagged))
