"""Changes of codes without boundaries: a table that says which code became which, in which year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import pandas as pd

from gisplug.boundaries.names.match import SURE, matched, targets_of
from gisplug.boundaries.names.propose import ACCEPTED
from gisplug.core.errors import JoinError, ParameterError, TableError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.tables import read_table, text_ids
from gisplug.core.tables.columns import need_columns
from gisplug.core.vocabulary import Period, one_of
from gisplug.crosswalks.common import CommonUnits, common_units
from gisplug.crosswalks.crosswalk import Crosswalk
from gisplug.crosswalks.links import Side, sparse
from gisplug.panel.frame import Panel
from gisplug.panel.periods import period_values

Splits = Literal["refuse", "common"]
FULL = 1e-3  # shares of a division add up to 1 within this: tables round them

Step = dict[str, dict[str, float]]  # code to {code it became: share}; NaN: not known


@dataclass(frozen=True)
class CodeChanges:
    """Which code became which, in which year.

    Attributes
    ----------
    table : DataFrame
        Columns year, source, target ("": gone, or new) and share (NaN where not known), sorted by year.
    name : str
        For messages.
    """

    table: pd.DataFrame
    name: str = "code changes"

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which codes change, sorted."""
        return tuple(sorted({int(y) for y in self.table["year"]}))

    def crosswalks(
        self,
        panel: Panel | pd.DataFrame,
        to: int,
        splits: Splits = "refuse",
        unit: str = "unit",
        period: str = "period",
    ) -> dict[Period, Crosswalk]:
        """Return the crosswalk of each period of a panel to the codes of the year `to`.

        Parameters
        ----------
        panel
            Whose codes are looked up, in each period those that it has; codes that no row names stay as they are.
        to
            The year whose codes are wanted. A change of the year y holds from y on.
        splits : {"refuse", "common"}
            A code that became several is divided by its shares. Where these are not known it is refused, or the codes
            it became are put together into a common unit, and so is whatever is tied to them.
        unit, period
            Key columns of a table.

        Raises
        ------
        JoinError
            If a code was divided and its shares are not known.
        ParameterError
            If `splits` is unknown, or periods are no years.
        """
        one_of("splits", splits, get_args(Splits))
        routes = self._routes(panel, to, unit, period)
        unknown = sorted({code for route in routes.values() for code, to_ in route.items() if _open(to_)})
        if unknown and splits == "refuse":
            raise JoinError(
                message(
                    "{codes} became several by {to}, and {name} does not say how {clause} divided: "
                    "{unknown}. Add a column with their shares, or put what they became together: "
                    "splits='common'.",
                    codes=many(len(unknown), "code"),
                    to=to,
                    name=self.name,
                    clause="they were" if len(unknown) > 1 else "it was",
                    unknown=some(unknown),
                )
            )
        targets = _targets(routes)
        made = {when: self._walk(route, when, to, targets) for when, route in routes.items()}
        return dict(common_units(made).crosswalks) if splits == "common" else made

    def common(self, panel: Panel | pd.DataFrame, to: int, unit: str = "unit", period: str = "period") -> CommonUnits:
        """Return the smallest groups of codes of the year `to` that no change crosses, for the codes of a panel.

        Parameters
        ----------
        panel, to, unit, period
            As in `crosswalks`: a table has columns unit and period.

        Raises
        ------
        ParameterError
            If periods are no years.
        """
        routes = self._routes(panel, to, unit, period)
        targets = _targets(routes)
        return common_units({when: self._walk(route, when, to, targets) for when, route in routes.items()})

    def _routes(self, panel: Panel | pd.DataFrame, to: int, unit: str, period: str) -> dict[Period, Step]:
        """Return what became of the codes of each period; names of the table are spelt as the panel spells them."""
        codes = _codes_by_year(panel, unit, period)
        alike = self._spelt_as({code for _, ids in codes.values() for code in ids})
        return {when: alike._route(sorted(ids), year, to, codes) for when, (year, ids) in codes.items()}

    def _spelt_as(self, ids: set[str]) -> CodeChanges:
        """Return the changes with the names of the panel where they are the same for certain: 重庆市 is 重庆."""
        said = {*self.table["source"], *self.table["target"]} - {"", *ids}
        names = sorted(name for name in said if not name.isdecimal())
        free = sorted(ids - {*self.table["source"], *self.table["target"]})
        if not names or not free:
            return self
        found = matched([(name, "") for name in names], targets_of(free)).proposals
        to = {
            p.given: free[p.target] for p in found if p.status == ACCEPTED and p.target is not None and p.score >= SURE
        }
        return replace(self, table=self.table.assign(**{c: self.table[c].replace(to) for c in ("source", "target")}))

    def _walk(self, route: Step, when: Period, to: int, targets: tuple[str, ...]) -> Crosswalk:
        place = {code: k for k, code in enumerate(targets)}
        rows = [(i, place[t], share) for i, to_ in enumerate(route.values()) for t, share in to_.items()]
        row, column, share = np.array(rows, dtype=np.float64).reshape(-1, 3).T
        ids = tuple(route)
        shares = sparse(row.astype(np.int64), column.astype(np.int64), share, (len(ids), len(targets)))
        gone = tuple(code for code, to_ in route.items() if not to_)
        text = message("Codes of {when} to those of {to} by {name}.", when=when, to=to, name=self.name)
        notes = [Note(INFO, "codes", text)]
        notes += self._idle(route, targets, to)
        if gone:
            said = message(
                "{codes} of {when} without a successor in {to}; the values go nowhere: {gone}.",
                codes=many(len(gone), "code"),
                when=when,
                to=to,
                gone=some(gone),
            )
            notes.append(Note(WARNING, "gone", said, gone))
        source, target = (
            Side(ids, ids, message("codes of {when}", when=when)),
            Side(targets, targets, message("codes of {to}", to=to)),
        )
        return Crosswalk(source, target, shares, None, "codes", report=Report(tuple(notes)))

    def _idle(self, route: Step, targets: tuple[str, ...], to: int) -> list[Note]:
        """Tell where no code of the panel changes, which is seldom meant."""
        if any(set(to_) != {code} for code, to_ in route.items()) or not set(targets) <= set(route):
            return []
        table = self._spelt_as(set(route)).table
        named = [c for c in dict.fromkeys([*table["source"], *table["target"]]) if c in route]
        why = (
            message(
                "it has changes of {named} in {years}, but a change of a year holds from that year on, "
                "and none lies between",
                named=some(named),
                years=some([str(y) for y in self.years]),
            )
            if named
            else message(
                "its codes look like {table!r}, those of the panel like {route!r}",
                table=next(iter(self.table["source"]), ""),
                route=next(iter(route), ""),
            )
        )
        text = message(
            "No code of the panel changes on the way to {to} by {name}: {why}. The panel stays as it is.",
            to=to,
            name=self.name,
            why=why,
        )
        return [Note(WARNING, "codes-idle", text)]

    def _route(self, ids: list[str], year: int, to: int, codes: Mapping[Period, tuple[int, set[str]]]) -> Step:
        """Follow codes from one year to another, one year of changes after the other."""
        route: Step = {code: {code: 1.0} for code in ids}
        forward = to >= year
        between = [y for y in self.years if (year < y <= to if forward else to < y <= year)]
        for y in between if forward else reversed(between):
            step = self._forward(y) if forward else self._backward(y, codes)
            route = {code: _followed(to_, step) for code, to_ in route.items()}
        return route

    def _forward(self, year: int) -> Step:
        rows = self.table[(self.table["year"] == year) & (self.table["source"] != "")]
        return {
            str(code): {str(t): float(s) for t, s in zip(part["target"], part["share"], strict=True) if t}
            for code, part in rows.groupby("source", sort=False)
        }

    def _backward(self, year: int, codes: Mapping[Period, tuple[int, set[str]]]) -> Step:
        """The changes of a year read backwards: what several became is divided, by shares that nobody knows."""
        made: dict[str, list[str]] = {}
        forward = self._forward(year)
        for code, to_ in forward.items():
            for target in to_:
                made.setdefault(target, []).append(code)
        earlier = {code for when, ids in codes.values() if when < year for code in ids}
        rows = self.table[self.table["year"] < year]
        earlier |= set(rows["target"]) | set(rows["source"])
        for target, sources in made.items():
            if target in earlier and target not in forward and target not in sources:
                sources.append(target)  # it was there before and took others in
        born = self.table[(self.table["year"] == year) & (self.table["source"] == "")]["target"]
        none: Step = {str(code): {} for code in born if code not in made}
        return none | {
            target: dict.fromkeys(sources, 1.0 if len(sources) == 1 else np.nan) for target, sources in made.items()
        }


