"""Tool: Markov chains, classic and beside neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, GIVEN, NOT_GIVEN, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, numbers_of, seed_param
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, draw, paper_output, save_figure, save_panel, save_paper, save_table, tell
from gisplug.tools.structure.markov_papers import class_names, markov_papers, mobility_table, transition_table
from gisplug.tools.structure.options import step_param
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.structure.mobility.markov import MarkovChain
    from gisplug.weights.weights import Weights


class Asked(PanelInputs, ExtraUnitsInputs):
    """What the tool is asked."""

    variable: str = field_param("Variable", "Column of numbers by which the units are divided into classes.")
    weights: Optional[str] = param(
        "weights",
        "Spatial weights",
        "Weights file with the same ids as the panel, for the chains beside neighbours; rows are made to sum to one. "
        "The classic chain only where it is left empty.",
        optional=True,
    )
    classes: int = param(
        "integer",
        "Classes",
        "Number of classes, each with as many values of all periods together.",
        4,
        minimum=2,
        maximum=9,
        applies_when=({"borders": NOT_GIVEN},),
    )
    borders: Optional[str] = param(
        "text",
        "Borders of the classes",
        "Numbers that divide the classes, joined by commas, such as 0.75, 1, 1.25 times the mean; classes of one size "
        "where it is left empty.",
        optional=True,
    )
    scale: Literal["relative", "level"] = choice_param(
        "Scale",
        "Whether the values are taken relative to the mean of their period, or as they are.",
        {"relative": "Relative to the period's mean", "level": "As they are"},
        "relative",
    )
    lag_classes: Literal["own", "same"] = choice_param(
        "Classes of neighbours",
        "Whether the spatial lag is divided into classes of one size of its own, or by the borders of the variable.",
        {"own": "Of one size", "same": "By the same borders"},
        "own",
        applies_when=({"weights": GIVEN},),
    )
    step: int = step_param()
    split: Optional[str] = param(
        "text",
        "Last period of the first part",
        "Where the test that the chain stays the same divides the time; the middle where it is left empty.",
        optional=True,
        advanced=True,
    )
    permutations: int = param(
        "integer",
        "Permutations",
        "How many times the units are shuffled over the map for the test against neighbours.",
        199,
        minimum=0,
        maximum=99999,
        applies_when=({"weights": GIVEN},),
    )
    seed: int = seed_param(applies_when=({"weights": GIVEN, "permutations": ABOVE_ZERO},))
    table: FilePath = output(
        "table",
        "Transitions",
        "Number, probability and standard error of each transition, of all and beside each class.",
    )
    mobility_table: FilePath = output("table", "Mobility", "Mobility indices and long run of each chain.")
    panel_table: FilePath = output(
        "table",
        "Panel with classes",
        "The panel table with the class of each unit and of its neighbours added, ready for the other tools.",
        main=True,
    )
    paper: FilePath = paper_output("Classic and spatial chains, tests, long run and mobility.")
    figure: FilePath = output(
        "figure", "Probabilities", "Matrices of the probabilities, one for each class of neighbours."
    )
    long_run: FilePath = output("figure", "Long run", "Shares of the classes at the start and in the long run.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.structure.mobility.markov import markov_chain

    panel, w = _opened(asked, progress)
    found = markov_chain(
        panel,
        asked.variable,
        w,
        classes=asked.classes,
        borders=numbers_of(asked.borders, "borders") if asked.borders else None,
        scale=asked.scale,
        lag_classes=asked.lag_classes,
        step=asked.step,
        split=asked.split,
        permutations=asked.permutations,
        seed=asked.seed,
        progress=progress,
    )
    tell(progress, found.report)
    names = class_names(found.k)
    save_table(transition_table(found), asked.table)
    save_table(mobility_table(found), asked.mobility_table)
    columns = {f"{asked.variable}_class": found.classes + 1.0}
    if found.lag_classes is not None:
        columns[f"{asked.variable}_lag_class"] = found.lag_classes + 1.0
    save_panel(panel.with_columns(columns), asked.panel_table)
    if asked.paper:
        save_paper(markov_papers(found, names, asked.step), asked.paper)
    _draw(asked, found, names)
    space = found.over_space
    p = float("nan") if space is None else space.p_Q_sim if asked.permutations else space.p_Q
    return {
        **asked.written(),
        "prais": float(found.mobility["prais"].iloc[0]),
        "q_statistic": space.Q if space else p,
        "p": p,
    }


def _opened(asked: Asked, progress: Progress) -> tuple[Panel, Optional[Weights]]:
    """Read the panel and, where they are given, the weights of the same units."""
    panel = open_panel(asked, progress)
    if not asked.weights:
        return panel, None
    kept, (w,) = aligned(panel, [weights_file(asked.weights, "row", panel)], asked.match, asked.extra_units)
    tell(progress, w.report)
    return kept, w


def _draw(asked: Asked, found: MarkovChain, names: list[str]) -> None:
    """Draw the pictures that are wanted."""
    from gisplug.report.charts.structure.transitions import long_run_bars, probability_matrices
    from gisplug.structure.mobility.chains import probabilities

    if asked.figure:
        counts = {message("All transitions"): found.counts}
        for name, part in zip(names, found.by_lag if found.by_lag is not None else ()):
            counts[message("Neighbours {level}", level=name)] = part
        save_figure(probability_matrices({t: probabilities(c) for t, c in counts.items()}, counts, names), asked.figure)
    title = message("Classes of {variable}", variable=found.variable)
    draw(asked.long_run, long_run_bars, found.start, found.ergodic, names, title, size=(14.0, 8.0))


TOOL = Tool(
    id="markov_chain",
    title="Markov chains, classic and spatial",
    group="structure",
    help="Estimates how units move between classes of a variable, and whether that hangs on the class of their "
    "neighbours: transition probabilities with standard errors, tests of homogeneity over space and time, the "
    "distribution in the long run, passage times and mobility indices.",
    inputs=Asked,
    values=(
        Output("prais", "number", "Mobility", "Prais's (Shorrocks's) index of mobility of all transitions."),
        Output(
            "q_statistic",
            "number",
            "Q over neighbours",
            "Q that the chain is the same beside all neighbours; empty without them.",
        ),
        Output(
            "p", "number", "p over neighbours", "Its p-value, of shuffles where there are any; empty without weights."
        ),
    ),
    run=run,
    tags=("Markov", "transition", "mobility", "club", "马尔可夫", "转移概率"),
    example="gisplug markov-chain --panel demo-panel --unit adcode --period year --variable gdp_pc --weights w.csv "
    "--table transitions.csv --paper markov.html --figure markov.png",
)
