"""Synthetic difference-in-differences (Arkhangelsky et al. 2021), synthetic control and DID as its special cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, Period, known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.identification import check_design
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, check_collinear, omitted_notes
from gisplug.policy.adoption import Adoption, policy_and_controls
from gisplug.policy.rows import AskedOptions, complete_units, normal_frame, policy_frame, policy_panel, twoways_only
from gisplug.policy.synthetic_control.draws import drawn_estimates
from gisplug.policy.synthetic_control.weights import METHODS, CohortFit, one_cohort

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOO_FEW_DONORS = Note(
    INFO,
    "bootstrap",
    "There are no more donors than treated units: errors come from a bootstrap of units instead of placebos.",
)


@dataclass(frozen=True, repr=False, eq=False)
class SyntheticFit(TableFit):
    """Synthetic difference-in-differences.

    Attributes
    ----------
    estimates : DataFrame, index term ("ATT")
    unit_weights, period_weights : DataFrame, one column a cohort
    paths : DataFrame, columns cohort, period, treated, synthetic: means of the treated and weighted mean of the others
    event : DataFrame, index event time: gap between treated and synthetic minus its weighted mean before
    placebo : (draws,) placebo (or bootstrap) estimates
    """

    estimates: pd.DataFrame
    unit_weights: pd.DataFrame
    period_weights: pd.DataFrame
    paths: pd.DataFrame
    event: pd.DataFrame
    placebo: np.ndarray = field(repr=False)
    method: str
    errors: str
    treated: int
    controls: int
    seed: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    outcome: str = "outcome"

    kind = "Synthetic difference-in-differences"
    no_prediction = message("it compares weighted means")

    @property
    def nobs(self) -> int:
        """Unit-periods used."""
        return (self.treated + self.controls) * int(self.paths["period"].nunique())

    def plot(self, ax: Axes | None = None, cohort: str | None = None) -> Axes:
        """Draw the treated and their synthetic control of a cohort (the first by default); returns the axes."""
        return drawn("synthetic", ax, self.paths, str(self.paths["cohort"].iloc[0]) if cohort is None else cohort)

    @property
    def att(self) -> float:
        """The effect on the treated."""
        return float(self.estimates["estimate"].iloc[0])

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        names = {
            "sdid": "synthetic DID",
            "did": "DID",
            "sc": "synthetic control",
            "difp": "de-meaned synthetic control",
        }
        return {
            "Method": names[self.method],
            "Errors": message("Placebo, {n} draws", n=len(self.placebo))
            if self.errors == "placebo"
            else message("Bootstrap, {n} draws", n=len(self.placebo)),
            "Observations": self.nobs,
            "Treated units": self.treated,
            "Control units": self.controls,
        }


class SyntheticOptions(AskedOptions, total=False):
    """Further options of `synthetic_did`.

    Attributes
    ----------
    where : rows used, whole units and periods
    """


@repeatable
def synthetic_did(
    panel: Panel,
    formula: str | Formula,
    *,
    method: str = "sdid",
    errors: str = "placebo",
    draws: int = 100,
    seed: int = 1,
    progress: Progress = SILENT,
    **options: Unpack[SyntheticOptions],
) -> SyntheticFit:
    """Estimate with never-treated units as donors (Arkhangelsky et al. 2021).

    Cohorts of a staggered policy are weighted by their treated cells.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
        Controls are taken out first by a two-way regression on untreated rows.
    method : "sdid", or its special cases "did", "sc" (synthetic control) and "difp" (the same, de-meaned).
    errors : "placebo" gives the policy to random donors (needs more donors than treated units), "bootstrap" draws
        units.
    options : `where` and `collinear`, as in `SyntheticOptions`

    Raises
    ------
    ModelError
        If an option is unknown, there are fewer than two donors, no period before the policy, or one treated unit and
        errors by bootstrap.
    PanelError
        If `where` leaves holes.
    """
    known(options, SyntheticOptions, "synthetic_did")
    if method not in METHODS or errors not in ("placebo", "bootstrap"):
        raise ModelError(
            message(
                "method is one of {methods}, errors placebo or bootstrap; {method!r}, {errors!r} were given instead.",
                methods=", ".join(METHODS),
                method=method,
                errors=errors,
            )
        )
    frame = policy_frame(panel, formula, options.get("where"))
    twoways_only(frame, "Synthetic DID")
    y, made, report, omitted = _sample(frame, options.get("collinear", "refuse"))
    first = made.first
    donors = np.isinf(first)
    if errors == "bootstrap" and (~donors).sum() == 1:
        name = next(unit for unit, d in zip(made.ids, donors, strict=True) if not d)
        raise ModelError(
            message(
                "Only {name} is treated: a bootstrap of units cannot tell how its estimate varies (draws "
                "without it say nothing, those with it always hold the same unit). Use errors='placebo'.",
                name=name,
            )
        )
    if errors == "placebo" and donors.sum() <= (~donors).sum():
        errors, report = "bootstrap", report + Report((TOO_FEW_DONORS,))
    Y = y.T
    fits = {g: one_cohort(Y, first, g, method) for g in sorted({int(g) for g in first[~donors]})}
    att = _overall(fits, first, made.T)
    drawn = drawn_estimates(Y, first, fits, method, errors, draws, seed, progress)
    se = float(np.sqrt((len(drawn) - 1) / len(drawn)) * drawn.std(ddof=1)) if len(drawn) > 1 else np.nan
    paths, event = _paths(Y, made, fits)
    given = [unit for unit, d in zip(made.ids, donors, strict=True) if d]
    unit_weights, period_weights = _labelled(fits, given, made.periods)
    return SyntheticFit(
        estimates=normal_frame(["ATT"], [att], [se]),
        unit_weights=unit_weights,
        period_weights=period_weights,
        paths=paths,
        event=event,
        placebo=drawn,
        method=method,
        errors=errors,
        treated=int((~donors).sum()),
        controls=int(donors.sum()),
        seed=seed,
        report=report,
        omitted=omitted,
        outcome=frame.formula.outcome,
    )


def _sample(frame: ModelFrame, collinear: str) -> tuple[np.ndarray, Adoption, Report, dict[str, str]]:
    """Return the outcome (T, N) net of controls of the units that can be used, their adoption, what is told, and the
    controls omitted.
    """
    (_, controls), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    used, made, told = policy_panel(frame)
    values = used.arrays([outcome, *controls])
    whole, report = complete_units(used, values)
    keep = whole & (made.first >= 2)
    y, Z, part = values[:, keep, 0], values[:, keep, 1:], made.of(keep)
    donors = np.isinf(part.first)
    if donors.sum() < 2 or donors.all():
        raise ModelError(
            message(
                "{donors} of {n} units with values and two periods before the policy are never treated; "
                "synthetic DID needs at least two donors and one treated unit.",
                donors=int(donors.sum()),
                n=len(donors),
            )
        )
    omitted = check_design((outcome, y), Z, controls, "twoways", collinear=check_collinear(collinear))
    left = [k for k, term in enumerate(controls) if term not in omitted]
    if left:
        y = _adjusted(y, Z[:, :, left], part.first, [controls[k] for k in left])
    return y, part, told + report + omitted_notes(omitted), omitted


def _labelled(
    fits: dict[int, CohortFit], donors: list[str], periods: tuple[Period, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return unit weights by donor and period weights by period, one column a cohort."""
    units = {str(periods[g]): f.omega for g, f in fits.items()}
    times = {str(periods[g]): pd.Series(f.lam, index=list(periods[:g])) for g, f in fits.items()}
    return pd.DataFrame(units, index=pd.Index(donors, name="unit")), pd.DataFrame(times).rename_axis("period")


