"""Group-time effects of staggered policies (Callaway & Sant'Anna 2021) and their aggregations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.fit import COLUMNS
from gisplug.numbers.identification import check_design
from gisplug.numbers.standardise import standardised
from gisplug.numbers.symmetric import quadratic_form
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import check_collinear, omitted_notes
from gisplug.policy.adoption import Adoption, PolicyFit, complete_units, normal_frame, policy_and_controls
from gisplug.policy.doubly_robust import effect
from gisplug.policy.rows import AskedOptions, policy_frame, policy_panel, twoways_only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL_GROUP = 5
QUARTILES = float(stats.norm.ppf(0.75) - stats.norm.ppf(0.25))


@dataclass(frozen=True, repr=False, eq=False)
class GroupTime(Fits[str, PolicyFit]):
    """Effects by cohort and period.

    Attributes
    ----------
    effects : DataFrame, columns group, period, event, estimate, se, stat, p, low, high; uniform band_low, band_high
    influence : (n, effects), n units; `cohort` : (n,) first treated period as `Adoption.start`, infinite if never
    pretest : (Wald, df, p) of all effects before treatment being nought
    aggregates : mapping "simple", "group", "dynamic", "calendar" to frames; the row "overall" comes first
    critical : uniform critical value of the 95 % band of the effects (1.96 without bootstrap)
    """

    effects: pd.DataFrame
    aggregates: Mapping[str, pd.DataFrame]
    pretest: tuple[float, int, float] | None
    critical: float
    adoption: Adoption
    control: str
    method: str
    base: str
    n: int
    covariates: tuple[str, ...]
    influence: np.ndarray = field(repr=False)
    cohort: np.ndarray = field(repr=False)
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    outcome: str = "outcome"

    key = "aggregate"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return f"Group-time effects: {self.outcome}"

    @property
    def fits(self) -> Mapping[str, PolicyFit]:
        """The aggregates, and "cells": the effect of every group in every period, with their joint covariance."""
        pairs = zip(self.effects["group"], self.effects["period"], strict=True)
        cells = self.effects.set_axis([f"{group}, {period}" for group, period in pairs])
        V = self.influence.T @ self.influence / self.n**2
        joint = np.allclose(np.sqrt(np.diag(V)), cells["se"], rtol=1e-8)
        spread = pd.DataFrame(V, index=cells.index, columns=cells.index) if joint else pd.DataFrame()
        return {name: self._as_fit(name, frame) for name, frame in self.aggregates.items()} | {
            "cells": self._as_fit("cells", cells, spread)
        }

    def _as_fit(self, name: str, frame: pd.DataFrame, cov: pd.DataFrame | None = None) -> PolicyFit:
        table = frame[COLUMNS].rename(index=str).rename_axis("term")
        result = (table, None, self.pretest, pd.DataFrame(), self.numbers, self.report, self.omitted, self.outcome)
        return PolicyFit(f"Group-time effects, {name}", *result, cov=pd.DataFrame() if cov is None else cov)

    @property
    def numbers(self) -> dict[str, Cell]:
        """Rows below the coefficients."""
        return {
            "Comparison": {"never": "never treated", "notyet": "not yet treated"}[self.control],
            "Method": {"dr": "doubly robust", "reg": "outcome regression", "ipw": "weighting"}[self.method],
            "Observations": self.n * self.adoption.T,
            "Units": self.n,
            "Treated units": int(np.isfinite(self.cohort).sum()),
        }

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the effects by event time on `ax`, or on a new figure; returns the axes."""
        return self.policy_fit().plot(ax)

    def policy_fit(self, name: str = "Callaway-Sant'Anna") -> PolicyFit:
        """Return the overall effect of all treated cells and the event study."""
        simple, dynamic = self.aggregates["simple"], self.aggregates["dynamic"]
        event = dynamic.drop(index="overall")
        event.index = pd.Index(event.index.astype(int), name="event")
        return PolicyFit(
            name,
            simple.rename(index={"overall": "ATT"}),
            event,
            self.pretest,
            self.effects,
            self.numbers,
            self.report,
            self.omitted,
            self.outcome,
        )


