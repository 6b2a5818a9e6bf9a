"""What composite indices have in common: tables of weights, and scores by dimension."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.indices.scaling import Indicators
from gisplug.panel.frame import Panel

Pooling = Literal["pooled", "period"]


def weights_table(chosen: Indicators, weight: np.ndarray, parts: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return the weights of K indicators by dimension.

    Parameters
    ----------
    weight : (K,)
    parts
        What the weights were made of, further columns (K,) before them.

    Returns
    -------
    DataFrame, index indicator
        dimension, sign, the parts, weight, weight_in_dimension.
    """
    signs = np.where(chosen.signs > 0, "+", "-")
    table = pd.DataFrame(
        {"dimension": chosen.dimensions, "sign": signs, **parts, "weight": weight},
        index=pd.Index(chosen.columns, name="indicator"),
    )
    inside = table.groupby("dimension", sort=False)["weight"].transform("sum")
    table["weight_in_dimension"] = np.divide(table["weight"], inside, out=np.zeros(len(table)), where=inside > 0)
    order = {name: k for k, name in enumerate(dict.fromkeys(chosen.dimensions))}
    return table.sort_values("dimension", key=lambda s: s.map(order), kind="stable")


def by_dimension(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number of indicators and the weight of each dimension, from the table of the K indicators."""
    groups = table.groupby("dimension", sort=False)["weight"]
    return pd.DataFrame({"indicators": groups.size(), "weight": groups.sum()})


def scores_of(panel: Panel, chosen: Indicators, z: np.ndarray, weights: np.ndarray, values: np.ndarray) -> pd.DataFrame:
    """Return the index (T, N) and, where there are several dimensions, the weighted sum of each, by period and unit."""
    scores = {"index": values.ravel()}
    names = list(dict.fromkeys(chosen.dimensions))
    if len(names) > 1:
        part = z * np.broadcast_to(weights, (panel.T, z.shape[2]))[:, None]
        for name in names:
            scores[name] = part[:, :, np.array(chosen.dimensions) == name].sum(axis=2).ravel()
    return pd.DataFrame(scores, index=panel.frame.index)


def weights_by_period(panel: Panel, chosen: Indicators, weights: np.ndarray) -> pd.DataFrame:
    """Return the weights (T, K) as a frame of periods by indicators."""
    return pd.DataFrame(
        weights, index=pd.Index(panel.periods, name="period"), columns=pd.Index(chosen.columns, name="indicator")
    )


def without_variation(panel: Panel, chosen: Indicators, varies: np.ndarray, pooled: bool) -> list[str]:
    """Return where indicators do not vary, "x in 2010", from (B, K) of bool by period, or of all periods at once."""
    labels = ["all periods"] if pooled else [str(p) for p in panel.periods]
    return [
        message("{columns} in {labels}", columns=chosen.columns[k], labels=labels[b]) for b, k in np.argwhere(~varies)
    ]
