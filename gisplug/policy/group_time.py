"""Group-time effects of staggered policies (Callaway & Sant'Anna 2021) and their aggregations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.language.terms import group_labels
from gisplug.numbers import distributions as stats
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.fit import COLUMNS
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.identification import check_design
from gisplug.numbers.projections import codes_of
from gisplug.numbers.standardise import standardised
from gisplug.numbers.symmetric import quadratic_form
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import check_collinear, omitted_notes
from gisplug.policy.adoption import Adoption, PolicyFit, event_term, policy_and_controls
from gisplug.policy.aggregation import Bootstrap, aggregates, covariance, errors
from gisplug.policy.cells.estimate import CellData, estimate_cells
from gisplug.policy.pretrends import DRAWS, few_treated, largest_t, wild_row
from gisplug.policy.rows import AskedOptions, complete_units, policy_frame, policy_panel, twoways_only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL_GROUP = 5
FEW_CLUSTERS = 30


@dataclass(frozen=True, repr=False, eq=False)
class GroupTime(Fits[str, PolicyFit]):
    """Effects by cohort and period.

    Attributes
    ----------
    effects : DataFrame, columns group, period, event, estimate, se, stat, p, low, high; uniform band_low, band_high
    influence : (n, m), of n units, or clusters, on m effects
    cohort : (n,) first treated period of n units as `Adoption.start`, infinite if never
    pretest : (largest |t|, event times, p) of the effects by event time before treatment being nought
        p by a wild bootstrap that holds its size with few units, see `pretrends.largest_t`.
    cells_before : (Wald, df, p) of all cells before treatment being nought, as R's did prints
        It rejects a true null in most samples unless there are many more units in a cohort than cells.
    aggregates : mapping "simple", "group", "dynamic", "calendar" to frames; the row "overall" comes first
    psi : mapping of the names of `aggregates` to influences (n, rows), in the order of their rows
    critical : uniform critical value of the 95 % band of the effects (1.96 without bootstrap)
    wild : mapping of the names of `aggregates` to the row with p of the overall effect by wild bootstrap of units;
        empty where units are many, or errors are clustered above them
    """

    effects: pd.DataFrame
    aggregates: Mapping[str, pd.DataFrame]
    pretest: tuple[float, int, float] | None
    cells_before: tuple[float, int, float] | None
    critical: float
    adoption: Adoption
    control: str
    method: str
    base: str
    n: int
    covariates: tuple[str, ...]
    influence: np.ndarray = field(repr=False)
    psi: Mapping[str, np.ndarray] = field(repr=False)
    cohort: np.ndarray = field(repr=False)
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    outcome: str = "outcome"
    cluster: str | None = None
    wild: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict, repr=False)

    key = "aggregate"

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("Group-time effects: {outcome}", outcome=self.outcome)

    @property
    def fits(self) -> Mapping[str, PolicyFit]:
        """The aggregates, and "cells": the effect of every group in every period, with their joint covariance."""
        pairs = zip(self.effects["group"], self.effects["period"], strict=True)
        cells = self.effects.set_axis(
            [message("cohort {group} period {period}", group=group, period=period) for group, period in pairs]
        )
        named = {name: frame.set_axis(_terms(name, frame)) for name, frame in self.aggregates.items()}
        spread = {name: covariance(self.psi[name], frame) for name, frame in named.items()}
        fits = {name: self._as_fit(name, frame, spread[name]) for name, frame in named.items()}
        return fits | {"cells": self._as_fit("cells", cells, covariance(self.influence, cells))}

    def _as_fit(self, name: str, frame: pd.DataFrame, cov: pd.DataFrame) -> PolicyFit:
        table = frame[COLUMNS].rename_axis("term")
        numbers = {**self.numbers, **self.wild.get(name, {})}
        result = (table, None, self.pretest, pd.DataFrame(), numbers, self.report, self.omitted, self.outcome)
        return PolicyFit(message("Group-time effects, {name}", name=name), *result, cov=cov)

    @property
    def numbers(self) -> dict[str, Cell]:
        """Rows below the coefficients."""
        return {
            "Comparison": {"never": "never treated", "notyet": "not yet treated"}[self.control],
            "Method": {"dr": "doubly robust", "reg": "outcome regression", "ipw": "weighting"}[self.method],
            "Observations": self.n * self.adoption.T,
            "Units": self.n,
            "Treated units": int(np.isfinite(self.cohort).sum()),
            "Errors": message("Clustered by {cluster}", cluster=self.cluster or message("unit")),
        }

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the effects by event time on `ax`, or on a new figure; returns the axes."""
        return self.policy_fit().plot(ax)

    def policy_fit(self, name: str = "Callaway-Sant'Anna") -> PolicyFit:
        """Return the overall effect of all treated cells and the event study."""
        simple, dynamic = self.aggregates["simple"], self.aggregates["dynamic"]
        event = dynamic.drop(index="overall")
        event.index = pd.Index(event.index.astype(int), name="event")
        overall = simple.rename(index={"overall": "ATT"})
        rows = pd.concat([overall, event.set_axis(list(map(event_term, event.index)))])
        cov = covariance(np.column_stack([self.psi["simple"], self.psi["dynamic"][:, 1:]]), rows)
        numbers = {**self.numbers, **self.wild.get("simple", {})}
        rest = (self.pretest, self.effects, numbers, self.report, self.omitted, self.outcome)
        return PolicyFit(name, overall, event, *rest, joint_cov=cov)


