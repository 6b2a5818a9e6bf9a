"""The panel of a study: read, joined with lights and other tables by unit and period, prepared step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.core.errors import JoinError
from gisplug.core.evidence import some, tell
from gisplug.core.messages import message
from gisplug.core.tables import read_table, text_ids, told_of, write_table
from gisplug.panel.belonging import Told, belonging
from gisplug.panel.periods import period_values
from gisplug.panel.prepare import prepare
from gisplug.panel.read import read_panel
from gisplug.study.panel_table import names_of, of_sample, panel_table, renamed

if TYPE_CHECKING:
    from gisplug.core.progress import Progress
    from gisplug.panel.frame import Panel


def panel_step(given: Mapping[str, Any], target: Path, progress: Progress) -> dict[str, str]:
    """Carry out a panel step and write the long table; return the files by output.

    Raises
    ------
    JoinError
        If the table lacks the column of units or periods, or another table does not fit onto it.
    """
    unit, period = str(given["unit"]), str(given["period"])
    table, made = panel_table(given, progress), {"panel": str(target)}
    names: dict[str, str] | None = None
    if given.get("aliases"):
        table = renamed(table, unit, given.get("within"), given["aliases"])
    if given.get("sample"):
        sample = read_table(given["sample"])
        if given.get("lights_table"):
            sample = with_lights(sample, given, period, progress)
            made["alignment"] = str(write_table(sample, target.with_name("alignment.csv")))
        table = of_sample(table, unit, period, sample)
        names = None if given.get("match") == "exact" else names_of(sample)
    if given.get("lights_table"):
        table = joined(table, given["lights_table"], unit, period, dict(given["lights"]), progress)
    if given.get("joined"):
        table = joined(table, given["joined"], unit, period, dict(given["columns"]), progress)
    for other in given.get("join", ()):
        keys = (other.get("unit", unit), other.get("period", period))
        columns = dict(other.get("columns", {}))
        table = joined(table, other["path"], unit, period, columns, progress, keys, names)
    table = _prepared(table, unit, period, given.get("steps", ()), given.get("unbalanced") in (True, "yes"), progress)
    write_table(table, target)
    return made


def joined(
    table: pd.DataFrame,
    path: str,
    unit: str,
    period: str,
    columns: Mapping[str, str],
    progress: Progress,
    keys: tuple[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the table with columns of another long table added by unit and period; same rows.

    Parameters
    ----------
    table : one row a unit and period, columns `unit` and `period` among them
    columns : mapping of column in the other table to its name in the panel
        All columns that the panel lacks, when empty.
    keys : (unit, period) columns of the other table
        Found by name ("unit", "period" or those of the panel) when left out.
    units : {id: name} of the units of the panel, so that the other table may name them; ids only when left out

    Raises
    ------
    JoinError
        If the other table lacks a column, repeats a unit and period, or has no row of the panel.
    """
    other = read_table(path)
    tell(progress, told_of(other).notes)
    name = Path(path).name
    left = (
        keys[0]
        if keys and keys[0] in other.columns
        else next((c for c in (unit, "unit", "id") if c in other.columns), "")
    )
    when = (
        keys[1]
        if keys and keys[1] in other.columns
        else next((c for c in (period, "period", "year") if c in other.columns), "")
    )
    if not left:
        raise JoinError(
            message(
                "{name} has no column {unit!r} or 'unit' to join by. It has: {columns}.",
                name=name,
                unit=unit,
                columns=", ".join(map(str, other.columns)),
            )
        )
    found = belonging(
        text_ids(other[left]).fillna(""), _texts(other[when]) if when else None, units, "common", Told(), name
    )
    tell(progress, found.notes)
    other = other.assign(**{"@unit": found.ids})
    on = ["@unit"]
    table = table.assign(**{"@unit": table[unit]})
    if when:
        other, table = (
            other.assign(**{"@period": _texts(other[when])}),
            table.assign(**{"@period": _texts(table[period])}),
        )
        on.append("@period")
    wanted = dict(columns) or {
        c: c for c in other.columns if c not in table.columns and c not in (left, when) and not str(c).startswith("@")
    }
    lost = [c for c in wanted if c not in other.columns]
    if lost:
        raise JoinError(
            message(
                "{name} has no column {lost}. It has: {columns}.",
                name=name,
                lost=some(lost),
                columns=", ".join(c for c in map(str, other.columns) if not c.startswith("@")),
            )
        )
    taken = [c for c in wanted.values() if c in table.columns]
    if taken:
        progress.info(
            message("Columns {taken} of the panel are replaced by those of {name}.", taken=some(taken), name=name)
        )
        table = table.drop(columns=taken)
    repeated = other.duplicated(on)
    if repeated.any():
        raise JoinError(
            message(
                "{repeated} rows of {name} repeat a unit{clause}, such as {loc}.",
                repeated=int(repeated.sum()),
                name=name,
                clause=message(" and period") if when else "",
                loc=some(list(other.loc[repeated, "@unit"])),
            )
        )
    merged = table.merge(other[[*on, *wanted]].rename(columns=wanted), on=on, how="left", validate="m:1")
    empty = merged[list(wanted.values())].isna().all(axis=1)
    if bool(empty.all()):
        raise JoinError(
            message(
                "No row of {name} has a unit and period of the panel: its ids look like {iloc!r}, the "
                "panel's like {iloc2!r}.",
                name=name,
                iloc=other["@unit"].iloc[0],
                iloc2=table["@unit"].iloc[0],
            )
        )
    if empty.any():
        progress.warn(
            message(
                "{empty} of {n} rows of the panel find no match in {name}: {loc}.",
                empty=int(empty.sum()),
                n=len(merged),
                name=name,
                loc=some(sorted(set(merged.loc[empty, "@unit"]))),
            )
        )
    return merged.drop(columns=on)