class GroupTimeOptions(AskedOptions, total=False):
    """Further options of `group_time_effects`.

    Attributes
    ----------
    anticipation : periods by which units may react before the policy starts
    where : rows used, whole units and periods
    """

    anticipation: int


def group_time_effects(
    panel: Panel,
    formula: str | Formula,
    *,
    control: str = "never",
    method: str = "dr",
    base_period: str = "varying",
    draws: int = 0,
    seed: int = 1,
    progress: Progress = SILENT,
    **options: Unpack[GroupTimeOptions],
) -> GroupTime:
    """Estimate the effect of every cohort in every period (Callaway & Sant'Anna 2021).

    Event time and anticipation are counted by the calendar where periods are whole numbers.

    Parameters
    ----------
    formula : "outcome ~ policy + covariates"
        The policy is a 0/1 column that switches on, or holds the first treated period. Covariates are taken from the
        period before treatment (the earlier of the two periods compared).
    control : "never" or "notyet" (never and not yet treated).
    method : "dr", "reg" or "ipw".
    base_period : "varying" compares with the period before in pre-treatment periods, "universal" always with the one
        before treatment.
    draws : of the multiplier bootstrap (Rademacher, by unit) for uniform bands; 0 gives analytic errors.
    options : `anticipation`, `where` and `collinear`, as in `GroupTimeOptions`

    Raises
    ------
    ModelError
        If an option is unknown, or there is no unit to compare with.
    PanelError
        If `where` leaves holes.
    """
    known(options, GroupTimeOptions, "group_time_effects")
    _check(control, method, base_period)
    anticipation = options.get("anticipation", 0)
    frame = policy_frame(panel, formula, options.get("where"))
    twoways_only(frame, "This method")
    (_, covariates), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    used, made, told = policy_panel(frame)
    values = used.arrays([outcome, *covariates])
    whole, report = complete_units(used, values)
    keep = whole & (made.start > made.clock[0] + anticipation)
    start, y, Z = made.start[keep], values[:, keep, 0], values[:, keep, 1:]
    check_design((outcome, y), Z[:, :, :0], (), "twoways")
    omitted = check_design(
        (outcome, y), Z, covariates, "none", collinear=check_collinear(options.get("collinear", "refuse"))
    )
    left = [k for k, term in enumerate(covariates) if term not in omitted]
    Z, covariates = standardised(Z[:, :, left])[0], tuple(covariates[k] for k in left)
    report = told + report + omitted_notes(omitted)
    n, clock = len(start), made.clock
    if control == "never" and not np.isinf(start).any():
        raise ModelError("No unit is never treated; compare with the not yet treated.")
    rows, columns = [], []
    cohorts = [float(g) for g in np.unique(start[np.isfinite(start)])]
    for at, g in enumerate(cohorts):
        progress.update(at / len(cohorts), f"Cohort {made.name(g)}")
        progress.check()
        last = int(np.flatnonzero(clock < g - anticipation)[-1])  # before treatment
        for t in range(used.T) if base_period == "universal" else range(1, used.T):
            before = t - 1 if base_period == "varying" and clock[t] < g - anticipation else last
            if t == before:
                rows.append((g, t, 0.0))
                columns.append(np.zeros(n))
                continue
            value, psi = _one(y, Z, start, g, t, before, control, method, anticipation, made)
            rows.append((g, t, value))
            columns.append(psi)
    influence = np.column_stack(columns)
    frame, critical = _frame(rows, influence, made, draws, seed)
    table = np.array(rows)
    small = [made.name(g) for g in cohorts if (start == g).sum() < SMALL_GROUP + Z.shape[2]]
    if small:
        report += Report(
            (
                Note(
                    WARNING,
                    "small-cohorts",
                    f"Cohorts with few units, whose errors are unreliable: {', '.join(small)}.",
                ),
            )
        )
    return GroupTime(
        effects=frame,
        aggregates=_aggregates(table, influence, start, made, draws, seed),
        pretest=_pretest(table, influence, clock, anticipation),
        critical=critical,
        adoption=made,
        control=control,
        method=method,
        base=base_period,
        n=n,
        covariates=covariates,
        influence=influence,
        cohort=start,
        report=report,
        omitted=omitted,
        outcome=outcome,
    )


