"""A table with units brought to boundaries and weights, by the one rule of `core.alignment`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gisplug.boundaries.names.aliases import Aliases
from gisplug.core.alignment import Alignment, Source, align_sources
from gisplug.core.errors import JoinError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.vocabulary import Match
from gisplug.panel.belonging import Told, belonging
from gisplug.panel.periods import period_values
from gisplug.spatial.alignment import in_ids_of

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.weights.weights import Weights


@dataclass(frozen=True)
class Rule:
    """How units of a table are told: `match` as in `align`, and what the user confirmed of names."""

    match: Match = "names"
    aliases: Aliases | None = None


@dataclass(frozen=True)
class Named:
    """Units of anything: its ids in order, and what messages call it."""

    ids: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class AlignedTable:
    """A table, boundaries and weights with the same units.

    Attributes
    ----------
    table : rows of units of the sample, the column of units holding their ids
    units, weights : of the sample, in its order; None where none was given
    alignment : who is in the sample, who is not, and why
    report : what was matched by name, what was left out, and what the weights lost with it
    """

    table: pd.DataFrame
    units: Units | None
    weights: Weights | None
    alignment: Alignment
    report: Report


def align_table(
    table: pd.DataFrame,
    unit: str,
    period: str | None = None,
    units: Units | Named | None = None,
    weights: Weights | None = None,
    rule: Rule | None = None,
    name: str = "the table",
) -> AlignedTable:
    """Bring a table to the units of boundaries and weights, or refuse with the list.

    Parameters
    ----------
    table : one row a unit, or a unit and period; column `unit` (ids or names), and `period` where there is one
    units : boundaries, or anything else with units; they give the order
    weights : their units may be names of the others'; they give the order where there is nothing else
    name : what messages call the table

    Raises
    ------
    JoinError
        If a row has no unit, units differ and the rule does not allow it, a name is not certain, or nothing is left.
    """
    rule, rows = rule or Rule(), table.reset_index(drop=True)
    given = text_ids(rows[unit]).astype("object")
    if given.isna().any():
        lost = [str(i + 2) for i in given.index[given.isna()]]
        raise JoinError(
            message(
                "{n} rows of {name} have no unit in {unit!r}: rows {lost}. Fill them in.",
                n=len(lost),
                name=name,
                unit=unit,
                lost=some(lost),
            )
        )
    when = period_values(rows[period], name) if period else None
    ids = weights.ids if weights is not None else None
    known = ids if units is None else units.ids if isinstance(units, Named) else units
    found = belonging(given, when, known, rule.match, Told(rule.aliases), name)
    if weights is not None and units is not None:
        weights = in_ids_of(weights, units.ids if isinstance(units, Named) else units, rule.match)
    rows = rows.loc[found.ids.index].assign(**{unit: found.ids})
    of_table = Source("panel", name, tuple(dict.fromkeys(found.ids)))
    of_weights = (
        [Source("weights", message("weights {weights}", weights=weights.name), weights.ids)]
        if weights is not None
        else []
    )
    sources = [Source("boundaries", units.name, units.ids), of_table, *of_weights] if units is not None else None
    sources = sources or [*of_weights, of_table]
    alignment = align_sources(sources, rule.match, None, _names(units))
    part = weights.align(alignment.ids, drop="any") if weights is not None else None
    notes = alignment.report.notes if len(sources) > 1 else ()
    return AlignedTable(
        rows[rows[unit].isin(alignment.ids)],
        None if units is None or isinstance(units, Named) else units.take(alignment.ids),
        part,
        alignment,
        Report((*found.notes, *notes)) + (part.dropped if part is not None else Report()),
    )


def _names(units: Units | Named | None) -> dict[str, str]:
    names: Sequence[str] = getattr(units, "names", ())
    return dict(zip(units.ids, names, strict=True)) if units is not None and names else {}
