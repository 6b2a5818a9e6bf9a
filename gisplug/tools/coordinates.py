"""Where units are, by columns of the panel that a tool is asked for."""

from __future__ import annotations

from typing import Any

from gisplug.core.errors import ParameterError


def coordinates_named(asked: Any) -> tuple[str, ...]:
    """Return the columns of longitude and latitude, none where they are not named.

    Raises
    ------
    ParameterError
        If there is a longitude without a latitude.
    """
    if asked.longitude and not asked.latitude:
        raise ParameterError("'latitude' (Latitude field) is needed beside the longitude.")
    return tuple(name for name in (asked.longitude, asked.latitude) if name)
