"""Tests that all units have the same slopes: Swamy (1970), delta and adjusted delta of Pesaran & Yamagata (2008)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.progress import Progress
from gisplug.numbers.distributions import chi2, norm
from gisplug.panel.testing.null_draws import p_simulated
from gisplug.shocks.unit_fits import demeaned, off


@dataclass(frozen=True)
class Slopes:
    """Cross-products of units after their own columns are out.

    Attributes
    ----------
    A, c, yy : (N, K, K), (N, K), (N,), X'X, X'y and y'y
    free : (N,), rows less the columns taken out
    """

    A: np.ndarray
    c: np.ndarray
    yy: np.ndarray
    free: np.ndarray

    @classmethod
    def of(cls, y: np.ndarray, X: np.ndarray, free: np.ndarray) -> Slopes:
        """Return those of y (N, T) and X (N, T, K); free (N,) as above."""
        turned = X.transpose(0, 2, 1)
        return cls(turned @ X, (turned @ y[:, :, None])[:, :, 0], (y**2).sum(axis=1), free)

    def with_outcome(self, y: np.ndarray, X: np.ndarray) -> Slopes:
        """Return those of another outcome y (N, T) on the same X (N, T, K)."""
        return Slopes(self.A, np.einsum("ntk,nt->nk", X, y), (y**2).sum(axis=1), self.free)

    def pooled(self, weights: np.ndarray) -> np.ndarray:
        """Return the coefficients (K,) of all units together, each weighted by weights (N,)."""
        return np.asarray(
            np.linalg.solve(np.einsum("n,nkl->kl", weights, self.A), np.einsum("n,nk->k", weights, self.c))
        )

    def squares(self, b: np.ndarray) -> np.ndarray:
        """Return the sums of squared residuals (N,) at common slopes b (K,)."""
        return np.asarray(self.yy - 2 * self.c @ b + np.einsum("k,nkl,l->n", b, self.A, b))


def slope_tests(slopes: Slopes) -> dict[str, float]:
    """Return the statistics "delta", "adjusted delta" and "Swamy" of units all of whose slopes are identified.

    delta scales each unit's share of the dispersion by its mean K and variance 2 K, adjusted delta by the variance of
    normal errors, 2 K (f - K) / (f + 2) with f free rows (Pesaran & Yamagata 2008, eq. 27 and 29); Swamy's is
    chi-squared with K (N - 1) degrees of freedom.
    """
    N, K = slopes.c.shape
    fixed = slopes.pooled(np.ones(N))
    sigma2 = np.maximum(slopes.squares(fixed), 1e-300) / slopes.free
    common = slopes.pooled(1.0 / sigma2)
    gap = slopes.c - slopes.A @ common  # X'(y - X b), of which the dispersion is the square
    spread = np.einsum("nk,nk->n", gap, np.linalg.solve(slopes.A, gap[:, :, None])[:, :, 0])
    share = spread / sigma2
    own = slopes.squares(common) - spread
    unit_sigma2 = np.maximum(own, 1e-300) / np.maximum(slopes.free - K, 1)
    variance = 2.0 * K * np.maximum(slopes.free - K, 1e-9) / (slopes.free + 2.0)
    unit_common = slopes.pooled(1.0 / unit_sigma2)
    unit_gap = slopes.c - slopes.A @ unit_common
    swamy = np.einsum("nk,nk->n", unit_gap, np.linalg.solve(slopes.A, unit_gap[:, :, None])[:, :, 0]) / unit_sigma2
    return {
        "delta": float((share - K).sum() / np.sqrt(N * 2.0 * K)),
        "adjusted delta": float(((share - K) / np.sqrt(variance)).sum() / np.sqrt(N)),
        "Swamy": float(swamy.sum()),
    }


def homogeneity(
    data: tuple[np.ndarray, np.ndarray],
    here: np.ndarray,
    span: np.ndarray,
    free: np.ndarray,
    how: tuple[int, int | None, Progress],
) -> pd.DataFrame:
    """Test that all units have the same slopes.

    Parameters
    ----------
    data : y (N, T) and X (N, T, K), after the columns of each unit are out
    here, span : (N, T) bool and (N or 1, T, r), what was taken out beside the intercept
    free : (N,), rows less the columns taken out
    how : number of simulated panels, seed and progress

    Returns
    -------
    DataFrame, index test
        statistic, df, p (two-sided normal; chi-squared), p_sim: the share of panels with equal slopes, normal errors
        and each unit's error variance whose statistic is as large.
    """
    y, X = data
    simulations, seed, progress = how
    scale = X.std(axis=(0, 1))
    scaled = X / np.where(scale > 0, scale, 1.0)
    size = float(np.abs(y).max()) or 1.0
    slopes = Slopes.of(y / size, scaled, free.astype(float))
    found = slope_tests(slopes)
    N, K = slopes.c.shape
    table = pd.DataFrame({"statistic": found, "df": {"delta": np.nan, "adjusted delta": np.nan, "Swamy": K * (N - 1)}})
    z = table["statistic"].to_numpy()
    table["p"] = [2 * norm.sf(abs(z[0])), 2 * norm.sf(abs(z[1])), chi2.sf(z[2], K * (N - 1))]
    if simulations:
        fixed = slopes.pooled(np.ones(N))
        sigma = np.sqrt(np.maximum(slopes.squares(fixed), 0.0) / slopes.free)
        rng, drawn = np.random.default_rng(seed), np.empty((simulations, 3))
        for k in range(simulations):
            if k % 25 == 0:
                progress.check()
            noise = np.where(here, rng.standard_normal(here.shape), 0.0) * sigma[:, None]
            e = off(demeaned(noise[:, :, None], here), span)[:, :, 0]
            drawn[k] = list(slope_tests(slopes.with_outcome(e, scaled)).values())
        table["p_sim"] = [p_simulated(z[k], drawn[:, k], right=True) for k in range(3)]
    return table.rename_axis("test")
