"""Composite index by the entropy-weight method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.indices.composite import (
    Pooling,
    by_dimension,
    scores_of,
    weights_by_period,
    weights_table,
    without_variation,
)
from gisplug.indices.scaling import Indicators, indicators, known_values, unit_range
from gisplug.panel.frame import Panel

Zeros = Literal["zero", "shift", "compress"]


@dataclass(frozen=True)
class EntropyIndex:
    """Result of the entropy-weight method.

    Attributes
    ----------
    scores : DataFrame, index (period, unit)
        `index` in [0, 1] and, where there are several, the part of each dimension (parts sum to the index).
    weights : DataFrame, index indicator
        dimension, sign, entropy, divergence, weight, weight_in_dimension; with weights by period the means over
        periods (`by_period` holds them all).
    dimensions : DataFrame, index dimension
        number of indicators and total weight.
    by_period : DataFrame, index period, one column per indicator, or None
        Weights of each period, where they are not pooled.
    """

    scores: pd.DataFrame
    weights: pd.DataFrame
    dimensions: pd.DataFrame
    by_period: pd.DataFrame | None
    pooling: str
    zeros: str
    report: Report = field(default_factory=Report)


def entropy_index(
    panel: Panel,
    positive: Sequence[str],
    negative: Sequence[str] = (),
    dimensions: Mapping[str, Sequence[str]] | None = None,
    pooling: Pooling = "pooled",
    zeros: Zeros = "zero",
    shift: float = 0.0001,
) -> EntropyIndex:
    """Weigh indicators by how unevenly they are spread, and add them up.

    With z the indicators scaled to [0, 1] and p = z / sum(z): entropy e = -sum(p ln p) / ln(m), divergence d = 1 - e,
    weight w = d / sum(d), index = sum(w z); m is the number of cells that are compared.

    Parameters
    ----------
    positive, negative
        Columns where more is better, and where less is.
    dimensions
        Name of each dimension and its indicators, for the table of weights and the parts of the index.
    pooling
        "pooled": one scale and one set of weights over all units and periods (values are comparable over time);
        "period": scale and weights of each period by itself.
    zeros
        "zero": p ln p is 0 where p is 0, its limit; "shift": `shift` is added to all scaled values first, as many
        papers do; "compress": they are scaled to [shift, 1] instead. The last two move the weights, the more the larger
        `shift` is, and the index no longer begins at 0.
    shift
        Above 0 and below 1; with "zero" it has no part.

    Notes
    -----
    An indicator that does not vary carries no information: its weight is 0, and the report says so.

    Raises
    ------
    PanelError
        If cells are empty or no indicator varies.
    ParameterError
        If `pooling` or `zeros` is unknown, `shift` is out of range, or an indicator stands twice.
    """
    for name, value, allowed in (("pooling", pooling, get_args(Pooling)), ("zeros", zeros, get_args(Zeros))):
        one_of(name, value, allowed)
    chosen = indicators(panel, positive, negative, dimensions)
    x = known_values(panel, chosen.columns)
    z, varies = unit_range(x, chosen.signs, pooling == "period")
    if zeros != "zero" and not 0.0 < shift < 1.0:
        raise ParameterError(message("shift lies between 0 and 1; {shift} was given instead.", shift=shift))
    if zeros == "shift":
        z = z + shift
    elif zeros == "compress":
        z = shift + (1.0 - shift) * z
    blocks = z if pooling == "period" else z.reshape(1, -1, z.shape[2])
    moving = varies if pooling == "period" else varies[:1]
    entropy, weights = entropy_weights(blocks, moving)
    values = np.einsum("tnk,tk->tn", z, np.broadcast_to(weights, (panel.T, z.shape[2])))
    notes = _notes(panel, chosen, moving, pooling, zeros)
    mean = entropy.mean(axis=0)
    parts = {"entropy": mean, "divergence": np.maximum(1 - mean, 0.0)}
    table = weights_table(chosen, weights.mean(axis=0), parts)
    return EntropyIndex(
        scores_of(panel, chosen, z, weights, values),
        table,
        by_dimension(table),
        weights_by_period(panel, chosen, weights) if pooling == "period" else None,
        pooling,
        zeros,
        Report(notes),
    )


def entropy_weights(blocks: np.ndarray, varies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return entropy and weight of each indicator, (B, K) each.

    Parameters
    ----------
    blocks : (B, M, K) scaled values
    varies : (B, K) of bool, whether an indicator varies in a block

    Raises
    ------
    PanelError
        If nothing varies.
    """
    total = blocks.sum(axis=1, keepdims=True)
    p = np.divide(blocks, total, out=np.zeros_like(blocks), where=total > 0)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    entropy = np.where(varies, -(p * logs).sum(axis=1) / np.log(blocks.shape[1]), 1.0)
    divergence = np.maximum(1.0 - entropy, 0.0)
    whole = divergence.sum(axis=1, keepdims=True)
    if (whole <= 0).any():
        raise PanelError("No indicator varies, so there is nothing to weigh. Check the columns and the periods.")
    return entropy, divergence / whole


def _notes(panel: Panel, chosen: Indicators, varies: np.ndarray, pooling: str, zeros: str) -> tuple[Note, ...]:
    notes = [
        Note(
            INFO,
            "entropy",
            message(
                "Entropy weights {clause}; zeros: {zeros}.",
                clause=message("of all periods together") if pooling == "pooled" else message("of each period"),
                zeros=message(zeros),
            ),
        )
    ]
    flat = without_variation(panel, chosen, varies, pooling == "pooled")
    if flat:
        notes.append(
            Note(WARNING, "constant", message("No variation, so no weight: {flat}.", flat=some(flat)), tuple(flat))
        )
    return tuple(notes)
