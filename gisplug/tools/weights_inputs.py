"""Inputs of spatial weights, and the reading behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Inputs, param
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import NORMALISATIONS, Drop, Match, Normalisation
from gisplug.tools.inputs import choice_param
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.results import tell

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


def normalise_param(**more: Any) -> Any:
    """How weights are scaled."""
    return choice_param(
        "Normalisation",
        "How the weights are scaled: rows sum to one, largest eigenvalue one, or the smaller of the largest row "
        "and column sum.",
        NORMALISATIONS,
        "row",
        advanced=True,
        **more,
    )


class ExtraUnitsInputs(Inputs):
    """How many units of the weights the panel may lack."""

    extra_units: Drop = choice_param(
        "Units without data",
        "How many units of the weights the panel may lack: a few (three, or two in a hundred), or any number. They are "
        "left out of the weights with their links, which is said; the weights are then scaled anew.",
        {"few": "A few", "any": "Any number"},
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


class AlignedInputs(PanelInputs, PanelWeightsInputs):
    """A panel and its weights, and which units both must have."""


def load_weights(asked: WeightsInputs) -> Weights:
    """Read what `WeightsInputs` declares, for all its units."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(asked.weights, normalise=asked.normalise)


def weights_file(path: str, normalise: Normalisation, panel: Panel) -> Weights:
    """Read weights for all their units; those of a file that only counts them are taken in the order of the panel."""
    from gisplug.weights.formats.files import read_weights

    return read_weights(path, normalise=normalise, positions=panel.in_table_order)


def aligned(panel: Panel, weights: Sequence[Weights], match: Match, drop: Drop) -> tuple[Panel, list[Weights]]:
    """Bring a panel and weights to the same units; what is left out stands in the reports."""
    from gisplug.spatial.alignment import align, in_ids_of

    if match != "common":
        named = [in_ids_of(w, panel, match) for w in weights]
        if not all(set(panel.ids) <= set(w.ids) for w in named):
            align(panel=panel, weights={w.name: w for w in named}, match=match)  # refuses, with the list
        return panel, [w.align(panel.ids, drop=drop) for w in named]
    found = align(panel=panel, weights={str(i): w for i, w in enumerate(weights)}, match=match)
    return found.panel or panel, list(found.weights.values())


def load_aligned(asked: AlignedInputs, panel: Panel) -> tuple[Panel, Weights]:
    """Read what `WeightsInputs` declares, and bring panel and weights to the same units."""
    w = weights_file(asked.weights, asked.normalise, panel)
    kept, (made,) = aligned(panel, [w], asked.match, asked.extra_units)
    return kept, made


def open_aligned(
    asked: AlignedInputs, progress: Progress, units: Optional[Units] = None, *, unbalanced: bool = False
) -> tuple[Panel, Weights]:
    """Read panel and weights, bring them to the same units, and tell what was found."""
    panel, w = load_aligned(asked, load_panel(asked, units, unbalanced=unbalanced))
    tell(progress, panel.report + w.report)
    return panel, w
