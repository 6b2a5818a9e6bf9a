"""Common units: the smallest groups of units whose outer borders never moved. They need no assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gisplug.boundaries.units import Units
from gisplug.core.errors import JoinError, LayerError
from gisplug.core.evidence import INFO, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Period
from gisplug.crosswalks.crosswalk import Crosswalk
from gisplug.crosswalks.links import Links, Side, entries, sparse

JOINT = "+"  # between the ids of the target units that make up a common unit


@dataclass(frozen=True)
class CommonUnits:
    """Groups of units that no border change crosses.

    Attributes
    ----------
    crosswalks : {first period: Crosswalk}
        From each layer to the common units; every unit goes into one of them whole.
    members : DataFrame
        Columns common, name, target (the target unit), target_name; one row a target unit.
    target : Units or None
        The layer whose units were put together.
    report : Report
    """

    crosswalks: Mapping[Period, Crosswalk]
    members: pd.DataFrame
    target: Units | None
    report: Report

    def units(self) -> Units:
        """Return the common units as a layer: target units merged.

        Raises
        ------
        LayerError
            If there are no boundaries.
        """
        if self.target is None:
            raise LayerError("These common units were made of codes alone; there are no boundaries to merge.")
        layer = self.target.take(list(self.members["target"]))
        common = self.members["common"].to_numpy()
        shapes = gpd.GeoSeries(layer.frame.geometry.values, crs=layer.frame.crs)
        merged = shapes.groupby(common, sort=False).agg(lambda g: shapely.union_all(np.asarray(g)))
        names = self.members.drop_duplicates("common")
        index = pd.Index(names["common"].to_numpy(), name="unit")
        frame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(merged.loc[index].to_numpy(), index=index, crs=shapes.crs))
        return Units(
            frame, tuple(names["name"]), message("{target}, common units", target=self.target.name), self.report
        )


def common_units(crosswalks: Links | Mapping[Period, Links]) -> CommonUnits:
    """Put units together until no border change crosses a group, instead of dividing anything.

    Parameters
    ----------
    crosswalks
        One, or {first period: crosswalk}, all to the same target units; only who overlaps whom is used, not how much.

    Returns
    -------
    CommonUnits
        Each connected group of source and target units of all layers is one unit, called like its target unit, or like
        several joined by "+"; it holds the target units it is made of.

    Raises
    ------
    JoinError
        If the crosswalks lead to different units.
    """
    walks = {"": crosswalks} if isinstance(crosswalks, Links) else dict(crosswalks)
    if not walks:
        raise JoinError("No crosswalk was given; give one, or {first period: crosswalk}.")
    links = list(walks.values())
    target = links[0].target
    if any(walk.target.ids != target.ids for walk in links):
        raise JoinError("The crosswalks lead to different units. Make all of them to one layer.")
    group = _groups(links)
    first, place = np.unique(group, return_index=True)
    order = np.argsort(place, kind="stable")
    number = np.empty(len(first), dtype=np.int64)
    number[order] = np.arange(len(first))
    of_target = number[np.searchsorted(first, group)]
    side = Side(
        _joined(target.ids, of_target),
        _joined(target.names, of_target),
        message("common units of {target}", target=target.name),
    )
    made = {when: _to_common(walk, of_target, side) for when, walk in walks.items()}
    members = pd.DataFrame(
        {
            "common": np.array(side.ids, dtype=object)[of_target],
            "name": np.array(side.names, dtype=object)[of_target],
            "target": list(target.ids),
            "target_name": list(target.names),
        }
    )
    merged = [unit for k, unit in enumerate(side.ids) if (of_target == k).sum() > 1]
    text = message(
        "{units} of {target} make {units2}; {n} of them hold several: {merged}.",
        units=many(len(target.ids), "unit"),
        target=target.name,
        units2=many(len(side.ids), "common unit"),
        n=len(merged),
        merged=some(merged),
    )
    note = Note(INFO, "common-units", text, tuple(merged))
    return CommonUnits(
        made, members.iloc[np.argsort(of_target, kind="stable")].reset_index(drop=True), links[0].units, Report((note,))
    )


def _groups(links: list[Links]) -> np.ndarray:
    """Return the connected group of each target unit, (M,)."""
    count = len(links[0].target.ids)
    rows, columns, offset = [], [], count
    for walk in links:
        row, column = entries(walk.shares)
        rows.append(row + offset)
        columns.append(column)
        offset += len(walk.source.ids)
    row, column = np.concatenate(rows), np.concatenate(columns)
    both = coo_array((np.ones(len(row)), (row, column)), shape=(offset, offset))
    return np.asarray(connected_components(both, directed=False)[1][:count])


def _joined(words: tuple[str, ...], group: np.ndarray) -> tuple[str, ...]:
    made: list[list[str]] = [[] for _ in range(int(group.max(initial=-1)) + 1)]
    for word, k in zip(words, group, strict=True):
        made[k].append(word)
    return tuple(JOINT.join(part) for part in made)


def _to_common(walk: Links, of_target: np.ndarray, side: Side) -> Crosswalk:
    row, column = entries(walk.shares)
    key, first, back = np.unique(row * len(side.ids) + of_target[column], return_index=True, return_inverse=True)
    row, column = row[first], of_target[column[first]]
    shape = len(walk.source.ids), len(side.ids)

    def added(data: np.ndarray) -> np.ndarray:
        return np.bincount(back, data, len(key))

    return Crosswalk(
        walk.source,
        side,
        sparse(row, column, np.ones(len(row)), shape),
        None if walk.amounts is None else sparse(row, column, added(walk.amounts.data), shape),
        walk.by,
        walk.unit,
        None if walk.ground is None else sparse(row, column, added(walk.ground.data), shape),
        slivers=walk.slivers,
    )