def code_changes(
    source: str | Path | pd.DataFrame,
    year: str = "year",
    old: str = "from",
    new: str = "to",
    share: str = "",
    sheet: str | None = None,
) -> CodeChanges:
    """Read a table of code changes.

    Parameters
    ----------
    source
        A table (see `read_table`) or a DataFrame, one row for each code that became another. A code that goes on and
        gives a part away has a row for the part and one for itself. An empty new code: it is gone; an empty old one: it
        is new. Codes without a row stay what they are.
    year, old, new
        Columns: the first year in which the new code holds, the old and the new code.
    share
        Column with the share (0 to 1) of the old unit that went into the new one, for codes with several rows in a
        year; the column "share" if the table has one.
    sheet
        Of an Excel workbook.

    Returns
    -------
    CodeChanges

    Raises
    ------
    TableError
        If a column is absent, years are no numbers, a pair is repeated, or shares do not add up to 1.
    """
    table = source if isinstance(source, pd.DataFrame) else read_table(source, sheet=sheet)
    label = (
        message("the table of code changes")
        if isinstance(source, pd.DataFrame)
        else Path(str(source).split("|")[0]).name
    )
    share = share or ("share" if "share" in table.columns else "")
    need_columns(table, filter(None, (year, old, new, share)), label)
    years = pd.to_numeric(period_values(table[year]), errors="coerce")
    if years.isna().any() or (years % 1 != 0).any():
        rows = [str(k + 1) for k in np.flatnonzero(years.isna() | (years % 1 != 0))]
        raise TableError(
            message(
                "{label} has {rows} whose {year!r} is no year: rows {rows2}.",
                label=label,
                rows=many(len(rows), "row"),
                year=year,
                rows2=some(rows),
            )
        )
    made = pd.DataFrame(
        {
            "year": years.astype(int).to_numpy(),
            "source": text_ids(table[old]).astype("object").fillna("").to_numpy(),
            "target": text_ids(table[new]).astype("object").fillna("").to_numpy(),
            "share": pd.to_numeric(table[share], errors="coerce").to_numpy(np.float64) if share else np.nan,
        }
    )
    return CodeChanges(_checked(made, label), label)


