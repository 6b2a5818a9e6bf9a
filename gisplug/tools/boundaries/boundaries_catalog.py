"""Tool: list the boundary sets of the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.shelves import boundary_sets

    words = (params["search"] or "").lower()
    found = []
    for known in boundary_sets().values():
        row = {
            "name": known.key,
            "title": known.title,
            "level": known.level,
            "ships": known.path is not None,
            "licence": known.licence,
            "id": known.id,
            "name_field": known.name or "",
            "crs": known.crs,
            "source": known.source,
            "url": known.url,
            "note": known.note,
        }
        if words in " ".join(map(str, row.values())).lower():
            found.append(row)
            progress.info(f"{known.key}: {known.title} ({known.licence})")
    made: dict[str, Any] = {"sets": float(len(found))}
    if params["table"]:
        import pandas as pd

        from gisplug.core.tables import write_table

        made["table"] = str(write_table(pd.DataFrame(found, columns=_COLUMNS), params["table"]))
    return made


_COLUMNS = ["name", "title", "level", "ships", "licence", "id", "name_field", "crs", "source", "url", "note"]

TOOL = Tool(
    id="boundaries_catalog",
    title="Catalogue of boundary sets",
    group="boundaries",
    help="Lists the boundary sets that gisplug knows: source, licence, level, id field. Those that ship can be "
    "named wherever boundaries are asked for; the "
    "others tell where to download them.",
    params=(Param("search", "text", "Search", "A word that the entries must hold, such as China.", optional=True),),
    outputs=(
        Output("table", "table", "Catalogue", "One row for each boundary set."),
        Output("sets", "number", "Sets", "Number of sets found."),
    ),
    run=run,
    tags=("sources", "licence", "边界数据"),
    example="gisplug boundaries-catalog --table boundary_sets.csv",
)
