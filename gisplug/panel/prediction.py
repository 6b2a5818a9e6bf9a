"""Predictions of panel regressions: the rows used, and other panels by the effects that were found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import lsmr

from gisplug.language.terms import term_array
from gisplug.numbers.fits.finding import NotDefined
from gisplug.numbers.projections import Absorbed
from gisplug.panel.sample import Sample

if TYPE_CHECKING:
    from gisplug.language.columns import Columns
    from gisplug.numbers.fits.fit import PanelLike

CLOSE = 1e-6  # of the spread of the fitted values: effects that leave more were not those of units and periods


def predicted(
    sample: Sample,
    fitted: np.ndarray,
    linear: Callable[[Callable[[str], np.ndarray]], np.ndarray],
    effects: str,
    panel: PanelLike | None = None,
) -> pd.Series:
    """Return predicted outcomes, index (period, unit): `fitted` (n,) of the sample's rows, or of another panel.

    Parameters
    ----------
    linear : gives X b (n,) from a function that gives each term as an array (n,)
    effects : "none", "unit", "time" or "twoways"; units and periods without rows in the sample have no effect known,
        so that their outcomes are NaN.

    Raises
    ------
    NotDefined
        If another panel is given and the model has effects of other groups, trends or slopes by period.
    """
    name = sample.terms[0]
    if panel is None:
        return pd.Series(fitted, index=sample.panel.frame.index[sample.rows], name=name)
    place = {term: k for k, term in enumerate(sample.terms)}
    rest = fitted - linear(lambda term: sample.columns[:, place[term]])
    unit, period = _effects(rest, sample, effects, float(np.std(fitted)))
    N, T = len(panel.ids), len(panel.periods)
    of_unit = np.array([unit.get(i, 0.0 if effects in ("none", "time") else np.nan) for i in panel.ids])
    of_period = np.array([period.get(t, 0.0 if effects in ("none", "unit") else np.nan) for t in panel.periods])
    total = linear(lambda term: term_array(cast("Columns", panel), term).ravel())
    total = total + np.tile(of_unit, T) + np.repeat(of_period, N)
    return pd.Series(total, index=panel.frame.index, name=name)


def _effects(rest: np.ndarray, sample: Sample, effects: str, spread: float) -> tuple[dict, dict]:
    """Split what effects add to each row into effects of units and of periods."""
    parts = [Absorbed(sample.unit).dummies()] if effects in ("unit", "twoways") else []
    parts += [Absorbed(sample.period).dummies()] if effects in ("time", "twoways") else []
    found = np.zeros(0)
    left = rest
    if parts:
        design = sparse.hstack(parts).tocsr()
        found = lsmr(design, rest, atol=1e-14, btol=1e-14, conlim=0, maxiter=20_000)[0]
        left = rest - design @ found
    if np.abs(left).max(initial=0.0) > CLOSE * max(spread, 1e-300):
        raise NotDefined(
            "Effects of other groups than units and periods, trends and slopes by period are not known outside the "
            "rows used; predict those rows (no panel), or fit without them."
        )
    first = int(sample.unit.max()) + 1 if effects in ("unit", "twoways") else 0
    ids = [sample.panel.ids[i] for i in np.unique(sample.rows % sample.panel.N)]
    periods = [sample.panel.periods[t] for t in np.unique(sample.rows // sample.panel.N)]
    return dict(zip(ids, found[:first], strict=False)), dict(zip(periods, found[first:], strict=False))
