"""Placebo policies: the two-way estimate when the policy is given to random units, or at random times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report
from gisplug.core.progress import SILENT, Progress
from gisplug.numbers.covariance import cluster_sums
from gisplug.numbers.draws import over_picks
from gisplug.numbers.least_squares import check_identified, check_outcome
from gisplug.numbers.projections import Absorbed, absorbed_rank, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.policy.adoption import adoption

BATCH = 100


@dataclass(frozen=True)
class Placebo:
    """Placebo estimates.

    Attributes
    ----------
    draws : DataFrame, one row a placebo; columns estimate, se, p
    observed, observed_se : the true policy's estimate and its error
    p, p_one_sided : empirical p-values
    """

    draws: pd.DataFrame
    observed: float
    observed_se: float
    p: float
    p_one_sided: float
    how: str
    seed: int
    report: Report = field(default_factory=Report, repr=False)


def placebo_policies(
    panel: Panel,
    outcome: str,
    policy: str,
    controls: Sequence[str] = (),
    *,
    how: str = "units",
    draws: int = 500,
    effects: str = "twoways",
    seed: int = 1,
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
    progress: Progress = SILENT,
) -> Placebo:
    """Estimate the effect of made-up policies.

    Parameters
    ----------
    how : "units" gives the true starting dates to random units; "units and times" draws the dates too (each between the
        second and the last period); "times" keeps the treated units and draws their dates.
    where : (T * N,) bool, rows to use.

    Notes
    -----
    Empirical p: (1 + number of placebo estimates at least as large in absolute value) / (1 + draws). Each draw's own
    p rests on errors clustered by unit.

    Raises
    ------
    ModelError
        If `how` is unknown, or there are fewer than 19 draws.
    """
    if how not in ("units", "units and times", "times") or draws < 19:
        raise ModelError(
            f"how is units, 'units and times' or times, with at least 19 draws; {how!r} and {draws} were given instead."
        )
    made = adoption(panel, policy)
    sample = draw_sample(
        panel, [outcome, *controls], where=where, winsorise=winsorise, winsorised=[outcome] if winsorise else None
    )
    absorbed = fixed_effects_of(sample, effects)
    flat = residualised(sample.columns, absorbed)
    check_outcome(sample.columns[:, 0], flat[:, 0], outcome)
    check_identified(sample.columns[:, 1:], flat[:, 1:], controls, sample.unit, sample.period)
    basis = np.linalg.qr(flat[:, 1:])[0] if controls else np.empty((sample.n, 0))
    y = flat[:, 0] - basis @ (basis.T @ flat[:, 0])
    unit, place, position = sample.unit, sample.rows % panel.N, sample.rows // panel.N
    present = np.unique(place)
    first = made.first
    counted = len(controls) + 1 + absorbed_rank(absorbed) - int(unit.max())
    rng = np.random.default_rng(seed)
    model = _Model(y, basis, tuple(absorbed), position, place, unit, counted)
    b, se = _estimates(model, first[:, None])
    observed, observed_se = float(b[0]), float(se[0])
    sizes = [min(BATCH, draws - start) for start in range(0, draws, BATCH)]
    picks = [np.column_stack([_assigned(first, present, how, panel.T, rng) for _ in range(size)]) for size in sizes]
    found = over_picks(_estimates, model, picks, progress=progress, label="Placebo policies, batches")
    b, se = np.concatenate([part[0] for part in found]), np.concatenate([part[1] for part in found])
    known = np.isfinite(b)
    frame = pd.DataFrame({"estimate": b[known], "se": se[known]})
    frame["p"] = 2 * stats.t(int(unit.max())).sf(np.abs(frame["estimate"] / frame["se"]))
    beyond = int((np.abs(frame["estimate"]) >= abs(observed)).sum())
    above = int((frame["estimate"] >= observed).sum() if observed > 0 else (frame["estimate"] <= observed).sum())
    total = len(frame) + 1
    return Placebo(
        frame.rename_axis("draw"),
        observed,
        observed_se,
        (1 + beyond) / total,
        (1 + above) / total,
        how,
        seed,
        sample.report + made.report,
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


def _assigned(first: np.ndarray, present: np.ndarray, how: str, T: int, rng: np.random.Generator) -> np.ndarray:
    """Return made-up first treated periods of all units."""
    new = np.full_like(first, np.inf)
    ever = np.isfinite(first[present])
    if how == "units":
        new[present] = rng.permutation(first[present])
    elif how == "times":
        new[present[ever]] = rng.integers(1, T, int(ever.sum()))
    else:
        chosen = rng.permutation(present)[: int(ever.sum())]
        new[chosen] = rng.integers(1, T, len(chosen))
    return new
