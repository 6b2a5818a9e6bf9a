"""Contiguity weights: queen, rook, shared border length; higher orders; lattices. A tolerance is on by default."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypedDict, Unpack

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array

from gisplug.boundaries.borders import Floats, Ints, Rings, boundary_rings
from gisplug.boundaries.grouping import distinct, union
from gisplug.boundaries.units import Units
from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, Note, Report, many
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known
from gisplug.weights.links import Isolates, settle
from gisplug.weights.loose import Loose
from gisplug.weights.normalise import Normalisation
from gisplug.weights.tolerance import Gained, choose, facing_length, gained, inside
from gisplug.weights.weights import Weights

Rule = Literal["queen", "rook", "border"]
CORNER = 4.0  # borders that face each other for fewer than this many tolerances meet in a point (rook)


class OrderOptions(TypedDict, total=False):
    """How far neighbours reach.

    Attributes
    ----------
    order : steps to a neighbour, 1 by default
    lower : whether neighbours of all orders up to there count
    """

    order: int
    lower: bool


def contiguity(
    units: Units,
    rule: Rule = "queen",
    tolerance: float | str = "auto",
    isolates: Isolates = "keep",
    links: Sequence[str] | str = (),
    *,
    normalise: Normalisation = "row",
    name: str | None = None,
    progress: Progress = SILENT,
    **options: Unpack[OrderOptions],
) -> Weights:
    """Neighbours by common borders.

    Parameters
    ----------
    units
        Polygons.
    rule
        "queen": a common point; "rook": a common line; "border": weights are the length of the common line in km.
    tolerance
        Metres by which borders may miss each other. "auto" chooses it from the gaps in the data (at most 2 % of the
        median unit's size); 0 is the strict rule. The report says which links it gained.
    isolates
        "keep" (their lag is 0), "nearest" (joined to the unit with the nearest border) or "refuse".
    links
        Added by hand, "Hainan:Guangdong", by id or name.
    normalise, name
        Of the result.
    options
        `order` and `lower`, as in `OrderOptions`: neighbours exactly `order` steps away; with `lower`, all up to there.

    Returns
    -------
    Weights
        Symmetric before normalisation.

    Raises
    ------
    WeightsError, JoinError, LayerError
    """
    known(options, OrderOptions, "contiguity")
    order, lower = options.get("order", 1), options.get("lower", False)
    if rule not in ("queen", "rook", "border"):
        raise WeightsError(message("The rule is one of queen, rook, border; {rule!r} was given instead.", rule=rule))
    if order < 1:
        raise WeightsError(message("The order of contiguity is 1 or more; {order!r} was given instead.", order=order))
    if rule == "border" and order > 1:
        raise WeightsError("Border lengths are of order 1; use the queen or rook rule for higher orders.")
    wanted = _tolerance(tolerance)
    rings = boundary_rings(units)
    progress.update(0.1, "Common borders")
    queen = _strict_pairs(rings, "queen")
    pairs = queen if rule == "queen" else _strict_pairs(rings, "rook")
    notes: list[Note] = []
    more = None
    if wanted != 0.0:
        progress.update(0.4, "Borders that do not fit")
        with _without_cycles():
            pairs, more, notes = _tolerant(units, rings, pairs, queen, wanted, rule, progress)
    progress.update(0.9, "Isolates")
    raw = _border_lengths(rings, pairs, more) if rule == "border" else _binary(pairs, len(units))
    weight = float(raw.data.min()) if rule == "border" and raw.nnz else 1.0
    raw, said = settle(raw, units, isolates, links, weight)
    raw = higher_order(raw, order, lower) if order > 1 else raw
    label = name or (
        rule
        if order == 1
        else message("{rule} order {clause}{order}", rule=rule, clause="1-" if lower else "", order=order)
    )
    return Weights(raw, units.ids, label, normalise, Report((*notes, *said)))


def higher_order(raw: csr_array, order: int, lower: bool = False) -> csr_array:
    """Return the units reached in exactly `order` steps and no fewer (all up to there with `lower`), as 0/1, (N, N)."""
    first = _ones(raw)
    reached, front = first, first
    for _ in range(order - 1):
        step = _without_diagonal(_ones(front @ first))
        front = _minus(step, reached)
        reached = _ones(reached + front)
    return reached if lower else front


def lattice(
    rows: int,
    cols: int,
    rule: Rule = "queen",
    mask: npt.ArrayLike | None = None,
    normalise: Normalisation = "row",
    ids: Sequence[str] | None = None,
) -> Weights:
    """Weights of the cells of a grid, row by row; a million cells take about a second.

    Parameters
    ----------
    rows, cols
        Of the grid, as in a raster.
    rule
        "queen" (8 neighbours) or "rook" (4).
    mask : (rows, cols) of bool, optional
        Cells to keep.
    ids
        Of the cells kept; "row-column" (from 0) where left out.

    Raises
    ------
    WeightsError
        If the grid is empty, the rule unknown, or mask or ids do not fit the grid.
    """
    if rows < 1 or cols < 1 or rule not in ("queen", "rook"):
        raise WeightsError(
            message(
                "A lattice has rows, columns and the rule queen or rook; {rows}, {cols}, {rule!r} were given instead.",
                rows=rows,
                cols=cols,
                rule=rule,
            )
        )
    cell = np.arange(rows * cols).reshape(rows, cols)
    pairs = [(cell[:, :-1], cell[:, 1:]), (cell[:-1], cell[1:])]
    if rule == "queen":
        pairs += [(cell[:-1, :-1], cell[1:, 1:]), (cell[:-1, 1:], cell[1:, :-1])]
    i = np.concatenate([a.ravel() for a, _ in pairs])
    j = np.concatenate([b.ravel() for _, b in pairs])
    raw = _binary(i * (rows * cols) + j, rows * cols)
    keep = np.arange(rows * cols)
    if mask is not None:
        kept = np.asarray(mask, dtype=bool)
        if kept.shape != (rows, cols):
            raise WeightsError(
                message("The mask has shape {shape}, the lattice {value}.", shape=kept.shape, value=(rows, cols))
            )
        keep = np.flatnonzero(kept.ravel())
        raw = csr_array(raw[keep][:, keep])
    if ids is None:
        ids = [f"{k // cols}-{k % cols}" for k in keep.tolist()]
    if len(ids) != len(keep):
        raise WeightsError(message("{n} ids were given for {n2} cells.", n=len(ids), n2=len(keep)))
    return Weights(raw, tuple(ids), message("{rule} lattice", rule=rule), normalise)


def _tolerance(given: float | str) -> float:
    """Return metres; NaN means "auto"."""
    if isinstance(given, str) and given.strip().lower() == "auto":
        return float("nan")
    try:
        metres = float(given)
    except ValueError:
        raise WeightsError(
            message('The tolerance is "auto" or metres; {given!r} was given instead.', given=given)
        ) from None
    if not metres >= 0:
        raise WeightsError(
            message('The tolerance is "auto" or metres from 0; {given!r} was given instead.', given=given)
        )
    return metres


def _strict_pairs(rings: Rings, rule: str) -> Ints:
    return union(rings.shared_vertices() if rule == "queen" else (pair for pair, _ in rings.shared_edges()))


@contextmanager
def _without_cycles() -> Iterator[None]:
    """Keep Python from looking for cycles of objects: geometries come by the ten thousand and have none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _tolerant(
    units: Units, rings: Rings, pairs: Ints, queen: Ints, wanted: float, rule: Rule, progress: Progress
) -> tuple[Ints, tuple[Ints, Floats] | None, list[Note]]:
    """Return the pairs with those gained, the lengths of the gained borders, and what to report."""
    shapes = _metric_shapes(units, rings)
    loose = Loose(rings)
    sizes = unit_sizes(rings, shapes)
    noise = choose(loose, sizes)
    tolerance = noise if np.isnan(wanted) else wanted
    tree = shapely.STRtree(shapes)
    new = gained(loose, pairs, tolerance, noise, tree, progress)
    near = new.i * rings.count + new.j
    lengths = None
    if rule != "queen":
        length = facing_length(loose, near, tolerance)
        line = length > CORNER * tolerance
        new = Gained(new.i[line], new.j[line], new.gap[line], tolerance, new.blocked)
        near, length = near[line], length[line]
        lengths = (near, length)
    else:
        i, j = inside(tree, distinct(np.append(pairs, near)))
        new = Gained(
            np.append(new.i, i), np.append(new.j, j), np.append(new.gap, np.zeros(len(i))), tolerance, new.blocked
        )
        near = new.i * rings.count + new.j
    return distinct(np.append(pairs, near)), lengths, _told(units, new, np.isnan(wanted), pairs.size)


def _told(units: Units, new: Gained, automatic: bool, strict: int) -> list[Note]:
    text = message(
        "Tolerance {clause}: {metres}; it gained ",
        clause=message("chosen from the data") if automatic else message("given"),
        metres=_metres(new.tolerance),
    )
    order = np.argsort(-new.gap, kind="stable")
    names = np.array(units.names, dtype=object)
    ends = zip(names[new.i[order]].tolist(), names[new.j[order]].tolist(), strict=True)
    listed = tuple([f"{a}:{b}" for a, b in ends])
    if listed:
        widths = [_metres(new.gap[k]) if new.gap[k] > 0 else message("overlap") for k in order[:5]]
        shown = joined(
            ", ",
            (message("{name} ({said})", name=pair, said=width) for pair, width in zip(listed[:5], widths, strict=True)),
        )
        rest = message(" and {n:,} more", n=len(listed) - 5) if len(listed) > 5 else ""
        text += message(
            "{links} over the strict rule ({strict}), widest gaps first: {shown}{rest}.",
            links=many(len(listed), "link"),
            strict=strict,
            shown=shown,
            rest=rest,
        )
    else:
        text += message("no link over the strict rule ({strict}).", strict=strict)
    notes = [Note(INFO, "tolerance", text, listed)]
    if new.blocked:
        apart = message(
            "{pairs} within the tolerance not joined, because a third unit lies between.",
            pairs=many(new.blocked, "pair"),
        )
        notes.append(Note(INFO, "third-between", apart))
    return notes


def _metres(value: float) -> str:
    if value >= 1000:
        return message("{value:.3g} km", value=value / 1000)
    if value < 0.001:
        return "under 1 mm"
    return f"{value:.3g} m" if value >= 1 else message("{value:.2g} cm", value=value * 100)


def _metric_shapes(units: Units, rings: Rings) -> Any:
    """Return the polygons in the conformal metres of `rings`."""
    shapes = units.frame.geometry.values
    if rings.factor == 1.0:
        return np.asarray(shapes)
    kind, _, offsets = shapely.to_ragged_array(shapes, include_z=False, include_m=False)
    return np.asarray(shapely.from_ragged_array(kind, rings.metric, offsets))


def unit_sizes(rings: Rings, shapes: Any) -> Floats:
    """Return the root of the true area of each unit, metres, (N,)."""
    size = np.sqrt(shapely.area(shapes))
    return np.asarray(size if rings.factor is not None else size * rings.mean_scale())


def _border_lengths(rings: Rings, pairs: Ints, more: tuple[Ints, Floats] | None) -> csr_array:
    """Return common border lengths in km."""
    total = rings.shared_length(pairs)
    if more is not None and more[0].size:
        total[np.searchsorted(pairs, more[0])] += more[1]
    return _binary(pairs, rings.count, total / 1000.0)


def _binary(pairs: Ints, count: int, values: Floats | None = None) -> csr_array:
    i, j = pairs // count, pairs % count
    data = np.ones(len(pairs)) if values is None else values
    raw = csr_array(
        (np.concatenate([data, data]), (np.concatenate([i, j]), np.concatenate([j, i]))), shape=(count, count)
    )
    raw.sort_indices()
    return raw


def _ones(matrix: csr_array) -> csr_array:
    found = csr_array(matrix, copy=True)
    found.eliminate_zeros()
    found.data = np.ones_like(found.data)
    found.sort_indices()
    return found


def _minus(step: csr_array, reached: csr_array) -> csr_array:
    left = csr_array(step - step.multiply(reached))
    left.eliminate_zeros()
    return left


def _without_diagonal(matrix: csr_array) -> csr_array:
    matrix = matrix.tocoo()
    off = matrix.row != matrix.col
    return csr_array((matrix.data[off], (matrix.row[off], matrix.col[off])), shape=matrix.shape)
