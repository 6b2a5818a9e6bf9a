"""How wide rings of spillovers are and how far they reach, by cross-validation (Clarke 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.sample import clusters_of, fixed_effects_of
from gisplug.policy.rows import AskedOptions, PolicyRows, policy_frame, policy_rows, twoways_only
from gisplug.policy.spillovers.columns import Columns
from gisplug.policy.spillovers.exposure import DistanceRings, Exposure, nearest_treated
from gisplug.regression.design import fit_design

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTHS = 10  # tried where none are given
FAR = 0.75  # quantile of the distances of untreated units to treated ones up to which rings are tried by default
T_LEAST = 1.96  # |t| below which the next ring is not added
ALONE = 1e-8  # how near to 1 the leverage of a unit may be


@dataclass(frozen=True, repr=False, eq=False)
class Bandwidth(Finding):
    """Widths of rings that were tried, and the one chosen.

    Attributes
    ----------
    tried : DataFrame, index width (km): rings, distance (km up to which they reach), rmse, chosen
    breaks : outer edges of the rings chosen, km; none where no ring stays
    coordinates : as in `DistanceRings`
    """

    tried: pd.DataFrame
    breaks: tuple[float, ...]
    coordinates: tuple[str, ...] = ()
    report: Report = field(default_factory=Report, repr=False)

    kind = message("Width of the rings of a policy's spillovers")

    @property
    def rings(self) -> DistanceRings:
        """The rings chosen.

        Raises
        ------
        ModelError
            If no ring stays.
        """
        if not self.breaks:
            raise ModelError(
                "No ring stays at any width: spillovers are not told from nought. Name the rings, or go without them."
            )
        return DistanceRings(self.breaks, coordinates=self.coordinates)

    def table(self) -> pd.DataFrame:
        """Return the widths tried, index width; rings, distance, rmse, chosen."""
        return self.tried.copy()

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the root mean squared error over the width; returns the axes."""
        return drawn("ring width", ax, self.tried)


class BandwidthOptions(AskedOptions, total=False):
    """Further options of `spillover_bandwidth`.

    Attributes
    ----------
    winsorise : share of the outcome to winsorise at each end
    """

    winsorise: float


@repeatable
def spillover_bandwidth(
    panel: Panel,
    formula: str | Formula,
    widths: Sequence[float] = (),
    *,
    farthest: float | None = None,
    coordinates: tuple[str, ...] = (),
    t: float = T_LEAST,
    **options: Unpack[BandwidthOptions],
) -> Bandwidth:
    """Choose the width of rings round treated units, and how many of them there are (Clarke 2017).

    For each width rings are added from the nearest one on until the effect of the next one on the untreated has |t|
    below `t`, in a two-way regression with errors by unit. Of the widths that with the smallest mean squared error is
    taken, each unit being predicted by the others: its own level is known, the effects are not (leave one unit out).

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    widths : km that are tried; ten equal steps up to `farthest` where none are given.
    farthest : km up to which rings are added; by default three quarters of the untreated units are within it.
    coordinates : as in `DistanceRings`
    t : |t| that the next ring must have.
    options : `where`, `collinear` and `winsorise`, as in `BandwidthOptions`

    Raises
    ------
    ModelError
        If nobody is treated, or widths are not above 0 and up to `farthest`.
    """
    known(options, BandwidthOptions, "spillover_bandwidth")
    frame = policy_frame(panel, formula, options.get("where"))
    twoways_only(frame, message("The width of rings"))
    rows = policy_rows(frame, winsorise=options.get("winsorise", 0.0))
    absorbed = fixed_effects_of(rows.sample, "twoways")
    on = rows.on.astype(float)[:, None]
    rows = rows.less(on, ["ATT"], absorbed, options.get("collinear", "refuse"))
    km = nearest_treated(rows.sample.panel, rows.made.treated, tuple(coordinates)).ravel()[rows.sample.rows]
    km = np.where(rows.on, np.inf, km)
    if not np.isfinite(km).any():
        raise ModelError("No untreated unit has a treated one beside it; there are no distances to make rings of.")
    end = float(np.quantile(km[np.isfinite(km)], FAR)) if farthest is None else float(farthest)
    tried = [float(w) for w in widths] or [end * (k + 1) / WIDTHS for k in range(WIDTHS)]
    if not all(0 < w <= end for w in tried):
        raise ModelError(
            message(
                "Widths of rings are above 0 and up to the farthest ring, {end:g} km; {widths} were given.",
                end=end,
                widths=", ".join(f"{w:g}" for w in tried),
            )
        )
    found = [_edges(rows, absorbed, km, width, end, t) for width in tried]
    errors = [_rmse(rows, absorbed, _columns(rows, km, edges).X) for edges in found]
    if np.isnan(errors).all():
        raise ModelError(
            "At every width one unit alone tells an effect, so that the others do not predict it. Name the rings, or "
            "take further units."
        )
    best = int(np.nanargmin(errors))
    table = pd.DataFrame(
        {
            "rings": [len(edges) for edges in found],
            "distance": [edges[-1] if edges else 0.0 for edges in found],
            "rmse": errors,
            "chosen": np.arange(len(tried)) == best,
        },
        index=pd.Index(tried, name="width"),
    )
    return Bandwidth(table, found[best], tuple(coordinates), rows.report + Report(_told(table, found[best])))


