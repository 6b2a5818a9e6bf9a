"""A panel on the borders of one year: each period goes through the crosswalk of its own layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import JoinError, ParameterError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import MATCHES, Match, Period, known, one_of
from gisplug.crosswalks.apportion import counts_on, rates_on, unweighted
from gisplug.crosswalks.links import Links, entries
from gisplug.crosswalks.names import in_ids_of
from gisplug.crosswalks.result import Gathered, Rebordered, count_totals, rate_total
from gisplug.crosswalks.variables import PERIOD, UNIT, WITHIN, Keys, refuse_repeated, rows_of, wanted_of
from gisplug.panel.belonging import Told
from gisplug.panel.frame import Panel


class RowOptions(TypedDict, total=False):
    """How the rows of a panel are told apart, and which unit each belongs to.

    Attributes
    ----------
    unit, period : key columns, where the panel is a table; "unit" and "period" where left out
    match
        "names": a row's unit is given by id or by a name that is certain, and rows of totals are left out; "exact": by
        id only; "common": as names, and units that the crosswalk lacks are left out and listed.
    within : column that tells what each unit lies in (province, state), where units of one name need it
    """

    unit: str
    period: str
    match: Match
    within: str | None


def reborder(
    panel: Panel | pd.DataFrame,
    crosswalks: Links | Mapping[Period, Links],
    counts: Sequence[str] = (),
    rates: Sequence[str] = (),
    weights: str | Mapping[str, str] = "",
    missing: float = 0.0,
    **options: Unpack[RowOptions],
) -> Rebordered:
    """Bring a panel to the target units: counts are apportioned, rates averaged.

    Parameters
    ----------
    panel
        A Panel, or a long table with one row a unit and period, keyed by the codes of each period, or by the names of
        the units where these are certain; totals are left out.
    crosswalks
        One for all periods; or {first period: crosswalk}: each holds from its period until the next one's. They share
        their targets. The year of the target layer itself needs one too, from the layer to itself.
    counts
        Columns whose sums mean something (people, output): divided by the shares, totals kept ("extensive").
    rates
        Columns that hold of a whole unit (per head, shares, prices): averaged over the sources of a target, weighted by
        `weights`, or by the amounts of the crosswalk ("intensive"). A rate that is a quotient of counts comes out right
        if its denominator is the weight.
    weights
        Column that rates are weighted by, such as population, apportioned like a count; or {rate: column}.
    missing
        Share of a target, 0 to 1, that may belong to sources without a value; a target with more is missing. What is
        there up to this bound stands for the whole rate, and is all there is of a count.
    options
        `unit`, `period`, `match` and `within`, as in `RowOptions`.

    Returns
    -------
    Rebordered
        `table` with M * T rows; columns that are neither counts nor rates are left out, and the report lists them.

    Raises
    ------
    ParameterError
        If no variable is named, one twice, `missing` is no share, or an option is unknown.
    TableError
        If a column is absent or no number, or a weight is negative.
    JoinError
        If a row's unit is not among the sources of its period, a period has no crosswalk, or targets differ.
    PanelError
        If a unit has several rows in a period.
    ParameterError
        If rates of several sources meet and nothing says how they weigh.
    """
    known(options, RowOptions, "reborder")
    match = options.get("match", "names")
    one_of("match", match, MATCHES)
    wanted = wanted_of(counts, rates, weights, missing)
    unit, period = options.get("unit", "unit"), options.get("period", "period")
    if isinstance(panel, Panel):
        unit, period = panel.unit_name, panel.period_name
    label = panel.name if isinstance(panel, Panel) else "the panel"
    table, left = rows_of(panel, Keys(unit, period, options.get("within")), wanted, label)
    walks = _walks(crosswalks)
    table, told = _own_units(table, walks, match, label)
    refuse_repeated(table, (UNIT, PERIOD), label)
    made = Gathered(wanted, walks[0][1].target)
    for when, rows in table.groupby(PERIOD, sort=False):
        _one_period(made, when, rows, _holding(walks, when))
    notes = [_said(label, first, walk) for first, walk in walks]
    if left:
        text = message(
            "Columns of {label} that are neither counts nor rates were left out: {left}.",
            label=label,
            left=some(left, 12),
        )
        notes.append(Note(INFO, "columns-left-out", text, tuple(left)))
    return Rebordered(
        made.table(made.values, unit, period),
        made.all_totals(),
        made.quality(unit, period),
        walks[-1][1].units,
        Report((*told, *notes, *made.notes(label))),
        unit,
        period,
    )


def _own_units(
    table: pd.DataFrame, walks: Sequence[tuple[Period | None, Links]], match: Match, label: str
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the rows with ids of the layer that holds in their period, where they name the units."""
    ids, notes = list[pd.Series](), list[Note]()
    holding = {when: _holding(walks, when) for when in table[PERIOD].unique()}
    for _, walk in walks:
        rows = table[[holding[when] is walk for when in table[PERIOD]]]
        if len(rows):
            lies = Told(within=rows.get(WITHIN))
            found, told = in_ids_of(rows[UNIT], rows[PERIOD], walk.source, match, lies, label)
            ids, notes = [*ids, found], [*notes, *told]
    own = pd.concat(ids) if ids else table[UNIT]
    return table.loc[table.index.isin(own.index)].assign(**{UNIT: own}), notes


