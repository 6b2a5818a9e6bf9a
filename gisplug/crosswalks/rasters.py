"""What lies on overlaps by a raster: light or people, summed by the same code that sums lights over units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import Note, some
from gisplug.core.messages import message
from gisplug.core.progress import Silent
from gisplug.core.vocabulary import Period
from gisplug.crosswalks.overlaps import Floats, layer_of
from gisplug.lights.aggregate import aggregate_lights, notes_of

Cells = Literal["amounts", "densities"]
DARK = "nodata-zero"  # the note of a raster whose cells without a value are dark


@dataclass(frozen=True)
class Basis:
    """A raster that says how much lies where.

    `cells`: each holds an amount ("amounts": people, light), or an amount a km2 ("densities").
    """

    source: str | Path | Mapping[Period, str | Path]
    product: str | None = None
    period: Period | None = None
    cells: Cells = "amounts"


class _Unheard(Silent):
    """Overlaps are numbered, so that warnings about them would tell nobody anything; the caller says its own."""

    def warn(self, text: str) -> None:
        """Log the text, but not as a warning."""
        self.info(text)


def amounts_on(basis: Basis, shapes: np.ndarray, crs: Any) -> tuple[Floats, str, tuple[Note, ...]]:
    """Return what lies on each polygon.

    Parameters
    ----------
    shapes : (K,) polygons in `crs`

    Returns
    -------
    (K,) amounts, NaN where no cell was observed; below 0 is 0
    unit, notes : of the raster

    Raises
    ------
    ParameterError
        If there are several periods and none was named, or `cells` is unknown.
    RasterError, CrsError
        As `aggregate_lights`.
    """
    if basis.cells not in get_args(Cells):
        raise ParameterError(
            message(
                "Cells hold {cells}; {cells2!r} was given instead.",
                cells=message("{one} or {other}", one=get_args(Cells)[0], other=get_args(Cells)[1]),
                cells2=basis.cells,
            )
        )
    column = "sum" if basis.cells == "amounts" else "light_km2"
    periods = None if basis.period is None else [basis.period]
    overlaps = layer_of(shapes, crs, "overlaps")
    frame = aggregate_lights(basis.source, overlaps, basis.product, periods, [column], progress=_Unheard())
    found = list(dict.fromkeys(frame["period"]))
    if len(found) > 1:
        raise ParameterError(
            message(
                "Shares are taken from the raster of one period; {source} holds {n} ({found}). Name one, "
                "period={found2!r}.",
                source=basis.source,
                n=len(found),
                found=some([str(p) for p in found]),
                found2=found[0],
            )
        )
    unit = f"{frame.attrs.get('light_unit', '')}{' km2' if basis.cells == 'densities' else ''}"
    amounts, notes = np.maximum(frame[column].to_numpy(np.float64), 0.0), notes_of(frame)
    if notes.having(DARK):
        amounts = np.nan_to_num(amounts)
    return amounts, unit, tuple(note for note in notes.notes if note.code == "product")
