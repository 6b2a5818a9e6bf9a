"""Panels of the tests of space-time structure."""

import numpy as np
import pandas as pd

from gisplug.panel.read import read_panel


def panel_of(first=2000, **columns):
    """A panel of columns given as (T, N) or (N,); units u000, u001, ..."""
    shaped = {name: np.atleast_2d(np.asarray(values)) for name, values in columns.items()}
    periods, units = next(iter(shaped.values())).shape
    rows = pd.MultiIndex.from_product([range(first, first + periods), [f"u{i:03d}" for i in range(units)]])
    frame = rows.to_frame(index=False, name=["t", "u"])
    for name, values in shaped.items():
        frame[name] = values.ravel()
    return read_panel(frame, "u", "t")
