"""Inputs that tools which make weights declare."""

from __future__ import annotations

from typing import Any

from gisplug.core.declare import param
from gisplug.tools.inputs import choice_param


def isolates_param(**more: Any) -> Any:
    """What is done about units without neighbours."""
    return choice_param(
        "Units without neighbours",
        "Keep them (their spatial lag is 0), join each to the nearest unit, or stop with the list of them.",
        {"keep": "Keep", "nearest": "Join to the nearest", "refuse": "Stop"},
        "keep",
        **more,
    )


def links_param(**more: Any) -> Any:
    """Links that are added."""
    return param(
        "text",
        "Links by hand",
        "Pairs of units to join, by id or name, such as Hainan:Guangdong; several are separated by commas.",
        optional=True,
        **more,
    )
