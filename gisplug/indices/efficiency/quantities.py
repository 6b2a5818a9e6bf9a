"""Inputs and outputs of units: read from a panel and checked. Shared by efficiency and the Malmquist index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import WARNING, Note, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.indices.efficiency.radial import Orientation
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel


def quantities(
    panel: Panel, inputs: Sequence[str], outputs: Sequence[str], orientation: Orientation
) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (T, N, m) and outputs (T, N, s) of a panel, each over its mean, so that scores have order one.

    Raises
    ------
    ParameterError
        If a column stands twice, there are no inputs or outputs, or the orientation is unknown.
    PanelError
        If a cell is empty or negative, a unit has no input at all, or a column holds nothing but zeros.
    """
    one_of("orientation", orientation, get_args(Orientation))
    both = [*inputs, *outputs]
    twice = sorted({c for c in both if both.count(c) > 1})
    if twice or not inputs or not outputs:
        raise ParameterError(
            message(
                "Efficiency needs at least one input and one output, each named once; {twice} was given instead.",
                twice=message("{twice} stands twice", twice=", ".join(twice))
                if twice
                else ", ".join(both) or message("nothing"),
            )
        )
    values = known_values(panel, both)
    below = [
        message("{both} of {panel} in {periods}", both=both[k], panel=panel.ids[n], periods=panel.periods[t])
        for t, n, k in np.argwhere(values < 0)
    ]
    if below:
        raise PanelError(
            message(
                "{n} inputs or outputs are negative: {below}. Data envelopment analysis compares "
                "amounts; move the column up, or take an undesirable output as an input.",
                n=len(below),
                below=some(below),
            )
        )
    mean = values.mean(axis=(0, 1))
    if (mean == 0).any():
        raise PanelError(message("{both!r} is zero everywhere; leave it out.", both=both[int(np.argmin(mean))]))
    x, y = values[..., : len(inputs)] / mean[: len(inputs)], values[..., len(inputs) :] / mean[len(inputs) :]
    idle = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t])
        for t, n in np.argwhere((x == 0).all(axis=2))
    ]
    if idle:
        raise PanelError(
            message("{n} units use no input at all: {idle}. Leave these rows out.", n=len(idle), idle=some(idle))
        )
    return x, y


def remarks(panel: Panel, y: np.ndarray, inputs: int, points: int) -> tuple[Note, ...]:
    """Return warnings of what makes scores weak: units without outputs, (T, N, s), and few points for many columns."""
    notes = []
    none = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t])
        for t, n in np.argwhere((y == 0).all(axis=2))
    ]
    if none:
        notes.append(
            Note(
                WARNING,
                "no-output",
                message("{n} units make no output: efficiency 0: {none}.", n=len(none), none=some(none)),
            )
        )
    outputs = y.shape[2]
    least = max(inputs * outputs, 3 * (inputs + outputs))
    if points < least:
        text = message(
            "{points} units span a frontier of {inputs} inputs and {outputs} outputs; below {least} "
            "many are efficient for want of others like them. Take fewer columns, or one frontier of "
            "all periods.",
            points=points,
            inputs=inputs,
            outputs=outputs,
            least=least,
        )
        notes.append(Note(WARNING, "few-units", text))
    return tuple(notes)