def _terms(name: str, frame: pd.DataFrame) -> list[str]:
    """Return what the rows of an aggregate are called as terms: "event +2", "cohort 2014", "period 2016"."""
    return ["overall" if row == "overall" else _term(name, row) for row in frame.index]


def _term(name: str, row: object) -> str:
    if name == "group":
        return message("cohort {name}", name=row)
    if name == "dynamic":
        return event_term(int(str(row)))
    return message("period {i}", i=row) if name == "calendar" else str(row)


class GroupTimeOptions(AskedOptions, total=False):
    """Further options of `group_time_effects`.

    Attributes
    ----------
    anticipation : periods by which units may react before the policy starts
    where : rows used, whole units and periods
    cluster : column above the unit by which errors are clustered, constant within units; by unit by default
    balance : event time up to which all cohorts of the averages by event time are seen; others are left out of them
    incomplete : "drop" units that lack some values, or "pairs": use each in the effects for whose two periods it has
        them
    """

    anticipation: int
    cluster: str | None
    balance: int | None
    incomplete: str


@repeatable
def group_time_effects(
    panel: Panel,
    formula: str | Formula,
    *,
    control: str = "notyet",
    method: str = "dr",
    base_period: str = "universal",
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
    draws : of the multiplier bootstrap (Rademacher, by unit or cluster) for uniform bands; 0 gives analytic errors.
    options : `anticipation`, `where`, `collinear`, `cluster`, `balance` and `incomplete`, as in `GroupTimeOptions`

    Raises
    ------
    ModelError
        If an option is unknown, or no cohort has units to compare with; cells without are left out and told. If
        the clusters are fewer than two, or differ within a unit.
    ConvergenceError
        If covariates separate every cohort from its comparison units; such cohorts are left out and told.
    PanelError
        If `where` leaves holes, unless incomplete="pairs".
    """
    known(options, GroupTimeOptions, "group_time_effects")
    incomplete, cluster = options.get("incomplete", "drop"), options.get("cluster")
    _check(control, method, base_period, incomplete)
    anticipation = options.get("anticipation", 0)
    frame = policy_frame(panel, formula, options.get("where"))
    twoways_only(frame, "This method")
    (_, covariates), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    used, made, told = policy_panel(frame, incomplete == "pairs")
    values = used.arrays([outcome, *covariates])
    whole, report = complete_units(used, values) if incomplete == "drop" else _seen(values)
    keep = whole & (made.start > made.clock[0] + anticipation)
    start, y, Z = made.start[keep], values[:, keep, 0], values[:, keep, 1:]
    present = np.isfinite(values[:, keep]).all(axis=2)
    there, filled = None if present.all() else present, np.where(present[..., None], values[:, keep], 0.0)
    check_design((outcome, filled[..., 0]), Z[:, :, :0], (), "twoways", there)
    collinear = check_collinear(options.get("collinear", "refuse"))
    omitted = check_design((outcome, filled[..., 0]), filled[..., 1:], covariates, "none", there, collinear)
    left = [k for k, term in enumerate(covariates) if term not in omitted]
    Z, covariates = standardised(Z[:, :, left])[0], tuple(covariates[k] for k in left)
    report = told + report + omitted_notes(omitted)
    n = len(start)
    if control == "never" and not np.isinf(start).any():
        raise ModelError("No unit is never treated; compare with the not yet treated.")
    cohorts = [float(g) for g in np.unique(start[np.isfinite(start)])]
    data = CellData(y, Z, start, made, control, method, anticipation)
    rows, columns, lost = estimate_cells(data, cohorts, base_period, progress)
    report += lost
    influence = np.column_stack(columns)
    codes = None if cluster is None else codes_of(_clusters(used, cluster)[keep])
    report += Report() if codes is None else _clusters_told(codes, str(cluster))
    boot = Bootstrap(draws, seed, codes)
    frame, critical = _frame(rows, boot.collapsed(influence), made, boot)
    table = np.array(rows)
    parts = aggregates(table, influence, start, made, boot, options.get("balance"))
    pretest, cells = _before(table, influence, data, boot)
    report += Report(_before_told(pretest, cells, cluster))
    wild: dict[str, dict[str, Cell]] = {}
    if boot.cluster is None:
        overall = {k: (float(v.frame["estimate"].iloc[0]), v.influence[:, 0], start) for k, v in parts.items()}
        wild = {name: wild_row(*effect) for name, effect in overall.items()}
        report += Report(few_treated(*overall["simple"]))
    small = [made.name(g) for g in cohorts if (start == g).sum() < SMALL_GROUP + Z.shape[2]]
    if small:
        report += Report(
            (
                Note(
                    WARNING,
                    "small-cohorts",
                    message("Cohorts with few units, whose errors are unreliable: {small}.", small=", ".join(small)),
                ),
            )
        )
    return GroupTime(
        effects=frame,
        aggregates={name: part.frame for name, part in parts.items()},
        psi={name: part.influence for name, part in parts.items()},
        pretest=pretest,
        cells_before=cells,
        critical=critical,
        adoption=made,
        control=control,
        method=method,
        base=base_period,
        n=n,
        covariates=covariates,
        influence=boot.collapsed(influence),
        cohort=start,
        report=report,
        omitted=omitted,
        outcome=outcome,
        cluster=cluster,
        wild=wild,
    )


def _seen(values: np.ndarray) -> tuple[np.ndarray, Report]:
    """Return which units (N,) have a whole row of values (T, N, K), and what is told of those that lack some."""
    rows = np.isfinite(values).all(axis=2)
    some_rows = rows.any(axis=0)
    if not some_rows.any():
        raise ModelError("No row has a value of the outcome and of every covariate.")
    holed = int((some_rows & ~rows.all(axis=0)).sum())
    text = message(
        "{units} lack some values: every effect uses the units that have them in its two periods.",
        units=many(holed, "unit"),
    )
    return some_rows, Report((Note(INFO, "pairs", text),) if holed else ())


def _clusters(panel: Panel, cluster: str) -> np.ndarray:
    """Return the label of the cluster of every unit, (N,)."""
    labels = np.asarray(group_labels(panel, cluster)).reshape(panel.T, panel.N)
    last = np.where(labels != "", np.arange(panel.T)[:, None], -1).max(axis=0)
    own = labels[np.maximum(last, 0), np.arange(panel.N)]
    if strange := [u for u, at in zip(panel.ids, last, strict=True) if at < 0]:
        raise ModelError(
            message(
                "{cluster} is empty for {strange}; errors are clustered by a column without holes.",
                cluster=cluster,
                strange=some(strange),
            )
        )
    if strange := [u for i, u in enumerate(panel.ids) if not set(labels[:, i]) <= {own[i], ""}]:
        raise ModelError(
            message(
                "{cluster} differs over time in {strange}: a unit belongs to one cluster.",
                cluster=cluster,
                strange=some(strange),
            )
        )
    return np.asarray(own)


def _clusters_told(cluster: np.ndarray, name: str) -> Report:
    """Return a warning where clusters are few; refuse one alone."""
    G = int(cluster.max()) + 1
    if G < 2:
        raise ModelError(message("{name} has one group only; errors need several clusters.", name=name))
    text = message("Errors by {name} rest on {g} clusters; p-values and intervals are from many.", name=name, g=G)
    return Report((Note(WARNING, "few-clusters", text),) if G < FEW_CLUSTERS else ())


def _check(control: str, method: str, base_period: str, incomplete: str) -> None:
    for name, value, choices in (
        ("control", control, ("never", "notyet")),
        ("method", method, ("dr", "reg", "ipw")),
        ("base_period", base_period, ("varying", "universal")),
        ("incomplete", incomplete, ("drop", "pairs")),
    ):
        one_of(name, value, choices, ModelError)


def _frame(
    rows: list[tuple[float, int, float]], influence: np.ndarray, made: Adoption, boot: Bootstrap
) -> tuple[pd.DataFrame, float]:
    values = np.array([r[2] for r in rows])
    frame, critical = boot.frame(range(len(rows)), values, influence, "cell")
    frame.insert(0, "group", [made.calendar.period(int(r[0])) for r in rows])
    frame.insert(1, "period", [made.periods[r[1]] for r in rows])
    frame.insert(2, "event", [int(made.clock[r[1]] - r[0]) for r in rows])
    return frame, critical


def _before(
    table: np.ndarray, influence: np.ndarray, data: CellData, boot: Bootstrap
) -> tuple[tuple[float, int, float] | None, tuple[float, int, float] | None]:
    """Return the test of the event times before treatment, and the Wald test of all cells before treatment."""
    time = data.times.clock[table[:, 1].astype(int)]
    se = errors(influence)
    pre = (time < table[:, 0] - data.anticipation) & (se > 1e-10 * se.max(initial=0.0))
    if not pre.any():
        return None, None
    values, psi, event = table[pre, 2], influence[:, pre], (time - table[:, 0])[pre]
    size = np.array([(data.first == g).sum() for g in table[pre, 0]], dtype=float)
    share = (event[:, None] == np.unique(event)[None, :]) * size[:, None]
    share /= share.sum(axis=0)
    psi = boot.collapsed(psi)
    cohort = data.first if boot.cluster is None else np.zeros(len(psi))
    statistic, rank = quadratic_form(values, psi.T @ psi / len(psi) ** 2)
    cells = (statistic, rank, float(stats.chi2.sf(statistic, rank))) if rank == pre.sum() else None
    return largest_t(values @ share, psi @ share, cohort, boot.seed), cells


def _before_told(
    pretest: tuple[float, int, float] | None, cells: tuple[float, int, float] | None, cluster: str | None
) -> tuple[Note, ...]:
    if pretest is None:
        return ()
    wald = ""
    if cells and cells[1] > pretest[1]:
        wald = message(
            " The Wald test of all {cells} cells before it (chi-squared {cells2:.1f}, p "
            "{cells3:.3f}) rejects far too often unless cohorts have many more units than cells; it "
            "is not used.",
            cells=cells[1],
            cells2=cells[0],
            cells3=cells[2],
        )
    held = "" if cluster else "; in simulations it rejected 2 to 8 % of true nulls at 5 %"
    by = message("by {cluster}", cluster=cluster) if cluster else message("by unit")
    text = message(
        "Pre-trend: largest |t| of {times} before the policy, {draws} draws of a wild bootstrap "
        "{by} (Webb weights){held}.{wald}",
        times=many(pretest[1], "event time"),
        draws=DRAWS,
        by=by,
        held=held,
        wald=wald,
    )
    return (Note(INFO, "pre-trend", text),)
