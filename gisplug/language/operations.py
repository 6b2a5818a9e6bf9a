"""Operations on panel arrays of shape (T, N): along time within a unit, or over all cells. Numbers only."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np

Ends = Literal["keep", "hold", "extend"]
Over = Literal["all", "period", "unit"]


def shifted(values: np.ndarray, clock: Sequence[int], steps: int) -> np.ndarray:
    """Value `steps` periods earlier (negative: later); NaN where that period is not in the panel.

    Parameters
    ----------
    values : array (T, N)
    clock : T whole numbers, rising
        Steps from the first period to each (`core.periods.calendar`): a lag goes by it, and never jumps over a gap.

    Returns
    -------
    array (T, N)
    """
    out = np.full(values.shape, np.nan)
    place = {at: i for i, at in enumerate(clock)}
    for i, at in enumerate(clock):
        source = place.get(at - steps)
        if source is not None:
            out[i] = values[source]
    return out


def interpolated(values: np.ndarray, times: np.ndarray, ends: Ends = "keep") -> np.ndarray:
    """Fill NaN within each unit on the straight line between its neighbours in time.

    A unit with fewer than two values keeps its gaps under "keep" and "extend".

    Parameters
    ----------
    values : array (T, N)
    times : array (T,), sorted
        Periods as numbers.
    ends
        "keep": stay NaN; "hold": nearest value; "extend": the line through the two nearest values.

    Returns
    -------
    array (T, N), a copy
    """
    out = values.copy()
    for n in range(values.shape[1]):
        known = np.flatnonzero(~np.isnan(values[:, n]))
        gaps = np.flatnonzero(np.isnan(values[:, n]))
        if not len(gaps) or not len(known):
            continue
        first, last = known[0], known[-1]
        inner = gaps[(gaps > first) & (gaps < last)]
        out[inner, n] = np.interp(times[inner], times[known], values[known, n])
        for outer, near in ((gaps[gaps < first], known[:2]), (gaps[gaps > last], known[-2:])):
            if ends == "hold":
                out[outer, n] = values[near[0] if near[0] == first and len(outer) and outer[0] < first else near[-1], n]
            elif ends == "extend" and len(near) == 2:
                slope = (values[near[1], n] - values[near[0], n]) / (times[near[1]] - times[near[0]])
                out[outer, n] = values[near[0], n] + slope * (times[outer] - times[near[0]])
    return out


def winsorised(values: np.ndarray, share: float, over: Over = "all") -> np.ndarray:
    """Pull values (T, N) beyond the `share` and 1 - `share` quantiles (linear interpolation) to these quantiles."""
    with _empty_slices():
        low, high = np.nanquantile(values, [share, 1 - share], axis=_axis(over), keepdims=True)
    out: np.ndarray = np.clip(values, low, high)
    return out


def centred(values: np.ndarray, over: Over = "all") -> np.ndarray:
    """Subtract the mean of values (T, N); NaN does not count."""
    out: np.ndarray = values - spread(values, "mean", over)
    return out


def standardised(values: np.ndarray, over: Over = "all") -> np.ndarray:
    """Subtract the mean of values (T, N) and divide by the standard deviation (divisor n - 1); NaN does not count."""
    with _empty_slices():
        out: np.ndarray = centred(values, over) / np.nanstd(values, axis=_axis(over), ddof=1, keepdims=True)
    return out


def min_max(values: np.ndarray, over: Over = "all") -> np.ndarray:
    """Scale values (T, N) to [0, 1]; NaN does not count."""
    axis = _axis(over)
    with _empty_slices():
        low = np.nanmin(values, axis=axis, keepdims=True)
        out: np.ndarray = (values - low) / (np.nanmax(values, axis=axis, keepdims=True) - low)
    return out


def spread(values: np.ndarray, how: Literal["mean", "median", "sum"], over: Over) -> np.ndarray:
    """Mean, median or sum of values (T, N) over all cells, each period or each unit, repeated in every cell."""
    acts: dict[str, Callable[..., np.ndarray]] = {"mean": np.nanmean, "median": np.nanmedian, "sum": np.nansum}
    with _empty_slices():
        total = acts[how](values, axis=_axis(over), keepdims=True)
    return np.broadcast_to(total, values.shape).copy()


@contextmanager
def _empty_slices() -> Iterator[None]:
    """Take NaN without numpy's warning where a period, a unit or everything is missing or has no spread."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _axis(over: Over) -> int | None:
    return {"all": None, "unit": 0, "period": 1}[over]
