"""The 17 categories of hot and cold spots over time, as ArcGIS defines them."""

from __future__ import annotations

import numpy as np

from gisplug.core.vocabulary import EMERGING, NO_PATTERN

OFTEN = 0.9  # share of the periods
_SLACK = 1e-9


def categories(hot: np.ndarray, cold: np.ndarray, trend: np.ndarray) -> np.ndarray:
    """Return the category of each unit, (N,) of texts.

    Parameters
    ----------
    hot, cold : (T, N) of bool, two periods or more
        Whether a unit is a significant hot, cold spot.
    trend : (N,)
        1 where its z rises significantly, -1 where it falls, 0 else.
    """
    out = np.full(hot.shape[1], NO_PATTERN, dtype=object)
    for side, own, other, way in (("hot", hot, cold, trend), ("cold", cold, hot, -trend)):
        for kind, where in _kinds(own, other, way).items():
            out[where] = EMERGING[side][kind]
    return out


def _kinds(own: np.ndarray, other: np.ndarray, way: np.ndarray) -> dict[str, np.ndarray]:
    """Return which units are of each kind; `way` is 1 where clustering grows stronger. No unit is of two kinds."""
    last, times = own[-1], own.sum(axis=0)
    often = times >= OFTEN * len(own) - _SLACK
    run = np.cumprod(own[::-1], axis=0).sum(axis=0)
    first_run = last & (times == run)
    new = first_run & (times == 1)
    consecutive = first_run & (run > 1) & ~often
    history = last & ~often & ~new & ~consecutive
    crossed = other.any(axis=0)
    return {
        "new": new,
        "consecutive": consecutive,
        "intensifying": often & last & (way > 0),
        "persistent": often & last & (way == 0),
        "diminishing": often & last & (way < 0),
        "sporadic": history & ~crossed,
        "oscillating": history & crossed,
        "historical": often & ~last,
    }
