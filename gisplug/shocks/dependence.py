"""Pesaran's CD of residuals whose null this room simulates, and what is told with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from gisplug.core.evidence import WARNING, Note
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.panel.testing.dependence import decided, tested

Draw = Callable[[np.random.Generator], np.ndarray]


def residual_cd(
    e: np.ndarray, outcome: str, draw: Draw, how: tuple[int, int | None, Progress]
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the CD test of residuals e (T, N), NaN where there is no row, one row, and what is told.

    Parameters
    ----------
    draw : makes residuals (T, N) under the null
    how : number of simulations, seed and progress; without simulations there is no test
    """
    if not how[0] or e.shape[1] < 2:
        return pd.DataFrame(), ()
    name = message("residuals of {outcome}", outcome=outcome)
    row, notes = tested(e, draw, (name, None), how)
    row |= {"n": e.shape[1], "t": int(np.isfinite(e).any(axis=1).sum())}
    return decided([row], how[0]), tuple(_own(note, row) for note in notes)


def _own(note: Note, row: dict[str, str | float]) -> Note:
    """Return the note on autocorrelation in words that fit a model; others as they are."""
    if note.code != "dependence-autocorrelated":
        return note
    text = message(
        "The residuals are autocorrelated (mean {memory:.2f} over units): CD then rejects too often. Lags of the "
        "outcome or of regressors may take that out.",
        memory=float(row["autocorrelation"]),
    )
    return Note(WARNING, note.code, text)
