"""The words that options, results and tables share, each once. Standard library only: declarations use them too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, TypeVar, Union

from gisplug.core.errors import GisplugError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message

Effects = Literal["none", "unit", "time", "twoways"]
PANEL_EFFECTS: tuple[Effects, ...] = ("none", "unit", "time", "twoways")  # which effects a panel model has
EFFECT_NAMES = {"none": "None", "unit": "Unit", "time": "Period", "twoways": "Unit and period"}
EFFECT_KINDS = ("direct", "indirect", "total")  # what a change of a regressor does, and where

SpatialModel = Literal["sdm", "sar", "slx", "sem", "sdem", "sac", "gns", "ols"]
SPATIAL_MODELS: dict[SpatialModel, str] = {  # which spatial lags a model has, by the name in menus
    "sdm": "Spatial Durbin (SDM)",
    "sar": "Spatial lag of y (SAR)",
    "slx": "Spatial lag of X (SLX)",
    "sem": "Spatial error (SEM)",
    "sdem": "Spatial Durbin error (SDEM)",
    "sac": "Lag and error (SAC)",
    "gns": "General nesting (GNS)",
    "ols": "No spatial term (OLS)",
}
LAG_Y = ("sar", "sdm", "sac", "gns")  # models with a spatial lag of the outcome,
LAG_X = ("slx", "sdm", "sdem", "gns")  # of the regressors,
LAG_E = ("sem", "sdem", "sac", "gns")  # of the error
Normalisation = Literal["row", "spectral", "minmax", "none"]
NORMALISATIONS: dict[Normalisation, str] = {  # how weights are scaled, by the name in menus
    "row": "Rows sum to one",
    "spectral": "Largest eigenvalue is one",
    "minmax": "Smaller of the largest row and column sum is one",
    "none": "As in the file",
}
ErrorStructure = Literal[
    "unit", "robust", "classical", "period", "unit+period", "driscoll-kraay", "conley", "spatial-blocks"
]
ERROR_STRUCTURES: dict[ErrorStructure, str] = {  # which errors of a regression may be related, by the name in menus
    "unit": "Clustered by unit",
    "robust": "Robust to heteroskedasticity (HC1)",
    "classical": "Classical",
    "period": "Clustered by period",
    "unit+period": "Clustered by unit and by period",
    "driscoll-kraay": "Driscoll-Kraay",
}
NEAR_ERRORS: dict[ErrorStructure, str] = {**ERROR_STRUCTURES, "conley": "Conley (near units)"}
BLOCK_ERRORS: dict[ErrorStructure, str] = {**NEAR_ERRORS, "spatial-blocks": "Bootstrap of spatial blocks"}
Kernel = Literal["uniform", "bartlett"]
KERNELS: tuple[Kernel, ...] = ("uniform", "bartlett")  # how errors of near units count
Blocks = Literal["grid", "compact"]
BLOCKS: tuple[Blocks, ...] = ("grid", "compact")  # how units are put into blocks

CLUSTERS = (  # of local Moran, by GeoDa's code
    "Not significant",
    "High-High",
    "Low-Low",
    "Low-High",
    "High-Low",
    "Undefined",
    "Isolate",
)
EMERGING = {  # categories of hot and cold spots over time, as ArcGIS names them
    "hot": {
        "new": "New hot spot",
        "consecutive": "Consecutive hot spot",
        "intensifying": "Intensifying hot spot",
        "persistent": "Persistent hot spot",
        "diminishing": "Diminishing hot spot",
        "sporadic": "Sporadic hot spot",
        "oscillating": "Oscillating hot spot",
        "historical": "Historical hot spot",
    },
    "cold": {
        "new": "New cold spot",
        "consecutive": "Consecutive cold spot",
        "intensifying": "Intensifying cold spot",
        "persistent": "Persistent cold spot",
        "diminishing": "Diminishing cold spot",
        "sporadic": "Sporadic cold spot",
        "oscillating": "Oscillating cold spot",
        "historical": "Historical cold spot",
    },
}
NO_PATTERN = "No pattern"
Under = Literal["se", "t"]  # what stands in parentheses under a coefficient
Header = Literal["auto", "none", "row", "column", "both"]
HEADERS: tuple[Header, ...] = ("auto", "none", "row", "column", "both")  # where a matrix in a table holds its ids
Shape = Literal["auto", "edges", "dense"]
SHAPES: tuple[Shape, ...] = ("auto", "edges", "dense")  # whether a table holds links or a matrix
Drop = Literal["few", "any"]  # how many units of weights a panel may lack
Match = Literal["names", "exact", "common"]
MATCHES: dict[str, str] = {  # which units of tables, boundaries and weights belong together, by the name in menus
    "names": "The same units, by id or by name",
    "exact": "The same units, by id only",
    "common": "The units that all have",
}
Collinear = Literal["refuse", "omit"]
COLLINEAR: dict[Collinear, str] = {"refuse": "Refuse by name", "omit": "Omit the later one"}  # a term of others' span

Period = Union[int, str]  # whole years are numbers; quarters, months and other names are text
Cell = Union[str, float, int, None]  # what one cell of a paper's table holds; None: empty

T = TypeVar("T")


def known(options: Mapping[str, object], kind: type, method: str) -> None:
    """Refuse options that `kind`, the TypedDict of a method, does not have.

    Raises
    ------
    ParameterError
        Naming them, and those that there are.
    """
    if unknown := [name for name in options if name not in kind.__annotations__]:
        raise ParameterError(
            message(
                "{method} has no option {unknown}. Beside its parameters it has: {annotations}.",
                method=method,
                unknown=some(unknown),
                annotations=", ".join(kind.__annotations__),
            )
        )


def one_of(name: str, given: object, choices: Collection[T], error: type[GisplugError] = ParameterError) -> T:
    """Return the choice that is given; refuse what is none of them.

    Raises
    ------
    GisplugError
        Of the kind `error`, with the choices.
    """
    for choice in choices:
        if given == choice:
            return choice
    listed = ", ".join(map(str, choices))
    raise error(
        message("{name} is one of {choices}; {given!r} was given instead.", name=name, choices=listed, given=given)
    )
