"""What the engine's client and setup say to people, in the language that QGIS hands in. Standard
library, Python 3.9.
"""

from __future__ import annotations

from typing import Callable

_translate: list[Callable[[str], str]] = []


def said(text: str, **values: object) -> str:
    """Return the text in the language spoken, with the values filled in."""
    found = _translate[-1](text) if _translate else text
    return found.format(**values) if values else found


def speak(translate: Callable[[str], str]) -> None:
    """Have all texts go through `translate` from now on."""
    _translate[:] = [translate]
