"""Tool: the known light products, and whether rasters fit one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Union

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.lights.options import product_param
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

SHORT = {
    "product": "Product",
    "unit": "Unit of light",
    "years": "Years",
    "resolution": "Resolution",
    "saturation": "Saturation",
    "zero": "What zero means",
    "licence": "Licence",
}


class Asked(Inputs):
    """What the tool is asked."""

    rasters: Optional[Union[str, list[str]]] = param(
        "rasters",
        "Rasters to check",
        "A folder, a list of files, or a pattern such as ntl_{period}.tif.",
        optional=True,
    )
    product: str = product_param()
    table: FilePath = output(
        "table",
        "Products",
        "All products with unit, years, missing values, valid range, saturation, source and licence.",
    )
    paper: FilePath = paper_output("The same as a readable table with notes.", "Products to read")
    checked: FilePath = output(
        "table",
        "Checked rasters",
        "One row per raster: size, cell, type, missing value, minimum, maximum, and shares of zero, negative, "
        "missing and saturated cells.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.lights.products import product_table

    table = product_table()
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table), asked.paper)
    warnings = _check(asked.rasters, asked, progress) if asked.rasters else 0
    made = asked.written()
    if not asked.rasters:
        made.pop("checked", None)
    return {**made, "products": len(table), "warnings": warnings}


def _paper(table: pd.DataFrame) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    short = table[list(SHORT)].rename(columns=SHORT).set_index("Product").astype(object).fillna("")
    notes = [message("{part}: {said}", part=p, said=n) for p, n in zip(table["product"], table["note"].fillna(""))]
    return plain_table("Light products", short, notes)


def _check(rasters: Union[str, list[str]], asked: Asked, progress: Progress) -> int:
    """Look through every raster; return how many warnings there were."""
    import pandas as pd

    from gisplug.lights.check import check_raster, check_rasters

    rows, warnings = [], 0
    for done, (job, count) in enumerate(check_rasters(rasters, asked.product)):
        progress.check()
        progress.update(done / count, job.name)
        facts, report = check_raster(job, asked.product)
        for note in report.notes:
            progress.warn(message("{raster} {said}.", raster=job.name, said=note.text))
        warnings += len(report.notes)
        rows.append({"period": job.period, **facts, "warnings": "; ".join(note.text for note in report.notes)})
    save_table(pd.DataFrame(rows), asked.checked)
    return warnings


TOOL = Tool(
    id="lights_products",
    title="Light products",
    group="lights",
    help="Lists the night-light products that gisplug knows: unit, years, missing values, saturation, what zero "
    "means, source and licence. With rasters, it also looks through them and says where they do not fit the "
    "product.",
    inputs=Asked,
    values=(
        Output("products", "number", "Number of products", "How many products are known."),
        Output("warnings", "number", "Warnings", "How many things do not fit."),
    ),
    run=run,
    tags=("night lights", "catalogue", "check"),
    example="gisplug lights-products --rasters demo-lights --product demo-lights --checked checked.csv --paper "
    "products.html",
)
