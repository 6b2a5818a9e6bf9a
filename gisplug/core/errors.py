"""One exception tree. A message says what is wrong, where, and how to mend it."""

from __future__ import annotations

import sys


class GisplugError(Exception):
    """Root of all errors that a user's data or options can cause; faces show its text without a traceback."""


class LayerError(GisplugError):
    """A boundary layer cannot be read or used."""


class CrsError(LayerError):
    """A coordinate reference system is missing, contradicted by the coordinates, or does not fit."""


class JoinError(GisplugError):
    """Ids of a table, a layer or weights do not match."""


class TableError(GisplugError):
    """A table cannot be read, or a column is missing or of the wrong type."""


class PanelError(GisplugError):
    """A panel has duplicate keys, holes or strangers, or lacks the variation that a method needs."""


class WeightsError(GisplugError):
    """Spatial weights cannot be built, read or used."""


class RasterError(GisplugError):
    """A raster cannot be read or used."""


class ModelError(GisplugError):
    """A model is not identified or its options do not go together."""


class ConvergenceError(ModelError):
    """An estimator did not reach its optimum."""


class ParameterError(GisplugError):
    """A parameter of a tool is missing, unknown or out of range."""


class StudyError(GisplugError):
    """A study file is wrong, or one of its steps failed."""


class EngineError(GisplugError):
    """The engine (the private Python environment that computes for QGIS) is missing, broken or died."""


class OutputError(GisplugError):
    """A result cannot be written where it was asked for."""


class Cancelled(Exception):
    """Raised inside long work when the user cancels. Deliberately no `GisplugError`."""


def error_named(name: str) -> type[GisplugError] | None:
    """Return the error of this module with a name that another process sent; None where there is no such."""
    found = getattr(sys.modules[__name__], name, None)
    return found if isinstance(found, type) and issubclass(found, GisplugError) else None
