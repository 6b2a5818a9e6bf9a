"""Tool: the geographical detector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, GIVEN, Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, field_param, fields_param, seed_param, whole_numbers_of
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.periods import one_period
from gisplug.tools.results import (
    FilePath,
    draw,
    paper_output,
    save_figure,
    save_paper,
    save_table,
    tell,
)
from gisplug.tools.structure.detector_papers import detector_papers

if TYPE_CHECKING:
    from gisplug.structure.strata.geodetector import Geodetector

CHART = (15.5, 9.0)  # cm


class Asked(PanelInputs):
    """What the tool is asked."""

    outcome: str = field_param("Outcome", "Column of numbers whose differences between units are accounted for.")
    factors: Optional[list[str]] = fields_param(
        "Factors that are cut", "Columns of numbers, each cut into the classes that account for most.", optional=True
    )
    strata: Optional[list[str]] = fields_param(
        "Factors in classes", "Columns whose values are classes already, such as regions.", optional=True
    )
    methods: list[str] = choices_param(
        "Ways to cut",
        "Ways that are tried for each factor; the cut with the largest q is taken.",
        {
            "equal": "Equal steps",
            "quantile": "Quantiles",
            "natural": "Natural breaks",
            "geometric": "Geometric steps",
            "sd": "Standard deviations",
        },
        ("equal", "quantile", "natural", "geometric", "sd"),
        applies_when=({"factors": GIVEN},),
    )
    classes: str = param(
        "text",
        "Numbers of classes",
        "Numbers of classes that are tried for each factor, joined by commas.",
        "3, 4, 5, 6, 7",
        applies_when=({"factors": GIVEN},),
    )
    pooling: Literal["period", "pooled"] = choice_param(
        "Sample",
        "Each period by itself, with cuts of its own, or all rows of all periods as one sample.",
        {"period": "Each period", "pooled": "All periods together"},
        "period",
    )
    permutations: int = param(
        "integer",
        "Permutations",
        "How many times the units are shuffled, with all their periods, for the p-value that knows of the choice of "
        "the cut. None where it is 0.",
        199,
        minimum=0,
        maximum=99999,
    )
    seed: int = seed_param(applies_when=({"permutations": ABOVE_ZERO},))
    at: Optional[str] = param(
        "text",
        "Period shown",
        "Period of the pictures and of the tables of the paper; the last one where it is left empty.",
        optional=True,
        applies_when=({"pooling": ("period",)},),
    )
    table: FilePath = output(
        "table", "Factors", "Value of q, its tests and the cut of each factor, one row a period and factor."
    )
    interactions: FilePath = output(
        "table", "Interactions", "Value of q of each pair of factors, with its kind and its test."
    )
    risk: FilePath = output("table", "Classes compared", "Difference of means between each two classes of a factor.")
    means: FilePath = output("table", "Means by class", "Borders, rows, mean and standard deviation of each class.")
    ecological: FilePath = output("table", "Factors compared", "Whether one factor accounts for more than another.")
    cuts: FilePath = output("table", "Cuts tried", "Value of q of every cut that was tried.")
    strata_table: FilePath = output("table", "Classes of the units", "Class of each unit by factor and period.")
    paper: FilePath = paper_output("The four detectors of the period shown, and q by period.")
    figure: FilePath = output("figure", "Power of the factors", "Value of q of each factor in the period shown.")
    interaction_figure: FilePath = output(
        "figure", "Interactions as a matrix", "Value of q of each pair in the period shown."
    )
    cuts_figure: FilePath = output("figure", "Choice of the cuts", "Value of q by number of classes and way to cut.")
    over_time: FilePath = output("figure", "Power over time", "Value of q of each factor by period.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.structure.strata.geodetector import geodetector

    panel = open_panel(asked, progress)
    found = geodetector(
        panel,
        asked.outcome,
        asked.factors or [],
        asked.strata or [],
        methods=asked.methods,
        classes=whole_numbers_of(asked.classes, "classes"),
        pooling=asked.pooling,
        permutations=asked.permutations,
        seed=asked.seed,
        progress=progress,
    )
    tell(progress, found.report)
    pairs = (asked.interactions, asked.interaction_figure, asked.ecological)
    if found.interactions.empty and any(pairs):
        raise ParameterError("Interactions and comparisons of factors need two factors; one was given.")
    save_table(found.factors, asked.table)
    save_table(found.interactions, asked.interactions)
    save_table(found.risk, asked.risk)
    save_table(found.means, asked.means)
    save_table(found.ecological, asked.ecological)
    save_table(found.cuts, asked.cuts)
    save_table(found.strata, asked.strata_table)
    at = one_period(found.periods, asked.at)
    if asked.paper:
        save_paper(detector_papers(found, at, asked.permutations), asked.paper)
    _draw(asked, found, at)
    last = found.factors[found.factors["period"] == found.periods[-1]]
    best = last.loc[last["q"].idxmax()]
    return {**asked.written(), "strongest": str(best["factor"]), "q": float(best["q"]), "p": _p(best, asked)}


def _p(row: object, asked: Asked) -> float:
    return float(row["p_permuted" if asked.permutations else "p"])  # type: ignore[index]


def _draw(asked: Asked, found: Geodetector, at: object) -> None:
    """Draw the pictures that are wanted."""
    from gisplug.report.charts.indices import group_lines
    from gisplug.report.charts.structure.detectors import cut_lines, factor_bars, interaction_matrix

    outcome = found.outcome
    factors = found.factors[found.factors["period"] == at]
    pairs = found.interactions[found.interactions["period"] == at]
    when = message("all periods") if at == "all" else str(at)
    title = message("What accounts for {outcome}, {when}", outcome=outcome, when=when)
    p = "p_permuted" if asked.permutations else "p"
    draw(asked.figure, factor_bars, factors, p, title, size=(CHART[0], max(5.0, 2.4 + 0.75 * len(factors))))
    size = (15.0, max(6.5, 2.5 + 1.1 * len(factors)))
    title = message("Pairs of factors of {outcome}, {when}", outcome=outcome, when=when)
    draw(asked.interaction_figure, interaction_matrix, factors, pairs, title, size=size)
    if asked.cuts_figure:
        cut = [str(f) for f, m in zip(factors["factor"], factors["method"]) if m != "given"]
        if not cut:
            raise ParameterError("'cuts_figure' shows factors that are cut; all were given in classes.")
        save_figure(cut_lines(found.cuts[found.cuts["period"] == at], cut), asked.cuts_figure)
    long = found.factors.rename(columns={"factor": "group"})
    draw(
        asked.over_time,
        group_lines,
        long,
        "q",
        "q",
        message("What accounts for {outcome}", outcome=outcome),
        size=CHART,
    )


TOOL = Tool(
    id="geodetector",
    title="Geographical detector",
    group="structure",
    help="Asks how much of the variance of an outcome lies between classes of a factor (q), whether two factors "
    "together account for more than side by side, which classes differ, and which factor accounts for more. "
    "Numbers are cut by the way and number of classes with the largest q; p of shuffles knows of that choice.",
    inputs=Asked,
    values=(
        Output("strongest", "text", "Strongest factor, last period", "Factor with the largest q in the last period."),
        Output("q", "number", "Its q, last period", "Share of the variance between its classes in the last period."),
        Output(
            "p",
            "number",
            "Its p, last period",
            "The p-value of shuffles in the last period; of F where there are none.",
        ),
    ),
    run=run,
    tags=("geodetector", "stratified heterogeneity", "q statistic", "OPGD", "地理探测器"),
    example="gisplug geodetector --panel demo-panel --unit adcode --period year --outcome develop --factors "
    "agg,wage,edu --strata region --table q.csv --paper q.html --figure q.png --interaction-figure pairs.png",
)
