"""Small maps beside a large one: far islands that would shrink it. Standard library only: QGIS asks too."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True)
class Inset:
    """What a small map shows, and the box whose parts the large map leaves out."""

    shown: Box
    left_out: Box


PRESETS = {
    "south-china-sea": Inset((105.5, 2.5, 123.0, 24.5), (105.5, 2.5, 123.0, 17.5)),
    "alaska": Inset((-180.0, 50.0, -129.0, 72.0), (-180.0, 50.0, -129.0, 72.0)),
    "hawaii": Inset((-161.0, 18.5, -154.0, 22.7), (-179.0, 18.0, -154.0, 29.0)),
    "canaries": Inset((-18.5, 27.3, -13.2, 29.6), (-18.5, 27.3, -13.2, 29.6)),
}


def inset_of(given: object) -> Inset | None:
    """Return the inset of a name (of `PRESETS`) or of a box [west, south, east, north]; None for anything else."""
    if isinstance(given, str):
        return PRESETS.get(given)
    if isinstance(given, (list, tuple)) and len(given) == 4 and all(isinstance(v, (int, float)) for v in given):
        west, south, east, north = (float(v) for v in given)
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return Inset((west, south, east, north), (west, south, east, north))
    return None