def _said(label: str, first: Period | None, walk: Links) -> Note:
    since = "" if first is None else message(" from {first} on", first=first)
    return Note(
        INFO,
        "reborder",
        message(
            "{label}{since}: {source} to {target} by {by}.",
            label=label,
            since=since,
            source=walk.source.name,
            target=walk.target.name,
            by=walk.basis,
        ),
    )


def _walks(crosswalks: Links | Mapping[Period, Links]) -> list[tuple[Period | None, Links]]:
    if isinstance(crosswalks, Links):
        return [(None, crosswalks)]
    if not crosswalks:
        raise JoinError("No crosswalk was given; give one, or {first period: crosswalk}.")
    made: list[tuple[Period | None, Links]] = [(when, crosswalks[when]) for when in sorted(crosswalks)]
    first = made[0][1].target
    for when, walk in made[1:]:
        if walk.target.ids != first.ids:
            odd = sorted(set(walk.target.ids) ^ set(first.ids))
            raise JoinError(
                message(
                    "The crosswalks of {made} and {when} lead to different units ({odd}). Make all of "
                    "them to one layer.",
                    made=made[0][0],
                    when=when,
                    odd=some(odd) if odd else message("in another order"),
                )
            )
    return made


def _holding(walks: Sequence[tuple[Period | None, Links]], when: Period) -> Links:
    """Return the crosswalk of the layer that holds in a period."""
    if walks[0][0] is None:
        return walks[0][1]
    place = _comparable(when, walks[0][0])
    holding = [walk for first, walk in walks if first is not None and _not_after(first, place)]
    if not holding:
        raise JoinError(
            message(
                "No crosswalk holds in {when}; the first one begins in {walks}. Give the layer of that "
                "time, or leave these periods out.",
                when=when,
                walks=walks[0][0],
            )
        )
    return holding[-1]


def _comparable(when: Period, first: Period) -> Period:
    """A month or quarter is compared with a year by its year."""
    if isinstance(first, int) and isinstance(when, str) and when[:4].isdigit():
        return int(when[:4])
    return when


def _not_after(first: Period, when: Period) -> bool:
    if isinstance(first, int) != isinstance(when, int):
        raise JoinError(
            message(
                "Crosswalks begin in {first!r}, but a period of the panel is {when!r}; write both alike.",
                first=first,
                when=when,
            )
        )
    return first <= when  # type: ignore[operator]


def _one_period(made: Gathered, when: Period, rows: pd.DataFrame, links: Links) -> None:
    here = set(rows[UNIT])
    used = np.diff(links.shares.indptr) > 0
    absent = tuple(u for u, there in zip(links.source.ids, used, strict=True) if there and u not in here)
    if absent:
        made.absent.setdefault(absent, []).append(when)
    fed = np.bincount(entries(links.shares)[1], minlength=len(links.target.ids)) > 0
    if not fed.all():
        made.sourceless.setdefault(tuple(np.array(links.target.ids, dtype=object)[~fed]), []).append(when)
    indexed = rows.set_index(UNIT).reindex(pd.Index(links.source.ids))
    wanted = made.wanted
    if wanted.counts:
        given = indexed[list(wanted.counts)].to_numpy(np.float64)
        moved = counts_on(links, given, wanted.missing)
        made.put(when, wanted.counts, moved, fed)
        made.totals += count_totals(when, wanted.counts, given, moved)
    for name in wanted.rates:
        given = indexed[[name]].to_numpy(np.float64)
        by = wanted.weights.get(name, "")
        heavy = indexed[[by]].to_numpy(np.float64) if by else None
        _need_weights(links, given, heavy, name, when)
        moved = rates_on(links, given, heavy, wanted.missing)
        made.put(when, (name,), moved, fed)
        made.totals.append(rate_total(when, name, links, given, heavy, moved))


def _need_weights(links: Links, given: np.ndarray, heavy: np.ndarray | None, name: str, when: Period) -> None:
    open_targets = unweighted(links)
    if heavy is None and open_targets.any() and not np.isnan(given).all():
        ids = list(np.array(links.target.ids, dtype=object)[open_targets])
        raise ParameterError(
            message(
                "Several units became one in {ids} ({when}), and the crosswalk knows only codes, so "
                "their {name!r} cannot be averaged. Name the column that says how much each unit counts: "
                "weights={{'{rate}': 'population'}}.",
                ids=some(ids),
                when=when,
                name=name,
                rate=name,
            )
        )
