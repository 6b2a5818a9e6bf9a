"""Tables of estimates with one column a fit, as groups regression and policy give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Inputs
from gisplug.tools.results import FilePath, paper_output, save_table, table_output

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.core.vocabulary import Cell, Under
    from gisplug.report.tables.paper_table import PaperTable


PAPER = "Table as a paper prints it, with stars, errors in parentheses and the statistics below."
ESTIMATES = "Plain table with estimate, standard error, statistic, p-value and 95 percent interval."


class TableFiles(Inputs):
    """Paper table and plain table of estimates."""

    paper: FilePath = paper_output(PAPER)
    table: FilePath = table_output("Estimates", ESTIMATES)


def estimates_of(fits: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return the estimates of every fit by its heading."""
    return {head: fit.estimates for head, fit in fits.items()}


def stacked(frames: Mapping[str, pd.DataFrame], name: str = "column") -> pd.DataFrame:
    """Put the estimates of several columns under one another."""
    import pandas as pd

    whole = pd.concat(dict(frames), names=[name])
    whole.index.names = [name, next(iter(frames.values())).index.name or "term"]
    return whole.reset_index()


def save_estimates(frames: Mapping[str, pd.DataFrame], path: FilePath, name: str = "column") -> None:
    """Write estimates of several columns under one another; `name` heads the column that tells them apart."""
    if path:
        save_table(stacked(frames, name), path)


def statistics_of(fits: Mapping[str, Any]) -> dict[str, dict[str, Cell]]:
    """Return the statistics of every fit by label and heading, as `regression_table` takes them."""
    found: dict[str, dict[str, Cell]] = {}
    for head, fit in fits.items():
        for label, value in fit.statistics.items():
            found.setdefault(label, {})[head] = value
    return found


def side_by_side(
    title: str, fits: Mapping[str, Any], notes: Sequence[str] = (), *, under: Under, order: Sequence[str] = ()
) -> PaperTable:
    """Set fits with `estimates` and `statistics` side by side, the terms of `order` first; what warns stands below."""
    from gisplug.report.tables.paper_table import regression_table

    tables = estimates_of(fits)
    if order:
        tables = {
            h: t.loc[sorted(t.index, key=lambda i: order.index(i) if i in order else len(order))]
            for h, t in tables.items()
        }
    return regression_table(
        title, tables, statistics_of(fits), notes=[*notes, *warnings_of(fits.values())], under=under
    )


def warnings_of(fits: Iterable[Any]) -> list[str]:
    """Return the texts of the warnings of several fits, each once."""
    return list(dict.fromkeys(note.text for fit in fits for note in fit.report.warnings))
