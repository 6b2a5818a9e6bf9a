"""Rows of a panel kept by a condition: whole units and periods, or single rows where the panel may be unbalanced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.panel.frame import Panel


def filtered(panel: Panel, keep: np.ndarray, text: str, unbalanced: bool = False) -> Panel:
    """Return the panel of the rows that are kept, with a note that counts them.

    Parameters
    ----------
    keep : (T, N) bool
    text : what the user asked, for notes and errors.
    unbalanced : whether single rows may be absent; otherwise whole units and periods only.

    Raises
    ------
    PanelError
        If nothing is left, or rows would be absent of a panel that must stay balanced.
    """
    rows, columns = np.asarray(keep.any(axis=1)), np.asarray(keep.any(axis=0))
    if not rows.any():
        raise PanelError(f"{text!r} leaves nothing of {panel.name}.")
    ids = tuple(i for i, k in zip(panel.ids, columns, strict=True) if k)
    periods = tuple(p for p, k in zip(panel.periods, rows, strict=True) if k)
    gone = tuple(i for i in panel.ids if i not in set(ids))
    said = f"{text}: {len(ids)} of {panel.N} units and {len(periods)} of {panel.T} periods kept."
    part = panel.select(ids, periods, Note(INFO, "step", said, gone))
    holes = ~keep[np.ix_(rows, columns)]
    if not holes.any():
        return part
    cells = [f"{ids[n]} in {periods[t]}" for t, n in np.argwhere(holes)]
    if not unbalanced:
        raise PanelError(
            f"{text!r} leaves holes: {len(cells)} rows of units that stay in other periods, such as {some(cells)}. "
            "Filter whole units or whole periods, or allow an unbalanced panel."
        )
    frame = part.frame.copy()
    numeric = [c for c in frame.columns if frame[c].dtype.kind in "iufb"]
    frame[numeric] = frame[numeric].astype(float)
    frame.loc[holes.reshape(-1), :] = np.nan
    note = Note(WARNING, "unbalanced", f"{text}: {len(cells)} rows are now absent: {some(cells)}.", tuple(cells))
    return replace(part, frame=frame, unbalanced=True, report=part.report + Report((note,)))
