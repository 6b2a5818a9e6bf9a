"""Tool: distance weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import GIVEN, Results, Tool, param
from gisplug.core.progress import Progress
from gisplug.tools.inputs import UnitsInputs, choice_param, field_param, open_units
from gisplug.tools.weights.options import isolates_param, links_param
from gisplug.tools.weights.results import WeightsFiles, save_weights, weights_values

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights


class Asked(UnitsInputs, WeightsFiles):
    """What the tool is asked."""

    units: str = param(
        "vector",
        "Boundaries or points",
        "Polygon or point layer with one feature per unit, or the name of a set of the shelf such as "
        "demo-china-provinces.",
    )
    id: str = field_param("Id field", "Field that identifies each unit, compared as text.", parent="units")
    name: Optional[str] = field_param(
        "Name field", "Field with the name that messages and tables show.", parent="units", optional=True
    )
    kind: Literal["knn", "band", "inverse", "exponential", "kernel"] = choice_param(
        "Kind of weights",
        "The k nearest units; all units within a distance; one over the distance to a power; an exponential of "
        "the distance; or a kernel of it.",
        {
            "knn": "k nearest",
            "band": "Distance band",
            "inverse": "Inverse distance",
            "exponential": "Exponential decay",
            "kernel": "Kernel",
        },
        "knn",
    )
    k: int = param(
        "integer",
        "k",
        "Number of nearest units for the k nearest, and for an adaptive kernel.",
        default=4,
        minimum=1,
        applies_when=(
            {"kind": ("knn",)},
            {"kind": ("kernel",), "adaptive": (True,)},
        ),
    )
    distance: Optional[float] = param(
        "number",
        "Distance in km",
        "Radius of the band, cut-off of inverse distance and decay, or bandwidth of the kernel. Where it is left "
        "out, band and kernel take the least that leaves nobody alone, and the others link every pair.",
        optional=True,
        minimum=0,
        applies_when=(
            {"kind": ("band", "inverse", "exponential")},
            {"kind": ("kernel",), "adaptive": (False,)},
        ),
    )
    power: float = param(
        "number",
        "Power of distance",
        "Power of inverse distance: 1, or 2 as in gravity.",
        default=1.0,
        minimum=0,
        advanced=True,
        applies_when=({"kind": ("inverse",)},),
    )
    rate: Optional[float] = param(
        "number",
        "Rate of decay per km",
        "Rate of exponential decay. Where it is left out, it is one over the median distance to the nearest unit.",
        optional=True,
        minimum=0,
        advanced=True,
        applies_when=({"kind": ("exponential",)},),
    )
    function: Literal["triangular", "uniform", "quadratic", "quartic", "gaussian"] = choice_param(
        "Kernel function",
        "Shape of the kernel between 0 and the bandwidth.",
        {
            "triangular": "Triangular",
            "uniform": "Uniform",
            "quadratic": "Quadratic (Epanechnikov)",
            "quartic": "Quartic (biweight)",
            "gaussian": "Gaussian",
        },
        "triangular",
        advanced=True,
        applies_when=({"kind": ("kernel",)},),
    )
    adaptive: bool = param(
        "flag",
        "Adaptive bandwidth",
        "Whether the kernel of each unit reaches to its k-th nearest unit.",
        default=False,
        advanced=True,
        applies_when=({"kind": ("kernel",)},),
    )
    symmetric: bool = param(
        "flag",
        "Symmetric k nearest",
        "Whether two units are linked if either is among the k nearest of the other.",
        default=False,
        advanced=True,
        applies_when=({"kind": ("knn",)},),
    )
    isolates: Literal["keep", "nearest", "refuse"] = isolates_param(
        applies_when=(
            {"kind": ("band",)},
            {"kind": ("inverse", "exponential"), "distance": GIVEN},
        )
    )
    links: Optional[str] = links_param(applies_when=({"kind": ("band",)},))


def run(asked: Asked, progress: Progress) -> Results:
    progress.update(0.0, "Boundaries")
    units = open_units(asked, progress)
    progress.update(0.3, "Distances")
    return save_weights(asked, _weights(asked, units), units, progress)


def _weights(asked: Asked, units: Units) -> Weights:
    from gisplug.weights.distance import distance_band, exponential_decay, inverse_distance, kernel, knn

    kind, far, isolates = asked.kind, asked.distance, asked.isolates
    if kind == "knn":
        return knn(units, asked.k, asked.symmetric)
    if kind == "band":
        return distance_band(units, far, isolates, asked.links or ())
    if kind == "inverse":
        return inverse_distance(units, asked.power, far, isolates)
    if kind == "exponential":
        return exponential_decay(units, asked.rate, far, isolates)
    if asked.adaptive:
        return kernel(units, asked.function, None, asked.k)
    return kernel(units, asked.function, far, None)


TOOL = Tool(
    id="weights_distance",
    title="Distance weights",
    group="weights",
    help="Makes weights from the distance between units (centroids of polygons, or points). For longitude and "
    "latitude, distances are along great circles. All distances are in kilometres.",
    inputs=Asked,
    values=(*weights_values(),),
    run=run,
    tags=("knn", "inverse distance", "kernel", "great circle", "空间权重", "反距离"),
    example="gisplug weights-distance --units demo-china-provinces --id adcode --kind inverse --distance 1500 "
    "--weights w.csv --figure w.png",
)
