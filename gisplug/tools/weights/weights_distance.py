"""Tool: distance weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Param, Tool
from gisplug.tools.inputs import load_units
from gisplug.tools.weights import shared as w


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.weights import distance as d

    progress.update(0.0, "Boundaries")
    units = load_units(params)
    w.tell(progress, units.report)
    progress.update(0.3, "Distances")
    kind, far = params["kind"], params["distance"]
    if kind == "knn":
        weights = d.knn(units, params["k"], params["symmetric"])
    elif kind == "band":
        weights = d.distance_band(units, far, params["isolates"], params["links"] or ())
    elif kind == "inverse":
        weights = d.inverse_distance(units, params["power"], far, params["isolates"])
    elif kind == "exponential":
        weights = d.exponential_decay(units, params["rate"], far, params["isolates"])
    else:
        adaptive = params["k"] if params["adaptive"] else None
        weights = d.kernel(units, params["function"], None if params["adaptive"] else far, adaptive)
    return w.give(params, weights, units, progress)


TOOL = Tool(
    id="weights_distance",
    title="Distance weights",
    group="weights",
    help="Makes weights from the distance between units (centroids of polygons, or points). For longitude and "
    "latitude, distances are along great circles. "
    "All distances are in kilometres.",
    params=(
        Param(
            "units",
            "vector",
            "Boundaries or points",
            "Polygon or point layer with one feature per unit, or the name of a set of the shelf such as "
            "demo-china-provinces.",
        ),
        Param("id", "field", "Id field", "Field that identifies each unit, compared as text.", parent="units"),
        Param(
            "name",
            "field",
            "Name field",
            "Field with the name that messages and tables show.",
            parent="units",
            optional=True,
        ),
        Param(
            "kind",
            "choice",
            "Kind of weights",
            "The k nearest units; all units within a distance; one over the distance to a power; an exponential of "
            "the distance; or a kernel of it.",
            default="knn",
            choices=("knn", "band", "inverse", "exponential", "kernel"),
            choice_labels=("k nearest", "Distance band", "Inverse distance", "Exponential decay", "Kernel"),
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
            "Radius of the band, cut-off of inverse distance and decay, or bandwidth of the kernel. Where it is "
            "left out, band and kernel take the least that leaves nobody alone, and the others link every pair.",
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
        Param(
            "function",
            "choice",
            "Kernel function",
            "Shape of the kernel between 0 and the bandwidth.",
            default="triangular",
            choices=("triangular", "uniform", "quadratic", "quartic", "gaussian"),
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
        w.isolates_param(),
        w.links_param(),
    ),
    outputs=w.weights_outputs(),
    run=run,
    tags=("knn", "inverse distance", "kernel", "great circle", "空间权重", "反距离"),
    example="gisplug weights-distance --units demo-china-provinces --id adcode --kind inverse --distance 1500 "
    "--weights w.csv --figure w.png",
)
