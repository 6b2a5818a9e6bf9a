"""Tool: list the boundary sets of the shelf."""

from __future__ import annotations

from typing import Optional

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.results import FilePath, save_table

COLUMNS = ["name", "title", "level", "ships", "licence", "id", "name_field", "crs", "source", "url", "note"]


class Asked(Inputs):
    """What the tool is asked."""

    search: Optional[str] = param("text", "Search", "A word that the entries must hold, such as China.", optional=True)
    table: FilePath = output("table", "Catalogue", "One row for each boundary set.", main=True)


def run(asked: Asked, progress: Progress) -> Results:
    import pandas as pd

    from gisplug.core.shelves import boundary_sets

    words = (asked.search or "").lower()
    found = []
    for known in boundary_sets().values():
        row = (
            known.key,
            known.title,
            known.level,
            known.path is not None,
            known.licence,
            known.id,
            known.name or "",
            known.crs,
            known.source,
            known.url,
            known.note,
        )
        if words in " ".join(map(str, row)).lower():
            found.append(row)
            progress.info(
                message("{key}: {title} ({licence})", key=known.key, title=known.title, licence=known.licence)
            )
    save_table(pd.DataFrame(found, columns=COLUMNS), asked.table)
    return {**asked.written(), "sets": float(len(found))}


TOOL = Tool(
    id="boundaries_catalog",
    title="Catalogue of boundary sets",
    group="boundaries",
    help="Lists the boundary sets that gisplug knows: source, licence, level, id field. Those that ship can be "
    "named wherever boundaries are asked for; the others tell where to download them.",
    inputs=Asked,
    values=(Output("sets", "number", "Sets", "Number of sets found."),),
    run=run,
    tags=("sources", "licence", "边界数据"),
    example="gisplug boundaries-catalog --table boundary_sets.csv",
)
