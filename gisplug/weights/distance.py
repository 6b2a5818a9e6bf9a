"""Distance weights: k nearest, band, inverse distance, exponential decay, kernel. Great circles for
longitude/latitude.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from gisplug.boundaries.borders import Floats
from gisplug.boundaries.units import Units
from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.weights.links import Isolates, settle
from gisplug.weights.normalise import Normalisation
from gisplug.weights.places import Places, places_extent
from gisplug.weights.weights import Weights

KernelFunction = Literal["triangular", "uniform", "quadratic", "quartic", "gaussian"]
_KERNELS: dict[str, Callable[[Floats], Floats]] = {
    "triangular": lambda z: 1 - z,
    "uniform": lambda z: np.full_like(z, 0.5),
    "quadratic": lambda z: 0.75 * (1 - z**2),
    "quartic": lambda z: 15 / 16 * (1 - z**2) ** 2,
    "gaussian": lambda z: np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi),
}


def knn(
    units: Units, k: int = 4, symmetric: bool = False, normalise: Normalisation = "row", name: str | None = None
) -> Weights:
    """Weight 1 for the k nearest units (centroids; great circles for longitude/latitude).

    Parameters
    ----------
    symmetric
        Join two units if either is among the k nearest of the other.

    Raises
    ------
    WeightsError
        If k is not between 1 and N - 1.
    """
    n = len(units)
    if not 1 <= k < n:
        raise WeightsError(
            message("k lies between 1 and {n} (the number of units less one); {k} was given instead.", n=n - 1, k=k)
        )
    places = Places(units)
    near, far = places.nearest(k)
    raw = csr_array((np.ones(near.size), (np.repeat(np.arange(n), k), near.ravel())), shape=(n, n))
    if symmetric:
        raw = csr_array(raw.maximum(raw.T))
    raw.sort_indices()
    notes = [
        Note(
            INFO,
            "farthest",
            message(
                "The {k} nearest neighbours lie up to {far:.4g} km apart (median {median:.4g} km).",
                k=k,
                far=far.max(),
                median=np.median(far),
            ),
        )
    ]
    return Weights(
        raw,
        units.ids,
        name or (message("knn{k} symmetric", k=k) if symmetric else f"knn{k}"),
        normalise,
        Report((*notes, *_coincident(places))),
    )


def distance_band(
    units: Units,
    threshold: float | None = None,
    isolates: Isolates = "keep",
    links: Sequence[str] | str = (),
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Weight 1 for units within a distance in kilometres; by default the least that leaves nobody alone."""
    places = Places(units)
    limit, notes = _limit(places, threshold)
    raw = _joined(places.within(limit), places, isolates, notes)
    raw.data = np.ones_like(raw.data)
    raw, said = settle(raw, units, isolates, links)
    return Weights(
        raw,
        units.ids,
        name or message("band {limit:.4g} km", limit=limit),
        normalise,
        Report((*notes, *said, *_coincident(places))),
    )


