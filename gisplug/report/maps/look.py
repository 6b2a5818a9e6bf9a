"""What stands around the coloured units of a map: title, legend, names, background, marks, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gisplug.report.words.say import say
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import geopandas as gpd

_BEHIND = re.compile(r"(?<=[\u3000-\u303f\uff00-\uffef]) ")  # a space behind a Chinese stop
DISCLAIMER = "Boundaries are drawn for orientation only and imply no opinion on their legal status."


@dataclass(frozen=True)
class Look:
    """What stands around the coloured units of a map.

    Units that are not `significant` are hatched; `origin` marks the unit where a shock starts; both have one value for
    each unit. The rows of `background` are drawn below the units, as land. `counts` says in the legend how many units
    are in each class that has a name. `grey` draws for print without colours, `measured` adds scale bar
    and north arrow to one of several maps, `rest` says in the legend that land without colour is not in the study,
    `empty` is what the legend calls units without a value.
    """

    title: str = ""
    legend: str = ""
    names: Sequence[str] | None = None
    background: gpd.GeoDataFrame | None = None
    significant: Sequence[bool] | None = None
    origin: Sequence[bool] | None = None
    note: str = ""
    language: str = ""
    north: bool = False
    disclaimer: bool = True
    digits: int | None = None
    counts: bool = True
    grey: bool = False
    measured: bool = False
    rest: bool = False
    empty: str = "No data"

    def below(self) -> str:
        """Return the remarks under the map: the notes, and a neutral word on boundaries."""
        disclaimer = say(DISCLAIMER, self.language) if self.disclaimer else ""
        parts = [say(self.note, self.language), house().map_note, disclaimer]
        return _BEHIND.sub("", " ".join(p for p in parts if p))
