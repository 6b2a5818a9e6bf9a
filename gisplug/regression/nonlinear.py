"""Quadratic effects with their turning point, and effects that depend on a moderator."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.fits.wrapped import Wrapped
from gisplug.panel.frame import Panel
from gisplug.regression.fixed_effects import FixedEffectsOptions, PanelFit, fixed_effects, read_options
from gisplug.regression.reading import keep_keys, key_of, with_terms

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False, eq=False)
class Quadratic(Wrapped[PanelFit]):
    """A quadratic effect.

    Attributes
    ----------
    turn, turn_se : float
        Turning point -b1 / (2 b2) and its delta-method error.
    delta, fieller : (low, high)
        95 % intervals; Fieller's is infinite at an end where b2 may be nought.
    slopes : DataFrame, index end (lowest, highest)
        x, slope, se, t and one-sided p; `u_p` is the test of Lind & Mehlum (2010): the larger of both.
    shape : "U", "inverse U" or "monotone" (within the data)
    curve : DataFrame, columns x, effect, low, high
    """

    fit: PanelFit
    x: str
    turn: float
    turn_se: float
    delta: tuple[float, float]
    fieller: tuple[float, float]
    slopes: pd.DataFrame
    u_p: float
    shape: str
    curve: pd.DataFrame = field(repr=False)

    kind = "Quadratic effect"

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the slopes at both ends, index end, by their heading."""
        return {"Slopes at the ends": self.slopes}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the fitted effect with its turning point on `ax`, or on a new figure; returns the axes."""
        values = self.fit.sample.columns[:, self.fit.sample.terms.index(self.x)]
        curve = [self.curve[column].to_numpy() for column in ("effect", "low", "high")]
        return drawn("turning point", ax, values, *curve, self.turn, self.fieller, self.x)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        return self.fit.statistics | {
            "Turning point": self.turn,
            "Fieller interval": _interval(self.fieller),
            "U test p": self.u_p,
        }


@repeatable
def quadratic(panel: Panel, formula: str | Formula, **options: Unpack[FixedEffectsOptions]) -> Quadratic:
    """Fit outcome ~ x + x^2 + controls and find where the effect turns.

    Parameters
    ----------
    formula : "outcome ~ x + controls"
        The first regressor is squared.
    options : those of `fixed_effects`

    Raises
    ------
    ModelError
        If x or its square is not identified, or the regression cannot be fitted.
    """
    read, shared = read_options(panel, formula, options)
    x, *others = (key_of(read), *read.formula.regressors[1:])
    square = f"{x}^2"
    wide = with_terms(read.panel, {square: read.panel.array(x) ** 2})
    controls = (c for c in others if c != square)
    fit = fixed_effects(wide, Formula(read.formula.outcome, (x, square, *controls)), **shared)
    keep_keys(fit.omitted, (x, square))
    b = fit.estimates.loc[[x, square], "estimate"].to_numpy()
    V = fit.cov.loc[[x, square], [x, square]].to_numpy()
    t = float(stats.t(fit.df).isf(0.025))
    turn = -b[0] / (2 * b[1])
    slope = np.array([-1 / (2 * b[1]), b[0] / (2 * b[1] ** 2)])
    se = float(np.sqrt(slope @ V @ slope))
    values = wide.array(x).ravel()[fit.sample.rows]
    grid = np.linspace(values.min(), values.max(), 200)
    means = [np.average(v, weights=fit.sample.weights) for v in (values, values**2)]
    rows = np.column_stack([grid - means[0], grid**2 - means[1]])
    effect, wide = rows @ b, t * np.sqrt(np.einsum("ij,jk,ik->i", rows, V, rows))
    ends, u_p, shape = _ends(b, V, values, fit.df)
    curve = pd.DataFrame({x: grid, "effect": effect, "low": effect - wide, "high": effect + wide})
    return Quadratic(fit, x, float(turn), se, (turn - t * se, turn + t * se), fieller(b, V, t), ends, u_p, shape, curve)


def fieller(b: np.ndarray, V: np.ndarray, t: float) -> tuple[float, float]:
    """Return Fieller's interval of -b1 / (2 b2), from b (2,) with covariance V (2, 2); (-inf, inf) where b2 may be
    0.
    """
    # (b1 + 2 m b2)^2 <= t^2 var(b1 + 2 m b2), a quadratic inequality in m
    a2 = 4 * (b[1] ** 2 - t**2 * V[1, 1])
    a1 = 4 * (b[0] * b[1] - t**2 * V[0, 1])
    a0 = b[0] ** 2 - t**2 * V[0, 0]
    root = a1**2 - 4 * a2 * a0
    if a2 <= 0 or root < 0:
        return (-np.inf, np.inf)
    return (float((-a1 - np.sqrt(root)) / (2 * a2)), float((-a1 + np.sqrt(root)) / (2 * a2)))


def _ends(b: np.ndarray, V: np.ndarray, values: np.ndarray, df: float) -> tuple[pd.DataFrame, float, str]:
    rows = []
    sign = 1.0 if b[1] > 0 else -1.0
    for name, at, wants in (("lowest", values.min(), -sign), ("highest", values.max(), sign)):
        weights = np.array([1.0, 2 * at])
        slope, se = float(weights @ b), float(np.sqrt(weights @ V @ weights))
        rows.append(
            {
                "end": name,
                "x": at,
                "slope": slope,
                "se": se,
                "t": slope / se,
                "p": float(stats.t(df).sf(wants * slope / se)),
            }
        )
    frame = pd.DataFrame(rows).set_index("end")
    inside = values.min() < -b[0] / (2 * b[1]) < values.max()
    shape = ("U" if b[1] > 0 else "inverse U") if inside else "monotone"
    return frame, float(frame["p"].max()), shape


def _interval(pair: tuple[float, float]) -> str:
    return f"[{pair[0]:.4f}, {pair[1]:.4f}]" if np.all(np.isfinite(pair)) else message("unbounded")


@dataclass(frozen=True, repr=False, eq=False)
class Moderation(Wrapped[PanelFit]):
    """An effect that depends on a moderator: `effects` has index moderator value; estimate, se, stat, p, low, high."""

    fit: PanelFit
    x: str
    moderator: str
    effects: pd.DataFrame

    kind = "Moderated effect"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the effect over the moderator on `ax`, or on a new figure; returns the axes."""
        sample = self.fit.sample
        values = sample.panel.array(self.moderator).ravel()[sample.rows]
        return drawn("marginal effect", ax, self.effects, self.moderator, self.x, values)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        return self.fit.statistics


