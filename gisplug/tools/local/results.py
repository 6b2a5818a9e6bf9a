"""Files that tools of local regressions write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Inputs, Output, output
from gisplug.core.messages import message
from gisplug.tools.local.papers import NAMES, local_papers
from gisplug.tools.results import FilePath, draw, paper_output, save_figure, save_layer, save_paper, save_table

if TYPE_CHECKING:
    from gisplug.local.result import LocalFit

BOXES = (15.5, 2.6, 0.9)  # cm: width, height, height of a further coefficient

P_JOINT = Output(
    "p_joint",
    "number",
    "p of one regression for all",
    "The p-value, by permutations, that local coefficients explain no more than one for all.",
)


class LocalFiles(Inputs, after=True):
    """What local regressions write."""

    table: FilePath = output(
        "table",
        "Local coefficients",
        "One row a place and coefficient: estimate, standard error, t, p and corrected p.",
    )
    places: FilePath = output(
        "table", "Places", "One row a place: local R2, condition number, largest VIF, beside its coefficients."
    )
    summary: FilePath = output(
        "table", "Coefficients over places", "One row a coefficient: quartiles, share significant, critical t, tests."
    )
    statistics: FilePath = output(
        "table", "Comparison", "Fit and criteria of the local regression and of one regression for all."
    )
    rows: FilePath = output("table", "Fitted values", "One row a unit and period: outcome, fitted value, residual.")
    paper: FilePath = paper_output("Coefficients over places, and the local regression beside one for all.")
    layer: FilePath = output(
        "layer",
        "Layer",
        "Units with their coefficients, t and corrected p, drawn by the first coefficient.",
        style="diverging",
        needs="units",
    )
    figure: FilePath = output(
        "figure",
        "Maps",
        "Coefficients in colours about zero; grey where they are not significant after the correction.",
        needs="units",
    )
    boxes: FilePath = output(
        "figure", "Coefficients over places as boxes", "Quartiles of each coefficient, beside the one for all."
    )


def local_values() -> tuple[Output, ...]:
    """Return the outputs that are no files."""
    return (
        Output("aicc", "number", "AICc", "AICc of the local regression."),
        Output("gain", "number", "AICc gained", "AICc of one regression for all less that of the local regression."),
        Output("parameters", "number", "Parameters", "Effective number of parameters."),
    )


def values_of(fit: LocalFit) -> dict[str, Any]:
    """Return the values of `local_values`."""
    aicc = fit.comparison["AICc"]
    return {
        "aicc": float(aicc["local"]),
        "gain": float(aicc["pooled"] - aicc["local"]),
        "parameters": float(fit.comparison.loc["local", "parameters"]),
    }


def save_local(fit: LocalFit, asked: LocalFiles) -> None:
    """Write tables, paper, layer and boxes, as far as they are wanted; the maps differ between methods."""
    save_table(fit.coefficients, asked.table)
    save_table(fit.wide(), asked.places)
    save_table(fit.by_term, asked.summary)
    save_table(fit.comparison.rename_axis("regression"), asked.statistics)
    save_table(fit.rows, asked.rows)
    if asked.paper:
        save_paper(local_papers(fit), asked.paper)
    if asked.layer:
        title = message(
            "Local coefficients, {method}, {outcome}", method=NAMES[fit.method], outcome=fit.formula.outcome
        )
        save_layer(fit.layer(), asked.layer, style="diverging", field=fit.terms[0], title=title, layer="coefficients")
    if asked.boxes:
        from gisplug.report.charts.local.coefficients import coefficient_boxes

        width, least, more = BOXES
        draw(asked.boxes, coefficient_boxes, fit.coefficients, fit.by_term, size=(width, least + more * len(fit.terms)))


def save_maps(fit: LocalFit, path: FilePath, period: Any = None) -> None:
    """Draw one map a coefficient; of one period, where coefficients differ between periods."""
    if path:
        from gisplug.report.maps.local import coefficient_maps

        layer, table = fit.layer(), fit.coefficients
        if period is not None:
            layer, table = layer[layer["period"] == period], table[table["period"] == period]
        sure = {term: table.loc[table["term"] == term, "significant"].to_numpy() for term in fit.terms}
        save_figure(coefficient_maps(layer, fit.terms, sure), path)


def bandwidth_label(fit: LocalFit) -> str:
    """Return what stands at an axis of bandwidths."""
    if fit.options["adaptive"]:
        return message("Bandwidth (nearest rows)") if fit.periods else message("Bandwidth (nearest units)")
    unit = fit.options["unit"] or message("units of the coordinates")
    return message("Bandwidth ({unit})", unit=unit)
