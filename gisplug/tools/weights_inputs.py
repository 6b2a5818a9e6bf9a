"""Inputs of spatial weights, and the reading behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Inputs, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NORMALISATIONS, Drop, Normalisation
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


def normalise_param() -> Any:
    """How weights are scaled."""
    return choice_param(
        "Normalisation",
        "How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row "
        "and column sum.",
        NORMALISATIONS,
        "row",
        advanced=True,
    )


class ExtraUnitsInputs(Inputs):
    """How many units of the weights the panel may lack."""

    extra_units: Drop = choice_param(
        "Units without data",
        "How many units of the weights the panel may lack: a few (three, or two in a hundred), or any number. They are "
        "left out of the weights with their links, which is said; the weights are then scaled anew.",
        ("few", "any"),
        "few",
        advanced=True,
    )


class WeightsInputs(Inputs):
    """Spatial weights from a file, and how they are scaled."""

    weights: str = param(
        "weights",
        "Spatial weights",
        "Weights file with the same ids as the panel: an edge list or a matrix (text, Excel, Stata, MATLAB, Parquet), "
        "GAL, GWT or Matrix Market. A file that only counts its units is taken in the order of the panel's table, and "
        "that is said.",
    )
    normalise: Normalisation = normalise_param()


class PanelWeightsInputs(WeightsInputs, ExtraUnitsInputs):
    """Spatial weights from a file, how they are scaled, and what of them a panel may lack."""


def load_weights(asked: WeightsInputs) -> Weights:
    """Read what `WeightsInputs` declares, for all its units."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(asked.weights, normalise=asked.normalise)


def weights_file(path: str, normalise: Normalisation, panel: Panel) -> Weights:
    """Read weights for all their units; those of a file that only counts them are taken in the order of the panel."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(path, normalise=normalise, positions=panel.in_table_order)


def load_weights_of(asked: PanelWeightsInputs, panel: Panel) -> Weights:
    """Read what `WeightsInputs` declares, for the units of a panel; what the panel lacks is told in the report."""
    return weights_file(asked.weights, asked.normalise, panel).align(panel.ids, drop=asked.extra_units)


def open_weights(asked: PanelWeightsInputs, progress: Progress, panel: Panel) -> tuple[Panel, Weights]:
    """Read the weights, bring panel and weights to the same units, and tell what was found."""
    aligned, w = load_aligned(asked, panel)
    tell(progress, aligned.report.after(panel.report) + w.report)
    return aligned, w