def with_lights(sample: pd.DataFrame, given: Mapping[str, Any], period: str, progress: Progress) -> pd.DataFrame:
    """Return the table of the alignment with a column for the lights; their absent periods are out where asked.

    Parameters
    ----------
    sample : columns kind, id, name, one for each source, used (0/1) and why, one row a unit or period
    """
    lights = read_table(given["lights_table"])
    when = next((c for c in (period, "period", "year") if c in lights.columns), "")
    whose = next((c for c in (str(given["unit"]), "unit", "id") if c in lights.columns), "")
    has = {
        "unit": set(text_ids(lights[whose])) if whose else set(),
        "period": set(_texts(lights[when])) if when else set(),
    }
    seen = [
        int(i in has[kind] or not has[kind]) for kind, i in zip(sample["kind"], text_ids(sample["id"]), strict=True)
    ]
    lacking = (sample["used"].astype(int) == 1) & (pd.Series(seen, index=sample.index) == 0)
    made = sample.assign(why=sample["why"].astype("object").where(sample["why"].notna(), ""))
    made.insert(len(made.columns) - 2, "lights", seen)
    common = given.get("match") == "common"
    made.loc[lacking, "why"] = "not in lights" if common else "used, but lights are empty"
    if common:
        made.loc[lacking, "used"] = 0
    if lacking.any():
        gone = [str(i) for i in made.loc[lacking, "id"]]
        progress.warn(
            message(
                "Lights lack {gone}: {clause}.",
                gone=some(gone),
                clause=message("left out") if common else message("their cells stay empty"),
            )
        )
    return made


def _prepared(
    table: pd.DataFrame, unit: str, period: str, lines: Sequence[str], unbalanced: bool, progress: Progress
) -> pd.DataFrame:
    panel: Panel = read_panel(table, unit=unit, period=period, unbalanced=unbalanced)
    done = prepare(panel, [str(line) for line in lines], unbalanced=unbalanced)
    tell(progress, done.report.notes[len(panel.report.notes) if lines else 0 :])
    frame = done.frame.reset_index()
    frame = frame.rename(columns={"unit": unit, "period": period})
    order = [c for c in table.columns if c in frame.columns]
    frame = frame[[*order, *(c for c in frame.columns if c not in order)]]
    if done.unbalanced:
        kept = [c for c in frame.columns if c not in (unit, period)]
        frame = frame.dropna(how="all", subset=kept)
    return frame.sort_values([unit, period]).reset_index(drop=True)


def _texts(column: pd.Series) -> pd.Series:
    return period_values(column).astype(str)
