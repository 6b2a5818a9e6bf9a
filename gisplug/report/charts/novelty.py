"""Charts of patent novelty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def novelty_by_year(ax: Any, patents: pd.DataFrame, threshold: pd.Series) -> Any:
    """Draw the spread of novelty in each year (5 %, quartiles, 95 %) and the threshold of
    breakthroughs; return `ax`.
    """
    measured = patents[patents["counted"] & patents["novelty"].notna()]
    quantiles = measured.groupby("year")["novelty"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack()
    years = quantiles.index.to_numpy()
    ax.fill_between(years, quantiles[0.05], quantiles[0.95], color="#9ecae1", alpha=0.5, lw=0, label="5 % to 95 %")
    ax.fill_between(years, quantiles[0.25], quantiles[0.75], color="#4292c6", alpha=0.6, lw=0, label="middle half")
    ax.plot(years, quantiles[0.5], color="#08306b", label="median", marker="o", ms=3)
    line = np.array([threshold.get(year, threshold.get("all", np.nan)) for year in years])
    ax.plot(years, line, color="#c0392b", ls="--", lw=1, label="breakthrough above")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlabel("Filing year")
    ax.set_ylabel("Novelty (forward / backward similarity)")
    ax.legend(frameon=False, fontsize=8)
    return ax
