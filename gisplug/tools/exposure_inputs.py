"""What of a policy reaches other units: parameters of exposure, and the reading behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import NOT_GIVEN, Inputs, param
from gisplug.core.errors import ParameterError
from gisplug.core.vocabulary import Drop, Normalisation
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, field_param, numbers_of, optional_units_param
from gisplug.tools.reach_inputs import ReachInputs
from gisplug.tools.weights_inputs import aligned, normalise_param, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.policy.spillovers.exposure import Exposure
    from gisplug.weights.weights import Weights

LINKED = ({"exposure": ("orders", "weights")},)
STEPPED = ({"exposure": ("rings", "orders")},)
NEARBY = ({"exposure": ("decay",)},)
OPEN = ({"exposure": ("rings",), "rings": NOT_GIVEN},)


class PlacedInputs(ReachInputs, OptionalUnitsInputs, after=True):
    """Where units are, for distances, for errors that reach over space, and for maps."""

    longitude: Optional[str] = field_param(
        "Longitude field",
        "Column of the panel with the longitude of the unit in degrees, such as that of its lights-weighted centre. "
        "Empty: the centroids of the boundaries.",
        optional=True,
        advanced=True,
    )
    units: Optional[str] = optional_units_param("Their centroids say where units are; maps need them.")


class ExposureInputs(Inputs, after=True):
    """How a policy reaches units that are not treated."""

    exposure: Literal["rings", "orders", "weights", "decay"] = choice_param(
        "Reach of the policy",
        "By rings of distance to the nearest treated unit; by orders of contiguity, the steps along links to it; by W "
        "x policy, the weighted share of treated neighbours; or by treated units nearby that count ever less with "
        "distance. Units without exposure are the clean controls.",
        {
            "rings": "Rings of distance",
            "orders": "Orders of contiguity",
            "weights": "W x policy",
            "decay": "Decay with distance",
        },
        "rings",
    )
    rings: Optional[str] = param(
        "text",
        "Rings",
        "Outer edges of the rings in km, such as 50, 100, 150. Empty: width and number are chosen by cross-validation.",
        optional=True,
        applies_when=({"exposure": ("rings",)},),
    )
    widths: Optional[str] = param(
        "text",
        "Widths tried",
        "Widths of rings in km that the cross-validation tries, such as 50, 75, 100. Empty: ten equal steps.",
        optional=True,
        advanced=True,
        applies_when=OPEN,
    )
    farthest: Optional[float] = param(
        "number",
        "Farthest ring",
        "Kilometres up to which rings are tried. Empty: three quarters of the untreated units are within it.",
        optional=True,
        minimum=0.001,
        advanced=True,
        applies_when=OPEN,
    )
    measure: Literal["nearest", "count"] = choice_param(
        "Measured by",
        "Whether a unit is in the ring of the nearest treated unit only, or counts the treated units in each ring.",
        {"nearest": "The nearest treated unit", "count": "The number of treated units"},
        "nearest",
        advanced=True,
        applies_when=STEPPED,
    )
    weights: Optional[str] = param(
        "weights",
        "Spatial weights",
        "Weights file with the same ids as the panel. Orders of contiguity need its links, W x policy its weights.",
        optional=True,
        applies_when=LINKED,
    )
    normalise: Normalisation = normalise_param(applies_when=({"exposure": ("weights",)},))
    extra_units: Drop = choice_param(
        "Units without data",
        "How many units of the weights the panel may lack: a few (three, or two in a hundred), or any number. They are "
        "left out of the weights with their links, which is said.",
        {"few": "A few", "any": "Any number"},
        "few",
        advanced=True,
        applies_when=LINKED,
    )
    orders: int = param(
        "integer",
        "Orders",
        "Orders of contiguity that are told apart; units farther away are clean controls.",
        1,
        minimum=1,
        maximum=20,
        applies_when=({"exposure": ("orders",)},),
    )
    distance: Optional[float] = param(
        "number",
        "Distance",
        "Kilometres beyond which a treated unit does not count.",
        optional=True,
        minimum=0.001,
        applies_when=NEARBY,
    )
    scale: Optional[float] = param(
        "number",
        "Scale of the decay",
        "Kilometres after which a treated unit counts 1/e. Empty: a third of the distance.",
        optional=True,
        minimum=0.001,
        advanced=True,
        applies_when=NEARBY,
    )
    mass: Optional[str] = field_param(
        "Weighted by",
        "Column, such as night lights, by whose mean before the policy a treated unit counts. Empty: all alike.",
        optional=True,
        applies_when=NEARBY,
    )


def linked(asked: Any, panel: Panel) -> tuple[Panel, Optional[Weights]]:
    """Return the panel and the weights of the exposure, brought to the same units; None where it needs none.

    Raises
    ------
    ParameterError
        If it needs weights and there are none.
    """
    if asked.exposure not in ("orders", "weights"):
        return panel, None
    if not asked.weights:
        raise ParameterError("'weights' (Spatial weights) is needed for orders of contiguity and for W x policy.")
    w = weights_file(asked.weights, asked.normalise, panel)
    kept, (made,) = aligned(panel, [w], asked.match, asked.extra_units)
    return kept, made


def exposure_of(asked: Any, weights: Optional[Weights], breaks: tuple[float, ...]) -> Exposure:
    """Return the rule of the exposure asked for; `breaks` are the outer edges of rings.

    Raises
    ------
    ParameterError
        If the decay has no distance.
    """
    from gisplug.policy.spillovers.exposure import ContiguityRings, DistanceDecay, DistanceRings, TreatedNeighbours

    places = coordinates_named(asked)
    if weights is not None:
        return (
            ContiguityRings(weights, asked.orders, asked.measure)
            if asked.exposure == "orders"
            else TreatedNeighbours(weights)
        )
    if asked.exposure == "rings":
        return DistanceRings(breaks, asked.measure, places)
    if asked.distance is None:
        raise ParameterError(
            "'distance' (Distance) is needed for the decay: km beyond which a treated unit does not count."
        )
    return DistanceDecay(asked.distance, asked.scale, asked.mass or "", places)


def edges_of(asked: ExposureInputs) -> tuple[float, ...]:
    """Return the outer edges of the rings that are named; none where they are to be chosen."""
    return tuple(numbers_of(asked.rings, "Rings")) if asked.exposure == "rings" else ()
