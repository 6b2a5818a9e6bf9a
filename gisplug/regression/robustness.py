"""The columns of a robustness table: one variation of the baseline each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, known
from gisplug.language.conditions import chosen_rows
from gisplug.language.formula import Formula
from gisplug.language.terms import term_array, term_columns
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.wrapped import Wrapped
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, Where, model_frame, omitted_notes
from gisplug.regression.dynamic_gmm import GmmFit, dynamic_gmm
from gisplug.regression.fixed_effects import FixedEffectsOptions, PanelFit, fixed_effects, handed_on
from gisplug.regression.gls import GlsFit, panel_gls
from gisplug.regression.instrumental_variables import InstrumentFit, instrumental_variables
from gisplug.regression.quantile import QuantileColumn, QuantileFit, quantile_panel
from gisplug.regression.reading import keep_keys, key_of, only, with_terms

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Kind = TypeVar("Kind", bound=PanelFit | GlsFit | QuantileFit | GmmFit | InstrumentFit)
ESTIMATORS = ("gls", "median", "pooled_median", "difference_gmm", "system_gmm", "2sls")  # not fixed_effects
CHECKS = ("winsorised", "trimmed", "lags", "lead_outcome", "unit_trends", "driscoll_kraay", *ESTIMATORS)
HEADS = {
    "gls": "ML-GLS",
    "median": "Median",
    "pooled_median": "Pooled median",
    "difference_gmm": "Difference GMM",
    "system_gmm": "System GMM",
    "2sls": "2SLS",
}


@dataclass(frozen=True, repr=False, eq=False)
class Column(Wrapped[PanelFit | GlsFit | QuantileColumn | GmmFit | InstrumentFit]):
    """A fit, and the term that plays the part of the main regressor in it."""

    fit: PanelFit | GlsFit | QuantileColumn | GmmFit | InstrumentFit
    key: str
    outcome: str

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return self.fit.title

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        return {"Outcome": self.outcome, **self.fit.statistics}


@dataclass(frozen=True, repr=False, eq=False)
class Robustness(Fits[str, Column]):
    """The baseline and its variations, one column each.

    Attributes
    ----------
    fits : mapping of head to Column
    outcome, regressor : str
        Of the baseline.
    """

    fits: Mapping[str, Column]
    outcome: str
    regressor: str

    key = "variation"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message(
            "Robustness of the coefficient of {regressor} on {outcome}", regressor=self.regressor, outcome=self.outcome
        )

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the main coefficient of every column on `ax`, or on a new figure; returns the axes."""
        frames = {head: column.table() for head, column in self.fits.items()}
        return drawn("by column", ax, frames, {head: column.key for head, column in self.fits.items()}, "Baseline")


class RobustnessOptions(TypedDict, total=False):
    """Further options of `robustness`.

    Attributes
    ----------
    winsorise : share at each end that "winsorised" pulls in and "trimmed" leaves out (0.01)
    instruments : terms that move the key in the check "2sls"
    gmm_key : whether the key is "endogenous" in GMM (the default) or "exogenous", its own instrument
    key_lags : lags of the key in the check "lags", one column each (1)
    add : terms added to the controls, one at a time
    outcomes : other outcomes, one column each
    progress : where it is told how far the columns are
    """

    winsorise: float
    instruments: Sequence[str]
    gmm_key: str
    key_lags: Sequence[int]
    add: Sequence[str]
    outcomes: Sequence[str]
    progress: Progress


