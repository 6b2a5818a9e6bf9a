"""What the tools of indices give: the panel with new columns, paths over time, and a table of the units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Union

from gisplug.core.declare import Inputs, output
from gisplug.core.messages import message
from gisplug.tools.indices.options import column_param
from gisplug.tools.results import (
    FilePath,
    draw,
    layer_output,
    paper_output,
    save_panel,
    save_panel_layer,
    save_table,
)

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gisplug.indices.entropy import EntropyIndex
    from gisplug.indices.multicriteria import MulticriteriaIndex
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

    WeightedIndex = Union[EntropyIndex, MulticriteriaIndex]

CHART = (15.5, 9.0)  # cm
WEIGHT_HEADS = {
    "dimension": "Dimension",
    "sign": "Direction",
    "entropy": "Entropy",
    "divergence": "Divergence",
    "contrast": "Contrast",
    "conflict": "Conflict",
    "weight": "Weight",
    "weight_in_dimension": "Weight in dimension",
}


def panel_output(what: str) -> Any:
    """The panel with new columns."""
    text = f"The panel table with {what} added, ready for the other tools."
    return output("table", "Panel with new columns", text, main=True)


class WeightedFiles(Inputs, after=True):
    """The new column of a weighted index, and the files of index and weights."""

    column: str = column_param("index")
    table: FilePath = panel_output("the index")
    weights_table: FilePath = output(
        "table", "Weights", "Weight of each indicator; with weights by period one row a period."
    )
    layer: FilePath = layer_output("the index")
    paper: FilePath = paper_output("Weights of indicators and dimensions.")
    figure: FilePath = output(
        "figure",
        "Index over time",
        "Index of all units over time with mean, middle half, and the first and last units named.",
    )
    bars: FilePath = output("figure", "Weights as bars", "Weight of each indicator, coloured by dimension.")


def number_columns(panel: Panel, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Turn the number columns of a frame in the panel's order into (T, N) arrays."""
    return {
        str(c): frame[c].to_numpy(float).reshape(panel.T, panel.N)
        for c in frame.columns
        if frame[c].dtype.kind in "iuf"
    }


def draw_paths(panel: Panel, values: np.ndarray, label: str, path: FilePath, title: str) -> None:
    """Draw a value (T, N) of all units over time."""
    if path:
        import pandas as pd

        from gisplug.report.charts.indices import paths

        wide = pd.DataFrame(values, index=list(panel.periods), columns=list(panel.ids))
        draw(path, paths, wide, label, dict(zip(panel.ids, panel.names)), title=title, size=CHART)


def paper_of_units(panel: Panel, values: np.ndarray, title: str, note: str) -> PaperTable:
    """Set out a value (T, N) in the first and last period and on average, the highest of the last period first."""
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    columns = {"First period": values[0], "Last period": values[-1], "Mean": values.mean(axis=0)}
    frame = pd.DataFrame(columns, index=list(panel.names)).sort_values("Last period", ascending=False)
    return plain_table(title, frame.rename_axis("Unit"), (note,))


def save_weighted(asked: WeightedFiles, panel: Panel, found: WeightedIndex, title: str, bars: str) -> dict[str, Any]:
    """Write what `WeightedFiles` declares but its paper, and return what both tools say of the index."""
    from gisplug.report.charts.indices import weight_bars

    scores = found.scores.rename(columns={"index": asked.column})
    whole = panel.with_columns(number_columns(panel, scores))
    save_panel(whole, asked.table)
    save_table(found.weights if found.by_period is None else found.by_period, asked.weights_table)
    save_panel_layer(whole, list(scores.columns), asked.layer, "index", title)
    draw_paths(whole, whole.array(asked.column), asked.column, asked.figure, title)
    size = (CHART[0], max(6.0, 2.0 + 0.55 * len(found.weights)))
    draw(asked.bars, weight_bars, found.weights, size=size, title=bars)
    heaviest = str(found.weights["weight"].idxmax())
    return {**asked.written(), "mean": float(scores[asked.column].mean()), "heaviest": heaviest}


def papers_of_weights(found: WeightedIndex, title: str, column: str, notes: Sequence[str]) -> list[PaperTable]:
    """Set out the weights of indicators and, where there are several dimensions, of these."""
    from gisplug.report.tables.paper_table import plain_table

    frame = found.weights.rename(columns=WEIGHT_HEADS).rename_axis("Indicator")
    tables = [plain_table(title, frame, tuple(notes))]
    if len(found.dimensions) > 1:
        shown = found.dimensions.rename(columns={"indicators": "Indicators", "weight": "Weight"})
        tables.append(plain_table(message("Dimensions of {column}", column=column), shown.rename_axis("Dimension")))
    return tables
