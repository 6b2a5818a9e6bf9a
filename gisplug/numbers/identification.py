"""What a panel identifies: outcomes that vary, and terms with a coefficient of their own under the effects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gisplug.core.vocabulary import Collinear, Effects
from gisplug.numbers.demeaning import within
from gisplug.numbers.least_squares import check_identified, check_outcome, unidentified


def check_design(
    outcome: tuple[str, np.ndarray],
    design: np.ndarray,
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
    present : (T, N) bool, optional
        Rows that exist, in unbalanced panels.
    collinear : {"refuse", "omit"}

    Raises
    ------
    ModelError
        Naming each term with its reason; also where the outcome does not vary.
    """
    T, N = outcome[1].shape
    rows = np.ones(T * N, dtype=bool) if present is None else present.ravel()
    unit, period = (v.ravel()[rows] for v in (np.tile(np.arange(N), (T, 1)), np.tile(np.arange(T)[:, None], (1, N))))
    moves: Effects = "time" if effects == "none" and T == 1 else effects
    raw = np.concatenate([outcome[1][..., None], design], axis=2)
    centre = raw.reshape(T * N, -1)[rows].mean(axis=0)
    flat = within(raw - centre, moves, present).reshape(T * N, -1)[rows]
    raw = raw.reshape(T * N, -1)[rows]
    check_outcome(raw[:, 0], flat[:, 0], outcome[0])
    if collinear == "omit":
        return unidentified(raw[:, 1:], flat[:, 1:], terms, unit, period)
    check_identified(raw[:, 1:], flat[:, 1:], terms, unit, period)
    return {}