@repeatable
def moderation(
    panel: Panel,
    formula: str | Formula,
    moderator: str,
    *,
    centre: bool = True,
    **options: Unpack[FixedEffectsOptions],
) -> Moderation:
    """Fit outcome ~ x + moderator + x:moderator + controls.

    Parameters
    ----------
    formula : "outcome ~ x + controls"
        The effect of the first regressor depends on the moderator.
    moderator : column or term
    centre : subtract the means over the panel first, so that main effects hold at the mean.
    options : those of `fixed_effects`

    Raises
    ------
    ModelError
        If x, the moderator or their product is not identified, or the regression cannot be fitted.
    """
    read, shared = read_options(panel, formula, options, also=(moderator,))
    x, *others = (key_of(read), *read.formula.regressors[1:])
    a, m = (f"centred({x})", f"centred({moderator})") if centre else (x, moderator)
    product = f"{a}:{m}"
    whole = read.panel.array(moderator).ravel()
    made = {name: read.panel.array(name) for name in (x, moderator)}
    if centre:
        made = {f"centred({name})": values - np.nanmean(values) for name, values in made.items()}
    wide = with_terms(read.panel, {**made, product: made[a] * made[m]})
    controls = (c for c in others if c != moderator)
    fit = fixed_effects(wide, Formula(read.formula.outcome, (a, m, product, *controls)), **shared)
    keep_keys(fit.omitted, (a, m, product))
    middle = float(np.nanmean(whole)) if centre else 0.0
    values = whole[fit.sample.rows]
    grid = np.linspace(values.min(), values.max(), 60)
    b = fit.estimates.loc[[a, product], "estimate"].to_numpy()
    V = fit.cov.loc[[a, product], [a, product]].to_numpy()
    rows = np.column_stack([np.ones(len(grid)), grid - middle])
    law = stats.t(fit.df)
    effect, se = rows @ b, np.sqrt(np.einsum("ij,jk,ik->i", rows, V, rows))
    wide = law.isf(0.025) * se
    columns = {
        "estimate": effect,
        "se": se,
        "stat": effect / se,
        "p": 2 * law.sf(np.abs(effect / se)),
        "low": effect - wide,
        "high": effect + wide,
    }
    names = {a: x, m: moderator, product: f"{x} × {moderator}"}
    return Moderation(_named(fit, names), x, moderator, pd.DataFrame(columns, index=pd.Index(grid, name=moderator)))


def _named(fit: PanelFit, names: dict[str, str]) -> PanelFit:
    """Return the fit with its terms under other names."""
    cov = fit.cov.rename(index=names, columns=names)
    return replace(fit, estimates=fit.estimates.rename(index=names), cov=cov)
