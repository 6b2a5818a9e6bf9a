"""What the methods of this room share in reading a formula: parts they do not have, and terms that may not go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import some
from gisplug.core.messages import joined, message
from gisplug.numbers.projections import Absorbed
from gisplug.numbers.projections import weighted_residuals as weighted_residuals
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame
from gisplug.panel.sample import Sample, left_in


def only(frame: ModelFrame, method: str, *, absorb: bool = True, instruments: bool = False) -> ModelFrame:
    """Return the frame of a formula all of whose parts the method reads.

    Parameters
    ----------
    method : what the message calls it.
    absorb, instruments : whether it takes out groupings beside unit and period, and reads ``endogenous ~ z``.

    Raises
    ------
    ModelError
        Naming the part that the method would leave unread.
    """
    formula = frame.formula
    if formula.lagged:
        raise ModelError(
            message(
                "{method} has no spatial lags, and the formula asks for that of {lagged}; use a spatial "
                "model with weights, or leave W* out.",
                method=method,
                lagged=some(formula.lagged),
            )
        )
    if formula.endogenous and not instruments:
        raise ModelError(
            message(
                "{method} has no instruments, and the formula instruments {endogenous}; use instrumental_variables.",
                method=method,
                endogenous=some(formula.endogenous),
            )
        )
    if frame.absorb and not absorb:
        raise ModelError(
            message(
                "{method} takes out unit and period effects only; {absorb} stands after the bar. Put "
                "C({absorb2}) among the regressors instead.",
                method=method,
                absorb=some(frame.absorb),
                absorb2=frame.absorb[0],
            )
        )
    return frame


def key_of(frame: ModelFrame) -> str:
    """Return the first regressor, which the question is about.

    Raises
    ------
    ModelError
        If there is none.
    """
    if not frame.formula.regressors:
        raise ModelError(
            message('The formula reads "outcome ~ key + controls"; {formula} has no regressor.', formula=frame.formula)
        )
    return frame.formula.regressors[0]


def with_terms(panel: Panel, made: Mapping[str, np.ndarray]) -> Panel:
    """Return the panel with terms made from others, arrays (T, N), as columns; a column of that name stays."""
    new = {name: values for name, values in made.items() if name not in panel.frame.columns}
    return replace(panel.with_columns(new), report=panel.report) if new else panel


def less_controls(
    sample: Sample, terms: Sequence[str], absorbed: Sequence[Absorbed], collinear: str, keys: Sequence[str]
) -> tuple[Sample, dict[str, str]]:
    """Return the sample without the terms that are not identified, and why they are not; `keys` never go.

    Raises
    ------
    ModelError
        If one of `keys` is not identified; and with "refuse", if the estimator finds any other that is not.
    """
    part, omitted = left_in(sample, terms, absorbed, collinear)
    keep_keys(omitted, keys)
    return part, omitted


def keep_keys(omitted: Mapping[str, str], keys: Sequence[str]) -> None:
    """Refuse a fit from which one of its `keys` is omitted.

    Raises
    ------
    ModelError
        Naming it with its reason.
    """
    lost = {term: omitted[term] for term in keys if term in omitted}
    if lost:
        told = joined("; ", (message("{term} {why}", term=term, why=why) for term, why in lost.items()))
        raise ModelError(
            message(
                "The coefficient of {lost} is not identified: {told}. It is what the model is about, so "
                "it cannot be omitted; use fewer effects.",
                lost=", ".join(lost),
                told=told,
            )
        )


def in_panel(sample: Sample) -> np.ndarray:
    """Return whether each row of the panel is in the sample, (T * N,) bool."""
    rows = np.zeros(sample.panel.T * sample.panel.N, dtype=bool)
    rows[sample.rows] = True
    return rows
