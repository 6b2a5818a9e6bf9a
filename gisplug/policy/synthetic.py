"""Synthetic difference-in-differences (Arkhangelsky et al. 2021), synthetic control and DID as its special cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.progress import SILENT, Progress
from gisplug.language.terms import term_array
from gisplug.numbers.draws import over_picks
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.policy.adoption import adoption, complete_units, normal_frame

ITERATIONS, FIRST_PASS = 10_000, 100  # as in the authors' R package
BATCH, MOST_NUMBERS = 100, 2e7  # draws at once, and numbers of their cross-products
METHODS = ("sdid", "did", "sc", "difp")


@dataclass(frozen=True)
class Weights:
    """Unit weights (N0,), period weights (T0,) and the estimate of one cohort."""

    omega: np.ndarray
    lam: np.ndarray
    estimate: float


@dataclass(frozen=True)
class SyntheticFit:
    """Synthetic difference-in-differences.

    Attributes
    ----------
    estimates : DataFrame, index term ("ATT")
    unit_weights, period_weights : DataFrame, one column a cohort
    paths : DataFrame (cohort, period, treated, synthetic): means of the treated and weighted mean of the others
    event : DataFrame, index event time: gap between treated and synthetic minus its weighted mean before
    placebo : draws of the placebo (or bootstrap) estimates
    """

    estimates: pd.DataFrame
    unit_weights: pd.DataFrame
    period_weights: pd.DataFrame
    paths: pd.DataFrame
    event: pd.DataFrame
    placebo: np.ndarray = field(repr=False)
    method: str
    errors: str
    treated: int
    controls: int
    seed: int
    report: Report = field(default_factory=Report, repr=False)

    @property
    def att(self) -> float:
        return float(self.estimates["estimate"].iloc[0])

    def statistics(self) -> dict[str, object]:
        """Return the rows below the coefficient."""
        names = {
            "sdid": "synthetic DID",
            "did": "DID",
            "sc": "synthetic control",
            "difp": "de-meaned synthetic control",
        }
        return {
            "Method": names[self.method],
            "Errors": f"{self.errors.capitalize()}, {len(self.placebo)} draws",
            "Treated units": self.treated,
            "Control units": self.controls,
        }


def synthetic_did(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    method: str = "sdid",
    errors: str = "placebo",
    draws: int = 200,
    seed: int = 1,
    progress: Progress = SILENT,
) -> SyntheticFit:
    """Estimate with never-treated units as donors; cohorts of a staggered policy are weighted by their treated cells.

    Parameters
    ----------
    controls : covariates taken out first by a two-way regression on untreated rows.
    errors : "placebo" gives the policy to random donors (needs more donors than treated units), "bootstrap" draws
    units.

    Raises
    ------
    ModelError
        If there are fewer than two donors, or no period before the policy.
    """
    if method not in METHODS or errors not in ("placebo", "bootstrap"):
        raise ModelError(
            f"method is one of {', '.join(METHODS)}, errors placebo or bootstrap; {method!r}, {errors!r} were given "
            "instead."
        )
    made = adoption(panel, policy)
    y = term_array(panel, outcome)
    Z = np.stack([term_array(panel, c) for c in controls], axis=2) if controls else np.empty((*y.shape, 0))
    whole, report = complete_units(panel, np.concatenate([y[:, :, None], Z], axis=2))
    keep = whole & (made.first >= 2)
    y, Z, first = y[:, keep], Z[:, keep], made.first[keep]
    ids = [panel.ids[i] for i in np.flatnonzero(keep)]
    if controls:
        y = _adjusted(y, Z, first, controls)
    donors = np.isinf(first)
    if donors.sum() < 2 or donors.all():
        raise ModelError(
            f"{int(donors.sum())} units are never treated; synthetic DID needs at least two donors and one treated "
            "unit."
        )
    if errors == "placebo" and donors.sum() <= (~donors).sum():
        errors = "bootstrap"
        report += Report(
            (
                Note(
                    INFO,
                    "bootstrap",
                    "There are no more donors than treated units: errors come from a bootstrap of units instead of "
                    "placebos.",
                ),
            )
        )
    Y = y.T
    fits = {g: one_cohort(Y, first, g, method) for g in sorted({int(g) for g in first[~donors]})}
    att = _overall(fits, first, panel.T)
    drawn = _draws(Y, first, fits, method, errors, draws, seed, progress)
    se = float(np.sqrt((len(drawn) - 1) / len(drawn)) * drawn.std(ddof=1)) if len(drawn) > 1 else np.nan
    paths, event = _paths(Y, first, fits, panel.periods)
    names = {g: str(panel.periods[g]) for g in fits}
    return SyntheticFit(
        estimates=normal_frame(["ATT"], [att], [se]),
        unit_weights=pd.DataFrame(
            {names[g]: f.omega for g, f in fits.items()},
            index=pd.Index([i for i, d in zip(ids, donors, strict=True) if d], name="unit"),
        ),
        period_weights=pd.DataFrame(
            {names[g]: pd.Series(f.lam, index=list(panel.periods[:g])) for g, f in fits.items()}
        ).rename_axis("period"),
        paths=paths,
        event=event,
        placebo=drawn,
        method=method,
        errors=errors,
        treated=int((~donors).sum()),
        controls=int(donors.sum()),
        seed=seed,
        report=made.report + report,
    )


def _starts(fit: Weights, kept: np.ndarray) -> np.ndarray:
    whole = fit.omega[kept]
    return whole / whole.sum() if whole.sum() > 0 else np.full(len(kept), 1 / len(kept))


def one_cohort(Y: np.ndarray, first: np.ndarray, g: int, method: str) -> Weights:
    """Return weights and estimate of the units of Y (N, T) first treated at g."""
    donors = np.isinf(first)
    return cohort_fits(Y[donors][None], Y[first == g].mean(axis=0)[None], np.array([(first == g).sum()]), g, method)[0]


def cohort_fits(
    Y: np.ndarray,
    treated: np.ndarray,
    N1: np.ndarray,
    T0: int,
    method: str = "sdid",
    omega: np.ndarray | None = None,
    lam: np.ndarray | None = None,
    keep: np.ndarray | None = None,
) -> list[Weights]:
    """Return weights and estimates of B problems at once.

    Parameters
    ----------
    Y : (B, N0, T) donors; treated : (B, T) mean of the N1 (B,) treated units, treated from period T0 on
    omega (B, N0), lam (B, T0) : starts (for placebos), uniform by default
    keep : (B, N0) bool, donors that exist; rows beyond are padding
    """
    B, N0, T = Y.shape
    T1 = T - T0
    here = np.ones((B, N0)) if keep is None else keep.astype(float)
    count = here.sum(axis=1)
    noise = _noise(np.diff(Y[:, :, :T0], axis=2), here)
    top = np.concatenate([Y[:, :, :T0], Y[:, :, T0:].mean(axis=2, keepdims=True)], axis=2)
    small, least = 1e-6 * noise, 1e-5 * noise
    zeta = (N1 * T1) ** 0.25 * noise if method == "sdid" else small
    even_omega, even_lam = here / count[:, None], np.full((B, T0), 1 / T0)
    if method == "did":
        omega, lam = even_omega, even_lam
    else:
        if method == "sdid":
            middle = (top * here[:, :, None]).sum(axis=1, keepdims=True) / count[:, None, None]
            flat = (top - middle) * here[:, :, None]
            lam = _sparse(flat, count, small, even_lam if lam is None else lam, least)
        else:
            lam = np.zeros((B, T0)) if method == "sc" else even_lam
        across = np.concatenate([top[:, :, :T0], treated[:, None, :T0]], axis=1).transpose(0, 2, 1)
        if method != "sc":
            across = across - across.mean(axis=1, keepdims=True)
        omega = _sparse(across, np.full(B, T0), zeta, even_omega if omega is None else omega, least, here > 0)
    gap = treated - np.einsum("bi,bit->bt", omega, Y)
    values = gap[:, T0:].mean(axis=1) - (lam * gap[:, :T0]).sum(axis=1)
    return [Weights(omega[k], lam[k], float(values[k])) for k in range(B)]


def _noise(change: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return the standard deviation of the donors' changes before the policy, (B,)."""
    weight = here[:, :, None]
    size = here.sum(axis=1) * change.shape[2]
    mean = (change * weight).sum(axis=(1, 2)) / size
    return np.asarray(np.sqrt((((change - mean[:, None, None]) ** 2) * weight).sum(axis=(1, 2)) / (size - 1)))


