"""A variable of a panel by period as the page needs it: values, Moran scatter and LISA clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gisplug.autocorrelation.local_statistics import local_moran
from gisplug.core.progress import SILENT, Progress
from gisplug.report.explorer.packed import packed
from gisplug.report.words.say import say

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

UNDEFINED = 5  # GeoDa's code of units without a value


def packed_field(
    panel: Panel, name: str, w: Weights, permutations: int, seed: int, progress: Progress = SILENT
) -> dict[str, Any]:
    """Return a column of the panel, its spatial lag and its clusters, all T x N, for the page.

    Raises
    ------
    PanelError
        If the column does not vary within a period.
    """
    table = local_moran(panel, name, w, permutations, seed, missing="drop", progress=progress)
    shape = (panel.T, panel.N)
    z, lag = (table[c].to_numpy(dtype=float).reshape(shape) for c in ("z", "lag"))
    values = panel.array(name)
    weighted = w.align(list(panel.ids), drop="any").matrix
    rows = np.asarray(weighted.sum(axis=1)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        around = (weighted @ values.T).T / rows
        slope = np.nansum(z * lag, axis=1) / np.nansum(np.where(np.isfinite(lag), z, np.nan) ** 2, axis=1)
    return {
        "name": name,
        "label": say(name),
        "periods": [str(period) for period in panel.periods],
        "values": packed(values, "f32"),
        "lag": packed(around, "f32"),
        "z": packed(z, "f32"),
        "lag_z": packed(lag, "f32"),
        "moran": [None if not np.isfinite(s) else float(s) for s in slope],
        "clusters": packed(table["code"].fillna(UNDEFINED).to_numpy().reshape(shape), "i8"),
        "p": packed(table["p_sim"].to_numpy(dtype=float).reshape(shape), "f32"),
    }
