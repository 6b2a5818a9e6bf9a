"""The one canon of ids as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

BLANKS = " \t\r\n\u3000\u00a0\ufeff"
_WHOLE = re.compile(r"^[-+]?\d+\.0*$")


def text_ids(series: Any) -> pd.Series:
    """Return ids as canonical text: 110000, 110000.0 and " 110000 " become "110000"; leading zeros stay.

    Parameters
    ----------
    series : Series, Index or sequence
        Numbers, text or categories.

    Returns
    -------
    Series of dtype str, same index
        Missing and blank ids are NaN; the caller decides what to say about them.
    """
    import pandas as pd

    given = series if isinstance(series, pd.Series) else pd.Series(list(series))
    levels, inverse = _distinct(given)
    text = pd.Series([_canonical(v) for v in levels], dtype="object")
    return pd.Series(text.reindex(inverse).to_numpy(), index=given.index, name=given.name).astype("str")


def _distinct(series: pd.Series) -> tuple[list[Any], Any]:
    import pandas as pd

    plain = series.astype("object")
    try:
        codes, levels = pd.factorize(plain, use_na_sentinel=True)
    except TypeError:  # lists and tables, as GeoJSON and Parquet may hold them
        text = plain.map(lambda v: v if v is None or isinstance(v, (str, int, float)) else str(v))
        codes, levels = pd.factorize(text, use_na_sentinel=True)
    return list(levels), codes


def _canonical(value: Any) -> str | None:
    if isinstance(value, float) and value == int(value) if _finite(value) else False:
        return str(int(value))
    text = str(value).strip(BLANKS)
    if _WHOLE.match(text):
        text = text.split(".")[0]
    return text or None


def _finite(value: Any) -> bool:
    return isinstance(value, float) and value == value and abs(value) != float("inf")
