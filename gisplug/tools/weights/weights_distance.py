"""Tool: distance weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.declare import Param, Params, Results, Tool
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, field_param, open_units
from gisplug.tools.weights.options import isolates_param, links_param
from gisplug.tools.weights.results import save_weights, weights_outputs

if TYPE_CHECKING:
    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights


def run(params: Params, progress: Progress) -> Results:
    progress.update(0.0, "Boundaries")
    units = open_units(params, progress)
    progress.update(0.3, "Distances")
    return save_weights(TOOL, params, _weights(params, units), units, progress)


def _weights(params: Params, units: Units) -> Weights:
    from gisplug.weights.distance import distance_band, exponential_decay, inverse_distance, kernel, knn

    kind, far, isolates = params["kind"], params["distance"], params["isolates"]
    if kind == "knn":
        return knn(units, params["k"], params["symmetric"])
    if kind == "band":
        return distance_band(units, far, isolates, params["links"] or ())
    if kind == "inverse":
        return inverse_distance(units, params["power"], far, isolates)
    if kind == "exponential":
        return exponential_decay(units, params["rate"], far, isolates)
    if params["adaptive"]:
        return kernel(units, params["function"], None, params["k"])
    return kernel(units, params["function"], far, None)


TOOL = Tool(
    id="weights_distance",
    title="Distance weights",
    group="weights",
    help="Makes weights from the distance between units (centroids of polygons, or points). For longitude and "
    "latitude, distances are along great circles. All distances are in kilometres.",
    params=(
        Param(
            "units",
            "vector",
            "Boundaries or points",
            "Polygon or point layer with one feature per unit, or the name of a set of the shelf such as "
            "demo-china-provinces.",
        ),
        field_param("id", "Id field", "Field that identifies each unit, compared as text.", parent="units"),
        field_param(
            "name", "Name field", "Field with the name that messages and tables show.", parent="units", optional=True
        ),
        choice_param(
            "kind",
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
        ),
        Param(
            "k",
            "integer",
            "k",
            "Number of nearest units for the k nearest, and for an adaptive kernel.",
            default=4,
            minimum=1,
        ),
        Param(
            "distance",
            "number",
            "Distance in km",
            "Radius of the band, cut-off of inverse distance and decay, or bandwidth of the kernel. Where it is left "
            "out, band and kernel take the least that leaves nobody alone, and the others link every pair.",
            optional=True,
            minimum=0,
        ),
        Param(
            "power",
            "number",
            "Power of distance",
            "Power of inverse distance: 1, or 2 as in gravity.",
            default=1.0,
            minimum=0,
            advanced=True,
        ),
        Param(
            "rate",
            "number",
            "Rate of decay per km",
            "Rate of exponential decay. Where it is left out, it is one over the median distance to the nearest unit.",
            optional=True,
            minimum=0,
            advanced=True,
        ),
        choice_param(
            "function",
            "Kernel function",
            "Shape of the kernel between 0 and the bandwidth.",
            ("triangular", "uniform", "quadratic", "quartic", "gaussian"),
            "triangular",
            advanced=True,
        ),
        Param(
            "adaptive",
            "flag",
            "Adaptive bandwidth",
            "Whether the kernel of each unit reaches to its k-th nearest unit.",
            default=False,
            advanced=True,
        ),
        Param(
            "symmetric",
            "flag",
            "Symmetric k nearest",
            "Whether two units are linked if either is among the k nearest of the other.",
            default=False,
            advanced=True,
        ),
        isolates_param(),
        links_param(),
    ),
    outputs=weights_outputs(),
    run=run,
    tags=("knn", "inverse distance", "kernel", "great circle", "空间权重", "反距离"),
    example="gisplug weights-distance --units demo-china-provinces --id adcode --kind inverse --distance 1500 "
    "--weights w.csv --figure w.png",
)