def inverse_distance(
    units: Units,
    power: float = 1.0,
    cutoff: float | None = None,
    isolates: Isolates = "keep",
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Weight 1 / d^power, d in kilometres between centroids, up to a cut-off in km (none by default: every pair).

    Raises
    ------
    WeightsError
        If the power is not positive, two units have the same point, or there would be too many links.
    """
    if not power > 0:
        raise WeightsError(message("The power of distance is positive; {power!r} was given instead.", power=power))
    return _decay(units, lambda d: d**-power, f"1/d^{power:g}", cutoff, isolates, normalise, name)


def exponential_decay(
    units: Units,
    rate: float | None = None,
    cutoff: float | None = None,
    isolates: Isolates = "keep",
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Weight exp(-rate d), d in kilometres between centroids.

    Parameters
    ----------
    rate
        Per km; by default one over the median distance to the nearest unit.
    cutoff
        Kilometres beyond which weights are 0; none by default.
    isolates, normalise, name
        As in `contiguity`.

    Raises
    ------
    WeightsError
        If the rate is not positive, two units have the same point, or there would be too many links.
    """
    given = rate
    if rate is None:
        rate = 1.0 / float(np.median(Places(units).nearest(1)[1]))
    if not rate > 0:
        raise WeightsError(message("The rate of decay is positive (per km); {rate!r} was given instead.", rate=rate))
    weights = _decay(units, lambda d: np.exp(-rate * d), f"exp(-{rate:.3g} d)", cutoff, isolates, normalise, name)
    if given is None:
        note = Note(
            INFO,
            "rate-chosen",
            message(
                "Rate of decay chosen from the data: {rate:.4g} per km (1 / median distance to the nearest unit).",
                rate=rate,
            ),
        )
        return Weights(weights.raw, weights.ids, weights.name, normalise, Report((note, *weights.report.notes)))
    return weights


def kernel(
    units: Units,
    function: KernelFunction = "triangular",
    bandwidth: float | None = None,
    k: int | None = None,
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Weight K(d / h) for d up to the bandwidth h (km), the same for all, or the distance to each unit's k-th nearest.

    The diagonal is zero. The Gaussian is cut at h too, as in libpysal.

    Raises
    ------
    WeightsError
        If the function is unknown, or both bandwidth and k are given.
    """
    if function not in _KERNELS:
        raise WeightsError(
            message(
                "The kernel is one of {kernels}; {function!r} was given instead.",
                kernels=", ".join(_KERNELS),
                function=function,
            )
        )
    if bandwidth is not None and k is not None:
        raise WeightsError("Give a fixed bandwidth or k for an adaptive one, not both.")
    places, notes = Places(units), []
    if k is not None:
        if not 1 <= k < len(units):
            raise WeightsError(message("k lies between 1 and {n}; {k} was given instead.", n=len(units) - 1, k=k))
        near, far = places.nearest(k)
        wide = far.max(axis=1)
        if (wide <= 0).any():
            raise WeightsError(
                message(
                    "Units with {k} others at the same point: {flatnonzero}. Raise k.",
                    k=k,
                    flatnonzero=some([units.ids[i] for i in np.flatnonzero(wide <= 0)]),
                )
            )
        z = (far / wide[:, None]).ravel()
        raw = csr_array(
            (_KERNELS[function](z), (np.repeat(np.arange(len(units)), k), near.ravel())), shape=(len(units),) * 2
        )
        label = message("{function} kernel, {k} nearest", function=function, k=k)
        notes.append(
            Note(
                INFO,
                "bandwidth",
                message("Bandwidths run from {wide:.4g} to {wide2:.4g} km.", wide=wide.min(), wide2=wide.max()),
            )
        )
    else:
        limit, notes = _limit(places, bandwidth)
        raw = places.within(limit)
        raw.data = _KERNELS[function](raw.data / limit)
        label = message("{function} kernel {limit:.4g} km", function=function, limit=limit)
    raw = csr_array(raw)
    raw.eliminate_zeros()
    raw.sort_indices()
    weights = Weights(raw, units.ids, name or label, normalise)
    lonely = weights.isolates
    if lonely:
        notes.append(
            Note(
                WARNING,
                "isolates",
                message(
                    "{isolates} ({lonely}): the spatial lag there is 0.",
                    isolates=many(len(lonely), "isolate"),
                    lonely=some(lonely),
                ),
                lonely,
            )
        )
    return Weights(raw, units.ids, name or label, normalise, Report((*notes, *_coincident(places))))


def _decay(
    units: Units,
    function: Callable[[Floats], Floats],
    label: str,
    cutoff: float | None,
    isolates: Isolates,
    normalise: Normalisation,
    name: str | None,
) -> Weights:
    if cutoff is not None and not cutoff > 0:
        raise WeightsError(
            message("The cut-off is a positive distance in km; {cutoff!r} was given instead.", cutoff=cutoff)
        )
    places = Places(units)
    same = _coincident(places)
    if same:
        raise WeightsError(
            message(
                "Units at the same point: {same}. Their distance is 0; merge them or move a point.",
                same=some(same[0].ids),
            )
        )
    notes: list[Note] = []
    raw = _joined(places.within(places_extent(places) if cutoff is None else cutoff), places, isolates, notes)
    raw.data = function(raw.data)
    raw.eliminate_zeros()
    raw, said = settle(raw, units, isolates, ())
    notes += said
    within = "" if cutoff is None else message(" up to {cutoff:g} km", cutoff=cutoff)
    return Weights(raw, units.ids, name or label + within, normalise, Report(tuple(notes)))


def _joined(distances: csr_array, places: Places, isolates: Isolates, notes: list[Note]) -> csr_array:
    """Add the distance to the nearest other point for units that have nobody within reach."""
    lonely = np.flatnonzero(np.diff(distances.indptr) == 0)
    if isolates != "nearest" or not lonely.size:
        return distances
    near, far = places.nearest(1)
    i, j, d = lonely, near[lonely, 0], far[lonely, 0]
    names = places.units.names
    told = tuple(
        message("{names}:{names2} ({c:.4g} km)", names=names[a], names2=names[b], c=c)
        for a, b, c in zip(i, j, d, strict=True)
    )
    text = message("{isolates} joined to the nearest unit: {told}.", isolates=many(len(i), "isolate"), told=some(told))
    notes.append(Note(INFO, "isolates-joined", text, told))
    extra = csr_array((np.concatenate([d, d]), (np.concatenate([i, j]), np.concatenate([j, i]))), shape=distances.shape)
    pairs = csr_array(distances.maximum(extra))
    pairs.sort_indices()
    return pairs


def _limit(places: Places, given: float | None) -> tuple[float, list[Note]]:
    if given is not None:
        if not given > 0:
            raise WeightsError(message("The distance is positive, in km; {given!r} was given instead.", given=given))
        return float(given), []
    if len(places.units) < 2:
        raise WeightsError("One unit alone has no neighbours.")
    least = float(places.nearest(1)[1].max()) * (1 + 1e-9)
    return least, [
        Note(
            INFO,
            "threshold",
            message("Distance chosen so that every unit has a neighbour: {least:.4g} km.", least=least),
        )
    ]


def _coincident(places: Places) -> list[Note]:
    if len(places.units) < 2:
        return []
    _, far = places.nearest(1)
    same = tuple(places.units.ids[i] for i in np.flatnonzero(far[:, 0] == 0))
    if not same:
        return []
    return [
        Note(
            WARNING,
            "coincident",
            message("{units} at the same point as another: {same}.", units=many(len(same), "unit"), same=some(same)),
            same,
        )
    ]