def _check(control: str, method: str, base_period: str) -> None:
    for name, value, choices in (
        ("control", control, ("never", "notyet")),
        ("method", method, ("dr", "reg", "ipw")),
        ("base_period", base_period, ("varying", "universal")),
    ):
        if value not in choices:
            raise ModelError(f"{name} is one of {', '.join(choices)}; {value!r} was given instead.")


def _one(
    y: np.ndarray,
    Z: np.ndarray,
    first: np.ndarray,
    g: float,
    t: int,
    before: int,
    control: str,
    method: str,
    anticipation: int,
    made: Adoption,
) -> tuple[float, np.ndarray]:
    treated = first == g
    reach = made.clock[max(t, before)] + anticipation
    clean = np.isinf(first) if control == "never" else (first > reach) & ~treated
    if not clean.any():
        raise ModelError(
            f"No unit is left to compare cohort {made.name(g)} with in {made.periods[t]}; leave out the last "
            "periods or cohorts."
        )
    part = treated | clean
    X = np.column_stack([np.ones(part.sum()), Z[min(t, before), part]])
    value, psi = effect((y[t] - y[before])[part], treated[part].astype(float), X, method)
    whole = np.zeros(len(first))
    whole[part] = psi * (len(first) / part.sum())
    return value, whole


def _se(influence: np.ndarray) -> np.ndarray:
    n = len(influence)
    return np.asarray(np.sqrt((influence**2).sum(axis=0) / n / n))


def _bands(influence: np.ndarray, draws: int, seed: int) -> tuple[np.ndarray, float]:
    """Return bootstrap errors and the critical value of the uniform band."""
    n = len(influence)
    rng = np.random.default_rng(seed)
    signs = rng.integers(0, 2, size=(draws, n)) * 2.0 - 1.0
    drawn = signs @ influence / np.sqrt(n)
    low, high = np.quantile(drawn, [0.25, 0.75], axis=0)
    spread = (high - low) / QUARTILES
    use = spread > 1e-12 * spread.max(initial=0.0)
    largest = np.max(np.abs(drawn[:, use]) / spread[use], axis=1) if use.any() else np.array([1.96])
    return spread / np.sqrt(n), float(np.quantile(largest, 0.95))


def _with_bands(
    names: Sequence[object], values: np.ndarray, influence: np.ndarray, draws: int, seed: int, index: str
) -> tuple[pd.DataFrame, float]:
    se, critical = (_bands(influence, draws, seed)) if draws else (_se(influence), float(stats.norm.isf(0.025)))
    frame = normal_frame(names, values, se, index)
    frame["band_low"], frame["band_high"] = frame["estimate"] - critical * se, frame["estimate"] + critical * se
    return frame, critical


def _frame(
    rows: list[tuple[float, int, float]], influence: np.ndarray, made: Adoption, draws: int, seed: int
) -> tuple[pd.DataFrame, float]:
    values = np.array([r[2] for r in rows])
    frame, critical = _with_bands(range(len(rows)), values, influence, draws, seed, "cell")
    frame.insert(0, "group", [made.calendar.period(r[0]) for r in rows])
    frame.insert(1, "period", [made.periods[r[1]] for r in rows])
    frame.insert(2, "event", [int(made.clock[r[1]] - r[0]) for r in rows])
    return frame, critical


