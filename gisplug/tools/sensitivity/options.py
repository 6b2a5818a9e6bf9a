"""Options that several tools of sensitivity share."""

from __future__ import annotations

from typing import Any

from gisplug.tools.inputs import choice_param

EFFECT_CHOICES = {
    "coefficient": "Coefficient",
    "direct": "Direct effect",
    "indirect": "Indirect effect",
    "total": "Total effect",
}


def effect_param() -> Any:
    """What is followed of the first regressor."""
    return choice_param(
        "Effect",
        "What is followed of the first regressor: its coefficient, or its average direct, indirect or total effect.",
        EFFECT_CHOICES,
        "direct",
    )
