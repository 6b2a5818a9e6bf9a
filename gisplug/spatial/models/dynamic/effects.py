"""Short- and long-run effects of dynamic spatial models (Elhorst 2014, section 4.6; Debarsy, Ertur & LeSage 2012).

Short run: (I - rho W)^-1 (beta I + theta W).  Long run: ((1 - tau) I - (rho + eta) W)^-1 (beta I + theta W), which is
1 / (1 - tau) times the short-run form at kappa = (rho + eta) / (1 - tau).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.numbers.inference import interval_frame
from gisplug.numbers.normal_draws import normal_draws
from gisplug.numbers.sparse.factors import factorise
from gisplug.numbers.sparse.log_determinant import LogDet
from gisplug.spatial.effects.curves import Curves, curves
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from gisplug.spatial.models.dynamic.result import DynamicResult

RUNS = ("short run", "long run")
PROBES = 200
MARGIN = 1e-3  # of the intervals of rho and of kappa beyond the draws


@dataclass(frozen=True)
class DynamicEffects:
    """Effects of a dynamic model, and how their standard errors came about.

    Attributes
    ----------
    frame : DataFrame, index (run, variable, effect); estimate, se, stat, p, low, high
    method, draws, rejected
        "simulation" or "delta"; draws taken, and those left out as unstable.
    """

    frame: pd.DataFrame
    method: str
    draws: int
    rejected: int

    @property
    def note(self) -> str:
        """How the standard errors came about, for tables."""
        if self.method == "delta":
            return "Standard errors of effects: delta method."
        return message(
            "Standard errors of effects: {draws} draws, {rejected} rejected as unstable; point estimates are exact.",
            draws=self.draws,
            rejected=self.rejected,
        )


def dynamic_effects(
    fit: DynamicResult, draws: int = 1000, seed: int | None = 1, method: str = "simulation", level: float = 0.95
) -> DynamicEffects:
    """Return short- and long-run effects (Elhorst 2014, section 4.6) with errors by simulation or by the delta method.

    Long-run effects of an unstable model do not exist and are NaN.

    Raises
    ------
    ModelError
        If `method` is neither "simulation" nor "delta", or nearly every draw is unstable.
    """
    if method not in ("simulation", "delta"):
        raise ModelError(message("method is 'simulation' or 'delta'; {method!r} was given instead.", method=method))
    terms = [t for t in fit.params.index if t != "sigma2"]
    at = fit.params[terms].to_numpy()
    cov = fit.cov.loc[terms, terms].to_numpy()
    index = pd.MultiIndex.from_product([RUNS, fit.regressors, EFFECT_KINDS], names=["run", "variable", "effect"])
    if method == "delta":
        shape = _shape(fit, at[None])
        value = _effects(fit, at[None], shape)[0]
        steps = 1e-5 * np.sqrt(np.diag(cov))
        moves = np.concatenate([at + np.diag(steps), at - np.diag(steps)])
        moved = _effects(fit, moves, shape)
        slope = (moved[: len(at)] - moved[len(at) :]) / (2 * steps[:, None])
        se = np.sqrt(np.clip(np.einsum("pi,pq,qi->i", slope, cov, slope), 0.0, None))
        return DynamicEffects(interval_frame(value, se, index, level), method, 0, 0)
    made = normal_draws(at, cov, draws, seed)
    rho, _, stable = _places(fit, made)
    kept = stable if fit.stable else (rho > fit_low(fit)) & (rho < fit_high(fit))
    if kept.sum() < 50:
        raise ModelError(
            message(
                "Only {kept} of {draws} draws are stable; the effects have no simulated errors. Use method='delta'.",
                kept=int(kept.sum()),
                draws=draws,
            )
        )
    made = made[kept]
    shape = _shape(fit, np.concatenate([made, at[None]]))
    value, samples = _effects(fit, at[None], shape)[0], _effects(fit, made, shape)
    frame = interval_frame(value, samples.std(axis=0, ddof=1), index, level)
    tails = np.quantile(samples, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    frame["low"], frame["high"] = tails
    return DynamicEffects(frame, method, draws, int((~kept).sum()))


def responses(fit: DynamicResult, horizons: int = 10) -> pd.DataFrame:
    """Return effects on y(t + h) of a change of x in t only, h = 0 .. horizons, and their running sums.

    The traces are exact where all eigenvalues of W are known, else averages over random probes.

    Returns
    -------
    DataFrame, index (variable, horizon)
        Columns direct, indirect, total, and "cumulative" of each.

    Raises
    ------
    ModelError
        If the fit has no weights.
    """
    W, N = fit.logdet.matrix if fit.logdet is not None else None, fit.N
    if W is None or fit.logdet is None:
        raise ModelError("Responses need the weights of the fit.")
    factor = factorise(W, fit.rho)
    exact = fit.logdet.eigenvalues
    omega = exact if exact is not None else np.zeros(0)
    probes = np.random.default_rng(0).choice([-1.0, 1.0], size=(N, PROBES))
    rows, one = [], np.ones(N)
    for name in fit.regressors:
        beta, theta = float(fit.beta[name]), float(fit.theta[name])
        totals = factor.solve(beta * one + theta * (W @ one))
        spread = factor.solve(beta * probes + theta * (W @ probes)) if exact is None else probes
        values = (beta + theta * omega) / (1 - fit.rho * omega)
        cumulated = np.zeros(2)
        for h in range(horizons + 1):
            if h:
                totals = factor.solve(fit.tau * totals + fit.eta * (W @ totals))
                values = values * (fit.tau + fit.eta * omega) / (1 - fit.rho * omega)
                spread = factor.solve(fit.tau * spread + fit.eta * (W @ spread)) if exact is None else spread
            direct = (
                float(values.sum().real) / N if exact is not None else float((probes * spread).sum()) / (N * PROBES)
            )
            total = float(totals.sum()) / N
            cumulated = cumulated + np.array([direct, total])
            rows.append(
                (name, h, direct, total - direct, total, cumulated[0], cumulated[1] - cumulated[0], cumulated[1])
            )
    columns = ["variable", "horizon", *EFFECT_KINDS, *(message("cumulative {e}", e=e) for e in EFFECT_KINDS)]
    return pd.DataFrame(rows, columns=columns).set_index(["variable", "horizon"])


def stability(logdet: LogDet, tau: float, rho: float, eta: float) -> float:
    """Return the spectral radius of (I - rho W)^-1 (tau I + eta W), exact with eigenvalues, else from the ends of
    their range.
    """
    omega = logdet.eigenvalues
    if omega is None:
        omega = np.array([1.0 / logdet.low, 0.0, 1.0 / logdet.high])
    return float(np.abs((tau + eta * omega) / (1 - rho * omega)).max())


def fit_low(fit: DynamicResult) -> float:
    """Return the lower end of rho's interval."""
    return fit.logdet.low if fit.logdet is not None else -1.0


