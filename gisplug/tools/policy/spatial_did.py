"""Tool: difference-in-differences with spillovers to neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import load_panel, load_weights, weights_params
from gisplug.tools.policy import shared as p
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.policy.spatial_did import spatial_did
    from gisplug.report.charts.effects import effects_chart
    from gisplug.report.figures import figure

    panel, w = load_panel(params), load_weights(params)
    found = spatial_did(
        panel,
        params["outcome"],
        params["policy"],
        w,
        p.controls_of(params),
        models=params["models"],
        effects=params["effects"],
        lag_controls=params["lag_controls"],
        draws=params["draws"],
        seed=params["seed"],
        progress=progress,
    )
    m.tell(progress, panel.report + found.report)
    m.save_table(found.effects, params["table"])
    if params["paper"]:
        m.save_paper(papers(params, found), params["paper"])
    last = list(found.fits)[-1]
    policy = found.effects.xs(last, level="model").xs("Policy", level="variable")
    if params["figure"]:
        fig, axes = figure(9.5 * len(found.fits), 7, columns=len(found.fits))
        for ax, model in zip([axes] if len(found.fits) == 1 else list(axes), found.fits):
            part = found.effects.xs(model, level="model")
            effects_chart(ax, part[part.index.get_level_values("variable") == "Policy"], model)
        m.save_fig(fig, params["figure"])
    numbers = {name: float(policy.loc[name, "estimate"]) for name in ("direct", "indirect", "total")}
    return {**m.wanted(params, "paper", "table", "figure"), **numbers, "indirect_p": float(policy.loc["indirect", "p"])}


def papers(params: Mapping[str, Any], found: Any) -> list[Any]:
    """Return coefficients and effects."""
    from gisplug.report.tables.paper_table import regression_table

    stats: dict[str, dict[str, Any]] = {}
    for name, fit in found.fits.items():
        for label, value in fit.statistics.items():
            if label not in ("Model", "BIC", "R2 overall"):
                stats.setdefault(label, {})[name] = value
    first = regression_table(
        f"Spatial difference-in-differences: {params['outcome']}",
        {n: f.table() for n, f in found.fits.items()},
        stats,
        under=params["parentheses"],
    )
    columns = {}
    for model in found.fits:
        part = found.effects.xs(model, level="model")
        part = part[part.index.get_level_values("variable") == "Policy"].droplevel("variable")
        part.index = [
            {"direct": "Direct: on the treated", "indirect": "Indirect: spillover", "total": "Total"}[e]
            for e in part.index
        ]
        columns[model] = part
    note = f"Standard errors from {params['draws']} draws (seed {params['seed']})."
    second = regression_table("Effects of the policy", columns, notes=(note,), under=params["parentheses"])
    return [first, second]


TOOL = Tool(
    id="spatial_did",
    title="Spatial difference-in-differences",
    group="policy",
    help="Estimates what a policy does to treated units and, through spatial weights, to their neighbours: the "
    "policy, its spatial lag and "
    "the spatial lag of the outcome, with unit and period effects, and direct, indirect and total effects.",
    params=(
        *p.policy_params(),
        *weights_params(),
        Param(
            "models",
            "choices",
            "Models",
            "Spatial lag of the policy only (SLX), of the outcome only (SAR), both (SDM), or policy and error (SDEM).",
            default=["slx", "sar", "sdm"],
            choices=("slx", "sar", "sdm", "sdem"),
        ),
        m.effects_param("twoways"),
        Param(
            "lag_controls", "flag", "Lag the controls too", "Gives the controls a spatial lag as well.", default=False
        ),
        *m.seed_params(1000, what="draws for the errors of the effects"),
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs("Tables of the paper", "Effects"),
        m.figure_output("Effects chart", "Direct, indirect and total effects of the policy in every model."),
        Output("direct", "number", "Direct effect", "Effect on treated units in the last model."),
        Output("indirect", "number", "Indirect effect", "Spillover to neighbours in the last model."),
        Output("total", "number", "Total effect", "Sum of both in the last model."),
        Output("indirect_p", "number", "P-value of the spillover", "P-value of the indirect effect in the last model."),
    ),
    run=run,
    tags=("spatial DID", "spillover", "SUTVA", "neighbours"),
    example="gisplug spatial-did --panel demo-panel --unit adcode --period year --outcome innovation --policy policy "
    "--weights w.csv --paper spatial_did.html",
)
