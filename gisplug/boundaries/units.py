"""Units: the regions under study, in a fixed order, with text ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gisplug.core.errors import JoinError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Units:
    """Regions with clean geometry.

    Attributes
    ----------
    frame : GeoDataFrame, length N
        Index = `ids` (text, unique, name "unit"); valid (Multi)Polygon or Point geometry; a CRS is always set.
    names : tuple of str, length N
        What maps and tables call each unit; the ids where the layer has no name field.
    name : str
        The layer's name, for messages.
    report : Report
        What was found and repaired on reading.
    aliases : mapping of further names of units to ids or names
        Of sets of the shelf (`layers/catalog.toml`).
    """

    frame: gpd.GeoDataFrame
    names: tuple[str, ...]
    name: str = "units"
    report: Report = field(default_factory=Report)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the units, text, in the order of `frame`."""
        return tuple(self.frame.index.tolist())

    def __len__(self) -> int:
        return len(self.frame)

    def take(self, ids: Sequence[str]) -> Units:
        """Return the units with these ids, in this order.

        Raises
        ------
        JoinError
            If an id is not among the units.
        """
        label = dict(zip(self.ids, self.names, strict=True))
        lost = [i for i in ids if i not in label]
        if lost:
            raise JoinError(
                message(
                    "{n} ids are not among the units of {name}: {lost}. The layer's look like {ids!r}.",
                    n=len(lost),
                    name=self.name,
                    lost=some(lost),
                    ids=self.ids[0],
                )
            )
        return Units(self.frame.loc[list(ids)], tuple(label[i] for i in ids), self.name, self.report, self.aliases)