def fit_high(fit: DynamicResult) -> float:
    """Return the upper end of rho's interval."""
    return fit.logdet.high if fit.logdet is not None else 1.0


def _places(fit: DynamicResult, made: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rho, kappa and whether each draw is stable."""
    terms = [t for t in fit.params.index if t != "sigma2"]
    zero = np.zeros(len(made))
    tau, eta = (made[:, terms.index(t)] if t in terms else zero for t in (f"L.{fit.outcome}", f"W*L.{fit.outcome}"))
    rho = made[:, terms.index("rho")]
    inside = (rho > fit_low(fit) * (1 - 1e-6)) & (rho < fit_high(fit) * (1 - 1e-6))
    ends = np.array([1 / fit_low(fit), 1 / fit_high(fit)])
    growth = np.abs((tau[:, None] + eta[:, None] * ends) / (1 - rho[:, None] * ends)).max(axis=1)
    return rho, (rho + eta) / (1 - tau), inside & (growth < 1.0) & (np.abs(tau) < 1.0)


def _shape(fit: DynamicResult, made: np.ndarray) -> tuple[Curves, Curves]:
    """Return the curves around rho and around kappa: the same, or two where the places lie far apart."""
    rho, kappa, _ = _places(fit, made)
    inside = kappa[(kappa > fit_low(fit)) & (kappa < fit_high(fit))] if fit.stable else rho
    whole = _curves(fit, np.r_[rho, inside]) if _near(rho, inside) else None
    return (whole, whole) if whole is not None else (_curves(fit, rho), _curves(fit, inside))


def _near(a: np.ndarray, b: np.ndarray) -> bool:
    both = np.r_[a, b]
    return len(b) == 0 or bool(np.ptp(both) <= 2.0 * (np.ptp(a) + np.ptp(b)) + 4.0 * MARGIN)


def _curves(fit: DynamicResult, places: np.ndarray) -> Curves:
    low = max(float(places.min()) - MARGIN, fit_low(fit) * (1 - 1e-9))
    high = min(float(places.max()) + MARGIN, fit_high(fit) * (1 - 1e-9))
    W = fit.w.matrix if fit.w is not None else None
    return curves(W, W, fit.logdet, fit.N, low, high)


def _effects(fit: DynamicResult, made: np.ndarray, shapes: tuple[Curves, Curves]) -> np.ndarray:
    """Return (draws, 2 runs x K variables x 3 effects)."""
    terms = [t for t in fit.params.index if t != "sigma2"]
    beta = made[:, [terms.index(v) for v in fit.regressors]]
    theta = np.zeros_like(beta)
    for k, v in enumerate(fit.regressors):
        if v in fit.lagged:
            theta[:, k] = made[:, terms.index(lagged_name(v))]
    rho, kappa, _ = _places(fit, made)
    tau = made[:, terms.index(f"L.{fit.outcome}")] if f"L.{fit.outcome}" in terms else np.zeros(len(made))
    parts = []
    for at, scale, shape in ((rho, np.ones(len(made)), shapes[0]), (kappa, 1 / (1 - tau), shapes[1])):
        direct = (beta * shape.d0(at, 0)[:, None] + theta * shape.d1(at, 0)[:, None]) * scale[:, None]
        total = (beta * shape.t0(at, 0)[:, None] + theta * shape.t1(at, 0)[:, None]) * scale[:, None]
        if at is kappa and not fit.stable:
            direct, total = np.full_like(direct, np.nan), np.full_like(total, np.nan)
        parts.append(np.stack([direct, total - direct, total], axis=2))
    return np.stack(parts, axis=1).reshape(len(made), -1)
