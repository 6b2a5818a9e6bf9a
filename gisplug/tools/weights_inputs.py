"""Parameters of spatial weights, and the reading behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Param, Params
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NORMALISATIONS
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import tell

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


def weights_params(of_panel: bool = True) -> tuple[Param, ...]:
    """Spatial weights from a file, how they are scaled, and what of them a panel may lack."""
    return (
        Param(
            "weights",
            "weights",
            "Spatial weights",
            "Weights file (edge list CSV, GAL, GWT, Matrix Market, Excel, Stata) with the same ids as the panel.",
        ),
        normalise_param(),
        *((extra_units_param(),) if of_panel else ()),
    )


def extra_units_param() -> Param:
    """How many units of the weights the panel may lack."""
    return choice_param(
        "extra_units",
        "Units without data",
        "How many units of the weights the panel may lack: a few (three, or two in a hundred), or any number. They are "
        "left out of the weights with their links, which is said; the weights are then scaled anew.",
        ("few", "any"),
        "few",
        advanced=True,
    )


def normalise_param() -> Param:
    """How weights are scaled."""
    return choice_param(
        "normalise",
        "Normalisation",
        "How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row "
        "and column sum.",
        NORMALISATIONS,
        "row",
        advanced=True,
    )


def load_weights(params: Params) -> Weights:
    """Read what `weights_params` declares, for all its units."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(params["weights"], normalise=params["normalise"])


def load_weights_of(params: Params, panel: Panel) -> Weights:
    """Read what `weights_params` declares, for the units of a panel; what the panel lacks is told in the report."""
    return load_weights(params).align(panel.ids, drop=params["extra_units"])


def open_weights(params: Params, progress: Progress, panel: Panel) -> Weights:
    """Read the weights for the units of a panel, and tell what was found."""
    w = load_weights_of(params, panel)
    tell(progress, w.report)
    return w