def _overall(fits: dict[int, CohortFit], first: np.ndarray, T: int) -> float:
    cells = {g: (first == g).sum() * (T - g) for g in fits}
    return float(sum(fits[g].estimate * cells[g] for g in fits) / sum(cells.values()))


def _paths(Y: np.ndarray, made: Adoption, fits: dict[int, CohortFit]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return paths by cohort and the gap by event time.

    A cohort is the units that the panel shows treated from the same period on; where periods are absent, their policies
    may have started at different times, and each start has event times of its own.
    """
    rows, gaps = [], []
    for g, fit in fits.items():
        treated, others = Y[made.first == g].mean(axis=0), fit.omega @ Y[np.isinf(made.first)]
        gap = treated - others
        level = float(fit.lam @ gap[:g]) if fit.lam.sum() > 0 else 0.0
        for t, period in enumerate(made.periods):
            rows.append(
                {
                    "cohort": str(made.periods[g]),
                    "period": period,
                    "treated": treated[t],
                    "synthetic": others[t] + level,
                    "raw": others[t],
                }
            )
        for start in np.unique(made.start[made.first == g]):
            gap = Y[made.start == start].mean(axis=0) - others
            level = float(fit.lam @ gap[:g]) if fit.lam.sum() > 0 else 0.0
            size = int((made.start == start).sum())
            gaps += [
                {"event": int(at - start), "gap": value - level, "units": size}
                for at, value in zip(made.clock, gap, strict=True)
            ]
    frame = pd.DataFrame(gaps)
    frame["product"] = frame["gap"] * frame["units"]
    summed = frame.groupby("event")[["product", "units"]].sum()
    return pd.DataFrame(rows), pd.DataFrame({"estimate": summed["product"] / summed["units"], "units": summed["units"]})


def _adjusted(y: np.ndarray, Z: np.ndarray, first: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Return y minus Z b, b from a two-way regression on rows without treatment."""
    T, N = y.shape
    free = (np.arange(T)[:, None] < first[None, :]).ravel()
    unit, period = np.tile(np.arange(N), T)[free], np.repeat(np.arange(T), N)[free]
    columns = np.column_stack([y.ravel(), Z.reshape(T * N, -1)])[free]
    flat = residualised(
        columns,
        [Absorbed(np.unique(unit, return_inverse=True)[1]), Absorbed(np.unique(period, return_inverse=True)[1])],
    )
    b, _ = least_squares(flat[:, 1:], flat[:, 0], list(names))
    return np.asarray(y - Z @ b)
