"""How far errors of a regression reach over space and time: parameters, and the reading behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import GIVEN, NOT_GIVEN, Inputs, param
from gisplug.core.declare.parts import Case
from gisplug.core.errors import ParameterError
from gisplug.core.progress import Part, Progress
from gisplug.core.vocabulary import Blocks, Kernel
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.inputs import choice_param, field_param, optional_units_param, seed_param

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.panel.places import Reach
    from gisplug.regression.few_clusters.blocks import BlockDrawing
    from gisplug.regression.fixed_effects import PanelFit

NEAR_HELP = " Conley: those of units within a distance, and of one unit over time, may be related."
BLOCK_HELP = " Spatial blocks: a bootstrap that draws blocks of near units with their whole histories."
FAR = ("conley", "spatial-blocks")  # errors that reach over space


def cutoff_param(**more: Any) -> Any:
    """How far errors reach over space."""
    return param(
        "number",
        "Cut-off",
        "Kilometres along great circles within which errors of two units may be related; the side of the cells of a "
        "grid of blocks.",
        optional=True,
        minimum=0.001,
        **more,
    )


class ReachInputs(Inputs, after=True):
    """How far errors reach, and where units are."""

    cutoff: Optional[float] = cutoff_param()
    kernel: Kernel = choice_param(
        "Kernel",
        "How errors of units within the cut-off count in Conley errors: all alike, or ever less with distance.",
        {"uniform": "All alike", "bartlett": "Less with distance"},
        "uniform",
        advanced=True,
        applies_when=({"cutoff": GIVEN},),
    )
    serial_lags: Optional[int] = param(
        "integer",
        "Serial lags",
        "Periods over which errors of one unit may be related in Conley errors, beside those of near units in one "
        "period (Bartlett weights). Where it is left empty, errors of near units in any two periods may be.",
        optional=True,
        minimum=0,
        advanced=True,
        applies_when=({"cutoff": GIVEN},),
    )
    longitude: Optional[str] = field_param(
        "Longitude field",
        "Column of the panel with the longitude of the unit in degrees, for errors that reach over space.",
        optional=True,
        advanced=True,
        applies_when=({"cutoff": GIVEN, "units": NOT_GIVEN},),
    )
    latitude: Optional[str] = field_param(
        "Latitude field",
        "Column of the panel with its latitude in degrees.",
        optional=True,
        advanced=True,
        applies_when=({"longitude": GIVEN},),
    )
    units: Optional[str] = optional_units_param(
        "Their centroids say where units are, for errors that reach over space.", applies_when=({"cutoff": GIVEN},)
    )
    id: Optional[str] = field_param(
        "Id field",
        "Field of the boundaries with the id of each unit, as in the panel.",
        parent="units",
        optional=True,
        applies_when=({"units": GIVEN},),
    )


BLOCK_WAYS = {"grid": "Cells of a grid", "compact": "Groups of neighbours"}
DRAWN = ({"errors": ("spatial-blocks",)},)


def blocks_param(applies_when: tuple[Case, ...]) -> Any:
    """How units are put into blocks."""
    return choice_param(
        "Blocks",
        "Blocks of the bootstrap: cells of a grid whose side is the cut-off, or groups of as many neighbouring units "
        "each.",
        BLOCK_WAYS,
        "grid",
        advanced=True,
        applies_when=applies_when,
    )


def block_units_param() -> Any:
    """How many units a block has."""
    return param(
        "integer",
        "Units of a block",
        "Neighbouring units of a group.",
        4,
        minimum=1,
        advanced=True,
        applies_when=({"blocks": ("compact",)},),
    )


class DrawingInputs(Inputs, after=True):
    """How blocks of near units are made and drawn."""

    blocks: Blocks = blocks_param(DRAWN)
    block_units: int = block_units_param()
    draws: int = param(
        "integer",
        "Draws",
        "Number of samples of blocks.",
        999,
        minimum=99,
        maximum=100000,
        advanced=True,
        applies_when=DRAWN,
    )
    seed: int = seed_param(applies_when=DRAWN)


def reach_of(asked: ReachInputs) -> Optional[Reach]:
    """Return the reach asked for; None without a cut-off.

    Raises
    ------
    ParameterError
        If there is a longitude without a latitude.
    """
    from gisplug.panel.places import Reach

    if asked.cutoff is None:
        return None
    return Reach(asked.cutoff, asked.kernel, asked.serial_lags, coordinates_named(asked))


def needed_reach(asked: Any) -> Optional[Reach]:
    """Return the reach of the errors asked for; None where they have none.

    Raises
    ------
    ParameterError
        If they need a cut-off and have none.
    """
    if asked.cluster or asked.errors not in FAR:
        return None
    found = reach_of(asked)
    if found is None:
        raise ParameterError(
            "'cutoff' (Cut-off) is needed with errors that reach over space: the kilometres within which errors of two "
            "units may be related."
        )
    return found


def reaching(asked: Any, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of an estimator with the reach of its errors; those of blocks are drawn after the fit."""
    errors = "unit" if needed_reach(asked) and asked.errors == "spatial-blocks" else options["errors"]
    return {**options, "errors": errors, "reach": needed_reach(asked)}


def drawing_of(asked: Any) -> BlockDrawing:
    """Return how blocks are made and drawn."""
    from gisplug.regression.few_clusters.blocks import BlockDrawing

    return BlockDrawing(asked.blocks, asked.block_units, asked.draws, asked.seed)


def placing_units(asked: ReachInputs) -> Optional[Units]:
    """Read the boundaries that say where the units of a panel are, where they are given.

    Raises
    ------
    ParameterError
        If there are boundaries without an id field.
    """
    from gisplug.boundaries.read import read_units

    source, field = asked.units, asked.id
    if source and not field:
        raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
    return read_units(source, id=field) if source else None


def with_blocks(fits: Mapping[str, PanelFit], asked: Any, progress: Progress) -> dict[str, PanelFit]:
    """Return the columns of a table with errors by a bootstrap of spatial blocks."""
    from gisplug.regression.few_clusters.blocks import spatial_bootstrap

    reach, found, count = needed_reach(asked), {}, len(fits)
    if reach is None or asked.errors != "spatial-blocks":
        return dict(fits)
    for at, (head, fit) in enumerate(fits.items()):
        part = Part(progress, at / count, (at + 1) / count)
        found[head] = spatial_bootstrap(fit, reach, drawing_of(asked), progress=part).on(fit)
    return found
