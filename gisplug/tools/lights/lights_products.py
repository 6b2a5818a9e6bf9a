"""Tool: the known light products, and whether rasters fit one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.lights.shared import product_param


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.lights.products import product_table

    table = product_table()
    if params["table"]:
        from gisplug.core.tables import write_table

        write_table(table, params["table"])
    if params["paper"]:
        from gisplug.report.tables.files import write_paper
        from gisplug.report.tables.paper_table import plain_table

        short = (
            table[["product", "unit", "years", "resolution", "saturation", "zero", "licence"]]
            .set_index("product")
            .astype(object)
            .fillna("")
        )
        write_paper(
            plain_table("Light products", short, list(table["product"] + ": " + table["note"].fillna(""))),
            params["paper"],
        )
    warnings = _check(params, progress) if params["rasters"] else 0
    return {
        **{n: params[n] for n in ("table", "paper", "checked") if params[n]},
        "products": len(table),
        "warnings": warnings,
    }


def _check(params: Mapping[str, Any], progress: Any) -> int:
    """Look through every raster; return how many warnings there were."""
    import pandas as pd

    from gisplug.lights.check import check_raster
    from gisplug.lights.sources import pictures

    files = [(p.period, path) for p in pictures(params["rasters"]) for path in p.paths]
    rows, warnings = [], 0
    for done, (period, path) in enumerate(files):
        progress.check()
        progress.update(done / len(files), path.name)
        facts, report = check_raster(path, params["product"])
        for note in report.notes:
            progress.warn(f"{path.name} {note.text}.")
        warnings += len(report.notes)
        rows.append({"period": period, **facts, "warnings": "; ".join(note.text for note in report.notes)})
    if params["checked"]:
        from gisplug.core.tables import write_table

        write_table(pd.DataFrame(rows), params["checked"])
    return warnings


TOOL = Tool(
    id="lights_products",
    title="Light products",
    group="lights",
    help="Lists the night-light products that gisplug knows: unit, years, missing values, saturation, what zero "
    "means, source and licence. "
    "With rasters, it also looks through them and says where they do not fit the product.",
    params=(
        Param(
            "rasters",
            "rasters",
            "Rasters to check",
            "A folder, a list of files, or a pattern such as ntl_{period}.tif.",
            optional=True,
        ),
        product_param(),
    ),
    outputs=(
        Output(
            "table",
            "table",
            "Products",
            "All products with unit, years, missing values, valid range, saturation, source and licence.",
        ),
        Output("paper", "paper", "Products to read", "The same as a readable table with notes."),
        Output(
            "checked",
            "table",
            "Checked rasters",
            "One row per raster: size, cell, type, missing value, minimum, maximum, and shares of zero, negative, "
            "missing and saturated cells.",
        ),
        Output("products", "number", "Number of products", "How many products are known."),
        Output("warnings", "number", "Warnings", "How many things do not fit."),
    ),
    run=run,
    tags=("night lights", "catalogue", "check"),
    example="gisplug lights-products --rasters demo-lights --product demo-lights --checked checked.csv --paper "
    "products.html",
)
