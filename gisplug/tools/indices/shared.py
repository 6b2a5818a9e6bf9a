"""Parameters and steps that the tools of groups panel and indices share. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Param
from gisplug.tools.inputs import load_panel, load_units

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gisplug.panel.frame import Panel


def units_params() -> tuple[Param, ...]:
    """Boundaries that a layer, a map or names need."""
    return (
        Param(
            "units",
            "polygons",
            "Boundaries",
            "Polygon layer with one feature per unit, or the name of a set of the shelf such as "
            "demo-china-provinces. It is needed for the layer; it also gives names to the picture.",
            optional=True,
        ),
        Param(
            "id",
            "field",
            "Id field",
            "Field of the boundaries with the id of each unit, as in the panel.",
            parent="units",
            optional=True,
        ),
        Param(
            "name",
            "field",
            "Name field",
            "Field with the name that maps and labels show. The ids are shown where it is left empty.",
            parent="units",
            optional=True,
        ),
    )


def field_param(name: str, label: str, help: str, optional: bool = False, advanced: bool = False) -> Param:
    """A column of the panel."""
    return Param(name, "field", label, help, parent="panel", optional=optional, advanced=advanced)


def fields_param(name: str, label: str, help: str, optional: bool = False) -> Param:
    """Columns of the panel."""
    return Param(name, "fields", label, help, parent="panel", optional=optional)


def column_param(default: str, help: str = "Name of the new column.") -> Param:
    """Name of a new column."""
    return Param("column", "text", "New column", help, default=default, advanced=True)


def panel_output(what: str) -> Output:
    """The panel with new columns."""
    return Output(
        "table", "table", "Panel with new columns", f"The panel table with {what} added, ready for the other tools."
    )


def layer_output(what: str) -> Output:
    """A layer of all units and periods."""
    return Output(
        "layer", "layer", "Layer", f"All units in all periods with {what}. It needs boundaries.", style="sequential"
    )


def paper_output(help: str) -> Output:
    """A paper table."""
    return Output("paper", "paper", "Table of the paper", help)


def open_panel(params: Mapping[str, Any], progress: Any, unbalanced: bool = False) -> Panel:
    """Read the panel, with boundaries where they are given, and tell what was found."""
    units = None
    if params.get("units"):
        from gisplug.core.errors import ParameterError

        if not params.get("id"):
            raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
        units = load_units(params)
        tell(progress, units.report)
    panel = load_panel(params, units, unbalanced=unbalanced)
    tell(progress, panel.report)
    return panel


def tell(progress: Any, report: Any) -> None:
    """Say what a report says."""
    for note in report.notes:
        (progress.warn if note.level == "warning" else progress.info)(note.text)


def shape(panel: Panel, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Turn the number columns of a frame in the panel's order into (T, N) arrays."""
    return {
        str(c): frame[c].to_numpy(float).reshape(panel.T, panel.N)
        for c in frame.columns
        if frame[c].dtype.kind in "iuf"
    }


def write_panel(panel: Panel, path: Optional[str]) -> None:
    """Write the panel as a long table with its own key names."""
    if path:
        from gisplug.core.tables import write_table

        write_table(panel.table(), path)


def write_table_file(frame: pd.DataFrame, path: Optional[str]) -> None:
    """Write a labelled frame; the index becomes columns."""
    if path:
        from gisplug.core.tables import write_table

        write_table(frame, path)


def write_layer_of(
    panel: Panel, columns: Sequence[str], path: Optional[str], layer: str, title: str, style: str = "sequential"
) -> None:
    """Write columns of the panel as a layer with one feature a unit and period, styled by the first column."""
    if not path:
        return
    if panel.units is None:
        from gisplug.core.errors import ParameterError

        raise ParameterError("A layer needs 'units' (Boundaries) and 'id' (Id field); give them, or ask for the table.")
    import geopandas as gpd
    import numpy as np

    from gisplug.boundaries.write import write_layer

    frame = panel.frame[list(columns)].reset_index()
    frame.insert(2, "name", np.tile(np.array(panel.names, dtype=object), panel.T))
    shapes = panel.units.frame.geometry
    made = gpd.GeoDataFrame(frame, geometry=np.tile(shapes.to_numpy(), panel.T), crs=shapes.crs)
    write_layer(made, path, layer, style=style, field=columns[0], title=title)


def draw(path: Optional[str], chart: Any, *args: Any, size: tuple[float, float] = (15.5, 9.0), **options: Any) -> None:
    """Draw one chart into a picture."""
    if path:
        from gisplug.report.figures import figure, save_figure

        fig, ax = figure(*size)
        chart(ax, *args, **options)
        save_figure(fig, path)


def draw_paths(panel: Panel, values: np.ndarray, label: str, path: Optional[str], title: str) -> None:
    """Draw a value of all units over time."""
    if path:
        import pandas as pd

        from gisplug.report.charts.indices import paths

        wide = pd.DataFrame(values, index=list(panel.periods), columns=list(panel.ids))
        draw(path, paths, wide, label, dict(zip(panel.ids, panel.names)), title=title)


def save_papers(tables: Any, path: Optional[str]) -> None:
    """Write one or several paper tables."""
    if path:
        from gisplug.report.tables.files import write_paper

        write_paper(tables, path)


def made(params: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the outputs that have a path."""
    return {name: params[name] for name in names if params.get(name)}


def dimensions_of(text: Optional[str]) -> dict[str, list[str]]:
    """Read "innovation: a, b; green: c" into names and columns.

    Raises
    ------
    ParameterError
    """
    from gisplug.core.errors import ParameterError

    found: dict[str, list[str]] = {}
    for part in (text or "").split(";"):
        if not part.strip():
            continue
        head, colon, body = part.replace("\uff1a", ":").partition(":")
        members = [m.strip() for m in body.replace("\uff0c", ",").split(",") if m.strip()]
        if not colon or not members or not head.strip():
            raise ParameterError(
                f"Dimensions read 'innovation: a, b; green: c, d'; {part.strip()!r} was given instead."
            )
        found[head.strip()] = members
    return found


def numbers_of(text: Optional[str], what: str) -> list[float]:
    """Read "0.4, 0.6" into numbers.

    Raises
    ------
    ParameterError
    """
    from gisplug.core.errors import ParameterError

    try:
        return [float(v) for v in (text or "").replace(";", ",").split(",") if v.strip()]
    except ValueError:
        raise ParameterError(f"{what} are numbers joined by commas; {text!r} was given instead.") from None
