"""The ways in which starting dates can be given to units, within groups of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import comb, prod

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.language.terms import group_labels
from gisplug.numbers.projections import codes_of
from gisplug.panel.frame import Panel


def strata_of(panel: Panel, column: str, present: np.ndarray) -> np.ndarray:
    """Return the group of every unit, (N,), counted from 0.

    Parameters
    ----------
    present : (n,) positions of the units that are used

    Raises
    ------
    ModelError
        If a unit that is used has no group, or several.
    """
    labels = np.asarray(group_labels(panel, column)).reshape(panel.T, panel.N)
    own = [sorted(set(labels[:, n]) - {""}) for n in range(panel.N)]
    if empty := [panel.ids[n] for n in present if not own[n]]:
        raise ModelError(
            message(
                "{column} is empty for {empty}; groups are a column without holes.", column=column, empty=some(empty)
            )
        )
    if several := [panel.ids[n] for n in present if len(own[n]) > 1]:
        raise ModelError(
            message(
                "{column} differs over time in {several}: a unit belongs to one group.",
                column=column,
                several=some(several),
            )
        )
    return np.asarray(codes_of(np.array([found[0] if found else "" for found in own])))


@dataclass(frozen=True)
class Exchanged:
    """What exchanges starting dates: units, or whole clusters of them.

    Attributes
    ----------
    first : (G,) first treated period, infinite if never
    present : (g,) positions of those that are used
    strata : (G,) groups within which they exchange
    codes : (N,) which of them every unit is
    """

    first: np.ndarray
    present: np.ndarray
    strata: np.ndarray
    codes: np.ndarray

    def of_units(self, first: np.ndarray) -> np.ndarray:
        """Return the dates (N, ...) of units from those of what exchanges them, (G, ...)."""
        return np.asarray(first[self.codes])


def exchanged(
    panel: Panel, first: np.ndarray, present: np.ndarray, clusters: str | None, strata: str | None
) -> Exchanged:
    """Return what exchanges dates: units, or the groups of the column `clusters`, within groups of `strata`.

    Parameters
    ----------
    first : (N,) first treated period, infinite if never
    present : (n,) positions of the units that are used

    Raises
    ------
    ModelError
        If a unit that is used has no group or several, or units of a cluster have different dates or strata.
    """
    within = np.zeros(panel.N, dtype=int) if strata is None else strata_of(panel, strata, present)
    if clusters is None:
        return Exchanged(first, present, within, np.arange(panel.N))
    codes = strata_of(panel, clusters, present)
    dates, groups = np.full((2, int(codes.max()) + 1), np.inf)
    for group in np.unique(codes[present]):
        own = present[codes[present] == group]
        if len(np.unique(first[own])) > 1 or len(np.unique(within[own])) > 1:
            raise ModelError(
                message(
                    "Units of one {clusters} ({units}) have different starting dates, or different {strata}: only "
                    "what was given to whole groups can be exchanged between them. Permute units.",
                    clusters=clusters,
                    units=some([panel.ids[n] for n in own]),
                    strata=strata or message("groups"),
                )
            )
        dates[group], groups[group] = first[own[0]], within[own[0]]
    return Exchanged(dates, np.unique(codes[present]), groups, codes)


def assignments(first: np.ndarray, present: np.ndarray, strata: np.ndarray) -> int:
    """Return in how many different ways dates can be given to units within their groups.

    Parameters
    ----------
    first : (N,) first treated period, infinite if never
    present : (n,) positions of the units that are used
    strata : (N,) groups within which units exchange
    """
    ways = []
    for group in np.unique(strata[present]):
        left = int((strata[present] == group).sum())
        for count in np.unique(first[present][strata[present] == group], return_counts=True)[1]:
            ways.append(comb(left, int(count)))
            left -= int(count)
    return prod(ways)


def every_assignment(first: np.ndarray, present: np.ndarray, strata: np.ndarray, most: int) -> np.ndarray | None:
    """Return all ways in which the dates can be given, (N, ways), infinite for units that are not present; None where
    there are more than `most`.

    Parameters
    ----------
    first : (N,) first treated period, infinite if never
    present : (n,) positions of the units that are used
    strata : (N,) groups within which units exchange

    Raises
    ------
    ModelError
        If there is one way only.
    """
    ways = assignments(first, present, strata)
    if ways == 1:
        raise ModelError(
            "The policy can be given to units in one way only: no group has units with different starting dates. "
            "Permute within larger groups, or draw times."
        )
    if ways > most:
        return None
    groups = [present[strata[present] == group] for group in np.unique(strata[present])]
    whole = np.full((len(first), ways), np.inf)
    for column, parts in enumerate(product(*(list(_orders(first[own])) for own in groups))):
        for own, dates in zip(groups, parts, strict=True):
            whole[own, column] = dates
    return whole


def _orders(dates: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the different orders of dates (n,)."""
    values, counts = np.unique(dates, return_counts=True)
    left, order = counts.copy(), np.empty(len(dates))

    def filled(place: int) -> Iterator[np.ndarray]:
        if place == len(dates):
            yield order.copy()
            return
        for k in np.flatnonzero(left):
            left[k] -= 1
            order[place] = values[k]
            yield from filled(place + 1)
            left[k] += 1

    yield from filled(0)
