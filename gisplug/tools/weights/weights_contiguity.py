"""Tool: contiguity weights."""

from __future__ import annotations

from typing import Literal, Optional

from gisplug.core.declare import ABOVE_ONE, Output, Results, Tool, param
from gisplug.core.progress import Part, Progress
from gisplug.tools.inputs import UnitsInputs, choice_param, open_units
from gisplug.tools.weights.options import isolates_param, links_param
from gisplug.tools.weights.results import WeightsFiles, save_weights, weights_values


class Asked(UnitsInputs, WeightsFiles):
    """What the tool is asked."""

    rule: Literal["queen", "rook", "border"] = choice_param(
        "Rule",
        "Queen: a common point is enough. Rook: a common line. Border length: a common line, weighted by its "
        "length in kilometres.",
        {"queen": "Queen", "rook": "Rook", "border": "Border length"},
        "queen",
    )
    tolerance: str = param(
        "text",
        "Tolerance",
        "Metres by which borders may miss each other. The word auto chooses it from the gaps in the data; 0 is "
        "the strict rule.",
        default="auto",
    )
    isolates: Literal["keep", "nearest", "refuse"] = isolates_param()
    links: Optional[str] = links_param()
    order: int = param(
        "integer",
        "Order of contiguity",
        "How many steps away neighbours are: 1 for neighbours, 2 for neighbours of neighbours.",
        default=1,
        minimum=1,
        maximum=50,
        advanced=True,
    )
    lower: bool = param(
        "flag",
        "Include lower orders",
        "Whether neighbours of all orders up to the given one are included.",
        default=False,
        advanced=True,
        applies_when=({"order": ABOVE_ONE},),
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.weights.contiguity import contiguity

    progress.update(0.0, "Boundaries")
    units = open_units(asked, progress)
    weights = contiguity(
        units,
        asked.rule,
        asked.tolerance,
        asked.isolates,
        asked.links or (),
        order=asked.order,
        lower=asked.lower,
        progress=Part(progress, 0.1, 0.9),
    )
    gained = sum(len(note.ids) for note in weights.report.having("tolerance"))
    return {**save_weights(asked, weights, units, progress), "gained": float(gained)}


TOOL = Tool(
    id="weights_contiguity",
    title="Contiguity weights",
    group="weights",
    help="Finds the neighbours of each unit by common borders. A tolerance is on by default, so gaps, overlaps and "
    "borders that were simplified one by one do not cut neighbours apart; the message tells which links it "
    "gained over the strict rule.",
    inputs=Asked,
    values=(
        *weights_values(),
        Output("gained", "number", "Links gained", "Number of pairs that the tolerance gained over the strict rule."),
    ),
    run=run,
    tags=("queen", "rook", "neighbours", "tolerance", "空间权重", "邻接矩阵"),
    example="gisplug weights-contiguity --units demo-china-provinces --id adcode --links Hainan:Guangdong --weights "
    "w.csv --figure w.png",
)
