"""What the tools of a global statistic (Moran, Geary, Getis-Ord) give: one row a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gisplug.core.declare import Output, Params
from gisplug.core.progress import Progress
from gisplug.tools.results import draw, paper_output, save_paper, save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.weights.weights import Weights

NAMES = {"I": "Moran's I", "C": "Geary's C", "G": "Getis-Ord G"}


def global_outputs(name: str) -> tuple[Output, ...]:
    """Table, paper table and picture."""
    return (
        Output(
            "table",
            "table",
            f"{name} by period",
            "Plain table with the statistic, its expectation, variances, z and p, one row a period.",
        ),
        paper_output("Table with statistic, z and p of each period, stars and notes on the test."),
        Output(
            "figure",
            "figure",
            "Picture over time",
            "The statistic over time with the band in which the test does not reject.",
        ),
    )


def z_and_p_outputs() -> tuple[Output, ...]:
    """Z and p of the last period."""
    return (
        Output("z", "number", "Z value", "Standard deviate of the last period under randomisation."),
        Output("p", "number", "P-value", "P-value of the last period, by permutation where permutations are made."),
    )


def by_period(
    statistic: Callable[..., pd.DataFrame], panel: Panel, w: Weights, params: Params, progress: Progress
) -> pd.DataFrame:
    """Measure a global statistic of the variable as the parameters ask; one row a period, the statistic's columns."""
    return statistic(
        panel,
        params["variable"],
        w,
        params["permutations"],
        params["seed"],
        params["alternative"],
        missing=params["missing"],
        isolates=params["isolates"],
        progress=progress,
    )


def save_global(params: Params, table: pd.DataFrame, letter: str, title: str, weights: str) -> dict[str, float]:
    """Write what `global_outputs` declares and return what `z_and_p_outputs` does; `letter` is the column."""
    from gisplug.report.charts.autocorrelation import moran_series

    permutations = params["permutations"]
    save_table(table, params["table"])
    if params["paper"]:
        save_paper(_paper(table, letter, title, weights, permutations), params["paper"])
    draw(params["figure"], moran_series, table, title, size=(15, 8.5))
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
        f"Variance, z and p under randomisation; tail: {table['tail'].iloc[0]}; weights: {weights}; units: "
        f"{int(table['n'].iloc[-1])}."
    ]
    if permutations:
        notes.append(f"{permutations} permutations.")
    notes.append("*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return plain_table(title, frame, notes)
