"""Placebo policies: the two-way estimate when the policy is given to random units, or at random times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.covariance import cluster_sums
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.least_squares import check_identified, check_outcome
from gisplug.numbers.orthogonal import span
from gisplug.numbers.projections import Absorbed, absorbed_rank, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.panel.sample import fixed_effects_of
from gisplug.policy.cells.assignments import Exchanged, every_assignment, exchanged
from gisplug.policy.rows import policy_frame, policy_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BATCH = 100
SAME = 1e-9  # share by which estimates differ that are the same but for rounding


@dataclass(frozen=True, repr=False, eq=False)
class Placebo(Finding):
    """Placebo estimates.

    Attributes
    ----------
    draws : DataFrame, one row a placebo; columns estimate, se, p
    observed, observed_se : the true policy's estimate and its error
    p, p_one_sided : empirical p-values
    p_t : the same of |estimate / error|, which holds where the policy also changes how much outcomes vary
    strata : groups within which the policy was given anew, or None
    assigned_by : groups that were given it as a whole, or None
    exact : whether the draws are all ways in which it can be given, the true one among them
    """

    draws: pd.DataFrame
    observed: float
    observed_se: float
    p: float
    p_one_sided: float
    how: str
    seed: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    p_t: float = np.nan
    strata: str | None = None
    exact: bool = False
    assigned_by: str | None = None

    @property
    def title(self) -> str:
        """What was done, in a line."""
        how = {
            "units": message("units"),
            "units and times": message("units and times"),
            "times": message("times"),
        }.get(self.how, self.how)
        inside = message(" by whole {groups}", groups=self.assigned_by) if self.assigned_by else ""
        inside += message(" within {strata}", strata=self.strata) if self.strata else ""
        n = len(self.draws)
        if self.exact:
            return message("Placebo policies: {n} all assignments of {how}{inside}", n=n, how=how, inside=inside)
        return message("Placebo policies: {n} draws of {how}{inside}", n=n, how=how, inside=inside)

    def table(self) -> pd.DataFrame:
        """Return the true estimate beside the placebos: rows observed, placebos; estimate, se, p, p_one_sided, p_t."""
        rows = {
            "observed": [self.observed, self.observed_se, self.p, self.p_one_sided, self.p_t],
            "placebos": [self.draws["estimate"].mean(), self.draws["estimate"].std(ddof=1), np.nan, np.nan, np.nan],
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["estimate", "se", "p", "p_one_sided", "p_t"])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the density of the placebo estimates with the true one on `ax`, or on a new figure."""
        return drawn("placebos", ax, self.draws, self.observed, self.p)


class PlaceboOptions(TypedDict, total=False):
    """Further options of `placebo_policies`.

    Attributes
    ----------
    how : "units", "units and times" or "times"
        "units" gives the true starting dates to random units; "units and times" draws the dates too (each between the
        second and the last period); "times" keeps the treated units and draws their dates.
    strata : column of groups, constant within units, within which units exchange their starting dates
    assigned_by : column of groups that were given the policy as a whole, such as regions: their units exchange starting
        dates together. Where shocks are shared within them, units that exchange alone are no comparison.
    winsorise : share of the outcome to winsorise at each end
    absorb, trends, by_period : as in `did_twoway`
    """

    how: str
    strata: str | None
    assigned_by: str | None
    winsorise: float
    absorb: Sequence[str]
    trends: Sequence[str]
    by_period: Sequence[str]