def _sparse(
    Y: np.ndarray, m: np.ndarray, zeta: np.ndarray, start: np.ndarray, least: np.ndarray, keep: np.ndarray | None = None
) -> np.ndarray:
    """A first pass, small weights to nought, then on to the end (the package's sparsification)."""
    first = frank_wolfe(Y, m, zeta, start, least, FIRST_PASS, keep)
    thin = np.where(first <= first.max(axis=1, keepdims=True) / 4, 0.0, first)
    return frank_wolfe(Y, m, zeta, thin / thin.sum(axis=1, keepdims=True), least, ITERATIONS, keep)


def frank_wolfe(
    Y: np.ndarray,
    m: np.ndarray,
    zeta: np.ndarray,
    start: np.ndarray,
    least: np.ndarray,
    iterations: int,
    keep: np.ndarray | None = None,
) -> np.ndarray:
    """Minimise ||A x - b||^2 / m + zeta^2 ||x||^2 over the simplex for B problems at once; Y (B, rows, n + 1) = [A,
    b].
    """
    A, b = Y[:, :, :-1], Y[:, :, -1]
    gram, cross, size = A.transpose(0, 2, 1) @ A, np.einsum("bmn,bm->bn", A, b), (b**2).sum(axis=1)
    own, eta = np.einsum("bnn->bn", gram), m * zeta**2
    bar = np.zeros(cross.shape) if keep is None else np.where(keep, 0.0, np.inf)
    out = start.copy()
    on = np.arange(len(Y))
    x, Gx = start.copy(), np.einsum("bij,bj->bi", gram, start)
    before = np.full(len(Y), np.inf)
    for step in range(iterations):
        row = np.arange(len(on))
        gradient = Gx - cross[on] + eta[on, None] * x
        i = (gradient + bar[on]).argmin(axis=1)
        xx, xGx = (x * x).sum(axis=1), (x * Gx).sum(axis=1)
        quad = own[on, i] - 2 * Gx[row, i] + xGx + eta[on] * (1 - 2 * x[row, i] + xx)
        slope = gradient[row, i] - (gradient * x).sum(axis=1)
        move = np.clip(np.divide(-slope, quad, out=np.zeros_like(slope), where=quad > 0), 0.0, 1.0)
        x *= (1 - move)[:, None]
        x[row, i] += move
        Gx = Gx * (1 - move)[:, None] + move[:, None] * gram[on, i]
        value = (
            zeta[on] ** 2 * (x * x).sum(axis=1)
            + ((x * Gx).sum(axis=1) - 2 * (x * cross[on]).sum(axis=1) + size[on]) / m[on]
        )
        done = (before - value <= least[on] ** 2) if step >= 1 else np.zeros(len(on), dtype=bool)
        if done.any():
            out[on[done]] = x[done]
            on, x, Gx, value = on[~done], x[~done], Gx[~done], value[~done]
            if not len(on):
                return out
        before = value
    out[on] = x
    return out


