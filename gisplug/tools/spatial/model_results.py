"""Outputs of a spatial model and its effects: as they are declared, and how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, output
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_KINDS
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.results import (
    FilePath,
    paper_output,
    save_figure,
    save_numbers,
    save_paper,
    save_table,
    table_output,
    warn,
)
from gisplug.tools.spatial_options import EffectDrawsInputs

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.numbers.hypotheses import SpecTest
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.spatial.models.fit import SpatialFit

EFFECT_ROWS = "One row for every variable and effect with estimate, standard error, z, p and the 95 percent interval."


def numbers_output() -> Any:
    """Everything as JSON."""
    return output("file", "All numbers", "Every number of the result with its options, as JSON.", extension=".json")


def coefficients_output() -> Any:
    """The parameters as data."""
    return output(
        "table",
        "Coefficients",
        "One row for every parameter with estimate, standard error, z, p and the 95 percent interval.",
    )


def effects_chart_output() -> Any:
    """The effects as a picture."""
    return output("figure", "Chart of effects", "Direct, indirect and total effects with their 95 percent intervals.")


def rho_output() -> Output:
    """The spatial lag coefficient."""
    return Output(
        "rho",
        "number",
        "Spatial lag coefficient",
        "Coefficient of the spatial lag of the outcome; zero where the model has none.",
    )


def average_effect_outputs(*kinds: str) -> tuple[Output, ...]:
    """The average effects of the first regressor."""
    return tuple(
        Output(
            kind,
            "number",
            f"{kind.capitalize()} effect",
            f"Average {kind} effect of the first regressor.",
        )
        for kind in kinds
    )


def summary_output() -> Output:
    """The result in words."""
    return Output("summary", "text", "Summary", "The result as plain text.")


class EstimatorFiles(EffectDrawsInputs, CalibrateInputs):
    """Files of one fitted model with its effects, and how these are simulated."""

    paper: FilePath = paper_output(
        "Coefficients, spatial lags, spatial parameters and effects with standard errors, and measures of fit, "
        "as a paper prints them.",
        "Table of the model",
    )
    coefficients: FilePath = coefficients_output()
    effects_table: FilePath = table_output("Effects", EFFECT_ROWS)
    figure: FilePath = effects_chart_output()
    numbers: FilePath = numbers_output()


def estimator_values() -> tuple[Output, ...]:
    """Numbers of one fitted model with its effects."""
    return rho_output(), *average_effect_outputs("direct", "indirect"), summary_output()


def save_estimator(
    asked: EstimatorFiles,
    progress: Progress,
    fit: SpatialFit,
    title: str,
    shown: Sequence[str],
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Write what `EstimatorFiles` declares and return its numbers; `shown` are the statistics under the table."""
    warn(progress, fit.report)
    progress.update(0.6, "Effects")
    effects = fit.effects(draws=asked.draws, seed=asked.seed)
    more = calibrated(asked, progress, {"": fit}, asked.seed)
    if asked.paper:
        save_paper([estimator_table(fit, effects, title, shown, notes), *more], asked.paper)
    save_table(fit.table(), asked.coefficients)
    save_table(effects, asked.effects_table)
    if asked.figure:
        _save_charts(fit, effects, asked.figure)
    rows = [dict(zip(effects.index.names, key), **row.to_dict()) for key, row in effects.iterrows()]
    save_numbers({**fit.to_dict(), "average_effects": rows}, asked.numbers)
    first = _runs(effects)[0][1]["estimate"][fit.regressors[0]]
    progress.info(fit.summary())
    return {
        "rho": fit.rho,
        "direct": float(first["direct"]),
        "indirect": float(first["indirect"]),
        "summary": fit.summary(),
    }


def estimator_table(
    fit: SpatialFit, effects: pd.DataFrame, title: str, shown: Sequence[str], notes: Sequence[str] = ()
) -> PaperTable:
    """Coefficients in the first column, then a column for every kind of effect."""
    from gisplug.report.tables.paper_table import regression_table

    head = fit.model.upper()
    frame = fit.table().drop(index="sigma2")
    columns = {head: frame}
    for run, part in _runs(effects):
        for effect in EFFECT_KINDS:
            column = f"{effect} {run}".strip()
            columns[column[0].upper() + column[1:]] = part.xs(effect, level="effect")
    facts = fit.statistics
    named = {"N": "Units", "T": "Periods"}
    statistics = {named.get(k, k): {head: facts[k]} for k in shown if facts.get(k) is not None}
    shown_facts = {k: v for k, v in facts.items() if isinstance(v, str) and v not in ("-", "none")}
    told = joined(" ", (message("{label}: {value}.", label=k, value=v) for k, v in shown_facts.items()))
    report = [note.text for note in fit.report.notes]
    return regression_table(title, columns, statistics, [told, *report, *notes], panels=parts_of_table(frame))


def result_of_test(test: SpecTest) -> str:
    """Say null, statistic, p and decision of a test in a sentence, or why it was not run."""
    if not test.ran:
        return message("{code}: {null} {decision}.", code=test.code, null=test.null, decision=test.decision)
    kind = "z" if test.df is None else f"chi2({test.df:g})"
    return message(
        "{code}: {null} {kind} = {statistic:.3f}, p = {p:.4f}: {decision}{note}.",
        code=test.code,
        null=test.null,
        kind=kind,
        statistic=test.statistic,
        p=test.p,
        decision=test.decision,
        note=message(" ({note})", note=test.note) if test.note else "",
    )


def parts_of_table(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the headings inside a table of coefficients with the terms below each, the outcome's own lags first.

    The index of `frame` has the terms.
    """
    dynamic = [t for t in frame.index if t.startswith(("L.", "W*L."))]
    parts = {
        "Lags in time": dynamic,
        "Spatial lags of the regressors": [t for t in frame.index if t.startswith("W*") and t not in dynamic],
        "Spatial parameters": [t for t in ("rho", "lam") if t in frame.index],
    }
    return {heading: terms for heading, terms in parts.items() if terms}


def _runs(effects: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Take a frame with short and long run apart; others have one run without a name."""
    if "run" not in effects.index.names:
        return [("", effects)]
    return [(run, effects.xs(run, level="run")) for run in dict.fromkeys(effects.index.get_level_values("run"))]


def _save_charts(fit: SpatialFit, effects: pd.DataFrame, path: str) -> None:
    from gisplug.report.charts.effects import effects_chart
    from gisplug.report.figures import figure

    parts = [(run, part) for run, part in _runs(effects) if part["estimate"].notna().all()]
    fig, axes = figure(16, (3.0 + 1.2 * len(fit.regressors)) * len(parts), rows=len(parts), squeeze=False)
    for ax, (run, part) in zip(axes[:, 0], parts):
        effects_chart(
            ax,
            part,
            message("Average effects on {outcome}, {run}", outcome=fit.outcome, run=message(run))
            if run
            else message("Average effects on {outcome}", outcome=fit.outcome),
        )
    save_figure(fig, path)
