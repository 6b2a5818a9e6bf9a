"""Which log-determinant was asked for: one choice of all maximum-likelihood models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_E, LAG_Y, one_of
from gisplug.numbers.sparse.log_determinant import METHODS

if TYPE_CHECKING:
    from gisplug.spatial.sample import DeterminedOptions


def asked_determinant(options: DeterminedOptions, model: str) -> str:
    """Return "auto", "exact" or "probes" as `options` ask for it.

    Raises
    ------
    ParameterError
        If it is none of them.
    ModelError
        If a choice was made and the model has no log-determinant.
    """
    how = one_of("log_determinant", options.get("log_determinant", "auto"), METHODS)
    if how != "auto" and model not in (*LAG_Y, *LAG_E):
        raise ModelError(
            message(
                "log_determinant={how!r} has no meaning here: it acts on models with a spatial lag of the outcome or "
                "of the error. Leave it out.",
                how=how,
            )
        )
    return how
