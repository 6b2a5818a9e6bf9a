"""Tool: all specification tests of a spatial panel model, and the decision they lead to."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import EFFECT_NAMES
from gisplug.tools.formula_inputs import asked_formula
from gisplug.tools.inputs import effects_param, terms_of
from gisplug.tools.results import FilePath, paper_output, save_figure, save_numbers, save_paper, save_table
from gisplug.tools.spatial.model_fit import load_panel_and_weights
from gisplug.tools.spatial.model_results import numbers_output
from gisplug.tools.spatial_options import (
    FormulaInputs,
    SpatialSampleInputs,
    sample_options,
)


class Asked(FormulaInputs, SpatialSampleInputs):
    """What the tool is asked."""

    effects: Literal["auto", "none", "unit", "time", "twoways"] = effects_param(
        "Which fixed effects the model has: none, unit, period, or both. With auto the likelihood-ratio tests choose.",
        {"auto": "Chosen by tests", **EFFECT_NAMES},
        "auto",
    )
    level: float = param(
        "number",
        "Level",
        "Significance level of the decisions. The statistics do not depend on it.",
        default=0.05,
        minimum=0.0001,
        maximum=0.5,
        advanced=True,
    )
    controls: Optional[str] = param(
        "text",
        "Controls",
        "Regressors, joined by commas, whose coefficients the models side by side do not show; a row says that they "
        "are in.",
        optional=True,
        advanced=True,
    )
    paper: FilePath = paper_output(
        "Every test with its null hypothesis in words, statistic, degrees of freedom, p-value and decision, and "
        "the path below.",
        "Table of tests",
    )
    short: FilePath = paper_output(
        "The tests that a journal prints, with the chosen effects: effects, LM, likelihood ratio, Hausman; at most "
        "ten rows.",
        "Short table of tests",
    )
    models: FilePath = paper_output(
        "OLS, SLX, SAR, SEM, SDM and SDEM side by side, with the chosen effects.", "Models side by side"
    )
    figure: FilePath = output(
        "figure",
        "Decision path",
        "The questions, the evidence and the answers as a flow from top to bottom.",
    )
    table: FilePath = output("table", "Tests as data", "One row per test.")
    numbers: FilePath = numbers_output()


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.report.charts.decision import decision_figure
    from gisplug.report.tables.decision import decision_table, models_table, short_table
    from gisplug.spatial.specification.decision import decision_chain
    from gisplug.spatial.specification.decision_path import FORM_WORDS

    if asked.controls and not asked.models:
        raise ParameterError(
            message("controls are left out of the models side by side (models), which are not asked for. Ask for both.")
        )
    panel, w = load_panel_and_weights(asked, progress)
    chain = decision_chain(
        panel,
        asked_formula(asked, progress),
        w,
        effects=asked.effects,
        **sample_options(asked),
        level=asked.level,
        progress=progress,
    )
    if asked.paper:
        save_paper(decision_table(chain), asked.paper)
    if asked.short:
        save_paper(short_table(chain), asked.short)
    if asked.models:
        save_paper(models_table(chain, terms_of(asked.controls)), asked.models)
    if asked.figure:
        save_figure(decision_figure(chain), asked.figure)
    save_table(chain.frame, asked.table)
    save_numbers(chain.to_dict(), asked.numbers)
    progress.info(chain.summary())
    for doubt in chain.doubts:
        progress.warn(
            message(
                "The path ends at {model} with {effects}, but {doubt}.",
                model=chain.model.upper(),
                effects=FORM_WORDS[chain.effects],
                doubt=doubt,
            )
        )
    lm = {t.code: t for t in chain.tests["lm"] if t.form == chain.effects}
    return {
        **asked.written(),
        "model": chain.model,
        "kept_effects": message(chain.effects),
        "path": joined("; ", (message(step.answer) for step in chain.path)),
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
    inputs=Asked,
    values=(
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
