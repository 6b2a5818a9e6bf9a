"""What tools of local statistics give: names of the units in clusters, and maps of several periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional

from gisplug.core.messages import joined, message
from gisplug.tools.periods import spread_periods
from gisplug.tools.results import need_boundaries

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gisplug.report.tables.paper_table import PaperTable

MOST_NAMES = 60  # in a cell


def names_by_period(
    clusters: pd.DataFrame, wanted: Optional[str], kinds: Sequence[str], title: str, note: str
) -> PaperTable:
    """Return which units are in clusters of these kinds, for the periods wanted.

    `clusters` has columns period, name, cluster, one row a period and unit.
    """
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    chosen = clusters[clusters["period"].isin(spread_periods(clusters["period"].unique(), wanted))]
    rows = {
        period: {kind: _named(part.loc[part["cluster"] == kind, "name"]) for kind in kinds}
        for period, part in chosen.groupby("period")
    }
    frame = pd.DataFrame(rows).T
    frame.index.name = "Period"
    return plain_table(title, frame, (note,))


def _named(names: pd.Series) -> str:
    if names.empty:
        return "–"
    shown = joined(", ", names.astype(str)[:MOST_NAMES])
    return (
        shown if len(names) <= MOST_NAMES else message("{shown} and {n} more", shown=shown, n=len(names) - MOST_NAMES)
    )


def cluster_maps(clusters: pd.DataFrame, wanted: Optional[str], title: str, style_name: str) -> Figure:
    """Draw the clusters of the periods wanted side by side, in the colours of a style; `clusters` has one row a period
    and unit.

    Raises
    ------
    ParameterError
        If `clusters` has no boundaries.
    """
    from gisplug.report.maps.choropleth import small_maps, value_map
    from gisplug.report.maps.look import Look

    need_boundaries(hasattr(clusters, "geometry"), "A map")
    periods = spread_periods(clusters["period"].unique(), wanted)
    first = clusters[clusters["period"] == periods[0]].reset_index(drop=True)
    wide = first[["unit", "name", "geometry"]].copy()
    for period in periods:
        wide[str(period)] = clusters.loc[clusters["period"] == period, "cluster"].to_numpy()
    if len(periods) == 1:
        look = Look(title=message("{title}, {period}", title=title, period=periods[0]))
        return value_map(wide, str(periods[0]), "classes", look, style_name=style_name)
    fields = {str(period): str(period) for period in periods}
    return small_maps(wide, fields, "classes", Look(title=title), style_name=style_name)
