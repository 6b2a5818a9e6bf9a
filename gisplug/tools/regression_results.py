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
CONSTANTS = {"constant": ("Constant", "mean"), "first_constant": ("Constant (first period)", "first")}
R2 = {"adjusted_r2": ("Adjusted R2", "r2_adjusted"), "unit_r2": ("R2 within units", "r2_units")}
ESTIMATES = "Plain table with estimate, standard error, statistic, p-value and 95 percent interval."


class TableFiles(Inputs):
    """Paper table and plain table of estimates."""

    paper: FilePath = paper_output(PAPER)
    table: FilePath = table_output("Estimates", ESTIMATES)


def estimates_of(fits: Mapping[str, Any], rows: Sequence[str] = ()) -> dict[str, pd.DataFrame]:
    """Return the estimates of every fit by its heading, with the constants that `rows` ask for."""
    return {head: with_constants(fit.estimates, fit, rows) for head, fit in fits.items()}


def with_constants(frame: pd.DataFrame, fit: Any, rows: Sequence[str], **stage: str) -> pd.DataFrame:
    """Return estimates (index term) and under them the constants that `rows` ask for, where the fit has one."""
    import pandas as pd

    made = getattr(getattr(fit, "fit", fit), "constant_row", None)
    if made is None:
        return frame
    asked = [(name, at) for row, (name, at) in CONSTANTS.items() if row in rows]
    found = [made(at, **stage).set_axis(pd.Index([name], name="term")) for name, at in asked]
    return pd.concat([frame, *(one for one in found if one.index[0] not in frame.index)])


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


def statistics_of(fits: Mapping[str, Any], rows: Sequence[str] = ()) -> dict[str, dict[str, Cell]]:
    """Return the statistics of every fit by label and heading, as `regression_table` takes them; those that `rows` ask
    for stand after R2.
    """
    found: dict[str, dict[str, Cell]] = {}
    for head, fit in fits.items():
        more = {
            label: getattr(getattr(fit, "fit", fit), name, None) for row, (label, name) in R2.items() if row in rows
        }
        for label, value in {**fit.statistics, **more}.items():
            if value is not None:
                found.setdefault(label, {})[head] = value
    last = [label for label in ("F", "Wald chi2") if label in found]
    return {label: found[label] for label in [*(k for k in found if k not in last), *last]}


def side_by_side(
    title: str,
    fits: Mapping[str, Any],
    notes: Sequence[str] = (),
    *,
    under: Under,
    order: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> PaperTable:
    """Set fits with `estimates` and `statistics` side by side, the terms of `order` first; what warns stands below.

    `rows` are those of `FurtherRowsInputs`.
    """
    from gisplug.report.tables.paper_table import regression_table

    tables = estimates_of(fits, rows)
    if order:
        tables = {
            h: t.loc[sorted(t.index, key=lambda i: order.index(i) if i in order else len(order))]
            for h, t in tables.items()
        }
    return regression_table(
        title, tables, statistics_of(fits, rows), notes=[*notes, *warnings_of(fits.values())], under=under
    )


def warnings_of(fits: Iterable[Any]) -> list[str]:
    """Return the texts of the warnings of several fits, each once."""
    return list(dict.fromkeys(note.text for fit in fits for note in fit.report.warnings))
