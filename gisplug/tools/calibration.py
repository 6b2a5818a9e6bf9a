"""How good the p and intervals of a tool's fits are on the panel given: the option, and the table it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Inputs, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.results import tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.calibration.calibrate import Calibration
    from gisplug.report.tables.paper_table import PaperTable

SIZES = {
    "p": "p",
    "simulated_p": "Simulated p",
    "size_1": "Size 1 %",
    "size_5": "Size 5 %",
    "size_10": "Size 10 %",
    "se_5": "MC error 5 %",
}
COVERAGE = {"truth": "Drawn with", "mean": "Mean estimate", "coverage": "Coverage 95 %", "se": "MC error"}
SAYS = (
    "Size: share of drawn outcomes without the effect in which a test at this level rejects. Simulated p: share of "
    "them with as large a t. MC error: that of the simulation."
)


class CalibrateInputs(Inputs, after=True):
    """Whether size and coverage are measured."""

    calibrate: int = param(
        "integer",
        "Size and coverage",
        "Repetitions of the fit on drawn outcomes that measure, for this panel, how often its tests reject a true null "
        "at 1, 5 and 10 percent and how often its 95 percent intervals hold the truth: 400 tell 5 percent with an "
        "error of 1.1 points. Nought leaves it out; fewer than 20 are refused. Each is a fit, made twice: without the "
        "effect and with it.",
        0,
        minimum=0,
        maximum=100000,
        advanced=True,
    )


def calibrated(asked: CalibrateInputs, progress: Progress, fits: Mapping[str, Any], seed: int = 1) -> list[PaperTable]:
    """Return the tables of size and coverage of every fit by its heading, where they are asked for; warnings are told.

    Raises
    ------
    ParameterError, ModelError
        As `calibrate`.
    """
    if not asked.calibrate:
        return []
    from gisplug.core.progress import Part
    from gisplug.panel.calibration.calibrate import calibrate

    made: list[PaperTable] = []
    for at, (head, fit) in enumerate(fits.items()):
        part = Part(progress, at / len(fits), (at + 1) / len(fits))
        found = calibrate(fit, asked.calibrate, seed=seed, progress=part)
        tell(progress, found.report)
        made += calibration_papers(found, head)
    return made


def calibration_papers(found: Calibration, head: str = "") -> list[PaperTable]:
    """Return sizes and coverage as paper tables."""
    from gisplug.report.tables.paper_table import plain_table

    about = f", {head}" if head else ""
    notes = [SAYS, *(note.text for note in found.notes)]
    sizes = plain_table(
        message("Size of tests where {key} has no effect{about}", key=found.key, about=about),
        _shown(found.sizes, SIZES),
        notes,
        3,
        "Row",
    )
    if not len(found.coverage):
        return [sizes]
    covered = _shown(found.coverage, COVERAGE)
    return [sizes, plain_table(message("Coverage near the estimate{about}", about=about), covered, (), 3, "Row")]


def _shown(frame: pd.DataFrame, heads: Mapping[str, str]) -> pd.DataFrame:
    return frame[list(heads)].rename(columns=dict(heads))
