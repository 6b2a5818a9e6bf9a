"""Tool: all specification tests of a spatial panel model, and the decision they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.inputs import panel_params, weights_params
from gisplug.tools.spatial import shared as s


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.core.tables import write_table
    from gisplug.report.charts.decision import decision_figure, decision_table
    from gisplug.report.figures import save_figure
    from gisplug.report.tables.files import write_paper
    from gisplug.spatial.specification.decision import decision_chain

    panel, w = s.load(params, progress)
    chain = decision_chain(
        panel,
        params["formula"],
        w,
        effects=params["effects"],
        lagged=params["lagged"],
        level=params["level"],
        progress=progress,
    )
    made: dict[str, Any] = {}
    if params["paper"]:
        write_paper(decision_table(chain), params["paper"])
        made["paper"] = params["paper"]
    if params["figure"]:
        save_figure(decision_figure(chain), params["figure"])
        made["figure"] = params["figure"]
    if params["table"]:
        write_table(chain.frame.reset_index(), params["table"])
        made["table"] = params["table"]
    if params["numbers"]:
        s.write_json(params["numbers"], chain.to_dict())
        made["numbers"] = params["numbers"]
    lm = {t.code: t for t in chain.tests["lm"] if t.form == chain.effects}
    made |= {"model": chain.model, "kept_effects": chain.effects, "path": "; ".join(step.answer for step in chain.path)}
    made |= {"lm_lag": lm["LM-lag"].statistic, "lm_error": lm["LM-error"].statistic}
    made |= {"p_sar": chain.find("LR SDM-SAR").p, "p_sem": chain.find("LR SDM-SEM").p}
    progress.info(chain.summary())
    return made


TOOL = Tool(
    id="decision_chain",
    title="Specification tests and model choice",
    group="spatial",
    help="Runs every test that a referee asks for before a spatial panel model: effects, Moran and LM tests of the "
    "residuals, Baltagi-Song-Koh, "
    "Hausman and Mundlak, likelihood-ratio and Wald tests of the spatial Durbin model, and posterior model "
    "probabilities. "
    "It follows the path of decisions after Elhorst and says where it ends. A test that cannot be run says why.",
    params=(
        *panel_params(),
        s.formula_param(),
        *weights_params(),
        s.effects_param("auto", auto=True),
        s.lagged_param(),
        Param(
            "level",
            "number",
            "Level",
            "Significance level of the decisions. The statistics do not depend on it.",
            default=0.05,
            minimum=0.0001,
            maximum=0.5,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Table of tests",
            "Every test with its null hypothesis in words, statistic, degrees of freedom, p-value and decision, and "
            "the path below.",
        ),
        Output(
            "figure",
            "figure",
            "Decision path",
            "The questions, the evidence and the answers as a flow from top to bottom.",
        ),
        Output("table", "table", "Tests as data", "One row per test."),
        s.numbers_output(),
        Output("model", "text", "Model", "The model that the path ends at: ols, slx, sar, sem or sdm."),
        Output(
            "kept_effects",
            "text",
            "Effects kept",
            "The panel effects that the path keeps: none, unit, time or twoways.",
        ),
        Output("path", "text", "Path", "The answers of the path, in order."),
        Output("lm_lag", "number", "LM-lag", "LM statistic of a spatial lag, with the chosen effects demeaned."),
        Output("lm_error", "number", "LM-error", "LM statistic of a spatial error, with the chosen effects demeaned."),
        Output(
            "p_sar",
            "number",
            "P-value against SAR",
            "P-value of the likelihood-ratio test of the spatial Durbin model against SAR.",
        ),
        Output(
            "p_sem",
            "number",
            "P-value against SEM",
            "P-value of the likelihood-ratio test of the spatial Durbin model against SEM.",
        ),
    ),
    run=run,
    tags=("LM test", "Hausman", "LR test", "Wald test", "Moran", "specification", "空间计量检验"),
    example='gisplug decision-chain --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w.csv --paper tests.html --figure path.png",
)
