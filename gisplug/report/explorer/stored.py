"""What a page of the explorer holds, read back. Standard library only and Python 3.9: QGIS reads it too."""

from __future__ import annotations

import base64
import json
import re
import sys
from array import array
from pathlib import Path
from typing import Any

from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.output.refusals import cannot_read

KINDS = {"f64": "d", "f32": "f", "i32": "i", "i8": "b"}
DATA = "explorer-data"
_DATA = re.compile(rf'<script type="application/json" id="{DATA}">(.*?)</script>', re.DOTALL)


def read(path: str | Path) -> dict[str, Any]:
    """Return the data of a page of the explorer that stands alone.

    Raises
    ------
    ParameterError
        If the file cannot be read, or is no such page.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise ParameterError(
            cannot_read(path, problem) or message("{path} cannot be read: {problem}.", path=path, problem=problem)
        ) from problem
    found = _DATA.search(text)
    if found is None:
        raise ParameterError(
            message("{path} is not a page of the explorer; make one with the tool 'Spillover explorer'.", path=path)
        )
    made: dict[str, Any] = json.loads(found[1])
    return made


def numbers(text: str, kind: str) -> list[float]:
    """Return the numbers of a base64 text of a kind (of `KINDS`), little end first."""
    made: array[Any] = array(KINDS[kind])
    made.frombytes(base64.b64decode(text))
    if sys.byteorder == "big":
        made.byteswap()
    found: list[float] = made.tolist()
    return found
