"""Economic weights: closeness of incomes, gravity, and nested geography x economy."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.boundaries.units import Units
from gisplug.core.errors import WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.weights.normalise import Normalisation, normalised
from gisplug.weights.places import Places, distances_km, places_extent
from gisplug.weights.weights import Weights

Nesting = Literal["product", "lin", "mix"]
DENSE_MOST = 10_000  # every pair has an economic distance: a full matrix


def economic(values: pd.Series, normalise: Normalisation = "row", name: str | None = None) -> Weights:
    """Weight 1 / |x_i - x_j|: units of like income are near.

    Parameters
    ----------
    values : Series, index = ids
        One number for each unit, such as mean GDP per head over the years.

    Raises
    ------
    WeightsError
        If a value is missing, or two units have the same value (their distance would be 0).
    """
    x = _checked(values)
    gap = np.abs(x[:, None] - x[None, :])
    same = np.argwhere((gap == 0) & ~np.eye(len(x), dtype=bool))
    if len(same):
        ids = list(values.index)
        pairs = [f"{ids[i]}:{ids[j]}" for i, j in same if i < j]
        raise WeightsError(
            message(
                "{pairs} of units with the same {values}: {pairs2}. Use more digits, or a mean over years.",
                pairs=many(len(pairs), "pair"),
                values=values.name or message("value"),
                pairs2=some(pairs),
            )
        )
    np.fill_diagonal(gap, 1.0)
    weight = 1.0 / gap
    return _weights(weight, values, normalise, name or message("economic {values}", values=values.name or "").strip())


def gravity(
    units: Units,
    values: pd.Series,
    power: float = 2.0,
    cutoff: float | None = None,
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Weight x_i x_j / d_ij^power, d in kilometres between centroids.

    Parameters
    ----------
    values : Series, index = ids
        Masses x, positive.
    power
        Of distance.
    cutoff
        Kilometres beyond which weights are 0; none by default.

    Raises
    ------
    WeightsError
        If a mass is missing or not positive, the power is not positive, or two units have the same centroid.
    """
    x = _checked(_aligned(values, units))
    if (x <= 0).any():
        raise WeightsError("Masses of the gravity model are positive; correct values of 0 or less.")
    if not power > 0:
        raise WeightsError(message("The power of distance is positive; {power!r} was given instead.", power=power))
    raw = distances_km(units, _extent(units) if cutoff is None else cutoff)
    if (raw.data <= 0).any():
        raise WeightsError("Two units have the same centroid; their distance is 0. Merge them.")
    rows = np.repeat(np.arange(len(x)), np.diff(raw.indptr))
    raw.data = x[rows] * x[raw.indices] / raw.data**power
    weights = Weights(raw, units.ids, name or message("gravity {values}", values=values.name or "").strip(), normalise)
    lonely = weights.isolates
    notes = (
        (
            Note(
                WARNING,
                "isolates",
                message(
                    "{isolates} ({lonely}): the spatial lag there is 0.",
                    isolates=many(len(lonely), "isolate"),
                    lonely=some(lonely),
                ),
                lonely,
            ),
        )
        if lonely
        else ()
    )
    return Weights(raw, units.ids, weights.name, normalise, Report(notes))


def nested(
    geography: Weights,
    values: pd.Series,
    how: Nesting = "product",
    share: float = 0.5,
    normalise: Normalisation = "row",
    name: str | None = None,
) -> Weights:
    """Geography x economy.

    Parameters
    ----------
    geography
        Contiguity or distance weights.
    values : Series, index = ids
        One number for each unit; positive for "lin".
    how
        "product": w_ij / |x_i - x_j| (links of the geography only); "lin": W diag(x_1 / mean x, ..., x_N / mean x),
        the form of Lin, Long and Wu (2005), in which rich units send more; "mix": share W_geo + (1 - share) W_econ,
        both row-standardised.
    share
        Of geography in "mix", 0 to 1.

    Raises
    ------
    WeightsError
        If values are missing or equal where their difference divides, or `how` or `share` is out of range.
    """
    series = _aligned_ids(values, geography.ids)
    label = name or message(
        "nested {geography} x {values}", geography=geography.name, values=values.name or message("economy")
    )
    if how == "product":
        econ = economic(series, "none").raw
        raw = csr_array(geography.raw.multiply(econ))
    elif how == "lin":
        x = _checked(series)
        if (x <= 0).any():
            raise WeightsError("The Lin form takes shares of a positive variable; correct values of 0 or less.")
        raw = geography.raw.copy()
        raw.data = raw.data * (x / x.mean())[raw.indices]
    elif how == "mix":
        if not 0 <= share <= 1:
            raise WeightsError(
                message("The share of geography lies between 0 and 1; {share!r} was given instead.", share=share)
            )
        raw = csr_array(
            share * normalised(geography.raw, "row") + (1 - share) * normalised(economic(series, "none").raw, "row")
        )
    else:
        raise WeightsError(message("Weights are nested by product, lin or mix; {how!r} was given instead.", how=how))
    raw.eliminate_zeros()
    raw.sort_indices()
    return Weights(raw, geography.ids, label, normalise, geography.report)


