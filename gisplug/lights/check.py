"""Does a raster fit a product? Its facts over all cells, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.shelves import LightProduct
from gisplug.lights.products import product_of, reading


def check_raster(
    path: str | Path, product: LightProduct | str | None = None, band: int = 1
) -> tuple[dict[str, Any], Report]:
    """Look through a raster and say whether it fits a product.

    Returns
    -------
    dict
        Shape, cell size, reference system, type, nodata, and over all cells: minimum, maximum, shares of zero,
        negative, missing, out-of-range and saturated cells.
    Report
        What does not fit.
    """
    from gisplug.lights.grid import read_grid
    from gisplug.lights.reduce import tally

    chosen = product_of(product)
    grid = read_grid(path, band)
    how = reading(path, chosen, band=band)
    facts = {
        "file": Path(path).name,
        "width": grid.width,
        "height": grid.height,
        "cell": grid.dx,
        "crs": grid.projection.name,
    }
    facts |= tally(path, grid, band, how, chosen.saturation)
    return facts, Report(how.notes + tuple(_misfits(Path(path).name, facts, chosen)))


def _misfits(name: str, facts: dict[str, Any], product: LightProduct) -> Sequence[Note]:
    found = []
    if facts["outside"] > 0:
        text = (
            f"has {facts['outside']:.2%} of its cells outside the valid range of {product.key}; they count as not "
            "observed"
        )
        found.append(Note(WARNING, "outside-range", text, (name,)))
    if facts["negative"] > 0 and product.extra.get("zero_is") == "dark":
        text = (
            f"has {facts['negative']:.2%} negative cells ({product.negative or 'unexpected'}); keep them or clip "
            "them to zero"
        )
        found.append(Note(WARNING, "negative", text, (name,)))
    if facts["saturated"] > 0:
        text = (
            f"has {facts['saturated']:.2%} of its cells at the saturation of {product.saturation:g}; brighter "
            "places cannot be told apart"
        )
        found.append(Note(WARNING, "saturated", text, (name,)))
    if facts["missing"] > 0.9:
        found.append(
            Note(WARNING, "mostly-missing", f"has {facts['missing']:.1%} cells that are not observed", (name,))
        )
    return found
