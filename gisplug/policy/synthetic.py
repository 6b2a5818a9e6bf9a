"""Synthetic difference-in-differences (Arkhangelsky et al. 2021), synthetic control and DID as its special cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, Period
from gisplug.language.terms import term_array
from gisplug.numbers.identification import check_design
from gisplug.numbers.least_squares import least_squares
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.policy.adoption import adoption, complete_units, normal_frame
from gisplug.policy.synthetic_draws import drawn_estimates
from gisplug.policy.synthetic_weights import METHODS, CohortFit, one_cohort

TOO_FEW_DONORS = Note(
    INFO,
    "bootstrap",
    "There are no more donors than treated units: errors come from a bootstrap of units instead of placebos.",
)


@dataclass(frozen=True)
class SyntheticFit:
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

    @property
    def att(self) -> float:
        """The effect on the treated."""
        return float(self.estimates["estimate"].iloc[0])

    def statistics(self) -> dict[str, Cell]:
        """Return the rows below the coefficient."""
        names = {
            "sdid": "synthetic DID",
            "did": "DID",
            "sc": "synthetic control",
            "difp": "de-meaned synthetic control",
        }
        return {
            "Method": names[self.method],
            "Errors": f"{self.errors.capitalize()}, {len(self.placebo)} draws",
            "Treated units": self.treated,
            "Control units": self.controls,
        }


def synthetic_did(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    method: str = "sdid",
    errors: str = "placebo",
    draws: int = 200,
    seed: int = 1,
    progress: Progress = SILENT,
) -> SyntheticFit:
    """Estimate with never-treated units as donors (Arkhangelsky et al. 2021).

    Cohorts of a staggered policy are weighted by their treated cells.

    Parameters
    ----------
    controls : covariates taken out first by a two-way regression on untreated rows.
    method : "sdid", or its special cases "did", "sc" (synthetic control) and "difp" (the same, de-meaned).
    errors : "placebo" gives the policy to random donors (needs more donors than treated units), "bootstrap" draws
        units.

    Raises
    ------
    ModelError
        If an option is unknown, there are fewer than two donors, or no period before the policy.
    """
    if method not in METHODS or errors not in ("placebo", "bootstrap"):
        raise ModelError(
            f"method is one of {', '.join(METHODS)}, errors placebo or bootstrap; {method!r}, {errors!r} were given "
            "instead."
        )
    y, first, ids, report = _sample(panel, outcome, policy, controls)
    donors = np.isinf(first)
    if errors == "placebo" and donors.sum() <= (~donors).sum():
        errors, report = "bootstrap", report + Report((TOO_FEW_DONORS,))
    Y = y.T
    fits = {g: one_cohort(Y, first, g, method) for g in sorted({int(g) for g in first[~donors]})}
    att = _overall(fits, first, panel.T)
    drawn = drawn_estimates(Y, first, fits, method, errors, draws, seed, progress)
    se = float(np.sqrt((len(drawn) - 1) / len(drawn)) * drawn.std(ddof=1)) if len(drawn) > 1 else np.nan
    paths, event = _paths(Y, first, fits, panel.periods)
    unit_weights, period_weights = _labelled(fits, [i for i, d in zip(ids, donors, strict=True) if d], panel.periods)
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
    )


def _sample(
    panel: Panel, outcome: str, policy: str, controls: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, list[str], Report]:
    """Return the outcome (T, N) net of controls, first treated periods (N,) and ids of the units that can be used."""
    made = adoption(panel, policy)
    y = term_array(panel, outcome)
    Z = np.stack([term_array(panel, c) for c in controls], axis=2) if controls else np.empty((*y.shape, 0))
    whole, report = complete_units(panel, np.concatenate([y[:, :, None], Z], axis=2))
    keep = whole & (made.first >= 2)
    y, Z, first = y[:, keep], Z[:, keep], made.first[keep]
    check_design((outcome, y), Z, controls, "twoways")
    if controls:
        y = _adjusted(y, Z, first, controls)
    donors = np.isinf(first)
    if donors.sum() < 2 or donors.all():
        raise ModelError(
            f"{int(donors.sum())} units are never treated; synthetic DID needs at least two donors and one treated "
            "unit."
        )
    return y, first, [panel.ids[i] for i in np.flatnonzero(keep)], made.report + report


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


def _paths(
    Y: np.ndarray, first: np.ndarray, fits: dict[int, CohortFit], periods: tuple[Period, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, gaps = [], []
    for g, fit in fits.items():
        treated, others = Y[first == g].mean(axis=0), fit.omega @ Y[np.isinf(first)]
        gap = treated - others
        level = float(fit.lam @ gap[:g]) if fit.lam.sum() > 0 else 0.0
        size = int((first == g).sum())
        for t, period in enumerate(periods):
            rows.append(
                {
                    "cohort": str(periods[g]),
                    "period": period,
                    "treated": treated[t],
                    "synthetic": others[t] + level,
                    "raw": others[t],
                }
            )
            gaps.append({"event": t - g, "gap": gap[t] - level, "units": size})
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