def _overall(fits: dict[int, Weights], first: np.ndarray, T: int) -> float:
    cells = {g: (first == g).sum() * (T - g) for g in fits}
    return float(sum(fits[g].estimate * cells[g] for g in fits) / sum(cells.values()))


def _draws(
    Y: np.ndarray,
    first: np.ndarray,
    fits: dict[int, Weights],
    method: str,
    errors: str,
    draws: int,
    seed: int,
    progress: Progress,
) -> np.ndarray:
    rng = np.random.default_rng(seed)
    pick, make = (_donor_orders, _placebos) if errors == "placebo" else (_unit_samples, _bootstraps)
    size = max(1, min(BATCH, int(MOST_NUMBERS / np.isinf(first).sum() ** 2)))
    picks = [pick(first, min(size, draws - start), rng) for start in range(0, draws, size)]
    label = f"{errors.capitalize()} draws, batches"
    found = over_picks(make, (Y, first, fits, method), picks, progress=progress, label=label)
    return np.array([value for batch in found for value in batch])


def _donor_orders(first: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    return np.stack([rng.permutation(int(np.isinf(first).sum())) for _ in range(draws)])


def _unit_samples(first: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Draw units with replacement; draws without treated units or with fewer than two donors are drawn again."""
    samples: list[np.ndarray] = []
    while len(samples) < draws:
        rows = rng.integers(0, len(first), len(first))
        if 2 <= np.isinf(first[rows]).sum() < len(rows):
            samples.append(np.sort(rows))
    return np.stack(samples)


def _placebos(common: tuple[np.ndarray, np.ndarray, dict[int, Weights], str], order: np.ndarray) -> list[float]:
    """Give the policy to random donors, as many of each cohort as there are treated units."""
    Y, first, fits, method = common
    draws = len(order)
    donors, starts = np.flatnonzero(np.isinf(first)), np.sort(first[np.isfinite(first)])
    N0 = len(donors) - len(starts)
    total, cells = np.zeros(draws), 0
    for g, fit in fits.items():
        given = N0 + np.flatnonzero(starts == g)
        begin = np.stack([_starts(fit, o[:N0]) for o in order])
        lam = np.tile(fit.lam, (draws, 1)) if fit.lam.sum() > 0 else None
        treated = Y[donors[order[:, given]]].mean(axis=1)
        found = cohort_fits(Y[donors[order[:, :N0]]], treated, np.full(draws, len(given)), g, method, begin, lam)
        weight = len(given) * (Y.shape[1] - g)
        total += weight * np.array([f.estimate for f in found])
        cells += weight
    return [float(v) for v in total / cells]


def _bootstraps(common: tuple[np.ndarray, np.ndarray, dict[int, Weights], str], samples: np.ndarray) -> list[float]:
    """Estimate on units drawn with replacement, `samples` (draws, N)."""
    Y, first, fits, method = common
    draws = len(samples)
    donors = np.flatnonzero(np.isinf(first))
    most = max(int(np.isinf(first[rows]).sum()) for rows in samples)
    places, keep = np.zeros((draws, most), dtype=int), np.zeros((draws, most), dtype=bool)
    for k, rows in enumerate(samples):
        at = np.searchsorted(donors, rows[np.isinf(first[rows])])
        places[k, : len(at)], keep[k, : len(at)] = at, True
    total, cells = np.zeros(draws), np.zeros(draws)
    for g, fit in fits.items():
        size = np.array([(first[rows] == g).sum() for rows in samples])
        has = np.flatnonzero(size > 0)
        if not len(has):
            continue
        treated = np.stack([Y[samples[k][first[samples[k]] == g]].mean(axis=0) for k in has])
        begin = np.where(keep[has], fit.omega[places[has]], 0.0)
        mass = begin.sum(axis=1, keepdims=True)
        begin = np.where(
            mass > 0, begin / np.where(mass > 0, mass, 1), keep[has] / keep[has].sum(axis=1, keepdims=True)
        )
        lam = np.tile(fit.lam, (len(has), 1)) if fit.lam.sum() > 0 else None
        found = cohort_fits(Y[donors[places[has]]], treated, size[has], g, method, begin, lam, keep[has])
        weight = size[has] * (Y.shape[1] - g)
        total[has] += weight * np.array([f.estimate for f in found])
        cells[has] += weight
    return [float(v) for v in total / cells]


def _paths(
    Y: np.ndarray, first: np.ndarray, fits: dict[int, Weights], periods: tuple[object, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, gaps = [], []
    for g, fit in fits.items():
        treated, others = Y[first == g].mean(axis=0), fit.omega @ Y[np.isinf(first)]
        gap = treated - others
        level = float(fit.lam @ gap[:g]) if fit.lam.sum() > 0 else 0.0
        size = int((first == g).sum())
        for t, period in enumerate(periods):
            rows.append(
                {
                    "cohort": str(periods[g]),
                    "period": period,
                    "treated": treated[t],
                    "synthetic": others[t] + level,
                    "raw": others[t],
                }
            )
            gaps.append({"event": t - g, "gap": gap[t] - level, "units": size})
    frame = pd.DataFrame(gaps)
    frame["product"] = frame["gap"] * frame["units"]
    summed = frame.groupby("event")[["product", "units"]].sum()
    return pd.DataFrame(rows), pd.DataFrame({"estimate": summed["product"] / summed["units"], "units": summed["units"]})


def _adjusted(y: np.ndarray, Z: np.ndarray, first: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Return y minus Z b, b from a two-way regression on rows without treatment."""
    T, N = y.shape
    free = (np.arange(T)[:, None] < first[None, :]).ravel()
    unit, period = np.tile(np.arange(N), T)[free], np.repeat(np.arange(T), N)[free]
    columns = np.column_stack([y.ravel(), Z.reshape(T * N, -1)])[free]
    flat = residualised(
        columns,
        [Absorbed(np.unique(unit, return_inverse=True)[1]), Absorbed(np.unique(period, return_inverse=True)[1])],
    )
    b, _ = least_squares(flat[:, 1:], flat[:, 0], list(names))
    return np.asarray(y - Z @ b)
