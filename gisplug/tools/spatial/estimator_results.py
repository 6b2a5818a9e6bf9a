"""Outputs that the tools of further estimators share: random effects, dynamic, by period, instruments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gisplug.core.declare import Output
from gisplug.tools.spatial import shared as s


def estimator_outputs() -> tuple[Output, ...]:
    """Files of one fitted model with its effects."""
    return (
        Output(
            "paper",
            "paper",
            "Table of the model",
            "Coefficients, spatial lags, spatial parameters and effects with standard errors, and measures of fit, "
            "as a paper prints them.",
        ),
        Output(
            "coefficients",
            "table",
            "Coefficients",
            "One row for every parameter with estimate, standard error, z, p and the 95 percent interval.",
        ),
        Output(
            "effects_table",
            "table",
            "Effects",
            "One row for every variable and effect with estimate, standard error, z, p and the 95 percent interval.",
        ),
        Output(
            "figure",
            "figure",
            "Chart of effects",
            "Direct, indirect and total effects with their 95 percent intervals.",
        ),
        s.numbers_output(),
        Output(
            "rho",
            "number",
            "Spatial lag coefficient",
            "Coefficient of the spatial lag of the outcome; zero where the model has none.",
        ),
        Output("direct", "number", "Direct effect", "Average direct effect of the first regressor."),
        Output("indirect", "number", "Indirect effect", "Average indirect effect of the first regressor."),
        Output("summary", "text", "Summary", "The result as plain text."),
    )


def write_estimator(
    params: Mapping[str, Any], progress: Any, fit: Any, title: str, shown: Sequence[str], notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Write what is wanted of one fit; `shown` are the statistics under the table."""
    from gisplug.core.tables import write_table
    from gisplug.report.tables.files import write_paper

    for note in fit.report.warnings:
        progress.warn(note.text)
    progress.update(0.6, "Effects")
    effects = fit.effects(draws=params["draws"], seed=params["seed"])
    made: dict[str, Any] = {}
    if params["paper"]:
        made["paper"] = str(write_paper(estimator_table(fit, effects, title, shown, notes), params["paper"]))
    if params["coefficients"]:
        made["coefficients"] = str(write_table(fit.table().reset_index(), params["coefficients"]))
    if params["effects_table"]:
        made["effects_table"] = str(write_table(effects.reset_index(), params["effects_table"]))
    if params["figure"]:
        made["figure"] = _figure(fit, effects, params["figure"])
    if params["numbers"]:
        rows = [dict(zip(effects.index.names, key), **row.to_dict()) for key, row in effects.iterrows()]
        s.write_json(params["numbers"], {**fit.to_dict(), "average_effects": rows})
        made["numbers"] = params["numbers"]
    first = _runs(effects)[0][1]["estimate"][fit.regressors[0]]
    progress.info(fit.summary())
    return made | {
        "rho": fit.rho,
        "direct": float(first["direct"]),
        "indirect": float(first["indirect"]),
        "summary": fit.summary(),
    }


def estimator_table(fit: Any, effects: Any, title: str, shown: Sequence[str], notes: Sequence[str] = ()) -> Any:
    """Coefficients in the first column, then a column for every kind of effect."""
    from gisplug.report.tables.paper_table import regression_table

    frame = fit.table().drop(index="sigma2")
    lags = [t for t in frame.index if t.startswith("W*") and not t.startswith("W*L.")]
    dynamic = [t for t in frame.index if t.startswith(("L.", "W*L."))]
    spatial = [t for t in ("rho", "lam") if t in frame.index]
    columns = {fit.model.upper(): frame}
    for run, part in _runs(effects):
        for effect in ("direct", "indirect", "total"):
            head = f"{effect} {run}".strip() if run else effect
            columns[head[0].upper() + head[1:]] = part.xs(effect, level="effect")
    panels = {"Lags in time": dynamic, "Spatial lags of the regressors": lags, "Spatial parameters": spatial}
    facts = fit.statistics
    heads = {"N": "Units", "T": "Periods"}
    statistics = {heads.get(k, k): {fit.model.upper(): facts[k]} for k in shown if facts.get(k) is not None}
    told = [f"{k}: {v}." for k, v in facts.items() if isinstance(v, str) and v not in ("-", "none")]
    report = [n.text for n in fit.report.notes]
    return regression_table(
        title, columns, statistics, [" ".join(told), *report, *notes], panels={k: v for k, v in panels.items() if v}
    )


def _runs(effects: Any) -> list[tuple[str, Any]]:
    """Take a frame with short and long run apart; others have one run without a name."""
    if "run" not in effects.index.names:
        return [("", effects)]
    return [(run, effects.xs(run, level="run")) for run in dict.fromkeys(effects.index.get_level_values("run"))]


def _figure(fit: Any, effects: Any, path: str) -> str:
    from gisplug.report.charts.effects import effects_chart
    from gisplug.report.figures import figure, save_figure

    parts = [(run, part) for run, part in _runs(effects) if part["estimate"].notna().all()]
    fig, axes = figure(16, (3.0 + 1.2 * len(fit.regressors)) * len(parts), rows=len(parts), squeeze=False)
    for ax, (run, part) in zip(axes[:, 0], parts):
        effects_chart(ax, part, f"Average effects on {fit.outcome}" + (f", {run}" if run else ""))
    return str(save_figure(fig, path))
