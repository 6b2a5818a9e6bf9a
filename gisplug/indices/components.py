"""Composite index by principal components, with the tests that say whether the columns go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.indices.scaling import indicators, known_values
from gisplug.numbers.distributions import chi2
from gisplug.numbers.symmetric import DEPENDENT, inverse, log_determinant, rank
from gisplug.panel.frame import Panel

KMO_LIMIT = 0.5


@dataclass(frozen=True)
class ComponentIndex:
    """Result of a principal-component index.

    Attributes
    ----------
    scores : DataFrame, index (period, unit)
        `index` (components kept, weighted by their share of variance), `index_01` (the same on [0, 1]), pc1, pc2, ...
    loadings : DataFrame, index indicator
        Correlation of each indicator with each kept component; communality; weight in the index; kmo (sampling
        adequacy of the indicator).
    variance : DataFrame, index component
        eigenvalue, share, cumulative, kept.
    kmo, bartlett, df, p
        Kaiser-Meyer-Olkin measure; Bartlett's test of sphericity.
    """

    scores: pd.DataFrame
    loadings: pd.DataFrame
    variance: pd.DataFrame
    kmo: float
    bartlett: float
    df: int
    p: float
    report: Report = field(default_factory=Report)


def component_index(
    panel: Panel,
    positive: Sequence[str],
    negative: Sequence[str] = (),
    keep: int | float | Literal["kaiser"] = "kaiser",
    dimensions: Mapping[str, Sequence[str]] | None = None,
) -> ComponentIndex:
    """Condense indicators to principal components of their correlation matrix, pooled over units and periods.

    Parameters
    ----------
    positive, negative
        Negative indicators are turned round (multiplied by -1) first.
    keep
        "kaiser": eigenvalues above 1 (at least one component); a whole number of components; or a share of variance
        to reach, such as 0.85.

    Notes
    -----
    Sign convention: each component points where the sum of its loadings is positive, so more of the indicators means
    a higher score; without it, software is free to return either sign.

    Raises
    ------
    PanelError
        If cells are empty, an indicator does not vary, or indicators are exact sums of one another.
    ParameterError
        If there are fewer than two indicators, or `keep` is out of range.
    """
    chosen = indicators(panel, positive, negative, dimensions)
    if len(chosen.columns) < 2:
        raise ParameterError("Principal components need at least two indicators.")
    x = known_values(panel, chosen.columns).reshape(-1, len(chosen.columns)) * chosen.signs
    flat = [c for c, v in zip(chosen.columns, np.ptp(x, axis=0), strict=True) if v == 0]
    if flat:
        raise PanelError(
            message("{flat} does not vary; leave it out of the principal components.", flat=", ".join(flat))
        )
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    r = np.corrcoef(x, rowvar=False)
    values, vectors = np.linalg.eigh(r)
    order = np.argsort(values)[::-1]
    values, vectors = np.maximum(values[order], 0.0), vectors[:, order]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    kept = _kept(values, keep)
    share = values / values.sum()
    weight = share[:kept] / share[:kept].sum()
    components = z @ vectors[:, :kept]
    index = components @ weight
    kmo, single = sampling_adequacy(r)
    bartlett, df, p = sphericity(r, len(z))
    loading = vectors[:, :kept] * np.sqrt(values[:kept])
    loadings = pd.DataFrame(
        loading, index=pd.Index(chosen.columns, name="indicator"), columns=[f"pc{k + 1}" for k in range(kept)]
    )
    loadings["communality"] = (loading**2).sum(axis=1)
    loadings["weight"] = vectors[:, :kept] @ weight
    loadings["kmo"] = single
    variance = pd.DataFrame(
        {"eigenvalue": values, "share": share, "cumulative": share.cumsum(), "kept": np.arange(len(values)) < kept},
        index=pd.Index([f"pc{k + 1}" for k in range(len(values))], name="component"),
    )
    scores = pd.DataFrame({"index": index, "index_01": (index - index.min()) / np.ptp(index)}, index=panel.frame.index)
    for k in range(kept):
        scores[f"pc{k + 1}"] = components[:, k]
    return ComponentIndex(
        scores, loadings, variance, kmo, bartlett, df, p, Report(_notes(kept, float(share[:kept].sum()), kmo, p))
    )


def sampling_adequacy(r: np.ndarray) -> tuple[float, np.ndarray]:
    """Kaiser-Meyer-Olkin measure: squared correlations against squared partial ones, 0 to 1.

    Parameters
    ----------
    r : (K, K) correlations

    Returns
    -------
    overall, and of each column (K,)

    Raises
    ------
    PanelError
        If columns are exact sums of others, so that there are no partial correlations.
    """
    if rank(r, DEPENDENT) < len(r):
        raise PanelError(
            "Some indicators are exact sums of others, so partial correlations do not exist. Leave one out."
        )
    inverted = inverse(r)
    scale = np.sqrt(np.diag(inverted))
    partial = -inverted / np.outer(scale, scale)
    off = ~np.eye(len(r), dtype=bool)
    r2, q2 = np.where(off, r**2, 0.0), np.where(off, partial**2, 0.0)
    return float(r2.sum() / (r2.sum() + q2.sum())), r2.sum(axis=0) / (r2.sum(axis=0) + q2.sum(axis=0))


def sphericity(r: np.ndarray, n: int) -> tuple[float, int, float]:
    """Bartlett's test that the columns are uncorrelated, from r (K, K) of n rows: chi-square, degrees of freedom, p."""
    k = len(r)
    statistic = -(n - 1 - (2 * k + 5) / 6) * log_determinant(r)
    df = k * (k - 1) // 2
    return statistic, df, float(chi2.sf(statistic, df))


def _kept(values: np.ndarray, keep: int | float | str) -> int:
    if keep == "kaiser":
        return max(1, int((values > 1.0).sum()))
    if isinstance(keep, float) and 0 < keep < 1:
        return int(np.searchsorted(values.cumsum() / values.sum(), keep) + 1)
    if isinstance(keep, int | float) and 1 <= keep <= len(values) and keep == int(keep):
        return int(keep)
    raise ParameterError(
        message(
            "keep is kaiser, a number from 1 to {n}, or a share below 1; {keep!r} was given instead.",
            n=len(values),
            keep=keep,
        )
    )


def _notes(kept: int, share: float, kmo: float, p: float) -> tuple[Note, ...]:
    notes = [
        Note(
            INFO,
            "components",
            message(
                "{kept} components hold {share:.1%} of the variance; KMO {kmo:.3f}, Bartlett p {p:.2g}.",
                kept=kept,
                share=share,
                kmo=kmo,
                p=p,
            ),
        )
    ]
    if kmo < KMO_LIMIT:
        notes.append(
            Note(
                WARNING,
                "kmo",
                message(
                    "KMO is {kmo:.3f}; below {kmo_limit} the indicators share too little for principal components.",
                    kmo=kmo,
                    kmo_limit=KMO_LIMIT,
                ),
            )
        )
    if p > 0.05:
        notes.append(
            Note(
                WARNING,
                "bartlett",
                message("Bartlett's test does not reject that the indicators are uncorrelated (p {p:.2g}).", p=p),
            )
        )
    return tuple(notes)