def robustness(
    panel: Panel,
    formula: str | Formula,
    *,
    checks: Sequence[str] = ("winsorised", "lags", "gls"),
    samples: Mapping[str, str] | None = None,
    effects: str = "twoways",
    errors: str = "robust",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[RobustnessOptions],
) -> Robustness:
    """Fit the baseline and its variations.

    In the order: samples, winsorised, lags, other outcomes, controls, estimators.

    Parameters
    ----------
    formula : "outcome ~ key + controls"
        The first regressor is followed through all columns.
    checks : of "winsorised", "trimmed" (rows with a value beyond the quantiles are left out), "lags",
        "lead_outcome", "unit_trends", "driscoll_kraay", "gls", "median", "pooled_median", "difference_gmm" and
        "system_gmm" (the key is endogenous), and "2sls" (`instruments` move the key).
    samples : mapping of name to a condition such as "year >= 2013".
    where : rows of all columns, in words or (T * N,) bool.
    collinear : "refuse" terms that are not identified, or "omit" such controls and say so; those of the baseline
        from every column.
    options : those of `RobustnessOptions`

    Raises
    ------
    ModelError
        If a check is unknown, a lag is below 1, "2sls" has no instruments, or a variation cannot be fitted.
    """
    known(options, RobustnessOptions, "robustness")
    add, outcomes = options.get("add", ()), options.get("outcomes", ())
    frame = model_frame(
        panel, formula, where=where, effects=effects, also=(*add, *outcomes, *options.get("instruments", ()))
    )
    alone = [c for c in checks if c in ESTIMATORS[:-1]]
    read = only(
        frame,
        message("The check {alone}", alone=joined(message(" or "), alone)) if alone else "A robustness table",
        absorb=not alone,
    )
    plan = _Plan(read, key_of(read), handed_on(read, {"errors": errors, "collinear": collinear}))
    if wrong := [c for c in checks if c not in CHECKS]:
        raise ModelError(
            message("Checks are {checks}; {wrong!r} was given instead.", checks=", ".join(CHECKS), wrong=wrong[0])
        )
    first = plan.column().fitted()
    base = Formula(read.formula.outcome, tuple(t for t in read.formula.regressors if t not in first.omitted))
    columns = replace(plan, frame=replace(read, formula=base)).columns(checks, samples or {}, options)
    progress, found = options.get("progress", SILENT), {"Baseline": Column(first, plan.key, base.outcome)}
    for at, (head, column) in enumerate(columns.items(), 1):
        progress.update(at / (len(columns) + 2), head)
        progress.check()
        fit = _less(column.fitted(), first.omitted)
        found[head] = Column(fit, column.formula.regressors[0], column.formula.outcome)
    for check in (c for c in ESTIMATORS if c in checks):
        progress.check()
        other = _less(plan.other(check, base, options), first.omitted)
        found[HEADS[check]] = Column(_shown(other), plan.key, base.outcome)
    return Robustness(found, base.outcome, plan.key)


@dataclass(frozen=True)
class _Variation:
    """One column of the table before it is fitted."""

    panel: Panel
    formula: Formula
    options: FixedEffectsOptions

    def fitted(self) -> PanelFit:
        """Fit the column."""
        fit = fixed_effects(self.panel, self.formula, **self.options)
        keep_keys(fit.omitted, self.formula.regressors[:1])
        return fit


