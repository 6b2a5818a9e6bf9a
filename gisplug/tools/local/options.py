"""Inputs that tools of local regressions share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, GIVEN, NOT_GIVEN, Inputs, param
from gisplug.core.vocabulary import EFFECT_NAMES, Effects
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.formula_inputs import FormulaPartsInputs
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    SampleInputs,
    choice_param,
    effects_param,
    field_param,
    optional_units_param,
    seed_param,
)
from gisplug.tools.panel_inputs import PanelInputs
from gisplug.tools.periods import one_period

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel

KERNELS = {"bisquare": "Bisquare", "gaussian": "Gaussian", "exponential": "Exponential"}
CHOSEN = ({"bandwidth": NOT_GIVEN},)


class PlacedUnitsInputs(OptionalUnitsInputs, after=True):
    """Where units are: boundaries, or columns of the panel."""

    units: Optional[str] = optional_units_param("Their centroids say where units are; maps and layers need them.")
    longitude: Optional[str] = field_param(
        "Longitude field",
        "Column of the panel with the longitude of the unit in degrees, or its x in a plane. Empty: the centroids of "
        "the boundaries.",
        optional=True,
    )
    latitude: Optional[str] = field_param(
        "Latitude field",
        "Column of the panel with its latitude in degrees, or its y in a plane.",
        optional=True,
        applies_when=({"longitude": GIVEN},),
    )
    distances: Literal["great-circle", "plane"] = choice_param(
        "Distances",
        "Along great circles, from degrees; or in a plane, from projected boundaries or columns of x and y.",
        {"great-circle": "Great circles", "plane": "In a plane"},
        "great-circle",
        advanced=True,
    )


class KernelInputs(Inputs, after=True):
    """Which rows count in the regression of a place, and which coefficients count as significant."""

    kernel: Literal["bisquare", "gaussian", "exponential"] = choice_param(
        "Kernel",
        "How weights fall with distance: bisquare is nought from the bandwidth on, the others never are.",
        KERNELS,
        "bisquare",
    )
    adaptive: bool = param(
        "flag",
        "Adaptive bandwidth",
        "Whether the bandwidth is a number of neighbours, so that it is wide where units are sparse; else it is a "
        "distance.",
        True,
    )
    level: float = param(
        "number",
        "Level",
        "Level below which the p-value of a local coefficient, corrected for the number of tests, counts as "
        "significant; the others are grey on the maps.",
        0.05,
        minimum=0.001,
        maximum=0.5,
        advanced=True,
    )


class BandwidthInputs(KernelInputs, after=True):
    """One bandwidth, counted or measured, given or chosen."""

    bandwidth: Optional[float] = param(
        "number",
        "Bandwidth",
        "Neighbours (the unit itself among them), or kilometres (units of the coordinates in a plane). Empty: the best "
        "by the criterion.",
        optional=True,
        minimum=0.000001,
    )
    criterion: Literal["AICc", "AIC", "BIC", "CV"] = choice_param(
        "Criterion",
        "By what the bandwidth is chosen: a corrected Akaike criterion, that without correction, Schwarz's, or the "
        "squared errors of rows left out of their own regression.",
        {"AICc": "AICc", "AIC": "AIC", "BIC": "BIC", "CV": "Cross-validation"},
        "AICc",
        applies_when=CHOSEN,
    )


class LocalInputs(PanelInputs, FormulaPartsInputs, BandwidthInputs, PlacedUnitsInputs, SampleInputs):
    """A panel, what explains what, the kernel, and where units are."""


def pooled_effects(help: str, default: Effects, **more: Any) -> Any:
    """Effects that are taken out of pooled periods."""
    return effects_param(help, EFFECT_NAMES, default, **more)


def permutations_param(default: int, help: str) -> Any:
    """How many permutations the test of one coefficient for all has."""
    return param("integer", "Permutations", help, default, minimum=0, maximum=99999)


def permuted_seed() -> Any:
    """Where the permutations start."""
    return seed_param(applies_when=({"permutations": ABOVE_ZERO},))


def period_asked(panel: Panel, name: Optional[str]) -> Any:
    """Return the period of this name, None where none is named.

    Raises
    ------
    ParameterError
        If the panel has no such period.
    """
    return one_period(panel.periods, name) if name else None


def shared_options(asked: Any) -> dict[str, Any]:
    """Return what all local regressions are given."""
    return {
        "where": asked.where,
        "kernel": asked.kernel,
        "adaptive": asked.adaptive,
        "criterion": asked.criterion,
        "distances": asked.distances,
        "coordinates": coordinates_named(asked),
        "collinear": asked.collinear,
        "level": asked.level,
    }
