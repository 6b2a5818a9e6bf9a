"""Options that several tools of space-time structure share."""

from __future__ import annotations

from typing import Any

from gisplug.core.declare import param


def step_param() -> Any:
    """Return the length of a transition, in periods."""
    return param(
        "integer",
        "Steps of a transition",
        "How many periods lie from the start to the end of a transition.",
        1,
        minimum=1,
        maximum=1000,
    )
