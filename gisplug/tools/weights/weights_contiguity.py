"""Tool: contiguity weights."""

from __future__ import annotations

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import choice_param, open_units, polygon_params
from gisplug.tools.weights.options import isolates_param, links_param
from gisplug.tools.weights.results import save_weights, weights_outputs


def run(params: Params, progress: Progress) -> Results:
    from gisplug.weights.contiguity import contiguity

    progress.update(0.0, "Boundaries")
    units = open_units(params, progress)
    weights = contiguity(
        units,
        params["rule"],
        params["tolerance"],
        params["isolates"],
        params["links"] or (),
        order=params["order"],
        lower=params["lower"],
        progress=Part(progress, 0.1, 0.9),
    )
    gained = sum(len(note.ids) for note in weights.report.having("tolerance"))
    return {**save_weights(TOOL, params, weights, units, progress), "gained": float(gained)}


TOOL = Tool(
    id="weights_contiguity",
    title="Contiguity weights",
    group="weights",
    help="Finds the neighbours of each unit by common borders. A tolerance is on by default, so gaps, overlaps and "
    "borders that were simplified one by one do not cut neighbours apart; the message tells which links it "
    "gained over the strict rule.",
    params=(
        *polygon_params(),
        choice_param(
            "rule",
            "Rule",
            "Queen: a common point is enough. Rook: a common line. Border length: a common line, weighted by its "
            "length in kilometres.",
            {"queen": "Queen", "rook": "Rook", "border": "Border length"},
            "queen",
        ),
        Param(
            "tolerance",
            "text",
            "Tolerance",
            "Metres by which borders may miss each other. The word auto chooses it from the gaps in the data; 0 is "
            "the strict rule.",
            default="auto",
        ),
        isolates_param(),
        links_param(),
        Param(
            "order",
            "integer",
            "Order of contiguity",
            "How many steps away neighbours are: 1 for neighbours, 2 for neighbours of neighbours.",
            default=1,
            minimum=1,
            maximum=50,
            advanced=True,
        ),
        Param(
            "lower",
            "flag",
            "Include lower orders",
            "Whether neighbours of all orders up to the given one are included.",
            default=False,
            advanced=True,
        ),
    ),
    outputs=(
        *weights_outputs(),
        Output("gained", "number", "Links gained", "Number of pairs that the tolerance gained over the strict rule."),
    ),
    run=run,
    tags=("queen", "rook", "neighbours", "tolerance", "空间权重", "邻接矩阵"),
    example="gisplug weights-contiguity --units demo-china-provinces --id adcode --links Hainan:Guangdong --weights "
    "w.csv --figure w.png",
)
