"""Tool: all specification tests of a spatial panel model, and the decision they lead to."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES
from gisplug.tools.inputs import effects_param, panel_params
from gisplug.tools.results import paper_output, save_figure, save_numbers, save_paper, save_table, written
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial.options import formula_param, sample_options, sample_params
from gisplug.tools.weights_inputs import weights_params


def run(params: Params, progress: Progress) -> Results:
    from gisplug.report.charts.decision import decision_figure, decision_table
    from gisplug.spatial.specification.decision import decision_chain

    panel, w = load_panel_and_weights(params, progress)
    chain = decision_chain(
        panel,
        params["formula"],
        w,
        effects=params["effects"],
        **sample_options(params),
        level=params["level"],
        progress=progress,
    )
    if params["paper"]:
        save_paper(decision_table(chain), params["paper"])
    if params["figure"]:
        save_figure(decision_figure(chain), params["figure"])
    save_table(chain.frame, params["table"])
    save_numbers(chain.to_dict(), params["numbers"])
    progress.info(chain.summary())
    lm = {t.code: t for t in chain.tests["lm"] if t.form == chain.effects}
    return {
        **written(TOOL, params),
        "model": chain.model,
        "kept_effects": chain.effects,
        "path": "; ".join(step.answer for step in chain.path),
        "lm_lag": lm["LM-lag"].statistic,
        "lm_error": lm["LM-error"].statistic,
        "p_sar": chain.find("LR SDM-SAR").p,
        "p_sem": chain.find("LR SDM-SEM").p,
    }


TOOL = Tool(
    id="decision_chain",
    title="Specification tests and model choice",
    group="spatial",
    help="Runs every test that a referee asks for before a spatial panel model: effects, Moran and LM tests of the "
    "residuals, Baltagi-Song-Koh, Hausman and Mundlak, likelihood-ratio and Wald tests of the spatial Durbin "
    "model, and posterior model probabilities. It follows the path of decisions after Elhorst and says where "
    "it ends. A test that cannot be run says why.",
    params=(
        *panel_params(),
        formula_param(),
        *weights_params(),
        effects_param(
            "Which fixed effects the model has: none, unit, period, or both. With auto the likelihood-ratio tests "
            "choose.",
            {"auto": "Chosen by tests", **EFFECT_NAMES},
            "auto",
        ),
        *sample_params(),
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
        paper_output(
            "Every test with its null hypothesis in words, statistic, degrees of freedom, p-value and decision, and "
            "the path below.",
            "Table of tests",
        ),
        Output(
            "figure",
            "figure",
            "Decision path",
            "The questions, the evidence and the answers as a flow from top to bottom.",
        ),
        Output("table", "table", "Tests as data", "One row per test."),
        numbers_output(),
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
