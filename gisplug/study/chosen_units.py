"""Which of the units a study uses: chosen by a field of the layer, or left out by id or name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gisplug.boundaries.names.match import matched, targets_of
from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.boundaries.write import write_layer
from gisplug.core.errors import LayerError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.tables import text_ids


def units_step(given: Mapping[str, Any], target: Path, progress: Progress) -> dict[str, str]:
    """Write the chosen units with all their fields; return {"units": path}.

    Raises
    ------
    LayerError
        If a field or a unit is not there, or nothing is left.
    """
    units = read_units(given["path"], id=given.get("id"), name=given.get("name"))
    frame = units.frame
    keep = [True] * len(frame)
    for field, value in given["where"].items():
        if field not in frame.columns:
            raise LayerError(
                message(
                    "{units} has no field {field!r}. It has: {columns}.",
                    units=units.name,
                    field=field,
                    columns=", ".join(map(str, frame.columns)),
                )
            )
        wanted = set(text_ids(value if isinstance(value, list) else [value]).dropna())
        keep = [k and str(v) in wanted for k, v in zip(keep, text_ids(frame[field]), strict=True)]
    dropped = _dropped(units, given["drop"])
    keep = [k and i not in dropped for k, i in zip(keep, units.ids, strict=True)]
    if not any(keep):
        raise LayerError(message("No unit of {units} is left; check where and drop.", units=units.name))
    gone = [n for k, n in zip(keep, units.names, strict=True) if not k]
    progress.info(
        message(
            "{keep} of {n} units are used{others}.",
            keep=sum(keep),
            n=len(keep),
            others=message("; left out: {gone}", gone=some(gone, 12)) if gone else "",
        )
    )
    chosen = frame[keep]
    id_field = given.get("id")
    plain = (
        chosen.reset_index(drop=True) if id_field in chosen.columns else chosen.reset_index(names=id_field or "unit")
    )
    if id_field:
        plain[id_field] = list(chosen.index)
    write_layer(plain, target, "units", style="units")
    return {"units": str(target)}


def _dropped(units: Units, listed: Sequence[str]) -> set[str]:
    """Return the ids of units given by id or name; several units of one name all go."""
    same = {i for i, n in zip(units.ids, units.names, strict=True) if i in listed or n in listed}
    rest = [d for d in listed if d not in {*units.ids, *units.names}]
    found = matched([(d, "") for d in rest], targets_of(units))
    if found.open:
        raise LayerError(
            message(
                "{open} cannot be left out: no unit of {units} has that id or name: {told_open}.",
                open=some([p.given for p in found.open]),
                units=units.name,
                told_open=found.told_open(),
            )
        )
    return same | set(found.accepted.values())