def _pretest(
    table: np.ndarray, influence: np.ndarray, clock: np.ndarray, anticipation: int
) -> tuple[float, int, float] | None:
    n = len(influence)
    se = _se(influence)
    time = clock[table[:, 1].astype(int)]
    pre = (time < table[:, 0] - anticipation) & (se > 1e-10 * se.max(initial=0.0))
    if not pre.any():
        return None
    V = influence[:, pre].T @ influence[:, pre] / n
    statistic, rank = quadratic_form(table[pre, 2], V / n)
    return (statistic, rank, float(stats.chi2.sf(statistic, rank))) if rank == pre.sum() else None


def _aggregates(
    table: np.ndarray, influence: np.ndarray, first: np.ndarray, made: Adoption, draws: int, seed: int
) -> dict[str, pd.DataFrame]:
    g, t = table[:, 0], made.clock[table[:, 1].astype(int)]
    weight = np.array([(first == k).mean() for k in g])
    post = t >= g
    value, psi = _weighted(table, influence, first, np.flatnonzero(post), weight)
    out = {"simple": _with_bands(["overall"], np.array([value]), psi[:, None], draws, seed, "term")[0]}
    groups = np.unique(g)
    parts = [_plain(table, influence, np.flatnonzero(post & (g == k))) for k in groups]
    share = np.array([(first == k).mean() for k in groups])
    values, psis = np.array([p[0] for p in parts]), np.column_stack([p[1] for p in parts])
    overall = float(values @ share / share.sum())
    psi = psis @ (share / share.sum()) + _weight_influence(first, groups, share) @ values
    out["group"] = _joined([made.calendar.period(k) for k in groups], values, psis, overall, psi, draws, seed, "group")
    events = np.unique(t - g)
    parts = [_weighted(table, influence, first, np.flatnonzero(t - g == e), weight) for e in events]
    out["dynamic"] = _mean_of([int(e) for e in events], parts, events >= 0, draws, seed, "event")
    times = np.unique(t[post])
    parts = [_weighted(table, influence, first, np.flatnonzero(post & (t == k)), weight) for k in times]
    out["calendar"] = _mean_of(
        [made.calendar.period(k) for k in times], parts, np.ones(len(times), dtype=bool), draws, seed, "period"
    )
    return out


def _weighted(
    table: np.ndarray, influence: np.ndarray, first: np.ndarray, cells: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray]:
    w = weight[cells] / weight[cells].sum()
    value = float(table[cells, 2] @ w)
    psi = influence[:, cells] @ w + _weight_influence(first, table[cells, 0], weight[cells]) @ table[cells, 2]
    return value, psi


def _weight_influence(first: np.ndarray, groups: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the influence of estimating the cohort shares, (n, cells)."""
    gap = (first[:, None] == groups[None, :]) - share[None, :]
    total = share.sum()
    return np.asarray(gap / total - gap.sum(axis=1, keepdims=True) * share[None, :] / total**2)


def _plain(table: np.ndarray, influence: np.ndarray, cells: np.ndarray) -> tuple[float, np.ndarray]:
    return float(table[cells, 2].mean()), influence[:, cells].mean(axis=1)


def _mean_of(
    names: list[object], parts: list[tuple[float, np.ndarray]], use: np.ndarray, draws: int, seed: int, index: str
) -> pd.DataFrame:
    values, psis = np.array([p[0] for p in parts]), np.column_stack([p[1] for p in parts])
    return _joined(names, values, psis, float(values[use].mean()), psis[:, use].mean(axis=1), draws, seed, index)


def _joined(
    names: Sequence[object],
    values: np.ndarray,
    psis: np.ndarray,
    overall: float,
    psi: np.ndarray,
    draws: int,
    seed: int,
    index: str,
) -> pd.DataFrame:
    first, _ = _with_bands(["overall"], np.array([overall]), psi[:, None], draws, seed, index)
    rest, _ = _with_bands(names, values, psis, draws, seed, index)
    return pd.concat([first, rest])