def _told(table: pd.DataFrame, breaks: tuple[float, ...]) -> tuple[Note, ...]:
    """Return what is told of the choice."""
    if not breaks:
        text = message("No ring stays at the width that predicts best; spillovers are not told from nought.")
        return (Note(WARNING, "no-ring", text),)
    text = message(
        "{n} rings up to {far:.4g} km, chosen from {tried} widths by the error of units predicted by the others. "
        "Intervals and p of effects do not know of the choice.",
        n=len(breaks),
        far=breaks[-1],
        tried=len(table),
    )
    return (Note(INFO, "rings-chosen", text),)


def _columns(rows: PolicyRows, km: np.ndarray, edges: Sequence[float]) -> Columns:
    """Return the policy and dummies of the rings of the untreated with these outer edges; km (n,) to the treated."""
    inner = [0.0, *edges][: len(edges)]
    rings = [((km > low) & (km <= high)).astype(float) for low, high in zip(inner, edges, strict=True)]
    names = ["ATT", *(f"{low:g}-{high:g}" for low, high in zip(inner, edges, strict=True))]
    return Columns(np.column_stack([rows.on.astype(float), *rings]), tuple(names))


def _edges(
    rows: PolicyRows, absorbed: Sequence[Absorbed], km: np.ndarray, width: float, end: float, least: float
) -> tuple[float, ...]:
    """Return the outer edges of the rings of a width that stay: all before the first whose |t| is below `least`.

    A ring without units is joined with the next. The last ring tried leaves clean rows in periods of the policy.
    """
    kept, low, clusters = list[float](), 0.0, clusters_of(rows.sample, "unit")
    hit = np.isin(rows.sample.period, rows.sample.period[rows.on])
    for step in range(1, int(np.floor(end / width + 1e-9)) + 1):
        high = step * width
        if not ((km > low) & (km <= high)).any():
            continue
        if not (hit & ~rows.on & (km > high)).any():
            break
        own = _columns(rows, km, [*kept, high])
        X = np.column_stack([own.X, rows.sample.columns[:, 1:]])
        try:
            outcome = (rows.outcome, rows.sample.columns[:, 0])
            fit = fit_design(outcome, X, [*own.names, *rows.controls], absorbed, clusters)
        except ModelError:
            break
        at = len(own.names) - 1
        if not abs(fit.b[at]) > least * np.sqrt(fit.cov[at, at]):
            break
        kept, low = [*kept, high], high
    return tuple(kept)


def reach_errors(
    panel: Panel, formula: str | Formula, exposure: Exposure, **options: Unpack[BandwidthOptions]
) -> pd.DataFrame:
    """Return the error of units predicted by the others without exposure and with ever more columns of it.

    Parameters
    ----------
    formula, options : as in `spillover_bandwidth`
    exposure : as in `spillover_did`

    Returns
    -------
    DataFrame, index columns (0 to K); reach (the last of them), rmse, chosen (the smallest error)

    Raises
    ------
    ModelError
        If nobody is treated.
    """
    known(options, BandwidthOptions, "reach_errors")
    rows = policy_rows(policy_frame(panel, formula, options.get("where")), winsorise=options.get("winsorise", 0.0))
    absorbed = fixed_effects_of(rows.sample, "twoways")
    on = rows.on.astype(float)[:, None]
    rows = rows.less(on, ["ATT"], absorbed, options.get("collinear", "refuse"))
    every = exposure.of(rows.sample.panel, rows.made.treated)
    near = every.reshape(-1, every.shape[2])[rows.sample.rows] * (1.0 - on)
    errors = [_rmse(rows, absorbed, np.column_stack([on, near[:, :k]])) for k in range(near.shape[1] + 1)]
    best = int(np.argmin(np.where(np.isnan(errors), np.inf, errors)))
    parts = {
        "reach": [message("no spillovers"), *exposure.names],
        "rmse": errors,
        "chosen": np.arange(len(errors)) == best,
    }
    return pd.DataFrame(parts, index=pd.RangeIndex(len(errors), name="columns"))


def _rmse(rows: PolicyRows, absorbed: Sequence[Absorbed], own: np.ndarray) -> float:
    """Return the root mean squared error of units that are predicted by the others, up to their own level, with columns
    of the policy (n, k); NaN where a unit alone tells an effect.
    """
    sample = rows.sample
    unit = sample.unit
    periods = Absorbed(sample.period).dummies().toarray()
    X = np.column_stack([periods, own, sample.columns[:, 1:]])
    flat = residualised(np.column_stack([sample.columns[:, 0], X]), absorbed[:1])
    y, Z = flat[:, 0], flat[:, 1:]
    basis, size, _ = np.linalg.svd(Z, full_matrices=False)
    basis = basis[:, size > size[0] * 1e-10]
    left = y - basis @ (basis.T @ y)
    order = np.argsort(unit, kind="stable")
    total = 0.0
    for mine in np.split(order, np.cumsum(np.bincount(unit))[:-1]):
        part = basis[mine]
        gap = np.eye(len(mine)) - part @ part.T
        values, vectors = np.linalg.eigh(gap)
        if values[0] < ALONE:
            return np.nan
        total += float(((vectors @ ((vectors.T @ left[mine]) / values)) ** 2).sum())
    return float(np.sqrt(total / len(y)))
