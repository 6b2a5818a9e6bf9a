"""Which units a policy of others reaches, and how much: rings of distance, orders of contiguity, W x treatment, decay
with distance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.numbers.space.conley import EARTH, on_sphere
from gisplug.panel.frame import Panel
from gisplug.panel.places import places_of

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights

MEASURES = ("nearest", "count")
BLOCK = 512  # units whose distances to the treated are held at a time


class Exposure(Protocol):
    """A rule that says how much of other units' policy reaches a unit."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the K columns of exposure are called."""

    def of(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the exposure (T, N, K), nought where nothing reaches, from who is treated, (T, N) bool."""


@dataclass(frozen=True)
class DistanceRings:
    """Rings of distance to treated units (Butts 2021; Clarke 2017).

    Attributes
    ----------
    breaks : outer edges of the rings, km along great circles, rising; units beyond the last are clean controls
    measure : "nearest": 1 in the ring of the nearest treated unit; "count": treated units in each ring
    coordinates : columns of longitude and latitude in degrees, such as lights-weighted centres; centroids of the
        panel's boundaries where none are named

    Raises
    ------
    ModelError
        If the edges do not rise from above 0, or the measure is unknown.
    """

    breaks: tuple[float, ...]
    measure: str = "nearest"
    coordinates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        edges = np.asarray(self.breaks, dtype=float)
        if not len(edges) or not np.isfinite(edges).all() or (np.diff(edges, prepend=0.0) <= 0).any():
            raise ModelError(
                message(
                    "Rings have outer edges in km that rise from above 0, such as 50, 100; {given} was given.",
                    given=", ".join(map(str, self.breaks)) or message("none"),
                )
            )
        one_of("measure", self.measure, MEASURES, ModelError)

    @property
    def names(self) -> tuple[str, ...]:
        """The rings: "0-50 km", "50-100 km"."""
        inner = (0.0, *self.breaks[:-1])
        return tuple(message("{low:g}-{high:g} km", low=a, high=b) for a, b in zip(inner, self.breaks, strict=True))

    def of(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the exposure (T, N, K) to others that are treated, (T, N) bool; see `Exposure`."""
        edges = np.asarray(self.breaks, dtype=float)
        steps = np.searchsorted(edges, _distances(panel, self.coordinates, treated), side="left")
        return _stepped(steps, treated, len(edges), self.measure)


@dataclass(frozen=True)
class ContiguityRings:
    """Orders of contiguity: steps along the links of W from a unit to treated ones.

    Attributes
    ----------
    weights : whose links count, whatever their size
    orders : how many orders are told apart; units farther away are clean controls
    measure : as in `DistanceRings`

    Raises
    ------
    ModelError
        If `orders` is below 1, or the measure is unknown.
    """

    weights: Weights = field(repr=False)
    orders: int = 1
    measure: str = "nearest"

    def __post_init__(self) -> None:
        if self.orders < 1:
            raise ModelError(
                message("Orders of contiguity are 1 or more; {orders} was given instead.", orders=self.orders)
            )
        one_of("measure", self.measure, MEASURES, ModelError)

    @property
    def names(self) -> tuple[str, ...]:
        """The orders: "order 1", "order 2"."""
        return tuple(message("order {k}", k=k) for k in range(1, self.orders + 1))

    def of(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the exposure (T, N, K) to units that are treated, (T, N) bool; see `Exposure`.

        Raises
        ------
        JoinError
            If W lacks a unit.
        """
        from gisplug.weights.contiguity import higher_order

        raw = self.weights.align(panel.ids).raw
        who = treated.any(axis=0)
        steps = np.full((panel.N, int(who.sum())), self.orders)
        for order in range(self.orders, 0, -1):
            reached = higher_order(raw, order)[:, np.flatnonzero(who)].toarray() > 0
            steps[reached] = order - 1
        return _stepped(steps, treated, self.orders, self.measure)


@dataclass(frozen=True)
class TreatedNeighbours:
    """W x treatment: the weighted sum of the treated neighbours, a share where rows of W sum to one (Delgado & Florax
    2015).

    Attributes
    ----------
    weights : W, as it is scaled
    """

    weights: Weights = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """One column, "W x policy"."""
        return (message("W x policy"),)

    def of(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the exposure (T, N, 1) to units that are treated, (T, N) bool; see `Exposure`.

        Raises
        ------
        JoinError
            If W lacks a unit.
        """
        w = self.weights.align(panel.ids).matrix
        return np.asarray((w @ treated.T.astype(float)).T)[:, :, None]


@dataclass(frozen=True)
class DistanceDecay:
    """Treated units that count ever less with distance, by exp(-distance / scale), and ever more with their mass.

    Attributes
    ----------
    cutoff : km beyond which a treated unit does not count; units without one within it are clean controls
    scale : km after which a treated unit counts 1/e; a third of the cut-off where None
    mass : column, such as night lights: a treated unit counts by its mean before anybody is treated, as a multiple of
        that of all units; all alike where empty
    coordinates : as in `DistanceRings`

    Raises
    ------
    ModelError
        If cut-off or scale is not above 0.
    """

    cutoff: float
    scale: float | None = None
    mass: str = ""
    coordinates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.cutoff < np.inf or not 0 < self.km < np.inf:
            raise ModelError(
                message(
                    "Cut-off and scale of the decay are kilometres above 0; {cutoff!r} and {scale!r} were given.",
                    cutoff=self.cutoff,
                    scale=self.scale,
                )
            )

    @property
    def km(self) -> float:
        """The scale in km."""
        return self.cutoff / 3 if self.scale is None else self.scale

    @property
    def names(self) -> tuple[str, ...]:
        """One column, "policy nearby" or "lights of policy nearby"."""
        return (message("{mass} of policy nearby", mass=self.mass) if self.mass else message("policy nearby"),)

    def of(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the exposure (T, N, 1) to units that are treated, (T, N) bool; see `Exposure`.

        Raises
        ------
        ModelError
            If the mass of a treated unit is unknown or not above 0 before the policy.
        """
        km = _distances(panel, self.coordinates, treated)
        near = np.where(km <= self.cutoff, np.exp(-km / self.km), 0.0) * self._masses(panel, treated)
        return np.asarray(treated[:, treated.any(axis=0)].astype(float) @ near.T)[:, :, None]

    def _masses(self, panel: Panel, treated: np.ndarray) -> np.ndarray:
        """Return the mass of the units ever treated, (M,), as a multiple of the mean of all units."""
        who = treated.any(axis=0)
        if not self.mass:
            return np.ones(int(who.sum()))
        early = panel.array(self.mass)[: max(int(treated.any(axis=1).argmax()), 1)]
        known = np.isfinite(early)
        size = np.divide(
            np.where(known, early, 0.0).sum(axis=0), known.sum(axis=0), out=np.full(panel.N, np.nan), where=known.any(0)
        )
        lost = who & ~(size > 0)
        if lost.any():
            raise ModelError(
                message(
                    "{mass} is empty or not above 0 before the policy in {n} treated units, such as {unit}; a treated "
                    "unit counts by it.",
                    mass=self.mass,
                    n=int(lost.sum()),
                    unit=panel.ids[int(lost.argmax())],
                )
            )
        return np.asarray(size[who] / np.nanmean(size))


def nearest_treated(panel: Panel, treated: np.ndarray, coordinates: tuple[str, ...] = ()) -> np.ndarray:
    """Return km to the nearest other unit treated by then, (T, N) from treated (T, N); infinite where there is none."""
    km = _distances(panel, coordinates, treated)
    now = treated[:, treated.any(axis=0)]
    return np.stack([km[:, on].min(axis=1, initial=np.inf) for on in now])


def _distances(panel: Panel, coordinates: tuple[str, ...], treated: np.ndarray) -> np.ndarray:
    """Return km from every unit to every unit ever treated, (N, M); infinite to itself."""
    points = on_sphere(places_of(panel, coordinates))
    who = np.flatnonzero(treated.any(axis=0))
    km = np.empty((panel.N, len(who)))
    for at in range(0, panel.N, BLOCK):
        chord = np.linalg.norm(points[at : at + BLOCK, None, :] - points[None, who, :], axis=2)
        km[at : at + BLOCK] = 2 * EARTH * np.arcsin(np.minimum(chord / (2 * EARTH), 1.0))
    km[who, np.arange(len(who))] = np.inf
    return km


def _stepped(steps: np.ndarray, treated: np.ndarray, K: int, measure: str) -> np.ndarray:
    """Return exposure (T, N, K) from the ring of every unit ever treated as each unit sees it, (N, M), K if beyond."""
    now = treated[:, treated.any(axis=0)]
    if measure == "count":
        return np.stack([now.astype(float) @ (steps == k).T.astype(float) for k in range(K)], axis=2)
    nearest = np.stack([steps[:, on].min(axis=1, initial=K) for on in now])
    return np.asarray(nearest[:, :, None] == np.arange(K), dtype=float)
