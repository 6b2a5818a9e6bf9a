"""Results as plain data for JSON, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Plain: TypeAlias = "str | float | bool | list[Plain] | dict[str, Plain] | None"  # what JSON can hold


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: arrays (of any shape) as lists, labels as text, NaN and infinity as None."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, pd.DataFrame):
        return plain_frame(value)
    if isinstance(value, pd.Series):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int) or value is None else str(value)


def plain_frame(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a frame, index and columns with any labels, as lists: index names, index, columns, rows."""
    keys = [list(k) if isinstance(k, tuple) else [k] for k in frame.index]
    return {
        "index_names": [None if n is None else str(n) for n in frame.index.names],
        "index": plain(keys),
        "columns": [str(c) for c in frame.columns],
        "rows": [plain(list(row)) for row in frame.itertuples(index=False, name=None)],
    }


def frame_of(data: Mapping[str, Any]) -> pd.DataFrame:
    """Return the frame that `plain_frame` gave, with its index and columns; None is NaN among numbers."""
    keys, names = data["index"], data["index_names"]
    index = (
        pd.MultiIndex.from_tuples([tuple(k) for k in keys], names=names)
        if len(names) > 1
        else pd.Index([k[0] for k in keys], name=names[0])
    )
    made = pd.DataFrame(data["rows"], columns=data["columns"], index=index)
    for column in made.columns:
        values = [v for v in made[column] if v is not None]
        if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
            made[column] = pd.to_numeric(made[column]).astype(
                "int64" if values and all(isinstance(v, int) for v in values) and len(values) == len(made) else float
            )
    return made
