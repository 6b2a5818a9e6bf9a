"""Boundaries, panel, lights and weights brought to the same units, by the one rule of `core.alignment`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from gisplug.boundaries.names.match import matched, targets_of
from gisplug.boundaries.names.targets import Target
from gisplug.boundaries.units import Units
from gisplug.core.alignment import Alignment, Chosen, Source, align_sources
from gisplug.core.errors import JoinError, ParameterError
from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.tables import text_ids
from gisplug.core.vocabulary import Match, Period, known
from gisplug.weights.weights import Weights

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.panel.frame import Panel


class SampleOptions(TypedDict, total=False):
    """Which units and periods `align` keeps.

    Attributes
    ----------
    only : ids or names of the units of the sample; all where left out
    without : ids or names of units left out on purpose
    periods : the periods of the sample; all where left out
    """

    only: Sequence[str]
    without: Sequence[str]
    periods: Sequence[Period]


@dataclass(frozen=True)
class Aligned:
    """What was aligned, each with the same units in the same order.

    Attributes
    ----------
    alignment : who is in the sample, who is not, and why
    units, panel : None where none was given
    weights : by name
    lights : DataFrame, rows of the units of the sample; None where none was given
    """

    alignment: Alignment
    units: Units | None
    panel: Panel | None
    weights: Mapping[str, Weights]
    lights: pd.DataFrame | None

    @property
    def table(self) -> pd.DataFrame:
        """One row for every unit and period: kind, id, name, a 0/1 column for each source, used (0/1), why."""
        return self.alignment.table

    @property
    def report(self) -> Report:
        """What was left out, and what the weights lost with it."""
        return sum((w.dropped for w in self.weights.values()), self.alignment.report)


def align(
    units: Units | None = None,
    panel: Panel | None = None,
    weights: Weights | Mapping[str, Weights] | None = None,
    lights: pd.DataFrame | None = None,
    match: Match = "names",
    **options: Unpack[SampleOptions],
) -> Aligned:
    """Bring boundaries, panel, weights and lights to the same units and periods, or refuse with the list.

    Parameters
    ----------
    weights : one, or several by name. Their units may be names of the others'.
    lights : DataFrame with the columns unit and period, as `aggregate_lights` makes it
    match
        "names": all must have the same units, by id or by a name that is certain; weights may have a few more. "exact":
        by id only. "common": what one of them lacks is left out of all.
    options
        `only`, `without` and `periods`, as in `SampleOptions`; they go before the rule.

    Raises
    ------
    JoinError
        If units differ and `match` does not allow it, a name is not certain, or nothing is left.
    ParameterError
        If nothing is given to be aligned, or an option is unknown.
    """
    known(options, SampleOptions, "align")
    named = {weights.name: weights} if isinstance(weights, Weights) else dict(weights or {})
    first = units if units is not None else panel if panel is not None else next(iter(named.values()), None)
    if first is None:
        raise ParameterError("There is nothing to align: give units, a panel or weights.")
    named = {name: in_ids_of(w, first, match) for name, w in named.items()}
    names = dict(zip(first.ids, first.names, strict=True)) if not isinstance(first, Weights) else {}
    sources = [Source("boundaries", units.name, units.ids)] if units is not None else []
    if panel is not None:
        sources.append(Source("panel", panel.name, panel.ids, panel.periods))
    if lights is not None:
        seen = tuple(dict.fromkeys(text_ids(lights["unit"])))
        sources.append(Source("lights", "lights", seen, tuple(dict.fromkeys(lights["period"]))))
    sources += [Source("weights", message("weights {name}", name=name), w.ids) for name, w in named.items()]
    chosen = Chosen(
        _ids(options.get("only", ()), first), _ids(options.get("without", ()), first), tuple(options.get("periods", ()))
    )
    found = align_sources(sources, match, chosen, names)
    return Aligned(
        found,
        units.take(found.ids) if units is not None else None,
        panel.select(found.ids, found.periods, *found.report.notes) if panel is not None else None,
        {name: w.align(found.ids, drop="any") for name, w in named.items()},
        lights[text_ids(lights["unit"]).isin(found.ids)] if lights is not None else None,
    )


def in_ids_of(weights: Weights, first: Units | Panel | Weights | Sequence[str], match: Match) -> Weights:
    """Return weights whose units have the ids that the others have, where their names are certain; which is told."""
    ids = set(first if isinstance(first, Sequence) else first.ids)
    if match == "exact" or ids <= set(weights.ids) or set(weights.ids) <= ids:
        return weights
    found = matched([(i, "") for i in weights.ids], _targets(first))
    named = tuple(found.accepted.get((i, ""), i) for i in weights.ids)
    return replace(
        weights,
        ids=named,
        report=weights.report + Report(found.notes(message("the weights {weights}", weights=weights.name))),
    )


def _targets(first: Units | Panel | Weights | Sequence[str]) -> list[Target]:
    if isinstance(first, Units):
        return targets_of(first)
    if isinstance(first, Weights):
        return targets_of(first.ids)
    if isinstance(first, Sequence):
        return targets_of(list(first))
    return targets_of(first.units if first.units is not None else first.ids)


def _ids(listed: Sequence[str], first: Units | Panel | Weights) -> tuple[str, ...]:
    """Return the ids of units given by id or name."""
    if not listed:
        return ()
    given = [(i, "") for i in text_ids([str(u) for u in listed])]
    found = matched(given, _targets(first))
    if found.open:
        raise JoinError(
            message("The list of units is not certain: {told_open}. Give the ids.", told_open=found.told_open())
        )
    return tuple(found.accepted.values())
