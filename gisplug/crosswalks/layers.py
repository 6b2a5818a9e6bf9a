"""From two layers of boundaries to a crosswalk: by common ground, or by what a raster shows on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.boundaries.units import Units
from gisplug.core.errors import LayerError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period, known, one_of
from gisplug.crosswalks.changes import change_notes
from gisplug.crosswalks.crosswalk import Crosswalk
from gisplug.crosswalks.links import NOTABLE, Side, sparse
from gisplug.crosswalks.overlaps import (
    Bools,
    Floats,
    Ints,
    Overlaps,
    outside_of,
    overlaps_of,
    pair_shapes,
    pairs_of,
    slivers,
    usual_tolerance,
)
from gisplug.crosswalks.rasters import Basis, Cells, amounts_on

Outside = Literal["refuse", "allocate", "leave"]
TWICE = 0.01  # ground that several targets claim, as a part of a source, that is worth a warning
MINOR = 0.01  # overlaps below this share of both units may still be noise


class RasterOptions(TypedDict, total=False):
    """What the raster of a crosswalk holds.

    Attributes
    ----------
    product : name of a light product of the shelf; as the file says by default
    period : which one, where the source holds several
    cells : "amounts" (people, light; the default), or "densities" (an amount a km2)
    """

    product: str | None
    period: Period | None
    cells: Cells


def crosswalk(
    source: Units,
    target: Units,
    by: str | Path | Mapping[Period, str | Path] = "area",
    tolerance: float | str = "auto",
    outside: Outside = "refuse",
    names: tuple[str, str] | None = None,
    **options: Unpack[RasterOptions],
) -> Crosswalk:
    """Find which share of each source unit went into which target unit.

    Parameters
    ----------
    source, target
        Polygons of two years.
    by
        "area": shares of ground, on the ellipsoid. Otherwise a raster of people or light (see `aggregate_lights`):
        shares of its sums on the common ground; units without any are divided by ground.
    tolerance
        Metres; overlaps of a smaller mean width (twice the area over the perimeter) are noise of borders drawn again,
        and their ground stays with the rest of the source. "auto" takes 1 % of the median source unit's size (root of
        the area), for small units 5 % of their own; 0 keeps all. The report says what was cleaned, `slivers` lists it.
    outside
        A source of which more than 5 % (less is taken for coasts drawn again), but not all, lies in no target is
        refused; "allocate" divides its whole among the targets it meets, "leave" leaves that part out of all. A source
        that meets no target at all is gone, its values are left out and shown.
    names
        What messages call the two layers, such as ("2000", "2020"); the names of the layers by default.
    options
        `product`, `period` and `cells`, as in `RasterOptions`.

    Returns
    -------
    Crosswalk
        Shares by source (N) and target (M), amounts of the basis, common ground in km2.

    Raises
    ------
    LayerError
        If a layer holds no polygons, nothing overlaps, or sources lie partly outside and `outside` is "refuse".
    ParameterError
        If an option is unknown, or the raster holds several periods.
    RasterError, CrsError
        As `aggregate_lights`.

    Notes
    -----
    Area weights and their use for counts and rates are those of Goodchild and Lam (1980), "extensive" and "intensive"
    in the words of tobler: s_ij = a_ij / sum_k a_ik, and b_ij = a_ij / sum_k a_kj.
    """
    known(options, RasterOptions, "crosswalk")
    one_of("outside", outside, get_args(Outside))
    called = names or (source.name, target.name)
    whole = overlaps_of(source, target)
    metres = _metres(tolerance, whole)
    thin = slivers(whole, metres)
    kept = whole.take(~thin)
    if not len(kept.i):
        raise LayerError(
            message(
                "No unit of {called} overlaps a unit of {called2}. Check their reference systems, or "
                "give a smaller tolerance.",
                called=called[0],
                called2=called[1],
            )
        )
    i, j, pair = pairs_of(kept)
    ground = np.bincount(pair, kept.km2).astype(np.float64)
    covering = _Cover(whole, i, j, metres)
    if outside == "refuse":
        _refuse_outside(covering, source, called)
    given = _Given(by, Basis(by, **options) if by != "area" else None, outside == "leave")
    amounts, beyond, unit, notes = _amounts(given, kept, pair, ground, covering, source)
    shares, said = _shares(i, amounts, beyond, ground, source)
    shape = len(source), len(target)
    made = Crosswalk(
        Side(source.ids, source.names, called[0]),
        Side(target.ids, target.names, called[1]),
        sparse(i, j, shares, shape),
        sparse(i, j, np.nan_to_num(amounts), shape),
        given.name,
        unit,
        sparse(i, j, ground, shape),
        covering.outside,
        covering.covered,
        _sliver_table(whole, thin, source, target),
        target,
    )
    found = [*notes, *said, *_sliver_notes(whole, thin, metres, source), *_minor(made, kept, pair, metres[~thin])]
    found += covering.notes(made, outside)
    return replace(made, report=Report((*change_notes(made), *found)))


@dataclass(frozen=True)
class _Given:
    """What shares are made by: the area, or a raster; and whether parts outside are left out."""

    by: str | Path | Mapping[Period, str | Path]
    basis: Basis | None
    leave: bool

    @property
    def name(self) -> str:
        if self.basis is None:
            return "area"
        return Path(self.by).name if isinstance(self.by, (str, Path)) else "raster"


class _Cover:
    """Which ground of each layer lies outside the other.

    outside, covered : (N,), (M,) shares; gone, partly : (N,) bool; twice : (N,) share that several targets claim
    """

    def __init__(self, whole: Overlaps, i: Ints, j: Ints, tolerance: Floats) -> None:
        self.inside: Floats = np.bincount(whole.i, whole.km2, len(whole.source_km2)).astype(np.float64)
        self.source_km2: Floats = whole.source_km2
        outside, lacking = outside_of(whole, NOTABLE, float(tolerance.max()))
        self.outside: Floats = outside
        self.covered: Floats = 1 - lacking
        self.twice: Floats = np.maximum(self.inside / whole.source_km2 - 1, 0.0)
        self.gone: Bools = np.bincount(i, minlength=len(outside)) == 0
        self.partly: Bools = (self.outside > NOTABLE) & ~self.gone
        self.new: Bools = np.bincount(j, minlength=len(lacking)) == 0

    def notes(self, made: Crosswalk, outside: Outside) -> list[Note]:
        """Say what lies outside, and what several units claim."""
        sources, targets = np.array(made.source.ids, dtype=object), np.array(made.target.ids, dtype=object)
        found = []
        if self.gone.any():
            ids = tuple(sources[self.gone])
            text = message(
                "{units} of {source} without ground in any unit of {target}; the values go nowhere: {ids}.",
                units=many(len(ids), "unit"),
                source=made.source.name,
                target=made.target.name,
                ids=some(ids),
            )
            found.append(Note(WARNING, "gone", text, ids))
        if self.partly.any():
            ids = tuple(sources[self.partly])
            what = message("given to the targets that they meet") if outside == "allocate" else message("left out")
            text = message(
                "Ground of {units} of {source} lies partly in no unit of {target}, and what belongs "
                "to it is {what}, as asked: {shared}.",
                units=many(len(ids), "unit"),
                source=made.source.name,
                target=made.target.name,
                what=what,
                shared=_shared(ids, self.outside, self.partly),
            )
            found.append(Note(WARNING, "outside", text, ids))
        lacking = (self.covered < 1 - NOTABLE) & ~self.new
        if lacking.any():
            ids = tuple(targets[lacking])
            text = message(
                "Ground of {units} of {target} lies partly in no unit of {source}, so their counts "
                "are too small: {shared}.",
                units=many(len(ids), "unit"),
                target=made.target.name,
                source=made.source.name,
                shared=_shared(ids, 1 - self.covered, lacking),
            )
            found.append(Note(WARNING, "covered-partly", text, ids))
        if self.new.any():
            ids = tuple(targets[self.new])
            text = message(
                "{units} of {target} without ground in any unit of {source}, and so without values: {ids}.",
                units=many(len(ids), "unit"),
                target=made.target.name,
                source=made.source.name,
                ids=some(ids),
            )
            found.append(Note(WARNING, "new", text, ids))
        double = self.twice > TWICE
        if double.any():
            ids = tuple(sources[double])
            text = message(
                "Units of {target} overlap each other on the ground of {units} of {source}, which is "
                "divided among them: {shared}. boundaries-check shows overlaps.",
                target=made.target.name,
                units=many(len(ids), "unit"),
                source=made.source.name,
                shared=_shared(ids, self.twice, double),
            )
            found.append(Note(WARNING, "targets-overlap", text, ids))
        return found


def _shared(ids: tuple[str, ...], share: Floats, where: Bools) -> str:
    return some([f"{i} {s:.0%}" for i, s in zip(ids, share[where], strict=True)])


def _metres(tolerance: float | str, overlaps: Overlaps) -> Floats:
    """Return the tolerance in metres for each part, (P,)."""
    if tolerance == "auto":
        return usual_tolerance(overlaps)
    try:
        metres = float(tolerance)
    except ValueError:
        metres = np.nan
    if not 0 <= metres < np.inf:
        raise ParameterError(
            message(
                "The tolerance is 'auto' or metres, 0 or more; {tolerance!r} was given instead.", tolerance=tolerance
            )
        )
    return np.full(len(overlaps.i), metres)


def _refuse_outside(cover: _Cover, source: Units, called: tuple[str, str]) -> None:
    if cover.partly.any():
        ids = tuple(np.array(source.ids, dtype=object)[cover.partly])
        raise LayerError(
            message(
                "More than {notable:.0%} of the ground of {units} of {called} lies in no unit of "
                "{called2}: {shared}. Say what becomes of it: outside='allocate' gives it to the targets "
                "that the unit meets, outside='leave' leaves it out of all.",
                notable=NOTABLE,
                units=many(len(ids), "unit"),
                called=called[0],
                called2=called[1],
                shared=_shared(ids, cover.outside, cover.partly),
            )
        )


def _amounts(
    given: _Given, kept: Overlaps, pair: Ints, ground: Floats, cover: _Cover, source: Units
) -> tuple[Floats, Floats, str, tuple[Note, ...]]:
    """Return the amount of each pair (K,), what each source has outside all targets (N,), their unit, and notes."""
    leave = cover.partly & given.leave
    if given.basis is None:
        return ground, np.where(leave, cover.outside * cover.source_km2, 0.0), "km2", ()
    amounts, unit, notes = amounts_on(given.basis, pair_shapes(kept, pair), kept.crs)
    beyond = np.zeros(len(source))
    if leave.any():
        shapes = np.asarray(source.frame.geometry.values)[leave]
        whole = amounts_on(given.basis, shapes, source.frame.crs)[0]
        i = pairs_of(kept)[0]
        beyond[leave] = np.maximum(np.nan_to_num(whole) - np.bincount(i, np.nan_to_num(amounts), len(source))[leave], 0)
    return amounts, beyond, unit, notes


def _shares(i: Ints, amounts: Floats, beyond: Floats, ground: Floats, source: Units) -> tuple[Floats, list[Note]]:
    """Return the share of each pair in its source (K,); sources without light or people are divided by ground."""
    count = len(source)
    unseen = np.isnan(amounts)
    total = np.bincount(i, np.nan_to_num(amounts), count) + beyond
    dark = ~(total > 0) | (np.bincount(i, unseen, count) > 0)
    base = np.where(dark[i], ground, amounts)
    shares = base / (np.bincount(i, base, count) + np.where(dark, 0.0, beyond))[i]
    parted = np.bincount(i, minlength=count) > 1
    ids = tuple(np.array(source.ids, dtype=object)[dark & parted])
    if not ids:
        return shares, []
    text = message(
        "The raster shows nothing on {units} of {source}, or does not reach them whole; they are "
        "divided by ground: {ids}.",
        units=many(len(ids), "divided unit"),
        source=source.name,
        ids=some(ids),
    )
    return shares, [Note(WARNING, "divided-by-ground", text, ids)]


def _sliver_table(whole: Overlaps, thin: Bools, source: Units, target: Units) -> pd.DataFrame:
    part = whole.take(thin)
    made = pd.DataFrame(
        {
            "source": np.array(source.ids, dtype=object)[part.i],
            "target": np.array(target.ids, dtype=object)[part.j],
            "km2": part.km2,
            "width_m": part.width,
            "share_of_source": part.km2 / whole.source_km2[part.i],
        }
    )
    return made.sort_values("km2", ascending=False, kind="stable", ignore_index=True)


def _sliver_notes(whole: Overlaps, thin: Bools, metres: Floats, source: Units) -> list[Note]:
    if not thin.any():
        return []
    share = np.bincount(whole.i[thin], whole.km2[thin], len(source)) / whole.source_km2
    worst = int(np.argmax(share))
    text = message(
        "{slivers} narrower than {metres:,.0f} m ({km2:,.3g} of {km22:,.6g} km2) taken for noise of "
        "borders drawn again; what lies on them stays with the rest of the unit, so totals are kept. "
        "At most {share:.2%} of a unit ({source}).",
        slivers=many(int(thin.sum()), "sliver"),
        metres=metres.max(),
        km2=whole.km2[thin].sum(),
        km22=whole.km2.sum(),
        share=share[worst],
        source=source.ids[worst],
    )
    large = share > NOTABLE
    ids = tuple(np.array(source.ids, dtype=object)[large])
    return [Note(WARNING if large.any() else INFO, "slivers", text, ids)]


def _minor(made: Crosswalk, kept: Overlaps, pair: Ints, metres: Floats) -> list[Note]:
    """Say which overlaps are small enough to be noise all the same."""
    i, j, _ = pairs_of(kept)
    ground = np.bincount(pair, kept.km2)
    width = np.zeros(len(i))
    np.maximum.at(width, pair, kept.width)
    small = (ground < MINOR * kept.source_km2[i]) & (ground < MINOR * kept.target_km2[j])
    small &= np.bincount(pair, kept.width >= metres) > 0
    if not small.any():
        return []
    named = tuple(
        message("{source} in {target}", source=made.source.ids[a], target=made.target.ids[b])
        for a, b in zip(i[small], j[small], strict=True)
    )
    text = message(
        "{overlaps} of less than {minor:.0%} of both units kept as changes of borders: {named}. If "
        "they are noise, a tolerance of {width:,.0f} m cleans them.",
        overlaps=many(len(named), "overlap"),
        minor=MINOR,
        named=some(named),
        width=np.max(width[small]),
    )
    return [Note(INFO, "small-overlaps", text, named)]
