"""Rows of a panel kept by a condition: whole units and periods, or single rows where the panel may be unbalanced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gisplug.core.errors import PanelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
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
        raise PanelError(message("{text!r} leaves nothing of {panel}.", text=text, panel=panel.name))
    ids = tuple(i for i, k in zip(panel.ids, columns, strict=True) if k)
    periods = tuple(p for p, k in zip(panel.periods, rows, strict=True) if k)
    gone = tuple(i for i in panel.ids if i not in set(ids))
    said = message(
        "{text}: {n} of {N} units and {n2} of {T} periods kept.",
        text=text,
        n=len(ids),
        N=panel.N,
        n2=len(periods),
        T=panel.T,
    )
    part = panel.select(ids, periods, Note(INFO, "step", said, gone))
    holes = ~keep[np.ix_(rows, columns)]
    if not holes.any():
        return part
    cells = [message("{ids} in {periods}", ids=ids[n], periods=periods[t]) for t, n in np.argwhere(holes)]
    if not unbalanced:
        raise PanelError(
            message(
                "{text!r} leaves holes: {n} rows of units that stay in other periods, such as {cells}. "
                "Filter whole units or whole periods, or allow an unbalanced panel.",
                text=text,
                n=len(cells),
                cells=some(cells),
            )
        )
    frame = part.frame.copy()
    numeric = [c for c in frame.columns if frame[c].dtype.kind in "iufb"]
    frame[numeric] = frame[numeric].astype(float)
    frame.loc[holes.reshape(-1), :] = np.nan
    note = Note(
        WARNING,
        "unbalanced",
        message("{text}: {n} rows are now absent: {cells}.", text=text, n=len(cells), cells=some(cells)),
        tuple(cells),
    )
    return replace(part, frame=frame, unbalanced=True, report=part.report + Report((note,)))
