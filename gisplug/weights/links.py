"""Links by hand and the units that have none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array

from gisplug.boundaries.borders import EARTH_RADIUS, metres_per_unit
from gisplug.boundaries.units import Units
from gisplug.core.errors import JoinError, WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import message

Isolates = Literal["keep", "nearest", "refuse"]
_CANDIDATES = 16  # nearest boxes looked at for the nearest unit


def parsed_links(links: Sequence[str] | str, units: Units) -> list[tuple[int, int]]:
    """Read links such as "Hainan:Guangdong"; units are called by id or by name, in any text field of the layer.

    Raises
    ------
    WeightsError
        If a link is not of the form "unit:unit".
    JoinError
        If a unit is unknown or its name is not unique.
    """
    items = (
        [part for part in links.replace(";", ",").split(",") if part.strip()] if isinstance(links, str) else list(links)
    )
    found = []
    for item in items:
        ends = [end.strip() for end in str(item).replace("\uff1a", ":").split(":")]
        if len(ends) != 2 or not all(ends):
            raise WeightsError(
                message('A link reads "unit:unit", such as "Hainan:Guangdong"; {item!r} was given instead.', item=item)
            )
        i, j = (_position(end, units) for end in ends)
        if i == j:
            raise WeightsError(message("The link {item!r} joins a unit to itself.", item=item))
        found.append((i, j))
    return found


def with_links(raw: csr_array, pairs: Sequence[tuple[int, int]], weight: float = 1.0) -> csr_array:
    """Return `raw` (N, N) with symmetric links added between pairs of positions; a link that is there keeps its
    weight.
    """
    if not pairs:
        return raw
    ends = np.array([(i, j) for i, j in pairs] + [(j, i) for i, j in pairs])
    new = csr_array((np.full(len(ends), weight), (ends[:, 0], ends[:, 1])), shape=raw.shape)
    new.sum_duplicates()
    new.data[:] = weight
    there = new.multiply(raw != 0)
    return csr_array(raw + new - there)


def settle(
    raw: csr_array, units: Units, isolates: Isolates, links: Sequence[str] | str, weight: float = 1.0
) -> tuple[csr_array, list[Note]]:
    """Add the links asked for, then treat and report isolates.

    Parameters
    ----------
    raw : (N, N)
        Before normalisation.
    isolates, links
        As in `contiguity`.
    weight
        Of each link that is added.

    Returns
    -------
    csr_array (N, N) and notes

    Raises
    ------
    WeightsError
        If isolates are refused and there are some, or a link is misspelt.
    JoinError
        If a link names no unit, or several.
    """
    if isolates not in ("keep", "nearest", "refuse"):
        raise WeightsError(
            message("Isolates are one of keep, nearest, refuse; {isolates!r} was given instead.", isolates=isolates)
        )
    pairs = parsed_links(links, units)
    notes = []
    if pairs:
        new = [(i, j) for i, j in pairs if raw[i, j] == 0]
        listed = tuple(f"{units.names[i]}:{units.names[j]}" for i, j in pairs)
        text = message(
            "{links} given by hand, {n} of them new: {listed}.",
            links=many(len(pairs), "link"),
            n=len(new),
            listed=some(listed),
        )
        notes.append(Note(INFO, "links-added", text, listed))
        raw = with_links(raw, pairs, weight)
    lonely = np.flatnonzero(np.diff(raw.indptr) + np.bincount(raw.indices, minlength=len(units)) == 0)
    if not lonely.size:
        return raw, notes
    every = units.ids
    ids, names = tuple(every[i] for i in lonely), [units.names[i] for i in lonely]
    if isolates == "refuse":
        raise WeightsError(
            message(
                '{units} without a neighbour: {names}. Give links ("Hainan:Guangdong"), or '
                "isolates='nearest' or 'keep'.",
                units=many(len(ids), "unit"),
                names=some(names),
            )
        )
    if isolates == "keep":
        text = message(
            "{isolates} ({names}): the spatial lag there is 0. Links by hand or isolates='nearest' would join them.",
            isolates=many(len(ids), "isolate"),
            names=some(names),
        )
        return raw, [*notes, Note(WARNING, "isolates", text, ids)]
    nearest = [(int(i), *nearest_unit(units, int(i))) for i in lonely]
    told = tuple(
        message("{units}:{units2} ({d:.3g} km)", units=units.names[i], units2=units.names[j], d=d / 1000)
        for i, j, d in nearest
    )
    raw = with_links(raw, [(i, j) for i, j, _ in nearest], weight)
    return raw, [
        *notes,
        Note(
            INFO,
            "isolates-joined",
            message(
                "{isolates} joined to the nearest unit: {told}.", isolates=many(len(ids), "isolate"), told=some(told)
            ),
            told,
        ),
    ]


def nearest_unit(units: Units, i: int) -> tuple[int, float]:
    """Return the position of the unit whose border is nearest to that of unit i, and the distance in metres.

    Longitudes are shrunk by the cosine of unit i's latitude.

    Raises
    ------
    WeightsError
        If there is one unit alone.
    """
    if len(units) < 2:
        raise WeightsError("One unit alone has no nearest neighbour.")
    shapes = units.frame.geometry.values
    factor = metres_per_unit(units.frame.crs)
    box = shapely.bounds(shapes)
    stretch = 1.0
    if factor is None:
        stretch = max(float(np.cos(np.radians((box[i, 1] + box[i, 3]) / 2))), 1e-3)
        factor = np.radians(1.0) * EARTH_RADIUS
    gap_x = np.maximum(np.maximum(box[:, 0] - box[i, 2], box[i, 0] - box[:, 2]), 0) * stretch
    gap_y = np.maximum(np.maximum(box[:, 1] - box[i, 3], box[i, 1] - box[:, 3]), 0)
    order = np.argsort(np.hypot(gap_x, gap_y), kind="stable")
    scaled = None
    best, distance = -1, np.inf
    for start in range(0, len(order), _CANDIDATES):
        some_units = order[start : start + _CANDIDATES]
        some_units = some_units[some_units != i]
        if not some_units.size:
            continue
        if np.hypot(gap_x, gap_y)[some_units].min() > distance:
            break
        scaled = _stretched(shapes[i : i + 1], stretch)[0] if scaled is None else scaled
        far = shapely.distance(scaled, _stretched(shapes[some_units], stretch))
        if far.min() < distance:
            best, distance = int(some_units[far.argmin()]), float(far.min())
    return best, distance * factor


def _stretched(shapes: object, stretch: float) -> np.ndarray:
    if stretch == 1.0:
        return np.asarray(shapes)
    return np.asarray(shapely.transform(np.asarray(shapes), lambda xy: xy * [stretch, 1.0]))


def _position(text: str, units: Units) -> int:
    ids = units.ids
    if text in ids:
        return ids.index(text)
    columns = [units.names]
    frame = units.frame
    columns += [
        frame[c].astype("object") for c in frame.columns if c != "geometry" and pd.api.types.is_string_dtype(frame[c])
    ]
    for values in columns:
        hits = [k for k, v in enumerate(values) if str(v).strip().lower() == text.lower()]
        if len(hits) == 1:
            return hits[0]
        if len(hits) > 1:
            raise JoinError(
                message(
                    "{n} units are called {text!r}; use the id, such as {units!r}.",
                    n=len(hits),
                    text=text,
                    units=units.ids[hits[0]],
                )
            )
    for values in columns:  # 海南 for 海南省: the beginning of one name only
        hits = [k for k, v in enumerate(values) if len(text) > 1 and str(v).strip().lower().startswith(text.lower())]
        if len(hits) == 1:
            return hits[0]
    import difflib

    close = difflib.get_close_matches(text, [*units.names, *units.ids], n=3)
    hint = (
        message(" Did you mean {close}?", close=", ".join(close))
        if close
        else message(" Units look like {units!r} ({units2}).", units=units.ids[0], units2=units.names[0])
    )
    raise JoinError(message("No unit of {units} is called {text!r}.{hint}", units=units.name, text=text, hint=hint))
