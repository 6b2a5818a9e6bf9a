"""Whether the classes of a map tell more than the estimates know."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from gisplug.core.maps.classes import Cut
from gisplug.core.messages import joined, message
from gisplug.numbers.space.classes import class_edges
from gisplug.report.words.settings import house

Numbers = npt.NDArray[np.float64]


def narrower_than_errors(maps: Mapping[str, tuple[Numbers, Numbers]], cut: Cut | None = None) -> str:
    """Say it where units, or the classes that they are drawn in, differ by less than one of them is uncertain.

    Parameters
    ----------
    maps
        By the name of each map: effects (N,) and their standard errors (N,); all maps have common classes.
    cut
        How they are cut into classes; by default as all maps of the run.

    Returns
    -------
    str
        "" where the classes are wide enough.
    """
    notes = [_alike(name if len(maps) > 1 else "", *drawn) for name, drawn in maps.items()]
    if any(notes):
        return joined(" ", [note for note in notes if note])
    values = np.concatenate([values for values, _ in maps.values()])
    errors = np.concatenate([errors for _, errors in maps.values()])
    edges = class_edges(values, "effects", cut or house().cut)
    widths, error = np.diff(edges), float(np.nanmean(errors))
    narrow = int((widths < error).sum())
    if not narrow:
        return ""
    return message(
        "{narrow} of {all} classes are narrower than the standard error of a unit, {error:.3g} on average.",
        narrow=narrow,
        all=len(widths),
        error=error,
    )


def _alike(name: str, values: Numbers, errors: Numbers) -> str:
    """Say it where all units differ by less than two standard errors of one."""
    width, error = float(np.nanmax(values) - np.nanmin(values)), float(np.nanmean(errors))
    if width >= 2.0 * error:
        return ""
    told = message(
        "All units lie within {width:.3g} of each other; the standard error of one is {error:.3g}.",
        width=width,
        error=error,
    )
    return message("{name}: {told}", name=name, told=told) if name else told
