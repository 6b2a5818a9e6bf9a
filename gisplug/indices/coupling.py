"""Coupling coordination degree of two or more systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.indices.scaling import known_values, unit_range
from gisplug.panel.frame import Panel

Variant = Literal["standard", "corrected"]
GRADES = (
    "Extreme imbalance",
    "Severe imbalance",
    "Moderate imbalance",
    "Mild imbalance",
    "Near imbalance",
    "Bare coordination",
    "Primary coordination",
    "Intermediate coordination",
    "Good coordination",
    "Quality coordination",
)


@dataclass(frozen=True)
class Coupling:
    """Coupling degree C, comprehensive level T and coordination degree D = sqrt(C T), each 0 to 1.

    Attributes
    ----------
    scores : DataFrame, index (period, unit)
        coupling, level, coordination, grade (ten steps of 0.1, from extreme imbalance to quality coordination).
    by_period : DataFrame, index period
        Means of the three over units; least and greatest coordination.
    shares, variant
        Weights of the systems, and the form of C.
    """

    scores: pd.DataFrame
    by_period: pd.DataFrame
    shares: tuple[float, ...]
    variant: str


def coupling_coordination(
    panel: Panel,
    systems: Sequence[str],
    shares: Sequence[float] | None = None,
    rescale: bool = False,
    variant: Variant = "standard",
) -> Coupling:
    """Measure how far systems develop together.

    Parameters
    ----------
    systems
        Two or more columns with the level of each system on [0, 1], such as indices by entropy weights.
    shares
        Weight of each system in the comprehensive level; all alike where left out. They are scaled to sum to 1.
    rescale
        Scale each column to [0, 1] over the whole panel first.
    variant
        "standard": C = (product of U)^(1/n) / (mean of U), that is 2 sqrt(U1 U2) / (U1 + U2) for two systems.
        "corrected": C = sqrt((1 - mean difference) * product(U / max U)^(1/(n-1))), Wang, Kong et al. (2021), whose
        values spread better over [0, 1].

    Raises
    ------
    PanelError
        If values lie outside [0, 1] and are not to be rescaled.
    ParameterError
        If the variant is unknown, there are fewer than two systems, or shares do not fit them.
    """
    one_of("variant", variant, get_args(Variant))
    n = len(systems)
    if n < 2 or (shares is not None and len(shares) != n):
        raise ParameterError("Coupling needs at least two systems, and a share for each where shares are given.")
    weight = np.full(n, 1 / n) if shares is None else np.asarray(shares, dtype=float)
    if (weight <= 0).any():
        raise ParameterError("The shares of the systems are positive.")
    weight = weight / weight.sum()
    u = known_values(panel, systems)
    if rescale:
        u, _ = unit_range(u, np.ones(n), by_period=False)
    outside = [
        message("{systems} of {panel} in {periods}", systems=systems[k], panel=panel.ids[i], periods=panel.periods[t])
        for t, i, k in np.argwhere((u < 0) | (u > 1))
    ]
    if outside:
        raise PanelError(
            message(
                "{n} values lie outside 0 to 1: {outside}. Give indices on that scale, or rescale them.",
                n=len(outside),
                outside=some(outside),
            )
        )
    degree = _standard(u) if variant == "standard" else _corrected(u)
    level = u @ weight
    together = np.sqrt(degree * level)
    grade = np.clip(np.ceil(together * 10).astype(int) - 1, 0, 9)
    scores = pd.DataFrame(
        {
            "coupling": degree.ravel(),
            "level": level.ravel(),
            "coordination": together.ravel(),
            "grade": [GRADES[g] for g in grade.ravel()],
        },
        index=panel.frame.index,
    )
    means = pd.DataFrame(
        {
            "coupling": degree.mean(axis=1),
            "level": level.mean(axis=1),
            "coordination": together.mean(axis=1),
            "min": together.min(axis=1),
            "max": together.max(axis=1),
        },
        index=pd.Index(panel.periods, name="period"),
    )
    return Coupling(scores, means, tuple(float(w) for w in weight), variant)


def _standard(u: np.ndarray) -> np.ndarray:
    mean = u.mean(axis=2)
    root = np.prod(u, axis=2) ** (1 / u.shape[2])
    out: np.ndarray = np.divide(root, mean, out=np.zeros_like(mean), where=mean > 0)
    return out


def _corrected(u: np.ndarray) -> np.ndarray:
    n = u.shape[2]
    pairs = [(i, j) for i in range(n) for j in range(i)]
    apart = sum((np.abs(u[..., i] - u[..., j]) for i, j in pairs), np.zeros(u.shape[:2])) / len(pairs)
    most = u.max(axis=2, keepdims=True)
    ratio = np.divide(u, most, out=np.zeros_like(u), where=most > 0)
    out: np.ndarray = np.sqrt((1 - apart) * np.prod(ratio, axis=2) ** (1 / (n - 1)))
    return out
