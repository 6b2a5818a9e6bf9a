"""Influence: every coefficient and effect of a spatial panel model without each unit, period or group of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from gisplug.core.errors import GisplugError, ModelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell
from gisplug.language.terms import group_labels
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.sensitivity.effect import EFFECTS, OF_UNITS, Effect, has_spillover
from gisplug.sensitivity.refit import Refit, numbers_of, refit_of
from gisplug.spatial.models.fit import SpatialFit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.panel.frame import Panel

CHUNK = 10  # fits of one task
LEAST = 3
LEVEL = 0.05


@dataclass(frozen=True, repr=False, eq=False)
class Influence(Finding):
    """Every number of a spatial model without each unit, period or group.

    Attributes
    ----------
    estimates : DataFrame, index (left_out, variable, quantity)
        estimate, se, p, low, high; change from the fit with all; change_se, in standard errors of that fit (dfbeta);
        sign and significance: whether these are others than with all (p < 0.05). Quantities are "coefficient", "lag"
        (of W x), "direct", "indirect", "total"; rho and lam are variables of their own.
    baseline : SpatialFit
    numbers : DataFrame, index (variable, quantity)
        estimate, se, p, low, high with all.
    by : "unit", "period", or the column that makes groups
    refused : left out to the reason why there is no fit without it
    names : left out to what tables call it
    members : left out to its units; empty for periods
    """

    estimates: pd.DataFrame
    baseline: SpatialFit
    numbers: pd.DataFrame
    by: str
    refused: Mapping[str, str]
    names: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    report: Report = field(default_factory=Report, repr=False)

    kind = "Influence"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        words = {"unit": message("unit"), "period": message("period")}
        return message(
            "{model} of {outcome}, one {by} left out after another",
            model=self.baseline.model.upper(),
            outcome=self.baseline.outcome,
            by=words.get(self.by, self.by),
        )

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        found = self.estimates
        return {
            "Left out one after another": len(found.index.unique("left_out")),
            "Without an estimate": len(self.refused),
            "Numbers whose sign changes": int(found.groupby(level=["variable", "quantity"])["sign"].any().sum()),
            "Numbers whose significance changes": int(
                found.groupby(level=["variable", "quantity"])["significance"].any().sum()
            ),
        }

    def table(self) -> pd.DataFrame:
        """Return the range of each number, index (variable, quantity).

        Columns estimate, se, lowest, lowest_without, highest, highest_without, change_se (the largest in absolute
        value), most (what it is without), sign and significance (how often they change).
        """
        rows = {}
        for key, part in self.estimates.groupby(level=["variable", "quantity"], sort=False):
            value = part["estimate"].droplevel(["variable", "quantity"])
            away = part["change_se"].droplevel(["variable", "quantity"])
            low, high, most = value.idxmin(), value.idxmax(), away.abs().idxmax()
            rows[key] = {
                "estimate": self.numbers.loc[key, "estimate"],
                "se": self.numbers.loc[key, "se"],
                "lowest": value[low],
                "lowest_without": self.names.get(low, low),
                "highest": value[high],
                "highest_without": self.names.get(high, high),
                "change_se": away[most],
                "most": self.names.get(most, most),
                "sign": int(part["sign"].sum()),
                "significance": int(part["significance"].sum()),
            }
        made = pd.DataFrame.from_dict(rows, orient="index")
        made.index = pd.MultiIndex.from_tuples(list(rows), names=["variable", "quantity"])
        return made

    def of(self, variable: str, quantity: Effect) -> pd.DataFrame:
        """Return one number without each, index left_out, the largest change first; columns of `estimates`."""
        part = self.estimates.xs((variable, quantity), level=["variable", "quantity"])
        return part.sort_values("change_se", key=np.abs, ascending=False, kind="stable")

    def by_unit(self, variable: str) -> pd.DataFrame:
        """Return the numbers of a variable without each unit, or without the group of it, one row a unit of the fit.

        Columns "QUANTITY_without" and "QUANTITY_change_se" for coefficient, direct, indirect and total effect; NaN
        where there is no fit, and everywhere where periods are left out.
        """
        own = {unit: level for level, units in self.members.items() for unit in units}
        parts = {}
        for quantity in EFFECTS:
            rows = self.of(variable, quantity).reindex([own.get(unit, "") for unit in self.baseline.ids])
            parts[f"{quantity}_without"] = rows["estimate"].to_numpy()
            parts[f"{quantity}_change_se"] = rows["change_se"].to_numpy()
        return pd.DataFrame(parts, index=pd.Index(self.baseline.ids, name="unit"))

    def plot(self, ax: Axes | None = None, variable: str | None = None, quantity: Effect = "direct") -> Axes:
        """Draw one number (by default the direct effect of the first regressor) without each; returns the axes."""
        variable = self.baseline.regressors[0] if variable is None else variable
        rows = self.of(variable, quantity).rename(index=dict(self.names))
        words = message("{effect} of {key}", effect=EFFECTS[quantity], key=variable)
        return drawn("without each", ax, rows, self.numbers.loc[(variable, quantity)], words)


def influence(fit: SpatialFit, by: str = "unit", *, progress: Progress = SILENT) -> Influence:
    """Fit a spatial panel model again without each unit, period or group of units.

    Every fit is exact: the panel without it, and W without its rows and columns, normalised anew.

    Parameters
    ----------
    fit : what `spatial_panel` returned
    by : "unit", "period", or a column that is constant in each unit and makes groups, such as a region.

    Raises
    ------
    ModelError
        If there are fewer than three to leave out, groups differ within a unit, or nothing can be fitted.
    """
    base = refit_of(fit)
    levels = _levels(base.panel, by)
    if len(levels) < LEAST:
        raise ModelError(message("{by} has {n} to leave out; three and more can be compared.", by=by, n=len(levels)))
    found = over_picks(
        _without, base, [(by, *kept) for kept in levels.values()], chunk=CHUNK, progress=progress, label=message("Fits")
    )
    numbers = numbers_of(fit)
    refused = {level: str(one) for level, one in zip(levels, found, strict=True) if isinstance(one, str)}
    frames = {
        level: _compared(one, numbers)
        for level, one in zip(levels, found, strict=True)
        if isinstance(one, pd.DataFrame)
    }
    if not frames:
        raise ModelError(message("No fit without one is possible; the first because: {why}", why=next(iter(refused))))
    estimates = pd.concat(frames, names=["left_out"])
    names = dict(zip(base.panel.ids, base.panel.names, strict=True)) if by == "unit" else {}
    members = {
        level: tuple(unit for unit in base.panel.ids if unit not in set(kept))
        for level, (kept, _) in levels.items()
        if by != "period"
    }
    made = Influence(estimates, fit, numbers, by, refused, names, members)
    return Influence(**{**vars(made), "report": _told(made)})


def _levels(panel: Panel, by: str) -> dict[str, tuple[tuple[str, ...], tuple[Any, ...]]]:
    """Return units and periods that stay, by what is left out."""
    if by == "period":
        return {str(p): (panel.ids, tuple(q for q in panel.periods if q != p)) for p in panel.periods}
    if by == "unit":
        return {unit: (tuple(i for i in panel.ids if i != unit), panel.periods) for unit in panel.ids}
    labels = np.asarray(group_labels(panel, by), dtype=object).reshape(panel.T, panel.N)
    moving = [unit for k, unit in enumerate(panel.ids) if len(set(labels[:, k])) > 1]
    if moving:
        raise ModelError(
            message("{by} differs within {units}; groups to leave out are of whole units.", by=by, units=some(moving))
        )
    groups = [str(v) for v in dict.fromkeys(labels[0]) if v != ""]
    return {
        group: (tuple(i for i, own in zip(panel.ids, labels[0], strict=True) if str(own) != group), panel.periods)
        for group in groups
    }


def _without(base: Refit, kept: tuple[str, Sequence[str], Sequence[Any]]) -> pd.DataFrame | str:
    """Return the numbers of the fit to these units and periods, or why there is none."""
    _, ids, periods = kept
    try:
        return numbers_of(base.on(base.panel.select(ids, periods)))
    except (GisplugError, np.linalg.LinAlgError) as problem:
        return problem.args[0] if problem.args and isinstance(problem.args[0], str) else type(problem).__name__


def _compared(frame: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    made = frame.copy()
    made["change"] = frame["estimate"] - base["estimate"]
    made["change_se"] = made["change"] / base["se"]
    made["sign"] = np.sign(frame["estimate"]) != np.sign(base["estimate"])
    made["significance"] = (frame["p"] < LEVEL) != (base["p"] < LEVEL)
    return made


def _told(found: Influence) -> Report:
    """Say what changes without one, and what has no fit."""
    notes = []
    for variable in found.baseline.regressors:
        for quantity in OF_UNITS:
            if quantity == "indirect" and not has_spillover(found.baseline, variable):
                continue
            part = found.estimates.xs((variable, quantity), level=["variable", "quantity"])
            turned = part.index[part["sign"] | part["significance"]]
            if not len(turned):
                continue
            text = message(
                "{effect} of {key}: its sign, or whether p is below 0.05, changes without {turned}.",
                effect=EFFECTS[quantity],
                key=variable,
                turned=some([found.names.get(one, one) for one in turned]),
            )
            notes.append(Note(WARNING, "rests-on-one", text, tuple(map(str, turned))))
    for level, why in found.refused.items():
        name = found.names.get(level, level)
        text = message("There is no fit without {name}: {why}", name=name, why=why)
        notes.append(Note(WARNING, "no-fit-without", text, (level,)))
    return Report(tuple(notes))
