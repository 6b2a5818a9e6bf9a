"""Least squares after effects with units counted several times or not at all, for many such samples at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gisplug.numbers.projections import Absorbed
from gisplug.numbers.symmetric import rank
from gisplug.panel.sample import Sample
from gisplug.regression.reading import weighted_residuals

GONE = 1e-8  # share of a regressor's variation below which a sample does not move it
Estimate = Callable[[np.ndarray], np.ndarray]


def estimator_of(sample: Sample, taken: Sequence[Absorbed]) -> Estimate:
    """Return what gives the coefficients (B, k) of samples in which units count as often as (B, U) says; NaN where a
    sample has none.

    Unit effects, and those of periods beside them in a balanced panel, are taken out in cross-products of units, once
    for all samples; others are taken out of each sample anew.

    Parameters
    ----------
    taken : the effects, which are taken out of the columns of the sample
    """
    whole = weighted_residuals(sample.columns, taken, sample.weights)
    size = np.sqrt((whole**2).sum(axis=0))
    by_unit = [a for a in taken if a.slope is None and np.array_equal(a.codes, sample.unit)]
    others = [a for a in taken if not any(a is one for one in by_unit)]
    periods = all(a.slope is None and np.array_equal(a.codes, sample.period) for a in others)
    units, T = int(sample.unit.max()) + 1, int(sample.period.max()) + 1
    balanced = sample.n == units * T and sample.weights is None
    if by_unit and (not others or (periods and balanced)):
        flat = weighted_residuals(sample.columns, by_unit[:1], sample.weights) / size
        estimate = _of_products(flat, sample.unit, sample.period if others else None)
    else:
        estimate = _of_rows(sample, taken, size)
    return lambda times: np.asarray(estimate(times) * (size[0] / size[1:]))


def _of_products(flat: np.ndarray, unit: np.ndarray, period: np.ndarray | None) -> Estimate:
    """Sum the products of the columns (n, 1 + k), less unit effects, as often as units are drawn; period means, where
    there are any, are those of the sample.
    """
    U, K = int(unit.max()) + 1, flat.shape[1]
    outer = np.zeros((U, K * K))
    np.add.at(outer, unit, (flat[:, :, None] * flat[:, None, :]).reshape(len(flat), -1))
    cube = np.zeros((U, 0, K))
    if period is not None:
        cube = np.zeros((U, int(period.max()) + 1, K))
        cube[unit, period] = flat

    def estimate(times: np.ndarray) -> np.ndarray:
        sums = np.einsum("bu,utk->btk", times, cube)
        products = (times @ outer).reshape(-1, K, K)
        products -= np.einsum("btj,btk->bjk", sums, sums) / times.sum(axis=1)[:, None, None]
        return np.array([_solved(square) for square in products])

    return estimate


def _of_rows(sample: Sample, taken: Sequence[Absorbed], size: np.ndarray) -> Estimate:
    base = np.ones(sample.n) if sample.weights is None else sample.weights

    def estimate(times: np.ndarray) -> np.ndarray:
        found = []
        for one in times:
            flat = weighted_residuals(sample.columns, taken, base * one[sample.unit]) / size
            found.append(_solved(flat.T @ flat))
        return np.array(found)

    return estimate


def _solved(products: np.ndarray) -> np.ndarray:
    """Return the coefficients (k,) from the products (1 + k, 1 + k) of outcome and regressors; NaN without them."""
    gram = products[1:, 1:]
    if (np.diag(gram) < GONE).any() or rank(gram) < len(gram):
        return np.full(len(gram), np.nan)
    return np.asarray(np.linalg.solve(gram, products[1:, 0]))
