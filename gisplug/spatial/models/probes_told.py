"""What is said of a log-determinant that is a mean over random vectors."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gisplug.core.evidence import INFO, WARNING, Note
from gisplug.core.messages import message

if TYPE_CHECKING:
    from gisplug.numbers.sparse.log_determinant import LogDet


def probes_told(name: str, terms: Sequence[tuple[LogDet, float]], at: float, se: float) -> Iterator[Note]:
    """Say how far rho or lam (`name`) may lie from that of exact log-determinants: the error of their slope at the
    estimate `at`, times the variance, twice; nothing where all are exact.

    `terms` are log-determinants and how often each counts.
    """
    drawn = [(logdet.probes, often) for logdet, often in terms if logdet.probes is not None]
    if not drawn:
        return
    bound = 2.0 * se**2 * math.hypot(*(often * probes.slope_error(at) for probes, often in drawn))
    text = message(
        "The log-determinant is a mean over {n} random vectors: {name} lies within {bound:.1e} of the exact "
        "maximum (95 %), {share:.1%} of its standard error.",
        n=min(probes.vectors for probes, _ in drawn),
        name=name,
        bound=bound,
        share=bound / se,
    )
    far = message(" Ask for the exact log-determinant, if memory allows.") if bound > 0.2 * se else ""
    yield Note(WARNING if far else INFO, "random-log-determinant", text + far)


def score_told(name: str, vectors: int, slope_error: float, se: float) -> Note:
    """Say how far rho (`name`) may lie from that of the exact unbiased score: `slope_error` of the score, times the
    variance, twice.
    """
    bound = 2.0 * se**2 * slope_error
    text = message(
        "What the unbiased score takes from units with absent rows is a mean over {n} random vectors: {name} lies "
        "within {bound:.1e} of the exact one (95 %), {share:.1%} of its standard error.",
        n=vectors,
        name=name,
        bound=bound,
        share=bound / se,
    )
    return Note(WARNING if bound > 0.2 * se else INFO, "random-score", text)
