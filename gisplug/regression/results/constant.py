"""The constant of a model with effects, as Stata prints it: of the average unit and period, or of the first period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.numbers.covariance import Clusters, sandwich
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.projections import Absorbed, weighted_residuals
from gisplug.panel.sample import Sample, counted_effects

TERM = "Constant"
PLACES = ("mean", "first")


@dataclass(frozen=True)
class Piece:
    """A linear estimate, from which the constant follows.

    Attributes
    ----------
    outcome : (n,), as given
    X : (n, k), regressors as given
    b : (k,)
    lever : (n, k)
        b less its true value is the sum over rows of lever times error, both times the root of the weight.
    """

    outcome: np.ndarray
    X: np.ndarray
    b: np.ndarray
    lever: np.ndarray


def constant_row(
    piece: Piece, sample: Sample, absorbed: Sequence[Absorbed], clusters: Clusters, at: str = "mean"
) -> pd.DataFrame:
    """Return the constant with its standard error: one row "Constant"; estimate, se, stat, p, low, high.

    Parameters
    ----------
    absorbed : the effects that were taken out
    at : {"mean", "first"}
        "mean": effects average to nought over the rows, so that the constant is the mean of the outcome less the means
        of the regressors times their coefficients (xtreg, areg, reghdfe). "first": unit effects average to nought and
        those of periods are dummies with the first left out (xtreg with i.period).

    Raises
    ------
    ModelError
        If `at` is unknown, or the effects of periods are not told apart from others.
    """
    if at not in PLACES:
        raise ModelError(
            message(
                "The constant is that of {places}; {at!r} was given instead.",
                places=joined(message(" or "), PLACES),
                at=at,
            )
        )
    weights = sample.weights
    root = np.ones(sample.n) if weights is None else np.sqrt(weights)
    share = root**2 / (root**2).sum()
    means = share @ piece.X
    estimate = float(share @ piece.outcome - means @ piece.b)
    left, gone = piece.outcome - piece.X @ piece.b, list(absorbed)
    e = weighted_residuals(left[:, None], gone, weights)[:, 0]
    lever = root / (root**2).sum() - piece.lever @ means
    others = [a for a in gone if not _of_period(a, sample)]
    if at == "first" and len(others) < len(gone):
        D = np.eye(int(sample.period.max()) + 1)[sample.period][:, 1:]
        kept = others or [Absorbed(np.zeros(sample.n, dtype=int))]
        flat = weighted_residuals(np.column_stack([left, piece.X, D]), kept, weights)
        k = piece.X.shape[1]
        gram = flat[:, 1 + k :].T @ flat[:, 1 + k :]
        if unidentified(D, flat[:, 1 + k :], [str(t) for t in range(len(gram))]):
            raise ModelError(
                "The constant of the first period is not identified: other effects that were taken out hold those of "
                "periods. Ask for the constant at the mean."
            )
        solved = np.linalg.solve(gram, flat[:, 1 + k :].T).T  # (n, T - 1)
        of_periods = share @ D
        estimate -= float(of_periods @ (solved.T @ flat[:, 0]))
        lever = lever - (solved - piece.lever @ (solved.T @ flat[:, 1 : 1 + k]).T) @ of_periods
    _, counted = counted_effects(gone, clusters)
    bread = np.array([[float(lever @ lever)]]) if clusters.kind == "classical" else np.eye(1)
    cov, df = sandwich(bread, (lever * e)[:, None], float(e @ e), clusters, piece.X.shape[1] + counted)
    return estimates([TERM], np.array([estimate]), cov, df)


def _of_period(effects: Absorbed, sample: Sample) -> bool:
    """Return whether effects are the levels of periods."""
    return effects.slope is None and np.array_equal(effects.codes, sample.period)
