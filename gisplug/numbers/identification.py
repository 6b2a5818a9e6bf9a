"""What a panel identifies: outcomes that vary, and terms with a coefficient of their own under the effects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from gisplug.core.vocabulary import Collinear, Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.least_squares import (
    Remains,
    check_outcome,
    explained,
    refuse_unidentified,
    still,
    unidentified,
    why_gone,
)
from gisplug.numbers.orthogonal import ROWS, Gathered


class Design(Protocol):
    """Columns of a balanced panel that are made period by period; an array (T, N, k) is one too."""

    def __getitem__(self, t: int, /) -> np.ndarray:
        """Return the columns of one period, (N, k)."""

    def mean(self, axis: int) -> np.ndarray:
        """Return the means over time, (N, k); `axis` is 0."""


def check_design(
    outcome: tuple[str, np.ndarray],
    design: np.ndarray | Design,
    terms: Sequence[str],
    effects: Effects,
    present: np.ndarray | None = None,
    collinear: Collinear = "refuse",
) -> dict[str, str]:
    """Return the terms that are not identified, and why, judged against what was given; refuse them unless omitted.

    Parameters
    ----------
    outcome : name and values (T, N)
    design : (T, N, k), without a constant
        An array, or what makes the columns of a period when they are asked for; an array where rows are missing.
    present : (T, N) bool, optional
        Rows that exist, in unbalanced panels.
    collinear : {"refuse", "omit"}

    Raises
    ------
    ModelError
        Naming each term with its reason; also where the outcome does not vary.
    """
    name, y = outcome
    T, N = y.shape
    moves: Effects = "time" if effects == "none" and T == 1 else effects
    if isinstance(design, np.ndarray) and present is not None and not present.all():
        found = _missing_rows(outcome, design, terms, moves, present)
    else:
        check_outcome(y.ravel(), within(y - y.mean(), moves).ravel(), name)

        def why(k: int) -> str:
            values = np.concatenate([design[t][:, k] for t in range(T)])
            return why_gone(values, np.tile(np.arange(N), T), np.repeat(np.arange(T), N))

        found = explained(_remains(design, T, moves), terms, why)
    if collinear != "omit":
        refuse_unidentified(found)
    return found


def _missing_rows(
    outcome: tuple[str, np.ndarray], design: np.ndarray, terms: Sequence[str], effects: Effects, present: np.ndarray
) -> dict[str, str]:
    """Return what an unbalanced panel does not identify, and why."""
    name, y = outcome
    check_outcome(y[present], within(y - y[present].mean(), effects, present)[present], name)
    raw = design[present]
    flat = within(design - raw.mean(axis=0), effects, present)[present]
    period, unit = np.nonzero(present)
    return unidentified(raw, flat, terms, unit, period)


def _remains(design: np.ndarray | Design, T: int, effects: Effects) -> Remains:
    """Return what the effects leave of the columns of a balanced panel, found period by period."""
    own = design.mean(axis=0)
    centre = own.mean(axis=0)
    own -= centre
    spread, left, total = (np.zeros(len(centre)) for _ in range(3))
    low, high = np.full(len(centre), np.inf), np.full(len(centre), -np.inf)
    gathered = Gathered()
    for t in range(T):
        block = design[t] - centre
        common = block.mean(axis=0)
        low, high = np.minimum(low, block.min(axis=0)), np.maximum(high, block.max(axis=0))
        for start in range(0, len(block), ROWS):
            flat = block[start : start + ROWS]
            spread += np.einsum("nk,nk->k", flat, flat)
            total += flat.sum(axis=0)
            if effects in ("unit", "twoways"):
                flat = flat - own[start : start + ROWS]
            if effects in ("time", "twoways"):
                flat = flat - common
            left += np.einsum("nk,nk->k", flat, flat)
            gathered.add(flat)
    squares = spread + 2.0 * centre * total + T * len(own) * centre**2
    return Remains(still(centre + low, centre + high), squares, spread, left, gathered.triangle())
