"""Choice of a spatial model: the decision chain as a picture and a paper table, posterior probabilities as bars."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from matplotlib.patches import FancyBboxPatch

from gisplug.core.messages import message
from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, PAPER, SERIES
from gisplug.report.figures import figure, style, wrapped
from gisplug.report.tables.decision import FORM_TITLES
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gisplug.spatial.specification.decision import DecisionChain
    from gisplug.spatial.specification.decision_path import Step
    from gisplug.spatial.specification.model_probabilities import ModelProbabilities

CHOICE_WORDS = {
    "none": "None",
    "unit": "Unit",
    "time": "Period",
    "twoways": "Both",
    "lag": "Lag",
    "error": "Error",
    "both": "Both",
    "ols": "OLS",
    "slx": "SLX",
    "sar": "SAR",
    "sem": "SEM",
    "sdm": "SDM",
    "sdem": "SDEM",
    "fixed": "Fixed",
    "random": "Random",
}
STEP_CM, WIDE = 2.35, 100.0


def decision_figure(chain: DecisionChain) -> Figure:
    """Draw the path of decisions on a figure as high as it has steps."""
    fig, ax = figure(17, STEP_CM * len(chain.path) + 2.6)
    with style():
        decision_path(ax, chain)
    return fig


def decision_path(ax: Axes, chain: DecisionChain) -> Axes:
    """Draw the path: one box a question with its evidence, the possible answers, and the one taken."""
    steps = len(chain.path)
    ax.set_axis_off()
    ax.set_xlim(0, WIDE)
    ax.set_ylim(-0.75, steps + 0.02)
    for place, step in enumerate(chain.path):
        _step(ax, step, steps - place, place + 1)
    _end(ax, chain)
    title = message(
        "{formula}  (W = {weights_name}, N = {N}, T = {T})",
        formula=chain.formula,
        weights_name=chain.weights_name,
        N=chain.N,
        T=chain.T,
    )
    ax.set_title(wrapped(title, 84 if house().language == "en" else 124), fontsize=9)
    return ax


def probabilities_chart(ax: Axes, found: ModelProbabilities) -> Axes:
    """Draw one bar a model, the most probable on top."""
    shares = found.frame["probability"].sort_values()
    colours = [SERIES[0] if m == found.best else FAINT for m in shares.index]
    ax.barh([str(m).upper() for m in shares.index], shares, color=colours, height=0.6)
    for place, share in enumerate(shares):
        ax.text(float(share) + 0.01, place, f"{share:.3f}", va="center")
    ax.set_xlim(0, 1.1)
    ax.set_xlabel("Posterior probability")
    ax.tick_params(axis="y", length=0)
    ax.set_title(message("Which model? W = {weights_name}", weights_name=found.weights_name))
    return ax


def p_values(ax: Axes, tests: pd.DataFrame, level: float = 0.05) -> Axes:
    """Draw the p-value of each test, one row a test (index test, column p), with the level of the decisions."""
    shown = tests[tests["p"].notna()]
    places = range(len(shown))[::-1]
    ax.axvline(level, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
    ax.scatter(shown["p"], places, s=28, color=[ACCENT if p < level else FAINT for p in shown["p"]], edgecolors=ACCENT)
    ax.set_yticks(list(places), [str(code) for code in shown.index])
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.7, len(shown) - 0.3)
    ax.set_xlabel("p")
    return ax


def _step(ax: Axes, step: Step, top: int, number: int) -> None:
    low = top - 0.78
    _box(ax, 0, low, 62, 0.78, FAINT, PAPER)
    ax.text(2, top - 0.2, f"{number}", color=ACCENT, fontweight="bold", va="center", fontsize=11)
    ax.text(6, top - 0.2, wrapped(step.question, 62), va="center", fontweight="bold", fontsize=7.4, color=INK)
    ax.text(6, top - 0.52, _filled(say(step.evidence), 74), va="center", fontsize=6.5, color=MUTED, linespacing=1.3)
    width = min(7.2, 36.0 / len(step.choices) - 0.6)
    for place, choice in enumerate(step.choices):
        taken = choice == step.chosen
        left = 64 + place * (width + 0.6)
        _box(ax, left, top - 0.29, width, 0.27, ACCENT if taken else FAINT, ACCENT if taken else PAPER)
        ax.text(
            left + width / 2,
            top - 0.155,
            _choice(choice),
            ha="center",
            va="center",
            fontsize=6.8,
            color=PAPER if taken else MUTED,
            fontweight="bold" if taken else "normal",
        )
    ax.text(64, top - 0.38, wrapped(step.answer, 48), va="top", fontsize=6.9, color=INK, linespacing=1.25)
    _arrow(ax, low, low - 0.2)


def _choice(choice: str) -> str:
    """Name a possible answer: in Chinese a unit that has effects is no place, and a period no year."""
    if choice in ("unit", "time") and house().language == "zh":
        return say(FORM_TITLES[choice])
    return say(CHOICE_WORDS.get(choice, choice))


def _evidence(part: str) -> str:
    """Say the name of a test, and leave its numbers: "LM-lag 11.45 (p < .001)"."""
    found = re.fullmatch(r"(.+?) (-?[\d.]+ \(.*\))", part)
    return f"{say(found[1])} {found[2]}" if found else say(part)


def _filled(text: str, width: int) -> str:
    """Wrap between tests, never between a statistic and its p."""
    between = "；" if "；" in text else "; "
    lines: list[str] = []
    line = ""
    for part in map(_evidence, text.split(between)):
        longer = f"{line}{between}{part}" if line else part
        if line and _wide(longer) > width:
            lines, line = [*lines, line + between.rstrip()], part
        else:
            line = longer
    return "\n".join([*lines, line])


def _wide(text: str) -> int:
    """Return how many Latin letters a text is wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _end(ax: Axes, chain: DecisionChain) -> None:
    """Draw the end of the path, and what disagrees with it."""
    doubts = [wrapped(message("But {doubt}.", doubt=doubt), 80) for doubt in chain.doubts]
    _box(ax, 0, -0.66, 62, 0.66, ACCENT, ACCENT)
    text = say(message("{model} with {form_titles}", model=chain.model.upper(), form_titles=FORM_TITLES[chain.effects]))
    middle = -0.33 + (0.2 if doubts else 0.0)
    ax.text(31, middle, text, ha="center", va="center", color=PAPER, fontweight="bold", fontsize=10.5)
    if doubts:
        ax.text(31, -0.46, "\n".join(doubts), ha="center", va="center", color=PAPER, fontsize=6.3, linespacing=1.2)


def _box(ax: Axes, left: float, low: float, width: float, height: float, edge: str, fill: str) -> None:
    shape: Any = FancyBboxPatch(
        (left, low),
        width,
        height,
        boxstyle="round,pad=0,rounding_size=0.05",
        mutation_aspect=0.1,
        ec=edge,
        fc=fill,
        lw=0.9,
    )
    ax.add_patch(shape)


def _arrow(ax: Axes, start: float, stop: float) -> None:
    ax.annotate(
        "",
        (31, stop),
        (31, start),
        arrowprops={"arrowstyle": "-|>", "color": MUTED, "lw": 1.0, "shrinkA": 0, "shrinkB": 0},
    )
