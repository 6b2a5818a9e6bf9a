"""Tool: a spatial model under random networks."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.progress import Part, Progress
from gisplug.core.vocabulary import SPATIAL_MODELS, SpatialModel
from gisplug.tools.inputs import choice_param, draws_param, field_param, seed_param
from gisplug.tools.results import FilePath, paper_output, save_figure, save_paper, save_table, tell
from gisplug.tools.spatial.model_fit import fit_model
from gisplug.tools.spatial_options import ModelInputs, menu_of, model_param


class Asked(ModelInputs):
    """What the tool is asked."""

    model: SpatialModel = model_param(choices=menu_of(*(m for m in SPATIAL_MODELS if m != "ols")))
    how: Literal["rewired", "relabelled"] = choice_param(
        "Random networks",
        "Links swapped, so that every unit keeps its number of neighbours; or units exchanged in the network as it is, "
        "which also works where all are neighbours of all.",
        {"rewired": "Links swapped", "relabelled": "Units exchanged"},
        "rewired",
    )
    exchange_within: Optional[str] = field_param(
        "Exchange within",
        "Column, constant in each unit, within whose groups units are exchanged, such as region. Empty: among all.",
        optional=True,
        applies_when=({"how": ("relabelled",)},),
    )
    draws: int = draws_param("random networks, at least 19", 199, least=19)
    seed: int = seed_param()
    paper: FilePath = paper_output("Coefficients and effects under W beside those under the random networks, with p.")
    figure: FilePath = output(
        "figure",
        "Placebo chart",
        "Spatial coefficients, effects of the first regressor and log-likelihood under the random networks, and those "
        "under W.",
    )
    table: FilePath = output("table", "All networks", "One row for each network with all coefficients and effects.")
    tests_table: FilePath = output(
        "table", "Comparison", "Value under W, and mean, spread, middle 95 percent and p of the random networks."
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.sensitivity.placebo.placebo_weights import placebo_weights

    fit = fit_model(asked, Part(progress, 0.0, 0.1))
    found = placebo_weights(
        fit,
        asked.how,
        within=asked.exchange_within,
        draws=asked.draws,
        seed=asked.seed,
        progress=Part(progress, 0.1, 1.0),
    )
    tell(progress, found.report)
    variable = fit.regressors[0]
    if asked.table:
        flat = found.draws.copy()
        flat.columns = [" ".join(filter(None, (quantity, name))) for name, quantity in flat.columns]
        save_table(flat, asked.table)
    save_table(found.tests, asked.tests_table)
    if asked.paper:
        from gisplug.report.tables.sensitivity import placebo_papers

        save_paper(placebo_papers(found), asked.paper)
    if asked.figure:
        from gisplug.report.charts.sensitivity.placebos import placebo_figure

        save_figure(placebo_figure(found, variable), asked.figure)
    tests = found.tests
    return {
        **asked.written(),
        "p_rho": float(tests.loc[("rho", "coefficient"), "p"]) if "rho" in fit.params.index else float("nan"),
        "p_indirect": float(tests.loc[(variable, "indirect"), "p"]),
        "better": found.better,
    }


TOOL = Tool(
    id="placebo_weights",
    title="Placebo weights",
    group="sensitivity",
    help="Fits a spatial panel model under random networks that are the weights but for who is whose neighbour, and "
    "shows where the spatial coefficient and the spillovers of the true weights lie among them: whether this very "
    "network carries them, or any network would.",
    inputs=Asked,
    values=(
        Output(
            "p_rho", "number", "p of rho", "Share of networks with a spatial lag coefficient as large; empty without."
        ),
        Output(
            "p_indirect", "number", "p of the indirect effect", "The same of the first regressor's indirect effect."
        ),
        Output(
            "better", "number", "Better networks", "Share of networks with a higher log-likelihood than the weights."
        ),
    ),
    run=run,
    tags=("placebo", "permutation", "random network", "安慰剂检验", "随机网络"),
    example='gisplug placebo-weights --panel demo-panel --unit adcode --period year --formula "develop ~ agg + wage" '
    "--weights w.csv --model sar --paper placebo.html --figure placebo.png",
)
