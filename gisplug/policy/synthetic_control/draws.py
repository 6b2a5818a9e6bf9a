"""Inference of synthetic DID by drawing: placebos among the donors, or a bootstrap of units."""

from __future__ import annotations

import numpy as np

from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.numbers.draws import over_picks
from gisplug.policy.synthetic_control.weights import CohortFit, cohort_fits

BATCH, MOST_NUMBERS = 100, 2e7  # draws at once, and numbers of their cross-products
Common = tuple[np.ndarray, np.ndarray, dict[int, CohortFit], str]  # Y (N, T), first (N,), fits by cohort, method


def drawn_estimates(
    Y: np.ndarray,
    first: np.ndarray,
    fits: dict[int, CohortFit],
    method: str,
    errors: str,
    draws: int,
    seed: int,
    progress: Progress,
) -> np.ndarray:
    """Return the estimates of `draws` placebos or bootstrap samples, (draws,).

    Parameters
    ----------
    Y : (N, T) outcome; first : (N,) place of the first treated period, inf for donors
    fits : fit of each cohort, whose weights start the search in every draw
    errors : "placebo" or "bootstrap"
    """
    rng = np.random.default_rng(seed)
    pick, make = (_donor_orders, _placebos) if errors == "placebo" else (_unit_samples, _bootstraps)
    size = max(1, min(BATCH, int(MOST_NUMBERS / np.isinf(first).sum() ** 2)))
    picks = [pick(first, min(size, draws - start), rng) for start in range(0, draws, size)]
    label = message("Placebo draws, batches") if errors == "placebo" else message("Bootstrap draws, batches")
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


def _placebos(common: Common, order: np.ndarray) -> list[float]:
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


def _starts(fit: CohortFit, kept: np.ndarray) -> np.ndarray:
    whole = fit.omega[kept]
    return whole / whole.sum() if whole.sum() > 0 else np.full(len(kept), 1 / len(kept))


def _bootstraps(common: Common, samples: np.ndarray) -> list[float]:
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
