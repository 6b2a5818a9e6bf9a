"""The main coefficient when one unit, period or group after another is left out of a panel regression."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell
from gisplug.language.formula import Formula
from gisplug.language.terms import group_labels
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.panel.frame import Panel
from gisplug.regression.fixed_effects import FixedEffectsOptions, PanelFit, fixed_effects, read_options
from gisplug.regression.reading import in_panel, keep_keys, key_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHUNK = 10  # regressions of one task


@dataclass(frozen=True, repr=False, eq=False)
class LeaveOneOut(Finding):
    """A coefficient without each unit, period or group.

    Attributes
    ----------
    estimates : DataFrame, index what is left out
        estimate, se, stat, p, low, high of the key; change from the baseline; change_se, in standard errors of the
        baseline (dfbeta); n.
    baseline : PanelFit
    key, by : the term that is followed, and what is left out
    """

    estimates: pd.DataFrame
    baseline: PanelFit
    key: str
    by: str
    report: Report = field(default_factory=Report, repr=False)

    kind = "Leave one out"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message(
            "Coefficient of {key} on {outcome}, one {by} left out",
            key=self.key,
            outcome=self.baseline.outcome,
            by=_by_word(self.by),
        )

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        found, base = self.estimates, self.baseline.estimates.loc[self.key]
        at_five = (found["p"] < 0.05) & (np.sign(found["estimate"]) == np.sign(base["estimate"]))
        return {
            "Baseline": float(base["estimate"]),
            "Baseline, standard error": float(base["se"]),
            "Lowest": float(found["estimate"].min()),
            "Highest": float(found["estimate"].max()),
            "Left out one after another": len(found),
            "Sign of the baseline, p < 0.05": int(at_five.sum()),
        }

    def table(self) -> pd.DataFrame:
        """Return the estimates, index what is left out, the largest change first."""
        return self.estimates.sort_values("change", key=np.abs, ascending=False, kind="stable")

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the coefficients in order, with their intervals and the band of the baseline; returns the axes."""
        return drawn("leave one out", ax, self.estimates, self.baseline.estimates.loc[self.key], self.key)


def leave_one_out(
    panel: Panel,
    formula: str | Formula,
    by: str = "unit",
    *,
    progress: Progress = SILENT,
    **options: Unpack[FixedEffectsOptions],
) -> LeaveOneOut:
    """Fit the regression without each unit, period or group, and compare the coefficient of the first regressor.

    Parameters
    ----------
    formula : "outcome ~ key + controls"
    by : "unit", "period", or a column that makes groups.
    progress : where it is told how far the regressions are.
    options : those of `fixed_effects`.

    Returns
    -------
    LeaveOneOut

    Raises
    ------
    ModelError
        If there are fewer than three to leave out, or a regression without one of them cannot be fitted.
    """
    weights = options.get("row_weights")
    frame, shared = read_options(panel, formula, options, (weights,) if weights else ())
    key = key_of(frame)
    baseline = fixed_effects(frame.panel, frame.formula, **shared)
    keep_keys(baseline.omitted, (key,))
    rows, labels = in_panel(baseline.sample), np.asarray(group_labels(frame.panel, by))
    rows &= labels != ""
    levels = list(dict.fromkeys(labels[rows]))
    if len(levels) < 3:
        raise ModelError(message("{by} has {n} to leave out; three and more can be compared.", by=by, n=len(levels)))
    common = (frame.panel, frame.formula, {**shared, "where": None}, rows, labels, key)
    found = over_picks(
        _without,
        common,
        levels,
        chunk=CHUNK,
        progress=progress,
        label=message("Regressions without one {by}", by=_by_word(by)),
    )
    table = pd.DataFrame(found, index=pd.Index([str(level) for level in levels], name=by))
    base = baseline.estimates.loc[key]
    table.insert(6, "change", table["estimate"] - base["estimate"])
    table.insert(7, "change_se", table["change"] / base["se"])
    return LeaveOneOut(table, baseline, key, by, baseline.report + _told(table, base, by))


def _without(
    common: tuple[Panel, Formula, FixedEffectsOptions, np.ndarray, np.ndarray, str], level: str
) -> dict[str, float]:
    """Return the estimate of the key, and the rows used, without the rows of a level."""
    panel, formula, options, rows, labels, key = common
    try:
        fit = fixed_effects(panel, formula, **{**options, "where": rows & (labels != level)})
    except ModelError as problem:
        raise ModelError(message("Without {level}: {problem}", level=level, problem=problem)) from problem
    return {**fit.estimates.loc[key].to_dict(), "n": fit.nobs}


def _by_word(by: str) -> str:
    """Name what is left out: a column by its name."""
    return {"unit": message("unit"), "period": message("period")}.get(by, by)


def _told(table: pd.DataFrame, base: pd.Series, by: str) -> Report:
    """Return what the coefficients say of the baseline."""
    low, high = table["estimate"].idxmin(), table["estimate"].idxmax()
    text = message(
        "The coefficient lies between {loc:.4f} (without {low}) and {loc2:.4f} (without {high}); "
        "with all it is {base:.4f}.",
        loc=table.loc[low, "estimate"],
        low=low,
        loc2=table.loc[high, "estimate"],
        high=high,
        base=base["estimate"],
    )
    notes = [Note(INFO, "leave-one-out", text)]
    turned = table.index[
        (np.sign(table["estimate"]) != np.sign(base["estimate"])) | ((table["p"] < 0.05) != (base["p"] < 0.05))
    ]
    if len(turned):
        text = message(
            "The sign, or whether p is below 0.05, changes without {turned}: the result rests on one {by}.",
            turned=some(list(turned)),
            by=_by_word(by),
        )
        notes.append(Note(WARNING, "rests-on-one", text, tuple(turned)))
    return Report(tuple(notes))