@dataclass(frozen=True)
class _Plan:
    """The baseline, of which every column is a variation."""

    frame: ModelFrame
    key: str
    options: FixedEffectsOptions

    def columns(
        self, checks: Sequence[str], samples: Mapping[str, str], options: RobustnessOptions
    ) -> dict[str, _Variation]:
        """Return the columns that are regressions with fixed effects, by heading."""
        outcome, lags = self.frame.formula.outcome, options.get("key_lags", (1,))
        if wrong := [lag for lag in lags if lag < 1]:
            raise ModelError(message("Lags are whole numbers from 1; {wrong} was given instead.", wrong=wrong[0]))
        made: dict[str, _Variation] = {}
        for name, condition in samples.items():
            made[name] = self.column({"where": _both(self.frame.rows, chosen_rows(self.frame.panel, condition))})
        if "winsorised" in checks and (share := options.get("winsorise", 0.01)):
            made[message("Winsorised {share:.0%}", share=share)] = self.column({"winsorise": share})
        if "trimmed" in checks and (share := options.get("winsorise", 0.01)):
            made[message("Trimmed {share:.0%}", share=share)] = self.column({"where": self.inside(share)})
        if "lags" in checks:
            made |= {message("Lag {lag}", lag=lag): self.column(key=self.moved(self.key, "L", lag)) for lag in lags}
        if "lead_outcome" in checks:
            made["Outcome led"] = self.column(outcome=self.moved(outcome, "F", 1))
        made |= {
            message("Outcome {name}", name=name): self.column(outcome={name: None})
            for name in options.get("outcomes", ())
        }
        made |= {message("With {term}", term=term): self.column(add=(term,)) for term in options.get("add", ())}
        if "unit_trends" in checks:
            made["Unit trends"] = self.column({"trends": ("unit",)})
        if "driscoll_kraay" in checks:
            made["Driscoll-Kraay"] = self.column({"errors": "driscoll-kraay"})
        return made

    def inside(self, share: float) -> np.ndarray:
        """Return the rows, (T * N,) bool, all of whose numbers lie within the quantiles `share` and 1 - `share`."""
        read = self.frame.formula
        columns = term_columns(self.frame.panel, read.columns)
        rows = np.isfinite(columns).all(axis=1)
        if self.frame.rows is not None:
            rows &= self.frame.rows
        kept = rows.copy()
        for values in columns.T:
            if len(np.unique(values[rows])) > 2:
                low, high = np.quantile(values[rows], [share, 1 - share])
                kept &= (values >= low) & (values <= high)
        return np.asarray(kept)

    def other(
        self, check: str, base: Formula, options: RobustnessOptions
    ) -> GlsFit | QuantileFit | GmmFit | InstrumentFit:
        """Fit the baseline by another estimator, one of `ESTIMATORS`."""
        read = self.frame
        shared: dict[str, Any] = {"where": read.rows, "collinear": self.options.get("collinear", "refuse")}
        progress = options.get("progress", SILENT)
        if check == "gls":
            return panel_gls(read.panel, base, effects=read.effects, **shared)
        if check == "median":
            return quantile_panel(read.panel, base, [0.5], effects=read.effects, progress=progress, **shared)
        if check == "pooled_median":
            return quantile_panel(read.panel, base, [0.5], method="pooled", progress=progress, **shared)
        if check == "2sls":
            return instrumental_variables(
                read.panel,
                base,
                endogenous=[self.key],
                instruments=options.get("instruments", ()),
                effects=read.effects,
                absorb=read.absorb,
                errors=self.options.get("errors", "robust"),
                **shared,
            )
        if read.effects not in ("unit", "twoways"):
            raise ModelError(
                message(
                    "GMM takes unit effects out by differences; the baseline has effects={effects!r}. "
                    "Use 'unit' or 'twoways', or leave the check out.",
                    effects=read.effects,
                )
            )
        system, role = check == "system_gmm", options.get("gmm_key", "endogenous")
        if role not in ("endogenous", "exogenous"):
            raise ModelError(message("gmm_key is endogenous or exogenous; {role!r} was given instead.", role=role))
        endogenous = [self.key] if role == "endogenous" else []
        return dynamic_gmm(read.panel, base, endogenous=endogenous, system=system, effects=read.effects, **shared)

    def moved(self, column: str, letter: str, steps: int) -> dict[str, np.ndarray | None]:
        """Return a column some periods earlier (L) or later (F), (T, N), under its name."""
        alone = self.frame.panel.with_columns({"key": self.frame.panel.array(column)})
        return {f"{letter}{steps if steps > 1 else ''}.{column}": term_array(alone, f"{letter}{steps}.key")}

    def column(
        self,
        options: FixedEffectsOptions | None = None,
        *,
        outcome: Mapping[str, np.ndarray | None] | None = None,
        key: Mapping[str, np.ndarray | None] | None = None,
        add: Sequence[str] = (),
    ) -> _Variation:
        """Return the baseline with other options, another outcome or key (name, and values where it is no column),
        and more controls.
        """
        read = self.frame.formula
        outcome, key = outcome or {read.outcome: None}, key or {self.key: None}
        made = {name: values for name, values in {**outcome, **key}.items() if values is not None}
        controls = (*read.regressors[1:], *(t for t in add if t not in read.regressors))
        formula = Formula(next(iter(outcome)), (next(iter(key)), *controls))
        return _Variation(with_terms(self.frame.panel, made), formula, {**self.options, **(options or {})})


def _shown(
    fit: GlsFit | QuantileFit | GmmFit | InstrumentFit,
) -> GlsFit | QuantileColumn | GmmFit | InstrumentFit:
    """Return a fit as one column."""
    return fit.column(fit.quantiles[0]) if isinstance(fit, QuantileFit) else fit


def _less(fit: Kind, omitted: Mapping[str, str]) -> Kind:
    """Return a fit that tells what the baseline omits, too."""
    if not omitted:
        return fit
    return replace(fit, omitted={**omitted, **fit.omitted}, report=omitted_notes(omitted) + fit.report)


def _both(first: np.ndarray | None, second: np.ndarray | None) -> np.ndarray | None:
    """Return the rows that both ask for; None is all."""
    if first is None or second is None:
        return second if first is None else first
    return np.asarray(first & second)