def _checked(made: pd.DataFrame, label: str) -> pd.DataFrame:
    empty = (made["source"] == "") & (made["target"] == "")
    if empty.any():
        rows = [str(k + 1) for k in np.flatnonzero(empty)]
        raise TableError(
            message(
                "{label} has {rows} with neither an old nor a new code: rows {rows2}.",
                label=label,
                rows=many(len(rows), "row"),
                rows2=some(rows),
            )
        )
    again = made.duplicated(["year", "source", "target"])
    if again.any():
        pairs = [
            message("{s} to {t} in {y}", s=s, t=t, y=y)
            for y, s, t in made.loc[again, ["year", "source", "target"]].to_numpy()
        ]
        raise TableError(message("{label} says twice: {pairs}. Keep one row of each.", label=label, pairs=some(pairs)))
    wrong = []
    for (year, code), part in made[made["source"] != ""].groupby(["year", "source"], sort=False):
        known, ended = part["share"].notna(), part["target"] == ""
        if not known.any():
            if len(part) == 1 and not ended.any():
                made.loc[part.index, "share"] = 1.0
            elif len(part) > 1 and ended.any():
                wrong.append(message("{code} in {year} ends and goes on", code=code, year=year))
            continue
        total = part["share"].sum()
        if not known.all() or (part["share"] < 0).any() or abs(total - 1) > FULL:
            wrong.append(
                message(
                    "{code} in {year}: {part}", code=code, year=year, part=" + ".join(f"{s:g}" for s in part["share"])
                )
            )
        else:
            made.loc[part.index, "share"] = part["share"] / total
    if wrong:
        raise TableError(
            message(
                "The shares of {codes} in {label} do not add up to 1: {wrong}. Give a share for each "
                "part, and a row from a code to itself for what it keeps.",
                codes=many(len(wrong), "code"),
                label=label,
                wrong=some(wrong),
            )
        )
    return made.sort_values("year", kind="stable", ignore_index=True)


def _followed(to_: Mapping[str, float], step: Step) -> dict[str, float]:
    made: dict[str, float] = {}
    for code, share in to_.items():
        for target, part in step.get(code, {code: 1.0}).items():
            made[target] = made.get(target, 0.0) + share * part
    if len(made) == 1 and _open(made) and not _lossy(to_, step):
        return dict.fromkeys(made, 1.0)  # divided, and put together again
    return made


def _open(to_: Mapping[str, float]) -> bool:
    return any(np.isnan(share) for share in to_.values())


def _targets(routes: Mapping[Period, Step]) -> tuple[str, ...]:
    return tuple(sorted({target for route in routes.values() for to_ in route.values() for target in to_}))


def _lossy(to_: Mapping[str, float], step: Step) -> bool:
    return any(not step.get(code, {code: 1.0}) for code in to_)


def _codes_by_year(panel: Panel | pd.DataFrame, unit: str, period: str) -> dict[Period, tuple[int, set[str]]]:
    """Return the year and the codes of each period."""
    if isinstance(panel, Panel):
        unit, period = panel.unit_name, panel.period_name
        table = panel.table()
        if panel.unbalanced:
            table = table[table.drop(columns=[unit, period]).notna().any(axis=1)]
    else:
        table = panel.reset_index() if set(panel.index.names) & {unit, period} else panel
    need_columns(table, (unit, period), "The panel")
    keys = pd.DataFrame(
        {"unit": text_ids(table[unit]).astype("object"), "period": period_values(table[period])}
    ).dropna()
    made = {}
    for when, part in keys.groupby("period", sort=True):
        if not str(when)[:4].isdigit():
            raise ParameterError(
                message("Codes change from year to year, but {when!r} is no period of a year.", when=when)
            )
        made[when] = int(str(when)[:4]), set(part["unit"])
    return made
