"""What tools of several groups do with a result: tell its notes, and write the tables, pictures and layers wanted.

Every writer takes the path that the parameters hold and does nothing where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, TypeVar, Union

from gisplug.core import evidence
from gisplug.core.declare import Inputs, output
from gisplug.core.errors import ParameterError
from gisplug.core.evidence import Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import Progress

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.core.maps.classes import Cut
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

Asked = TypeVar("Asked", bound=Inputs)
FilePath = Optional[str]  # as the parameters hold it: None where the output is not wanted


def tell(progress: Progress, report: Report) -> None:
    """Say what a report says."""
    evidence.tell(progress, report.notes)


def warn(progress: Progress, report: Report) -> None:
    """Say the warnings of a report."""
    for note in report.warnings:
        progress.warn(note.text)


def paper_output(help: str, label: str = "Table of the paper") -> Any:
    """A table as a paper prints it."""
    return output("paper", label, help)


def table_output(label: str, help: str) -> Any:
    """A plain table."""
    return output("table", label, help)


def figure_output(label: str, help: str) -> Any:
    """A picture."""
    return output("figure", label, help)


def layer_output(what: str) -> Any:
    """A layer of all units and periods."""
    text = f"All units in all periods with {what}. It needs boundaries."
    return output("layer", "Layer", text, style="sequential", needs="units")


def that_can_be_made(asked: Asked, progress: Progress) -> Asked:
    """Return what is asked less the files that need boundaries where none are given; they are told.

    Raises
    ------
    ParameterError
        If no other file is asked for.
    """
    wanted = [o for o in asked.files if getattr(asked, o.name)]
    gone = [o for o in wanted if o.needs and not getattr(asked, o.needs)]
    if gone and len(gone) == len(wanted):
        need_boundaries(False, gone[0].label)
    for o in gone:
        progress.warn(
            message("{o} ({o2}) is not made: it needs 'units' (Boundaries) and 'id' (Id field).", o=o.label, o2=o.name)
        )
    return type(asked)({**vars(asked), **dict.fromkeys((o.name for o in gone), None)}) if gone else asked


def save_table(frame: pd.DataFrame, path: FilePath) -> None:
    """Write a plain table; a named index becomes columns."""
    if path:
        from gisplug.core.tables import write_table

        write_table(frame, path)


def save_notes(report: Report, none: Note, path: FilePath) -> None:
    """Write the notes of a report, one row each with the ids in one cell; `none` stands where there are no notes."""
    if path:
        import pandas as pd

        rows = [(n.level, n.code, n.text, ", ".join(map(str, n.ids))) for n in report.notes or (none,)]
        save_table(pd.DataFrame(rows, columns=["level", "code", "text", "ids"]), path)


def save_panel(panel: Panel, path: FilePath) -> None:
    """Write a panel as a long table with its own key names."""
    if path:
        save_table(panel.table(), path)


def save_paper(tables: Union[PaperTable, Sequence[PaperTable]], path: FilePath) -> None:
    """Write one or several paper tables."""
    if path:
        from gisplug.report.tables.files import write_paper

        write_paper(tables, path)


def save_figure(fig: Figure, path: FilePath) -> None:
    """Write a picture."""
    if path:
        from gisplug.report import figures

        figures.save_figure(fig, path)


def draw(path: FilePath, chart: Callable[..., Any], *args: Any, size: tuple[float, float], **options: Any) -> None:
    """Draw one chart into a picture of `size` (width, height in cm); it takes the axes first, then `args`."""
    if path:
        from gisplug.report.figures import figure

        fig, ax = figure(*size)
        chart(ax, *args, **options)
        save_figure(fig, path)


def axes_in_a_row(count: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """Return a picture of `width` times `height` cm and its `count` axes side by side."""
    from gisplug.report.figures import figure

    fig, axes = figure(width, height, columns=count, squeeze=False)
    return fig, list(axes[0])


def axes_in_a_grid(count: int, width: float, height: float) -> tuple[Figure, list[Axes]]:
    """Return a picture with `count` axes of `width` times `height` cm each, at most three side by side."""
    from gisplug.report.figures import figure

    columns = min(3, count)
    rows = -(-count // columns)
    fig, axes = figure(width * columns, height * rows, rows=rows, columns=columns, squeeze=False)
    for ax in axes.flat[count:]:
        ax.set_axis_off()
    return fig, list(axes.flat[:count])


def save_layer(
    frame: gpd.GeoDataFrame,
    path: FilePath,
    *,
    style: Optional[str],
    field: str,
    title: str,
    layer: Optional[str] = None,
    cut: Optional[Cut] = None,
) -> None:
    """Write the rows of `frame` as features, drawn by its column `field`; `layer` names it in a GeoPackage.

    Numbers are drawn in the classes of `cut`, by default in those of all maps of the run.

    Raises
    ------
    ParameterError
        If the frame has no geometry because no boundaries were given.
    """
    if path:
        from gisplug.boundaries.write import write_layer
        from gisplug.report.words.settings import house

        need_boundaries(hasattr(frame, "geometry"), "A layer")
        write_layer(frame, path, layer, style=style, field=field, title=title, cut=cut or house().cut)


def save_panel_layer(panel: Panel, columns: Sequence[str], path: FilePath, layer: str, title: str) -> None:
    """Write columns of a panel as a layer with one feature a unit and period, drawn by the first column: numbers in
    classes, texts one colour each.
    """
    if not path:
        return
    need_boundaries(panel.units is not None, "A layer")
    import geopandas as gpd
    import numpy as np

    frame = panel.frame[list(columns)].reset_index()
    frame.insert(2, "name", np.tile(np.array(panel.names, dtype=object), panel.T))
    shapes = panel.units.frame.geometry  # type: ignore[union-attr]
    made = gpd.GeoDataFrame(frame, geometry=np.tile(shapes.to_numpy(), panel.T), crs=shapes.crs)
    style = "sequential" if made[columns[0]].dtype.kind in "iuf" else "categories"
    save_layer(made, path, layer=layer, style=style, field=columns[0], title=title)


def need_boundaries(given: bool, what: str) -> None:
    """Refuse to make `what` without boundaries.

    Raises
    ------
    ParameterError
    """
    if not given:
        raise ParameterError(
            message(
                "{what} needs 'units' (Boundaries) and 'id' (Id field); give them, or ask for the table.", what=what
            )
        )


def save_numbers(data: Mapping[str, Any], path: FilePath) -> None:
    """Write plain data as JSON; numbers that are not finite become null."""
    if path:
        from gisplug.core.output.files import writing

        with writing(path) as made:
            made.write_text(json.dumps(_plain(data), ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    number = float(value)
    return number if number - number == 0.0 else None
