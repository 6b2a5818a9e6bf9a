"""Tool: the known light products, and whether rasters fit one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.lights.options import product_param
from gisplug.tools.results import paper_output, save_paper, save_table, written

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

SHORT = ["product", "unit", "years", "resolution", "saturation", "zero", "licence"]


def run(params: Params, progress: Progress) -> Results:
    from gisplug.lights.products import product_table

    table = product_table()
    save_table(table, params["table"])
    if params["paper"]:
        save_paper(_paper(table), params["paper"])
    warnings = _check(params, progress) if params["rasters"] else 0
    made = written(TOOL, params)
    if not params["rasters"]:
        made.pop("checked", None)
    return {**made, "products": len(table), "warnings": warnings}


def _paper(table: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    short = table[SHORT].set_index("product").astype(object).fillna("")
    return plain_table("Light products", short, list(table["product"] + ": " + table["note"].fillna("")))


def _check(params: Params, progress: Progress) -> int:
    """Look through every raster; return how many warnings there were."""
    import pandas as pd

    from gisplug.lights.check import check_raster, check_rasters

    rows, warnings = [], 0
    for done, (job, count) in enumerate(check_rasters(params["rasters"], params["product"])):
        progress.check()
        progress.update(done / count, job.name)
        facts, report = check_raster(job, params["product"])
        for note in report.notes:
            progress.warn(f"{job.name} {note.text}.")
        warnings += len(report.notes)
        rows.append({"period": job.period, **facts, "warnings": "; ".join(note.text for note in report.notes)})
    save_table(pd.DataFrame(rows), params["checked"])
    return warnings


TOOL = Tool(
    id="lights_products",
    title="Light products",
    group="lights",
    help="Lists the night-light products that gisplug knows: unit, years, missing values, saturation, what zero "
    "means, source and licence. With rasters, it also looks through them and says where they do not fit the "
    "product.",
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
        paper_output("The same as a readable table with notes.", "Products to read"),
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
