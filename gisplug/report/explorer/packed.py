"""Numbers and shapes as the page reads them: base64 little end first, rings in steps between whole numbers."""

from __future__ import annotations

import base64
from typing import Any, Literal

import numpy as np
import shapely

from gisplug.report.explorer.stored import KINDS

Kind = Literal["f64", "f32", "i32", "i8"]
WIDTH = 2000  # of the map, in the whole numbers of its rings
POINTS = 260_000  # of all units together; finer borders are simplified, edges in common alike


def packed(values: Any, kind: Kind) -> str:
    """Return an array of any shape, row by row, as base64."""
    return base64.b64encode(np.ascontiguousarray(values, dtype=f"<{KINDS[kind]}").tobytes()).decode("ascii")


def packed_matrix(matrix: Any) -> dict[str, str]:
    """Return a sparse matrix (N, N) row by row."""
    rows = matrix.tocsr()
    rows.sum_duplicates()
    return {
        "start": packed(rows.indptr, "i32"),
        "to": packed(rows.indices, "i32"),
        "value": packed(rows.data, "f64"),
    }


def packed_map(shapes: Any, background: Any) -> dict[str, Any]:
    """Return polygons (N,) and those drawn below them, in one projection, as the rings of a map `WIDTH` wide.

    Borders that units have in common stay in common where detail is left out.
    """
    bounds = shapely.total_bounds(shapes)
    scale = WIDTH / max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-300)
    coarse = simplified(np.asarray(shapes, dtype=object), 1.0 / scale)
    seen = shapely.box(*(bounds + np.array([-1, -1, 1, 1]) * 0.02 * WIDTH / scale))
    below = [shapely.intersection(shapely.make_valid(s), seen) for s in background]
    below = [shapely.simplify(s, 1.0 / scale) for s in below]
    corner = (float(bounds[0]) - 0.02 * WIDTH / scale, float(bounds[3]) + 0.02 * WIDTH / scale)
    return {
        "width": round((bounds[2] - bounds[0]) * scale + 0.04 * WIDTH),
        "height": round((bounds[3] - bounds[1]) * scale + 0.04 * WIDTH),
        "shapes": [_rings(shape, corner, scale) for shape in coarse],
        "background": [ring for shape in below for ring in _rings(shape, corner, scale)],
    }


def simplified(shapes: Any, detail: float) -> Any:
    """Return shapes (N,) without detail finer than `detail`, and coarser still where they have many points."""
    made = shapes
    if not np.isin(shapely.get_type_id(shapes), (3, 6)).all():
        return shapes
    for _ in range(8):
        made = shapely.coverage_simplify(shapes, detail)
        if shapely.get_num_coordinates(made).sum() <= POINTS:
            break
        detail *= 1.6
    return np.where(shapely.is_empty(made), shapes, made)


def _rings(shape: Any, corner: tuple[float, float], scale: float) -> list[list[int]]:
    """Return each ring as x, y of its first point and the steps from point to point; y goes down."""
    made = []
    for part in shapely.get_parts(shape):
        if shapely.get_type_id(part) != 3:
            part = shapely.buffer(part, 6.0 / scale, quad_segs=4)
        for ring in shapely.get_rings(part):
            points = shapely.get_coordinates(ring)
            places = np.rint((points - corner) * (scale, -scale)).astype(int)
            kept = places[np.r_[True, np.any(np.diff(places, axis=0) != 0, axis=1)]]
            if len(kept) > 3:
                made.append(np.concatenate([kept[:1], np.diff(kept, axis=0)]).ravel().tolist())
    if not made and not shapely.is_empty(shape):
        x, y = np.rint((np.array(shapely.get_coordinates(shapely.centroid(shape))[0]) - corner) * (scale, -scale))
        made.append([int(x) - 1, int(y) - 1, 2, 0, 0, 2, -2, 0])
    return made
