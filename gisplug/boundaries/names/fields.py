"""Which fields of a layer hold names or codes of its units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gisplug.core.tables import text_ids

if TYPE_CHECKING:
    import pandas as pd

_NAMES = re.compile(
    r"name|^nam|adm|code|iso|fips|postal|abbr|pcode|nuts|geoid|stusps|hasc|gid|pinyin|名|代码|编码|^省|^市|^县|^区划|省份|城市|区县",
    re.I,
)
_NOT = re.compile(r"capital|省会|首府|type|类型|级别|level|country|sov|parent|source", re.I)


def fields_with_names(frame: pd.DataFrame) -> dict[str, list[str]]:
    """Return the fields whose heading speaks of names or codes, and whose values tell the units apart.

    Parameters
    ----------
    frame : one row for each unit

    Returns
    -------
    dict of field to its values as text, "" where a unit has none
    """
    found = {}
    for field in frame.columns:
        said = str(field)
        if not _NAMES.search(said) or _NOT.search(said) or frame[field].dtype.kind in "fcbM":
            continue
        values = text_ids(frame[field]).fillna("").tolist()
        filled = [v for v in values if v]
        if filled and len(set(filled)) == len(filled):
            found[said] = values
    return found
