"""What the engine's client and setup say to people. Standard library, Python 3.9."""

from __future__ import annotations

from gisplug.core.messages import message, spoken


def said(text: str, **values: object) -> str:
    """Return the text in the language of the run, with the values filled in."""
    return spoken(message(text, **values) if values else text)
