"""Tool: is it a spillover or a common shock? One spatial model with and without what hits all units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.formula_inputs import FormulaPartsInputs, asked_formula
from gisplug.tools.inputs import SampleInputs, choice_param, draws_param, seed_param
from gisplug.tools.results import (
    FilePath,
    axes_in_a_row,
    paper_output,
    save_figure,
    save_paper,
    save_table,
    table_output,
    tell,
)
from gisplug.tools.shocks.options import averaged_param
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.shocks.spillover_or_shock import SpilloverOrShock

HEADS = {
    "rho": "Spatial lag",
    "se": "Standard error",
    "p": "p",
    "indirect": "Indirect effect",
    "indirect_p": "p (indirect)",
    "cd": "CD of residuals",
    "p_cd": "p (CD)",
    "exponent": "Exponent of residuals",
}

EFFECTS = {"direct": "Direct: {variable}", "indirect": "Indirect: {variable}", "total": "Total: {variable}"}


class Asked(AlignedInputs, FormulaPartsInputs, SampleInputs):
    """What the tool is asked."""

    model: Literal["sdm", "sar"] = choice_param(
        "Model",
        "Which spatial lags the model has: of outcome and regressors, or of the outcome.",
        {"sdm": "Spatial Durbin (SDM)", "sar": "Spatial lag of y (SAR)"},
        "sdm",
    )
    average_lags: int = param(
        "integer",
        "Lags of averages",
        "Lags of the cross-section averages that are taken out. Each costs as many periods as there are averages.",
        0,
        minimum=0,
        maximum=4,
        advanced=True,
    )
    averaged: Optional[list[str]] = averaged_param()
    errors: Literal["auto", "expected", "observed", "cluster"] = choice_param(
        "Standard errors",
        "Of all three models: from the information, as is usual for the number of units; expected or observed "
        "information; or clustered by unit.",
        {
            "auto": "Automatic",
            "expected": "Expected information",
            "observed": "Observed information",
            "cluster": "Clustered by unit",
        },
        "auto",
        advanced=True,
    )
    draws: int = draws_param("simulations behind the standard errors of the effects", 1000, 100, 100000, True)
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels of independent errors for the p-values of CD; nought leaves CD out.",
        99,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    seed: int = seed_param()
    paper: FilePath = paper_output(
        "The three models side by side with spatial lag, coefficients, effects, CD and exponent of their residuals, "
        "and what they say together."
    )
    table: FilePath = table_output(
        "Comparison", "One row a model: spatial lag, indirect effect, CD and exponent of its residuals."
    )
    effects: FilePath = table_output(
        "Effects", "Direct, indirect and total effects of every regressor in each model, with intervals."
    )
    figure: FilePath = output(
        "figure", "Spillover chart", "Spatial lag and effects of the first regressor in the three models."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.shocks.spillover_or_shock import FACTORS, PLAIN, spillover_or_shock

    panel, w = open_aligned(asked, progress)
    found = spillover_or_shock(
        panel,
        asked_formula(asked, progress),
        w,
        model=asked.model,
        average_lags=asked.average_lags,
        averaged=asked.averaged or (),
        errors=asked.errors,
        draws=asked.draws,
        simulations=asked.simulations,
        seed=asked.seed,
        where=asked.where,
        collinear=asked.collinear,
        progress=Part(progress, 0.1, 1.0),
    )
    tell(progress, found.report)
    save_table(found.comparison, asked.table)
    save_table(found.effects, asked.effects)
    if asked.paper:
        save_paper(_papers(found, asked.simulations), asked.paper)
    if asked.figure:
        _save_figure(found, asked.figure)
    table = found.comparison
    return {
        **asked.written(),
        "rho": float(table.loc[PLAIN, "rho"]),
        "rho_factors": float(table.loc[FACTORS, "rho"]),
        "p_factors": float(table.loc[FACTORS, "p"]),
        "verdict": str(found.verdict),
    }


def _papers(found: SpilloverOrShock, simulations: int) -> list[PaperTable]:
    """Return coefficients side by side, effects side by side, and the comparison with the verdict."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    title = message("Dependent variable: {outcome}", outcome=found.outcome)
    frames = {name: fit.table().drop(index="sigma2") for name, fit in found.fits.items()}
    counts = {
        "N": {name: fit.N for name, fit in found.fits.items()},
        "T": {name: fit.T for name, fit in found.fits.items()},
    }
    last = list(found.fits.values())[-1]
    n = len(getattr(last, "averages", ()))
    note = message("Factors taken out: {n} cross-section averages with loadings of each unit.", n=n)
    heads = {k: v for k, v in HEADS.items() if simulations or k not in ("cd", "p_cd")}
    shown = found.comparison[list(heads)].rename(columns=heads).rename_axis("Model")
    notes = [found.verdict]
    if simulations:
        notes.append("p (CD): simulated; the normal one has no meaning where effects of periods or averages are out.")
    return [
        regression_table(title, frames, counts, [note]),
        regression_table("Direct, indirect and total effects", _effects(found)),
        plain_table("Spillover or common shock", shown, notes, digits=3),
    ]


def _effects(found: SpilloverOrShock) -> Mapping[str, pd.DataFrame]:
    from gisplug.shocks.spillover_or_shock import sides

    terms = list(next(iter(found.fits.values())).regressors)
    names = {f"{effect} {term}": message(said, variable=term) for term in terms for effect, said in EFFECTS.items()}
    return {model: frame.rename(index=names) for model, frame in sides(found, terms).items()}


def _save_figure(found: SpilloverOrShock, path: str) -> None:
    """Draw the spatial lag, and beside it the effects of the first regressor, one colour a model."""
    from gisplug.report.charts.regression import coefficients

    first = next(iter(found.fits.values())).regressors[0]
    fig, axes = axes_in_a_row(2, 24, 8)
    rho = {name: fit.table().loc[["rho"]] for name, fit in found.fits.items()}
    coefficients(axes[0], rho, label="Coefficient of the spatial lag")
    axes[0].set_yticks([])
    effects = {name: frame.iloc[:3] for name, frame in _effects(found).items()}
    coefficients(axes[1], effects, label=message("Effects of {variable}", variable=first))
    legend = axes[1].get_legend()
    if legend is not None:
        legend.remove()
    for ax, rows in zip(axes, (1, 3)):
        ax.set_ylim(rows - 0.5, -0.5)
    save_figure(fig, path)


TOOL = Tool(
    id="spillover_or_shock",
    title="Spillover or common shock?",
    group="shocks",
    help="Fits one spatial model with unit effects, with unit and period effects, and with common factors taken out "
    "that each unit feels in its own way, and sets spatial lags, effects and the dependence of the residuals side by "
    "side: whether what looks like a spillover is one.",
    inputs=Asked,
    values=(
        Output("rho", "number", "Spatial lag, unit effects", "Spatial lag coefficient with unit effects alone."),
        Output("rho_factors", "number", "Spatial lag, factors out", "The same with common factors taken out."),
        Output("p_factors", "number", "P-value, factors out", "Its p-value."),
        Output("verdict", "text", "Verdict", "What the models say together."),
    ),
    run=run,
    tags=("spillover", "common factors", "common shock", "SDM", "CCE", "空间溢出", "共同冲击"),
    example="gisplug spillover-or-shock --panel demo-panel --unit adcode --period year --outcome develop "
    "--regressors agg,wage --weights w.csv --paper shock.html --figure shock.png",
)
