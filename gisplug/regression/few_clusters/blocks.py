"""Errors of a panel regression by a bootstrap of blocks of near units, their whole histories drawn together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import BLOCKS, Cell
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.inference import interval_frame, wald
from gisplug.numbers.space.blocks import compact_blocks, grid_blocks
from gisplug.panel.places import Reach, places_of
from gisplug.panel.sample import Sample
from gisplug.regression.few_clusters.units_drawn import estimator_of
from gisplug.regression.results.panel import PanelFit

FEW = 10  # blocks below which a warning says that they are few
LOST = 0.05  # share of draws without an estimate above which the bootstrap is refused
STEP = 20  # draws between two looks at whether the work is still wanted


@dataclass(frozen=True)
class BlockDrawing:
    """How blocks are made and drawn.

    Attributes
    ----------
    blocks : "grid", cells whose side is the reach's cut-off; "compact", groups of `size` neighbouring units each
    size : units of a compact block
    draws : how many samples
    seed : of the draws

    Raises
    ------
    ModelError
        If a value is out of range.
    """

    blocks: str = "grid"
    size: int = 4
    draws: int = 999
    seed: int = 1

    def __post_init__(self) -> None:
        if self.blocks not in BLOCKS or self.draws < 99 or self.size < 1:
            raise ModelError(
                message(
                    "blocks is one of {blocks}, of one unit or more, with 99 draws or more; {blocks2!r}, "
                    "{size} and {draws} were given instead.",
                    blocks=", ".join(BLOCKS),
                    blocks2=self.blocks,
                    size=self.size,
                    draws=self.draws,
                )
            )


@dataclass(frozen=True, repr=False, eq=False)
class BlockBootstrap(Finding):
    """Coefficients with errors by a bootstrap of blocks of near units.

    Attributes
    ----------
    estimates : DataFrame, index term; estimate, se, stat, p, low, high
    cov : DataFrame, term by term
    draws : DataFrame, one row a sample that has estimates, columns by term
    blocks : Series, index unit: the block of each, from 1
    df : blocks - 1
    """

    estimates: pd.DataFrame
    cov: pd.DataFrame
    draws: pd.DataFrame
    blocks: pd.Series
    df: float
    outcome: str
    seed: int
    report: Report = field(default_factory=Report, repr=False)

    kind = "Spatial block bootstrap"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Spatial block bootstrap: {outcome}", outcome=self.outcome)

    def table(self) -> pd.DataFrame:
        """Return the coefficients, index term; columns as in `estimates`."""
        return self.estimates

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        return {"Blocks": int(self.df) + 1, "Draws": len(self.draws)}

    def on(self, fit: PanelFit) -> PanelFit:
        """Return the regression that was drawn with these errors."""
        cov = self.cov.to_numpy()
        slopes = len(fit.formula.regressors)
        f, _, p = wald(self.estimates["estimate"].to_numpy()[:slopes], cov[:slopes, :slopes], self.df)
        return replace(
            fit,
            estimates=self.estimates,
            cov=self.cov,
            df=self.df,
            f=f,
            f_p=p,
            errors=f"blocks:{int(self.df) + 1}",
            report=Report(tuple(n for n in fit.report.notes if n.code != "few-clusters")) + self.report,
        )


def spatial_bootstrap(
    fit: PanelFit,
    reach: Reach,
    drawing: BlockDrawing | None = None,
    *,
    level: float = 0.95,
    progress: Progress = SILENT,
) -> BlockBootstrap:
    """Draw blocks of near units with replacement, their whole histories together, and estimate each sample anew.

    Errors of units of a block may be related in any way, over any periods; those of different blocks are taken as
    independent, so blocks are to be wider than errors reach, and there are to be many of them. Errors are the standard
    deviation of the estimates over the draws; t has as many degrees of freedom as there are blocks less one. A unit
    drawn twice has two effects of its own.

    Parameters
    ----------
    fit : of `fixed_effects`
    reach : its cut-off is the side of a grid's cells; its coordinates say where units are
    drawing : how blocks are made and drawn; a grid and 999 draws by default
    level : of the intervals

    Raises
    ------
    ModelError
        If there are fewer than three blocks, or too many draws leave a coefficient without an estimate.
    Cancelled
        If the work is no longer wanted.
    """
    drawing, sample = drawing or BlockDrawing(), fit.sample
    terms = list(fit.estimates.index)
    codes, names = blocks_of(sample, reach, drawing)
    count = int(codes.max()) + 1
    if count < 3:
        raise ModelError(
            message(
                "{count} blocks are too few to draw; make them smaller: reach=Reach({cutoff:g}).",
                count=count,
                cutoff=reach.cutoff / 2,
            )
        )
    found = np.array(list(_drawn(sample, fit, codes, drawing, progress))).reshape(-1, len(terms))
    lost = drawing.draws - len(found)
    if lost > LOST * drawing.draws:
        raise ModelError(
            message(
                "{lost} of {draws} draws leave a coefficient without an estimate: too few blocks carry "
                "it. Make blocks smaller, or use bias-reduced clusters or randomisation.",
                lost=lost,
                draws=drawing.draws,
            )
        )
    b, cov = fit.estimates["estimate"].to_numpy(), np.atleast_2d(np.cov(found, rowvar=False))
    table = interval_frame(b, np.sqrt(np.diag(cov)), terms, level, float(count - 1))
    return BlockBootstrap(
        estimates=table,
        cov=pd.DataFrame(cov, index=terms, columns=terms),
        draws=pd.DataFrame(found, columns=terms),
        blocks=names,
        df=float(count - 1),
        outcome=fit.outcome,
        seed=drawing.seed,
        report=_told(codes, count, lost, drawing),
    )


def blocks_of(sample: Sample, reach: Reach, drawing: BlockDrawing) -> tuple[np.ndarray, pd.Series]:
    """Return the block of each unit of the sample, (U,) codes from 0, and the same from 1 by the unit's id."""
    at = np.unique(sample.rows % sample.panel.N)
    places = places_of(sample.panel, reach.coordinates)[at]
    grid = drawing.blocks == "grid"
    codes = grid_blocks(places, reach.cutoff) if grid else compact_blocks(places, drawing.size)
    ids = pd.Index([sample.panel.ids[i] for i in at], name="unit")
    return codes, pd.Series(codes + 1, index=ids, name="block")


