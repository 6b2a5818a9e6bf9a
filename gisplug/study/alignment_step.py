"""The sample of a study, settled before anything is computed: units of boundaries, panel and weights, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.boundaries.names.match import matched, targets_of
from gisplug.boundaries.read import read_units
from gisplug.boundaries.write import write_layer
from gisplug.core.alignment import Chosen, Source, align_sources
from gisplug.core.errors import JoinError
from gisplug.core.evidence import tell
from gisplug.core.messages import message
from gisplug.core.tables import text_ids, write_table
from gisplug.panel.belonging import Belonging, Told, belonging
from gisplug.panel.periods import period_values
from gisplug.spatial.alignment import in_ids_of
from gisplug.study.panel_table import aliases_of, label_of, panel_table
from gisplug.weights.formats.files import read_weights, write_weights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gisplug.boundaries.units import Units
    from gisplug.core.progress import Progress
    from gisplug.core.vocabulary import Match
    from gisplug.weights.weights import Weights


def alignment_step(given: Mapping[str, Any], target: Path, progress: Progress) -> dict[str, str]:
    """Settle the sample and write it; return the files by output.

    "alignment" is the table of who is in, who is not and why; "names" what the names of the panel mean, as aliases;
    "units" the layer of the sample; "weights_NAME" each W of a file, for the units of the sample.

    Raises
    ------
    JoinError
        If units differ and `match` does not allow it, or a name is not certain.
    """
    match: Match = given.get("match") or "names"
    units = read_units(given["units"], id=given.get("id"), name=given.get("name")) if given.get("units") else None
    table = panel_table(given, progress)
    label, unit = label_of(given["path"]), str(given["unit"])
    lies = table[given["within"]] if given.get("within") else None
    when = period_values(table[str(given["period"])], label)
    found = belonging(table[unit], when, units, match, Told(aliases_of(given), lies), label)
    tell(progress, found.notes)
    ids, periods = _in_order(found.ids), tuple(sorted(set(when.loc[found.ids.index].dropna())))
    panel = Source("panel", label, ids, periods)
    sources = [Source("boundaries", units.name, units.ids), panel] if units is not None else [panel]
    weights = {
        name: in_ids_of(read_weights(path, "none", positions=ids), units if units is not None else ids, match)
        for name, path in given.get("weights", {}).items()
    }
    sources += [Source("weights", message("weights {name}", name=name), w.ids) for name, w in weights.items()]
    names = dict(zip(units.ids, units.names, strict=True)) if units is not None else {}
    chosen = Chosen(units=_listed(given, units, ids))
    alignment = align_sources(sources, match, chosen, names)
    tell(progress, alignment.report.notes)
    folder = target.parent
    made = {"alignment": write_table(alignment.table, target)}
    made["names"] = write_table(_names(table[unit], lies, found), folder / "names.csv")
    if units is not None:
        made["units"] = _layer(units.take(alignment.ids), given.get("id"), folder / "units.gpkg")
    for name, w in weights.items():
        part = w.align(alignment.ids, drop="any")
        tell(progress, part.dropped.notes)
        made[f"weights_{name}"] = _weights(part, folder / f"weights-{name}")
    return {name: str(path) for name, path in made.items()}


def _names(given: pd.Series, lies: pd.Series | None, found: Belonging) -> pd.DataFrame:
    """Return the table of names with what each means; ids stand for themselves."""
    if found.matches is not None:
        return found.matches.table().assign(to=lambda t: t["to"].where(t["to"] != "", t["from"]))
    within = lies.fillna("").astype(str) if lies is not None else ""
    pairs = pd.DataFrame({"from": given, "within": within, "to": found.ids.reindex(given.index).fillna("-")})
    return pairs.drop_duplicates().reset_index(drop=True)


def _listed(given: Mapping[str, Any], units: Units | None, ids: tuple[str, ...]) -> tuple[str, ...]:
    listed = text_ids([str(u) for u in given.get("list") or ()]).tolist()
    if not listed:
        return ()
    found = matched([(u, "") for u in listed], targets_of(units if units is not None else ids))
    if found.open:
        raise JoinError(
            message(
                "[panel] units lists names that are not certain: {told_open}. Give the ids.",
                told_open=found.told_open(),
            )
        )
    return tuple(found.accepted.values())


def _layer(units: Units, field: str | None, path: Path) -> Path:
    frame = units.frame
    plain = frame.reset_index(drop=True) if field in frame.columns else frame.reset_index(names=field or "unit")
    if field:
        plain[field] = list(units.ids)
    write_layer(plain, path, "units", style="units")
    return path


def _weights(weights: Weights, folder: Path) -> Path:
    """Write weights under their own name, because tables cite it."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_weights(weights, folder / f"{weights.name}.csv")


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
