"""Numbers of modified gravity: how strongly units attract each other, and which of the pairs are links."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from gisplug.numbers.space.conley import EARTH, on_sphere

Cut = Literal["row", "all", "value"]
ROWS = 512  # of a matrix of distances, made at once


def great_circles(places: np.ndarray) -> np.ndarray:
    """Return kilometres along great circles between all pairs of places (N, 2), degrees: (N, N), 0 on the diagonal."""
    points = on_sphere(places)
    out = np.empty((len(points), len(points)))
    for at in range(0, len(points), ROWS):
        chord = np.linalg.norm(points[at : at + ROWS, None] - points[None], axis=2)
        out[at : at + ROWS] = 2 * EARTH * np.arcsin(np.minimum(chord / (2 * EARTH), 1.0))
    np.fill_diagonal(out, 0.0)
    return out


def attraction(
    km: np.ndarray, mass: np.ndarray, share: np.ndarray | None, gap: np.ndarray | None, exponent: float
) -> np.ndarray:
    """Return R_ij = k_ij m_i m_j / (D_ij / |g_i - g_j|)^exponent in one period, (N, N) with a zero diagonal.

    Parameters
    ----------
    km : (N, N) distances, above 0 off the diagonal
    mass : (N,) the masses with their power taken
    share : (N,) whose share s_i / (s_i + s_j) is k_ij; None: k is one
    gap : (N,) g; None: distances as they are
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        out = np.outer(mass, mass) * km**-exponent
        if gap is not None:
            out *= np.abs(gap[:, None] - gap[None]) ** exponent
        if share is not None:
            out *= share[:, None] / (share[:, None] + share[None])
    np.fill_diagonal(out, 0.0)
    return out


def linked(strength: np.ndarray, cut: Cut, value: float = 0.0) -> csr_array:
    """Return the pairs whose attraction (N, N) is above the mean of their row ("row"), of all pairs ("all"), or above
    `value`: (N, N) of ones. Means are those of other units, without the diagonal.
    """
    n = len(strength)
    border: np.ndarray | float = value
    if cut == "row":
        border = strength.sum(axis=1, keepdims=True) / (n - 1)
    elif cut == "all":
        border = float(strength.sum()) / (n * (n - 1))
    above = strength > border
    np.fill_diagonal(above, False)
    return csr_array(above.astype(np.float64))