def unit_values(frame: pd.DataFrame, unit: str, column: str, period: str | None = None, at: Any = None) -> pd.Series:
    """Return one value for each unit from a table: its mean over the periods, or the value at one period.

    Parameters
    ----------
    frame
        One row per unit, or per unit and period.
    unit, column, period
        Names of its columns.
    at
        The period to take; compared as text.

    Returns
    -------
    Series, index = unit ids in order of appearance

    Raises
    ------
    WeightsError
        If the column is absent or no number, or a unit stands twice in a period.
    """
    from gisplug.core.tables import text_ids
    from gisplug.core.tables.periods import period_values

    for wanted in [unit, column] + ([period] if period else []):
        if wanted not in frame.columns:
            raise WeightsError(
                message(
                    "The table has no column {wanted!r}. It has: {columns}.",
                    wanted=wanted,
                    columns=", ".join(map(str, frame.columns)),
                )
            )
    numbers = pd.to_numeric(frame[column], errors="coerce")
    if numbers.isna().any():
        rows = [str(i + 2) for i in np.flatnonzero(numbers.isna())]
        raise WeightsError(
            message(
                "{column!r} has {cells} without a number (row {rows}). Fill them in first.",
                column=column,
                cells=many(len(rows), "cell"),
                rows=some(rows),
            )
        )
    table = pd.DataFrame({"unit": text_ids(frame[unit]).to_numpy(), "value": numbers.to_numpy()})
    if period is not None:
        table["period"] = period_values(frame[period]).to_numpy()
        if at is not None:
            table = table[in_period(frame[period], at).to_numpy()]
    keys = ["unit", "period"] if period is not None else ["unit"]
    if period is not None and table.duplicated(keys).any():
        raise WeightsError(
            message(
                "{rows} of the table repeat a unit and period.", rows=many(int(table.duplicated(keys).sum()), "row")
            )
        )
    values = table.groupby("unit", sort=False)["value"].mean()
    values.name = column if at is None else f"{column} {at}"
    return values


def in_period(periods: pd.Series, at: Any) -> pd.Series:
    """Return whether each of the periods (one a row) is the one that `at` names, whichever way it is written.

    Raises
    ------
    WeightsError
        If none is.
    """
    from gisplug.core.tables.periods import period_values, periods_in

    there = periods_in(periods)
    wanted = calendar_of(there).written(str(at).removesuffix(".0"))
    kept = period_values(periods).astype("str") == wanted
    if not kept.any():
        raise WeightsError(
            message("The table has no period {at}; it has {there}.", at=at, there=some([str(p) for p in there]))
        )
    return kept


def _extent(units: Units) -> float:
    return places_extent(Places(units))


def _aligned(values: pd.Series, units: Units) -> pd.Series:
    return _aligned_ids(values, units.ids)


def _aligned_ids(values: pd.Series, ids: tuple[str, ...]) -> pd.Series:
    lost = [i for i in ids if i not in values.index]
    if lost:
        raise WeightsError(
            message(
                "{units} without a value of {values}: {lost}. Ids are compared as text.",
                units=many(len(lost), "unit"),
                values=values.name or message("the variable"),
                lost=some(lost),
            )
        )
    return values.loc[list(ids)]


def _checked(values: pd.Series) -> np.ndarray:
    if len(values) > DENSE_MOST:
        raise WeightsError(
            message(
                "Every pair of units has an economic distance: {n:,} units are too many (at most {dense_most:,}).",
                n=len(values),
                dense_most=DENSE_MOST,
            )
        )
    if values.index.duplicated().any():
        raise WeightsError("A unit has more than one value; take the mean over the periods first.")
    x = np.asarray(values, dtype=np.float64)
    if not np.isfinite(x).all():
        raise WeightsError(
            message(
                "Units without a value of {values}: {index}.",
                values=values.name or message("the variable"),
                index=some(list(map(str, values.index[~np.isfinite(x)]))),
            )
        )
    return x


def _weights(weight: np.ndarray, values: pd.Series, normalise: Normalisation, name: str) -> Weights:
    np.fill_diagonal(weight, 0.0)
    raw = csr_array(weight)
    raw.sort_indices()
    note = Note(INFO, "full", message("Every pair of the {n} units is linked.", n=len(values)))
    return Weights(raw, tuple(map(str, values.index)), name, normalise, Report((note,)))


def values_of(values: pd.Series, ids: tuple[str, ...]) -> pd.Series:
    """Return the values (index = ids) of these units, in this order: Series of length N."""
    return _aligned_ids(values, ids)
