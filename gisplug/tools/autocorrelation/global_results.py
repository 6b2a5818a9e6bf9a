"""What the tools of a global statistic (Moran, Geary, Getis-Ord) give: one row a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from gisplug.core.declare import Inputs, Output
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.options import (
    PermutationInputs,
    alternative_param,
    isolates_param,
    missing_param,
    variable_param,
)
from gisplug.tools.results import FilePath, draw, figure_output, paper_output, save_paper, save_table, table_output
from gisplug.tools.weights_inputs import AlignedInputs

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.weights.weights import Weights

NAMES = {"I": "Moran's I", "C": "Geary's C", "G": "Getis-Ord G"}


def by_period_output(name: str) -> Any:
    """One row a period."""
    return table_output(
        f"{name} by period",
        "Plain table with the statistic, its expectation, variances, z and p, one row a period.",
    )


class GlobalFiles(Inputs):
    """Table, paper table and picture."""

    table: FilePath = by_period_output("Statistic")
    paper: FilePath = paper_output("Table with statistic, z and p of each period, stars and notes on the test.")
    figure: FilePath = figure_output(
        "Picture over time", "The statistic over time with the band in which the test does not reject."
    )


class GlobalInputs(AlignedInputs, PermutationInputs, GlobalFiles):
    """What a global statistic is asked."""

    variable: str = variable_param()
    alternative: Literal["greater", "less", "two-sided"] = alternative_param()
    missing: Literal["refuse", "drop"] = missing_param()
    isolates: Literal["keep", "drop"] = isolates_param()


def z_and_p_outputs() -> tuple[Output, ...]:
    """Z and p of the last period."""
    return (
        Output("z", "number", "Z value, last period", "Standard deviate of the last period under randomisation."),
        Output(
            "p",
            "number",
            "P-value, last period",
            "P-value of the last period, by permutation where permutations are made.",
        ),
    )


def by_period(
    statistic: Callable[..., pd.DataFrame], panel: Panel, w: Weights, asked: GlobalInputs, progress: Progress
) -> pd.DataFrame:
    """Measure a global statistic of the variable as the parameters ask; one row a period, the statistic's columns."""
    return statistic(
        panel,
        asked.variable,
        w,
        asked.permutations,
        asked.seed,
        asked.alternative,
        missing=asked.missing,
        isolates=asked.isolates,
        progress=progress,
    )


def save_global(asked: GlobalInputs, table: pd.DataFrame, letter: str, title: str, weights: str) -> dict[str, float]:
    """Write what `GlobalFiles` declares and return what `z_and_p_outputs` does; `letter` is the column."""
    from gisplug.report.charts.autocorrelation import moran_series

    permutations = asked.permutations
    save_table(table, asked.table)
    if asked.paper:
        save_paper(_paper(table, letter, title, weights, permutations), asked.paper)
    draw(asked.figure, moran_series, table, title, size=(15, 8.5))
    last = table.iloc[-1]
    return {"z": float(last["z_rand"]), "p": float(last["p_sim"] if permutations else last["p_rand"])}


def _paper(table: pd.DataFrame, letter: str, title: str, weights: str, permutations: int) -> PaperTable:
    """Return the table as a paper prints it."""
    from gisplug.report.tables.paper_table import plain_table, stars

    shown = table.set_index("period")
    frame = shown[[letter, f"E{letter}"]].copy()
    frame[letter] = [f"{v:.4f}{stars(q)}" for v, q in shown[[letter, "p_rand"]].to_numpy()]
    frame["Variance"] = shown[f"V{letter}_rand"]
    frame["z"], frame["p"] = shown["z_rand"], shown["p_rand"]
    if permutations:
        frame["p (permutation)"] = shown["p_sim"]
    frame.index.name = "Period"
    frame = frame.rename(columns={letter: NAMES[letter], f"E{letter}": f"E({letter})"})
    notes = [
        message(
            "Variance, z and p under randomisation; tail: {iloc}; weights: {weights}; units: {iloc2}.",
            iloc=message(table["tail"].iloc[0]),
            weights=weights,
            iloc2=int(table["n"].iloc[-1]),
        )
    ]
    if permutations:
        notes.append(message("{permutations} permutations.", permutations=permutations))
    notes.append("*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return plain_table(title, frame, notes)
