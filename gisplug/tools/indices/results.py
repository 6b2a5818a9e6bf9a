"""What the tools of indices give: the panel with new columns, paths over time, and a table of the units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import output
from gisplug.tools.results import FilePath, draw

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

CHART = (15.5, 9.0)  # cm


def panel_output(what: str) -> Any:
    """The panel with new columns."""
    return output("table", "Panel with new columns", f"The panel table with {what} added, ready for the other tools.")


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