def _drawn(
    sample: Sample, fit: PanelFit, codes: np.ndarray, drawing: BlockDrawing, progress: Progress
) -> Iterator[np.ndarray]:
    rng, count = np.random.default_rng(drawing.seed), int(codes.max()) + 1
    estimate = estimator_of(sample, fit.taken)
    for draw in range(0, drawing.draws, STEP):
        progress.update(draw / drawing.draws, "Draws of blocks")
        progress.check()
        chosen = rng.integers(count, size=(min(STEP, drawing.draws - draw), count))
        times = np.array([np.bincount(one, minlength=count) for one in chosen])[:, codes].astype(float)
        b = estimate(times)
        if len(fit.estimates) > b.shape[1]:
            b = np.column_stack([b, _constants(sample, times, b)])
        yield from b[np.isfinite(b).all(axis=1)]


def _constants(sample: Sample, times: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the constant (B,) of each sample: what the slopes (B, k) leave of its means."""
    weights = times[:, sample.unit] * (1.0 if sample.weights is None else sample.weights)
    means = weights @ sample.columns / weights.sum(axis=1)[:, None]
    return np.asarray(means[:, 0] - (means[:, 1:] * b).sum(axis=1))


def _told(codes: np.ndarray, count: int, lost: int, drawing: BlockDrawing) -> Report:
    size = np.bincount(codes)
    text = message(
        "Spatial block bootstrap: {count} blocks of {size} to {size2} units, {draws} draws, seed {seed}.",
        count=count,
        size=size.min(),
        size2=size.max(),
        draws=drawing.draws,
        seed=drawing.seed,
    )
    notes = [Note(INFO, "blocks", text)]
    if lost:
        notes.append(
            Note(
                WARNING,
                "blocks-lost",
                message("{lost} draws have no estimate of a coefficient and are left out.", lost=lost),
            )
        )
    if count < FEW:
        text = message(
            "{count} blocks are few: errors by their bootstrap are too small. Use smaller blocks, or CR2 clusters.",
            count=count,
        )
        notes.append(Note(WARNING, "few-blocks", text))
    return Report(tuple(notes))
