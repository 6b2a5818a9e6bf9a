"""Counterfactual treated groups by outcome rank: untreated units that rank where the treated do.

If a policy was given to units that did well anyway, untreated units of the same ranks would show an effect too. For
each cohort, units are ranked by the outcome in the period of adoption; from each band of ranks as many untreated units
are drawn as treated ones stand in it, and take their place. The treated themselves are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Progress
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import cluster_sums
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.orthogonal import span
from gisplug.numbers.projections import Absorbed, absorbed_rank, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.panel.sample import fixed_effects_of
from gisplug.policy.rows import policy_frame, policy_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALL, BATCH = "All", 25


@dataclass(frozen=True, repr=False, eq=False)
class Counterfactuals(Finding):
    """Effects of the policy on groups that never had it.

    Attributes
    ----------
    effects : DataFrame, index cohort (the first treated period, and "All")
        treated; estimate and se of the median draw (by t); t, p; mean of the estimates, low and high (2.5 and 97.5 %
        of them); `significant`, the share of draws with p below 0.05.
    draws : DataFrame, one row a draw; columns cohort, estimate, se, p
    bands, seed
    """

    effects: pd.DataFrame
    draws: pd.DataFrame
    bands: int
    seed: int
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Counterfactual treated groups by outcome rank: {bands} bands of ranks", bands=self.bands)

    def table(self) -> pd.DataFrame:
        """Return the effects, one row a cohort (index) and one for all."""
        return self.effects

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return mean and range of the estimates of each cohort: rows Policy; columns estimate, low, high."""
        return {str(c): pd.DataFrame([row.rename("Policy")]) for c, row in self.ranges.iterrows()}

    @property
    def ranges(self) -> pd.DataFrame:
        """Mean and middle 95 % of the estimates, index cohort; columns estimate, low, high."""
        return self.effects[["mean", "low", "high"]].rename(columns={"mean": "estimate"})

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw mean and range of the estimates of each cohort on `ax`, or on a new figure; returns the axes."""
        return drawn("by column", ax, self.frames(), "Policy", label="Mean of made-up groups")


def counterfactual_groups(
    panel: Panel,
    formula: str | Formula,
    *,
    bands: int = 10,
    where: Where = None,
    draws: int = 200,
    seed: int = 1,
    collinear: str = "refuse",
    progress: Progress = SILENT,
) -> Counterfactuals:
    """Estimate the two-way effect of a policy on groups that never had it, drawn in proportion to outcome ranks.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    bands
        Into how many equal bands ranks are cut; untreated units are drawn within the bands of the treated ones.
    where, collinear : as in `did_twoway`
    draws
        Groups for each cohort and for all together, at least 19.

    Notes
    -----
    The policy must stay once adopted. Where a band has fewer untreated units than treated ones, the nearest bands fill
    up, and the report says so. Errors are clustered by unit.

    Raises
    ------
    ModelError
        If there are fewer than 19 draws or 2 bands, or too few untreated units.
    """
    if draws < 19 or bands < 2:
        raise ModelError(
            message(
                "Counterfactual groups need 19 draws and 2 bands at least; {draws} and {bands} were given instead.",
                draws=draws,
                bands=bands,
            )
        )
    rows = policy_rows(policy_frame(panel, formula, where, "twoways"))
    absorbed = fixed_effects_of(rows.sample, rows.frame.effects, rows.frame.absorb)
    rows = rows.less(rows.on.astype(float)[:, None], ["ATT"], absorbed, collinear)
    sample, first = rows.sample, rows.made.first
    y = np.full((panel.T, panel.N), np.nan)
    y.ravel()[sample.rows] = sample.columns[:, 0]
    place, position = sample.rows % panel.N, sample.rows // panel.N
    free = ~np.isfinite(first)[place]
    columns = sample.columns[free]
    effects = (Absorbed(_codes(place[free])), Absorbed(_codes(position[free])))
    flat = residualised(columns, effects)
    basis = span(flat[:, 1:])
    rest = flat[:, 0] - basis @ (basis.T @ flat[:, 0])
    model = _Model(rest, basis, effects, position[free], place[free], columns.shape[1] + absorbed_rank(effects))
    cohorts = sorted(set(first[np.isfinite(first)].astype(int)))
    groups = {str(panel.periods[c]): [c] for c in cohorts} | ({ALL: cohorts} if len(cohorts) > 1 else {})
    rng, short, found = np.random.default_rng(seed), 0, {}
    treated = {label: int(np.isin(first, members).sum()) for label, members in groups.items()}
    never = int((~np.isfinite(first)).sum())
    small = [label for label, many in treated.items() if many >= never]
    if len(small) == len(groups):
        raise ModelError(
            message(
                "{never} untreated units are too few to stand for the {treated} treated of the smallest "
                "cohort and be compared with others. Look at fewer treated units with a condition on the "
                "rows.",
                never=never,
                treated=min(treated.values()),
            )
        )
    for number, (label, members) in enumerate(groups.items()):
        if label in small:
            continue
        progress.update(number / len(groups), "counterfactual groups")
        firsts, lacking = _groups(y, first, members, bands, draws, rng)
        short += lacking
        batches = np.array_split(firsts, -(-draws // BATCH))
        found[label] = np.concatenate(over_picks(_estimates, model, batches))
    table, every = _effects(found, treated, len(np.unique(model.place)) - 1)
    report = sample.report + rows.made.report + _short(short, small, never)
    return Counterfactuals(table, every, bands, seed, report, rows.omitted)


@dataclass(frozen=True)
class _Model:
    """Rows of untreated units: outcome less effects and controls, and where each row stands."""

    y: np.ndarray
    basis: np.ndarray
    absorbed: tuple[Absorbed, ...]
    position: np.ndarray
    place: np.ndarray
    counted: int


def _codes(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.unique(values, return_inverse=True)[1])


def _groups(
    y: np.ndarray, first: np.ndarray, cohorts: list[int], bands: int, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, int]:
    """Return made-up first treated periods of all units, (draws, N), and how many came from a neighbouring band."""
    never = ~np.isfinite(first)
    made, lacking = np.full((draws, len(first)), np.inf), 0
    for cohort in cohorts:
        known = np.isfinite(y[cohort])
        order = np.full(len(first), -1.0)
        order[known] = stats.rankdata(y[cohort][known], method="ordinal") - 1
        band = np.where(known, np.floor(order * bands / max(known.sum(), 1)), -1).astype(int)
        wanted = np.sort(band[(first == cohort) & known])
        if not len(wanted):
            raise ModelError("No treated unit has an outcome in the period of its adoption; ranks need one.")
        for draw in range(draws):
            open_ = never & known & ~np.isfinite(made[draw])
            for b in wanted:
                near = np.abs(band - b)[open_]
                if not len(near):
                    raise ModelError(
                        message(
                            "Fewer untreated units than the {n} that a group takes have an outcome in "
                            "the period of adoption. Fill the gaps, or look at fewer treated units.",
                            n=len(wanted),
                        )
                    )
                lacking += int(near.min() > 0)
                unit = rng.choice(np.flatnonzero(open_)[near == near.min()])
                made[draw, unit], open_[unit] = cohort, False
    return made, lacking


def _estimates(model: _Model, firsts: np.ndarray) -> np.ndarray:
    """Return estimates and errors of policies that start at `firsts` (draws, N): (draws, 2)."""
    unit, n = _codes(model.place), len(model.y)
    D = residualised((model.position[:, None] >= firsts.T[model.place]).astype(float), model.absorbed)
    D = D - model.basis @ (model.basis.T @ D)
    size = (D**2).sum(axis=0)
    b = np.divide(D.T @ model.y, size, out=np.full(len(size), np.nan), where=size > 1e-9)
    G = int(unit.max()) + 1
    scores = cluster_sums(D * (model.y[:, None] - D * np.nan_to_num(b)), unit)
    counted = model.counted - G + 1  # unit effects are nested in the clusters
    scale = G / (G - 1) * (n - 1) / (n - counted)
    se = np.divide(np.sqrt(scale * (scores**2).sum(axis=0)), size, out=np.full(len(size), np.nan), where=size > 1e-9)
    return np.column_stack([b, se])


def _effects(found: Mapping[str, np.ndarray], treated: Mapping[str, int], df: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the effects (index cohort) and all draws."""
    rows, parts = {}, []
    for label, values in found.items():
        estimate, se = values[np.isfinite(values).all(axis=1) & (values[:, 1] > 0)].T
        if not len(estimate):
            raise ModelError(
                message(
                    "No group that stands for {label} identifies an effect. There are too few untreated units.",
                    label=label,
                )
            )
        t = estimate / se
        p = 2 * stats.t(df).sf(np.abs(t))
        middle = int(np.argsort(t)[len(t) // 2])
        low, high = np.quantile(estimate, [0.025, 0.975])
        typical = [estimate[middle], se[middle], t[middle], p[middle]]
        rows[label] = [treated[label], *typical, estimate.mean(), low, high, (p < 0.05).mean()]
        parts.append(pd.DataFrame({"cohort": label, "estimate": estimate, "se": se, "p": p}))
    heads = ["treated", "estimate", "se", "t", "p", "mean", "low", "high", "significant"]
    effects = pd.DataFrame.from_dict(rows, orient="index", columns=heads).rename_axis("cohort")
    effects["treated"] = effects["treated"].astype(int)
    return effects, pd.concat(parts, ignore_index=True)


def _short(lacking: int, small: Sequence[str], never: int) -> Report:
    notes = []
    if lacking:
        text = message(
            "In {lacking} places a band of ranks had no untreated unit left; the nearest band gave one.",
            lacking=lacking,
        )
        notes.append(Note(WARNING, "bands-filled", text))
    if small:
        text = message(
            "{never} untreated units are too few to stand for {small}; left out.",
            never=never,
            small=joined(", ", (message(name) if name == ALL else name for name in small)),
        )
        notes.append(Note(WARNING, "cohorts-left-out", text))
    return Report(tuple(notes))