def placebo_policies(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "twoways",
    where: Where = None,
    collinear: str = "refuse",
    draws: int = 500,
    seed: int = 1,
    progress: Progress = SILENT,
    **options: Unpack[PlaceboOptions],
) -> Placebo:
    """Estimate the effect of made-up policies.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    effects, where, collinear : as in `did_twoway`
    draws : made-up policies, at least 19.
    options : as in `PlaceboOptions`

    Notes
    -----
    Empirical p: (1 + number of placebo estimates at least as large in absolute value) / (1 + draws). Where the starting
    dates can be given to units in no more ways than `draws`, all of them are taken instead, and p is the share of them
    that are at least as large, the true one among them: exact if the policy might as well have been given to any unit
    (of the group). Each draw's own p rests on errors clustered by unit.

    Raises
    ------
    ModelError
        If `how` is unknown, there are fewer than 19 draws, or the dates cannot be given in another way: no group has
        units of different dates, or a unit's group changes.
    """
    known(options, PlaceboOptions, "placebo_policies")
    how, column, by = options.get("how", "units"), options.get("strata"), options.get("assigned_by")
    if how not in ("units", "units and times", "times") or draws < 19:
        raise ModelError(
            message(
                "how is units, 'units and times' or times, with at least 19 draws; {how!r} and {draws} "
                "were given instead.",
                how=how,
                draws=draws,
            )
        )
    if column and how == "times":
        raise ModelError("Times are drawn anew for each treated unit; groups within which units exchange have no part.")
    trends, by_period = options.get("trends", ()), options.get("by_period", ())
    framed = policy_frame(panel, formula, where, effects, options.get("absorb", ()))
    rows = policy_rows(framed, winsorise=options.get("winsorise", 0.0), trends=trends)
    absorbed = fixed_effects_of(rows.sample, rows.frame.effects, rows.frame.absorb, trends, by_period)
    rows = rows.less(rows.on.astype(float)[:, None], ["ATT"], absorbed, collinear)
    sample, made, controls = rows.sample, rows.made, rows.controls
    flat = residualised(sample.columns, absorbed)
    check_outcome(sample.columns[:, 0], flat[:, 0], rows.outcome)
    check_identified(sample.columns[:, 1:], flat[:, 1:], controls, sample.unit, sample.period)
    basis = span(flat[:, 1:])
    y = flat[:, 0] - basis @ (basis.T @ flat[:, 0])
    unit, place, position = sample.unit, sample.rows % panel.N, sample.rows // panel.N
    present = np.unique(place)
    first = made.first
    counted = len(controls) + 1 + absorbed_rank(absorbed) - int(unit.max())
    rng = np.random.default_rng(seed)
    model = _Model(y, basis, tuple(absorbed), position, place, unit, counted)
    b, se = _estimates(model, first[:, None])
    observed, observed_se = float(b[0]), float(se[0])
    if not np.isfinite(observed) or sample.n <= counted:
        raise ModelError(
            message(
                "The effect of {regressors} is not identified beside the effects and controls of {n} "
                "rows. A policy needs units that are not treated at the same time.",
                regressors=rows.frame.formula.regressors[0],
                n=sample.n,
            )
        )
    giving = exchanged(panel, first, present, by, column)
    whole = every_assignment(giving.first, giving.present, giving.strata, draws) if how == "units" else None
    if exact := whole is not None:
        whole = giving.of_units(whole)
    else:
        whole = giving.of_units(np.column_stack([_assigned(giving, how, panel.T, rng) for _ in range(draws)]))
    picks = [whole[:, start : start + BATCH] for start in range(0, whole.shape[1], BATCH)]
    found = over_picks(_estimates, model, picks, progress=progress, label="Placebo policies, batches")
    b, se = np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found])
    usable = np.isfinite(b)
    if usable.sum() < 2:
        raise ModelError(
            message(
                "{usable} of {n} made-up policies are identified; more units are needed.",
                usable=int(usable.sum()),
                n=len(b),
            )
        )
    text = message(
        "{usable} of {n} made-up policies are not identified and are not used.", usable=int((~usable).sum()), n=len(b)
    )
    lost = Report(() if usable.all() else (Note(WARNING, "draws-lost", text),))
    if exact:
        text = message("The starting dates can be given in {n} ways; all of them are taken, and p is exact.", n=len(b))
        lost += Report((Note(INFO, "exact", text),))
    frame = pd.DataFrame({"estimate": b[usable], "se": se[usable]})
    frame["p"] = 2 * stats.t(int(unit.max())).sf(np.abs(frame["estimate"] / frame["se"]))
    size, own = np.sign(observed) * frame["estimate"], 0 if exact else 1  # the true one is among all of them
    near = abs(observed) * (1 - SAME)
    t, observed_t = np.abs(frame["estimate"] / frame["se"]), abs(observed / observed_se) * (1 - SAME)
    total = len(frame) + own
    return Placebo(
        frame.rename_axis("draw"),
        observed,
        observed_se,
        (own + int((size.abs() >= near).sum())) / total,
        (own + int((size >= near).sum())) / total,
        how,
        seed,
        sample.report + made.report + lost,
        rows.omitted,
        (own + int((t >= observed_t).sum())) / total,
        column,
        exact,
        by,
    )


@dataclass(frozen=True)
class _Model:
    """What all placebos need: the outcome after effects and controls, the controls' basis, and
    where each row stands.
    """

    y: np.ndarray
    basis: np.ndarray
    absorbed: tuple[Absorbed, ...]
    position: np.ndarray
    place: np.ndarray
    unit: np.ndarray
    counted: int


def _estimates(model: _Model, firsts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return estimates and errors of policies that start at `firsts` (N, draws)."""
    y, basis, unit, n = model.y, model.basis, model.unit, len(model.y)
    D = residualised((model.position[:, None] >= firsts[model.place]).astype(float), model.absorbed)
    D = D - basis @ (basis.T @ D)
    size = (D**2).sum(axis=0)
    usable = size > 1e-9
    b = np.divide(D.T @ y, size, out=np.full(len(size), np.nan), where=usable)
    G = int(unit.max()) + 1
    scores = cluster_sums(D * (y[:, None] - D * np.nan_to_num(b)), unit)
    scale = G / (G - 1) * (n - 1) / (n - model.counted)
    return b, np.sqrt(scale * (scores**2).sum(axis=0)) / np.where(usable, size, np.nan)


def _assigned(giving: Exchanged, how: str, T: int, rng: np.random.Generator) -> np.ndarray:
    """Return made-up first treated periods (G,) of what exchanges them, within strata."""
    first, present, strata = giving.first, giving.present, giving.strata
    new = np.full_like(first, np.inf)
    if how == "times":
        ever = present[np.isfinite(first[present])]
        new[ever] = rng.integers(1, T, len(ever))
        return new
    for group in np.unique(strata[present]):
        own = present[strata[present] == group]
        if how == "units":
            new[own] = rng.permutation(first[own])
        else:
            chosen = rng.permutation(own)[: int(np.isfinite(first[own]).sum())]
            new[chosen] = rng.integers(1, T, len(chosen))
    return new
