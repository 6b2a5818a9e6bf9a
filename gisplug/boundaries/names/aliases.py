"""Aliases: what the user confirmed about names, kept in a table with the columns from and to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gisplug.boundaries.names.characters import written
from gisplug.core.errors import TableError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.tables import read_table, text_ids, write_table

if TYPE_CHECKING:
    import pandas as pd

LEAVE_OUT = "-"  # in the place of a unit: rows of this name are left out


@dataclass(frozen=True)
class Aliases:
    """(name, within, unit) of each; `within` is "" where it holds wherever the name stands."""

    pairs: tuple[tuple[str, str, str], ...] = ()
    name: str = "the aliases"
    by_name: dict[tuple[str, str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {(written(a), written(w)): to for a, w, to in self.pairs})

    def of(self, name: str, within: str = "") -> str:
        """Return the unit of a name, "" where nothing is said."""
        said = written(name)
        return self.by_name.get((said, written(within)), self.by_name.get((said, ""), ""))

    def __add__(self, other: Aliases) -> Aliases:
        """Return both; the other goes before this where they differ."""
        return Aliases(self.pairs + other.pairs, other.name)


def read_aliases(source: str | Path | pd.DataFrame) -> Aliases:
    """Read aliases.

    Parameters
    ----------
    source
        CSV, Excel or another table with the columns from and to (and within, where a name needs it), or such a
        DataFrame. The table of `match_names` is one: rows whose `to` is empty are not confirmed, and say nothing.

    Raises
    ------
    TableError
        If a column is lacking, or a name has two units.
    """
    import pandas as pd

    table = source if isinstance(source, pd.DataFrame) else read_table(source)
    label = "The aliases" if isinstance(source, pd.DataFrame) else Path(str(source)).name
    columns = {str(c).strip().casefold(): c for c in table.columns}
    lost = [c for c in ("from", "to") if c not in columns]
    if lost:
        raise TableError(
            message(
                "{label} needs the columns from (a name) and to (the id or name of its unit; {leave_out} "
                "leaves it out); it has {columns}.",
                label=label,
                leave_out=LEAVE_OUT,
                columns=some([str(c) for c in table.columns], 12),
            )
        )
    parts = [text_ids(table[columns[c]]).fillna("").tolist() for c in ("from", "to")]
    within = text_ids(table[columns["within"]]).fillna("").tolist() if "within" in columns else [""] * len(table)
    pairs = list(dict.fromkeys((a, w, to) for a, to, w in zip(*parts, within, strict=True) if a and to))
    seen: dict[tuple[str, str], str] = {}
    for a, w, to in pairs:
        if seen.setdefault((written(a), written(w)), to) != to:
            raise TableError(
                message(
                    "{label} gives {a!r} two units, {seen!r} and {to!r}. Keep one.",
                    label=label,
                    a=a,
                    seen=seen[written(a), written(w)],
                    to=to,
                )
            )
    return Aliases(tuple(pairs), label)


def write_aliases(table: pd.DataFrame, path: str | Path) -> Path:
    """Write the table of `match_names`, to be confirmed and read back by `read_aliases`.

    Parameters
    ----------
    table : columns from and to, and what else helps to decide; one row for each proposal

    Raises
    ------
    TableError
        If it lacks a column.
    OutputError
        If the ending is unknown or the file cannot be written.
    """
    read_aliases(table)
    return write_table(table, path)
